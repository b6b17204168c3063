package cell

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Gist is what a cell shows without regard to its column.
type Gist struct {
	Token  Token
	Core   string // of a number
	Dress  Dress
	shape  shape
	shaped bool // it has the shape of a number
}

// GistOf looks at one cell. What is a Token has no Core; the Core of what is no number is nearly the cell.
func GistOf(s string) (g Gist) {
	if s == "" {
		return g
	}
	if g.Token = TokenOf(s); g.Token == NoToken {
		g.Core, g.Dress = undress(s)
		g.shape, g.shaped = shapeOf(g.Core)
	}
	return g
}

// Dress is what stands around the digits of a number.
type Dress struct {
	Percent  bool
	Currency string
	Note     string // a footnote's marker
	Scale    float64
	Negative bool // by parentheses
}

// signs of money, longest first, and codes. A code or a sign may stand before or behind.
var moneySigns = []string{"US$", "HK$", "NT$", "EUR", "USD", "GBP", "CNY", "RMB", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "CAD", "AUD", "INR", "BRL", "ZAR",
	"A$", "C$", "R$", "€", "$", "£", "¥", "￥", "₹", "₽", "₩", "₺", "₴", "₪", "฿", "kr.", "kr", "zł", "Kč", "Ft", "元", "円", "원"}

// moneyCodes are the signs that begin with each capital.
var moneyCodes = func() (codes ['Z' - 'A' + 1][]string) {
	for _, m := range moneySigns {
		if b := m[0]; b >= 'A' && b <= 'Z' {
			codes[b-'A'] = append(codes[b-'A'], m)
		}
	}
	return codes
}()

func codesBy(capital byte) []string { return moneyCodes[capital-'A'] }

// scales are words for thousands and millions. Without money m may be metres; 万 is never
// anything else.
var scales = []struct {
	word  string
	by    float64
	alone bool
}{
	{" million", 1e6, false}, {" billion", 1e9, false}, {" Mio.", 1e6, false}, {" Mrd.", 1e9, false}, {" Mio", 1e6, false}, {" Mrd", 1e9, false}, {" mio", 1e6, false}, {" mrd", 1e9, false},
	{"mn", 1e6, false}, {"bn", 1e9, false}, {"tn", 1e12, false}, {"k", 1e3, false}, {"K", 1e3, false}, {"m", 1e6, false}, {"M", 1e6, false}, {"b", 1e9, false}, {"B", 1e9, false},
	{"万", 1e4, true}, {"萬", 1e4, true}, {"亿", 1e8, true}, {"億", 1e8, true},
}

// undress returns the digits of what may be a number, with their sign in ASCII, and what stood
// around them. What is no number comes back nearly as it was.
func undress(s string) (core string, d Dress) {
	if s == "" || len(s) > 64 {
		return s, d
	}
	if b := s[0]; b >= 'a' && b <= 'z' {
		return s, d
	} else if digit(b) && digit(s[len(s)-1]) {
		return narrow(s), d // digits at both ends have nothing around them
	}
	if s[0] >= 'A' && s[0] <= 'Z' && !slices.ContainsFunc(codesBy(s[0]), func(m string) bool { return strings.HasPrefix(s, m) }) {
		return s, d
	}
	s = narrow(s)
	s, d.Note = cutNote(s)
	if t, has := strings.CutSuffix(s, "%"); has {
		s, d.Percent = strings.TrimRight(t, " "), true
	}
	if inner, ok := parenthesised(s); ok {
		s, d.Negative = inner, true
	}
	if s == "" || digit(s[0]) && digit(s[len(s)-1]) {
		return s, d
	}
	sign := ""
	if s[0] == '-' || s[0] == '+' {
		sign, s = s[:1], s[1:]
	}
	rest := s
	for _, m := range moneySigns {
		if s == "" || digit(s[len(s)-1]) && digit(s[0]) {
			break
		}
		if t, has := strings.CutPrefix(s, m); has {
			rest, d.Currency = strings.TrimLeft(t, " "), m
			break
		}
		if t, has := strings.CutSuffix(s, m); has {
			rest, d.Currency = strings.TrimRight(t, " "), m
			break
		}
	}
	if inner, ok := parenthesised(rest); ok && d.Currency != "" {
		rest, d.Negative = inner, true
	}
	for _, scale := range scales {
		t, has := strings.CutSuffix(rest, scale.word)
		if has && (scale.alone || d.Currency != "") && t != "" && digit(t[len(strings.TrimRight(t, " "))-1]) {
			rest, d.Scale = strings.TrimRight(t, " "), scale.by
			break
		}
	}
	return sign + rest, d
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// cutNote takes a footnote's marker off a number: 1,234* and 56[2], but not 12 (3), which may be
// another number.
func cutNote(s string) (number, note string) {
	behind := func(t string) bool {
		t = strings.TrimRight(t, " ")
		return t != "" && (digit(t[len(t)-1]) || t[len(t)-1] == ')' || t[len(t)-1] == '%')
	}
	last := s[len(s)-1]
	if digit(last) || last == '%' {
		return s, ""
	}
	t := strings.TrimRight(s, "*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰")
	switch n := len(s); {
	case len(t) < n:
		if behind(t) && n-len(t) <= len("***")+3 {
			return strings.TrimRight(t, " "), s[len(t):]
		}
	case last == ']' || last == ')':
		open := strings.LastIndexAny(s, "[(")
		if open < 1 || !behind(s[:open]) || n-open-2 < 1 || n-open-2 > 2 {
			return s, ""
		}
		inner := s[open+1 : n-1]
		if last == ']' && s[open] == '[' || last == ')' && s[open] == '(' && len(inner) == 1 && inner[0] >= 'a' && inner[0] <= 'z' {
			return strings.TrimRight(s[:open], " "), s[open:]
		}
	case n > 2 && s[n-2] == ' ' && strings.IndexByte("bepr", last) >= 0 && behind(s[:n-2]):
		return strings.TrimRight(s[:n-2], " "), s[n-1:] // flags of Eurostat and others
	}
	return s, ""
}

func parenthesised(s string) (inner string, ok bool) {
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' && digit(s[len(s)-2]) && s[1] != '-' && s[1] != '+' {
		return s[1 : len(s)-1], true
	}
	return s, false
}

// narrow writes digits, signs and the marks between thousands in ASCII.
func narrow(s string) string {
	if ascii(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= 0x660 && r <= 0x669:
			return r - 0x660 + '0'
		case r >= 0x6f0 && r <= 0x6f9:
			return r - 0x6f0 + '0'
		case r >= 0x966 && r <= 0x96f:
			return r - 0x966 + '0'
		}
		switch r {
		case '−', '－', '﹣':
			return '-'
		case '＋':
			return '+'
		case '％', '٪':
			return '%'
		case '，', '٬':
			return ','
		case '．', '٫':
			return '.'
		case '（':
			return '('
		case '）':
			return ')'
		case '\u00a0', '\u2009', '\u202f':
			return ' '
		case '’':
			return '\''
		}
		return r
	}, s)
}
