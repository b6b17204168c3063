package story

import "plotline/data/yaml"

// Correction is what was wrong in a story, and since when it no longer is.
type Correction struct {
	Date string // ISO day
	Text Text
}

func (p *parser) corrections(n yaml.Node) {
	const hint = "{date: 2022-05-28, text: An earlier version said ...}"
	for _, item := range p.List(n) {
		var c Correction
		bad := len(p.Problems)
		p.Object(item, "correction", []yaml.Field{
			{Name: "date", Read: p.date(&c.Date)},
			{Name: "text", Read: p.text(&c.Text)},
		})
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
