package data

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"plotline/data/source"
)

// infer settles the column's type: the one that every cell which is not missing has. What it could
// not settle, as cells can mean two things, it reports and leaves as text.
func (c *Column) infer(t *Table) source.List {
	cells := make([]int, 0, len(c.texts))
	for row, s := range c.texts {
		if s != "" {
			cells = append(cells, row)
		}
	}
	if len(cells) == 0 {
		return nil
	}
	every := func(is func(s string) bool) bool {
		return !slices.ContainsFunc(cells, func(row int) bool { return !is(c.texts[row]) })
	}
	c.notation = notationOf(c.texts, t.delimiter)
	switch {
	case every(isYear):
		c.Years = true
		if yearName.MatchString(c.Name) {
			c.asDates()
		} else {
			c.asNumbers()
		}
	case c.asNumbers():
	case c.asDates():
	case every(func(s string) bool { _, ok := parseBool(s); return ok }):
		c.Type = Bool
		c.bools = make([]bool, len(c.texts))
		for i, s := range c.texts {
			c.bools[i], _ = parseBool(s)
		}
	default:
		return c.ambiguous(t, cells)
	}
	return nil
}

// ambiguous reports text that would be numbers or dates if it were clear which.
func (c *Column) ambiguous(t *Table, cells []int) source.List {
	numeric := !slices.ContainsFunc(cells, func(row int) bool { _, _, ok := c.notation.number(c.texts[row]); return !ok })
	if row := c.notation.open; row >= 0 && numeric {
		at := t.Cell(row, c)
		return source.List{source.Warnf(at, "number-ambiguous", "%q can be a whole number or a fraction; column %q stays text", c.texts[row], c.Name).
			WithHint("write whole numbers without marks, and fractions with a point or more digits")}
	}
	for _, row := range cells {
		if !slashed.MatchString(c.texts[row]) && !c.seasons {
			return nil
		}
	}
	hint, second := "write dates as 2021-06-05", "day or month may come first"
	if c.seasons {
		hint, second = "write 2020/21 for years that span two, 2021-06 for months", "it can be a month or two years"
	}
	return source.List{source.Infof(t.Cell(cells[0], c), "date-ambiguous", "%q is no clear date: %s; column %q stays text", c.texts[cells[0]], second, c.Name).WithHint(hint)}
}

// slashed matches dates whose day and month may stand in either order.
var slashed = regexp.MustCompile(`^\d{1,2}[/.-]\d{1,2}[/.-](\d{2}|\d{4})$`)

// yearName matches headers that name a year, in the languages newsrooms here write.
var yearName = regexp.MustCompile(`(?i)^(.*[ _-])?(year|yr|years|jahr|année|annee|anno|año|ano|rok|år|vuosi)([ _-].*)?$|年$|年份|年度`)

// asNumbers makes the column one of numbers, if every cell is one and all or none are percent.
func (c *Column) asNumbers() bool {
	if !c.notation.clear {
		return false
	}
	numbers := make([]float64, len(c.texts))
	percents, plain := 0, 0
	for i, s := range c.texts {
		if s == "" {
			numbers[i] = math.NaN()
			continue
		}
		v, percent, ok := c.notation.number(s)
		if !ok || leadingZero(s) {
			return false
		}
		if percent {
			percents++
		} else {
			plain++
		}
		numbers[i] = v
	}
	if percents > 0 && plain > 0 {
		return false
	}
	c.Type, c.Percent, c.numbers = Number, percents > 0, numbers
	return true
}

// asDates makes the column one of dates, if every cell is one and all are equally fine.
func (c *Column) asDates() bool {
	dates := make([]Day, len(c.texts))
	grain, any, season, seasons, others := Year, false, "", false, false
	for i, s := range c.texts {
		if s == "" {
			continue
		}
		d, ok := ParseDay(s)
		if !ok || any && d.Grain != grain {
			return false
		}
		if d.Grain == Month && len(s) == len("2020-21") && d.Month == (d.Year+1)%100 {
			seasons = seasons || season != "" && s != season
			season = s
		} else {
			others = true
		}
		grain, any, dates[i] = d.Grain, true, d
	}
	// 2009-10 and 2010-11 and nothing else are two seasons, hardly October and November a year apart.
	if c.seasons = seasons && !others; c.seasons {
		return false
	}
	c.Type, c.Grain, c.dates = Date, grain, dates
	return true
}

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes":
		return true, true
	case "false", "no":
		return false, true
	}
	return false, false
}
