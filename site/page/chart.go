package page

import (
	"bytes"
	"html"
	"html/template"
	"path"

	"plotline/data/source"
	"plotline/site/embed"
)

// ChartPage is the page of one chart.
type ChartPage struct {
	Site     Site
	Assets   Assets
	Path     string // of the page, from the site's root
	ID       string // the chart's
	Story    Link   // the story the chart was made for
	Language string // of the chart's words
	License  string // the story's, or empty
	Figure   MainFigure
	Title    string // plain words
	Alt      string
	Card     string      // path of the picture for shared links, or empty
	Picture  bool        // the folder has PNGs
	Embed    embed.Chart // without an Address the site has none, and nothing can be embedded
	Draft    bool
}

// MainFigure is a figure that is all its page is about; *charts.Fragment is one.
type MainFigure interface {
	WriteMain(b *bytes.Buffer)
	Size() int
}

// chartView is what chart.html sees.
type chartView struct {
	view
	ID        string // of the chart, which no other element may have
	Body      template.HTML
	Story     link
	Page      string // the page's own address
	Frame     string // address of the script for pages in frames
	Downloads []link
	Snippets  []snippet
}

// snippet is code to copy.
type snippet struct{ ID, Label, Code string }

// Chart returns the chart's page: the figure, its downloads, and code that shows it elsewhere.
// Problems are those of overridden templates; the page is nil when there are any.
func (s *Set) Chart(in ChartPage) ([]byte, source.List) {
	root := up(in.Path)
	v := &chartView{view: in.Site.frame(in.Language, root, in.Assets)}
	title := either(in.Title, in.Story.Title)
	v.DocTitle = title + " – " + in.Site.Title
	v.Description = in.Alt
	v.Canonical = in.Site.absolute(in.Path)
	v.NoIndex = in.Draft
	v.License = either(in.License, in.Site.License)
	v.Runtime = root + in.Assets.Runtime
	v.Frame = root + in.Assets.Frame
	v.ID, v.Page = in.ID, relative("", path.Base(in.Path))
	v.Story = link{Address: relative(root, in.Story.Path), Title: in.Story.Title}
	v.Meta = leaveFrame
	if !in.Draft {
		v.Meta += in.head(title)
	}
	if in.Picture {
		v.Downloads = append(v.Downloads, link{Address: embed.Picture, Title: v.Words.Picture}, link{Address: relative("", embed.SharpPicture), Title: v.Words.SharpPicture})
	}
	v.Downloads = append(v.Downloads, link{Address: embed.Drawing, Title: v.Words.Drawing}, link{Address: embed.Data, Title: v.Words.DataFile},
		link{Address: embed.Fragment, Title: v.Words.Fragment}, link{Address: embed.LiveFragment, Title: v.Words.LiveFragment}, link{Address: embed.Facts, Title: v.Words.Facts})
	if c := in.Embed; c.Address != "" {
		v.Snippets = []snippet{{"page_frame", v.Words.PasteFrame, c.IFrame()}, {"page_element", v.Words.PasteElement, c.Element()},
			{"page_image", v.Words.PasteImage, c.Image()}, {"page_markdown", v.Words.PasteMarkdown, c.Markdown()}}
	}
	v.Body = bodyMark
	around, problems := s.render(chartFile, v, 0)
	parts := bytes.SplitN(around, []byte(bodyMark), 2)
	if len(parts) < 2 {
		return around, problems
	}
	var b bytes.Buffer
	b.Grow(len(around) + in.Figure.Size() + in.Figure.Size()/16)
	b.Write(parts[0])
	if in.Title == "" { // every page has a heading
		b.WriteString(`<h1 class="visually-hidden">` + html.EscapeString(title) + "</h1>")
	}
	in.Figure.WriteMain(&b)
	b.Write(parts[1])
	return b.Bytes(), problems
}

// leaveFrame has links lead out of the frame that the page may stand in, instead of filling it.
const leaveFrame template.HTML = `<base target="_top">` + "\n"

// head is what other machines learn from the page's head.
func (in *ChartPage) head(title string) template.HTML {
	var h head
	if in.Embed.Address != "" {
		h.b.WriteString(`<link rel="alternate" type="application/json+oembed" href="` + html.EscapeString(in.Embed.Address+embed.Discovery) + `" title="` + html.EscapeString(title) + "\">\n")
	}
	h.property("og:type", "website")
	h.property("og:title", title)
	h.property("og:description", in.Alt)
	h.property("og:site_name", in.Site.Title)
	h.property("og:locale", locale(either(in.Language, in.Site.Language)))
	h.property("og:url", in.Site.absolute(in.Path))
	h.card(in.Site, in.Card, title)
	return h.HTML()
}
