package site

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors say who stands above whom: a package imports only packages on lower floors.
var floors = map[string]int{
	"data/source": 1, "data/charset": 1,
	"data/cell": 2, "data/tally": 2, "data/yaml": 2, "templates": 2, "charts/text": 2,
	"data":      5,
	"data/calc": 6, "data/compare": 6, "data/format": 6, "data/profile": 6, "data/sheet": 6, "data/sidecar": 6, "data/snapshot": 6, "charts/draw": 6, "charts/option": 6, "charts/raster": 6, "site/story": 6, "site/publish": 6, "site/watch": 6, "site/deploy": 6, "site/revision": 6,
	"charts": 7, "data/load": 7, "data/remote": 7, "data/sql": 7, "site/claim": 7, "site/preview": 7, "site/compress": 7, "site/embed": 7, "site/receipt": 7,
	"site/page": 8, "site/feed": 8, "site/card": 8, "site/check": 8, "site/export": 8, "site/proof": 8, "site/lint": 8, "site/ledger": 8,
	"site":         9,
	"cmd/plotline": 10, "docs/examples/report": 10,
}

// testHelpers are imported by tests only.
var testHelpers = []string{"data/golden", "data/enginetest", "site/sample"}

// mayUseOS are the rooms that touch the machine; everything else gets what it needs handed in.
var mayUseOS = []string{"cmd/plotline", "site/publish", "charts/draw", "site/watch", "site/preview", "site/deploy", "site/revision", "data/golden", "data/enginetest", "site/sample", "docs/examples/report"}

// trusted are the places that make template.HTML of strings that they escaped.
var trusted = map[string]int{"charts/markup.go": 1, "site/page/metadata.go": 1}

// askers are the only rooms that may import one that uses the network: a build asks no server.
var askers = map[string]string{"data/remote": "cmd/plotline"}

const longest = 400 // lines of a source file

func TestArchitecture(t *testing.T) {
	root := ".."
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if name := d.Name(); name == "node_modules" || name == "testdata" || len(name) > 2 && name[0] == '.' {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(rel, ".go") {
			checkFile(t, p, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, file, rel string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(text), "//go:build generate") {
		return
	}
	test := strings.HasSuffix(rel, "_test.go")
	if n := strings.Count(string(text), "\n"); n > longest && !test {
		t.Errorf("%s has %d lines; a file is at most %d", rel, n, longest)
	}
	if n := strings.Count(string(text), "template.HTML("); n > trusted[rel] && !test {
		t.Errorf("%s makes trusted HTML %d times; %d are allowed", rel, n, trusted[rel])
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	own := path.Dir(rel)
	floor, known := floors[own]
	helper := contains(testHelpers, own)
	if !known && !helper {
		t.Errorf("package %s has no floor", own)
	}
	for _, i := range f.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		if name == "os" && !test && !contains(mayUseOS, own) {
			t.Errorf("%s imports os", rel)
		}
		target, ours := strings.CutPrefix(name, "plotline/")
		if !ours || target == own {
			continue
		}
		if contains(testHelpers, target) {
			if !test {
				t.Errorf("%s imports %s, which is for tests", rel, target)
			}
			continue
		}
		if asker := askers[target]; asker != "" && asker != own && !test {
			t.Errorf("%s imports %s, which is for %s alone", rel, target, asker)
		}
		if !helper && !test && floors[target] >= floor {
			t.Errorf("%s (floor %d) imports %s (floor %d)", rel, floor, target, floors[target])
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
