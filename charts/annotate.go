package charts

import (
	"math"
	"slices"
	"strconv"

	"plotline/charts/option"
	"plotline/data"
	"plotline/data/source"
)

// annotations checks that every annotation stands on the axes of the chart.
func (b *binder) annotations() {
	if b.problems.HasErrors() {
		return
	}
	for _, a := range b.spec.Annotate {
		for _, x := range a.X {
			if _, ok := b.plot.onX(x.Value); !ok {
				var names []string
				for _, place := range b.plot.Places {
					names = append(names, place.Key)
				}
				b.errorf(x.At, source.DidYouMean(x.Value, names), "%q is not on the x axis; legal are %s", x.Value, some(names))
			}
		}
		for _, y := range a.Y {
			if _, err := strconv.ParseFloat(y.Value, 64); err != nil {
				b.errorf(y.At, "", "%q is not a value of the y axis; write a number", y.Value)
			}
		}
		if b.plot.Kind.channel("x") == nil || b.plot.Kind.Purpose == "part to whole" {
			b.errorf(a.At, "", "a %s has no axes to annotate", b.plot.Kind.Name)
		}
	}
}

// onX returns where a written value stands on the x axis: a position on a continuous axis or the
// index of a category.
func (p *Plot) onX(written string) (float64, bool) {
	i := slices.IndexFunc(p.Places, func(q Place) bool { return q.Key == written || q.Label == written })
	switch {
	case i >= 0 && (p.Continuous || p.Kind.points()):
		return p.Places[i].At, true
	case i >= 0:
		return float64(i), true
	case !p.Continuous && !p.Kind.points():
		return 0, false
	}
	if p.X.Type == data.Number || p.X.Grain == data.Year {
		v, err := strconv.ParseFloat(written, 64)
		return v, err == nil
	}
	return datePosition(written)
}

// annotate adds the block's annotations to the first series: points, lines and areas.
func (p *Plot) annotate(o *Canvas) {
	series := o.Option.List("series")
	if len(p.Spec.Annotate) == 0 || len(series) == 0 {
		return
	}
	var points, lines, areas []any
	for _, a := range p.Spec.Annotate {
		text := o.wrap(a.Text.Value, o.Label, 0.42*o.Width, false)
		switch {
		case a.Area:
			areas = append(areas, p.annotationArea(a, text))
		case a.Line || len(a.Y) == 0 && p.Kind.points():
			lines = append(lines, p.annotationLine(a, text))
		default:
			points = append(points, p.annotationPoint(a, text, o))
		}
	}
	first := series[0].(obj)
	label := obj{"show": true, "formatter": named("text"), "color": p.Theme.Literal("mute"), "fontSize": o.Label}
	if len(points) > 0 {
		first["markPoint"] = obj{"silent": true, "symbol": "circle", "symbolSize": 0, "itemStyle": obj{"color": p.Theme.Literal("mute")}, "label": label, "data": points}
	}
	if len(lines) > 0 {
		first["markLine"] = obj{"silent": true, "symbol": "none", "animation": false,
			"lineStyle": obj{"color": p.Theme.Literal("mute"), "width": 1, "type": []any{3, 3}},
			"label":     option.Merge(option.Clone(label), obj{"position": "insideEndTop", "distance": 3}), "data": lines}
	}
	if len(areas) > 0 {
		first["markArea"] = obj{"silent": true, "itemStyle": obj{"color": p.Theme.Literal("wash")},
			"label": option.Merge(option.Clone(label), obj{"position": "insideTop", "distance": 4}), "data": areas}
	}
}

// valueAxis and placeAxis name the axes as mark components want them.
func (p *Plot) axes() (place, value string) {
	if p.Kind.Name == "bar" || p.Kind.Name == "stacked-bar" {
		return "yAxis", "xAxis"
	}
	return "xAxis", "yAxis"
}

func (p *Plot) annotationLine(a Annotation, text string) obj {
	place, value := p.axes()
	if len(a.Y) > 0 {
		v, _ := strconv.ParseFloat(a.Y[0].Value, 64)
		return obj{value: v, "text": text}
	}
	x, _ := p.onX(a.X[0].Value)
	return obj{place: x, "text": text}
}

func (p *Plot) annotationArea(a Annotation, text string) []any {
	place, value := p.axes()
	from, to := obj{"text": text}, obj{}
	if len(a.X) == 2 {
		from[place], _ = p.onX(a.X[0].Value)
		to[place], _ = p.onX(a.X[1].Value)
	}
	if len(a.Y) == 2 {
		from[value], _ = strconv.ParseFloat(a.Y[0].Value, 64)
		to[value], _ = strconv.ParseFloat(a.Y[1].Value, 64)
	}
	return []any{from, to}
}

// annotationPoint stands at a value of the first series, or at the y that is given. Over a column the
// words stand above its value; beside a line, on the side of the point that has more room and away
// from the line itself.
func (p *Plot) annotationPoint(a Annotation, text string, o *Canvas) obj {
	x, _ := p.onX(a.X[0].Value)
	y, at := 0.0, -1
	for i, place := range p.Places {
		on := float64(i)
		if p.Continuous {
			on = place.At
		}
		if on == x && len(p.Series) > 0 && p.Series[0].Points[i].OK {
			y, at = p.Series[0].Points[i].Value, i
		}
	}
	label := obj{"position": "right", "distance": 8, "align": "left"}
	if share := p.share(at); share > 0.5 {
		label = obj{"position": "left", "distance": 8, "align": "right"}
	}
	switch {
	case !p.Continuous && p.Kind.ZeroBase:
		label = obj{"position": "top", "distance": o.Label + 8, "align": "center"}
	case at >= 0 && len(a.Y) == 0 && !p.Kind.points():
		p.besidePoint(o, label, at, o.width(text, o.Label, false))
	}
	if len(a.Y) > 0 {
		y, _ = strconv.ParseFloat(a.Y[0].Value, 64)
	}
	coord := []any{x, y}
	if place, _ := p.axes(); place == "yAxis" {
		coord = []any{y, x}
	}
	return obj{"coord": coord, "text": text, "label": label}
}

// share is how far along the axis the i-th place is, 0 to 1, and in the middle when it is none.
func (p *Plot) share(i int) float64 {
	if i < 0 {
		return 0.5
	}
	return float64(i) / max(1, float64(len(p.Places)-1))
}

// besidePoint sets words of a width off the line they belong to: under a line that falls away from the
// point to the middle of the plot, over one that rises, as far as the line gets along the words. Next to
// a steep line they stay at the point's own height.
func (p *Plot) besidePoint(o *Canvas, label obj, i int, width float64) {
	side := 1
	if p.share(i) > 0.5 {
		side = -1
	}
	points := p.Series[0].Points
	j := i + side
	for j >= 0 && j < len(points) && !points[j].OK {
		j += side
	}
	if j < 0 || j >= len(points) {
		return
	}
	area := o.area()
	lo, hi := o.scale("yAxis")
	rise := (points[j].Value - points[i].Value) / (hi - lo) * area.height
	run := math.Abs(p.share(j)-p.share(i)) * area.width
	if p.Continuous {
		from, to := o.scale("xAxis")
		run = math.Abs(p.Places[j].At-p.Places[i].At) / (to - from) * area.width
	}
	away := math.Abs(rise) / max(run, 1) * min(width, run)
	switch {
	case away > steep:
	case rise > 0:
		label["position"], label["distance"] = "top", px(away+o.Label+8) // over the value
	default:
		label["position"], label["distance"] = "bottom", px(away+8)
	}
}

const steep = 56 // px a line may move along the words beside it, before words are better off at its side
