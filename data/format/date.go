package format

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Date prints an ISO date ("2021", "2021-Q3", "2021-05", "2021-05-27") in full, no finer than it is:
// "27 May 2021", "May 2021", "Q3 2021", "2021". Anything else comes back as it is.
func Date(lang, iso string) string { return Format{code: "date", kind: date}.Date(lang, iso) }

// DateShort is Date with short names of months: "27 Sept 2021".
func DateShort(lang, iso string) string {
	return Format{code: "date-short", kind: date}.Date(lang, iso)
}

// DateAxis prints the last part of an ISO date, for axes that show the year elsewhere: "27 Sept",
// "Sept", "Q3", "2021".
func DateAxis(lang, iso string) string { return Format{code: "day", kind: date}.Date(lang, iso) }

// Date prints an ISO date as the code says, or at the date's own grain when that is coarser: month
// prints 2021-05-27 as "May 2021" and 2021 as "2021". Codes that print no dates do as Date.
// A text that is no ISO date comes back as it is.
func (f Format) Date(lang, iso string) string {
	d, ok := parseISO(iso)
	if !ok {
		return iso
	}
	code := f.code
	if f.kind != date {
		code = "date"
	}
	return of(lang).date(d, code)
}

// isoDate is a date whose month and day are 0 when it is coarser; a quarter has its number and no month.
type isoDate struct {
	year                string
	quarter, month, day int
}

func parseISO(s string) (isoDate, bool) {
	var d isoDate
	if len(s) < 4 || !allDigits(s[:4]) {
		return d, false
	}
	d.year = s[:4]
	rest := s[4:]
	switch {
	case rest == "":
		return d, true
	case len(rest) == 3 && rest[:2] == "-Q":
		d.quarter = int(rest[2] - '0')
		return d, rest[2] >= '1' && rest[2] <= '4'
	case len(rest) == 3, len(rest) == 6 && rest[3] == '-' && allDigits(rest[4:]):
		if rest[0] != '-' || !allDigits(rest[1:3]) {
			return d, false
		}
		d.month, _ = strconv.Atoi(rest[1:3])
		if len(rest) == 6 {
			d.day, _ = strconv.Atoi(rest[4:])
		}
		return d, d.month >= 1 && d.month <= 12 && (len(rest) == 3 || d.day >= 1 && d.day <= 31)
	}
	return d, false
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// date chooses the pattern: the code's own, or the same style's at the date's coarser grain.
func (l *language) date(d isoDate, code string) string {
	style := map[string][3]string{ // quarter, month, day
		"date":        {l.Quarter, l.Month, l.Date},
		"month":       {l.Quarter, l.Month, l.Month},
		"date-short":  {l.Quarter, l.MonthShort, l.DateShort},
		"month-short": {l.Quarter, l.MonthShort, l.MonthShort},
		"day":         {l.Q, l.Mon, l.Day},
		"mon":         {l.Q, l.Mon, l.Mon},
		"quarter":     {l.Quarter, l.Quarter, l.Quarter},
		"q":           {l.Q, l.Q, l.Q},
	}[code]
	if d.quarter == 0 {
		d.quarter = (d.month + 2) / 3
	}
	pattern := style[0]
	switch {
	case code == "year", d.quarter == 0:
		return d.year
	case d.day > 0:
		pattern = style[2]
	case d.month > 0:
		pattern = style[1]
	}
	return l.fill(pattern, d)
}

func (l *language) fill(pattern string, d isoDate) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' {
			b.WriteByte(pattern[i])
			continue
		}
		i++
		switch c := pattern[i]; c {
		case 'd':
			b.WriteString(strconv.Itoa(d.day))
		case 'y':
			b.WriteString(d.year)
		case 'q':
			b.WriteString(strconv.Itoa(d.quarter))
		case 'r':
			b.WriteString(strings.Split(l.Ordinals, "|")[d.quarter-1])
		default:
			b.WriteString(strings.Split(l.Months[c-'0'], "|")[d.month-1])
		}
	}
	return b.String()
}

// fromMillis turns milliseconds since 1970 into an ISO day in UTC; "" beyond the four-digit years.
func fromMillis(v float64) string {
	if math.Abs(v) > 8.64e15 {
		return ""
	}
	t := time.UnixMilli(int64(math.Floor(v))).UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		return ""
	}
	return t.Format(time.DateOnly)
}
