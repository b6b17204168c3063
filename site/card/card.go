// Package card makes the picture that stands for a story, or a chart, where links are shared: 1200 by 630, the size
// that Open Graph's readers agree on.
//
// In go the words, a drawing and colours; out comes a PNG. Start with Draw. No word is ever cut: the
// headline takes the largest size at which all of it fits.
package card

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"plotline/charts/raster"
	"plotline/charts/text"
)

// The size of a card in dots.
const (
	Width  = 1200
	Height = 630
)

// Card is what stands on one.
type Card struct {
	Site, Kicker, Headline string
	Measure, Source        string // what is measured, and where the numbers come from; or nothing
	Language               string // BCP 47
	Drawing                []byte // SVG with literal colours, or nothing
	Chart                  bool   // the card is the drawing's own, which takes most of it
	Number, Counted        string // in place of a drawing: a big number, and what it counts
	Colours                Colours
}

// Colours are those of the site's theme for light.
type Colours struct{ Paper, Ink, Mute, Accent color.Color }

const (
	margin  = 64
	gutter  = 56
	beside  = 560 // width of a drawing beside a story's headline
	alone   = 680 // and on its own card
	counted = 460 // of a big number
	rule    = 12  // the bar at the top
	label   = 26  // size of the kicker and the site's name
	large   = 76  // most that a headline has
)

// Draw makes the card. Words whose characters no font has are left out, and the error is then a
// *raster.MissingError beside a card that is whole otherwise.
func Draw(r *raster.Raster, c Card) ([]byte, error) {
	dst := image.NewRGBA(image.Rect(0, 0, Width, Height))
	fill(dst, dst.Bounds(), c.Colours.Paper)
	fill(dst, image.Rect(0, 0, Width, rule), c.Colours.Accent)
	p := painter{r: r, dst: dst, language: c.Language}
	room, size, column := float64(Width-2*margin), float64(large), beside
	if c.Chart {
		column, size = alone, 52
	}
	switch {
	case len(c.Drawing) > 0 && p.drawing(c.Drawing, column, c.Colours.Paper):
		room -= float64(column + gutter)
	case c.Number != "" && p.number(c, counted):
		room -= counted + gutter
	}
	top := float64(margin + rule)
	if c.Kicker != "" {
		p.line(margin, top+label, c.Kicker, raster.Type{Size: label, Bold: true, Colour: c.Colours.Accent})
		top += label + 26
	}
	bottom := float64(Height - margin)
	p.line(margin, bottom, c.Site, raster.Type{Size: label, Bold: true, Colour: c.Colours.Mute})
	bottom -= label + 34
	bottom = p.small(c, room, bottom)
	p.headline(c.Headline, size, room, top, bottom, c.Colours.Ink)
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed} // a third of the time for a twentieth of the bytes
	if err := encoder.Encode(&b, dst); err != nil {
		return nil, err
	}
	return b.Bytes(), p.missing
}

type painter struct {
	r        *raster.Raster
	dst      *image.RGBA
	language string
	missing  error
}

// line sets one line of words, its baseline at y.
func (p *painter) line(x, y float64, words string, t raster.Type) {
	t.Language = p.language
	if err := p.r.Text(p.dst, x, y, words, t); err != nil && p.missing == nil {
		p.missing = err
	}
}

// small sets what is measured and where from above the bottom, and returns where that begins. The
// measure gives way when there are too many words.
func (p *painter) small(c Card, room, bottom float64) float64 {
	const size, leading, most = 22.0, 28.0, 7
	var lines []string
	if c.Source != "" {
		lines = text.Wrap(c.Source, size, false, room)
	}
	if c.Measure != "" {
		if measure := text.Wrap(c.Measure, size, false, room); len(measure)+len(lines) <= most {
			lines = append(measure, lines...)
		}
	}
	if len(lines) == 0 {
		return bottom
	}
	top := bottom + 8 - leading*float64(len(lines))
	for i, l := range lines {
		p.line(margin, top+leading*float64(i+1)-10, strings.TrimSpace(l), raster.Type{Size: size, Colour: c.Colours.Mute})
	}
	return top - 20
}

// number sets the big number and its words into the right column, in its middle. One that is too long
// to be big is left out.
func (p *painter) number(c Card, room float64) bool {
	const words = 34.0
	size := 190.0
	for text.Width(c.Number, size, true) > room {
		if size -= 5; size < 2*words {
			return false
		}
	}
	lines := text.Wrap(c.Counted, words, false, room)
	if len(lines) > 6 {
		return false
	}
	y := rule + (Height-rule-size-words*1.3*float64(len(lines)))/2 + size*0.8
	p.line(Width-margin-room, y, c.Number, raster.Type{Size: size, Bold: true, Colour: c.Colours.Accent})
	for i, l := range lines {
		p.line(Width-margin-room, y+words*(1.7+1.3*float64(i)), strings.TrimSpace(l), raster.Type{Size: words, Colour: c.Colours.Ink})
	}
	return true
}

// headline sets the words as large as they fit between top and bottom.
func (p *painter) headline(words string, size, room, top, bottom float64, ink color.Color) {
	for ; ; size -= 4 {
		lines := text.Wrap(words, size, true, room)
		leading := size * 1.14
		if height := leading * float64(len(lines)); height > bottom-top && size > 20 || broken(words, lines) && size > 40 {
			continue
		}
		y := top + size
		for _, l := range lines {
			p.line(margin, y, strings.TrimSpace(l), raster.Type{Size: size, Bold: true, Colour: ink})
			y += leading
		}
		return
	}
}

// broken reports whether a word had to be divided.
func broken(words string, lines []string) bool {
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ") != strings.Join(strings.Fields(words), " ") && !wide(words)
}

// wide reports whether a text has ideographs, between which lines may end.
func wide(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x2E80 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7AF })
}

// drawing sets a chart into the right column, as large as it fits, in its middle.
func (p *painter) drawing(svg []byte, width int, paper color.Color) bool {
	size := raster.Size{Width: width, Background: paper, Language: p.language}
	m, err := p.r.Image(svg, size)
	var missing *raster.MissingError
	if errors.As(err, &missing) {
		p.missing = err
		return false
	}
	if err != nil {
		return false
	}
	if room := Height - 2*margin - rule; m.Bounds().Dy() > room {
		size.Width = width * room / m.Bounds().Dy()
		if m, err = p.r.Image(svg, size); err != nil {
			return false
		}
	}
	x := Width - margin - m.Bounds().Dx()
	y := rule + (Height-rule-m.Bounds().Dy())/2
	draw.Draw(p.dst, m.Bounds().Add(image.Pt(x, y)), m, image.Point{}, draw.Over)
	return true
}

func fill(dst *image.RGBA, area image.Rectangle, c color.Color) {
	draw.Draw(dst, area, image.NewUniform(c), image.Point{}, draw.Src)
}

// Maker makes pictures of drawings, and cards with them.
type Maker struct{ *raster.Raster }

// Card is Draw.
func (m Maker) Card(c Card) ([]byte, error) { return Draw(m.Raster, c) }
