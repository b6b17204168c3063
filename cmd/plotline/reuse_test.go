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

// seedCharts are the ids of the seed article's charts, as pasted: two of them stand twice.
var seedCharts = []string{"hefei-ai", "shenyang-robots", "niches", "screens", "industry", "chengdu-residents", "hefei-ai", "screens"}

// hostileStyles are what pages do to their elements, and so to what is pasted into them.
var hostileStyles = map[string]string{
	"stars": `* { font-size: 40px !important; line-height: 3; letter-spacing: 4px; text-transform: uppercase; color: red; border: 2px dotted; margin: 7px; float: right }`,
	"svg":   `svg { width: 20px; height: 20px; fill: lime } path, text { stroke: magenta; fill: cyan; font: 30px serif } g { display: none } svg text { opacity: .2 }`,
	"cms": `.entry figure { background: pink; padding: 3em; width: 120px } .entry p { color: green; font: italic 30px serif; margin: 2em } .entry div { display: flex; overflow: scroll; height: 12px }
		#page #entry svg { max-width: 50px !important } .entry details, .entry style ~ p { display: none } .entry a { color: gold } p::before { content: "HOST" }`,
	"layers": `@layer host { svg { display: none } figure { transform: rotate(3deg) } } :root { --ink: red; --accent: lime; --paper: black; color-scheme: dark }`,
}

// TestPasted pastes the seed article's charts into pages whose styles would spoil them: they look as in
// a page without any.
func TestPasted(t *testing.T) {
	ctx := browser(t)
	var figures []string
	for _, id := range seedCharts {
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), []string{"chart", "../../site/stories/inland-technology.md#" + id}, &stdout, &stderr); code != 0 {
			t.Fatal(stderr.String())
		}
		figures = append(figures, stdout.String())
	}
	dir := t.TempDir()
	page := func(name, style string) {
		var b strings.Builder
		fmt.Fprintf(&b, "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>\n<style>%s</style>\n<body id=page><div id=entry class=entry><p>Words of the page.</p>", style)
		for i, f := range figures {
			fmt.Fprintf(&b, "\n<div class=place style='all: initial !important; display: block !important; position: absolute !important; left: 0 !important; top: %dpx !important; width: %dpx !important'>%s</div>", 100+i*900, []int{700, 320, 480}[i%3], f)
		}
		b.WriteString("</div>\n")
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page("bare", "")
	hostile := maps.Clone(hostileStyles)
	bootstrap, err := os.ReadFile(filepath.Join(webTools, "bootstrap/dist/css/bootstrap.min.css"))
	if err != nil {
		t.Fatal("bootstrap is missing: run make bundles")
	}
	hostile["bootstrap"] = string(bootstrap)
	for name, style := range hostile {
		page(name, style)
	}
	url := serve(t, dir, "/")
	look := func(name string) (tab, [][]byte) {
		p := open(t, ctx, url+name+".html", 1000)
		var shots [][]byte
		for i := range figures {
			shots = append(shots, p.clip(fmt.Sprintf(`(() => { const b = document.querySelectorAll('.plotline-figure')[%d].getBoundingClientRect(); return [b.left + scrollX, b.top + scrollY, b.width, b.height].join(' ') })()`, i), 1))
		}
		return p, shots
	}
	bare, want := look("bare")
	if twice := bare.js(`(() => { const ids = [...document.querySelectorAll('.place [id]')].map(e => e.id); return ids.join(' ') })()`); twice != "" {
		t.Errorf("the figures bring ids: %s", twice)
	}
	if n := bare.js(`String([...document.querySelectorAll('.plotline-plot text')].filter(e => e.getBoundingClientRect().height > 0 && parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width < 10.9).length)`); n != "0" {
		t.Errorf("%s texts are smaller than 11 px", n)
	}
	for name := range hostile {
		_, got := look(name)
		for i := range want {
			x, y := pixels(t, got[i]), pixels(t, want[i])
			if x.Bounds() != y.Bounds() {
				t.Errorf("%s: chart %s takes %v and in a bare page %v", name, seedCharts[i], x.Bounds().Max, y.Bounds().Max)
			} else if d, at := apart(x, y, x.Bounds()); d > 0 {
				t.Errorf("%s: chart %s differs by %d at %v from what a bare page shows", name, seedCharts[i], d, at)
			} else {
				continue
			}
			if *shots != "" {
				os.WriteFile(filepath.Join(*shots, fmt.Sprintf("pasted-%d-%s.png", i, name)), got[i], 0o644)
				os.WriteFile(filepath.Join(*shots, fmt.Sprintf("pasted-%d.png", i)), want[i], 0o644)
			}
		}
	}
}
