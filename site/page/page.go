// Package page frames stories in templates: finished prose and figures go in, whole HTML pages and
// the style sheet come out.
//
// Start with Templates, which reads the templates once; then call Story, List and NotFound on the
// Set, from any number of goroutines. Every link in a page is relative to the page's own address,
// except on the page for lost readers, which is served at any depth.
package page

import (
	"bytes"
	"html/template"
	"net/url"
	"strings"

	"plotline/charts"
	"plotline/site/receipt"
	"plotline/site/story"
	"plotline/templates"
)

// Site is what every page says about the publication.
type Site struct {
	Title, Description, Author, License string
	Language                            string // a tag such as en or zh-Hans; English when empty
	BaseURL                             string // absolute address of the site's root, or empty
	Theme                               charts.Theme
	Navigation                          []Link
}

// Link is what pages link to: a page of the site by its path, or an address of the web.
type Link struct {
	Title, Path, URL string
	Count            int // stories of a list, or 0
}

// Version is a story in one of its languages.
type Version struct {
	Language string // a tag
	Path     string // of its page, from the site's root
	Main     bool   // for readers of any other language
	Draft    bool
}

// Assets are the published paths of hashed files, from the site's root.
type Assets struct {
	Style   string // never empty
	Runtime string // the script that wakes charts
	Frame   string // the script of charts' own pages
	Numbers string // the style sheet of receipts
}

// Image is a picture as published.
type Image struct {
	Path          string // from the site's root
	Width, Height int    // CSS px; 0 when unknown
}

// Figure is a finished figure that writes its escaped HTML; *charts.Fragment is one.
type Figure interface {
	Write(b *bytes.Buffer)
	Size() int // about how many bytes
}

// StoryPage is a story with everything that was worked out about it.
type StoryPage struct {
	Site   Site
	Assets Assets
	Path   string // of the page, from the site's root: hefei/index.html
	Story  *story.Story

	Title, Subtitle, Description string // plain words, values printed

	Section  string    // path of the section's page, or empty
	Tags     []string  // paths of the tags' pages, by index in Story.Tags; none where they have no pages
	Versions []Version // this and those in other languages; none when there is one only

	Figures     map[int]Figure    // by index in Story.Blocks
	Values      []string          // as printed, by index in Story.Values
	Claims      []string          // plain numbers such as 840 by index in Story.Claims; empty where unknown
	Receipts    []receipt.Receipt // of the figures that readers see, in the story's order
	Corrections []Correction      // as their texts read
	Images      []Image           // by index in Story.Images
	Card        string            // path of the picture for shared links, or empty
	Datasets    []Dataset         // downloads, in the story's order
	Page        bool              // beside the stories: it has no byline of the house's and is no article
	Draft       bool              // not, not yet or no longer of the site
	Live        bool              // a figure wakes up, so the page needs the runtime
}

const (
	storyPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
	lostPolicy  = "default-src 'none'; script-src 'self'; style-src 'sha256-%s'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'" // scripts: the preview's
)

// view is what every template sees.
type view struct {
	Lang, DocTitle, Description, Canonical, Policy string
	SiteTitle, Strapline, License                  string
	SiteLang                                       string        // where it is not Lang
	Home, Style, Numbers, Runtime                  string        // addresses; Numbers is the style sheet of receipts, or empty
	Meta                                           template.HTML // <meta> elements for other machines
	Linked                                         any           // JSON-LD, or nil
	Feed                                           string        // address of the feed, or empty
	Inline                                         template.CSS
	Icon                                           template.URL
	PaperLight, PaperDark                          string
	NoIndex                                        bool
	Words, SiteWords                               *templates.Words
	Nav                                            []link
}

// frame returns the view of a page in the language lang whose address is up above its own.
func (s Site) frame(lang, up string, a Assets) view {
	own := either(s.Language, "en")
	lang = either(lang, own)
	words, siteWords := templates.WordsFor(lang), templates.WordsFor(own)
	v := view{
		Lang: lang, Policy: storyPolicy, SiteTitle: s.Title, Strapline: s.Description, License: s.License,
		Home: up + "index.html", Style: up + a.Style, Icon: s.icon(), Words: &words, SiteWords: &siteWords,
	}
	if lang != own {
		v.SiteLang = own
	}
	if s.BaseURL != "" {
		v.Feed = up + "feed.xml"
	}
	for _, l := range s.Navigation {
		address := webAddress(l.URL)
		if l.Path != "" {
			address = relative(up, l.Path)
		}
		v.Nav = append(v.Nav, link{Address: address, Title: l.Title})
	}
	for _, r := range s.Theme.Roles {
		if r.Name == "paper" {
			v.PaperLight, v.PaperDark = r.Light, r.Dark
		}
	}
	return v
}

// icon is three columns in the accent, so that browsers ask no server for a favicon.
func (s Site) icon() template.URL {
	return template.URL("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='" +
		url.QueryEscape(s.Theme.Literal("accent")) + "' d='M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z'/%3E%3C/svg%3E")
}

// file returns the absolute address of a file of the site, or "" without a base URL.
func (s Site) file(path string) string {
	if s.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(s.BaseURL, "/") + "/" + relative("", path)
}

// Folder returns the absolute address of the folder of a page, or "" without a base URL.
func (s Site) Folder(path string) string { return s.absolute(path) }

// absolute returns the address of the folder of path below the base URL, or "" without one.
func (s Site) absolute(path string) string {
	if s.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(s.file(path), "index.html")
}

func (s Site) basePath() string { return BasePath(s.BaseURL) }

// BasePath is the path of a site's root on its server: "/" without a base URL.
func BasePath(baseURL string) string {
	u, err := url.Parse(baseURL)
	if err != nil {
		return "/"
	}
	if root := strings.Trim(u.Path, "/"); root != "" { // two slashes in front would name a host
		return "/" + root + "/"
	}
	return "/"
}

// up returns the way from a page to the site's root: "" or "../" repeated.
func up(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
