// Package proof works out the figures of a story and holds its words against them.
//
// In go what the front matter says of each figure, and the tables; out come numbers with their
// receipts: the file, the rows and the cells they rest on. Start with Work, then Figures.Judge. What
// words mean is site/claim's, and what an expression comes to data/calc's.
package proof

import (
	"math/big"
	"slices"

	"plotline/data"
	"plotline/data/calc"
	"plotline/data/source"
	"plotline/site/story"
)

// Tables finds tables by the names that a story may use.
type Tables interface {
	Table(name string) (*data.Table, bool) // nil, true for one that is known and cannot be read
	Names() []string
}

// Env is what figures may refer to.
type Env struct {
	Language string
	Tables   Tables
	Sources  []string // keys of the story's sources
}

// Figure is a figure that was worked out. It is immutable.
type Figure struct {
	story.Figure

	OK      bool   // it has a value; else problems say why not
	IsText  bool   // the value is Text
	Text    string // of the one cell
	Number  calc.Number
	Percent bool // 23.2 is 23.2 percent
	Receipt Receipt

	// As printed, in the figure's format.
	Plain string // 840
	Sign  string // >840
	Words string // more than 840

	rests   []string    // figures that it was derived from
	restsAt source.Span // the cell that says so
}

// Receipt is what a figure rests on: cells of a table, or other figures.
type Receipt struct {
	File   string   // of the table
	Inputs []string // files that a query made the table of
	Column string
	Rows   []Row
	Uses   []string // figures that calc names, in order

	table   *data.Table
	rows    []int          // all of them, from 0
	count   int            // of rows, when these are only the first
	columns []*data.Column // that tell the rows from others, and Column
}

// Row is one row of a receipt.
type Row struct {
	Number int         // from 1, the header not counted
	Label  string      // the cells that tell it from others: "Hefei, 2021"
	Cell   string      // as written
	At     source.Span // the cell
}

const mostRows = 200 // of a receipt that are listed; figures may add up a million

// Figures are all figures of a story.
type Figures struct {
	Names    []string // sorted
	byName   map[string]*Figure
	language string
}

// Get returns a figure, or nil.
func (f *Figures) Get(name string) *Figure { return f.byName[name] }

// Work works every figure out. A name of shared, the site's own figures, may not be taken by a story.
func Work(own, shared []story.Figure, env Env) (*Figures, source.List) {
	w := &worker{env: env, defs: map[string]story.Figure{}, out: &Figures{byName: map[string]*Figure{}, language: env.Language}}
	for _, f := range slices.Concat(shared, own) {
		if first, twice := w.defs[f.Name]; twice {
			w.report(source.Errorf(f.At, "figure %q is one of the site's too", f.Name).WithHint("give it another name").WithNote(first.At, "the site's"))
			continue
		}
		w.defs[f.Name] = f
		w.out.Names = append(w.out.Names, f.Name)
	}
	slices.Sort(w.out.Names)
	for _, name := range w.out.Names {
		w.figure(name)
	}
	w.circles()
	return w.out, w.problems
}

// worker works figures out, each when it is first asked for.
type worker struct {
	env      Env
	defs     map[string]story.Figure
	out      *Figures
	path     []string // figures whose calculation is under way
	problems source.List
}

func (w *worker) report(l ...source.Problem) { w.problems = append(w.problems, l...) }

func (w *worker) figure(name string) *Figure {
	if f := w.out.byName[name]; f != nil {
		return f
	}
	f := &Figure{Figure: w.defs[name]}
	if f.Calc.Value != "" {
		w.path = append(w.path, name)
		w.calculate(f)
		w.path = w.path[:len(w.path)-1]
	} else {
		w.look(f)
	}
	if f.OK {
		w.derived(f)
		w.print(f)
	}
	w.out.byName[name] = f
	return f
}

// calculate works out a figure of other figures.
func (w *worker) calculate(f *Figure) {
	percent := false
	n, used, ok, problems := calc.Calc(f.Calc.At, w.others(f.Name), func(name string) (calc.Number, bool, bool) {
		if _, known := w.defs[name]; !known {
			return calc.Number{}, false, false
		}
		if i := slices.Index(w.path, name); i >= 0 {
			w.cycle(f, w.path[i:])
			return calc.Number{}, true, false
		}
		other := w.figure(name)
		if other.IsText {
			w.report(source.Errorf(f.Calc.At, "figure %q is the text %q, which is no number", name, other.Text))
			return calc.Number{}, true, false
		}
		percent = percent || other.Percent
		return w.asRatio(other), true, other.OK
	})
	w.report(problems...)
	f.Number, f.OK = n, ok
	f.Receipt.Uses = used
	f.Percent = f.Unit.Value == "percent"
	if f.OK && f.Percent { // a ratio that is to be printed and compared as percent
		f.Number = calc.Times(f.Number, 100)
	}
}

// asRatio is a figure as calc has it: 23.2 percent is 0.232.
func (w *worker) asRatio(f *Figure) calc.Number {
	if f.Percent && f.OK {
		return calc.Per(f.Number, 100)
	}
	return f.Number
}

func (w *worker) others(name string) []string {
	return slices.DeleteFunc(slices.Clone(w.out.Names), func(n string) bool { return n == name })
}

func (w *worker) cycle(f *Figure, names []string) {
	p := source.Errorf(f.Calc.At, "figure %q is calculated from itself, by way of %s", names[0], source.Join(append(slices.Clone(names), names[0])))
	if len(names) == 1 {
		p = source.Errorf(f.Calc.At, "figure %q is calculated from itself", names[0])
	}
	for _, n := range names {
		if n != f.Name {
			p = p.WithNote(w.defs[n].Calc.At, "%s rests on it", n)
		}
	}
	w.report(p.WithHint("a number cannot prove what it was derived from"))
}

// look finds a figure in its table.
func (w *worker) look(f *Figure) {
	t, known := w.env.Tables.Table(f.Data.Value)
	if !known && f.Data.Value != "" {
		w.report(source.Errorf(f.Data.At, "there is no table %q; tables are %s", f.Data.Value, source.Some(f.Data.Value, w.env.Tables.Names())).
			WithHint(source.DidYouMean(f.Data.Value, w.env.Tables.Names())))
	}
	if t == nil {
		return
	}
	c := t.Column(f.Column.Value)
	if c == nil {
		if f.Column.Value != "" {
			p := source.Errorf(f.Column.At, "table %q has no column %q", f.Data.Value, f.Column.Value).WithHint(source.DidYouMean(f.Column.Value, t.Names()))
			if len(t.Columns) > 0 {
				p = p.WithNote(t.Columns[0].At, "columns are %s", source.Some(f.Column.Value, t.Names()))
			}
			w.report(p)
		}
		return
	}
	if c.Private {
		w.private(f, f.Column.At, c, "choose another column")
		return
	}
	if f.Where.Value != "" {
		for _, c := range calc.Columns(t, f.Where.At) {
			if c.Private {
				w.private(f, f.Where.At, c, "the expression stands with the number on the page; make the selection in data/NAME.sql")
				return
			}
		}
	}
	if !t.Held() {
		w.far(f, t)
		return
	}
	t = t.Called(f.Data.Value)
	rows := make([]int, t.Rows)
	for i := range rows {
		rows[i] = i
	}
	if f.Where.Value != "" {
		var problems source.List
		if rows, problems = calc.Where(t, f.Where.At); problems.HasErrors() {
			w.report(problems...)
			return
		}
	}
	v, problems := calc.Value(t, rows, c, f.Agg.Value, f.At)
	w.report(nowhere(t, f, rows, problems)...)
	if problems.HasErrors() {
		return
	}
	w.sum(f, t, rows, c, v)
	f.found(v, c, receipt(t, c, keyColumns(t), v.Rows))
}

// sum warns when a row that sums up others is one of those that a value is taken of.
func (w *worker) sum(f *Figure, t *data.Table, rows []int, c *data.Column, v calc.Result) {
	s, ok := t.Sum()
	if !ok || len(rows) < 2 || !slices.Contains(rows, s.Row) {
		return
	}
	if own, has := c.Number(s.Row); slices.Contains([]string{"min", "max", "first", "last"}, f.Agg.Value) && !(has && own == v.Number) {
		return // the value is another row's
	}
	at := f.Data.At
	if f.Where.Value != "" {
		at = f.Where.At
	}
	w.report(s.Used(at, f.Where.Value))
}

// nowhere says in the problem of a figure that no row is meant for which text of its condition is no cell.
func nowhere(t *data.Table, f *Figure, rows []int, problems source.List) source.List {
	if len(rows) == 0 && len(problems) == 1 && f.Where.Value != "" {
		if hint := calc.Nowhere(t, f.Where.At); hint != "" {
			problems[0] = problems[0].WithHint(hint)
		}
	}
	return problems
}

// private reports a column of which readers would see something.
func (w *worker) private(f *Figure, at source.Span, c *data.Column, hint string) {
	p := source.Errorf(at, "column %q of table %q is not to be shown: the sidecar says that it is not public", c.Name, f.Data.Value).
		WithRule("column-private").WithHint(hint)
	if at := c.Declared(); !at.IsZero() {
		p = p.WithNote(at, "declared here")
	}
	w.report(p)
}

// found makes the figure one of a value and its receipt.
func (f *Figure) found(v calc.Result, c *data.Column, r Receipt) {
	f.OK, f.IsText, f.Text = true, v.IsText, v.Text
	if f.Unit.Value == "" && f.Agg.Value != "count" {
		f.Unit.Value = c.Unit
	}
	f.Percent = f.Unit.Value == "percent" || c.Percent
	if !v.IsText {
		f.Number = calc.Bounded(v.Exact, f.Bound.Value)
	}
	f.Receipt = r
}

// receipt lists the rows that a value rests on; keys are the columns that tell rows apart.
func receipt(t *data.Table, c *data.Column, keys []*data.Column, rows []int) Receipt {
	r := Receipt{File: t.Name, Inputs: t.Inputs, Column: c.Name, table: t, rows: rows, columns: slices.DeleteFunc(slices.Clone(keys), func(k *data.Column) bool { return k == c })}
	r.columns = append(r.columns, c)
	if t.File != nil {
		r.File = t.File.Path
	}
	for _, row := range rows[:min(len(rows), mostRows)] {
		r.Rows = append(r.Rows, Row{Number: row + 1, Label: label(t, keys, c, row), Cell: c.Text(row), At: t.Cell(row, c)})
	}
	return r
}

// Download returns the table behind the receipt, with its rows, and the columns that CSV has; nil for a
// figure that is calculated.
func (r Receipt) Download() (*data.Table, []*data.Column) {
	if r.table == nil {
		return nil, nil
	}
	t := r.table.Select(r.rows)
	columns := slices.Clone(t.Columns[:0:0])
	for _, c := range r.columns {
		columns = append(columns, t.Columns[slices.Index(r.table.Columns, c)])
	}
	return t, columns
}

const mostKeys = 3 // columns that together tell rows apart

// shown are the columns that readers may see.
func shown(t *data.Table) []*data.Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c *data.Column) bool { return c.Private })
}

// keyColumns are the first columns that together tell every row from every other, or none.
func keyColumns(t *data.Table) []*data.Column {
	seen := map[string]bool{}
	columns := shown(t)
	for n := 1; n <= min(len(columns), mostKeys); n++ {
		clear(seen)
		unique := true
		for row := 0; row < t.Rows && unique; row++ {
			k := ""
			for _, c := range columns[:n] {
				k += c.Text(row) + "\x00"
			}
			unique, seen[k] = !seen[k], true
		}
		if unique {
			return columns[:n]
		}
	}
	return nil
}

func label(t *data.Table, keys []*data.Column, value *data.Column, row int) string {
	s := ""
	for _, c := range keys {
		if c == value || c.Text(row) == "" {
			continue
		}
		if s != "" {
			s += ", "
		}
		s += c.Text(row)
	}
	return s
}

// Exactly returns the number as a fraction when it is one.
func (f *Figure) Exactly() (*big.Rat, bool) {
	if !f.OK || f.IsText || !f.Number.IsExact() {
		return nil, false
	}
	return f.Number.Point, true
}
