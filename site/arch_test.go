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
	"data/settings": 3,
	"data/decode":   4, "data/scan": 4, "data/infer": 4,
	"data/layout": 5,
	"data/rows":   6,
	"data":        7,
	"data/calc":   8, "data/compare": 8, "data/format": 8, "data/profile": 8, "data/sheet": 8, "data/sidecar": 8, "data/snapshot": 8, "charts/draw": 8, "charts/option": 8, "charts/raster": 8, "site/story": 8, "site/publish": 8, "site/watch": 8, "site/deploy": 8, "site/revision": 8,
	"charts": 9, "data/load": 9, "data/remote": 9, "data/sql": 9, "site/claim": 9, "site/preview": 9, "site/compress": 9, "site/embed": 9, "site/receipt": 9,
	"site/page": 10, "site/feed": 10, "site/card": 10, "site/check": 10, "site/export": 10, "site/proof": 10, "site/lint": 10, "site/ledger": 10,
	"site":         11,
	"cmd/plotline": 12, "docs/examples/report": 12,
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
