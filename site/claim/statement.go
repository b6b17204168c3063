package claim

import (
	"math/big"
	"strings"
)

// found is a number and the tokens it is made of.
type found struct {
	quantity
	from, next int
}

const alone = "put only the number and its words in the brackets; bind other numbers apart"

// statement makes sense of the tokens.
func (p *parser) statement() (*Statement, *Problem) {
	if bad := p.unreadable(); bad != nil {
		return nil, bad
	}
	numbers := p.numbers()
	s := &Statement{}
	most := -1
	for i, t := range p.tokens {
		if t.is(isBefore) && t.entry.before == Most {
			most = i
		}
	}
	if most >= 0 && len(numbers) == 0 {
		half := quantity{Number: Number{Value: big.NewRat(50, 1), Step: percentStep, Kind: Share, close: nears}}
		half.start, half.end = p.tokens[most].start, p.tokens[most].end
		numbers = []found{{half, most, most + 1}}
		s.Hedge = Most
	} else if most >= 0 {
		t := p.tokens[most]
		return nil, problem(t.start, t.end, alone, "%q says more than half, and a number stands beside it: two numbers", p.text(t))
	}
	if len(numbers) == 0 {
		return nil, problem(0, len(p.claim.Words), "write the number in the brackets, in digits or words", "%q names no number", p.claim.Words)
	}
	for _, n := range numbers {
		if p.is(n.next, isSmall|isBig) && s.Hedge != Most {
			end := p.tokens[n.next].end
			return nil, problem(n.start, end, "write it in digits", "%q can be read as several numbers", p.claim.Words[n.start:end])
		}
	}
	first := numbers[0]
	s.Number = first.Number
	if first.hi != nil {
		to := first.Number
		to.Value = first.hi
		s.To = &to
	}
	last := first
	if len(numbers) == 2 && s.To == nil && p.ranged(&numbers[0], &numbers[1]) {
		s.Number, last = numbers[0].Number, numbers[1]
		to := last.Number
		s.To = &to
	} else if len(numbers) > 1 {
		second := numbers[1]
		if p.is(first.from-1, isFrom) && p.is(second.from-1, isRange) {
			return nil, problem(p.tokens[first.from-1].start, second.end, "leave out the first word for a range; bind the two ends of a change apart",
				"two numbers, and %q may be a range or a change", p.claim.Words[p.tokens[first.from-1].start:second.end])
		}
		return nil, problem(second.start, second.end, alone, "two numbers, %q and %q, and no range", p.words(first.Number), p.words(second.Number))
	}
	if s.To != nil && s.To.Value.Cmp(s.Number.Value) < 0 {
		return nil, problem(first.start, last.end, "write the smaller number first", "the range %q runs backwards", p.claim.Words[first.start:last.end])
	}
	if first.odd || last.odd {
		s.Hedge, s.hedged = Odd, p.words(first.Number)
	}
	return s, p.around(s, first.from, last.next)
}

// unreadable finds what names no number, or names one that can be read two ways.
func (p *parser) unreadable() *Problem {
	for i, t := range p.tokens {
		if t.digits != nil && (t.digits.broken || p.exponent(i)) {
			return problem(t.start, t.end, "group three digits, such as 1,234", "%q can be read as several numbers", p.text(t))
		}
		if t.is(isVague) {
			return problem(t.start, t.end, "write a number; a reader cannot check this word, nor can the build", "%q names no number", p.text(t))
		}
		if p.lex.table == &signs && t.roles == 0 && !t.mark && t.digits == nil {
			return problem(t.start, t.end, "bind the digits and signs alone", "no words of language %q are known; languages with words are %s", p.claim.Language, strings.Join(Languages(), ", "))
		}
	}
	return nil
}

// exponent reports 8.4e5.
func (p *parser) exponent(i int) bool {
	return i+2 < len(p.tokens) && p.tokens[i+1].text == "e" && p.tokens[i+1].glued && p.tokens[i+2].digits != nil && p.tokens[i+2].glued
}

func (p *parser) text(t token) string   { return p.claim.Words[t.start:t.end] }
func (p *parser) words(n Number) string { return p.claim.Words[n.start:n.end] }

// numbers finds every number of the words. One behind "per" belongs to the unit.
func (p *parser) numbers() []found {
	all := p.found
	for i := 0; i < len(p.tokens); {
		if p.is(i, isEach) {
			if q, next, ok := p.everyHas(i); ok {
				all = append(all, found{q, i, next})
				i = next
				continue
			}
		}
		q, next, ok := p.number(i)
		if !ok {
			i++
			continue
		}
		if !p.is(i-1, isPer) {
			all = append(all, found{q, i, next})
		} else {
			for k := i; k < next; k++ {
				p.tokens[k].roles = isUnit
			}
		}
		i = next
	}
	p.found = all
	return all
}

// gap is how far 有 may stand from 每: 每10部手机中就有1部.
const gap = 12 // characters

// everyHas reads 每三台中有一台, one in three.
func (p *parser) everyHas(i int) (quantity, int, bool) {
	of, next, ok := p.base(i + 1)
	if !ok || of.Value.Sign() <= 0 {
		return of, i, false
	}
	for j := next; j < len(p.tokens) && j < next+gap && !p.tokens[j].mark && !numeric(p.tokens[j]); j++ {
		if !p.is(j, isHave) {
			continue
		}
		q, end, ok := p.base(j + 1)
		if !ok {
			return q, i, false
		}
		q.share(q.Value, of.Value)
		q.start, q.end = p.tokens[i].start, p.tokens[end-1].end
		return q, end, true
	}
	return of, i, false
}

// ranged reports whether two numbers are the ends of a range, and lends the lower one the percent or
// million of the upper: 1.5 to 2 million.
func (p *parser) ranged(a, b *found) bool {
	joined, or := false, false
	for i := a.next; i < b.from; i++ {
		switch t := p.tokens[i]; {
		case joined && !t.is(isUnit|isArticle):
			return false
		case t.is(isRange) || t.is(isAnd) && p.opened(a.from):
			joined = true
		case t.is(isOr):
			joined, or = true, true
		case !t.is(isUnit):
			return false
		}
	}
	if !joined || p.is(a.from-1, isFrom) && !p.is(a.from-1, isBetween) {
		return false
	}
	if a.scale == nil && b.scale != nil && (a.Kind == Plain || a.Kind == b.Kind) && a.close == rounds {
		lent := a.quantity
		lent.times(b.scale)
		if b.Kind != Plain || lent.Value.Cmp(b.Value) <= 0 {
			lent.Kind = b.Kind
			a.quantity = lent
			a.Step = b.Step
		}
	}
	if a.Kind == Plain && b.Kind != Plain && b.scale == nil {
		a.Kind = b.Kind
	}
	if b.Kind == Plain && b.scale == nil && p.is(a.from, isPercentOf) {
		b.in(Percent, p.tokens[a.from].entry.value) // 百分之十五至二十
	}
	if or {
		return b.Value.IsInt() && new(big.Rat).Sub(b.Value, a.Value).Cmp(place(0)) == 0
	}
	return a.Kind == b.Kind || a.Kind.percent() && b.Kind.percent()
}

// opened reports "between" before the number, with no more than a hedge or unit behind it.
func (p *parser) opened(from int) bool {
	for i := from - 1; i >= 0; i-- {
		if p.is(i, isBetween) {
			return true
		}
		if !p.is(i, isUnit|isBefore|isFill) {
			return false
		}
	}
	before := p.before()
	return len(before) > 0 && before[len(before)-1].is(isBetween)
}

// around reads the words on both sides of the number, and says what each part of them is.
func (p *parser) around(s *Statement, from, next int) *Problem {
	for i, t := range p.tokens {
		r := RoleRest
		switch {
		case i >= from && i < next, i < from && s.To != nil && t.is(isBetween):
			r = RoleNumber
		case t.is(isUnit | isPercent):
			r = RoleUnit
		case t.mark && t.roles == 0:
			r = ""
		}
		p.role = append(p.role, r)
	}
	role := p.role
	if s.Hedge == Most {
		role[from] = RoleHedge
	}
	for i := from - 1; i >= 0; i-- {
		t := p.tokens[i]
		switch {
		case t.is(isBefore) && !(t.mark && t.is(isRange) && t.entry.before != About):
			if !p.reaches(i, from) {
				return problem(t.start, t.end, alone, "%q stands apart from the number", p.text(t))
			}
			if bad := s.hedge(p, t, t.entry.before); bad != nil {
				return bad
			}
			role[i] = RoleHedge
		case t.is(isNot):
			if !p.reaches(i, from) {
				return problem(t.start, t.end, alone, "%q stands apart from the number", p.text(t))
			}
			s.Not = !s.Not
			role[i] = RoleNot
		}
	}
	for i := next; i < len(p.tokens); i++ {
		t := p.tokens[i]
		if !t.is(isAfter) || i > next && (t.entry.after == Odd || t.mark) {
			continue
		}
		if bad := s.hedge(p, t, t.entry.after); bad != nil {
			return bad
		}
		role[i] = RoleHedge
	}
	if s.To != nil && s.Hedge != Bare && s.Hedge != About {
		return problem(s.Number.start, s.To.end, "hedge one number, or write the range alone", "a range cannot be %q", s.hedged)
	}
	p.direction(s, from, next, role)
	for i, r := range role {
		if r == "" {
			continue
		}
		t := p.tokens[i]
		if n := len(s.Parts); n > 0 && s.Parts[n-1].Role == r && (r == RoleRest || r == RoleNumber) {
			s.Parts[n-1].End = t.end
			continue
		}
		s.Parts = append(s.Parts, Part{t.start, t.end, r})
	}
	return nil
}

// reaches reports whether nothing foreign stands between a hedge and its number.
func (p *parser) reaches(i, from int) bool {
	for i++; i < from; i++ {
		if t := p.tokens[i]; !t.mark && !t.is(isFill|isMoney|isBefore|isNot|isArticle|isUp|isDown|isBetween|isUpBehind|isDownBehind) {
			return false
		}
	}
	return true
}

func (s *Statement) hedge(p *parser, t token, h Hedge) *Problem {
	if s.Hedge != Bare && s.Hedge != h {
		return problem(t.start, t.end, "keep one of them", "two hedges, %q and %q", s.hedged, p.text(t))
	}
	s.Hedge, s.hedged = h, p.text(t)
	return nil
}
