package site

import (
	"cmp"
	"context"
	"net/url"
	"path"
	"slices"
	"strings"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site/proof"
	"plotline/site/publish"
	"plotline/site/story"
)

// printed is a value in a title or note, and what stands there.
type printed struct {
	story.Value
	words string
}

// receipts are the bound numbers that readers of a story see, in the order of its file, without their
// sentences.
func (w *work) receipts() []proof.Shown {
	var list []proof.Shown
	for _, j := range w.judged {
		if s, ok := j.Claimed(); ok {
			list = append(list, s)
		}
	}
	value := func(v story.Value, words string) {
		if f := w.figures.Get(v.Figure); f != nil && f.OK {
			list = append(list, proof.Shown{Form: proof.ValueForm, Words: words, Figure: v.Figure, Value: f.Said(), At: v.At})
		}
	}
	for i, v := range w.story.Values {
		value(v, w.values[i])
	}
	for _, p := range w.printed {
		value(p.Value, p.words)
	}
	for _, block := range w.blocks {
		if block == nil {
			continue
		}
		for _, item := range block.spec.Items {
			if f := w.figures.Get(item.Figure.Value); f != nil && f.OK {
				list = append(list, proof.Shown{Form: proof.BigForm, Words: f.Sign, Figure: f.Name, Value: f.Said(), At: item.Figure.At})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b proof.Shown) int { return cmp.Compare(a.At.Start, b.At.Start) })
	return slices.CompactFunc(list, func(a, b proof.Shown) bool { return a.At == b.At })
}

// place says where each number stands, and in which sentence.
func (w *work) place(list []proof.Shown) {
	claims, values := w.story.Said(w.values)
	prose := map[int]story.Said{}
	for i, c := range w.story.Claims {
		prose[c.Whole.Start] = claims[i]
	}
	for i, v := range w.story.Values {
		prose[v.At.Start] = values[i]
	}
	for i := range list {
		s := &list[i]
		if said, ok := prose[s.At.Start]; ok {
			s.Where, s.Words, s.Sentence = "prose", cmp.Or(said.Words, s.Words), cmp.Or(said.Sentence, s.Words)
			continue
		}
		s.Where, s.Chart, s.Sentence = w.outside(s)
	}
}

// outside is place for numbers that are not of the prose.
func (w *work) outside(s *proof.Shown) (where, chart, sentence string) {
	within := func(outer source.Span) bool { return outer.Start <= s.At.Start && s.At.End <= outer.End }
	st := w.story
	for _, t := range []struct {
		name string
		text story.Text
		said string
	}{{"title", st.Title, w.title}, {"subtitle", st.Subtitle, w.subtitle}, {"description", st.Description, w.description}} {
		if within(t.text.At) {
			return t.name, "", t.said
		}
	}
	for i, c := range st.Corrections {
		for _, t := range []struct {
			text story.Text
			said string
		}{{c.Text, w.corrections[i].Text}, {c.Was, w.corrections[i].Was}, {c.Now, w.corrections[i].Now}} {
			if t.text.Value != "" && within(t.text.At) {
				return "correction", "", t.said
			}
		}
	}
	for i, b := range st.Blocks {
		if b.Kind == story.Prose || !within(b.Fence.Body) || w.blocks[i] == nil {
			continue
		}
		return w.blocks[i].place(within, s.Words)
	}
	return "prose", "", s.Words
}

// place finds a number in a chart's block.
func (f *figure) place(within func(source.Span) bool, words string) (where, chart, sentence string) {
	spec := f.spec
	chart = spec.ID.Value
	for _, t := range []struct {
		name string
		text charts.Setting[string]
	}{{"title", spec.Title}, {"subtitle", spec.Subtitle}, {"note", spec.Note}, {"alt", spec.Alt}} {
		if t.text.Set() && within(t.text.At) {
			return "chart-" + t.name, chart, t.text.Value
		}
	}
	for _, a := range spec.Annotate {
		if within(a.Text.At) {
			return "chart-annotation", chart, a.Text.Value
		}
	}
	for _, item := range spec.Items {
		if within(item.Figure.At) {
			return "chart-number", chart, strings.TrimSpace(words + " " + item.Text.Value)
		}
		if within(item.Text.At) {
			return "chart-number", chart, item.Text.Value
		}
	}
	return "chart-note", chart, words
}

// names are the figures of some numbers, each once, as they come.
func names(list []proof.Shown) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s.Figure) {
			out = append(out, s.Figure)
		}
	}
	return out
}

// addReceipts lists what proves a story's numbers: claims.json, and the rows behind each figure.
func (r *run) addReceipts(s *sheet) {
	shown := s.receipts()
	figures := s.figures.Behind(names(shown))
	if len(figures) == 0 {
		return
	}
	s.shown, s.proved = shown, figures
	if r.byPath[proof.RecordSchemaPath] == nil {
		r.add(&output{File: publish.File{Path: proof.RecordSchemaPath, Data: proof.RecordSchema}})
	}
	origin := s.story.File.Line(1)
	add := func(name string, make func() ([]byte, error)) {
		o := &output{File: publish.File{Path: path.Join(s.story.Folder(), name), Origin: origin},
			make: func(context.Context) ([]byte, source.List, error) {
				b, err := make()
				return b, nil, err
			}}
		if r.options.Program != "" {
			o.key = func() (string, source.List) { return s.standing(), nil }
		}
		r.add(o)
	}
	add(proof.RecordName, func() ([]byte, error) { return r.record(s).JSON() })
	for _, f := range figures {
		if f.Calc.Value == "" {
			add(rowsOf(f.Name), func() ([]byte, error) { return f.Receipt.CSV(), nil })
		}
	}
}

// rowsOf is the path of the rows behind a figure, from its story's folder.
func rowsOf(figure string) string { return "figures/" + figure + ".csv" }

// record makes claims.json.
func (r *run) record(s *sheet) proof.Record {
	list := slices.Clone(s.shown)
	s.place(list)
	out := proof.Record{Schema: strings.Repeat("../", strings.Count(s.path, "/")) + proof.RecordSchemaPath, Version: 1, Title: s.title, Address: "./", Language: cmp.Or(s.language(r.config), "en"),
		Folder: s.story.Folder(), Changed: s.changed(), Numbers: list, Figures: map[string]proof.Fact{}}
	for _, c := range s.corrections {
		out.Corrections = append(out.Corrections, proof.Correction(c))
	}
	if r.config.BaseURL != "" {
		out.Address = r.site.Folder(s.path)
	}
	for _, f := range s.proved {
		out.Figures[f.Name] = f.Fact(s.story.Sources, (&url.URL{Path: rowsOf(f.Name)}).EscapedPath())
	}
	return out
}
