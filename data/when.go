package data

import (
	"regexp"
	"strconv"
	"time"

	"plotline/data/source"
)

// slashed matches dates whose day and month may stand in either order.
var slashed = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{2}|\d{4})( 0?0:00(:00)?| 12:00:00 AM)?$`)

// monthYear matches Jan-20, which can be a day of January or a January.
var monthYear = regexp.MustCompile(`(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -'’]\d{2}$|^\d{1,2}[- ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]\d{2}$`)

// asDates makes the column one of dates, if every cell is one and all are equally fine. ok is false
// when the column is none of dates, also not one that is unclear.
func (c *Column) asDates(t *Table, f *finding) (problems source.List, ok bool) {
	if f.words >= len(f.rest) {
		return nil, false
	}
	dates := make([]Day, len(c.texts))
	good, grain, season, seasons, others := 0, Year, "", false, false
	bad, odd, misses := -1, -1, 0
	for _, row := range f.rest {
		s := c.texts[row]
		d, isDate := ParseDay(s)
		if !isDate {
			if bad < 0 {
				bad = row
			}
			if misses++; misses*3 > len(f.rest) && good > 0 {
				return nil, false
			} else if misses > 100 && good == 0 && !slashed.MatchString(s) {
				return nil, false
			}
			continue
		}
		if good++; good > 1 && d.Grain != grain && odd < 0 {
			odd = row
		}
		if d.Grain == Month && len(s) == len("2020-21") && s[4] == '-' && d.Month == (d.Year+1)%100 {
			seasons = seasons || season != "" && s != season
			season = s
		} else {
			others = true
		}
		if good == 1 {
			grain = d.Grain
		}
		dates[row] = d
	}
	switch {
	case good == 0:
		return c.slashes(t, f)
	case bad >= 0 && good >= 3 && good*3 >= len(f.rest)*2:
		return c.noDate(t, bad, good), true
	case bad >= 0:
		return nil, false
	case odd >= 0:
		return source.List{source.Warnf(t.Cell(odd, c), "type-mixed", "%q is not as fine a date as the cells before it; column %q stays text", c.texts[odd], c.Name).
			WithHint("write all dates of a column alike")}, true
	}
	// 2009-10 and 2010-11 and nothing else are two seasons, hardly October and November a year apart.
	if seasons && !others {
		return c.unclearDate(t, f, "it can be a month or two years", "write 2020/21 for years that span two, 2021-06 for months"), true
	}
	c.Type, c.Grain, c.dates = Date, grain, dates
	problems = c.blankTokens(t, f)
	return append(problems, c.order(t)...), true
}

// noDate reports the first cell that is no date where the others are.
func (c *Column) noDate(t *Table, row, good int) source.List {
	s := c.texts[row]
	if isoForm.MatchString(s) {
		return source.List{source.Warnf(t.Cell(row, c), "date-invalid", "%q is a day that no calendar has; column %q stays text", s, c.Name).WithHint("correct the day or the month")}
	}
	return source.List{source.Warnf(t.Cell(row, c), "type-mixed", "%q is no date, and %d other cells of column %q are; it stays text", s, good, c.Name).
		WithHint("write all dates of a column alike, such as 2021-06-05")}
}

var isoForm = regexp.MustCompile(`^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$`)

func (c *Column) unclearDate(t *Table, f *finding, why, hint string) source.List {
	row := f.rest[0]
	return source.List{source.Infof(t.Cell(row, c), "date-ambiguous", "%q is no clear date: %s; column %q stays text", c.texts[row], why, c.Name).WithHint(hint)}
}

// slashes reads dates such as 05/06/2021 when some cell of the column proves which number is the
// day: 27/05/2021 has no other reading.
func (c *Column) slashes(t *Table, f *finding) (source.List, bool) {
	short, dayFirst, monthFirst := -1, -1, -1
	for _, row := range f.rest {
		s := c.texts[row]
		if monthYear.MatchString(s) {
			if short < 0 {
				short = row
			}
			continue
		}
		m := slashed.FindStringSubmatch(s)
		if m == nil || m[2] != m[4] {
			return nil, false
		}
		if len(m[5]) == 2 && short < 0 {
			short = row
		}
		if number(m[1]) > 12 && dayFirst < 0 {
			dayFirst = row
		}
		if number(m[3]) > 12 && monthFirst < 0 {
			monthFirst = row
		}
	}
	switch {
	case short >= 0:
		return source.List{source.Warnf(t.Cell(short, c), "two-digit-year", "%q does not say the century; column %q stays text", c.texts[short], c.Name).WithHint("write years with four digits")}, true
	case dayFirst >= 0 && monthFirst >= 0:
		return source.List{source.Warnf(t.Cell(max(dayFirst, monthFirst), c), "date-invalid", "%q has day and month the other way round than %q; column %q stays text",
			c.texts[max(dayFirst, monthFirst)], c.texts[min(dayFirst, monthFirst)], c.Name).WithHint("write dates as 2021-06-05")}, true
	case dayFirst < 0 && monthFirst < 0:
		return c.unclearDate(t, f, "day or month may come first", "write dates as 2021-06-05"), true
	}
	dates := make([]Day, len(c.texts))
	for _, row := range f.rest {
		m := slashed.FindStringSubmatch(c.texts[row])
		d := Day{Year: number(m[5]), Month: number(m[3]), Day: number(m[1]), Grain: Daily}
		if monthFirst >= 0 {
			d.Month, d.Day = d.Day, d.Month
		}
		if !d.exists() {
			return source.List{source.Warnf(t.Cell(row, c), "date-invalid", "%q is a day that no calendar has; column %q stays text", c.texts[row], c.Name).WithHint("correct the day or the month")}, true
		}
		dates[row] = d
	}
	c.Type, c.Grain, c.dates = Date, Daily, dates
	return append(c.blankTokens(t, f), c.order(t)...), true
}

func (d Day) exists() bool {
	if d.Month < 1 || d.Month > 12 || d.Day < 1 {
		return false
	}
	return d.Day <= time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// dateName matches headers that name a date.
var dateName = regexp.MustCompile(`(?i)(^|[ _-])(date|datum|day|tag|fecha|data|dato|dag)($|[ _-])|日期`)

// monthName matches headers that name a month.
var monthName = regexp.MustCompile(`(?i)(^|[ _-])(month|period|monat|mois|mes|måned|månad|yearmonth|yyyymm)($|[ _-])|月份|年月`)

// compactDates reads 20210527 and 202105 where every cell is such a day or month and the header
// names one.
func (c *Column) compactDates(t *Table, f *finding) (source.List, bool) {
	months := monthName.MatchString(c.Name) && len(c.texts[f.rest[0]]) == len("202105")
	if !months && !dateName.MatchString(c.Name) {
		return nil, false
	}
	length := len("20210527")
	if months {
		length = len("202105")
	}
	dates := make([]Day, len(c.texts))
	for _, row := range f.rest {
		s := c.texts[row]
		if len(s) != length || digits(s) != len(s) || !isYear(s[:4]) {
			return nil, false
		}
		d := Day{Year: number(s[:4]), Month: number(s[4:6]), Day: 1, Grain: Daily}
		if !months {
			d.Day = number(s[6:])
		}
		if !d.exists() {
			return nil, false
		}
		if months {
			d.Day, d.Grain = 0, Month
		}
		dates[row] = d
	}
	c.Type, c.Grain, c.dates = Date, dates[f.rest[0]].Grain, dates
	return append(c.blankTokens(t, f), c.order(t)...), true
}

// serials warns of the numbers that spreadsheets keep in place of dates: 44343 is 27 May 2021.
func (c *Column) serials(t *Table, f *finding) source.List {
	if !dateName.MatchString(c.Name) {
		return nil
	}
	for _, row := range f.rest {
		n, err := strconv.ParseFloat(c.texts[row], 64)
		if err != nil || n < 15000 || n > 80000 {
			return nil
		}
	}
	row := f.rest[0]
	n, _ := strconv.ParseFloat(c.texts[row], 64)
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)).Format("2006-01-02")
	return source.List{source.Warnf(t.Cell(row, c), "excel-serial-date", "%q is a number where column %q names a date: in spreadsheets it is the day %s", c.texts[row], c.Name, day).
		WithHint("format the column as dates before you save it as CSV")}
}

// order looks at a column of dates in which none stands twice: such a table is one series, and
// dates that are missing from it, or out of order, are worth a word.
func (c *Column) order(t *Table) source.List {
	if !yearName.MatchString(c.Name) && !dateName.MatchString(c.Name) && c != t.Columns[0] {
		return nil
	}
	seen, steps := map[Day]bool{}, map[int]int{}
	var before Day
	up, down, unsorted := false, false, -1
	var rows, gaps []int
	for row, d := range c.dates {
		if c.Missing(row) {
			continue
		}
		if seen[d] {
			return nil
		}
		seen[d] = true
		if rows = append(rows, row); len(rows) > 1 {
			step := d.number() - before.number()
			steps[max(step, -step)]++
			up, down = up || step > 0, down || step < 0
			if up && down && unsorted < 0 {
				unsorted = row
			}
		}
		before = d
	}
	if len(rows) < 4 {
		return nil
	}
	if unsorted >= 0 {
		return source.List{source.Warnf(t.Cell(unsorted, c), "unsorted-time", "%q is out of order: column %q runs the other way before it", c.texts[unsorted], c.Name).
			WithHint("sort the rows, if the order means nothing")}
	}
	if steps[1]*10 < (len(rows)-1)*7 {
		return nil
	}
	for i, row := range rows[1:] {
		if n := c.dates[row].number() - c.dates[rows[i]].number(); n > 1 || n < -1 {
			gaps = append(gaps, row)
		}
	}
	if len(gaps) == 0 || len(gaps)*5 > len(rows) {
		return nil
	}
	row := gaps[0]
	return source.List{source.Warnf(t.Cell(row, c), "gap", "before %q column %q skips a %s or more", c.texts[row], c.Name, c.Grain.word()).
		WithHint("add a row with an empty value, so that the gap shows")}
}

// number counts a date in its grain: two neighbours are one apart.
func (d Day) number() int {
	switch d.Grain {
	case Quarter:
		return d.Year*4 + d.Quarter
	case Month:
		return d.Year*12 + d.Month
	case Daily:
		return int(time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	}
	return d.Year
}

func (g Grain) word() string { return [...]string{"year", "quarter", "month", "day"}[g] }
