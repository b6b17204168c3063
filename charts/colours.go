package charts

import (
	"slices"

	"plotline/data/source"
)

// sequence is the order in which series take colours. The accent comes last: it means "look
// here" and belongs to highlight.
var sequence = []string{"c2", "c3", "c5", "c4", "accent", "soft"}

// colours gives every series its role and marks what is highlighted; a highlight that names
// nothing is an error.
func (b *binder) colours() {
	p := b.plot
	var names []string
	for i := range p.Series {
		p.Series[i].Role = sequence[i%len(sequence)]
		if p.lit() {
			p.Series[i].Role = "soft"
		}
	}
	for _, h := range b.spec.Highlight {
		found := false
		for i := range p.Series {
			s := &p.Series[i]
			if p.SplitBy != nil || len(p.Series) > 1 {
				names = append(names, s.Name)
				if s.Name == h.Value || p.SplitBy == nil && p.Measures[s.Measure].Column.Name == h.Value {
					s.Lit, s.Role, found = true, "accent", true
				}
			}
			for j := range s.Points {
				if s.Points[j].Name == h.Value && h.Value != "" {
					s.Points[j].Lit, found = true, true
				}
			}
		}
		for j, place := range p.Places {
			names = append(names, place.Key)
			if place.Key != h.Value && place.Label != h.Value {
				continue
			}
			found = true
			for i := range p.Series {
				p.Series[i].Points[j].Lit = true
				if len(p.Series) == 1 && (p.Continuous || p.Kind.Name == "slope") {
					p.Series[i].Role = "accent" // one line is one mark
				}
			}
		}
		if !found {
			if p.Kind.points() {
				for _, s := range p.Series {
					for _, q := range s.Points {
						names = append(names, q.Name)
					}
				}
			}
			b.errorf(h.At, source.DidYouMean(h.Value, names), "highlight %q is no category or series of the chart; legal are %s", h.Value, some(names))
		}
	}
}

// some lists distinct words, the first dozen of them.
func some(words []string) string {
	var out []string
	for _, w := range words {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	if len(out) > 12 {
		out = append(out[:12], "…")
	}
	return source.Join(out)
}

// role returns the colour role of one mark: the accent when it is highlighted.
func (p *Plot) role(s Series, q Point) string {
	if q.Lit {
		return "accent"
	}
	return s.Role
}

// onRole is the role of text that stands on a mark.
func onRole(role string) string {
	switch role {
	case "accent":
		return "on-accent"
	case "c2", "c4":
		return "on-c2"
	}
	return "on-mark"
}
