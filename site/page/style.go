package page

import (
	"strings"

	"plotline/charts"
)

// StyleSheet returns the theme's colours and the style sheet, without comments and idle spaces.
func (s *Set) StyleSheet(theme charts.Theme) []byte {
	return []byte(squeeze(theme.CSS()) + s.style)
}

// NumbersSheet returns the style sheet of what proves numbers, likewise. Pages that have any load it behind the
// other: the rest do without.
func (s *Set) NumbersSheet() []byte { return []byte(squeeze(s.text(numbersFile))) }

// withoutFigures cuts the rules for figures and the front page out of our style sheet; a project's
// own has no such marks and stays whole.
func withoutFigures(css string) string {
	before, rest, found := strings.Cut(css, "/* Figures:")
	_, after, closed := strings.Cut(rest, "/* Every page */")
	if !found || !closed {
		return css
	}
	return before + after
}

// squeeze cuts comments and needless white space out of CSS. Strings stay as they are, and so do
// spaces that may carry meaning: between selectors, around operators, before a colon.
func squeeze(css string) string {
	b := make([]byte, 0, len(css))
	last := byte('{')        // nothing needs a space after it
	space, whole := false, 0 // up to whole, b holds an escape or a string
	for i := 0; i < len(css); {
		c := css[i]
		switch {
		case strings.HasPrefix(css[i:], "/*"):
			end := strings.Index(css[i+2:], "*/")
			if end < 0 {
				i = len(css)
				continue
			}
			i += end + 4
			space = true
			continue
		case strings.IndexByte(" \t\n\f\r", c) >= 0:
			space = true
			i++
			continue
		}
		if space && strings.IndexByte("{};,", last) < 0 && strings.IndexByte("{};,", c) < 0 {
			b = append(b, ' ')
		}
		space = false
		for c == '}' && len(b) > whole && b[len(b)-1] == ';' {
			b = b[:len(b)-1]
		}
		n := 1
		if c == '"' || c == '\'' {
			n = quoted(css[i:])
		} else if c == '\\' {
			n = min(2, len(css)-i)
		}
		b = append(b, css[i:i+n]...)
		if last = css[i+n-1]; n > 1 {
			last, whole = 'a', len(b) // an escaped sign separates nothing
		}
		i += n
	}
	if len(b) == 0 || b[len(b)-1] != '\n' {
		b = append(b, '\n')
	}
	return string(b)
}

// quoted returns the length of the string that s starts with.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return len(s)
}
