package calc

import (
	"slices"

	"plotline/data"
	"plotline/data/source"
)

// Result is what a column's cells come to, and the rows they stand in.
type Result struct {
	Number float64
	IsText bool
	Text   string
	Rows   []int
}

// Value brings the cells of a column together: agg is only (exactly one row), sum, mean, median,
// min, max, count, first or last; empty means only. Problems stand at the span.
func Value(t *data.Table, rows []int, c *data.Column, agg string, at source.Span) (Result, source.List) {
	if agg == "" || agg == "only" {
		if len(rows) != 1 {
			p := source.Errorf(at, "%d rows of table %q are meant, where exactly one must be", len(rows), t.Name).
				WithHint("narrow them down with where:, or give agg:")
			for _, r := range rows[:min(len(rows), 3)] {
				p = p.WithNote(t.Cell(r, c), "one of them")
			}
			return Result{}, source.List{p}
		}
		if v, ok := c.Number(rows[0]); ok {
			return Result{Number: v, Rows: rows}, nil
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
	v, ok := Aggregate(c, rows, agg)
	if !ok {
		return Result{}, source.List{source.Errorf(at, "no row has a value in column %q", c.Name)}
	}
	return Result{Number: v, Rows: rows}, nil
}

// Aggregate brings numbers together; missing cells are left out. It reports false when there are
// none. A count of none is 0.
func Aggregate(c *data.Column, rows []int, agg string) (float64, bool) {
	var vs []float64
	present := 0
	for _, r := range rows {
		if !c.Missing(r) {
			present++
		}
		if v, ok := c.Number(r); ok {
			vs = append(vs, v)
		}
	}
	if agg == "count" {
		return float64(present), true
	}
	if len(vs) == 0 {
		return 0, false
	}
	sum := 0.0
	for _, v := range vs {
		sum += v
	}
	switch agg {
	case "sum":
		return sum, true
	case "mean":
		return sum / float64(len(vs)), true
	case "min":
		return slices.Min(vs), true
	case "max":
		return slices.Max(vs), true
	case "first":
		return vs[0], true
	case "last":
		return vs[len(vs)-1], true
	}
	slices.Sort(vs) // median
	if mid := len(vs) / 2; len(vs)%2 == 0 {
		return (vs[mid-1] + vs[mid]) / 2, true
	}
	return vs[len(vs)/2], true
}
