package main

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// picture takes the pixels of the i-th plot.
func (p tab) picture(i int) []byte {
	p.t.Helper()
	p.js(fmt.Sprintf(`plots[%d].scrollIntoView({block: 'center', behavior: 'instant'}); true`, i))
	return p.clip(fmt.Sprintf(plotBox, i), 1)
}

const plotBox = `(() => { const b = plots[%d].getBoundingClientRect(); return [b.left + scrollX, b.top + scrollY, b.width, b.height].join(' ') })()`

// whole takes the pixels of the whole page.
func (p tab) whole() []byte {
	p.t.Helper()
	return p.clip(`'0 0 ' + document.documentElement.scrollWidth + ' ' + document.documentElement.scrollHeight`, 1)
}

// clip takes the pixels of the box that the script names: left, top, width and height, with so many
// dots a px.
func (p tab) clip(script string, scale float64) []byte {
	p.t.Helper()
	var x, y, w, h float64
	if _, err := fmt.Sscan(p.js(script), &x, &y, &w, &h); err != nil {
		p.t.Fatal(err)
	}
	shot, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: "png", CaptureBeyondViewport: new(true), OptimizeForSpeed: new(true),
		Clip: &page.Viewport{X: x, Y: y, Width: w, Height: h, Scale: scale}})
	if err != nil {
		p.t.Fatal(err)
	}
	return shot.Data
}

// difference returns the largest difference of a channel, 0 to 255, and where it is.
func difference(t *testing.T, a, b []byte) (int, image.Point) {
	t.Helper()
	x, y := pixels(t, a), pixels(t, b)
	if x.Bounds() != y.Bounds() {
		t.Fatalf("pictures of %v and %v cannot be compared", x.Bounds(), y.Bounds())
	}
	return apart(x, y, x.Bounds())
}

func pixels(t *testing.T, shot []byte) *image.RGBA {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := m.(*image.RGBA); ok {
		return m
	}
	out := image.NewRGBA(m.Bounds())
	draw.Draw(out, out.Bounds(), m, m.Bounds().Min, draw.Src)
	return out
}

// apart is difference within a part of two pictures of one size.
func apart(x, y *image.RGBA, part image.Rectangle) (int, image.Point) {
	worst, at := 0, image.Point{}
	for j := part.Min.Y; j < part.Max.Y; j++ {
		from, to := x.PixOffset(part.Min.X, j), x.PixOffset(part.Max.X, j)
		if bytes.Equal(x.Pix[from:to], y.Pix[from:to]) {
			continue
		}
		for k := from; k < to; k++ {
			d := int(x.Pix[k]) - int(y.Pix[k])
			if d = max(d, -d); d > worst {
				worst, at = d, image.Point{X: part.Min.X + (k-from)/4, Y: j}
			}
		}
	}
	return worst, at
}
