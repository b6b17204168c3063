package story

import (
	"plotline/data/source"
	"plotline/data/yaml"
)

// Correction is what was changed in a story since it was published, and since when.
type Correction struct {
	Date     string // ISO day
	Kind     string // one of Kinds, or empty
	Text     Text
	Was, Now Text // a number as it was displayed and as it is, or empty
	At       source.Span
}

// Kinds are what a correction can be: news, a mistake of ours, or other numbers by the source.
var Kinds = []string{"update", "correction", "source-revision"}

func (p *parser) corrections(n yaml.Node) {
	const hint = "{date: 2022-05-28, text: An earlier version said ...}"
	for _, item := range p.List(n) {
		c := Correction{At: item.At}
		bad := len(p.Problems)
		p.Object(item, "correction", []yaml.Field{
			{Name: "date", Read: p.date(&c.Date)},
			{Name: "kind", Read: func(n yaml.Node) { c.Kind, _ = p.OneOf(n, "kind of correction", Kinds...) }},
			{Name: "text", Read: p.text(&c.Text)},
			{Name: "was", Read: p.text(&c.Was)},
			{Name: "now", Read: p.text(&c.Now)},
		})
		if c.Text.Value == "..." { // the proposal of check --baseline
			p.errorf(c.Text.At, "say what was changed, and why", "the correction has no text yet")
			continue
		}
		if len(p.Problems) == bad && (c.Date == "" || c.Text.Value == "") {
			p.errorf(item.At, hint, "a correction needs date and text")
			continue
		}
		p.story.Corrections = append(p.story.Corrections, c)
	}
}

// Changed is the day of the last change of substance: updated, or that of a later correction.
func (s *Story) Changed() string {
	last := s.Updated
	for _, c := range s.Corrections {
		last = max(last, c.Date) // ISO days sort as text
	}
	return last
}
