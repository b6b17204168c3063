package main

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plotline/site/sample"
)

// treeOf reads every file of a folder but the lock.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	tree := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" {
			return err
		}
		b, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		tree[rel] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestBuildInPlace changes a project and its site, one thing after the other: each build over the site before
// leaves what a build into an empty folder makes, the manifest included, and says the same.
func TestBuildInPlace(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PLOTLINE_CACHE", filepath.Join(dir, "cache"))
	project, public := filepath.Join(dir, "project"), filepath.Join(dir, "public")
	files := sample.Stories(3)
	files["plotline.yaml"].Data = []byte("title: Big\nbase-url: https://example.org/\n")
	if err := sample.Write(project, files); err != nil {
		t.Fatal(err)
	}
	build := func(to string, flags ...string) (said string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), append([]string{"build", "-s", project, "-d", to}, flags...), &stdout, &stderr); code != 0 {
			t.Fatalf("%v: %s", flags, stderr.String())
		}
		return stderr.String()
	}
	edit := func(name, from, to string) func() {
		return func() {
			t.Helper()
			name := filepath.Join(dir, filepath.FromSlash(name))
			b, err := os.ReadFile(name)
			if err != nil || !strings.Contains(string(b), from) {
				t.Fatalf("%s has no %q: %v", name, from, err)
			}
			if err := os.WriteFile(name, []byte(strings.Replace(string(b), from, to, 1)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		name  string
		do    func()
		flags []string
	}{
		{"first", func() {}, nil},
		{"again", func() {}, nil},
		{"readable", func() {}, []string{"--minify=false"}},
		{"small again", func() {}, nil},
		{"another address", func() {}, []string{"-b", "https://example.com/x/"}},
		{"prose", edit("project/site/stories/story-1.md", "and more.", "and less."), nil},
		{"a warning", edit("project/site/stories/story-1.md", "alt: x\n", ""), nil},
		{"the warning again", func() {}, nil},
		{"a cell", edit("project/data/d2.csv", "Place 3,", "Place three,"), nil},
		{"a template", func() {
			must(os.MkdirAll(filepath.Join(project, "templates"), 0o755))
			must(os.WriteFile(filepath.Join(project, "templates", "numbers.css"), []byte("p { color: red }\n"), 0o644))
		}, nil},
		{"a page changed by hand", edit("public/story-0/index.html", "Hefei", "Hefai"), nil},
		{"a page emptied", func() { must(os.Truncate(filepath.Join(public, "story-2", "index.html"), 0)) }, nil},
		{"a page touched", func() {
			later := time.Now().Add(time.Hour)
			must(os.Chtimes(filepath.Join(public, "story-2", "index.html"), later, later))
		}, nil},
		{"a page deleted", func() { must(os.Remove(filepath.Join(public, "story-2", "index.html"))) }, nil},
		{"drawings lost", func() { must(os.RemoveAll(filepath.Join(dir, "cache"))) }, nil},
		{"a story less", func() { must(os.Remove(filepath.Join(project, "site", "stories", "story-2.md"))) }, nil},
	} {
		step.do()
		clean := filepath.Join(dir, "clean")
		must(os.RemoveAll(clean))
		said := build(public, step.flags...)
		if want := build(clean, step.flags...); said != want {
			t.Errorf("%s: the build says\n%swant\n%s", step.name, said, want)
		}
		got, want := treeOf(t, public), treeOf(t, clean)
		if !maps.Equal(got, want) {
			for name := range want {
				if got[name] != want[name] {
					t.Errorf("%s: %s is stale", step.name, name)
				}
			}
			t.Fatalf("%s: %d files, want %d", step.name, len(got), len(want))
		}
	}
}
