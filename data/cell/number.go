package cell

import (
	"math"
	"strconv"
	"strings"
)

// Notation is how the numbers of one column are written. Cells that contradict each other, or
// that can be read in two ways, leave it unclear.
type Notation struct {
	Group   string // the mark before every three digits; empty when there is none
	Decimal byte   // '.' or ','
	Clear   bool
	Proof   byte  // the decimal sign that some number proves, or 0
	Open    Sight // the first cell that makes it unclear
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

const fewOpen = 3 // cells such as 1.234 that are no accident

// Marks are what the marks in a column's cells tell. The zero Marks are ready to use.
type Marks struct {
	group                   string
	proof, mark             byte
	open, grouped, contrary Sight
	long                    bool
	opens, short            int // cells that are open, and whole numbers up to 999
}

// Add looks at one more cell, which stands in a row, whose record begins at an offset.
func (m *Marks) Add(g *Gist, row, at int, s string) {
	if !g.shaped {
		return
	}
	h := g.shape
	first := func(to *Sight, is bool) {
		if is && !to.Seen {
			*to = See(row, at, s)
		}
	}
	if m.group == "" {
		m.group = h.other
	}
	first(&m.grouped, h.commas > 0)
	m.long = m.long || h.commas == 0 && h.before >= 5
	sign, either := h.decimal()
	if either && !m.open.Seen {
		m.mark = h.last
	}
	if first(&m.open, either); either {
		m.opens++
	} else if h.commas+h.points == 0 && h.before < 4 && !h.zero {
		m.short++
	}
	if m.proof == 0 {
		m.proof = sign
	} else {
		first(&m.contrary, sign != 0 && sign != m.proof)
	}
}

// Notation says how the column's numbers are written. Where semicolons divide, 1,234 or 1.234 alone
// say nothing. Elsewhere 1,234 is grouped, unless another cell proves that commas are decimal signs,
// or the column also holds 12345. 1.234 may be grouped where all other numbers are whole and below 1000. A decimal
// sign that was told leaves no doubt.
func (m *Marks) Notation(delimiter, told byte) Notation {
	n := Notation{Group: m.group, Decimal: '.', Clear: true, Proof: m.proof}
	switch {
	case told != 0:
		n.Decimal = told
		if n.Group == "" {
			n.Group = string(',' + '.' - told)
		}
	case m.contrary.Seen && m.grouped.Seen:
		n.Clear, n.Open = false, m.contrary
	case m.proof == ',' || m.proof == '.' && delimiter == ';':
		n.Decimal = m.proof
		if n.Group == "" {
			n.Group = string(',' + '.' - m.proof)
		}
	case delimiter == ';' && m.open.Seen:
		n.Decimal, n.Clear, n.Open = m.mark, false, m.open
	case m.proof == 0 && m.mark == '.' && !m.grouped.Seen && m.opens >= fewOpen && m.short > 0 && !m.long:
		n.Clear, n.Open = false, m.open
	case delimiter != ';' && m.grouped.Seen && n.Group == "":
		n.Group = ","
		if m.long && m.open.Seen {
			n.Clear, n.Open = false, m.grouped
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
func (n *Notation) number(s string) (v float64, percent, ok bool) {
	bare := unsigned(s)
	negative := len(bare) < len(s) && s[0] != '+'
	if s = bare; strings.HasSuffix(s, "%") {
		s, percent = strings.TrimSpace(s[:len(s)-1]), true
	}
	if n.Decimal == ',' || !plain(s) {
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

const surely = 15 // digits, with a point or without, that are a number for sure

// Holds reports whether a cell is a number in the notation; percent says that a percent sign stood behind.
func (n *Notation) Holds(g *Gist) (percent, ok bool) {
	if !g.shaped {
		return false, false
	}
	if n.Decimal == '.' && len(g.Core) <= surely && plain(g.Core) && !strings.ContainsAny(g.Core, "eE") {
		return false, true
	}
	_, percent, ok = n.number(g.Core)
	return percent, ok
}

// Mark is the comma or point of the cell that makes the notation unclear; 0 when there is none.
func (n *Notation) Mark() byte {
	h, _ := shapeOf(n.Open.Text)
	return h.last
}

// normal returns the number without marks between thousands, its decimal sign a point.
func (n *Notation) normal(s string) (string, bool) {
	whole, fraction, has := strings.Cut(s, string(n.Decimal))
	if n.Decimal == ',' && strings.Contains(fraction, ".") {
		return "", false
	}
	if n.Group != "" && strings.Contains(whole, n.Group) {
		parts := strings.Split(whole, n.Group)
		for i, p := range parts {
			if Digits(p) != len(p) || i > 0 && len(p) != 3 || i == 0 && (len(p) == 0 || len(p) > 3 || p[0] == '0') {
				return "", false
			}
		}
		if has && (fraction == "" || Digits(fraction) != len(fraction)) {
			return "", false
		}
		whole = strings.Join(parts, "")
	} else if n.Decimal == ',' && strings.Contains(whole, ".") {
		return "", false
	}
	if has {
		whole += "." + fraction
	}
	return whole, plain(whole)
}

// LeadingZero tells codes such as 007 and 01234 from numbers such as 0 and 0.5.
func LeadingZero(s string) bool {
	s = unsigned(s)
	return len(s) > 1 && s[0] == '0' && s[1] >= '0' && s[1] <= '9'
}

// plain reports whether s is digits with an optional fraction and exponent, or a bare fraction.
func plain(s string) bool {
	whole := Digits(s)
	rest := s[whole:]
	if strings.HasPrefix(rest, ".") {
		n := Digits(rest[1:])
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
		n := Digits(rest)
		return n > 0 && n == len(rest)
	}
	return rest == ""
}

// Digits counts the digits at the start of s.
func Digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// rounded drops what a multiplication by thousands adds to a fraction.
func rounded(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	return r
}

// Oddity says why the digits of a Gist's Core are no number: "big" when they are too many to be exact, "overflow" when
// too large to be a number at all, and "" when they are no digits.
func (n *Notation) Oddity(core string) string {
	s := unsigned(core)
	if t, ok := n.normal(s); ok {
		s = t
	}
	switch {
	case !plain(s):
		return ""
	case strings.ContainsAny(s, "eE"):
		return "overflow"
	case len(s) > 300:
		return "overflow"
	}
	return "big"
}

// Value reads a cell as a number in the notation, with what stands around it.
func (n *Notation) Value(s string) (v float64, d Dress, ok bool) {
	core, d := undress(s)
	v, percent, ok := n.number(core)
	d.Percent = d.Percent || percent
	if d.Scale != 0 {
		v = rounded(v * d.Scale)
	}
	if d.Negative && v != 0 {
		v = -v
	}
	return v, d, ok
}
