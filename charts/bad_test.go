package charts

import (
	"strings"
	"testing"

	"plotline/data/golden"
	"plotline/data/source"
)

// TestBad pins every message of a chart block: its place, the legal set, and the suggestion.
func TestBad(t *testing.T) {
	golden.Archives(t, "testdata/bad/*.txtar", func(t *testing.T, c *golden.Case) {
		p, problems := plotOf(t, c)
		if p != nil && problems.HasErrors() {
			t.Error("a Plot in spite of errors")
		}
		problems.Sort()
		var b strings.Builder
		source.Print(&b, problems)
		if b.Len() == 0 {
			t.Error("nothing is wrong with this block")
		}
		c.Check("problems.txt", b.String())
	})
}

// FuzzParse: no block makes the parser panic, and every problem has a place.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"kind: bar\ndata: t\nx: a\ny: b\n", "kind: line\ny: {col: a, agg: sum}\n", "annotate: [{x: [1, 2], area: true}]\n", "items: [1]\n", "echarts: {a: [1, null]}\n", "height: 1e9\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("story.md", []byte("```chart\n"+text))
		for _, block := range []string{"chart", "table", "bignumber"} {
			_, problems := Parse(block, file.Line(1), file.Span(9, len(file.Text)), testEnv)
			for _, p := range problems {
				if p.At.IsZero() || p.At.End > len(file.Text) || p.At.Start > p.At.End {
					t.Errorf("problem without a place: %+v", p)
				}
			}
		}
	})
}
