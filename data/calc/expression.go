package calc

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"

	"plotline/data/source"
)

// expression is one as the reporter wrote it, and what is wrong with it.
type expression struct {
	at       source.Span
	text     string
	problems source.List
}

// span turns rune offsets of the expression into a place in the file.
func (e *expression) span(from, to int) source.Span {
	offset := func(runes int) int {
		for i := range e.text {
			if runes == 0 {
				return i
			}
			runes--
		}
		return len(e.text)
	}
	return e.at.Sub(offset(from), offset(to))
}

// fail reports an error of the language where it says.
func (e *expression) fail(what string, err error, hint string) {
	at, text := e.at, err.Error()
	var f *file.Error
	if errors.As(err, &f) {
		text = f.Message
		at = e.span(f.From, max(f.To, f.From+1))
		if f.From >= utf8.RuneCountInString(e.text) {
			at = e.at
		}
	}
	text, _, _ = strings.Cut(text, "\n")
	e.problems = append(e.problems, source.Errorf(at, "%s: %s", what, text).WithHint(hint))
}
