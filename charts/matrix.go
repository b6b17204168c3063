package charts

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"plotline/data"
	"plotline/data/format"
	"plotline/data/source"
)

func compareText(a, b string) int { return strings.Compare(a, b) }

// matrix lays the rows out as places by series.
func (b *binder) matrix() {
	p := b.plot
	index := map[string]int{}
	series := map[string]int{}
	slots := make([][2]int, p.Table.Rows) // each row's place and series
	for row := range p.Table.Rows {
		key := p.X.Text(row)
		i, ok := index[key]
		if !ok {
			i = len(p.Places)
			index[key] = i
			p.Places = append(p.Places, b.place(row))
		}
		name := ""
		if p.SplitBy != nil {
			name = p.SplitBy.Text(row)
		}
		s, ok := series[name]
		if !ok {
			s = len(series)
			series[name] = s
			if p.SplitBy != nil {
				p.Series = append(p.Series, Series{Name: label(p.SplitBy, row, p.Language)})
			}
		}
		slots[row] = [2]int{i, s}
	}
	cells := gather(slots, len(p.Places), len(series))
	if p.SplitBy == nil {
		for i, m := range p.Measures {
			p.Series = append(p.Series, Series{Name: title(m.Column), Measure: i})
		}
	}
	for s := range p.Series {
		p.Series[s].Points = make([]Point, 0, len(p.Places))
		for i := range p.Places {
			column := s
			if p.SplitBy == nil {
				column = 0
			}
			rows := cells(i, column)
			if len(rows) > 1 && p.Measures[p.Series[s].Measure].Agg == "" {
				b.duplicate(p.Places[i], s, rows)
				return
			}
			p.Series[s].Points = append(p.Series[s].Points, b.point(rows, p.Series[s].Measure))
		}
	}
	if len(p.Values()) == 0 {
		b.errorf(b.spec.Y[0].Column.At, "", "column %q has no values to draw", b.spec.Y[0].Column.Value).Rule = "no-rows"
	}
}

// gather returns the rows of a place and a series, in order: the rows sorted by both, counted first.
func gather(slots [][2]int, places, series int) func(place, series int) []int {
	starts := make([]int, places*series+1)
	for _, s := range slots {
		starts[s[0]*series+s[1]+1]++
	}
	for i := range starts[1:] {
		starts[i+1] += starts[i]
	}
	rows, filled := make([]int, len(slots)), make([]int, places*series)
	for row, s := range slots {
		cell := s[0]*series + s[1]
		rows[starts[cell]+filled[cell]] = row
		filled[cell]++
	}
	return func(place, s int) []int {
		cell := place*series + s
		return rows[starts[cell]:starts[cell+1]]
	}
}

func (b *binder) duplicate(place Place, s int, rows []int) {
	p := b.plot
	name := ""
	if p.SplitBy != nil {
		name = p.Series[s].Name
	}
	problem := source.Errorf(b.spec.Y[0].Column.At, "%d rows stand for %s", len(rows), where(place, name)).
		WithRule("duplicate-key").WithHint("narrow them down with where:, or y: {col: " + p.Measures[0].Column.Name + ", agg: sum}")
	for _, r := range rows[:min(len(rows), 3)] {
		problem = problem.WithNote(p.Table.Cell(r, p.X), "one of them")
	}
	b.problems = append(b.problems, problem)
}

func (b *binder) place(row int) Place {
	p := b.plot
	return Place{Key: p.X.Text(row), Label: label(p.X, row, p.Language), At: position(p.X, row), Row: row}
}

// title is a column's name as readers see it: underscores are a habit of files.
func title(c *data.Column) string { return strings.ReplaceAll(c.Name, "_", " ") }

// label is a cell as readers see it on an axis.
func label(c *data.Column, row int, language string) string {
	if c.Missing(row) {
		return "–"
	}
	if d, ok := c.Date(row); ok && c.Type == data.Date {
		return format.Date(language, d.String())
	}
	return c.Text(row)
}

// across is a point's place along x as readers see it, a number in the language's form.
func (p *Plot) across(q Point) string {
	if v, ok := p.X.Number(q.Row); ok && p.X.Type == data.Number && !p.X.Years {
		return format.Auto([]float64{v}).Number(p.Language, v)
	}
	return label(p.X, q.Row, p.Language)
}

// position is where a cell stands on a continuous axis.
func position(c *data.Column, row int) float64 {
	if d, ok := c.Date(row); ok && c.Type == data.Date {
		if c.Grain == data.Year {
			return float64(d.Year)
		}
		month, day := max(d.Month, 1), max(d.Day, 1)
		if d.Quarter > 0 {
			month = 3*d.Quarter - 2
		}
		return float64(time.Date(d.Year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	}
	v, ok := c.Number(row)
	if !ok {
		return math.NaN()
	}
	return v
}

// points reads a mark from each row.
func (b *binder) points() {
	p := b.plot
	groups := map[string]int{}
	named := p.SplitBy != nil && distinct(p.SplitBy, p.Table.Rows) == p.Table.Rows
	for row := range p.Table.Rows {
		q := b.point([]int{row}, 0)
		x, ok := p.X.Number(row)
		if p.X.Type == data.Date {
			x, ok = position(p.X, row), !p.X.Missing(row)
		}
		if !q.OK || !ok {
			continue
		}
		q.X = x
		name := ""
		if p.SplitBy != nil {
			q.Name = label(p.SplitBy, row, p.Language)
			if !named {
				name = q.Name
			}
		}
		s, ok := groups[name]
		if !ok {
			s = len(p.Series)
			groups[name] = s
			p.Series = append(p.Series, Series{Name: name})
		}
		p.Series[s].Points = append(p.Series[s].Points, q)
	}
	if len(p.Series) == 0 {
		b.errorf(b.spec.Y[0].Column.At, "", "no row has both an x and a y").Rule = "no-rows"
	}
}

func distinct(c *data.Column, rows int) int {
	seen := map[string]bool{}
	for r := range rows {
		seen[c.Text(r)] = true
	}
	return len(seen)
}

// order sorts the places: as asked, else dates and continuous scales by value, else as in the file.
func (b *binder) order() {
	p := b.plot
	by, down := strings.CutPrefix(b.spec.Sort.Value, "-")
	var less func(i, j int) int
	switch {
	case by == "" && (p.Continuous || p.X.Type == data.Date):
		less = func(i, j int) int { return cmp.Compare(p.Places[i].At, p.Places[j].At) }
	case by == "":
		return
	case by == "x" && p.X.Type != data.Text:
		less = func(i, j int) int { return cmp.Compare(p.Places[i].At, p.Places[j].At) }
	case by == "x":
		less = func(i, j int) int { return compareText(p.Places[i].Label, p.Places[j].Label) }
	case by == "y":
		less = func(i, j int) int { return cmp.Compare(p.total(i), p.total(j)) }
	default:
		c := b.column(Setting[string]{by, b.spec.Sort.At}, nil)
		if c == nil {
			return
		}
		less = func(i, j int) int { return compareCells(c, p.Places[i].Row, p.Places[j].Row) }
	}
	rank := make([]int, len(p.Places))
	for i := range rank {
		rank[i] = i
	}
	slices.SortStableFunc(rank, func(i, j int) int {
		if down {
			return less(j, i)
		}
		return less(i, j)
	})
	p.reorder(rank)
}

// total is the sum of a place over all series, for sorting; missing values sort as the least.
func (p *Plot) total(i int) float64 {
	sum, any := 0.0, false
	for _, s := range p.Series {
		if s.Points[i].OK {
			sum, any = sum+s.Points[i].Value, true
		}
	}
	if !any {
		return math.Inf(-1)
	}
	return sum
}

func (p *Plot) reorder(rank []int) {
	places := make([]Place, len(rank))
	for to, from := range rank {
		places[to] = p.Places[from]
	}
	p.Places = places
	for s := range p.Series {
		points := make([]Point, len(rank))
		for to, from := range rank {
			points[to] = p.Series[s].Points[from]
		}
		p.Series[s].Points = points
	}
}

// datePosition is the position of a written ISO date on an axis of days.
func datePosition(written string) (float64, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, written); err == nil {
			return float64(t.Unix() / 86400), true
		}
	}
	return 0, false
}

// compareCells orders two cells of a column: numbers and dates by value, missing ones first.
func compareCells(c *data.Column, i, j int) int {
	x, okX := c.Number(i)
	y, okY := c.Number(j)
	if okX && okY {
		return cmp.Compare(x, y)
	}
	return cmp.Or(cmp.Compare(missing(c, j), missing(c, i)), compareText(c.Text(i), c.Text(j)))
}

func missing(c *data.Column, row int) int {
	if c.Missing(row) {
		return 1
	}
	return 0
}
