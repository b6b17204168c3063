// Package feed writes what machines read of a site: an Atom feed, a sitemap, robots.txt and llms.txt.
//
// In go a Site and its Items, newest first; out come bytes. Nothing here knows how pages look.
package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Site is what the files say about the publication.
type Site struct {
	Title, Description, Author, Language string
	BaseURL                              string // absolute, with a slash at its end; feed and sitemap need it
	Sections                             []Place
}

// Item is one story.
type Item struct {
	Path           string // of its page's folder, from the site's root, with a slash at its end: "inland/"
	Title, Summary string // plain words
	Language       string // when not the site's
	Authors        []Author
	Published      time.Time // the beginning of its day
	Updated        time.Time // of the last change of substance, or Published
	Tags           []string
	HTML           string    // the whole text; every address in it absolute
	Twin           string    // path of its plain twin, or empty
	Versions       []Version // this and those in other languages; none when there is one only
}

// Place is a page of the site that lists stories.
type Place struct {
	Title, Path string // of its folder, with a slash at its end
}

// Version is a story in one language; "x-default" is for readers of any other.
type Version struct{ Language, Path string }

// Author is a name in the byline.
type Author struct{ Name, URL string }

// MaxItems is how many stories a feed carries: readers fetch it again and again, and older stories stand
// in the sitemap.
const MaxItems = 30

// The elements of RFC 4287 that we write.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr,omitempty"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Links     []atomLink  `xml:"link"`
	Author    *atomAuthor `xml:"author"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published,omitempty"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Authors    []atomAuthor   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomContent    `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Atom returns the feed at path, RFC 4287, with the newest stories in full; it is that of the page in
// its folder. Ids are the addresses of
// pages, as the reporter's url and aliases keep them; times are those that stories say, never the
// build's, so the same stories make the same bytes.
func Atom(s Site, path string, items []Item) ([]byte, error) {
	home := s.BaseURL + escaped(strings.TrimSuffix(path, "feed.xml"))
	f := atomFeed{Lang: s.Language, ID: home, Title: clean(s.Title), Subtitle: clean(s.Description), Generator: "Plotline",
		Links: []atomLink{{"self", "application/atom+xml", s.BaseURL + escaped(path)}, {"alternate", "text/html", home}}}
	for _, name := range []string{s.Author, s.Title, s.BaseURL} { // an entry without an author of its own needs one
		if p, ok := person(Author{Name: name}); ok {
			f.Author = &p
			break
		}
	}
	var newest time.Time
	for _, item := range items[:min(len(items), MaxItems)] {
		e := atomEntry{Lang: item.Language, ID: s.BaseURL + escaped(item.Path), Title: clean(item.Title), Published: stamp(item.Published), Updated: stamp(item.Updated),
			Links: []atomLink{{"alternate", "text/html", s.BaseURL + escaped(item.Path)}}, Summary: clean(item.Summary), Content: atomContent{"html", clean(item.HTML)}}
		for _, a := range item.Authors {
			if p, ok := person(a); ok {
				e.Authors = append(e.Authors, p)
			}
		}
		for _, t := range item.Tags {
			if term := strings.TrimSpace(clean(t)); term != "" {
				e.Categories = append(e.Categories, atomCategory{term})
			}
		}
		if item.Updated.After(newest) {
			newest = item.Updated
		}
		f.Entries = append(f.Entries, e)
	}
	f.Updated = stamp(newest)
	return document(f)
}

// person is an author as Atom has one: with a name, and an address if it is one of the web.
func person(a Author) (atomAuthor, bool) {
	name := strings.TrimSpace(clean(a.Name))
	return atomAuthor{name, web(a.URL)}, name != ""
}

// web returns an address of the web with the signs escaped that an IRI may not hold (RFC 3987), or
// nothing.
func web(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	var b strings.Builder
	for len(address) > 0 {
		r, n := utf8.DecodeRuneInString(address)
		if r == utf8.RuneError && n == 1 || r <= ' ' || r == 0x7F || strings.ContainsRune("\"<>\\^`{|}", r) || clean(address[:n]) == "" {
			for _, c := range []byte(address[:n]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		} else {
			b.WriteString(address[:n])
		}
		address = address[n:]
	}
	return b.String()
}

// stamp is a time as RFC 3339 writes it.
func stamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).UTC() // a story without a day; Atom demands one
	}
	return t.Format(time.RFC3339)
}

// clean drops what XML 1.0 cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// document writes an XML document.
func document(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
