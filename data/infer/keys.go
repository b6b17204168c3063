package infer

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"plotline/data/cell"
	"plotline/data/source"
)

const mostKeys = 10_000 // different texts of a column that are compared

var invisible = strings.NewReplacer("\u200b", "", "\u00ad", "", "\ufeff", "")

// keys looks for texts that a reader sees as one and a program as two: they differ in blanks only, or in capitals.
type keys struct {
	seen         map[string]cell.Sight
	lately       [64]string // texts of seen
	first, other cell.Sight
	done         bool
}

func (k *keys) add(row, at int, s string) {
	if k.done {
		return
	}
	lately := &k.lately[(len(s)*7+int(s[len(s)-1])+int(s[len(s)/2])*3)%len(k.lately)]
	if *lately == s {
		return
	}
	folded := s
	if folds(s) {
		folded = strings.Join(strings.Fields(invisible.Replace(s)), " ")
	}
	first, has := k.seen[folded]
	if !has {
		if len(k.seen) == mostKeys {
			k.done, k.seen = true, nil
			return
		}
		if k.seen == nil {
			k.seen = map[string]cell.Sight{}
		}
		first = cell.See(row, at, s)
		if folded == s {
			folded = first.Text
		}
		k.seen[strings.Clone(folded)] = first
	}
	if *lately = first.Text; first.Text != s {
		k.first, k.other, k.done, k.seen = first, cell.See(row, at, s), true, nil
	}
}

func (k *keys) problems(f *Finding) source.List {
	in := "blanks"
	if !k.other.Seen && len(k.seen)*2 <= f.rest {
		in = "capitals"
		k.capitals()
	}
	if !k.other.Seen {
		return nil
	}
	return source.List{source.Warnf(f.place(k.other), "whitespace-key", "%q and %q differ in %s only, and are two values", k.other.Text, k.first.Text, in).
		WithHint("write them alike").WithNote(f.place(k.first), "the other one")}
}

// capitals looks for names of categories, which stand twice or more on average, that differ in capitals only.
// Short texts and those with digits may be codes.
func (k *keys) capitals() {
	lower := map[string]cell.Sight{}
	for _, s := range slices.SortedFunc(maps.Values(k.seen), func(a, b cell.Sight) int { return cmp.Compare(a.Row, b.Row) }) {
		if utf8.RuneCountInString(s.Text) < 4 || strings.ContainsFunc(s.Text, unicode.IsDigit) {
			continue
		}
		folded := strings.ToLower(s.Text)
		if first, has := lower[folded]; has {
			k.first, k.other = first, s
			return
		}
		lower[folded] = s
	}
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

const mostLabel = 40 // bytes of the label of a row of sums

// ends keeps the cells in which the label of a row of sums may stand: the first and the last two.
type ends struct {
	first cell.Sight
	last  [2]struct {
		row, at int
		text    []byte
	}
}

func (e *ends) add(row, at int, s string) {
	if len(s) > mostLabel {
		s = ""
	}
	if row == 0 {
		e.first = cell.See(row, at, s)
	}
	l := &e.last[row%2]
	l.row, l.at, l.text = row, at, append(l.text[:0], s...)
}

// Sights are the cells in which the label of a row of sums may stand, in a table of so many rows.
func (f *Finding) Sights(rows int) []cell.Sight {
	e := &f.ends
	out := []cell.Sight{e.first}
	for _, row := range []int{rows - 2, rows - 1} {
		l := e.last[row%2]
		out = append(out, cell.Sight{At: l.at, Row: l.row, Text: string(l.text), Seen: true})
	}
	return out
}
