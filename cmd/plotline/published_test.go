//go:build unix

package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// TestPublished goes from nothing to a site on a branch, and serves what was pushed under a folder:
// every link is followed, every picture is loaded, every chart wakes up, and nothing is missing. The
// example story goes the same way.
func TestPublished(t *testing.T) {
	ctx := browser(t)
	p := newPublisher(t)
	p.run(p.path("plotline"), "new", "site", "demo")
	seed, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	p.run("mkdir", "-p", "seed/site")
	p.run("cp", "-r", filepath.Join(seed, "plotline.yaml"), filepath.Join(seed, "data"), "seed")
	p.run("cp", "-r", filepath.Join(seed, "site/stories"), "seed/site")
	p.write("../seed/.gitignore", "/public/\n")
	for name, page := range map[string]string{"demo": "/first/", "seed": "/inland-technology/"} {
		p.run("cp", "-r", "v0/.git", name+"/.git") // nothing is committed in it
		p.run("git", "-C", name, "add", "-A")
		p.run("git", "-C", name, "commit", "-q", "-m", "Begin")
		p.run(p.path("plotline"), "publish", "--branch", "pages-"+name, "-s", name)
		p.run("git", "clone", "-q", "-b", "pages-"+name, "remote.git", "served-"+name)
		s := &counting{files: http.FileServer(http.Dir(p.path("served-" + name)))}
		server := httptest.NewServer(http.StripPrefix("/demo", s))
		t.Cleanup(server.Close)
		seen := map[string]bool{}
		follow(t, server.URL+"/demo/", server.URL+"/demo/", seen)
		if !seen[server.URL+"/demo"+page] && !seen[server.URL+"/demo"+page+"index.html"] {
			t.Errorf("%s: no link leads to %s: %v", name, page, seen)
		}
		for _, at := range []string{"/", page, "/404.html"} {
			tab := open(t, ctx, server.URL+"/demo"+at, 1280)
			tab.wait(`document.readyState === 'complete'`)
			tab.wakeAll()
			tab.wait(`[...document.images].every(i => i.complete && i.naturalWidth > 0)`)
			if faults := tab.js(`faults.join('; ')`); faults != "" {
				t.Errorf("%s%s: %s", name, at, faults)
			}
			if charts := count(tab.js(`document.querySelectorAll('.chart:has(.chart-option)').length`)); at == page && charts < 3 {
				t.Errorf("%s%s: %d charts", name, at, charts)
			}
		}
		s.mu.Lock()
		if len(s.missing) > 0 {
			t.Errorf("%s: missing: %v", name, s.missing)
		}
		s.mu.Unlock()
		for _, file := range []string{".nojekyll", "404.html"} {
			if _, err := os.Stat(p.path("served-" + name + "/" + file)); err != nil {
				t.Error(err)
			}
		}
	}
}

// counting is a server that remembers what it did not find.
type counting struct {
	files   http.Handler
	mu      sync.Mutex
	missing []string
}

func (c *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := &status{ResponseWriter: w}
	c.files.ServeHTTP(answer, r)
	if answer.code >= 400 {
		c.mu.Lock()
		c.missing = append(c.missing, r.URL.Path)
		c.mu.Unlock()
	}
}

type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// follow asks for an address and for all that it refers to on the same server.
func follow(t *testing.T, at, root string, seen map[string]bool) {
	t.Helper()
	if seen[at] {
		return
	}
	seen[at] = true
	answer, err := http.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s: %s", at, answer.Status)
		return
	}
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		return
	}
	doc, err := html.Parse(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key != "href" && a.Key != "src" {
				continue
			}
			to, err := answer.Request.URL.Parse(a.Val)
			if err != nil {
				t.Errorf("%s: %v", at, err)
				continue
			}
			to.Fragment = ""
			if known, _ := url.Parse(root); to.Host == known.Host && to.Scheme == known.Scheme {
				follow(t, to.String(), root, seen)
			}
		}
	}
}
