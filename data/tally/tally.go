// Package tally brings numbers together one by one, without holding them.
//
// In go numbers as tables have them; out comes what they come to, exactly and rounded once. Start with
// New. A number is the decimal it was written as: 0.1 and 0.2 come to 0.3, also when a million others
// stand between them.
package tally

import (
	"math"
	"math/big"
	"slices"
	"strconv"
)

// Tally is what numbers come to. It holds them only for a median.
type Tally struct {
	how         string
	present, n  int
	first, last float64
	low, high   float64
	all         []float64
	sum         sum
}

// New returns an empty Tally of numbers brought together as sum, mean, median, min, max, count, first
// or last.
func New(how string) *Tally { return &Tally{how: how} }

// Present counts a cell that is not missing, also one that is no number.
func (t *Tally) Present() { t.present++ }

// Add takes one more number, which is finite.
func (t *Tally) Add(v float64) {
	if t.n++; t.n == 1 {
		t.first, t.low, t.high = v, v, v
	}
	t.last, t.low, t.high = v, min(t.low, v), max(t.high, v)
	switch t.how {
	case "sum", "mean":
		t.sum.add(v)
	case "median":
		t.all = append(t.all, v)
	}
}

// Value returns what the numbers come to, rounded once; false when there are none. A count of none is 0.
func (t *Tally) Value() (float64, bool) {
	r, ok := t.Exact()
	if !ok {
		return 0, false
	}
	v, _ := r.Float64()
	return v, true
}

// Exact returns what the numbers come to without rounding; false when there are none.
func (t *Tally) Exact() (*big.Rat, bool) {
	if t.how == "count" {
		return big.NewRat(int64(t.present), 1), true
	}
	if t.n == 0 {
		return nil, false
	}
	switch t.how {
	case "sum":
		return t.sum.rat(), true
	case "mean":
		return per(t.sum.rat(), t.n), true
	case "min":
		return Decimal(t.low), true
	case "max":
		return Decimal(t.high), true
	case "first":
		return Decimal(t.first), true
	case "last":
		return Decimal(t.last), true
	}
	slices.Sort(t.all) // median
	if mid := t.n / 2; t.n%2 == 0 {
		return per(new(big.Rat).Add(Decimal(t.all[mid-1]), Decimal(t.all[mid])), 2), true
	}
	return Decimal(t.all[t.n/2]), true
}

func per(r *big.Rat, n int) *big.Rat { return r.Quo(r, new(big.Rat).SetInt64(int64(n))) }

// Decimal is a number as it was written: the shortest decimal that reads as the same number.
func Decimal(v float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	return r
}

// sum adds decimals up: whole numbers of tenths, of hundredths and so on, and the rest as fractions.
type sum struct {
	whole [scales]int64    // of 10^-i each, as far as they fit
	large [scales]*big.Int // of 10^-i each, what was too much for whole
	rest  big.Rat
	scale int // of the number before
}

const (
	scales = 16
	digits = 1_000_000_000_000_000 // 10^15: two decimals below it of one scale are never the same float64
)

var powers = func() (p [scales]float64) {
	p[0] = 1
	for i := 1; i < scales; i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

func (s *sum) add(v float64) {
	if s.at(s.scale, v) {
		return
	}
	for i := range scales {
		if s.at(i, v) {
			s.scale = i
			return
		}
	}
	s.rest.Add(&s.rest, Decimal(v))
}

// at adds v if it is a whole number of 10^-i that stands for no other decimal of 15 digits.
func (s *sum) at(i int, v float64) bool {
	m := math.Round(v * powers[i])
	if m >= digits || m <= -digits || m/powers[i] != v {
		return false
	}
	if w := s.whole[i] + int64(m); w < 1<<62 && w > -1<<62 {
		s.whole[i] = w
		return true
	}
	if s.large[i] == nil {
		s.large[i] = new(big.Int)
	}
	s.large[i].Add(s.large[i], big.NewInt(s.whole[i]))
	s.whole[i] = int64(m)
	return true
}

func (s *sum) rat() *big.Rat {
	r := new(big.Rat).Set(&s.rest)
	for i := range scales {
		n := big.NewInt(s.whole[i])
		if s.large[i] != nil {
			n.Add(n, s.large[i])
		}
		r.Add(r, new(big.Rat).SetFrac(n, big.NewInt(int64(powers[i]))))
	}
	return r
}
