package settings

import (
	"regexp"
	"strconv"
	"strings"

	"plotline/data/source"
)

// assumed matches what Options.Hint writes.
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
		if p.Hint == SettleComments {
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

// InSidecar begins every hint that settles what only a sidecar can.
const InSidecar = "to settle it, in a sidecar: "

// SettleComments is how a sidecar says that such lines are no rows.
const SettleComments = InSidecar + `dialect: {commentChar: "#"}`

// EmptyColumns is the hint for cells without text behind the last label. A sidecar that declares the columns settles it.
const EmptyColumns = "save the file without empty columns"
