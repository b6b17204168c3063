package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// abroad is a published site and, at another origin, a page that shows its charts.
type abroad struct {
	site, dir string // address of the site, and its folder
	host      string // address of the other origin
	mu        sync.Mutex
	pages     map[string]string
}

// publishAbroad builds a project for the address where it is then served, with the header that GitHub
// Pages sends.
func publishAbroad(t testing.TB, project string) *abroad {
	t.Helper()
	a := &abroad{dir: filepath.Join(t.TempDir(), "public"), pages: map[string]string{}}
	files := http.FileServer(http.Dir(a.dir))
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/closed/") { // the same site, by a server without the header
			http.StripPrefix("/closed", files).ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(site.Close)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		page, ok := a.pages[r.URL.Path]
		a.mu.Unlock()
		if !ok {
			http.NotFound(w, r)
			return
		}
		if kind := map[string]string{".js": "text/javascript", ".css": "text/css"}[filepath.Ext(r.URL.Path)]; kind != "" {
			w.Header().Set("Content-Type", kind)
		}
		fmt.Fprint(w, page)
	}))
	t.Cleanup(host.Close)
	a.site, a.host = site.URL+"/", host.URL
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-q", "-s", project, "-d", a.dir, "-b", a.site}, &stdout, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	return a
}

// page gives the other origin a page and returns its address.
func (a *abroad) page(name, body string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pages["/"+name] = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Another page</title><link rel=icon href=data:,>\n" + body
	return a.host + "/" + name
}

// charts are the folders of all charts, from the site's root and ending in a slash.
func (a *abroad) charts(t testing.TB) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(a.dir, "*/charts/*/meta.json"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%d charts: %v", len(found), err)
	}
	for i, path := range found {
		folder, _ := filepath.Rel(a.dir, filepath.Dir(path))
		found[i] = filepath.ToSlash(folder) + "/"
	}
	return found
}

func (a *abroad) file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(a.dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var codes = regexp.MustCompile(`(?s)<textarea id="page_(\w+)"[^>]*>(.*?)</textarea>`)

// codes are what a chart's page offers to copy, by name.
func (a *abroad) codes(t testing.TB, chart string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range codes.FindAllStringSubmatch(a.file(t, chart+"index.html"), -1) {
		out[m[1]] = html.UnescapeString(m[2])
	}
	return out
}

var (
	scriptTag   = regexp.MustCompile(`<script src="[^"]*" async></script>`)
	elementHold = regexp.MustCompile(`<plotline-chart[^>]* style="display:block;height:(calc\([^"]*)"`)
)

// galleryProject is where gallery made its project.
func galleryProject(t testing.TB) string { return filepath.Dir(gallery(t)) }

// TestFrameHeights compares the room that codes reserve, in CSS alone, with what charts take: in frames,
// and as figures.
func TestFrameHeights(t *testing.T) {
	ctx := browser(t)
	for name, project := range map[string]string{"seed": "../..", "gallery": galleryProject(t)} {
		t.Run(name, func(t *testing.T) {
			a := publishAbroad(t, project)
			var b strings.Builder
			all := a.charts(t)
			for _, chart := range all {
				codes := a.codes(t, chart)
				frame := strings.ReplaceAll(scriptTag.ReplaceAllString(codes["frame"], ""), ` loading="lazy"`, "")
				held := elementHold.FindStringSubmatch(codes["element"])
				if len(frame) > 2048 || held == nil {
					t.Fatalf("%s: code of %d bytes: %s", chart, len(frame), codes["element"])
				}
				fmt.Fprintf(&b, "%s<div style='container-type:inline-size'><div class=held style='height:%s'></div></div>%s", frame, held[1], a.file(t, chart+"fragment.html"))
			}
			if err := os.WriteFile(filepath.Join(a.dir, "frames.html"), []byte("<!doctype html><title>Frames</title><style>body { margin: 0 }</style>"+b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			p := open(t, ctx, a.site+"frames.html", 1280)
			p.js(`window.frames_ = [...document.querySelectorAll('iframe')]; window.held = [...document.querySelectorAll('.held')]; window.figures = [...document.querySelectorAll('.plotline-figure')]; true`)
			p.wait(`frames_.every(f => f.contentDocument && f.contentDocument.readyState === 'complete' && f.contentDocument.URL.endsWith('#embed'))`)
			worst := 0.0
			for _, width := range []int{280, 320, 400, 480, 600, 640, 664, 720, 744, 1000, 1200} {
				for i, line := range strings.Split(p.js(fmt.Sprintf(`(document.body.style.width = '%dpx', frames_.map((f, i) => [f.getBoundingClientRect().height, f.contentDocument.body.getBoundingClientRect().height,
					held[i].getBoundingClientRect().height, figures[i].getBoundingClientRect().height, f.contentDocument.documentElement.scrollHeight - f.clientHeight].join(' ')).join('\n'))`, width)), "\n") {
					var frame, page, held, figure, over float64
					if _, err := fmt.Sscan(line, &frame, &page, &held, &figure, &over); err != nil || page < 160 {
						t.Fatalf("%s at %d px: %q: %v", all[i], width, line, err)
					}
					if d := frame - page; d < 0 || d > 2 || over > 0 {
						t.Errorf("%s in a frame of %d px is %.2f px high and gets %.2f", all[i], width, page, frame)
					}
					if d := held - figure; d < 0 || d > 2 {
						t.Errorf("%s as a figure in %d px is %.2f px high and gets %.2f", all[i], width, figure, held)
					}
					worst = max(worst, frame-page, held-figure)
				}
			}
			for i, line := range strings.Split(p.js(`(document.body.style.width = '680px', frames_.map(f => f.width + ' ' + f.getAttribute('height') + ' ' + f.contentDocument.body.getBoundingClientRect().height).join('\n'))`), "\n") {
				var width, height, page float64
				fmt.Sscan(line, &width, &height, &page)
				if width != 680 || height < page || height > page+2 {
					t.Errorf("%s: the attributes are %v by %v and the chart is %.2f px high", all[i], width, height, page)
				}
			}
			lengths := []int{}
			for _, chart := range all {
				lengths = append(lengths, len(a.codes(t, chart)["frame"]))
			}
			t.Logf("%d charts: the room differs by at most %.2f px; codes of %d to %d bytes", len(all), worst, slices.Min(lengths), slices.Max(lengths))
		})
	}
}

// datawrapperListener is what Datawrapper publishes for pages with its frames, word for word in effect:
// https://developer.datawrapper.de/docs/responsive-iframe
const datawrapperListener = `<script>window.addEventListener('message', function (event) {
	if (typeof event.data['datawrapper-height'] !== 'undefined') {
		var iframes = document.querySelectorAll('iframe');
		for (var chartId in event.data['datawrapper-height']) {
			for (var i = 0; i < iframes.length; i++) {
				if (iframes[i].contentWindow === event.source) iframes[i].style.height = event.data['datawrapper-height'][chartId] + 'px';
			}
		}
	}
})</script>`

var (
	frameHold   = regexp.MustCompile(`height:(calc\([^"]*)"`)
	frameStyles = regexp.MustCompile(` style="[^"]*"`)
)

// TestFrames shows charts in frames of a page on another origin and turns that page from wide to narrow
// and back: by our script, by none, by Datawrapper's, by pym.js, and where a system has cut the styles.
func TestFrames(t *testing.T) {
	ctx := browser(t)
	a := publishAbroad(t, "../..")
	pym, err := os.ReadFile(filepath.Join(webTools, "pym.js/dist/pym.v1.min.js"))
	if err != nil {
		t.Fatal("pym.js is missing: run make bundles")
	}
	a.page("pym.js", "")
	a.pages["/pym.js"] = string(pym)
	widths := []int64{1000, 600, 320, 600, 1000, 320}
	const before, after = "<style>body { margin: 0 }</style><p>Words before the chart.</p>", "<p class=after>Words after the chart.</p>"
	for _, chart := range []string{"inland-technology/charts/industry/", "inland-technology/charts/niches/"} {
		want := map[int64]float64{} // heights of the page alone
		for _, w := range widths {
			if want[w] == 0 {
				p := open(t, ctx, fmt.Sprintf("%s%s?%d#embed", a.site, chart, w), w)
				var h float64
				fmt.Sscan(p.js(`document.body.getBoundingClientRect().height`), &h)
				want[w] = h
				p.clean()
			}
		}
		code := a.codes(t, chart)["frame"]
		still := scriptTag.ReplaceAllString(code, "")
		held := frameHold.FindStringSubmatch(code)[1]
		stripped := frameStyles.ReplaceAllString(code, "")
		for name, c := range map[string]struct {
			body   string
			shifts bool // what comes later moves words, as nothing was reserved
			opens  bool // the frame follows its table
		}{
			"own":         {body: code, opens: true},
			"no script":   {body: still},
			"datawrapper": {body: still + datawrapperListener, opens: true},
			"pym": {body: `<style>#chart iframe { display: block }</style><div style="container-type:inline-size;width:100%"><div id="chart" style="min-height:` + held + `"></div></div><script src="pym.js"></script><script>new pym.Parent('chart', '` + a.site + chart + `#embed', {})</script>`,
				opens: true},
			"pym by attribute": {body: `<style>[data-pym-src] iframe { display: block }</style><div style="container-type:inline-size;width:100%"><div data-pym-src="` + a.site + chart + `#embed" style="min-height:` + held + `"></div></div><script src="pym.js"></script>`, opens: true},
			"styles cut":       {body: strings.Replace(stripped, "<iframe ", "<iframe style='width:100%;border:0' ", 1), shifts: true, opens: true},
		} {
			t.Run(name+" "+filepath.Base(chart), func(t *testing.T) {
				p := open(t, ctx, a.page("page.html", before+c.body+after), widths[0])
				p.js(`window.moved = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) moved += e.value })).observe({type: 'layout-shift', buffered: true}); true`) // what is not the window's turning
				for _, w := range widths {
					p.size(w)
					p.wait(fmt.Sprintf(`innerWidth === %d && !!document.querySelector('iframe') && Math.abs(document.querySelector('iframe').getBoundingClientRect().height - %f) <= 2`, w, want[w]))
				}
				p.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => true)`)
				if got := p.js(`moved`); got != "0" && !c.shifts {
					t.Errorf("layout shift %s", got)
				}
				if got := p.js(`document.querySelector('iframe').style.height`); name == "own" && !strings.HasPrefix(got, "calc(") {
					t.Errorf("the script has set the height %s that CSS had right", got)
				}
				if c.opens {
					p.click(`(() => { const b = document.querySelector('iframe').getBoundingClientRect(); return (b.right - 28) + ' ' + (b.bottom - 20) })()`) // the word Data
					p.wait(fmt.Sprintf(`document.querySelector('iframe').getBoundingClientRect().height > %f + 60`, want[320]))
					p.size(1000)
					p.wait(fmt.Sprintf(`innerWidth === 1000 && document.querySelector('iframe').getBoundingClientRect().height > %f + 60`, want[1000]))
				}
				if got := p.js(`faults.join('; ')`); got != "" {
					t.Errorf("faults: %s", got)
				}
			})
		}
	}
}

// size turns the window to another width.
func (p tab) size(width int64) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		p.t.Fatal(err)
	}
}

// click clicks at the point that a script names.
func (p tab) click(script string) {
	p.t.Helper()
	var x, y float64
	if _, err := fmt.Sscan(p.js(script), &x, &y); err != nil {
		p.t.Fatal(err)
	}
	for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: 1}); err != nil {
			p.t.Fatal(err)
		}
	}
}
