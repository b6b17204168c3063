package check

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// External is how addresses of other servers are asked for.
type External struct {
	Transport http.RoundTripper // nil is the default
	Keeper    Keeper            // remembers what was there; nil asks every time
	Now       time.Time
	Agent     string        // who asks, as servers are told
	Timeout   time.Duration // of one request; 0 is 10 s
}

// Keeper keeps answers between runs; *draw.Pool is one.
type Keeper interface {
	Recall(key [32]byte) ([][]byte, bool)
	Keep(key [32]byte, parts [][]byte)
}

// Reference is an address of another server on a page of the site.
type Reference struct{ Page, Link string }

// Answer is what became of an address.
type Answer struct {
	Gone    string // why it leads nowhere, as the server said it: 404 Not Found
	Unclear string // why nobody knows
	Moved   string // where it has moved for good
}

// Fine reports that there is nothing to say of the address.
func (a Answer) Fine() bool { return a == Answer{} }

const (
	fresh     = 24 * time.Hour // so long an address that held need not be asked for again
	atOnce    = 8              // requests in all
	atOneHost = 2              // and of one server: nobody's server is to notice us
	redirects = 10
	patience  = 10 * time.Second
)

// References lists the addresses of other servers that a site's pages link to, in the order of the
// files. What begins with own, the site's own address, is none.
func References(files []File, own string) []Reference {
	var list []Reference
	for _, f := range files {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		seen := map[string]bool{}
		for _, link := range read(f.Data).links {
			scheme, _, _ := strings.Cut(strings.ToLower(link), "//")
			if (scheme == "https:" || scheme == "http:") && !seen[link] && (own == "" || !strings.HasPrefix(link, own)) {
				seen[link] = true
				list = append(list, Reference{f.Path, link})
			}
		}
	}
	return list
}

// Ask asks for each address once, whatever its fragment, and returns the answers by link. The error is
// the context's.
func (e External) Ask(ctx context.Context, links []string) (map[string]Answer, error) {
	byAddress := map[string][]string{}
	var addresses []string
	for _, link := range links {
		address, _, _ := strings.Cut(link, "#")
		if byAddress[address] == nil {
			addresses = append(addresses, address)
		}
		byAddress[address] = append(byAddress[address], link)
	}
	got := make([]Answer, len(addresses))
	queue := newQueue(addresses)
	var g sync.WaitGroup
	for range min(atOnce, len(addresses)) {
		g.Go(func() {
			for i, ok := queue.next(); ok; i, ok = queue.next() {
				if ctx.Err() == nil {
					got[i] = e.recalled(ctx, addresses[i])
				}
				queue.done(i)
			}
		})
	}
	g.Wait()
	answers := map[string]Answer{}
	for i, address := range addresses {
		for _, link := range byAddress[address] {
			answers[link] = got[i]
		}
	}
	return answers, ctx.Err()
}

// recalled asks for an address that was not there within a day.
func (e External) recalled(ctx context.Context, address string) Answer {
	key := sha256.Sum256([]byte("external 1 " + address))
	if e.Keeper != nil {
		if parts, ok := e.Keeper.Recall(key); ok && len(parts) == 1 && len(parts[0]) == 8 {
			at := time.Unix(int64(binary.LittleEndian.Uint64(parts[0])), 0)
			if age := e.Now.Sub(at); age >= 0 && age < fresh {
				return Answer{}
			}
		}
	}
	a := e.ask(ctx, address)
	if a.Fine() && e.Keeper != nil && ctx.Err() == nil {
		e.Keeper.Keep(key, [][]byte{binary.LittleEndian.AppendUint64(nil, uint64(e.Now.Unix()))})
	}
	return a
}

// ask follows an address to its end. That it has moved for good is told as far as every step on the way
// says so.
func (e External) ask(ctx context.Context, address string) Answer {
	var a Answer
	at, good := address, true
	for range redirects {
		status, to, err := e.request(ctx, at)
		switch {
		case err != nil:
			return Answer{Unclear: err.Error()}
		case to != "":
			if good = good && (status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect); good {
				a.Moved = to
			}
			at = to
			continue
		case status == http.StatusNotFound || status == http.StatusGone:
			return Answer{Gone: said(status)}
		case status < 200 || status > 299:
			return Answer{Unclear: "the server answers " + said(status)}
		}
		return a
	}
	return Answer{Unclear: fmt.Sprintf("it is redirected more than %d times", redirects)}
}

func said(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// request asks for the head of an address, and for all of it when the server gives no good answer to
// that, as many do. Where it is redirected to is returned with it.
func (e External) request(ctx context.Context, address string) (status int, to string, err error) {
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		if status, to, err = e.once(ctx, method, address); err == nil && status < 400 {
			break
		}
		if ctx.Err() != nil {
			break
		}
	}
	return status, to, err
}

func (e External) once(ctx context.Context, method, address string) (int, string, error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(e.Timeout, patience))
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return 0, "", errors.New("it is no address")
	}
	r.Header.Set("User-Agent", e.Agent)
	r.Header.Set("Accept", "*/*")
	transport := e.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	answer, err := transport.RoundTrip(r) // a Client would follow redirects, and say of none what kind it was
	if err != nil {
		return 0, "", plainly(err)
	}
	answer.Body.Close() // unread: the status says it all
	where := answer.Header.Get("Location")
	if answer.StatusCode < 300 || answer.StatusCode > 399 || where == "" {
		return answer.StatusCode, "", nil
	}
	to, err := r.URL.Parse(where)
	if err != nil || to.Scheme != "http" && to.Scheme != "https" {
		return 0, "", fmt.Errorf("it is redirected to %q", where)
	}
	to.Fragment = ""
	return answer.StatusCode, to.String(), nil
}

// plainly says an error of the network in few words, without addresses of machines.
func plainly(err error) error {
	var unknown *net.DNSError
	var op *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("the server does not answer in time")
	case errors.As(err, &unknown) && unknown.IsNotFound:
		return errors.New("there is no server of this name")
	case errors.As(err, &op) && op.Op == "dial":
		return errors.New("the server cannot be reached")
	}
	return err
}

// queue hands out addresses, never too many of one host at once.
type queue struct {
	mu      sync.Mutex
	more    *sync.Cond
	hosts   []string
	waiting []int
	busy    map[string]int
}

func newQueue(addresses []string) *queue {
	q := &queue{busy: map[string]int{}}
	q.more = sync.NewCond(&q.mu)
	for i, a := range addresses {
		host := ""
		if u, err := url.Parse(a); err == nil {
			host = strings.ToLower(u.Host)
		}
		q.hosts, q.waiting = append(q.hosts, host), append(q.waiting, i)
	}
	return q
}

// next waits for an address whose host is not busy; ok is false when none is left.
func (q *queue) next() (i int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) > 0 {
		if at := slices.IndexFunc(q.waiting, func(i int) bool { return q.busy[q.hosts[i]] < atOneHost }); at >= 0 {
			i = q.waiting[at]
			q.waiting = slices.Delete(q.waiting, at, at+1)
			q.busy[q.hosts[i]]++
			return i, true
		}
		q.more.Wait()
	}
	return 0, false
}

func (q *queue) done(i int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.busy[q.hosts[i]]--
	q.more.Broadcast()
}
