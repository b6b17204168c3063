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
	"strings"

	"plotline/data"
)

// Profile is what a table holds.
type Profile struct {
	Path      string
	Sheet     string // of a workbook
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

// Of sums up a table that could be read. It reads one that is not held twice.
func Of(r data.Report) Profile {
	p := Profile{Path: r.Table.File.Path, Sheet: r.Table.Sheet, Encoding: r.Encoding, Delimiter: r.Delimiter, Rows: r.Rows}
	looks := make([]look, len(r.Table.Columns))
	r.Table.Parts(nil, func(part *data.Table) bool {
		for i, c := range part.Columns {
			looks[i].add(part, c)
		}
		return true
	})
	r.Table.Parts(nil, func(part *data.Table) bool {
		for i, c := range part.Columns {
			looks[i].spread(part, c)
		}
		return true
	})
	for i, c := range r.Table.Columns {
		looks[i].Name = c.Name
		p.Columns = append(p.Columns, looks[i].column())
	}
	return p
}

// look is a column while its cells are looked at.
type look struct {
	Column
	least, most float64
	counts      map[string]int
}

// add looks at more cells: for their range, and the texts among them.
func (l *look) add(t *data.Table, c *data.Column) {
	if l.counts == nil {
		l.counts, l.least, l.most = map[string]int{}, math.Inf(1), math.Inf(-1)
		l.Type = c.Type.String()
		switch {
		case c.Type == data.Date:
			l.Type = [...]string{"year", "quarter", "month", "date"}[c.Grain]
		case c.Type == data.Number && c.Percent:
			l.Type = "percent"
		}
	}
	for row := range t.Rows {
		if c.Missing(row) {
			l.Missing++
			continue
		}
		v, ok := position(c, row)
		if !ok {
			if s := c.Text(row); l.counts[s] > 0 || len(l.counts) < mostDistinct {
				l.counts[strings.Clone(s)]++
			}
			continue
		}
		if v < l.least {
			l.least, l.Least = v, strings.Clone(c.Text(row))
		}
		if v > l.most {
			l.most, l.Most = v, strings.Clone(c.Text(row))
		}
	}
}

// spread counts numbers and dates in equal parts of their range; there is one part when all are alike,
// or too far apart to be divided.
func (l *look) spread(t *data.Table, c *data.Column) {
	if l.Least == "" {
		return
	}
	width := l.most - l.least
	one := width <= 0 || math.IsInf(width, 0)
	if l.Spread == nil {
		l.Spread = make([]int, parts)
		if one {
			l.Spread = l.Spread[:1]
		}
	}
	for row := range t.Rows {
		v, ok := position(c, row)
		switch {
		case !ok:
		case one:
			l.Spread[0]++
		default:
			l.Spread[min(int((v-l.least)/width*parts), parts-1)]++
		}
	}
}

// column is what was seen.
func (l *look) column() Column {
	out := l.Column
	if out.Type == "" {
		out.Type = data.Text.String() // no row
	}
	out.Distinct = len(l.counts)
	for s, n := range l.counts {
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
