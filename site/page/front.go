package page

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"plotline/data/source"
	"plotline/templates"
)

// frontView is what front.html sees.
type frontView struct {
	view
	Lead map[string]any // fields of an entryView
	Rest []map[string]any
}

type entryView struct {
	teaser
	Lang    string // where it is not the page's
	Address string
	Charts  []link
	Figure  template.HTML
	Words   *templates.Words
}

type link struct{ Address, Title string }

// Front returns the front page: the newest story large, the others under it, newest first.
// Problems are those of overridden templates; the page is nil when there are any.
func (s *Set) Front(in FrontPage) ([]byte, source.List) {
	v := &frontView{view: in.Site.frame("", "", in.Assets)}
	v.DocTitle, v.Description, v.Canonical = in.Site.Title, in.Site.Description, in.Site.absolute("index.html")
	var h head
	h.property("og:type", "website")
	h.property("og:title", in.Site.Title)
	h.property("og:description", in.Site.Description)
	h.property("og:url", v.Canonical)
	v.Meta = h.HTML()
	stories := Newest(in.Stories)
	for i, e := range stories {
		entry := in.entry(e)
		if i == 0 {
			if e.Figure != nil {
				entry.Figure = e.Figure.Still()
			}
			v.Lead = fields(entry)
			continue
		}
		entry.Authors, entry.Charts = nil, nil
		v.Rest = append(v.Rest, fields(entry))
	}
	return s.render(frontFile, v, 1024*len(stories))
}

// Newest returns the stories as the front page lists them, the leading one first.
func Newest(stories []Entry) []Entry {
	sorted := slices.Clone(stories)
	slices.SortStableFunc(sorted, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.Path, b.Path))
	})
	return sorted
}

func (in *FrontPage) entry(e Entry) *entryView {
	own := either(in.Site.Language, "en")
	lang := either(e.Language, own)
	words := templates.WordsFor(lang)
	v := &entryView{Address: relative("", e.Path), Words: &words}
	if lang != own {
		v.Lang = lang
	}
	v.teaser = teaser{Title: e.Title, Subtitle: e.Subtitle, Section: e.Section, Draft: e.Draft, Authors: byline(e.Authors, &words)}
	v.dates(lang, e.Date, e.Updated)
	for _, c := range e.Charts {
		if c.Title != "" {
			v.Charts = append(v.Charts, link{v.Address + "#" + url.PathEscape(c.ID), c.Title})
		}
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
