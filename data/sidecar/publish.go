package sidecar

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"plotline/data"
	"plotline/data/source"
	"plotline/data/yaml"
)

// Published is the file in which a story's downloads are described.
const Published = "datapackage.json"

// Download is a table that readers can download: some columns and rows of a described one.
type Download struct {
	Name, Path string // Path from the folder of the data package
	Resource   *Resource
	Table      *data.Table
	Columns    []*data.Column
}

// Publish describes downloads as a data package of version 2: what the sidecar says of their tables, and
// of the columns that they have. Rules that single rows cannot break are kept; keys are when all of their
// columns are there.
func (p *Package) Publish(title string, downloads []Download) []byte {
	var resources []yaml.Node
	for _, d := range downloads {
		resources = append(resources, d.resource())
	}
	n := object(
		entry("$schema", text("https://datapackage.org/profiles/2.0/datapackage.json")),
		entry("title", text(title)),
		entry("licenses", licences(p.Licenses)),
		entry("sources", sources(p.Sources)),
		entry("resources", items(resources)),
	)
	var b bytes.Buffer
	json.Indent(&b, toJSON(n), "", "  ")
	b.WriteByte('\n')
	return b.Bytes()
}

func (d Download) resource() yaml.Node {
	r := d.Resource
	var fields []yaml.Node
	var names []string
	written := d.Table.Written()
	for _, c := range d.Columns {
		names = append(names, c.Name)
		i := slices.IndexFunc(written, func(w data.Written) bool { return w.Name == c.Name })
		fields = append(fields, d.field(c, written[i]))
	}
	schema := object(entry("fields", items(fields)), entry("missingValues", items([]yaml.Node{text("")})))
	for _, k := range r.primary {
		if !slices.ContainsFunc(k.fields, func(f string) bool { return !slices.Contains(names, f) }) {
			schema.Keys = append(schema.Keys, entry("primaryKey", texts(k.fields)))
		}
	}
	extras := yaml.Node{}
	if r.Origin != "" {
		extras = object(entry("origin", text(r.Origin)))
	}
	return object(
		entry("name", text(slug(d.Name))),
		entry("type", text("table")),
		entry("path", text(d.Path)),
		entry("title", text(r.Title)),
		entry("description", text(r.Description)),
		entry("format", text("csv")),
		entry("mediatype", text("text/csv")),
		entry("encoding", text("utf-8")),
		entry("licenses", licences(r.Licenses)),
		entry("sources", sources(r.Sources)),
		entry("schema", schema),
		entry(ours, extras),
	)
}

// field describes a column as the download has it.
func (d Download) field(c *data.Column, w data.Written) yaml.Node {
	n, _ := yaml.Parse(source.NewFile("", []byte("{"+field(w)+"}")).All())
	n.Keys = slices.DeleteFunc(n.Keys, func(k yaml.Key) bool { return k.Name == "missingValues" || k.Name == ours })
	f := d.Resource.Field(c)
	if f == nil {
		return n
	}
	if i := slices.IndexFunc(n.Keys, func(k yaml.Key) bool { return k.Name == "type" }); i >= 0 && f.Type != "" {
		n.Keys[i].Value = text(f.Type)
	}
	rules := f.constraints.node()
	extras := object(entry("unit", text(f.Unit)))
	if f.Decimals != nil {
		extras.Keys = append(extras.Keys, entry("decimals", plain(strconv.Itoa(*f.Decimals))))
	}
	if f.Format != "" {
		n.Keys = slices.DeleteFunc(n.Keys, func(k yaml.Key) bool { return k.Name == "format" })
	}
	return object(append(n.Keys, entry("title", text(f.Title)), entry("description", text(f.Description)), entry("format", text(f.Format)),
		entry("trueValues", texts(f.True)), entry("falseValues", texts(f.False)), entry("constraints", rules), entry(ours, extras))...)
}

// node are the rules that the cells of any rows keep.
func (c *constraints) node() yaml.Node {
	n := object()
	add := func(name string, v yaml.Node) { n = object(append(n.Keys, entry(name, v))...) }
	if c.required {
		add("required", plain("true"))
	}
	if c.unique {
		add("unique", plain("true"))
	}
	for _, length := range []struct {
		name string
		n    *int
	}{{"minLength", c.shortest}, {"maxLength", c.longest}} {
		if length.n != nil {
			add(length.name, plain(strconv.Itoa(*length.n)))
		}
	}
	for _, side := range []struct {
		bounds          []bound
		name, exclusive string
	}{{c.least, "minimum", "exclusiveMinimum"}, {c.most, "maximum", "exclusiveMaximum"}} {
		for _, b := range side.bounds {
			if b.exclusive {
				add(side.exclusive, text(b.text))
			} else {
				add(side.name, text(b.text))
			}
		}
	}
	add("pattern", text(c.source))
	add("enum", texts(c.enum))
	return n
}

// The pieces of a node that toJSON writes. What is empty is left out by object.
func text(s string) yaml.Node { return yaml.Node{Kind: yaml.Scalar, Text: s, Quoted: true} }

func plain(s string) yaml.Node { return yaml.Node{Kind: yaml.Scalar, Text: s} }

func items(list []yaml.Node) yaml.Node { return yaml.Node{Kind: yaml.List, Items: list} }

func texts(words []string) yaml.Node {
	var list []yaml.Node
	for _, w := range words {
		list = append(list, text(w))
	}
	return items(list)
}

func entry(name string, v yaml.Node) yaml.Key { return yaml.Key{Name: name, Value: v} }

func object(keys ...yaml.Key) yaml.Node {
	n := yaml.Node{Kind: yaml.Map}
	for _, k := range keys {
		if k.Value.Text != "" || len(k.Value.Items) > 0 || len(k.Value.Keys) > 0 {
			n.Keys = append(n.Keys, k)
		}
	}
	return n
}

func licences(list []License) yaml.Node {
	var out []yaml.Node
	for _, l := range list {
		out = append(out, object(entry("name", text(l.Name)), entry("path", text(l.Path)), entry("title", text(l.Title))))
	}
	return items(out)
}

func sources(list []Source) yaml.Node {
	var out []yaml.Node
	for _, s := range list {
		out = append(out, object(entry("title", text(s.Title)), entry("path", text(s.Path)), entry("email", text(s.Email))))
	}
	return items(out)
}
