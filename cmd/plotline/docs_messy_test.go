package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"golang.org/x/tools/txtar"

	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/golden"
	"plotline/data/load"
	"plotline/data/source"
)

// TestDocsMessy draws the charts of docs/messy.md from the files beside them there, read as a build
// reads them: nothing is told.
func TestDocsMessy(t *testing.T) {
	page, err := os.ReadFile("../../docs/messy.md")
	if err != nil {
		t.Fatal(err)
	}
	pool, err := draw.New(draw.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	shown := regexp.MustCompile(`\]\(messy/([a-z0-9]+)\.svg\)`).FindAllSubmatch(page, -1)
	if len(shown) < 5 {
		t.Fatalf("the page shows %d charts, want five", len(shown))
	}
	update := flag.Lookup("update")
	for _, m := range shown {
		name := string(m[1])
		archive, file, raw := messyFile(t, name)
		table, problems := load.Read(source.NewFile("data/"+file, raw), data.Options{Name: name})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		language := map[string]string{"gb18030": "zh-Hans", "german": "de", "utf16": "fr"}[name]
		if language == "" {
			language = "en"
		}
		svg := pictured(t, pool, blockOption(t, member(archive, "block.yaml"), table, language))
		file = filepath.Join("../../docs/messy", name+".svg")
		if update != nil && update.Value.String() == "true" {
			if err := os.WriteFile(file, svg, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if got, _ := os.ReadFile(file); !bytes.Equal(got, svg) {
			t.Errorf("docs/messy/%s.svg is behind the code; run go test ./cmd/plotline -run TestDocs -update", name)
		}
	}
}

// messyFile is the archive of a file in docs/messy.md, the file's name and what it holds.
func messyFile(t *testing.T, name string) (a *txtar.Archive, file string, raw []byte) {
	t.Helper()
	folder, file := "../../data/testdata/", name+".csv"
	if name == "workbook" {
		folder, file = "../../data/sheet/testdata/", name+".xlsx"
	}
	a, err := txtar.ParseFile(folder + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	if name == "workbook" {
		raw, err = os.ReadFile("../../docs/messy/workbook.xlsx")
	} else {
		raw, err = golden.Bytes(member(a, "table.csv"), string(member(a, "encoding.txt")))
	}
	if err != nil {
		t.Fatal(err)
	}
	return a, file, raw
}
