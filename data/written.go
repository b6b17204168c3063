package data

import (
	"slices"
	"strings"

	"plotline/data/cell"
)

// Written is how the cells of a column are written, as a declaration of it would say.
type Written struct {
	Name    string
	Type    Type
	Grain   Grain
	Percent bool

	Decimal     string // the decimal sign, when some number has one
	Group       string // the mark between thousands, likewise
	Whole       bool   // no number has a fraction
	Dressed     bool   // percent signs, currencies or footnotes stand around numbers
	ISO         bool   // dates are 2021-05-27 or 2021-05
	Format      string // of other days: the pattern of strptime that reads them all, or any; empty when none does
	True, False []string
	Missing     []string // words that stand for no value
	Unclear     string   // of a column that stays text: a number that can be two
	Mark        byte     // in it, which divides its thousands or is its decimal sign
	Proof       byte     // the decimal sign that some number proves, or 0

	patterns []string // that read all dates so far
	asked    int      // missing cells that were read again for their words
}

// Written tells how the cells of every column are written. It reads a table that is not held once.
func (t *Table) Written() []Written {
	out := make([]Written, len(t.Columns))
	t.Parts(nil, func(part *Table) bool {
		for i, c := range part.Columns {
			w := &out[i]
			if part.first == 0 {
				*w = Written{Name: c.Name, Type: c.Type, Grain: c.Grain, Percent: c.Percent, Whole: true, ISO: true, patterns: slices.Clone(dayPatterns), Unclear: c.reading.Unclear, Mark: c.reading.Notation.Mark(), Proof: c.reading.Notation.Proof}
			}
			w.add(part, c)
		}
		return true
	})
	for i := range out {
		w := &out[i]
		if len(w.patterns) > 0 {
			w.Format = w.patterns[0]
		}
	}
	return out
}

const mostAsked = 10_000

// add looks at more cells of the column.
func (w *Written) add(t *Table, c *Column) {
	for row, s := range c.texts {
		switch {
		case s == "":
			if w.asked++; w.asked > mostAsked {
				continue
			}
			if t.offsets == nil {
				continue
			}
			chars := t.File.Part(t.chars(t.offsets[row], c)) // and not the Cell: decoded bytes are slow to find
			if word := t.dialect.Cell(string(chars)); word != "" && !slices.Contains(w.Missing, word) {
				w.Missing = append(w.Missing, word)
			}
		case c.Type == Number:
			w.number(c, s)
		case c.Type == Date:
			w.ISO = w.ISO && isoText(s)
			w.patterns = slices.DeleteFunc(w.patterns, func(pattern string) bool {
				d := Declared{Type: "date", Format: pattern}
				day, ok := d.Day(s)
				return !ok || day != c.dates[row]
			})
		case c.Type == Bool:
			to := &w.False
			if c.bools[row] {
				to = &w.True
			}
			if !slices.Contains(*to, s) {
				*to = append(*to, s)
			}
		}
	}
}

func (w *Written) number(c *Column, s string) {
	g := cell.GistOf(s)
	core, d := g.Core, g.Dress
	w.Dressed = w.Dressed || d != (cell.Dress{}) || strings.HasSuffix(core, "%")
	core = strings.TrimSpace(strings.TrimSuffix(core, "%"))
	if c.reading.Notation.Decimal != 0 && strings.IndexByte(core, c.reading.Notation.Decimal) >= 0 {
		w.Decimal, w.Whole = string(c.reading.Notation.Decimal), false
	}
	if strings.ContainsAny(core, "eE") || d.Scale != 0 {
		w.Whole = false
	}
	if c.reading.Notation.Group != "" && strings.Contains(core, c.reading.Notation.Group) {
		w.Group = c.reading.Notation.Group
	}
}

func isoText(s string) bool {
	return len(s) == len("2021-05") && cell.Digits(s) == 4 && s[4] == '-' && cell.Digits(s[5:]) == 2 ||
		len(s) == len("2021-05-27") && cell.Digits(s) == 4 && s[4] == '-' && cell.Digits(s[5:]) == 2 && s[7] == '-' && cell.Digits(s[8:]) == 2
}

// dayPatterns are tried on columns of days, commonest first: also with the midnight behind them that programs add.
var dayPatterns = func() (all []string) {
	plain := []string{"%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y", "%Y年%m月%d日", "%Y%m%d"}
	for _, midnight := range []string{"", " 00:00:00", " 0:00:00", " 00:00", " 0:00", " %I:%M:%S %p"} {
		for _, p := range plain {
			all = append(all, p+midnight)
		}
	}
	return append(all, "any")
}()
