package claim

import (
	"math/big"
	"sync"
)

// quantity is a number on its way to becoming one: what stands in the words so far.
type quantity struct {
	Number
	hi    *big.Rat // the upper end of 两三家
	scale *big.Rat // million, 万 and 成 behind the digits: a range lends it to its lower end
	odd   bool     // 20多万
	whole bool     // an integer without scale, which "in ten" may follow
	words bool     // without a digit
}

type parser struct {
	claim       Claim
	lex         *lexicon
	tokens      []token
	left, right []token // beside the brackets, read when asked for
	looked      struct{ before, after bool }
	found       []found
	role        []Role // of each token
}

// parsers are those that have done their work: many claims are read, and each for a moment.
var parsers = sync.Pool{New: func() any { return new(parser) }}

func (l *lexicon) parser(c Claim) *parser {
	p := parsers.Get().(*parser)
	p.claim, p.lex = c, l
	p.tokens = l.tokens(p.tokens, c.Words, 0)
	return p
}

// close gives the parser back. What it found must not be used any more.
func (p *parser) close() {
	for _, t := range [][]token{p.tokens, p.left, p.right} {
		clear(t)
	}
	clear(p.found)
	*p = parser{tokens: p.tokens[:0], left: p.left[:0], right: p.right[:0], found: p.found[:0], role: p.role[:0]}
	parsers.Put(p)
}

func (p *parser) is(i int, r roles) bool { return i >= 0 && i < len(p.tokens) && p.tokens[i].is(r) }

// number reads the number that begins at token i, with its percent, fraction or times, and returns
// the token behind it.
func (p *parser) number(i int) (quantity, int, bool) {
	start := i
	negative := false
	if p.sign(i) {
		negative = true
		i++
		for p.is(i, isMoney) {
			i++
		}
	}
	q, next, ok := p.special(i)
	if !ok {
		if q, next, ok = p.base(i); !ok {
			return q, start, false
		}
		q, next = p.fraction(i, q, next)
		q, next = p.suffix(q, next)
		q, next = p.oneIn(q, next)
	}
	if q.words && q.Value.Sign() == 0 {
		q.close = nears // 0 may be rounded; zero is none
	}
	if negative {
		q.Value = new(big.Rat).Neg(q.Value)
		if q.hi != nil {
			q.Value, q.hi = new(big.Rat).Neg(q.hi), q.Value
		}
	}
	q.start, q.end = p.tokens[start].start, p.tokens[next-1].end
	return q, next, true
}

// sign reports a minus at token i: a word, or a mark that touches what follows and not what precedes.
func (p *parser) sign(i int) bool {
	if !p.is(i, isMinus) || i+1 >= len(p.tokens) {
		return false
	}
	if !p.tokens[i].mark {
		return true
	}
	return p.tokens[i+1].glued && (i == 0 || !p.tokens[i].glued || p.tokens[i-1].mark && !numeric(p.tokens[i-1]))
}

func numeric(t token) bool {
	return t.digits != nil || t.is(isCount|isSmall|isBig|isSuffix|isPercent|isPart|isTimes)
}

// special reads numbers that are no digits and no counting words: half, doubled, 百分之二十.
func (p *parser) special(i int) (quantity, int, bool) {
	if p.is(i, isArticle) && (p.is(i+1, isHalf) || p.is(i+1, isChange)) {
		i++
	}
	switch {
	case p.is(i, isHalf):
		q := quantity{Number: Number{Value: big.NewRat(50, 1), Step: percentStep, Kind: Share, close: nears}, words: true}
		q, next := p.wholeOf(q, i+1)
		return q, next, true
	case p.is(i, isChange|isShrink):
		n := Number{Value: p.tokens[i].entry.value, Step: place(0), Kind: Multiple, close: nears, falling: p.is(i, isShrink)}
		return quantity{Number: n, words: true}, i + 1, true
	case i < len(p.tokens) && p.tokens[i].digits != nil && p.tokens[i].digits.vulgar:
		q := quantity{Number: Number{Value: p.tokens[i].digits.value, Step: percentStep, Kind: Share, close: nears}}
		q, next := p.wholeOf(q, i+1)
		return q, next, true
	case p.is(i, isPercentOf):
		q, next, ok := p.base(i + 1)
		if !ok {
			return q, i, false
		}
		q.in(Percent, p.tokens[i].entry.value)
		return q, next, true
	}
	return quantity{}, i, false
}

// in turns the quantity into one of a kind, of which one counts for so much.
func (q *quantity) in(k Kind, worth *big.Rat) {
	q.Kind = k
	q.times(worth)
}

func (q *quantity) times(by *big.Rat) {
	if by.Cmp(place(0)) == 0 {
		if q.scale == nil {
			q.scale = by
		}
		return
	}
	q.Value = new(big.Rat).Mul(q.Value, by)
	q.Step = new(big.Rat).Mul(q.Step, by)
	if q.hi != nil {
		q.hi = new(big.Rat).Mul(q.hi, by)
	}
	if q.scale != nil {
		by = new(big.Rat).Mul(q.scale, by)
	}
	q.scale = by
}

// fraction reads what makes a fraction of a whole number: thirds, /4, 分之二, and a half.
func (p *parser) fraction(start int, q quantity, next int) (quantity, int) {
	switch {
	case p.is(next, isPart) && q.scale == nil && q.Value.IsInt():
		q.share(q.Value, p.tokens[next].entry.value)
		return p.wholeOf(q, next+1)
	case p.is(next, isHalf) && q.scale == nil && q.Value.Cmp(place(0)) == 0:
		q.share(q.Value, big.NewRat(2, 1))
		return p.wholeOf(q, next+1)
	case p.slash(next):
		if d := p.tokens[next+1].digits; d.value.Sign() > 0 && d.value.IsInt() && q.scale == nil {
			q.share(q.Value, d.value)
			return p.wholeOf(q, next+2)
		}
	case p.is(next, isOutOf):
		if over, after, ok := p.base(next + 1); ok && q.Value.Sign() > 0 {
			q.share(over.Value, q.Value)
			q.hi = nil
			return q, after
		}
	case next < len(p.tokens) && p.tokens[next].digits != nil && p.tokens[next].digits.vulgar && q.whole:
		q.mixed(p.tokens[next].digits.value)
		return p.scaled(q, next+1)
	case p.is(next, isAnd) && (q.whole || q.scale != nil):
		part, after, ok := p.part(next + 1)
		if !ok {
			break
		}
		scale := q.scale // a million and a half
		if scale != nil {
			q.times(new(big.Rat).Inv(scale))
		}
		if q.mixed(part); scale != nil {
			q.times(scale)
			q.scale = scale
		}
		return p.scaled(q, after)
	}
	return q, next
}

func (p *parser) slash(i int) bool {
	return i+1 < len(p.tokens) && p.tokens[i].text == "/" && p.tokens[i].glued && p.tokens[i+1].glued &&
		p.tokens[i+1].digits != nil && !p.tokens[i+1].digits.vulgar
}

// part reads "a half", "half" or "three quarters" behind "two and", in percent.
func (p *parser) part(i int) (*big.Rat, int, bool) {
	count := place(0)
	if p.is(i, isArticle) {
		i++
	} else if p.is(i, isCount) && p.is(i+1, isPart) {
		count = p.tokens[i].entry.value
		i++
	}
	if p.is(i, isHalf) {
		return big.NewRat(50, 1), i + 1, true
	}
	if !p.is(i, isPart) || !p.is(i-1, isArticle|isCount) {
		return nil, i, false
	}
	v := new(big.Rat).Quo(count, p.tokens[i].entry.value)
	return v.Mul(v, big.NewRat(100, 1)), i + 1, true
}

func (q *quantity) share(n, d *big.Rat) {
	v := new(big.Rat).Quo(n, d)
	q.Value, q.Step = v.Mul(v, big.NewRat(100, 1)), percentStep
	q.Kind, q.close, q.whole, q.from, q.to = Share, nears, false, 0, 0
}

// mixed adds so many percent of one: two and a half.
func (q *quantity) mixed(percent *big.Rat) {
	v := new(big.Rat).Quo(percent, big.NewRat(100, 1))
	q.Value = v.Add(v, q.Value)
	q.whole, q.from, q.to = false, 0, 0
	q.tenths()
}

// tenths gives a number with a fraction of one the step of a tenth or a hundredth, as it would be
// written: two and a half is 2.5, a quarter of a percent 0.25.
func (q *quantity) tenths() {
	q.close = rounds
	for _, step := range []*big.Rat{place(-1), place(-2)} {
		if q.Step = step; new(big.Rat).Quo(q.Value, step).IsInt() {
			return
		}
	}
	q.Step, q.close = place(-1), nears
}

// scaled reads the million of "one and a half million".
func (p *parser) scaled(q quantity, next int) (quantity, int) {
	for p.big(next) {
		q.times(p.tokens[next].entry.value)
		next++
	}
	return q, next
}

// big reports a scale at token i; suffixes such as k count only when they touch the digits.
func (p *parser) big(i int) bool {
	return p.is(i, isBig) || p.is(i, isSuffix) && p.tokens[i].glued && i > 0 && p.tokens[i-1].digits != nil
}

// wholeOf reads what a share is a part of, if that is a number or a unit: half a million, a quarter
// of a percent.
func (p *parser) wholeOf(q quantity, next int) (quantity, int) {
	i := next
	if p.is(i, isOf) {
		i++
	}
	if p.is(i, isArticle) {
		i++
	}
	if i == next && !p.is(i, isPercent|isBig) {
		return q, next
	}
	one := new(big.Rat).Quo(q.Value, big.NewRat(100, 1))
	switch {
	case p.is(i, isBig|isSmall):
		q.Value, q.Step, q.Kind = one, place(-2), Plain
		for p.is(i, isBig|isSmall) {
			q.times(p.tokens[i].entry.value)
			i++
		}
		if q.Value.IsInt() && q.Step.Cmp(place(0)) < 0 {
			q.Step = place(0) // half a dozen are six, and not nearly six
		}
		return q, i
	case p.is(i, isPercent):
		q.Value, q.Kind = one, Percent
		q.tenths()
		q.in(Percent, p.tokens[i].entry.value)
		return q, i + 1
	}
	return q, next
}

// suffix reads percent, times and 成 behind the number.
func (p *parser) suffix(q quantity, next int) (quantity, int) {
	if p.is(next, isAfter) && p.tokens[next].entry.after == Odd && p.is(next+1, isPercent|isTimes|isBig) {
		q.odd = true // 20-odd percent
		if next++; p.big(next) {
			q, next = p.scaled(q, next)
		}
	}
	switch {
	case p.is(next, isPercent):
		q.in(Percent, p.tokens[next].entry.value)
		return q, next + 1
	case p.is(next, isTimes) && (p.lex.positional || q.Kind == Plain):
		if p.tokens[next].text == "x" && !p.tokens[next].glued {
			return q, next
		}
		q.Kind, q.fold = Multiple, true
		if q.Value.IsInt() && q.Step.Cmp(place(0)) == 0 && p.tokens[next].text != "×" && p.tokens[next].text != "x" {
			q.close = nears
		}
		if next++; p.is(next, isAndHalf) {
			q.mixed(big.NewRat(50, 1))
			next++
		}
	case p.is(next, isTurn) && q.whole && q.Value.Cmp(place(1)) < 0:
		n := q.Value.Num().Int64()
		q.Value, q.Kind, q.close = new(big.Rat).SetInt64(1<<n), Multiple, nears // 翻两番 is four times
		next++
	case p.is(next, isTenth):
		q.in(Share, big.NewRat(10, 1))
		q.Step, q.close = percentStep, nears
		if next++; p.is(next, isCount) { // 两成五
			v := p.tokens[next].entry.value
			q.Value = new(big.Rat).Add(q.Value, v)
			next++
		}
	}
	return q, next
}

// oneIn reads the three of "one in three". A year may follow "in" too.
func (p *parser) oneIn(q quantity, next int) (quantity, int) {
	if !p.is(next, isIn) || !q.whole {
		return q, next
	}
	of, after, ok := p.base(next + 1)
	if !ok || !of.Value.IsInt() || of.Value.Cmp(q.Value) <= 0 || of.year() && !p.tokens[next].several {
		return q, next
	}
	q.share(q.Value, of.Value)
	q.scale = nil
	return q, after
}

var lastYear = big.NewRat(2200, 1)

// year reports four figures without a separator, from 1000 to 2199.
func (q *quantity) year() bool {
	return q.to-q.from == 4 && cmp(q.Value, place(3)) >= 0 && cmp(q.Value, lastYear) < 0
}

// lastPlace returns the place of the last digit that is not nought: 100 for 1,500, 0.1 for 2.5.
func lastPlace(v *big.Rat) *big.Rat {
	if v.Sign() == 0 {
		return place(0)
	}
	for n := 15; n >= -15; n-- {
		if new(big.Rat).Quo(v, place(n)).IsInt() {
			return place(n)
		}
	}
	return new(big.Rat).Abs(new(big.Rat).Mul(v, place(-1)))
}
