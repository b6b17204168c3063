package data

import (
	"strings"
	"unicode/utf8"

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
		if folds(s) {
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

// folds reports whether s holds what folding could change.
func folds(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b >= utf8.RuneSelf || b < ' ' || b == ' ' && i > 0 && s[i-1] == ' ' {
			return true
		}
	}
	return false
}
