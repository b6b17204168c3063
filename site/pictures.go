package site

import (
	"context"
	"fmt"
	"image/color"
	"path"
	"strings"

	"plotline/charts/raster"
	"plotline/site/card"
	"plotline/site/embed"
	"plotline/site/page"
)

// Pictures makes PNGs of drawings, and cards; card.Maker is one.
type Pictures interface {
	PNG(svg []byte, size raster.Size) ([]byte, error)
	Identity(svg []byte) ([32]byte, error) // of the fonts that a drawing, or words, need
	Missing(words ...[]byte) error         // whether fonts have all characters of words, or of a drawing
	Card(c card.Card) ([]byte, error)
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
				d := folder{run: r, sheet: s, figure: f}
				c, _, err := d.drawn(ctx)
				if err != nil {
					return nil, err
				}
				if c != nil && d.keyed().picture {
					still.Picture = path.Join(s.chart(f), embed.SharpPicture)
					still.Width, still.Height = c.Extent()
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
