package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"plotline/templates"
)

// stage serves a project's site as the preview does, and lets a test say what the preview would.
type stage struct {
	t    *testing.T
	dir  string // of the project
	url  string // of the site
	base string

	mu      sync.Mutex
	build   int
	token   string
	plain   bool
	last    news
	clients map[*client]bool
	came    chan struct{} // a client has come
}

type client struct {
	page, had string // the bytes it was sent or loaded
	events    chan string
}

// news is an event of the preview's, without what each client gets for itself.
type news struct {
	Build    string    `json:"build"`
	Reload   bool      `json:"reload"`
	Errors   []message `json:"errors"`
	Warnings []message `json:"warnings"`
	Changes  []string  `json:"changes"`
	HTML     string    `json:"html"`
	Final    bool      `json:"final"`
	Gone     bool      `json:"gone"`
}

type message struct {
	Text   string `json:"text"`
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

const harbour = "---\ntitle: A harbour that is not there\ndate: 2022-05-27\nsources: {s: {publisher: Made up}}\n---\n"

// block is a chart of a table: every number is made up.
func block(id, kind, x, y string) string {
	return fmt.Sprintf("\n```chart\nid: %s\nkind: %[2]s\ndata: %[1]s.csv\nx: %[3]s\ny: %[4]s\ntitle: The %[1]s\nalt: A chart of made-up numbers\nsource: s\n```\n", id, kind, x, y)
}

// prose is n paragraphs, each its own.
func prose(word string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\nParagraph %s %d tells of a quay where nobody ever tied up a boat, and of the gulls that would have watched.\n", word, i+1)
	}
	return b.String()
}

func harbourFiles() map[string]string {
	return map[string]string{
		"data/boats.csv": "year,boats\n2019,31\n2020,42\n2021,57\n",
		"data/crews.csv": "year,crews\n2017,9\n2018,12\n2019,17\n2020,15\n2021,23\n",
		"data/docks.csv": "dock,tons\nNorth,310\nSouth,250\nEast,120\nWest,60\n",
		"site/stories/harbour.md": harbour + prose("first", 4) + block("boats", "column", "year", "boats") + prose("second", 5) +
			block("crews", "line", "year", "crews") + prose("third", 8) + block("docks", "bar", "dock", "tons") + prose("fourth", 4),
	}
}

// playStage builds a project and serves it below /inland/.
func playStage(t *testing.T, files map[string]string) *stage {
	t.Helper()
	s := &stage{t: t, dir: t.TempDir(), base: "/inland/", token: "secret", clients: map[*client]bool{}, came: make(chan struct{}, 100)}
	for name, text := range files {
		s.write(name, text)
	}
	s.rebuild()
	server := httptest.NewServer(s)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	s.url = server.URL + s.base
	return s
}

func (s *stage) write(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// edit replaces words in a file and builds the site.
func (s *stage) edit(name, old, new string) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil || !strings.Contains(string(text), old) {
		s.t.Fatalf("%s has no %q: %v", name, old, err)
	}
	s.write(name, strings.Replace(string(text), old, new, 1))
	s.rebuild()
}

func (s *stage) rebuild() {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-s", s.dir, "-q", "-D"}, &stdout, &stderr); code != 0 {
		s.t.Fatal(stderr.String())
	}
	s.mu.Lock()
	s.build++
	s.mu.Unlock()
}

// file returns a published page as the preview serves it.
func (s *stage) file(name string) (html string, ok bool) {
	b, err := os.ReadFile(filepath.Join(s.dir, "public", filepath.FromSlash(name)))
	return strings.Replace(string(b), "</head>", s.script(name)+"</head>", 1), err == nil
}

func (s *stage) script(name string) string {
	plain := ""
	if s.plain {
		plain = " data-plain"
	}
	return fmt.Sprintf(`<script src="%s.plotline/preview.js" data-build="%[2]d" data-page="%[3]s" data-base="%[1]s" data-token="%[4]s"%[5]s defer></script>`, s.base, s.build, name, s.token, plain)
}

var scriptElement = regexp.MustCompile(`<script src="[^"]*preview.js"[^>]*></script>`)

func (s *stage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	name, ok := strings.CutPrefix(r.URL.Path, s.base)
	switch {
	case !ok:
		http.NotFound(w, r)
	case name == ".plotline/preview.js":
		bundle, err := templates.Bundles()
		if err != nil {
			s.t.Error(err)
			return
		}
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		w.Write(bundle.Preview)
	case name == ".plotline/events":
		s.listen(w, r)
	case name == ".plotline/frame":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'")
		s.mu.Lock()
		defer s.mu.Unlock()
		fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Preview</title>\n%s</head>\n<body></body>\n</html>\n", s.script(r.URL.Query().Get("page")))
	case name == "" || strings.HasSuffix(name, "/") || strings.HasSuffix(name, ".html"):
		if !strings.HasSuffix(name, ".html") {
			name += "index.html"
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		html, ok := s.file(name)
		if !ok {
			w.WriteHeader(404)
			html, _ = s.file("404.html")
		}
		w.Write([]byte(html))
	default:
		http.ServeFile(w, r, filepath.Join(s.dir, "public", filepath.FromSlash(path.Clean("/"+name))))
	}
}

func (s *stage) listen(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.mu.Lock()
	if q.Get("token") != s.token {
		s.mu.Unlock()
		http.Error(w, "another token", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	if q.Get("build") != fmt.Sprint(s.build) {
		s.mu.Unlock()
		fmt.Fprint(w, "retry: 300\nevent: reload\ndata: \n\n")
		return
	}
	c := &client{page: q.Get("page"), events: make(chan string, 20)}
	c.had, _ = s.file(c.page)
	c.events <- s.say(c, s.last)
	s.clients[c] = true
	s.mu.Unlock()
	fmt.Fprint(w, "retry: 300\n\n")
	w.(http.Flusher).Flush()
	s.came <- struct{}{}
	for {
		select {
		case e, ok := <-c.events:
			if !ok {
				return
			}
			fmt.Fprint(w, e)
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			s.mu.Lock()
			delete(s.clients, c)
			s.mu.Unlock()
			return
		}
	}
}

// say writes an event for one client: the page's bytes when they are new to it.
func (s *stage) say(c *client, e news) string {
	e.Build = fmt.Sprint(s.build)
	html, ok := s.file(c.page)
	if e.HTML != "" {
		html = e.HTML
	}
	e.Gone, e.HTML = !ok && c.page != "404.html", ""
	if bare := scriptElement.ReplaceAllString; ok && len(e.Errors) == 0 && bare(html, "") != bare(c.had, "") {
		e.HTML, c.had = html, html
	}
	b, err := json.Marshal(e)
	if err != nil {
		s.t.Error(err)
	}
	return "event: state\ndata: " + string(b) + "\n\n"
}

// show tells every client of the site as it is now.
func (s *stage) show(e news) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = news{Errors: e.Errors, Warnings: e.Warnings, Changes: e.Changes, Final: true}
	for c := range s.clients {
		c.events <- s.say(c, e)
	}
}

// quick is the newest page as it is before its charts are drawn: the old drawings are still there.
func (s *stage) quick(name, old string) string {
	html, _ := s.file(name)
	drawing := regexp.MustCompile(`(?s)<div class="drawing drawing-(narrow|broad)">.*?</svg></div>`)
	drawings := drawing.FindAllString(old, -1)
	if len(drawings) == 0 || len(drawings) != len(drawing.FindAllString(html, -1)) {
		s.t.Fatalf("%d drawings before", len(drawings))
	}
	return drawing.ReplaceAllStringFunc(html, func(string) string {
		first := drawings[0]
		drawings = drawings[1:]
		return first
	})
}

// hang cuts every stream.
func (s *stage) hang() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.clients {
		close(c.events)
		delete(s.clients, c)
	}
}

// visit opens a page of the stage and waits until it listens.
func (s *stage) visit(ctx context.Context, name string, width int64) tab {
	s.t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	s.t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		s.t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `window.breaches = []; addEventListener('securitypolicyviolation', e => breaches.push(e.violatedDirective + ' ' + e.blockedURI)); window.hacked = 0; window.alert = () => { hacked++ }`}); err != nil {
		s.t.Fatal(err)
	}
	p := open(s.t, ctx, s.url+name, width)
	s.heard(p)
	p.js(`window.marker = 1; window.tree = document.querySelector('plotline-preview')?.shadowRoot; true`)
	return p
}

// heard waits until a client listens.
func (s *stage) heard(p tab) {
	s.t.Helper()
	select {
	case <-s.came:
	case <-p.ctx.Done():
		s.t.Fatal("nobody listens")
	}
}

// again waits until the page has been loaded again and listens.
func (s *stage) again(p tab) {
	s.t.Helper()
	s.heard(p)
	p.wait(`window.marker === undefined && document.readyState === 'complete'`)
	p.js(`window.marker = 1; window.tree = document.querySelector('plotline-preview').shadowRoot; true`)
}

// kept fails when the page was loaded again, or its policy broken.
func (p tab) kept() {
	p.t.Helper()
	if got := p.js(`window.marker + ' ' + [...breaches, ...window.faults || []].join('; ')`); got != "1 " {
		p.t.Errorf("the page is another, or broken: %s", got)
	}
}

// words are the texts of the drawing of a figure that is seen: its live chart's, where it has one.
const words = `window.words = id => [...document.getElementById(id).querySelectorAll(document.getElementById(id).querySelector('.is-live') ? '.chart-live svg text' : '.drawing > svg text')].filter(e => e.getClientRects().length && getComputedStyle(e).visibility === 'visible').map(e => e.textContent).join('|'); true`

// TestPreviewCells edits cells: a live chart and two that are drawn come to their new numbers, and
// what the reporter was doing in the page stays.
func TestPreviewCells(t *testing.T) {
	s := playStage(t, harbourFiles())
	p := s.visit(browser(t), "harbour/", 1280)
	p.js(words)
	p.js(`window.plot = document.querySelector('#boats .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	p.js(`document.querySelector('#docks details').open = true; scrollTo(0, 700); document.querySelector('#crews summary').focus({preventScroll: true});
		window.chosen = [...document.querySelectorAll('.story > p')].find(e => e.textContent.includes('second 2'));
		getSelection().setBaseAndExtent(chosen.firstChild, 10, chosen.firstChild, 30); window.at = scrollY; window.nodes = [...document.querySelectorAll('.story > *, .drawing')]; true`)
	unmoved := func() {
		t.Helper()
		p.kept()
		for what, script := range map[string]string{
			"the details close":      `document.querySelector('#docks details').open`,
			"the page scrolls":       `scrollY === at`,
			"the focus is lost":      `document.activeElement === document.querySelector('#crews summary')`,
			"the selection is lost":  `getSelection().toString() === chosen.textContent.slice(10, 30)`,
			"elements are others":    `[...document.querySelectorAll('.story > *, .drawing')].every((e, i) => e === nodes[i])`,
			"the live chart is dead": `plot.dataset.live === 'yes' && !!plot.querySelector('.is-live .chart-live svg')`,
		} {
			if p.js(script) != "true" {
				t.Error(what)
			}
		}
	}

	s.edit("data/boats.csv", "57", "83")
	s.show(news{Final: true, Changes: []string{"boats.csv: 1 cell, 1 chart"}})
	p.wait(`words('boats').includes('83')`)
	if got := p.js(`document.querySelector('#boats tbody').textContent.includes('83') + ' ' + document.querySelector('#boats .drawing-broad > svg').textContent.includes('83') + ' ' + tree.querySelector('.changes').textContent`); got != "true true boats.csv: 1 cell, 1 chart" {
		t.Errorf("table, drawing and toolbar say %s", got)
	}
	unmoved()

	s.edit("data/docks.csv", "120", "177") // one that is drawn, and its drawing with it
	s.show(news{Final: true})
	p.wait(`words('docks').includes('177')`)
	if p.js(`String(document.querySelector('#docks .chart-plot').dataset.live)`) != "undefined" {
		t.Error("a chart was woken although its drawing was there")
	}
	unmoved()

	old, _ := s.file("harbour/index.html") // one whose drawing comes later, and one far below it
	s.edit("data/crews.csv", "23", "91")
	s.edit("data/docks.csv", "177", "204")
	s.show(news{HTML: s.quick("harbour/index.html", old)})
	p.wait(`words('crews').includes('91')`)
	p.wait(`words('docks').includes('204')`)
	drawn := `[...document.querySelectorAll('#crews .drawing > svg text')].some(e => e.textContent === '91')`
	if p.js(drawn) != "false" {
		t.Error("the drawing was new already: this proves nothing")
	}
	unmoved()
	s.show(news{Final: true})
	p.wait(drawn)
	unmoved()

	s.edit("data/docks.csv", "West,60\n", "West,60\nCentre,45\nOuter,30\n") // a chart of another height
	was := count(p.js(`document.querySelector('#docks .chart-plot').clientHeight`))
	s.show(news{Final: true})
	p.wait(`words('docks').includes('Outer')`)
	if now := count(p.js(`document.querySelector('#docks .chart-plot').clientHeight`)); now <= was || p.js(`Math.abs(document.querySelector('#docks .is-live > svg').getBoundingClientRect().height - document.querySelector('#docks .chart-live svg').getBoundingClientRect().height) < 1`) != "true" {
		t.Errorf("the chart is %d px high, before it was %d", now, was)
	}
	unmoved()
}

// TestPreviewMotion: a live chart goes to its new numbers by way of others, and stands at last as
// one that was born with them; with reduced motion it is there at once.
func TestPreviewMotion(t *testing.T) {
	s := playStage(t, harbourFiles())
	p := s.visit(browser(t), "harbour/", 1280)
	p.js(words)
	p.js(`window.plot = document.querySelector('#boats .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	shape := `[...plot.querySelectorAll('.is-live .chart-live path')].map(e => e.getAttribute('d')).join(' ')`
	p.js(`window.seen = new Set(); (function look() { seen.add(` + shape + `); requestAnimationFrame(look) })(); true`)
	s.edit("data/boats.csv", "57", "12")
	s.show(news{Final: true})
	p.wait(`words('boats').includes('12')`)
	fresh := s.visit(p.ctx, "harbour/", 1280)
	fresh.js(`window.plot = document.querySelector('#boats .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); true`)
	fresh.wait(`plot.dataset.live === 'yes'`)
	want := fresh.js(shape)
	p.js(fmt.Sprintf(`window.want = %q; true`, want))
	p.wait(shape + ` === want`)
	if n := count(p.js(`seen.size`)); n < 4 {
		t.Errorf("the chart had %d shapes on its way", n)
	}
	p.js(`window.matchMedia = q => ({matches: /reduce/.test(q), addEventListener() {}, removeEventListener() {}}); seen.clear(); true`)
	s.edit("data/boats.csv", "12", "57")
	s.show(news{Final: true})
	p.wait(`words('boats').includes('57') && ` + shape + ` !== want`)
	p.js(painted)
	if n := count(p.js(`seen.size`)); n > 2 {
		t.Errorf("with reduced motion the chart had %d shapes on its way", n)
	}
	p.kept()
}
