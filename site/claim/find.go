package claim

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Found is a number in running text: a run of its bytes.
type Found struct{ Start, End int }

// Find returns the numbers of running text that a reader would ask the source of. Dates, years, times,
// ages, ordinals, names with digits, labels such as Section 4.2, addresses, and one to nine in words are
// none; the two ends of a range are one. docs/check.md says what counts.
func Find(text, language string) []Found {
	lex := lexiconOf(language)
	if !lex.first.numbers.in(text) {
		return nil
	}
	f := finder{parser: lex.parser(Claim{Words: text, Language: language}), idle: idles()[lex.table]}
	defer f.close()
	if f.idle == nil {
		f.idle = &idle{}
	}
	f.collect()
	f.spread()
	var out []Found
	for i := 0; i < len(f.all); i++ {
		n := &f.all[i]
		if n.why != counts {
			continue
		}
		end := n.end
		if i+1 < len(f.all) && f.all[i+1].why == counts && n.hi == nil && f.range_(n, &f.all[i+1]) {
			i++
			end = f.all[i].end
		}
		out = append(out, Found{n.start, end})
	}
	return out
}

// finder is a parser that reads running text.
type finder struct {
	*parser
	idle   *idle
	all    []candidate
	phones [][]int
}

// candidate is a number and why it does not count.
type candidate struct {
	found
	why reason
}

type reason int

// A named number is part of a date, an age or a label, and so is what "and" or "to" joins to it.
const (
	counts reason = iota
	skips
	named
)

// phone matches numbers that are dialled, with their country's or in brackets their city's code.
var phone = regexp.MustCompile(`\+\d{1,3}[ (-][\d ()-]{5,}\d|\(0\d+\)[ -]?\d[\d -]{4,}\d`)

func (f *finder) collect() {
	if strings.Contains(f.claim.Words, "+") || strings.Contains(f.claim.Words, "(0") {
		f.phones = phone.FindAllStringIndex(f.claim.Words, -1)
	}
	for i := 0; i < len(f.tokens); {
		q, next, ok := f.begins(i)
		if !ok {
			i++
			continue
		}
		n := candidate{found: found{q, i, next}}
		if f.is(i-1, isMoney) && f.tokens[i-1].mark {
			n.start = f.tokens[i-1].start
		}
		n.why = f.reason(&n.found)
		f.all = append(f.all, n)
		i = next
	}
}

// begins reads a number where one may begin.
func (f *finder) begins(i int) (quantity, int, bool) {
	t := f.tokens[i]
	switch {
	case t.digits != nil, t.is(isCount | isTen | isHalf | isChange | isShrink | isPercentOf):
	case t.is(isEach):
		if q, next, ok := f.everyHas(i); ok {
			return q, next, ok
		}
		return quantity{}, i, false
	case t.is(isArticle) && f.is(i+1, isSmall|isBig|isPart|isHalf|isChange):
	case t.is(isMinus) && f.sign(i) && numeric(f.tokens[i+1]):
	default:
		return quantity{}, i, false
	}
	return f.number(i)
}

// spread makes what is joined to a part of a date or a label idle too: 27 to 29 May, chapters 3 and 4.
func (f *finder) spread() {
	for i := 1; i < len(f.all); i++ {
		a, b := &f.all[i-1], &f.all[i]
		if b.from-a.next != 1 || !f.is(a.next, isRange|isAnd|isOr) {
			continue
		}
		if a.why == named && b.why == counts && f.bare(&b.found) && f.ends(b.next) {
			b.why = named
		}
		if b.why == named && a.why == counts && f.bare(&a.found) {
			a.why = named
		}
	}
}

// range_ reports whether two numbers that follow each other are the ends of a range.
func (f *finder) range_(a, b *candidate) bool {
	x, y := a.found, b.found
	return b.from > a.next && b.from-a.next < 4 && f.ranged(&x, &y) && x.Value.Cmp(y.Value) < 0
}

var (
	ten       = place(1)
	lastCount = big.NewRat(1900, 1) // four figures from here on are a year, unless words say otherwise
	world     = big.NewRat(2100, 1)
)

// reason says why a number does not count.
func (f *finder) reason(n *found) reason {
	for _, p := range f.phones {
		if n.start < p[1] && n.end > p[0] {
			return skips
		}
	}
	switch {
	case f.is(n.from-1, isOrdinal), f.nick(n):
		return skips
	case f.tokens[n.from].digits == nil && !f.is(n.from, isMinus):
		return f.spoken(n)
	case f.glued(n), f.shaped(n):
		return skips
	case f.dated(n), f.labelled(n), f.aged(n):
		return named
	case f.yearly(n), f.housed(n), f.called(n):
		return skips
	}
	return counts
}

// spoken decides for numbers in words. One to nine count nothing that has a source, unless they
// count percent, shares or times.
func (f *finder) spoken(n *found) reason {
	next := f.at(n.next)
	switch {
	case n.Kind == Plain && n.scale == nil && n.Value.Cmp(ten) < 0 && n.Value.IsInt():
		return skips
	case f.lex.positional && n.Kind == Plain && f.dated(n):
		return skips
	case f.lex.positional:
		return counts
	case n.Kind == Share && (f.is(n.next-1, isHalf) || f.is(n.from, isArticle)):
		if f.measured(n) {
			return counts
		}
		return skips
	case n.Kind == Multiple && f.idle.mostly[f.tokens[n.next-1].text], n.Kind == Multiple && n.fold && n.Value.Cmp(ten) < 0 && f.tokens[n.next-1].text == "times":
		if f.idle.asMuch[next.text] && !next.is(isArticle) {
			return counts
		}
		return skips
	}
	return counts
}

// measured reports a half or a third of something: not "a third company", nor "half-hearted".
func (f *finder) measured(n *found) bool {
	before, next := f.at(n.from-1), f.at(n.next)
	if f.idle.asMuch[next.text] || next.is(isOf) {
		return f.touches(n.next) == 0
	}
	return (before.is(isBefore|isBy|isRange|isUp|isDown) || f.idle.into[before.text]) && f.ends(n.next)
}

// glued reports digits that letters touch: 5G, 3D, the 1990s, 6.30am, 12(a).
func (f *finder) glued(n *found) bool {
	r := f.touches(n.next)
	if r == '(' {
		rest := f.claim.Words[n.end:]
		return len(rest) > 2 && rest[2] == ')' && unicode.IsLower(rune(rest[1]))
	}
	if r == 0 || !unicode.IsLetter(r) || unicode.Is(unicode.Han, r) {
		last := f.tokens[n.next-1] // 4K: the letter was read as a thousand, without a currency
		return last.is(isSuffix) && n.next-n.from == 2 && unicode.IsUpper(rune(f.claim.Words[last.start])) && last.text == "k" && !f.is(n.from-1, isMoney)
	}
	t := f.tokens[n.next]
	return t.roles == 0 || t.roles == isUnit && unicode.IsUpper(r) && t.end-t.start == 1
}

// touches returns the character right behind the tokens before next, or 0 for a blank or the end.
func (f *finder) touches(next int) rune {
	end := f.tokens[next-1].end
	if end == len(f.claim.Words) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(f.claim.Words[end:])
	if unicode.IsSpace(r) {
		return 0
	}
	return r
}

// at returns a token, or an empty one beyond the ends.
func (f *finder) at(i int) token {
	if i < 0 || i >= len(f.tokens) {
		return token{}
	}
	return f.tokens[i]
}

// bare reports a number of digits alone, without unit, scale or percent.
func (f *finder) bare(n *found) bool {
	return n.Kind == Plain && n.next == n.from+1 && n.scale == nil && f.tokens[n.from].digits != nil && !f.is(n.next, isUnit|isPercent|isBig)
}

// ends reports that no noun follows there: a mark, the end, or a word such as "in".
func (f *finder) ends(i int) bool {
	t := f.at(i)
	return t.text == "" && t.digits == nil || t.mark || t.is(isBlock|isAnd|isOr|isIn)
}

// capital reports a word that begins with a capital letter.
func (f *finder) capital(i int) bool {
	t := f.at(i)
	if t.text == "" || t.mark || t.digits != nil {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.claim.Words[t.start:])
	return unicode.IsUpper(r)
}
