package proof

import (
	"strings"

	"plotline/data/source"
	"plotline/site/claim"
	"plotline/site/story"
)

// Judged is a claim with what became of it.
type Judged struct {
	story.Claim
	Figure  *Figure // nil when it is unknown
	Verdict claim.Verdict
	Percent bool // the words name percent
	OK      bool // it was judged
}

// Judge holds a claim's words against its figure. Words that are not true are an error, words that are
// true but far off a warning; an unknown figure is an error with those that there are.
func (f *Figures) Judge(c story.Claim, t claim.Tolerances) (Judged, source.List) {
	out := Judged{Claim: c}
	fig, problems := f.Known(c.Figure, c.At)
	if fig == nil || !fig.OK {
		return out, problems
	}
	out.Figure = fig
	if fig.IsText {
		return f.judgeText(out)
	}
	statement, problem := claim.Parse(claim.Claim{Before: c.Before, Words: c.Words, After: c.After, Language: f.language})
	if problem != nil {
		return out, source.List{source.Errorf(c.Whole, "the words %q cannot be judged: %s", c.Words, problem.Text).WithRule("claim-unclear").WithHint(problem.Hint)}
	}
	out.Verdict, out.Percent, out.OK = statement.Judge(fig.value(t), t), statement.Percent(), true
	switch out.Verdict.Truth {
	case claim.False:
		p := source.Errorf(c.Whole, "the words %q are not true of %s: %s", c.Words, c.Figure, out.Verdict.Reason).WithRule("claim-false")
		return out, source.List{f.explain(p, fig).WithHint(out.Verdict.Hint)}
	case claim.Misleading:
		p := source.Warnf(c.Whole, "claim-misleading", "the words %q are true of %s, but far off: %s", c.Words, c.Figure, out.Verdict.Reason)
		return out, source.List{f.explain(p, fig).WithHint(out.Verdict.Hint)}
	}
	return out, nil
}

// judgeText compares words with a cell of text, whatever the case of letters.
func (f *Figures) judgeText(out Judged) (Judged, source.List) {
	out.OK = true
	if strings.EqualFold(strings.Join(strings.Fields(out.Words), " "), strings.Join(strings.Fields(out.Figure.Text), " ")) {
		out.Verdict = claim.Verdict{Truth: claim.True, Reason: "it is what the cell says"}
		return out, nil
	}
	out.Verdict = claim.Verdict{Truth: claim.False, Reason: "the cell says " + out.Figure.Text}
	p := source.Errorf(out.Whole, "the words %q are not what %s is: the cell says %q", out.Words, out.Claim.Figure, out.Figure.Text).WithRule("claim-false")
	return out, source.List{f.explain(p, out.Figure)}
}

// Known returns a figure, and reports a name that is none.
func (f *Figures) Known(name string, at source.Span) (*Figure, source.List) {
	if fig := f.byName[name]; fig != nil {
		return fig, nil
	}
	if len(f.Names) == 0 {
		return nil, source.List{source.Errorf(at, "unknown figure %q; the story has no figures", name).WithHint("add it under figures: in the front matter")}
	}
	return nil, source.List{source.Errorf(at, "unknown figure %q; figures are %s", name, source.Join(f.Names)).WithHint(source.DidYouMean(name, f.Names))}
}

const mostNotes = 4 // cells beside a problem

// explain adds to a problem where the figure's value comes from.
func (f *Figures) explain(p source.Problem, fig *Figure) source.Problem {
	if fig.Calc.Value != "" {
		p = p.WithNote(fig.Calc.At, "%s is %s = %s", fig.Name, fig.Calc.Value, fig.Sign)
		for _, name := range fig.Receipt.Uses {
			if used := f.byName[name]; used != nil {
				p = f.explain(p, used)
			}
		}
		return p
	}
	for i, row := range fig.Receipt.Rows {
		if i == mostNotes {
			return p.WithNote(fig.At, "and %d more rows", len(fig.Receipt.Rows)-i)
		}
		of := ""
		if row.Label != "" {
			of = " of " + row.Label
		}
		p = p.WithNote(row.At, "%s%s is %s", fig.Receipt.Column, of, row.Cell)
	}
	return p
}

// value is the figure as claims are held against it.
func (f *Figure) value(t claim.Tolerances) claim.Value {
	v := claim.Value{Low: f.Number.Low.At, High: f.Number.High.At, LowOpen: f.Number.Low.Open, HighOpen: f.Number.High.Open}
	if f.Bound.Value != "" {
		if h, ok := claim.BoundOf(f.Bound.Value); ok {
			v = claim.Bounded(h, f.Number.Point, t)
		}
	}
	v.Percent = f.Percent
	return v
}
