package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// picture takes the pixels of the i-th plot.
func (p tab) picture(i int) []byte {
	p.t.Helper()
	p.js(fmt.Sprintf(`plots[%d].scrollIntoView({block: 'center', behavior: 'instant'}); true`, i))
	box := p.js(fmt.Sprintf(`(() => { const b = plots[%d].getBoundingClientRect(); return [b.left + scrollX, b.top + scrollY, b.width, b.height].join(' ') })()`, i))
	var x, y, w, h float64
	if _, err := fmt.Sscan(box, &x, &y, &w, &h); err != nil {
		p.t.Fatal(err)
	}
	shot, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: "png", CaptureBeyondViewport: new(true),
		Clip: &page.Viewport{X: x, Y: y, Width: w, Height: h, Scale: 1}})
	if err != nil {
		p.t.Fatal(err)
	}
	return shot.Data
}

// difference returns the largest difference of a channel, 0 to 255, and where it is.
func difference(t *testing.T, a, b []byte) (int, image.Point) {
	t.Helper()
	x, errX := png.Decode(bytes.NewReader(a))
	y, errY := png.Decode(bytes.NewReader(b))
	if errX != nil || errY != nil || x.Bounds() != y.Bounds() {
		t.Fatalf("pictures cannot be compared: %v %v", errX, errY)
	}
	worst, at := 0, image.Point{}
	for j := x.Bounds().Min.Y; j < x.Bounds().Max.Y; j++ {
		for i := x.Bounds().Min.X; i < x.Bounds().Max.X; i++ {
			r1, g1, b1, _ := x.At(i, j).RGBA()
			r2, g2, b2, _ := y.At(i, j).RGBA()
			for _, d := range []int{int(r1>>8) - int(r2>>8), int(g1>>8) - int(g2>>8), int(b1>>8) - int(b2>>8)} {
				if d = max(d, -d); d > worst {
					worst, at = d, image.Point{X: i, Y: j}
				}
			}
		}
	}
	return worst, at
}
