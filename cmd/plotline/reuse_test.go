package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// seedFigures are the ids of the seed article's charts, table and big numbers, as pasted: some of them
// stand twice, at different widths.
var seedFigures = []string{"hefei-ai", "shenyang-robots", "niches", "screens", "industry", "chengdu-residents", "hefei-ai", "screens", "all-numbers", "bignumber-1", "bignumber-1"}

// hostileStyles are what pages do to their elements, and so to what is pasted into them.
var hostileStyles = map[string]string{
	"stars": `* { font-size: 40px !important; line-height: 3; letter-spacing: 4px; text-transform: uppercase; color: red; border: 2px dotted; margin: 7px; float: right }`,
	"svg":   `svg { width: 20px; height: 20px; fill: lime } path, text { stroke: magenta; fill: cyan; font: 30px serif } g { display: none } svg text { opacity: .2 }`,
	"cms": `.entry figure { background: pink; padding: 3em; width: 120px } .entry p { color: green; font: italic 30px serif; margin: 2em } .entry div { display: flex; overflow: scroll; height: 12px }
		#page #entry svg { max-width: 50px !important } .entry details, .entry style ~ p { display: none } .entry a { color: gold } p::before { content: "HOST" } p::first-letter { font-size: 300%; float: left; color: red } .entry p::first-line { font-weight: 900 }`,
	"layers": `@layer host { svg { display: none } figure { transform: rotate(3deg) } } :root { --ink: red; --accent: lime; --paper: black; color-scheme: dark }`,
}

// hostileSheets are hostileStyles, and one that half the pages of the web have.
func hostileSheets(t *testing.T) map[string]string {
	t.Helper()
	bootstrap, err := os.ReadFile(filepath.Join(webTools, "bootstrap/dist/css/bootstrap.min.css"))
	if err != nil {
		t.Fatal("bootstrap is missing: run make bundles")
	}
	sheets := maps.Clone(hostileStyles)
	sheets["bootstrap"] = string(bootstrap)
	return sheets
}

// pasted writes pages with the seed article's figures in a folder: bare.html, and one for each of the
// hostile styles.
func pasted(t *testing.T) (dir string) {
	t.Helper()
	var figures []string
	for _, id := range seedFigures {
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), []string{"chart", "../../site/stories/inland-technology.md#" + id}, &stdout, &stderr); code != 0 {
			t.Fatal(stderr.String())
		}
		figures = append(figures, stdout.String())
	}
	dir = t.TempDir()
	page := func(name, style string) {
		var b strings.Builder
		fmt.Fprintf(&b, "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>\n<style>%s</style>\n<body id=page><div id=entry class=entry><p>Words of the page.</p>", style)
		for i, f := range figures {
			fmt.Fprintf(&b, "\n<div class=place style='all: initial !important; display: block !important; position: absolute !important; left: 0 !important; top: %dpx !important; width: %dpx !important'>%s</div>", 100+i*880, []int{700, 320, 480}[i%3], f)
		}
		b.WriteString("</div>\n")
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page("bare", "")
	for name, style := range hostileSheets(t) {
		page(name, style)
	}
	return dir
}

// alike compares the figures of a hostile page with those of the bare one, dot by dot.
func alike(t *testing.T, browser, page string, got, want [][]byte) {
	t.Helper()
	for i := range want {
		x, y := pixels(t, got[i]), pixels(t, want[i])
		if x.Bounds() != y.Bounds() {
			t.Errorf("%s: figure %s takes %v and in a bare page %v", page, seedFigures[i], x.Bounds().Max, y.Bounds().Max)
		} else if d, at := apart(x, y, x.Bounds()); d > 0 {
			t.Errorf("%s: figure %s differs by %d at %v from what a bare page shows", page, seedFigures[i], d, at)
		} else {
			continue
		}
		if *shots != "" {
			os.WriteFile(filepath.Join(*shots, fmt.Sprintf("pasted-%s-%d-%s.png", browser, i, page)), got[i], 0o644)
			os.WriteFile(filepath.Join(*shots, fmt.Sprintf("pasted-%s-%d.png", browser, i)), want[i], 0o644)
		}
	}
}

// smallTexts counts the words of a chart that a reader sees smaller than 11 px.
const smallTexts = `String([...document.querySelectorAll('.plotline-plot text')].filter(e => e.getBoundingClientRect().height > 0 && parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width < 10.9).length)`

// TestPasted pastes the seed article's figures into pages whose styles would spoil them: they look as in
// a page without any.
func TestPasted(t *testing.T) {
	ctx := browser(t)
	url := serve(t, pasted(t), "/")
	look := func(name string) (tab, [][]byte) {
		p := open(t, ctx, url+name+".html", 1000)
		var shots [][]byte
		for i := range seedFigures {
			shots = append(shots, p.clip(fmt.Sprintf(`(() => { const b = document.querySelectorAll('.plotline-figure')[%d].getBoundingClientRect(); return [b.left + scrollX, b.top + scrollY, b.width, b.height].join(' ') })()`, i), 1))
		}
		return p, shots
	}
	bare, want := look("bare")
	if twice := bare.js(`(() => { const ids = [...document.querySelectorAll('.place [id]')].map(e => e.id); return ids.join(' ') })()`); twice != "" {
		t.Errorf("the figures bring ids: %s", twice)
	}
	if n := bare.js(smallTexts); n != "0" {
		t.Errorf("%s texts are smaller than 11 px", n)
	}
	for name := range hostileSheets(t) {
		_, got := look(name)
		alike(t, "chromium", name, got, want)
	}
}

// TestPastedFirefox is TestPasted in Firefox.
func TestPastedFirefox(t *testing.T) {
	f := openFirefox(t, "")
	url := serve(t, pasted(t), "/")
	look := func(name string) (shots [][]byte) {
		f.visit(url+name+".html", 1000)
		f.js(`document.fonts.ready.then(() => ` + painted + `)`)
		for _, b := range f.boxes(`[...document.querySelectorAll('.plotline-figure')].map(e => e.getBoundingClientRect())`) {
			shots = append(shots, f.picture(b))
		}
		if len(shots) != len(seedFigures) {
			t.Fatalf("%s shows %d figures", name, len(shots))
		}
		return shots
	}
	want := look("bare")
	if n := f.js(smallTexts); n != "0" {
		t.Errorf("%s texts are smaller than 11 px", n)
	}
	for i, shot := range want {
		m := pixels(t, shot)
		inked := hued(m, hexOf("#1b1d21"))
		if m.Rect.Dx() < 320 || m.Rect.Dy() < 100 || inked < m.Rect.Dx()*3 { // its rule, and words
			t.Errorf("figure %s is %v with %d dots of ink", seedFigures[i], m.Rect.Max, inked)
		}
		if *shots != "" {
			os.WriteFile(filepath.Join(*shots, fmt.Sprintf("firefox-%d.png", i)), shot, 0o644)
		}
	}
	for name := range hostileSheets(t) {
		alike(t, "firefox", name, look(name), want)
	}
}
