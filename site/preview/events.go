package preview

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"time"
)

// event is what a page is told, as JSON.
type event struct {
	Build    string    `json:"build"`
	Reload   bool      `json:"reload"`
	Errors   []Message `json:"errors"`
	Warnings []Message `json:"warnings"`
	Changes  []string  `json:"changes"`
	HTML     string    `json:"html"`  // the page's new bytes, or nothing when it shows them already
	Final    bool      `json:"final"` // no later event of this state follows
	Gone     bool      `json:"gone"`  // the site has no such page
}

// stream is one open page that listens.
type stream struct {
	server *Server
	w      http.ResponseWriter
	page   string // empty for a page of our own, which shows none of the site's
	has    sum    // of the bytes it shows; zero when unknown
	notice bool   // it shows a page of ours or the page for lost readers, in place of its own
	told   int    // the last reload it was told of
}

// events answers with a stream of events that ends with the client or the server. The queries are
// page, build and token of the script element; a client that comes back gives the build that it
// last showed the final bytes of.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(q.Get("token")), []byte(s.token)) != 1 {
		say(w, r, http.StatusForbidden, "events need the token of this run")
		return
	}
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", "text/event-stream")
		return
	}
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		say(w, r, http.StatusServiceUnavailable, "too many pages listen already; close some")
		return
	}
	now, err := s.current(r.Context())
	if err != nil {
		stopped(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	c := &stream{server: s, w: w, page: q.Get("page"), told: now.reloads}
	if !c.send([]byte("retry: 300\n\n")) {
		return
	}
	if q.Get("build") != now.ID {
		c.reload()
		return
	}
	c.has = now.given.of(c.page)
	c.notice = c.page != "" && !now.has(c.page)
	c.follow(r.Context(), now)
}

// follow tells of every state that is the newest when the client is ready for one.
func (c *stream) follow(ctx context.Context, now *showing) {
	ping := time.NewTicker(c.server.limits.ping)
	defer ping.Stop()
	for {
		state, cancel := context.WithCancel(ctx)
		unhook := context.AfterFunc(now.over, cancel)
		open := c.tell(state, now)
		unhook()
		cancel()
		for waiting := open; waiting; {
			select {
			case <-now.over.Done():
				waiting = false
			case <-ping.C:
				waiting = c.send([]byte(":\n\n"))
				open = waiting
			case <-ctx.Done():
				return
			}
		}
		if !open {
			return
		}
		var err error
		if now, err = c.server.current(ctx); err != nil {
			return
		}
	}
}

// tell sends what is new in a state: the quick page first, the final one when it is drawn, unless
// ctx ends before. It returns false when the stream is at its end.
func (c *stream) tell(ctx context.Context, now *showing) bool {
	e := event{Build: now.ID, Errors: orNone(now.Errors), Warnings: orNone(now.Warnings), Changes: orNone(now.Changes), Final: true}
	switch {
	case len(now.Errors) > 0 || now.Pages == nil:
		return c.event("state", e)
	case c.told != now.reloads:
		c.told, e.Reload = now.reloads, true
		return c.event("state", e)
	case c.page == "":
		return c.event("state", e)
	}
	html, final, ok := now.Pages.Quick(c.page)
	if !ok {
		e.Gone = true
		return c.event("state", e)
	}
	if c.notice {
		return c.reload() // what it shows is another page, and may stand at another address
	}
	if e.Final = final; !final {
		e.HTML = c.changed(now, html)
		if !c.event("state", e) {
			return false
		}
		if rest := c.server.limits.rest; rest > 0 { // drawing takes a whole processor, which the next save may need
			select {
			case <-time.After(rest):
			case <-ctx.Done():
				return true
			}
		}
		var err error
		html, ok, err = now.Pages.File(ctx, c.page)
		switch {
		case ctx.Err() != nil:
			return true // a newer state, or nobody to tell
		case err != nil:
			e.Errors, e.HTML = append(e.Errors, Message{Text: err.Error()}), ""
			e.Final = true
			return c.event("state", e)
		}
		e.Final, e.Gone = true, !ok
	}
	e.HTML = ""
	if !e.Gone {
		now.given.note(c.page, html)
		e.HTML = c.changed(now, html)
	}
	return c.event("state", e)
}

// changed returns the page with its script element when the client shows other bytes, else nothing.
func (c *stream) changed(now *showing, html []byte) string {
	is := sum(sha256.Sum256(html))
	if is == c.has {
		return ""
	}
	c.has = is
	return string(c.server.insert(html, now.ID, c.page))
}

// reload tells the client to load its page again, and ends the stream.
func (c *stream) reload() bool {
	c.event("reload", struct{}{})
	return false
}

// event sends one event. It returns false when the client is gone.
func (c *stream) event(name string, data any) bool {
	var b bytes.Buffer
	b.WriteString("event: " + name + "\ndata: ")
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // the page is markup for the most part
	if encoder.Encode(data) != nil {
		return false
	}
	b.WriteString("\n") // after that of the encoder
	return c.send(b.Bytes())
}

func (c *stream) send(text []byte) bool {
	control := http.NewResponseController(c.w)
	control.SetWriteDeadline(time.Now().Add(c.server.limits.write))
	if _, err := c.w.Write(text); err != nil {
		return false
	}
	return control.Flush() == nil
}

// orNone returns the list, with room for no neighbour's entries, and never null in JSON.
func orNone[T any](list []T) []T { return append(make([]T, 0, len(list)), list...) }
