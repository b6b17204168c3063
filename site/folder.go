package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"path"
	"strconv"
	"strings"
	"sync"

	"plotline/charts"
	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/embed"
	"plotline/site/page"
	"plotline/site/publish"
)

// folder is what a chart's own folder is made from. A site may have thousands; nothing in them is made
// before somebody wants it, or before the key of what it is made from has changed.
type folder struct {
	run    *run
	sheet  *sheet
	figure *figure
	path   string // from the site's root
	key    func() folderKey
}

// folderKey covers everything in a folder.
type folderKey struct {
	name     string // empty when the program is unknown, and so nothing is recognised
	picture  bool   // there are fonts for PNGs
	problems source.List
}

// addFolder lists the files that let others use a chart.
func (r *run) addFolder(s *sheet, f *figure) {
	d := &folder{run: r, sheet: s, figure: f, path: s.chart(f)}
	d.key = sync.OnceValue(d.keyed)
	d.add(embed.Page, d.page)
	r.byPath[path.Join(d.path, embed.Page)].quick = d.quick
	d.add(embed.Data, func(*charts.Fragment) ([]byte, error) { return f.plot.CSV(), nil })
	d.add(embed.Fragment, func(c *charts.Fragment) ([]byte, error) { return []byte(c.HTML()), nil })
	d.add(embed.LiveFragment, func(c *charts.Fragment) ([]byte, error) { return []byte(c.LiveHTML(d.script())), nil })
	d.add(embed.Drawing, func(c *charts.Fragment) ([]byte, error) { return c.SVG(), nil })
	d.add(embed.Facts, d.facts)
	if r.config.BaseURL != "" {
		d.add(embed.Discovery, d.discovery)
	}
	if r.pictures != nil {
		d.addPicture(embed.Picture, 1)
		d.addPicture(embed.SharpPicture, 2)
	}
}

// chart is a chart's folder.
func (s *sheet) chart(f *figure) string {
	return path.Join(s.story.Folder(), "charts", f.spec.ID.Value)
}

// add lists a file that is made of the drawn chart.
func (d *folder) add(name string, make func(*charts.Fragment) ([]byte, error)) {
	d.run.add(&output{
		File: publish.File{Path: path.Join(d.path, name), Origin: d.figure.spec.At},
		key:  func() (string, source.List) { return d.key().name, nil },
		make: func(ctx context.Context) ([]byte, source.List, error) {
			c, problems, err := d.drawn(ctx)
			if err != nil || c == nil {
				return nil, problems, err
			}
			b, err := make(c)
			return b, problems, err
		},
	})
}

// addPicture lists a PNG. Where no font has a character there is none, and a warning at the first.
func (d *folder) addPicture(name string, scale float64) {
	d.run.add(&output{
		File:     publish.File{Path: path.Join(d.path, name), Origin: d.figure.spec.At},
		optional: true,
		key: func() (string, source.List) {
			k := d.key()
			if name != embed.Picture {
				return k.name, nil
			}
			return k.name, k.problems
		},
		absent: func() bool { return !d.key().picture },
		make: func(ctx context.Context) ([]byte, source.List, error) {
			if k := d.key(); !k.picture {
				return nil, k.problems, nil
			}
			c, problems, err := d.drawn(ctx)
			if err != nil || c == nil {
				return nil, problems, err
			}
			b, err := d.run.png(c, scale)
			return b, problems, err
		},
	})
}

// drawn returns the chart as a fragment.
func (d *folder) drawn(ctx context.Context) (*charts.Fragment, source.List, error) {
	if problems, err := d.run.draw(ctx, d.run.missing(d.sheet)); err != nil || problems.HasErrors() {
		return nil, problems, err
	}
	c, problems := d.run.framedChart(d.sheet, d.figure)
	return c, problems, nil
}

// keyed finds the key, and whether fonts have all the chart's characters.
func (d *folder) keyed() folderKey {
	r, s, f := d.run, d.sheet, d.figure
	var k folderKey
	var identity [32]byte
	if r.pictures != nil {
		words := [][]byte{[]byte(f.spec.Title.Value), []byte(f.spec.Subtitle.Value), []byte(f.spec.Note.Value)}
		for _, src := range f.spec.Sources {
			words = append(words, []byte(src.Name))
		}
		if f.head != nil {
			words = append(words, f.head.signs)
		} else if d, ok := r.drawings(f); ok {
			words = append(words, d.svg[len(d.svg)-1])
		} else { // asked before it is drawn, by a preview
			words = append(words, f.option.JSON)
		}
		err := r.pictures.Missing(words...)
		if err == nil {
			identity, err = r.pictures.Identity(bytes.Join(words, nil))
		}
		if k.picture = err == nil; err != nil {
			k.problems = source.List{r.withoutPicture(f, err)}
		}
	}
	if r.options.Program == "" {
		return k
	}
	shown, st := f.shown(r.themeKey), s.story
	sum := keyOf([]byte("folder"), []byte(r.options.Program), strconv.AppendBool(nil, r.options.Readable), shown[:], r.siteKey[:], identity[:], strconv.AppendBool(nil, k.picture), strconv.AppendBool(nil, s.draft),
		strconv.AppendBool(nil, r.hasCards()), fmt.Appendf(nil, "%q", []string{s.path, s.title, st.License, st.Date, st.Changed(), st.Language}), fmt.Appendf(nil, "%q", s.authors(r.config)))
	k.name = short(sum)
	return k
}

// authors are the names over a story.
func (w *work) authors(c Config) []string {
	var names []string
	for _, a := range w.story.Authors {
		names = append(names, a.Name)
	}
	if len(names) == 0 && c.Author != "" {
		names = []string{c.Author}
	}
	return names
}

// script is the address of the script for other pages: from the folder, when the site has none.
func (d *folder) script() string {
	if base := d.run.config.BaseURL; base != "" {
		return strings.TrimSuffix(base, "/") + "/" + embed.Script
	}
	return strings.Repeat("../", strings.Count(d.path, "/")+1) + embed.Script
}

// frameWidth is what software takes a frame to be wide that knows no better, in px: a usual column of text.
const frameWidth = 680

// embed is the chart as others show it; without an address when the site has none.
func (d *folder) embed(c *charts.Fragment) embed.Chart {
	room := c.FrameRoom()
	out := embed.Chart{Title: c.Title, Alt: c.Alt, Frame: embed.Size{Width: frameWidth, Height: int(math.Ceil(room.Height(frameWidth)))},
		Heights: embed.Heights{Frame: room.CSS(), Figure: c.Room().CSS()}}
	if d.key().picture {
		w, h := c.Extent()
		out.Picture = embed.Size{Width: w, Height: h}
	}
	if base := d.run.config.BaseURL; base != "" {
		out.Root = strings.TrimSuffix(base, "/") + "/"
		out.Address = d.run.site.Folder(path.Join(d.path, embed.Page))
	}
	return out
}

// page makes the chart's own page.
func (d *folder) page(c *charts.Fragment) ([]byte, error) {
	r, s := d.run, d.sheet
	p := page.ChartPage{Site: r.site, Assets: r.assets, Path: path.Join(d.path, embed.Page), ID: c.ID, Story: page.Link{Title: s.title, Path: s.path}, Language: c.Language(), License: s.story.License,
		Figure: c, Title: c.Title, Alt: c.Alt, Picture: d.key().picture, Embed: d.embed(c), Draft: s.draft}
	if r.hasCards() && !s.draft {
		p.Card = s.chartCard(d.figure)
	}
	html, problems := r.set.Chart(p)
	if problems.HasErrors() { // those of a template that only data brings about
		return nil, errors.New(problems[0].Text)
	}
	return html, nil
}

// quick makes the page of what is there of the chart.
func (d *folder) quick() (html []byte, final bool, err error) {
	_, final = d.run.drawings(d.figure)
	c, problems := d.run.frame(d.figure, d.run.last(d.sheet, d.figure))
	if c == nil {
		return nil, false, errors.New(problems[0].Text)
	}
	html, err = d.page(c)
	return html, final, err
}

// facts makes meta.json.
func (d *folder) facts(c *charts.Fragment) ([]byte, error) {
	r, s, f := d.run, d.sheet, d.figure
	table := f.plot.CSV()
	m := embed.Meta{Schema: strings.Repeat("../", strings.Count(d.path, "/")+1) + embed.SchemaPath, Version: 1, ID: c.ID, Kind: c.Kind, Title: c.Title, Subtitle: f.spec.Subtitle.Value, Alt: c.Alt, Note: f.spec.Note.Value, Language: c.Language(),
		Address: "./", Story: embed.MetaStory{Title: s.title, Address: "../../", Authors: s.authors(r.config)}, Sources: []embed.MetaSource{}, Licence: s.story.License, Published: s.story.Date, Modified: s.story.Changed(),
		Data: embed.MetaData{File: embed.Data, Columns: f.plot.Columns(), Rows: f.plot.Table.Rows, Sum: embed.Sum(table)}}
	if r.config.BaseURL != "" {
		m.Address, m.Story.Address = r.site.Folder(path.Join(d.path, embed.Page)), r.site.Folder(s.path)
	}
	for _, src := range f.spec.Sources {
		m.Sources = append(m.Sources, embed.MetaSource{Name: src.Name, Address: src.URL})
	}
	w, h := c.Extent()
	m.Files = []embed.MetaFile{{Name: embed.Page, Type: "text/html"}, {Name: embed.Fragment, Type: "text/html"}, {Name: embed.LiveFragment, Type: "text/html"}, {Name: embed.Drawing, Type: "image/svg+xml", Width: w, Height: h}, {Name: embed.Data, Type: "text/csv"}}
	if d.key().picture {
		m.Files = append(m.Files, embed.MetaFile{Name: embed.Picture, Type: "image/png", Width: w, Height: h}, embed.MetaFile{Name: embed.SharpPicture, Type: "image/png", Width: 2 * w, Height: 2 * h})
	}
	return m.JSON()
}

// discovery makes oembed.json.
func (d *folder) discovery(c *charts.Fragment) ([]byte, error) {
	card := ""
	if d.run.hasCards() && !d.sheet.draft {
		card = strings.TrimSuffix(d.run.config.BaseURL, "/") + "/" + d.sheet.chartCard(d.figure)
	}
	return d.embed(c).OEmbed(d.run.site.Title, strings.Join(d.sheet.authors(d.run.config), ", "), card)
}

// png makes a chart's picture, or takes the one that is kept.
func (r *run) png(c *charts.Fragment, scale float64) ([]byte, error) {
	svg := c.SVG()
	identity, err := r.pictures.Identity(svg)
	if err != nil {
		return nil, err
	}
	k := keyOf([]byte("png"), []byte(r.options.Program), svg, identity[:], []byte(c.Language()), strconv.AppendFloat(nil, scale, 'g', -1, 64))
	if parts, ok := r.drawer.Recall(k); ok && len(parts) == 1 {
		return parts[0], nil
	}
	b, err := r.pictures.PNG(svg, raster.Size{Scale: scale, Language: c.Language()})
	if err == nil {
		r.drawer.Keep(k, [][]byte{b})
	}
	return b, err
}

func (r *run) withoutPicture(f *figure, err error) source.Problem {
	p := source.Warnf(f.spec.At, "picture-missing", "the chart has no picture for feeds and reports: %v", err)
	var missing *raster.MissingError
	if errors.As(err, &missing) {
		return r.withoutLetters(p)
	}
	return p
}
