package charts

import (
	"bytes"
	"strings"

	"plotline/charts/option"
	"plotline/data/source"
	"plotline/templates"
)

// Frame puts drawings, table and option into the figure that pages and reports use. The
// drawings are those of the option's sizes, narrow first.
func Frame(p *Plot, o *Option, drawings [][]byte, csv string) (*Fragment, source.List) {
	s := p.Spec
	f := &Fragment{ID: s.ID.Value, Kind: p.Kind.Name, Title: s.Title.Value, Width: s.Width.Or("text"), Live: true, Option: o.JSON}
	f.Alt = p.Alt()
	state, err := p.state(o)
	if err != nil {
		return nil, source.List{source.Errorf(s.At, "internal: the figure cannot be written: %v", err)}
	}
	f.sizes, f.spec, f.size = o.Sizes, s, len(drawings[0])+len(drawings[1])+len(o.JSON)
	f.body = func(m *markup) { p.figure(m, f, o, drawings, state, csv) }
	f.still = func(m *markup) {
		p.picture(m, f, drawings)
		m.close()
	}
	f.alone = func() []byte { return p.alone(f, o, drawings[len(drawings)-1]) }
	f.loose = func(m *markup) { p.loose(m, f, o, drawings, state) }
	return f, nil
}

// picture writes a chart's title, drawings and alt text.
func (p *Plot) picture(m *markup, f *Fragment, drawings [][]byte) {
	m.open("chart-"+f.Width, f.Kind)
	m.raw(`<div class="chart-plot" role="img" aria-labelledby="`)
	if f.Title != "" {
		m.text(f.ID)
		m.raw(`-title `)
	}
	m.text(f.ID)
	m.line(`-alt">`)
	m.raw(`<div class="drawing drawing-narrow">`)
	p.drawing(m, drawings[0])
	m.line(`</div>`)
	m.raw(`<div class="drawing drawing-broad">`)
	p.drawing(m, drawings[1])
	m.line(`</div>`)
	m.line(`</div>`)
	m.raw(`<p class="visually-hidden" id="`)
	m.text(f.ID)
	m.raw(`-alt">`)
	m.text(f.Alt)
	m.line("</p>")
}

// namespace is what an SVG file needs and an SVG in a page does not: the HTML standard knows the name.
var namespace = []byte(` xmlns="http://www.w3.org/2000/svg"`)

// drawing writes a drawing into its page.
func (p *Plot) drawing(m *markup, svg []byte) {
	const tag = "<svg"
	if rest, ok := bytes.CutPrefix(svg, append([]byte(tag), namespace...)); ok && !m.spec.Readable {
		m.raw(tag)
		svg = rest
	}
	p.Theme.variables(m.b, svg)
}

// figure writes a chart's figure.
func (p *Plot) figure(m *markup, f *Fragment, o *Option, drawings [][]byte, state []byte, csv string) {
	p.picture(m, f, drawings)
	m.raw(`<details class="chart-data`)
	if p.Spec.Print.Value == "table" {
		m.raw(` chart-print`)
	}
	m.raw(`"><summary>`)
	m.text(m.words.Data)
	m.line("</summary>")
	m.table(p.grid())
	if m.main {
		csv = csv[strings.LastIndexByte(csv, '/')+1:]
	}
	m.download(csv)
	m.line(`</details>`)
	m.raw(`<script type="application/json" class="chart-option">`)
	m.b.Write(state)
	m.raw(`,"option":`)
	m.b.Write(o.JSON)
	m.line("}</script>")
	m.close()
}

// state is what a browser needs to wake the chart besides its option, as the open begin of a JSON
// object that cannot end a script element.
func (p *Plot) state(o *Option) ([]byte, error) {
	roles := obj{}
	p.Theme.literals(o.JSON, func(at int, name string) { roles[name] = p.Theme.Literal(name) })
	var sizes []any
	for _, size := range o.Sizes {
		sizes = append(sizes, []any{size.Width, size.Height})
	}
	words := templates.WordsFor(p.Language)
	b, err := option.Append(nil, obj{"v": 1, "kind": p.Kind.Name, "roles": roles, "sizes": sizes, "break": o.Break,
		"words": obj{"live": words.LivePoints, "help": words.LiveHelp}})
	if err != nil {
		return nil, err
	}
	return b[:len(b)-1], nil
}
