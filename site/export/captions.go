package export

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"plotline/templates"
)

// CaptionFile is the Markdown beside exported pictures.
const CaptionFile = "captions.md"

// Picture is the name of the picture of a story's n-th drawn chart, counted from 1.
func (c Chart) Picture(n int) string { return fmt.Sprintf("%02d-%s.png", n, c.ID) }

// Drawn are the charts that have pictures.
func (s Story) Drawn() []Chart {
	var list []Chart
	for _, c := range s.Charts {
		if c.Drawn {
			list = append(list, c)
		}
	}
	return list
}

// Captions returns Markdown that shows the story's pictures, numbered, each with its alt text and its
// caption in one paragraph, so that no page break parts them. Pandoc makes a Word file of it.
func Captions(s Story) []byte {
	words := templates.WordsFor(s.Language)
	stop := "."
	if strings.HasPrefix(words.Language, "zh") {
		stop = "。"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", escaped(s.Title))
	for i, c := range s.Drawn() {
		parts := []string{"**" + escaped(fmt.Sprintf(words.Figure, i+1)) + "**"}
		for _, words := range []string{c.Title, c.Subtitle} {
			if words != "" {
				parts = append(parts, ended(escaped(words), stop))
			}
		}
		if len(c.Sources) > 0 {
			parts = append(parts, ended(escaped(words.Source+words.Colon+strings.Join(c.Sources, words.Semicolon)), stop))
		}
		if c.Note != "" {
			parts = append(parts, ended(escaped(words.Note+words.Colon+c.Note), stop))
		}
		fmt.Fprintf(&b, "\n![%s](%s)\\\n%s\n", escaped(c.Alt), c.Picture(i+1), strings.Join(parts, " "))
	}
	return []byte(b.String())
}

// ended is a sentence with its full stop.
func ended(s, stop string) string {
	if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".!?…。！？", last) {
		return s
	}
	return s + stop
}

// escaped are words in Markdown, pandoc's too, that mean nothing but themselves.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_[]<>~^$@#|&{}", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
