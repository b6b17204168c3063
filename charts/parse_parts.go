package charts

import (
	"maps"
	"slices"

	"plotline/data/source"
	"plotline/data/yaml"
)

var aggs = []string{"sum", "mean", "median", "min", "max", "count", "first", "last"}

// measures reads y: a column, a list of columns, or {col, agg, format}.
func (r *reader) measures(n yaml.Node) {
	for _, item := range r.List(n) {
		var m Measure
		if item.Kind == yaml.Map {
			r.Object(item, "y", []yaml.Field{
				{Name: "col", Read: r.text(&m.Column)},
				{Name: "agg", Read: r.oneOf(&m.Agg, "agg", aggs...)},
				{Name: "format", Read: r.format(&m.Format)},
			})
			if !m.Column.Set() {
				r.errorf(item.At, "", `y needs a column: {col: companies, agg: sum}`)
				continue
			}
		} else {
			r.text(&m.Column)(item)
		}
		if m.Column.Set() {
			r.spec.Y = append(r.spec.Y, m)
		}
	}
}

// sources reads keys of the story's sources.
func (r *reader) sources(n yaml.Node) {
	for _, item := range r.List(n) {
		key, ok := r.Text(item)
		if !ok {
			continue
		}
		src, known := r.env.Sources[key]
		if !known {
			keys := slices.Sorted(maps.Keys(r.env.Sources))
			if len(keys) == 0 {
				r.errorf(item.At, "add it under sources: in the front matter", "unknown source %q; the story has no sources", key)
			} else {
				r.errorf(item.At, source.DidYouMean(key, keys), "unknown source %q; sources are %s", key, source.Join(keys))
			}
			continue
		}
		r.spec.Source = append(r.spec.Source, Setting[string]{key, item.At})
		r.spec.Sources = append(r.spec.Sources, src)
	}
}

func (r *reader) annotations(n yaml.Node) {
	for _, item := range r.List(n) {
		a := Annotation{At: item.At}
		place := func(to *[]Setting[string]) func(yaml.Node) {
			return func(n yaml.Node) {
				r.list(to)(n)
				if len(*to) > 2 {
					r.errorf(n.At, "", "an annotation has one place or two, not %d", len(*to))
				}
			}
		}
		ok := r.Object(item, "annotate", []yaml.Field{
			{Name: "x", Read: place(&a.X)},
			{Name: "y", Read: place(&a.Y)},
			{Name: "text", Read: r.words(&a.Text)},
			{Name: "area", Read: func(n yaml.Node) { a.Area, _ = r.Bool(n) }},
			{Name: "line", Read: func(n yaml.Node) { a.Line, _ = r.Bool(n) }},
		})
		switch {
		case !ok || item.Kind == yaml.Null:
		case len(a.X) == 0 && len(a.Y) == 0:
			r.errorf(item.At, `{x: 2021, text: "up 23.2 percent"}`, "an annotation needs a place: x, y or both")
		case (len(a.X) == 2 || len(a.Y) == 2) && !a.Area:
			r.errorf(item.At, "add area: true", "two ends mark an area")
		case a.Area && len(a.X) != 2 && len(a.Y) != 2:
			r.errorf(item.At, "x: [2020, 2021]", "an area needs two ends")
		case !a.Area && !a.Line && !a.Text.Set():
			r.errorf(item.At, "add text: or line: true", "an annotation without text shows nothing")
		default:
			r.spec.Annotate = append(r.spec.Annotate, a)
		}
	}
}

func (r *reader) items(n yaml.Node) {
	for _, item := range r.List(n) {
		it := Item{At: item.At}
		r.Object(item, "items", []yaml.Field{
			{Name: "figure", Read: r.text(&it.Figure)},
			{Name: "value", Read: r.words(&it.Value)},
			{Name: "text", Read: r.words(&it.Text)},
		})
		if !it.Figure.Set() && !it.Value.Set() && item.Kind == yaml.Map {
			r.errorf(item.At, "{figure: hefei_ai, text: AI companies in Hefei}", "a number needs figure: or value:")
			continue
		}
		r.spec.Items = append(r.spec.Items, it)
	}
}

// check reports what is missing, once every key is read.
func (r *reader) check() {
	s := r.spec
	switch s.Block {
	case "bignumber":
		if len(s.Items) == 0 && !r.Problems.HasErrors() {
			r.errorf(s.At, "items: [{figure: hefei_ai, text: ...}]", "a bignumber block needs items")
		}
		return
	case "chart":
		r.checkChart()
	}
	if !s.Data.Set() {
		r.errorf(s.At, "data: ai_companies.csv", "the %s names no data", s.Block)
	}
	if !s.Title.Set() {
		r.warnf(s.At, "title-missing", "say what it shows", "the %s has no title", s.Block)
	}
	if len(s.Source) == 0 && !r.Problems.HasErrors() {
		r.warnf(s.At, "source-missing", "add source: and a key of the story's sources", "the %s names no source", s.Block)
	}
}

func (r *reader) checkChart() {
	s := r.spec
	if !s.KindName.Set() {
		r.errorf(s.At, "kind: bar", "the chart has no kind; kinds are %s", source.Join(kindNames()))
	}
	if s.Kind == nil {
		return
	}
	given := map[string]bool{"x": s.X.Set(), "y": len(s.Y) > 0, "series": s.Series.Set()}
	for _, c := range s.Kind.Channels {
		if c.Required && !given[c.Name] {
			r.errorf(s.KindName.At, c.Name+": a column of "+c.Accepts.String(), "a %s needs %s", s.Kind.Name, c.Name)
		}
		if c.Name == "y" && !c.Many && len(s.Y) > 1 {
			r.errorf(s.Y[1].Column.At, "", "a %s takes one y", s.Kind.Name)
		}
	}
	if s.Series.Set() && s.Kind.channel("series") == nil {
		r.errorf(s.Series.At, "", "a %s takes no series", s.Kind.Name)
	}
	if s.Series.Set() && len(s.Y) > 1 {
		r.errorf(s.Series.At, "use one of them", "series splits long data and a list of y is wide data")
	}
	r.checkBase()
	if !s.Alt.Set() && !r.Problems.HasErrors() {
		r.warnf(s.At, "alt-missing", "describe what a reader would see", "the chart has no alt text; one was drafted from the data")
	}
}
