package story

import (
	"strings"
	"testing"

	"plotline/data/source"
)

// What a story tells about a file reaches the reader, and what it cannot mean is said.
func TestData(t *testing.T) {
	read := func(ref string) (*Story, source.List) {
		f, _ := source.NewText("a.md", []byte("---\ntitle: x\ndata:\n  land: "+ref+"\n---\nText.\n"))
		return Parse(f)
	}
	for ref, want := range map[string]string{
		"land.csv": "",
		`{file: land.csv, encoding: gb18030, preamble: 2, header-rows: 0, footer: 1, decimal: ","}`: `encoding: gb18030, preamble: 2, header-rows: 0, footer: 1, decimal: ","`,
		`{file: land.csv, delimiter: tab, rows-max: 47}`:                                            `delimiter: "\t", rows-max: 47`,
		`{file: land.csv, sheet: Debt 2021, range: "B4:F"}`:                                         `sheet: "Debt 2021", range: "B4:F"`,
		`{file: land.csv, delimiter: ";"}`:                                                          `delimiter: ";"`,
	} {
		s, problems := read(ref)
		if len(problems) > 0 {
			t.Errorf("%s: %v", ref, problems)
			continue
		}
		if got := s.Data[0].How.String(); got != want || s.Data[0].File != "land.csv" {
			t.Errorf("%s is read as %q, want %q", ref, got, want)
		}
	}
	for ref, want := range map[string]string{
		"{file: a.csv, encoding: gb1803}": `unknown encoding "gb1803"`,
		"{file: a.csv, preamble: -1}":     "expected 0 or more, found -1",
		"{file: a.csv, header-rows: two}": "expected a whole number",
		`{file: a.csv, delimiter: "::"}`:  `unknown delimiter "::"; legal are ",", ";", tab, "|", " ", "^", "~" and ":"`,
		`{file: a.csv, decimal: "'"}`:     `unknown decimal "'"`,
		"{file: a.csv, range: 4:8}":       `"4:8" is no range of cells`,
		"{file: a.csv, header_rows: 1}":   `"header_rows"`,
	} {
		if _, problems := read(ref); len(problems) == 0 || !strings.Contains(problems[0].Text, want) {
			t.Errorf("%s: %v, want %q", ref, problems, want)
		}
	}
}
