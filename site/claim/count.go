package claim

import (
	"math/big"
	"unicode/utf8"
)

// sum adds up counting words: eight hundred and forty, 1.5 million, 三万五千.
type sum struct {
	total, section, digit *big.Rat // what bigs have closed, what smalls have closed, what is open
	step                  *big.Rat // of the part read last
	spread                *big.Rat // how far 两三 and 十五六 reach beyond the number
	scale                 *big.Rat // the bigs behind a single number
	parts                 int
	last                  *big.Rat // the multiplier read last
	nought                bool     // 零 stands between: 一万零五 is no 15,000
	single                bool     // the open digit is one counting word
	words, odd            bool
	lastBig               *big.Rat
}

// base reads an unsigned number without its unit.
func (p *parser) base(i int) (quantity, int, bool) {
	start := i
	s := sum{total: nought, section: nought, step: place(0), words: true}
	var q quantity
	if p.is(i, isArticle) && p.is(i+1, isSmall|isBig|isPart) {
		s.digit, s.parts = place(0), 1
		i++
	}
	for i < len(p.tokens) {
		n := p.take(&s, &q, i)
		if n == 0 {
			break
		}
		i += n
	}
	if i == start || s.digit == nil && s.parts == 0 {
		return q, start, false
	}
	s.close(p.lex.positional)
	q.Value, q.Step, q.hi, q.scale, q.words, q.odd = s.total, s.step, nil, s.scale, s.words, s.odd
	if s.spread != nil {
		q.hi = new(big.Rat).Add(s.total, s.spread)
	}
	if s.parts > 1 || q.hi != nil {
		q.scale = nil
	}
	q.whole = q.Value.IsInt() && s.scale == nil && s.spread == nil && cmp(s.step, place(0)) == 0
	return q, i, true
}

// take reads one more token, or the few that belong to it, and returns how many; none ends the number.
func (p *parser) take(s *sum, q *quantity, i int) int {
	t := p.tokens[i]
	switch {
	case t.digits != nil:
		if s.digit != nil || s.parts > 0 && !(p.lex.positional && t.glued) || t.digits.vulgar || p.ordinal(i) || p.name(i) {
			return 0
		}
		s.digit, s.step, s.words = t.digits.value, t.digits.step, false
		if s.parts++; s.parts == 1 {
			q.from, q.to = t.start, t.end
		}
		return 1
	case t.is(isCount):
		return p.counting(s, i)
	case t.is(isPoint) && s.digit != nil && s.words && p.is(i+1, isCount):
		return p.decimals(s, i)
	case t.is(isSmall) && !(t.is(isBig)):
		if s.digit == nil && (!t.is(isTen) || s.parts > 0 && !s.nought && s.last != nil && s.last.Cmp(t.entry.value) <= 0) {
			return 0
		}
		if s.section.Sign() != 0 && s.section.Cmp(new(big.Rat).Mul(t.entry.value, place(1))) < 0 {
			return 0 // one hundred and five hundred
		}
		s.small(t.entry.value)
		return 1
	case p.big(i):
		if s.digit == nil && s.section.Sign() == 0 && s.total.Sign() == 0 || s.lastBig != nil && s.lastBig.Cmp(t.entry.value) == 0 && s.open() {
			return 0
		}
		s.big(t.entry.value)
		return 1
	case t.is(isAnd) && s.digit == nil && s.parts > 0 && p.is(i+1, isCount) && !p.is(i+2, isPart) && !p.parts(i):
		return 1 + p.counting(s, i+1)
	case p.lex.positional && t.is(isAfter) && t.entry.after == Odd && p.is(i+1, isBig) && s.parts > 0:
		s.odd = true
		return 1
	}
	return 0
}

// parts reports an "and" that belongs to between and parts two numbers: it is the only one.
func (p *parser) parts(i int) bool {
	for k := i + 1; k < len(p.tokens); k++ {
		if p.is(k, isAnd) {
			return false
		}
	}
	for k := i - 1; k >= 0; k-- {
		if p.is(k, isBetween) {
			return true
		}
	}
	before := p.before()
	return len(before) > 0 && before[len(before)-1].is(isBetween)
}

// ordinal reports 20th and the like, and 第三, which count no things.
func (p *parser) ordinal(i int) bool {
	return p.is(i-1, isOrdinal) || p.is(i+1, isEnding) && p.tokens[i+1].glued
}

// name reports digits that belong to a name: COVID-19, G20.
func (p *parser) name(i int) bool {
	if i == 0 || !p.tokens[i].glued {
		return false
	}
	b := i - 1
	if b > 0 && p.tokens[b].text == "-" && p.tokens[b].glued {
		b--
	}
	before := p.tokens[b]
	if before.mark || before.digits != nil || before.text[0] >= utf8.RuneSelf || b > 0 && before.glued && p.tokens[b-1].digits != nil {
		return false
	}
	return before.roles == 0 || before.end-before.start == 1
}

var twenty = big.NewRat(20, 1)

// counting reads counting words that follow each other: twenty one; 二〇二一, or the range 两三.
func (p *parser) counting(s *sum, i int) int {
	v := p.tokens[i].entry.value
	if !p.lex.positional {
		switch {
		case s.digit == nil && (s.parts == 0 || s.last != nil):
			s.digit = v
		case s.digit != nil && s.words && s.single && s.digit.Cmp(twenty) >= 0 && lastPlace(s.digit).Cmp(place(1)) == 0 && v.Sign() > 0 && v.Cmp(place(1)) < 0:
			s.digit = new(big.Rat).Add(s.digit, v)
			s.single = false
			return 1
		default:
			return 0
		}
		s.single, s.parts, s.last, s.step = true, s.parts+1, nil, place(0)
		return 1
	}
	if s.digit != nil || s.spread != nil || p.is(i-1, isOrdinal) {
		return 0
	}
	n := 0
	for p.is(i+n, isCount) {
		n++
	}
	pair := n == 2 && v.Sign() > 0 && new(big.Rat).Sub(p.tokens[i+1].entry.value, v).Cmp(place(0)) == 0
	if n > 1 && s.parts > 0 && v.Sign() > 0 && !pair {
		return 0 // 十五三 is no number
	}
	s.parts++
	s.step, s.single, s.nought = place(0), n == 1, v.Sign() == 0
	if pair {
		s.digit, s.spread = v, place(0)
		return n
	}
	s.digit = new(big.Rat)
	for k := range n {
		s.digit.Add(s.digit.Mul(s.digit, place(1)), p.tokens[i+k].entry.value)
	}
	return n
}

// decimals reads "point two" and 点二.
func (p *parser) decimals(s *sum, i int) int {
	n := 0
	for p.is(i+1+n, isCount) && p.tokens[i+1+n].entry.value.Cmp(place(1)) < 0 {
		n++
		d := new(big.Rat).Mul(p.tokens[i+n].entry.value, place(-n))
		s.digit = d.Add(d, s.digit)
	}
	if n == 0 {
		return 0
	}
	s.step, s.single = place(-n), false
	return 1 + n
}

// open reports digits behind the last big.
func (s *sum) open() bool { return s.digit != nil || s.section.Sign() != 0 }

func (s *sum) small(by *big.Rat) {
	if s.digit == nil {
		s.digit, s.step = place(0), place(0)
		s.parts++
	}
	s.section = new(big.Rat).Add(s.section, new(big.Rat).Mul(s.digit, by))
	if s.spread != nil {
		s.spread = new(big.Rat).Mul(s.spread, by)
	}
	if !s.words && s.step.Cmp(place(0)) < 0 || by.Cmp(place(3)) >= 0 && !s.words {
		s.step = new(big.Rat).Mul(s.step, by)
	}
	s.digit, s.last, s.single, s.nought = nil, by, false, false
	if by.Cmp(place(1)) != 0 { // 一到二十 are not 一十到二十
		s.scale = by
	}
}

func (s *sum) big(by *big.Rat) {
	open := s.section
	if s.digit != nil {
		open = new(big.Rat).Add(open, s.digit)
	}
	if s.lastBig != nil && by.Cmp(s.lastBig) > 0 || open.Sign() == 0 && s.total.Sign() != 0 {
		s.total = new(big.Rat).Mul(new(big.Rat).Add(s.total, open), by) // 1.2万亿
	} else {
		s.total = new(big.Rat).Add(s.total, new(big.Rat).Mul(open, by))
	}
	if s.spread != nil {
		s.spread = new(big.Rat).Mul(s.spread, by)
	}
	s.step = new(big.Rat).Mul(s.step, by)
	if s.scale == nil || s.parts > 1 {
		s.scale = by
	} else {
		s.scale = new(big.Rat).Mul(s.scale, by)
	}
	s.section, s.digit, s.last, s.lastBig, s.single, s.nought = nought, nil, by, by, false, false
}

// close adds what is open. A last digit behind 百 or more counts its tenths: 三万五 is 35,000.
func (s *sum) close(positional bool) {
	if s.digit != nil {
		if positional && s.single && s.words && !s.nought && s.last != nil && s.last.Cmp(place(2)) >= 0 {
			tenth := new(big.Rat).Mul(s.last, place(-1))
			s.digit, s.step = new(big.Rat).Mul(s.digit, tenth), tenth
		}
		s.section = plus(s.section, s.digit)
	} else if s.words && s.section.Sign() != 0 && s.last != nil && s.last.Cmp(place(3)) == 0 {
		s.step = s.last // 两千 is as rough as two thousand
	}
	s.total = plus(s.total, s.section)
}

// plus adds without copying when one is nought, as most often.
func plus(a, b *big.Rat) *big.Rat {
	if a.Sign() == 0 {
		return b
	}
	if b.Sign() == 0 {
		return a
	}
	return new(big.Rat).Add(a, b)
}
