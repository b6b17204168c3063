package charts

import (
	"crypto/sha256"
	"fmt"
	"math"
	"strings"

	"plotline/data"
	"plotline/data/calc"
	"plotline/data/format"
	"plotline/data/source"
	"plotline/data/tally"
)

// mostPoints is how many marks a chart has, and rows a table. More are a blot for readers and minutes for
// their browsers.
const mostPoints = 5000

// gathered is what a block needs of a table that is not held: the rows that satisfy where, or one for
// each mark when they are brought together.
type gathered struct {
	table    *data.Table
	problems source.List
	rows     []int                    // how many rows stand behind each of the table's; nil for one
	formats  map[string]format.Format // of the columns that were brought together, by their own cells
	over     bool                     // there are more rows than can be shown
}

// gather reads what the block needs of a table that is not held.
func (b *binder) gather(t *data.Table, tables Tables) *data.Table {
	s := b.spec
	b.plot.Table = t
	for _, name := range s.names() {
		b.column(name, nil)
	}
	if b.problems.HasErrors() {
		return nil
	}
	g := calc.Keep(tables, t, s.question(), func() (any, bool) {
		g := s.gather(b.whole)
		return g, !g.problems.HasErrors()
	}).(*gathered)
	b.problems = append(b.problems, g.problems...)
	switch {
	case g.problems.HasErrors():
		return nil
	case g.over:
		b.tooMany(fmt.Sprintf("more than %d", mostPoints))
		return nil
	case g.table.Rows == 0:
		b.noRows(t)
		return nil
	}
	b.gathered, b.plot.behind = g, g.rows
	return g.table
}

// tooMany reports more marks than a chart can show.
func (b *binder) tooMany(n string) {
	at, what := b.spec.Data.At, "points"
	if b.spec.Where.Set() {
		at = b.spec.Where.At
	}
	if b.spec.Block == "table" {
		what = "rows"
	}
	b.errorf(at, "narrow them down with where:, or bring them together with y: {col: ..., agg: sum}", "%s %s; a %s shows at most %d", n, what, b.spec.Block, mostPoints).Rule = "too-large"
}

// names are the columns that the block names, besides those of where.
func (s *Spec) names() []Setting[string] {
	var names []Setting[string]
	add := func(n Setting[string]) {
		if n.Set() {
			names = append(names, n)
		}
	}
	add(s.X)
	add(s.Series)
	for _, m := range s.Y {
		add(m.Column)
	}
	add(s.Bound)
	for _, n := range s.Columns {
		add(n)
	}
	if by := strings.TrimPrefix(s.Sort.Value, "-"); s.Block == "table" || by != "x" && by != "y" && by != "" {
		add(Setting[string]{by, s.Sort.At})
	}
	return names
}

// question is what gather's answer rests on.
func (s *Spec) question() string {
	parts := []string{s.Block, s.KindName.Value, s.Where.Value, s.X.Value, s.Series.Value}
	for _, n := range s.names() {
		parts = append(parts, n.Value)
	}
	for _, m := range s.Y {
		parts = append(parts, m.Agg.Value)
	}
	return fmt.Sprintf("%q", parts)
}

// folds reports whether the rows of one mark can be brought together as they are read: each measure says
// how, and has a column of its own.
func (s *Spec) folds() bool {
	if s.Block == "table" || s.Kind.points() || len(s.Y) == 0 || !s.X.Set() {
		return false
	}
	others := map[string]int{}
	for _, n := range s.names() {
		others[n.Value]++
	}
	for _, m := range s.Y {
		if m.Agg.Value == "" || others[m.Column.Value] > 1 {
			return false
		}
	}
	return true
}

func (s *Spec) gather(t *data.Table) *gathered {
	var names []string
	for _, n := range s.names() {
		names = append(names, n.Value)
	}
	if s.Block == "table" && len(s.Columns) == 0 {
		names = t.Names()
	}
	if s.folds() {
		return s.fold(t, names)
	}
	g := &gathered{}
	var out data.Builder
	g.problems = calc.Each(t, s.Where.At, names, func(part *data.Table, rows []int) bool {
		if g.over = out.Rows()+len(rows) > mostPoints; !g.over {
			out.Add(part, rows)
		}
		return !g.over
	})
	g.table = out.Table()
	return g
}

// fold brings the rows together that one mark stands for.
func (s *Spec) fold(t *data.Table, names []string) *gathered {
	g := &gathered{formats: map[string]format.Format{}}
	var out data.Builder
	index := map[string]int{}
	tallies := make([][]*tally.Tally, len(s.Y))
	var key []byte
	numbers := true
	g.problems = calc.Each(t, s.Where.At, names, func(part *data.Table, rows []int) bool {
		x, series := part.Column(s.X.Value), part.Column(s.Series.Value)
		ys := make([]*data.Column, len(s.Y))
		for i, m := range s.Y {
			ys[i] = part.Column(m.Column.Value)
			numbers = numbers && ys[i].Type == data.Number
		}
		for _, row := range rows {
			key = append(key[:0], x.Text(row)...)
			if series != nil {
				key = append(append(key, 0), series.Text(row)...)
			}
			n, has := index[string(key)]
			if !has {
				if n = len(index); n == mostPoints {
					g.over = true
					return false
				}
				index[string(key)] = n
				out.Add(part, []int{row})
				g.rows = append(g.rows, 0)
				for i, m := range s.Y {
					tallies[i] = append(tallies[i], tally.New(m.Agg.Value))
				}
			}
			g.rows[n]++
			for i, c := range ys {
				if !c.Missing(row) {
					tallies[i][n].Present()
				}
				if v, ok := c.Number(row); ok {
					tallies[i][n].Add(v)
				}
			}
		}
		for i, m := range s.Y {
			g.formats[m.Column.Value] = finer(g.formats[m.Column.Value], ys[i], rows)
		}
		return true
	})
	if numbers && !g.over {
		for i, m := range s.Y {
			values := make([]float64, len(tallies[i]))
			for n, y := range tallies[i] {
				v, ok := y.Value()
				if values[n] = v; !ok {
					values[n] = math.NaN()
				}
			}
			if len(values) > 0 {
				out.Replace(m.Column.Value, values)
			}
		}
	}
	g.table = out.Table()
	h := sha256.New()
	h.Write(g.table.Hash[:])
	for _, m := range s.Y { // what is printed rests on these as well
		fmt.Fprintln(h, g.formats[m.Column.Value].Code())
	}
	for _, n := range g.rows {
		fmt.Fprintln(h, n > 1)
	}
	h.Sum(g.table.Hash[:0])
	return g
}

// finer is the format that shows the cells of the rows too, as format.Auto would choose it for all.
func finer(f format.Format, c *data.Column, rows []int) format.Format {
	digits := -1
	if code := f.Code(); code != "" {
		digits = int(code[len("num")] - '0')
	}
	scale := math.Pow10(digits)
	var vs []float64
	for _, row := range rows {
		v, ok := c.Number(row)
		if shown := digits >= 0 && math.Round(v*scale)/scale == v || digits >= 3 && math.Abs(v) >= 0.001; ok && !shown {
			vs = append(vs, v)
		}
	}
	if g := format.Auto(vs); g.Code() > f.Code() {
		return g
	}
	return f
}

// crowded reports a chart of more marks than can be seen.
func (b *binder) crowded() {
	n := 0
	for _, s := range b.plot.Series {
		n += len(s.Points)
	}
	if n > mostPoints {
		b.tooMany(fmt.Sprint(n))
	}
}

func (b *binder) noRows(t *data.Table) {
	if !b.spec.Where.Set() {
		b.errorf(b.spec.Data.At, "", "table %q has no rows", b.spec.Data.Value).Rule = "no-rows"
		return
	}
	p := b.errorf(b.spec.Where.At, calc.Nowhere(t, b.spec.Where.At), "no row of table %q satisfies this", b.spec.Data.Value)
	p.Rule = "no-rows"
	*p = p.WithNote(t.Columns[0].At, "columns are %s", source.Some("", t.Names()))
}
