package charts

import (
	"slices"
	"strconv"

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
	series := o.Option.list("series")
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
			"label":     merge(clone(label), obj{"position": "insideEndTop", "distance": 3}), "data": lines}
	}
	if len(areas) > 0 {
		first["markArea"] = obj{"silent": true, "itemStyle": obj{"color": p.Theme.Literal("wash")},
			"label": merge(clone(label), obj{"position": "insideTop", "distance": 4}), "data": areas}
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

// annotationPoint stands at a value of the first series, or at the y that is given. The words go
// to the side of the point that has more room.
func (p *Plot) annotationPoint(a Annotation, text string, o *Canvas) obj {
	x, _ := p.onX(a.X[0].Value)
	y, share := 0.0, 0.5
	for i, place := range p.Places {
		at := float64(i)
		if p.Continuous {
			at = place.At
		}
		if at == x && len(p.Series) > 0 && p.Series[0].Points[i].OK {
			y = p.Series[0].Points[i].Value
			share = float64(i) / max(1, float64(len(p.Places)-1))
		}
	}
	if len(a.Y) > 0 {
		y, _ = strconv.ParseFloat(a.Y[0].Value, 64)
	}
	coord := []any{x, y}
	if place, _ := p.axes(); place == "yAxis" {
		coord = []any{y, x}
	}
	label := obj{"position": "right", "distance": 8, "align": "left"}
	if share > 0.5 {
		label = obj{"position": "left", "distance": 8, "align": "right"}
	}
	if !p.Continuous && p.Kind.ZeroBase {
		label = obj{"position": "top", "distance": o.Label + 8, "align": "center"}
	}
	return obj{"coord": coord, "text": text, "label": label}
}
