package raster

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// canvas lays colours on an image through the areas of outlines.
type canvas struct {
	dst  *image.RGBA
	z    vector.Rasterizer
	area []uint8 // memory of the last area
}

// area is how far each dot of a box is covered, 0 to 255.
type area struct {
	box image.Rectangle
	pix []uint8 // rows without gaps; nil is all of the box
}

// clip is what may be drawn on.
type clip = area

func (c *canvas) everything() clip { return clip{box: c.dst.Rect} }

const farthest = 1e12 // dots

// cover works out the area of closed lines within a clip. Its memory is taken again by the next.
func (c *canvas) cover(lines []line, m matrix, within clip) area {
	points := make([][]point, len(lines))
	lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for i, l := range lines {
		points[i] = make([]point, len(l.at))
		for k, p := range l.at {
			p = m.at(p)
			points[i][k] = p
			lo, hi = point{min(lo.x, p.x), min(lo.y, p.y)}, point{max(hi.x, p.x), max(hi.y, p.y)}
		}
	}
	b := within.box
	if !(hi.x-lo.x < farthest && hi.y-lo.y < farthest) { // nowhere, or too far for exact corners
		return area{}
	}
	if !(lo.x < float64(b.Max.X) && lo.y < float64(b.Max.Y) && hi.x > float64(b.Min.X) && hi.y > float64(b.Min.Y)) {
		return area{}
	}
	corner := func(p point, round func(float64) float64) image.Point {
		return image.Pt(int(round(min(max(p.x, -1), largest))), int(round(min(max(p.y, -1), largest))))
	}
	b = b.Intersect(image.Rectangle{Min: corner(lo, math.Floor), Max: corner(hi, math.Ceil)})
	if b.Empty() {
		return area{}
	}
	if len(points) == 1 && exact(points[0], b) && within.pix == nil {
		return area{box: b}
	}
	c.z.Reset(b.Dx(), b.Dy())
	c.z.DrawOp = draw.Src
	size, origin := point{float64(b.Dx()), float64(b.Dy())}, point{float64(b.Min.X), float64(b.Min.Y)}
	for _, at := range points {
		for k, p := range at {
			c.edge(p.minus(origin), at[(k+1)%len(at)].minus(origin), size)
		}
	}
	if n := b.Dx() * b.Dy(); cap(c.area) < n {
		c.area = make([]uint8, n)
	}
	pix := c.area[:b.Dx()*b.Dy()]
	whole := image.Rectangle{Max: b.Size()}
	c.z.Draw(&image.Alpha{Pix: pix, Stride: b.Dx(), Rect: whole}, whole, image.Opaque, image.Point{})
	return within.cut(area{b, pix})
}

// exact reports whether a shape is this box, dot by dot; most bars and rules are.
func exact(at []point, b image.Rectangle) bool {
	if len(at) != 4 {
		return false
	}
	x, y := [2]float64{float64(b.Min.X), float64(b.Max.X)}, [2]float64{float64(b.Min.Y), float64(b.Max.Y)}
	for i, p := range at {
		q := at[(i+1)%4]
		if p.x != x[0] && p.x != x[1] || p.y != y[0] && p.y != y[1] || (p.x == q.x) == (p.y == q.y) {
			return false
		}
	}
	return true
}

// edge hands one line to the rasterizer, which sums what is left of it: above and below the box
// nothing counts, and what is beside it counts on the box's edge.
func (c *canvas) edge(a, b point, size point) {
	if a.y == b.y || max(a.y, b.y) <= 0 || min(a.y, b.y) >= size.y {
		return
	}
	level := func(y float64) point { return a.mix(b, (y-a.y)/(b.y-a.y)) }
	up := a.y > b.y
	p, q := a, b
	if up {
		p, q = b, a
	}
	if p.y < 0 {
		p = point{level(0).x, 0}
	}
	if q.y > size.y {
		q = point{level(size.y).x, size.y}
	}
	cuts, n := [4]point{p}, 1
	for _, x := range [2]float64{0, size.x} {
		if t := (x - p.x) / (q.x - p.x); t > 0 && t < 1 {
			cuts[n] = point{x, p.mix(q, t).y}
			n++
		}
	}
	if n == 3 && cuts[1].y > cuts[2].y {
		cuts[1], cuts[2] = cuts[2], cuts[1]
	}
	cuts[n] = q
	for i := 1; i <= n; i++ {
		p, q := cuts[i-1], cuts[i]
		p.x, q.x = min(max(p.x, 0), size.x), min(max(q.x, 0), size.x)
		if up {
			p, q = q, p
		}
		c.z.MoveTo(float32(p.x), float32(p.y))
		c.z.LineTo(float32(q.x), float32(q.y))
	}
}

// cut is the part of an area that a clip leaves; it may change the area.
func (within clip) cut(a area) area {
	if within.pix == nil {
		return a
	}
	for y := a.box.Min.Y; y < a.box.Max.Y; y++ {
		row := a.pix[(y-a.box.Min.Y)*a.box.Dx():][:a.box.Dx()]
		through := within.pix[(y-within.box.Min.Y)*within.box.Dx()+a.box.Min.X-within.box.Min.X:][:len(row)]
		for i, v := range row {
			row[i] = uint8((int(v)*int(through[i]) + 127) / 255)
		}
	}
	return a
}

// kept is an area with memory of its own.
func (a area) kept() area {
	if a.pix != nil {
		a.pix = append([]uint8(nil), a.pix...)
	}
	return a
}

// paint is a colour, or one for each dot.
type paint struct {
	flat color.NRGBA
	at   func(x, y int) color.NRGBA
}

// lay paints an area.
func (c *canvas) lay(a area, p paint, opacity float64) {
	if p.at == nil && p.flat.A == 0 || !(opacity > 0) {
		return
	}
	dim := int(channel(opacity))
	source := color.RGBAModel.Convert(fade(p.flat, dim)).(color.RGBA)
	for y := a.box.Min.Y; y < a.box.Max.Y; y++ {
		row := c.dst.Pix[c.dst.PixOffset(a.box.Min.X, y):][:4*a.box.Dx()]
		var part []uint8
		if a.pix != nil {
			part = a.pix[(y-a.box.Min.Y)*a.box.Dx():][:a.box.Dx()]
		}
		for i := 0; i < a.box.Dx(); i++ {
			covered := uint8(255)
			if part != nil {
				if covered = part[i]; covered == 0 {
					continue
				}
			}
			dot := row[4*i : 4*i+4 : 4*i+4]
			if p.at != nil {
				source = color.RGBAModel.Convert(fade(p.at(a.box.Min.X+i, y), dim)).(color.RGBA)
			}
			if covered == 255 && source.A == 255 {
				dot[0], dot[1], dot[2], dot[3] = source.R, source.G, source.B, 255
				continue
			}
			over(dot, source, covered)
		}
	}
}

func fade(c color.NRGBA, dim int) color.NRGBA {
	c.A = uint8((int(c.A)*dim + 127) / 255)
	return c
}

// over lays a colour, multiplied by its alpha, on a dot.
func over(dot []uint8, s color.RGBA, covered uint8) {
	k := uint32(covered)
	rest := 255*255 - uint32(s.A)*k
	dot[0] = uint8((uint32(s.R)*k*255 + uint32(dot[0])*rest + 32512) / 65025)
	dot[1] = uint8((uint32(s.G)*k*255 + uint32(dot[1])*rest + 32512) / 65025)
	dot[2] = uint8((uint32(s.B)*k*255 + uint32(dot[2])*rest + 32512) / 65025)
	dot[3] = uint8((uint32(s.A)*k*255 + uint32(dot[3])*rest + 32512) / 65025)
}
