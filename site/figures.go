package site

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"plotline/charts"
	"plotline/data/calc"
	"plotline/data/format"
	"plotline/data/source"
	"plotline/site/story"
)

// compute finds the value of every figure in the front matter.
func (r *run) compute(w *work) {
	keys := map[string]bool{}
	for _, s := range w.story.Sources {
		keys[s.Key] = true
	}
	for _, f := range w.story.Figures {
		w.figures[f.Name] = r.value(w, f)
		if f.Source.Value != "" && !keys[f.Source.Value] {
			names := slices.Sorted(maps.Keys(keys))
			r.report(source.Errorf(f.Source.At, "unknown source %q; sources are %s", f.Source.Value, source.Join(names)).WithHint(source.DidYouMean(f.Source.Value, names)))
		}
	}
}

func (r *run) value(w *work, f story.Figure) printed {
	tables := storyTables{r, w.story}
	t, known := tables.Table(f.Data.Value)
	if !known && f.Data.Value != "" {
		r.report(source.Errorf(f.Data.At, "there is no table %q; tables are %s", f.Data.Value, source.Join(tables.Names())).
			WithHint(source.DidYouMean(f.Data.Value, tables.Names())))
	}
	if t == nil {
		return printed{}
	}
	c := t.Column(f.Column.Value)
	if c == nil {
		if f.Column.Value != "" {
			r.report(source.Errorf(f.Column.At, "table %q has no column %q", f.Data.Value, f.Column.Value).
				WithHint(source.DidYouMean(f.Column.Value, t.Names())).WithNote(t.Columns[0].At, "columns are %s", source.Join(t.Names())))
		}
		return printed{}
	}
	rows := make([]int, t.Rows)
	for i := range rows {
		rows[i] = i
	}
	if f.Where.Value != "" {
		var problems source.List
		if rows, problems = calc.Where(t, f.Where.At); problems.HasErrors() {
			r.report(problems...)
			return printed{}
		}
	}
	v, problems := calc.Value(t, rows, c, f.Agg.Value, f.At)
	r.report(problems...)
	if problems.HasErrors() {
		return printed{}
	}
	p := printed{ok: true, value: v.Number, text: v.IsText, percent: f.Unit.Value == "percent" || c.Percent}
	p.plain = v.Text
	if !v.IsText {
		p.plain = r.number(w, f.Format, p, v.Number)
	}
	p.bind(w.language(r.config), boundMarks[f.Bound.Value])
	return p
}

// number prints a value in a format, or with the decimals it has.
func (r *run) number(w *work, code story.Text, p printed, v float64) string {
	f := format.Auto([]float64{v})
	if code.Value != "" {
		var err error
		if f, err = format.Parse(code.Value); err != nil {
			r.report(source.Errorf(code.At, "%v", err).WithHint(format.Hint(code.Value)))
			return ""
		}
	} else if p.percent {
		f, _ = format.Parse(strings.Replace(f.Code(), "num", "pct", 1) + "!")
	}
	if p.percent {
		f = f.AsPercent()
	}
	return f.Number(w.language(r.config), v)
}

// known returns a figure, and reports a name that is none.
func (r *run) known(w *work, name string, at source.Span) (printed, bool) {
	p, ok := w.figures[name]
	if !ok {
		names := slices.Sorted(maps.Keys(w.figures))
		problem := source.Errorf(at, "unknown figure %q; figures are %s", name, source.Join(names))
		if len(names) == 0 {
			problem = source.Errorf(at, "unknown figure %q; the story has no figures", name).WithHint("add it under figures: in the front matter")
		} else {
			problem = problem.WithHint(source.DidYouMean(name, names))
		}
		r.report(problem)
	}
	return p, ok && p.ok
}

// refer checks every claim and value of the prose.
func (r *run) refer(w *work) {
	for _, c := range w.story.Claims {
		r.known(w, c.Figure, c.At)
	}
	for _, v := range w.story.Values {
		r.print(w, v)
	}
}

// print returns the words of {{figure}} or {{figure | format}}.
func (r *run) print(w *work, v story.Value) string {
	p, ok := r.known(w, v.Figure, v.At)
	if !ok {
		return ""
	}
	if v.Format != "" && !p.text {
		return r.number(w, story.Text{Value: v.Format, At: v.At}, p, p.value)
	}
	return p.words
}

// inline returns the plain words of a title or note: claims as their words, values printed.
func (r *run) inline(w *work, at source.Span, text string) (string, source.List) {
	words, claims, values, problems := story.Inline(at, text)
	for _, c := range claims {
		r.known(w, c.Figure, c.At)
	}
	return story.Expand(words, story.Holes{Value: func(i int) string { return r.print(w, values[i]) }}), problems
}

func (r *run) bigValue(w *work, item charts.Item) string {
	if item.Figure.Set() {
		r.known(w, item.Figure.Value, item.Figure.At)
	}
	return w.bigValue(item)
}

// plainNumber is the value for machines: digits and a point, or nothing.
func (p printed) plainNumber() string {
	if !p.ok || p.text {
		return ""
	}
	return strconv.FormatFloat(p.value, 'f', -1, 64)
}
