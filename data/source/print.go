package source

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Printer writes problems in the one form that terminals, the preview's overlay and logs share:
//
//	plotline: site/stories/debt.md:9:4: table "debt" has no column "detb"
//	    9 | y: detb
//	      |    ~~~~ did you mean "debt"?
//	    data/debt.csv:1:1: columns are year, debt
type Printer struct {
	W     io.Writer
	Color bool // SGR colours, for terminals that want them
}

// Print writes the list to w without colour. Errors of w are ignored: there is nobody to tell.
func Print(w io.Writer, list List) { Printer{W: w}.Print(list) }

// Print writes every problem of the list in its order.
func (p Printer) Print(list List) {
	var b strings.Builder
	for _, problem := range list {
		p.problem(&b, problem)
	}
	io.WriteString(p.W, b.String())
}

func (p Printer) problem(b *strings.Builder, q Problem) {
	b.WriteString("plotline: ")
	if at := q.At.Position(); at.Path != "" {
		b.WriteString(p.paint(bold, Visible(at.String())) + ": ")
	}
	switch q.Level {
	case Warning:
		b.WriteString(p.paint(yellow, "warning") + ": ")
	case Info:
		b.WriteString(p.paint(cyan, "note") + ": ")
	}
	b.WriteString(Visible(q.Text))
	if q.Rule != "" && q.Level != Error {
		b.WriteString(" [" + q.Rule + "]")
	}
	b.WriteByte('\n')
	p.excerpt(b, q)
	for _, n := range q.Notes {
		b.WriteString("    ")
		if at := n.At.Position(); at.Path != "" {
			b.WriteString(Visible(at.String()) + ": ")
		}
		b.WriteString(Visible(n.Text) + "\n")
	}
}

// excerpt prints the line and an underline as wide as the words are on the screen, so that wide
// characters line up. A long line is cut to a window around the place.
func (p Printer) excerpt(b *strings.Builder, q Problem) {
	at := q.At.Position()
	if at.Line == 0 || q.At.File.Size() == 0 {
		if q.Hint != "" {
			b.WriteString("    " + p.paint(green, Visible(q.Hint)) + "\n")
		}
		return
	}
	place := q.At.shown()
	n, _ := place.File.lineOf(place.Start)
	line := place.File.Line(n)
	text := line.Text()
	from := min(max(place.Start-line.Start, 0), len(text))
	to := min(max(place.End-line.Start, from), len(text))
	before, under, after := clip(Visible(text[:from]), Visible(text[from:to]), Visible(text[to:]))
	fmt.Fprintf(b, "%5d | %s%s%s\n", at.Line, before, under, after)
	mark := strings.Repeat("~", max(1, displaywidth.String(under)))
	b.WriteString("      | " + strings.Repeat(" ", displaywidth.String(before)) + p.paint(red, mark))
	if q.Hint != "" {
		b.WriteString(" " + p.paint(green, Visible(q.Hint)))
	}
	b.WriteByte('\n')
}

const window = 100 // columns of an excerpt before it is cut, to fit a terminal beside its line number

// clip cuts a long line to about a window's width around the underlined part.
func clip(before, under, after string) (string, string, string) {
	if displaywidth.String(before+under+after) <= window {
		return before, under, after
	}
	if displaywidth.String(under) > window/2 {
		under = cut(under, window/2) + "…"
		after = ""
	}
	if room := window/2 - 2; displaywidth.String(before) > room {
		before = "…" + tail(before, room)
	}
	if room := window - displaywidth.String(before+under); displaywidth.String(after) > room {
		after = cut(after, room-1) + "…"
	}
	return before, under, after
}

// tail is the end of s that fits into so many columns.
func tail(s string, columns int) string {
	at, w := len(s), 0
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if w += displaywidth.Rune(r); w > columns {
			break
		}
		at -= n
	}
	return s[at:]
}

func cut(s string, columns int) string {
	w := 0
	for i, r := range s {
		if w += displaywidth.Rune(r); w > columns {
			return s[:i]
		}
	}
	return s
}

// Visible returns s with everything a terminal might obey made visible: control characters and
// bidirectional marks as \u{..}, tabs as two spaces, newlines as a return sign, bytes that are no
// UTF-8 as U+FFFD.
func Visible(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteString("  ")
		case r == '\n':
			b.WriteString("⏎")
		case hidden(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\uFEFF' || r == '\u2028' || r == '\u2029'
}

const (
	bold   = "1"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

func (p Printer) paint(code, s string) string {
	if !p.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
