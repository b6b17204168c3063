package page

import (
	"fmt"
	"html"
	"strings"

	"plotline/data/format"
	"plotline/templates"
)

// Correction is what was changed in a story, in plain words.
type Correction struct{ Date, Kind, Text, Was, Now string }

// corrected is a correction as story.html prints it: behind the text stands what the number was and is.
type corrected struct{ Date, DateWords, Kind, Text string }

// words are a correction's kind and text as readers have them.
func (c Correction) words(w templates.Words) (kind, text string) {
	parts := []string{c.Text}
	if c.Was != "" {
		parts = append(parts, fmt.Sprintf(w.Was, c.Was))
	}
	if c.Now != "" {
		parts = append(parts, fmt.Sprintf(w.Now, c.Now))
	}
	return map[string]string{"update": w.Update, "correction": w.Correction, "source-revision": w.SourceRevision}[c.Kind], strings.Join(parts, w.Sentence)
}

func (in *StoryPage) corrected(language string) []corrected {
	var list []corrected
	for _, c := range in.Corrections {
		kind, text := c.words(templates.WordsFor(language))
		if kind != "" {
			kind = templates.WordsFor(language).Comma + kind
		}
		list = append(list, corrected{c.Date, format.Date(language, c.Date), kind, text})
	}
	return list
}

// comment is a correction for search engines; https://schema.org/CorrectionComment.
type comment struct {
	Type string `json:"@type"`
	Kind string `json:"name,omitempty"`
	Date string `json:"datePublished"`
	Text string `json:"text"`
}

func (in *StoryPage) comments() []comment {
	var list []comment
	for _, c := range in.Corrections {
		kind, text := c.words(templates.WordsFor(in.language()))
		list = append(list, comment{"CorrectionComment", kind, c.Date, text})
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
		b.WriteString("<li>" + html.EscapeString(c.DateWords+c.Kind+words.Colon+c.Text) + "</li>\n")
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
	for _, c := range in.corrected(in.language()) {
		b.WriteString("- " + c.Date + c.Kind + words.Colon + c.Text + "\n")
	}
	return b.String()
}

func (in *StoryPage) language() string {
	return either(in.Story.Language, either(in.Site.Language, "en"))
}
