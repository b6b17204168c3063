package claim

import (
	"fmt"
	"math/big"
	"strings"
)

// true says why the words hold.
func (j *judgement) true() string {
	v := j.v
	switch {
	case v.known():
		return j.holding(j.print(v.Low), v.Low)
	case v.said != nil && v.bound != Bare:
		return fmt.Sprintf("the source says %s, which is enough for %q", j.source(), j.told())
	case v.Low != nil && v.High != nil:
		return fmt.Sprintf("the value lies between %s and %s, all of which is %s", j.print(v.Low), j.print(v.High), j.holding("", nil))
	case v.Low != nil:
		return fmt.Sprintf("the value is more than %s, all of which is %s", j.print(v.Low), j.holding("", nil))
	case v.High != nil:
		return fmt.Sprintf("the value is less than %s, all of which is %s", j.print(v.High), j.holding("", nil))
	}
	return "every number is " + j.told()
}

// holding says how the value fulfils the words. Without a value it says what the words ask for.
func (j *judgement) holding(value string, v *big.Rat) string {
	if v == nil {
		n := j.n()
		if j.s.Hedge == Bare && j.s.To == nil && j.s.Number.close == rounds {
			return "what rounds to " + n
		}
		if j.s.To != nil {
			return fmt.Sprintf("between %s and %s", n, j.written(*j.s.To))
		}
		return j.told()
	}
	if j.s.To != nil {
		return j.ranged(value, v)
	}
	equal := cmp(v, j.s.Number.Value) == 0
	n := value
	if !equal || cmp(j.s.Number.Step, place(0)) < 0 {
		n = j.n()
	}
	switch j.hedge() {
	case Bare:
		switch {
		case equal:
			return value + " is " + n
		case j.s.Number.close == nears:
			return value + " is close to " + n
		}
		return value + " rounds to " + n
	case Nearly:
		if equal {
			return fmt.Sprintf("%s is %s, which %q allows", value, n, j.s.hedged)
		}
	case About:
		return fmt.Sprintf("%s is within %s percent of %s", value, percentOf(j.t.about), n)
	case WellOver:
		return fmt.Sprintf("%s is more than %s, where %q begins", value, j.print(j.target.Low), j.s.hedged)
	case WellUnder:
		return fmt.Sprintf("%s is less than %s, where %q ends", value, j.print(j.target.High), j.s.hedged)
	case Odd:
		return fmt.Sprintf("%s lies between %s and %s", value, n, j.print(j.target.High))
	case Most:
		return value + " is more than half"
	}
	return fmt.Sprintf("%s is %s %s", value, terms[j.hedge()], n)
}

func (j *judgement) ranged(value string, v *big.Rat) string {
	n, to := j.n(), j.written(*j.s.To)
	switch {
	case v.Cmp(j.s.Number.Value) >= 0 && v.Cmp(j.s.To.Value) <= 0:
		return fmt.Sprintf("%s lies between %s and %s", value, n, to)
	case j.s.Hedge == About:
		return fmt.Sprintf("%s lies within %s percent of %s to %s", value, percentOf(j.t.about), n, to)
	case v.Cmp(j.s.Number.Value) < 0:
		return value + " rounds to " + n
	}
	return value + " rounds to " + to
}

// untrue says why the words do not hold.
func (j *judgement) untrue() string {
	v := j.v
	switch {
	case v.known():
		return j.failing(j.print(v.Low), v.Low)
	case v.said != nil && v.bound != Bare:
		return fmt.Sprintf("the source says only %s; that does not prove %q", j.source(), j.told())
	case v.Low != nil && v.High != nil:
		return fmt.Sprintf("the value may lie anywhere between %s and %s; that does not prove %q", j.print(v.Low), j.print(v.High), j.told())
	case v.Low != nil:
		return fmt.Sprintf("the value may be anything above %s; that does not prove %q", j.print(v.Low), j.told())
	case v.High != nil:
		return fmt.Sprintf("the value may be anything below %s; that does not prove %q", j.print(v.High), j.told())
	}
	return fmt.Sprintf("nothing is known of the value; that does not prove %q", j.told())
}

func (j *judgement) failing(value string, v *big.Rat) string {
	n := j.n()
	if j.s.To != nil {
		return fmt.Sprintf("%s does not lie between %s and %s", value, n, j.written(*j.s.To))
	}
	above := v.Cmp(j.s.Number.Value) > 0
	switch h := j.hedge(); {
	case h == Bare && j.s.Number.close == nears && j.target.Low.Cmp(j.target.High) != 0:
		return fmt.Sprintf("%s is not close enough to %s; bare %q reaches from %s to %s", value, n, j.words(), number(j.shown(j.target.Low)), j.print(j.target.High))
	case h == Bare:
		if r := rounded(v, j.s.Number.Step); r.Cmp(v) != 0 && r.Cmp(j.s.Number.Value) != 0 {
			return fmt.Sprintf("%s rounds to %s, not %s", value, j.at(r), n)
		}
		return value + " is not " + n
	case h == Nearly && above:
		return fmt.Sprintf("%s is more than %s, not nearly %s", value, n, n)
	case h == JustOver && !above:
		return value + " is not more than " + n
	case h == JustUnder && v.Cmp(j.s.Number.Value) >= 0:
		return value + " is not less than " + n
	case h == Nearly || h == About || h == JustOver || h == JustUnder:
		reaches := "down to " + j.print(j.target.Low)
		if above {
			reaches = "up to " + j.print(j.target.High)
		}
		return fmt.Sprintf("%s is %s %s; %q reaches %s", value, off(v, j.s.Number.Value), n, j.s.hedged, reaches)
	case h == WellOver:
		return fmt.Sprintf("%s is no more than %s, and %q begins at %s", value, off(j.target.Low, j.s.Number.Value)+" "+n, j.s.hedged, j.print(j.target.Low))
	case h == WellUnder:
		return fmt.Sprintf("%s is no less than %s, and %q ends at %s", value, off(j.target.High, j.s.Number.Value)+" "+n, j.s.hedged, j.print(j.target.High))
	case h == Odd:
		return fmt.Sprintf("%s does not lie between %s and %s", value, n, j.print(j.target.High))
	case h == Most:
		return value + " is not more than half"
	default:
		return fmt.Sprintf("%s is not %s %s", value, terms[h], n)
	}
}

// hedge is the hedge as it works on the number: more than halved is less than a half.
func (j *judgement) hedge() Hedge {
	if h, ok := mirrored[j.s.Hedge]; ok && j.s.Number.falling {
		return h
	}
	return j.s.Hedge
}

// told says the words in terms of the package: "more than 840".
func (j *judgement) told() string {
	text := j.n()
	if j.s.To != nil {
		text += " to " + j.written(*j.s.To)
	}
	if term := terms[j.hedge()]; term != "" {
		return term + " " + text
	}
	return text
}

func (j *judgement) source() string { return terms[j.v.bound] + " " + j.print(j.v.said) }
func (j *judgement) words() string  { return j.s.claim.Words[j.s.Number.start:j.s.Number.end] }
func (j *judgement) n() string      { return j.written(j.s.Number) }

// written prints a number of the words with the digits that the words have behind the point.
func (j *judgement) written(n Number) string {
	if n.close == nears {
		return j.print(n.Value)
	}
	return j.at(n.Value)
}

// at prints a number at the step of the words.
func (j *judgement) at(v *big.Rat) string {
	places := 0
	for step := j.s.Number.Step; places < 20 && cmp(step, place(-places)) < 0; {
		places++
	}
	return grouped(j.shown(v).FloatString(places)) + j.unit()
}

// print prints a number with the unit of the words.
func (j *judgement) print(v *big.Rat) string { return number(j.shown(v)) + j.unit() }

// shown returns the whole multiple of one that was added.
func (j *judgement) shown(v *big.Rat) *big.Rat {
	if j.s.Added {
		return new(big.Rat).Add(v, place(0))
	}
	return v
}

func (j *judgement) unit() string {
	if j.s.Number.Kind.percent() || j.v.Percent {
		return " percent"
	}
	return ""
}

// number prints a number for an English sentence: all its digits if it is a short decimal, four
// otherwise.
func number(v *big.Rat) string {
	if text := decimal(v); text != "" {
		return grouped(text)
	}
	for places := range 12 {
		text := v.FloatString(places)
		if len(strings.TrimLeft(text, "-0."))-min(places, 1) >= 4 {
			return grouped(text)
		}
	}
	return grouped(v.FloatString(12))
}

// decimal returns all the digits of a decimal that has at most twelve behind the point, or "".
func decimal(v *big.Rat) string {
	if v.IsInt() {
		return v.Num().String()
	}
	if n, exact := v.FloatPrec(); exact && n <= 12 {
		return v.FloatString(n)
	}
	return ""
}

// grouped writes a minus and separates thousands.
func grouped(text string) string {
	text, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(text, ".")
	if len(whole) < 4 && !negative {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(whole)/3 + len("−"))
	if negative && strings.Trim(text, "0.") != "" {
		b.WriteString("−")
	}
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if point {
		b.WriteByte('.')
		b.WriteString(fraction)
	}
	return b.String()
}

// off says "15 percent above": how far v is from n.
func off(v, n *big.Rat) string {
	if n.Sign() == 0 {
		return "away from"
	}
	side := "below"
	if v.Cmp(n) > 0 {
		side = "above"
	}
	return percentOf(offBy(v, n)) + " percent " + side
}

// percentOf prints a part as percent with three digits.
func percentOf(part *big.Rat) string {
	p := new(big.Rat).Mul(part, place(2))
	places := 2
	for _, limit := range []int{1, 2} {
		if p.Cmp(place(limit)) >= 0 {
			places--
		}
	}
	text := p.FloatString(places)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return grouped(text)
}

// rounded rounds half away from zero to a multiple of the step.
func rounded(v, step *big.Rat) *big.Rat {
	if step.Sign() == 0 {
		return v
	}
	q := new(big.Rat).Quo(v, step)
	n, _ := new(big.Rat).SetString(q.FloatString(0))
	return n.Mul(n, step)
}
