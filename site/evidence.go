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
		t := receipt.Receipt{Figure: f.Name, Value: f.Words, Precise: s.figures.Precise(f), Said: s.figures.Said(f), Numeric: f.Receipt.Numeric(), Note: f.Note.Value, Places: places[f.Name]}
		if !f.IsText {
			t.Number = f.PlainNumber()
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
	return list
}

// places are where the numbers of each figure stand, different words once: in the prose if they do, else in
// a chart, else in a title.
func (s *sheet) places() map[string][]receipt.Place {
	prose := map[int]string{}
	for i, c := range s.story.Claims {
		prose[c.Whole.Start] = receipt.ClaimID(i)
	}
	for i, v := range s.story.Values {
		prose[v.At.Start] = receipt.ValueID(i)
	}
	out := map[string][]receipt.Place{}
	put := func(n proof.Shown, id string) {
		if !slices.ContainsFunc(out[n.Figure], func(p receipt.Place) bool { return strings.EqualFold(p.Words, n.Words) }) {
			out[n.Figure] = append(out[n.Figure], receipt.Place{Words: n.Words, ID: id})
		}
	}
	var charted, rest []proof.Shown
	for _, n := range s.shown {
		if id := prose[n.At.Start]; id != "" {
			put(n, id)
		} else if s.chartAt(n) != "" {
			charted = append(charted, n)
		} else {
			rest = append(rest, n)
		}
	}
	for _, n := range charted {
		put(n, s.chartAt(n))
	}
	for _, n := range rest {
		put(n, "")
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
