package settings

import (
	"fmt"
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

// Typed reports whether the column's type is told.
func (d *Declared) Typed() bool { return d != nil && d.Type != "" }

// Blank reports whether a cell is told to hold no value.
func (d *Declared) Blank(s string) bool { return d != nil && slices.Contains(d.Missing, s) }

// Truth reads true or false as it is declared.
func (d *Declared) Truth(s string) (value, ok bool) {
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

// Day reads a date as it is declared.
func (d *Declared) Day(s string) (cell.Day, bool) {
	if layout, ok := Layout(d.Format); ok && d.Format != "" {
		at, err := time.Parse(layout, s)
		if err != nil {
			return cell.Day{}, false
		}
		return cell.Day{Year: at.Year(), Month: int(at.Month()), Day: at.Day(), Grain: cell.Daily}, true
	}
	day, ok := cell.ParseDay(s)
	switch d.Type {
	case "year":
		return day, ok && day.Grain == cell.Year
	case "yearmonth":
		return day, ok && day.Grain == cell.Month
	case "datetime":
		if !ok {
			at, err := time.Parse("2006-01-02T15:04:05.999999999Z07:00", strings.Replace(s, " ", "T", 1))
			if err != nil {
				at, err = time.Parse("2006-01-02T15:04:05.999999999", strings.Replace(s, " ", "T", 1))
			}
			return cell.Day{Year: at.Year(), Month: int(at.Month()), Day: at.Day(), Grain: cell.Daily}, err == nil
		}
	}
	return day, ok && day.Grain == cell.Daily
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
