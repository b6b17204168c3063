package site

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/data/source"
	"plotline/site/page"
)

// File returns the bytes at a path of the site, drawn and rendered when they are asked for; ok is
// false when the site has no such file, or none at all. Problems are what only drawing and rendering
// find.
func (p *Plan) File(ctx context.Context, path string) (data []byte, ok bool, problems source.List, err error) {
	o := p.run.byPath[path]
	if o == nil {
		return nil, false, nil, nil
	}
	data, problems, err = o.bytes(ctx)
	return data, data != nil || !o.optional, problems, err
}

// Quick returns a page at once: a chart that is still to be drawn shows its last drawings, or an
// empty one of its size. final says that nothing is missing.
func (p *Plan) Quick(path string) (html []byte, final, ok bool) {
	o := p.run.byPath[path]
	if o != nil && o.quick != nil {
		html, final, err := o.quick()
		return html, final, err == nil
	}
	if o == nil || o.sheet == nil {
		return nil, false, false
	}
	if len(p.run.missing(o.sheet)) == 0 {
		html, problems, err := p.run.page(context.Background(), o.sheet)
		return html, true, err == nil && !problems.HasErrors()
	}
	html, problems := p.run.set.Story(p.run.proven(o.sheet, func(f *figure) *charts.Fragment {
		fragment, _ := p.run.frame(f, p.run.last(o.sheet, f))
		return fragment
	}))
	return html, false, !problems.HasErrors()
}

// missing lists the charts of a page that have no drawings in memory and none that are kept.
func (r *run) missing(s *sheet) []*figure {
	return slices.DeleteFunc(s.charts(), func(f *figure) bool {
		_, ok := r.drawings(f)
		return ok
	})
}

// undrawn is missing without a look at what is kept of charts whose heads are known.
func (r *run) undrawn(s *sheet) []*figure {
	return slices.DeleteFunc(s.charts(), func(f *figure) bool {
		_, ok := r.svgs.get(f.drawingKey())
		return ok || f.head != nil
	})
}

// charts are the story's charts.
func (s *sheet) charts() []*figure {
	var out []*figure
	for _, f := range s.blocks {
		if f != nil && f.option != nil {
			out = append(out, f)
		}
	}
	return out
}

// draw draws charts, all in one go.
func (r *run) draw(ctx context.Context, wanted []*figure) (source.List, error) {
	if len(wanted) == 0 {
		return nil, ctx.Err()
	}
	options, jobs := make([]*charts.Option, len(wanted)), make([]draw.Job, len(wanted))
	for i, f := range wanted {
		options[i] = f.whole()
		jobs[i] = draw.Job{ID: f.prefix, Option: options[i].JSON, Sizes: options[i].Sizes}
	}
	results, err := r.drawer.Draw(ctx, jobs)
	if err != nil {
		return nil, err
	}
	var problems source.List
	for i, result := range results {
		if result.Err != nil {
			problems = append(problems, source.Errorf(wanted[i].spec.At, "ECharts cannot draw this: %v", result.Err).WithHint("look at the echarts: key first, if there is one"))
			continue
		}
		d := drawn{options[i], result.SVG}
		r.svgs.put(wanted[i].drawingKey(), d)
		r.keep(wanted[i], d)
	}
	return problems, nil
}

// last returns the drawings that a chart showed before, or empty ones.
func (r *run) last(s *sheet, f *figure) drawn {
	if d, ok := r.drawings(f); ok {
		return d
	}
	d := drawn{option: f.whole()}
	r.mu.Lock()
	d.svg = r.shown[s.path+"#"+f.spec.ID.Value]
	r.mu.Unlock()
	if d.svg != nil {
		return d
	}
	for _, size := range d.option.Sizes {
		d.svg = append(d.svg, fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" aria-hidden="true" focusable="false"></svg>`, size.Width, size.Height))
	}
	return d
}

// page renders a story's page; its charts are drawn when they are not.
func (r *run) page(ctx context.Context, s *sheet) ([]byte, source.List, error) {
	if problems, err := r.draw(ctx, r.missing(s)); err != nil || problems.HasErrors() {
		return nil, problems, err
	}
	var problems source.List
	out := r.pages.once(r.pageKey(s), func() rendered {
		r.rendered.Add(1)
		html, found := r.set.Story(r.proven(s, func(f *figure) *charts.Fragment {
			fragment, more := r.framedChart(s, f)
			problems = append(problems, more...)
			return fragment
		}))
		return rendered{html, found}
	})
	return out.html, append(problems, out.problems...), nil
}

// pageKey covers everything that a story's page shows.
func (r *run) pageKey(s *sheet) key {
	site := r.siteKey
	parts := [][]byte{s.key[:], site[:], []byte(s.title), []byte(s.subtitle), []byte(s.description), strconv.AppendBool(nil, s.draft)}
	parts = append(parts, []byte(s.section), fmt.Appendf(nil, "%v", s.shownVersions(r.config)))
	for _, f := range s.blocks {
		if f == nil {
			continue
		}
		k := f.shown(r.themeKey)
		parts = append(parts, k[:])
	}
	for _, v := range s.values {
		parts = append(parts, []byte(v))
	}
	for _, c := range s.claims {
		parts = append(parts, []byte(c))
	}
	for _, c := range s.corrections {
		parts = append(parts, []byte(c.Text), []byte(c.Was), []byte(c.Now))
	}
	parts = append(parts, s.evidenceKey())
	for _, img := range s.images {
		parts = append(parts, []byte(img.Path))
	}
	return keyOf(parts...)
}

// framedChart frames a chart whose drawings are in memory, and remembers that it showed them.
func (r *run) framedChart(s *sheet, f *figure) (*charts.Fragment, source.List) {
	d, ok := r.drawings(f)
	if !ok { // a later plan let go of it; it's on the disk
		return r.frame(f, r.last(s, f))
	}
	var problems source.List
	fragment := r.framed.once(f.shown(r.themeKey), func() *charts.Fragment {
		fragment, found := r.frame(f, d)
		problems = found
		return fragment
	})
	if r.options.Watched {
		r.mu.Lock()
		r.shown[s.path+"#"+f.spec.ID.Value] = d.svg
		r.mu.Unlock()
	}
	return fragment, problems
}

func (r *run) frame(f *figure, d drawn) (*charts.Fragment, source.List) {
	return charts.Frame(f.plot, d.option, d.svg, "charts/"+f.spec.ID.Value+"/data.csv")
}

// story is what the page package needs of a sheet; frame frames a chart.
func (r *run) story(s *sheet, frame func(*figure) *charts.Fragment) page.StoryPage {
	card := ""
	if r.hasCards() {
		card = s.card()
	}
	p := page.StoryPage{Site: r.site, Assets: r.assets, Path: s.path, Story: s.story, Figures: map[int]page.Figure{},
		Title: s.title, Subtitle: s.subtitle, Description: s.description, Values: s.values, Claims: s.claims, Images: s.images, Corrections: s.corrections, Draft: s.draft, Page: s.page, Datasets: s.datasets(card != ""), Card: card,
		Section: s.section, Tags: s.tags, Versions: s.shownVersions(r.config)}
	for i, f := range s.blocks {
		if f == nil {
			continue
		}
		fragment := f.fragment
		if f.plot != nil {
			fragment = frame(f)
		}
		if fragment != nil {
			p.Figures[i] = fragment
			p.Live = p.Live || fragment.Live
		}
	}
	return p
}

// shown covers what a figure shows: for a chart its drawings, the words that are computed from figures
// and sources elsewhere in the story, and the table's values.
func (f *figure) shown(theme key) key {
	if f.plot == nil {
		if f.fragment == nil {
			return key{}
		}
		return keyOf([]byte(f.fragment.Figure()))
	}
	s := f.spec
	hash := f.plot.Table.Hash
	return keyOf([]byte(f.prefix), f.key[:], hash[:], []byte(s.Body.Text()), []byte(s.Title.Value), []byte(s.Subtitle.Value), []byte(s.Note.Value), []byte(s.Alt.Value),
		fmt.Append(nil, s.Sources), []byte(f.plot.Language), theme[:])
}

// lead is the first chart of a story, or nil.
func (s *sheet) lead() *figure {
	for _, f := range s.blocks {
		if f != nil && f.plot != nil {
			return f
		}
	}
	return nil
}

// entry is the story as lists show it.
func (s *sheet) entry(c Config) page.Entry {
	st := s.story
	e := page.Entry{Path: s.path, Title: s.title, Subtitle: s.subtitle, Section: page.Link{Title: st.Section, Path: s.section}, Language: st.Language, Date: st.Date, Updated: st.Changed(),
		Draft: s.draft, Authors: st.Authors, Versions: s.shownVersions(c)}
	if f := s.lead(); f != nil {
		e.Thumb = s.shownThumb(f)
	}
	for _, f := range s.blocks {
		if f != nil && f.plot != nil {
			e.Charts = append(e.Charts, page.Anchor{ID: f.spec.ID.Value, Title: f.spec.Title.Value})
		}
	}
	return e
}

func (r *run) lost(context.Context) ([]byte, source.List, error) {
	html, problems := r.set.NotFound(r.site)
	return html, problems, nil
}
