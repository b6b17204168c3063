package data

import (
	"fmt"
	"slices"
	"strings"

	"plotline/data/cell"
	"plotline/data/infer"
	"plotline/data/layout"
	"plotline/data/rows"
	"plotline/data/source"
)

// rows reads every row. Cells share the memory of the file's characters; those of a distant file are only
// counted.
func (t *Table) rows(p *layout.Place, o Options) source.List {
	r, records := rows.New(t.File, t.dialect, o, p), p.Records
	if t.File.Distant() {
		found := r.Walk(nil, func(int, int, []string) bool { return true })
		t.Rows, t.ragged = found.Rows, found.Ragged
		t.far = &far{rows: r, options: o, settled: map[int]*settled{}}
		return found.Problems
	}
	if n := len(t.Columns); n > 0 && records > MostCells/n {
		return source.List{source.Errorf(t.Columns[0].At, "%d rows of %d columns; a table that is packed, or whose rows leave cells out, has at most %d million cells", records, n, MostCells/1_000_000).
			WithRule("too-large").WithHint("keep the columns and rows that the story needs")}
	}
	for _, c := range t.Columns {
		c.texts = make([]string, 0, records)
	}
	t.offsets = make([]int, 0, records)
	found := r.Walk(indices(t.Columns), func(_, at int, cells []string) bool {
		t.offsets = append(t.offsets, at)
		for i, c := range t.Columns {
			c.texts = append(c.texts, cells[i])
		}
		return true
	})
	t.Rows, t.ragged = found.Rows, found.Ragged
	return found.Problems
}

func indices(columns []*Column) []int {
	out := make([]int, len(columns))
	for i, c := range columns {
		out[i] = c.Index
	}
	return out
}

// Uses reports, of a table that was read to be inspected, the rows with too few or too many cells for
// which it is not sure what stands in the columns of the names. Who publishes from a column asks.
func (t *Table) Uses(names ...string) source.List {
	if t.ragged == nil {
		return nil
	}
	last := -1
	for _, c := range t.Columns {
		if slices.Contains(names, c.Name) {
			last = c.Index
		}
	}
	return t.ragged.Uses(last)
}

// totals warns of a row that sums up the others, and remembers it: a chart would count everything twice.
func (t *Table) totals(findings []*infer.Finding) source.List {
	if t.Rows < 3 || !slices.ContainsFunc(t.Columns, func(c *Column) bool { return c.Type == Number }) {
		return nil
	}
	for i, c := range t.Columns {
		if c.Type != Text {
			continue
		}
		var found cell.Sight
		for _, s := range findings[i].Sights(t.Rows) {
			if s.Text != "" && rows.IsTotal(s.Text) {
				found = s
			}
		}
		if found.Seen && t.times(c, found.Text) > 1 {
			return nil // a value of the column, not a row of sums
		}
		if found.Seen {
			t.sum = &Sum{Label: found.Text, At: t.place(found, c), Without: t.without(c, found.Text), offset: found.At}
			return source.List{source.Warnf(t.sum.At, "totals-row", "row %q seems to sum up the others, and is kept", found.Text).
				WithHint(fmt.Sprintf("where: %s leaves it out", t.sum.Without))}
		}
	}
	return nil
}

// times counts how often a text stands in a column.
func (t *Table) times(c *Column, text string) (n int) {
	if !t.Held() {
		t.far.walk(func(_, _ int, cells []string) bool {
			if cells[0] == text {
				n++
			}
			return n < 2
		}, c)
		return n
	}
	for _, s := range c.texts {
		if s == text {
			n++
		}
	}
	return n
}

// without is the condition that leaves a value out.
func (t *Table) without(c *Column, value string) string {
	name := c.Name
	if strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		name = fmt.Sprintf("col(%q)", name)
	}
	return fmt.Sprintf("%s != %q", name, value)
}
