package publish

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestLook: keys are listed also of files that were given as bytes, and are known until a build is killed.
func TestLook(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if p := Look(dir); p != nil || p.Key("index.html") != "" {
		t.Errorf("a folder that is not there holds %v", p)
	}
	files := []File{{Path: "a.html", Data: []byte("a"), Key: "k"}, {Path: "b.html", Data: []byte("b")}, {Path: "c.html", Key: "l", Make: func(context.Context) ([]byte, error) { return []byte("c"), nil }}}
	if _, err := Publish(context.Background(), dir, files, Options{}); err != nil {
		t.Fatal(err)
	}
	p := Look(dir)
	for path, want := range map[string]string{"a.html": "k", "b.html": "", "c.html": "l", "d.html": "", "": ""} {
		if got := p.Key(path); got != want {
			t.Errorf("the key of %q is %q, want %q", path, got, want)
		}
	}
	files[0].Key = "other" // of the same bytes
	if r, err := Publish(context.Background(), dir, files, Options{Past: p}); err != nil || r.Written > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if got := Look(dir).Key("a.html"); got != "other" {
		t.Errorf("the key is still %q", got)
	}
	files = files[1:] // what was looked at is no longer what stands: the manifest counts
	if r, err := Publish(context.Background(), dir, files, Options{Past: p}); err != nil || r.Deleted != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(pending)), encode(nil), 0o644); err != nil {
		t.Fatal(err)
	}
	if p := Look(dir); p != nil {
		t.Errorf("after a killed build the folder holds %v", p)
	}
}
