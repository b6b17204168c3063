package feed

import (
	"encoding/xml"
	"net/url"
	"strings"
	"time"
)

type urlSet struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string     `xml:"xmlns:xhtml,attr,omitempty"`
	URLs    []urlEntry `xml:"url"`
}

type urlEntry struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
	Links   []alternate
}

// alternate is the page in a language, https://developers.google.com/search/docs/specialty/international/localized-versions
type alternate struct {
	XMLName xml.Name `xml:"xhtml:link"`
	Rel     string   `xml:"rel,attr"`
	Lang    string   `xml:"hreflang,attr"`
	Href    string   `xml:"href,attr"`
}

// Sitemap returns the site's pages as sitemaps.org has them: the front page and every story, with the
// day of its last change and its other languages. Further are paths of other pages.
func Sitemap(s Site, items []Item, further []string) ([]byte, error) {
	set := urlSet{URLs: []urlEntry{{Loc: s.BaseURL}}}
	for _, p := range further {
		set.URLs = append(set.URLs, urlEntry{Loc: s.BaseURL + escaped(p)})
	}
	for _, item := range items {
		e := urlEntry{Loc: s.BaseURL + escaped(item.Path)}
		if !item.Updated.IsZero() {
			e.LastMod = item.Updated.Format(time.DateOnly)
		}
		for _, v := range item.Versions {
			set.XHTML = "http://www.w3.org/1999/xhtml"
			e.Links = append(e.Links, alternate{Rel: "alternate", Lang: v.Language, Href: s.BaseURL + escaped(v.Path)})
		}
		set.URLs = append(set.URLs, e)
	}
	return document(set)
}

// escaped is a path as addresses write it.
func escaped(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// Robots returns robots.txt (RFC 9309): everybody may read everything, and where the sitemap is.
func Robots(s Site) []byte {
	text := "User-agent: *\nAllow: /\n"
	if s.BaseURL != "" {
		text += "Sitemap: " + s.BaseURL + "sitemap.xml\n"
	}
	return []byte(text)
}

// LLMs returns llms.txt (llmstxt.org): what the site is, and the plain twin of every story.
func LLMs(s Site, items []Item) []byte {
	var b strings.Builder
	b.WriteString("# " + oneLine(s.Title) + "\n")
	if s.Description != "" {
		b.WriteString("\n> " + oneLine(s.Description) + "\n")
	}
	if len(s.Sections) > 0 {
		b.WriteString("\n## Sections\n\n")
		for _, p := range s.Sections {
			b.WriteString("- [" + linked(p.Title) + "](" + escaped(p.Path) + ")\n")
		}
	}
	b.WriteString("\n## Stories\n\n")
	for _, item := range items {
		to := item.Twin
		if to == "" {
			to = item.Path
		}
		b.WriteString("- [" + linked(item.Title) + "](" + escaped(to) + ")")
		if item.Summary != "" {
			b.WriteString(": " + oneLine(item.Summary))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// linked is a title as the words of a link.
func linked(title string) string {
	return strings.NewReplacer("[", "(", "]", ")").Replace(oneLine(title))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
