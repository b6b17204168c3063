package claim

import "math/big"

// A Value is what the data say: one number, or limits between which it lies. A bound that is nil has
// no end. Percent means that 23.2 is 23.2 percent; otherwise a ratio is compared with percent words
// times 100.
type Value struct {
	Low, High         *big.Rat
	LowOpen, HighOpen bool // the end itself is left out
	Percent           bool

	bound Hedge    // what the source itself said of its number
	said  *big.Rat // and the number
}

// Exact is a value that is known.
func Exact(n *big.Rat) Value { return Value{Low: n, High: n} }

// Between is a value known within limits, ends and all, as a calculation with bounds has them.
func Between(low, high *big.Rat) Value { return Value{Low: low, High: high} }

// Bounded is a value of which the source gave a bound: more than 840, about a third. It proves that
// bound or a weaker one. Tolerances say how far about and nearly reach.
func Bounded(h Hedge, n *big.Rat, t Tolerances) Value {
	if h == Bare || h == Exactly {
		return Exact(n)
	}
	v := reach(h, Number{Value: n, Step: new(big.Rat)}, t.filled())
	if h == Nearly {
		v.HighOpen = true // a source that says nearly 20 has counted fewer than 20
	}
	v.bound, v.said = h, n
	return v
}

// Decimal reads a decimal such as 0.232 or -3.4 exactly. It reports false for anything else.
func Decimal(text string) (*big.Rat, bool) { return parseDecimal(text) }

func (v Value) known() bool {
	return v.Low != nil && (v.Low == v.High || v.High != nil && cmp(v.Low, v.High) == 0)
}

// each applies f to every number of v; f keeps their order.
func (v Value) each(f func(*big.Rat) *big.Rat) Value {
	low := v.Low
	for _, p := range []**big.Rat{&v.Low, &v.High, &v.said} {
		switch {
		case *p == nil:
		case *p == low && p != &v.Low:
			*p = v.Low // the same number, moved already
		default:
			*p = f(*p)
		}
	}
	return v
}

func (v Value) times(by *big.Rat) Value {
	return v.each(func(n *big.Rat) *big.Rat { return new(big.Rat).Mul(n, by) })
}

func (v Value) plus(n *big.Rat) Value {
	return v.each(func(m *big.Rat) *big.Rat { return new(big.Rat).Add(m, n) })
}

// negated turns v round zero.
func (v Value) negated() Value {
	v = v.times(big.NewRat(-1, 1))
	v.Low, v.High, v.LowOpen, v.HighOpen = v.High, v.Low, v.HighOpen, v.LowOpen
	v.bound = Bare // a source's more than 3 is a fall by less than −3: the limits say it, the words would not
	return v
}

// holds reports whether every number of w is one of v.
func (v Value) holds(w Value) bool {
	if v.Low != nil {
		if w.Low == nil {
			return false
		}
		if c := cmp(w.Low, v.Low); c < 0 || c == 0 && v.LowOpen && !w.LowOpen {
			return false
		}
	}
	if v.High != nil {
		if w.High == nil {
			return false
		}
		if c := cmp(w.High, v.High); c > 0 || c == 0 && v.HighOpen && !w.HighOpen {
			return false
		}
	}
	return true
}

// apart reports whether v and w have no number in common.
func (v Value) apart(w Value) bool { return v.below(w) || w.below(v) }

func (v Value) below(w Value) bool {
	if v.High == nil || w.Low == nil {
		return false
	}
	c := v.High.Cmp(w.Low)
	return c < 0 || c == 0 && (v.HighOpen || w.LowOpen)
}

// reach returns the numbers of which a hedged number is true.
func reach(h Hedge, n Number, t Tolerances) Value {
	if n.falling && mirrored[h] != Bare {
		h = mirrored[h]
	}
	if n.Value.Sign() < 0 && mirrored[h] != Bare && h > Under {
		n.Value = new(big.Rat).Neg(n.Value)
		return reach(h, n, t).negated()
	}
	part := func(of *big.Rat) *big.Rat { return new(big.Rat).Mul(new(big.Rat).Abs(n.Value), of) }
	over := func(of *big.Rat) *big.Rat { return new(big.Rat).Add(n.Value, part(of)) }
	under := func(of *big.Rat) *big.Rat { return new(big.Rat).Sub(n.Value, part(of)) }
	switch h {
	case Exactly:
		return Exact(n.Value)
	case MoreThan, Most:
		return Value{Low: n.Value, LowOpen: true}
	case AtLeast:
		return Value{Low: n.Value}
	case UpTo:
		return Value{High: n.Value}
	case Under:
		return Value{High: n.Value, HighOpen: true}
	case Nearly:
		low := under(t.nearly)
		if bare := reach(Bare, n, t).Low; n.close == rounds && n.Step.Cmp(place(3)) < 0 && bare.Cmp(low) < 0 {
			low = bare
		}
		return Value{Low: low, High: n.Value}
	case About:
		return Value{Low: under(t.about), High: over(t.about)}
	case JustOver:
		return Value{Low: n.Value, LowOpen: true, High: over(t.justOver)}
	case JustUnder:
		return Value{Low: under(t.justUnder), High: n.Value, HighOpen: true}
	case WellOver:
		return Value{Low: over(t.justOver), LowOpen: true}
	case WellUnder:
		return Value{High: under(t.justUnder), HighOpen: true}
	case Odd:
		return Value{Low: n.Value, LowOpen: true, High: new(big.Rat).Add(n.Value, lastPlace(n.Value)), HighOpen: true}
	}
	slack := new(big.Rat).Mul(n.Step, big.NewRat(1, 2))
	if n.close == nears {
		if near := part(t.milestone); near.Cmp(slack) < 0 {
			slack = near
		}
	}
	v := Value{Low: new(big.Rat).Sub(n.Value, slack), High: new(big.Rat).Add(n.Value, slack)}
	if n.close == rounds { // half away from zero
		v.HighOpen, v.LowOpen = n.Value.Sign() >= 0, n.Value.Sign() <= 0
	}
	return v
}
