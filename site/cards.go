package site

import (
	"context"
	"errors"
	"path"

	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/card"
	"plotline/site/publish"
)

// addCard lists the picture that stands for a story where links are shared.
func (r *run) addCard(s *sheet) {
	if !r.hasCards() || s.draft {
		return
	}
	r.add(&output{File: publish.File{Path: s.card(), Origin: s.story.File.Line(1)}, make: func(ctx context.Context) ([]byte, source.List, error) {
		return r.card(ctx, s)
	}})
}

// hasCards reports whether stories have cards: they are found by absolute addresses only.
func (r *run) hasCards() bool { return r.pictures != nil && r.config.BaseURL != "" }

func (s *sheet) card() string { return path.Join(s.story.Folder(), "card.png") }

// card draws a story's card, or takes the one that is kept.
func (r *run) card(ctx context.Context, s *sheet) ([]byte, source.List, error) {
	colour := func(role string) string { return r.config.Theme.Literal(role) }
	c := card.Card{Site: r.site.Title, Kicker: s.story.Section, Headline: s.title, Language: s.language(r.config),
		Colours: card.Colours{Paper: opaque(colour("paper")), Ink: opaque(colour("ink")), Mute: opaque(colour("mute")), Accent: opaque(colour("accent"))}}
	if lead := s.lead(); lead != nil {
		if problems, err := r.draw(ctx, []*sheet{s}); err != nil || problems.HasErrors() {
			return nil, problems, err
		}
		if svg, ok := r.svgs.get(lead.drawingKey()); ok {
			c.Drawing = svg[0] // the narrow one: its words are large
		}
	}
	identity, err := r.pictures.Identity(append([]byte(c.Site+c.Kicker+c.Headline), c.Drawing...))
	if err != nil {
		return nil, nil, err
	}
	k := keyOf([]byte("card"), identity[:], []byte(c.Site), []byte(c.Kicker), []byte(c.Headline), []byte(c.Language), c.Drawing, r.themeKey[:])
	if b, ok := r.pngs.get(k); ok {
		return b, nil, nil
	}
	if parts, ok := r.drawer.Recall(k); ok && len(parts) == 1 {
		r.pngs.put(k, parts[0])
		return parts[0], nil, nil
	}
	b, err := r.pictures.Card(c)
	var missing *raster.MissingError
	if errors.As(err, &missing) { // not kept: the font may come
		return b, source.List{r.withoutLetters(source.Warnf(s.story.File.Line(1), "card-words", "the story's card lacks words: %v", err))}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	r.drawer.Keep(k, [][]byte{b})
	r.pngs.put(k, b)
	return b, nil, nil
}
