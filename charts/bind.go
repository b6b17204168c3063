package charts

import (
	"fmt"
	"slices"
	"strings"

	"plotline/data"
	"plotline/data/calc"
	"plotline/data/format"
	"plotline/data/source"
)

// Bind looks up the names of a chart's Spec in the tables. The Plot is nil exactly when the
// problems hold an error, or when the table could not be read, which was reported before.
func Bind(s *Spec, tables Tables, theme Theme) (*Plot, source.List) {
	b := &binder{spec: s, plot: &Plot{Spec: s, Kind: s.Kind, Language: s.Language, Theme: theme}}
	table := b.table(tables)
	if table == nil {
		return nil, b.problems
	}
	p := b.plot
	p.Table = table
	b.sum()
	b.columns()
	if b.problems.HasErrors() {
		return nil, b.problems
	}
	p.Continuous = s.Kind.channel("x") != nil && s.Kind.Purpose == "change over time" && (p.X.Type == data.Date || p.X.Type == data.Number) && !s.Kind.discrete()
	if s.Kind.points() {
		b.points()
	} else {
		b.matrix()
		if b.problems.HasErrors() {
			return nil, b.problems // not all points are there
		}
		b.order()
	}
	b.crowded()
	b.colours()
	b.annotations()
	if !b.problems.HasErrors() && s.Kind.Check != nil {
		b.problems = append(b.problems, s.Kind.Check(p)...)
	}
	if b.problems.HasErrors() {
		return nil, b.problems
	}
	return p, b.problems
}

// discrete kinds set categories side by side even when x is a date.
func (k *Kind) discrete() bool { return k.Name == "slope" || k.ZeroBase && k.Name != "area" }

// points kinds draw a mark for each row instead of a cell of a matrix.
func (k *Kind) points() bool { return k.Name == "scatter" }

type binder struct {
	spec     *Spec
	plot     *Plot
	whole    *data.Table // before where
	gathered *gathered   // of a table that is not held
	problems source.List
}

func (b *binder) errorf(at source.Span, hint, format string, args ...any) *source.Problem {
	b.problems = append(b.problems, source.Errorf(at, format, args...).WithHint(hint))
	return &b.problems[len(b.problems)-1]
}

// table finds the block's table and keeps the rows that satisfy where.
func (b *binder) table(tables Tables) *data.Table {
	s := b.spec
	t, known := tables.Table(s.Data.Value)
	if !known {
		names := tables.Names()
		if len(names) == 0 {
			b.errorf(s.Data.At, "put a CSV file into data/", "there is no table %q; the project has no data", s.Data.Value)
		} else {
			b.errorf(s.Data.At, source.DidYouMean(s.Data.Value, names), "there is no table %q; tables are %s", s.Data.Value, source.Some(s.Data.Value, names))
		}
		return nil
	}
	if t == nil {
		return nil
	}
	b.whole = t.Called(s.Data.Value)
	if t.Rows == 0 {
		b.errorf(s.Data.At, "", "table %q has no rows", s.Data.Value).Rule = "no-rows"
		return nil
	}
	if !t.Held() {
		return b.gather(t, tables)
	}
	t = b.whole
	if !s.Where.Set() {
		return t
	}
	rows, problems := calc.Where(t, s.Where.At)
	b.problems = append(b.problems, problems...)
	if problems.HasErrors() {
		return nil
	}
	if len(rows) == 0 {
		b.noRows(t)
		return nil
	}
	return t.Select(rows)
}

// sum warns when one of the rows sums up others of them.
func (b *binder) sum() {
	at, t := b.spec.Data.At, b.plot.Table
	if b.spec.Where.Set() {
		at = b.spec.Where.At
	}
	if s, ok := t.Sum(); ok && t.Rows > 1 {
		b.problems = append(b.problems, s.Used(at, b.spec.Where.Value))
	}
}

// column finds a column by name and checks its type for a channel.
func (b *binder) column(name Setting[string], channel *Channel) *data.Column {
	t := b.plot.Table
	c := t.Column(name.Value)
	if c == nil {
		p := b.errorf(name.At, source.DidYouMean(name.Value, b.whole.Names()), "table %q has no column %q", b.spec.Data.Value, name.Value)
		*p = p.WithNote(b.whole.Columns[0].At, "columns are %s", source.Some(name.Value, b.whole.Names()))
		return nil
	}
	if c.Private {
		p := b.errorf(name.At, "choose another column", "column %q of table %q is not to be shown: the sidecar says that it is not public", c.Name, b.spec.Data.Value)
		p.Rule = "column-private"
		if at := c.Declared(); !at.IsZero() {
			*p = p.WithNote(at, "declared here")
		}
		return nil
	}
	b.problems = append(b.problems, b.whole.Uses(name.Value)...)
	if channel == nil || channel.Accepts.takes(c) {
		return c
	}
	p := b.errorf(name.At, "", "%s takes %s, but column %q holds %s", channel.Name, channel.Accepts, c.Name, typeWord(c))
	if channel.Accepts&Numbers != 0 {
		if row, ok := t.FirstBad(c, data.Number); ok {
			*p = p.WithNote(t.Cell(row, c), "the first cell that is no number is %q", c.Text(row))
		} else if c.Type == data.Text {
			p.Text = fmt.Sprintf("%s takes %s, but all cells of column %q are empty", channel.Name, channel.Accepts, c.Name)
		}
	}
	return nil
}

func typeWord(c *data.Column) string {
	switch c.Type {
	case data.Number:
		return "numbers"
	case data.Date:
		return "dates"
	case data.Bool:
		return "true and false"
	}
	return "text"
}

// columns binds every name of the block and settles the number formats.
func (b *binder) columns() {
	s, p := b.spec, b.plot
	if s.X.Set() {
		p.X = b.column(s.X, s.Kind.channel("x"))
	}
	if s.Series.Set() {
		p.SplitBy = b.column(s.Series, s.Kind.channel("series"))
	}
	if s.Bound.Set() {
		p.bound = b.column(s.Bound, nil)
	}
	for _, m := range s.Y {
		c := b.column(m.Column, s.Kind.channel("y"))
		if c == nil {
			continue
		}
		if !s.Unit.Set() && s.Unit.Value == "" && c.Unit != "" && len(s.Y) == 1 {
			s.Unit.Value = c.Unit // no choice, so it has no place
		}
		p.Measures = append(p.Measures, BoundMeasure{Column: c, Format: b.format(m, c), Agg: m.Agg.Value})
	}
}

// format is the measure's own, the block's, or the fewest decimals that show the column exactly.
func (b *binder) format(m Measure, c *data.Column) format.Format {
	code := m.Format.Or(b.spec.Format.Value)
	percent := b.plot.percent() || c.Percent
	if code == "" && c.Decimals != nil {
		code = fmt.Sprintf("num%d", *c.Decimals)
	}
	if code == "" {
		f := b.auto(c)
		if percent {
			f, _ = format.Parse(strings.Replace(f.Code(), "num", "pct", 1) + "!")
		}
		return f
	}
	f, err := format.Parse(code)
	if err != nil {
		b.errorf(b.spec.Format.At, "", "%s", err)
	}
	if percent {
		return f.AsPercent()
	}
	return f
}

// auto is the fewest decimals that show the cells of a column exactly.
func (b *binder) auto(c *data.Column) format.Format {
	if b.gathered != nil {
		if f, has := b.gathered.formats[c.Name]; has {
			return f
		}
	}
	var vs []float64
	for row := range b.plot.Table.Rows {
		if v, ok := c.Number(row); ok {
			vs = append(vs, v)
		}
	}
	return format.Auto(vs)
}

// point reads the value of a measure from the rows of one place and series.
func (b *binder) point(rows []int, measure int) Point {
	p := b.plot
	m := p.Measures[measure]
	q := Point{Row: -1}
	if len(rows) == 0 {
		return q
	}
	q.Row = rows[0]
	if m.Agg == "" || p.behind != nil { // brought together before
		q.Value, q.OK = m.Column.Number(rows[0])
	} else {
		q.Value, q.OK = calc.Aggregate(m.Column, rows, m.Agg)
	}
	if !q.OK && b.spec.Missing.Value == "zero" {
		q.Value, q.OK = 0, true
	}
	if !q.OK {
		return q
	}
	b.print(&q, m, rows)
	return q
}

// print writes the value as readers see it, with the bound of its row.
func (b *binder) print(q *Point, m BoundMeasure, rows []int) {
	p := b.plot
	q.Plain = m.Format.Number(p.Language, q.Value)
	q.Text = q.Plain
	if p.bound == nil || len(rows) > 1 || p.behind != nil && p.behind[rows[0]] > 1 {
		return
	}
	mark := p.bound.Text(rows[0])
	if mark == "" {
		return
	}
	if !slices.Contains(format.Marks(), mark) {
		p := b.errorf(b.spec.Bound.At, "", "a bound is one of %s, not %q", strings.Join(format.Marks(), " "), mark)
		*p = p.WithNote(b.plot.Table.Cell(rows[0], b.plot.bound), "this cell")
		return
	}
	q.Mark = mark
	q.Text = format.Bound(mark, q.Plain)
}

// where names the place of a mark for messages: "Hefei, 2021".
func where(place Place, series string) string {
	if series == "" {
		return fmt.Sprintf("%q", place.Label)
	}
	return fmt.Sprintf("%q, %q", place.Label, series)
}
