package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/source"
)

const kindsFolder = "../../docs/kinds"

// TestDocsKinds compares docs/kinds with the kinds: for each its picture, its block and its table,
// from the archive that tests it.
func TestDocsKinds(t *testing.T) {
	pool, err := draw.New(draw.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	files := map[string][]byte{}
	var page strings.Builder
	page.WriteString("# Kinds of chart\n\nWhat each kind is for, and a block that draws it. The numbers are made up.\n")
	for _, k := range charts.Kinds() {
		archive, err := txtar.ParseFile("../../charts/testdata/kinds/" + k.Name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		block, table := member(archive, "block.yaml"), member(archive, "table.csv")
		files[k.Name+".svg"] = kindPicture(t, pool, block, table)
		fmt.Fprintf(&page, "\n## %s\n\n%s. Purpose: %s. Needs %s.\n\n![%s, drawn](%s.svg)\n\n````markdown\n```chart\n%s```\n````\n\n```csv\n%s```\n",
			k.Name, strings.ToUpper(k.Doc[:1])+k.Doc[1:], k.Purpose, k.Needs(), k.Name, k.Name, block, table)
	}
	files["README.md"] = []byte(page.String())
	update := flag.Lookup("update")
	for name, want := range files {
		file := filepath.Join(kindsFolder, name)
		if update != nil && update.Value.String() == "true" {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if got, _ := os.ReadFile(file); !bytes.Equal(got, want) {
			t.Errorf("docs/kinds/%s is behind the code; run go test ./cmd/plotline -run TestDocs -update", name)
		}
	}
	there, _ := filepath.Glob(kindsFolder + "/*")
	if len(there) != len(files) {
		t.Errorf("docs/kinds has %d files, want %d", len(there), len(files))
	}
}

func member(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// kindOption takes a block and its table as far as they go without an engine.
func kindOption(t *testing.T, block, csv []byte) *charts.Option {
	t.Helper()
	table, problems := data.Read(source.NewFile("data/t.csv", csv), data.Options{Name: "t"})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return blockOption(t, block, table, "en")
}

// blockOption takes a block over a table as far as it goes without an engine.
func blockOption(t *testing.T, block []byte, table *data.Table, language string) *charts.Option {
	t.Helper()
	f := source.NewFile("story.md", append([]byte("```chart\n"), block...))
	spec, problems := charts.Parse("chart", f.Line(1), f.Span(9, len(f.Text)), charts.Env{Language: language, Sources: map[string]charts.Source{"s": {Name: "Nobody"}}})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	plot, problems := charts.Bind(spec, galleryTable{table}, charts.DefaultTheme())
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	option, problems := charts.Assemble(plot)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return option
}

// kindDrawings draws an option in these sizes.
func kindDrawings(t *testing.T, pool *draw.Pool, id string, option *charts.Option, sizes ...draw.Size) [][]byte {
	t.Helper()
	results, err := pool.Draw(context.Background(), []draw.Job{{ID: id, Option: option.JSON, Sizes: sizes}})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results[0].Err)
	}
	return results[0].SVG
}

// kindPicture draws a block of its table.
func kindPicture(t *testing.T, pool *draw.Pool, block, csv []byte) []byte {
	t.Helper()
	return pictured(t, pool, kindOption(t, block, csv))
}

// pictured is an option's wide drawing on paper, as pages of any colour may show it.
func pictured(t *testing.T, pool *draw.Pool, option *charts.Option) []byte {
	t.Helper()
	wide := option.Sizes[len(option.Sizes)-1]
	svg := kindDrawings(t, pool, "k-", option, wide)[0]
	const margin = 16
	head := bytes.IndexByte(svg, '>') + 1
	root := strings.Replace(string(svg[:head]), fmt.Sprintf(`viewBox="0 0 %d %d"`, wide.Width, wide.Height),
		fmt.Sprintf(`viewBox="%d %d %d %d"`, -margin, -margin, wide.Width+2*margin, wide.Height+2*margin), 1)
	paper := fmt.Sprintf(`<rect x="%d" y="%d" width="100%%" height="100%%" fill="%s"/>`, -margin, -margin, charts.DefaultTheme().Literal("paper"))
	return append([]byte(root+paper+string(svg[head:])), '\n')
}

type galleryTable struct{ table *data.Table }

func (g galleryTable) Table(name string) (*data.Table, bool) { return g.table, name == g.table.Name }
func (g galleryTable) Names() []string                       { return []string{g.table.Name} }
