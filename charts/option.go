package charts

import (
	"fmt"

	"plotline/charts/draw"
	"plotline/charts/option"
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
	narrow.Option = option.Clone(base)
	for _, c := range []*Canvas{broad, narrow} {
		p.furnish(c)
		p.Kind.Complete(p, c)
		p.annotate(c)
		if p.Spec.ECharts.Set() {
			option.Merge(c.Option, plain(p.Spec.ECharts.Value).(obj))
		}
	}
	whole := obj{"baseOption": broad.Option}
	if patch := option.Diff(broad.Option, narrow.Option); len(patch) > 0 {
		whole["media"] = []any{obj{"query": obj{"maxWidth": p.width() - 1}, "option": patch}}
	}
	text, err := option.Append(make([]byte, 0, 5<<10), whole)
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
	series, err := option.FromGo(c.JSON()["series"])
	if err != nil {
		return nil, err
	}
	list, _ := series.([]any)
	if len(list) == 0 {
		return nil, fmt.Errorf("no series")
	}
	return obj{"series": list}, nil
}
