package data

import (
	"bytes"
	"math"
	"sort"
	"strconv"
	"strings"

	"plotline/data/decode"
	"plotline/data/source"
)

// Maker makes CSV text, for Read, of rows that stand in something else: a workbook, JSON, the result of a
// query. The zero Maker is ready to use.
type Maker struct {
	text   bytes.Buffer
	rows   []int // where each begins
	filled bool  // the row that is written has a cell
}

// Add adds a cell to the row: a text, a number with a point for its decimal sign, an ISO date, true or
// false; empty when it is missing.
func (m *Maker) Add(s string) {
	if !m.filled {
		m.rows = append(m.rows, m.text.Len())
	} else {
		m.text.WriteByte(',')
	}
	m.filled = true
	writeCell(&m.text, s)
}

// End ends a row; one without cells is blank, and one with a single cell that is missing is not.
func (m *Maker) End() {
	if !m.filled {
		m.rows = append(m.rows, m.text.Len())
	} else if m.text.Len() == m.rows[len(m.rows)-1] {
		m.text.WriteString(`""`)
	}
	m.text.WriteByte('\n')
	m.filled = false
}

// Rows is how many rows were ended.
func (m *Maker) Rows() int { return len(m.rows) }

// Full reports whether the text is larger than a table may be.
func (m *Maker) Full() bool { return m.text.Len() > decode.MostBytes }

// Remake returns the Maker whose Bytes the text is.
func Remake(text []byte) *Maker {
	m := &Maker{rows: []int{0}}
	m.text.Write(text)
	quoted := false
	for i, b := range text {
		if b == '"' {
			quoted = !quoted
		}
		if b == '\n' && !quoted && i+1 < len(text) {
			m.rows = append(m.rows, i+1)
		}
	}
	return m
}

// Bytes returns the text alone.
func (m *Maker) Bytes() []byte { return m.text.Bytes() }

// File returns the text. Places of its cells, by row and column from 0, are told as place has them.
func (m *Maker) File(path string, place func(row, column int) source.Place) *source.File {
	return source.NewMade(path, m.text.Bytes(), func(start, _ int) source.Place {
		row := max(0, sort.SearchInts(m.rows, start+1)-1)
		column := 0
		m.cells(row, func(i, from, _ int) bool {
			if from <= start {
				column = i
			}
			return from <= start
		})
		return place(row, column)
	})
}

// Span returns the place of a cell, by row and column from 0, in a File of the Maker's.
func (m *Maker) Span(f *source.File, row, column int) (at source.Span) {
	m.cells(row, func(i, from, to int) bool {
		at = f.Span(from, to)
		return i < column
	})
	return at
}

// Told adds to the options what the text needs no detection for.
func (m *Maker) Told(o Options) Options {
	o.Encoding, o.Delimiter = "utf-8", ','
	return o
}

// Opened is CSV text for Read that was found in a file, or made of it.
type Opened struct {
	File    *source.File
	Options Options
	After   func(*Table) source.List // looks at the table that was read, or nil
}

// Check reports what only the table that was read of the text tells; t may be nil.
func (o Opened) Check(t *Table) source.List {
	if o.After == nil || t == nil {
		return nil
	}
	return o.After(t)
}

const exactly = 1 << 53 // whole numbers below it are exact

// Decimal returns a number as people have it: the shortest text that means it, of at most 15 digits, as
// spreadsheets show them, so that 0.1 + 0.2 is 0.3. Whole numbers below 2^53 keep all digits.
func Decimal(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < exactly {
		return strconv.FormatInt(int64(v), 10)
	}
	s := strconv.FormatFloat(v, 'e', -1, 64)
	if mantissa, _, _ := strings.Cut(s, "e"); len(strings.Trim(mantissa, "-")) > len("1.")+14 {
		v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', 14, 64), 64)
	}
	if size := math.Abs(v); size >= 1e-9 && size < 1e21 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// cells walks over the cells of a row, by their number and their offsets, while each asks for more.
func (m *Maker) cells(row int, each func(i, from, to int) bool) {
	text, quoted := m.text.Bytes(), false
	from, n := m.rows[row], 0
	for i := from; i < len(text); i++ {
		switch b := text[i]; {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ',', b == '\n':
			if !each(n, from, i) || b == '\n' {
				return
			}
			from, n = i+1, n+1
		}
	}
}
