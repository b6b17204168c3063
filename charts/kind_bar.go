package charts

import (
	"math"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

func init() {
	Register(&Kind{
		Name:     "bar",
		Doc:      "lengths side by side, names on the left: for ranking and long names",
		Purpose:  "magnitude",
		Aliases:  []string{"hbar", "horizontal-bar", "ordered-bar", "barh"},
		ZeroBase: true,
		Channels: []Channel{
			{Name: "x", Accepts: Texts | Dates | Numbers, Required: true, Doc: "the names"},
			{Name: "y", Accepts: Numbers, Required: true, Doc: "the lengths"},
		},
		Build:    func(p *Plot) echart { return bars(p) },
		Complete: completeBar,
	})
}

// bare is a chart without the defaults that go-echarts' constructors fill in by reflection: series
// take none of them, and all else is ours.
func bare() echarts.RectChart {
	var c echarts.RectChart
	c.XAxisList = []opts.XAxis{{}} // Validate wants one
	return c
}

// bars builds a bar series for each series of the plot; horizontal or vertical is the axes' matter.
func bars(p *Plot) *echarts.Bar {
	c := &echarts.Bar{RectChart: bare()}
	for _, s := range p.Series {
		items := make([]opts.BarData, len(s.Points))
		for i, q := range s.Points {
			items[i] = opts.BarData{Value: datum(q)}
		}
		c.AddSeries(s.Name, items)
	}
	return c
}

// datum is a point's value for go-echarts; nil draws nothing.
func datum(q Point) any {
	if !q.OK {
		return nil
	}
	return q.Value
}

const maxGutter = 0.42 // share of the width that names may take before they wrap

// leftNames wraps names into a gutter on the left. It returns the axis data, the gutter's width
// and the most lines of a name.
func (p *Plot) leftNames(o *Canvas) ([]string, float64, float64) {
	room := math.Floor(maxGutter * o.Width)
	names, gutter, most := make([]string, len(p.Places)), 0.0, 1.0
	for i, place := range p.Places {
		name := o.wrap(place.Label, o.Label, room, false)
		names[i] = name
		gutter = max(gutter, o.width(name, o.Label, false))
		most = max(most, lines(name))
	}
	return names, math.Ceil(gutter) + gap + 2, most
}

func completeBar(p *Plot, o *Canvas) {
	names, gutter, most := p.leftNames(o)
	lo, hi := p.Extent()
	room := math.Ceil(p.widestText(o)) + gap + 2
	area := plotArea{left: gutter, right: room, top: 2, bottom: 2}
	value := hiddenAxis(lo, hi)
	if !p.direct() {
		s := Nice(lo, hi, maxTicks-1)
		value = p.valueAxis(o, s, p.tickFormat(s))
		area.right, area.bottom = p.tickRoom(o, s, p.tickFormat(s))/2+2, o.Tick+gap+6
	} else if lo < 0 {
		area.left += room
	}
	row := max(o.Label*1.2*most+8, 30)
	if o.Narrow {
		row = max(o.Label*1.2*most+8, 26)
	}
	o.Height = row*float64(len(p.Places)) + area.top + area.bottom
	o.grid(area)
	label := p.nameLabel(o)
	label["margin"] = gap + 2
	if lo < 0 && p.direct() {
		label["margin"] = gap + 2 + room
	}
	o.Option["xAxis"] = []any{value}
	o.Option["yAxis"] = []any{obj{"type": "category", "inverse": true, "data": names, "axisTick": obj{"show": false},
		"axisLine":  obj{"show": lo < 0, "onZero": true, "lineStyle": obj{"color": p.Theme.Literal("mute"), "width": 1}},
		"axisLabel": label}}
	p.paint(o)
	series := o.Option.List("series")[0].(obj)
	series["barWidth"] = px(min(row-10, 22))
	if p.direct() {
		series["label"] = p.valueLabel(o, "right")
		for j, q := range p.Series[0].Points {
			if q.OK && q.Value < 0 {
				series.Marks()[j].Label = obj{"position": "left"}
			}
		}
	}
}
