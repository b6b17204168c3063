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
	r.addCard(cardOf{s, s.lead(), s.story.File.Line(1), "the story's"}, s.card(), r.storyCard)
	for _, f := range s.charts() {
		r.addCard(cardOf{s, f, f.spec.At, "the chart's"}, s.chartCard(f), r.chartCard)
	}
}

// cardOf is what a card stands for.
type cardOf struct {
	sheet  *sheet
	figure *figure // whose drawing is on it, or nil
	at     source.Span
	whose  string
}

func (r *run) addCard(of cardOf, path string, blank func(cardOf) card.Card) {
	r.add(&output{File: publish.File{Path: path, Origin: of.at},
		standing: func() string { return r.cardKey(of, blank(of)) },
		make:     func(ctx context.Context) ([]byte, source.List, error) { return r.drawCard(ctx, of, blank(of)) }})
}

// cardKey covers the story and the fonts that the card needs. It is empty where that is not known: then the
// card is made.
func (r *run) cardKey(of cardOf, c card.Card) string {
	signs := strings.Join(wordsOn(c), "")
	if f := of.figure; f != nil && f.head != nil {
		signs += string(f.head.narrow)
	} else if f != nil {
		d, ok := r.drawings(f)
		if !ok {
			return ""
		}
		signs += string(d.svg[0])
	}
	identity, err := r.pictures.Identity([]byte(signs))
	if err != nil {
		return ""
	}
	return r.standingKey(keyOf([]byte("card"), []byte(of.sheet.standing()), identity[:]))
}

// wordsOn are the words on a card but for those in its drawing.
func wordsOn(c card.Card) []string {
	return []string{c.Site, c.Kicker, c.Headline, c.Measure, c.Source, c.Number, c.Counted}
}

// hasCards reports whether stories have cards: they are found by absolute addresses only.
func (r *run) hasCards() bool { return r.pictures != nil && r.config.BaseURL != "" }

func (s *sheet) card() string { return path.Join(s.story.Folder(), "card.png") }

func (s *sheet) chartCard(f *figure) string {
	return path.Join(s.chart(f), "card.png")
}

// storyCard is a story's card without its drawing: its headline, and its first chart or else its first big number.
func (r *run) storyCard(of cardOf) card.Card {
	c := r.blank(of.sheet)
	c.Headline = of.sheet.title
	if of.figure == nil {
		c.Number, c.Counted = of.sheet.counted()
	}
	return c
}

// chartCard is a chart's own card without its drawing: its title, what it measures, its source, and the chart as
// large as it goes.
func (r *run) chartCard(of cardOf) card.Card {
	spec := of.figure.spec
	c := r.blank(of.sheet)
	c.Chart, c.Headline, c.Measure = true, spec.Title.Value, spec.Subtitle.Value
	if c.Headline == "" {
		c.Headline = of.sheet.title
	}
	if len(spec.Sources) > 0 {
		words := templates.WordsFor(c.Language)
		names := make([]string, len(spec.Sources))
		for i, src := range spec.Sources {
			names[i] = src.Name
		}
		c.Source = words.Source + words.Colon + strings.Join(names, words.Semicolon)
	}
	return c
}

// blank is a card with what all cards of a story have.
func (r *run) blank(s *sheet) card.Card {
	colour := func(role string) string { return r.config.Theme.Literal(role) }
	return card.Card{Site: r.site.Title, Kicker: s.story.Section, Language: s.language(r.config),
		Colours: card.Colours{Paper: opaque(colour("paper")), Ink: opaque(colour("ink")), Mute: opaque(colour("mute")), Accent: opaque(colour("accent"))}}
}

// drawCard draws a card with a figure's drawing, if any, or takes the one that is kept.
func (r *run) drawCard(ctx context.Context, of cardOf, c card.Card) ([]byte, source.List, error) {
	if f := of.figure; f != nil {
		if problems, err := r.draw(ctx, r.missing(of.sheet)); err != nil || problems.HasErrors() {
			return nil, problems, err
		}
		if d, ok := r.drawings(f); ok {
			c.Drawing = d.svg[0] // the narrow one: its words are large
		}
	}
	words := wordsOn(c)
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
		return b, source.List{r.withoutLetters(source.Warnf(of.at, "card-words", "%s card lacks words: %v", of.whose, err))}, nil
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
