package site

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"path"
	"strconv"
	"strings"

	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/card"
	"plotline/site/page"
	"plotline/site/publish"
)

// Pictures makes PNGs of drawings, and cards; card.Maker is one.
type Pictures interface {
	PNG(svg []byte, size raster.Size) ([]byte, error)
	Identity(svg []byte) ([32]byte, error) // of the fonts that a drawing, or words, need
	Card(c card.Card) ([]byte, error)
}

const pictureScale = 2 // dots per CSS px: sharp on phones, and small enough for feeds

// addPictures lists a PNG of every chart in the stories that the feed carries, as feed readers show no
// SVG. One that cannot be made, for want of a font, is left out with a warning.
func (r *run) addPictures(sheets []*sheet) {
	if r.pictures == nil {
		return
	}
	for _, s := range sheets {
		for _, f := range s.blocks {
			if f == nil || f.plot == nil {
				continue
			}
			r.add(&output{File: publish.File{Path: s.picture(f), Origin: f.spec.At}, optional: true, make: func(ctx context.Context) ([]byte, source.List, error) {
				return r.png(ctx, s, f)
			}})
		}
	}
}

func (s *sheet) picture(f *figure) string {
	return path.Join(s.story.Folder(), "charts", f.spec.ID.Value, "chart.png")
}

// png makes a chart's picture, or takes the one that is kept.
func (r *run) png(ctx context.Context, s *sheet, f *figure) ([]byte, source.List, error) {
	if problems, err := r.draw(ctx, []*sheet{s}); err != nil || problems.HasErrors() {
		return nil, problems, err
	}
	svg, ok := r.svgs.get(f.drawingKey())
	if !ok {
		return nil, nil, nil
	}
	wide := svg[len(svg)-1]
	identity, err := r.pictures.Identity(wide)
	if err != nil {
		return nil, source.List{r.withoutPicture(f, err)}, nil
	}
	paper := r.config.Theme.Literal("paper")
	k := keyOf([]byte("png"), []byte(r.options.Program), wide, identity[:], []byte(paper), []byte(f.plot.Language), strconv.AppendInt(nil, pictureScale, 10))
	if b, ok := r.pngs.get(k); ok {
		return b, nil, nil
	}
	if parts, ok := r.drawer.Recall(k); ok && len(parts) == 1 {
		r.pngs.put(k, parts[0])
		return parts[0], nil, nil
	}
	b, err := r.pictures.PNG(wide, raster.Size{Scale: pictureScale, Background: opaque(paper), Language: f.plot.Language})
	if err != nil {
		return nil, source.List{r.withoutPicture(f, err)}, nil
	}
	r.drawer.Keep(k, [][]byte{b})
	r.pngs.put(k, b)
	return b, nil, nil
}

func (r *run) withoutPicture(f *figure, err error) source.Problem {
	p := source.Warnf(f.spec.At, "picture-missing", "the chart has no picture for feeds: %v", err)
	var missing *raster.MissingError
	if errors.As(err, &missing) {
		return r.withoutLetters(p)
	}
	return p
}

// opaque is a colour written as #rrggbb.
func opaque(hex string) color.Color {
	var c color.RGBA
	fmt.Sscanf(hex, "#%02x%02x%02x", &c.R, &c.G, &c.B)
	c.A = 255
	return c
}

// said is a bignumber block as a sentence.
func (w *work) said(f *figure) string {
	var parts []string
	for _, item := range f.spec.Items {
		parts = append(parts, w.bigValue(item)+" "+item.Text.Value)
	}
	return strings.Join(parts, "; ")
}

// stills are the story's figures as those see them who get no page, by index in its blocks; pictures
// says to show charts by their pictures.
func (r *run) stills(ctx context.Context, s *sheet, pictures bool) (map[int]page.Still, error) {
	out := map[int]page.Still{}
	for i, f := range s.blocks {
		if f == nil {
			continue
		}
		still := page.Still{ID: f.spec.ID.Value, Title: f.spec.Title.Value, Alt: f.spec.Alt.Value}
		if f.plot != nil {
			still.Alt = f.plot.Alt()
			if pictures && r.pictures != nil {
				b, _, err := r.png(ctx, s, f)
				if err != nil {
					return nil, err
				}
				if size := f.option.Sizes[len(f.option.Sizes)-1]; b != nil {
					still.Picture, still.Width, still.Height = s.picture(f), size.Width, size.Height
				}
			}
		}
		still.Table = s.said(f)
		still.CSV = f.plot != nil || f.fragment != nil && f.fragment.CSV != nil
		for _, src := range f.spec.Sources {
			if still.Sources != "" {
				still.Sources += "; "
			}
			still.Sources += src.Name
		}
		out[i] = still
	}
	return out, nil
}
