package raster

import (
	"fmt"
	"image/color"
	"math"
)

func (p paint) shows() bool { return p.at != nil || p.flat.A > 0 }

// colours reads a fill or a stroke.
func (p *painter) colours(s string, lines []line, m matrix) (paint, error) {
	id, ok := reference(s)
	if !ok {
		c, err := colour(s)
		return paint{flat: c}, err
	}
	n := p.parts[id]
	if n == nil || n.name != "linearGradient" && n.name != "radialGradient" {
		return paint{}, fmt.Errorf("the colour %q cannot be drawn: it is no gradient", s)
	}
	ramp, err := n.ramp()
	if err != nil || len(ramp) == 0 {
		return paint{}, err
	}
	whole := p.box
	if n.get("gradientUnits") != "userSpaceOnUse" {
		of := around(lines)
		m, whole = m.times(matrix{of.w, 0, 0, of.h, of.x, of.y}), box{w: 1, h: 1}
	}
	if k := m.scale(); !(k > 1e-6 && k < 1e9) { // of a shape without an area
		return paint{flat: ramp[len(ramp)-1]}, nil
	}
	back := m.inverse()
	part := func(q point) float64 { return q.length() / n.number("r", 0.5*whole.w, whole.w) }
	from := point{n.number("cx", 0.5*whole.w, whole.w), n.number("cy", 0.5*whole.h, whole.h)}
	if n.name == "linearGradient" {
		from = point{n.number("x1", 0, whole.w), n.number("y1", 0, whole.h)}
		way := point{n.number("x2", whole.w, whole.w), n.number("y2", 0, whole.h)}.minus(from)
		part = func(q point) float64 { return q.dot(way) / way.dot(way) }
	}
	return paint{at: func(x, y int) color.NRGBA {
		t := part(back.at(point{float64(x) + 0.5, float64(y) + 0.5}).minus(from))
		if !(t < 1) { // behind the last stop, or there is no way from the first to the last
			return ramp[len(ramp)-1]
		}
		return ramp[int(max(t, 0)*255+0.5)]
	}}, nil
}

// ramp is a gradient's colours in 256 steps; none when it has no stops.
func (n *node) ramp() ([]color.NRGBA, error) {
	var ramp []color.NRGBA
	last, at := color.NRGBA{}, 0.0
	for i, k := range n.kids {
		c, err := colour(k.get("stop-color"))
		if err != nil {
			return nil, err
		}
		c.A = channel(float64(c.A) / 255 * k.number("stop-opacity", 1, 1))
		to := max(at, min(k.number("offset", 0, 1), 1))
		for len(ramp) <= int(to*255) {
			t := 1.0
			if i > 0 && to > at {
				t = (float64(len(ramp))/255 - at) / (to - at)
			}
			ramp = append(ramp, blend(last, c, min(max(t, 0), 1)))
		}
		last, at = c, to
	}
	for len(n.kids) > 0 && len(ramp) < 256 {
		ramp = append(ramp, last)
	}
	return ramp, nil
}

func blend(a, b color.NRGBA, t float64) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*t)) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}
}

// around is the box of an outline's points.
func around(lines []line) box {
	lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, l := range lines {
		for _, p := range l.at {
			lo, hi = point{min(lo.x, p.x), min(lo.y, p.y)}, point{max(hi.x, p.x), max(hi.y, p.y)}
		}
	}
	return box{lo.x, lo.y, hi.x - lo.x, hi.y - lo.y}
}
