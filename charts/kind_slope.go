package charts

import (
	"math"

	"plotline/charts/option"
	"plotline/charts/text"
	"plotline/data/source"
)

func init() {
	Register(&Kind{
		Name:    "slope",
		Doc:     "two moments joined by lines: what rose and what fell",
		Purpose: "change over time",
		Aliases: []string{"slopegraph", "slope-chart"},
		Channels: []Channel{
			{Name: "x", Accepts: Texts | Dates | Numbers, Required: true, Doc: "the two moments"},
			{Name: "y", Accepts: Numbers, Required: true, Many: true, Doc: "the values"},
			{Name: "series", Accepts: Texts | Dates | Numbers, Doc: "what the lines are"},
		},
		Check: func(p *Plot) source.List {
			if len(p.Places) == 2 {
				return nil
			}
			return source.List{source.Errorf(p.Spec.X.At, "a slope joins two moments, but column %q has %d", p.X.Name, len(p.Places)).
				WithHint("narrow them down with where:, or use kind: line")}
		},
		Build:    buildLine,
		Complete: completeSlope,
	})
}

func completeSlope(p *Plot, o *Canvas) {
	lo, hi := p.Extent()
	pad := max((hi-lo)*0.08, math.Abs(hi)*0.01, 1e-9)
	left, right := 0.0, 0.0
	share := 0.30
	label := func(s Series, q Point) string {
		if len(p.Series) == 1 || !q.OK {
			return q.Text
		}
		return o.wrap(text.Close(s.Name)+" "+q.Text, o.Label, share*o.Width, s.Lit)
	}
	for _, s := range p.Series {
		left = max(left, o.width(s.Points[0].Text, o.Label, s.Lit))
		right = max(right, o.width(label(s, s.Points[1]), o.Label, s.Lit))
	}
	for _, place := range p.Places {
		half := o.width(place.Label, o.Tick, true) / 2
		left, right = max(left, half-gap), max(right, half-gap)
	}
	area := plotArea{left: math.Ceil(left) + 2*gap + 4, right: math.Ceil(right) + 2*gap + 4, top: o.Label, bottom: o.Label + 16}
	plot := 230.0
	if o.Narrow {
		plot = 170
	}
	var tags [2][]tag
	for j := range tags {
		y := func(q Point) float64 { return (hi + pad - q.Value) / (hi - lo + 2*pad) }
		for i, s := range p.Series {
			if q := s.Points[j]; q.OK {
				t := tag{i, y(q), y(s.Points[1-j]), o.Label * lineHeight}
				if j == 1 {
					t.height *= lines(label(s, q))
				}
				tags[j] = append(tags[j], t)
			}
		}
		plot = p.tall(o, area, plot, tags[j])
	}
	shifts := [2][]float64{p.shifts(o, tags[0], plot), p.shifts(o, tags[1], plot)}
	o.Height = math.Ceil(area.top + plot + area.bottom)
	o.grid(area)
	names := []string{p.Places[0].Label, p.Places[1].Label}
	o.Option["xAxis"] = []any{obj{"type": "category", "boundaryGap": false, "data": names, "axisTick": obj{"show": false},
		"axisLine":  obj{"show": false},
		"axisLabel": obj{"show": true, "interval": 0, "color": p.Theme.Literal("mute"), "fontSize": o.Label, "margin": gap + 4},
		"splitLine": obj{"show": true, "lineStyle": obj{"color": p.Theme.Literal("rule"), "width": 1}}}}
	o.Option["yAxis"] = []any{hiddenAxis(lo-pad, hi+pad)}
	p.paint(o)
	for i, raw := range o.Option.List("series") {
		s, series := p.Series[i], raw.(obj)
		colour := p.Theme.Literal(s.Role)
		option.Merge(series, obj{"lineStyle": obj{"color": colour, "width": 2.5}, "symbol": "circle", "symbolSize": 9, "showSymbol": true,
			"showAllSymbol": true})
		for j, side := range []string{"left", "right"} {
			if !s.Points[j].OK {
				continue
			}
			d := series.Marks()[j]
			d.Label = option.Merge(p.valueLabel(o, side), obj{"distance": gap + 1, "fontWeight": weight(s.Lit), "offset": []any{0, shifts[j][i]}})
			if j == 1 {
				d.Text = label(s, s.Points[1])
			}
		}
	}
}
