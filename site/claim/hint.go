package claim

import (
	"fmt"
	"math/big"
	"strings"
)

// nearer are the hedges that a hint tries, the tightest first.
var nearer = []Hedge{Bare, Nearly, JustOver, JustUnder, About, AtLeast, MoreThan, UpTo, Under}

// hint looks for what would mend false words: a figure that counts otherwise than the words, or a
// wording close to theirs that would hold.
func (s *Statement) hint(v Value, t Tolerances) string {
	if hint := s.misread(v, t); hint != "" {
		return hint
	}
	w := s.scaled(v)
	w, reason := s.moved(w)
	if reason != "" {
		if v.known() && s.Direction == Down && v.Low.Sign() > 0 {
			return "a value that fell is below zero; if the column counts decreases, calc: can turn its sign"
		}
		return ""
	}
	if s.Not || s.To != nil || s.Hedge == Most || s.Number.Value.Sign() == 0 {
		return ""
	}
	holding := s.reword(v, t, s.Number, s.words())
	if n, words, ok := s.renumbered(w); ok && holding == "" {
		holding = s.reword(v, t, n, words)
	} else if ok && w.known() {
		if exact := s.reword(v, t, n, words); exact != "" && exact != holding {
			holding += " or " + exact
		}
	}
	if holding == "" {
		return ""
	}
	return holding + " would hold"
}

func (s *Statement) words() string { return s.claim.Words[s.Number.start:s.Number.end] }

// reword returns the tightest hedge that makes the number true, in the words' language and in quotes.
func (s *Statement) reword(v Value, t Tolerances, n Number, words string) string {
	for _, h := range nearer {
		say := s.lex.say[h]
		if say == "" && h == Bare {
			say = "%s"
		}
		if say == "" || n.falling && h != Bare {
			continue
		}
		try := *s
		try.Number, try.Hedge = n, h
		if try.judge(v, t).Truth == True {
			return fmt.Sprintf("%q", strings.Replace(say, "%s", words, 1))
		}
	}
	return ""
}

// renumbered replaces the digits of the words with the value, rounded as they are.
func (s *Statement) renumbered(w Value) (Number, string, bool) {
	n := s.Number
	v := w.said
	if w.known() {
		v = w.Low
	}
	if v == nil || v.Sign() < 0 || n.from == n.to || n.Value.Sign() <= 0 {
		return n, "", false
	}
	digits := s.claim.Words[n.from:n.to]
	written, ok := s.lex.reading(digits)
	if !ok {
		return n, "", false
	}
	scale := new(big.Rat).Quo(n.Value, written.value)
	to := rounded(v, n.Step)
	if to.Cmp(n.Value) == 0 || to.Sign() == 0 {
		return n, "", false
	}
	n.Value = to
	text := new(big.Rat).Quo(to, scale).FloatString(written.places)
	text = strings.ReplaceAll(grouped(text), ",", "\x00")
	text = strings.ReplaceAll(text, ".", s.lex.separators.decimal)
	text = strings.ReplaceAll(text, "\x00", s.lex.separators.group)
	words := s.claim.Words
	return n, words[n.start:n.from] + text + words[n.to:n.end], true
}

// reading reads digits alone.
func (l *lexicon) reading(text string) (*digits, bool) {
	atoms := l.scan(text)
	if len(atoms) != 1 || atoms[0].digits == nil || atoms[0].digits.value.Sign() == 0 {
		return nil, false
	}
	return atoms[0].digits, true
}

// misread looks for a figure that counts in another unit than the words.
func (s *Statement) misread(v Value, t Tolerances) string {
	fits := func(w Value) bool { return s.judge(w, t).Truth == True }
	switch {
	case s.Not:
	case s.Number.Kind.percent() && !v.Percent:
		if v.Percent = true; fits(v) {
			return "if the value is in percent already, give the figure unit: percent"
		}
	case s.Number.Kind == Multiple:
		if fits(v.plus(place(0))) || v.Percent && fits(v.plus(place(2))) {
			return "a multiple is compared with new divided by old, not with the growth; calc: can add 1"
		}
	case s.Number.Kind == Plain && s.Number.Value.Cmp(place(3)) >= 0:
		for _, n := range []int{3, 4, 6, 8, 9} {
			if fits(v.times(place(n))) {
				return fmt.Sprintf("the words hold if the column counts in units of %s; calc: can multiply", grouped(place(n).Num().String()))
			}
		}
	}
	return ""
}
