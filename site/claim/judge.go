package claim

import (
	"fmt"
	"math/big"
)

// Truth is how words stand to a value.
type Truth int

// True words are true of every number that the value may be. Misleading ones are true but far off;
// they warn. False ones are not true, or not proven.
const (
	True Truth = iota
	Misleading
	False
)

// String returns "true", "misleading" or "false".
func (t Truth) String() string { return [...]string{"true", "misleading", "false"}[t] }

// A Verdict is what an editor would say. Reason is a sentence without a full stop; Hint is a wording
// that would hold, or what the data may lack, or empty.
type Verdict struct {
	Truth  Truth
	Reason string
	Hint   string
}

// Judge compares the words with the value.
func (s *Statement) Judge(v Value, t Tolerances) Verdict {
	t = t.filled()
	verdict := s.judge(v, t)
	if verdict.Truth == False {
		verdict.Hint = s.hint(v, t)
	}
	return verdict
}

func (s *Statement) judge(v Value, t Tolerances) Verdict {
	w := s.scaled(v)
	moved, reason := s.moved(w)
	if reason != "" {
		if s.Not && w.known() {
			return Verdict{Truth: True, Reason: reason + ", which they deny"}
		}
		return Verdict{Truth: False, Reason: reason}
	}
	j := judgement{s: s, v: moved, t: t}
	if s.says(moved) {
		return Verdict{Truth: True, Reason: j.true()}
	}
	j.target = s.reach(t)
	switch holds := j.target.holds(moved); {
	case s.Not && j.target.apart(moved):
		return Verdict{Truth: True, Reason: j.untrue()}
	case s.Not && holds:
		return Verdict{Truth: False, Reason: j.true() + ", which the words deny"}
	case holds && !s.Not, j.quotes():
		if far := j.far(); far != "" {
			return Verdict{Truth: Misleading, Reason: j.true() + ", but " + far}
		}
		return Verdict{Truth: True, Reason: j.true()}
	}
	return Verdict{Truth: False, Reason: j.untrue()}
}

// says reports the commonest of claims: the value is known, and the words are its number and no more.
func (s *Statement) says(v Value) bool {
	return s.Hedge == Bare && s.To == nil && !s.Not && v.known() && cmp(v.Low, s.Number.Value) == 0
}

// scaled returns the value as the words count: in percent, or as a multiple.
func (s *Statement) scaled(v Value) Value {
	switch {
	case s.Number.Kind.percent() && !v.Percent:
		v = v.times(place(2))
	case s.Number.Kind == Multiple && v.Percent:
		v = v.times(place(-2))
		v.Percent = false
	}
	if s.Added {
		v = v.plus(big.NewRat(-1, 1))
	}
	return v
}

// moved compares the direction of the words with the sign, and returns the size of the move. A
// multiple has no sign: halved is 0.5.
func (s *Statement) moved(v Value) (Value, string) {
	if s.Direction == Still || s.Number.Kind == Multiple {
		return v, ""
	}
	rises := v.Low != nil && (v.Low.Sign() > 0 || v.Low.Sign() == 0 && v.LowOpen)
	falls := v.High != nil && (v.High.Sign() < 0 || v.High.Sign() == 0 && v.HighOpen)
	switch {
	case rises && s.Direction == Up:
		return v, ""
	case falls && s.Direction == Down:
		return v.negated(), ""
	}
	does := "may rise or fall"
	switch {
	case rises:
		does = "rises"
	case falls:
		does = "falls"
	case v.known():
		does = "does not change"
	}
	return v, fmt.Sprintf("the value %s, the words say %s", does, s.moves)
}

// reach returns the numbers of which the words are true.
func (s *Statement) reach(t Tolerances) Value {
	v := reach(s.Hedge, s.Number, t)
	if s.To != nil {
		to := reach(s.Hedge, *s.To, t)
		v.High, v.HighOpen = to.High, to.HighOpen
	}
	return v
}

// judgement is a statement about to be held against a value of its scale.
type judgement struct {
	s      *Statement
	v      Value
	t      Tolerances
	target Value
}

// quotes reports that the words repeat the hedge of the source: about 33.3 percent is about a third,
// though the limits of the two differ by a hair.
func (j *judgement) quotes() bool {
	if j.s.Not || j.s.To != nil || j.v.said == nil || j.v.bound != j.s.Hedge {
		return false
	}
	switch j.s.Hedge {
	case About, Nearly, JustOver, JustUnder:
		return reach(Bare, j.s.Number, j.t).holds(Exact(j.v.said))
	}
	return false
}

// far says how far the value is from words that are true of it, when that misleads.
func (j *judgement) far() string {
	limit := j.t.far
	switch j.s.Hedge {
	case MoreThan, AtLeast, UpTo, Under, Nearly:
	case Bare:
		if j.s.To != nil || j.s.Number.Step.Cmp(place(3)) < 0 {
			return ""
		}
		limit = j.t.coarse
	default:
		return ""
	}
	n := j.s.Number.Value
	if n.Sign() == 0 {
		return ""
	}
	v := j.nearest()
	if v == nil || offBy(v, n).Cmp(limit) <= 0 {
		return ""
	}
	return off(v, n) + " it"
}

// nearest returns the number that the source said, or else the value's end nearest to the words.
func (j *judgement) nearest() *big.Rat {
	if j.v.said != nil {
		return j.v.said
	}
	if j.v.Low == nil || j.v.High != nil && offBy(j.v.High, j.s.Number.Value).Cmp(offBy(j.v.Low, j.s.Number.Value)) < 0 {
		return j.v.High
	}
	return j.v.Low
}

// offBy returns how far v is from n, as a part of n.
func offBy(v, n *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(v, n)
	return d.Abs(d.Quo(d, n))
}
