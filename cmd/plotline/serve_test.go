package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plotline/charts/draw"
	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site"
	"plotline/site/card"
)

// desk is a preview that runs, and the project that it shows.
type desk struct {
	t      testing.TB
	dir    string
	url    string // of the site's root, with a slash at the end
	stderr *lines
}

// lines is what a command has written so far.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// edit starts a preview of the project in dir, which ends with the test.
func edit(t testing.TB, dir string, args ...string) *desk {
	t.Helper()
	age(t, dir)
	ctx, stop := context.WithCancel(context.Background())
	d := &desk{t: t, dir: dir, stderr: &lines{}}
	stdout, ended := &lines{}, make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "-s", dir, "-p", "0"}, args...), stdout, d.stderr)
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("serve exits with %d: %s", code, d.stderr)
		}
	})
	d.until("the preview starts", func() bool { return strings.HasSuffix(stdout.String(), "\n") && d.builds() > 0 })
	d.url = strings.TrimSpace(stdout.String())
	return d
}

// age makes a project's files an hour old, as they are when a reporter starts: what changes during the
// start is read again, and pages opened meanwhile load again.
func age(t testing.TB, dir string) {
	t.Helper()
	then := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(dir, func(p string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(p, then, then))
	})
	if err != nil {
		t.Fatal(err)
	}
}

const patience = 10 * time.Second // for what takes milliseconds, on a machine that does much else

// until waits for something to be true.
func (d *desk) until(what string, is func() bool) {
	d.t.Helper()
	for start := time.Now(); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Since(start) > patience {
			d.t.Fatalf("never: %s\n%s", what, d.stderr)
		}
	}
}

var built = regexp.MustCompile(`(?m)( ms\)|pages stay as they were)$`)

// builds counts the plans that were shown.
func (d *desk) builds() int { return len(built.FindAllString(d.stderr.String(), -1)) }

// get asks for a path of the site.
func (d *desk) get(path string) (int, []byte) {
	d.t.Helper()
	r, err := http.Get(d.url + path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return r.StatusCode, b
}

var previewScript = regexp.MustCompile(`<script src="[^"]*\.plotline/preview\.js"([^>]*)></script>`)

// served is what stands at a path, without the preview's one element.
func (d *desk) served(path string) []byte {
	d.t.Helper()
	_, b := d.get(path)
	if isPage(path) {
		if n := len(previewScript.FindAll(b, -1)); n != 1 {
			d.t.Fatalf("%s has %d elements of the preview", path, n)
		}
	}
	return previewScript.ReplaceAll(b, nil)
}

// errors asks the event stream of the front page what is wrong.
func (d *desk) errors() []string {
	d.t.Helper()
	_, page := d.get("")
	attribute := func(name string) string {
		m := regexp.MustCompile(` data-` + name + `="([^"]*)"`).FindSubmatch(page)
		if m == nil {
			d.t.Fatalf("no data-%s in %q", name, page[:min(len(page), 300)])
		}
		return string(m[1])
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", d.url+".plotline/events?page=index.html&build="+attribute("build")+"&token="+attribute("token"), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer stream.Body.Close()
	in := bufio.NewReader(stream.Body)
	for event := ""; ; {
		line, err := in.ReadString('\n')
		if err != nil {
			return []string{"the stream ends: " + err.Error()}
		}
		if name, ok := strings.CutPrefix(line, "event: "); ok {
			event = strings.TrimSpace(name)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok && event == "state" {
			var state struct{ Errors []struct{ Text string } }
			if err := json.Unmarshal([]byte(data), &state); err != nil {
				d.t.Fatal(err)
			}
			var texts []string
			for _, e := range state.Errors {
				texts = append(texts, e.Text)
			}
			return texts
		} else if ok {
			return []string{"event " + event} // another build came; the caller asks again
		}
	}
}

// clean builds the same files from nothing.
func (d *desk) clean(pool *draw.Pool) *site.Build {
	d.t.Helper()
	input, err := openProject(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	defer input.Close()
	pictures, err := raster.New(raster.Options{Fonts: raster.System(os.DirFS("/"))})
	if err != nil {
		d.t.Fatal(err)
	}
	b, err := site.New(input, pool, site.Options{Drafts: true, Pictures: card.Maker{Raster: pictures}}).Build(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

// equals reports whether the preview shows what a clean build makes, or says what is wrong with it.
func (d *desk) equals(b *site.Build) bool {
	d.t.Helper()
	var want []string
	for _, p := range b.Problems {
		if p.Level == source.Error {
			want = append(want, noteOf(p).Text)
		}
	}
	if !slices.Equal(d.errors(), want) {
		return false
	}
	for _, f := range b.Files {
		made, err := f.Bytes(context.Background())
		if err != nil {
			d.t.Fatal(err)
		}
		if !bytes.Equal(d.served(f.Path), made) {
			return false
		}
	}
	return true
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	file := filepath.Join(d.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) remove(name string) {
	d.t.Helper()
	if err := os.RemoveAll(filepath.Join(d.dir, filepath.FromSlash(name))); err != nil {
		d.t.Fatal(err)
	}
}

// tale is a made-up story with one chart of a file.
func tale(title, csv, text string) string {
	return fmt.Sprintf("---\ntitle: %s\ndate: 2022-05-27\nsources: {s: {publisher: Made up}}\n---\n%s\n\n```chart\nid: one\nkind: bar\ndata: %s\nx: place\ny: n\ntitle: Bars of %[1]s\nsource: s\nalt: x\n```\n", title, text, csv)
}

func table(a, b int) string { return fmt.Sprintf("place,n\nA,%d\nB,%d\n", a, b) }
