package site

import (
	"context"
	"encoding/hex"
	"path"

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
	r.add(&output{File: publish.File{Path: s.thumb(f), Origin: f.spec.At}, standing: s.standing, make: func(ctx context.Context) ([]byte, source.List, error) {
		if problems, err := r.draw(ctx, r.missing(s)); err != nil || problems.HasErrors() {
			return nil, problems, err
		}
		k := f.drawingKey()
		d, ok := r.drawings(f)
		if !ok { // a later plan let go of it
			return r.config.Theme.Thumbnail(r.last(s, f).svg[0]), nil, nil
		}
		return r.pngs.once(keyOf([]byte("thumb"), k[:]), func() []byte { return r.config.Theme.Thumbnail(d.svg[0]) }), nil, nil
	}})
}

func (s *sheet) thumb(f *figure) string {
	return path.Join(s.chart(f), "thumb.svg")
}

// shownThumb is the picture as lists show it.
func (s *sheet) shownThumb(f *figure) page.Thumb {
	k := f.drawingKey() // of block, values, language and colours
	size := f.option.Sizes[0]
	return page.Thumb{Path: s.thumb(f), Alt: f.plot.Alt(), Edition: hex.EncodeToString(k[:4]), Width: size.Width, Height: size.Height}
}
