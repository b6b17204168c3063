package site

import (
	"slices"
	"strings"

	"plotline/data/source"
	"plotline/site/feed"
	"plotline/site/page"
)

// relate finds the versions of each story in other languages: files that differ in the language in
// their names only.
func (r *run) relate() {
	groups := map[string][]*sheet{}
	for _, s := range r.sheets {
		if s.story.Version != "" {
			groups[s.story.Base] = nil
		}
	}
	if len(groups) == 0 {
		return
	}
	for _, s := range r.sheets {
		g, ok := groups[s.story.Base]
		if !ok {
			continue
		}
		language := s.language(r.config)
		if i := slices.IndexFunc(g, func(o *sheet) bool { return strings.EqualFold(o.language(r.config), language) }); i >= 0 {
			r.report(source.Errorf(s.story.File.Line(1), "the story is there twice in the language %q", language).
				WithHint("the language in a file's name, or else language: in plotline.yaml, is that of its story").WithNote(g[i].story.File.Line(1), "the other is here"))
			continue
		}
		groups[s.story.Base] = append(g, s)
	}
	for _, g := range groups {
		if len(g) < 2 {
			continue
		}
		main := slices.IndexFunc(g, func(s *sheet) bool { return strings.EqualFold(s.language(r.config), r.config.Language) })
		if main < 0 {
			main = max(0, slices.IndexFunc(g, func(s *sheet) bool { return s.story.Version == "" }))
		}
		for _, s := range g {
			s.versions, s.main = g, g[main]
		}
	}
}

// once leaves one version of each story: that for readers of the site's language when it is there.
func once(stories []*sheet) []*sheet {
	var out []*sheet
	at := map[*sheet]int{}
	for _, s := range stories {
		if s.main == nil {
			out = append(out, s)
			continue
		}
		if i, there := at[s.main]; !there {
			at[s.main] = len(out)
			out = append(out, s)
		} else if s == s.main {
			out[i] = s
		}
	}
	return out
}

// shownVersions are the story's versions as its page tells of them, sorted by language.
func (s *sheet) shownVersions(c Config) []page.Version {
	var out []page.Version
	for _, v := range s.versions {
		out = append(out, page.Version{Language: v.language(c), Path: v.path, Main: v == s.main, Draft: v.draft})
	}
	slices.SortFunc(out, func(a, b page.Version) int { return strings.Compare(a.Language, b.Language) })
	return out
}

// toldVersions are the published ones as the sitemap has them; none when there is one only.
func (s *sheet) toldVersions(c Config) []feed.Version {
	var out []feed.Version
	main := ""
	for _, v := range s.shownVersions(c) {
		if v.Draft {
			continue
		}
		folder := strings.TrimSuffix(v.Path, "index.html")
		if out = append(out, feed.Version{Language: v.Language, Path: folder}); v.Main || main == "" {
			main = folder
		}
	}
	if len(out) < 2 {
		return nil
	}
	return append(out, feed.Version{Language: "x-default", Path: main})
}
