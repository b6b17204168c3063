package data

import (
	"fmt"
	"strings"
	"testing"

	"plotline/data/golden"
	"plotline/data/scan"
	"plotline/data/source"
)

// TestLayout reads files as they come from offices: where the table begins and ends, what its columns
// are called, and what is said about it. Their texts are ours; their faults are not.
func TestLayout(t *testing.T) {
	golden.Archives(t, "testdata/layout/*.txtar", func(t *testing.T, c *golden.Case) {
		table, problems := Read(source.NewFile(c.Name+".csv", raw(t, c, "table.csv")), options(t, c))
		var b strings.Builder
		if table != nil {
			fmt.Fprintf(&b, "%d rows cut at %s\n", table.Rows, scan.NameOf(table.dialect.Delimiter))
			for _, col := range table.Columns {
				fmt.Fprintf(&b, "%s: %s\n", col.Name, col.Type)
			}
		}
		for _, p := range problems {
			at := p.At.Position()
			fmt.Fprintf(&b, "%d:%d %s %s: %s\n", at.Line, at.Column, p.Level, p.Rule, p.Text)
		}
		c.Check("want.txt", b.String())
	})
}
