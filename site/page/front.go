package page

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site/story"
	"plotline/templates"
)

// ListPage is one page of a list of stories. That at index.html is the front page.
type ListPage struct {
	Site       Site
	Assets     Assets
	Folder     string  // of the list's first page, from the site's root: "" or "technology/"
	Number, Of int     // which page of how many; from 1
	Title      string  // of a section or tag; empty for the list of all stories
	Above      Link    // what the list is one of; for tags the page of all tags
	Stories    []Entry // of this page, newest first
	Index      []Link  // in place of stories: what else there is
	Topics     []Link  // sections, and the page of all tags
	Feed       string  // path of the list's own feed, or empty
	Draft      bool    // nothing in it is, or still is, of the site
}

// Entry is a story in a list.
type Entry struct {
	Path            string // of its page, from the site's root
	Title, Subtitle string
	Section         Link
	Language        string // when not the site's
	Date, Updated   string // ISO days
	Draft           bool
	Authors         []story.Author
	Versions        []Version        // in other languages
	Charts          []Anchor         // in the story's order
	Thumb           Thumb            // of the first chart, or zero
	Card            string           // path of the picture for shared links, or empty
	Figure          *charts.Fragment // the first chart, shown as a picture; or nil
}

// Thumb is a small picture of a chart.
type Thumb struct {
	Path, Alt     string
	Edition       string // changes with the picture, so that no reader sees one that was kept
	Width, Height int    // CSS px
}

// Anchor is a figure to link to.
type Anchor struct{ ID, Title string }

// ListPath returns where page n of a list stands.
func ListPath(folder string, n int) string {
	if n > 1 {
		folder += "page/" + strconv.Itoa(n) + "/"
	}
	return folder + "index.html"
}

// listView is what front.html and list.html see.
type listView struct {
	view
	Heading, PageWords string
	Above              link
	Lead               map[string]any // fields of an entryView
	Rest               []map[string]any
	Label              string // of Rest
	Index              []link
	Topics             []link
	Newer, Older       string // addresses of the pages beside this one, or empty
}

type entryView struct {
	teaser
	Lang    string // where it is not the page's
	Address string
	Charts  []link
	Figure  template.HTML
	Thumb   thumbView
	Words   *templates.Words
}

type thumbView struct {
	Address, Alt  string
	Width, Height int
	Late          bool // it is below what a reader sees first
}

type link struct {
	Address, Title string
	Count          int  // how many stories it leads to, or 0
	Here           bool // it leads to this page
}

const firstSeen = 3 // thumbnails of a wide list's first row

// List returns a page of a list. The front page shows the newest story large, the others under it.
// Problems are those of overridden templates; the page is nil when there are any.
func (s *Set) List(in ListPage) ([]byte, source.List) {
	at := ListPath(in.Folder, in.Number)
	v := &listView{view: in.Site.frame("", up(at), in.Assets)}
	v.Canonical, v.NoIndex = in.Site.absolute(at), in.Draft
	if in.Feed != "" && v.Feed != "" {
		v.Feed = relative(up(at), in.Feed)
	}
	front := at == "index.html"
	v.Heading, v.Label, v.DocTitle, v.Description = in.Title, in.Title, in.Site.Title, in.Site.Description
	if !front {
		v.Heading = either(in.Title, v.Words.Stories)
		v.DocTitle = v.Heading
		if in.Number > 1 {
			v.DocTitle += v.Words.Comma + fmt.Sprintf(v.Words.Page, in.Number)
		}
		v.DocTitle += " – " + in.Site.Title
		v.Description = v.Heading + v.Words.Colon + in.headlines(v.Words)
		v.Label = v.Heading
	} else {
		v.Label = v.Words.More
	}
	if in.Of > 1 {
		v.PageWords = fmt.Sprintf(v.Words.PageOf, in.Number, in.Of)
	}
	if in.Number > 1 {
		v.Newer = relative(up(at), ListPath(in.Folder, in.Number-1))
	}
	if in.Number < in.Of {
		v.Older = relative(up(at), ListPath(in.Folder, in.Number+1))
	}
	if in.Above.Path != "" {
		v.Above = link{Address: relative(up(at), in.Above.Path), Title: in.Above.Title}
	}
	for _, l := range in.Topics {
		v.Topics = append(v.Topics, link{Address: relative(up(at), l.Path), Title: l.Title, Here: l.Path == in.Folder+"index.html"})
	}
	for _, l := range in.Index {
		v.Index = append(v.Index, link{Address: relative(up(at), l.Path), Title: l.Title, Count: l.Count})
	}
	v.Meta = in.head(v)
	file := listFile
	if front {
		file = frontFile
	}
	for i, e := range in.Stories {
		entry := in.entry(e, up(at))
		if front && i == 0 {
			if e.Figure != nil {
				entry.Figure = e.Figure.Still()
			}
			v.Lead = fields(entry)
			continue
		}
		entry.Authors, entry.Charts, entry.Thumb.Late = nil, nil, front || i >= firstSeen
		v.Rest = append(v.Rest, fields(entry))
	}
	return s.render(file, v, 1024*len(in.Stories))
}

// head are the elements that tell machines what the page is and what stands beside it.
func (in *ListPage) head(v *listView) template.HTML {
	var h head
	h.link("prev", "", v.Newer)
	h.link("next", "", v.Older)
	h.property("og:type", "website")
	h.property("og:title", v.DocTitle)
	h.property("og:description", v.Description)
	h.property("og:site_name", in.Site.Title)
	h.property("og:locale", locale(either(in.Site.Language, "en")))
	h.property("og:url", v.Canonical)
	for _, e := range in.Stories {
		if e.Card != "" { // that of the newest story
			h.card(in.Site, e.Card, e.Title)
			break
		}
	}
	return h.HTML()
}

// headlines are the first of the list, for search engines.
func (in *ListPage) headlines(words *templates.Words) string {
	var titles []string
	for _, e := range in.Stories[:min(3, len(in.Stories))] {
		titles = append(titles, e.Title)
	}
	for _, l := range in.Index[:min(10, len(in.Index))] {
		titles = append(titles, l.Title)
	}
	return strings.Join(titles, words.Semicolon)
}

func (in *ListPage) entry(e Entry, root string) *entryView {
	own := either(in.Site.Language, "en")
	lang := either(e.Language, own)
	words := templates.WordsFor(lang)
	v := &entryView{Address: relative(root, e.Path), Words: &words}
	if lang != own {
		v.Lang = lang
	}
	v.teaser = teaser{Title: e.Title, Subtitle: e.Subtitle, Section: e.Section.Title, Draft: e.Draft, Authors: byline(e.Authors, &words), Versions: others(e.Versions, e.Path, root, &words)}
	if e.Section.Path != "" {
		v.SectionAddress = relative(root, e.Section.Path)
	}
	v.dates(lang, e.Date, e.Updated)
	for _, c := range e.Charts {
		if c.Title != "" {
			v.Charts = append(v.Charts, link{Address: v.Address + "#" + url.PathEscape(c.ID), Title: c.Title})
		}
	}
	if len(v.Charts) < 2 {
		v.Charts = nil // the one stands beside its list
	}
	if t := e.Thumb; t.Path != "" {
		v.Thumb = thumbView{relative(root, t.Path) + "?" + url.QueryEscape(t.Edition), t.Alt, t.Width, t.Height, false}
	}
	return v
}

// lostView is what 404.html sees.
type lostView struct{ view }

// NotFound returns the page for lost readers. It links with the path of the base URL and carries
// its style inside, allowed by its hash, because a server shows it at any depth.
func (s *Set) NotFound(site Site) ([]byte, source.List) {
	root := site
	root.Navigation = nil // it is served at any depth
	v := &lostView{root.frame("", "", Assets{})}
	v.Feed = "" // it is served at any depth
	style := []byte(squeeze(site.Theme.CSS()) + s.lost)
	sum := sha256.Sum256(style)
	v.Inline, v.Style = template.CSS(style), ""
	v.Policy = fmt.Sprintf(lostPolicy, base64.StdEncoding.EncodeToString(sum[:]))
	v.Home = site.basePath()
	v.DocTitle = v.Words.NotFound + " – " + site.Title
	v.NoIndex = true
	return s.render(lostFile, v, len(style))
}

// relative returns the address of a published path from a page that is root below the site's
// root. Each part is escaped, so that no name is read as a scheme, a query or a fragment.
func relative(root, path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	if root == "" && strings.Contains(parts[0], ":") {
		root = "./"
	}
	return root + strings.Join(parts, "/")
}
