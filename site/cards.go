package site

import (
	"context"
	"errors"
	"path"
	"strconv"
	"strings"

	"plotline/charts"
	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/card"
	"plotline/site/publish"
	"plotline/templates"
)

// addCards lists the pictures that stand for a story, and for each of its charts, where links are
// shared.
func (r *run) addCards(s *sheet) {
	if !r.hasCards() || s.draft {
		return
	}
	r.addCard(s.card(), s.story.File.Line(1), func(ctx context.Context) ([]byte, source.List, error) { return r.card(ctx, s) })
	for _, f := range s.blocks {
		if f != nil && f.plot != nil {
			r.addCard(s.chartCard(f), f.spec.At, func(ctx context.Context) ([]byte, source.List, error) { return r.chartCard(ctx, s, f) })
		}
	}
}

func (r *run) addCard(path string, origin source.Span, make func(context.Context) ([]byte, source.List, error)) {
	r.add(&output{File: publish.File{Path: path, Origin: origin}, make: make})
}

// hasCards reports whether stories have cards: they are found by absolute addresses only.
func (r *run) hasCards() bool { return r.pictures != nil && r.config.BaseURL != "" }

func (s *sheet) card() string { return path.Join(s.story.Folder(), "card.png") }

func (s *sheet) chartCard(f *figure) string {
	return path.Join(s.chart(f), "card.png")
}

// card draws a story's card: its headline, and its first chart or else its first big number.
func (r *run) card(ctx context.Context, s *sheet) ([]byte, source.List, error) {
	c := r.blank(s)
	c.Headline = s.title
	lead := s.lead()
	if lead == nil {
		c.Number, c.Counted = s.counted()
	}
	return r.drawCard(ctx, s, lead, c, s.story.File.Line(1), "the story's")
}

// chartCard draws a chart's own card: its title, what it measures, its source, and the chart as large as it goes.
func (r *run) chartCard(ctx context.Context, s *sheet, f *figure) ([]byte, source.List, error) {
	c := r.blank(s)
	c.Chart, c.Headline, c.Measure = true, f.spec.Title.Value, f.spec.Subtitle.Value
	if c.Headline == "" {
		c.Headline = s.title
	}
	if len(f.spec.Sources) > 0 {
		words := templates.WordsFor(c.Language)
		names := make([]string, len(f.spec.Sources))
		for i, src := range f.spec.Sources {
			names[i] = src.Name
		}
		c.Source = words.Source + words.Colon + strings.Join(names, words.Semicolon)
	}
	return r.drawCard(ctx, s, f, c, f.spec.At, "the chart's")
}

// blank is a card with what all cards of a story have.
func (r *run) blank(s *sheet) card.Card {
	colour := func(role string) string { return r.config.Theme.Literal(role) }
	return card.Card{Site: r.site.Title, Kicker: s.story.Section, Language: s.language(r.config),
		Colours: card.Colours{Paper: opaque(colour("paper")), Ink: opaque(colour("ink")), Mute: opaque(colour("mute")), Accent: opaque(colour("accent"))}}
}

// drawCard draws a card with a figure's drawing, if any, or takes the one that is kept.
func (r *run) drawCard(ctx context.Context, s *sheet, f *figure, c card.Card, at source.Span, whose string) ([]byte, source.List, error) {
	if f != nil {
		if problems, err := r.draw(ctx, r.missing(s)); err != nil || problems.HasErrors() {
			return nil, problems, err
		}
		if d, ok := r.drawings(f); ok {
			c.Drawing = d.svg[0] // the narrow one: its words are large
		}
	}
	words := []string{c.Site, c.Kicker, c.Headline, c.Measure, c.Source, c.Number, c.Counted}
	identity, err := r.pictures.Identity(append([]byte(strings.Join(words, "")), c.Drawing...))
	if err != nil {
		return nil, nil, err
	}
	parts := [][]byte{[]byte("card"), []byte(r.options.Program), identity[:], []byte(c.Language), c.Drawing, strconv.AppendBool(nil, c.Chart), r.themeKey[:]}
	for _, w := range words {
		parts = append(parts, []byte(w))
	}
	k := keyOf(parts...)
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
		return b, source.List{r.withoutLetters(source.Warnf(at, "card-words", "%s card lacks words: %v", whose, err))}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	r.drawer.Keep(k, [][]byte{b})
	r.pngs.put(k, b)
	return b, nil, nil
}

// counted is the first big number of a story and what it counts.
func (s *sheet) counted() (number, what string) {
	for _, f := range s.blocks {
		if f != nil && f.spec.Block == "bignumber" && len(f.spec.Items) > 0 {
			item := f.spec.Items[0]
			return s.bigValue(item), item.Text.Value
		}
	}
	return "", ""
}

// bigValue is what an item prints.
func (w *work) bigValue(item charts.Item) string {
	if item.Figure.Set() {
		if f := w.figures.Get(item.Figure.Value); f != nil {
			return f.Sign
		}
		return ""
	}
	return item.Value.Value
}
