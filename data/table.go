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
	"plotline/data/source"
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
	return t.File.Of(t.chars(s.At, c))
}

// chars are where a column's cell begins and ends in the record at an offset of the file's characters.
func (t *Table) chars(at int, c *Column) (start, end int) {
	scan := scan.New(t.File, at, t.dialect)
	scan.Quiet = true
	record := scan.Record()
	if c.Index >= len(record) {
		end := record[len(record)-1].End // a short row ends before the cell
		return end, end
	}
	return record[c.Index].Start, record[c.Index].End
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
func (t *Table) declare(o Options) {
	for _, c := range t.Columns {
		c.Private = o.Private
		if c.declared = o.Told(c.Name); c.declared != nil {
			c.Unit, c.Decimals, c.Private = c.declared.Unit, c.declared.Decimals, o.Private || c.declared.Private
		}
	}
}

// settle gives every column its type and values.
func (t *Table) settle(o Options) (problems source.List) {
	var findings []*infer.Finding
	for _, c := range t.Columns {
		f := infer.New(t.known(c, o))
		for row, s := range c.texts {
			g := cell.GistOf(s)
			f.Mark(row, t.offsets[row], s, &g)
		}
		f.SettleMarks()
		for row, s := range c.texts {
			g := cell.GistOf(s)
			f.Look(row, t.offsets[row], s, &g)
		}
		reading, p := f.Settle()
		c.settle(reading)
		problems, findings = append(problems, p...), append(findings, f)
		texts := c.texts
		c.texts = texts[:0]
		for _, s := range texts {
			c.take(s)
		}
	}
	return append(problems, t.totals(findings)...)
}
