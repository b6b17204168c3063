package site

import (
	"plotline/data/source"
	"plotline/data/yaml"
	"plotline/site/page"
	"strings"
)

// NavigationEntry is one entry of navigation: in plotline.yaml: a page by its name, or a title and an
// address of the web.
type NavigationEntry struct {
	Page, Title, URL string
	At               source.Span
}

func (r *configReader) navigation(n yaml.Node) {
	r.config.hasNavigation = true
	for _, item := range r.List(n) {
		e := NavigationEntry{At: item.At}
		if item.Kind == yaml.Map {
			r.Object(item, "navigation", []yaml.Field{
				{Name: "page", Doc: "a page of site/pages", Read: func(n yaml.Node) { e.Page, _ = r.Text(n) }},
				{Name: "title", Doc: "the words of the link", Read: func(n yaml.Node) { e.Title, _ = r.Text(n) }},
				{Name: "url", Doc: "an address of the web", Read: func(n yaml.Node) { e.URL, _ = r.Text(n) }},
			})
		} else {
			e.Page, _ = r.Text(item)
		}
		web := strings.HasPrefix(e.URL, "https://") || strings.HasPrefix(e.URL, "http://")
		switch {
		case e.URL != "" && (!web || e.Title == ""):
			r.Problems = append(r.Problems, source.Errorf(item.At, "a navigation entry with a url has a title, and its url starts with https://").
				WithHint(`write it like {title: Archive, url: "https://example.org/"}`))
		case e.URL == "" && e.Page == "":
			r.Problems = append(r.Problems, source.Errorf(item.At, "a navigation entry names a page or a title and a url"))
		default:
			r.config.Navigation = append(r.config.Navigation, e)
		}
	}
}

// navigation is what every page links to: the entries of plotline.yaml, or else every page of
// site/pages.
func (r *run) navigation() []page.Link {
	pages, names := map[string]*sheet{}, []string{}
	var links []page.Link
	for _, s := range r.sheets {
		if s.page && !s.draft && (s.main == nil || s == s.main) {
			pages[s.story.Slug], names = s, append(names, s.story.Slug)
			links = append(links, page.Link{Title: s.title, Path: s.path})
		}
	}
	if !r.config.hasNavigation {
		return links
	}
	links = nil
	for _, e := range r.config.Navigation {
		s := pages[e.Page]
		switch {
		case e.URL != "":
			links = append(links, page.Link{Title: e.Title, URL: e.URL})
		case s == nil:
			r.report(source.Errorf(e.At, "site/pages has no page %q; pages are %s", e.Page, source.Join(names)).WithHint(source.DidYouMean(e.Page, names)))
		case e.Title != "":
			links = append(links, page.Link{Title: e.Title, Path: s.path})
		default:
			links = append(links, page.Link{Title: s.title, Path: s.path})
		}
	}
	return links
}
