// Package data reads CSV files into typed, immutable tables whose every cell knows where it stands.
//
// In go a source.File and Options; out come a Table and located problems. Start with Read. Types
// are inferred per column and never guessed: what is ambiguous stays text. A Table holds columns
// of values and one offset per row; the place of a cell is found by scanning its row again. The table of
// a file that is not held has neither: Parts reads it, some thousand rows at a time.
package data

import (
	"crypto/sha256"
	"encoding/binary"
	"math"

	"plotline/data/cell"
	"plotline/data/infer"
	"plotline/data/rows"
	"plotline/data/scan"
	"plotline/data/settings"
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

// MostCells is how many cells a table may have that is held. A file of 8 MB has fewer, unless its rows leave
// cells out; what is packed, or made of a workbook or of JSON, can have more.
const MostCells = 50_000_000

// Table is a columnar, typed, immutable table.
type Table struct {
	Name    string
	File    *source.File // nil when made in code
	Columns []*Column
	Rows    int
	Hash    [32]byte // of names, types, texts and values; not of bytes
	Sheet   string   // of a workbook
	Inputs  []string // paths of the files that a query made it of; else none

	offsets  []int // where each row starts in the File's characters
	first    int   // rows of the whole table before those of a part
	encoding string
	far      *far // of a table that is not held
	ragged   *rows.Ragged
	sum      *Sum // of a table that is held; nil when no row sums up the others
	blank    int  // columns at the end without label and text, which are left out
	dialect  scan.Dialect
}

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

// Encoding is how the file's text is encoded, as the setting of that name has it: utf-8, gb18030.
func (t *Table) Encoding() string { return t.encoding }

// Delimiter is the character between cells; "" for a table without a file.
func (t *Table) Delimiter() string {
	if t.dialect.Delimiter == 0 {
		return ""
	}
	return string(rune(t.dialect.Delimiter))
}

// Called returns the table under the name that messages are to call it.
func (t *Table) Called(name string) *Table {
	out := *t
	out.Name = name
	return &out
}

// Column returns the column of that name, or nil.
func (t *Table) Column(name string) *Column {
	for _, c := range t.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Names returns the columns' names in the order of the file.
func (t *Table) Names() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
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

// FirstBad returns the first row whose cell is not of the type, in a column that would have it
// but for some cells.
func (t *Table) FirstBad(c *Column, want Type) (row int, ok bool) {
	for row, s := range c.texts {
		if s == "" {
			continue
		}
		if !c.reading.Is(s, want) {
			return row, true
		}
	}
	return 0, false
}

// Cell returns the place of a cell in the file, quotes included; the zero Span when the table was
// made in code.
func (t *Table) Cell(row int, c *Column) source.Span {
	if t.File == nil || row < 0 || row >= len(t.offsets) {
		return source.Span{}
	}
	return t.place(cell.Sight{At: t.offsets[row]}, c)
}

// place finds a column's cell in the record that holds what was seen.
func (t *Table) place(s cell.Sight, c *Column) source.Span {
	scan := scan.New(t.File, s.At, t.dialect)
	scan.Quiet = true
	record := scan.Record()
	if c.Index >= len(record) {
		end := record[len(record)-1].End // a short row ends before the cell
		return t.File.Of(end, end)
	}
	return t.File.Of(record[c.Index].Start, record[c.Index].End)
}

// Select returns the table of the given rows, in that order; spans still lead to the file.
func (t *Table) Select(rows []int) *Table {
	out := &Table{Name: t.Name, File: t.File, Inputs: t.Inputs, Rows: len(rows), Sheet: t.Sheet, encoding: t.encoding, dialect: t.dialect, sum: t.sum}
	if t.offsets != nil {
		out.offsets = pick(t.offsets, rows)
	}
	for _, c := range t.Columns {
		d := *c
		d.texts = pick(c.texts, rows)
		d.numbers, d.dates, d.bools = pick(c.numbers, rows), pick(c.dates, rows), pick(c.bools, rows)
		out.Columns = append(out.Columns, &d)
	}
	out.hash()
	return out
}

func pick[T any](from []T, rows []int) []T {
	if from == nil {
		return nil
	}
	to := make([]T, len(rows))
	for i, r := range rows {
		to[i] = from[r]
	}
	return to
}

// hash sums names, types, texts and values, each with its length, so that no two tables share it
// that show a reader anything else. The file's bytes do not count: other quotes, line ends or
// delimiters keep it.
func (t *Table) hash() {
	h := sha256.New()
	var buf []byte
	put := func(v uint64) { buf = binary.LittleEndian.AppendUint64(buf, v) }
	text := func(s string) {
		put(uint64(len(s)))
		buf = append(buf, s...)
	}
	flag := func(b bool) {
		if b {
			put(1)
		} else {
			put(0)
		}
	}
	put(uint64(t.Rows))
	put(uint64(len(t.Columns)))
	for _, c := range t.Columns {
		text(c.Name)
		put(uint64(c.Type))
		put(uint64(c.Grain))
		flag(c.Percent)
		flag(c.Years)
		text(c.Unit)
		if flag(c.Decimals != nil); c.Decimals != nil {
			put(uint64(*c.Decimals))
		}
		flag(c.Private)
		for row := range t.Rows {
			text(c.texts[row])
			if c.Type == Number {
				put(math.Float64bits(c.numbers[row]))
			}
			if c.Type == Date && !c.Missing(row) {
				d := c.dates[row] // of 05/06/2021 the text does not tell
				put(uint64(d.Year)<<16 | uint64(d.Quarter)<<12 | uint64(d.Month)<<8 | uint64(d.Day))
			}
			h.Write(buf)
			buf = buf[:0]
		}
	}
	h.Write(buf)
	h.Sum(t.Hash[:0])
}

// declare gives columns what is told of them.
func (t *Table) declare(o settings.Options) {
	for _, c := range t.Columns {
		c.Private = o.Private
		if c.declared = o.Told(c.Name); c.declared != nil {
			c.Unit, c.Decimals, c.Private = c.declared.Unit, c.declared.Decimals, o.Private || c.declared.Private
		}
	}
}

// Declared is where something is told of the column; nowhere when nothing is.
func (c *Column) Declared() source.Span {
	if c.declared == nil {
		return source.Span{}
	}
	return c.declared.At
}
