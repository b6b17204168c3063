package sidecar

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data"
	"plotline/data/settings"
	"plotline/data/source"
)

// Propose returns a resource that says what the reader found out, as a list of one in YAML: reading
// with it is reading alike, without warnings of how the file is laid out. Its name is none that the package has.
// A column of numbers that can be two becomes one of numbers when the other columns say how the file writes
// them, and else one of text; said tells which, and how to have it otherwise.
func (p *Package) Propose(file string, r data.Report, told data.Options) (resource string, said []string) {
	var b strings.Builder
	name := slug(settings.Stem(path.Base(file)))
	if p.named(name) != nil && told.Sheet != "" {
		name = slug(name + "-" + told.Sheet)
	}
	for n, first := 2, name; p.named(name) != nil; n++ {
		name = first + "-" + strconv.Itoa(n)
	}
	line := func(depth int, format string, args ...any) {
		fmt.Fprintf(&b, strings.Repeat("  ", depth)+format+"\n", args...)
	}
	line(0, "- name: %s", name)
	line(1, "path: %s", scalar(file))
	o := told.Settled(r.Problems)
	if r.Encoding != "utf-8" {
		line(1, "encoding: %s", r.Encoding)
	}
	if d := dialectOf(r, o); d != "" {
		line(1, "dialect: {%s}", d)
	}
	line(1, "schema:")
	line(2, "fields:")
	columns := r.Table.Written()
	for _, w := range columns {
		if w.Unclear != "" {
			said = append(said, decide(&w, columns))
		}
		line(3, "- {%s}", field(w))
	}
	var extras []string
	if o.Footer != nil && *o.Footer > 0 {
		extras = append(extras, "footer: "+strconv.Itoa(*o.Footer))
	}
	if o.RowsMax != nil {
		extras = append(extras, "rows-max: "+strconv.Itoa(*o.RowsMax))
	}
	if len(extras) > 0 {
		line(1, "%s: {%s}", ours, strings.Join(extras, ", "))
	}
	return b.String(), said
}

// decide settles what a column's numbers are that can be two, and says so.
func decide(w *data.Written, columns []data.Written) string {
	comma, point := "", "" // columns that prove a decimal sign
	for _, c := range columns {
		switch {
		case c.Proof == ',':
			comma = c.Name
		case c.Proof == '.':
			point = c.Name
		}
	}
	is := func(sign, other string) string {
		return fmt.Sprintf("type: number, decimalChar: %q, groupChar: %q", sign, other)
	}
	if (comma == "") == (point == "") {
		return fmt.Sprintf("column %q becomes text, as %q can be a whole number or a fraction; for numbers write {%s} or {%s} in its field, after what its publisher says", w.Name, w.Unclear, is(",", "."), is(".", ","))
	}
	sign, other, proof := ".", ",", point
	if comma != "" {
		sign, other, proof = ",", ".", comma
	}
	w.Type, w.Decimal, w.Group, w.Whole = data.Number, sign, other, false
	what := "a whole number"
	if string(w.Mark) == sign {
		what = "a fraction"
	}
	return fmt.Sprintf("%q in column %q becomes %s, as column %q is written that way; if that is wrong, write {%s} in its field", w.Unclear, w.Name, what, proof, is(other, sign))
}

// dialectOf is what a sidecar must say of how the file is cut.
func dialectOf(r data.Report, o data.Options) string {
	var parts []string
	ambiguous := slices.ContainsFunc(r.Problems, func(p source.Problem) bool { return p.Rule == "delimiter-ambiguous" })
	if (r.Delimiter != "," || ambiguous) && r.Delimiter != "" {
		parts = append(parts, "delimiter: "+strconv.Quote(r.Delimiter))
	}
	if o.Sheet != "" {
		parts = append(parts, "sheetName: "+strconv.Quote(o.Sheet))
	}
	preamble, header := 0, 1
	if o.Preamble != nil {
		preamble = *o.Preamble
	}
	if o.HeaderRows != nil {
		header = *o.HeaderRows
	}
	units := o.UnitRows
	if slices.ContainsFunc(r.Problems, func(p source.Problem) bool { return p.Rule == "units-row" }) {
		units = 1
	}
	rows := func(from, n int) string {
		var list []string
		for i := range n {
			list = append(list, strconv.Itoa(from+i))
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	if o.Comments {
		parts = append(parts, `commentChar: "#"`)
	}
	switch {
	case header == 0:
		parts = append(parts, "header: false")
		if preamble > 0 {
			parts = append(parts, "commentRows: "+rows(1, preamble))
		}
		return strings.Join(parts, ", ")
	case preamble > 0 || header > 1:
		parts = append(parts, "headerRows: "+rows(preamble+1, header-units))
	}
	if units > 0 {
		parts = append(parts, "commentRows: "+rows(preamble+header-units+1, units))
	}
	return strings.Join(parts, ", ")
}

// field declares a column as it was read.
func field(w data.Written) string {
	parts := []string{"name: " + scalar(w.Name)}
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	switch w.Type {
	case data.Number:
		if w.Whole {
			add("type: integer")
		} else {
			add("type: number")
		}
		if w.Decimal == "," || w.Unclear != "" {
			add("decimalChar: %q", w.Decimal)
		}
		if w.Group != "" {
			add("groupChar: %s", strconv.Quote(w.Group))
		}
		if w.Dressed {
			add("bareNumber: false")
		}
		if w.Percent {
			add("%s: {unit: percent}", ours)
		}
	case data.Bool:
		add("type: boolean")
		if !subset(w.True, "true", "True", "TRUE", "1") || !subset(w.False, "false", "False", "FALSE", "0") {
			add("trueValues: [%s]", list(w.True))
			add("falseValues: [%s]", list(w.False))
		}
	case data.Date:
		switch {
		case w.Grain == data.Year:
			add("type: year")
		case w.Grain == data.Month && w.ISO:
			add("type: yearmonth")
		case w.Grain == data.Daily && w.ISO:
			add("type: date")
		case w.Grain == data.Daily && w.Format != "":
			add("type: date")
			add("format: %s", strconv.Quote(w.Format))
		} // quarters have no type in the standard, and other days no pattern: they are found again
	default:
		add("type: string")
	}
	if len(w.Missing) > 0 {
		add("missingValues: [%s]", list(append([]string{""}, w.Missing...)))
	}
	return strings.Join(parts, ", ")
}

func subset(words []string, of ...string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(of, w) })
}

func list(words []string) string {
	var quoted []string
	for _, w := range words {
		quoted = append(quoted, strconv.Quote(w))
	}
	return strings.Join(quoted, ", ")
}

var (
	unnamed   = regexp.MustCompile(`[^a-z0-9._-]+`)
	plainWord = regexp.MustCompile(`^[\pL][\pL\pN_./-]*( [\pL\pN(][\pL\pN_./()-]*)*$`)
	words     = []string{"true", "false", "yes", "no", "null", "on", "off", "y", "n"}
)

// slug is a name as the standard wants it.
func slug(s string) string {
	if s = strings.Trim(unnamed.ReplaceAllString(strings.ToLower(s), "-"), "-."); s != "" {
		return s
	}
	return "table"
}

// scalar writes a text as YAML has it.
func scalar(s string) string {
	if plainWord.MatchString(s) && !slices.Contains(words, strings.ToLower(s)) {
		return s
	}
	return strconv.Quote(s)
}
