package profile

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

// TestScreen prints the tables of data/testdata: no line is wider than a terminal, and none holds what
// a terminal would obey.
func TestScreen(t *testing.T) {
	paths, _ := filepath.Glob("../testdata/*.txtar")
	more, _ := filepath.Glob("../testdata/layout/*.txtar")
	n := 0
	for _, path := range append(paths, more...) {
		golden.Archives(t, path, func(t *testing.T, c *golden.Case) {
			for _, name := range c.Names() {
				c.Read(name)
			}
			r := data.Inspect(source.NewFile("data/"+c.Name+".csv", c.Read("table.csv")), data.Options{Inspect: true})
			if r.Table == nil {
				return
			}
			n++
			for _, style := range []Style{{}, {Plain: true}} {
				for line := range strings.Lines(Of(r).Print(style)) {
					line = strings.TrimSuffix(line, "\n")
					if w := displaywidth.String(line); w > screen {
						t.Errorf("%d cells wide: %q", w, line)
					}
					if strings.ContainsFunc(line, unicode.IsControl) {
						t.Errorf("a control character: %q", line)
					}
				}
			}
		})
	}
	if n < 60 {
		t.Errorf("only %d tables were read", n)
	}
}

func TestSpread(t *testing.T) {
	for _, tt := range []struct {
		values []float64
		want   []int
	}{
		{[]float64{3, 3}, []int{2}},
		{[]float64{0, 10}, []int{1, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
		{[]float64{0, 1, 1.5, 9.99, 10}, []int{1, 2, 0, 0, 0, 0, 0, 0, 0, 2}},
		{[]float64{-1e308, 1e308}, []int{2}}, // a range too wide to be divided
	} {
		if got := spread(tt.values, slices.Min(tt.values), slices.Max(tt.values)); !slices.Equal(got, tt.want) {
			t.Errorf("spread(%v) = %v, want %v", tt.values, got, tt.want)
		}
	}
}
