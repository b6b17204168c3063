package preview

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// loaded opens a page as a browser does: it loads the page, then listens.
func (r *run) loaded(path, page, build string) *listener {
	r.t.Helper()
	if _, _, got := r.get(path); !strings.Contains(got, `data-build="`+build+`" data-page="`+page+`"`) {
		r.t.Fatalf("GET %s: %q, want build %s and page %s", path, got, build, page)
	}
	return r.open(page, build)
}

func TestAStreamBeginsWithTheState(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1"), Changes: []string{"debt.csv: 2 cells, 1 chart"},
		Warnings: []Message{{Text: "plotline: a.md:9:4: warning: x\n    9 | <b>\u2028", Path: "a.md", Line: 9, Column: 4}}})
	e := r.loaded("/debt/", "debt/index.html", "1").shows("", true)
	if e.Build != "1" || e.Reload || e.Gone || e.Errors == nil || len(e.Errors) != 0 || !slices.Equal(e.Changes, []string{"debt.csv: 2 cells, 1 chart"}) ||
		len(e.Warnings) != 1 || e.Warnings[0] != (Message{Text: "plotline: a.md:9:4: warning: x\n    9 | <b>\u2028", Path: "a.md", Line: 9, Column: 4}) {
		t.Errorf("the first event is %+v", e)
	}
}

func TestTheFormOfEvents(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1"), Errors: []Message{{Text: "<b>\n&"}}})
	l := r.open("debt/index.html", "1")
	var got strings.Builder
	for range 2 {
		text, err := l.block()
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(text + "\n")
	}
	want := "retry: 300\n\nevent: state\n" +
		`data: {"build":"1","reload":false,"errors":[{"text":"<b>\n&","path":"","line":0,"column":0}],"warnings":[],"changes":[],"html":"","final":true,"gone":false}` + "\n\n"
	if got.String() != want {
		t.Errorf("the stream is\n%q, want\n%q", got.String(), want)
	}
}

func TestAStaleBuildReloads(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	r.Show(State{ID: "2", Pages: siteOf("2")})
	for _, build := range []string{"1", "", "3"} {
		l := r.open("index.html", build)
		if e := l.next(); e.name != "reload" {
			t.Errorf("build %q gets %+v, want reload", build, e)
		}
		l.ended()
	}
	r.open("index.html", "2").next()
}

func TestOnlyChangedPagesAreSent(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	debt, front := r.loaded("/debt/", "debt/index.html", "1"), r.loaded("/", "index.html", "1")
	debt.shows("", true)
	front.shows("", true)
	next := siteOf("1")
	next.files["debt/index.html"] = pageOf("debt 2")
	r.Show(State{ID: "2", Pages: next})
	e := debt.shows("debt 2", true)
	if got := without(t, e.HTML); got != pageOf("debt 2") || e.Build != "2" || !strings.Contains(e.HTML, `data-build="2" data-page="debt/index.html"`) {
		t.Errorf("the page is sent as %q", e.HTML)
	}
	front.shows("", true)
	r.Show(State{ID: "3", Pages: siteOf("3")})
	debt.shows("debt 3", true)
	front.shows("front 3", true)
	r.Show(State{ID: "3", Pages: siteOf("3"), Changes: []string{"nothing that shows"}})
	debt.shows("", true)
	front.shows("", true)
}

// What a page shows is known over states of the same build, and is not sent to it again.
func TestAPageThatListensLate(t *testing.T) {
	r := start(t, Options{}, prompt)
	p := siteOf("1")
	r.Show(State{ID: "1", Pages: p})
	r.get("/debt/")
	r.Show(State{ID: "1", Pages: p, Warnings: []Message{{Text: "x"}}})
	if e := r.open("debt/index.html", "1").shows("", true); len(e.Warnings) != 1 {
		t.Errorf("the event is %+v", e)
	}
	r.open("index.html", "1").shows("front 1", true) // nobody loaded this one
}

func TestQuickThenFinal(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	l := r.loaded("/debt/", "debt/index.html", "1")
	l.shows("", true)

	drawn := make(chan struct{})
	p := siteOf("2")
	p.last = map[string]string{"debt/index.html": pageOf("debt 2, last drawing")}
	p.hold = map[string]chan struct{}{"debt/index.html": drawn}
	r.Show(State{ID: "2", Pages: p})
	l.shows("debt 2, last drawing", false) // while File still waits
	close(drawn)
	if e := l.shows("debt 2<", true); without(t, e.HTML) != pageOf("debt 2") {
		t.Errorf("the final page is %q", e.HTML)
	}

	// A page that is the same without its new drawing is not sent twice.
	p = siteOf("3")
	p.last = map[string]string{"debt/index.html": pageOf("debt 2")}
	r.Show(State{ID: "3", Pages: p})
	l.shows("", false)
	l.shows("debt 3", true)

	// Nor is a drawing that comes out as the last one.
	p = siteOf("4")
	p.last = map[string]string{"debt/index.html": pageOf("debt 4")}
	r.Show(State{ID: "4", Pages: p})
	l.shows("debt 4", false)
	l.shows("", true)
}

func TestANewerStateCancelsTheFinalPage(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	l := r.loaded("/debt/", "debt/index.html", "1")
	l.shows("", true)
	slow := siteOf("2")
	slow.last = map[string]string{"debt/index.html": pageOf("debt quick 2")}
	slow.hold = map[string]chan struct{}{"debt/index.html": nil}
	slow.hold["debt/index.html"] = make(chan struct{}) // never drawn
	r.Show(State{ID: "2", Pages: slow})
	l.shows("debt quick 2", false)
	r.Show(State{ID: "3", Pages: siteOf("3")})
	l.shows("debt 3", true)
	if got := slow.list(&slow.canceled); !slices.Equal(got, []string{"debt/index.html"}) {
		t.Errorf("stopped drawings: %q, want that of the page", got)
	}
}

func TestErrorsKeepTheLastGoodPage(t *testing.T) {
	r := start(t, Options{}, prompt)
	one := siteOf("1")
	r.Show(State{ID: "1", Pages: one})
	l := r.loaded("/debt/", "debt/index.html", "1")
	l.shows("", true)
	broken := []Message{{Text: "plotline: a.md:1:1: broken", Path: "a.md", Line: 1, Column: 1}, {Text: "plotline: b.md:1:1: too"}}
	r.Show(State{ID: "1", Pages: one, Errors: broken})
	if e := l.shows("", true); !slices.Equal(e.Errors, broken) {
		t.Errorf("the errors are %+v", e.Errors)
	}
	if status, _, got := r.get("/debt/"); status != 200 || without(t, got) != pageOf("debt 1") {
		t.Errorf("with errors the page is %d, %q", status, got)
	}
	r.Show(State{ID: "1", Pages: one})
	if e := l.shows("", true); len(e.Errors) != 0 {
		t.Errorf("after the repair the errors are %+v", e.Errors)
	}
	// A good build that the client had no time for is caught up when the errors are gone.
	r.Show(State{ID: "2", Pages: siteOf("2"), Errors: broken})
	l.shows("", true)
	r.Show(State{ID: "2", Pages: siteOf("2")})
	l.shows("debt 2", true)
}

func TestTemplatesReload(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	l := r.loaded("/debt/", "debt/index.html", "1")
	l.shows("", true)
	r.Show(State{ID: "2", Pages: siteOf("2"), Reload: true})
	if e := l.shows("", true); !e.Reload {
		t.Errorf("the event is %+v, want a reload", e)
	}
	l = r.loaded("/debt/", "debt/index.html", "2")
	if e := l.shows("", true); e.Reload {
		t.Error("the page that reloaded is told to reload again")
	}
	// With errors the reload waits.
	r.Show(State{ID: "2", Pages: siteOf("2"), Reload: true, Errors: []Message{{Text: "x"}}})
	if e := l.shows("", true); e.Reload {
		t.Error("pages reload while there are errors")
	}
	late := r.loaded("/debt/", "debt/index.html", "2") // with the old templates
	late.shows("", true)
	r.Show(State{ID: "3", Pages: siteOf("3")})
	for _, l := range []*listener{l, late} {
		if e := l.shows("", true); !e.Reload {
			t.Errorf("after the errors the event is %+v, want a reload", e)
		}
	}
	r.Show(State{ID: "4", Pages: siteOf("4")})
	if e := l.shows("debt 4", true); e.Reload {
		t.Errorf("the next event is %+v, and no reload", e)
	}
}

func TestAReloadIsNotLostBehindANewerState(t *testing.T) {
	r := start(t, Options{}, prompt)
	slow := siteOf("1")
	slow.last = map[string]string{"debt/index.html": pageOf("debt quick")}
	slow.hold = map[string]chan struct{}{"debt/index.html": make(chan struct{})}
	r.Show(State{ID: "1", Pages: slow})
	l := r.open("debt/index.html", "1")
	l.shows("debt quick", false)
	r.Show(State{ID: "2", Pages: siteOf("2"), Reload: true})
	r.Show(State{ID: "3", Pages: siteOf("3")}) // at once: the client may never see state 2
	if e := l.shows("", true); !e.Reload {
		t.Errorf("the event is %+v, want a reload", e)
	}
}

func TestAPageThatGoesAndComesBack(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	l := r.loaded("/debt/", "debt/index.html", "1")
	l.shows("", true)
	none := siteOf("2")
	delete(none.files, "debt/index.html")
	r.Show(State{ID: "2", Pages: none})
	if e := l.shows("", true); !e.Gone {
		t.Errorf("the event is %+v, want a page that is gone", e)
	}
	r.Show(State{ID: "3", Pages: siteOf("1")})
	if e := l.shows("", true); e.Gone {
		t.Errorf("the event is %+v, want the page back", e)
	}
	// A page that ends between its two looks.
	half := siteOf("4")
	delete(half.files, "debt/index.html")
	half.last = map[string]string{"debt/index.html": pageOf("debt 4")}
	r.Show(State{ID: "4", Pages: half})
	l.shows("debt 4", false)
	if e := l.shows("", true); !e.Gone {
		t.Errorf("the event is %+v, want a page that is gone", e)
	}
}

func TestALostPageGivesWayToTheOneThatWasWanted(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	for _, path := range []string{"/new/", "/new", "/new/index.html"} {
		if status, _, got := r.get(path); status != 404 || !strings.Contains(got, `data-page="new/index.html"`) {
			t.Fatalf("GET %s: %d, %q", path, status, got)
		}
	}
	l := r.open("new/index.html", "1")
	if e := l.shows("", true); !e.Gone {
		t.Errorf("the event is %+v, want a page that is gone", e)
	}
	r.Show(State{ID: "2", Pages: siteOf("2")})
	l.shows("", true)
	p := siteOf("3")
	p.files["new/index.html"] = pageOf("new")
	r.Show(State{ID: "3", Pages: p})
	if e := l.next(); e.name != "reload" {
		t.Errorf("the event is %+v, want reload", e)
	}
	l.ended()
}

func TestAFrameIsToldNoPages(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	l := r.open("", "1")
	l.shows("", true)
	r.Show(State{ID: "2", Pages: siteOf("2"), Changes: []string{"x"}})
	if e := l.shows("", true); e.Gone || len(e.Changes) != 1 {
		t.Errorf("the event is %+v", e)
	}
}

func TestSignsOfLife(t *testing.T) {
	l := prompt
	l.ping = time.Millisecond
	r := start(t, Options{}, l)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	open := r.loaded("/", "index.html", "1")
	open.shows("", true)
	for range 3 {
		if text, err := open.block(); text != ":\n" || err != nil {
			t.Fatalf("the stream has %q, %v, want a comment", text, err)
		}
	}
	r.Show(State{ID: "2", Pages: siteOf("2")})
	open.shows("front 2", true)
}

func TestOnlySoManyClients(t *testing.T) {
	r := start(t, Options{}, prompt)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	r.get("/")
	var open []*listener
	for range 32 {
		l := r.open("index.html", "1")
		l.next()
		open = append(open, l)
	}
	if l, status := r.connect("index.html", "1"); l != nil || status != http.StatusServiceUnavailable {
		t.Errorf("client 33 gets status %d, want 503", status)
	}
	if status, _, _ := r.get("/"); status != 200 {
		t.Errorf("beside 32 clients a page is answered with %d", status)
	}
	r.Show(State{ID: "2", Pages: siteOf("2")})
	for _, l := range open {
		l.shows("front 2", true)
	}
	open[0].body.Close()
	for end := time.Now().Add(patience); ; { // its place is free as soon as the server heard of it
		if l, _ := r.connect("index.html", "2"); l != nil {
			l.shows("", true)
			break
		}
		if time.Now().After(end) {
			t.Fatal("the place of a client that left is not free")
		}
	}
}

// A client that takes nothing is dropped, and nobody waits for it.
func TestADeadClientIsDropped(t *testing.T) {
	l := prompt
	l.write = 50 * time.Millisecond
	r := start(t, Options{}, l)
	big := siteOf("0")
	big.files["debt/index.html"] = pageOf(strings.Repeat("x", 4<<20))
	r.Show(State{ID: "0", Pages: siteOf("0")})
	dead := r.open("debt/index.html", "0")
	dead.shows("debt 0", true)
	alive := r.open("index.html", "0")
	alive.shows("front 0", true)
	for i := 1; len(r.streams) > 1; i++ {
		// More than the buffers of both ends hold.
		p := siteOf(fmt.Sprint(i))
		p.files["debt/index.html"] = pageOf(fmt.Sprint(i) + strings.Repeat("x", 8<<20))
		r.Show(State{ID: fmt.Sprint(i), Pages: p})
		alive.shows(fmt.Sprintf("front %d<", i), true)
		if i > 1000 {
			t.Fatal("the client is still there")
		}
	}
}

// prompt draws at once what a save changed.
var prompt = func() limits {
	l := usual
	l.rest = 0
	return l
}()

// TestSavesComeBeforeDrawings: while saves follow each other nothing is drawn for any but the last.
func TestSavesComeBeforeDrawings(t *testing.T) {
	l := prompt
	l.rest = 300 * time.Millisecond
	r := start(t, Options{}, l)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	c := r.loaded("/debt/", "debt/index.html", "1")
	c.shows("", true)
	hasty := siteOf("2")
	hasty.last = map[string]string{"debt/index.html": pageOf("debt quick 2")}
	hasty.hold = map[string]chan struct{}{"debt/index.html": make(chan struct{})} // would be stopped
	r.Show(State{ID: "2", Pages: hasty})
	c.shows("debt quick 2", false)
	r.Show(State{ID: "3", Pages: siteOf("3")})
	c.shows("debt 3", true)
	if got := hasty.list(&hasty.canceled); len(got) > 0 {
		t.Errorf("drawn in vain: %q", got)
	}
}
