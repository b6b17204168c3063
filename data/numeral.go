package data

import (
	"regexp"
	"strings"
)

// dress is what stands around the digits of a number.
type dress struct {
	percent  bool
	currency string
	note     string // a footnote's marker
	scale    float64
	negative bool // by parentheses
}

// noteMark matches a footnote's marker behind a number: 1,234* and 56[2], but not 12 (3), which may
// be another number.
var noteMark = regexp.MustCompile(`^(.*[\d)%])\s*(\*{1,3}|[†‡§¶]{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}|\[[0-9a-z]{1,2}\]|\([a-z]\)|\s[bepr])$`)

// money matches a currency's sign or code and, with it, a scale: €3.2m.
var (
	moneySign = `€|US\$|A\$|C\$|R\$|HK\$|NT\$|\$|£|¥|￥|₹|₽|₩|₺|₴|₪|฿|EUR|USD|GBP|CNY|RMB|JPY|CHF|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|INR|BRL|ZAR|zł|Kč|kr\.?|Ft|元|円|원`
	before    = regexp.MustCompile(`^([+-]?)(` + moneySign + `)\s?(\(?[+-]?[\d.,][^\pL]*)(k|m|mn|bn|b|tn|K|M|B|mio\.?|mrd\.?|Mio\.?|Mrd\.?| million| billion|万|亿)?$`)
	behind    = regexp.MustCompile(`^([+-]?[\d.,][^\pL$€£¥]*?)\s?(Mio\.?|Mrd\.?|million|billion|万|亿)?\s?(` + moneySign + `)$`)
	myriads   = regexp.MustCompile(`^([+-]?[\d.,]+)\s?(万|萬|亿|億)$`)
)

var scales = map[string]float64{
	"k": 1e3, "K": 1e3, "m": 1e6, "mn": 1e6, "M": 1e6, "mio": 1e6, "Mio": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "B": 1e9, "mrd": 1e9, "Mrd": 1e9, "billion": 1e9, "tn": 1e12,
	"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
}

// undress returns the digits of what may be a number, with their sign in ASCII, and what stood
// around them. What is no number comes back nearly as it was.
func undress(s string) (core string, d dress) {
	if s == "" {
		return s, d
	}
	plain := true
	for i := 0; i < len(s); i++ {
		if b := s[i]; (b < '0' || b > '9') && b != '.' && b != '-' {
			plain = false
			break
		}
	}
	if plain {
		return s, d
	}
	if b := s[0]; b >= 'a' && b <= 'z' || len(s) > 64 {
		return s, d
	}
	s = narrow(s)
	if m := noteMark.FindStringSubmatch(s); m != nil {
		s, d.note = m[1], strings.TrimSpace(m[2])
	}
	if t, has := strings.CutSuffix(s, "%"); has {
		s, d.percent = strings.TrimRight(t, " \u00a0\u202f"), true
	}
	if inner, ok := parenthesised(s); ok {
		s, d.negative = inner, true
	}
	sign, rest := "", s
	if last := s[max(0, len(s)-1):]; last >= "0" && last <= "9" && s[0] >= '0' && s[0] <= '9' {
		return s, d // digits at both ends: no currency
	}
	scale := ""
	if m := before.FindStringSubmatch(s); m != nil {
		sign, d.currency, rest, scale = m[1], m[2], strings.TrimSpace(m[3]), m[4]
		if inner, ok := parenthesised(rest); ok {
			rest, d.negative = inner, true
		}
	} else if m := behind.FindStringSubmatch(s); m != nil {
		rest, scale, d.currency = strings.TrimSpace(m[1]), m[2], m[3]
	} else if m := myriads.FindStringSubmatch(s); m != nil {
		rest, scale = m[1], m[2]
	}
	d.scale = scales[strings.Trim(scale, " .")]
	return sign + rest, d
}

func parenthesised(s string) (inner string, ok bool) {
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' && digit(s[len(s)-2]) && s[1] != '-' && s[1] != '+' {
		return s[1 : len(s)-1], true
	}
	return s, false
}

// narrow writes digits and signs of other widths and scripts in ASCII.
func narrow(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x660 }) < 0 {
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
		case '\u2009':
			return '\u202f'
		}
		return r
	}, s)
}
