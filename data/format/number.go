package format

import (
	"math"
	"strings"
)

// Number prints a number in the language of a tag such as zh-Hans or en-US; an unknown language falls
// back to its family and then to English. Numbers that are none (NaN, infinite) print as "". A number
// that rounds to zero has no sign. For date codes a number is a year when it lies within 9999 and
// milliseconds since 1970 (UTC) otherwise, as ECharts hands them to a time axis.
func (f Format) Number(lang string, v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	l := of(lang)
	d := shortest(v)
	switch f.kind {
	case id:
		return plain(d, "-")
	case date:
		if v != 0 && math.Abs(v) <= 9999 {
			return plain(d, l.Minus)
		}
		return f.Date(lang, fromMillis(v))
	case percent:
		if !f.points && d.digits != "" {
			d.point += 2
		}
	}
	text, d := f.digits(l, d)
	return f.prefix + f.dress(l, text, d.negative && d.digits != "") + f.suffix
}

// plain prints every digit and groups none.
func plain(d decimal, minus string) string {
	whole, fraction := d.parts()
	if fraction != "" {
		whole += "." + fraction
	}
	if d.negative && d.digits != "" {
		return minus + whole
	}
	return whole
}

// digits prints the number without its sign, and returns it as rounded.
func (f Format) digits(l *language, d decimal) (string, decimal) {
	if f.scale == 0 {
		d = d.round(f.max)
		return l.group(d, f.min, f.plain), d
	}
	if d.digits == "" {
		return "0", d // nought is nought, in thousands too
	}
	if l.Myriad != nil {
		return f.myriad(l, d)
	}
	d.point -= f.scale
	d = d.round(f.max)
	return l.group(d, f.min, false) + l.Short[f.scale/3-1], d
}

// myriad prints a scaled number in the units of a language that counts in ten thousands: below 10^4
// bare, then in steps of four digits. It is as exact as the code asks of thousands, millions or
// billions, and drops noughts at the end, so that ticks read 5,000, 1万, 1.5万.
func (f Format) myriad(l *language, d decimal) (string, decimal) {
	for step := 0; ; step++ {
		s := d
		s.point -= 4 * step
		s = s.round(max(0, 4*step-f.scale+f.max))
		if s.point > 4 && step < len(l.Myriad) {
			continue
		}
		unit := ""
		if step > 0 {
			unit = l.Myriad[step-1]
		}
		return l.group(s, 0, false) + unit, s
	}
}

// group prints the digits with the language's separators and at least min behind the point.
func (l *language) group(d decimal, min int, plain bool) string {
	whole, fraction := d.parts()
	if !plain && len(whole) >= 3+l.MinGroup {
		first := (len(whole)-1)%3 + 1
		out := whole[:first]
		for i := first; i < len(whole); i += 3 {
			out += l.Group + whole[i:i+3]
		}
		whole = out
	}
	for len(fraction) < min {
		fraction += "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + l.Decimal + fraction
}

// dress puts the sign, the currency or the percent sign where the language has them.
func (f Format) dress(l *language, text string, negative bool) string {
	patterns := []string{"0", l.Minus + "0"}
	switch f.kind {
	case percent:
		patterns = l.Percent
	case money:
		patterns = l.Money
		if f.symbol == "¥" && l.Yuan != nil {
			patterns = l.Yuan
		}
	case times:
		text += "×"
	}
	pattern := patterns[0]
	if negative {
		pattern = patterns[1]
	}
	return strings.Replace(strings.Replace(pattern, "¤", f.symbol, 1), "0", text, 1)
}
