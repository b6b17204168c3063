package charts

import (
	"regexp"
	"slices"
	"strings"

	"plotline/data/format"
	"plotline/data/source"
	"plotline/data/yaml"
)

// Parse reads a block: name is chart, table or bignumber, at its fence line, body the YAML inside.
// The Spec is nil when its kind or data cannot be known; every problem is located.
func Parse(name string, at, body source.Span, env Env) (*Spec, source.List) {
	node, problems := yaml.Parse(body)
	if problems.HasErrors() {
		return nil, problems
	}
	r := &reader{env: env, spec: &Spec{Block: name, At: at, Body: body, Language: env.Language, Readable: env.Readable}}
	if node.Kind == yaml.Null {
		return nil, source.List{source.Errorf(at, "the %s block is empty", name).
			WithHint(map[string]string{"bignumber": "it needs items"}[name])}
	}
	r.Object(node, name, r.fields(name))
	r.check()
	return r.result()
}

// reader fills a Spec from YAML.
type reader struct {
	yaml.Decoder
	env  Env
	spec *Spec
}

func (r *reader) result() (*Spec, source.List) {
	if r.Problems.HasErrors() {
		return nil, r.Problems
	}
	return r.spec, r.Problems
}

func (r *reader) errorf(at source.Span, hint, format string, args ...any) {
	r.Problems = append(r.Problems, source.Errorf(at, format, args...).WithHint(hint))
}

func (r *reader) warnf(at source.Span, rule, hint, format string, args ...any) {
	r.Problems = append(r.Problems, source.Warnf(at, rule, format, args...).WithHint(hint))
}

// Keys returns the keys of a block, in the order of the authoring format, for reference pages.
func Keys(block string) []yaml.Field {
	return (&reader{spec: &Spec{}}).fields(block)
}

// fields are the legal keys of a block. Their Doc lines feed the reference pages.
func (r *reader) fields(block string) []yaml.Field {
	s := r.spec
	common := []yaml.Field{
		{Name: "id", Doc: "unique in the story; the address and the DOM id", Read: r.id},
		{Name: "data", Doc: "a table: a name of the story's data, or a file in data/", Read: r.text(&s.Data)},
		{Name: "where", Doc: "which rows: an expression over columns", Read: r.text(&s.Where)},
		{Name: "sort", Doc: "x, y or a column; - in front for descending", Read: r.text(&s.Sort)},
		{Name: "title", Doc: "the headline: what the figure shows, as a claim", Read: r.words(&s.Title)},
		{Name: "subtitle", Doc: "what is measured, and in which unit", Read: r.words(&s.Subtitle)},
		{Name: "unit", Doc: "the unit of the values; percent prints a percent sign", Read: r.text(&s.Unit)},
		{Name: "source", Doc: "a key of the story's sources, or a list of them", Read: r.sources},
		{Name: "note", Doc: "small print beside the source", Read: r.words(&s.Note)},
		{Name: "alt", Doc: "what a reader would see, in words", Read: r.words(&s.Alt)},
		{Name: "width", Doc: "text, wide or full", Read: r.oneOf(&s.Width, "width", "text", "wide", "full")},
		{Name: "format", Doc: "a number format such as num1 or pct0", Read: r.format(&s.Format)},
		{Name: "bound", Doc: "the column that marks rows as >, >=, <, <= or ~", Read: r.text(&s.Bound)},
		{Name: "highlight", Doc: "categories or series to colour; the rest turns grey", Read: r.list(&s.Highlight)},
		{Name: "lint-ok", Doc: "{rule: reason}: rules that the block may break; docs/check.md lists them", Read: func(n yaml.Node) { s.LintOK = append(s.LintOK, r.Waivers(n)...) }},
	}
	switch block {
	case "table":
		return append(common, yaml.Field{Name: "columns", Doc: "which columns, in order", Read: r.list(&s.Columns)})
	case "bignumber":
		return append(keep(common, "id", "title", "subtitle", "source", "note", "width", "lint-ok"),
			yaml.Field{Name: "items", Doc: "a list of {figure, text} or {value, text}", Read: r.items})
	}
	return append(common,
		yaml.Field{Name: "kind", Doc: "the kind of chart", Read: r.kind},
		yaml.Field{Name: "x", Doc: "the column of categories, dates or numbers", Read: r.text(&s.X)},
		yaml.Field{Name: "y", Doc: "the column of values, a list of columns, or {col, agg, format}", Read: r.measures},
		yaml.Field{Name: "series", Doc: "the column that splits rows into series", Read: r.text(&s.Series)},
		yaml.Field{Name: "labels", Doc: "direct, legend or none", Read: r.oneOf(&s.Labels, "labels", "direct", "legend", "none")},
		yaml.Field{Name: "annotate", Doc: "words on the plot: {x, y, text, line, area}", Read: r.annotations},
		yaml.Field{Name: "height", Doc: "height of the wide drawing in px, 80 to 1200", Read: r.height},
		yaml.Field{Name: "missing", Doc: "gap, zero or interpolate: what an empty cell means", Read: r.oneOf(&s.Missing, "missing", "gap", "zero", "interpolate")},
		yaml.Field{Name: "print", Doc: "table prints the data table too, under the drawing", Read: r.oneOf(&s.Print, "print", "drawing", "table")},
		yaml.Field{Name: "echarts", Doc: "raw ECharts option, merged last", Read: r.raw},
		yaml.Field{Name: "facet", Later: true}, yaml.Field{Name: "projection", Later: true},
	)
}

func keep(fields []yaml.Field, names ...string) []yaml.Field {
	return slices.DeleteFunc(fields, func(f yaml.Field) bool { return !slices.Contains(names, f.Name) })
}

func (r *reader) text(to *Setting[string]) func(yaml.Node) {
	return func(n yaml.Node) {
		if v, ok := r.Text(n); ok {
			*to = Setting[string]{v, inner(n)}
		}
	}
}

// words reads a text in which claims and values may stand.
func (r *reader) words(to *Setting[string]) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := r.Text(n)
		if !ok {
			return
		}
		if r.env.Inline != nil {
			plain, problems := r.env.Inline(inner(n), v)
			r.Problems = append(r.Problems, problems...)
			v = plain
		}
		*to = Setting[string]{strings.TrimSpace(v), n.At}
	}
}

// inner is the span of a scalar without its quotes, so that offsets in the text are offsets in
// the file as long as nothing is escaped.
func inner(n yaml.Node) source.Span {
	if t := n.At.Text(); n.Quoted && len(t) >= 2 && (t[0] == '"' || t[0] == '\'') {
		return n.At.Sub(1, len(t)-1)
	}
	return n.At
}

func (r *reader) oneOf(to *Setting[string], what string, legal ...string) func(yaml.Node) {
	return func(n yaml.Node) {
		if v, ok := r.OneOf(n, what, legal...); ok {
			*to = Setting[string]{v, n.At}
		}
	}
}

func (r *reader) list(to *[]Setting[string]) func(yaml.Node) {
	return func(n yaml.Node) {
		for _, item := range r.List(n) {
			if v, ok := r.Text(item); ok {
				*to = append(*to, Setting[string]{v, inner(item)})
			}
		}
	}
}

func (r *reader) format(to *Setting[string]) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := r.Text(n)
		if !ok {
			return
		}
		if _, err := format.Parse(v); err != nil {
			r.errorf(n.At, format.Hint(v), "%s", err)
			return
		}
		*to = Setting[string]{v, n.At}
	}
}

var legalID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

const longestID = 64

func (r *reader) id(n yaml.Node) {
	v, ok := r.Text(n)
	if !ok {
		return
	}
	if !legalID.MatchString(v) || len(v) > longestID {
		fixed := strings.TrimLeft(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(v), "-"), "-0123456789")
		fixed = strings.TrimRight(fixed[:min(longestID, len(fixed))], "-")
		hint := ""
		if legalID.MatchString(fixed) {
			hint = "write it as " + fixed
		}
		if legalID.MatchString(v) {
			r.errorf(n.At, hint, "id %q has %d characters; ids have at most %d", v, len(v), longestID)
			return
		}
		r.errorf(n.At, hint, "id %q is not usable; an id is lower-case letters, digits and single hyphens and starts with a letter", v)
		return
	}
	for _, taken := range []string{"s-", "fn-", "fnref-"} {
		if strings.HasPrefix(v, taken) {
			r.errorf(n.At, "write it as chart-"+v, "id %q begins like those of headings and footnotes", v)
			return
		}
	}
	r.spec.ID = Setting[string]{v, n.At}
}

func (r *reader) kind(n yaml.Node) {
	name, ok := r.Text(n)
	if !ok {
		return
	}
	r.spec.KindName = Setting[string]{name, n.At}
	if k := Lookup(name); k != nil {
		r.spec.Kind = k
		return
	}
	for _, k := range registry {
		if slices.Contains(k.Aliases, name) {
			r.warnf(n.At, "kind-alias", `write "`+k.Name+`"`, "%q is called %q here", name, k.Name)
			r.spec.Kind = k
			return
		}
	}
	if slices.Contains(laterKinds, name) {
		r.errorf(n.At, "", "kind %q is not built yet; kinds are %s", name, source.Join(kindNames()))
		return
	}
	r.errorf(n.At, source.DidYouMean(name, kindNames()), "unknown kind %q; kinds are %s", name, source.Join(kindNames()))
}

func (r *reader) height(n yaml.Node) {
	v, ok := r.Int(n)
	if !ok {
		return
	}
	if v < 80 || v > 1200 {
		r.errorf(n.At, "", "height %d is out of range; legal are 80 to 1200", v)
		return
	}
	r.spec.Height = Setting[int]{v, n.At}
}

func (r *reader) raw(n yaml.Node) {
	if n.Kind != yaml.Map {
		r.errorf(n.At, "", "echarts must be a map of ECharts options, not %s", n.Kind)
		return
	}
	r.links(n)
	r.spec.ECharts = Setting[yaml.Node]{n, n.At}
}

// links reports links of a raw option that do not lead to a page: ECharts opens any address.
func (r *reader) links(n yaml.Node) {
	for _, item := range n.Items {
		r.links(item)
	}
	for _, k := range n.Keys {
		r.links(k.Value)
		to := k.Value.Text
		if (k.Name == "link" || k.Name == "sublink") && k.Value.Kind == yaml.Scalar && !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") {
			r.errorf(k.Value.At, "", "%q is no web address; it starts with https:// or http://", to)
		}
	}
}
