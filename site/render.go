package site

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"path"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/data/source"
	"plotline/site/page"
	"plotline/site/publish"
	"plotline/site/story"
)

// draw draws every chart that has no remembered drawing, all in one go.
func (r *run) draw(works []*work) error {
	if r.problems.HasErrors() {
		return nil
	}
	var wanted []*figure
	var jobs []draw.Job
	for _, w := range works {
		for _, f := range w.blocks {
			if f == nil || f.option == nil {
				continue
			}
			if _, ok := r.svgs.get(f.drawingKey()); !ok {
				wanted, jobs = append(wanted, f), append(jobs, f.job)
			}
		}
	}
	results, err := r.drawer.Draw(r.ctx, jobs)
	if err != nil {
		return err
	}
	for i, result := range results {
		if result.Err != nil {
			r.report(source.Errorf(wanted[i].spec.At, "ECharts cannot draw this: %v", result.Err).WithHint("look at the echarts: key first, if there is one"))
			continue
		}
		r.svgs.put(wanted[i].drawingKey(), result.SVG)
		r.keep(wanted[i], result.SVG)
	}
	return nil
}

// render frames figures and pages.
func (r *run) render(works []*work) {
	assets := r.assets(works)
	site := page.Site{Title: r.config.Title, Description: r.config.Description, Author: r.config.Author, Language: r.config.Language,
		BaseURL: r.config.BaseURL, Theme: r.config.Theme}
	if site.Title == "" {
		site.Title = "Plotline"
	}
	var entries []page.Entry
	for _, w := range works {
		entries = append(entries, r.story(site, assets, w))
	}
	html, problems := r.set.Front(page.FrontPage{Site: site, Assets: assets, Stories: entries})
	r.report(problems...)
	lost, problems := r.set.NotFound(site)
	r.report(problems...)
	r.files = append(r.files, publish.File{Path: "index.html", Data: html}, publish.File{Path: "404.html", Data: lost}, publish.File{Path: ".nojekyll"})
}

// assets publishes the style sheet and, when a chart can wake up, the scripts it needs.
func (r *run) assets(works []*work) page.Assets {
	style := hashed("style.css", r.set.StyleSheet(r.config.Theme))
	r.files = append(r.files, style)
	a := page.Assets{Style: style.Path}
	if r.stats.Charts == 0 {
		return a
	}
	runtime := hashed("plotline.js", r.bundle.Runtime)
	a.Runtime = runtime.Path
	r.files = append(r.files, runtime, publish.File{Path: "assets/LICENSES.txt", Data: r.bundle.Licenses})
	for _, f := range r.bundle.Families {
		r.files = append(r.files, publish.File{Path: "assets/ec-" + f.Name + "." + r.bundle.Hash + ".js", Data: f.Data, Immutable: true})
	}
	return a
}

// story renders one story and its files, and returns its entry on the front page.
func (r *run) story(site page.Site, assets page.Assets, w *work) page.Entry {
	s := w.story
	p := page.StoryPage{Site: site, Assets: assets, Path: s.Slug + "/index.html", Story: s, Figures: map[int]page.Figure{}}
	entry := page.Entry{Path: p.Path, Section: s.Section, Language: s.Language, Date: s.Date, Updated: s.Updated, Draft: s.Draft, Authors: s.Authors}
	parts := [][]byte{w.key[:], r.setKey[:], []byte(assets.Style + "\n" + assets.Runtime + "\n" + site.Title + "\n" + site.Description + "\n" + site.Author + "\n" + site.Language + "\n" + site.BaseURL)}
	for _, text := range []struct {
		from story.Text
		to   *string
	}{{s.Title, &p.Title}, {s.Subtitle, &p.Subtitle}, {s.Description, &p.Description}} {
		*text.to, _ = r.inline(w, text.from.At, text.from.Value)
		parts = append(parts, []byte(*text.to))
	}
	entry.Title, entry.Subtitle = p.Title, p.Subtitle
	for i, f := range w.blocks {
		if f == nil {
			continue
		}
		if f.plot != nil {
			f.shown = f.frameKey(r.themeKey)
			f.fragment = r.framed.once(f.shown, func() *charts.Fragment {
				svg, _ := r.svgs.get(f.drawingKey())
				fragment, problems := charts.Frame(f.plot, f.option, svg, path.Join("charts", f.spec.ID.Value, "data.csv"))
				r.report(problems...)
				return fragment
			})
		}
		if f.fragment == nil {
			continue
		}
		if f.plot == nil {
			f.shown = keyOf([]byte(f.fragment.HTML()))
		}
		p.Figures[i] = f.fragment
		p.Live = p.Live || f.fragment.Live
		parts = append(parts, f.shown[:])
		if f.fragment.CSV != nil {
			r.files = append(r.files, publish.File{Path: path.Join(s.Slug, "charts", f.fragment.ID, "data.csv"), Data: f.fragment.CSV, Origin: f.spec.At})
		}
		if f.fragment.Live {
			if entry.Figure == nil {
				entry.Figure = f.fragment
			}
			entry.Charts = append(entry.Charts, page.Anchor{ID: f.fragment.ID, Title: f.fragment.Title})
		}
	}
	for _, v := range s.Values {
		p.Values = append(p.Values, r.print(w, v))
		parts = append(parts, []byte(p.Values[len(p.Values)-1]))
	}
	for _, c := range s.Claims {
		p.Claims = append(p.Claims, w.figures[c.Figure].plainNumber())
		parts = append(parts, []byte(p.Claims[len(p.Claims)-1]))
	}
	for _, img := range s.Images {
		p.Images = append(p.Images, r.image(s, img))
		parts = append(parts, []byte(p.Images[len(p.Images)-1].Path))
	}
	out := r.pages.once(keyOf(parts...), func() rendered {
		r.rendered++
		html, problems := r.set.Story(p)
		return rendered{html, problems}
	})
	r.report(out.problems...)
	r.files = append(r.files, publish.File{Path: p.Path, Data: out.html, Origin: s.File.Line(1)})
	return entry
}

// frameKey covers what a figure shows besides its drawings: words that are computed from figures
// and sources elsewhere in the story, and the table's values.
func (f *figure) frameKey(theme key) key {
	s := f.spec
	hash := f.plot.Table.Hash
	return keyOf([]byte(f.job.ID), f.key[:], hash[:], []byte(s.Body.Text()), []byte(s.Title.Value), []byte(s.Subtitle.Value), []byte(s.Note.Value), []byte(s.Alt.Value),
		fmt.Append(nil, s.Sources), []byte(f.plot.Language), theme[:])
}

// image publishes a picture beside the story under a hashed name.
func (r *run) image(s *story.Story, img story.Image) page.Image {
	name := path.Join(path.Dir(s.File.Path), img.Path)
	b, problem := r.in.read(name)
	if b == nil && img.Written != img.Path {
		name = path.Join(path.Dir(s.File.Path), img.Written)
		b, problem = r.in.read(name)
	}
	if problem != nil || b == nil {
		name = path.Join(path.Dir(s.File.Path), img.Path)
		r.report(source.Errorf(img.At, "there is no image %q", name))
		return page.Image{}
	}
	f := hashed(path.Base(name), b)
	f.Origin = img.At
	if !r.published(f.Path) {
		r.files = append(r.files, f)
	}
	out := page.Image{Path: f.Path}
	if c, _, err := image.DecodeConfig(bytes.NewReader(b)); err == nil {
		out.Width, out.Height = c.Width, c.Height
	}
	return out
}

func (r *run) published(path string) bool {
	for _, f := range r.files {
		if f.Path == path {
			return true
		}
	}
	return false
}
