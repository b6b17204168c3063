package ledger

import (
	"regexp"
	"strings"
)

var digits = regexp.MustCompile(`[0-9０-９][0-9０-９.,\x{202f}\x{a0}%]*`)

// frame is a sentence without what a change of numbers changes in it.
func (n Number) frame() string {
	return plain(digits.ReplaceAllString(strings.Replace(n.Sentence, n.Words, "#", 1), "#"))
}

// likeness are the ways to tell that two numbers stand at the same place, from sure to likely. The frame
// goes before the figure: where a sentence has been bound to another figure its number has changed.
var likeness = []func(Number) string{
	func(n Number) string {
		return n.Where + "\x00" + n.Figure + "\x00" + n.Words + "\x00" + plain(n.Sentence)
	},
	func(n Number) string { return n.Where + "\x00" + n.Figure + "\x00" + n.frame() },
	func(n Number) string { return n.Where + "\x00" + n.frame() },
	func(n Number) string { return n.Where + "\x00" + n.Figure },
	func(n Number) string { return n.Figure + "\x00" + n.frame() },
	func(n Number) string { return n.Where + "\x00" + n.exact() },
}

// match returns for each new number the index of the old one that stood at its place, or -1.
func match(old, new []Number) []int {
	partner := make([]int, len(new))
	for i := range partner {
		partner[i] = -1
	}
	taken := make([]bool, len(old))
	for _, key := range likeness {
		free := map[string][]int{}
		for i, n := range old {
			if !taken[i] {
				k := key(n)
				free[k] = append(free[k], i)
			}
		}
		for i, n := range new {
			if partner[i] >= 0 {
				continue
			}
			if k := key(n); len(free[k]) > 0 {
				partner[i], taken[free[k][0]] = free[k][0], true
				free[k] = free[k][1:]
			}
		}
	}
	return partner
}
