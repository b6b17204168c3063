package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// odd are names that some disk can hold.
var odd = []string{"a b.html", `quote".csv`, `back\slash`, "line\nend", "tab\t", "<&>.svg", "\x7f", "\x01", "},{", `"}`, "deutsch ä", "合肥/图.png", "\u2028", "🙂", "a,b", `","sha256":"`}

func TestListing(t *testing.T) {
	var files []entry
	for i, p := range odd {
		files = append(files, entry{p, fmt.Sprintf("%064x", i), int64(i) << 40, p}, entry{Path: p + "/pending"}, entry{p + "/data", "00", 0, ""})
	}
	slices.SortFunc(files, byPath)
	text := string(encode(files))
	if got := decode(text); !slices.Equal(got, files) {
		t.Errorf("decode(encode(%+v)) = %+v", files, got)
	}
	if _, ok := lines(text); !ok {
		t.Error("our own listing is not read line by line")
	}
	var l struct {
		Format int
		Files  []entry
	}
	if err := json.Unmarshal([]byte(text), &l); err != nil || l.Format != 2 || !slices.Equal(l.Files, files) {
		t.Errorf("as JSON the listing is %+v, %v", l, err)
	}
	if n := strings.Count(text, "\n"); n != len(files)+2 {
		t.Errorf("%d lines, want one for each of %d files", n, len(files))
	}
	for n := range len(text) - 1 { // the last byte is a line end only
		if got := decode(text[:n]); got != nil {
			t.Fatalf("cut after %d bytes it lists %+v", n, got)
		}
	}
	if got := decode(string(encode(nil))); len(got) != 0 {
		t.Errorf("an empty listing lists %+v", got)
	}
}

func TestHostileListing(t *testing.T) {
	for _, p := range []string{"", ".", "..", "../x", "/etc/passwd", "a/../../x", "a//b", "./a", "a/", ".plotline", ".plotline/lock", "a/../b", "caf\xe9"} {
		text := strings.Replace(string(encode([]entry{{"NAME", "00", 1, "k"}})), "NAME", p, 1)
		for _, text := range []string{text, strings.Replace(text, `"files"`, ` "files"`, 1)} { // by line, and as any JSON
			for _, e := range decode(text) {
				if p != "caf\xe9" || e.Path != "caf\ufffd" {
					t.Errorf("%q lists %q", text, e.Path)
				}
			}
		}
	}
	for _, text := range []string{
		listHead + `{"path":"b","sha256":"00","size":1}` + "\n" + `{"path":"a"}` + "\n" + `{"path":"b","sha256":"11","size":2}` + "\n" + listTail,
		`{"files":[{"path":"b","sha256":"00","size":1},{"path":"a"},{"path":"b"}]}`,
	} {
		if got, want := decode(text), []entry{{Path: "a"}, {Path: "b", Sum: "00", Size: 1}}; !slices.Equal(got, want) {
			t.Errorf("decode(%q) = %+v, want %+v", text, got, want)
		}
	}
	for _, line := range []string{`{"path":"a","size":1}`, `{"path":"a","sha256":"00","size":}`, `{"path":"a","sha256":"00","size":99999999999999999999}`, `{"path":"a"`, `{"path":"a"}}`, ``, `{"path":"a","sha256":"00"}`} {
		if e, ok := parse(line); ok {
			t.Errorf("parse(%q) = %+v", line, e)
		}
	}
}

// Files of a build by an older Plotline are ours, and are compared once.
func TestFormat1(t *testing.T) {
	dir := t.TempDir()
	var s workshop
	files := s.keyed(siteOf(1, 3))
	s.publish(t, dir, files, 12)
	type old struct {
		Path string `json:"path"`
		Sum  string `json:"sha256"`
	}
	l := struct {
		Format int   `json:"format"`
		Files  []old `json:"files"`
	}{Format: 1}
	want := listed(t, dir)
	for _, e := range decode(want) {
		l.Files = append(l.Files, old{e.Path, e.Sum})
	}
	text, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, manifest), append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := recorded(t, dir, files, nil); !slices.Equal(got, []string{manifest}) || listed(t, dir) != want {
		t.Errorf("%q was written, and the manifest is %s, want %s", got, listed(t, dir), want)
	}
	s.publish(t, dir, files, 0)
	os.WriteFile(filepath.Join(dir, manifest), text, 0o644)
	if r := s.publish(t, dir, files[:9], 9); r.Deleted != 3 {
		t.Errorf("%+v, want 3 files deleted", r)
	}
}

// Names that are quoted in the manifest are published, found again and deleted.
func TestOddNames(t *testing.T) {
	dir := t.TempDir()
	var s workshop
	var files []File
	for i, p := range odd {
		if runtime.GOOS == "windows" && strings.ContainsFunc(p, func(c rune) bool { return c < ' ' || strings.ContainsRune(`<>:"|?*\`, c) }) {
			continue // Windows has no such names
		}
		files = append(files, File{Path: p, Data: []byte(fmt.Sprint(i))})
	}
	s.keyed(files)
	s.publish(t, dir, files, len(files))
	s.publish(t, dir, files, 0)
	if r, err := Publish(context.Background(), dir, nil, Options{}); err != nil || r.Deleted != len(files) {
		t.Errorf("%+v, %v", r, err)
	}
	equal(t, dir, nil)
}

func BenchmarkListing(b *testing.B) {
	var files []entry
	for _, f := range large(16000) {
		files = append(files, entry{f.Path, strings.Repeat("0123456789abcdef", 4), 1 << 16, f.Key})
	}
	slices.SortFunc(files, byPath)
	text := string(encode(files))
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			decode(text)
		}
	})
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			encode(files)
		}
	})
	b.Run("encoding-json", func(b *testing.B) { // the measure of both
		for b.Loop() {
			var l struct{ Files []entry }
			json.Unmarshal([]byte(text), &l)
			json.Marshal(l)
		}
	})
}
