package data

import (
	"strings"

	"plotline/data/source"
)

const mostKeys = 10_000 // different texts of a column that are compared

var invisible = strings.NewReplacer("\u200b", "", "\u00ad", "", "\ufeff", "")

// keys warns of texts that a reader sees as one and a program as two: they differ in blanks only.
func (c *Column) keys(t *Table) source.List {
	seen := map[string]int{}
	for row, s := range c.texts {
		if s == "" {
			continue
		}
		folded := s
		if !ascii(s) || strings.Contains(s, "  ") || strings.ContainsAny(s, "\t\r\n") {
			folded = strings.Join(strings.Fields(invisible.Replace(s)), " ")
		}
		first, has := seen[folded]
		if !has {
			if len(seen) == mostKeys {
				return nil
			}
			seen[folded] = row
			continue
		}
		if c.texts[first] != s {
			return source.List{source.Warnf(t.Cell(row, c), "whitespace-key", "%q and %q differ in blanks only, and are two values", s, c.texts[first]).
				WithHint("write them alike").WithNote(t.Cell(first, c), "the other one")}
		}
	}
	return nil
}
