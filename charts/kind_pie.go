package charts

import (
	"math"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"plotline/data/source"
)

func init() {
	channels := []Channel{
		{Name: "x", Accepts: Texts | Dates | Numbers, Required: true, Doc: "what the slices are"},
		{Name: "y", Accepts: Numbers, Required: true, Doc: "the size of the slices"},
	}
	check := func(p *Plot) source.List {
		if problems := p.noNegatives("a slice cannot be negative"); problems != nil {
			return problems
		}
		if len(p.Places) > mostSlices {
			return source.List{source.Warnf(p.Spec.X.At, "pie-slices", "%d slices are hard to compare; up to %d read well", len(p.Places), mostSlices).
				WithHint("use kind: bar, or bring small slices together")}
		}
		return nil
	}
	Register(&Kind{Name: "pie", Doc: "parts of a whole as slices; for two to five parts", Purpose: "part to whole",
		Channels: channels, Check: check, Build: buildPie, Complete: completePie})
	Register(&Kind{Name: "donut", Doc: "a pie with a hole; for one share of a whole", Purpose: "part to whole", Aliases: []string{"doughnut", "ring"},
		Channels: channels, Check: check, Build: buildPie, Complete: completePie})
}

const mostSlices = 6

func buildPie(p *Plot) echart {
	c := new(echarts.Pie) // bare, see there
	s := p.Series[0]
	items := make([]opts.PieData, len(s.Points))
	for i, q := range s.Points {
		items[i] = opts.PieData{Name: p.Places[i].Label, Value: datum(q)}
	}
	c.AddSeries(s.Name, items)
	return c
}

// completePie sets names and values beside the slices, or, where there is no room at the sides,
// values beside them and names in a list under the pie.
func completePie(p *Plot, o *Canvas) {
	series := o.Option.List("series")[0].(obj)
	radius := 108.0
	if o.Narrow {
		radius = 72
	}
	side := o.Width/2 - radius - 30
	p.slices(series)
	inner := 0.0
	if p.Kind.Name == "donut" {
		inner = radius * 0.68
	}
	height, names := 2*radius+24, !o.Narrow
	widest := 0.0
	for i, q := range p.Series[0].Points {
		text := q.Text
		if names {
			text = o.wrap(p.Places[i].Label, o.Label, side, false) + "\n" + q.Text
		}
		widest = max(widest, o.width(text, o.Label, false))
		if q.OK {
			d := series.Marks()[i]
			d.Text = text
			d.Label = obj{"fontWeight": weight(q.Lit)}
		}
	}
	centre := o.Width / 2
	if !names {
		o.Height = math.Ceil(height + p.sliceNames(o, height))
	} else {
		o.Height = math.Ceil(height + 16)
	}
	y := height/2 + 2
	series["radius"] = []any{px(inner), px(radius)}
	series["center"] = []any{px(centre), px(y)}
	series["startAngle"] = 90
	series["label"] = obj{"show": p.Spec.Labels.Value != "none", "position": "outside", "formatter": named("text"), "color": p.Theme.Literal("ink"),
		"fontSize": o.Label, "lineHeight": math.Round(o.Label * 1.25), "alignTo": "none", "bleedMargin": 0}
	series["labelLine"] = obj{"show": true, "length": 8, "length2": 6, "lineStyle": obj{"color": p.Theme.Literal("mute"), "width": 1}}
	series["avoidLabelOverlap"] = true
}

// slices colours the slices and divides them by thin lines of paper.
func (p *Plot) slices(series obj) {
	series["emphasis"] = obj{"disabled": true}
	series["itemStyle"] = obj{"borderColor": p.Theme.Literal("paper"), "borderWidth": 2}
	for i, q := range p.Series[0].Points {
		series.Marks()[i].ItemStyle = obj{"color": p.Theme.Literal(p.sliceRole(i, q))}
	}
}

func (p *Plot) sliceRole(i int, q Point) string {
	switch {
	case q.Lit:
		return "accent"
	case p.lit():
		return "soft"
	}
	if n := len(sequence); i > 0 && i == len(p.Places)-1 && i%n == 0 { // it meets the first, whose colour it would take
		return sequence[1]
	}
	return sequence[i%len(sequence)]
}

// sliceNames lists the names under the pie and returns the height of the list.
func (p *Plot) sliceNames(o *Canvas, top float64) float64 {
	const icon = 11
	var names []any
	height := 0.0
	for _, place := range p.Places {
		names = append(names, obj{"name": place.Label})
		height += lines(o.wrap(place.Label, o.Label, o.Width-icon-8, false)) * math.Round(o.Label*1.4)
	}
	o.Option["legend"] = []any{obj{"show": true, "orient": "vertical", "left": 0, "top": px(top + 8), "padding": 0, "itemGap": 4,
		"itemWidth": icon, "itemHeight": icon, "icon": "rect", "selectedMode": false, "data": names,
		"textStyle": obj{"color": p.Theme.Literal("ink"), "fontSize": o.Label, "width": o.Width - icon - 8, "overflow": "break"}}}
	return height + float64(len(names))*4 + 10
}
