package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	downloads "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// newsroom writes a project whose story links everywhere: to other stories, pages and languages, to the
// web, to a picture and to downloads.
func newsroom(t testing.TB, base string) string {
	t.Helper()
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewRGBA(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	chart := func(id, kind, more string) string {
		return fmt.Sprintf("\n```chart\nid: %s\nkind: %s\ndata: cities.csv\nx: city\ny: n\ntitle: \"Two cities, %[1]s </script><!--<script>\"\nsource: s\nalt: Two marks\n%[3]s```\n", id, kind, more)
	}
	config := "title: A & B\ndescription: An example\n"
	if base != "" {
		config += "base-url: " + base + "\n"
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"plotline.yaml":          config,
		"data/cities.csv":        "city,n\nHefei,840\n\"</script><!--<script>\",860\n",
		"site/pages/about.md":    "---\ntitle: About\n---\nWho we are.\n",
		"site/stories/two.md":    "---\ntitle: Two\ndate: 2022-05-28\nsources: {s: {publisher: Office}}\n---\n## A place\n\nText.\n" + chart("other", "bar", ""),
		"site/stories/one.de.md": "---\ntitle: Eins\ndate: 2022-05-27\n---\nText.\n",
		"site/stories/dot.png":   dot.String(),
		"site/stories/one.md": "---\ntitle: One\nsubtitle: Said & done\ndate: 2022-05-27\nsection: City Hall\ntags: [Buses]\ntoc: true\nlicense: CC BY 4.0\nsources: {s: {title: A count, publisher: Office, url: \"https://office.example/count?a=1&b=2\"}}\n---\n" +
			"[Two](../two/#s-a-place), [about](../about/), [the front](../index.html), [below](#s-below), [here](../one/#s-below), [web](https://web.example/a?b=1&c=2), [mail](mailto:a@b.example).\n\n![A dot](dot.png)\n\n## Above\n" +
			chart("bars", "bar", "print: table\n") + "\n## Below\n\nWords.[^n]\n" + chart("ring", "donut", "width: wide\n") + "\n```table\nid: all\ndata: cities.csv\ntitle: All\nsource: s\n```\n\n[^n]: A note, [again](https://web.example/a?b=1&c=2).\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// witness writes down all that a tab asks for, and all that its browser complains about.
type witness struct {
	mu              sync.Mutex
	asked, troubled []string
}

func (w *witness) watch(ctx context.Context, t testing.TB) {
	t.Helper()
	err := chromedp.Listen(ctx, func(ev any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(ev.Request.URL, "data:") {
				w.asked = append(w.asked, ev.Request.URL)
			}
		case *log.EventEntryAdded:
			w.troubled = append(w.troubled, ev.Entry.Text)
		case *runtime.EventConsoleAPICalled:
			w.troubled = append(w.troubled, fmt.Sprint("console: ", ev.Type))
		case *runtime.EventExceptionThrown:
			w.troubled = append(w.troubled, ev.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err1 := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	_, err2 := chromedp.Call(ctx, log.Enable, cdp.Empty{})
	_, err3 := chromedp.Call(ctx, runtime.Enable, cdp.Empty{})
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
}

// alone fails the test if the page asked for anything but itself, or anything went wrong.
func (w *witness) alone(t testing.TB, page string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Equal(w.asked, []string{page}) {
		t.Errorf("the page asks for %q, want %q alone", w.asked, page)
	}
	if len(w.troubled) > 0 {
		t.Errorf("the browser complains: %q", w.troubled)
	}
}

// visited opens a file in a tab of its own and watches it from the first byte.
func visited(t testing.TB, ctx context.Context, file string, width int64) (tab, *witness) {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	w := &witness{}
	w.watch(ctx, t)
	return open(t, ctx, "file://"+file, width), w
}

// TestSingleFile opens a story that is one file from the disk: nothing is asked for, all of it is there,
// and what it links to is inside, on the web, or words.
func TestSingleFile(t *testing.T) {
	ctx := browser(t)
	for _, base := range []string{"", "https://news.example/site/"} {
		for _, live := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s live %v", base, live), func(t *testing.T) {
				dir := newsroom(t, base)
				file := filepath.Join(t.TempDir(), "one.html")
				args := []string{"export", "single-file", "one", "-s", dir, "-o", file}
				if live {
					args = append(args, "--live")
				}
				plotline(t, args...)
				p, w := visited(t, ctx, file, 1280)
				if live {
					p.wakeAll()
					if got, want := p.js(`document.querySelectorAll('.chart-live svg').length`), p.js(`plots.length`); got != want || got != "2" {
						t.Errorf("%s of %s charts are live", got, want)
					}
				} else if got := p.js(`document.scripts.length`); base == "" && got != "0" || base != "" && got != "1" {
					t.Errorf("%s scripts", got) // linked data for search engines needs the address
				}
				p.clean()
				pageOf(t, p, base)
				linked(t, p, base)
				light := p.js(`getComputedStyle(document.body).backgroundColor`)
				if err := theme(p.ctx, "dark"); err != nil {
					t.Fatal(err)
				}
				if dark := p.js(`getComputedStyle(document.body).backgroundColor`); dark == light {
					t.Errorf("the page is %s in the light and in the dark", dark)
				}
				downloaded(t, p, dir)
				w.alone(t, "file://"+file)
				valid(t, file)
			})
		}
	}
}

// pageOf looks at what a reader sees.
func pageOf(t *testing.T, p tab, base string) {
	t.Helper()
	for what, script := range map[string]string{
		"the style sheet":  `getComputedStyle(document.querySelector('.story')).display === 'grid'`,
		"the picture":      `(i => i.complete && i.naturalWidth === 40)(document.querySelector('.image img, p img'))`,
		"the drawings":     `[...document.querySelectorAll('.chart-plot')].every(e => e.getBoundingClientRect().height > 60) && document.querySelectorAll('.chart-plot').length === 2`,
		"the tables":       `document.querySelectorAll('table.data tbody tr').length === 6`,
		"the contents":     `document.querySelectorAll('.contents a[href^="#"]').length === 2`,
		"hostile words":    `document.getElementById('bars-title').textContent === 'Two cities, bars </script><!–<script>' && document.querySelector('#bars tbody').textContent.includes('</script><!--<script>')`,
		"the end of it":    `document.querySelector('footer.site').getBoundingClientRect().height > 20`,
		"the way to pages": fmt.Sprintf(`(document.querySelector('footer nav') !== null) === %v`, base != ""),
	} {
		if p.js(script) != "true" {
			t.Errorf("%s: %s is not true", what, script)
		}
	}
}

// linked compares where each link leads; words that were links lead nowhere.
func linked(t *testing.T, p tab, base string) {
	t.Helper()
	want := map[string]string{"Two": "two/#s-a-place", "about": "about/", "the front": "", "City Hall": "city-hall/", "Buses": "tags/buses/", "A & B": ""}
	for words, path := range want {
		got := p.js(fmt.Sprintf(`[...document.querySelectorAll('main a, header a')].find(a => a.textContent === %q).getAttribute('href') + ''`, words))
		if expected := base + path; base == "" && got != "null" || base != "" && got != expected {
			t.Errorf("%q leads to %s, want %s", words, got, expected)
		}
	}
	for words, to := range map[string]string{"below": "#s-below", "here": "#s-below", "web": "https://web.example/a?b=1&c=2", "mail": "mailto:a@b.example", "A count": "https://office.example/count?a=1&b=2"} {
		if got := p.js(fmt.Sprintf(`[...document.querySelectorAll('main a')].find(a => a.textContent === %q).getAttribute('href')`, words)); got != to {
			t.Errorf("%q leads to %s, want %s", words, got, to)
		}
	}
	if got := p.js(`[...document.querySelectorAll('[href], [src]')].map(e => e.getAttribute('href') || e.getAttribute('src')).filter(a => !/^(#|data:|https:|mailto:)/.test(a)).join()`); got != "" {
		t.Errorf("the page leads to %s", got)
	}
}

// downloaded compares every download with the file of the site, and clicks on one.
func downloaded(t *testing.T, p tab, project string) {
	t.Helper()
	plotline(t, "build", "-q", "-s", project)
	links := strings.Split(p.js(`[...document.querySelectorAll('a[download]')].map(a => a.download + ' ' + a.getAttribute('href')).join('\n')`), "\n")
	var names []string
	for _, l := range links {
		name, address, _ := strings.Cut(l, " ")
		data, ok := strings.CutPrefix(address, "data:text/csv;charset=utf-8;base64,")
		got, err := base64.StdEncoding.DecodeString(data)
		id := strings.TrimSuffix(strings.TrimPrefix(name, "one-"), "-data.csv")
		want, wrong := os.ReadFile(filepath.Join(project, "public/one/charts", id, "data.csv"))
		if !ok || err != nil || wrong != nil || !bytes.Equal(got, want) {
			t.Errorf("%s holds %q, want %q (%v %v)", name, got, want, err, wrong)
		}
		names = append(names, name)
	}
	if !slices.Equal(names, []string{"one-bars-data.csv", "one-ring-data.csv", "one-all-data.csv"}) {
		t.Fatalf("downloads are %q", names)
	}
	to := t.TempDir()
	if _, err := chromedp.CallBrowser(p.ctx, downloads.SetDownloadBehavior, downloads.SetDownloadBehaviorParams{Behavior: downloads.SetDownloadBehaviorBehaviorAllow, DownloadPath: to}); err != nil {
		t.Fatal(err)
	}
	p.js(`document.querySelector('a[download="one-all-data.csv"]').click(); true`)
	want, _ := os.ReadFile(filepath.Join(project, "public/one/charts/all/data.csv"))
	for {
		if got, _ := os.ReadFile(filepath.Join(to, "one-all-data.csv")); bytes.Equal(got, want) {
			return
		}
		select {
		case <-p.ctx.Done():
			t.Fatal("the download never came")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// valid has html-validate read a page.
func valid(t *testing.T, files ...string) {
	t.Helper()
	tool := filepath.Join(webTools, "html-validate/bin/html-validate.mjs")
	if _, err := os.Stat(tool); err != nil {
		t.Fatal("html-validate is missing: run make bundles")
	}
	if out, err := exec.Command("node", append([]string{tool, "--config", "../../templates/web/.htmlvalidate.json"}, files...)...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%.4000s", err, out)
	}
}

// TestSingleFileKinds wakes every kind of chart in a page that is one file, and so every part of ECharts
// that they need.
func TestSingleFileKinds(t *testing.T) {
	ctx := browser(t)
	file := filepath.Join(t.TempDir(), "all.html")
	plotline(t, "export", "single-file", "--live", "-s", filepath.Dir(gallery(t)), "-o", file)
	p, w := visited(t, ctx, file, 1280)
	p.wakeAll()
	if got, want := p.js(`document.querySelectorAll('.chart-live svg').length`), fmt.Sprint(len(samples())); got != want {
		t.Errorf("%s charts are live, want %s", got, want)
	}
	p.clean()
	w.alone(t, "file://"+file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(scriptsOf(t, text)); n < len(samples()) {
		t.Errorf("%d scripts", n)
	}
	if !bytes.Contains(text, []byte("Apache License")) {
		t.Error("the licence of ECharts is not in the file")
	}
}

// scriptsOf lists the contents of a page's scripts.
func scriptsOf(t *testing.T, page []byte) []string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" && n.FirstChild != nil {
			list = append(list, n.FirstChild.Data)
		}
	}
	return list
}
