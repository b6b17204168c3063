package charts

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"plotline/charts/draw"
	"plotline/data/source"
)

// Option is the canonical ECharts option of a chart and the sizes of its drawings.
type Option struct {
	JSON  []byte // sorted keys; {"baseOption": wide, "media": [narrow]}; safe inside a script element
	Sizes []draw.Size
	Break int // px; the wide drawing stands from this width of the figure on
}

// Assemble builds the series with go-echarts and completes the option for both sizes. An error
// here is Plotline's own fault and says so.
func Assemble(p *Plot) (*Option, source.List) {
	base, err := seed(p.Kind.Build(p))
	if err != nil {
		return nil, source.List{source.Errorf(p.Spec.At, "internal: the chart's data cannot be written: %v", err)}
	}
	p.marks(base)
	broad := newCanvas(p.width(), false)
	broad.Option = base
	narrow := newCanvas(narrowWidth, true)
	narrow.Option = clone(base)
	for _, c := range []*Canvas{broad, narrow} {
		p.furnish(c)
		p.Kind.Complete(p, c)
		p.annotate(c)
		if p.Spec.ECharts.Set() {
			merge(c.Option, plain(p.Spec.ECharts.Value).(obj))
		}
	}
	option := obj{"baseOption": broad.Option}
	if patch := diff(broad.Option, narrow.Option); len(patch) > 0 {
		option["media"] = []any{obj{"query": obj{"maxWidth": p.width() - 1}, "option": patch}}
	}
	text, err := appendJSON(make([]byte, 0, 5<<10), option)
	if err != nil {
		return nil, source.List{source.Errorf(p.Spec.At, "internal: the option cannot be written: %v", err)}
	}
	sizes := []draw.Size{size(narrow), p.chosen(broad)}
	return &Option{text, sizes, int(p.width())}, nil
}

func size(c *Canvas) draw.Size { return draw.Size{Width: int(c.Width), Height: int(c.Height + 0.5)} }

// chosen is the wide drawing's size: the block's height beats the kind's.
func (p *Plot) chosen(c *Canvas) draw.Size {
	s := size(c)
	s.Height = p.Spec.Height.Or(s.Height)
	return s
}

func (p *Plot) width() float64 {
	if p.Spec.Width.Or("text") == "text" {
		return textWidth
	}
	return wideWidth
}

// seed turns a go-echarts chart into a tree of its series, without nulls. All else that it emits is
// noise: the empty components and its palette.
func seed(c echart) (obj, error) {
	c.Validate()
	series, err := tree(reflect.ValueOf(c.JSON()["series"]))
	if err != nil {
		return nil, err
	}
	list, _ := series.([]any)
	if len(list) == 0 {
		return nil, fmt.Errorf("no series")
	}
	return obj{"series": list}, nil
}

// components are the lists that ECharts merges by index.
var components = []string{"series", "xAxis", "yAxis", "grid", "dataZoom", "visualMap", "legend", "title", "dataset"}

// merge lays b over a: objects merge, component lists merge by index, all else replaces.
func merge(a, b obj) obj {
	for _, k := range slices.Sorted(maps.Keys(b)) {
		av, had := a[k]
		am, aok := av.(obj)
		bm, bok := b[k].(obj)
		switch {
		case had && slices.Contains(components, k):
			a[k] = mergeList(av, b[k])
		case aok && bok && bm["$f"] == nil:
			a[k] = merge(am, bm)
		default:
			a[k] = b[k]
		}
	}
	return a
}

func mergeList(a, b any) any {
	x, y := asList(a), asList(b)
	for i := range y {
		var xm obj
		xok := false
		if i < len(x) {
			xm, xok = x[i].(obj)
		}
		ym, yok := y[i].(obj)
		switch {
		case xok && yok:
			x[i] = merge(xm, ym)
		case i < len(x):
			x[i] = y[i]
		default:
			x = append(x, y[i])
		}
	}
	return x
}

func asList(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

// diff returns what ECharts must merge over a to get b: component lists by index, null for what
// b lacks.
func diff(a, b obj) obj {
	out := obj{}
	for k, bv := range b {
		av, had := a[k]
		if had && equal(av, bv) {
			continue
		}
		am, aok := av.(obj)
		bm, bok := bv.(obj)
		al, alok := av.([]any)
		bl, blok := bv.([]any)
		switch {
		case aok && bok && bm["$f"] == nil: // a named function is one value
			out[k] = diff(am, bm)
		case alok && blok && slices.Contains(components, k) && len(al) == len(bl):
			out[k] = diffList(al, bl)
		default:
			out[k] = bv
		}
	}
	for k := range a {
		if _, ok := b[k]; !ok {
			out[k] = nil
		}
	}
	return out
}

// equal compares JSON values; reflect.DeepEqual takes several times as long.
func equal(a, b any) bool {
	switch x := a.(type) {
	case obj:
		y, ok := b.(obj)
		if !ok || len(x) != len(y) {
			return false
		}
		for k, v := range x {
			if w, ok := y[k]; !ok || !equal(v, w) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, equal)
	case []*mark:
		y, ok := b.([]*mark)
		return ok && slices.EqualFunc(x, y, equalMarks)
	case []string:
		y, ok := b.([]string)
		return ok && slices.Equal(x, y)
	case []float64:
		y, ok := b.([]float64)
		return ok && slices.Equal(x, y)
	case []tick:
		y, ok := b.([]tick)
		return ok && slices.Equal(x, y)
	}
	switch b.(type) {
	case obj, []any, []*mark, []string, []float64, []tick:
		return false
	}
	return a == b
}

func diffList(a, b []any) []any {
	out := make([]any, len(b))
	for i := range b {
		am, aok := a[i].(obj)
		bm, bok := b[i].(obj)
		if aok && bok {
			out[i] = diff(am, bm)
		} else {
			out[i] = b[i]
		}
	}
	return out
}

func clone(o obj) obj {
	out := make(obj, len(o))
	for k, v := range o {
		out[k] = cloneValue(v)
	}
	return out
}

func cloneValue(v any) any {
	switch t := v.(type) {
	case obj:
		return clone(t)
	case []any:
		l := make([]any, len(t))
		for i := range t {
			l[i] = cloneValue(t[i])
		}
		return l
	case []*mark:
		return cloneMarks(t)
	}
	return v
}
