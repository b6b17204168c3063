package charts

import (
	"math"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"plotline/charts/option"
	"plotline/data"
	"plotline/data/format"
)

func init() {
	Register(&Kind{
		Name:    "scatter",
		Doc:     "two measures against each other, a point for each row",
		Purpose: "correlation",
		Aliases: []string{"points", "scatterplot"},
		Channels: []Channel{
			{Name: "x", Accepts: Numbers | Dates, Required: true, Doc: "across"},
			{Name: "y", Accepts: Numbers, Required: true, Doc: "up"},
			{Name: "series", Accepts: Texts | Dates | Numbers, Doc: "groups, or the name of each point when all differ"},
		},
		Build: func(p *Plot) echart {
			c := &echarts.Scatter{RectChart: bare()}
			for _, s := range p.Series {
				items := make([]opts.ScatterData, len(s.Points))
				for i, q := range s.Points {
					items[i] = opts.ScatterData{Value: []any{q.X, q.Value}}
				}
				c.AddSeries(s.Name, items)
			}
			return c
		},
		Complete: completeScatter,
	})
}

const edge = 0.03 // share of the data's range that stays free at every side, so no point is cut

const mostNames = 24 // more names than this on a scatter hide each other

func completeScatter(p *Plot, o *Canvas) {
	lo, hi := p.Extent()
	y := Nice(lo-(hi-lo)*edge, hi+(hi-lo)*edge, maxTicks-1)
	x := p.xScale()
	fy, fx := p.tickFormat(y), p.xFormat(x)
	area := plotArea{left: math.Ceil(p.tickRoom(o, y, fy)) + gap + 2, right: 14, top: o.Tick + 14, bottom: 2*o.Tick + 22}
	if p.hasLegend(false) && p.Series[0].Name != "" {
		area.top += p.legend(o)
	}
	plot := 300.0
	if o.Narrow {
		plot = 200
	}
	o.Height = math.Ceil(area.top + plot + area.bottom)
	o.grid(area)
	across := p.valueAxis(o, x, fx)
	across["axisLine"] = obj{"show": true, "onZero": false, "lineStyle": obj{"color": p.Theme.Literal("mute"), "width": 1}}
	across["splitLine"] = obj{"show": false}
	o.axisTitle(p, across, title(p.X), "end", "right", o.Tick+16)
	up := p.valueAxis(o, y, fy)
	o.axisTitle(p, up, title(p.Measures[0].Column), "end", "left", o.Tick/2+6)
	up["nameTextStyle"].(obj)["padding"] = []any{0, 0, 0, -area.left + 1}
	o.Option["xAxis"], o.Option["yAxis"] = []any{across}, []any{up}
	p.paint(o)
	count := 0
	for _, s := range p.Series {
		count += len(s.Points)
	}
	for i, raw := range o.Option.List("series") {
		p.scatterSeries(o, p.Series[i], raw.(obj), count, area)
	}
}

func (p *Plot) scatterSeries(o *Canvas, s Series, series obj, count int, area plotArea) {
	symbol := 10.0
	if count > 200 {
		symbol = 6
	}
	series["symbolSize"] = symbol
	if p.lit() && s.Role == "accent" {
		series["z"] = 3
	}
	option.Merge(series, obj{"itemStyle": obj{"borderColor": p.Theme.Literal("paper"), "borderWidth": 1, "opacity": 1}})
	if !p.direct() {
		return
	}
	series["labelLayout"] = obj{"hideOverlap": true}
	for j, q := range s.Points {
		d := series.Marks()[j]
		if q.Name == "" || s.Name != "" || !q.Lit && (count > mostNames || p.lit()) {
			continue
		}
		x := p.xScale()
		share := (q.X - x.Min) / (x.Max - x.Min)
		position, room := "right", area.right+(1-share)*(o.Width-area.left-area.right)
		if share > 0.6 {
			position, room = "left", o.Width-room
		}
		d.Text = o.wrap(q.Name, o.Label, room-2*gap-symbol/2, q.Lit)
		d.Label = option.Merge(p.valueLabel(o, position), obj{"fontWeight": weight(q.Lit), "silent": true}) // a name may lie over another point
	}
}

// axisTitle names a measure at the end of its axis.
func (o *Canvas) axisTitle(p *Plot, axis obj, name, location, align string, distance float64) {
	option.Merge(axis, obj{"name": name, "nameLocation": location, "nameGap": px(distance),
		"nameTextStyle": obj{"align": align, "color": p.Theme.Literal("mute"), "fontSize": o.Tick}})
	if align == "right" {
		axis["nameTextStyle"].(obj)["verticalAlign"] = "top"
		axis["nameTextStyle"].(obj)["padding"] = []any{px(o.Tick + 12), 0, 0, 0}
		axis["nameGap"] = 0
	}
}

func (p *Plot) xScale() Scale {
	lo, hi, first := 0.0, 0.0, true
	for _, s := range p.Series {
		for _, q := range s.Points {
			if first {
				lo, hi, first = q.X, q.X, false
			}
			lo, hi = min(lo, q.X), max(hi, q.X)
		}
	}
	return Nice(lo-(hi-lo)*edge, hi+(hi-lo)*edge, 4)
}

func (p *Plot) xFormat(s Scale) format.Format {
	if p.X.Type == data.Date || p.X.Years {
		f, _ := format.Parse("year")
		return f
	}
	f := format.Auto(s.Ticks())
	if p.X.Percent {
		return asPercent(f)
	}
	return f
}
