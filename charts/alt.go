package charts

import (
	"fmt"
	"strings"
)

// Alt is what a reader would see in words: the block's own, or drafted from the data.
func (p *Plot) Alt() string {
	if alt := p.Spec.Alt.Value; alt != "" {
		return alt
	}
	return p.draftAlt()
}

// draftAlt describes the chart from its data, for the reporter who wrote no alt text: the kind,
// what is measured, and the values, or their extremes when there are many.
func (p *Plot) draftAlt() string {
	var b strings.Builder
	what := title(p.Measures[0].Column)
	if p.Spec.Unit.Set() && !p.percent() {
		what = p.Spec.Unit.Value
	}
	fmt.Fprintf(&b, "%s chart of %s by %s. ", strings.ToUpper(p.Kind.Name[:1])+p.Kind.Name[1:], what, title(p.X))
	for _, s := range p.Series {
		if s.Name != "" && len(p.Series) > 1 {
			b.WriteString(s.Name + ": ")
		}
		b.WriteString(p.spoken(s) + ". ")
	}
	return strings.TrimSpace(b.String())
}

const fewValues = 8 // more than this is a list nobody listens to

func (p *Plot) spoken(s Series) string {
	var parts []string
	least, most := -1, -1
	for i, q := range s.Points {
		if !q.OK {
			continue
		}
		if least < 0 || q.Value < s.Points[least].Value {
			least = i
		}
		if most < 0 || q.Value > s.Points[most].Value {
			most = i
		}
		parts = append(parts, p.placeName(s, i)+" "+q.Text)
	}
	if len(parts) <= fewValues {
		return strings.Join(parts, ", ")
	}
	return fmt.Sprintf("%d values from %s to %s", len(parts), p.placeName(s, least)+" "+s.Points[least].Text, p.placeName(s, most)+" "+s.Points[most].Text)
}

func (p *Plot) placeName(s Series, i int) string {
	if p.Kind.points() {
		return strings.TrimSpace(s.Points[i].Name + " " + label(p.X, s.Points[i].Row, p.Language) + ":")
	}
	return p.Places[i].Label
}
