package preview

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// malformed returns a request that was damaged by chance, and the same one for the same chance.
func malformed(chance *rand.Rand, host string) string {
	good := "GET /debt/ HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\nConnection: close\r\n\r\n"
	noise := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(chance.Uint32())
		}
		return string(b)
	}
	cut := chance.IntN(len(good))
	switch chance.IntN(9) {
	case 0:
		return noise(1 + chance.IntN(2000))
	case 1: // ends too early
		return good[:cut]
	case 2: // noise within
		return good[:cut] + noise(1+chance.IntN(20)) + good[cut:]
	case 3: // one byte is another
		return good[:cut] + noise(1) + good[cut+1:]
	case 4:
		return "GET /%" + noise(2) + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
	case 5:
		return "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + noise(200) // somebody wants TLS
	case 6:
		return "GET /" + strings.Repeat("../", chance.IntN(200)) + noise(5) + "?" + noise(20) + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
	case 7:
		return "POST / HTTP/1.1\r\nHost: " + host + "\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + noise(50)
	default:
		return "GET / HTTP/9.9\r\n" + noise(10) + ":" + noise(10) + "\r\n" + strings.Repeat("X: y\r\n", chance.IntN(500))
	}
}

func TestMalformedRequestsAreSurvived(t *testing.T) {
	const requests, hands = 10_000, 50
	r, p, _ := guarded(t, Options{})
	open := r.loaded("/debt/", "debt/index.html", "1")
	open.shows("", true)
	var mu sync.Mutex
	answers := map[int]int{}
	var workers sync.WaitGroup
	for hand := range hands {
		workers.Go(func() {
			chance := rand.New(rand.NewPCG(1, uint64(hand)))
			for range requests / hands {
				text := malformed(chance, r.host)
				status, err := knock(r.host, text)
				mu.Lock()
				answers[status]++
				mu.Unlock()
				if err != nil || status >= 500 && status != http.StatusHTTPVersionNotSupported {
					t.Errorf("%q: %d, %v", text, status, err)
				}
			}
		})
	}
	workers.Wait()
	t.Logf("answers by status, 0 for none: %v", answers)
	if answers[400] < requests/3 {
		t.Errorf("only %d requests were refused", answers[400])
	}
	for _, path := range p.list(&p.asked) {
		if strings.Contains(path, "../") {
			t.Errorf("the pages were asked for %q", path)
		}
	}
	if status, _, _ := r.get("/debt/"); status != 200 {
		t.Errorf("afterwards a page is answered with %d", status)
	}
	r.Show(State{ID: "2", Pages: siteOf("2")})
	open.shows("debt 2", true) // the page that was open all the while
}

// knock sends a request on a connection of its own; status is 0 when the answer is a closed door.
func knock(host, text string) (int, error) {
	c, err := net.Dial("tcp", host)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	c.(*net.TCPConn).SetLinger(0) // the ports of 10,000 clients are free again at once
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, text); err != nil {
		return 0, nil
	}
	c.(*net.TCPConn).CloseWrite()
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		if late, ok := err.(net.Error); ok && late.Timeout() {
			return 0, err
		}
		return 0, nil
	}
	res.Body.Close()
	return res.StatusCode, nil
}

func TestIdleConnectionsAreSurvived(t *testing.T) {
	l := prompt
	l.header, l.idle = 300*time.Millisecond, 300*time.Millisecond
	r := start(t, Options{}, l)
	r.Show(State{ID: "1", Pages: siteOf("1")})
	open := r.loaded("/debt/", "debt/index.html", "1")
	open.shows("", true)
	var idle []net.Conn
	for i := range 500 {
		c, err := net.Dial("tcp", r.host)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		switch i % 4 {
		case 1: // half a line
			io.WriteString(c, "GET /debt/")
		case 2: // no end of the header
			io.WriteString(c, "GET /debt/ HTTP/1.1\r\nHost: "+r.host+"\r\nX: ")
		case 3: // a request, and then silence
			fmt.Fprintf(c, "GET /debt/ HTTP/1.1\r\nHost: %s\r\n\r\n", r.host)
		}
		idle = append(idle, c)
	}
	began := time.Now()
	if status, _, _ := r.get("/debt/"); status != 200 {
		t.Errorf("beside 500 idle connections a page is answered with %d", status)
	}
	r.Show(State{ID: "2", Pages: siteOf("2")})
	open.shows("debt 2", true)
	t.Logf("beside 500 idle connections a page and an event take %v", time.Since(began))
	for i, c := range idle { // each is closed by the server, which needs its room
		c.SetReadDeadline(time.Now().Add(patience))
		if _, err := io.Copy(io.Discard, c); err != nil {
			t.Fatalf("idle connection %d: %v", i, err)
		}
	}
	r.Show(State{ID: "3", Pages: siteOf("3")})
	open.shows("debt 3", true) // a stream is not idle
}
