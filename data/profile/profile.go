// Package profile sums up what the columns of a table hold, for people who look at it.
//
// In goes the report of a file; out comes a Profile: of each column its type, how many cells are
// missing, its range, and how its values are spread. Start with Of, then Print.
package profile

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"plotline/data"
)

// Profile is what a table holds.
type Profile struct {
	Path      string
	Encoding  string
	Delimiter string
	Rows      int
	Columns   []Column
}

// Column is what one column holds.
type Column struct {
	Name     string
	Type     string // number, date, year and so on
	Missing  int
	Distinct int // of texts; mostDistinct stands for that many and more
	Least    string
	Most     string  // of numbers and dates, as they are written
	Common   []Value // of other columns, commonest first
	Spread   []int   // of numbers and dates: cells in each of equal parts of the range
}

// Value is a text and how often it stands in a column.
type Value struct {
	Text string
	N    int
}

const (
	parts        = 10      // of a range
	mostDistinct = 100_000 // texts that are told apart
)

// Of sums up a table that could be read.
func Of(r data.Report) Profile {
	p := Profile{Path: r.Table.File.Path, Encoding: r.Encoding, Delimiter: r.Delimiter, Rows: r.Rows}
	for _, c := range r.Table.Columns {
		p.Columns = append(p.Columns, of(r.Table, c))
	}
	return p
}

func of(t *data.Table, c *data.Column) Column {
	out := Column{Name: c.Name, Type: c.Type.String()}
	switch {
	case c.Type == data.Date:
		out.Type = [...]string{"year", "quarter", "month", "date"}[c.Grain]
	case c.Type == data.Number && c.Percent:
		out.Type = "percent"
	}
	var values []float64
	least, most := math.Inf(1), math.Inf(-1)
	counts := map[string]int{}
	for row := range t.Rows {
		if c.Missing(row) {
			out.Missing++
			continue
		}
		v, ok := position(c, row)
		if !ok {
			if s := c.Text(row); counts[s] > 0 || len(counts) < mostDistinct {
				counts[s]++
			}
			continue
		}
		values = append(values, v)
		if v < least {
			least, out.Least = v, c.Text(row)
		}
		if v > most {
			most, out.Most = v, c.Text(row)
		}
	}
	if len(values) > 0 {
		out.Spread = spread(values, least, most)
	}
	out.Distinct = len(counts)
	for s, n := range counts {
		out.Common = append(out.Common, Value{s, n})
	}
	slices.SortFunc(out.Common, func(a, b Value) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Text, b.Text)) })
	out.Common = out.Common[:min(len(out.Common), parts)]
	return out
}

// position is where a number or date stands on a line; dates count in days.
func position(c *data.Column, row int) (v float64, ok bool) {
	d, ok := c.Date(row)
	if !ok {
		return c.Number(row)
	}
	month, day := max(d.Month, 1), max(d.Day, 1)
	if d.Quarter > 0 {
		month = 3*d.Quarter - 2
	}
	return float64(d.Year)*372 + float64(month)*31 + float64(day), true
}

// spread counts the values in each of equal parts of their range; one part when all are alike.
func spread(values []float64, least, most float64) []int {
	width := most - least
	if width <= 0 || math.IsInf(width, 0) {
		return []int{len(values)}
	}
	counts := make([]int, parts)
	for _, v := range values {
		counts[min(int((v-least)/width*parts), parts-1)]++
	}
	return counts
}

// between says from where to where the values go.
func (c Column) between() string {
	switch {
	case c.Least == "":
		return ""
	case c.Least == c.Most:
		return "all " + c.Least
	}
	return fmt.Sprintf("%s to %s", c.Least, c.Most)
}
