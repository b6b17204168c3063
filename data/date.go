package data

import (
	"fmt"
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
// 2021-Q3, 2021Q3, Q3 2021, 2021-05, 2021-05-27, 2021/5/27, 27 May 2021, May 2021, 2021年,
// 2021年5月, 2021年5月27日. 05/06/2021 is nobody's date for sure and is refused.
func ParseDay(s string) (Day, bool) {
	if isYear(s) {
		return Day{Year: number(s), Grain: Year}, true
	}
	for _, layout := range []string{"2006-01-02", "2006/1/2", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", "2006年1月2日"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Day{Year: t.Year(), Month: int(t.Month()), Day: t.Day(), Grain: Daily}, true
		}
	}
	for _, layout := range []string{"2006-01", "January 2006", "Jan 2006", "2006年1月"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Day{Year: t.Year(), Month: int(t.Month()), Grain: Month}, true
		}
	}
	if y, ok := strings.CutSuffix(s, "年"); ok && isYear(y) {
		return Day{Year: number(y), Grain: Year}, true
	}
	return parseQuarter(s)
}

func parseQuarter(s string) (Day, bool) {
	year, quarter := "", ""
	switch {
	case len(s) == 7 && s[4:6] == "-Q":
		year, quarter = s[:4], s[6:]
	case len(s) == 6 && s[4] == 'Q':
		year, quarter = s[:4], s[5:]
	case len(s) == 7 && s[0] == 'Q' && s[2] == ' ':
		year, quarter = s[3:], s[1:2]
	}
	if !isYear(year) || quarter < "1" || quarter > "4" {
		return Day{}, false
	}
	return Day{Year: number(year), Quarter: number(quarter), Grain: Quarter}, true
}

// isYear reports whether s is a bare year from 1500 to 2199.
func isYear(s string) bool {
	if len(s) != 4 {
		return false
	}
	n, err := strconv.Atoi(s)
	return err == nil && n >= 1500 && n <= 2199 && s[0] != '+'
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
