package site

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"plotline/charts"
	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/export"
)

// Exported lists the stories and pages of the site for those who take them out of it.
func (p *Plan) Exported() []export.Story {
	r := p.run
	var list []export.Story
	for _, s := range r.sheets {
		st := s.story
		e := export.Story{File: st.File.Path, Path: s.path, Folder: st.Folder(), Page: s.page, Draft: s.draft,
			Title: s.title, Subtitle: s.subtitle, Language: s.language(r.config), License: st.License, Date: st.Changed()}
		if base := r.config.BaseURL; base != "" {
			e.Address = strings.TrimSuffix(base, "/") + "/" + (&url.URL{Path: strings.TrimSuffix(s.path, "index.html")}).EscapedPath()
		}
		if e.Date == "" {
			e.Date = st.Date
		}
		for _, src := range st.Sources {
			name := src.Title
			if src.Publisher != "" && name != "" {
				name += ", "
			}
			e.Sources = append(e.Sources, name+src.Publisher)
		}
		for _, f := range s.blocks {
			if f == nil || f.plot == nil && (f.fragment == nil || f.fragment.CSV == nil) {
				continue
			}
			c := export.Chart{ID: f.spec.ID.Value, Title: f.spec.Title.Value, Subtitle: f.spec.Subtitle.Value, Note: f.spec.Note.Value, Alt: f.spec.Alt.Value, Drawn: f.plot != nil}
			if f.plot != nil {
				c.Alt = f.plot.Alt()
			}
			for _, src := range f.spec.Sources {
				c.Sources = append(c.Sources, src.Name)
			}
			e.Charts = append(e.Charts, c)
		}
		list = append(list, e)
	}
	return list
}

// Title is the name of the site.
func (p *Plan) Title() string { return p.run.site.Title }

// Theme is the look of the site.
func (p *Plan) Theme() charts.Theme { return p.run.config.Theme }

// Paths lists the files of the site, sorted. Some may turn out not to be there when File is asked.
func (p *Plan) Paths() []string {
	var paths []string
	for _, o := range p.run.outputs {
		paths = append(paths, o.Path)
	}
	slices.Sort(paths)
	return paths
}

// Picture returns a chart of a story as a picture with its words, in the project's fonts. The story is
// named by its file in the project.
func (p *Plan) Picture(ctx context.Context, file, id string, size raster.Size) ([]byte, source.List, error) {
	f, _, problems, err := p.Chart(ctx, file, id)
	if f == nil {
		return nil, problems, err
	}
	if p.run.pictures == nil {
		return nil, nil, fmt.Errorf("%s#%s: there is nobody to make pictures", path.Base(file), id)
	}
	size.Language = f.Language()
	b, err := p.run.pictures.PNG(f.SVG(), size)
	return b, problems, err
}
