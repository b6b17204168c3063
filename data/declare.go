package data

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"plotline/data/cell"
	"plotline/data/source"
)

// Declared is what is told about one column. Its type is not inferred, and a cell that is of another
// is an error.
type Declared struct {
	Name string      // the column's, or its label
	At   source.Span // where it is declared

	Type     string   // one of DeclaredTypes; "" infers
	Format   string   // of dates: "" for any clear one, or a pattern such as %d/%m/%Y
	Decimal  byte     // the decimal sign; 0 as the cells show, else a point
	Group    string   // the mark between thousands; "" as the cells show
	Bare     *bool    // whether numbers stand without percent signs and currencies; nil allows both
	True     []string // what is true; nil for the usual words
	False    []string
	Missing  []string // cells that hold no value; nil as everywhere
	Unit     string
	Decimals *int // digits behind the decimal sign that are shown; nil as many as there are
	Private  bool // no page or download may show it
}

// DeclaredTypes are those of Frictionless Table Schema that a column can have.
var DeclaredTypes = []string{"any", "boolean", "date", "datetime", "integer", "number", "string", "year", "yearmonth"}

// String is all that makes a reading another one, but for the place.
func (d Declared) String() string {
	bare := "?"
	if d.Bare != nil {
		bare = strconv.FormatBool(*d.Bare)
	}
	decimals := -1
	if d.Decimals != nil {
		decimals = *d.Decimals
	}
	return fmt.Sprintf("%q %s %q %q %q %s %q %q %q %t %q %d %t", d.Name, d.Type, d.Format, d.Decimal, d.Group, bare, d.True, d.False, d.Missing, d.Missing == nil, d.Unit, decimals, d.Private)
}

// declare gives columns what is told of them.
func (t *Table) declare(o Options) {
	for _, c := range t.Columns {
		c.Private = o.Private
		if c.declared = o.declared(c); c.declared != nil {
			c.Unit, c.Decimals, c.Private = c.declared.Unit, c.declared.Decimals, o.Private || c.declared.Private
		}
	}
}

// declared finds what is told of a column: by its name, or by a label that no other column has.
func (o Options) declared(c *Column) *Declared {
	if i := slices.IndexFunc(o.Declared, func(d Declared) bool { return d.Name == c.Name }); i >= 0 {
		return &o.Declared[i]
	}
	return nil
}

// typed reports whether the column's type is told.
func (d *Declared) typed() bool { return d != nil && d.Type != "" }

// blank reports whether a cell is told to hold no value.
func (d *Declared) blank(s string) bool { return d != nil && slices.Contains(d.Missing, s) }

// told is what the look at a declared column finds.
type told struct {
	misses  int   // cells that are not what is declared
	daytime bool  // some say more than their day
	grain   Grain // the finest
}

// check is the second look at a cell of a column whose type is told.
func (f *finding) check(row, at int, s string, g *cell.Gist) {
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
func (f *finding) reads(s string, g *cell.Gist) bool {
	d := f.column.declared
	switch d.Type {
	case "string", "any":
		return true
	case "number", "integer":
		v, dress, ok := f.column.notation.Value(s)
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
		_, ok := d.truth(s)
		return ok
	}
	day, ok := d.day(s)
	f.told.grain = max(f.told.grain, day.Grain)
	if d.Type == "datetime" && ok && !f.told.daytime {
		_, whole := cell.ParseDay(s)
		f.told.daytime = !whole
	}
	return ok
}

// settleTold gives the column the type that is told, or reports the first cell that is of another.
func (f *finding) settleTold(t *Table) source.List {
	c := f.column
	if f.told.misses > 0 {
		return source.List{f.disagrees(t)}
	}
	switch c.declared.Type {
	case "string":
		return f.keys.problems(t, c)
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
	return f.blankTokens(t)
}

// toldMarks is the notation of a column whose numbers are declared. A sign that is not told is a
// point, unless the cells prove a comma.
func (f *finding) toldMarks() cell.Notation {
	d := f.column.declared
	sign := d.Decimal
	if sign == 0 {
		sign = f.options.Decimal
	}
	n := f.marks.Notation(f.cut.delimiter, sign)
	if !n.Clear {
		n = f.marks.Notation(f.cut.delimiter, '.')
	}
	if d.Group != "" {
		n.Group = d.Group
	}
	return n
}

// truth reads true or false as it is declared.
func (d *Declared) truth(s string) (value, ok bool) {
	yes, no := d.True, d.False
	if yes == nil {
		yes = []string{"true", "True", "TRUE", "1"}
	}
	if no == nil {
		no = []string{"false", "False", "FALSE", "0"}
	}
	value = slices.Contains(yes, s)
	return value, value || slices.Contains(no, s)
}

// day reads a date as it is declared.
func (d *Declared) day(s string) (Day, bool) {
	if layout, ok := Layout(d.Format); ok && d.Format != "" {
		at, err := time.Parse(layout, s)
		if err != nil {
			return Day{}, false
		}
		return Day{Year: at.Year(), Month: int(at.Month()), Day: at.Day(), Grain: Daily}, true
	}
	day, ok := cell.ParseDay(s)
	switch d.Type {
	case "year":
		return day, ok && day.Grain == Year
	case "yearmonth":
		return day, ok && day.Grain == Month
	case "datetime":
		if !ok {
			at, err := time.Parse("2006-01-02T15:04:05.999999999Z07:00", strings.Replace(s, " ", "T", 1))
			if err != nil {
				at, err = time.Parse("2006-01-02T15:04:05.999999999", strings.Replace(s, " ", "T", 1))
			}
			return Day{Year: at.Year(), Month: int(at.Month()), Day: at.Day(), Grain: Daily}, err == nil
		}
	}
	return day, ok && day.Grain == Daily
}

// Declared is where something is told of the column; nowhere when nothing is.
func (c *Column) Declared() source.Span {
	if c.declared == nil {
		return source.Span{}
	}
	return c.declared.At
}

// day reads a cell of a column of dates.
func (c *Column) day(s string) (Day, bool) {
	if c.declared.typed() {
		return c.declared.day(s)
	}
	return c.form.day(s)
}

// truth reads a cell of a column of true and false.
func (c *Column) truth(s string) (value, ok bool) {
	if c.declared.typed() {
		return c.declared.truth(s)
	}
	return parseBool(s)
}

// patterns are the marks of strptime that a date can be read by.
var patterns = map[byte]string{'d': "2", 'm': "1", 'Y': "2006", 'y': "06", 'b': "Jan", 'B': "January", 'a': "Mon", 'A': "Monday", 'H': "15", 'I': "3", 'M': "4", 'S': "5", 'p': "PM", 'z': "-0700", '%': "%"}

// Layout turns a pattern such as %d/%m/%Y into a layout of package time; ok is false for marks that
// are not read. default and any are no patterns and have no layout.
func Layout(pattern string) (layout string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' {
			b.WriteByte(pattern[i])
			continue
		}
		i++
		if i == len(pattern) || patterns[pattern[i]] == "" {
			return "", false
		}
		b.WriteString(patterns[pattern[i]])
	}
	return b.String(), strings.Contains(pattern, "%")
}

// a says what a cell of a type is called.
var a = map[string]string{"number": "a number", "integer": "a whole number", "boolean": "true or false", "date": "a date", "datetime": "a date with a time", "year": "a year", "yearmonth": "a month such as 2021-05"}

// disagrees reports the first cell that is not what the column is declared to be.
func (f *finding) disagrees(t *Table) source.Problem {
	c, d, s := f.column, f.column.declared, f.bad.Text
	p := source.Errorf(t.place(f.bad, c), "%q is not %s, as column %q is declared to hold", s, a[d.Type], c.Name).WithRule("schema-type")
	if d.Format != "" {
		p.Text += " in the form " + d.Format
	}
	if n := f.told.misses - 1; n > 0 {
		p.Text += fmt.Sprintf("; nor %s %s", are(n), count(n, "other cell"))
	}
	_, slashes := slashed(s)
	_, _, number := c.notation.Value(s)
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
