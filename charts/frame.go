package charts

import (
	"encoding/json"
	"html/template"
	"strings"

	"plotline/data/source"
	"plotline/templates"
)

// Frame puts drawings, table and option into the figure that pages and reports use. The
// drawings are those of the option's sizes, narrow first.
func Frame(p *Plot, o *Option, drawings [][]byte, csv string) (*Fragment, source.List) {
	s := p.Spec
	f := &Fragment{ID: s.ID.Value, Kind: p.Kind.Name, Title: s.Title.Value, Width: s.Width.Or("text"), Live: true}
	f.Alt = s.Alt.Value
	if f.Alt == "" {
		f.Alt = p.draftAlt()
	}
	f.CSV = p.download()
	state, err := json.Marshal(p.state(o))
	if err != nil {
		return nil, source.List{source.Errorf(s.At, "internal: the figure cannot be written: %v", err)}
	}
	v := view{
		Spec: s, ID: f.ID, Kind: f.Kind, Width: f.Width, Title: f.Title, Subtitle: s.Subtitle.Value, Note: s.Note.Value, Alt: f.Alt,
		Sources: s.Sources, Words: templates.WordsFor(p.Language), CSV: csv,
		State: template.JS(scriptSafe(state)),
		Table: p.grid(),
	}
	for _, d := range drawings {
		v.Drawings = append(v.Drawings, template.HTML(p.Theme.Variables(string(d))))
	}
	f.HTML, err = v.render("chart")
	if err != nil {
		return nil, source.List{source.Errorf(s.At, "internal: the figure cannot be framed: %v", err)}
	}
	return f, nil
}

// state is what a browser needs to wake the chart.
func (p *Plot) state(o *Option) obj {
	roles := obj{}
	for _, r := range p.Theme.Roles {
		if strings.Contains(string(o.JSON), r.Light) {
			roles[r.Name] = r.Light
		}
	}
	words := templates.WordsFor(p.Language)
	var sizes []any
	for _, size := range o.Sizes {
		sizes = append(sizes, []any{size.Width, size.Height})
	}
	return obj{"v": 1, "kind": p.Kind.Name, "option": json.RawMessage(o.JSON), "roles": roles, "sizes": sizes, "break": o.Break,
		"words": obj{"live": words.LivePoints, "help": words.LiveHelp}}
}

// scriptSafe returns JSON that cannot end a script element: encoding/json escapes <, > and &
// in strings, and RawMessage is compacted with the same escapes.
func scriptSafe(b []byte) string {
	return strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(string(b))
}

// view is what the figure's template sees.
type view struct {
	Spec                            *Spec
	ID, Kind, Width                 string
	Title, Subtitle, Note, Alt, CSV string
	Sources                         []Source
	Words                           templates.Words
	Drawings                        []template.HTML
	State                           template.JS
	Table                           grid
	Numbers                         []number
}

func (v view) render(name string) (template.HTML, error) {
	var b strings.Builder
	if err := figures.ExecuteTemplate(&b, name, v); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}

var figures = template.Must(template.New("").Parse(`
{{- define "head"}}
{{- if .Title}}<p class="chart-title" id="{{.ID}}-title">{{.Title}}</p>
{{end}}{{if .Subtitle}}<p class="chart-subtitle">{{.Subtitle}}</p>
{{end}}{{end}}

{{- define "caption"}}
{{- if or .Sources .Note}}<figcaption>
{{- if .Sources}}<span class="chart-source">{{.Words.Source}}{{.Words.Colon}}
{{- range $i, $s := .Sources}}{{if $i}}{{$.Words.Semicolon}}{{end}}{{if $s.URL}}<a href="{{$s.URL}}" rel="noopener">{{$s.Name}}</a>{{else}}{{$s.Name}}{{end}}{{end}}</span>{{end}}
{{- if .Note}}{{if .Sources}} {{end}}<span class="chart-note">{{.Note}}</span>{{end}}</figcaption>
{{end}}{{end}}

{{- define "table"}}<div class="table-scroll" role="group" tabindex="0" aria-label="{{.Words.Data}}{{if .Title}}{{.Words.Colon}}{{.Title}}{{end}}"><table class="data">
<thead><tr>{{range .Table.Head}}<th scope="col"{{if .Number}} class="num"{{end}}>{{.Text}}</th>{{end}}</tr></thead>
<tbody>{{range .Table.Rows}}
<tr{{if .Lit}} class="lit"{{end}}>{{range $i, $c := .Cells}}{{if $i}}<td{{if .Number}} class="num"{{end}}>{{.Text}}</td>{{else}}<th scope="row">{{.Text}}</th>{{end}}{{end}}</tr>{{end}}
</tbody></table></div>{{end}}

{{- define "chart"}}<figure id="{{.ID}}" class="chart chart-{{.Width}}" data-kind="{{.Kind}}"{{if .Title}} aria-labelledby="{{.ID}}-title"{{end}}>
{{template "head" .}}<div class="chart-plot" role="img" aria-labelledby="{{if .Title}}{{.ID}}-title {{end}}{{.ID}}-alt">
<div class="drawing drawing-narrow">{{index .Drawings 0}}</div>
<div class="drawing drawing-broad">{{index .Drawings 1}}</div>
</div>
<p class="visually-hidden" id="{{.ID}}-alt">{{.Alt}}</p>
<details class="chart-data"><summary>{{.Words.Data}}</summary>
{{template "table" .}}
{{if .CSV}}<p class="chart-download"><a href="{{.CSV}}" download>{{.Words.Download}}</a></p>
{{end}}</details>
<script type="application/json" class="chart-option">{{.State}}</script>
{{template "caption" .}}</figure>{{end}}

{{- define "tableblock"}}<figure id="{{.ID}}" class="chart chart-table chart-{{.Width}}"{{if .Title}} aria-labelledby="{{.ID}}-title"{{end}}>
{{template "head" .}}{{template "table" .}}
{{if .CSV}}<p class="chart-download"><a href="{{.CSV}}" download>{{.Words.Download}}</a></p>
{{end}}{{template "caption" .}}</figure>{{end}}

{{- define "bignumber"}}<figure id="{{.ID}}" class="chart chart-bignumber chart-{{.Width}}"{{if .Title}} aria-labelledby="{{.ID}}-title"{{end}}>
{{template "head" .}}<div class="figures">{{range .Numbers}}
<div class="bignumber"><b class="bignumber-value">{{.Value}}</b> <span class="bignumber-text">{{.Text}}</span></div>{{end}}
</div>
{{template "caption" .}}</figure>{{end}}
`))
