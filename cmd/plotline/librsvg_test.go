package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"plotline/site"
)

// has finds a program that a test needs. A machine without it skips the test, except in CI.
func has(t testing.TB, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); errors.Is(err, exec.ErrNotFound) {
			if os.Getenv("CI") == "true" {
				t.Fatal(name + " is missing")
			}
			t.Skip(name + " is missing: this test is left out")
		}
	}
}

// tool runs a program and returns what it prints.
func tool(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	var said strings.Builder
	cmd := exec.Command(name, args...)
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil || said.Len() > 0 {
		t.Errorf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, said.String())
	}
	return out
}

// stills are all charts of a story as pictures that stand alone.
func stills(t testing.TB, folder, story string) (all []drawing) {
	t.Helper()
	f := projectFlags{source: folder, engine: "auto"}
	o, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	plan, err := site.New(o.input, o.pool, site.Options{}).Plan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	_, ids, _, _ := plan.Chart(context.Background(), story, "")
	for _, id := range ids {
		f, _, problems, err := plan.Chart(context.Background(), story, id)
		if err != nil || f == nil {
			t.Fatal(id, problems, err)
		}
		if svg := f.SVG(); svg != nil { // a chart
			all = append(all, drawing{id, svg})
		}
	}
	return all
}

var blockID = regexp.MustCompile(`(?m)^(id|data): .*$`)

// everyStill are the charts of every kind's archives, of the gallery and of the example story.
func everyStill(t testing.TB) []drawing {
	t.Helper()
	files := map[string]string{}
	var story strings.Builder
	story.WriteString("---\ntitle: Every kind\ndate: 2022-05-27\nsources: {s: {publisher: Made up}}\n---\nEvery number here is made up.\n")
	archives, _ := filepath.Glob("../../charts/testdata/kinds/*.txtar")
	for _, path := range archives {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := "kind-" + strings.TrimSuffix(filepath.Base(path), ".txtar")
		files["data/"+name+".csv"] = string(member(a, "table.csv"))
		block := blockID.ReplaceAllStringFunc(string(member(a, "block.yaml")), func(line string) string {
			if strings.HasPrefix(line, "id") {
				return "id: " + name
			}
			return "data: " + name + ".csv"
		})
		fmt.Fprintf(&story, "\n```chart\n%s```\n", block)
	}
	files["site/stories/all.md"] = story.String()
	all := stills(t, filepath.Dir(buildOf(t, files)), "site/stories/all.md")
	all = append(all, stills(t, filepath.Dir(gallery(t)), "site/stories/all.md")...)
	all = append(all, stills(t, "../..", "site/stories/inland-technology.md")...)
	if want := len(archives) + len(samples()) + 6; len(archives) == 0 || len(all) != want {
		t.Fatalf("%d pictures, want %d", len(all), want)
	}
	return all
}

// written is a word of a picture and its box, in the picture's px.
type written struct {
	Word       string
	X, Y, W, H float64
}

// off is how far the edges of two words along their line are apart, and their middles across it.
func (w written) off(v written) float64 {
	along := math.Max(math.Abs(w.X-v.X), math.Abs(w.X+w.W-v.X-v.W))
	across := math.Abs(w.Y + w.H/2 - v.Y - v.H/2)
	if w.H > w.W && v.H > v.W { // upright
		along = math.Max(math.Abs(w.Y-v.Y), math.Abs(w.Y+w.H-v.Y-v.H))
		across = math.Abs(w.X + w.W/2 - v.X - v.W/2)
	}
	return math.Max(along, across)
}

// wordsScript lists the words of a picture as Chromium sets them: the box of each word's letters.
const wordsScript = `[...plots[%d].querySelectorAll('text')].flatMap(e => [...e.textContent.matchAll(/\S+/gu)].map(m => {
	const o = e.ownerSVGElement.getBoundingClientRect(), x = [], y = [];
	for (let i = m.index; i < m.index + m[0].length; i++) {
		const b = e.getExtentOfChar(i);
		for (const corner of [[b.x, b.y], [b.x + b.width, b.y + b.height]]) {
			const p = new DOMPoint(...corner).matrixTransform(e.getScreenCTM());
			x.push(p.x - o.left);
			y.push(p.y - o.top);
		}
	}
	return {Word: m[0], X: Math.min(...x), Y: Math.min(...y), W: Math.max(...x) - Math.min(...x), H: Math.max(...y) - Math.min(...y)};
}))`

// bbox is what pdftotext -bbox prints, in points.
type bbox struct {
	Pages []struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
		Words  []struct {
			Left   float64 `xml:"xMin,attr"`
			Top    float64 `xml:"yMin,attr"`
			Right  float64 `xml:"xMax,attr"`
			Bottom float64 `xml:"yMax,attr"`
			Text   string  `xml:",chardata"`
		} `xml:"word"`
	} `xml:"body>doc>page"`
}

// point is a point of print in px.
const point = 4.0 / 3

// wordsOf reads the words of each page of a PDF.
func wordsOf(t testing.TB, pdf string) (sizes [][2]float64, pages [][]written) {
	t.Helper()
	var b bbox
	d := xml.NewDecoder(bytes.NewReader(tool(t, "pdftotext", "-bbox", pdf, "-")))
	d.Strict, d.Entity = false, xml.HTMLEntity
	if err := d.Decode(&b); err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Pages {
		sizes = append(sizes, [2]float64{p.Width * point, p.Height * point})
		var words []written
		for _, w := range p.Words {
			words = append(words, written{w.Text, w.Left * point, w.Top * point, (w.Right - w.Left) * point, (w.Bottom - w.Top) * point})
		}
		pages = append(pages, words)
	}
	return sizes, pages
}

// How far librsvg and Chromium may differ. Its letters are placed more finely, which adds up along a
// line, and the boxes of ideographs are higher; words without their baseline are 4 px too high.
const (
	sameWord    = 3.5  // px, of a word's box
	sameInk     = 3    // dots of half a px, of a label's ink
	sameSimilar = 0.96 // structural similarity; 0.99 in the mean
)

// TestLibrsvg shows the pictures that stand alone in Chromium and in librsvg, which prints them for
// LaTeX and for LibreOffice: they are alike, every text has its ink in the same place, and the PDF's
// words can be searched and are where they are seen.
func TestLibrsvg(t *testing.T) {
	has(t, "xmllint", "rsvg-convert", "pdftotext")
	ctx := browser(t)
	all := everyStill(t)
	dir := t.TempDir()
	var names, files []string
	for _, d := range all {
		names = append(names, d.name+".svg")
		files = append(files, filepath.Join(dir, d.name+".svg"))
		if err := os.WriteFile(files[len(files)-1], d.svg, 0o644); err != nil {
			t.Fatal(err)
		}
		identified(t, d)
	}
	tool(t, "xmllint", append([]string{"--noout", "--nonet"}, files...)...)
	pdf := filepath.Join(dir, "all.pdf")
	tool(t, "rsvg-convert", append([]string{"-f", "pdf", "-o", pdf}, files...)...)
	sizes, printed := wordsOf(t, pdf)
	if len(printed) != len(all) {
		t.Fatalf("%d pages, want %d", len(printed), len(all))
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("<!doctype html><html lang=en><meta charset=utf-8><title>Pictures</title><style>body { margin: 0 } svg { display: block }</style><body>"), 0o644); err != nil {
		t.Fatal(err)
	}
	p := open(t, ctx, serve(t, dir, "")+"/", 800)
	list, _ := json.Marshal(names)
	p.js(`(async () => {
		window.plots = await Promise.all(` + string(list) + `.map(async name => {
			const place = document.createElement('div');
			place.append(new DOMParser().parseFromString(await (await fetch(name)).text(), 'image/svg+xml').documentElement);
			return place;
		}));
		document.body.append(...plots);
		await document.fonts.ready;
	})()`)
	least, sum, texts, words := 1.0, 0.0, 0, 0
	for i, d := range all {
		p.js(fmt.Sprintf(`plots.forEach((e, k) => { e.hidden = k !== %d }); true`, i))
		theirs := pixels(t, p.clip(fmt.Sprintf(strings.Replace(plotBox, "]", "].firstChild", 1), i), 2))
		ours := pixels(t, tool(t, "rsvg-convert", "-z", "2", files[i]))
		if off := ours.Rect.Max.Sub(theirs.Rect.Max); max(off.X, -off.X, off.Y, -off.Y) > 1 {
			t.Errorf("%s has %v dots, and in Chromium %v", d.name, ours.Rect.Max, theirs.Rect.Max)
			continue
		}
		both := ours.Rect.Intersect(theirs.Rect)
		alike := ssim(halved(part(ours, both)), halved(part(theirs, both)))
		if least, sum = min(least, alike), sum+alike; alike < sameSimilar {
			t.Errorf("%s: similarity %.4f, want %.2f or more", d.name, alike, sameSimilar)
		}
		labels := read[[]label](p, fmt.Sprintf(labelsScript, i))
		for k, l := range labels {
			texts++
			a, b := ink(ours, l), ink(theirs, l)
			off := max(a.Min.X-b.Min.X, b.Min.X-a.Min.X, a.Max.X-b.Max.X, b.Max.X-a.Max.X, a.Min.Y-b.Min.Y, b.Min.Y-a.Min.Y, a.Max.Y-b.Max.Y, b.Max.Y-a.Max.Y)
			if a.Empty() || b.Empty() || off > sameInk && l.alone(labels, k) {
				t.Errorf("%s: the ink of %q is in %v, and Chromium's in %v", d.name, l.Text, a, b)
			}
		}
		for _, w := range read[[]written](p, fmt.Sprintf(wordsScript, i)) {
			words++
			near := written{X: math.Inf(1)}
			for _, v := range printed[i] {
				if v.Word == w.Word && w.off(v) < w.off(near) {
					near = v
				}
			}
			if off := w.off(near); !(off <= sameWord) {
				t.Errorf("%s: %q is %.1f px off: at %.4v, in Chromium at %.4v", d.name, w.Word, off, near, w)
			}
			if near.X < 0 || near.Y < 0 || near.X+near.W > sizes[i][0] || near.Y+near.H > sizes[i][1] {
				t.Errorf("%s: %q leaves the page of %v", d.name, w.Word, sizes[i])
			}
		}
	}
	t.Logf("%d pictures are alike by %.4f or more, %.4f in the mean, with %d texts of %d words", len(all), least, sum/float64(len(all)), texts, words)
}

func part(m *image.RGBA, box image.Rectangle) *image.RGBA { return m.SubImage(box).(*image.RGBA) }

// identified demands that a picture's ids are its own, and that it refers to no other.
func identified(t *testing.T, d drawing) {
	t.Helper()
	ids, asked := map[string]int{}, regexp.MustCompile(`url\(#([^)]*)\)`)
	for x := xml.NewDecoder(bytes.NewReader(d.svg)); ; {
		token, err := x.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Errorf("%s: %v", d.name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "id" {
					ids[a.Value]++
				}
			}
		}
	}
	for id, n := range ids {
		if n > 1 || !strings.HasPrefix(id, d.name) {
			t.Errorf("%s: %d elements are called %q", d.name, n, id)
		}
	}
	for _, m := range asked.FindAllSubmatch(d.svg, -1) {
		if ids[string(m[1])] == 0 {
			t.Errorf("%s: nothing is called %q", d.name, m[1])
		}
	}
}
