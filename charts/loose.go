package charts

import (
	"bytes"
	_ "embed"
	"html/template"
	"regexp"
	"strings"
)

// HTML returns a figure for pages that are not ours: one element with its few styles inside, that
// no style sheet of the page disturbs and that disturbs nothing. It holds no script, no reference
// and no id, so it may stand in a page twice.
//
// Its rules stand in a cascade layer, and one rule outside has everything in the figure fall back to
// that layer (all: revert-layer, CSS Cascade 5), which undoes the page's rules. What a page says with
// !important is answered in kind, as important rules of a layer win over those outside.
func (f *Fragment) HTML() template.HTML { return f.html(f.loose) }

// LiveHTML returns HTML that wakes up: with the chart's option, and a script of a site at an absolute
// address or one relative to the page. Without the script it is what HTML is.
func (f *Fragment) LiveHTML(script string) template.HTML {
	return f.html(func(m *markup) {
		m.script = script
		f.loose(m)
	})
}

//go:embed loose.css
var looseStyle string

// looseCSS is the style sheet with the theme's light colours: a page's own variables may bear the
// names of ours.
func (t Theme) looseCSS() string {
	css := looseStyle
	for _, r := range t.Roles {
		css = strings.ReplaceAll(css, "var(--"+r.Name+")", r.Light)
	}
	return strings.ReplaceAll(css, "\n", " ")
}

func (p *Plot) loose(m *markup, f *Fragment, o *Option, drawings [][]byte, state []byte) {
	m.looseOpen(p.Theme)
	m.raw(`<div class="plotline-plot plotline-`)
	m.text(f.Width)
	m.raw(`" role="img" aria-label="`)
	m.text(f.Alt)
	m.raw("\">\n<div class=\"plotline-narrow\">")
	m.b.Write(unbound(drawings[0]))
	m.raw("</div>\n<div class=\"plotline-broad\">")
	m.b.Write(unbound(drawings[len(drawings)-1]))
	m.raw("</div>\n</div>\n")
	m.looseCredits()
	m.raw("<details><summary>")
	m.text(m.words.Data)
	m.raw("</summary>\n<div class=\"plotline-table\">")
	m.looseTable(p.grid())
	m.raw("</div></details>\n")
	if m.script != "" {
		m.wakeable(o, state)
	}
	m.raw("</figure>\n")
}

// wakeable writes what a script needs to make a pasted chart live, and the script's address.
func (m *markup) wakeable(o *Option, state []byte) {
	m.raw(`<script type="application/json" class="plotline-option">`)
	m.b.Write(state)
	m.raw(`,"option":`)
	m.b.Write(o.JSON)
	m.raw("}</script>\n" + `<script src="`)
	m.text(m.script)
	m.raw("\" async></script>\n")
}

// looseOpen begins a figure for foreign pages with its styles and the lines above what it shows.
func (m *markup) looseOpen(t Theme) {
	s := m.spec
	m.raw(`<figure class="plotline-figure" lang="`)
	m.text(s.Language)
	if s.Title.Value != "" {
		m.raw(`" aria-label="`)
		m.text(s.Title.Value)
	}
	m.raw("\">\n<style>")
	m.b.WriteString(t.looseCSS())
	m.raw("</style>\n")
	m.looseLine("plotline-title", s.Title.Value)
	m.looseLine("plotline-subtitle", s.Subtitle.Value)
}

// looseCredits writes sources and note.
func (m *markup) looseCredits() {
	if len(m.spec.Sources) > 0 {
		m.raw(`<p class="plotline-credit">`)
		m.sources(m.spec.Sources)
		m.raw("</p>\n")
	}
	m.looseLine("plotline-credit", m.spec.Note.Value)
}

// looseGrid is a figure for foreign pages whose table is in sight.
func (m *markup) looseGrid(t Theme, g grid) {
	m.looseOpen(t)
	m.raw(`<div class="plotline-table">`)
	m.looseTable(g)
	m.raw("</div>\n")
	m.looseCredits()
	m.raw("</figure>\n")
}

// looseNumbers is a figure for foreign pages with these numbers and what they count.
func (m *markup) looseNumbers(t Theme, values []string) {
	m.looseOpen(t)
	m.raw(`<div class="plotline-counts">`)
	for i, value := range values {
		m.raw("\n<div class=\"plotline-count\"><b class=\"plotline-value\">")
		m.text(value)
		m.raw("</b> <span>")
		m.text(m.spec.Items[i].Text.Value)
		m.raw("</span></div>")
	}
	m.raw("\n</div>\n")
	m.looseCredits()
	m.raw("</figure>\n")
}

func (m *markup) looseLine(class constant, words string) {
	if words == "" {
		return
	}
	m.raw(`<p class="` + class + `">`)
	m.text(words)
	m.raw("</p>\n")
}

func (m *markup) looseTable(g grid) {
	row := func(open, first, other constant, cells []cell) {
		m.raw(open)
		for i, c := range cells {
			tag := other
			if i == 0 {
				tag = first
			}
			m.raw("<" + tag)
			if c.Number && i > 0 {
				m.raw(` class="plotline-number"`)
			}
			m.raw(">")
			m.text(c.Text)
			m.raw("</" + tag[:2] + ">")
		}
		m.raw("</tr>")
	}
	m.raw("<table>\n<thead>")
	row("<tr>", `th scope="col"`, `th scope="col"`, g.Head)
	m.raw("</thead>\n<tbody>")
	for _, r := range g.Rows {
		open := constant("\n<tr>")
		if r.Lit {
			open = "\n<tr class=\"plotline-lit\">"
		}
		row(open, `th scope="row"`, "td", r.Cells)
	}
	m.raw("\n</tbody></table>")
}

var (
	fontSize = regexp.MustCompile(` font-size="([0-9.]+)"`)
	clipDef  = regexp.MustCompile(`<clipPath id="([^"]*)"><path d="M(-?[0-9.]+) (-?[0-9.]+)l([0-9.]+) 0l0 ([0-9.]+)l-([0-9.]+) 0Z"[^>]*/></clipPath>`)
	noDefs   = regexp.MustCompile(`<defs ?></defs>`)
)

// unbound writes a drawing so that it needs no id, and so that no page changes the size of its
// words: what a rectangle clips becomes an inner svg of that size, which clips by itself.
func unbound(svg []byte) []byte {
	svg = fontSize.ReplaceAll(svg, []byte(` font-size="$1" style="font-size:${1}px!important"`))
	for _, m := range clipDef.FindAllSubmatch(svg, -1) {
		if string(m[4]) != string(m[6]) {
			continue
		}
		inner, ok := inset(svg, `<g clip-path="url(#`+string(m[1])+`)">`, m[2:6])
		if ok {
			svg = bytes.Replace(inner, m[0], nil, 1)
		}
	}
	return noDefs.ReplaceAll(svg, nil)
}

// inset replaces the groups that begin with a tag by an svg of that box.
func inset(svg []byte, tag string, box [][]byte) ([]byte, bool) {
	x, y, w, h := string(box[0]), string(box[1]), string(box[2]), string(box[3])
	for {
		at := bytes.Index(svg, []byte(tag))
		if at < 0 {
			return svg, true
		}
		end := endOfGroup(svg, at+len(tag))
		if end < 0 {
			return nil, false
		}
		var b bytes.Buffer
		b.Write(svg[:at])
		b.WriteString(`<svg x="` + x + `" y="` + y + `" width="` + w + `" height="` + h + `" viewBox="` + x + " " + y + " " + w + " " + h +
			`" overflow="hidden" style="width:` + w + `px!important;height:` + h + `px!important;overflow:hidden!important">`)
		b.Write(svg[at+len(tag) : end])
		b.WriteString("</svg>")
		b.Write(svg[end+len("</g>"):])
		svg = b.Bytes()
	}
}

// endOfGroup returns where the </g> stands that ends the group whose inside begins at a place, or -1.
func endOfGroup(svg []byte, from int) int {
	for depth := 0; ; {
		end := bytes.Index(svg[from:], []byte("</g>"))
		if end < 0 {
			return -1
		}
		begin := bytes.Index(svg[from:from+end], []byte("<g"))
		if begin >= 0 {
			if from += begin + len("<g"); svg[from] == '>' || svg[from] == ' ' { // and no other element's name
				depth++
			}
			continue
		}
		if depth == 0 {
			return from + end
		}
		depth--
		from += end + len("</g>")
	}
}
