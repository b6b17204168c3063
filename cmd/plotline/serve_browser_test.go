package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestServeInBrowser breaks a chart, sees where, and mends it; then changes a cell while a reader is
// in the middle of the page.
func TestServeInBrowser(t *testing.T) {
	t.Setenv("PLOTLINE_CACHE", t.TempDir())
	ctx := browser(t)
	dir := t.TempDir()
	d := &desk{t: t, dir: dir}
	long := strings.Repeat("A paragraph of words that nobody needs to read to the end.\n\n", 30)
	story := func(key string) string {
		return strings.Replace(tale("Story", "d.csv", long), "kind: bar", key+": bar", 1) + "\n" + long
	}
	d.write("site/stories/s.md", story("kind"))
	d.write("data/d.csv", table(31, 57))
	d = edit(t, dir)
	p := open(t, ctx, d.url+"s/", 1280)
	p.wait(`!!document.querySelector('plotline-preview')`)
	p.js(`window.marker = 1; window.ours = document.querySelector('plotline-preview').shadowRoot; true`)

	d.write("site/stories/s.md", story("kid"))
	p.wait(`ours.textContent.includes('unknown key "kid" in chart')`)
	at := strings.Count(strings.Split(story("kid"), "kid: bar")[0], "\n") + 1
	p.wait(fmt.Sprintf(`ours.textContent.includes('site/stories/s.md:%d:1')`, at))
	if p.js(`getComputedStyle(ours.querySelector('.overlay')).display`) == "none" || p.js(`document.querySelectorAll('.chart-plot').length`) != "1" {
		t.Error("the overlay does not stand over the last good page")
	}
	d.write("site/stories/s.md", story("kind"))
	p.wait(`ours.querySelector('.overlay').hidden`)

	p.js(`window.fig = document.querySelector('figure.chart'); window.plot = fig.querySelector('.chart-plot');
		fig.querySelector('details').open = true; fig.scrollIntoView({block: 'center', behavior: 'instant'}); plot.focus({preventScroll: true}); window.was = scrollY; true`)
	p.wait(`plot.dataset.live === 'yes'`)
	d.write("data/d.csv", table(31, 88))
	p.wait(`[...plot.querySelectorAll('.chart-live text')].some(e => e.textContent === '88')`)
	p.wait(`fig.querySelector('details').textContent.includes('88')`)
	for what, script := range map[string]string{
		"the page was loaded again": `window.marker === 1`, "the scroll position is lost": `scrollY === was`, "the focus is lost": `document.activeElement === plot`,
		"the details are closed": `fig.querySelector('details').open`, "the chart is no longer live": `plot.dataset.live === 'yes'`,
	} {
		if p.js(script) != "true" {
			t.Error(what)
		}
	}
	// The drawing under it follows.
	p.wait(`[...plot.querySelectorAll('.drawing > svg text')].some(e => e.textContent === '88')`)

	// A style sheet of the project's is put on without loading anything again.
	if err := os.MkdirAll(filepath.Join(dir, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	d.write("templates/style.css", "h1 { color: rgb(1, 2, 3) }")
	p.wait(`getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'`)
	if p.js(`window.marker === 1`) != "true" {
		t.Error("a style sheet loads the page again")
	}
	d.write("templates/byline.html", `{{define "kicker"}}{{end}}{{define "byline"}}<p class="byline">A byline of the project's</p>{{end}}`)
	p.wait(`window.marker === undefined && !!document.body && document.body.textContent.includes("A byline of the project's")`)
	if got := p.js(`(window.faults || []).join('; ')`); got != "" {
		t.Errorf("faults: %s", got)
	}
}
