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
		if strings.HasSuffix(r.URL.Path, ".js") {
			w.Header().Set("Content-Type", "text/javascript")
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
	elementHold = regexp.MustCompile(`style="display:block;min-height:(calc\([^"]*)"`)
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
			for _, width := range []int{280, 320, 375, 400, 480, 600, 624, 640, 664, 720, 744, 800, 1000, 1200} {
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
			lengths := []int{}
			for _, chart := range all {
				lengths = append(lengths, len(a.codes(t, chart)["frame"]))
			}
			t.Logf("%d charts: the room differs by at most %.2f px; codes of %d to %d bytes", len(all), worst, slices.Min(lengths), slices.Max(lengths))
		})
	}
}
