package data

import (
	"math"

	"plotline/data/cell"
	"plotline/data/infer"
	"plotline/data/source"
)

// Type is what a column's cells hold.
type Type = infer.Type

// The column types. A column is Text unless every cell that is not missing is of one other type.
const (
	Text   = infer.Text
	Number = infer.Number
	Date   = infer.Date
	Bool   = infer.Bool
)

// Day is a date of a cell, and Grain how fine it is.
type (
	Day   = cell.Day
	Grain = cell.Grain
)

// The grains, from coarse to fine.
const (
	Year    = cell.Year
	Quarter = cell.Quarter
	Month   = cell.Month
	Daily   = cell.Daily
)

// Column is one column of a Table.
type Column struct {
	Name     string
	Label    string // as the header has it: Name is another where there is none, or several are alike
	Index    int
	At       source.Span // the header's cell
	Type     Type
	Grain    Grain  // of dates
	Unit     string // as it is declared
	Decimals *int   // digits behind the decimal sign that are shown, where that is declared
	Private  bool   // declared not to be public
	Percent  bool   // numbers written with a percent sign; values are in percent points
	Years    bool   // whole numbers of four digits from 1500 to 2199, written without marks

	texts   []string
	numbers []float64 // NaN is missing
	dates   []Day
	bools   []bool

	declared *Declared // nil when nothing is told
	reading  infer.Reading
}

// Missing reports whether the cell holds no value: empty, n/a, - or ..
func (c *Column) Missing(row int) bool { return c.texts[row] == "" }

// Text returns the cell as written, trimmed; a missing cell is empty.
func (c *Column) Text(row int) string { return c.texts[row] }

// Number returns the cell's number. Cells of Number columns have one unless missing, and so do
// years.
func (c *Column) Number(row int) (float64, bool) {
	if c.Type == Date && c.Grain == Year && !c.Missing(row) {
		return float64(c.dates[row].Year), true
	}
	if c.Type != Number || math.IsNaN(c.numbers[row]) {
		return 0, false
	}
	return c.numbers[row], true
}

// Date returns the cell's date, of a Date column.
func (c *Column) Date(row int) (Day, bool) {
	if c.Type != Date || c.Missing(row) {
		return Day{}, false
	}
	return c.dates[row], true
}

// Bool returns the cell's truth, of a Bool column.
func (c *Column) Bool(row int) (bool, bool) {
	if c.Type != Bool || c.Missing(row) {
		return false, false
	}
	return c.bools[row], true
}

// Declared is where something is told of the column; nowhere when nothing is.
func (c *Column) Declared() source.Span {
	if c.declared == nil {
		return source.Span{}
	}
	return c.declared.At
}

// known is what is known of a column before it has a type.
func (t *Table) known(c *Column, o Options) infer.Column {
	return infer.Column{Name: c.Name, Index: c.Index, Declared: c.declared, Delimiter: t.dialect.Delimiter, Options: o,
		Place: func(s cell.Sight) source.Span { return t.place(s, c) }}
}

// settle gives the column its type.
func (c *Column) settle(r infer.Reading) {
	c.Type, c.Grain, c.Percent, c.Years, c.reading = r.Type, r.Grain, r.Percent, r.Years, r
}

// take adds a cell to a column whose type is settled.
func (c *Column) take(s string) {
	s = c.reading.Text(s)
	switch c.Type {
	case Number:
		c.numbers = append(c.numbers, c.reading.Number(s))
	case Date:
		var d Day
		if s != "" {
			d, _ = c.reading.Day(s)
		}
		c.dates = append(c.dates, d)
	case Bool:
		b, ok := c.reading.Truth(s)
		if !ok {
			s = "" // a word that stands for no value
		}
		c.bools = append(c.bools, b)
	}
	c.texts = append(c.texts, s)
}
