package charts

import (
	"bytes"
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"

	"plotline/charts/raster"
	"plotline/charts/text"
)

// The measures of a picture that stands alone, in CSS px.
const (
	aloneMargin   = 20
	aloneTitle    = 19.0
	aloneSubtitle = 15.0
	aloneSmall    = 12.0
)

// SVG returns a chart as a picture that needs nothing around it: title, subtitle, the wide drawing,
// sources and note on the theme's paper, in literal colours, with the alt text inside for those who
// hear it. It is empty for tables and bignumbers.
func (f *Fragment) SVG() []byte {
	if f.alone == nil {
		return nil
	}
	return f.alone()
}

// Pictures makes PNGs of drawings; *raster.Raster is one.
type Pictures interface {
	PNG(svg []byte, size raster.Size) ([]byte, error)
}

// PNG returns SVG as a picture of dots. The error says why there is none: a *raster.MissingError when no
// font has a character, and for tables and bignumbers that they are no chart.
func (f *Fragment) PNG(p Pictures, size raster.Size) ([]byte, error) {
	if f.alone == nil {
		return nil, errors.New("a " + f.Kind + " has no picture")
	}
	if size.Language == "" {
		size.Language = f.spec.Language
	}
	return p.PNG(f.SVG(), size)
}

// alone sets a drawing between its words.
func (p *Plot) alone(f *Fragment, o *Option, drawing []byte) []byte {
	size := o.Sizes[len(o.Sizes)-1]
	s := sheet{theme: p.Theme, room: float64(size.Width)}
	s.y = aloneMargin
	s.rect(aloneMargin, s.y, s.room, 3, "ink")
	s.y += 3 + 8
	s.lines(f.Title, aloneTitle, true, "ink")
	s.lines(p.Spec.Subtitle.Value, aloneSubtitle, false, "mute")
	s.y += 10
	root, body := open(drawing)
	s.b.WriteString(`<g transform="translate(` + length(aloneMargin) + " " + length(s.y) + `)"`)
	s.b.WriteString(attribute(root, "font-family") + ">")
	s.b.Write(levelled(body))
	s.b.WriteString("</g>")
	s.y += float64(size.Height) + 8
	s.lines(p.Spec.credits(), aloneSmall, false, "mute")
	s.lines(p.Spec.Note.Value, aloneSmall, false, "mute")
	s.y = math.Ceil(s.y + aloneMargin - 4)
	width := s.room + 2*aloneMargin
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg"`)
	if bytes.Contains(root, []byte(" xmlns:xlink=")) {
		b.WriteString(` xmlns:xlink="http://www.w3.org/1999/xlink"`)
	}
	b.WriteString(` width="` + length(width) + `" height="` + length(s.y) + `" viewBox="0 0 ` + length(width) + " " + length(s.y) + `" role="img"`)
	m := &markup{b: &b, xml: true}
	m.raw(` xml:lang="`)
	m.text(p.Language)
	m.raw(`"` + "><title>")
	m.text(f.Title)
	m.raw("</title><desc>")
	m.text(f.Alt)
	m.raw("</desc>")
	b.WriteString(`<rect width="` + length(width) + `" height="` + length(s.y) + `" fill="` + p.Theme.Literal("paper") + `"/>`)
	b.WriteString(`<g font-family="Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif">`)
	b.Write(s.b.Bytes())
	b.WriteString("</g></svg>\n")
	return b.Bytes()
}

// sheet is a picture while it is set from top to bottom.
type sheet struct {
	b       bytes.Buffer
	theme   Theme
	room, y float64
}

func (s *sheet) rect(x, y, w, h float64, role string) {
	s.b.WriteString(`<rect x="` + length(x) + `" y="` + length(y) + `" width="` + length(w) + `" height="` + length(h) + `" fill="` + s.theme.Literal(role) + `"/>`)
}

// lines sets words below what is there, as many lines as they take.
func (s *sheet) lines(words string, size float64, bold bool, role string) {
	if words == "" {
		return
	}
	leading := size * 1.32
	for _, line := range text.Wrap(words, size, bold, s.room) {
		s.y += leading
		s.b.WriteString(`<text x="` + length(aloneMargin) + `" y="` + length(s.y-size*0.2) + `" font-size="` + length(size) + `"`)
		if bold {
			s.b.WriteString(` font-weight="bold"`)
		}
		s.b.WriteString(` fill="` + s.theme.Literal(role) + `">`)
		(&markup{b: &s.b, xml: true}).text(strings.TrimSpace(line))
		s.b.WriteString("</text>")
	}
}

// credits are the sources as a picture prints them.
func (s *Spec) credits() string {
	words := newMarkup(nil, s).words
	var names []string
	for _, source := range s.Sources {
		names = append(names, source.Name)
	}
	if len(names) == 0 {
		return ""
	}
	return words.Source + words.Colon + strings.Join(names, words.Semicolon)
}

// open divides a drawing of charts/draw into its root's tag and what is inside.
func open(svg []byte) (root, body []byte) {
	end := bytes.IndexByte(svg, '>')
	return svg[:end+1], bytes.TrimSuffix(svg[end+1:], []byte("</svg>"))
}

var centred = regexp.MustCompile(`<text dominant-baseline="central"([^>]*)>`)

// levelled says where texts stand by their baselines: librsvg, LibreOffice and TeX know no other
// dominant-baseline, and would set centred words half a line too high.
func levelled(svg []byte) []byte {
	return centred.ReplaceAllFunc(svg, func(tag []byte) []byte {
		number := func(name string) (v float64) {
			v, _ = strconv.ParseFloat(strings.Trim(strings.TrimPrefix(attribute(tag, name), " "+name+"="), `"`), 64)
			return v
		}
		rest := bytes.Replace(centred.FindSubmatch(tag)[1], []byte(attribute(tag, "y")), nil, 1)
		return []byte(`<text y="` + length(number("y")+middle(number("font-size"))) + `"` + string(rest) + ">")
	})
}

// middle is how far the middle of letters is above their baseline: browsers take the ascent and the
// descent of a font, here of Liberation Sans, in whole px.
func middle(size float64) float64 {
	return (math.Round(size*1854/2048) - math.Round(size*434/2048)) / 2
}

// attribute returns an attribute of a tag as it is written there, with the space before it.
func attribute(tag []byte, name string) string {
	i := bytes.Index(tag, []byte(" "+name+`="`))
	if i < 0 {
		return ""
	}
	from := i + len(name) + 3
	return string(tag[i : from+bytes.IndexByte(tag[from:], '"')+1])
}

// length writes a length with at most two decimals.
func length(v float64) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
}
