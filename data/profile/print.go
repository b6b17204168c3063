package profile

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"plotline/data/source"
)

// Style says what a terminal can show.
type Style struct {
	Plain bool // letters, digits and signs of ASCII only, but for what the file holds
	Color bool
}

// The widths of a terminal and of the table's columns, in cells.
const (
	screen   = 80
	nameMost = 24
	typeWide = 7
	wordMost = 24 // of a value among others that do not fit whole
)

var delimiters = map[string]string{",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces", "": "no delimiter"}

// Print writes a profile for a terminal of 80 columns.
func (p Profile) Print(s Style) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s, %s\n\n", source.Visible(p.Path), p.form(), source.Count(p.Rows, "row"), source.Count(len(p.Columns), "column"))
	wide, missing := displaywidth.String("column"), len("missing")
	for _, c := range p.Columns {
		wide = max(wide, displaywidth.String(source.Visible(c.Name)))
	}
	wide = min(wide, nameMost)
	line := func(name, kind, missing, values string) {
		b.WriteString(strings.TrimRight(pad(name, wide)+"  "+pad(kind, typeWide)+"  "+missing+"  "+values, " ") + "\n")
	}
	head := fmt.Sprintf("%*s", missing, "missing")
	line("column", "type", head, "values")
	if s.Color {
		text := b.String()
		i := strings.LastIndexByte(strings.TrimRight(text, "\n"), '\n') + 1
		b.Reset()
		b.WriteString(text[:i] + "\x1b[1m" + strings.TrimRight(text[i:], "\n") + "\x1b[0m\n")
	}
	room := screen - wide - typeWide - missing - 3*2
	for _, c := range p.Columns {
		none := ""
		if c.Missing > 0 {
			none = strconv.Itoa(c.Missing)
		}
		line(cut(source.Visible(c.Name), wide, s), c.Type, fmt.Sprintf("%*s", missing, none), c.values(room, s))
	}
	return b.String()
}

// values shows what a column holds in so many cells of the screen.
func (c Column) values(room int, s Style) string {
	switch {
	case c.Spread != nil:
		return pad(bars(c.Spread, s), parts) + "  " + cut(source.Visible(c.between()), room-parts-2, s)
	case len(c.Common) == 0:
		return "nothing"
	}
	out := source.Count(c.Distinct, "value") + ": "
	if c.Distinct >= mostDistinct {
		out = "very many values: "
	}
	alone := c.Common[0].N == 1 // no value stands twice
	longest := room
	if whole := c.whole(alone); displaywidth.String(out)+whole > room-2 {
		longest = wordMost
	}
	for i, v := range c.Common {
		word := cut(source.Visible(v.Text), longest, s)
		if !alone {
			word += " " + strconv.Itoa(v.N)
		}
		if i > 0 {
			word = ", " + word
		}
		if displaywidth.String(out+word) > room-2 {
			return cut(out+word, room, s)
		}
		out += word
	}
	if c.Distinct > len(c.Common) {
		out += more(s)
	}
	return out
}

// whole is how many cells the values take that are listed, uncut, with how often they stand unless that is once.
func (c Column) whole(once bool) (cells int) {
	for i, v := range c.Common {
		if cells += displaywidth.String(source.Visible(v.Text)); !once {
			cells += 1 + len(strconv.Itoa(v.N))
		}
		if i > 0 {
			cells += len(", ")
		}
	}
	return cells
}

func more(s Style) string {
	if s.Plain {
		return "..."
	}
	return "…"
}

// bars draws how values are spread: a block for each part of the range, or a digit from 0 to 9.
func bars(counts []int, s Style) string {
	most := 0
	for _, n := range counts {
		most = max(most, n)
	}
	steps := []rune(" ▁▂▃▄▅▆▇█")
	if s.Plain {
		steps = []rune("0123456789")
	}
	var b strings.Builder
	for _, n := range counts {
		step := n * (len(steps) - 1) / most
		if n > 0 && step == 0 {
			step = 1
		}
		b.WriteRune(steps[step])
	}
	return b.String()
}

// form is how the file holds the table.
func (p Profile) form() string {
	between, known := delimiters[p.Delimiter]
	switch {
	case p.Sheet != "":
		return fmt.Sprintf("sheet %q", source.Visible(p.Sheet))
	case strings.EqualFold(path.Ext(p.Path), ".json"):
		return "JSON"
	case !known:
		between = strconv.Quote(p.Delimiter)
	}
	return p.Encoding + ", " + between
}

// pad fills with blanks up to a width on the screen.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-displaywidth.String(text)))
}

// cut shortens a text to a width on the screen.
func cut(text string, width int, s Style) string {
	if displaywidth.String(text) <= width {
		return text
	}
	dots := more(s)
	w := displaywidth.String(dots)
	for i, r := range text {
		if w += displaywidth.Rune(r); w > width {
			return text[:i] + dots
		}
	}
	return text
}
