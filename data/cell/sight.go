package cell

import "strings"

// Sight is a cell that a message may name.
type Sight struct {
	At   int // where its record begins; 0 is no sight of text ""
	Row  int
	Text string
	Seen bool
}

// See makes a sight of a cell; what is seen may be overwritten, the sight stays.
func See(row, at int, s string) Sight { return Sight{at, row, strings.Clone(s), true} }
