package calc

import (
	"math/big"
	"slices"
	"strconv"

	"plotline/data"
	"plotline/data/source"
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
			return Result{Number: v, Exact: exact(v), Rows: rows}, nil
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
	return Result{Number: v, Exact: exactly(c, rows, agg, v), Rows: rows}, nil
}

// exact is a number as it was written: the shortest decimal that reads as the same number.
func exact(v float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	return r
}

// exactly brings numbers together without rounding; v is what Aggregate made of them.
func exactly(c *data.Column, rows []int, agg string, v float64) *big.Rat {
	if agg != "sum" && agg != "mean" && agg != "median" {
		return exact(v)
	}
	var all []*big.Rat
	for _, row := range rows {
		if n, ok := c.Number(row); ok {
			all = append(all, exact(n))
		}
	}
	if agg == "median" {
		slices.SortFunc(all, (*big.Rat).Cmp)
		all = all[(len(all)-1)/2 : len(all)/2+1]
	}
	sum := new(big.Rat)
	for _, n := range all {
		sum.Add(sum, n)
	}
	if agg == "sum" {
		return sum
	}
	return sum.Quo(sum, new(big.Rat).SetInt64(int64(len(all))))
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
