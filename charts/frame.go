package charts

import (
	"bytes"
	"encoding/json"
	"html/template"
	"slices"
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
	state, err := p.state(o)
	if err != nil {
		return nil, source.List{source.Errorf(s.At, "internal: the figure cannot be written: %v", err)}
	}
	v := view{
		Spec: s, ID: f.ID, Kind: f.Kind, Width: f.Width, Title: f.Title, Subtitle: s.Subtitle.Value, Note: s.Note.Value, Alt: f.Alt,
		Sources: s.Sources, Words: templates.WordsFor(p.Language), CSV: csv,
		State: template.JS(state),
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

// state is what a browser needs to wake the chart, as JSON that cannot end a script element: the
// option is escaped already, and encoding/json escapes the rest.
func (p *Plot) state(o *Option) ([]byte, error) {
	roles := map[string]string{}
	for _, r := range p.Theme.Roles {
		if bytes.Contains(o.JSON, []byte(`"`+r.Light+`"`)) {
			roles[r.Name] = r.Light
		}
	}
	var sizes [][2]int
	for _, size := range o.Sizes {
		sizes = append(sizes, [2]int{size.Width, size.Height})
	}
	words := templates.WordsFor(p.Language)
	head, err := json.Marshal(struct {
		V     int               `json:"v"`
		Kind  string            `json:"kind"`
		Roles map[string]string `json:"roles"`
		Sizes [][2]int          `json:"sizes"`
		Break int               `json:"break"`
		Words map[string]string `json:"words"`
	}{1, p.Kind.Name, roles, sizes, o.Break, map[string]string{"live": words.LivePoints, "help": words.LiveHelp}})
	if err != nil {
		return nil, err
	}
	// The option is spliced in as it is: marshalling it again would cost more than making it.
	return slices.Concat(head[:len(head)-1], []byte(`,"option":`), o.JSON, []byte("}")), nil
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
