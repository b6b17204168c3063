package check

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// web is a server with every kind of answer, which counts who asks for what at once.
type web struct {
	mu        sync.Mutex
	asked     map[string]int // by method and path
	busy, top int
	gate      chan struct{} // holds back /slow/
	arrived   chan struct{} // told of each that is held back
	agents    map[string]bool
}

func emptyWeb() *web {
	return &web{asked: map[string]int{}, agents: map[string]bool{}, gate: make(chan struct{}), arrived: make(chan struct{}, 100)}
}

// seen returns what was asked for so far.
func (w *web) seen() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.asked)
}

func newWeb(t *testing.T) (*web, string) {
	w := emptyWeb()
	s := httptest.NewServer(w)
	t.Cleanup(s.Close)
	return w, s.URL
}

func (w *web) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.asked[r.Method+" "+r.URL.Path]++
	w.agents[r.UserAgent()] = true
	w.busy++
	w.top = max(w.top, w.busy)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.busy--
		w.mu.Unlock()
	}()
	head := r.Method == http.MethodHead
	to := func(path string, status int) { http.Redirect(out, r, path, status) }
	switch r.URL.Path {
	case "/", "/%zz":
	case "/gone":
		out.WriteHeader(http.StatusGone)
	case "/no-head":
		if head {
			out.WriteHeader(http.StatusMethodNotAllowed)
		}
	case "/lies": // of heads only
		if head {
			out.WriteHeader(http.StatusNotFound)
		}
	case "/forbidden":
		out.WriteHeader(http.StatusForbidden)
	case "/busy":
		out.WriteHeader(http.StatusTooManyRequests)
	case "/broken":
		out.WriteHeader(http.StatusBadGateway)
	case "/moved":
		to("/#there", http.StatusMovedPermanently)
	case "/moved-twice":
		to("/moved", http.StatusPermanentRedirect)
	case "/for-now":
		to("/", http.StatusFound)
	case "/for-now-then-moved":
		to("/moved", http.StatusTemporaryRedirect)
	case "/moved-then-for-now":
		to("/for-now", http.StatusMovedPermanently)
	case "/moved-to-nothing":
		to("/nothing", http.StatusMovedPermanently)
	case "/loop":
		to("/loop", http.StatusFound)
	case "/away":
		to("ftp://example.org/", http.StatusFound)
	case "/never":
		<-r.Context().Done()
	default:
		if strings.HasPrefix(r.URL.Path, "/slow/") {
			w.arrived <- struct{}{}
			<-w.gate
			return
		}
		out.WriteHeader(http.StatusNotFound)
	}
}

func TestAsk(t *testing.T) {
	w, url := newWeb(t)
	closed := httptest.NewServer(w)
	closed.Close()
	want := map[string]Answer{
		url: {}, url + "/": {}, url + "/?a=1&b=%20#x": {}, url + "/no-head": {}, url + "/lies": {}, url + "/for-now": {}, url + "/for-now-then-moved": {},
		url + "/nothing": {Gone: "404 Not Found"}, url + "/gone#part": {Gone: "410 Gone"}, url + "/moved-to-nothing": {Gone: "404 Not Found"},
		url + "/forbidden": {Unclear: "the server answers 403 Forbidden"}, url + "/busy": {Unclear: "the server answers 429 Too Many Requests"},
		url + "/broken": {Unclear: "the server answers 502 Bad Gateway"}, url + "/never": {Unclear: "the server does not answer in time"},
		url + "/loop": {Unclear: "it is redirected more than 10 times"}, url + "/away": {Unclear: `it is redirected to "ftp://example.org/"`},
		url + "/moved": {Moved: url + "/"}, url + "/moved-twice": {Moved: url + "/"}, url + "/moved-then-for-now": {Moved: url + "/for-now"},
		closed.URL: {Unclear: "the server cannot be reached"}, "http://[::1": {Unclear: "it is no address"},
	}
	var links []string
	for link := range want {
		links = append(links, link)
	}
	got, err := External{Agent: "test", Timeout: 200 * time.Millisecond}.Ask(context.Background(), links)
	if err != nil {
		t.Fatal(err)
	}
	for link, a := range want {
		if got[link] != a {
			t.Errorf("%s: %+v, want %+v", link, got[link], a)
		}
	}
	if asked := w.seen(); asked["GET /no-head"] != 1 || asked["GET /lies"] != 1 || asked["GET /for-now"] != 0 {
		t.Errorf("asked: %v", asked)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.agents) != 1 || !w.agents["test"] {
		t.Errorf("asked by %v", w.agents)
	}
}

// An address is asked for once, whatever its fragments, and a server by two at once at most.
func TestAskPolitely(t *testing.T) {
	w, url := newWeb(t)
	var links []string
	for i := range 12 {
		links = append(links, fmt.Sprintf("%s/slow/%d", url, i), fmt.Sprintf("%s/slow/%d#a", url, i))
	}
	done := make(chan map[string]Answer)
	go func() {
		got, _ := External{}.Ask(context.Background(), links)
		done <- got
	}()
	for range atOneHost {
		<-w.arrived
	}
	for range 12 {
		w.gate <- struct{}{}
	}
	got := <-done
	if len(got) != 24 || slices.ContainsFunc(links, func(l string) bool { return !got[l].Fine() }) {
		t.Errorf("answers: %v", got)
	}
	asked := w.seen()
	if w.mu.Lock(); w.top != atOneHost {
		t.Errorf("%d requests at once, want %d", w.top, atOneHost)
	}
	w.mu.Unlock()
	for what, n := range asked {
		if n != 1 {
			t.Errorf("%s is asked for %d times", what, n)
		}
	}
}

// Eight servers are asked at once, and no more.
func TestAskManyServers(t *testing.T) {
	all := emptyWeb()
	var links []string
	for i := range 10 {
		s := httptest.NewServer(all)
		t.Cleanup(s.Close)
		links = append(links, fmt.Sprintf("%s/slow/%d", s.URL, i))
	}
	done := make(chan struct{})
	go func() {
		External{}.Ask(context.Background(), links)
		close(done)
	}()
	for range atOnce {
		<-all.arrived
	}
	for range links {
		all.gate <- struct{}{}
	}
	<-done
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.top != atOnce {
		t.Errorf("%d requests at once, want %d", all.top, atOnce)
	}
}

type memory struct {
	mu    sync.Mutex
	parts map[[32]byte][][]byte
}

func (m *memory) Recall(key [32]byte) ([][]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.parts[key]
	return p, ok
}

func (m *memory) Keep(key [32]byte, parts [][]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.parts[key] = parts
}

// What was there is asked for again after a day by the clock that is given; what was not, every time.
func TestAskRemembers(t *testing.T) {
	w, url := newWeb(t)
	m := &memory{parts: map[[32]byte][][]byte{}}
	links := []string{url + "/", url + "/nothing", url + "/busy", url + "/moved"}
	day := time.Date(2022, 5, 27, 6, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		now        time.Time
		root, rest int
	}{{day, 2, 1}, {day.Add(23 * time.Hour), 3, 2}, {day.Add(-time.Hour), 5, 3}, {day.Add(22 * time.Hour), 6, 4}, {day.Add(23*time.Hour + time.Minute), 8, 5}} {
		got, err := External{Keeper: m, Now: step.now}.Ask(context.Background(), links)
		if err != nil || got[links[1]].Gone == "" || got[links[2]].Unclear == "" || got[links[3]].Moved == "" {
			t.Errorf("%v: %v, %v", step.now, got, err)
		}
		if asked := w.seen(); asked["HEAD /"] != step.root || asked["GET /nothing"] != step.rest { // a root's head is asked for by /moved too
			t.Errorf("at %v: asked %v, want %d and %d", step.now, asked, step.root, step.rest)
		}
	}
}

func TestAskStops(t *testing.T) {
	w, url := newWeb(t)
	ctx, cancel := context.WithCancel(context.Background())
	m := &memory{parts: map[[32]byte][][]byte{}}
	cancel()
	if _, err := (External{Keeper: m}).Ask(ctx, []string{url + "/", url + "/never"}); err != context.Canceled || len(w.seen()) > 0 || len(m.parts) > 0 {
		t.Errorf("%v, asked %v", err, w.seen())
	}
}

func TestReferences(t *testing.T) {
	files := []File{
		{"a/index.html", []byte(`<link rel="canonical" href="https://own.example/a/"><a href="https://x.example/?a=1&amp;b=2">x</a><a href="https://x.example/?a=1&amp;b=2">again</a><a href="../b/">b</a><a href="mailto:a@b">m</a><a href="HTTP://y">y</a>`)},
		{"b/index.html", []byte(`<a href="http://z.example/#f">z</a><script>"<a href=\"https://no\">"</script>`)},
		{"b/data.csv", []byte(`<a href="http://no.example/">`)},
	}
	want := []Reference{{"a/index.html", "https://x.example/?a=1&b=2"}, {"a/index.html", "HTTP://y"}, {"b/index.html", "http://z.example/#f"}}
	if got := References(files, "https://own.example/"); !reflect.DeepEqual(got, want) {
		t.Errorf("References = %v, want %v", got, want)
	}
}
