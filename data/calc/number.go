package calc

import "math/big"

// Number is a number that is known exactly, or only between two ends. Arithmetic is that of intervals
// over exact fractions (IEEE 1788-2015 has the rules), so 0.1 + 0.2 is 0.3 and "more than 840" halved
// is "more than 420".
type Number struct {
	Point     *big.Rat // the number as it is printed
	Low, High End
}

// End is one end of what a Number may be.
type End struct {
	At   *big.Rat // nil: there is no end
	Open bool     // At itself is left out
}

// Exact is a number that is known.
func Exact(r *big.Rat) Number { return Number{Point: r, Low: End{At: r}, High: End{At: r}} }

// Bounded is what a bound says of a number: more-than, at-least, less-than, fewer-than, at-most, up-to,
// or nothing. About says nothing that arithmetic could use: the number is taken as it is.
func Bounded(r *big.Rat, bound string) Number {
	n := Exact(r)
	switch bound {
	case "more-than":
		n.Low, n.High = End{r, true}, End{}
	case "at-least":
		n.High = End{}
	case "less-than", "fewer-than":
		n.Low, n.High = End{}, End{r, true}
	case "at-most", "up-to":
		n.Low = End{}
	}
	return n
}

// IsExact reports whether the number is one and not an interval.
func (n Number) IsExact() bool {
	return n.Low.At != nil && n.High.At != nil && n.Low.At.Cmp(n.High.At) == 0
}

// Bound is the bound of an interval that has one end, in the words of Bounded; empty for others.
func (n Number) Bound() string {
	switch {
	case n.Low.At != nil && n.High.At == nil && n.Low.Open:
		return "more-than"
	case n.Low.At != nil && n.High.At == nil:
		return "at-least"
	case n.High.At != nil && n.Low.At == nil && n.High.Open:
		return "less-than"
	case n.High.At != nil && n.Low.At == nil:
		return "at-most"
	}
	return ""
}

func neg(n Number) Number {
	flip := func(e End) End {
		if e.At == nil {
			return e
		}
		return End{new(big.Rat).Neg(e.At), e.Open}
	}
	return Number{new(big.Rat).Neg(n.Point), flip(n.High), flip(n.Low)}
}

func add(a, b Number) Number {
	plus := func(x, y End) End {
		if x.At == nil || y.At == nil {
			return End{}
		}
		return End{new(big.Rat).Add(x.At, y.At), x.Open || y.Open}
	}
	return Number{new(big.Rat).Add(a.Point, b.Point), plus(a.Low, b.Low), plus(a.High, b.High)}
}

func sub(a, b Number) Number { return add(a, neg(b)) }

// extreme is an end as multiplication sees it: infinite where there is none.
type extreme struct {
	at   *big.Rat
	inf  int // -1 or 1
	open bool
}

func (n Number) extremes() [2]extreme {
	low, high := extreme{n.Low.At, 0, n.Low.Open}, extreme{n.High.At, 0, n.High.Open}
	if low.at == nil {
		low = extreme{nil, -1, true}
	}
	if high.at == nil {
		high = extreme{nil, 1, true}
	}
	return [2]extreme{low, high}
}

func (e extreme) sign() int {
	if e.inf != 0 {
		return e.inf
	}
	return e.at.Sign()
}

func times(x, y extreme) extreme {
	switch {
	case x.sign() == 0 && y.sign() == 0:
		return extreme{new(big.Rat), 0, x.open && y.open}
	case x.sign() == 0: // nothing times anything, however large
		return extreme{new(big.Rat), 0, x.open}
	case y.sign() == 0:
		return extreme{new(big.Rat), 0, y.open}
	case x.inf != 0 || y.inf != 0:
		return extreme{nil, x.sign() * y.sign(), true}
	}
	return extreme{new(big.Rat).Mul(x.at, y.at), 0, x.open || y.open}
}

// compare orders extremes by where they are.
func (e extreme) compare(o extreme) int {
	if e.inf != o.inf {
		return e.inf - o.inf
	}
	if e.inf != 0 {
		return 0
	}
	return e.at.Cmp(o.at)
}

func (e extreme) end() End { return End{e.at, e.open && e.inf == 0} }

// hull is the smallest interval that holds some extremes.
func hull(point *big.Rat, all []extreme) Number {
	low, high := all[0], all[0]
	for _, e := range all[1:] {
		if c := e.compare(low); c < 0 || c == 0 && !e.open {
			low = e
		}
		if c := e.compare(high); c > 0 || c == 0 && !e.open {
			high = e
		}
	}
	return Number{point, low.end(), high.end()}
}

func mul(a, b Number) Number {
	var all []extreme
	for _, x := range a.extremes() {
		for _, y := range b.extremes() {
			all = append(all, times(x, y))
		}
	}
	return hull(new(big.Rat).Mul(a.Point, b.Point), all)
}

// holdsZero reports whether the number may be 0.
func (n Number) holdsZero() bool {
	below := n.Low.At == nil || n.Low.At.Sign() < 0 || n.Low.At.Sign() == 0 && !n.Low.Open
	above := n.High.At == nil || n.High.At.Sign() > 0 || n.High.At.Sign() == 0 && !n.High.Open
	return below && above
}

// div divides; ok is false when the divisor may be 0.
func div(a, b Number) (n Number, ok bool) {
	if b.holdsZero() || b.Point.Sign() == 0 {
		return Number{}, false
	}
	sign := b.Point.Sign()
	turned := b.extremes()
	for i, e := range turned {
		switch {
		case e.inf != 0:
			turned[i] = extreme{new(big.Rat), 0, true}
		case e.at.Sign() == 0:
			turned[i] = extreme{nil, sign, true}
		default:
			turned[i] = extreme{new(big.Rat).Inv(e.at), 0, e.open}
		}
	}
	return mul(a, hull(new(big.Rat).Inv(b.Point), turned[:])), true
}

// Times is a number a whole number of times.
func Times(n Number, by int64) Number { return mul(n, Exact(big.NewRat(by, 1))) }

// Per is a whole part of a number.
func Per(n Number, of int64) Number { return mul(n, Exact(big.NewRat(1, of))) }
