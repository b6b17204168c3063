package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the legal word that word was probably meant to be, or "" when none is near.
// Near is about a third of the letters changed at most, none of a word of one or two; two neighbours that changed
// places are one change, and a difference in case, spaces or hyphens alone counts as nothing. Equal distances go to the
// earlier word of legal.
func Nearest(word string, legal []string) string {
	letters := utf8.RuneCountInString(word)
	best, limit := "", (letters+1)/3
	if letters < 3 {
		limit = 0 // any letter is near any other
	}
	for _, l := range legal {
		d := levenshtein.ComputeDistance(fold(word), fold(l))
		if d == 2 && swapped([]rune(fold(word)), []rune(fold(l))) {
			d = 1
		}
		if d <= limit && l != "" {
			best, limit = l, d-1
		}
	}
	return best
}

// swapped reports whether two neighbouring letters that change places make a of b.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

var folder = strings.NewReplacer("-", "", "_", "", " ", "")

func fold(s string) string { return folder.Replace(strings.ToLower(s)) }

// DidYouMean returns `did you mean "debt"?`, or "" when no legal word is near.
func DidYouMean(word string, legal []string) string {
	if n := Nearest(word, legal); n != "" {
		return `did you mean "` + n + `"?`
	}
	return ""
}

// Join lists words for a message: "area, bar, line".
func Join(words []string) string { return strings.Join(words, ", ") }
