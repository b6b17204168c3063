package data

import (
	"math"
	"strconv"
	"strings"
)

// notation is how the numbers of one column are written. Cells that contradict each other, or
// that can be read in two ways, leave it unclear.
type notation struct {
	group   string // the mark before every three digits; empty when there is none
	decimal byte   // '.' or ','
	clear   bool
	proof   byte  // the decimal sign that some number proves, or 0
	open    sight // the first cell that makes it unclear
}

// shape is what the marks in a cell tell about its notation.
type shape struct {
	commas, points int
	last           byte   // the last comma or point
	before, after  int    // digits before the first of them, and behind the last up to the end
	zero           bool   // the number begins with 0
	other          string // another mark between thousands
}

// shapeOf looks at a cell; ok is false when it cannot be a number at all.
func shapeOf(s string) (h shape, ok bool) {
	if s = unsigned(s); strings.HasSuffix(s, "%") {
		s = s[:len(s)-1]
	}
	if s = strings.TrimSpace(s); s == "" || s[0] != '.' && (s[0] < '0' || s[0] > '9') {
		return h, false
	}
	h.zero = s[0] == '0'
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b >= '0' && b <= '9':
			h.after++
			if h.commas+h.points == 0 {
				h.before++
			}
		case b == ',' || b == '.':
			if b == ',' {
				h.commas++
			} else {
				h.points++
			}
			h.last, h.after = b, 0
		case b == 'e' || b == 'E' || b == '+' || b == '-':
			h.after = -len(s) // an exponent: what stands before it are no three last digits
		default:
			mark := groupMark(s[i:])
			if mark == "" {
				return h, false
			}
			h.other = mark
			i += len(mark) - 1
		}
	}
	return h, true
}

// groupMark returns the mark at the start of s that people put before every three digits, other
// than comma and point.
func groupMark(s string) string {
	for _, mark := range []string{" ", "'", "’", "\u00a0", "\u202f"} {
		if strings.HasPrefix(s, mark) {
			return mark
		}
	}
	return ""
}

// decimal returns the decimal sign the cell is proof of, and 0 when it is of none; open says that
// its mark can be either: 1.234.
func (h shape) decimal() (sign byte, open bool) {
	const both = ',' + '.'
	switch marks := h.commas + h.points; {
	case marks == 0:
		return 0, false
	case h.commas > 0 && h.points > 0:
		return h.last, false
	case marks > 1:
		return both - h.last, false
	}
	open = h.before >= 1 && h.before <= 3 && h.after == 3 && !h.zero
	if open {
		return 0, true
	}
	return h.last, false
}

// marks are what the marks in a column's cells tell.
type marks struct {
	group                   string
	proof, mark             byte
	open, grouped, contrary sight
	long                    bool
}

// add looks at the shape of one more cell.
func (m *marks) add(h shape, row, at int, s string) {
	first := func(to *sight, is bool) {
		if is && !to.seen {
			*to = see(row, at, s)
		}
	}
	if m.group == "" {
		m.group = h.other
	}
	first(&m.grouped, h.commas > 0)
	m.long = m.long || h.commas == 0 && h.before >= 5
	sign, either := h.decimal()
	if either && !m.open.seen {
		m.mark = h.last
	}
	first(&m.open, either)
	if m.proof == 0 {
		m.proof = sign
	} else {
		first(&m.contrary, sign != 0 && sign != m.proof)
	}
}

// notation is how the column's numbers are written. Where semicolons divide, 1,234 or 1.234 alone
// say nothing. Elsewhere 1,234 is grouped, unless another cell proves that commas are decimal signs,
// or the column also holds 12345. A decimal sign that was told leaves no doubt.
func (m *marks) notation(delimiter, told byte) notation {
	n := notation{group: m.group, decimal: '.', clear: true, proof: m.proof}
	switch {
	case told != 0:
		n.decimal = told
		if n.group == "" {
			n.group = string(',' + '.' - told)
		}
	case m.contrary.seen && m.grouped.seen:
		n.clear, n.open = false, m.contrary
	case m.proof == ',' || m.proof == '.' && delimiter == ';':
		n.decimal = m.proof
		if n.group == "" {
			n.group = string(',' + '.' - m.proof)
		}
	case delimiter == ';' && m.open.seen:
		n.decimal, n.clear, n.open = m.mark, false, m.open
	case delimiter != ';' && m.grouped.seen && n.group == "":
		n.group = ","
		if m.long && m.open.seen {
			n.clear, n.open = false, m.grouped
		}
	}
	return n
}

func unsigned(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '-', '+':
		return s[1:]
	case "−"[0]:
		return strings.TrimPrefix(s, "−")
	}
	return s
}

const exact = 1 << 53 // beyond it float64 skips whole numbers

// number reads a number as people write it; percent says that a percent sign stood behind.
// Whole numbers beyond 2^53, infinite ones and words such as NaN are no numbers: they stay text.
func (n notation) number(s string) (v float64, percent, ok bool) {
	bare := unsigned(s)
	negative := len(bare) < len(s) && s[0] != '+'
	if s = bare; strings.HasSuffix(s, "%") {
		s, percent = strings.TrimSpace(s[:len(s)-1]), true
	}
	if n.decimal == ',' || !plain(s) {
		if s, ok = n.normal(s); !ok {
			return 0, false, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || v >= exact && !strings.ContainsAny(s, "eE") {
		return 0, false, false
	}
	if negative && v != 0 {
		v = -v
	}
	return v, percent, true
}

// normal returns the number without marks between thousands, its decimal sign a point.
func (n notation) normal(s string) (string, bool) {
	whole, fraction, has := strings.Cut(s, string(n.decimal))
	if n.decimal == ',' && strings.Contains(fraction, ".") {
		return "", false
	}
	if n.group != "" && strings.Contains(whole, n.group) {
		parts := strings.Split(whole, n.group)
		for i, p := range parts {
			if digits(p) != len(p) || i > 0 && len(p) != 3 || i == 0 && (len(p) == 0 || len(p) > 3 || p[0] == '0') {
				return "", false
			}
		}
		if has && (fraction == "" || digits(fraction) != len(fraction)) {
			return "", false
		}
		whole = strings.Join(parts, "")
	} else if n.decimal == ',' && strings.Contains(whole, ".") {
		return "", false
	}
	if has {
		whole += "." + fraction
	}
	return whole, plain(whole)
}

// leadingZero tells codes such as 007 and 01234 from numbers such as 0 and 0.5.
func leadingZero(s string) bool {
	s = unsigned(s)
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

// rounded drops what a multiplication by thousands adds to a fraction.
func rounded(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	return r
}
