package sidecar

import (
	"regexp"
	"slices"
	"strings"

	"plotline/data/settings"
	"plotline/data/source"
	"plotline/data/yaml"
)

// matches are the values of fieldsMatch.
var matches = []string{"exact", "equal", "subset", "superset", "partial"}

// schema reads what the columns are declared to be.
func (r *reader) schema(n yaml.Node, res *Resource) {
	res.fieldsAt = n.At
	key := func(n yaml.Node) keyOf { return keyOf{r.texts(n), n.At} }
	r.object(n, "a schema", []yaml.Field{
		{Name: "fields", Read: func(n yaml.Node) {
			for _, item := range r.items(n, "fields") {
				if f := r.field(item); f != nil {
					res.Fields = append(res.Fields, f)
				}
			}
		}},
		{Name: "fieldsMatch", Read: func(n yaml.Node) {
			if n.Kind == yaml.List && len(n.Items) == 1 {
				n = n.Items[0] // as some programs write it
			}
			res.match, _ = r.OneOf(n, "fieldsMatch", matches...)
		}},
		{Name: "missingValues", Read: func(n yaml.Node) { res.missing = append(r.missing(n), res.missing...) }},
		{Name: "primaryKey", Read: func(n yaml.Node) { res.primary = append(res.primary, key(n)) }},
		{Name: "uniqueKeys", Read: func(n yaml.Node) {
			for _, item := range r.items(n, "uniqueKeys") {
				res.unique = append(res.unique, key(item))
			}
		}},
		{Name: "foreignKeys", Read: func(n yaml.Node) {
			for _, item := range r.items(n, "foreignKeys") {
				r.foreignKey(item, res)
			}
		}},
	}, "$schema", "name", "title", "description", "rdfType")
	for _, f := range res.Fields {
		if f.Missing == nil {
			f.Missing = res.missing
		}
	}
	r.twice(res)
	for _, k := range append(slices.Clone(res.primary), res.unique...) {
		r.declaredFields(res, k.fields, k.at, "")
	}
	for _, k := range res.foreign {
		r.declaredFields(res, k.fields, k.at, "")
	}
}

// twice reports columns that are declared more than once.
func (r *reader) twice(res *Resource) {
	seen := map[string]*Field{}
	for _, f := range res.Fields {
		if first := seen[f.Name]; first != nil {
			r.Problems = append(r.Problems, source.Errorf(f.At, "field %q is declared twice", f.Name).WithHint("keep one of them").WithNote(first.At, "first declared here"))
		}
		seen[f.Name] = f
	}
}

// declaredFields reports names in keys that no field has.
func (r *reader) declaredFields(res *Resource, names []string, at source.Span, of string) {
	for _, name := range names {
		if !slices.ContainsFunc(res.Fields, func(f *Field) bool { return f.Name == name }) {
			r.errorf(at, source.DidYouMean(name, res.names()), "the schema%s has no field %q; fields are %s", of, name, source.Join(res.names()))
		}
	}
}

func (r *Resource) names() []string {
	var names []string
	for _, f := range r.Fields {
		names = append(names, f.Name)
	}
	return names
}

// missing reads missingValues: texts, or maps with a value and its label.
func (r *reader) missing(n yaml.Node) []string {
	out := []string{}
	for _, item := range r.items(n, "missingValues") {
		if item.Kind == yaml.Map {
			var v string
			r.object(item, "a missing value", []yaml.Field{{Name: "value", Read: r.text(&v)}}, "label")
			out = append(out, v)
			continue
		}
		if v, ok := r.Text(item); ok {
			out = append(out, v)
		}
	}
	return out
}

func (r *reader) foreignKey(n yaml.Node, res *Resource) {
	k := foreignKey{}
	r.object(n, "a foreign key", []yaml.Field{
		{Name: "fields", Read: func(n yaml.Node) { k.keyOf = keyOf{r.texts(n), n.At} }},
		{Name: "reference", Read: func(n yaml.Node) {
			k.refAt = n.At
			r.object(n, "a reference", []yaml.Field{
				{Name: "resource", Read: r.text(&k.resource)},
				{Name: "fields", Read: func(n yaml.Node) { k.columns = r.texts(n) }},
			})
		}},
	})
	if len(k.fields) == 0 || len(k.fields) != len(k.columns) {
		r.errorf(n.At, "{fields: [code], reference: {resource: states, fields: [code]}}", "a foreign key names as many fields here as in its reference")
		return
	}
	res.foreign = append(res.foreign, k)
}

// otherTypes are those of the standard that no column here can have.
var otherTypes = []string{"time", "duration", "geopoint", "geojson", "object", "array", "list"}

// field reads one column's part.
func (r *reader) field(n yaml.Node) *Field {
	f := &Field{}
	f.At = n.At
	if n.Kind == yaml.Scalar { // version 0 had names alone
		f.Name = n.Text
		return f
	}
	var group, decimal string
	public := true
	sign := func(to *string, legal ...string) func(yaml.Node) {
		return func(n yaml.Node) {
			if v, ok := r.Text(n); ok && !slices.Contains(legal, v) {
				r.errorf(n.At, "", "%q is not read here; legal are %q", v, legal)
			} else if ok {
				*to = v
			}
		}
	}
	var formatAt source.Span
	r.object(n, "a field", []yaml.Field{
		{Name: "name", Read: func(n yaml.Node) { f.At = n.At; r.text(&f.Name)(n) }},
		{Name: "type", Read: func(n yaml.Node) {
			if n.Kind == yaml.Scalar && slices.Contains(otherTypes, n.Text) {
				r.errorf(n.At, "type: string keeps the cells as they are written", "type %q is not read; types are %s", n.Text, source.Join(settings.DeclaredTypes))
				return
			}
			f.Type, _ = r.OneOf(n, "type", settings.DeclaredTypes...)
		}},
		{Name: "format", Read: func(n yaml.Node) { formatAt = n.At; r.text(&f.Format)(n) }},
		{Name: "title", Read: r.text(&f.Title)},
		{Name: "description", Read: r.text(&f.Description)},
		{Name: "constraints", Read: func(n yaml.Node) { r.constraints(n, &f.constraints) }},
		{Name: "missingValues", Read: func(n yaml.Node) { f.Missing = r.missing(n) }},
		{Name: "decimalChar", Read: sign(&decimal, ".", ",")},
		{Name: "groupChar", Read: sign(&group, "", ",", ".", " ", "'", "’", "\u00a0", "\u202f")},
		{Name: "bareNumber", Read: func(n yaml.Node) {
			if v, ok := r.Bool(n); ok {
				f.Bare = &v
			}
		}},
		{Name: "trueValues", Read: func(n yaml.Node) { f.True = r.texts(n) }},
		{Name: "falseValues", Read: func(n yaml.Node) { f.False = r.texts(n) }},
		{Name: ours, Read: func(n yaml.Node) {
			r.Object(n, ours, []yaml.Field{
				{Name: "decimals", Read: func(n yaml.Node) {
					r.count(&f.Decimals)(n)
					if f.Decimals != nil && *f.Decimals > 9 {
						r.errorf(n.At, "", "at most 9 decimals are shown")
						f.Decimals = nil
					}
				}},
				{Name: "public", Read: r.boolean(&public)},
				{Name: "unit", Read: r.text(&f.Unit)},
			})
		}},
	}, "example", "examples", "rdfType", "categories", "categoriesOrdered", "unit")
	if f.Name == "" {
		r.errorf(n.At, "name: the column's label", "a field needs a name")
		return nil
	}
	f.Private = !public
	if decimal != "" {
		f.Decimal = decimal[0]
	}
	f.Group = group
	if decimal != "" && decimal == group {
		r.errorf(n.At, "", "decimalChar and groupChar of %q are the same", f.Name)
	}
	r.format(f, formatAt)
	f.constraints.settle(r, f)
	return f
}

// format checks the format of dates and drops what says nothing about how cells are read.
func (r *reader) format(f *Field, at source.Span) {
	format := strings.TrimPrefix(f.Format, "fmt:") // as version 0 wrote it
	f.Format = ""
	if format == "" || format == "default" || format == "any" {
		return
	}
	switch f.Type {
	case "date", "datetime":
		layout, ok := settings.Layout(format)
		if !ok || !strings.Contains(layout, "2") {
			r.errorf(at, "%d/%m/%Y reads 27/05/2021", "format %q is no pattern for dates", format)
			return
		}
		f.Format = format
	case "string":
		pattern, known := formats[format]
		if !known {
			r.errorf(at, "", "unknown format %q of a string; legal are %s", format, "binary, default, email, uri, uuid")
			return
		}
		f.constraints.format, f.constraints.formatAt, f.constraints.form = format, at, pattern
	default:
		r.errorf(at, "", "a field of type %q has no format %q", f.Type, format)
	}
}

// formats are what strings can be; what each matches is enough to find slips.
var formats = map[string]*regexp.Regexp{
	"email":  regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`),
	"uri":    regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:\S+$`),
	"uuid":   regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`),
	"binary": regexp.MustCompile(`^[A-Za-z0-9+/]*={0,2}$`),
}
