package data

import (
	"slices"
	"sync"

	"plotline/data/cell"
	"plotline/data/infer"
	"plotline/data/rows"
	"plotline/data/source"
)

// far is what there is of a table that is not held: how to read it, and what was found out about
// columns that were asked for.
type far struct {
	rows    *rows.Reader
	options Options

	mu      sync.Mutex
	settled map[int]*settled
}

// settled is a column with its type, and without cells.
type settled struct {
	finding  *infer.Finding
	reading  infer.Reading
	problems source.List
}

// Held reports whether the table's cells are there. Those of a table of a distant file are not: it knows
// its columns' names, and how many rows it has; Parts has the cells, and Hold makes a table that is held.
func (t *Table) Held() bool { return t.far == nil }

const partRows = 8192

// Parts hands the rows over in order, some thousands at a time, with the columns of the names, or all of
// them. A part and its cells are valid until each returns; false ends the reading. The problems are those
// of the columns and of reading. A table that is held is its only part.
func (t *Table) Parts(names []string, each func(part *Table) bool) source.List {
	columns := t.Columns
	if names != nil {
		columns = slices.DeleteFunc(slices.Clone(columns), func(c *Column) bool { return !slices.Contains(names, c.Name) })
	}
	if t.Held() {
		part := *t
		part.Columns = columns
		each(&part)
		return nil
	}
	columns, problems := t.far.columns(t, columns)
	p := &parts{table: t, part: &Table{Name: t.Name, File: t.File, Columns: columns, Sheet: t.Sheet, encoding: t.encoding, dialect: t.dialect}}
	more := true
	t.far.walk(func(row, at int, cells []string) bool {
		p.add(at, cells)
		more = p.part.Rows < partRows || p.give(each)
		return more
	}, columns...)
	if p.part.Rows > 0 {
		p.give(each)
	}
	if problems = append(problems, t.File.Unread()...); more && p.part.first != t.Rows && !problems.HasErrors() {
		problems = append(problems, source.Errorf(source.NewFile(t.File.Path, nil).All(), "the file changed while it was read"))
	}
	return problems
}

// Texts hands over the cells of the columns of the names, row by row, without asking what they are: words
// for no value are still there. They are valid until each returns; false ends the reading.
func (t *Table) Texts(names []string, each func(cells []string) bool) {
	columns := slices.DeleteFunc(slices.Clone(t.Columns), func(c *Column) bool { return !slices.Contains(names, c.Name) })
	t.far.walk(func(_, _ int, cells []string) bool { return each(cells) }, columns...)
}

// First returns how many rows of the whole table stand before those of a part.
func (t *Table) First() int { return t.first }

// parts gathers rows.
type parts struct {
	table *Table
	part  *Table
	arena []byte // the texts of all cells, row by row
}

func (p *parts) add(at int, cells []string) {
	t := p.part
	t.offsets = append(t.offsets, at)
	t.Rows++
	for i, c := range t.Columns {
		c.take(cells[i])
		p.arena = append(p.arena, c.texts[len(c.texts)-1]...)
	}
}

// give hands the part over and begins the next.
func (p *parts) give(each func(*Table) bool) bool {
	t, all := p.part, string(p.arena)
	for row := range t.Rows {
		for _, c := range t.Columns {
			n := len(c.texts[row])
			c.texts[row], all = all[:n], all[n:]
		}
	}
	more := each(t)
	t.first += t.Rows
	t.Rows, t.offsets, p.arena = 0, t.offsets[:0], p.arena[:0]
	for _, c := range t.Columns {
		c.texts, c.numbers, c.dates, c.bools = c.texts[:0], c.numbers[:0], c.dates[:0], c.bools[:0]
	}
	return more
}

// walk hands over the rows of the columns; what there is to say was said when they were counted.
func (f *far) walk(each func(row, at int, cells []string) bool, columns ...*Column) {
	f.rows.Walk(indices(columns), each)
}

// columns settles the types of columns, once each, and returns copies of them.
func (f *far) columns(t *Table, columns []*Column) (out []*Column, problems source.List) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var unsettled []*Column
	for _, c := range columns {
		if f.settled[c.Index] == nil {
			unsettled = append(unsettled, c)
		}
	}
	if len(unsettled) > 0 {
		f.settle(t, unsettled)
	}
	all := make([]*infer.Finding, len(columns))
	for i, c := range columns {
		s := f.settled[c.Index]
		d := *c
		d.settle(s.reading)
		all[i], problems, out = s.finding, append(problems, s.problems...), append(out, &d)
	}
	typed := *t
	typed.Columns = out
	return out, append(problems, typed.totals(all)...)
}

const tried = 2000 // rows that tell how numbers are written, nearly always

// settle shows each cell to findings of the columns: once, if the first rows tell how numbers are written, and
// twice else.
func (f *far) settle(t *Table, columns []*Column) {
	findings := make([]*infer.Finding, len(columns))
	for i, c := range columns {
		findings[i] = infer.New(t.known(c, f.options))
	}
	f.walk(func(row, at int, cells []string) bool {
		for i, g := range findings {
			shown := cell.GistOf(cells[i])
			g.Mark(row, at, cells[i], &shown)
		}
		return row < tried
	}, columns...)
	for i, g := range findings {
		g.SettleMarks()
		findings[i] = g.Fresh()
	}
	f.walk(func(row, at int, cells []string) bool {
		for i, g := range findings {
			shown := cell.GistOf(cells[i])
			g.Mark(row, at, cells[i], &shown)
			g.Look(row, at, cells[i], &shown)
		}
		return true
	}, columns...)
	var again []*infer.Finding
	var anew []*Column
	for i, g := range findings {
		if g = g.Again(); g != nil {
			findings[i] = g
			again, anew = append(again, g), append(anew, columns[i])
		}
	}
	if len(again) > 0 {
		f.walk(func(row, at int, cells []string) bool {
			for i, g := range again {
				shown := cell.GistOf(cells[i])
				g.Look(row, at, cells[i], &shown)
			}
			return true
		}, anew...)
	}
	for i, g := range findings {
		reading, problems := g.Settle()
		f.settled[columns[i].Index] = &settled{g, reading, problems}
		g.Forget() // which may hold many cells
	}
}
