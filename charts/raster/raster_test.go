package raster

import (
	"image/color"
	"os"
	"path/filepath"
	"testing"
)

// kinds are the drawings of docs/kinds, one of each kind.
func kinds(t testing.TB) map[string][]byte {
	t.Helper()
	paths, _ := filepath.Glob("../../docs/kinds/*.svg")
	if len(paths) < 10 {
		t.Fatalf("only %d drawings", len(paths))
	}
	all := map[string][]byte{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(p)] = b
	}
	return all
}

func machine(t testing.TB) *Raster {
	t.Helper()
	r, err := New(Options{Fonts: System(os.DirFS("/"))})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func BenchmarkPNG(b *testing.B) {
	r := machine(b)
	for name, svg := range kinds(b) {
		b.Run(name, func(b *testing.B) {
			root, _ := read(svg)
			box, _ := root.viewBox()
			size := Size{Width: 1440, Scale: 1, Background: color.White}
			dots := 0.0
			for b.Loop() {
				if _, err := r.PNG(svg, size); err != nil {
					b.Fatal(err)
				}
				dots = 1440 * 1440 / box.w * box.h
			}
			b.ReportMetric(dots/1440, "high")
		})
	}
}
