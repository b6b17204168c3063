// Package format prints numbers and dates for readers: a format code and a value go in, the text
// that a newspaper of that language would print comes out. Start with Parse, then Format.Number.
//
// The same code gives the same text in prose, tables, pictures and live charts: the browser has a
// twin of this package (templates/web/src/format.ts) that reads the same table.json, and a test
// prints thousands of values through both. Numbers are rounded half away from zero on their
// shortest decimal form, the one people read, so 1.005 at two digits is 1.01.
package format

import (
	"fmt"
	"regexp"
	"strings"

	"plotline/data/source"
)

// Format is a parsed format code. The zero Format prints as num0 would. Formats are comparable.
type Format struct {
	code     string
	kind     kind
	min, max int    // fraction digits shown at least and at most
	scale    int    // 3, 6 or 9 for thousands, millions and billions
	symbol   string // the currency's sign
	plain    bool   // no grouping
	points   bool   // percent codes: the value is in percent already
	prefix   string // literal text of a pattern
	suffix   string
	tail     string // the suffix as it stands in the code
}

type kind int

const (
	number kind = iota
	percent
	money
	times
	id
	date
)

// currencies are the money codes with the sign printed in every language but where the table names
// another, because a newspaper says $ and not US$ when the chart is about dollars.
var currencies = map[string]string{"usd": "$", "cny": "¥", "eur": "€", "gbp": "£"}

// dateCodes are the codes for dates, from the fullest to the barest; see Format.Date.
var dateCodes = []string{"date", "month", "quarter", "year", "date-short", "month-short", "day", "mon", "q"}

// Codes returns the codes people use, in the order of the manual. The families go on as they begin:
// num, pct and mult take any digit, num and money also k, m or b.
func Codes() []string {
	return []string{
		"num0", "num1", "num2", "num3", "num0k", "num1k", "num0m", "num1m", "num1b",
		"pct0", "pct1", "pct2",
		"usd0", "usd2", "usd1m", "usd1b", "cny0", "cny2", "cny1m", "eur0", "eur2", "eur1m", "gbp0", "gbp2", "gbp1m",
		"mult1", "mult2", "id", "year", "quarter", "month", "date",
		"month-short", "date-short", "q", "mon", "day",
	}
}

var (
	family  = regexp.MustCompile(`^(num|pct|mult|usd|cny|eur|gbp)([0-9])([kmb]?)(!?)$`)
	pattern = regexp.MustCompile(`^("[^"]*" ?|'[^']*' ?)?(#,##0|0)(\.(0*)(#*))?(%!?)?( ?"[^"]*"| ?'[^']*')?$`)
)

// Parse reads a format code. The codes are
//
//	num1      1,234.5         num1k num1m num1b  1.2k 3.4m 5.6bn
//	pct1      0.232 is 23.2%  pct1!              23.2 is 23.2% (a column whose unit is percent)
//	usd0      $1,234          usd1m              $1.2m; also cny, eur, gbp
//	mult1     2.5×            id                 20210001, digits without grouping
//	year quarter month date   2021, Q3 2021, May 2021, 27 May 2021
//	month-short date-short    Sept 2021, 27 Sept 2021
//	q mon day                 Q3, Sept, 27 Sept, for axes that show the year elsewhere
//
// and patterns: 0, 0.00, #,##0, #,##0.0, #,##0.0# with % behind and literal text in quotes before or
// behind, as in #,##0.0 "km". Space around the code is ignored. In Chinese, Japanese and Korean k, m
// and b become 万, 亿 and 兆 at the same precision. The error names the legal set; Hint gives the
// nearest code.
func Parse(code string) (Format, error) {
	code = strings.TrimSpace(code)
	for _, c := range dateCodes {
		if c == code {
			return Format{code: code, kind: date, plain: true}, nil
		}
	}
	if code == "id" {
		return Format{code: code, kind: id, plain: true}, nil
	}
	if m := family.FindStringSubmatch(code); m != nil {
		if f, ok := ofFamily(m); ok {
			return f, nil
		}
	}
	if m := pattern.FindStringSubmatch(code); m != nil && m[3] != "." && len(m[3]) <= 10 {
		return ofPattern(m), nil
	}
	return Format{}, fmt.Errorf(`unknown format %q; formats are %s, or a pattern such as "#,##0.0"`, code, source.Join(Codes()))
}

func ofFamily(m []string) (Format, bool) {
	digits := int(m[2][0] - '0')
	f := Format{code: m[0], min: digits, max: digits, scale: 3 * (strings.Index("kmb", m[3]) + len(m[3]))}
	f.points = m[4] != ""
	switch m[1] {
	case "num":
	case "pct":
		f.kind = percent
	case "mult":
		f.kind = times
	default:
		f.kind, f.symbol = money, currencies[m[1]]
	}
	scales := f.kind == number || f.kind == money
	return f, (scales || f.scale == 0) && (f.kind == percent || !f.points)
}

func ofPattern(m []string) Format {
	f := Format{
		code:   m[0],
		plain:  m[2] == "0",
		min:    len(m[4]),
		max:    len(m[4]) + len(m[5]),
		prefix: unquote(m[1]),
		suffix: unquote(m[7]),
		tail:   m[7],
	}
	if m[6] != "" {
		f.kind, f.points = percent, m[6] == "%!"
	}
	return f
}

// unquote removes the quotes of a literal and keeps the space between it and the number.
func unquote(literal string) string {
	if q := strings.TrimSpace(literal); q != "" {
		return strings.ReplaceAll(literal, q[:1], "")
	}
	return ""
}

// Hint says `did you mean "num1"?` for a code that Parse refused, or nothing.
func Hint(code string) string {
	if code = strings.TrimSpace(code); code == "" {
		return ""
	}
	return source.DidYouMean(code, Codes())
}

// Code returns the code that gives this format again, here and in the browser.
func (f Format) Code() string {
	if f.code == "" {
		return "num0"
	}
	return f.code
}

// Dates reports whether the code prints dates, so that Date and not Number applies.
func (f Format) Dates() bool { return f.kind == date }

// Percent reports whether the code prints a percentage.
func (f Format) Percent() bool { return f.kind == percent }

// AsPercent returns the format for values that are in percent already (unit: percent; 23.2 is
// 23.2%). Its code ends in "!". Formats that print no percentage come back as they are.
func (f Format) AsPercent() Format {
	if f.kind == percent && !f.points {
		f.points = true
		f.code = strings.TrimSuffix(f.code, f.tail) + "!" + f.tail
	}
	return f
}
