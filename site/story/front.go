package story

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"plotline/data/source"
	"plotline/data/yaml"
)

// front reads the front matter into s and returns where the body starts.
func (p *parser) front() int {
	text := p.chars
	if !strings.HasPrefix(text, "---\n") {
		p.errorf(p.file.Line(1), "start the file with ---, title: and --- again", "the story has no front matter")
		return 0
	}
	end := strings.Index(text[3:], "\n---")
	for end >= 0 {
		after := text[3+end+4:]
		if rest, _, _ := strings.Cut(after, "\n"); strings.TrimSpace(rest) == "" {
			break
		}
		next := strings.Index(after, "\n---")
		if next < 0 {
			end = -1
			break
		}
		end += 4 + next
	}
	if end < 0 {
		p.errorf(p.file.Line(1), "close it with a line ---", "the front matter is never closed")
		return len(text)
	}
	node, problems := yaml.Parse(p.file.Span(4, max(4, 3+end+1)))
	p.Problems = append(p.Problems, problems...)
	p.story.Unread = problems.HasErrors()
	if !p.story.Unread {
		p.Object(node, "front matter", p.fields())
	}
	if !problems.HasErrors() && p.story.Title.Value == "" {
		p.errorf(p.file.Line(1), "title: what the story says", "the story has no title")
	}
	if line := strings.IndexByte(text[3+end+1:], '\n'); line >= 0 {
		return 3 + end + 1 + line + 1
	}
	return len(text)
}

// Keys returns the keys of the front matter, for reference pages.
func Keys() []yaml.Field { return (&parser{story: &Story{}}).fields() }

func (p *parser) fields() []yaml.Field {
	s := p.story
	return []yaml.Field{
		{Name: "title", Doc: "the headline", Read: p.text(&s.Title)},
		{Name: "subtitle", Doc: "the standfirst under it", Read: p.text(&s.Subtitle)},
		{Name: "description", Doc: "one sentence for search engines; the subtitle when left out", Read: p.text(&s.Description)},
		{Name: "slug", Doc: "the address; from the file's name when left out", Read: p.slug},
		{Name: "url", Doc: "an address of its own, such as /2022/inland/, in place of the slug", Read: p.url},
		{Name: "aliases", Doc: "addresses that the story had before; they lead to it", Read: p.aliases},
		{Name: "date", Doc: "day of publication, such as 2022-05-27", Read: p.date(&s.Date)},
		{Name: "updated", Doc: "day of the last change of substance", Read: p.date(&s.Updated)},
		{Name: "authors", Doc: "a list of {name, url}, or names", Read: p.authors},
		{Name: "publish-date", Doc: "the day, or minute, from which the story is in the site", Read: p.moment(&s.PublishDate)},
		{Name: "expiry-date", Doc: "the day, or minute, from which it no longer is", Read: p.moment(&s.ExpiryDate)},
		{Name: "draft", Doc: "true keeps the story out of the site", Read: func(n yaml.Node) { s.Draft, _ = p.Bool(n) }},
		{Name: "language", Doc: "the story's language, when not the site's", Read: p.language},
		{Name: "section", Doc: "the part of the publication it stands in: the kicker over the headline, and a page that lists the section", Read: p.section},
		{Name: "tags", Doc: "a list of subjects; each has a page that lists its stories", Read: p.tags},
		{Name: "image", Doc: "a picture beside the story", Read: p.text(&s.Image)},
		{Name: "image-alt", Doc: "what the picture shows", Read: p.text(&s.ImageAlt)},
		{Name: "license", Doc: "the licence of the text", Read: p.word(&s.License)},
		{Name: "sources", Doc: "key: {title, publisher, url, published}", Read: p.sources},
		{Name: "data", Doc: "short name: file in data/, or {file, encoding, delimiter, preamble, header-rows, footer, rows-max, decimal, sheet, range, updated, max-age}: how a messy file is read; with max-age: 90d, or 12w, a build warns when the table's day, or else the story's, is longer ago", Read: p.data},
		{Name: "figures", Doc: "name: {data, where, value, agg, unit, format, bound, source, note}, or {calc} of others; lint-ok: {rule: reason} waives a rule", Read: p.figures},
		{Name: "corrections", Doc: "a list of {date, text, kind, was, now}: what was changed since publication, told at the story's end", Read: p.corrections},
		{Name: "toc", Doc: "true lists the sections", Read: func(n yaml.Node) { s.TOC, _ = p.Bool(n) }},
		{Name: "params", Doc: "anything of your own", Read: func(n yaml.Node) { s.Params = n }},
		{Name: "layout", Later: true},
	}
}

func (p *parser) errorf(at source.Span, hint, format string, args ...any) {
	p.Problems = append(p.Problems, source.Errorf(at, format, args...).WithHint(hint))
}

func (p *parser) warnf(at source.Span, rule, hint, format string, args ...any) {
	p.Problems = append(p.Problems, source.Warnf(at, rule, format, args...).WithHint(hint))
}

func (p *parser) text(to *Text) func(yaml.Node) {
	return func(n yaml.Node) {
		if v, ok := p.Text(n); ok {
			*to = Text{strings.TrimSpace(v), unquoted(n)}
		}
	}
}

// name reads a file's name as it is: spaces in quotes are part of it.
func (p *parser) name(to *Text) func(yaml.Node) {
	return func(n yaml.Node) {
		if v, ok := p.Text(n); ok {
			*to = Text{v, unquoted(n)}
		}
	}
}

// unquoted is the span of a scalar's words.
func unquoted(n yaml.Node) source.Span {
	if t := n.At.Text(); n.Quoted && len(t) >= 2 && (t[0] == '"' || t[0] == '\'') {
		return n.At.Sub(1, len(t)-1)
	}
	return n.At
}

func (p *parser) word(to *string) func(yaml.Node) {
	return func(n yaml.Node) { *to, _ = p.Text(n) }
}

func (p *parser) date(to *string) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := p.Text(n)
		if !ok {
			return
		}
		if _, err := time.Parse("2006-01-02", v); err != nil {
			p.errorf(n.At, "write it as 2022-05-27", "%q is no day", v)
			return
		}
		*to = v
	}
}

var reserved = map[string]bool{"assets": true, "charts": true, "index": true, "404": true, "index.html": true, "page": true, "tags": true}

func (p *parser) slug(n yaml.Node) {
	v, ok := p.Text(n)
	if !ok {
		return
	}
	v = norm.NFC.String(v)
	switch fixed := Slug(v); {
	case fixed != v || v == "":
		hint := ""
		if fixed != "" {
			hint = "write it as " + fixed
		}
		p.errorf(n.At, hint, "slug %q is not usable; a slug is lower-case letters, digits and single hyphens", v)
	case reserved[v]:
		p.errorf(n.At, "choose another word", "slug %q is reserved", v)
	default:
		p.story.Slug = v
	}
}

// Slug makes an address of words: lower-case letters and digits of any script with the marks on
// them, joined by single hyphens. It is empty when there are none.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		switch {
		case unicode.IsMark(r) && b.Len() > 0 && !gap:
			b.WriteRune(r)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			gap = true
		}
	}
	return b.String()
}

func (p *parser) slugOfPath() {
	if p.story.Slug == "" {
		p.story.Slug = Slug(path.Base(p.story.Base))
	}
	const hint = "add slug: to the front matter, in lower-case letters, digits and single hyphens"
	if why := Unusable(p.story.Slug); why != "" {
		p.errorf(p.file.Line(1), hint, "the file's name %q makes %s", path.Base(p.file.Path), why)
	}
}

// Unusable says why a Slug cannot be an address: "no address, as it has no letters or digits". It
// is empty for one that can.
func Unusable(slug string) string {
	switch {
	case slug == "":
		return "no address, as it has no letters or digits"
	case reserved[slug]:
		return fmt.Sprintf("the address %q, which is reserved", slug)
	}
	return ""
}

func (p *parser) authors(n yaml.Node) {
	for _, item := range p.List(n) {
		var a Author
		if item.Kind == yaml.Map {
			p.Object(item, "author", []yaml.Field{
				{Name: "name", Read: p.word(&a.Name)},
				{Name: "url", Read: p.address(&a.URL)},
			})
			if a.Name == "" {
				p.errorf(item.At, "{name: ...}", "an author needs a name")
			}
		} else {
			a.Name, _ = p.Text(item)
		}
		p.story.Authors = append(p.story.Authors, a)
	}
}

// address reads a web address; other schemes are refused.
func (p *parser) address(to *string) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := p.Text(n)
		if ok && !strings.HasPrefix(v, "https://") && !strings.HasPrefix(v, "http://") {
			p.errorf(n.At, "", "%q is no web address; it starts with https:// or http://", v)
			return
		}
		*to = v
	}
}

func (p *parser) sources(n yaml.Node) {
	p.entries(n, "sources", func(k yaml.Key) {
		src := Source{Key: k.Name, At: k.At}
		if k.Value.Kind == yaml.Scalar {
			src.Title = k.Value.Text
		} else {
			p.Object(k.Value, "source", []yaml.Field{
				{Name: "title", Read: p.word(&src.Title)},
				{Name: "publisher", Read: p.word(&src.Publisher)},
				{Name: "url", Read: p.address(&src.URL)},
				{Name: "published", Read: p.date(&src.Published)},
			})
		}
		if src.Title == "" && src.Publisher == "" {
			p.errorf(k.At, "title: ... or publisher: ...", "source %q has neither title nor publisher", k.Name)
		}
		src.Title, src.Publisher = smart(src.Title), smart(src.Publisher)
		p.story.Sources = append(p.story.Sources, src)
	})
}

var legalAge = regexp.MustCompile(`^[1-9][0-9]{0,3}[dw]$`)

// maxAge reads how old a table may become: so many days or weeks.
func (p *parser) maxAge(to *Text) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := p.Text(n)
		if !ok {
			return
		}
		if !legalAge.MatchString(v) {
			p.errorf(n.At, "write it as 90d or 12w", "%q is no age in days or weeks", v)
			return
		}
		*to = Text{v, n.At}
	}
}

// Days is a limit such as 90d or 12w in days.
func Days(limit string) int {
	n, _ := strconv.Atoi(strings.TrimRight(limit, "dw"))
	if strings.HasSuffix(limit, "w") {
		n *= 7
	}
	return n
}

var legalFigure = regexp.MustCompile(`^[\pL][\pL\pN_]*$`)

func (p *parser) figures(n yaml.Node) {
	p.entries(n, "figures", func(k yaml.Key) {
		f := Figure{Name: k.Name, At: k.At}
		if !legalFigure.MatchString(k.Name) {
			p.errorf(k.At, "write it as "+strings.ReplaceAll(Slug(k.Name), "-", "_"), "figure name %q is not usable; it is letters, digits and underscores", k.Name)
			return
		}
		bad := len(p.Problems)
		p.Object(k.Value, "figure", []yaml.Field{
			{Name: "data", Read: p.text(&f.Data)}, {Name: "where", Read: p.text(&f.Where)}, {Name: "value", Read: p.text(&f.Column)},
			{Name: "agg", Read: p.oneOf(&f.Agg, "agg", "only", "sum", "mean", "median", "min", "max", "count", "first", "last")},
			{Name: "unit", Read: p.text(&f.Unit)}, {Name: "format", Read: p.text(&f.Format)},
			{Name: "bound", Read: p.oneOf(&f.Bound, "bound", Bounds...)},
			{Name: "source", Read: p.text(&f.Source)}, {Name: "note", Read: p.text(&f.Note)},
			{Name: "calc", Read: p.text(&f.Calc)}, {Name: "derived", Read: func(n yaml.Node) { f.Derived, _ = p.Bool(n) }},
			{Name: "lint-ok", Read: func(n yaml.Node) { f.LintOK = p.Waivers(n) }},
		})
		if len(p.Problems) == bad {
			p.whole(f)
		}
		p.story.Figures = append(p.story.Figures, f)
	})
}

// ReadFigures reads figures that all stories of a site share: a file that is a map of names, as figures: is
// in front matter.
func ReadFigures(f *source.File) ([]Figure, source.List) {
	p := &parser{file: f, chars: string(f.Text), story: &Story{File: f}}
	node, problems := yaml.Parse(f.All())
	if p.Problems = problems; !problems.HasErrors() {
		p.figures(node)
	}
	return p.story.Figures, p.Problems
}

// Bounds are the words that a figure's bound is written in.
var Bounds = []string{"more-than", "at-least", "less-than", "fewer-than", "at-most", "up-to", "about", "nearly", "just-over", "just-under"}

// whole reports a figure that lacks a part, or has two kinds of parts.
func (p *parser) whole(f Figure) {
	switch {
	case f.Calc.Value == "" && (f.Data.Value == "" || f.Column.Value == ""):
		p.errorf(f.At, "{data: ai, where: ..., value: companies}", "figure %q needs data and value, or calc", f.Name)
	case f.Calc.Value != "" && (f.Data.Value != "" || f.Where.Value != "" || f.Column.Value != "" || f.Agg.Value != "" || f.Bound.Value != ""):
		p.errorf(f.Calc.At, "name another figure for the cells, and calculate with it here", "figure %q is calculated from other figures; data, where, value, agg and bound have no place beside calc", f.Name)
	}
}

func (p *parser) oneOf(to *Text, what string, legal ...string) func(yaml.Node) {
	return func(n yaml.Node) {
		if v, ok := p.OneOf(n, what, legal...); ok {
			*to = Text{v, n.At}
		}
	}
}

// entries walks a map whose keys the reporter chose.
func (p *parser) entries(n yaml.Node, what string, each func(yaml.Key)) {
	if n.Kind != yaml.Map {
		if n.Kind != yaml.Null {
			p.errorf(n.At, "", "%s must be a map of names, not %s", what, n.Kind)
		}
		return
	}
	for _, k := range n.Keys {
		each(k)
	}
}
