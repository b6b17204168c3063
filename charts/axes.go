package charts

import (
	"math"

	"plotline/charts/text"
	"plotline/data"
	"plotline/data/format"
)

// The shared parts of charts with axes: value axis, category labels, legend, margins.

const (
	gap      = 6  // px between a mark and its label
	maxTicks = 5  // gridlines a reader can take in
	legendH  = 20 // px of one row of a legend
)

// plotArea is the rectangle of the marks, in px from the drawing's edges.
type plotArea struct{ left, right, top, bottom float64 }

// grid fixes the plot area exactly: our own measured margins, not ECharts' guess.
func (o *Canvas) grid(a plotArea) {
	o.Option["grid"] = []any{obj{"left": px(a.left), "right": px(a.right), "top": px(a.top), "bottom": px(a.bottom),
		"containLabel": false, "outerBoundsMode": "none"}}
}

// area returns the size of the plot area that grid fixed.
func (o *Canvas) area() (size struct{ width, height float64 }) {
	g := o.Option.List("grid")[0].(obj)
	edge := func(name string) float64 { v, _ := g[name].(float64); return v }
	size.width = o.Width - edge("left") - edge("right")
	size.height = o.Height - edge("top") - edge("bottom")
	return size
}

// scale returns the ends of a numeric axis, 0 and 1 when the axis is none.
func (o *Canvas) scale(axis string) (lo, hi float64) {
	a := o.Option.List(axis)[0].(obj)
	lo, _ = a["min"].(float64)
	hi, ok := a["max"].(float64)
	if !ok || hi == lo {
		return 0, 1
	}
	return lo, hi
}

// px rounds a length to half a pixel, so that bytes do not depend on the last digits of a sum.
func px(v float64) float64 { return math.Round(v*2) / 2 }

// valueAxis is a quiet numeric axis: thin gridlines, no line, no ticks.
func (p *Plot) valueAxis(o *Canvas, s Scale, code format.Format) obj {
	return obj{
		"type": "value", "min": s.Min, "max": s.Max, "interval": s.Step,
		"axisLine": obj{"show": false}, "axisTick": obj{"show": false},
		"splitLine": obj{"show": true, "lineStyle": obj{"color": p.Theme.Literal("rule"), "width": 1}},
		"axisLabel": obj{"show": true, "color": p.Theme.Literal("mute"), "fontSize": o.Tick, "margin": gap,
			"formatter": named("tick", code.Code(), p.Language)},
	}
}

// hiddenAxis is a numeric axis whose values stand on the marks.
func hiddenAxis(lo, hi float64) obj {
	return obj{"type": "value", "min": lo, "max": hi, "show": false, "splitLine": obj{"show": false}}
}

// tickRoom is the width of the widest tick label.
func (p *Plot) tickRoom(o *Canvas, s Scale, f format.Format) float64 {
	room := 0.0
	for _, t := range s.Ticks() {
		room = max(room, o.width(f.Number(p.Language, t), o.Tick, false))
	}
	return room
}

// tickFormat has just the decimals that the ticks need, and the measure's own sign and scale.
func (p *Plot) tickFormat(s Scale) format.Format {
	if p.Spec.Format.Set() {
		return p.Measures[0].Format
	}
	f := format.Auto(s.Ticks())
	if p.percent() || p.Measures[0].Column.Percent {
		return asPercent(f)
	}
	return f
}

// axisColour is the colour of a category's label: ink, and the accent when it is highlighted.
func (p *Plot) nameLabel(o *Canvas) obj {
	return obj{"show": true, "color": p.Theme.Literal("ink"), "fontSize": o.Label, "interval": 0,
		"lineHeight": math.Round(o.Label * 1.2)}
}

// bottomNames lays category labels under columns of a given width: wrapped when they fit so,
// upright when a single word does not. It returns the axis data, the label settings and the
// height they need.
func (p *Plot) bottomNames(o *Canvas, band float64) ([]string, obj, float64) {
	label := p.nameLabel(o)
	label["margin"] = gap + 1
	size := o.Label
	if band < 34 {
		size = o.Tick
		label["fontSize"] = size
	}
	step := 1
	if p.X.Type == data.Date || p.X.Years {
		for step < len(p.Places) && p.widestName(o, size)+4 > band*float64(step) {
			step++
		}
	}
	names, rows, upright := make([]string, len(p.Places)), 1.0, false
	for i, place := range p.Places {
		name := place.Label
		if step == 1 && !(p.X.Type == data.Date) {
			name = o.wrap(name, size, band-4, false)
			upright = upright || p.longestWord(o, place.Label, size) > band-2
		}
		names[i], rows = name, max(rows, lines(name))
	}
	height := rows*math.Round(size*1.2) + gap + 3
	if step > 1 {
		label["interval"] = step - 1
	}
	if upright {
		for i, place := range p.Places {
			names[i] = place.Label
			height = max(height, o.width(place.Label, size, false)+gap+4)
		}
		label["rotate"] = 90
	}
	return names, label, height
}

func (p *Plot) widestName(o *Canvas, size float64) float64 {
	w := 0.0
	for _, place := range p.Places {
		w = max(w, o.width(place.Label, size, false))
	}
	return w
}

func (p *Plot) longestWord(o *Canvas, s string, size float64) float64 {
	w := 0.0
	for _, word := range text.Words(s) {
		w = max(w, o.width(word, size, false))
	}
	return w
}

// hasLegend reports whether a legend names the series.
func (p *Plot) hasLegend(direct bool) bool {
	if len(p.Series) < 2 || p.Spec.Labels.Value == "none" {
		return false
	}
	return !direct || p.Spec.Labels.Value == "legend"
}

// legend stands left-aligned over the plot and returns the height it takes. It follows ECharts'
// layout: rows of items, icons at one height, names centred beside them, the same gap both ways.
func (p *Plot) legend(o *Canvas) float64 {
	const icon, iconGap, itemGap = 11, 5, 14
	rows, x, y, row, top, bottom := 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
	var names []string
	var wrapped []any
	for _, s := range p.Series {
		name := o.wrap(s.Name, o.Label, o.Width-icon-iconGap, false)
		if name != s.Name {
			wrapped = append(wrapped, []any{s.Name, name})
		}
		w, h := icon+iconGap+o.width(name, o.Label, false), max(icon, lines(name)*o.Label)
		if x > 0 && x+w > o.Width {
			rows, x, y, row = rows+1, 0, y+row+itemGap, 0
		}
		x, row = x+w+itemGap, max(row, h)
		top, bottom = min(top, y+(icon-h)/2), max(bottom, y+(icon+h)/2)
		names = append(names, s.Name)
	}
	legend := obj{"show": true, "left": 0, "top": 0, "padding": 0, "itemWidth": icon, "itemHeight": icon,
		"itemGap": itemGap, "icon": "rect", "data": names, "width": o.Width,
		"textStyle": obj{"color": p.Theme.Literal("ink"), "fontSize": o.Label, "padding": []any{0, 0, 0, iconGap - 5}}}
	if len(wrapped) > 0 {
		legend["formatter"] = named("wrapped", wrapped)
	}
	o.Option["legend"] = []any{legend}
	return max(rows*legendH, bottom-top) + 6
}

// paint gives every series its colour and every highlighted mark the accent.
func (p *Plot) paint(o *Canvas) {
	for i, raw := range o.Option.List("series") {
		if i >= len(p.Series) {
			return
		}
		s, series := p.Series[i], raw.(obj)
		colour := p.Theme.Literal(s.Role)
		series["itemStyle"] = obj{"color": colour}
		series["emphasis"] = obj{"disabled": true}
		for j, q := range s.Points {
			if q.Lit && s.Role != "accent" {
				series.Marks()[j].ItemStyle = obj{"color": p.Theme.Literal("accent")}
			}
		}
	}
}

// valueLabel is a label on a mark that prints its text.
func (p *Plot) valueLabel(o *Canvas, position string) obj {
	return obj{"show": true, "position": position, "distance": gap - 1, "formatter": named("text"),
		"color": p.Theme.Literal("ink"), "fontSize": o.Label}
}

// widestText is the widest printed value, in px.
func (p *Plot) widestText(o *Canvas) float64 {
	w := 0.0
	for _, s := range p.Series {
		for _, q := range s.Points {
			w = max(w, o.width(q.Text, o.Label, false))
		}
	}
	return w
}
