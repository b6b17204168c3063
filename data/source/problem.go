package source

import (
	"cmp"
	"fmt"
	"slices"
)

// Level says what a Problem does to a build.
type Level int

// An Error stops publishing. A Warning publishes, unless the build is strict. Info only tells.
const (
	Error Level = iota
	Warning
	Info
)

// String returns "error", "warning" or "info".
func (l Level) String() string { return [...]string{"error", "warning", "info"}[l] }

// Problem is one thing a person should mend: where, what, and what to do.
// Text and Hint are lower case without a full stop; user words stand in double quotes.
type Problem struct {
	At    Span
	Level Level
	Rule  string // a stable id such as "row-short"; empty for syntax errors
	Text  string
	Hint  string // what to do, printed beside the underline
	Notes []Note
}

// Note is a second place that explains a Problem. A Note without a place prints its text alone.
type Note struct {
	At   Span
	Text string
}

// Errorf returns a Problem of level Error at the span.
func Errorf(at Span, format string, args ...any) Problem {
	return Problem{At: at, Level: Error, Text: fmt.Sprintf(format, args...)}
}

// Warnf returns a Problem of level Warning at the span. Every warning has a rule id, so that a
// project can silence it.
func Warnf(at Span, rule, format string, args ...any) Problem {
	return Problem{At: at, Level: Warning, Rule: rule, Text: fmt.Sprintf(format, args...)}
}

// Infof returns a Problem of level Info at the span.
func Infof(at Span, rule, format string, args ...any) Problem {
	return Problem{At: at, Level: Info, Rule: rule, Text: fmt.Sprintf(format, args...)}
}

// WithHint returns p with the hint, which may be empty.
func (p Problem) WithHint(hint string) Problem { p.Hint = hint; return p }

// WithRule returns p with the rule id.
func (p Problem) WithRule(rule string) Problem { p.Rule = rule; return p }

// WithNote returns p with one more note.
func (p Problem) WithNote(at Span, format string, args ...any) Problem {
	p.Notes = append(slices.Clip(p.Notes), Note{at, fmt.Sprintf(format, args...)})
	return p
}

// List is what a stage found wrong, in the order found until sorted.
type List []Problem

// HasErrors reports whether the list holds a Problem of level Error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Count returns how many problems of the level the list holds.
func (l List) Count(level Level) int {
	n := 0
	for _, p := range l {
		if p.Level == level {
			n++
		}
	}
	return n
}

// Sort orders the list by path, place, level and text, and drops exact repeats.
func (l *List) Sort() {
	slices.SortStableFunc(*l, compare)
	*l = slices.CompactFunc(*l, func(a, b Problem) bool { return compare(a, b) == 0 && a.Hint == b.Hint })
}

func compare(a, b Problem) int {
	return cmp.Or(
		cmp.Compare(path(a.At), path(b.At)),
		cmp.Compare(a.At.Start, b.At.Start),
		cmp.Compare(a.Level, b.Level),
		cmp.Compare(a.Text, b.Text),
	)
}

func path(s Span) string {
	if s.File == nil {
		return ""
	}
	return s.File.Path
}
