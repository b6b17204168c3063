// Package raster makes pictures of our own drawings, without a browser: for feeds, share cards and
// wherever SVG does not show.
//
// In goes a drawing of charts/draw, its colours literal or written var(--role,#literal), and a Size;
// out come the bytes of a PNG, or an image to draw on. Start with New and PNG. docs/raster.md says
// what it cannot draw.
package raster

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"
)

// Raster makes pictures; the same fonts make the same bytes. It is safe for concurrent use and keeps
// the fonts that it has read.
type Raster struct {
	fonts   *fonts
	setters sync.Pool // of *setter; their caches change no picture
	encoder png.Encoder
}

// Options say what pictures are made with.
type Options struct {
	// Fonts are asked in their order for what Liberation Sans does not have: see System and File.
	Fonts []Font
}

// New returns a Raster. The error is of the embedded faces; a further font that cannot be read is
// an error of the picture that needs it.
func New(o Options) (*Raster, error) {
	f, err := newFonts(o.Fonts)
	if err != nil {
		return nil, err
	}
	r := &Raster{fonts: f, encoder: png.Encoder{BufferPool: new(buffers)}}
	r.setters.New = func() any { return newSetter(f) }
	return r, nil
}

// Size says how large a picture becomes and what it stands on.
type Size struct {
	Width      int         // CSS px; the height follows from the drawing. 0 is the drawing's own width
	Scale      float64     // dots per CSS px; 0 is 1
	Background color.Color // nil leaves the picture see-through
	Language   string      // BCP 47, of the words: it chooses between Chinese and Japanese forms
}

// largest is how many dots a picture may have: 256 MB of memory.
const largest = 64 << 20

// PNG returns the picture of a drawing as PNG. The error is a *MissingError when no font has a character,
// or says what in the drawing cannot be drawn.
func (r *Raster) PNG(svg []byte, size Size) ([]byte, error) {
	m, err := r.Image(svg, size)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := r.encoder.Encode(&b, m); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Image is PNG for who goes on drawing.
func (r *Raster) Image(svg []byte, size Size) (*image.RGBA, error) {
	root, err := read(svg)
	if err != nil {
		return nil, err
	}
	box, err := root.viewBox()
	if err != nil {
		return nil, err
	}
	width := float64(size.Width)
	if size.Width <= 0 {
		width = box.w
	}
	if size.Scale > 0 {
		width *= size.Scale
	}
	width = max(1, math.Round(width))
	scale := width / box.w
	height := max(1, math.Round(box.h*scale))
	if !(width*height <= largest) {
		return nil, fmt.Errorf("a picture of %.0f x %.0f dots is too large", width, height)
	}
	m := image.NewRGBA(image.Rect(0, 0, int(width), int(height)))
	if size.Background != nil {
		draw.Draw(m, m.Rect, image.NewUniform(size.Background), image.Point{}, draw.Src)
	}
	s := r.setters.Get().(*setter)
	defer r.setters.Put(s)
	s.speak(size.Language)
	p := &painter{canvas: canvas{dst: m}, setter: s, box: box, parts: root.parts()}
	err = p.paint(root, matrix{scale, 0, 0, scale, -box.x * scale, -box.y * scale})
	return m, s.missing(err)
}

// buffers lets encoders take over each other's memory.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() *png.EncoderBuffer {
	e, _ := b.pool.Get().(*png.EncoderBuffer)
	return e
}

func (b *buffers) Put(e *png.EncoderBuffer) { b.pool.Put(e) }
