package site

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site/feed"
	"plotline/site/page"
	"plotline/site/publish"
	"plotline/site/story"
	"plotline/templates"
)

const perPage = 20 // stories of a list; more take long to load and longer to look through

// list is an ordered choice of stories: all of them, those of a section, those with a tag.
type list struct {
	folder  string // of its first page: "", "technology/" or "tags/ai/"
	title   string // of a section or tag
	tag     bool
	at      source.Span // where a story first names it
	stories []*sheet    // newest first
	written int         // how many of them are published
}

// gather puts the stories into lists: the front page's, and one for each section and tag.
func (r *run) gather() {
	for _, s := range r.sheets {
		if !s.page {
			r.listed = append(r.listed, s)
		}
	}
	slices.SortStableFunc(r.listed, func(a, b *sheet) int {
		return cmp.Or(cmp.Compare(b.story.Date, a.story.Date), cmp.Compare(a.path, b.path))
	})
	sections, tags := topics{run: r, what: "section"}, topics{run: r, what: "tag"}
	for _, s := range r.listed {
		if s.story.Section != "" {
			s.section = sections.put(s, s.story.Section, story.Slug(s.story.Section)+"/", s.story.SectionAt)
		}
		for i, tag := range s.story.Tags {
			s.tags = append(s.tags, tags.put(s, tag, "tags/"+story.Slug(tag)+"/", s.story.TagsAt[i]))
		}
	}
	r.sections, r.tags = sections.sorted(), tags.sorted()
}

// topics are the sections, or the tags, while they are gathered.
type topics struct {
	run    *run
	what   string
	byPath map[string]*list
}

// put puts a story into the list at folder and returns the list's first page. Two spellings of one
// address are an error: one of them is a slip.
func (t *topics) put(s *sheet, title, folder string, at source.Span) string {
	if t.byPath == nil {
		t.byPath = map[string]*list{}
	}
	l := t.byPath[folder]
	if l == nil {
		l = &list{folder: folder, title: title, tag: t.what == "tag", at: at}
		t.byPath[folder] = l
	} else if l.title != title {
		t.run.report(source.Errorf(at, "the %ss %q and %q have one address, %q", t.what, title, l.title, folder).
			WithHint(fmt.Sprintf("write it as %q", l.title)).WithNote(l.at, "the other is here"))
	}
	l.stories = append(l.stories, s)
	if !s.draft {
		l.written++
	}
	return page.ListPath(folder, 1)
}

// sorted are the lists by their titles.
func (t *topics) sorted() []*list {
	var out []*list
	for _, l := range t.byPath {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b *list) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.title), strings.ToLower(b.title)), cmp.Compare(a.folder, b.folder))
	})
	return out
}

// addLists lists the pages of every list, and the page of all tags.
func (r *run) addLists() {
	r.addList(&list{stories: r.listed})
	for _, l := range slices.Concat(r.sections, r.tags) {
		r.addList(l)
	}
	if len(r.tags) > 0 {
		r.addNamed("the page of all tags", r.listOutput(r.tags[0].at, r.allTags(), nil))
	}
}

const tagsPage = "tags/index.html"

func (r *run) addList(l *list) {
	shown := once(l.stories)
	pages := max(1, (len(shown)+perPage-1)/perPage)
	what := "the list of all stories"
	if l.title != "" {
		what = fmt.Sprintf("the section %q", l.title)
		if l.tag {
			what = fmt.Sprintf("the tag %q", l.title)
		}
	}
	for n := 1; n <= pages; n++ {
		part := shown[(n-1)*perPage : min(n*perPage, len(shown))]
		r.addNamed(what, r.listOutput(l.at, page.ListPage{Folder: l.folder, Title: l.title, Number: n, Of: pages, Above: r.above(l), Feed: r.feedOf(l), Draft: l.title != "" && l.written == 0}, part))
	}
}

// listOutput is one page of a list, with the stories that it shows.
func (r *run) listOutput(at source.Span, in page.ListPage, stories []*sheet) *output {
	filled := sync.OnceValue(func() filledList { return r.fill(in, stories) })
	return &output{File: publish.File{Path: page.ListPath(in.Folder, in.Number), Origin: at},
		standing: func() string { return r.standingKey(filled().key) },
		make:     func(ctx context.Context) ([]byte, source.List, error) { return r.listPage(ctx, filled()) }}
}

// addNamed adds a page that no reporter wrote. What has its address already has to move.
func (r *run) addNamed(what string, o *output) {
	if other := r.byPath[o.Path]; other != nil {
		p := source.Errorf(other.Origin, "the address %q belongs to %s", path.Dir(o.Path)+"/", what).WithHint("choose another slug, url or alias")
		if o.Origin != (source.Span{}) {
			p = p.WithHint("choose another slug, url or alias here, or another name there").WithNote(o.Origin, "it is named here")
		}
		r.report(p)
		return
	}
	r.add(o)
}

func (r *run) above(l *list) page.Link {
	if !l.tag {
		return page.Link{}
	}
	return page.Link{Title: r.words().Tags, Path: tagsPage}
}

// topics are what every list links to: the sections, and the page of all tags.
func (r *run) topics() []page.Link {
	var out []page.Link
	for _, l := range r.sections {
		out = append(out, page.Link{Title: l.title, Path: page.ListPath(l.folder, 1)})
	}
	if len(r.tags) > 0 {
		out = append(out, page.Link{Title: r.words().Tags, Path: tagsPage})
	}
	return out
}

// filledList is a page of a list with all that it shows but the drawing of its first story.
type filledList struct {
	page.ListPage
	first *sheet  // that shows its chart large, or nil
	lead  *figure // the chart
	key   key     // of everything on the page
}

func (r *run) fill(in page.ListPage, stories []*sheet) filledList {
	in.Site, in.Assets, in.Topics = r.site, r.assets, r.topics()
	out := filledList{}
	for i, s := range stories {
		e := s.entry(r.config)
		if r.hasCards() && !s.draft {
			e.Card = s.card()
		}
		if in.Title != "" && s.section == in.Folder+"index.html" {
			e.Section = page.Link{} // it is the page's headline
		}
		if i == 0 && in.Folder == "" && in.Number == 1 {
			out.first, out.lead, e.Thumb = s, s.lead(), page.Thumb{}
		}
		in.Stories = append(in.Stories, e)
	}
	k := r.siteKey
	parts := [][]byte{[]byte("list"), k[:], fmt.Appendf(nil, "%#v", []any{in.Folder, in.Title, in.Number, in.Of, in.Above, in.Feed, in.Draft, in.Topics, in.Index}), fmt.Appendf(nil, "%#v", in.Stories)}
	if out.lead != nil {
		k := out.lead.shown(r.themeKey)
		parts = append(parts, k[:])
	}
	out.ListPage, out.key = in, keyOf(parts...)
	return out
}

// listPage renders one page of a list.
func (r *run) listPage(ctx context.Context, in filledList) ([]byte, source.List, error) {
	if in.lead != nil {
		if problems, err := r.draw(ctx, r.missing(in.first)); err != nil || problems.HasErrors() {
			return nil, problems, err
		}
	}
	var problems source.List
	out := r.pages.once(in.key, func() rendered {
		stories := slices.Clone(in.Stories)
		if in.lead != nil {
			stories[0].Figure, problems = r.framedChart(in.first, in.lead)
		}
		in.Stories = stories
		html, found := r.set.List(in.ListPage)
		return rendered{html, found}
	})
	return out.html, append(problems, out.problems...), nil
}

// allTags is the page of all tags. Drafts are not counted.
func (r *run) allTags() page.ListPage {
	in := page.ListPage{Folder: path.Dir(tagsPage) + "/", Title: r.words().Tags, Number: 1, Of: 1, Draft: true}
	for _, l := range r.tags {
		in.Index = append(in.Index, page.Link{Title: l.title, Path: page.ListPath(l.folder, 1), Count: l.written})
		in.Draft = in.Draft && l.written == 0
	}
	return in
}

// feedOf is the path of a list's feed: sections have their own.
func (r *run) feedOf(l *list) string {
	if r.config.BaseURL == "" || l.title == "" || l.tag || l.written == 0 {
		return ""
	}
	return l.folder + "feed.xml"
}

// addFeed lists the feed of a list: its newest stories in full, with pictures of charts as far as the
// site has them.
func (r *run) addFeed(file, title string, stories []*sheet) {
	told := once(published(stories))
	told = told[:min(len(told), feed.MaxItems)]
	r.add(&output{File: publish.File{Path: file}, make: func(ctx context.Context) ([]byte, source.List, error) {
		items := r.items(told)
		for i, s := range told {
			stills, err := r.stills(ctx, s, true)
			if err != nil {
				return nil, nil, err
			}
			p := r.story(s, func(*figure) *charts.Fragment { return nil })
			items[i].HTML = p.Feed(stills)
		}
		site := r.feedSite()
		if title != "" {
			site.Title, site.Description = title+" – "+site.Title, ""
		}
		b, err := feed.Atom(site, file, items)
		return b, nil, err
	}})
}

// published leaves drafts out.
func published(stories []*sheet) []*sheet {
	return slices.DeleteFunc(slices.Clone(stories), func(s *sheet) bool { return s.draft })
}

// words are those of the site's language.
func (r *run) words() templates.Words { return templates.WordsFor(r.config.Language) }
