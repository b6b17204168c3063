package story

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var claimInline = regexp.MustCompile(`\[([^\[\]\n]*)\]\(=([^()\n]*)\)`)

// smart turns straight quotes into curly ones, -- and --- into dashes and ... into an ellipsis,
// for one run of text. Quotes behind a digit stay: they are feet, inches, minutes and seconds.
func smart(s string) string { return smartAfter(s, ' ') }

// smartAfter is smart for text that follows the rune before.
func smartAfter(s string, before rune) string {
	if !strings.ContainsAny(s, `"'-.`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		after, _ := utf8.DecodeRuneInString(s[i+n:])
		out := string(r)
		switch {
		case (r == '"' || r == '\'') && unicode.IsDigit(before) && !unicode.IsLetter(after):
		case r == '"':
			out = either(opens(before, after), "“", "”")
		case r == '\'':
			decade := unicode.IsDigit(after) && opens(before, after)
			out = either(opens(before, after) && !decade, "‘", "’")
		case strings.HasPrefix(s[i:], "---"):
			out, n = "—", 3
		case strings.HasPrefix(s[i:], "--"):
			out, n = "–", 2
		case strings.HasPrefix(s[i:], "..."):
			out, n = "…", 3
		}
		b.WriteString(out)
		before = r
		i += n
	}
	return b.String()
}

// opens reports whether a quote between these two runes opens.
func opens(before, after rune) bool {
	return !unicode.IsSpace(after) && after != utf8.RuneError &&
		(unicode.IsSpace(before) || strings.ContainsRune("([{—–-“‘", before))
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
