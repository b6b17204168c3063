package data

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data/source"
)

// Delimiters are the characters that may be told to stand between cells.
const Delimiters = ",;\t| ^~:"

// Labels are the header's labels as the file has them: blank ones blank, equal ones equal, line
// breaks kept. A table without a header has none.
func (r Report) Labels() []string {
	labels := []string{}
	if r.Headerless {
		return labels
	}
	for _, c := range r.Columns {
		label := c.Label
		if raw := Unquote(c.At.Text()); strings.Join(strings.Fields(raw), " ") == label {
			label = raw
		}
		labels = append(labels, label)
	}
	return labels
}

// assumed matches what Options.settle writes.
var assumed = regexp.MustCompile(`^to settle it: data: \{[^{]*\{file: .*, ([a-z-]+): ("(?:[^"\\]|\\.)*"|[^{}"]*)\}\}`)

// Resettle adds to a hint that settles an assumption what a story calls the file, and what it says of it
// already, each as key: value; without a name, the name stays. Other hints stay as they are.
func Resettle(hint, name string, told []string) string {
	m := assumed.FindStringSubmatchIndex(hint)
	if m == nil {
		return hint
	}
	key := hint[m[2]:m[3]]
	if start := len(ToSettle + "{"); name != "" {
		end := start + strings.Index(hint[start:], ": {file: ")
		hint = hint[:start] + name + hint[end:]
		m[2] += len(name) - (end - start)
	}
	said := ""
	for _, t := range told {
		if k, _, _ := strings.Cut(t, ":"); k != key && t != "" {
			said += t + ", "
		}
	}
	return hint[:m[2]] + said + hint[m[2]:]
}

// Settled adds to the options what the reader assumed and warned of: reading with them is reading
// alike, without those warnings.
func (o Options) Settled(problems source.List) Options {
	for _, p := range problems {
		if p.Hint == settleComments {
			o.Comments = true
		}
		m := assumed.FindStringSubmatch(p.Hint)
		if m == nil || p.Level == source.Error {
			continue
		}
		value := m[2]
		if s, err := strconv.Unquote(value); err == nil {
			value = s
		}
		n, err := strconv.Atoi(value)
		switch key := m[1]; {
		case key == "encoding":
			o.Encoding = value
		case key == "delimiter":
			o.Delimiter = value[0]
		case err != nil: // a decimal sign is a column's
		case key == "preamble":
			o.Preamble = &n
		case key == "header-rows" && (o.HeaderRows == nil || *o.HeaderRows < n):
			o.HeaderRows = &n // with the row of units
		case key == "footer":
			o.Footer = &n
		case key == "rows-max":
			o.RowsMax = &n
		}
	}
	return o
}

// headerless reports whether the problems say that the table has no header.
func headerless(o Options, problems source.List) bool {
	return o.HeaderRows != nil && *o.HeaderRows == 0 || slices.ContainsFunc(problems, func(p source.Problem) bool {
		return p.Rule == "header-missing" && p.Level == source.Warning
	})
}
