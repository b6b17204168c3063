package claim

import (
	"fmt"
	"math/big"
	"strings"

	"plotline/data/source"
)

// Tolerances are the house's measures of words, each a part of the number they stand with. The zero
// Tolerances are the defaults; docs/claims.md gives their reasons.
type Tolerances struct {
	nearly, about, justOver, justUnder, far, coarse, milestone *big.Rat
}

// measure is one tolerance: its name in plotline.yaml, its default and the largest that makes sense.
type measure struct {
	name          string
	value         *big.Rat
	largest       *big.Rat
	of            func(*Tolerances) **big.Rat
	documentation string
}

var measures = []measure{
	{"nearly", big.NewRat(1, 10), big.NewRat(1, 2), func(t *Tolerances) **big.Rat { return &t.nearly },
		"how far below the number nearly, almost and close to reach"},
	{"about", big.NewRat(1, 10), big.NewRat(1, 2), func(t *Tolerances) **big.Rat { return &t.about },
		"how far to either side about, around, roughly and some reach"},
	{"just-over", big.NewRat(1, 10), big.NewRat(1, 2), func(t *Tolerances) **big.Rat { return &t.justOver },
		"how far just over and a little over reach; well over begins there"},
	{"just-under", big.NewRat(1, 10), big.NewRat(1, 2), func(t *Tolerances) **big.Rat { return &t.justUnder },
		"how far just under reaches; well under begins there"},
	{"far", big.NewRat(1, 4), big.NewRat(100, 1), func(t *Tolerances) **big.Rat { return &t.far },
		"from where more than, at least, up to and under warn"},
	{"coarse", big.NewRat(1, 10), big.NewRat(1, 1), func(t *Tolerances) **big.Rat { return &t.coarse },
		"from where a bare number of thousands or more, such as 2 million, warns though the value rounds to it"},
	{"milestone", big.NewRat(1, 40), big.NewRat(1, 2), func(t *Tolerances) **big.Rat { return &t.milestone },
		"how near a bare fraction or whole multiple must be: a third, doubled"},
}

// Tolerance is a row of the manual: a name in plotline.yaml, its default and what it means.
type Tolerance struct{ Name, Default, Documentation string }

// Manual lists the tolerances with their defaults.
func Manual() []Tolerance {
	var rows []Tolerance
	for _, m := range measures {
		rows = append(rows, Tolerance{m.name, decimal(m.value), m.documentation})
	}
	return rows
}

// Set changes one tolerance to a decimal such as 0.1. The error names the legal set.
func (t *Tolerances) Set(name, text string) error {
	for _, m := range measures {
		if m.name != name {
			continue
		}
		v, ok := parseDecimal(text)
		if !ok || v.Sign() <= 0 || v.Cmp(m.largest) > 0 {
			return fmt.Errorf("%s is %q; it must be a decimal above 0 and up to %s", name, text, decimal(m.largest))
		}
		*m.of(t) = v
		return nil
	}
	return fmt.Errorf("unknown tolerance %q; tolerances are %s", name, source.Join(toleranceNames()))
}

// String lists what is set, by value: the same for the same tolerances.
func (t Tolerances) String() string {
	var b strings.Builder
	for _, m := range measures {
		if v := *m.of(&t); v != nil {
			fmt.Fprintf(&b, "%s: %s\n", m.name, v.RatString())
		}
	}
	return b.String()
}

// ToleranceHint says `did you mean "nearly"?` for a name that Set refused, or nothing.
func ToleranceHint(name string) string { return source.DidYouMean(name, toleranceNames()) }

func toleranceNames() []string {
	var names []string
	for _, m := range measures {
		names = append(names, m.name)
	}
	return names
}

// filled returns t with defaults where nothing is set.
func (t Tolerances) filled() Tolerances {
	if t == (Tolerances{}) {
		return defaults
	}
	return t.fill()
}

// defaults are those of the table.
var defaults = Tolerances{}.fill()

func (t Tolerances) fill() Tolerances {
	for _, m := range measures {
		if p := m.of(&t); *p == nil {
			*p = m.value
		}
	}
	return t
}

// parseDecimal reads 0.1, -3 or 840, but no fraction and no exponent, whose size nobody sees.
func parseDecimal(text string) (*big.Rat, bool) {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '.', r == '-' && i == 0:
		default:
			return nil, false
		}
	}
	if digits == 0 || len(text) > longest {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
