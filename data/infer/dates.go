package infer

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"plotline/data/cell"
	"plotline/data/source"
)

// form is how the dates of a column are written.
type form int

const (
	anyDay       form = iota // as ParseDay reads them
	dayFirst                 // 27/05/2021
	monthFirst               // 05/27/2021
	compactDay               // 20210527
	compactMonth             // 202105
)

// day reads a date in the form.
func (f form) day(s string) (cell.Day, bool) {
	switch f {
	case dayFirst, monthFirst:
		m, ok := slashed(s)
		d := cell.Day{Year: m.year, Month: m.second, Day: m.first, Grain: cell.Daily}
		if f == monthFirst {
			d.Month, d.Day = d.Day, d.Month
		}
		return d, ok && d.Exists()
	case compactDay, compactMonth:
		length := len("20210527")
		if f == compactMonth {
			length = len("202105")
		}
		if len(s) != length || cell.Digits(s) != len(s) || !cell.IsYear(s[:4]) {
			return cell.Day{}, false
		}
		d := cell.Day{Year: cell.Int(s[:4]), Month: cell.Int(s[4:6]), Day: 1, Grain: cell.Daily}
		if f == compactDay {
			d.Day = cell.Int(s[6:])
		}
		ok := d.Exists()
		if f == compactMonth {
			d.Day, d.Grain = 0, cell.Month
		}
		return d, ok
	}
	return cell.ParseDay(s)
}

// slashes are the numbers of a date whose day and month may stand in either order.
type slashes struct {
	first, second, year int
	short               bool // the year has two digits
}

// slashed reads 27/05/2021 and 5.6.21, with midnight behind it or not.
func slashed(s string) (m slashes, ok bool) {
	for _, midnight := range []string{" 12:00:00 AM", " 00:00:00", " 0:00:00", " 00:00", " 0:00"} {
		if t, has := strings.CutSuffix(s, midnight); has {
			s = t
			break
		}
	}
	if len(s) < len("1/1/21") || len(s) > len("27/05/2021") {
		return m, false
	}
	a := cell.Digits(s)
	if a < 1 || a > 2 || !strings.ContainsRune("/.-", rune(s[a])) {
		return m, false
	}
	rest := s[a+1:]
	b := cell.Digits(rest)
	if b < 1 || b > 2 || b == len(rest) || rest[b] != s[a] {
		return m, false
	}
	year := rest[b+1:]
	if cell.Digits(year) != len(year) || len(year) != 2 && len(year) != 4 {
		return m, false
	}
	return slashes{cell.Int(s[:a]), cell.Int(rest[:b]), cell.Int(year), len(year) == 2}, true
}

// monthYear matches Jan-20, which can be a day of January or a January.
var monthYear = regexp.MustCompile(`(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -'’]\d{2}$|^\d{1,2}[- ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]\d{2}$`)

// days is what the cells of a column are as dates.
type days struct {
	good, misses    int
	grain           cell.Grain
	bad, odd        cell.Sight // the first that is no date, and the first that is of another grain
	season          string
	seasons, others bool
	over            bool // the column is none of dates

	unslashed        bool       // some are not written as 27/05/2021
	short            cell.Sight // the first without a century
	day, month       cell.Sight // the first whose first number must be the day, and the month
	noDay, noMonth   cell.Sight // the first that no calendar has with the day first, and with the month
	compact          form
	uncompact        bool
	series           []cell.Sight // the cells in their order, as long as none stands twice
	seen             map[string]bool
	unordered        bool
	monthly, dateful bool // as the label has it
}

const mostSeries = 100_000 // dates in a column that are looked at as one series

func (d *days) begin(c *column) {
	d.monthly, d.dateful = monthName.MatchString(c.Name), dateName.MatchString(c.Name)
	d.uncompact = !d.monthly && !d.dateful
	d.unordered = !yearName.MatchString(c.Name) && !d.dateful && c.Index > 0
}

// add looks at a cell; number says that it is one, and so no date unless it is a year.
func (d *days) add(row, at int, s string, isNumber bool) {
	if !d.uncompact {
		if d.good+d.misses == 0 {
			if d.compact = compactDay; d.monthly && len(s) == len("202105") {
				d.compact = compactMonth
			}
			d.uncompact = d.compact == compactDay && !d.dateful
		}
		if !d.uncompact {
			_, ok := d.compact.day(s)
			d.uncompact = !ok
		}
	}
	if !d.over {
		d.any(row, at, s, isNumber && !cell.IsYear(s))
	}
	if d.unordered {
		return
	}
	if d.seen[s] || d.over && d.uncompact || len(d.series) == mostSeries {
		d.unordered, d.series, d.seen = true, nil, nil
		return
	}
	if d.seen == nil {
		d.seen = map[string]bool{}
	}
	cell := cell.See(row, at, s)
	d.series, d.seen[cell.Text] = append(d.series, cell), true
}

func (d *days) any(row, at int, s string, no bool) {
	var day cell.Day
	isDate := false
	if !no {
		day, isDate = cell.ParseDay(s)
	}
	if !isDate {
		d.misses++
		if d.unslashed = d.unslashed || no; !d.unslashed {
			d.slash(row, at, s)
		}
		if !d.bad.Seen {
			d.bad = cell.See(row, at, s)
		}
		d.over = d.misses > 100 && d.good == 0 && d.unslashed || d.misses > 1000 && d.misses > 10*d.good && d.unslashed
		return
	}
	d.unslashed = true
	if d.good++; d.good == 1 {
		d.grain = day.Grain
	} else if day.Grain != d.grain && !d.odd.Seen {
		d.odd = cell.See(row, at, s)
	}
	if day.Grain == cell.Month && len(s) == len("2020-21") && s[4] == '-' && day.Month == (day.Year+1)%100 {
		d.seasons = d.seasons || d.season != "" && s != d.season
		if d.season != s {
			d.season = strings.Clone(s)
		}
	} else {
		d.others = true
	}
}

// slash looks at a cell that may be 27/05/2021.
func (d *days) slash(row, at int, s string) {
	first := func(to *cell.Sight, is bool) {
		if is && !to.Seen {
			*to = cell.See(row, at, s)
		}
	}
	m, ok := slashed(s)
	if !ok {
		d.unslashed = !monthYear.MatchString(s)
		first(&d.short, !d.unslashed)
		return
	}
	first(&d.short, m.short)
	first(&d.day, m.first > 12)
	first(&d.month, m.second > 12)
	first(&d.noDay, !cell.Day{Year: m.year, Month: m.second, Day: m.first}.Exists())
	first(&d.noMonth, !cell.Day{Year: m.year, Month: m.first, Day: m.second}.Exists())
}

// dated makes the column one of dates.
func (f *Finding) dated(how form, grain cell.Grain) source.List {
	c := f.column
	c.Type, c.Grain, c.form = Date, grain, how
	return append(f.blankTokens(), f.order()...)
}

// asDates makes the column one of dates, if every cell is one and all are equally fine. ok is false
// when the column is none of dates, also not one that is unclear.
func (f *Finding) asDates() (problems source.List, ok bool) {
	d, c := &f.days, f.column
	switch {
	case f.words >= f.rest, d.over:
		return nil, false
	case d.good == 0:
		return f.slashes()
	case d.bad.Seen && d.good >= 3 && d.good*3 >= f.rest*2:
		return f.noDate(d.bad, d.good), true
	case d.bad.Seen:
		return nil, false
	case d.odd.Seen:
		return source.List{source.Warnf(f.place(d.odd), "type-mixed", "%q is not as fine a date as the cells before it; column %q stays text", d.odd.Text, c.Name).
			WithHint("write all dates of a column alike")}, true
	case d.seasons && !d.others:
		// 2009-10 and 2010-11 and nothing else are two seasons, hardly October and November a year apart.
		return f.unclearDate("it can be a month or two years", "write 2020/21 for years that span two, 2021-06 for months"), true
	}
	return f.dated(anyDay, d.grain), true
}

// noDate reports the first cell that is no date where the others are.
func (f *Finding) noDate(bad cell.Sight, good int) source.List {
	c := f.column
	if isoForm.MatchString(bad.Text) {
		return source.List{source.Warnf(f.place(bad), "date-invalid", "%q is a day that no calendar has; column %q stays text", bad.Text, c.Name).WithHint("correct the day or the month")}
	}
	return source.List{source.Warnf(f.place(bad), "type-mixed", "%q is no date, and %d other cells of column %q are; it stays text", bad.Text, good, c.Name).
		WithHint("write all dates of a column alike, such as 2021-06-05")}
}

var isoForm = regexp.MustCompile(`^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$`)

func (f *Finding) unclearDate(why, hint string) source.List {
	return source.List{source.Infof(f.place(f.lead), "date-ambiguous", "%q is no clear date: %s; column %q stays text", f.lead.Text, why, f.column.Name).WithHint(hint)}
}

// slashes reads dates such as 05/06/2021 when some cell of the column proves which number is the
// day: 27/05/2021 has no other reading.
func (f *Finding) slashes() (source.List, bool) {
	d, c := &f.days, f.column
	if d.unslashed {
		return nil, false
	}
	how, wrong := dayFirst, d.noDay
	if d.month.Seen {
		how, wrong = monthFirst, d.noMonth
	}
	switch {
	case d.short.Seen:
		return source.List{source.Warnf(f.place(d.short), "two-digit-year", "%q does not say the century; column %q stays text", d.short.Text, c.Name).WithHint("write years with four digits")}, true
	case d.day.Seen && d.month.Seen:
		one, other := d.day, d.month
		if one.Row > other.Row {
			one, other = other, one
		}
		return source.List{source.Warnf(f.place(other), "date-invalid", "%q has day and month the other way round than %q; column %q stays text",
			other.Text, one.Text, c.Name).WithHint("write dates as 2021-06-05")}, true
	case !d.day.Seen && !d.month.Seen:
		return f.unclearDate("day or month may come first", "write dates as 2021-06-05"), true
	case wrong.Seen:
		return source.List{source.Warnf(f.place(wrong), "date-invalid", "%q is a day that no calendar has; column %q stays text", wrong.Text, c.Name).WithHint("correct the day or the month")}, true
	}
	return f.dated(how, cell.Daily), true
}

// dateName matches headers that name a date.
var dateName = regexp.MustCompile(`(?i)(^|[ _-])(date|datum|day|tag|fecha|data|dato|dag)($|[ _-])|日期`)

// monthName matches headers that name a month.
var monthName = regexp.MustCompile(`(?i)(^|[ _-])(month|period|monat|mois|mes|måned|månad|yearmonth|yyyymm)($|[ _-])|月份|年月`)

// compactDates reads 20210527 and 202105 where every cell is such a day or month and the header
// names one.
func (f *Finding) compactDates() (source.List, bool) {
	switch d := &f.days; {
	case d.uncompact:
		return nil, false
	case d.compact == compactMonth:
		return f.dated(compactMonth, cell.Month), true
	}
	return f.dated(compactDay, cell.Daily), true
}

// excelDays warns of the numbers that spreadsheets keep in place of dates: 44343 is 27 May 2021.
func (f *Finding) excelDays() source.List {
	if !f.serials {
		return nil
	}
	n, _ := strconv.ParseFloat(f.lead.Text, 64)
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)).Format("2006-01-02")
	return source.List{source.Warnf(f.place(f.lead), "excel-serial-date", "%q is a number where column %q names a date: in spreadsheets it is the day %s", f.lead.Text, f.column.Name, day).
		WithHint("format the column as dates before you save it as CSV")}
}

// order looks at a column of dates in which none stands twice: such a table is one series, and
// dates that are missing from it, or out of order, are worth a word.
func (f *Finding) order() source.List {
	c, series := f.column, f.days.series
	if f.days.unordered || len(series) < 4 {
		return nil
	}
	seen, steps := map[cell.Day]bool{}, map[int]int{}
	up, down, unsorted := false, false, -1
	var days []cell.Day
	for i, s := range series {
		d, _ := c.form.day(s.Text)
		if seen[d] {
			return nil
		}
		seen[d] = true
		if days = append(days, d); i == 0 {
			continue
		}
		step := d.Ordinal() - days[i-1].Ordinal()
		steps[max(step, -step)]++
		up, down = up || step > 0, down || step < 0
		if up && down && unsorted < 0 {
			unsorted = i
		}
	}
	if unsorted >= 0 {
		return source.List{source.Warnf(f.place(series[unsorted]), "unsorted-time", "%q is out of order: column %q runs the other way before it", series[unsorted].Text, c.Name).
			WithHint("sort the rows, if the order means nothing")}
	}
	if steps[1]*10 < (len(days)-1)*7 {
		return nil
	}
	gaps, first := 0, 0
	for i := 1; i < len(days); i++ {
		if n := days[i].Ordinal() - days[i-1].Ordinal(); n > 1 || n < -1 {
			if gaps++; gaps == 1 {
				first = i
			}
		}
	}
	if gaps == 0 || gaps*5 > len(days) {
		return nil
	}
	return source.List{source.Warnf(f.place(series[first]), "gap", "before %q column %q skips a %s or more", series[first].Text, c.Name, c.Grain).
		WithHint("add a row with an empty value, so that the gap shows")}
}
