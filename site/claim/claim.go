// Package claim proves numbers in prose: words such as "nearly 20 percent" and a value go in, a
// verdict with its reason comes out. The words stay the reporter's; nothing here rewrites them.
// Start with Parse, then Statement.Judge.
//
// The rule, the tolerances and how to add a language are in docs/claims.md.
package claim

import (
	"fmt"
	"math/big"
)

// A Claim is what a reporter bound to a figure, with the rest of its sentence on either side, which
// only says whether the number rose or fell.
type Claim struct {
	Before, Words, After string
	Language             string // a tag such as en or zh-Hans
}

// A Statement is what the words say.
type Statement struct {
	Number    Number
	To        *Number // the upper end of a range, or nil
	Hedge     Hedge
	Direction Direction
	Not       bool // "not 840": true when the words without it are false
	Added     bool // 增长两倍: the multiple is what came on top of the whole
	Parts     []Part

	claim  Claim
	lex    *lexicon
	hedged string // the words of the hedge
	moves  string // the word of the direction
}

// A Number is one number of the words. In percent and shares it counts percent, so a third is 33⅓.
type Number struct {
	Value *big.Rat
	Step  *big.Rat // the place of the last written digit: 100,000 for "1.5 million"
	Kind  Kind

	close      closeness
	fold       bool // so many times or 倍, which growth may have on top
	falling    bool // halved: more of it is a smaller number
	start, end int  // bytes of the claim's words
	from, to   int  // bytes of the digits, when they are
}

// Kind is what a number counts.
type Kind int

// Plain numbers are compared as they are, Percent and Share (a third, one in ten) in percent, and a
// Multiple (doubled, three times) with what divides new by old.
const (
	Plain Kind = iota
	Percent
	Share
	Multiple
)

func (k Kind) percent() bool { return k == Percent || k == Share }

// Percent reports whether the words name a number of percent: 23 percent, but not a third.
func (s *Statement) Percent() bool { return s.Number.Kind == Percent }

// closeness says how near a bare number must be.
type closeness int

const (
	rounds closeness = iota // rounds to the number at its step
	nears                   // lies within half a step and within Tolerances.Milestone
)

// Direction is where the words say that the value moved.
type Direction int

// Still words say nothing of a move; they also go with "rose to 840", which names a level.
const (
	Still Direction = iota
	Up
	Down
)

// Role is what a part of the words is to the statement.
type Role string

// The roles of parts. Rest is what the statement does not rest on: nouns, places, and words unknown.
const (
	RoleNumber    Role = "number"
	RoleHedge     Role = "hedge"
	RoleUnit      Role = "unit"
	RoleDirection Role = "direction"
	RoleNot       Role = "not"
	RoleRest      Role = "rest"
)

// A Part is a run of bytes of the words, from Start up to End. Parts stand in order, and together
// they hold every letter and digit of the words.
type Part struct {
	Start, End int
	Role       Role
}

// Rest returns the parts that were not understood as number, hedge, unit, direction or negation.
func (s *Statement) Rest() []Part {
	var rest []Part
	for _, p := range s.Parts {
		if p.Role == RoleRest {
			rest = append(rest, p)
		}
	}
	return rest
}

// A Problem says why words cannot be judged. Start and End are bytes of the claim's words; Text and
// Hint read like those of source.Problem.
type Problem struct {
	Start, End int
	Text, Hint string
}

func problem(start, end int, hint, format string, args ...any) *Problem {
	return &Problem{start, end, fmt.Sprintf(format, args...), hint}
}

// longest is what people write between brackets, and more; a number of 300 digits fits.
const longest = 1000 // bytes

// Parse reads the words. It returns a Statement, or a Problem when the words hold no number, more
// than one, or what cannot be judged.
func Parse(c Claim) (*Statement, *Problem) {
	if len(c.Words) > longest {
		return nil, problem(0, len(c.Words), "put only the number and its words in the brackets", "%d bytes are too many for a claim; %d are allowed", len(c.Words), longest)
	}
	lex := lexiconOf(c.Language)
	p := lex.parser(c)
	defer p.close()
	s, bad := p.statement()
	if bad != nil {
		return nil, bad
	}
	s.claim, s.lex = c, lex
	if bad = s.beside(p); bad != nil {
		return nil, bad
	}
	return s, nil
}
