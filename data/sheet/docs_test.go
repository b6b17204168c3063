package sheet

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

const (
	messyPage     = "../../docs/messy.md"
	messyWorkbook = "../../docs/messy/workbook.xlsx"
)

// TestMessyPage compares the workbook of docs/messy.md with its archive; -update rewrites it.
func TestMessyPage(t *testing.T) {
	golden.Archives(t, "testdata/workbook.txtar", func(t *testing.T, c *golden.Case) {
		c.Has("want.txt")
		raw := packed(t, c)
		b, err := open(raw)
		if err != nil {
			t.Fatal(err)
		}
		_, problems := read("data/workbook.xlsx", raw, data.Options{})
		var said strings.Builder
		source.Print(&said, problems)
		page, err := os.ReadFile(messyPage)
		if err != nil {
			t.Fatal(err)
		}
		const mark, end = "<!-- workbook -->\n", "<!-- end -->"
		before, rest, found := strings.Cut(string(page), mark)
		_, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatal("no place for the workbook")
		}
		text := before + mark + c.Comment() + "\n" + pictured(t, b) + "\n```\n" + said.String() + "```\n\n````markdown\n```chart\n" + string(c.Read("block.yaml")) + "```\n````\n\n![Its chart](messy/workbook.svg)\n" + end + after
		for file, want := range map[string][]byte{messyPage: []byte(text), messyWorkbook: raw} {
			if got, _ := os.ReadFile(file); bytes.Equal(got, want) {
				continue
			}
			if flag.Lookup("update").Value.String() != "true" {
				t.Errorf("%s is behind the archive; run go test ./data/sheet -run TestMessyPage -update", file)
			} else if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// pictured is the first sheet as a spreadsheet shows it.
func pictured(t *testing.T, b *book) string {
	g, err := b.read(b.sheets[0].part, area{1, 0, lastRow, lastColumn}, lastRow)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	out.WriteString("| | A | B | C | D |\n|---|---|---|---|---|\n")
	for n := 1; n <= g.rows[len(g.rows)-1].number; n++ {
		cells := [4]string{}
		for _, r := range g.rows {
			for _, c := range r.cells {
				if r.number == n {
					cells[c.column] = c.text
				}
			}
		}
		fmt.Fprintf(&out, "| %d | %s |\n", n, strings.Join(cells[:], " | "))
	}
	return out.String()
}
