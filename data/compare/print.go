package compare

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"plotline/data/source"
)

// Summary is one line: "2 rows added, 1 changed (5 the same)".
func (c *Changes) Summary() string {
	if c.None() {
		return fmt.Sprintf("no change in %s", source.Count(c.Same, "row"))
	}
	var parts []string
	say := func(n int, what, is string) {
		if n > 0 {
			parts = append(parts, source.Count(n, what)+" "+is)
		}
	}
	say(len(c.ColumnsAdded), "column", "added")
	say(len(c.ColumnsGone), "column", "gone")
	say(len(c.Retyped), "column", "of another type")
	say(c.Added, "row", "added")
	say(c.Gone, "row", "gone")
	say(c.Changed, "row", "changed")
	if c.Moved {
		parts = append(parts, "rows in another order")
	}
	return fmt.Sprintf("%s (%s the same)", strings.Join(parts, ", "), source.Count(c.Same, "row"))
}

// lines are the changes one by one; columns are written by name.
func (c *Changes) lines() []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, source.Visible(fmt.Sprintf(format, args...))) }
	for _, name := range c.ColumnsAdded {
		say("+ column %s", name)
	}
	for _, name := range c.ColumnsGone {
		say("- column %s", name)
	}
	for _, r := range c.Retyped {
		say("~ column %s: %s, was %s", r.Column, r.Is, r.Was)
	}
	for _, r := range c.Rows {
		key := strings.Join(r.Key, ", ")
		switch r.Is {
		case "added":
			say("+ %s", key)
		case "gone":
			say("- %s", key)
		default:
			var cells []string
			for _, cell := range r.Cells {
				cells = append(cells, fmt.Sprintf("%s %s, was %s", cell.Column, shown(cell.Is), shown(cell.Was)))
			}
			say("~ %s: %s", key, strings.Join(cells, "; "))
		}
	}
	if more := c.Added + c.Gone + c.Changed - len(c.Rows); more > 0 {
		say("and %s more", source.Count(more, "row"))
	}
	return out
}

func shown(text string) string {
	if text == "" {
		return "missing"
	}
	return text
}

// Print writes the changes for a terminal.
func (c *Changes) Print(w io.Writer, title string) {
	fmt.Fprintf(w, "%s: %s\n", title, c.Summary())
	for _, l := range c.lines() {
		fmt.Fprintf(w, "  %s\n", l)
	}
}

// Markdown writes the changes for a comment on a pull request.
func (c *Changes) Markdown(w io.Writer, title string) {
	fmt.Fprintf(w, "**%s**: %s\n", title, c.Summary())
	lines := c.lines()
	if len(lines) == 0 {
		return
	}
	fence := "```"
	for strings.Contains(strings.Join(lines, "\n"), fence) {
		fence += "`"
	}
	fmt.Fprintf(w, "\n%sdiff\n%s\n%s\n", fence, strings.Join(lines, "\n"), fence)
}

// JSON writes the changes for programs; its lists are never null.
func (c *Changes) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Key          []string  `json:"key"`
		ColumnsAdded []string  `json:"columns_added"`
		ColumnsGone  []string  `json:"columns_gone"`
		Retyped      []Retyped `json:"columns_retyped"`
		Added        int       `json:"rows_added"`
		Gone         int       `json:"rows_gone"`
		Changed      int       `json:"rows_changed"`
		Same         int       `json:"rows_same"`
		Moved        bool      `json:"moved"`
		Rows         []Row     `json:"rows"`
	}{some(c.Key), some(c.ColumnsAdded), some(c.ColumnsGone), some(c.Retyped), c.Added, c.Gone, c.Changed, c.Same, c.Moved, some(c.Rows)})
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
