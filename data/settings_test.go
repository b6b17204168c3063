package data

import (
	"testing"

	"plotline/data/golden"
	"plotline/data/source"
)

// TestSettings tells the reader what is not so, of every file that it was built against: it may refuse
// the file or take it for another table, and returns.
func TestSettings(t *testing.T) {
	for _, folder := range []string{"testdata/*.txtar", "testdata/layout/*.txtar"} {
		golden.Archives(t, folder, func(t *testing.T, c *golden.Case) {
			for _, name := range c.Names() {
				c.Read(name)
			}
			text := raw(t, c, "table.csv")
			if len(text) > 10_000 {
				return
			}
			for _, n := range []int{0, 1, 2, 5, 1000} {
				for set, o := range map[string]Options{
					"preamble":                 {Preamble: &n},
					"header-rows":              {HeaderRows: &n},
					"footer":                   {Footer: &n},
					"rows-max":                 {RowsMax: &n},
					"header-rows and footer":   {HeaderRows: &n, Footer: &n},
					"preamble and footer":      {Preamble: &n, Footer: &n},
					"preamble and header-rows": {Preamble: &n, HeaderRows: &n},
				} {
					table, problems := Read(source.NewFile("t.csv", text), o)
					if table == nil && !problems.HasErrors() {
						t.Errorf("%s: %d: no table, and no error", set, n)
					}
				}
			}
		})
	}
}
