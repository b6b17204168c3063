package compress

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"

	"plotline/site/publish"
)

// shelf keeps in memory and counts.
type shelf struct {
	mu   sync.Mutex
	kept map[[32]byte][][]byte
	made int
}

func (s *shelf) Recall(key [32]byte) ([][]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	parts, ok := s.kept[key]
	return parts, ok
}

func (s *shelf) Keep(key [32]byte, parts [][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[[32]byte][][]byte{}
	}
	s.kept[key] = parts
	s.made++
}

// noise does not compress, and is the same each time.
func noise(n int) []byte {
	b, x := make([]byte, n), uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return b
}

func TestTwins(t *testing.T) {
	text := []byte(strings.Repeat("<p>Words and 12345 numbers.</p>", 200))
	files := []publish.File{
		{Path: "index.html", Data: text}, {Path: "a/data.csv", Data: text[:least]}, {Path: "a/small.csv", Data: text[:least-1]},
		{Path: "assets/x.0.js", Data: text, Immutable: true}, {Path: "a/card.png", Data: text}, {Path: "noise.txt", Data: noise(5000)},
		{Path: "feed.xml", Data: text}, {Path: "feed.xml.gz", Data: []byte("somebody's")}, {Path: ".nojekyll"},
	}
	var s shelf
	twins, err := Twins(context.Background(), files, &s)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	original := map[string]publish.File{}
	for _, f := range files {
		original[f.Path] = f
	}
	for _, f := range twins {
		names = append(names, f.Path)
		of := original[f.Path[:len(f.Path)-3]]
		if got := unpack(t, f); !bytes.Equal(got, of.Data) || f.Immutable != of.Immutable {
			t.Errorf("%s holds %d bytes of %d, immutable %v", f.Path, len(got), len(of.Data), f.Immutable)
		}
	}
	if got, want := strings.Join(names, " "), "index.html.gz index.html.br a/data.csv.gz a/data.csv.br assets/x.0.js.gz assets/x.0.js.br feed.xml.br"; got != want {
		t.Errorf("twins are %s, want %s", got, want)
	}
	made := s.made
	again, err := Twins(context.Background(), files, &s)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(twins) || s.made != made {
		t.Errorf("%v: again %d twins, %d made anew", err, len(again), s.made-made)
	}
	fresh, err := Twins(context.Background(), files, &shelf{})
	if err != nil || fmt.Sprint(fresh) != fmt.Sprint(twins) {
		t.Errorf("%v: the same files have other twins", err)
	}
}

func TestTwinsStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Twins(ctx, []publish.File{{Path: "a.txt", Data: noise(5000)}}, &shelf{}); err != context.Canceled {
		t.Errorf("error %v", err)
	}
}

func unpack(t *testing.T, f publish.File) []byte {
	t.Helper()
	var r io.Reader = brotli.NewReader(bytes.NewReader(f.Data))
	if strings.HasSuffix(f.Path, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		if !z.ModTime.IsZero() || z.Name != "" {
			t.Errorf("%s says %q, %v", f.Path, z.Name, z.ModTime)
		}
		r = z
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	return b
}
