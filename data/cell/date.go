package cell

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Grain is how fine a date is.
type Grain int

// The grains, from coarse to fine.
const (
	Year Grain = iota
	Quarter
	Month
	Daily
)

// Day is a date no finer than it was written: Quarter, Month and Day are 0 where unknown.
type Day struct {
	Year, Quarter, Month, Day int
	Grain                     Grain
}

// String returns the ISO form: 2021, 2021-Q3, 2021-05 or 2021-05-27.
func (d Day) String() string {
	switch d.Grain {
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", d.Year, d.Quarter)
	case Month:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case Daily:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	return fmt.Sprintf("%04d", d.Year)
}

// ParseDay reads an ISO date or one of the few forms that can mean only one thing: 2021,
// 2021-Q3, 2021Q3, Q3 2021, 2021-05, 2021-05-27, 2021-5-27, 2021/5/27, 2021.05.27, 27 May 2021, May 2021, 2021年,
// 2021年5月, 2021年5月27日, 2021年3季度, 2021M05. Midnight behind a day adds nothing to it. 05/06/2021
// is nobody's date for sure and is refused.
func ParseDay(s string) (Day, bool) {
	if IsYear(s) {
		return Day{Year: Int(s), Grain: Year}, true
	}
	if len(s) < len("2021年") && len(s) < len("2021Q3") || len(s) > 40 || !holdsYear(s) {
		return Day{}, false
	}
	if n := Digits(s); (n == 1 || n == 2) && (s[n] == '/' || s[n] == '.') {
		return Day{}, false // 05/06/2021, which large files are full of
	}
	if d, ok := parseISO(s); ok {
		return d, true
	}
	for _, layout := range []string{"2006/1/2", "2006.1.2", "2006-1-2", "2 January 2006", "2 Jan 2006", "2-Jan-2006", "January 2, 2006", "Jan 2, 2006", "January 2 2006", "Jan 2 2006", "2006年1月2日"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Day{Year: t.Year(), Month: int(t.Month()), Day: t.Day(), Grain: Daily}, true
		}
	}
	for _, layout := range []string{"2006-01", "January 2006", "Jan 2006", "Jan-2006", "2006年1月", "2006M01"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Day{Year: t.Year(), Month: int(t.Month()), Grain: Month}, true
		}
	}
	if y, ok := strings.CutSuffix(s, "年"); ok && IsYear(y) {
		return Day{Year: Int(y), Grain: Year}, true
	}
	return parseQuarter(s)
}

// holdsYear reports whether four digits stand in s that can be a year; most text has none.
func holdsYear(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if (s[i] == '1' || s[i] == '2') && IsYear(s[i:i+4]) {
			return true
		}
	}
	return false
}

// parseISO reads 2021-05-27, and the same with midnight behind it.
func parseISO(s string) (Day, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || !IsYear(s[:4]) || Digits(s[5:]) != 2 || Digits(s[8:]) != 2 {
		return Day{}, false
	}
	switch s[10:] {
	case "", "T00:00:00", " 00:00:00", " 00:00", "T00:00", "T00:00:00Z", "T00:00:00.000", "T00:00:00.000Z", " 00:00:00.000":
	default:
		return Day{}, false
	}
	d := Day{Year: Int(s[:4]), Month: Int(s[5:7]), Day: Int(s[8:10]), Grain: Daily}
	return d, d.Exists()
}

var quarters = []*regexp.Regexp{
	regexp.MustCompile(`^(?P<y>\d{4})[- ]?Q(?P<q>[1-4])$`),
	regexp.MustCompile(`^Q(?P<q>[1-4])[ /-](?P<y>\d{4})$`),
	regexp.MustCompile(`^(?P<q>[1-4])Q[ /-]?(?P<y>\d{4})$`),
	regexp.MustCompile(`^(?P<y>\d{4})年第?(?P<q>[1-4一二三四])季度$`),
}

func parseQuarter(s string) (Day, bool) {
	for _, form := range quarters {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		year, quarter := m[form.SubexpIndex("y")], m[form.SubexpIndex("q")]
		if i := strings.Index("一二三四", quarter); i >= 0 {
			quarter = strconv.Itoa(i/len("一") + 1)
		}
		return Day{Year: Int(year), Quarter: Int(quarter), Grain: Quarter}, IsYear(year)
	}
	return Day{}, false
}

// IsYear reports whether s is a bare year from 1500 to 2199.
func IsYear(s string) bool {
	if len(s) != 4 {
		return false
	}
	return Digits(s) == 4 && s >= "1500" && s <= "2199"
}

// Int returns the whole number that digits are; 0 for what is none.
func Int(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// Exists reports whether a calendar has the day.
func (d Day) Exists() bool {
	if d.Month < 1 || d.Month > 12 || d.Day < 1 {
		return false
	}
	return d.Day <= time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Ordinal counts a date in its grain: two neighbours are one apart.
func (d Day) Ordinal() int {
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

// String returns the grain's name: year, quarter, month or day.
func (g Grain) String() string { return [...]string{"year", "quarter", "month", "day"}[g] }
