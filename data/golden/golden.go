// Package golden compares what a test got with files in txtar archives under testdata.
//
// Call Archives once in a test: it runs a subtest per archive and hands it a Case to read inputs
// from and to Check outputs against. `go test ./... -update` rewrites what differs; with CI=true
// that is refused. Only tests import this package.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite golden files")

// Case is one archive: inputs the test reads and outputs it checks.
type Case struct {
	Name    string // file name without .txtar
	t       *testing.T
	path    string
	archive *txtar.Archive
	used    map[string]bool
	changed bool
}

// Archives runs fn as a subtest for every archive that matches the pattern, and fails when there
// is none, or when an archive holds a file that fn neither read nor checked.
func Archives(t *testing.T, pattern string, fn func(t *testing.T, c *Case)) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives match %s (%v)", pattern, err)
	}
	if *update && os.Getenv("CI") == "true" {
		t.Fatal("-update is refused when CI=true")
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c := &Case{Name: name, t: t, path: path, archive: archive, used: map[string]bool{}}
			fn(t, c)
			c.finish()
		})
	}
}

// Comment returns the text before the archive's first file.
func (c *Case) Comment() string { return string(c.archive.Comment) }

// Has reports whether the archive holds the file, and counts it as read.
func (c *Case) Has(name string) bool {
	c.used[name] = true
	return c.find(name) != nil
}

// Read returns an input file; a missing one fails the test.
func (c *Case) Read(name string) []byte {
	c.t.Helper()
	c.used[name] = true
	f := c.find(name)
	if f == nil {
		c.t.Fatalf("%s has no file %s", c.path, name)
	}
	return f.Data
}

// Names returns the names of all files, in the order of the archive.
func (c *Case) Names() []string {
	var names []string
	for _, f := range c.archive.Files {
		names = append(names, f.Name)
	}
	return names
}

// Check compares got with the file; with -update it stores got instead. A final newline is
// added, as txtar keeps whole lines.
func (c *Case) Check(name, got string) {
	c.t.Helper()
	c.used[name] = true
	if got != "" && !strings.HasSuffix(got, "\n") {
		got += "\n"
	}
	f := c.find(name)
	if f != nil && string(f.Data) == got {
		return
	}
	if !*update {
		want := ""
		if f != nil {
			want = string(f.Data)
		}
		c.t.Errorf("%s: %s differs (-want +got), run with -update to accept:\n%s", c.path, name, cmp.Diff(want, got))
		return
	}
	c.changed = true
	if f == nil {
		c.archive.Files = append(c.archive.Files, txtar.File{Name: name})
		f = &c.archive.Files[len(c.archive.Files)-1]
	}
	f.Data = []byte(got)
}

func (c *Case) find(name string) *txtar.File {
	for i := range c.archive.Files {
		if c.archive.Files[i].Name == name {
			return &c.archive.Files[i]
		}
	}
	return nil
}

func (c *Case) finish() {
	for _, f := range c.archive.Files {
		if !c.used[f.Name] && !c.t.Failed() {
			c.t.Errorf("%s: file %s is neither read nor checked", c.path, f.Name)
		}
	}
	if c.changed {
		if err := os.WriteFile(c.path, txtar.Format(c.archive), 0o644); err != nil {
			c.t.Fatal(err)
		}
	}
}
