package format

import (
	"strconv"
	"strings"
)

// decimal is the shortest decimal form of a number: 0.digits times ten to the power of point.
// Zero has no digits.
type decimal struct {
	negative bool
	digits   string
	point    int
}

// shortest takes a finite number apart. The browser reads the same digits out of toExponential.
func shortest(v float64) decimal {
	s := strconv.FormatFloat(v, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(s, "e")
	d := decimal{negative: mantissa[0] == '-'}
	point, _ := strconv.Atoi(exponent)
	d.digits = strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(mantissa, "-"), ".", ""), "0")
	if d.digits != "" {
		d.point = point + 1
	}
	return d
}

// round rounds half away from zero to that many fraction digits.
func (d decimal) round(fraction int) decimal {
	keep := d.point + fraction
	if keep >= len(d.digits) {
		return d
	}
	if keep < 0 || keep == 0 && d.digits[0] < '5' {
		return decimal{negative: d.negative}
	}
	up := d.digits[keep] >= '5'
	kept := []byte("0" + d.digits[:keep])
	for i := len(kept) - 1; up && i >= 0; i-- {
		if up = kept[i] == '9'; up {
			kept[i] = '0'
			continue
		}
		kept[i]++
	}
	d.point++
	if kept[0] == '0' {
		kept = kept[1:]
		d.point--
	}
	d.digits = strings.TrimRight(string(kept), "0")
	if d.digits == "" {
		d.point = 0
	}
	return d
}

// parts returns the digits before the point, at least one, and those behind it.
func (d decimal) parts() (whole, fraction string) {
	switch {
	case d.point <= 0:
		if d.digits != "" {
			fraction = strings.Repeat("0", -d.point) + d.digits
		}
		return "0", fraction
	case d.point >= len(d.digits):
		return d.digits + strings.Repeat("0", d.point-len(d.digits)), ""
	}
	return d.digits[:d.point], d.digits[d.point:]
}
