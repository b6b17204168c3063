package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

const (
	plots   = `[...document.querySelectorAll('.chart-plot')]`
	engines = `document.querySelectorAll('script[src*="/ec-"]').length`
	painted = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`

	// shown counts the plots whose drawing a reader sees: it has a box, marks and words.
	shown = plots + `.filter(p => [...p.querySelectorAll('.drawing > svg')].some(s => {
		const b = s.getBoundingClientRect();
		return b.width > 200 && b.height > 60 && s.checkVisibility({visibilityProperty: true, opacityProperty: true}) && s.querySelector('path') && s.querySelector('text');
	})).length`

	// faults gathers from before the page's first script what no console tells.
	faults = `() => {
		window.faults = [];
		addEventListener('error', e => faults.push(String(e.message || e.target.src || e.target.href)), true);
		addEventListener('unhandledrejection', e => faults.push(String(e.reason)));
		addEventListener('securitypolicyviolation', e => faults.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
	}`
)

// TestFirefox reads the seed story in Firefox, with a real pointer: from a folder, at a server's root
// and under a prefix; on a desk and on a phone.
func TestFirefox(t *testing.T) {
	f := openFirefox(t, "")
	f.call("script.addPreloadScript", params{"functionDeclaration": faults}, nil)
	dir := seed(t)
	for _, place := range []struct{ name, home, path string }{
		{"file", "file://" + dir, "/inland-technology/index.html"},
		{"root", serve(t, dir, ""), "/inland-technology/"},
		{"prefix", serve(t, dir, "/any/prefix"), "/inland-technology/"},
	} {
		for _, width := range []int{1280, 375} {
			t.Run(fmt.Sprintf("%s/%d", place.name, width), func(t *testing.T) {
				f.t, f.events = t, nil
				f.visit(place.home+place.path, width)
				f.drawn()
				f.wake()
				f.pointing()
				f.narrow()
				f.settle()
				f.clean(place.home)
				f.guarded()
			})
		}
	}
}

// drawn is what a reader has before any gesture.
func (f *fox) drawn() {
	f.t.Helper()
	f.settle()
	if got, want := f.js(shown), f.js(plots+`.length`); got != want || got == "0" {
		f.t.Errorf("%s of %s drawings show before a gesture", got, want)
	}
	if got := f.js(engines); got != "0" || len(f.requests("/ec-")) > 0 {
		f.t.Errorf("%s parts of ECharts were loaded before a gesture", got)
	}
}

// wake points at every chart: it comes alive, pixel for pixel where its drawing was.
func (f *fox) wake() {
	f.t.Helper()
	places := func() []box {
		return f.boxes(`[...document.querySelectorAll('figure, .chart-plot')].map(e => e.getBoundingClientRect())`)
	}
	before, most := places(), 0
	for i, b := range f.boxes(plots + `.map(p => p.getBoundingClientRect())`) {
		plot := fmt.Sprintf(`%s[%d]`, plots, i)
		drawing := f.picture(b)
		f.point(b.X+b.Width/2, b.Y+b.Height/2)
		f.wait(plot + `.dataset.live === 'yes'`)
		f.point(0, 0)
		f.wait(plot + `.querySelector('.chart-tip').hidden`)
		f.js(painted)
		worst, at := difference(f.t, drawing, f.picture(b))
		if most = max(most, worst); worst > 32 {
			f.t.Errorf("chart %d: a pixel differs by %d at %v", i, worst, at)
		}
	}
	f.t.Logf("a live chart differs from its drawing by at most %d of 255", most)
	if got, want := f.js(`document.querySelectorAll('.is-live .chart-live svg:has(path):has(text)').length`), f.js(plots+`.length`); got != want {
		f.t.Errorf("%s of %s charts are live", got, want)
	}
	for i, a := range places() {
		b := before[i]
		if moved := max(math.Abs(a.X-b.X), math.Abs(a.Y-b.Y), math.Abs(a.Width-b.Width), math.Abs(a.Height-b.Height)); moved > 0.5 {
			f.t.Errorf("a figure moved by %g px: %v, then %v", moved, b, a)
		}
	}
}

// pointing finds the value under the pointer: on each bar of a chart, and at both ends of a line.
func (f *fox) pointing() {
	f.t.Helper()
	for _, c := range []struct{ id, marks string }{
		{"niches", `.filter(p => /l[-\d.]+ 0l0 [-\d.]+l/.test(p.getAttribute('d')) && p.getAttribute('fill') !== 'none' && !p.closest('clipPath, defs')).map(p => p.getBoundingClientRect())`},
		{"chengdu-residents", `.filter(p => p.getAttribute('stroke-linejoin') === 'bevel').flatMap(p => [0, p.getTotalLength()].map(at => p.getPointAtLength(at).matrixTransform(p.getScreenCTM()))).map(p => ({x: p.x, y: p.y}))`},
	} {
		figure := fmt.Sprintf(`document.getElementById(%q)`, c.id)
		rows := strings.Split(f.js(`[...`+figure+`.querySelectorAll('tbody tr')].map(r => [...r.cells].map(c => c.textContent).join('|')).join('\n')`), "\n")
		marks := f.boxes(`[...` + figure + `.querySelectorAll('.chart-live path')]` + c.marks)
		if len(marks) != len(rows) {
			f.t.Errorf("%s has %d marks for %d rows", c.id, len(marks), len(rows))
			continue
		}
		for i, m := range marks {
			f.point(m.X+m.Width/2, m.Y+m.Height/2)
			f.wait(`!` + figure + `.querySelector('.chart-tip').hidden`)
			said := f.js(figure + `.querySelector('.chart-tip').textContent`)
			if name, value, _ := strings.Cut(rows[i], "|"); !strings.Contains(said, name) || !strings.Contains(said, value) {
				f.t.Errorf("pointing at %q says %q", rows[i], said)
			}
			f.point(0, 0)
			f.wait(figure + `.querySelector('.chart-tip').hidden`)
		}
	}
}

// narrow turns a wide window into a phone's: each chart is live in its other size.
func (f *fox) narrow() {
	f.t.Helper()
	f.resize(375)
	f.wait(`document.querySelectorAll('.drawing-narrow.is-live .chart-live svg:has(path):has(text)').length === ` + plots + `.length`)
}

// clean looks at all that the page and the browser told.
func (f *fox) clean(home string) {
	f.t.Helper()
	if got := f.js(`faults.join('; ')`); got != "" {
		f.t.Errorf("faults: %s", got)
	}
	if f.js(engines) == "0" || strings.HasPrefix(home, "http") && len(f.requests("/ec-")) == 0 {
		f.t.Error("no part of ECharts was seen: these eyes are shut")
	}
	for _, url := range f.requests("") {
		if !strings.HasPrefix(url, home+"/") && !strings.HasPrefix(url, "data:") {
			f.t.Errorf("a request to %s", url)
		}
	}
	for _, e := range f.events {
		switch p := e.Params; {
		case e.Method == "log.entryAdded":
			f.t.Errorf("the console has: %s: %s", p.Level, p.Text)
		case e.Method == "network.fetchError", p.Response.Status >= 400:
			f.t.Errorf("%s: %d %s", p.Request.URL, p.Response.Status, p.ErrorText)
		}
	}
}

// guarded breaks the page's policy: it is there, and its breach is noticed.
func (f *fox) guarded() {
	f.t.Helper()
	f.js(`faults.length = 0; document.body.appendChild(document.createElement('script')).textContent = 'window.broken = true'`)
	f.wait(`faults.length > 0`)
	if got := f.js(`faults.join() + ' ' + window.broken`); got != "policy: script-src-elem inline undefined" {
		f.t.Errorf("an inline script ends in %q", got)
	}
}

func (f *fox) boxes(script string) (b []box) {
	f.t.Helper()
	if err := json.Unmarshal([]byte(f.js(`JSON.stringify(`+script+`)`)), &b); err != nil {
		f.t.Fatal(err)
	}
	return b
}

// requests lists the addresses asked for that have a part.
func (f *fox) requests(part string) (urls []string) {
	for _, e := range f.events {
		if e.Method == "network.beforeRequestSent" && strings.Contains(e.Params.Request.URL, part) {
			urls = append(urls, e.Params.Request.URL)
		}
	}
	return urls
}

// settle reads on until every request has its end.
func (f *fox) settle() {
	f.t.Helper()
	for open := true; open; {
		f.js(painted)
		last := map[string]string{}
		for _, e := range f.events {
			last[e.Params.Request.Request] = e.Method
		}
		open = slices.Contains(slices.Collect(maps.Values(last)), "network.beforeRequestSent")
	}
}

// TestFirefoxNoScript turns JavaScript off: every chart is there.
func TestFirefoxNoScript(t *testing.T) {
	f := openFirefox(t, "user_pref(\"javascript.enabled\", false);\n")
	f.visit(serve(t, seed(t), "")+"/inland-technology/", 375)
	if got, want := f.js(shown), f.js(plots+`.length`); got != want || got == "0" {
		t.Errorf("%s of %s drawings show", got, want)
	}
	if got := f.js(plots + `.filter(p => p.hasAttribute('tabindex')).length`); got != "0" {
		t.Error("the page's script has run")
	}
	for i, b := range f.boxes(plots + `.map(p => p.getBoundingClientRect())`) {
		picture, err := png.Decode(bytes.NewReader(f.picture(b)))
		if err != nil {
			t.Fatal(err)
		}
		inked, all, paper := 0, picture.Bounds().Dx()*picture.Bounds().Dy(), picture.At(0, 0)
		for n := range all {
			if picture.At(n%picture.Bounds().Dx(), n/picture.Bounds().Dx()) != paper {
				inked++
			}
		}
		if t.Logf("chart %d has ink on %d of %d pixels", i, inked, all); inked < all/100 {
			t.Errorf("chart %d is blank", i)
		}
	}
}
