package claim

import (
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An atom is the least piece that phrases are made of: a word, a number in digits, one Chinese
// character or one mark.
type atom struct {
	text       string // lower case, half width
	start, end int
	digits     *digits
	glued      bool // no space stands before it
	mark       bool
}

// digits is a number as written with figures.
type digits struct {
	value *big.Rat
	step  *big.Rat
	vulgar,
	broken bool // ½; 12,34
	places int
	own    big.Rat // what value mostly points at
}

// separators are those of the language; any language may group with spaces.
type separators struct{ decimal, group string }

// scan takes the whole text apart.
func (l *lexicon) scan(text string) []atom {
	s := scanner{lexicon: l, text: text}
	for s.next() {
	}
	return s.atoms
}

// scanner takes a text apart, as far as it is asked to.
type scanner struct {
	*lexicon
	text  string
	atoms []atom
	at    int  // where the next atom is looked for
	glued bool // no space stands there
}

// has reports whether there is an atom i.
func (s *scanner) has(i int) bool {
	for i >= len(s.atoms) {
		if !s.next() {
			return false
		}
	}
	return true
}

// next appends one more atom, if there is one.
func (s *scanner) next() bool {
	text, at := s.text, s.at
	for at < len(text) {
		if c := text[at]; latin(c) { // most of most texts
			end := word(text, at)
			s.add(atom{text: lower(text[at:end]), start: at, end: end})
			return true
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if blank(r) {
			s.glued = false
			at += size
			continue
		}
		a := atom{start: at, end: at + size}
		switch {
		case figure(r) >= 0, !s.glued && s.pointed(text, at):
			a.end = s.figures(text, &a)
		case vulgars[r] != nil:
			a.digits = &digits{value: vulgars[r], step: percentStep, vulgar: true}
		case unicode.Is(unicode.Han, r) || r == '〇':
			a.text = text[at:a.end]
		case wordly(r):
			a.end = word(text, at)
			a.text = lower(text[at:a.end])
		default:
			a.text, a.mark = narrow(text[at:a.end]), true
		}
		s.add(a)
		return true
	}
	s.at = at
	return false
}

func (s *scanner) add(a atom) {
	a.glued = s.glued
	s.atoms = append(s.atoms, a)
	s.at, s.glued = a.end, true
}

// word finds the end of a run of letters; an apostrophe inside belongs to it.
func word(text string, at int) int {
	for at < len(text) {
		if latin(text[at]) {
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		apostrophe := (r == '\'' || r == '’') && at+size < len(text)
		if apostrophe {
			next, _ := utf8.DecodeRuneInString(text[at+size:])
			apostrophe = unicode.IsLetter(next)
		}
		if !apostrophe && !unicode.IsMark(r) && (!wordly(r) || unicode.Is(unicode.Han, r)) {
			break
		}
		at += size
	}
	return at
}

func latin(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// lower returns a word in lower case and half width; most are so already.
func lower(word string) string {
	for i := range len(word) {
		if c := word[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return strings.ToLower(narrow(word))
		}
	}
	return word
}

// wordly reports what words are made of; digits of other scripts are words that nobody knows.
func wordly(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) && figure(r) < 0 && vulgars[r] == nil
}

// blank reports white space, and the marks of writing direction that formats print.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200e' || r == '\u200f' || r == '\u2066' || r == '\u2069' || r == '\ufeff'
}

// figure returns the digit, in half or full width, or -1.
func figure(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

// narrow turns full-width letters and marks into those of ASCII.
func narrow(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= '！' && r <= '～' }) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// figures reads a number in digits: 840, 1,460,000, 1 460 000, 3.2. A separator with the wrong
// number of digits behind it breaks the number rather than ends it, since 12,34 may mean two things.
func (l *lexicon) figures(text string, a *atom) int {
	d := &digits{}
	a.digits = d
	clean, at, first := run(make([]byte, 0, 32), text, a.start)
	used := ""
	for !d.broken {
		sep, after := l.group(text, at)
		if sep == "" || used != "" && sep != used && strings.TrimSpace(sep) == "" {
			break
		}
		longer, end, n := run(clean, text, after)
		if n == 0 || n != 3 && strings.TrimSpace(sep) == "" {
			break
		}
		if n != 3 || first > 3 || first == 1 && clean[0] == '0' || used != "" && sep != used {
			if strings.TrimSpace(sep) == "" {
				break
			}
			d.broken = true
		}
		clean, at, used = longer, end, sep
	}
	if sep := l.point(text, at); sep > 0 {
		if longer, end, n := run(append(clean, '.'), text, at+sep); n > 0 {
			clean, at, d.places = longer, end, n
			if more := l.point(text, at); more > 0 && at+more < len(text) {
				next, _ := utf8.DecodeRuneInString(text[at+more:])
				d.broken = d.broken || figure(next) >= 0
			}
		}
	}
	if n, err := strconv.ParseInt(string(clean), 10, 64); err == nil {
		d.value = d.own.SetInt64(n)
	} else {
		d.value, _ = new(big.Rat).SetString(string(clean)) // .5 is read as well
	}
	d.step = place(-d.places)
	return at
}

// run appends the digits from there on, and returns where they end and how many they are.
func run(into []byte, text string, at int) ([]byte, int, int) {
	n := 0
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		d := figure(r)
		if d < 0 {
			break
		}
		into = append(into, byte('0'+d))
		at += size
		n++
	}
	return into, at, n
}

// group returns the separator of thousands that stands there, and where it ends.
func (l *lexicon) group(text string, at int) (string, int) {
	if at == len(text) {
		return "", at
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	if s := text[at : at+size]; s == l.separators.group || r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' {
		return s, at + size
	}
	return "", at
}

// point returns the length of the decimal separator that stands there, or 0.
func (l *lexicon) point(text string, at int) int {
	rest := text[at:]
	if strings.HasPrefix(rest, l.separators.decimal) {
		return len(l.separators.decimal)
	}
	if l.separators.decimal == "." && strings.HasPrefix(rest, "．") {
		return len("．")
	}
	return 0
}

// pointed reports .5, which no nought begins.
func (l *lexicon) pointed(text string, at int) bool {
	size := l.point(text, at)
	r, _ := utf8.DecodeRuneInString(text[at+size:])
	return size > 0 && figure(r) >= 0
}

// vulgars are fractions of one character, in percent.
var vulgars = map[rune]*big.Rat{
	'½': big.NewRat(50, 1), '⅓': big.NewRat(100, 3), '⅔': big.NewRat(200, 3), '¼': big.NewRat(25, 1),
	'¾': big.NewRat(75, 1), '⅕': big.NewRat(20, 1), '⅖': big.NewRat(40, 1), '⅗': big.NewRat(60, 1),
	'⅘': big.NewRat(80, 1), '⅙': big.NewRat(50, 3), '⅛': big.NewRat(25, 2), '⅜': big.NewRat(75, 2),
	'⅝': big.NewRat(125, 2), '⅞': big.NewRat(175, 2), '⅒': big.NewRat(10, 1),
}

// cmp compares as Rat.Cmp does, and faster when both are integers, as most are.
func cmp(a, b *big.Rat) int {
	if a.IsInt() && b.IsInt() {
		return a.Num().Cmp(b.Num())
	}
	return a.Cmp(b)
}

// nought is never changed.
var nought = new(big.Rat)

// percentStep is the step of shares: one in three is precise to a percentage point.
var percentStep = big.NewRat(1, 1)

// places are powers of ten, made once since numbers need them all the time.
var places = func() (p [41]*big.Rat) {
	for i := range p {
		p[i] = power(i - 20)
	}
	return
}()

// place returns ten to the power of n.
func place(n int) *big.Rat {
	if n >= -20 && n <= 20 {
		return places[n+20]
	}
	return power(n)
}

func power(n int) *big.Rat {
	p := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil))
	if n < 0 {
		p.Inv(p)
	}
	return p
}
