// Package card makes the picture that stands for a story where links are shared: 1200 by 630, the size
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
	Language               string // BCP 47
	Drawing                []byte // SVG with literal colours, or nothing
	Colours                Colours
}

// Colours are those of the site's theme for light.
type Colours struct{ Paper, Ink, Mute, Accent color.Color }

const (
	margin = 64
	gutter = 56
	chartW = 560 // of the column that the drawing stands in
	rule   = 12  // the bar at the top
	small  = 26  // size of the kicker and the site's name
)

// Draw makes the card. Words whose characters no font has are left out, and the error is then a
// *raster.MissingError beside a card that is whole otherwise.
func Draw(r *raster.Raster, c Card) ([]byte, error) {
	dst := image.NewRGBA(image.Rect(0, 0, Width, Height))
	fill(dst, dst.Bounds(), c.Colours.Paper)
	fill(dst, image.Rect(0, 0, Width, rule), c.Colours.Accent)
	p := painter{r: r, dst: dst, language: c.Language}
	room := float64(Width - 2*margin)
	if len(c.Drawing) > 0 && p.drawing(c.Drawing, c.Colours.Paper) {
		room -= chartW + gutter
	}
	top := float64(margin + rule)
	if c.Kicker != "" {
		p.line(margin, top+small, c.Kicker, raster.Type{Size: small, Bold: true, Colour: c.Colours.Accent})
		top += small + 26
	}
	bottom := float64(Height - margin)
	p.line(margin, bottom, c.Site, raster.Type{Size: small, Bold: true, Colour: c.Colours.Mute})
	p.headline(c.Headline, room, top, bottom-small-34, c.Colours.Ink)
	var b bytes.Buffer
	if err := png.Encode(&b, dst); err != nil {
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

// headline sets the words as large as they fit between top and bottom.
func (p *painter) headline(words string, room, top, bottom float64, ink color.Color) {
	for size := 76.0; ; size -= 4 {
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
func (p *painter) drawing(svg []byte, paper color.Color) bool {
	size := raster.Size{Width: chartW, Background: paper, Language: p.language}
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
		size.Width = chartW * room / m.Bounds().Dy()
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
