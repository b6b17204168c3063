package data

import (
	"slices"
	"strings"

	"plotline/data/decode"
	"plotline/data/layout"
	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// Options say how to read a file, and Declared what is told about one of its columns.
type (
	Options  = settings.Options
	Declared = settings.Declared
)

// Read returns the table of a CSV file and what is wrong with it. The table is nil when a problem
// is an error: then some cell could not be read for sure.
func Read(f *source.File, o Options) (*Table, source.List) {
	t, problems := read(f, o)
	if problems.HasErrors() {
		return nil, problems
	}
	return t, problems
}

// Report is what a file turned out to be, as far as that was found out.
type Report struct {
	Encoding  string    // "" when it is not known
	Delimiter string    // likewise
	Columns   []*Column // as the header has them; their cells are the Table's
	Blank     int       // columns behind them that have neither label nor text, and are left out
	Rows      int
	Table     *Table // nil when a problem is an error
	Problems  source.List

	Headerless bool // the columns have no labels, and names that are made up
}

// Labels are the header's labels as the file has them: blank ones blank, equal ones equal, line
// breaks kept. A table without a header has none.
func (r Report) Labels() []string {
	labels := []string{}
	if r.Headerless {
		return labels
	}
	for _, c := range r.Columns {
		label := c.Label
		if raw := scan.Unquote(c.At.Text()); strings.Join(strings.Fields(raw), " ") == label {
			label = raw
		}
		labels = append(labels, label)
	}
	return append(labels, make([]string, r.Blank)...)
}

// headerless reports whether the problems say that the table has no header.
func headerless(o Options, problems source.List) bool {
	return o.HeaderRows != nil && *o.HeaderRows == 0 || slices.ContainsFunc(problems, func(p source.Problem) bool {
		return p.Rule == "header-missing" && p.Level == source.Warning
	})
}

// Inspect tells what a file is, also one that Read returns no table of: how it is encoded, what
// divides its cells, and its columns, up to where a problem ended the reading.
func Inspect(f *source.File, o Options) Report {
	t, problems := read(f, o)
	if !t.Held() && !problems.HasErrors() {
		problems = append(problems, t.Parts(nil, func(*Table) bool { return false })...) // what is odd in columns
	}
	r := Report{Encoding: t.Encoding(), Delimiter: t.Delimiter(), Columns: t.Columns, Blank: t.blank, Rows: t.Rows, Table: t, Problems: problems, Headerless: headerless(o, problems)}
	if problems.HasErrors() {
		r.Table = nil
	}
	return r
}

// read returns what there is of the table when the problems hold an error.
func read(f *source.File, o Options) (*Table, source.List) {
	if o.Name == "" {
		o.Name = f.Path
	}
	t := &Table{Name: o.Name, File: f, Sheet: o.Sheet}
	text, problems := decode.File(f, o)
	if t.encoding = text.Encoding; text.File != nil {
		t.File, f = text.File, text.File
	}
	if problems.HasErrors() {
		return t, problems
	}
	dialect, start, p := scan.Detect(f, text.Start, o)
	problems = append(problems, p...)
	t.dialect = dialect
	if p.HasErrors() {
		return t, problems
	}
	place, p := layout.Of(f, start, dialect, o)
	problems = append(problems, p...)
	for i, l := range place.Labels {
		t.Columns = append(t.Columns, &Column{Name: l.Name, Label: l.Text, Index: i, At: l.At})
	}
	t.blank = place.Blank
	t.declare(o)
	if p.HasErrors() {
		return t, problems
	}
	problems = append(problems, t.rows(place, o)...)
	problems = append(problems, f.Unread()...)
	if problems.HasErrors() || f.Distant() {
		return t, problems
	}
	problems = append(problems, t.settle(o)...)
	t.hash()
	return t, problems
}
