package infer

import (
	"fmt"
	"math"

	"plotline/data/cell"
	"plotline/data/source"
)

// told is what the look at a declared column finds.
type told struct {
	misses  int        // cells that are not what is declared
	daytime bool       // some say more than their day
	grain   cell.Grain // the finest
}

// check is the second look at a cell of a column whose type is told.
func (f *Finding) check(row, at int, s string, g *cell.Gist) {
	d := f.column.declared
	if f.reads(s, g) {
		return
	}
	if d.Missing == nil && g.Token != cell.NoToken {
		return
	}
	if f.told.misses++; f.told.misses == 1 {
		f.bad = cell.See(row, at, s)
	}
}

// reads reports whether a cell is of the type that is told.
func (f *Finding) reads(s string, g *cell.Gist) bool {
	d := f.column.declared
	switch d.Type {
	case "string", "any":
		return true
	case "number", "integer":
		v, dress, ok := f.column.Notation.Value(s)
		bare := !dress.Percent && dress.Currency == "" && dress.Note == "" && dress.Scale == 0 && !dress.Negative
		if !ok || d.Bare != nil && *d.Bare && !bare || d.Type == "integer" && v != math.Trunc(v) {
			return false
		}
		if f.numbers > 0 && dress.Percent != (f.percent > 0) {
			return false // of percents and other numbers no column is made
		}
		if f.numbers++; dress.Percent {
			f.percent++
		}
		f.notYear = f.notYear || !cell.IsYear(s)
		return true
	case "boolean":
		_, ok := d.Truth(s)
		return ok
	}
	day, ok := d.Day(s)
	f.told.grain = max(f.told.grain, day.Grain)
	if d.Type == "datetime" && ok && !f.told.daytime {
		_, whole := cell.ParseDay(s)
		f.told.daytime = !whole
	}
	return ok
}

// settleTold gives the column the type that is told, or reports the first cell that is of another.
func (f *Finding) settleTold() source.List {
	c := f.column
	if f.told.misses > 0 {
		return source.List{f.disagrees()}
	}
	switch c.declared.Type {
	case "string":
		return f.keys.problems(f)
	case "any":
		return nil
	case "number", "integer":
		c.Type, c.Percent, c.Years = Number, f.percent > 0, f.numbers > 0 && !f.notYear
	case "boolean":
		c.Type = Bool
	default:
		if f.told.daytime {
			return nil // a time of day is shown as it is written
		}
		c.Type, c.Grain = Date, f.told.grain
	}
	if c.declared.Missing != nil {
		return nil
	}
	return f.blankTokens()
}

// toldMarks is the notation of a column whose numbers are declared. A sign that is not told is a
// point, unless the cells prove a comma.
func (f *Finding) toldMarks() cell.Notation {
	d := f.column.declared
	sign := d.Decimal
	if sign == 0 {
		sign = f.column.Options.Decimal
	}
	n := f.marks.Notation(f.column.Delimiter, sign)
	if !n.Clear {
		n = f.marks.Notation(f.column.Delimiter, '.')
	}
	if d.Group != "" {
		n.Group = d.Group
	}
	return n
}

// a says what a cell of a type is called.
var a = map[string]string{"number": "a number", "integer": "a whole number", "boolean": "true or false", "date": "a date", "datetime": "a date with a time", "year": "a year", "yearmonth": "a month such as 2021-05"}

// disagrees reports the first cell that is not what the column is declared to be.
func (f *Finding) disagrees() source.Problem {
	c, d, s := f.column, f.column.declared, f.bad.Text
	p := source.Errorf(f.place(f.bad), "%q is not %s, as column %q is declared to hold", s, a[d.Type], c.Name).WithRule("schema-type")
	if d.Format != "" {
		p.Text += " in the form " + d.Format
	}
	if n := f.told.misses - 1; n > 0 {
		p.Text += fmt.Sprintf("; nor %s %s", source.Are(n), source.Count(n, "other cell"))
	}
	_, slashes := slashed(s)
	_, _, number := c.Notation.Value(s)
	switch {
	case d.Type == "date" && d.Format == "" && slashes:
		p.Hint = `say in format which number is the day: "%d/%m/%Y" or "%m/%d/%Y"`
	case d.Type == "integer" && number:
		p.Hint = "type: number holds fractions"
	case cell.TokenOf(s) != cell.NoToken:
		p.Hint = "name it in missingValues if it stands for no value"
	}
	return p.WithNote(d.At, "declared here")
}
