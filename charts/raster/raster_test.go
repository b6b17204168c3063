package raster

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"plotline/charts/text"
)

// kinds are the drawings of docs/kinds, one of each kind.
func kinds(t testing.TB) map[string][]byte {
	t.Helper()
	paths, _ := filepath.Glob("../../docs/kinds/*.svg")
	if len(paths) < 10 {
		t.Fatalf("only %d drawings", len(paths))
	}
	all := map[string][]byte{}
	for _, p := range append(paths, "testdata/dialect.svg") {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(p)] = b
	}
	return all
}

func machine(t testing.TB) *Raster { return with(t, System(os.DirFS("/"))...) }

func with(t testing.TB, fonts ...Font) *Raster {
	t.Helper()
	r, err := New(Options{Fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// needIdeographs skips where no font has Chinese, except in CI.
func needIdeographs(t testing.TB, r *Raster) {
	t.Helper()
	if f, err := r.fonts.find('汉', false); err != nil || f == nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no font has Chinese")
		}
		t.Skip("no font has Chinese: this test is left out")
	}
}

// drawing is a drawing of 20 x 20 px.
func drawing(inside string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" font-family="Arial">` + inside + `</svg>`)
}

// TestSameBytes makes every picture by two Rasters at once, each from several goroutines.
func TestSameBytes(t *testing.T) {
	needIdeographs(t, machine(t))
	all := kinds(t)
	const times = 2
	size := Size{Width: 200, Scale: 1.5, Background: color.White}
	first := map[string][]byte{}
	one := machine(t)
	for name, svg := range all {
		b, err := one.PNG(svg, size)
		if err != nil {
			t.Fatal(name, err)
		}
		first[name] = b
	}
	var g sync.WaitGroup
	for _, r := range []*Raster{one, machine(t)} {
		for range times {
			g.Go(func() {
				for name, svg := range all {
					if b, err := r.PNG(svg, size); err != nil || !bytes.Equal(b, first[name]) {
						t.Errorf("%s is another picture the next time (%v)", name, err)
					}
				}
			})
		}
	}
	g.Wait()
}

// TestSizes: the height follows the width, and a picture is as large as was asked.
func TestSizes(t *testing.T) {
	r := with(t)
	svg := kinds(t)["pie.svg"] // 672 x 288
	for _, tt := range []struct {
		size Size
		want image.Point
	}{
		{Size{}, image.Pt(672, 288)}, {Size{Scale: 2}, image.Pt(1344, 576)}, {Size{Width: 1200}, image.Pt(1200, 514)}, {Size{Width: 280, Scale: 3}, image.Pt(840, 360)},
	} {
		b, err := r.PNG(svg, tt.size)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := png.DecodeConfig(bytes.NewReader(b)); err != nil || c.Width != tt.want.X || c.Height != tt.want.Y {
			t.Errorf("%+v is %d x %d (%v), want %v", tt.size, c.Width, c.Height, err, tt.want)
		}
	}
	if _, err := r.PNG(svg, Size{Width: 1 << 20}); err == nil || err.Error() != "a picture of 1048576 x 449390 dots is too large" {
		t.Errorf("err = %v", err)
	}
}

// TestDots looks at single dots, most of which are known exactly.
func TestDots(t *testing.T) {
	r := with(t)
	for _, tt := range []struct {
		name, inside string
		x, y         int
		want         color.RGBA
	}{
		{"fill", `<path d="M2 2h6v6h-6Z" fill="#102030"/>`, 7, 7, color.RGBA{0x10, 0x20, 0x30, 255}},
		{"outside", `<path d="M2 2h6v6h-6Z" fill="#102030"/>`, 8, 7, color.RGBA{}},
		{"half a dot", `<path d="M2.5 2h6v6h-6Z" fill="#ff0000"/>`, 2, 4, color.RGBA{128, 0, 0, 128}},
		{"opacity", `<rect width="100%" height="50%" fill="#00f" fill-opacity="0.2"/>`, 19, 9, color.RGBA{0, 0, 51, 51}},
		{"variable", `<rect width="9" height="9" fill="var(--accent,#c8102e)"/>`, 5, 5, color.RGBA{0xc8, 0x10, 0x2e, 255}},
		{"stroke", `<path d="M0 5L20 5" stroke="#f00" stroke-width="2"/>`, 10, 5, color.RGBA{255, 0, 0, 255}},
		{"dash", `<path d="M0 5L20 5" stroke="#f00" stroke-width="2" stroke-dasharray="4,2"/>`, 5, 5, color.RGBA{}},
		{"after a dash", `<path d="M0 5L20 5" stroke="#f00" stroke-width="2" stroke-dasharray="4,2"/>`, 6, 5, color.RGBA{255, 0, 0, 255}},
		{"butt", `<path d="M5 5L10 5" stroke="#f00" stroke-width="2"/>`, 4, 5, color.RGBA{}},
		{"square", `<path d="M5 5L10 5" stroke="#f00" stroke-width="2" stroke-linecap="square"/>`, 4, 5, color.RGBA{255, 0, 0, 255}},
		{"mitre", `<path d="M4 16L4 4L16 4" fill="none" stroke="#f00" stroke-width="4"/>`, 2, 2, color.RGBA{255, 0, 0, 255}},
		{"bevel", `<path d="M4 16L4 4L16 4" fill="none" stroke="#f00" stroke-width="4" stroke-linejoin="bevel"/>`, 2, 2, color.RGBA{}},
		{"turned", `<rect x="-4" y="-2" width="8" height="4" transform="translate(10 10) rotate(90)" fill="#f00"/>`, 10, 13, color.RGBA{255, 0, 0, 255}},
		{"clip", `<defs><clipPath id="a"><path d="M0 0L20 0L0 20Z"/></clipPath></defs><g clip-path="url(#a)"><rect width="20" height="20" fill="#f00"/></g>`, 11, 11, color.RGBA{}},
		{"edge of a clip", `<defs><clipPath id="a"><path d="M0 0L20 0L0 20Z"/></clipPath></defs><g clip-path="url(#a)"><rect width="20" height="20" fill="#f00"/></g>`, 10, 9, color.RGBA{128, 0, 0, 128}},
		{"no clip left", `<defs><clipPath id="a"><path d="M30 0L40 0L30 20Z"/></clipPath></defs><g clip-path="url(#a)"><rect width="20" height="20" fill="#f00"/></g>`, 10, 9, color.RGBA{}},
		{"arc", `<path d="M1 0A1 1 0 1 1 1 -0.1A1 1 0 0 1 1 0" transform="matrix(5,0,0,5,10,10)" fill="#f00"/>`, 6, 7, color.RGBA{255, 0, 0, 255}},
		{"far away", `<path d="M-1e8 -1e8L1e8 -1e8L1e8 1e8L-1e8 1e8Z" fill="#f00"/>`, 19, 19, color.RGBA{255, 0, 0, 255}},
		{"gradient", `<defs><linearGradient id="g" x2="1"><stop offset="0" stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient></defs><rect width="20" height="20" fill="url(#g)"/>`, 10, 3, color.RGBA{134, 134, 134, 255}},
	} {
		m, err := r.Image(drawing(tt.inside), Size{})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if got := m.RGBAAt(tt.x, tt.y); got != tt.want {
			t.Errorf("%s: %v at %d, %d, want %v", tt.name, got, tt.x, tt.y, tt.want)
		}
	}
}

// TestRefused: what cannot be drawn is an error that names it.
func TestRefused(t *testing.T) {
	r := with(t)
	for inside, want := range map[string]string{
		`<image href="data:image/gif;base64,R0lGODlhAQABAAAAACw="/>`: "an element image cannot be drawn",
		`<rect width="9" height="9" rx="2"/>`:                        "a rect with round corners cannot be drawn",
		`<rect width="9" height="9" fill="url(#p)"/>`:                `the colour "url(#p)" cannot be drawn: it is no gradient`,
		`<rect width="9" height="9" fill="hsl(1,2%,3%)"/>`:           `the colour "hsl(1,2%,3%)" cannot be drawn; write it as #rrggbb`,
		`<rect width="9" height="9" fill="var(--ink)"/>`:             `the colour "var(--ink)" cannot be drawn; write it as #rrggbb`,
		`<rect width="9" height="9" style="fill:red"/>`:              "an attribute style cannot be drawn",
		`<path d="M0 0S1 1 2 2"/>`:                                   `the path cannot be drawn at "S1 1 2 2"`,
		`<path d="M0 0L1"/>`:                                         `the path cannot be drawn at "L1"`,
		`<g transform="skewX(3)"/>`:                                  `the transform "skewX(3)" cannot be drawn`,
		`<g clip-path="url(#c)"/>`:                                   `the clip "url(#c)" is not a clipPath of one shape`,
		`<text dominant-baseline="hanging">a</text>`:                 `the baseline "hanging" cannot be drawn`,
		`<text><tspan>a</tspan></text>`:                              "an element tspan in a text cannot be drawn",
		`<text>汉字, 汉 and 😀</text>`:                                   `no font has the characters "汉字😀"`,
		`<g>`:                                                        "an element svg ends where it did not begin",
		strings.Repeat("<g>", 70) + strings.Repeat("</g>", 70):       "a drawing of more than 64 elements inside each other",
		`</svg><svg viewBox="0 0 1 1">`:                              "no svg element, or not a whole one",
	} {
		if _, err := r.PNG(drawing(inside), Size{}); err == nil || err.Error() != want {
			t.Errorf("%s: err = %v, want %s", inside, err, want)
		}
	}
	for _, box := range []string{"", "0 0 1", "0 0 0 5", "0 0 1 -1", "0 0 1 1e300", "0 0 NaN 1"} {
		if _, err := r.PNG([]byte(`<svg viewBox="`+box+`"/>`), Size{}); err == nil || err.Error() != fmt.Sprintf("%q is no viewBox", box) {
			t.Errorf("viewBox %q: err = %v", box, err)
		}
	}
}

// TestWidth: words are as wide as charts/text says, which made room for them; or a little less, for
// it does not kern Greek and gives Korean a whole em.
func TestWidth(t *testing.T) {
	r := machine(t)
	needIdeographs(t, r)
	for words, less := range map[string]float64{"Mecklenburg-Vorpommern": 0, "AVATAR Ty. fi ff": 0, "Žluťoučký kůň úpěl": 0, "Größe über Straße": 0, "Владивосток": 0,
		"In 2011: 1,118.11 (11%)": 0, "各省人口（万人）": 0, "成都 32 万, 武汉": 0, "東京 カタカナ": 0, "Ελληνικά": 0.01, "서울": 0.08} {
		for _, bold := range []bool{false, true} {
			got, room := r.Width(words, Type{Size: 12, Bold: bold}), text.Width(words, 12, bold)
			if got > room+0.02 || got < room*(1-less)-0.02 {
				t.Errorf("%q is %.3f px wide (bold %v), and charts/text says %.3f", words, got, bold, room)
			}
		}
	}
}

// TestText draws words on an image of someone else's, where they were asked for.
func TestText(t *testing.T) {
	r := with(t)
	m := image.NewRGBA(image.Rect(0, 0, 200, 60))
	draw.Draw(m, m.Rect, image.White, image.Point{}, draw.Src)
	if err := r.Text(m, 20, 40, "HEH", Type{Size: 30, Bold: true, Colour: color.Black}); err != nil {
		t.Fatal(err)
	}
	var ink image.Rectangle
	for y := range 60 {
		for x := range 200 {
			if m.RGBAAt(x, y).R < 128 {
				ink = ink.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	end := 20 + r.Width("HEH", Type{Size: 30, Bold: true})
	if ink.Max.Y != 40 || ink.Min.X < 20 || ink.Min.X > 23 || ink.Max.X > int(end) || ink.Max.X < int(end)-4 || ink.Dy() < 20 || ink.Dy() > 22 {
		t.Errorf("ink in %v, the words end at %.1f", ink, end)
	}
	var missing *MissingError
	if err := r.Text(m, 0, 0, "汉", Type{Size: 9}); !errors.As(err, &missing) || missing.Characters != "汉" {
		t.Errorf("err = %v", err)
	}
}

// TestIdentity: a picture's identity is that of the fonts it may need, and no others are read.
func TestIdentity(t *testing.T) {
	reads := 0
	other := func(b string) Font {
		return Font{Name: "other.ttf", Read: func() ([]byte, error) { reads++; return []byte(b), nil }}
	}
	none := with(t)
	latin, chinese := drawing(`<text>Žluťoučký Ωмега −1</text>`), drawing(`<text>汉</text>`)
	a, err := none.Identity(latin)
	b, err2 := with(t, other("x")).Identity(latin)
	if err != nil || err2 != nil || a != b || reads > 0 {
		t.Errorf("a font that no character needs changes the picture's identity (%v, %v), %d reads", err, err2, reads)
	}
	if _, err := with(t, other("x")).Identity(chinese); err == nil || !strings.HasPrefix(err.Error(), "font other.ttf: ") {
		t.Errorf("err = %v", err)
	}
	real := machine(t)
	needIdeographs(t, real)
	c, err := none.Identity(chinese)
	d, err2 := real.Identity(chinese)
	if err != nil || err2 != nil || c == d {
		t.Errorf("fonts for Chinese do not count (%v, %v)", err, err2)
	}
}

// TestPinned: a project's own font that cannot be read stops the picture, a machine's does not.
func TestPinned(t *testing.T) {
	files := fstest.MapFS{"usr/share/fonts/truetype/wqy/wqy-zenhei.ttc": {Data: []byte("no font")}}
	svg := drawing(`<text>汉</text>`)
	var missing *MissingError
	if _, err := with(t, System(files)...).PNG(svg, Size{}); !errors.As(err, &missing) {
		t.Errorf("err = %v", err)
	}
	if _, err := with(t, File(files, "fonts/a.otf")).PNG(svg, Size{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("err = %v", err)
	}
	if _, err := with(t, File(files, "usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")).PNG(svg, Size{}); err == nil || !strings.HasPrefix(err.Error(), "font usr/share/fonts/truetype/wqy/wqy-zenhei.ttc: ") {
		t.Errorf("err = %v", err)
	}
	if _, err := with(t, File(files, "fonts/a.otf")).PNG(drawing(`<text>Latin</text>`), Size{}); err != nil {
		t.Errorf("a font that is not needed was read: %v", err)
	}
}

// TestWeights: a font with an axis of weights is regular or bold as the words are. The font is one that
// the module which reads fonts has for its own tests.
func TestWeights(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-text/typesetting").Output()
	if err != nil {
		t.Fatal(err)
	}
	r := with(t, File(os.DirFS(filepath.Join(strings.TrimSpace(string(dir)), "font", "testdata")), "Selawik-VF-Subset.ttf"))
	f := r.fonts.further[0]
	if err := f.load(); err != nil {
		t.Fatal(err)
	}
	for bold, want := range map[bool]float32{false: 661, true: 720} {
		s := newSetter(r.fonts)
		s.bold = bold
		face := s.use(f)
		g, _ := face.NominalGlyph('A')
		if got := face.HorizontalAdvance(g); got != want {
			t.Errorf("bold %v: A is %v units wide, want %v", bold, got, want)
		}
	}
}

// FuzzImage: no drawing panics, neither a whole one nor one of these attributes, and what is drawn
// has the size that was asked for.
func FuzzImage(f *testing.F) {
	for _, svg := range kinds(f) {
		f.Add(string(svg), "M1 1a0 9 30 01-5 5z", "matrix(1e8,0,0,1e-8,1,1)", "1e-8", "url(#g)", "a\u05d0b")
	}
	f.Add("", "M-1e8 3L1e8 4L5 -9e8Z", "rotate(30) scale(-2 1e-3)", "4,2,0", "rgba(1,2,3,.5)", "AV 1\u0301 汉")
	f.Add("", "m1 1h3v-4q1 1 2 2c1 1 2 2 3e3-3A3 3 0 1 0 9 9", "translate(3),scale(2)", "0 0", "var(--a,#123)", "\u202eabc\u200d")
	r := with(f)
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")
	f.Fuzz(func(t *testing.T, svg, d, transform, dash, fill, words string) {
		check := func(svg string) {
			if root, err := read([]byte(svg)); err != nil {
				return
			} else if box, err := root.viewBox(); err != nil || box.h > 4*box.w {
				return
			}
			if m, err := r.Image([]byte(svg), Size{Width: 40}); err == nil && m.Rect.Dx() != 40 {
				t.Errorf("the picture is %v", m.Rect)
			}
		}
		check(svg)
		d, transform, dash, fill, words = escape.Replace(d), escape.Replace(transform), escape.Replace(dash), escape.Replace(fill), escape.Replace(words)
		check(string(drawing(`<defs><radialGradient id="g" r="0"><stop offset="200%"/></radialGradient><clipPath id="c"><path d="` + d + `"/></clipPath></defs><g transform="` + transform +
			`" clip-path="url(#c)"><path d="` + d + `" fill="` + fill + `" stroke="` + fill + `" stroke-width="3" stroke-dasharray="` + dash + `" stroke-linecap="round" stroke-linejoin="round"/>` +
			`<polygon points="` + dash + `" stroke="` + fill + `"/><text stroke="#000" dominant-baseline="central">` + words + `</text></g>`)))
	})
}

func BenchmarkPNG(b *testing.B) {
	r := machine(b)
	needIdeographs(b, r)
	for name, svg := range kinds(b) {
		b.Run(strings.TrimSuffix(name, ".svg"), func(b *testing.B) {
			root, err := read(svg)
			if err != nil {
				b.Fatal(err)
			}
			box, err := root.viewBox()
			if err != nil {
				b.Fatal(err)
			}
			// As wide as makes the dots of 1440 x 840, whatever the drawing's shape.
			width := int(math.Sqrt(1440 * 840 * box.w / box.h))
			for b.Loop() {
				if _, err := r.PNG(svg, Size{Width: width, Background: color.White}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
