package charts

import "math"

func init() {
	Register(&Kind{
		Name:     "column",
		Doc:      "heights side by side, names below: for a few short names or dates",
		Purpose:  "magnitude",
		Aliases:  []string{"vertical-bar", "columns"},
		ZeroBase: true,
		Channels: []Channel{
			{Name: "x", Accepts: Texts | Dates | Numbers, Required: true, Doc: "the names"},
			{Name: "y", Accepts: Numbers, Required: true, Doc: "the heights"},
		},
		Build:    func(p *Plot) echart { return bars(p) },
		Complete: completeColumns,
	})
	Register(&Kind{
		Name:     "grouped-column",
		Doc:      "columns of several series side by side in each group",
		Purpose:  "magnitude",
		Aliases:  []string{"clustered-column", "grouped-columns", "multi-column"},
		ZeroBase: true,
		Channels: []Channel{
			{Name: "x", Accepts: Texts | Dates | Numbers, Required: true, Doc: "the groups"},
			{Name: "y", Accepts: Numbers, Required: true, Many: true, Doc: "the heights"},
			{Name: "series", Accepts: Texts | Dates | Numbers, Doc: "what the columns of a group are"},
		},
		Build:    func(p *Plot) echart { return bars(p) },
		Complete: completeColumns,
	})
}

func completeColumns(p *Plot, o *Canvas) {
	lo, hi := p.Extent()
	top := 4.0
	if len(p.Series) > 1 && p.Spec.Labels.Value != "none" {
		top += p.legend(o)
	}
	count := float64(len(p.Places))
	band := (o.Width - 2) / count
	column := columnWidth(band, len(p.Series))
	direct := p.direct() && p.widestText(o) <= max(column, band/float64(len(p.Series)))+2
	area := plotArea{left: 1, right: 1, top: top}
	value := hiddenAxis(lo, hi)
	if direct {
		area.top += o.Label + gap + 2
	} else {
		s := Nice(lo, hi, maxTicks-1)
		f := p.tickFormat(s)
		value = p.valueAxis(o, s, f)
		area.left = math.Ceil(p.tickRoom(o, s, f)) + gap + 2
		area.top += o.Tick / 2
		band = (o.Width - area.left - area.right) / count
		column = columnWidth(band, len(p.Series))
	}
	names, label, height := p.bottomNames(o, band)
	area.bottom = height
	if lo < 0 && direct {
		area.bottom += o.Label + gap
		label["margin"] = gap + 1 + o.Label + gap
	}
	plot := 240.0
	if o.Narrow {
		plot = 170
	}
	o.Height = math.Ceil(area.top + plot + area.bottom)
	o.grid(area)
	o.Option["xAxis"] = []any{obj{"type": "category", "data": names, "axisTick": obj{"show": false}, "axisLabel": label,
		"axisLine": obj{"show": true, "onZero": true, "lineStyle": obj{"color": p.Theme.Literal("mute"), "width": 1}}}}
	o.Option["yAxis"] = []any{value}
	p.paint(o)
	for i, raw := range o.Option.List("series") {
		series := raw.(obj)
		series["barWidth"] = px(column)
		series["barGap"] = "8%"
		if !direct {
			continue
		}
		series["label"] = p.valueLabel(o, "top")
		for j, q := range p.Series[i].Points {
			if q.OK && q.Value < 0 {
				series.Marks()[j].Label = obj{"position": "bottom"}
			}
		}
	}
}

// columnWidth shares a band among its series and leaves air between groups.
func columnWidth(band float64, series int) float64 {
	width := band * 0.62
	if series > 1 {
		width = band * 0.78 / (float64(series) + 0.08*float64(series-1))
	}
	return max(1.5, min(width, 96))
}
