package charts

import (
	"bytes"
	"html/template"
	"strings"

	"plotline/templates"
)

// markup writes a figure's HTML. It is written by hand as html/template takes half of a cached
// build for it; what is not constant goes through text, which escapes for text and for attributes
// in quotes.
type markup struct {
	spec  *Spec
	words *templates.Words
	b     *bytes.Buffer

	xml    bool   // it writes SVG, not HTML
	main   bool   // the figure is what its page is about
	script string // address of what wakes it in a foreign page, or empty
}

// constant is HTML that stands in this program; no variable is one by accident.
type constant string

func newMarkup(b *bytes.Buffer, s *Spec) *markup {
	words := templates.WordsFor(s.Language)
	return &markup{spec: s, words: &words, b: b}
}

// trusted is HTML that a markup wrote.
func trusted(s string) template.HTML { return template.HTML(s) }

func (m *markup) raw(s constant) { m.b.WriteString(string(s)) }

// line writes what may end a line: in pages that people are to read it does.
func (m *markup) line(s constant) {
	m.raw(s)
	if m.spec.Readable {
		m.b.WriteByte('\n')
	}
}

func (m *markup) text(s string) {
	if m.xml {
		s = strings.Map(inXML, s)
	}
	from := 0
	for i := 0; i < len(s); i++ {
		var entity string
		switch s[i] {
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '&':
			entity = "&amp;"
		case '"':
			entity = "&#34;"
		case '\'':
			entity = "&#39;"
		case 0:
			entity = "\uFFFD"
		default:
			continue
		}
		m.b.WriteString(s[from:i])
		m.b.WriteString(entity)
		from = i + 1
	}
	m.b.WriteString(s[from:])
}

// inXML drops characters that XML 1.0 cannot hold (section 2.2).
func inXML(c rune) rune {
	if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF {
		return -1
	}
	return c
}

// open begins the figure and writes what stands over its plot.
func (m *markup) open(class, kind string) {
	s := m.spec
	title := s.Title.Value != ""
	m.raw(`<figure id="`)
	m.text(s.ID.Value)
	m.raw(`" class="chart `)
	m.text(class)
	if kind != "" {
		m.raw(`" data-kind="`)
		m.text(kind)
	}
	if title {
		m.raw(`" aria-labelledby="`)
		m.text(s.ID.Value)
		m.raw(`-title`)
	}
	m.line(`">`)
	if title {
		open, end := constant(`<p class="chart-title" id="`), constant("</p>")
		if m.main {
			open, end = `<h1 class="chart-title" id="`, "</h1>"
		}
		m.raw(open)
		m.text(s.ID.Value)
		m.raw(`-title">`)
		m.text(s.Title.Value)
		m.line(end)
	}
	if s.Subtitle.Value != "" {
		m.raw(`<p class="chart-subtitle">`)
		m.text(s.Subtitle.Value)
		m.line("</p>")
	}
}

// close writes sources and note, and ends the figure.
func (m *markup) close() {
	s := m.spec
	if len(s.Sources) > 0 || s.Note.Value != "" {
		m.raw("<figcaption>")
		if len(s.Sources) > 0 {
			m.sources(s.Sources)
		}
		if s.Note.Value != "" {
			if len(s.Sources) > 0 {
				m.raw(" ")
			}
			m.raw(`<span class="chart-note">`)
			m.text(s.Note.Value)
			m.raw("</span>")
		}
		m.line("</figcaption>")
	}
	m.raw("</figure>")
}

func (m *markup) sources(list []Source) {
	m.raw(`<span class="chart-source">`)
	m.text(m.words.Source + m.words.Colon)
	for i, s := range list {
		if i > 0 {
			m.text(m.words.Semicolon)
		}
		web := strings.HasPrefix(s.URL, "https://") || strings.HasPrefix(s.URL, "http://")
		if web {
			m.raw(`<a href="`)
			m.text(s.URL)
			m.raw(`" rel="noopener">`)
		}
		m.text(s.Name)
		if web {
			m.raw("</a>")
		}
	}
	m.raw("</span>")
}

// table writes a data table that scrolls by itself.
func (m *markup) table(g grid) {
	m.raw(`<div class="table-scroll" role="group" tabindex="0" aria-label="`)
	m.text(m.words.Data)
	if title := m.spec.Title.Value; title != "" {
		m.text(m.words.Colon + title)
	}
	m.line(`"><table class="data">`)
	m.raw("<thead><tr>")
	for _, c := range g.Head {
		m.cell("<th scope=\"col\"", c, "</th>")
	}
	m.line("</tr></thead>")
	m.raw("<tbody>")
	for _, row := range g.Rows {
		m.line("")
		m.raw("<tr")
		if row.Lit {
			m.raw(` class="lit"`)
		}
		m.raw(">")
		for i, c := range row.Cells {
			if i == 0 {
				m.cell(`<th scope="row"`, cell{Text: c.Text}, "</th>")
			} else {
				m.cell("<td", c, "</td>")
			}
		}
		m.raw("</tr>")
	}
	m.line("")
	m.line("</tbody></table></div>")
}

func (m *markup) cell(open constant, c cell, end constant) {
	m.raw(open)
	if c.Number {
		m.raw(` class="num"`)
	}
	m.raw(">")
	m.text(c.Text)
	m.raw(end)
}

func (m *markup) download(csv string) {
	if csv == "" {
		return
	}
	m.raw(`<p class="chart-download"><a href="`)
	m.text(csv)
	m.raw(`" download>`)
	m.text(m.words.Download)
	m.line("</a></p>")
}
