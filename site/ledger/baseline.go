package ledger

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"plotline/data/source"
)

// Corrections reports the numbers that moved since a version was published and that no correction tells
// of. Today is the day of the entry that each report proposes.
func Corrections(published, now Site, today string) source.List {
	var problems source.List
	for _, s := range Compare(published, now).Stories {
		fresh := s.fresh()
		for _, n := range s.Numbers {
			if n.told(fresh) {
				continue
			}
			at := n.Is.At
			p := source.Errorf(at, "%s was %s when it was published%s, and no correction says so", quoted(n.Is.Words), n.before(), s.published()).
				WithRule("correction-missing").WithHint("add to corrections: " + n.entry(today))
			for i, c := range n.Cells {
				if i == mostCellLines {
					break
				}
				p = p.WithNote(source.Span{}, "%s", c)
			}
			problems = append(problems, p)
		}
	}
	return problems
}

// fresh are the corrections that the published version did not have, and that are not older than it.
func (c StoryChange) fresh() []Correction {
	had := map[Correction]bool{}
	for _, o := range c.Old.Corrections {
		had[o] = true
	}
	var out []Correction
	for _, n := range c.New.Corrections {
		if !had[n] && n.Date >= c.Old.Changed { // ISO days sort as text
			out = append(out, n)
		}
	}
	return out
}

func (c StoryChange) published() string {
	if c.Old.Changed == "" {
		return ""
	}
	return " on " + c.Old.Changed
}

// told reports whether a correction tells of the number: one that names no number tells of all.
func (n NumberChange) told(fresh []Correction) bool {
	for _, c := range fresh {
		if names(c.Was, n.Was) && names(c.Now, n.Is) {
			return true
		}
	}
	return false
}

// names reports whether words of a correction are a number's: as displayed, or as its value is printed.
func names(words string, n Number) bool {
	words = strings.ToLower(plain(words))
	return words == "" || holds(strings.ToLower(plain(n.Words)), words) || words == strings.ToLower(plain(shown(n))) || words == n.Value
}

// holds reports whether words stand in a text, and are no part of a longer number.
func holds(text, words string) bool {
	i := strings.Index(text, words)
	if i < 0 {
		return false
	}
	return apartFrom(text, i, i+len(words))
}

// apartFrom reports whether a stretch of text is no part of a longer number.
func apartFrom(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !unicode.IsDigit(before) && !unicode.IsDigit(after)
}

// before says what the number was.
func (n NumberChange) before() string {
	if plain(n.Was.Words) == plain(n.Is.Words) {
		was, is := n.values()
		return was + " and not " + is
	}
	return quoted(n.Was.Words)
}

// entry is the line of YAML that is missing.
func (n NumberChange) entry(today string) string {
	was, is := plain(n.Was.Words), plain(n.Is.Words)
	if was == is {
		was, is = shown(n.Was), shown(n.Is)
	}
	return "- {date: " + today + ", kind: source-revision, text: ..., was: " + strconv.Quote(was) + ", now: " + strconv.Quote(is) + "}"
}
