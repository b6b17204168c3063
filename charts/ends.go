package charts

import (
	"cmp"
	"math"
	"slices"
)

// lineHeight is how high a line of a label is drawn, of its size.
const lineHeight = 1.15

// tag is a label beside the end of a line.
type tag struct {
	series int
	end    float64 // of the line, below the plot's top
	way    float64 // where the line goes from there, which puts ends at one place in order
	height float64
}

// spread returns for each of n series how many px its tag stands below the line's end, or above it when
// negative, so that none covers another and all stand between top and bottom. They stand as near to the ends as
// they can: the least squares under an order (pool adjacent violators; Barlow and others, Statistical Inference
// under Order Restrictions, 1972). Tags that are higher than the room for them cover each other evenly.
func spread(n int, tags []tag, top, bottom float64) []float64 {
	if all := heightOf(tags); all > bottom-top {
		for i := range tags {
			tags[i].height *= (bottom - top) / all
		}
	}
	slices.SortStableFunc(tags, func(a, b tag) int { return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.way, b.way)) })
	type pool struct{ n, sum float64 } // of tags that touch: where the first would begin, as each would have it
	var pools []pool
	above := 0.0
	for _, t := range tags {
		pools = append(pools, pool{1, t.end - above - t.height/2})
		above += t.height
		for i := len(pools) - 1; i > 0 && pools[i].sum/pools[i].n < pools[i-1].sum/pools[i-1].n; i-- {
			pools[i-1] = pool{pools[i-1].n + pools[i].n, pools[i-1].sum + pools[i].sum}
			pools = pools[:i]
		}
	}
	out := make([]float64, n)
	last := max(top, bottom-above)
	above = 0
	for _, t := range tags {
		at := min(max(pools[0].sum/pools[0].n, top), last)
		out[t.series] = px(at+above+t.height/2-t.end) + 0 // and never -0
		above += t.height
		if pools[0].n--; pools[0].n == 0 {
			pools = pools[1:]
		} else {
			pools[0].sum -= pools[0].sum / (pools[0].n + 1)
		}
	}
	return out
}

func heightOf(tags []tag) (all float64) {
	for _, t := range tags {
		all += t.height
	}
	return all
}

// tall is the height of a plot: what its kind has, or more where tags are higher; or what height: leaves between
// the margins.
func (p *Plot) tall(o *Canvas, area plotArea, plot float64, tags []tag) float64 {
	if p.Spec.Height.Set() && !o.Narrow {
		return max(1, float64(p.Spec.Height.Value)-area.top-area.bottom)
	}
	return max(plot, math.Ceil(heightOf(tags)-o.Label*lineHeight))
}

// names are tags with the names of lines, of a plot that is one px high. The lowest stays above the last date, as
// one name does that stands at the axis.
func (p *Plot) names(o *Canvas, s Scale) []tag {
	y := func(v float64) float64 { return (s.Max - v) / (s.Max - s.Min) }
	var tags []tag
	for i, series := range p.Series {
		_, last := ends(series.Points)
		if last < 0 {
			continue
		}
		t := tag{series: i, end: y(series.Points[last].Value), height: lines(o.wrap(series.Name, o.Label, 0.32*o.Width, false)) * o.Label * lineHeight}
		t.way = t.end
		for _, q := range slices.Backward(series.Points[:last]) {
			if q.OK {
				t.way = y(q.Value)
				break
			}
		}
		tags = append(tags, t)
	}
	return tags
}

// shifts spreads tags of a plot of one px in one of so many px.
func (p *Plot) shifts(o *Canvas, tags []tag, plot float64) []float64 {
	tags = slices.Clone(tags)
	for i := range tags {
		tags[i].end *= plot
		tags[i].way *= plot
	}
	half := o.Label * lineHeight / 2
	return spread(len(p.Series), tags, -half, plot+half)
}

const fewTexts = 6 // of a line that all have their text, where there is room

// texts returns which values of the only line have their text beside them: the first, the last and those that are
// highlighted; and of a few others those whose text covers no other text and no other value. Width and plot are
// the size of the plot in px.
func (p *Plot) texts(o *Canvas, s Scale, width, plot float64) map[int]bool {
	type box struct{ left, right, top, bottom float64 }
	points := p.Series[0].Points
	first, last := ends(points)
	out := map[int]bool{}
	var taken []box
	from, to := 0.0, float64(max(1, len(points)-1))
	if p.Continuous {
		from, to = p.Places[0].At, p.Places[len(p.Places)-1].At
	}
	place := func(j int) (x, y float64) {
		at := float64(j)
		if p.Continuous {
			at = p.Places[j].At
		}
		return (at - from) / max(to-from, 1e-9) * width, (s.Max - points[j].Value) / (s.Max - s.Min) * plot
	}
	boxOf := func(j int) box {
		x, y := place(j)
		half := o.width(points[j].Text, o.Label, false) / 2
		b := box{x - half, x + half, y - gap - o.Label*lineHeight, y}
		if j == first {
			b.left, b.right = x, x+2*half
			if rises(points, first) {
				b.top, b.bottom = y, y+gap+o.Label*lineHeight
			}
		}
		return b
	}
	take := func(j int) {
		out[j] = true
		taken = append(taken, boxOf(j))
	}
	for j, q := range points {
		if q.OK && (j == first || j == last || q.Lit) {
			take(j)
		}
	}
	if len(points) > fewTexts {
		return out
	}
	for j, q := range points {
		if !q.OK || out[j] {
			continue
		}
		b := boxOf(j)
		covered := slices.ContainsFunc(taken, func(c box) bool {
			return b.left < c.right+gap && c.left < b.right+gap && b.top < c.bottom && c.top < b.bottom
		})
		for i, other := range points {
			x, y := place(i)
			covered = covered || other.OK && i != j && x > b.left-gap && x < b.right+gap && y > b.top-gap && y < b.bottom
		}
		if !covered {
			take(j)
		}
	}
	return out
}
