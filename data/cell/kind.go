// Package cell says what the text of a single cell is: a number, a date, a word for no value, or text.
//
// In go cells without quotes and blanks around them; out come kinds, numbers and dates. Nothing here knows
// tables: of a column it learns only, by Marks, how its numbers are written. Start with KindOf, for one
// cell, and GistOf, for the cells of a column.
package cell

import (
	"regexp"
	"strings"
)

// Kind is what a single cell looks like, before its column is known.
type Kind int

const (
	Empty   Kind = iota
	NoValue      // it stands for no value: n/a, x, ..
	Number
	Date
	Text
)

// KindOf looks at one cell; a word that may stand for no value in a column of numbers is NoValue.
func KindOf(s string) Kind {
	switch {
	case s == "":
		return Empty
	case Missing(s) || TokenOf(s) != NoToken:
		return NoValue
	case dateLike(s):
		return Date
	case numberLike(s):
		return Number
	}
	return Text
}

// numerals matches the digits of a number with what people put between them.
var numerals = regexp.MustCompile(`^[+-]?(\d+([.,'’ \x{a0}\x{202f}\x{2009}]\d+)*|[.,]\d+)([eE][+-]?\d+)?$`)

func numberLike(s string) bool {
	if len(s) > 64 {
		return false
	}
	core, _ := undress(s)
	return numerals.MatchString(core)
}

var dateForms = regexp.MustCompile(`^(\d{1,2}[/.-]\d{1,2}[/.-](\d{2}|\d{4})( \d{1,2}:\d{2}.*)?|\d{4}[/-]\d{2}|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*|\d{1,2}:\d{2}(:\d{2})?|FY ?\d{2,4}.*)$`)

func dateLike(s string) bool {
	if len(s) < 4 || len(s) > 40 || IsYear(s) {
		return false
	}
	if dateForms.MatchString(s) {
		return true
	}
	_, ok := ParseDay(s)
	return ok
}

// Missing reports whether a cell's text says in every column that there is no value.
func Missing(s string) bool {
	switch s {
	case "", "n/a", "N/A", "n.a.", "-", "–", "—":
		return true
	}
	return false
}

// Token is what a word means in a column of numbers or dates, where it can be neither.
type Token int

const (
	NoToken         Token = iota
	TokenMissing          // NA, null
	TokenSuppressed       // x, ..
	TokenError            // #REF!
)

// tokenStarts are the bytes with which such words begin.
var tokenStarts = func() (starts [256]bool) {
	for _, b := range []byte("nNkKmMxXcCsSzZ.-\\(:[#*…•") {
		starts[b] = true
	}
	return starts
}()

// TokenOf tells words that stand for no value where the rest of the column are numbers or dates.
// Elsewhere they are words: NA is Namibia.
func TokenOf(s string) Token {
	if !tokenStarts[s[0]] {
		return NoToken
	}
	if len(s) > 8 {
		if strings.Trim(s, "#") == "" {
			return TokenError
		}
		if strings.Trim(s, "*") == "" {
			return TokenSuppressed
		}
		return NoToken
	}
	if s[0] == ':' && len(s) <= len(": zu") {
		return TokenSuppressed // with Eurostat's flags
	}
	switch strings.ToLower(s) {
	case "na", "nan", "null", "none", "nil", "nd", "n.d.", "n/d", "k.a.", "k. a.", ".", "--", "---", `\n`, "(null)", "missing":
		return TokenMissing
	case "..", "...", "…", "x", "c", "(x)", "(c)", "(d)", ":", "[c]", "[x]", "s", "z", "[z]", "•":
		return TokenSuppressed
	case "#ref!", "#div/0!", "#n/a", "#value!", "#name?", "#null!", "#num!", "#getting_data", "#spill!", "#calc!":
		return TokenError
	}
	switch {
	case len(s) >= 3 && strings.Trim(s, "#") == "":
		return TokenError
	case strings.Trim(s, "*") == "":
		return TokenSuppressed
	}
	return NoToken
}
