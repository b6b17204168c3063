package raster

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// MissingError are characters that no font has.
type MissingError struct{ Characters string }

func (e *MissingError) Error() string {
	return fmt.Sprintf("no font has the characters %q", e.Characters)
}

// units is how fine text is set: in these parts of its size, which are Liberation Sans' own.
const units = 2048

// setter sets text. It is not safe for concurrent use.
type setter struct {
	fonts     *fonts
	shaper    shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
	faces     map[*face][2]*font.Face // regular and bold, which differ when there is an axis of weights
	bold      bool
	language  language.Language
	lost      []rune
	err       error
}

func newSetter(f *fonts) *setter { return &setter{fonts: f, faces: map[*face][2]*font.Face{}} }

// speak begins a picture in a language. Ideographs have Chinese forms unless it says Japanese or
// Korean.
func (s *setter) speak(tag string) {
	main, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if main != "zh" && main != "ja" && main != "ko" {
		tag = "zh-Hans"
	}
	s.language, s.lost, s.err = language.NewLanguage(tag), nil, nil
}

// missing is err, or what went wrong with fonts.
func (s *setter) missing(err error) error {
	switch {
	case err != nil:
		return err
	case s.err != nil:
		return s.err
	case len(s.lost) > 0:
		return &MissingError{string(s.lost)}
	}
	return nil
}

// ResolveFace is called by the segmenter for each character.
func (s *setter) ResolveFace(c rune) *font.Face {
	f, err := s.fonts.find(c, s.bold)
	if err != nil {
		s.err = err
	}
	if f == nil {
		if !unseen(c) && !slices.Contains(s.lost, c) {
			s.lost = append(s.lost, c)
		}
		return s.own()
	}
	return s.use(f)
}

func (s *setter) own() *font.Face {
	if s.bold {
		return s.use(s.fonts.own[1])
	}
	return s.use(s.fonts.own[0])
}

func (s *setter) use(f *face) *font.Face {
	pair, ok := s.faces[f]
	if !ok {
		pair[0] = font.NewFace(f.font)
		pair[1] = pair[0]
		if f.any {
			weight := opentype.MustNewTag("wght")
			pair[1] = font.NewFace(f.font)
			pair[0].SetVariations([]font.Variation{{Tag: weight, Value: 400}})
			pair[1].SetVariations([]font.Variation{{Tag: weight, Value: 700}})
		}
		s.faces[f] = pair
	}
	if s.bold {
		return pair[1]
	}
	return pair[0]
}

// set returns the glyph runs of a text from left to right, and how wide it is at size 1.
func (s *setter) set(words string, bold bool) ([]shaping.Output, float64) {
	s.bold = bold
	text := []rune(words)
	if len(text) == 0 {
		return nil, 0
	}
	all := shaping.Input{Text: text, RunEnd: len(text), Direction: di.DirectionLTR, Size: fixed.I(units), Language: s.language}
	var runs []shaping.Output
	width := 0.0
	for _, in := range s.segmenter.Split(all, s) {
		for _, part := range s.parts(in) {
			out := s.shaper.Shape(part)
			width += float64(out.Advance) / 64 / units
			runs = append(runs, out)
		}
	}
	for i := 0; i < len(runs); i++ { // what runs to the left stands the other way round
		j := i
		for j < len(runs) && runs[j].Direction == di.DirectionRTL {
			j++
		}
		slices.Reverse(runs[i:j])
		i = max(i, j-1)
	}
	return runs, width
}

// parts cuts a run where charts/text and browsers do not kern, which is between two characters that
// are no letters, and gives spaces back to Liberation Sans.
func (s *setter) parts(in shaping.Input) []shaping.Input {
	if in.Direction != di.DirectionLTR {
		return []shaping.Input{in}
	}
	var parts []shaping.Input
	own := s.own()
	for i := in.RunStart; i < in.RunEnd; i++ {
		if i+1 < in.RunEnd && !(loose(in.Text[i]) && loose(in.Text[i+1])) && (in.Face == own || (in.Text[i] == ' ') == (in.Text[i+1] == ' ')) {
			continue
		}
		part := in
		part.RunEnd, in.RunStart = i+1, i+1
		if in.Text[i] == ' ' && part.RunStart == i {
			part.Face = own
		}
		parts = append(parts, part)
	}
	return parts
}

// loose reports a character that no other depends on: a digit, a mark of punctuation, a space.
func loose(c rune) bool { return unicode.IsDigit(c) || unicode.IsPunct(c) || c == ' ' }

// outlines draws runs at a size from the point 0, 0 of their baseline.
func outlines(runs []shaping.Output, size, tolerance float64) []line {
	o := outline{tolerance: tolerance}
	x := 0.0
	for _, run := range runs {
		for _, g := range run.Glyphs {
			k := size / float64(run.Face.Upem())
			origin := point{x + float64(g.XOffset)/64/units*size, -float64(g.YOffset) / 64 / units * size}
			at := func(p opentype.SegmentPoint) point {
				return point{origin.x + float64(p.X)*k, origin.y - float64(p.Y)*k}
			}
			shape, _ := run.Face.GlyphDataOutline(g.GlyphID)
			for _, s := range shape.Segments {
				switch s.Op {
				case opentype.SegmentOpMoveTo:
					o.close()
					o.move(at(s.Args[0]))
				case opentype.SegmentOpLineTo:
					o.line(at(s.Args[0]))
				case opentype.SegmentOpQuadTo:
					o.quad(at(s.Args[0]), at(s.Args[1]))
				case opentype.SegmentOpCubeTo:
					o.cube(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
				}
			}
			o.close()
			x += float64(g.Advance) / 64 / units * size
		}
	}
	return o.lines
}

// Type is how words are set on an image.
type Type struct {
	Size     float64 // dots
	Bold     bool
	Colour   color.Color // nil is black
	Language string      // as in Size
}

// Text draws one line of words whose baseline begins at x, y, which is put on a whole dot. Break longer
// ones with charts/text, which measures as this does. The error is a *MissingError when no font has a character.
func (r *Raster) Text(dst *image.RGBA, x, y float64, words string, t Type) error {
	s := r.setters.Get().(*setter)
	defer r.setters.Put(s)
	s.speak(t.Language)
	runs, _ := s.set(words, t.Bold)
	ink := paint{flat: color.NRGBA{A: 255}}
	if t.Colour != nil {
		ink.flat = color.NRGBAModel.Convert(t.Colour).(color.NRGBA)
	}
	c := canvas{dst: dst}
	c.lay(c.cover(outlines(runs, t.Size, tolerance), matrix{1, 0, 0, 1, x, y}.snapped(), c.everything()), ink, 1)
	return s.missing(nil)
}

// Width returns how wide Text draws words, in dots.
func (r *Raster) Width(words string, t Type) float64 {
	s := r.setters.Get().(*setter)
	defer r.setters.Put(s)
	s.speak(t.Language)
	_, width := s.set(words, t.Bold)
	return width * t.Size
}
