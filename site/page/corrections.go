package page

import (
	"html"
	"strings"

	"plotline/data/format"
	"plotline/templates"
)

// Correction is what was wrong in a story, in plain words.
type Correction struct{ Date, Text string }

// corrected is a correction as story.html prints it.
type corrected struct{ Date, DateWords, Text string }

func (in *StoryPage) corrected(language string) []corrected {
	var list []corrected
	for _, c := range in.Corrections {
		list = append(list, corrected{c.Date, format.Date(language, c.Date), c.Text})
	}
	return list
}

// comment is a correction for search engines; https://schema.org/CorrectionComment.
type comment struct {
	Type string `json:"@type"`
	Date string `json:"datePublished"`
	Text string `json:"text"`
}

func (in *StoryPage) comments() []comment {
	var list []comment
	for _, c := range in.Corrections {
		list = append(list, comment{"CorrectionComment", c.Date, c.Text})
	}
	return list
}

// feedCorrections are the corrections as feeds carry them.
func (in *StoryPage) feedCorrections() string {
	if len(in.Corrections) == 0 {
		return ""
	}
	language := in.language()
	words := templates.WordsFor(language)
	var b strings.Builder
	b.WriteString("<h2>" + html.EscapeString(words.Corrections) + "</h2>\n<ul>\n")
	for _, c := range in.corrected(language) {
		b.WriteString("<li>" + html.EscapeString(c.DateWords+words.Colon+c.Text) + "</li>\n")
	}
	b.WriteString("</ul>\n")
	return b.String()
}

// twinCorrections are the corrections as the plain twin has them.
func (in *StoryPage) twinCorrections() string {
	if len(in.Corrections) == 0 {
		return ""
	}
	words := templates.WordsFor(in.language())
	var b strings.Builder
	b.WriteString("\n\n## " + words.Corrections + "\n\n")
	for _, c := range in.Corrections {
		b.WriteString("- " + c.Date + words.Colon + c.Text + "\n")
	}
	return b.String()
}

func (in *StoryPage) language() string {
	return either(in.Story.Language, either(in.Site.Language, "en"))
}
