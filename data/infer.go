package data

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// infer settles the column's type: the one that every cell which is not missing has.
func (c *Column) infer(delimiter byte) {
	any, numbers, dates, bools, years, codes := false, true, true, true, true, false
	grains := map[Grain]bool{}
	percents := 0
	cells := 0
	for _, s := range c.texts {
		if s == "" {
			continue
		}
		any = true
		cells++
		if numbers {
			_, percent, ok := parseNumber(s, delimiter)
			numbers = ok
			if percent {
				percents++
			}
			codes = codes || leadingZero(s)
		}
		if dates {
			d, ok := ParseDay(s)
			dates = ok
			grains[d.Grain] = true
		}
		if bools {
			_, bools = parseBool(s)
		}
		years = years && isYear(s)
	}
	switch {
	case !any || codes:
	case numbers && years:
		c.Years = true
		if yearName.MatchString(c.Name) {
			c.asDates()
		} else {
			c.asNumbers(delimiter)
		}
	case numbers && (percents == 0 || percents == cells):
		c.Percent = percents > 0
		c.asNumbers(delimiter)
	case dates && len(grains) == 1:
		c.asDates()
	case bools:
		c.Type = Bool
		c.bools = make([]bool, len(c.texts))
		for i, s := range c.texts {
			c.bools[i], _ = parseBool(s)
		}
	}
}

// yearName matches headers that name a year, in the languages newsrooms here write.
var yearName = regexp.MustCompile(`(?i)^(.*[ _-])?(year|yr|years|jahr|année|annee|anno|año|ano|rok|år|vuosi)([ _-].*)?$|年$|年份|年度`)

func (c *Column) asNumbers(delimiter byte) {
	c.Type = Number
	c.numbers = make([]float64, len(c.texts))
	for i, s := range c.texts {
		v, _, ok := parseNumber(s, delimiter)
		if !ok {
			v = math.NaN()
		}
		c.numbers[i] = v
	}
}

func (c *Column) asDates() {
	c.Type = Date
	c.dates = make([]Day, len(c.texts))
	for i, s := range c.texts {
		if s != "" {
			c.dates[i], _ = ParseDay(s)
			c.Grain = c.dates[i].Grain
		}
	}
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

// leadingZero tells codes such as 007 and 01234 from numbers such as 0 and 0.5.
func leadingZero(s string) bool {
	s = strings.TrimLeft(s, "+-−")
	return len(s) > 1 && s[0] == '0' && s[1] >= '0' && s[1] <= '9'
}

// plain reports whether s is digits with an optional fraction and exponent, or a bare fraction.
func plain(s string) bool {
	whole := digits(s)
	rest := s[whole:]
	if strings.HasPrefix(rest, ".") {
		n := digits(rest[1:])
		if n == 0 {
			return false
		}
		rest = rest[1+n:]
	} else if whole == 0 {
		return false
	}
	if whole > 0 && rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if rest != "" && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		n := digits(rest)
		return n > 0 && n == len(rest)
	}
	return rest == ""
}

// digits counts the digits at the start of s.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// groupMarks are the signs that people put before every three digits.
var groupMarks = []string{",", "'", "’", " ", "\u00a0", "\u202f"}

// ungroup removes a thousands separator that stands before every three digits of the whole part.
func ungroup(s, mark string) (string, bool) {
	whole, fraction, point := strings.Cut(s, ".")
	parts := strings.Split(whole, mark)
	if len(parts) < 2 || len(parts[0]) == 0 || len(parts[0]) > 3 || point && (fraction == "" || digits(fraction) != len(fraction)) {
		return "", false
	}
	for i, p := range parts {
		if digits(p) != len(p) || i > 0 && len(p) != 3 {
			return "", false
		}
	}
	s = strings.Join(parts, "")
	if point {
		s += "." + fraction
	}
	return s, true
}

const exact = 1 << 53 // beyond it float64 skips whole numbers

// parseNumber reads a number as people write it; percent says that a percent sign stood behind.
// Whole numbers beyond 2^53, infinite ones and words such as NaN are no numbers: they stay text.
func parseNumber(s string, delimiter byte) (v float64, percent, ok bool) {
	if t, has := strings.CutSuffix(s, "%"); has {
		s, percent = strings.TrimSpace(t), true
	}
	sign := 1.0
	if t, has := strings.CutPrefix(s, "+"); has {
		s = t
	} else if t := strings.TrimPrefix(strings.TrimPrefix(s, "-"), "−"); t != s {
		s, sign = t, -1
	}
	if !plain(s) {
		for _, mark := range groupMarks {
			// Where a semicolon divides cells a comma may be the decimal sign: 1,234 is nobody's
			// number for sure.
			if t, grouped := ungroup(s, mark); grouped && !(mark == "," && delimiter == ';') {
				s, ok = t, true
				break
			}
		}
		if !ok {
			return 0, false, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false, false
	}
	if !strings.ContainsAny(s, ".eE") && v >= exact {
		return 0, false, false
	}
	if v == 0 {
		return 0, percent, true
	}
	return sign * v, percent, true
}
