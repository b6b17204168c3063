package source

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the legal word that word was probably meant to be, or "" when none is near.
// Near is about a third of the letters changed at most, none of a word of one or two; two neighbours that changed
// places are one change, and a difference in case, spaces or hyphens alone counts as nothing. Equal distances go to the
// earlier word of legal.
func Nearest(word string, legal []string) string {
	best, _ := nearest(word, legal)
	return best
}

// nearest is Nearest with how many letters have changed.
func nearest(word string, legal []string) (best string, changed int) {
	letters := utf8.RuneCountInString(word)
	limit := (letters + 1) / 3
	if letters < 3 {
		limit = 0 // any letter is near any other
	}
	for _, l := range legal {
		d := levenshtein.ComputeDistance(fold(word), fold(l))
		if d == 2 && swapped([]rune(fold(word)), []rune(fold(l))) {
			d = 1
		}
		if d <= limit && l != "" {
			best, limit, changed = l, d-1, d
		}
	}
	return best, changed
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

// DidYouMean returns `did you mean "debt"?`: the nearest legal word, or the one that word is a part of where more
// than a letter has changed; "" when neither is sure.
func DidYouMean(word string, legal []string) string {
	n, changed := nearest(word, legal)
	if l := whole(word, legal); l != "" && (n == "" || changed > 1) {
		n = l
	}
	if n == "" {
		return ""
	}
	return `did you mean "` + n + `"?`
}

// whole returns the only legal word of which word is a part that stands by itself, as people is of people_2021. Where
// several are, it is the only one that begins so. One or two Latin letters are part of too many.
func whole(word string, legal []string) string {
	if len(word) < 3 {
		return ""
	}
	part := strings.ToLower(word)
	var in, first []string
	for _, l := range legal {
		text := strings.ToLower(l)
		i := strings.Index(text, part)
		if i < 0 || joined(text[:i], text[i:]) || joined(text[:i+len(part)], text[i+len(part):]) {
			continue
		}
		if in = append(in, l); i == 0 {
			first = append(first, l)
		}
	}
	switch {
	case len(in) == 1:
		return in[0]
	case len(first) == 1:
		return first[0]
	}
	return ""
}

// joined reports whether a word goes on from one text to the next.
func joined(before, after string) bool {
	a, _ := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(after)
	return before != "" && after != "" && unicode.IsLetter(a) && unicode.IsLetter(b)
}

const mostListed = 20 // of names that a message lists, as people can look through

// Some lists names for a message about a word that is none of them: all of them or, of a long list, first those that
// the word is in, and how many more there are.
func Some(word string, names []string) string {
	if len(names) <= mostListed {
		return Join(names)
	}
	part := strings.ToLower(word)
	var near, others []string
	for _, n := range names {
		if part != "" && strings.Contains(strings.ToLower(n), part) {
			near = append(near, n)
		} else {
			others = append(others, n)
		}
	}
	return Join(append(near, others...)[:mostListed]) + " and " + strconv.Itoa(len(names)-mostListed) + " more"
}

// Join lists words for a message: "area, bar, line".
func Join(words []string) string { return strings.Join(words, ", ") }
