package claim

import "plotline/data/source"

// Hedge is how the words keep their distance from the number.
type Hedge int

// The hedges, from none to those that name a side. Odd is 20-odd and 多: above the number, below the
// next in its last place.
const (
	Bare Hedge = iota
	Exactly
	MoreThan
	AtLeast
	UpTo
	Under
	Nearly
	About
	JustOver
	JustUnder
	WellOver
	WellUnder
	Odd
	Most
)

// terms name hedges in reasons.
var terms = map[Hedge]string{
	Exactly: "exactly", MoreThan: "more than", AtLeast: "at least", UpTo: "at most", Under: "less than",
	Nearly: "nearly", About: "about", JustOver: "just over", JustUnder: "just under",
	WellOver: "well over", WellUnder: "well under", Odd: "a little over", Most: "more than",
}

// bounds are what a figure may say of its source's number, as words and as the marks of a bound column.
var bounds = []struct {
	name, mark string
	hedge      Hedge
}{
	{"more-than", ">", MoreThan}, {"at-least", ">=", AtLeast}, {"less-than", "<", Under},
	{"at-most", "<=", UpTo}, {"about", "~", About}, {"nearly", "", Nearly},
	{"just-over", "", JustOver}, {"just-under", "", JustUnder},
	{"over", "", MoreThan}, {"up-to", "", UpTo}, {"under", "", Under}, {"fewer-than", "", Under},
	{"", "≥", AtLeast}, {"", "≤", UpTo},
}

// Bounds lists the names of bounds, the common ones first.
func Bounds() []string {
	var names []string
	for _, b := range bounds {
		if b.name != "" {
			names = append(names, b.name)
		}
	}
	return names
}

// BoundOf returns the hedge that a bound's name or mark stands for. An empty one is Bare. It reports
// false for any other; Hint helps then.
func BoundOf(name string) (Hedge, bool) {
	if name == "" {
		return Bare, true
	}
	for _, b := range bounds {
		if name == b.name || name == b.mark {
			return b.hedge, true
		}
	}
	return Bare, false
}

// BoundHint says `did you mean "more-than"?` for a name that BoundOf refused, or nothing.
func BoundHint(name string) string { return source.DidYouMean(name, Bounds()) }

// mirrored is what a hedge says of a number that shrinks as it is surpassed: more than halved is less
// than half.
var mirrored = map[Hedge]Hedge{
	MoreThan: Under, AtLeast: UpTo, UpTo: AtLeast, Under: MoreThan, Nearly: JustOver,
	JustOver: JustUnder, JustUnder: JustOver, WellOver: WellUnder, WellUnder: WellOver, Odd: JustUnder,
}
