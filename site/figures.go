package site

import (
	"maps"
	"slices"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site/lint"
	"plotline/site/proof"
	"plotline/site/story"
)

// sharedFigures is the file with figures that every story may use.
const sharedFigures = "data/figures.yaml"

// share reads the site's own figures.
func (r *run) share() {
	f, k := r.text(sharedFigures)
	r.sharedKey = k
	if f == nil {
		return
	}
	var problems source.List
	r.shared, problems = story.ReadFigures(f)
	r.report(problems...)
}

// compute finds the value of every figure.
func (r *run) compute(w *work) {
	keys := map[string]bool{}
	for _, s := range w.story.Sources {
		keys[s.Key] = true
	}
	var problems source.List
	w.figures, problems = proof.Work(w.story.Figures, r.shared, proof.Env{Language: w.language(r.config), Tables: storyTables{r, w.story}})
	before := len(r.problems)
	r.report(problems...)
	for _, f := range slices.Concat(r.shared, w.story.Figures) {
		worked := w.figures.Get(f.Name)
		r.waive("figure", f.LintOK, before, func(p source.Problem) bool {
			ofTable := worked != nil && p.At.File != nil && p.At.File.Path == worked.Receipt.File // a large one
			return p.At == f.Data.At || p.At == f.Where.At || ofTable
		})
	}
	for _, f := range w.story.Figures {
		if f.Source.Value != "" && !keys[f.Source.Value] {
			names := slices.Sorted(maps.Keys(keys))
			r.report(source.Errorf(f.Source.At, "unknown source %q; sources are %s", f.Source.Value, source.Join(names)).WithHint(source.DidYouMean(f.Source.Value, names)))
		}
	}
}

// refer checks every claim and value of the prose.
func (r *run) refer(w *work) {
	for _, c := range w.story.Claims {
		r.judge(w, c)
	}
	for _, v := range w.story.Values {
		r.print(w, v)
	}
}

// judge holds a claim's words against its figure, and remembers what came of it.
func (r *run) judge(w *work, c story.Claim) {
	if r.unjudged {
		w.judged = append(w.judged, proof.Judged{Claim: c, Figure: w.figures.Get(c.Figure), OK: true})
		return
	}
	judged, problems := w.figures.Judge(c, r.config.Tolerances)
	r.report(problems...)
	w.judged = append(w.judged, judged)
}

// print returns the words of {{figure}} or {{figure | format}}.
func (r *run) print(w *work, v story.Value) string {
	f, problems := w.figures.Known(v.Figure, v.At)
	r.report(problems...)
	if f == nil || !f.OK {
		return ""
	}
	words, problems := w.figures.Print(f, story.Text{Value: v.Format, At: v.At})
	r.report(problems...)
	return words
}

// inline returns the plain words of a title or note: claims as their words, values printed.
func (r *run) inline(w *work, at source.Span, text string) (string, source.List) {
	w.words = append(w.words, lint.Text{At: at, Words: text})
	words, claims, values, problems := story.Inline(at, text)
	for _, c := range claims {
		r.judge(w, c)
	}
	return story.Expand(words, story.Holes{Value: func(i int) string {
		words := r.print(w, values[i])
		w.printed = append(w.printed, printed{values[i], words})
		return words
	}}), problems
}

func (r *run) bigValue(w *work, item charts.Item) string {
	if item.Figure.Set() {
		_, problems := w.figures.Known(item.Figure.Value, item.Figure.At)
		r.report(problems...)
	}
	return w.bigValue(item)
}
