package sidecar

import (
	"path"
	"slices"
	"strings"

	"plotline/data/charset"
	"plotline/data/settings"
	"plotline/data/source"
	"plotline/data/yaml"
)

// reader reads nodes and collects what is wrong with them.
type reader struct {
	yaml.Decoder
	open Open
}

func (r *reader) errorf(at source.Span, hint, format string, args ...any) {
	r.Problems = append(r.Problems, source.Errorf(at, format, args...).WithHint(hint))
}

// object reads a map. Keys of the standard that say nothing to us are known; others may be anybody's
// own and are noted, unless they look like a slip.
func (r *reader) object(n yaml.Node, what string, fields []yaml.Field, known ...string) bool {
	names := append(yaml.Names(fields), known...)
	kept := n
	kept.Keys = nil
	for _, k := range n.Keys {
		switch {
		case slices.ContainsFunc(fields, func(f yaml.Field) bool { return f.Name == k.Name }):
			kept.Keys = append(kept.Keys, k)
		case slices.Contains(known, k.Name), strings.HasPrefix(k.Name, "_"), strings.ContainsAny(k.Name, ":."), strings.HasPrefix(k.Name, "x-") && k.Name != ours && source.Nearest(k.Name, names) == "":
		case source.Nearest(k.Name, names) != "":
			slices.Sort(names)
			r.errorf(k.At, source.DidYouMean(k.Name, names), "unknown key %q in %s", k.Name, what)
		default:
			r.Problems = append(r.Problems, source.Infof(k.At, "sidecar-key", "the standard has no key %q in %s, and Plotline does nothing with it", k.Name, what))
		}
	}
	return r.Object(kept, what, fields)
}

// ours is the key that holds what the standard has no word for.
const ours = "x-plotline"

func (r *reader) text(to *string) func(yaml.Node) {
	return func(n yaml.Node) {
		if v, ok := r.Text(n); ok {
			*to = v
		}
	}
}

func (r *reader) boolean(to *bool) func(yaml.Node) {
	return func(n yaml.Node) {
		if v, ok := r.Bool(n); ok {
			*to = v
		}
	}
}

// count reads a number that is not negative.
func (r *reader) count(to **int) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := r.Int(n)
		switch {
		case ok && v < 0:
			r.errorf(n.At, "", "expected 0 or more, found %d", v)
		case ok:
			*to = &v
		}
	}
}

// items reads a list.
func (r *reader) items(n yaml.Node, what string) []yaml.Node {
	if n.Kind != yaml.List {
		if n.Kind != yaml.Null {
			r.errorf(n.At, "", "%s must be a list, not %s", what, n.Kind)
		}
		return nil
	}
	return n.Items
}

// texts reads a list of texts; one text is a list of one, as version 1 has it.
func (r *reader) texts(n yaml.Node) []string {
	out := []string{}
	for _, item := range r.List(n) {
		if v, ok := r.Text(item); ok {
			out = append(out, v)
		}
	}
	return out
}

func (r *reader) licenses(to *[]License) func(yaml.Node) {
	return func(n yaml.Node) {
		for _, item := range r.items(n, "licenses") {
			var l License
			r.object(item, "a license", []yaml.Field{{Name: "name", Read: r.text(&l.Name)}, {Name: "title", Read: r.text(&l.Title)}, {Name: "path", Read: r.text(&l.Path)}}, "url", "type", "id")
			if l.Name == "" && l.Path == "" {
				r.errorf(item.At, "name: CC-BY-4.0", "a license needs a name or a path")
			}
			*to = append(*to, l)
		}
	}
}

func (r *reader) sources(to *[]Source) func(yaml.Node) {
	return func(n yaml.Node) {
		for _, item := range r.items(n, "sources") {
			var s Source
			r.object(item, "a source", []yaml.Field{{Name: "title", Read: r.text(&s.Title)}, {Name: "path", Read: r.text(&s.Path)}, {Name: "email", Read: r.text(&s.Email)}}, "name", "web", "version")
			*to = append(*to, s)
		}
	}
}

// resource reads one table's part; nil is one that describes no file beside the sidecar.
func (r *reader) resource(n yaml.Node) *Resource {
	res := &Resource{At: n.At}
	if n.Kind != yaml.Map {
		r.errorf(n.At, "{name: debt, path: debt.csv}", "a resource is a map of keys, not %s", n.Kind)
		return nil
	}
	var file, dialect, schema yaml.Node
	foreign := false
	r.object(n, "a resource", []yaml.Field{
		{Name: "name", Read: func(n yaml.Node) { res.nameAt = n.At; r.text(&res.Name)(n) }},
		{Name: "path", Read: func(n yaml.Node) { file = n }},
		{Name: "data", Read: func(n yaml.Node) {
			foreign = true
			r.Problems = append(r.Problems, source.Infof(n.At, "sidecar-key", "rows inside the sidecar are not read").WithHint("put them into a CSV file"))
		}},
		{Name: "title", Read: r.text(&res.Title)},
		{Name: "description", Read: r.text(&res.Description)},
		{Name: "encoding", Read: func(n yaml.Node) {
			v, ok := r.Text(n)
			if ok && charset.Lookup(v) == nil {
				r.errorf(n.At, source.DidYouMean(v, charset.Names()), "unknown encoding %q; legal are %s", v, source.Join(charset.Names()))
				return
			}
			res.how.Encoding = v
		}},
		{Name: "dialect", Read: func(n yaml.Node) { dialect = n }},
		{Name: "schema", Read: func(n yaml.Node) { schema = n }},
		{Name: "licenses", Read: r.licenses(&res.Licenses)},
		{Name: "sources", Read: r.sources(&res.Sources)},
		{Name: ours, Read: func(n yaml.Node) {
			public := true
			r.Object(n, ours, []yaml.Field{
				{Name: "footer", Read: r.count(&res.how.Footer)},
				{Name: "max-age", Read: func(n yaml.Node) {
					if v, ok := r.Text(n); ok && !legalAge.MatchString(v) {
						r.errorf(n.At, "write it as 90d or 12w", "%q is no age in days or weeks", v)
					} else if ok {
						res.MaxAge, res.MaxAgeAt = v, n.At
					}
				}},
				{Name: "origin", Read: r.text(&res.Origin)},
				{Name: "public", Read: r.boolean(&public)},
				{Name: "rows-max", Read: r.count(&res.how.RowsMax)},
			})
			res.Private = !public
		}},
	}, "$schema", "profile", "type", "format", "mediatype", "bytes", "hash", "homepage")
	if foreign {
		return nil
	}
	if dialect.Kind != yaml.Null {
		r.dialect(r.elsewhere(dialect), res)
	}
	if schema.Kind != yaml.Null {
		r.schema(r.elsewhere(schema), res)
	}
	switch {
	case file.Kind == yaml.List && len(file.Items) == 1:
		file = file.Items[0]
	case file.Kind == yaml.List:
		r.errorf(file.At, "describe each file as a resource, or join them", "a resource of several files is not read")
		return nil
	case file.Kind == yaml.Null:
		r.errorf(n.At, "path: debt.csv", "the resource has no path")
		return nil
	}
	v, ok := r.Text(file)
	if !ok {
		return nil
	}
	if strings.Contains(v, "://") {
		r.Problems = append(r.Problems, source.Infof(file.At, "sidecar-key", "a build reads no web addresses; this resource is left out").WithHint("put the file into the folder"))
		return nil
	}
	res.PathAt = file.At
	if res.Path = path.Clean(v); path.IsAbs(v) || strings.HasPrefix(res.Path, "..") {
		r.errorf(file.At, "name a file beside the sidecar", "%q leads out of the folder", v)
		return nil
	}
	if res.Name == "" {
		r.errorf(n.At, "name: "+strings.TrimSuffix(path.Base(res.Path), path.Ext(res.Path)), "the resource has no name")
	}
	if res.nameAt.IsZero() {
		res.nameAt = n.At
	}
	return res
}

// elsewhere follows a schema or dialect that is the name of a file.
func (r *reader) elsewhere(n yaml.Node) yaml.Node {
	if n.Kind != yaml.Scalar {
		return n
	}
	none := yaml.Node{At: n.At}
	name := path.Clean(n.Text)
	if strings.Contains(n.Text, "://") || path.IsAbs(name) || strings.HasPrefix(name, "..") {
		r.errorf(n.At, "put the file into the folder", "%q is no file beside the sidecar", n.Text)
		return none
	}
	var f *source.File
	if r.open != nil {
		f = r.open(name)
	}
	if f == nil {
		r.errorf(n.At, "", "there is no file %q beside the sidecar", n.Text)
		return none
	}
	out, problems := yaml.Parse(f.All())
	r.Problems = append(r.Problems, problems...)
	return out
}

// dialect reads how a file is cut.
func (r *reader) dialect(n yaml.Node, res *Resource) {
	o := &res.how
	rows := func(to *[]int) func(yaml.Node) {
		return func(n yaml.Node) {
			for _, item := range r.items(n, "rows") {
				if v, ok := r.Int(item); ok && v < 1 {
					r.errorf(item.At, "", "rows count from 1, found %d", v)
				} else if ok {
					*to = append(*to, v)
				}
			}
		}
	}
	only := func(what, legal, words string) func(yaml.Node) {
		return func(n yaml.Node) {
			if v, ok := r.Text(n); ok && v != legal {
				r.errorf(n.At, "", "%s %q is not read; it is %s", what, v, words)
			}
		}
	}
	comments := only("commentChar", "#", "#, and lines are left out that begin with it")
	var commentAt source.Span
	sheet := func(n yaml.Node) {
		res.Sheet, _ = r.Text(n)
		res.sheetAt = n.At
	}
	ignore := func(yaml.Node) {}
	r.object(n, "a dialect", []yaml.Field{
		{Name: "delimiter", Read: func(n yaml.Node) {
			v, ok := r.Text(n)
			if ok && (len(v) != 1 || !strings.Contains(settings.Delimiters, v)) {
				r.errorf(n.At, "", "delimiter %q is not read; legal are %q", v, strings.Split(settings.Delimiters, ""))
			} else if ok {
				o.Delimiter = v[0]
			}
		}},
		{Name: "header", Read: func(n yaml.Node) {
			if v, ok := r.Bool(n); ok {
				res.header = &v
			}
		}},
		{Name: "sheetName", Read: sheet}, {Name: "sheet", Read: sheet},
		{Name: "headerRows", Read: rows(&res.headerRows)},
		{Name: "headerJoin", Read: only("headerJoin", " ", "a space")},
		{Name: "commentRows", Read: func(n yaml.Node) { commentAt = n.At; rows(&res.commentRows)(n) }},
		{Name: "commentChar", Read: func(n yaml.Node) { o.Comments = true; comments(n) }},
		{Name: "quoteChar", Read: only("quoteChar", `"`, `"`)},
		{Name: "escapeChar", Read: only("escapeChar", `\`, `\`)},
		{Name: "nullSequence", Read: func(n yaml.Node) {
			if v, ok := r.Text(n); ok {
				res.missing = append(res.missing, v)
			}
		}},
		{Name: "sheetNumber", Read: func(n yaml.Node) {
			if v, ok := r.Int(n); ok && v != 1 {
				r.errorf(n.At, "name it: sheetName: ...", "a sheet is not found by its number, which changes when sheets are moved")
			}
		}},
		{Name: "doubleQuote", Read: ignore}, {Name: "lineTerminator", Read: ignore}, {Name: "skipInitialSpace", Read: ignore}, // the reader sees these
	}, "$schema", "csvddfVersion", "caseSensitiveHeader", "property", "itemType", "itemKeys", "table")
	r.layout(n, commentAt, res)
}

// layout turns rows of the header and comments into counts.
func (r *reader) layout(n yaml.Node, commentAt source.Span, res *Resource) {
	o := &res.how
	for i, row := range res.headerRows {
		if row != res.headerRows[0]+i {
			r.errorf(n.At, "list them as they follow each other", "the rows of the header must follow each other, but are %v", res.headerRows)
			return
		}
	}
	comment := func(row int) bool { return slices.Contains(res.commentRows, row) }
	first := 1
	for comment(first) {
		first++
	}
	count := 0
	switch {
	case res.header != nil && !*res.header:
		if len(res.headerRows) > 0 {
			r.errorf(n.At, "keep one of them", "header is false, and headerRows names rows")
			return
		}
	case len(res.headerRows) > 0:
		first, count = res.headerRows[0], len(res.headerRows)
	case res.header == nil && res.commentRows == nil:
		return // what the standard has for it anyway is looked for
	default:
		count = 1
	}
	preamble, units := first-1, 0
	for count > 0 && comment(first+count+units) {
		units++ // rows between the header and the table: units
	}
	for _, row := range res.commentRows {
		if row >= first+count+units {
			r.errorf(commentAt, "{x-plotline: {footer: 1}} counts rows below the table", "row %d is left out inside the table, which is not read", row)
			return
		}
	}
	count += units
	o.Preamble, o.HeaderRows, o.UnitRows = &preamble, &count, units
}
