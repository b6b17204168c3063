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
	x := Channel{Name: "x", Accepts: Dates | Numbers | Texts, Required: true, Doc: "the dates"}
	Register(&Kind{
		Name:    "line",
		Doc:     "change over time, a line for each series",
		Purpose: "change over time",
		Aliases: []string{"lines", "timeseries", "time-series"},
		Channels: []Channel{x,
			{Name: "y", Accepts: Numbers, Required: true, Many: true, Doc: "the values"},
			{Name: "series", Accepts: Texts | Dates | Numbers, Doc: "what the lines are"},
		},
		Build:    buildLine,
		Complete: completeLine,
	})
	Register(&Kind{
		Name:     "area",
		Doc:      "one quantity over time, filled down to zero",
		Purpose:  "change over time",
		ZeroBase: true,
		Channels: []Channel{x,
			{Name: "y", Accepts: Numbers, Required: true, Doc: "the values"},
		},
		Build:    buildLine,
		Complete: completeLine,
	})
}

func buildLine(p *Plot) echart {
	c := &echarts.Line{RectChart: bare()}
	bridge := p.Spec.Missing.Value == "interpolate"
	for _, s := range p.Series {
		items := make([]opts.LineData, len(s.Points))
		for i, q := range s.Points {
			items[i] = opts.LineData{Value: datum(q)}
			if p.Continuous {
				items[i].Value = []any{p.Places[i].At, datum(q)}
			}
		}
		c.AddSeries(s.Name, items, echarts.WithLineChartOpts(opts.LineChart{ConnectNulls: opts.Bool(bridge), ShowSymbol: opts.Bool(false)}))
	}
	return c
}

func completeLine(p *Plot, o *Canvas) {
	lo, hi := p.Extent()
	scale := Nice(lo, hi, maxTicks-1)
	f := p.tickFormat(scale)
	area := plotArea{left: math.Ceil(p.tickRoom(o, scale, f)) + gap + 2, right: 8, top: o.Tick/2 + 4, bottom: o.Tick + 14}
	names := len(p.Series) > 1 && p.direct()
	if p.hasLegend(p.direct()) {
		area.top += p.legend(o)
	}
	values := len(p.Series) == 1 && p.direct()
	if values {
		area.top += o.Label + 2
		area.right = max(area.right, math.Ceil(p.widestText(o)/2)+2)
	}
	if names {
		area.right = p.endLabels(o)
	}
	plot := 250.0
	if o.Narrow {
		plot = 170
	}
	x, first, last, height := p.timeAxis(o, o.Width-area.left-area.right)
	area.left, area.right, area.bottom = max(area.left, first), max(area.right, last), max(area.bottom, height)
	var shifts []float64
	if names {
		tags := p.names(o, scale)
		plot = p.tall(o, area, plot, tags)
		shifts = p.shifts(o, tags, plot)
	}
	p.paint(o)
	var texts map[int]bool
	if values {
		texts = p.texts(o, scale, o.Width-area.left-area.right, plot)
	}
	p.lines(o, texts, shifts)
	o.Height = math.Ceil(area.top + plot + area.bottom)
	o.grid(area)
	o.Option["xAxis"] = []any{x}
	o.Option["yAxis"] = []any{p.valueAxis(o, scale, f)}
}

// lines dresses the series: width, colour, the area's fill, and the texts of some values, or names behind the
// ends, moved down by so many px.
func (p *Plot) lines(o *Canvas, texts map[int]bool, shifts []float64) {
	few := 1
	for _, s := range p.Series {
		few = max(few, len(s.Points))
	}
	for i, raw := range o.Option.List("series") {
		s, series := p.Series[i], raw.(obj)
		colour := p.Theme.Literal(s.Role)
		series["lineStyle"] = obj{"color": colour, "width": 2.5}
		series["symbol"] = "circle"
		series["symbolSize"] = 7
		series["showSymbol"] = true
		series["showAllSymbol"] = true
		series["z"] = 2
		if s.Lit {
			series["z"] = 3
		}
		if p.Kind.Name == "area" {
			series["areaStyle"] = obj{"color": colour, "opacity": 0.18}
		}
		if shifts != nil {
			series["endLabel"] = obj{"show": true, "formatter": named("words", o.wrap(s.Name, o.Label, 0.32*o.Width, false)), "color": colour,
				"fontSize": o.Label, "distance": gap, "fontWeight": weight(s.Lit), "valueAnimation": false}
			series["labelLayout"] = obj{"moveOverlap": "shiftY", "dy": shifts[i]}
		}
		first, last := ends(s.Points)
		for j, q := range s.Points {
			if !q.OK {
				continue
			}
			d := series.Marks()[j]
			shown := few <= 12 || j == last || q.Lit
			if !shown {
				d.Symbol = "none"
			}
			if texts[j] {
				d.Label = p.besideLine(o, s.Points, j, first)
			}
		}
	}
}

// besideLine is the label of one value. The first one starts at its point, clear of the axis, and
// stands under a line that rises from there.
func (p *Plot) besideLine(o *Canvas, points []Point, j, first int) obj {
	switch {
	case j != first:
		return p.valueLabel(o, "top")
	case rises(points, first):
		return option.Merge(p.valueLabel(o, "bottom"), obj{"align": "left"})
	}
	return option.Merge(p.valueLabel(o, "top"), obj{"align": "left"})
}

// rises reports whether the value behind one is higher.
func rises(points []Point, j int) bool {
	for _, q := range points[j+1:] {
		if q.OK {
			return q.Value > points[j].Value
		}
	}
	return false
}

func weight(lit bool) string {
	if lit {
		return "bold"
	}
	return "normal"
}

// ends returns the indexes of the first and the last value that is not missing.
func ends(points []Point) (first, last int) {
	first, last = -1, -1
	for i, q := range points {
		if q.OK {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// endLabels returns the room that the names behind the lines' ends need.
func (p *Plot) endLabels(o *Canvas) float64 {
	w := 0.0
	for _, s := range p.Series {
		w = max(w, o.width(o.wrap(s.Name, o.Label, 0.32*o.Width, s.Lit), o.Label, s.Lit))
	}
	return math.Ceil(w) + gap + 6
}

// timeAxis is the x axis of a line: categories, or a scale with ticks at chosen places. It also
// returns half the widths of the first and last labels, which must fit beside the plot, and the
// height that categories need under it.
func (p *Plot) timeAxis(o *Canvas, width float64) (axis obj, first, last, height float64) {
	half := func(label string) float64 { return math.Ceil(o.width(label, o.Tick, false)/2) + 2 }
	line := obj{"show": true, "onZero": false, "lineStyle": obj{"color": p.Theme.Literal("mute"), "width": 1}}
	label := obj{"show": true, "color": p.Theme.Literal("mute"), "fontSize": o.Tick, "margin": gap + 1}
	if !p.Continuous {
		names, l, height := p.bottomNames(o, width/float64(len(p.Places)))
		l["fontSize"], l["color"] = o.Tick, p.Theme.Literal("mute")
		first, last = half(names[0]), half(names[len(names)-1])
		if l["rotate"] != nil {
			first, last = o.Label, o.Label
		}
		return obj{"type": "category", "data": names, "boundaryGap": false, "axisTick": obj{"show": false}, "axisLine": line, "axisLabel": l}, first, last, height
	}
	ticks := p.timeTicks(o, width)
	at := make([]float64, len(ticks))
	for i, t := range ticks {
		at[i] = t.At
	}
	label["customValues"], label["formatter"] = at, named("names", ticks)
	label["showMinLabel"], label["showMaxLabel"] = true, true
	from, to := p.Places[0].At, p.Places[len(p.Places)-1].At
	if from == to {
		from, to = from-1, to+1
	}
	return obj{"type": "value", "min": from, "max": to, "axisLine": line, "splitLine": obj{"show": false},
		"axisTick": obj{"show": true, "length": 4, "customValues": at, "lineStyle": obj{"color": p.Theme.Literal("mute")}}, "axisLabel": label}, half(ticks[0].Label), half(ticks[len(ticks)-1].Label), 0
}

// timeTicks chooses places for ticks: the first and the last, and between them as many as fit
// at even steps.
func (p *Plot) timeTicks(o *Canvas, width float64) []option.Tick {
	all := make([]option.Tick, len(p.Places))
	widest := 0.0
	for i, place := range p.Places {
		l := place.Label
		if p.X.Type == data.Date && p.X.Grain != data.Year {
			l = format.DateShort(p.Language, place.Key)
		}
		all[i] = option.Tick{At: place.At, Label: l}
		widest = max(widest, o.width(l, o.Tick, false))
	}
	room := max(2, int(width/(widest+14)))
	if len(all) <= room {
		return spaced(all, width, widest+8)
	}
	for step := 2; ; step++ {
		var ts []option.Tick
		for i := len(all) - 1; i >= 0; i -= step {
			ts = append([]option.Tick{all[i]}, ts...)
		}
		if len(ts) <= room {
			return spaced(ts, width, widest+8)
		}
	}
}

// spaced drops ticks that would touch the one before, the last never.
func spaced(ts []option.Tick, width, need float64) []option.Tick {
	if len(ts) < 2 {
		return ts
	}
	scale := width / (ts[len(ts)-1].At - ts[0].At)
	out := ts[:1:1]
	for _, t := range ts[1 : len(ts)-1] {
		if (t.At-out[len(out)-1].At)*scale >= need && (ts[len(ts)-1].At-t.At)*scale >= need {
			out = append(out, t)
		}
	}
	return append(out, ts[len(ts)-1])
}

func asPercent(f format.Format) format.Format {
	g, err := format.Parse("pct" + f.Code()[3:] + "!")
	if err != nil {
		return f
	}
	return g
}
