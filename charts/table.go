package charts

import (
	"fmt"
	"slices"
	"strings"

	"plotline/data"
	"plotline/data/format"
	"plotline/data/source"
)

// grid is a data table as readers see it.
type grid struct {
	Head []cell
	Rows []gridRow
}

type gridRow struct {
	Lit   bool
	Cells []cell
}

type cell struct {
	Text   string
	Number bool
}

// grid lays out the chart's own numbers: a row for each place, a column for each series.
func (p *Plot) grid() grid {
	if p.Kind.points() {
		return p.pointGrid()
	}
	g := grid{Head: []cell{{Text: title(p.X)}}}
	for _, s := range p.Series {
		name := s.Name
		if u := p.Spec.Unit.Value; u != "" && !p.percent() && len(p.Series) == 1 && u != name {
			name += " (" + u + ")"
		}
		g.Head = append(g.Head, cell{name, true})
	}
	for i, place := range p.Places {
		row := gridRow{Cells: []cell{{Text: place.Label}}}
		for _, s := range p.Series {
			row.Cells = append(row.Cells, cell{orDash(s.Points[i].Text), true})
			row.Lit = row.Lit || s.Points[i].Lit
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (p *Plot) pointGrid() grid {
	g := grid{Head: []cell{{Text: title(p.X), Number: p.SplitBy == nil}, {title(p.Measures[0].Column), true}}}
	if p.SplitBy != nil {
		g.Head = []cell{{Text: title(p.SplitBy)}, {title(p.X), true}, g.Head[1]}
	}
	for _, s := range p.Series {
		for _, q := range s.Points {
			x := p.across(q)
			row := gridRow{Lit: q.Lit, Cells: []cell{{x, true}, {q.Text, true}}}
			if p.SplitBy != nil {
				row.Cells = slices.Insert(row.Cells, 0, cell{Text: label(p.SplitBy, q.Row, p.Language)})
			}
			g.Rows = append(g.Rows, row)
		}
	}
	return g
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// CSV returns the charted columns and rows for download.
func (p *Plot) CSV() []byte { return p.Table.CSV(p.shown()) }

// Download returns the table, with the rows that the chart shows, and the columns that CSV has.
func (p *Plot) Download() (*data.Table, []*data.Column) { return p.Table, p.shown() }

// Download returns a table block's table and the columns of it that CSV has; nil for others.
func (f *Fragment) Download() (*data.Table, []*data.Column) { return f.table, f.columns }

// Columns returns the names of the columns that CSV has.
func (p *Plot) Columns() []string {
	var names []string
	for _, c := range p.shown() {
		names = append(names, c.Name)
	}
	return names
}

// shown are the columns that the chart shows.
func (p *Plot) shown() []*data.Column {
	columns := []*data.Column{}
	add := func(c *data.Column) {
		if c != nil && !slices.Contains(columns, c) {
			columns = append(columns, c)
		}
	}
	add(p.X)
	add(p.SplitBy)
	for _, m := range p.Measures {
		add(m.Column)
	}
	add(p.bound)
	return columns
}

// Table turns a table block into a figure whose table is in sight.
func Table(s *Spec, tables Tables, theme Theme, csv string) (*Fragment, source.List) {
	b := &binder{spec: s, plot: &Plot{Spec: s, Kind: &Kind{}, Language: s.Language, Theme: theme}}
	t := b.table(tables)
	if t == nil {
		return nil, b.problems
	}
	b.plot.Table = t
	if t.Rows > mostPoints {
		b.tooMany(fmt.Sprint(t.Rows))
	}
	var columns []*data.Column
	for _, name := range s.Columns {
		if c := b.column(name, nil); c != nil {
			columns = append(columns, c)
		}
	}
	if len(s.Columns) == 0 {
		columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c *data.Column) bool { return c.Private })
		for _, c := range columns {
			b.problems = append(b.problems, b.whole.Uses(c.Name)...)
		}
	}
	if s.Bound.Set() {
		b.plot.bound = b.column(s.Bound, nil)
	}
	rows := b.rows()
	if b.problems.HasErrors() {
		return nil, b.problems
	}
	f := &Fragment{ID: s.ID.Value, Kind: "table", Title: s.Title.Value, Width: s.Width.Or("text"), CSV: t.Select(rows).CSV(columns)}
	visible := b.visible(columns, rows)
	f.spec, f.size, f.table, f.columns = s, 2*len(f.CSV), t, columns
	f.body = func(m *markup) {
		m.open("chart-table chart-"+f.Width, "")
		m.table(visible)
		m.download(csv)
		m.close()
	}
	f.loose = func(m *markup) { m.looseGrid(theme, visible) }
	return f, b.problems
}

// rows are the table's rows in the order asked for.
func (b *binder) rows() []int {
	rows := make([]int, b.plot.Table.Rows)
	for i := range rows {
		rows[i] = i
	}
	by, down := strings.CutPrefix(b.spec.Sort.Value, "-")
	if by == "" {
		return rows
	}
	c := b.column(Setting[string]{by, b.spec.Sort.At}, nil)
	if c == nil {
		return rows
	}
	slices.SortStableFunc(rows, func(i, j int) int {
		if down {
			i, j = j, i
		}
		return compareCells(c, i, j)
	})
	return rows
}

func (b *binder) visible(columns []*data.Column, rows []int) grid {
	g := grid{}
	formats := make([]format.Format, len(columns))
	for i, c := range columns {
		formats[i] = b.format(Measure{}, c)
		g.Head = append(g.Head, cell{title(c), c.Type == data.Number})
	}
	for _, r := range rows {
		row := gridRow{}
		for i, c := range columns {
			row.Cells = append(row.Cells, b.cell(c, r, formats[i]))
			row.Lit = row.Lit || slices.ContainsFunc(b.spec.Highlight, func(h Setting[string]) bool { return h.Value == c.Text(r) })
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (b *binder) cell(c *data.Column, row int, f format.Format) cell {
	if c.Missing(row) {
		return cell{"–", c.Type == data.Number}
	}
	if v, ok := c.Number(row); ok && c.Type == data.Number && !c.Years {
		text := f.Number(b.plot.Language, v)
		if b.plot.bound != nil && b.plot.bound != c {
			text = format.Bound(b.plot.bound.Text(row), text)
		}
		return cell{text, true}
	}
	return cell{label(c, row, b.plot.Language), c.Type == data.Number}
}

// BigNumber turns a bignumber block into a figure. Values gives the printed value of each item's
// figure, in order; items with words of their own ignore it.
func BigNumber(s *Spec, theme Theme, values []string) *Fragment {
	f := &Fragment{ID: s.ID.Value, Kind: "bignumber", Title: s.Title.Value, Width: s.Width.Or("text"), spec: s}
	printed := make([]string, len(s.Items))
	for i, item := range s.Items {
		if printed[i] = item.Value.Value; item.Figure.Set() {
			printed[i] = values[i]
		}
	}
	f.body = func(m *markup) { s.bigNumber(m, f.Width, printed) }
	f.loose = func(m *markup) { m.looseNumbers(theme, printed) }
	return f
}

func (s *Spec) bigNumber(m *markup, width string, values []string) {
	m.open("chart-bignumber chart-"+width, "")
	m.raw(`<div class="figures">`)
	for i, item := range s.Items {
		m.line("")
		m.raw("<div class=\"bignumber\"><b class=\"bignumber-value\">")
		m.text(values[i])
		m.raw(`</b> <span class="bignumber-text">`)
		m.text(item.Text.Value)
		m.raw("</span></div>")
	}
	m.line("")
	m.line("</div>")
	m.close()
}
