package data

import (
	"math"
	"strconv"
	"strings"

	"plotline/data/source"
)

// Builder makes a table of rows of another one's parts. The zero Builder is ready to use.
type Builder struct{ table *Table }

// Add puts rows of a part behind those that are there.
func (b *Builder) Add(part *Table, rows []int) {
	if b.table == nil {
		b.table = &Table{Name: part.Name, File: part.File, Sheet: part.Sheet, encoding: part.encoding, dialect: part.dialect}
		for _, c := range part.Columns {
			d := *c
			d.texts, d.numbers, d.dates, d.bools = nil, nil, nil, nil
			b.table.Columns = append(b.table.Columns, &d)
		}
	}
	t := b.table
	t.Rows += len(rows)
	t.offsets = append(t.offsets, pick(part.offsets, rows)...)
	for i, c := range part.Columns {
		d := t.Columns[i]
		for _, row := range rows {
			d.texts = append(d.texts, strings.Clone(c.texts[row])) // those of the part stand in one large string
		}
		d.numbers, d.dates, d.bools = append(d.numbers, pick(c.numbers, rows)...), append(d.dates, pick(c.dates, rows)...), append(d.bools, pick(c.bools, rows)...)
	}
}

// Rows returns how many rows there are.
func (b *Builder) Rows() int {
	if b.table == nil {
		return 0
	}
	return b.table.Rows
}

// Replace puts other numbers into a column, one for each row; NaN is none.
func (b *Builder) Replace(name string, numbers []float64) {
	c := b.table.Column(name)
	c.Type, c.numbers, c.dates, c.bools, c.Years = Number, numbers, nil, nil, false
	for row, v := range numbers {
		c.texts[row] = ""
		if !math.IsNaN(v) {
			c.texts[row] = strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
}

// Table returns the table, which has no columns when there are no rows.
func (b *Builder) Table() *Table {
	if b.table == nil {
		b.table = &Table{}
	}
	b.table.hash()
	return b.table
}

// Hold returns the table of the columns of the names, or of all, with its cells.
func (t *Table) Hold(names []string) (*Table, source.List) { return t.hold(names, t.Rows) }

// Head returns the first rows of the table, with their cells.
func (t *Table) Head(rows int) (*Table, source.List) { return t.hold(nil, rows) }

func (t *Table) hold(names []string, most int) (*Table, source.List) {
	b := Builder{&Table{Name: t.Name, File: t.File, Columns: t.Columns, Sheet: t.Sheet, encoding: t.encoding, dialect: t.dialect}}
	problems := t.Parts(names, func(part *Table) bool {
		if part.first == 0 {
			b = Builder{}
		}
		rows := make([]int, min(part.Rows, most-b.Rows()))
		for i := range rows {
			rows[i] = i
		}
		b.Add(part, rows)
		return b.Rows() < most
	})
	return b.Table(), problems
}
