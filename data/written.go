package data

import (
	"slices"
	"strings"
)

// Written is how the cells of a column are written, as a declaration has it.
type Written struct {
	Decimal string // the decimal sign, when some number has one
	Group   string // the mark between thousands, likewise
	Whole   bool   // no number has a fraction
	Dressed bool   // percent signs, currencies or footnotes stand around numbers
	ISO     bool   // dates are 2021-05-27 or 2021-05
	Format  string // of other dates: the pattern of strptime that reads them all, or any
	Words   *[2][]string
}

// Written tells how the column's cells are written.
func (c *Column) Written() (w Written) {
	w.Whole, w.ISO = true, true
	for _, s := range c.texts {
		if s == "" {
			continue
		}
		switch c.Type {
		case Number:
			core, d := undress(s)
			if d != (dress{}) || strings.HasSuffix(core, "%") {
				w.Dressed = true
			}
			core = strings.TrimSpace(strings.TrimSuffix(unsigned(core), "%"))
			if i := strings.IndexByte(core, c.notation.decimal); i >= 0 && c.notation.decimal != 0 {
				w.Decimal, w.Whole = string(c.notation.decimal), false
			}
			if strings.ContainsAny(core, "eE") || d.scale != 0 {
				w.Whole = false
			}
			if c.notation.group != "" && strings.Contains(core, c.notation.group) {
				w.Group = c.notation.group
			}
		case Date:
			w.ISO = w.ISO && isoText(s)
		case Bool:
			w.word(c, s)
		}
	}
	if c.Type == Date && c.Grain == Daily && !w.ISO {
		w.Format = c.pattern()
	}
	if w.Words != nil && subset(w.Words[0], "true", "True", "TRUE", "1") && subset(w.Words[1], "false", "False", "FALSE", "0") {
		w.Words = nil
	}
	return w
}

// word remembers how truth is written.
func (w *Written) word(c *Column, s string) {
	if w.Words == nil {
		w.Words = &[2][]string{}
	}
	to := &w.Words[1]
	if v, _ := c.truth(s); v {
		to = &w.Words[0]
	}
	if !slices.Contains(*to, s) {
		*to = append(*to, s)
	}
}

func subset(words []string, of ...string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(of, w) })
}

func isoText(s string) bool {
	return len(s) == len("2021-05") && digits(s) == 4 && s[4] == '-' && digits(s[5:]) == 2 ||
		len(s) == len("2021-05-27") && digits(s) == 4 && s[4] == '-' && digits(s[5:]) == 2 && s[7] == '-' && digits(s[8:]) == 2
}

// pattern finds the pattern that reads every date of the column as it was read, or any.
func (c *Column) pattern() string {
	for _, pattern := range []string{"%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y", "%Y年%m月%d日"} {
		d := Declared{Type: "date", Format: pattern}
		fits := true
		for row, s := range c.texts {
			if s == "" {
				continue
			}
			day, ok := d.day(s)
			if fits = ok && day == c.dates[row]; !fits {
				break
			}
		}
		if fits {
			return pattern
		}
	}
	return "any"
}

const mostTokens = 10_000 // missing cells that are read again for their words

// Tokens returns the words that stand for no value in a column, in the order of the file.
func (t *Table) Tokens(c *Column) []string {
	var words []string
	n := 0
	for row := range t.Rows {
		if !c.Missing(row) {
			continue
		}
		if n++; n > mostTokens {
			break
		}
		if s := t.cell(t.Cell(row, c).Text()); s != "" && !slices.Contains(words, s) {
			words = append(words, s)
		}
	}
	return words
}
