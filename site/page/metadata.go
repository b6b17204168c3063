package page

import (
	"html"
	"html/template"
	"strings"

	"plotline/site/story"
)

// head writes <meta> elements. It is written by hand as a template takes many times as long, and every
// page has a dozen; names are constants and contents are escaped.
type head struct{ b strings.Builder }

func (h *head) property(name, content string) {
	if content != "" {
		h.b.WriteString(`<meta property="` + name + `" content="` + html.EscapeString(content) + "\">\n")
	}
}

func (h *head) link(rel, language, address string) {
	if address == "" {
		return
	}
	h.b.WriteString(`<link rel="` + rel + `"`)
	if language != "" {
		h.b.WriteString(` hreflang="` + html.EscapeString(language) + `"`)
	}
	h.b.WriteString(` href="` + html.EscapeString(address) + "\">\n")
}

// HTML returns the elements, a line each.
func (h *head) HTML() template.HTML { return template.HTML(h.b.String()) }

// Dataset is a download of a story, as search engines for data list it.
type Dataset struct {
	Path  string // of the file, from the site's root
	Title string
	Alt   string // what it shows
	Card  string // path of the picture of its chart, or empty
}

// card names the picture at a path, of 1200 by 630 dots; nothing without one.
func (h *head) card(site Site, path, alt string) {
	if path == "" {
		return
	}
	h.property("og:image", site.file(path))
	h.property("og:image:width", "1200")
	h.property("og:image:height", "630")
	h.property("og:image:alt", alt)
	h.b.WriteString("<meta name=\"twitter:card\" content=\"summary_large_image\">\n")
}

// cards returns the tags that make a link to the page a card: Open Graph (ogp.me) and the one name that
// X needs for a large picture.
func (in *StoryPage) cards() template.HTML {
	st := in.Story
	var h head
	in.alternates(&h)
	kind := "article"
	if in.Page {
		kind = "website"
	}
	h.property("og:type", kind)
	h.property("og:title", in.Title)
	h.property("og:description", either(in.Description, in.Subtitle))
	h.property("og:site_name", in.Site.Title)
	h.property("og:locale", locale(either(st.Language, in.Site.Language)))
	for _, v := range in.Versions {
		if v.Path != in.Path && !v.Draft {
			h.property("og:locale:alternate", locale(v.Language))
		}
	}
	h.property("og:url", in.Site.absolute(in.Path))
	h.property("article:published_time", st.Date)
	h.property("article:modified_time", st.Changed())
	h.property("article:section", st.Section)
	for _, t := range st.Tags {
		h.property("article:tag", t)
	}
	h.card(in.Site, in.Card, in.Title)
	return h.HTML()
}

// locale is a language tag as Open Graph writes it.
func locale(language string) string { return strings.ReplaceAll(language, "-", "_") }

// The types of schema.org that a story is described with; https://schema.org/NewsArticle.
type graph struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type article struct {
	Type       string    `json:"@type"`
	ID         string    `json:"@id"`
	Headline   string    `json:"headline"`
	About      string    `json:"description,omitempty"`
	Published  string    `json:"datePublished,omitempty"`
	Modified   string    `json:"dateModified,omitempty"`
	Authors    []party   `json:"author,omitempty"`
	Publisher  party     `json:"publisher"`
	Language   string    `json:"inLanguage"`
	URL        string    `json:"url"`
	Page       string    `json:"mainEntityOfPage"`
	Section    string    `json:"articleSection,omitempty"`
	Keywords   []string  `json:"keywords,omitempty"`
	License    any       `json:"license,omitempty"`
	Image      string    `json:"image,omitempty"`
	IsBasedOn  []work    `json:"isBasedOn,omitempty"`
	Correction []comment `json:"correction,omitempty"`
}

type party struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type work struct {
	Type      string `json:"@type"`
	Name      string `json:"name"`
	URL       string `json:"url,omitempty"`
	Published string `json:"datePublished,omitempty"`
	Publisher *party `json:"publisher,omitempty"`
}

type dataset struct {
	Type         string       `json:"@type"`
	ID           string       `json:"@id"`
	Name         string       `json:"name"`
	About        string       `json:"description,omitempty"`
	Published    string       `json:"datePublished,omitempty"`
	License      any          `json:"license,omitempty"`
	Image        string       `json:"image,omitempty"`
	Creator      party        `json:"creator"`
	PartOf       node         `json:"isPartOf"`
	Distribution distribution `json:"distribution"`
}

// licence is an address, or a work that has none when a reporter gave its name: the bare words would be
// read as an address of the site.
func licence(written string) any {
	switch {
	case written == "":
		return nil
	case webAddress(written) != "":
		return written
	}
	return work{Type: "CreativeWork", Name: written}
}

type node struct {
	ID string `json:"@id"`
}

type distribution struct {
	Type   string `json:"@type"`
	Format string `json:"encodingFormat"`
	URL    string `json:"contentUrl"`
}

// linked returns what search engines are told of the story, as JSON-LD; nil without a base URL, since
// it speaks in absolute addresses.
func (in *StoryPage) linked(language string, authors []story.Author) any {
	address := in.Site.absolute(in.Path)
	if address == "" {
		return nil
	}
	st := in.Story
	publisher := party{"Organization", in.Site.Title, in.Site.BaseURL}
	a := article{Type: "NewsArticle", ID: address, Headline: in.Title, About: either(in.Description, in.Subtitle), Published: st.Date,
		Modified: either(st.Changed(), st.Date), Publisher: publisher, Language: language, URL: address, Page: address, Section: st.Section,
		Keywords: st.Tags, License: licence(either(st.License, in.Site.License))}
	a.Correction = in.comments()
	if in.Card != "" {
		a.Image = in.Site.file(in.Card)
	}
	for _, x := range authors {
		kind := "Person"
		if x.Name == in.Site.Author {
			kind = "Organization"
		}
		a.Authors = append(a.Authors, party{kind, x.Name, webAddress(x.URL)})
	}
	for _, s := range st.Sources {
		w := work{Type: "CreativeWork", Name: either(s.Title, s.Publisher), URL: webAddress(s.URL), Published: s.Published}
		if s.Title != "" && s.Publisher != "" {
			w.Publisher = &party{"Organization", s.Publisher, ""}
		}
		a.IsBasedOn = append(a.IsBasedOn, w)
	}
	g := graph{"https://schema.org", []any{a}}
	for _, d := range in.Datasets {
		url := in.Site.file(d.Path)
		image := ""
		if d.Card != "" {
			image = in.Site.file(d.Card)
		}
		g.Graph = append(g.Graph, dataset{"Dataset", url, either(d.Title, in.Title), d.Alt, st.Date, a.License, image, publisher, node{address}, distribution{"DataDownload", "text/csv", url}})
	}
	return g
}
