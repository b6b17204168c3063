package page

import (
	"bytes"
	"html"
	"html/template"
	"strconv"
	"strings"

	"plotline/data/format"
	"plotline/data/source"
	"plotline/site/receipt"
	"plotline/site/story"
	"plotline/templates"
)

// teaser is what kickers, headlines and bylines show.
type teaser struct {
	Title, Subtitle, Section string
	SectionAddress           string
	Draft                    bool
	Authors                  []author
	Versions                 []version // in other languages
	Date, DateWords          string
	Updated, UpdatedWords    string
}

type author struct{ Before, Name, URL string }

// storyView is what story.html sees.
type storyView struct {
	view
	teaser
	Contents    []section
	Body        template.HTML
	Sources     []reference
	Tags        []link
	Links       []string // addresses of other sites in the prose, for paper
	Corrections []corrected
}

// section is a place in the same page.
type section struct{ ID, Text string }

type reference struct{ Name, Publisher, URL, Published, PublishedWords string }

// Story returns the story's page. Problems are those of templates that a project overrides, placed
// in the template; the page is nil when there are any.
func (s *Set) Story(in StoryPage) ([]byte, source.List) {
	st, root := in.Story, up(in.Path)
	v := &storyView{view: in.Site.frame(st.Language, root, in.Assets)}
	v.DocTitle = in.Title + " – " + in.Site.Title
	v.Description = either(in.Description, in.Subtitle)
	v.Canonical = in.Site.absolute(in.Path)
	v.NoIndex = in.Draft
	v.License = either(st.License, in.Site.License)
	if len(in.Receipts) > 0 {
		v.Numbers = root + in.Assets.Numbers
	}
	if in.Live {
		v.Runtime = root + in.Assets.Runtime
	}
	authors := st.Authors
	if len(authors) == 0 && in.Site.Author != "" && !in.Page {
		authors = []story.Author{{Name: in.Site.Author}}
	}
	v.teaser = teaser{Title: in.Title, Subtitle: in.Subtitle, Section: st.Section, Draft: in.Draft, Authors: byline(authors, v.Words), Versions: others(in.Versions, in.Path, root, v.Words)}
	if in.Section != "" {
		v.SectionAddress = relative(root, in.Section)
	}
	v.dates(v.Lang, st.Date, st.Changed())
	if st.TOC {
		v.Contents = contents(st.Headings)
	}
	for _, src := range st.Sources {
		ref := reference{src.Title, src.Publisher, webAddress(src.URL), src.Published, format.Date(v.Lang, src.Published)}
		if ref.Name == "" {
			ref.Name, ref.Publisher = ref.Publisher, ""
		}
		v.Sources = append(v.Sources, ref)
	}
	for i, tag := range st.Tags {
		l := link{Title: tag}
		if to := nth(in.Tags, i); to != "" {
			l.Address = relative(root, to)
		}
		v.Tags = append(v.Tags, l)
	}
	v.Corrections = in.corrected(v.Lang)
	if !in.Draft {
		v.Meta = in.cards()
	}
	if !in.Draft && !in.Page {
		v.Linked = in.linked(v.Lang, authors)
	}
	links := in.addresses()
	v.Links, v.Body = links.list, bodyMark
	around, problems := s.render(storyFile, v, 0)
	return in.insert(around, root, links), problems
}

// bodyMark stands where the body goes while the template runs: a body is large, and templates copy
// what they print. No text of a page holds it, as html/template writes no NUL.
const bodyMark = "\x00body\x00"

// insert puts the body in every place of its mark.
func (in *StoryPage) insert(around []byte, root string, links *paperLinks) []byte {
	parts := bytes.Split(around, []byte(bodyMark))
	if len(parts) < 2 {
		return around
	}
	size := 0
	if n := len(in.Receipts); n > 0 {
		size = 1400*n + 220*(len(in.Story.Claims)+len(in.Story.Values)) // about what they take
	}
	for i, block := range in.Story.Blocks {
		size += len(block.HTML) + in.figureSize(i) + 1
	}
	var b bytes.Buffer
	b.Grow(len(around) + (len(parts)-1)*(size+size/16))
	for i, part := range parts {
		if i > 0 {
			in.body(&b, root, links)
		}
		b.Write(part)
	}
	return b.Bytes()
}

func (in *StoryPage) figureSize(i int) int {
	if f := in.Figures[i]; f != nil {
		return f.Size()
	}
	return 0
}

// body joins prose and figures. The prose is story's escaped HTML and the figures are charts'; what
// is filled in here is escaped here.
func (in *StoryPage) body(b *bytes.Buffer, root string, links *paperLinks) {
	receipts := receipt.New(in.Receipts, in.language())
	holes := in.holes(root, receipts)
	for i, block := range in.Story.Blocks {
		if block.Kind == story.Prose {
			b.WriteString(story.Expand(links.mark(block.HTML), holes))
			continue
		}
		if f := in.Figures[i]; f != nil {
			f.Write(b)
		}
		b.WriteByte('\n')
	}
	receipts.Write(b)
}

func (in *StoryPage) holes(root string, receipts *receipt.Set) story.Holes {
	claim := func(i int) receipt.Mark {
		c := nth(in.Story.Claims, i)
		return receipt.Mark{ID: receipt.ClaimID(i), Figure: c.Figure, Words: c.Words, Number: nth(in.Claims, i), Bare: c.Bare}
	}
	return story.Holes{
		Value: func(i int) string {
			v := nth(in.Story.Values, i)
			return receipts.Value(receipt.Mark{ID: receipt.ValueID(i), Figure: v.Figure, Words: nth(in.Values, i), Bare: v.Bare})
		},
		Open:  func(i int) string { return receipts.Open(claim(i)) },
		Close: func(i int) string { return receipts.Close(claim(i)) },
		Image: func(i int) string {
			img := nth(in.Images, i)
			s := ` src="` + html.EscapeString(relative(root, img.Path)) + `"`
			if img.Width > 0 && img.Height > 0 {
				s += ` width="` + strconv.Itoa(img.Width) + `" height="` + strconv.Itoa(img.Height) + `"`
			}
			return s + ` loading="lazy" decoding="async"`
		},
	}
}

// nth returns list[i], or nothing beyond its end.
func nth[T any](list []T, i int) T {
	if i >= 0 && i < len(list) {
		return list[i]
	}
	var none T
	return none
}

func byline(authors []story.Author, words *templates.Words) []author {
	var out []author
	for i, a := range authors {
		before := ""
		switch {
		case i > 0 && i == len(authors)-1:
			before = words.And
		case i > 0:
			before = words.Comma
		}
		out = append(out, author{before, a.Name, webAddress(a.URL)})
	}
	return out
}

func (t *teaser) dates(lang, date, updated string) {
	if updated == date {
		updated = ""
	}
	t.Date, t.Updated = date, updated
	if date != "" {
		t.DateWords = format.Date(lang, date)
	}
	if updated != "" {
		t.UpdatedWords = format.Date(lang, updated)
	}
}

func contents(headings []story.Heading) []section {
	var list []section
	for _, h := range headings {
		if h.Level == 2 {
			list = append(list, section{h.ID, h.Text})
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// webAddress returns the address if it is one of the web, else nothing: names without a link are
// better than links that run.
func webAddress(s string) string {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}
