package charts

import (
	"strconv"
	"strings"

	"plotline/charts/option"
	"plotline/charts/text"
	"plotline/data/yaml"
)

// fonts are faces with the metrics the widths were measured in. ECharts does not escape double
// quotes in them.
const fonts = `Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif`

// furnish adds what every chart shares: type, tooltip, no surprises.
func (p *Plot) furnish(c *Canvas) {
	trigger := "item"
	if p.Kind.Purpose == "change over time" && !p.Kind.discrete() {
		trigger = "axis"
	}
	option.Merge(c.Option, obj{
		"animationDuration":       0,
		"animationDurationUpdate": 300,
		"textStyle":               obj{"fontFamily": fonts, "fontSize": c.Label, "color": p.Theme.Literal("ink")},
		"tooltip":                 obj{"trigger": trigger, "confine": true, "formatter": named("tip"), "transitionDuration": 0},
	})
}

// marks gives every datum what go-echarts' types cannot hold: the printed value, and the lines of
// its tooltip.
func (p *Plot) marks(o obj) {
	series := o.List("series")
	for i, s := range p.Series {
		if i >= len(series) {
			break
		}
		list := series[i].(obj).Marks()
		for j, q := range s.Points {
			if j < len(list) && q.OK {
				list[j].Text, list[j].Tip = q.Text, p.tip(i, j)
			}
		}
	}
}

// tip returns the lines of a mark's tooltip as pairs of label and value.
func (p *Plot) tip(series, place int) [][2]string {
	s := p.Series[series]
	q := s.Points[place]
	value := q.Text
	if u := p.unit(); u != "" {
		value += " " + u
	}
	if p.Kind.points() {
		var tip [][2]string
		if q.Name != "" {
			tip = append(tip, [2]string{text.Close(q.Name), ""})
		}
		return append(tip, [2]string{text.Close(title(p.X)), p.across(q)}, [2]string{text.Close(title(p.Measures[0].Column)), value})
	}
	name := text.Close(p.Places[place].Label)
	if len(p.Series) == 1 {
		return [][2]string{{name, value}}
	}
	return [][2]string{{name, ""}, {text.Close(s.Name), value}}
}

// plain turns the raw echarts: overlay into JSON values by YAML's core rules.
func plain(n yaml.Node) any {
	switch n.Kind {
	case yaml.Map:
		o := obj{}
		for _, k := range n.Keys {
			o[k.Name] = plain(k.Value)
		}
		return o
	case yaml.List:
		l := make([]any, 0, len(n.Items))
		for _, item := range n.Items {
			l = append(l, plain(item))
		}
		return l
	case yaml.Null:
		return nil
	}
	if n.Quoted {
		return n.Text
	}
	switch n.Text {
	case "true", "false":
		return n.Text == "true"
	case "null", "~":
		return nil
	}
	if v, err := strconv.ParseFloat(n.Text, 64); err == nil && !strings.ContainsAny(n.Text, "xXpP_nNiI") {
		return v
	}
	return n.Text
}
