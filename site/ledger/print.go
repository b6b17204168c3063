package ledger

import (
	"fmt"
	"io"
	"strings"

	"plotline/data/source"
)

// Print writes the changes for a terminal. Than says what the site was compared with.
func (c Changes) Print(w io.Writer, than string) {
	var b strings.Builder
	if c.None() {
		fmt.Fprintf(&b, "nothing has moved since %s\n", than)
	}
	for i, s := range c.Stories {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s (%s)\n", s.New.Title, s.New.place())
		for _, n := range s.Numbers {
			was, is := n.values()
			fmt.Fprintf(&b, "  %s\n    %s -> %s", quoted(n.Is.Words), was, is)
			if n.reworded() {
				fmt.Fprintf(&b, ", was %s", quoted(n.Was.Words))
			}
			if v := n.Is.verdict(); v != "" {
				fmt.Fprintf(&b, ", %s", v)
			}
			fmt.Fprintf(&b, "\n    %s\n", n.Is.place())
			for _, cell := range n.first() {
				fmt.Fprintf(&b, "    %s\n", cell)
			}
		}
		for _, chart := range s.Charts {
			fmt.Fprintf(&b, "  chart %s: %s\n", chart.ID, chart.what())
			for _, cell := range chart.First {
				fmt.Fprintf(&b, "    %s\n", cell)
			}
		}
		for _, list := range []struct {
			what    string
			numbers []Number
		}{{"new", s.Added}, {"no longer there", s.Dropped}} {
			for _, n := range list.numbers {
				fmt.Fprintf(&b, "  %s %s: %s\n", quoted(n.Words), list.what, shown(n))
			}
		}
	}
	for _, list := range []struct {
		what    string
		stories []Story
	}{{"new", c.New}, {"gone", c.Gone}} {
		for _, s := range list.stories {
			fmt.Fprintf(&b, "%s (%s) is %s: %s\n", s.Title, s.place(), list.what, source.Count(len(s.Numbers), "number"))
		}
	}
	if !c.None() {
		fmt.Fprintf(&b, "\n%s since %s\n", c.summary(), than)
	}
	io.WriteString(w, b.String())
}

// summary counts what moved.
func (c Changes) summary() string {
	numbers, untrue, charts, added, dropped := 0, 0, 0, 0, 0
	for _, s := range c.Stories {
		numbers, charts, added, dropped = numbers+len(s.Numbers), charts+len(s.Charts), added+len(s.Added), dropped+len(s.Dropped)
		for _, n := range s.Numbers {
			if n.Is.Verdict == "false" {
				untrue++
			}
		}
	}
	for _, s := range c.New {
		added += len(s.Numbers)
	}
	for _, s := range c.Gone {
		dropped += len(s.Numbers)
	}
	var moved, parts []string
	for _, m := range []string{some(numbers, "number"), some(charts, "chart")} {
		if m != "" {
			moved = append(moved, m)
		}
	}
	switch {
	case numbers+charts == 1:
		parts = append(parts, moved[0]+" has moved")
	case len(moved) > 0:
		parts = append(parts, strings.Join(moved, " and ")+" have moved")
	default:
		parts = append(parts, "nothing that stays has moved")
	}
	if untrue > 0 {
		parts = append(parts, fmt.Sprintf("the words of %d no longer true", untrue))
	}
	if added > 0 {
		parts = append(parts, some(added, "number")+" new")
	}
	if dropped > 0 {
		parts = append(parts, some(dropped, "number")+" gone")
	}
	return strings.Join(parts, ", ")
}

// some counts, or is empty for none.
func some(n int, word string) string {
	if n == 0 {
		return ""
	}
	return source.Count(n, word)
}

// place is where the story can be found.
func (s Story) place() string {
	if s.File != "" {
		return s.File
	}
	return "/" + s.Folder + "/"
}

// place is where the number stands in the project, or else in the story.
func (n Number) place() string {
	if n.At.File == nil {
		return n.Where
	}
	at := n.At.Position()
	return fmt.Sprintf("%s:%d:%d, %s", at.Path, at.Line, at.Column, n.Where)
}

// verdict says whether the words hold now.
func (n Number) verdict() string {
	switch n.Verdict {
	case "":
		return ""
	case "true":
		return "still true"
	}
	return n.Verdict + " now: " + n.Reason
}

// reworded reports whether the words are others, and not only the value that was printed.
func (n NumberChange) reworded() bool {
	return plain(n.Was.Words) != plain(n.Is.Words) && plain(n.Was.Words) != shown(n.Was)
}

const mostCellLines = 6 // below a number

func (n NumberChange) first() []string {
	var lines []string
	for i, c := range n.Cells {
		if i == mostCellLines {
			return append(lines, fmt.Sprintf("and %s more", source.Count(len(n.Cells)-i, "cell")))
		}
		lines = append(lines, c.String())
	}
	return lines
}

// String is the change in one line.
func (c CellChange) String() string {
	s := c.Of() + ": " + or(c.Was, "nothing") + " -> " + or(c.Cell.Text, "nothing")
	if c.Is == "" {
		s = c.Of() + ": " + or(c.Was, "nothing") + " -> nothing"
	}
	if c.File != "" {
		s += fmt.Sprintf(" (%s, row %d)", c.File, c.Row)
	}
	return s
}

// what says how the chart changed.
func (c ChartChange) what() string {
	switch {
	case c.New:
		return "new"
	case c.Gone:
		return "no longer there"
	case c.Columns:
		return "other columns"
	}
	var parts []string
	if c.Count > 0 {
		parts = append(parts, source.Count(c.Count, "cell"))
	}
	if c.More > 0 {
		parts = append(parts, source.Count(c.More, "row")+" more")
	}
	if c.Fewer > 0 {
		parts = append(parts, source.Count(c.Fewer, "row")+" fewer")
	}
	return strings.Join(parts, ", ")
}

func shown(n Number) string { return or(n.Shown, or(n.exact(), "no value")) }

// values are both values as the site prints them; where that is the same, with the digits that differ.
func (n NumberChange) values() (was, is string) {
	was, is = shown(n.Was), shown(n.Is)
	a, b := n.Was.exact(), n.Is.exact()
	if was != is || a == b {
		return was, is
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if point := max(strings.IndexByte(a, '.'), strings.IndexByte(b, '.')); i < point {
		i = point
	}
	return a[:min(len(a), i+2)], b[:min(len(b), i+2)]
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func quoted(s string) string { return `"` + plain(s) + `"` }
