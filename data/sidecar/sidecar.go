// Package sidecar reads what a Frictionless data package says of tables, and holds the tables to it.
//
// In go a datapackage.json or .yaml, of version 1 or 2; out come Resources: how each file is read,
// what its columns are declared to be, and which rules their cells must keep. Start with Parse, then
// read each table with Resource.Read. Everything that is wrong has its
// place: in the sidecar, or in the table's cell with a note where the rule stands. The standard is
// that of https://datapackage.org; what is ours stands under the key x-plotline.
package sidecar

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"plotline/data"
	"plotline/data/source"
	"plotline/data/yaml"
)

// Names are the files that a data package may be called, in the order in which they are looked for.
var Names = []string{"datapackage.json", "datapackage.yaml", "datapackage.yml"}

// Package is what a sidecar says. The zero Package says nothing.
type Package struct {
	File      *source.File // nil when there is none
	Title     string
	Licenses  []License
	Sources   []Source
	Resources []*Resource

	list yaml.Node // of resources
	text string    // as it is in the file
}

// License says what readers may do with the data.
type License struct{ Name, Title, Path string }

// Source says where data came from.
type Source struct{ Title, Path, Email string }

// Resource is one table's part. The nil Resource says nothing of its table.
type Resource struct {
	At, PathAt  source.Span
	Name, Path  string
	Sheet       string // of a workbook; empty is any
	Title       string
	Description string
	Licenses    []License
	Sources     []Source
	Fields      []*Field
	MaxAge      string // such as 90d or 12w
	MaxAgeAt    source.Span
	Origin      string // where the file was fetched
	Private     bool   // no page or download may show it

	how                       data.Options
	nameAt, fieldsAt, sheetAt source.Span
	match                     string   // fieldsMatch, or empty
	missing                   []string // what stands for no value where no field says otherwise
	primary, unique           []keyOf
	foreign                   []foreignKey

	header                  *bool // of the dialect
	headerRows, commentRows []int
}

// Field is one column's part.
type Field struct {
	data.Declared
	Title, Description string
	constraints        constraints
}

// keyOf is a list of columns whose cells together are unlike in every row.
type keyOf struct {
	fields []string
	at     source.Span
}

// foreignKey says that cells stand in columns of another table as well.
type foreignKey struct {
	keyOf
	resource string // empty is the same table
	columns  []string
	refAt    source.Span
}

// Open reads a file beside the sidecar that it names; nil when there is none.
type Open func(name string) *source.File

// Parse reads a sidecar.
func Parse(f *source.File, open Open) (*Package, source.List) {
	p := &Package{text: string(f.Text)}
	if strings.HasSuffix(f.Path, ".json") {
		f = source.NewFile(f.Path, asYAML(f.Text))
	}
	p.File = f
	n, problems := yaml.Parse(f.All())
	r := &reader{open: open}
	r.Problems = problems
	if n.Kind != yaml.Map && !problems.HasErrors() {
		r.errorf(n.At, "resources: [{name: debt, path: debt.csv}]", "a data package is a map of keys, not %s", n.Kind)
		return p, r.Problems
	}
	r.object(n, "the data package", []yaml.Field{
		{Name: "title", Read: r.text(&p.Title)},
		{Name: "licenses", Read: r.licenses(&p.Licenses)},
		{Name: "sources", Read: r.sources(&p.Sources)},
		{Name: "resources", Read: func(n yaml.Node) {
			p.list = n
			for _, item := range r.items(n, "resources") {
				if res := r.resource(item); res != nil {
					p.Resources = append(p.Resources, res)
				}
			}
		}},
	}, "name", "id", "profile", "$schema", "description", "homepage", "version", "created", "contributors", "keywords", "image", "datapackage_version", "license")
	r.names(p)
	return p, r.Problems
}

// pair matches how JSON writes a character beyond the first 65,536.
var pair = regexp.MustCompile(`^\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// asYAML makes YAML of what JSON has else: tabs that indent, and characters in two halves. Everything
// stays where it is, as blanks behind a text make up for its being shorter.
func asYAML(text []byte) []byte {
	out := make([]byte, 0, len(text))
	quoted, short := false, 0
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case b == '"':
			quoted = !quoted
			out = append(out, b)
			if !quoted {
				out = append(out, strings.Repeat(" ", short)...)
				short = 0
			}
			continue
		case quoted && b == '\\' && pair.Match(text[i:]):
			high, _ := strconv.ParseUint(string(text[i+2:i+6]), 16, 32)
			low, _ := strconv.ParseUint(string(text[i+8:i+12]), 16, 32)
			out = fmt.Appendf(out, `\U%08X`, utf16.DecodeRune(rune(high), rune(low)))
			short += len(`\ud83d\ude00`) - len(`\U0001F600`)
			i += len(`\ud83d\ude00`) - 1
			continue
		case quoted && b == '\\' && i+1 < len(text):
			out = append(out, b)
			i++
			b = text[i]
		case !quoted && b == '\t':
			b = ' '
		}
		out = append(out, b)
	}
	return out
}

// named returns the resource of a name, or nil.
func (p *Package) named(name string) *Resource {
	if p == nil {
		return nil
	}
	if i := slices.IndexFunc(p.Resources, func(r *Resource) bool { return r.Name == name }); i >= 0 {
		return p.Resources[i]
	}
	return nil
}

// Told returns how the file is read: what is told already comes first, then the sidecar.
func (r *Resource) Told(told data.Options) data.Options {
	if r == nil {
		return told
	}
	o := r.how
	if told.Encoding == "" {
		told.Encoding = o.Encoding
	}
	if told.Delimiter == 0 {
		told.Delimiter = o.Delimiter
	}
	if told.Preamble == nil {
		told.Preamble = o.Preamble
	}
	if told.HeaderRows == nil {
		told.HeaderRows, told.UnitRows = o.HeaderRows, o.UnitRows
	}
	if told.Footer == nil {
		told.Footer = o.Footer
	}
	if told.RowsMax == nil {
		told.RowsMax = o.RowsMax
	}
	if told.Sheet == "" {
		told.Sheet = r.Sheet
	}
	told.Private, told.Comments, told.Missing = r.Private, told.Comments || o.Comments, r.missing
	for _, f := range r.Fields {
		told.Declared = append(told.Declared, f.Declared)
		if r.header != nil && !*r.header {
			told.Names = append(told.Names, f.Name)
		}
	}
	return told
}

// Field returns what is said of a column, or nil.
func (r *Resource) Field(c *data.Column) *Field {
	if r == nil {
		return nil
	}
	if i := slices.IndexFunc(r.Fields, func(f *Field) bool { return f.Name == c.Name }); i >= 0 {
		return r.Fields[i]
	}
	return nil
}

var legalAge = regexp.MustCompile(`^[1-9][0-9]{0,3}[dw]$`)
