package site

import (
	"slices"
	"strconv"
	"strings"

	"plotline/charts"
	"plotline/data/calc"
	"plotline/site/page"
	"plotline/site/proof"
	"plotline/site/receipt"
	"plotline/site/story"
)

const fewRows = 5 // of a receipt that readers see at once; its CSV has all

// proven is story with what readers are told of its numbers.
func (r *run) proven(s *sheet, frame func(*figure) *charts.Fragment) page.StoryPage {
	p := r.story(s, frame)
	p.Receipts = s.evidence()
	return p
}

// evidence is what readers are told of each figure that proves a number of the story.
func (s *sheet) evidence() []receipt.Receipt {
	list := make([]receipt.Receipt, 0, len(s.proved))
	places := s.places()
	for _, f := range s.proved {
		t := receipt.Receipt{Figure: f.Name, Value: f.Words, Said: s.figures.Said(f), Numeric: f.Receipt.Numeric(), Note: f.Note.Value, Places: places[f.Name]}
		if !f.IsText {
			t.Number = f.PlainNumber()
		}
		if slices.ContainsFunc(s.judged, func(j proof.Judged) bool { return j.Percent && j.Figure == f }) {
			t.Percent = s.figures.Percent(f)
		}
		if f.Calc.Value != "" {
			for _, term := range calc.Terms(f.Calc.Value) {
				out := receipt.Term{Text: term.Text}
				if part := s.figures.Get(term.Text); term.Name && part != nil {
					out = receipt.Term{Text: s.figures.Precise(part), Figure: part.Name}
				}
				t.Formula = append(t.Formula, out)
			}
		} else {
			t.Columns, t.Rows = f.Receipt.Table(fewRows)
			t.More = f.Receipt.Count() - len(t.Rows)
			t.CSV = rowsOf(f.Name)
		}
		for _, part := range s.figures.Behind([]string{f.Name}) {
			if part != f {
				t.Parts = append(t.Parts, part.Name)
			}
			if o := part.Origin(s.story.Sources); o != nil {
				if from := (receipt.Source{Name: o.Title, Publisher: o.Publisher, Address: o.Address}); !slices.Contains(t.Sources, from) {
					t.Sources = append(t.Sources, from)
				}
			}
		}
		list = append(list, t)
	}
	for _, t := range list {
		for _, part := range t.Parts {
			if i := slices.IndexFunc(s.proved, func(f *proof.Figure) bool { return f.Name == part }); i >= 0 && list[i].Precise == "" {
				list[i].Precise = s.figures.Precise(s.proved[i])
			}
		}
	}
	return list
}

// places are where the numbers of each figure stand, different words once: in the prose if they do, else in
// a chart, else in a title.
func (s *sheet) places() map[string][]receipt.Place {
	prose := make(map[int]int, len(s.story.Claims)+len(s.story.Values)) // values behind claims
	for i, c := range s.story.Claims {
		prose[c.Whole.Start] = i
	}
	for i, v := range s.story.Values {
		prose[v.At.Start] = len(s.story.Claims) + i
	}
	out := map[string][]receipt.Place{}
	isNew := func(n proof.Shown) bool {
		return !slices.ContainsFunc(out[n.Figure], func(p receipt.Place) bool { return strings.EqualFold(p.Words, n.Words) })
	}
	put := func(n proof.Shown, id string) {
		out[n.Figure] = append(out[n.Figure], receipt.Place{Words: n.Words, ID: id})
	}
	var outside []proof.Shown
	for _, n := range s.shown {
		i, ok := prose[n.At.Start]
		switch {
		case !ok:
			outside = append(outside, n)
		case !isNew(n):
		case i < len(s.story.Claims):
			put(n, receipt.ClaimID(i))
		default:
			put(n, receipt.ValueID(i-len(s.story.Claims)))
		}
	}
	for _, n := range outside {
		if id := s.chartAt(n); id != "" && isNew(n) {
			put(n, id)
		}
	}
	for _, n := range outside {
		if isNew(n) {
			put(n, "")
		}
	}
	return out
}

// chartAt is the id of the chart that a number stands in.
func (s *sheet) chartAt(n proof.Shown) string {
	for i, b := range s.story.Blocks {
		if b.Kind != story.Prose && s.blocks[i] != nil && b.Fence.Body.Start <= n.At.Start && n.At.End <= b.Fence.Body.End {
			return s.blocks[i].spec.ID.Value
		}
	}
	return ""
}

// evidenceKey covers what evidence says, but for the story's own text.
func (s *sheet) evidenceKey() []byte {
	var b []byte
	for _, f := range s.proved {
		for _, part := range []string{f.Words, f.Calc.Value, f.Data.Value, f.Where.Value, f.Column.Value, f.Agg.Value, f.Note.Value, f.Source.Value} {
			b = strconv.AppendQuote(b, part)
		}
		b = append(b, f.Receipt.Sum()...)
	}
	return b
}
