package preview

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const patience = 20 * time.Second // for what comes at once on a machine that is not busy

// site is a build in memory.
type site struct {
	files map[string]string
	last  map[string]string        // pages that are still to be drawn, as Quick shows them
	hold  map[string]chan struct{} // a drawing ends when its channel is closed
	fail  map[string]error

	mu       sync.Mutex
	asked    []string
	canceled []string
}

func (s *site) File(ctx context.Context, path string) ([]byte, bool, error) {
	s.note(&s.asked, path)
	if hold := s.hold[path]; hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			s.note(&s.canceled, path)
			return nil, false, ctx.Err()
		}
	}
	if err := s.fail[path]; err != nil {
		return nil, false, err
	}
	text, ok := s.files[path]
	return []byte(text), ok, nil
}

func (s *site) Quick(path string) ([]byte, bool, bool) {
	s.note(&s.asked, path)
	if text, ok := s.last[path]; ok {
		return []byte(text), false, true
	}
	text, ok := s.files[path]
	return []byte(text), true, ok
}

func (s *site) note(list *[]string, path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*list = append(*list, path)
}

func (s *site) list(list *[]string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), *list...)
}

const head = "<!DOCTYPE html><html><head><title>"

func pageOf(text string) string {
	return head + text + "</title></head><body><p>" + text + "</p></body></html>\n"
}

func siteOf(text string) *site {
	return &site{files: map[string]string{
		"index.html": pageOf("front " + text), "debt/index.html": pageOf("debt " + text), "404.html": pageOf("lost"),
		"assets/style.0.css": "p{}", "debt/data/debt.csv": "year,debt\n",
	}}
}

// run is a server that serves over loopback.
type run struct {
	*Server
	t    testing.TB
	host string
	stop context.CancelFunc
	done chan error
}

func start(t testing.TB, o Options, l limits) *run {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, newServer(o, l), ln)
}

func serve(t testing.TB, s *Server, ln net.Listener) *run {
	ctx, stop := context.WithCancel(context.Background())
	r := &run{Server: s, t: t, host: ln.Addr().String(), stop: stop, done: make(chan error, 1)}
	go func() { r.done <- r.Serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-r.done; err != nil {
			t.Errorf("Serve() = %v", err)
		}
	})
	return r
}

// get returns status, header and body of a path, with further header fields.
func (r *run) get(path string, fields ...string) (int, http.Header, string) {
	r.t.Helper()
	return r.do("GET", path, fields...)
}

func (r *run) do(method, path string, fields ...string) (int, http.Header, string) {
	r.t.Helper()
	req, err := http.NewRequest(method, "http://"+r.host+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] == "Host" {
			req.Host = fields[i+1]
		}
		req.Header.Set(fields[i], fields[i+1])
	}
	res, err := direct.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(body)
}

// direct follows no redirect and keeps no connection, which would count as a goroutine left.
var direct = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       patience,
}

// told is an event of a stream.
type told struct {
	name string
	event
}

// listener is an open page.
type listener struct {
	t     testing.TB
	body  io.ReadCloser
	lines *bufio.Reader
}

// open loads nothing: the caller says which build the page is of.
func (r *run) open(page, build string) *listener {
	r.t.Helper()
	l, status := r.connect(page, build)
	if l == nil {
		r.t.Fatalf("events of %s: status %d", page, status)
	}
	return l
}

func (r *run) connect(page, build string) (*listener, int) {
	r.t.Helper()
	q := url.Values{"page": {page}, "build": {build}, "token": {r.token}}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	r.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", "http://"+r.host+r.address+".plotline/events?"+q.Encode(), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		res.Body.Close()
		return nil, res.StatusCode
	}
	r.t.Cleanup(func() { res.Body.Close() })
	return &listener{r.t, res.Body, bufio.NewReaderSize(res.Body, 64<<10)}, res.StatusCode
}

// block returns the lines up to the next empty one.
func (l *listener) block() (string, error) {
	var b strings.Builder
	for {
		line, err := l.lines.ReadString('\n')
		if err != nil || line == "\n" {
			return b.String(), err
		}
		b.WriteString(line)
	}
}

var eventForm = regexp.MustCompile(`^event: (\w+)\ndata: (.*)\n$`)

// next returns the next event.
func (l *listener) next() told {
	l.t.Helper()
	for {
		text, err := l.block()
		if err != nil {
			l.t.Fatalf("the stream ended: %v", err)
		}
		m := eventForm.FindStringSubmatch(text)
		if m == nil {
			if text != "retry: 300\n" && text != ":\n" {
				l.t.Fatalf("the stream has %q", text)
			}
			continue
		}
		e := told{name: m[1]}
		if err := json.Unmarshal([]byte(m[2]), &e.event); err != nil {
			l.t.Fatal(err)
		}
		return e
	}
}

// shows asks the next event for a state with this text on the page, or none for no new bytes.
func (l *listener) shows(text string, final bool) told {
	l.t.Helper()
	e := l.next()
	if e.name != "state" || e.Final != final || (text == "") != (e.HTML == "") || !strings.Contains(e.HTML, text) {
		l.t.Fatalf("the event is %+v, want a state with %q and final %t", e, text, final)
	}
	return e
}

func (l *listener) ended() {
	l.t.Helper()
	if text, err := l.block(); err == nil || text != "" {
		l.t.Fatalf("the stream goes on with %q, %v", text, err)
	}
}

// element matches what the preview adds to a page.
var element = regexp.MustCompile(`<script src="[^"]*\.plotline/preview\.js" data-build="[^"]*" data-page="[^"]*" data-base="[^"]*" data-token="\w{26}"( data-plain)? defer></script>`)

// without returns a page as the site has it.
func without(t testing.TB, html string) string {
	t.Helper()
	if n := len(element.FindAllString(html, -1)); n != 1 || strings.Count(html, "preview.js") != 1 {
		t.Errorf("%d script elements of the preview in %q, want 1", n, html)
	}
	return element.ReplaceAllString(html, "")
}

func TestEveryPageGetsOneElement(t *testing.T) {
	pages := map[string]string{ // with | where the element belongs
		"plain.html":    "<!DOCTYPE html><html><head><title>x</title>|</head><body>x</body></html>",
		"capital.html":  "<HTML><HEAD>|</HEAD ><body></head></body>",
		"none.html":     "<p>no head</p>\n|",
		"body.html":     "<html><body><p>no head, yet</head></p></body></html>|",
		"comment.html":  "<head><!-- </head> --><title></head></title>|</head>",
		"script.html":   "<head><script>'</head>'</script>|</head><body></body>",
		"odd.html":      "<head><meta content='<\x00\xff&amp;</head>'>\r\n|</head>\r\n",
		"headless.html": "<header></header>|",
		"empty.html":    "|",
		"cut.html":      "<html><head><title>cut|",
	}
	p := siteOf("1")
	for name, text := range pages {
		p.files[name] = strings.Replace(text, "|", "", 1)
	}
	r := start(t, Options{}, prompt)
	r.Show(State{ID: `b"1&`, Pages: p})
	for name, text := range pages {
		status, h, got := r.get("/" + name)
		added := fmt.Sprintf(`<script src="/.plotline/preview.js" data-build="b&#34;1&amp;" data-page="%s" data-base="/" data-token="%s" defer></script>`, name, r.token)
		if want := strings.Replace(text, "|", added, 1); got != want || status != 200 {
			t.Errorf("GET /%s: %d\n%q, want\n%q", name, status, got, want)
		}
		if bare := without(t, got); bare != p.files[name] {
			t.Errorf("%s without its element is %q, want %q", name, bare, p.files[name])
		}
		if ct := h.Get("Content-Type"); ct != "text/html; charset=utf-8" {
			t.Errorf("%s is of type %q", name, ct)
		}
	}
}

func TestFilesAreServedAsTheyAre(t *testing.T) {
	want := map[string]string{
		"a.css": "text/css; charset=utf-8", "a.js": "text/javascript; charset=utf-8", "a.svg": "image/svg+xml", "a.png": "image/png",
		"a.jpg": "image/jpeg", "A.JPG": "image/jpeg", "a.gif": "image/gif", "a.webp": "image/webp", "a.csv": "text/csv; charset=utf-8",
		"a.json": "application/json; charset=utf-8", "a.xml": "application/xml; charset=utf-8", "a.txt": "text/plain; charset=utf-8",
		"a.webmanifest": "application/manifest+json; charset=utf-8", "a.woff2": "font/woff2", "a.ico": "image/x-icon",
		"a.odd": "application/octet-stream", ".nojekyll": "application/octet-stream", "%E7%BB%8F%20x.csv": "text/csv; charset=utf-8",
	}
	p := siteOf("1")
	const text = "<html><head></head><script>sniff me</script>"
	for name := range want {
		name, _ = url.PathUnescape(name)
		p.files[name] = text
	}
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: p})
	for name, kind := range want {
		status, h, got := r.get("/" + name)
		if status != 200 || got != text || h.Get("Content-Type") != kind || h.Get("Cache-Control") != "no-store" {
			t.Errorf("GET /%s: %d, %q, %v, want type %q", name, status, got, h, kind)
		}
		status, h2, got := r.do("HEAD", "/"+name)
		if status != 200 || got != "" || h2.Get("Content-Length") != h.Get("Content-Length") || h2.Get("Content-Type") != kind {
			t.Errorf("HEAD /%s: %d, %q, %v", name, status, got, h2)
		}
	}
	_, h, _ := r.get("/assets/style.0.css")
	tag := h.Get("ETag")
	if h.Get("Cache-Control") != "no-cache" || tag == "" {
		t.Errorf("an asset has the header %v", h)
	}
	if status, _, got := r.get("/assets/style.0.css", "If-None-Match", tag); status != 304 || got != "" {
		t.Errorf("asked with its tag, an asset is answered with %d, %q", status, got)
	}
	if status, _, got := r.get("/assets/style.0.css", "If-None-Match", `"old"`); status != 200 || got != "p{}" {
		t.Errorf("asked with an old tag, an asset is answered with %d, %q", status, got)
	}
}

func TestEveryResponseHasItsHeader(t *testing.T) {
	r := start(t, Options{Base: "/inland/", Script: []byte("1")}, usual)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	for path, status := range map[string]int{
		"/inland/": 200, "/inland/debt/data/debt.csv": 200, "/inland/.plotline/preview.js": 200, "/inland/.plotline/frame?page=index.html&width=375": 200,
		"/": 302, "/inland": 302, "/inland/no": 404, "/elsewhere": 404, "/inland/.plotline/events": 403, "/inland/.plotline/": 404,
		"/inland/.plotline/x": 404, "/inland/.plotline/preview.js/": 404, "/inland/a%5cb": 400,
	} {
		got, h, _ := r.get(path)
		if got != status {
			t.Errorf("GET %s: %d, want %d", path, got, status)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if h.Get(name) != want {
				t.Errorf("GET %s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
		if p := h.Get("Content-Security-Policy"); !strings.HasSuffix(p, "frame-ancestors 'self'") {
			t.Errorf("GET %s: the policy is %q", path, p)
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("GET %s has %s", path, name)
			}
		}
	}
}

func TestBase(t *testing.T) {
	for in, want := range map[string]string{"": "/", "/": "/", "/inland/": "/inland/", "inland": "/inland/", "/a/b c/": "/a/b%20c/", "/é": "/%C3%A9/"} {
		r := start(t, Options{Base: in}, usual)
		r.Show(State{ID: "1", Pages: siteOf("1")})
		status, _, got := r.get(want + "debt/")
		if status != 200 || without(t, got) != pageOf("debt 1") || !strings.Contains(got, `src="`+want+`.plotline/`) || !strings.Contains(got, `data-base="`+want+`"`) {
			t.Errorf("base %q: GET %sdebt/: %d, %q", in, want, status, got)
		}
		if want == "/" {
			continue
		}
		for _, path := range []string{"/", strings.TrimSuffix(want, "/")} {
			if status, h, _ := r.get(path); status != 302 || h.Get("Location") != want {
				t.Errorf("base %q: GET %s: %d to %q, want 302 to %q", in, path, status, h.Get("Location"), want)
			}
		}
		if status, _, got := r.get("/debt/"); status != 404 || strings.Contains(got, "lost") {
			t.Errorf("base %q: GET /debt/: %d, %q", in, status, got)
		}
		if status, h, _ := r.get(want + "debt?a=b"); status != 302 || h.Get("Location") != want+"debt/?a=b" {
			t.Errorf("base %q: GET %sdebt: %d to %q", in, want, status, h.Get("Location"))
		}
	}
}

func TestLostReadersGetTheSitesPage(t *testing.T) {
	r := start(t, Options{Base: "/inland/"}, usual)
	p := siteOf("1")
	r.Show(State{ID: "1", Pages: p})
	for _, path := range []string{"no", "no/", "no/index.html", "no.html", "debt/no", "debt/index.html/", "a/b/c/d/e/f/", "a/b/c/d.png", "index", "assets/", "assets/style.1.css", "%252e%252e/x"} {
		status, h, got := r.get("/inland/" + path)
		if status != 404 || without(t, got) != pageOf("lost") || h.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("GET /inland/%s: %d, %q", path, status, got)
		}
	}
	delete(p.files, "404.html")
	if status, _, got := r.get("/inland/<script>"); status != 404 || strings.Contains(got, "<script>") || !strings.Contains(got, "&lt;script&gt;") {
		t.Errorf("without a 404.html: %d, %q", status, got)
	}
}

func TestPlain(t *testing.T) {
	r := start(t, Options{Plain: true}, usual)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	if _, _, got := r.get("/"); !strings.Contains(got, ` data-plain defer></script></head>`) {
		t.Errorf("a plain page is %q", got)
	}
}

func TestFrame(t *testing.T) {
	r := start(t, Options{Base: "/inland/"}, usual)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	for query, script := range map[string]string{"": "yes", "&script=no": "no", "&script=yes": "yes"} {
		status, h, got := r.get("/inland/.plotline/frame?page=debt/index.html&width=375" + query)
		want := fmt.Sprintf(`<script src="/inland/.plotline/preview.js" data-build="1" data-page="debt/index.html" data-base="/inland/" data-token="%s" data-frame="375" data-script="%s" defer></script>`, r.token, script)
		if status != 200 || strings.Count(got, "<script") != 1 || !strings.Contains(got, want) {
			t.Errorf("the frame is %d, %q, want %q in it", status, got, want)
		}
		if p := h.Get("Content-Security-Policy"); p != "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'" {
			t.Errorf("the frame's policy is %q", p)
		}
	}
	for query, want := range map[string]int{
		"": 400, "width=375": 404, "page=no/index.html&width=375": 404, "page=index.html&width=0375": 400, "page=index.html&width=%22": 400,
		"page=index.html&width=99999": 400, "page=index.html&width=-375": 400, "page=index.html&width=1": 400, "page=index.html&width=375&script=maybe": 400,
		"page=%22%3E%3Cscript%3E&width=375": 404, "page=../debt/index.html&width=375": 404,
	} {
		if status, _, got := r.get("/inland/.plotline/frame?" + query); status != want || strings.Contains(got, "<") {
			t.Errorf("frame?%s: %d, %q, want %d", query, status, got, want)
		}
	}
}

func TestRequestsWaitForTheFirstBuild(t *testing.T) {
	r := start(t, Options{}, prompt)
	got := make(chan string)
	go func() {
		res, err := direct.Get("http://" + r.host + "/")
		if err != nil {
			got <- err.Error()
			return
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		got <- string(b)
	}()
	r.Show(State{ID: "1", Pages: siteOf("1")})
	if page := <-got; !strings.Contains(page, "front 1") {
		t.Errorf("the first page is %q", page)
	}
}

func TestBeforeTheFirstGoodBuild(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "0", Errors: []Message{{Text: "plotline: a.md:1:2: <b>"}}})
	status, _, got := r.get("/debt/")
	if status != 503 || !strings.Contains(got, "plotline: a.md:1:2: &lt;b&gt;") || !strings.Contains(got, `data-build="0" data-page="debt/index.html"`) {
		t.Errorf("the page is %d, %q", status, got)
	}
	without(t, got)
	l := r.open("debt/index.html", "0")
	if e := l.shows("", true); len(e.Errors) != 1 {
		t.Errorf("the event is %+v", e)
	}
	r.Show(State{ID: "1", Pages: siteOf("1")})
	if e := l.next(); e.name != "reload" {
		t.Errorf("with the first good build comes %+v, want reload", e)
	}
	l.ended()
}

func TestAFailedDrawingLeavesAPage(t *testing.T) {
	p := siteOf("1")
	p.last = map[string]string{"debt/index.html": pageOf("debt, no chart")}
	p.fail = map[string]error{"debt/index.html": errors.New("plotline: <boom>"), "debt/data/debt.csv": errors.New("plotline: <bang>")}
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: p})
	if status, _, got := r.get("/debt/"); status != 200 || without(t, got) != pageOf("debt, no chart") {
		t.Errorf("the page is %d, %q", status, got)
	}
	if status, _, got := r.get("/debt/data/debt.csv"); status != 500 || !strings.Contains(got, "&lt;bang&gt;") {
		t.Errorf("the file is %d, %q", status, got)
	}
	r.Show(State{ID: "1", Pages: siteOf("1")}) // now it can be drawn, and another reader has it so
	r.get("/debt/")
	l := r.open("debt/index.html", "1")
	l.shows("debt 1", true) // nobody knows which bytes this one shows
	r.Show(State{ID: "1b", Pages: p})
	l.shows("debt, no chart", false)
	if e := l.shows("", true); len(e.Errors) != 1 || e.Errors[0].Text != "plotline: <boom>" {
		t.Errorf("the event is %+v", e)
	}
	r.Show(State{ID: "2", Pages: siteOf("2")})
	if e := l.shows("debt 2", true); len(e.Errors) != 0 {
		t.Errorf("the event is %+v", e)
	}
}

func TestAPanicOfPagesIsLoggedAndSurvived(t *testing.T) {
	var log bytes.Buffer
	p := &panics{siteOf("1")}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Log: &log})
	s.Show(State{ID: "1", Pages: p})
	t.Run("serve", func(t *testing.T) {
		r := serve(t, s, ln)
		if _, err := direct.Get("http://" + r.host + "/boom.css"); err == nil {
			t.Error("a panic was answered")
		}
		if status, _, _ := r.get("/"); status != 200 {
			t.Errorf("after a panic the status is %d", status)
		}
	})
	if !strings.Contains(log.String(), "no such thing") {
		t.Errorf("the log is %q", log.String())
	}
}

type panics struct{ *site }

func (p *panics) File(ctx context.Context, path string) ([]byte, bool, error) {
	if path == "boom.css" {
		panic("no such thing")
	}
	return p.site.File(ctx, path)
}

// left returns the stacks of goroutines that belong to a server.
func left() string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	var ours []string
	for stack := range strings.SplitSeq(string(buf), "\n\n") {
		if strings.Contains(stack, "net/http.(*conn)") || strings.Contains(stack, "net/http.(*connReader)") || strings.Contains(stack, "net/http.(*Server)") ||
			strings.Contains(stack, "preview.(*Server)") || strings.Contains(stack, "preview.(*joined)") || strings.Contains(stack, "preview.waitAtMost") {
			ours = append(ours, stack)
		}
	}
	return strings.Join(ours, "\n\n")
}

// noneLeft waits for goroutines that have done their work to be gone.
func noneLeft(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(patience); left() != ""; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("goroutines are left:\n%s", left())
		}
	}
}

func TestStopIsImmediateAndClean(t *testing.T) {
	noneLeft(t)
	files := descriptors(t)
	t.Run("serve", func(t *testing.T) {
		ln, _, err := Listen("", 0)
		if err != nil {
			t.Fatal(err)
		}
		s := newServer(Options{}, prompt)
		r := serve(t, s, ln)
		p := siteOf("1")
		p.hold = map[string]chan struct{}{"slow.css": make(chan struct{}), "slow/index.html": make(chan struct{})}
		p.last = map[string]string{"slow/index.html": pageOf("slow")}
		s.Show(State{ID: "1", Pages: p})
		var pages []*listener
		for range 20 {
			l := r.open("index.html", "1")
			l.next()
			pages = append(pages, l)
		}
		drawing := r.open("slow/index.html", "1")
		drawing.shows("slow", false)
		slow := make(chan string)
		go func() { // a response under way
			res, err := direct.Get("http://" + r.host + "/slow.css")
			if err != nil {
				slow <- err.Error()
				return
			}
			res.Body.Close()
			slow <- res.Status
		}()
		for !strings.Contains(fmt.Sprint(p.list(&p.asked)), "slow.css") {
			runtime.Gosched()
		}
		for range 50 { // connections that say nothing
			c, err := net.Dial("tcp", r.host)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
		}
		began := time.Now()
		r.stop()
		err = <-r.done
		took := time.Since(began)
		r.done <- err // for the cleanup
		if err != nil || took > 500*time.Millisecond {
			t.Errorf("Serve() = %v after %v, want nil within 500ms", err, took)
		}
		t.Logf("stopped %d streams, a drawing, a slow response and 50 idle connections in %v", len(pages)+1, took)
		for _, l := range append(pages, drawing) {
			l.ended()
		}
		if got := <-slow; got != "503 Service Unavailable" {
			t.Errorf("the response under way ended with %q", got)
		}
		if got := fmt.Sprint(p.list(&p.canceled)); !strings.Contains(got, "slow.css") || !strings.Contains(got, "slow/index.html") {
			t.Errorf("drawings that were stopped: %s", got)
		}
		if c, err := net.Dial("tcp", r.host); err == nil {
			c.Close()
			t.Error("the port still answers")
		}
	})
	noneLeft(t)
	for end := time.Now().Add(patience); descriptors(t) > files; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%d files are open, %d were before", descriptors(t), files)
		}
	}
}

// stubborn takes a while to stop drawing.
type stubborn struct {
	*site
	begun chan struct{}
	ended atomic.Bool
}

func (p *stubborn) File(ctx context.Context, path string) ([]byte, bool, error) {
	close(p.begun)
	<-ctx.Done()
	<-time.After(2 * usual.grace)
	p.ended.Store(true)
	return nil, false, ctx.Err()
}

func TestServeWaitsForDrawings(t *testing.T) {
	r := start(t, Options{}, prompt)
	p := &stubborn{site: siteOf("1"), begun: make(chan struct{})}
	r.Show(State{ID: "1", Pages: p})
	go direct.Get("http://" + r.host + "/x.css")
	<-p.begun
	r.stop()
	err := <-r.done
	if !p.ended.Load() {
		t.Error("Serve returned while a drawing was under way")
	}
	r.done <- err
}

// A reader that takes nothing of a page is let go.
func TestASlowReaderIsDropped(t *testing.T) {
	l := prompt
	l.write = 50 * time.Millisecond
	r := start(t, Options{}, l)
	p := siteOf("1")
	p.files["big.css"] = strings.Repeat("x", 64<<20) // more than the buffers of both ends hold
	r.Show(State{ID: "1", Pages: p})
	c, err := net.Dial("tcp", r.host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /big.css HTTP/1.1\r\nHost: %s\r\n\r\n", r.host)
	for end := time.Now().Add(patience); !strings.Contains(fmt.Sprint(p.list(&p.asked)), "big.css") || strings.Contains(left(), "(*conn).serve"); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("the server still writes")
		}
	}
}

// descriptors counts the open files of this process, where that can be read.
func descriptors(t *testing.T) int {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Logf("open files are not counted: %v", err)
	}
	return len(list)
}

func TestServeReturnsTheListenersError(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	if err := New(Options{}).Serve(context.Background(), ln); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve() = %v, want %v", err, net.ErrClosed)
	}
	noneLeft(t)
}
