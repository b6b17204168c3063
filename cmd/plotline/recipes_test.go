package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"plotline/charts/raster"
)

var reuse = flag.Bool("reuse", false, "run the recipes of docs/reuse.md that need LibreOffice and TeX, too")

const recipesFile = "../../docs/reuse.md"

// recipe is a part of the docs: the files that it shows, by their names, and its blocks of commands.
type recipe struct {
	name     string
	files    map[string]string
	commands []string
}

var (
	recipeHead  = regexp.MustCompile(`(?m)^### (.*)$`)
	recipeBlock = regexp.MustCompile("(?ms)^```(\\w+)(?: (\\S+))?\n(.*?)^```$")
)

// recipes reads those of the docs.
func recipes(t testing.TB) (all []recipe) {
	t.Helper()
	b, err := os.ReadFile(recipesFile)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(b), "\n## Reports\n")
	text, _, _ = strings.Cut(text, "\n## ")
	heads := recipeHead.FindAllStringSubmatchIndex(text, -1)
	for i, h := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		r := recipe{text[h[2]:h[3]], map[string]string{}, nil}
		for _, m := range recipeBlock.FindAllStringSubmatch(text[h[1]:end], -1) {
			switch {
			case m[2] != "":
				r.files[m[2]] = m[3]
			case m[1] == "sh":
				r.commands = append(r.commands, m[3])
			}
		}
		all = append(all, r)
	}
	return all
}

// kitchen is a copy of the example project, where recipes run as the docs say.
type kitchen struct {
	t   *testing.T
	dir string
}

// kitchenOf needs the programs that the commands name.
func kitchenOf(t *testing.T, programs ...string) kitchen {
	t.Helper()
	has(t, programs...)
	k := kitchen{t, t.TempDir()}
	for _, name := range []string{"plotline.yaml", "data", "site/stories"} {
		from, to := filepath.Join("../..", name), filepath.Join(k.dir, name)
		if info, err := os.Stat(from); err != nil {
			t.Fatal(err)
		} else if info.IsDir() {
			if err := os.CopyFS(to, os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		b, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(to, b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// Root has no sandbox of Chromium's, and a test leaves the user's own profiles alone.
	for name, flags := range map[string]string{"chromium": "--no-sandbox --user-data-dir=" + k.path("profile"), "soffice": "-env:UserInstallation=file://" + k.path("office")} {
		if path, err := exec.LookPath(name); err == nil {
			if err := errors.Join(os.MkdirAll(k.path("bin"), 0o755), os.WriteFile(k.path("bin/"+name), []byte("#!/bin/sh\nexec "+path+" "+flags+` "$@"`+"\n"), 0o755)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return k
}

func (k kitchen) path(name string) string { return filepath.Join(k.dir, filepath.FromSlash(name)) }

func (k kitchen) read(name string) []byte {
	k.t.Helper()
	b, err := os.ReadFile(k.path(name))
	if err != nil {
		k.t.Fatal(err)
	}
	return b
}

// cook writes a recipe's files and runs these of its blocks of commands, or all.
func (k kitchen) cook(name string, blocks ...int) {
	k.t.Helper()
	all := recipes(k.t)
	i := slices.IndexFunc(all, func(r recipe) bool { return r.name == name })
	if i < 0 || len(all[i].commands) == 0 {
		k.t.Fatalf("%s has no recipe %q", recipesFile, name)
	}
	for file, text := range all[i].files {
		if err := os.WriteFile(k.path(file), []byte(text), 0o644); err != nil {
			k.t.Fatal(err)
		}
	}
	for n, commands := range all[i].commands {
		if len(blocks) > 0 && !slices.Contains(blocks, n) {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		cmd := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", commands)
		cmd.Dir = k.dir
		cmd.Env = append(os.Environ(), "PATH="+k.path("bin")+string(filepath.ListSeparator)+os.Getenv("PATH"), "PLOTLINE_CACHE="+k.path("cache"))
		said, err := cmd.CombinedOutput()
		cancel()
		if err != nil {
			k.t.Fatalf("%s: %v\n%s\n%s", name, err, commands, said)
		}
	}
}

// chart is a chart of the example story as a picture that stands alone, and its alt text.
func (k kitchen) chart(id string) (svg []byte, alt string) {
	k.t.Helper()
	var stderr bytes.Buffer
	if code := run(context.Background(), []string{"chart", k.path("site/stories/inland-technology.md#" + id), "-o", k.path(id + "-look.svg")}, &stderr, &stderr); code != 0 {
		k.t.Fatal(stderr.String())
	}
	svg = k.read(id + "-look.svg")
	_, rest, _ := strings.Cut(string(svg), "<desc>")
	alt, _, _ = strings.Cut(rest, "</desc>")
	return svg, alt
}

// sheets are the pages of a PDF as pictures with so many dots a px.
func (k kitchen) sheets(pdf string, dots float64) (pages []*image.RGBA) {
	k.t.Helper()
	tool(k.t, "pdftoppm", "-r", fmt.Sprint(96*dots), "-png", k.path(pdf), k.path("sheet"))
	names, _ := filepath.Glob(k.path("sheet-*.png"))
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			k.t.Fatal(err)
		}
		pages = append(pages, pixels(k.t, b))
		os.Remove(name)
	}
	return pages
}

// papers finds the charts of a white page: where the chart's own paper is, which is not quite white,
// and in LibreOffice's JPEG a little noisy.
func papers(page *image.RGBA) (boxes []image.Rectangle) {
	paper := func(x, y int) bool {
		c := page.RGBAAt(x, y)
		return c.R >= 251 && c.G >= 250 && c.B >= 246 && c.B <= 253
	}
	count := func(n int, at func(i int) bool) (sum int) {
		for i := range n {
			if at(i) {
				sum++
			}
		}
		return sum
	}
	width, height := page.Rect.Dx(), page.Rect.Dy()
	row := func(y int) bool { return count(width, func(x int) bool { return paper(x, y) }) > width/40 }
	for y := 0; y < height; y++ {
		top := y
		for end := y; end < height && end-y < 8 && (end > top || row(end)); end++ { // a chart's rule leaves its paper's edges only
			if row(end) {
				y = end + 1
			}
		}
		if y-top < height/20 {
			continue
		}
		box := image.Rectangle{image.Pt(width, top), image.Pt(0, y)}
		for x := range width {
			if count(y-top, func(i int) bool { return paper(x, top+i) }) > (y-top)/5 {
				box.Min.X, box.Max.X = min(box.Min.X, x), max(box.Max.X, x+1)
			}
		}
		boxes = append(boxes, box)
	}
	return boxes
}

// cut copies a part of a picture, so that it begins at 0, 0.
func cut(m *image.RGBA, box image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, box.Dx(), box.Dy()))
	for y := range box.Dy() {
		copy(out.Pix[out.PixOffset(0, y):][:4*box.Dx()], m.Pix[m.PixOffset(box.Min.X, box.Min.Y+y):])
	}
	return out
}

// hued counts the dots that have about a colour.
func hued(m *image.RGBA, c color.RGBA) (n int) {
	off := func(a, b uint8) bool { return max(int(a)-int(b), int(b)-int(a)) < 48 }
	for i := 0; i < len(m.Pix); i += 4 {
		if off(m.Pix[i], c.R) && off(m.Pix[i+1], c.G) && off(m.Pix[i+2], c.B) {
			n++
		}
	}
	return n
}

// shows demands that a picture is what a chart looks like: of its size, whole and in its colours.
func (k kitchen) shows(where string, got, want *image.RGBA, similar float64, colours ...string) {
	k.t.Helper()
	off := got.Rect.Max.Sub(want.Rect.Max)
	if max(off.X, -off.X, off.Y, -off.Y) > 3 {
		k.t.Errorf("%s: the chart has %v dots, want %v", where, got.Rect.Max, want.Rect.Max)
		return
	}
	both := got.Rect.Intersect(want.Rect)
	got, want = cut(got, both), cut(want, both)
	alike := ssim(halved(got), halved(want))
	if alike < similar {
		k.t.Errorf("%s: the chart is alike by %.4f, want %.2f", where, alike, similar)
	}
	if keep := os.Getenv("PLOTLINE_KEEP"); keep != "" {
		keepPicture(k.t, filepath.Join(keep, strings.ReplaceAll(where, " ", "-")+"-got.png"), got)
		keepPicture(k.t, filepath.Join(keep, strings.ReplaceAll(where, " ", "-")+"-want.png"), want)
	}
	for _, c := range colours {
		n, m := hued(got, hexOf(c)), hued(want, hexOf(c))
		if m < 50 || n < m*4/5 || n > m*5/4 {
			k.t.Errorf("%s: %d dots have the colour %s, want about %d", where, n, c, m)
		}
	}
	k.t.Logf("%s: alike by %.4f", where, alike)
}

// rastered draws a picture so many dots wide.
func (k kitchen) rastered(svg []byte, width int) *image.RGBA {
	k.t.Helper()
	r, err := raster.New(raster.Options{})
	if err != nil {
		k.t.Fatal(err)
	}
	b, err := r.PNG(svg, raster.Size{Width: width})
	if err != nil {
		k.t.Fatal(err)
	}
	return pixels(k.t, b)
}

// inDocs compares a result with its picture in docs/reports; `go test ./cmd/plotline -run TestReports
// -reuse -update` takes them anew. Fonts of other machines may differ a little.
func (k kitchen) inDocs(name string, m *image.RGBA) {
	k.t.Helper()
	file := filepath.Join("../../docs/reports", name+".png")
	framed := cut(m, m.Rect)
	for x := range m.Rect.Dx() {
		framed.Set(x, 0, color.Gray{200})
		framed.Set(x, m.Rect.Dy()-1, color.Gray{200})
	}
	for y := range m.Rect.Dy() {
		framed.Set(0, y, color.Gray{200})
		framed.Set(m.Rect.Dx()-1, y, color.Gray{200})
	}
	if f := flag.Lookup("update"); f.Value.String() == "true" {
		var b bytes.Buffer
		if err := errors.Join((&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, framed), os.WriteFile(file, b.Bytes(), 0o644)); err != nil {
			k.t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		k.t.Fatal(err)
	}
	if len(b) > 60<<10 {
		k.t.Errorf("%s has %d bytes", file, len(b))
	}
	shown := pixels(k.t, b)
	if shown.Rect != framed.Rect {
		k.t.Errorf("%s shows %v, want %v", file, shown.Rect.Max, framed.Rect.Max)
	} else if alike := ssim(halved(shown), halved(framed)); alike < 0.9 {
		k.t.Errorf("%s is behind: it is like the result by %.3f", file, alike)
	}
}
