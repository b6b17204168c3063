package claim

import (
	"strings"
	"unicode/utf8"
)

// direction reads where the words inside the brackets say that the value moved, and what stands
// before them.
func (p *parser) direction(s *Statement, from, next int, role []Role) {
	d, at, settled := p.lex.before(p.tokens[:from], 0)
	if d != Still {
		s.Direction, s.moves = d, p.text(p.tokens[at])
		role[at] = RoleDirection
		return
	}
	if d, at := p.lex.behind(p.tokens[next:]); d != Still {
		s.Direction, s.moves = d, p.text(p.tokens[next+at])
		role[next+at] = RoleDirection
		return
	}
	if settled {
		return
	}
	outside := p.before()
	if d, at, _ := p.lex.before(outside, passed(p.tokens[:from])); d != Still {
		for i := at - 1; i >= 0 && i >= at-2; i-- {
			if outside[i].is(isNot) {
				return // what did not fall 3 percent may have done anything
			}
		}
		s.Direction, s.moves = d, p.claim.Before[outside[at].start:outside[at].end]
		return
	}
	after := p.after()
	if d, at := p.lex.behind(after); d != Still && passed(p.tokens[next:]) == 0 {
		s.Direction, s.moves = d, p.claim.After[after[at].start:after[at].end]
	}
}

// sight is how much of the sentence is read on either side of the brackets; what is further away has
// no say.
const sight = 100 // bytes

// glance is how much is read before them at first: nearly always that settles it.
const glance = 48 // bytes

// before returns the tokens before the brackets, at their places in Claim.Before; none when no word there
// has a say.
func (p *parser) before() []token {
	if !p.looked.before {
		p.looked.before = true
		if text := p.claim.Before; !p.lex.first.telling.in(text[max(0, len(text)-sight):]) {
			return nil
		}
		p.ahead(glance)
		if _, _, settled := p.lex.before(p.left, 0); (!settled || p.lex.positional) && len(p.claim.Before) > glance {
			p.ahead(sight)
		}
	}
	return p.left
}

// ahead reads so many bytes before the brackets.
func (p *parser) ahead(bytes int) {
	text := p.claim.Before
	cut := max(0, len(text)-bytes)
	if cut > 0 { // begin with a whole word
		cut += len(text[cut:]) - len(strings.TrimLeftFunc(text[cut:], func(r rune) bool { return wordly(r) && r < utf8.RuneSelf || r == utf8.RuneError }))
	}
	p.left = p.lex.tokens(p.left[:0], text[cut:], 0)
	for i := range p.left {
		p.left[i].start += cut
		p.left[i].end += cut
	}
}

// within are the roles of what may stand between a number and a direction behind it.
const within = isUnit | isAfter | isLink

// after returns the tokens behind the brackets, as far as anybody reads on.
func (p *parser) after() []token {
	if !p.looked.after {
		p.looked.after = true
		p.right = p.lex.tokens(p.right, p.claim.After[:min(sight, len(p.claim.After))], within)
	}
	return p.right
}

// passed counts the words that come between a direction and its number; hedges do not part them.
func passed(tokens []token) int {
	n := 0
	for _, t := range tokens {
		if !t.is(isBefore | isUnit | isFill) {
			n++
		}
	}
	return n
}

// before looks back from the end of the tokens for a direction. It is settled when a number, a mark,
// a word such as "to", or too many words stand in between: then nothing further back counts.
func (l *lexicon) before(tokens []token, words int) (d Direction, at int, settled bool) {
	for i := len(tokens) - 1; i >= 0; i-- {
		t := tokens[i]
		switch {
		case t.is(isUp|isDown) && l.positional && words > 0 && !t.several:
			words++ // 降 stands in many words; it counts right before the number
		case t.is(isUp):
			return Up, i, true
		case t.is(isDown):
			return Down, i, true
		case t.digits != nil, t.is(isCount | isBig | isChange | isHalf), t.mark && !quiet(t):
			return Still, i, true
		case t.is(isBlock) && !(i > 0 && tokens[i-1].is(isBy)):
			return Still, i, true
		}
		if !t.is(isBefore|isUnit|isFill) && !t.mark {
			words++
		}
		if words > l.reach {
			return Still, i, true
		}
	}
	return Still, 0, false
}

// quiet marks do not part words: quotation marks, and signs that have a meaning.
func quiet(t token) bool {
	return t.roles != 0 && !t.is(isRange) || strings.Contains(`"'“”‘’*_`, t.text)
}

// behind looks right behind the number, over units and hedges, for "lower" or "a drop".
func (l *lexicon) behind(tokens []token) (Direction, int) {
	for i, t := range tokens {
		switch {
		case t.is(isUpBehind | isDownBehind):
			if i+1 < len(tokens) && tokens[i+1].is(isFrom|isRange) {
				return Still, 0 // 860, up from 170, is a level
			}
			if t.is(isUpBehind) {
				return Up, i
			}
			return Down, i
		case !t.is(within):
			return Still, 0
		}
	}
	return Still, 0
}

// beside takes account of a hedge or negation right beside the brackets: readers do not see brackets.
func (s *Statement) beside(p *parser) *Problem {
	before, after := p.before(), p.after()
	n := len(before)
	if n > 1 && before[n-1].is(isFill) && s.lex.hedges(before[n-2]) {
		n-- // at least a [third]
	}
	if n > 0 {
		t := before[n-1]
		words := s.claim.Before[t.start:t.end]
		if t.is(isNot) {
			s.Not = !s.Not
		}
		if t.is(isBefore) && (t.entry.before == MoreThan || t.entry.before == Under || s.lex.hedges(t)) && s.Hedge != Most {
			if bad := s.outside(t.entry.before, words); bad != nil {
				return bad
			}
		}
	}
	joined := len(after) > 1 && after[0].text == "-" && after[1].glued
	if joined {
		after = after[1:] // [20]-odd
	}
	if len(after) > 0 && s.Hedge != Most {
		t := after[0]
		words := s.claim.After[t.start:t.end]
		if t.is(isAfter) && (joined || t.is(isInward) && !t.is(isBefore)) {
			if bad := s.outside(t.entry.after, words); bad != nil {
				return bad
			}
		}
	}
	if s.Number.fold && s.lex.added {
		switch s.Direction {
		case Up:
			s.Added = true
		case Down:
			return problem(s.Number.start, s.Number.end, "say what part of it is gone, or what is left", "a number cannot fall by %q", s.words())
		}
	}
	return nil
}

// outside takes up a hedge that stands beside the brackets.
func (s *Statement) outside(h Hedge, words string) *Problem {
	if s.Hedge != Bare && s.Hedge != h || s.To != nil && h != About {
		return problem(0, len(s.claim.Words), "keep one hedge, within the brackets", "%q stands beside the brackets and does not go with %q", words, s.claim.Words)
	}
	s.Hedge, s.hedged = h, words
	return nil
}

// hedges reports words before the number that are a hedge and nothing else: two words or more, or one
// that the table lists. A single about may as well name what a story is about.
func (l *lexicon) hedges(t token) bool { return t.is(isBefore) && (t.several || t.is(isInward)) }
