// Package infer settles what type a column has, and how its cells are read.
//
// A Finding is shown every cell of a column twice: marked, they say how numbers are written, and looked at, what they then
// are. Out come the column's Reading and located problems. Nothing is guessed: what is ambiguous stays text. A type that
// is declared is checked instead. Start with New.
package infer

import (
	"math"

	"plotline/data/cell"
	"plotline/data/settings"
	"plotline/data/source"
)

// Type is what a column's cells hold.
type Type int

// The column types. A column is Text unless every cell that is not missing is of one other type.
const (
	Text Type = iota
	Number
	Date
	Bool
)

// String returns the type's name: text, number, date or bool.
func (t Type) String() string { return [...]string{"text", "number", "date", "bool"}[t] }

// Known is what is known of a column before its cells are looked at.
type Column struct {
	Name      string
	Index     int                // from 0
	Declared  *settings.Declared // nil when nothing is told
	Delimiter byte               // between cells
	Options   settings.Options
	Place     func(cell.Sight) source.Span // of the column's cell in the row that was seen
}

// Reading is how the cells of a column are read.
type Reading struct {
	Type     Type
	Grain    cell.Grain    // of dates
	Percent  bool          // numbers are written with a percent sign, or declared to be percents
	Years    bool          // numbers are years, written without marks
	Notation cell.Notation // of numbers
	Unclear  string        // a number that can be two, which keeps the column text

	form     form
	declared *settings.Declared
}

// column is what Finding makes of what is known.
type column struct {
	Column
	Reading
}

// Text returns the text of a cell; it is empty when the cell holds no value in a column of this type.
func (r *Reading) Text(s string) string {
	if r.declared.Blank(s) || (r.Type == Number || r.Type == Date) && s != "" && cell.TokenOf(s) != cell.NoToken {
		return ""
	}
	return s
}

// Number returns the number of a cell of a column of numbers; NaN when it holds none.
func (r *Reading) Number(s string) float64 {
	if v, _, ok := r.Notation.Value(s); ok && s != "" {
		return v
	}
	return math.NaN()
}

// Day returns the date of a cell of a column of dates; ok is false when it is none.
func (r *Reading) Day(s string) (d cell.Day, ok bool) {
	if r.declared.Typed() {
		return r.declared.Day(s)
	}
	return r.form.day(s)
}

// Truth reads a cell of a column of true and false; ok is false when it is neither.
func (r *Reading) Truth(s string) (value, ok bool) {
	if r.declared.Typed() {
		return r.declared.Truth(s)
	}
	return parseBool(s)
}

// Is reports whether a cell would be of the type, whatever its column is.
func (r *Reading) Is(s string, t Type) (ok bool) {
	switch t {
	case Number:
		_, _, ok = r.Notation.Value(s)
		return ok && !cell.LeadingZero(s)
	case Date:
		_, ok = cell.ParseDay(s)
		return ok
	case Bool:
		_, ok = parseBool(s)
		return ok
	}
	return true
}
