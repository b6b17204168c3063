package charts

import (
	"math"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"plotline/data/source"
)

func init() {
	Register(&Kind{
		Name:     "stacked-bar",
		Doc:      "bars made of parts that add up, names on the left",
		Purpose:  "part to whole",
		Aliases:  []string{"stacked-hbar"},
		ZeroBase: true,
		Channels: []Channel{
			{Name: "x", Accepts: Texts | Dates | Numbers, Required: true, Doc: "the names"},
			{Name: "y", Accepts: Numbers, Required: true, Many: true, Doc: "the parts"},
			{Name: "series", Accepts: Texts | Dates | Numbers, Doc: "what the parts are"},
		},
		Check: func(p *Plot) source.List {
			return p.noNegatives("a part of a whole cannot be negative")
		},
		Build: func(p *Plot) echart {
			c := bars(p)
			c.SetSeriesOptions(echarts.WithBarChartOpts(opts.BarChart{Stack: "whole"}))
			return c
		},
		Complete: completeStackedBar,
	})
}

// noNegatives reports the first negative value, with its cell.
func (p *Plot) noNegatives(why string) source.List {
	for _, s := range p.Series {
		for _, q := range s.Points {
			if q.OK && q.Value < 0 {
				c := p.Measures[s.Measure].Column
				return source.List{source.Errorf(p.Spec.Y[s.Measure].Column.At, "%s: %s", why, q.Plain).
					WithNote(p.Table.Cell(q.Row, c), "this cell")}
			}
		}
	}
	return nil
}

func completeStackedBar(p *Plot, o *Canvas) {
	names, gutter, most := p.leftNames(o)
	whole := 0.0
	for i := range p.Places {
		sum := 0.0
		for _, s := range p.Series {
			sum += s.Points[i].Value
		}
		whole = max(whole, sum)
	}
	if len(p.Places) == 1 && p.Places[0].Label == "–" {
		gutter = 1
	}
	area := plotArea{left: gutter, right: 1, top: p.legend(o), bottom: 2}
	value := hiddenAxis(0, whole)
	outside := p.stackLabels(o, o.Width-area.left-area.right, whole)
	row := max(o.Label*1.2*most+8, 38)
	if outside {
		row = max(row, 30+2*(o.Label+4))
	}
	o.Height = math.Ceil(row*float64(len(p.Places)) + area.top + area.bottom)
	o.grid(area)
	label := p.nameLabel(o)
	label["margin"] = gap + 2
	label["show"] = gutter > 1
	o.Option["xAxis"] = []any{value}
	o.Option["yAxis"] = []any{obj{"type": "category", "inverse": true, "data": names, "axisTick": obj{"show": false},
		"axisLine": obj{"show": false}, "axisLabel": label}}
	for _, raw := range o.Option.List("series") {
		raw.(obj)["barWidth"] = 28
	}
}

// stackLabels writes each part's value inside it where it fits, else over or under it where the
// neighbours leave room. It reports whether any stands outside.
func (p *Plot) stackLabels(o *Canvas, width, whole float64) (outside bool) {
	p.paint(o)
	if p.Spec.Labels.Value == "none" {
		return false
	}
	type span struct{ from, to float64 }
	for i := range p.Places {
		var over, under span
		at := 0.0
		for s, series := range p.Series {
			q := series.Points[i]
			if !q.OK {
				continue
			}
			part := q.Value / whole * width
			text := o.width(q.Text, o.Label, false)
			label := obj{"show": true, "position": "inside", "formatter": named("text"), "fontSize": o.Label,
				"color": p.Theme.Literal(onRole(p.role(series, q)))}
			middle := at + part/2
			want := span{middle - text/2 - 3, middle + text/2 + 3}
			switch {
			case part >= text+6:
			case want.from >= over.to:
				label["position"], label["color"], over, outside = "top", p.Theme.Literal("ink"), want, true
			case want.from >= under.to:
				label["position"], label["color"], under, outside = "bottom", p.Theme.Literal("ink"), want, true
			default:
				label["show"] = false
			}
			at += part
			o.Option.List("series")[s].(obj).Marks()[i].Label = label
		}
	}
	return outside
}
