package site

import (
	"bytes"
	"context"
	"encoding/hex"
	"path"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site/page"
	"plotline/site/publish"
)

// addThumb lists the small picture of a story's first chart, for lists of stories: the narrow drawing
// as a file of its own, about 2 KB, which follows light and dark by itself.
func (r *run) addThumb(s *sheet) {
	f := s.lead()
	if f == nil || s.page {
		return
	}
	r.add(&output{File: publish.File{Path: s.thumb(f), Origin: f.spec.At}, make: func(ctx context.Context) ([]byte, source.List, error) {
		if problems, err := r.draw(ctx, []*sheet{s}); err != nil || problems.HasErrors() {
			return nil, problems, err
		}
		return thumbnail(r.last(s, f)[0], r.config.Theme), nil, nil
	}})
}

func (s *sheet) thumb(f *figure) string {
	return path.Join(s.story.Folder(), "charts", f.spec.ID.Value, "thumb.svg")
}

// shownThumb is the picture as lists show it.
func (s *sheet) shownThumb(f *figure) page.Thumb {
	k := f.drawingKey() // of block, values, language and colours
	size := f.option.Sizes[0]
	return page.Thumb{Path: s.thumb(f), Alt: f.plot.Alt(), Edition: hex.EncodeToString(k[:4]), Width: size.Width, Height: size.Height}
}

// thumbnail gives a drawing the dark colours of the roles it uses, as no style sheet reaches into a
// picture, and drops words that would be too small to read.
func thumbnail(svg []byte, theme charts.Theme) []byte {
	end := bytes.IndexByte(svg, '>') + 1
	if end == 0 {
		return svg
	}
	style := []byte("<style>@media (max-width:199px){text{display:none}}@media (prefers-color-scheme:dark){svg{")
	for _, role := range theme.Roles {
		if bytes.Contains(svg, []byte("var(--"+role.Name+",")) {
			style = append(style, "--"+role.Name+":"+role.Dark+";"...)
		}
	}
	style = append(style, "}}</style>"...)
	return bytes.Join([][]byte{svg[:end], style, svg[end:]}, nil)
}
