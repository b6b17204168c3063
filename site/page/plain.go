package page

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"plotline/site/receipt"
	"plotline/site/story"
)

// Still is a figure as those see it who get no page: its words, and its picture if it has one.
type Still struct {
	ID, Title, Alt string
	Picture        string // path from the site's root, or empty
	Width, Height  int    // px
	Sources        string // names, joined
	Table          string // of a bignumber: what it says
	CSV            bool   // its numbers can be downloaded
}

var addresses = regexp.MustCompile(` (href|src)="([^"]*)"`)

// Feed returns the story's text for feed readers: figures are pictures or words, and every address is
// absolute. Stills stand for figures, by index in Story.Blocks.
func (in *StoryPage) Feed(stills map[int]Still) string {
	base, err := url.Parse(in.Site.absolute(in.Path))
	if err != nil {
		return ""
	}
	holes := in.holes(up(in.Path), receipt.New(nil, ""))
	holes.Open, holes.Close = func(int) string { return "" }, func(int) string { return "" }
	var b bytes.Buffer
	for i, block := range in.Story.Blocks {
		if block.Kind == story.Prose {
			b.WriteString(story.Expand(block.HTML, holes))
			continue
		}
		s, ok := stills[i]
		if !ok {
			continue
		}
		b.WriteString("<figure>")
		if s.Picture != "" {
			fmt.Fprintf(&b, `<a href="#%s"><img src="%s" width="%d" height="%d" alt="%s"></a>`, html.EscapeString(s.ID), html.EscapeString(relative(up(in.Path), s.Picture)), s.Width, s.Height, html.EscapeString(s.Alt))
		}
		if s.Picture != "" { // with title, sources and note in it
			b.WriteString("</figure>\n")
			continue
		}
		b.WriteString("<figcaption>")
		if s.Title != "" {
			b.WriteString("<b>" + html.EscapeString(s.Title) + "</b> ")
		}
		b.WriteString(html.EscapeString(either(s.Alt, s.Table)))
		if s.Sources != "" {
			b.WriteString(" <small>" + html.EscapeString(s.Sources) + "</small>")
		}
		b.WriteString("</figcaption></figure>\n")
	}
	b.WriteString(in.feedCorrections())
	return addresses.ReplaceAllStringFunc(b.String(), func(a string) string {
		m := addresses.FindStringSubmatch(a)
		to, err := base.Parse(html.UnescapeString(m[2]))
		if err != nil {
			return a
		}
		return " " + m[1] + `="` + html.EscapeString(to.String()) + `"`
	})
}

// Twin returns the story as plain Markdown: claims as their words, values printed, figures as what they
// say and where their numbers are.
func (in *StoryPage) Twin(stills map[int]Still) []byte {
	var b strings.Builder
	b.WriteString("# " + in.Title + "\n")
	for _, line := range []string{in.Subtitle, strings.Join(names(in.Story.Authors), ", "), in.Story.Date} {
		if line != "" {
			b.WriteString("\n" + line + "\n")
		}
	}
	b.WriteByte('\n')
	text, at := in.Story.File.Text, in.Story.Start
	for i, block := range in.Story.Blocks {
		if block.Kind == story.Prose {
			continue
		}
		in.plain(&b, at, block.Fence.At.Start)
		b.WriteString(stills[i].markdown())
		at = afterFence(text, block.Fence.Body.End)
	}
	in.plain(&b, at, len(text))
	return []byte(strings.TrimRight(strings.TrimRight(b.String(), "\n")+in.twinCorrections(), "\n") + "\n")
}

// open matches what is worked out in prose: claims, and values.
var open = regexp.MustCompile(`\[([^\[\]\n]*)\]\(=([^()\n]*)\)|\{\{[^{}\n]*\}\}`)

// plain copies prose, with claims as their words and values printed; what looks like them in code is
// none of either.
func (in *StoryPage) plain(b *strings.Builder, from, to int) {
	text := in.Story.File.Text[from:to]
	at := 0
	for _, m := range open.FindAllSubmatchIndex(text, -1) {
		words := ""
		switch {
		case m[2] >= 0:
			if !slices.ContainsFunc(in.Story.Claims, func(c story.Claim) bool { return c.At.Start == from+m[4] }) {
				continue
			}
			words = string(text[m[2]:m[3]])
		default:
			i := slices.IndexFunc(in.Story.Values, func(v story.Value) bool { return v.At.Start == from+m[0] })
			if i < 0 {
				continue
			}
			words = nth(in.Values, i)
		}
		b.Write(text[at:m[0]])
		b.WriteString(words)
		at = m[1]
	}
	b.Write(text[at:])
}

// afterFence is the end of the line that closes a block.
func afterFence(text []byte, body int) int {
	if i := bytes.IndexByte(text[body:], '\n'); i >= 0 {
		return body + i
	}
	return len(text)
}

func (s Still) markdown() string {
	var parts []string
	if s.Title != "" {
		parts = append(parts, "**"+s.Title+"**")
	}
	if said := either(s.Alt, s.Table); said != "" {
		parts = append(parts, said)
	}
	if s.Sources != "" {
		parts = append(parts, "("+s.Sources+")")
	}
	out := strings.Join(parts, " ")
	if s.CSV {
		out += "\n\n[CSV](charts/" + s.ID + "/data.csv)"
	}
	return out
}

func names(authors []story.Author) []string {
	var list []string
	for _, a := range authors {
		list = append(list, a.Name)
	}
	return list
}
