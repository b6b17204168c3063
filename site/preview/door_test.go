package preview

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

const classified = "not for foreign eyes" // stands on every page of a guarded site

// raw sends bytes as they are and returns the status of the answer, 0 when there is none.
func (r *run) raw(text string) (int, string) {
	r.t.Helper()
	c, err := net.Dial("tcp", r.host)
	if err != nil {
		r.t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, text); err != nil {
		return 0, ""
	}
	c.(*net.TCPConn).CloseWrite()
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0, ""
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

func guarded(t *testing.T, o Options) (*run, *site, string) {
	r := start(t, o, prompt)
	p := siteOf(classified)
	r.Show(State{ID: "1", Pages: p})
	_, port, _ := net.SplitHostPort(r.host)
	return r, p, port
}

func TestForeignHostsAreRefused(t *testing.T) {
	r, p, port := guarded(t, Options{})
	for _, host := range []string{"localhost:" + port, "LocalHost:" + port, "127.0.0.1:" + port, "[::1]:" + port, "[0:0:0:0:0:0:0:1]:" + port} {
		if status, _, _ := r.get("/", "Host", host); status != 200 {
			t.Errorf("Host %s: %d, want 200", host, status)
		}
	}
	asked := len(p.list(&p.asked))
	for _, host := range []string{
		"evil.example", "evil.example:" + port, "localhost", "localhost:", "localhost:1", "127.0.0.1", "localhost.:" + port, "localhost.evil.example:" + port,
		"127.0.0.1.evil.example:" + port, "127.0.0.2:" + port, "192.168.1.1:" + port, "0.0.0.0:" + port, "[::]:" + port, "[::2]:" + port, "127.1:" + port,
		"2130706433:" + port, "0x7f.1:" + port, "localhost:0" + port, "a@localhost:" + port, "localhost:" + port + "@evil.example", "::1:" + port, "[::1]", "",
	} {
		for _, path := range []string{"/", "/.plotline/events?page=index.html&build=1&token=" + r.token, "/.plotline/preview.js", "/.plotline/frame?page=index.html&width=375", "/no"} {
			status, got := r.raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
			if status != 403 && status != 400 || strings.Contains(got, classified) || strings.Contains(got, r.token) {
				t.Errorf("Host %q, GET %s: %d, %q, want 403", host, path, status, got)
			}
		}
	}
	// Without a name, and with two of them.
	for text, want := range map[string]int{
		"GET / HTTP/1.0\r\n\r\n": 403, "GET / HTTP/1.1\r\n\r\n": 400, "GET /\r\n\r\n": 400,
		"GET / HTTP/1.1\r\nHost: localhost:" + port + "\r\nHost: evil.example\r\n\r\n":                            400,
		"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost:" + port + "\r\n\r\n":                403,
		"GET / HTTP/1.1\r\nHost: evil.example\r\nForwarded: host=localhost:" + port + "\r\nConnection: x\r\n\r\n": 403,
	} {
		if status, got := r.raw(text); status != want || strings.Contains(got, classified) {
			t.Errorf("%q: %d, %q, want %d", text, status, got, want)
		}
	}
	if got := p.list(&p.asked)[asked:]; len(got) != 0 {
		t.Errorf("refused requests reached the pages %q", got)
	}
}

func TestTheBoundNameIsOurs(t *testing.T) {
	r, _, port := guarded(t, Options{Bind: "Desk.Example"})
	for host, want := range map[string]int{"desk.example:" + port: 200, "desk.example": 403, "desk.example.evil:" + port: 403, "10.0.0.1:" + port: 403} {
		if status, _, _ := r.get("/", "Host", host); status != want {
			t.Errorf("bound to a name, Host %s: %d, want %d", host, status, want)
		}
	}
	for _, bind := range []string{"0.0.0.0", "::", "[::]"} {
		r, _, port := guarded(t, Options{Bind: bind})
		for host, want := range map[string]int{"10.0.0.1:" + port: 200, "[fd00::1]:" + port: 200, "localhost:" + port: 200, "10.0.0.1:1": 403, "desk.example:" + port: 403} {
			if status, _, _ := r.get("/", "Host", host); status != want {
				t.Errorf("bound to %s, Host %s: %d, want %d", bind, host, status, want)
			}
		}
	}
}

func TestTheAddressOfAConnectionIsOurs(t *testing.T) {
	s := New(Options{Bind: "desk.example"})
	for _, c := range []struct {
		at, host string
		want     bool
	}{
		{"192.168.1.5:3000", "192.168.1.5:3000", true}, {"[fd00::1]:3000", "[fd00::1]:3000", true}, {"[::ffff:10.0.0.1]:3000", "10.0.0.1:3000", true},
		{"192.168.1.5:3000", "192.168.1.6:3000", false}, {"127.0.0.1:80", "localhost", true}, {"[::1]:80", "[::1]", true}, {"127.0.0.1:80", "evil.example", false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = c.host
		at := net.TCPAddrFromAddrPort(netip.MustParseAddrPort(c.at))
		if got := s.calledByName(r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, at))); got != c.want {
			t.Errorf("at %s, Host %s: ours is %t, want %t", c.at, c.host, got, c.want)
		}
		if s.calledByName(r) {
			t.Errorf("Host %s is ours without a connection", c.host)
		}
	}
}

func TestOtherOriginsAreRefused(t *testing.T) {
	r, _, port := guarded(t, Options{Script: []byte("1")})
	events := "/.plotline/events?page=index.html&build=0&token=" + r.token // a stale build, so that the stream ends
	frame := "/.plotline/frame?page=index.html&width=375"
	link := []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}
	for _, c := range []struct {
		path   string
		want   int
		fields []string
	}{
		{events, 200, nil},
		{events, 200, []string{"Sec-Fetch-Site", "same-origin"}},
		{events, 200, []string{"Sec-Fetch-Site", "none"}},
		{events, 200, []string{"Origin", "http://" + r.host}},
		{events, 200, []string{"Host", "localhost:" + port, "Origin", "http://localhost:" + port}},
		{events, 403, []string{"Origin", "http://evil.example"}},
		{events, 403, []string{"Origin", "https://" + r.host}},
		{events, 403, []string{"Origin", "http://localhost:" + port}}, // the name is another origin
		{events, 403, []string{"Origin", "http://127.0.0.1:1"}},
		{events, 403, []string{"Origin", "null"}},
		{events, 403, []string{"Origin", ""}},
		{events, 403, []string{"Origin", "http://" + r.host + ".evil.example"}},
		{events, 403, []string{"Sec-Fetch-Site", "cross-site"}},
		{events, 403, []string{"Sec-Fetch-Site", "same-site"}},
		{events, 403, []string{"Sec-Fetch-Site", "SAME-ORIGIN, cross-site"}},
		{events, 403, link},
		{frame, 200, []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "document"}},
		{frame, 403, []string{"Sec-Fetch-Site", "cross-site"}},
		{frame, 403, link},
		{"/.plotline/preview.js", 403, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}},
		{"/", 200, link}, // a link in a mail
		{"/", 403, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}},
		{"/", 403, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"}},
		{"/", 403, []string{"Origin", "http://evil.example"}},
		{"/debt/data/debt.csv", 403, []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"}},
	} {
		status, h, got := r.get(c.path, c.fields...)
		if status != c.want || status == 403 && (strings.Contains(got, classified) || strings.Contains(got, r.token)) {
			t.Errorf("GET %s with %q: %d, %q, want %d", c.path, c.fields, status, got, c.want)
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("GET %s with %q has %s", c.path, c.fields, name)
			}
		}
	}
	own, two := "GET "+events+" HTTP/1.1\r\nHost: "+r.host+"\r\nOrigin: http://"+r.host+"\r\n", "Origin: http://evil.example\r\n"
	if status, _ := r.raw(own + "\r\n"); status != 200 {
		t.Errorf("one Origin: %d, want 200", status)
	}
	if status, _ := r.raw(own + two + "\r\n"); status != 403 {
		t.Errorf("two Origins: %d, want 403", status)
	}
	// A preflight asks in vain.
	if status, h, _ := r.do("OPTIONS", events, "Origin", "http://evil.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Private-Network", "true"); status != 405 || h.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a preflight gets %d, %v", status, h)
	}
}

func TestEventsNeedTheToken(t *testing.T) {
	r, _, _ := guarded(t, Options{})
	other := New(Options{})
	if other.token == r.token || len(r.token) < 20 {
		t.Errorf("two runs have the tokens %q and %q", r.token, other.token)
	}
	for _, token := range []string{"", "&token=", "&token=x", "&token=" + other.token, "&token=" + r.token[:25], "&token=" + r.token + "x", "&token=" + strings.ToLower(r.token), "&token=x&token=" + r.token, "&Token=" + r.token} {
		if status, _, got := r.get("/.plotline/events?page=index.html&build=1" + token); status != 403 || strings.Contains(got, "event") && strings.Contains(got, "data:") {
			t.Errorf("events with %q: %d, %q, want 403", token, status, got)
		}
	}
	if status, h, got := r.do("HEAD", "/.plotline/events?page=index.html&build=1&token="+r.token); status != 200 || got != "" || h.Get("Content-Type") != "text/event-stream" {
		t.Errorf("HEAD of events: %d, %v", status, h)
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	r, p, port := guarded(t, Options{})
	asked := len(p.list(&p.asked))
	at := "Host: localhost:" + port + "\r\n"
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "PRI", "BREW", "X"} {
		for _, path := range []string{"/", "/.plotline/events?token=" + r.token, "/debt/data/debt.csv"} {
			status, got := r.raw(method + " " + path + " HTTP/1.1\r\n" + at + "\r\n")
			if status != 405 || strings.Contains(got, classified) {
				t.Errorf("%s %s: %d, %q, want 405", method, path, status, got)
			}
		}
	}
	for text, want := range map[string]int{
		"OPTIONS * HTTP/1.1\r\n" + at + "\r\n":                                              405,
		"GET * HTTP/1.1\r\n" + at + "\r\n":                                                  400,
		"CONNECT localhost:" + port + " HTTP/1.1\r\n" + at + "\r\n":                         405,
		"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n":               403,
		"CONNECT /debt/ HTTP/1.1\r\n" + at + "\r\n":                                         405,
		"GET http://evil.example/ HTTP/1.1\r\n" + at + "\r\n":                               403,
		"GET http://localhost:" + port + "/ HTTP/1.1\r\n" + at + "\r\n":                     400,
		"GET http://localhost:" + port + "/ HTTP/1.1\r\nHost: evil.example\r\n\r\n":         400,
		"GET https://localhost:" + port + "/debt/ HTTP/1.1\r\n" + at + "\r\n":               400,
		"GET file:///etc/passwd HTTP/1.1\r\n" + at + "\r\n":                                 400,
		"GET / HTTP/1.1\r\n" + at + "Content-Length: 3\r\n\r\nabc":                          400,
		"GET / HTTP/1.1\r\n" + at + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n":           400,
		"GET / HTTP/1.1\r\n" + at + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r": 400,
		"GET / HTTP/1.1\r\n" + at + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n":     200, // no upgrade, a page
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n":                                                  403,
	} {
		if status, got := r.raw(text); status != want || status != 200 && strings.Contains(got, classified) {
			t.Errorf("%q: %d, %q, want %d", text, status, got, want)
		}
	}
	if got := slices.DeleteFunc(p.list(&p.asked)[asked:], func(s string) bool { return s == "index.html" }); len(got) != 0 {
		t.Errorf("refused requests reached the pages %q", got)
	}
	if _, h, _ := r.do("POST", "/"); h.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow is %q", h.Get("Allow"))
	}
}

func TestPathsOutsideAreRefused(t *testing.T) {
	r, p, port := guarded(t, Options{Base: "/inland/"})
	p.files["../secret.txt"], p.files["secret\\x"], p.files["debt//index.html"], p.files["/etc/passwd"] = classified, classified, classified, classified
	for path, want := range map[string]int{
		"/inland/../secret.txt": 404, "/inland/debt/../../secret.txt": 404, "/inland/./debt/": 404, "/inland/debt/..": 404, "/inland/..": 404,
		"/inland/%2e%2e/secret.txt": 404, "/inland/.%2e/secret.txt": 404, "/inland/%2E%2E/secret.txt": 404, "/inland/%2e%2e%2fsecret.txt": 404,
		"/inland/..%2fsecret.txt": 404, "/inland/debt/%2e/": 404, "/inland/debt%2findex.html": 404, "/inland/debt/index%2ehtml": 404,
		"/inland/%252e%252e/secret.txt": 404, "/inland/%c0%ae%c0%ae/secret.txt": 400, "/inland/..%5csecret.txt": 400, `/inland/..\secret.txt`: 400,
		`/inland/secret\x`: 400, "/inland/secret%5cx": 400, "/inland/....//secret.txt": 404, "/inland/..;/secret.txt": 404, "/inland//etc/passwd": 404,
		"/inland/debt//": 404, "//inland/debt/": 404, "//evil.example/%2e%2e": 404, "/inland/debt/index.html%00.txt": 400, "/inland/debt/\x00": 400,
		"/inland/%0d%0aSet-Cookie:x": 400, "/inland/%7f": 400, "/inland/%c2%85": 400, "/inland/%ff": 400, "/%zz": 400, "/inland/%zz": 400, "/inland/%": 400, "/inland/%e": 400,
		"/inland/%u002e%u002e/": 400, "/inland/.git/config": 404, "/inland/.env": 404, "/inland/plotline.yaml": 404, "/.plotline/events": 404,
		"/inland/.plotline/../debt/": 404, "/inland/.plotline/": 404, "/inland/.plotline": 404, "/inland/.PLOTLINE/preview.js": 404, "/INLAND/debt/": 404,
		"/inlanddebt/": 404, "/inland/" + strings.Repeat("a/", 4000): 404, "/inland/debt/#/x": 404, "/inland/debt/?/../..": 200, "/inland/debt/": 200,
		"inland/debt/": 400, "..": 400, "/inland/debt/;x": 404, "/inland/debt/?a;b": 200, "/inland/debt/?%zz": 200, "/inland/debt/ /x": 400,
	} {
		status, got := r.raw("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n")
		if status != want || status != 200 && strings.Contains(got, classified) {
			t.Errorf("GET %q: %d, %.200q, want %d", path, status, got, want)
		}
	}
	for _, path := range p.list(&p.asked) {
		parts := strings.Split(path, "/")
		if strings.ContainsAny(path, "\\\x00\r\n\x7f") || slices.Contains(parts, "..") || slices.Contains(parts, ".") || slices.Contains(parts, "") || len(path) > 5000 {
			t.Errorf("the pages were asked for %q", path)
		}
	}
}

func TestRedirectsStayHere(t *testing.T) {
	r, p, port := guarded(t, Options{})
	for _, name := range []string{"evil.example", "a b", "x:y", "é", "@evil", "%"} {
		p.files[name+"/index.html"] = pageOf(name)
	}
	for path, want := range map[string]string{
		"/evil.example": "/evil.example/", "/a%20b?x=%0d%0a": "/a%20b/?x=%0d%0a", "/x:y": "/x:y/", "/%C3%A9": "/%C3%A9/", "/@evil": "/@evil/", "/%25": "/%25/",
	} {
		if status, h, _ := r.get(path); status != 302 || h.Get("Location") != want {
			t.Errorf("GET %s: %d to %q, want 302 to %q", path, status, h.Get("Location"), want)
		}
	}
	for _, path := range []string{"//evil.example", "/\\evil.example", "//evil.example/..", "/%2fevil.example", "/%5cevil.example"} {
		if status, got := r.raw("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n"); status != 404 && status != 400 {
			t.Errorf("GET %s: %d, %q, want a refusal", path, status, got)
		}
	}
}

// Nobody waits for the body of a request that is refused.
func TestARefusedRequestIsClosed(t *testing.T) {
	r, _, port := guarded(t, Options{})
	c, err := net.Dial("tcp", r.host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience)) // shorter than the server keeps an idle connection
	io.WriteString(c, "POST / HTTP/1.1\r\nHost: localhost:"+port+"\r\nContent-Length: 100000\r\n\r\nabc")
	if got, err := io.ReadAll(c); err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 405 ") {
		t.Errorf("the answer is %q, %v, want 405 and the end", got, err)
	}
}

func TestLongHeadersAreRefused(t *testing.T) {
	r, _, port := guarded(t, Options{})
	long := "GET / HTTP/1.1\r\nHost: localhost:" + port + "\r\nCookie: " + strings.Repeat("x", 100<<10) + "\r\n\r\n"
	if status, _ := r.raw(long); status != 200 {
		t.Errorf("100 KB of cookies: %d, want 200", status)
	}
	if status, _ := r.raw(fmt.Sprintf("GET / HTTP/1.1\r\nHost: localhost:%s\r\nCookie: %s\r\n\r\n", port, strings.Repeat("x", 1<<20))); status == 200 {
		t.Errorf("1 MB of cookies: %d, want a refusal", status)
	}
}
