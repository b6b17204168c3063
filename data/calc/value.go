package calc

import (
	"math/big"

	"plotline/data"
	"plotline/data/source"
	"plotline/data/tally"
)

// Result is what a column's cells come to, and the rows they stand in.
type Result struct {
	Number float64
	Exact  *big.Rat // the same without rounding; nil for text
	IsText bool
	Text   string
	Rows   []int
}

// Value brings the cells of a column together: agg is only (exactly one row), sum, mean, median,
// min, max, count, first or last; empty means only. Problems stand at the span.
func Value(t *data.Table, rows []int, c *data.Column, agg string, at source.Span) (Result, source.List) {
	if p := t.Uses(c.Name); len(p) > 0 {
		return Result{}, p
	}
	if agg == "" || agg == "only" {
		if len(rows) != 1 {
			p := source.Errorf(at, "%d rows of table %q are meant, where exactly one must be", len(rows), t.Name).
				WithHint("narrow them down with where:, or give agg:")
			if len(rows) == 0 {
				p = p.WithHint("no row satisfies where:, which compares letter by letter")
			}
			for _, r := range rows[:min(len(rows), 3)] {
				p = p.WithNote(t.Cell(r, c), "one of them")
			}
			return Result{}, source.List{p}
		}
		if v, ok := c.Number(rows[0]); ok {
			return Result{Number: v, Exact: tally.Decimal(v), Rows: rows}, nil
		}
		if c.Missing(rows[0]) {
			return Result{}, source.List{source.Errorf(at, "the cell is empty").WithNote(t.Cell(rows[0], c), "this cell")}
		}
		return Result{IsText: true, Text: c.Text(rows[0]), Rows: rows}, nil
	}
	if c.Type != data.Number && agg != "count" {
		p := source.Errorf(at, "%s needs numbers, but column %q holds %s", agg, c.Name, c.Type)
		if row, bad := t.FirstBad(c, data.Number); bad {
			p = p.WithNote(t.Cell(row, c), "the first cell that is no number is %q", c.Text(row))
		}
		return Result{}, source.List{p}
	}
	n := together(c, rows, agg)
	v, ok := n.Value()
	if !ok {
		return Result{}, source.List{source.Errorf(at, "no row has a value in column %q", c.Name)}
	}
	exact, _ := n.Exact()
	return Result{Number: v, Exact: exact, Rows: rows}, nil
}

// together brings the cells of the rows together; missing cells are left out.
func together(c *data.Column, rows []int, agg string) *tally.Tally {
	n := tally.New(agg)
	Tell(n, c, rows)
	return n
}

// Tell adds the cells of the rows to a tally.
func Tell(n *tally.Tally, c *data.Column, rows []int) {
	for _, r := range rows {
		if !c.Missing(r) {
			n.Present()
		}
		if v, ok := c.Number(r); ok {
			n.Add(v)
		}
	}
}

// Aggregate brings numbers together; missing cells are left out. It reports false when there are
// none. A count of none is 0.
func Aggregate(c *data.Column, rows []int, agg string) (float64, bool) {
	return together(c, rows, agg).Value()
}
