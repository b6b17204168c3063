package site

import (
	"context"
	"path"
	"slices"
	"strings"
	"time"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site/embed"
	"plotline/site/feed"
	"plotline/site/page"
	"plotline/site/publish"
	"plotline/site/story"
)

// addMachines lists what machines read: each story's plain twin, and the lists of the site. They are for
// sites that have an address: feed and sitemap could say none otherwise.
func (r *run) addMachines() {
	r.add(&output{File: publish.File{Path: "robots.txt", Data: feed.Robots(r.feedSite())}})
	if r.config.BaseURL == "" {
		return
	}
	for _, s := range r.sheets {
		if !s.draft {
			r.add(&output{File: publish.File{Path: s.twin(), Origin: s.story.File.Line(1)}, standing: s.standing, make: func(context.Context) ([]byte, source.List, error) {
				p := r.story(s, func(*figure) *charts.Fragment { return nil })
				stills, err := r.stills(context.Background(), s, false)
				return p.Twin(stills), nil, err
			}})
		}
	}
	r.add(&output{File: publish.File{Path: "llms.txt"}, make: func(context.Context) ([]byte, source.List, error) {
		return feed.LLMs(r.feedSite(), r.items(published(r.listed))), nil, nil
	}})
	r.addFeed("feed.xml", "", r.listed)
	for _, l := range r.sections {
		if to := r.feedOf(l); to != "" {
			r.addFeed(to, l.title, l.stories)
		}
	}
	r.add(&output{File: publish.File{Path: "sitemap.xml"}, make: func(context.Context) ([]byte, source.List, error) {
		b, err := feed.Sitemap(r.feedSite(), r.items(published(r.listed)), r.pagePaths())
		return b, nil, err
	}})
}

func (s *sheet) twin() string { return path.Join(s.story.Folder(), "story.md") }

func (r *run) feedSite() feed.Site {
	s := feed.Site{Title: r.site.Title, Description: r.site.Description, Author: r.site.Author, Language: r.site.Language, BaseURL: r.site.BaseURL}
	for _, l := range r.sections {
		if l.written > 0 {
			s.Sections = append(s.Sections, feed.Place{Title: l.title, Path: l.folder})
		}
	}
	return s
}

// pagePaths are the folders of the pages beside the stories, and of lists that tell of any.
func (r *run) pagePaths() []string {
	var paths []string
	lists := slices.Concat(r.sections, r.tags)
	for _, l := range lists {
		if l.written > 0 {
			paths = append(paths, l.folder)
		}
	}
	if slices.ContainsFunc(r.tags, func(l *list) bool { return l.written > 0 }) {
		paths = append(paths, strings.TrimSuffix(tagsPage, "index.html"))
	}
	for _, s := range r.sheets {
		if s.page && !s.draft {
			paths = append(paths, strings.TrimSuffix(s.path, "index.html"))
		}
	}
	return paths
}

// items are stories as lists have them, without their text.
func (r *run) items(sheets []*sheet) []feed.Item {
	var items []feed.Item
	for _, s := range sheets {
		st := s.story
		item := feed.Item{Path: strings.TrimSuffix(s.path, "index.html"), Title: s.title, Summary: s.description, Language: st.Language, Tags: st.Tags, Twin: s.twin()}
		if item.Summary == "" {
			item.Summary = s.subtitle
		}
		for _, a := range st.Authors {
			item.Authors = append(item.Authors, feed.Author{Name: a.Name, URL: a.URL})
		}
		item.Published = r.day(st.Date)
		if item.Updated = r.day(st.Changed()); item.Updated.IsZero() {
			item.Updated = item.Published
		}
		item.Versions = s.toldVersions(r.config)
		items = append(items, item)
	}
	return items
}

// day is the beginning of a day in the project's time zone.
func (r *run) day(written string) time.Time {
	t, _ := story.Moment(written, r.config.Zone())
	return t
}

// datasets are the downloads of a story's charts and tables; cards says that charts have cards.
func (s *sheet) datasets(cards bool) []page.Dataset {
	var list []page.Dataset
	for _, f := range s.blocks {
		if f == nil || f.plot == nil && (f.fragment == nil || f.fragment.CSV == nil) {
			continue
		}
		d := page.Dataset{Path: path.Join(s.chart(f), embed.Data), Title: f.spec.Title.Value, Alt: f.spec.Alt.Value}
		if f.plot != nil {
			d.Alt = f.plot.Alt()
			if cards {
				d.Card = s.chartCard(f)
			}
		}
		list = append(list, d)
	}
	return list
}
