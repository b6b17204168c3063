package sidecar

import (
	"fmt"
	"slices"
	"strings"

	"plotline/data"
	"plotline/data/settings"
	"plotline/data/source"
)

// problem reports the first cell that breaks a rule, and how many others do.
func problem(t *data.Table, c *data.Column, g *fault) source.Problem {
	text := fmt.Sprintf(g.text, c.Text(g.row), c.Name)
	if g.n > 1 {
		text += fmt.Sprintf("; %d cells in all", g.n)
	}
	return source.Errorf(t.Cell(g.row, c), "%s", text).WithRule(g.rule)
}

func escape(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// Check holds a table against what is declared of it, and returns what is wrong: of what reading it told,
// all that the sidecar does not settle, and what it breaks. What refers to other tables is Foreign's.
func (r *Resource) Check(t *data.Table, told source.List) source.List {
	if r == nil || t == nil {
		return told
	}
	if len(r.Fields) > 0 && len(columns(t, r.names())) == len(r.Fields) {
		all := !slices.ContainsFunc(t.Columns, func(c *data.Column) bool { return r.Field(c) == nil })
		told = slices.DeleteFunc(slices.Clone(told), func(p source.Problem) bool {
			return p.Level != source.Error && (p.Rule == "header-missing" && p.Level == source.Info || all && ofNames(p))
		})
	}
	return append(told, r.check(t)...)
}

// ofNames reports whether a problem is that labels are not plain. Fields that are called as the columns settle it.
func ofNames(p source.Problem) bool {
	return p.Hint == settings.EmptyColumns || slices.Contains([]string{"header-newline", "header-blank-label", "header-duplicate-label"}, p.Rule)
}

func (r *Resource) check(t *data.Table) source.List {
	problems := r.fields(t)
	t, p := held(t, r.ruled())
	if p.HasErrors() {
		return append(problems, p...)
	}
	for _, f := range r.Fields {
		if c := t.Column(f.Name); c != nil && f.constraints.any() {
			problems = append(problems, f.check(t, c)...)
		}
	}
	for _, k := range r.primary {
		problems = append(problems, k.check(t, true)...)
	}
	for _, k := range r.unique {
		problems = append(problems, k.check(t, false)...)
	}
	return problems
}

// held returns the table with the cells of the columns at least.
func held(t *data.Table, names []string) (*data.Table, source.List) {
	if t.Held() || len(names) == 0 {
		return t, nil
	}
	return t.Hold(names)
}

// ruled are the fields whose cells are looked at: those with a rule or in a key.
func (r *Resource) ruled() []string {
	var names []string
	for _, k := range append(slices.Clone(r.primary), r.unique...) {
		names = append(names, k.fields...)
	}
	for _, f := range r.Fields {
		if f.constraints.any() {
			names = append(names, f.Name)
		}
	}
	return names
}

// fields compares the fields with the header.
func (r *Resource) fields(t *data.Table) (problems source.List) {
	if len(r.Fields) == 0 {
		return nil
	}
	found := 0
	for _, f := range r.Fields {
		if t.Column(f.Name) != nil {
			found++
			continue
		}
		if r.match == "superset" || r.match == "partial" {
			continue
		}
		p := source.Errorf(f.At, "the table has no column %q", f.Name).WithRule("schema-field").WithHint(source.DidYouMean(f.Name, t.Names()))
		if len(t.Columns) > 0 {
			p = p.WithNote(t.Columns[0].At, "columns are %s", source.Some(f.Name, t.Names()))
		}
		problems = append(problems, p)
	}
	if r.match == "partial" && found == 0 {
		problems = append(problems, source.Errorf(r.fieldsAt, "the table has none of the columns that are declared").WithRule("schema-field"))
	}
	if r.match == "subset" || r.match == "partial" {
		return problems
	}
	for _, c := range t.Columns {
		if r.Field(c) != nil {
			continue
		}
		if r.match == "" {
			problems = append(problems, source.Warnf(c.At, "field-undeclared", "column %q is not declared in the schema", c.Name).
				WithHint("declare it, or allow others with fieldsMatch: subset").WithNote(r.fieldsAt, "the schema"))
			continue
		}
		problems = append(problems, source.Errorf(c.At, "column %q is not declared in the schema, which allows no others", c.Name).WithRule("schema-field").WithNote(r.fieldsAt, "the schema"))
	}
	if r.match == "exact" && len(problems) == 0 {
		for i, f := range r.Fields {
			if t.Columns[i].Name != f.Name {
				problems = append(problems, source.Errorf(f.At, "field %q is number %d in the schema, and another column in the table", f.Name, i+1).WithRule("schema-field").
					WithHint("put the fields in the order of the table, or say fieldsMatch: equal").WithNote(t.Columns[i].At, "column %d is %q", i+1, t.Columns[i].Name))
				break
			}
		}
	}
	return problems
}

// columns returns the columns of a key; nil when one is missing.
func columns(t *data.Table, names []string) []*data.Column {
	var out []*data.Column
	for _, name := range names {
		c := t.Column(name)
		if c == nil {
			return nil
		}
		out = append(out, c)
	}
	return out
}

// values are what the cells of a key stand for; whole is false when one is missing.
func values(cols []*data.Column, row int) (key string, whole bool) {
	var b strings.Builder
	for _, c := range cols {
		if c.Missing(row) {
			return "", false
		}
		v := value(c, row)
		fmt.Fprintf(&b, "%d:%s", len(v), v)
	}
	return b.String(), true
}

// said shows the cells of a key.
func said(cols []*data.Column, row int) string {
	var words []string
	for _, c := range cols {
		words = append(words, fmt.Sprintf("%q", c.Text(row)))
	}
	return source.Join(words)
}

// check reports rows that have the same key, and rows without one where it is the primary key.
func (k keyOf) check(t *data.Table, primary bool) source.List {
	cols := columns(t, k.fields)
	if len(cols) == 0 {
		return nil
	}
	what, rule := "unique key", "constraint-unique"
	if primary {
		what, rule = "primary key", "primary-key"
	}
	seen := map[string]int{}
	empty, double, n, m := -1, -1, 0, 0
	for row := range t.Rows {
		key, whole := values(cols, row)
		if !whole {
			if n++; empty < 0 {
				empty = row
			}
			continue
		}
		if _, has := seen[key]; !has {
			seen[key] = row
			continue
		}
		if m++; double < 0 {
			double = row
		}
	}
	var problems source.List
	if primary && empty >= 0 {
		i := slices.IndexFunc(cols, func(c *data.Column) bool { return c.Missing(empty) })
		problems = append(problems, source.Errorf(t.Cell(empty, cols[i]), "a row without %q, which is part of the primary key%s", cols[i].Name, inAll(n, "row")).WithRule(rule).WithNote(k.at, "declared here"))
	}
	if double >= 0 {
		key, _ := values(cols, double)
		problems = append(problems, source.Errorf(t.Cell(double, cols[0]), "a second row has the %s %s%s", what, said(cols, double), inAll(m, "row")).WithRule(rule).
			WithNote(t.Cell(seen[key], cols[0]), "the first one").WithNote(k.at, "declared here"))
	}
	return problems
}

func inAll(n int, what string) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf("; %d %ss in all", n, what)
}

// Foreign holds the table's foreign keys against the tables they lead to, which lookup reads; nil there was
// reported elsewhere.
func (r *Resource) Foreign(p *Package, t *data.Table, lookup func(*Resource) *data.Table) (problems source.List) {
	if r == nil || t == nil {
		return nil
	}
	for _, k := range r.foreign {
		other := t
		if k.resource != "" {
			res := p.named(k.resource)
			if res == nil {
				var names []string
				for _, r := range p.Resources {
					names = append(names, r.Name)
				}
				problems = append(problems, source.Errorf(k.refAt, "there is no resource %q; resources are %s", k.resource, source.Join(names)).WithRule("foreign-key").WithHint(source.DidYouMean(k.resource, names)))
				continue
			}
			if other = lookup(res); other == nil {
				continue
			}
		}
		own, p := held(t, k.fields)
		theirs, q := held(other, k.columns)
		if broken := append(p, q...); broken.HasErrors() {
			problems = append(problems, broken...)
			continue
		}
		problems = append(problems, k.check(own, theirs)...)
	}
	return problems
}

// check reports the first row whose cells stand nowhere in the other table.
func (k foreignKey) check(t, other *data.Table) source.List {
	cols, targets := columns(t, k.fields), columns(other, k.columns)
	if cols == nil {
		return nil // reported by fields
	}
	if targets == nil {
		i := slices.IndexFunc(k.columns, func(name string) bool { return other.Column(name) == nil })
		return source.List{source.Errorf(k.refAt, "table %q has no column %q", other.Name, k.columns[i]).WithRule("foreign-key").WithHint(source.DidYouMean(k.columns[i], other.Names()))}
	}
	known := map[string]bool{}
	for row := range other.Rows {
		if key, whole := values(targets, row); whole {
			known[key] = true
		}
	}
	first, n := -1, 0
	for row := range t.Rows {
		if key, whole := values(cols, row); whole && !known[key] {
			if n++; first < 0 {
				first = row
			}
		}
	}
	if first < 0 {
		return nil
	}
	p := source.Errorf(t.Cell(first, cols[0]), "%s stands nowhere in %s of %q%s", said(cols, first), source.Join(k.columns), other.Name, inAll(n, "row")).WithRule("foreign-key").WithNote(k.at, "declared here")
	if len(cols) == 1 {
		var legal []string
		for row := range min(other.Rows, 1000) {
			legal = append(legal, targets[0].Text(row))
		}
		p.Hint = source.DidYouMean(cols[0].Text(first), legal)
	}
	return source.List{p}
}

// Read reads the file and holds it against all but its foreign keys. A nil Resource reads it as it is.
func (r *Resource) Read(f *source.File, told data.Options) (*data.Table, source.List) {
	t, problems := data.Read(f, r.Told(told))
	return t, r.Check(t, problems)
}
