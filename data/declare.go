package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"plotline/data/source"
)

// Declared is what is told about one column. Its type is not inferred, and a cell that is of another
// is an error.
type Declared struct {
	Name string      // the column's, or its label
	At   source.Span // where it is declared

	Type    string   // one of DeclaredTypes; "" infers
	Format  string   // of dates: "" for any clear one, or a pattern such as %d/%m/%Y
	Decimal byte     // the decimal sign; 0 as the cells show, else a point
	Group   string   // the mark between thousands; "" as the cells show
	Bare    *bool    // whether numbers stand without percent signs and currencies; nil allows both
	True    []string // what is true; nil for the usual words
	False   []string
	Missing []string // cells that hold no value; nil as everywhere
	Unit    string
	Private bool // no page or download may show it
}

// DeclaredTypes are those of Frictionless Table Schema that a column can have.
var DeclaredTypes = []string{"any", "boolean", "date", "datetime", "integer", "number", "string", "year", "yearmonth"}

// String is all that makes a reading another one, but for the place.
func (d Declared) String() string {
	bare := "?"
	if d.Bare != nil {
		bare = strconv.FormatBool(*d.Bare)
	}
	return fmt.Sprintf("%q %s %q %q %q %s %q %q %q %t %q %t", d.Name, d.Type, d.Format, d.Decimal, d.Group, bare, d.True, d.False, d.Missing, d.Missing == nil, d.Unit, d.Private)
}

// declared finds what is told of a column: by its name, or by a label that no other column has.
func (o Options) declared(c *Column) *Declared {
	if i := slices.IndexFunc(o.Declared, func(d Declared) bool { return d.Name == c.Name }); i >= 0 {
		return &o.Declared[i]
	}
	return nil
}

// settle gives the column the type that is told, or infers it.
func (c *Column) settle(t *Table, o Options, f *finding) source.List {
	d := o.declared(c)
	if d == nil {
		return c.infer(t, o, f)
	}
	c.Unit, c.Private = d.Unit, d.Private
	if d.Missing != nil {
		for row, s := range c.texts {
			if slices.Contains(d.Missing, s) {
				c.texts[row] = ""
			}
		}
	}
	problems := c.declare(t, o, d, f)
	c.Percent = c.Percent || c.Type == Number && (d.Unit == "percent" || d.Unit == "%")
	return problems
}

// declare reads every cell as the type that is told.
func (c *Column) declare(t *Table, o Options, d *Declared, f *finding) source.List {
	switch d.Type {
	case "":
		return c.infer(t, o, f)
	case "string", "any":
		return c.keys(t)
	}
	*f = finding{first: map[string]int{}, bad: -1, options: o}
	read, kind := c.reader(t, o, d, f)
	bad, misses := -1, 0
	for row, s := range c.texts {
		switch {
		case s == "":
		case read(row, s):
			f.rest = append(f.rest, row)
		case d.Missing == nil && token(s) != noToken:
			f.tokens = append(f.tokens, row)
		default:
			if misses++; bad < 0 {
				bad = row
			}
		}
	}
	if bad >= 0 {
		return source.List{c.disagrees(t, d, bad, misses)}
	}
	c.Type = kind
	c.finish(f)
	return c.blankTokens(t, f)
}

// finish stores the values that were read.
func (c *Column) finish(f *finding) {
	switch c.Type {
	case Number:
		c.asNumbers(f)
		c.Years = len(f.rest) > 0 && c.yearsOnly(f)
	case Date:
		c.Grain = Year
		for _, row := range f.rest {
			c.Grain = max(c.Grain, c.dates[row].Grain)
		}
	}
}

// reader returns how a cell is read and stored, and the type that the column has then.
func (c *Column) reader(t *Table, o Options, d *Declared, f *finding) (read func(row int, s string) bool, kind Type) {
	switch d.Type {
	case "number", "integer":
		c.notation = c.told(t, o, d)
		f.values = make([]float64, len(c.texts))
		return func(row int, s string) bool {
			v, dress, ok := c.value(s)
			bare := !dress.percent && dress.currency == "" && dress.note == "" && dress.scale == 0 && !dress.negative
			if !ok || d.Bare != nil && *d.Bare && !bare || d.Type == "integer" && v != float64(int64(v)) {
				return false
			}
			if len(f.rest) > 0 && dress.percent != (f.percent > 0) {
				return false // of percents and others no column is made
			}
			if dress.percent {
				f.percent++
			}
			f.values[row] = v
			return true
		}, Number
	case "boolean":
		yes, no := d.True, d.False
		if yes == nil {
			yes = []string{"true", "True", "TRUE", "1"}
		}
		if no == nil {
			no = []string{"false", "False", "FALSE", "0"}
		}
		c.bools = make([]bool, len(c.texts))
		return func(row int, s string) bool {
			c.bools[row] = slices.Contains(yes, s)
			return c.bools[row] || slices.Contains(no, s)
		}, Bool
	}
	c.dates = make([]Day, len(c.texts))
	kind = Date
	if d.Type == "datetime" && slices.ContainsFunc(c.texts, func(s string) bool { _, ok := ParseDay(s); return s != "" && !ok && d.Format == "" }) {
		kind = Text // a time of day is shown as it is written
	}
	return func(row int, s string) bool {
		day, ok := d.day(s)
		c.dates[row] = day
		return ok
	}, kind
}

// told is the notation of a column of numbers. A sign that is not told is a point, unless the cells
// prove a comma.
func (c *Column) told(t *Table, o Options, d *Declared) notation {
	cores := make([]string, len(c.texts))
	for row, s := range c.texts {
		cores[row], _ = undress(s)
	}
	sign := d.Decimal
	if sign == 0 {
		sign = o.Decimal
	}
	n := notationOf(cores, t.delimiter, sign)
	if !n.clear {
		n = notationOf(cores, t.delimiter, '.')
	}
	if d.Group != "" {
		n.group = d.Group
	}
	return n
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
	day, ok := ParseDay(s)
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
func (c *Column) disagrees(t *Table, d *Declared, row, misses int) source.Problem {
	p := source.Errorf(t.Cell(row, c), "%q is not %s, as column %q is declared to hold", c.texts[row], a[d.Type], c.Name).WithRule("schema-type")
	if d.Format != "" {
		p.Text += " in the form " + d.Format
	}
	if misses > 1 {
		p.Text += fmt.Sprintf("; nor are %s", count(misses-1, "other cell"))
	}
	switch {
	case (d.Type == "date" || d.Type == "datetime") && d.Format == "" && slashed.MatchString(c.texts[row]):
		p.Hint = `say in format which number is the day: "%d/%m/%Y" or "%m/%d/%Y"`
	case d.Missing == nil && token(c.texts[row]) != noToken, len(c.texts[row]) < 4 && d.Type != "boolean":
		p.Hint = "name it in missingValues if it stands for no value"
	case d.Type == "integer":
		if _, _, ok := c.value(c.texts[row]); ok {
			p.Hint = "type: number holds fractions"
		}
	}
	return p.WithNote(d.At, "declared here")
}
