// Package preview shows the site of the current build to the reporter's own browser, and tells the
// open pages what changed.
//
// In go a Pages for every build, through Server.Show; out come HTTP responses and event streams.
// Start with Listen and New, then Server.Serve. Nothing here opens a file: only what Pages knows is
// ever served. The preview is not a public server, and door.go says whom it refuses.
package preview

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Pages is the site of one build. It is safe for concurrent use.
type Pages interface {
	// File returns the complete bytes at a path of the site ("slug/index.html", "assets/x.css"); ok
	// is false when the site has none. It may take a while: charts are drawn on request.
	File(ctx context.Context, path string) (data []byte, ok bool, err error)
	// Quick returns a page at once; charts that are still to be drawn show their last drawings.
	// final says that these are the bytes that File returns.
	Quick(path string) (html []byte, final, ok bool)
}

// State is what the preview shows from now on. It must not change once it is shown.
type State struct {
	ID       string    // of the build; another for each state whose pages differ
	Pages    Pages     // of the last good build; nil only before the first one
	Errors   []Message // what stops the newest build; the pages are then those of the last good one
	Warnings []Message
	Changes  []string // since the last save, in words: "ai_companies.csv: 2 cells, 1 chart"
	Reload   bool     // templates or configuration changed: pages reload
}

// Message is a problem in the form that terminals print, of several lines, and its place.
type Message struct {
	Text   string `json:"text"`
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Options say where and how a Server serves. The zero Options serve at the root of loopback names.
type Options struct {
	Base   string    // path the site is mounted at, unescaped: "/" or "/inland/"
	Bind   string    // what Listen was told: a name or address by which browsers may call the server
	Script []byte    // the script of every page, preview.js
	Plain  bool      // no toolbar
	Log    io.Writer // what the server has to say of itself, as a panic of Pages; nil drops it
}

// Server shows the newest State. It is an http.Handler for connections of a net/http server.
type Server struct {
	options Options
	base    string // begins and ends with a slash
	address string // base as it stands in addresses
	token   string
	limits  limits
	streams chan struct{} // a place for each event stream

	mu  sync.Mutex
	now *showing
}

// limits are in one place, so that tests need not wait for them.
type limits struct {
	header  time.Duration // for a request to be told
	idle    time.Duration // for a connection that says nothing more
	write   time.Duration // for a response, or one event, to be taken
	ping    time.Duration // between signs of life in a stream
	rest    time.Duration // after a save, before what it changed is drawn
	grace   time.Duration // for responses under way when the server stops
	clients int
}

var usual = limits{header: 10 * time.Second, idle: time.Minute, write: 30 * time.Second,
	ping: 15 * time.Second, rest: 150 * time.Millisecond, grace: 100 * time.Millisecond, clients: 32}

// showing is a State while it is the newest.
type showing struct {
	State
	started bool            // a State was shown at all
	reloads int             // how many good states wanted pages to reload until here
	wanted  bool            // a reload waits for a state without errors
	over    context.Context // done when the next State is shown
	end     context.CancelFunc
	given   *given
}

// given are the complete pages of one build that clients were given; states of the same build
// share it.
type given struct {
	mu   sync.Mutex
	sums map[string]sum
}

// sum stands for the bytes of a page, without the script element; the zero sum for unknown ones.
type sum [sha256.Size]byte

// New returns a Server that makes every request wait until Show is called.
func New(o Options) *Server { return newServer(o, usual) }

func newServer(o Options, l limits) *Server {
	base := "/"
	if trimmed := strings.Trim(o.Base, "/"); trimmed != "" {
		base = "/" + trimmed + "/"
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	s := &Server{options: o, base: base, address: (&url.URL{Path: base}).EscapedPath(), limits: l, streams: make(chan struct{}, l.clients)}
	// The one use of chance: pages of other sites must not guess the token. No output depends on it.
	s.token = rand.Text()
	s.now = &showing{}
	s.now.over, s.now.end = context.WithCancel(context.Background())
	return s
}

// Show replaces the state and tells every client. It never waits for one.
func (s *Server) Show(state State) {
	next := &showing{State: state, started: true, given: &given{sums: map[string]sum{}}}
	next.over, next.end = context.WithCancel(context.Background())
	s.mu.Lock()
	last := s.now
	next.reloads, next.wanted = last.reloads, last.wanted || state.Reload
	// Pages that reload while there are errors would only lose their place.
	if next.wanted && len(state.Errors) == 0 {
		next.reloads, next.wanted = last.reloads+1, false
	}
	if last.started && last.ID == state.ID {
		next.given = last.given
	}
	s.now = next
	s.mu.Unlock()
	last.end()
}

// current returns the newest state; before the first it waits for that one.
func (s *Server) current(ctx context.Context) (*showing, error) {
	for {
		s.mu.Lock()
		now := s.now
		s.mu.Unlock()
		if now.started {
			return now, nil
		}
		select {
		case <-now.over.Done():
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// note remembers the bytes of a page that a client was given; nil stands for bytes that nobody
// can name later, as of a page whose drawing failed.
func (g *given) note(page string, html []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if old, known := g.sums[page]; known && old == (sum{}) {
		return // some client has the unknown one
	}
	g.sums[page] = sum{}
	if html != nil {
		g.sums[page] = sha256.Sum256(html)
	}
}

// of returns the sum of a page that was given, or the zero sum.
func (g *given) of(page string) sum {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sums[page]
}

// Serve answers on l until ctx is done, and closes l. Event streams end at once, other responses
// have a moment to finish; no goroutine is left, but one whose Pages does not heed its context.
// The error is that of the listener, nil when ctx ended the serving.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	var open sync.WaitGroup // connections
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.limits.header,
		IdleTimeout:       s.limits.idle,
		MaxHeaderBytes:    128 << 10, // the cookies of every local server come along
		ErrorLog:          log.New(s.options.Log, "plotline: ", 0),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				open.Add(1)
			case http.StateClosed, http.StateHijacked:
				open.Done()
			}
		},
		DisableGeneralOptionsHandler: true, // it would answer OPTIONS for us
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	var err error
	select {
	case err = <-failed:
		failed <- err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limits.grace)
	defer cancel()
	if server.Shutdown(grace) != nil {
		server.Close()
	}
	<-failed
	waitAtMost(time.Second, open.Wait)
	if errors.Is(err, http.ErrServerClosed) || ctx.Err() != nil {
		return nil
	}
	return err
}

// waitAtMost waits for f, which may hang on a drawing that does not stop.
func waitAtMost(limit time.Duration, f func()) {
	done := make(chan struct{})
	go func() {
		f()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(limit):
	}
}
