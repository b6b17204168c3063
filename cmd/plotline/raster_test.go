package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/charts/raster"
)

// drawing is one SVG to compare.
type drawing struct {
	name string
	svg  []byte
}

var svgOfPage = regexp.MustCompile(`(?s)<svg [^>]*viewBox.*?</svg>`)

// drawings are one with all that the package knows, and both sizes of every kind's archives, of the
// gallery's charts, with Chinese names and labels that stand upright, and of the example story's.
func drawings(t *testing.T) []drawing {
	t.Helper()
	pool, err := draw.New(draw.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var all []drawing
	add := func(name string, svg []byte) { all = append(all, drawing{fmt.Sprintf("%s-%d", name, len(all)), svg}) }
	dialect, err := os.ReadFile("../../charts/raster/testdata/dialect.svg")
	if err != nil {
		t.Fatal(err)
	}
	add("dialect", dialect)
	archives, _ := filepath.Glob("../../charts/testdata/kinds/*.txtar")
	for _, path := range archives {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		option := kindOption(t, member(a, "block.yaml"), member(a, "table.csv"))
		for _, svg := range kindDrawings(t, pool, "archive-"+name+"-", option, option.Sizes...) {
			add(name, svg)
		}
	}
	for _, page := range [][2]string{{"gallery", filepath.Join(gallery(t), "all")}, {"seed", filepath.Join(seed(t), "inland-technology")}} {
		html, err := os.ReadFile(filepath.Join(page[1], "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, svg := range svgOfPage.FindAll(html, -1) {
			add(page[0], svg)
		}
	}
	if len(all) < 2*(len(archives)+len(samples())+6) {
		t.Fatalf("only %d drawings", len(all))
	}
	return all
}

// label is a text of a drawing: its box in dots and its colour.
type label struct {
	Text       string
	X, Y, W, H float64
	Fill       string
}

func (l label) box() image.Rectangle {
	return image.Rect(int(l.X), int(l.Y), int(l.X+l.W+1), int(l.Y+l.H+1))
}

// alone reports whether no other text reaches into the label's box, where its ink would count.
func (l label) alone(labels []label, self int) bool {
	for i, o := range labels {
		if i != self && o.box().Overlaps(l.box()) {
			return false
		}
	}
	return true
}

// labelsScript lists the labels of a plot; faint and outlined words have no ink of their colour, and
// only the first drawing has any.
const labelsScript = `[...plots[%d].querySelectorAll('text:not([fill=none], [fill-opacity])')].map(e => { const a = e.ownerSVGElement.getBoundingClientRect(), b = e.getBoundingClientRect();
	return {Text: e.textContent, X: 2 * (b.left - a.left), Y: 2 * (b.top - a.top), W: 2 * b.width, H: 2 * b.height, Fill: getComputedStyle(e).fill} })`

// similar is the least structural similarity of a picture; words that stand a dot too high cost more.
const similar = 0.98

// TestRaster compares our pictures with Chromium's of the same drawings, at two dots a px: their
// structural similarity once they are halved, and the ink of every text.
func TestRaster(t *testing.T) {
	ctx := browser(t)
	r, err := raster.New(raster.Options{Fonts: raster.System(os.DirFS("/"))})
	if err != nil {
		t.Fatal(err)
	}
	all := drawings(t)
	paper := charts.DefaultTheme().Literal("paper")
	var page bytes.Buffer
	fmt.Fprintf(&page, "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>Drawings</title><style>svg{display:block;width:100%%;height:100%%}</style><body style=\"margin:0;background:%s\">", paper)
	for _, d := range all {
		var width, height int
		if _, err := fmt.Sscanf(string(d.svg[bytes.Index(d.svg, []byte("viewBox=")):]), `viewBox="0 0 %d %d"`, &width, &height); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&page, "<div class=\"chart-plot\" style=\"width:%dpx;height:%dpx\">%s</div>\n", width, height, d.svg)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.html"), page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	p := open(t, ctx, serve(t, dir, "")+"/", 800)
	p.js(`window.plots = [...document.querySelectorAll('.chart-plot')]; document.fonts.ready.then(() => true)`)
	least, texts := 1.0, 0
	for i, d := range all {
		p.js(fmt.Sprintf(`plots.forEach((e, k) => { e.hidden = k !== %d }); true`, i))
		theirs := pixels(t, p.clip(fmt.Sprintf(plotBox, i), 2))
		b, err := r.PNG(d.svg, raster.Size{Scale: 2, Background: hexOf(paper), Language: "zh"})
		if err != nil {
			t.Errorf("%s: %v", d.name, err)
			continue
		}
		ours := pixels(t, b)
		if ours.Rect != theirs.Rect {
			t.Errorf("%s is %v, want %v", d.name, ours.Rect, theirs.Rect)
			continue
		}
		alike := ssim(halved(ours), halved(theirs))
		least = min(least, alike)
		if alike < similar {
			t.Errorf("%s: similarity %.4f, want %.2f or more", d.name, alike, similar)
		}
		labels := read[[]label](p, fmt.Sprintf(labelsScript, i))
		for k, l := range labels {
			texts++
			a, b := ink(ours, l), ink(theirs, l)
			if a.Empty() || b.Empty() || !beside(a, b) && l.alone(labels, k) {
				t.Errorf("%s: the ink of %q is in %v, and Chromium's in %v", d.name, l.Text, a, b)
			}
		}
		if keep := os.Getenv("PLOTLINE_KEEP"); keep != "" {
			keepPicture(t, filepath.Join(keep, d.name+"-ours.png"), ours)
			keepPicture(t, filepath.Join(keep, d.name+"-theirs.png"), theirs)
			t.Logf("%s: %.4f", d.name, alike)
		}
	}
	t.Logf("%d drawings are alike by %.4f or more, with %d texts", len(all), least, texts)
}

func keepPicture(t *testing.T, name string, m image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func hexOf(s string) color.RGBA {
	v, _ := strconv.ParseUint(s[1:], 16, 32)
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

// ink is the box of what has a text's own colour, where the text stands.
func ink(m *image.RGBA, l label) image.Rectangle {
	var r, g, b int
	if _, err := fmt.Sscanf(l.Fill, "rgb(%d, %d, %d)", &r, &g, &b); err != nil {
		return image.Rectangle{}
	}
	off := func(v uint8, want int) int { return max(int(v)-want, want-int(v)) }
	var box image.Rectangle
	for y := l.box().Min.Y; y < l.box().Max.Y; y++ {
		for x := l.box().Min.X; x < l.box().Max.X; x++ {
			c := m.RGBAAt(x, y)
			if max(off(c.R, r), off(c.G, g), off(c.B, b)) < 64 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// beside reports whether two boxes of ink begin and end at the same places, within a dot, or two up
// and down, since Hebrew letters are not the same in all versions of the font.
func beside(a, b image.Rectangle) bool {
	off := func(v, w int) int { return max(v-w, w-v) }
	return max(off(a.Min.X, b.Min.X), off(a.Max.X, b.Max.X)) <= 1 && max(off(a.Min.Y, b.Min.Y), off(a.Max.Y, b.Max.Y)) <= 2
}

// grey is a picture's luminance, 0 to 255.
type grey struct {
	w, h int
	pix  []float64
}

// halved makes one dot of four.
func halved(m *image.RGBA) grey {
	g := grey{m.Rect.Dx() / 2, m.Rect.Dy() / 2, nil}
	g.pix = make([]float64, g.w*g.h)
	for y := range 2 * g.h {
		for x := range 2 * g.w {
			c := m.Pix[m.PixOffset(x, y):]
			g.pix[y/2*g.w+x/2] += (0.2126*float64(c[0]) + 0.7152*float64(c[1]) + 0.0722*float64(c[2])) / 4
		}
	}
	return g
}

// ssim is the mean structural similarity of all windows of 8 x 8 dots (Wang, Bovik, Sheikh and
// Simoncelli, "Image quality assessment", 2004).
func ssim(a, b grey) float64 {
	const side, c1, c2 = 8, 0.01 * 255 * 0.01 * 255, 0.03 * 255 * 0.03 * 255
	sum, n := 0.0, 0.0
	for y := 0; y+side <= a.h; y++ {
		for x := 0; x+side <= a.w; x++ {
			var sa, sb, saa, sbb, sab float64
			for j := y; j < y+side; j++ {
				p, q := a.pix[j*a.w+x:][:side], b.pix[j*b.w+x:][:side]
				for i, v := range p {
					u := q[i]
					sa, sb, saa, sbb, sab = sa+v, sb+u, saa+v*v, sbb+u*u, sab+v*u
				}
			}
			const size = side * side
			ma, mb := sa/size, sb/size
			va, vb, cov := saa/size-ma*ma, sbb/size-mb*mb, sab/size-ma*mb
			sum += (2*ma*mb + c1) * (2*cov + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
			n++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / n
}
