package raster

import (
	"fmt"
	"math"
	"strings"
)

type point struct{ x, y float64 }

func (p point) plus(q point) point           { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point          { return point{p.x - q.x, p.y - q.y} }
func (p point) times(k float64) point        { return point{p.x * k, p.y * k} }
func (p point) length() float64              { return math.Hypot(p.x, p.y) }
func (p point) cross(q point) float64        { return p.x*q.y - p.y*q.x }
func (p point) dot(q point) float64          { return p.x*q.x + p.y*q.y }
func (p point) mix(q point, t float64) point { return point{p.x + (q.x-p.x)*t, p.y + (q.y-p.y)*t} }

// matrix is SVG's matrix(a b c d e f).
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// times is the matrix that does n first.
func (m matrix) times(n matrix) matrix {
	return matrix{m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b, m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f}
}

func (m matrix) at(p point) point { return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f} }

// scale is how many dots a unit is long, on average.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

func (m matrix) inverse() matrix {
	k := 1 / (m.a*m.d - m.b*m.c)
	return matrix{m.d * k, -m.b * k, -m.c * k, m.a * k, (m.c*m.f - m.d*m.e) * k, (m.b*m.e - m.a*m.f) * k}
}

// transform reads a transform attribute.
func transform(s string) (matrix, error) {
	m := identity
	for rest := strings.TrimSpace(s); rest != ""; {
		name, list, ok := strings.Cut(rest, "(")
		list, after, closed := strings.Cut(list, ")")
		v := numbers(list)
		rest = strings.TrimLeft(after, " ,\t\n")
		if name = strings.TrimSpace(name); !ok || !closed || len(v) == 0 {
			return m, fmt.Errorf("%q is no transform", s)
		}
		sin, cos := math.Sincos(v[0] * math.Pi / 180)
		switch n := len(v); {
		case name == "translate" && n == 1:
			m = m.times(matrix{1, 0, 0, 1, v[0], 0})
		case name == "translate" && n == 2:
			m = m.times(matrix{1, 0, 0, 1, v[0], v[1]})
		case name == "scale" && n == 1:
			m = m.times(matrix{v[0], 0, 0, v[0], 0, 0})
		case name == "scale" && n == 2:
			m = m.times(matrix{v[0], 0, 0, v[1], 0, 0})
		case name == "rotate" && n == 1:
			m = m.times(matrix{cos, sin, -sin, cos, 0, 0})
		case name == "rotate" && n == 3:
			m = m.times(matrix{1, 0, 0, 1, v[1], v[2]}).times(matrix{cos, sin, -sin, cos, 0, 0}).times(matrix{1, 0, 0, 1, -v[1], -v[2]})
		case name == "matrix" && n == 6:
			m = m.times(matrix{v[0], v[1], v[2], v[3], v[4], v[5]})
		default:
			return m, fmt.Errorf("the transform %q cannot be drawn", s)
		}
	}
	return m, nil
}

// line is a stretch of straight lines; curves are lines that stay within a tolerance of them.
type line struct {
	at     []point
	closed bool
}

// outline collects lines.
type outline struct {
	lines     []line
	tolerance float64 // in the outline's own units
	pen       point
}

func (o *outline) move(p point) { o.lines, o.pen = append(o.lines, line{at: []point{p}}), p }

func (o *outline) line(p point) {
	if len(o.lines) == 0 || o.lines[len(o.lines)-1].closed {
		o.move(o.pen)
	}
	l := &o.lines[len(o.lines)-1]
	l.at, o.pen = append(l.at, p), p
}

func (o *outline) close() {
	if len(o.lines) > 0 {
		l := &o.lines[len(o.lines)-1]
		l.closed, o.pen = true, l.at[0]
	}
}

// steps is into how many lines a curve falls whose lines would be off by the distance.
func (o *outline) steps(off float64) int {
	return int(min(max(math.Ceil(math.Sqrt(off/o.tolerance)), 1), 256))
}

func (o *outline) quad(b, c point) {
	a := o.pen
	n := o.steps(a.minus(b.times(2)).plus(c).length() / 4)
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		o.line(a.mix(b, t).mix(b.mix(c, t), t))
	}
}

func (o *outline) cube(b, c, d point) {
	a := o.pen
	n := o.steps(0.75 * max(a.minus(b.times(2)).plus(c).length(), b.minus(c.times(2)).plus(d).length()))
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		ab, bc, cd := a.mix(b, t), b.mix(c, t), c.mix(d, t)
		o.line(ab.mix(bc, t).mix(bc.mix(cd, t), t))
	}
}

// arc is SVG 2's elliptical arc, section B.2.4.
func (o *outline) arc(radii point, tilt float64, large, sweep bool, end point) {
	from, r := o.pen, point{math.Abs(radii.x), math.Abs(radii.y)}
	if from == end {
		return
	}
	if r.x == 0 || r.y == 0 {
		o.line(end)
		return
	}
	sin, cos := math.Sincos(tilt * math.Pi / 180)
	half := from.minus(end).times(0.5)
	p := point{cos*half.x + sin*half.y, cos*half.y - sin*half.x}
	if over := p.x*p.x/(r.x*r.x) + p.y*p.y/(r.y*r.y); over > 1 {
		r = r.times(math.Sqrt(over))
	}
	rest := r.x * r.x * r.y * r.y / (r.x*r.x*p.y*p.y + r.y*r.y*p.x*p.x)
	k := math.Sqrt(max(rest-1, 0))
	if large == sweep {
		k = -k
	}
	c := point{k * r.x * p.y / r.y, -k * r.y * p.x / r.x}
	middle := from.plus(end).times(0.5).plus(point{cos*c.x - sin*c.y, sin*c.x + cos*c.y})
	first := math.Atan2((p.y-c.y)/r.y, (p.x-c.x)/r.x)
	turn := math.Mod(math.Atan2((-p.y-c.y)/r.y, (-p.x-c.x)/r.x)-first, 2*math.Pi)
	switch {
	case sweep && turn < 0:
		turn += 2 * math.Pi
	case !sweep && turn > 0:
		turn -= 2 * math.Pi
	}
	n := turns(max(r.x, r.y), turn, o.tolerance)
	for i := 1; i < n; i++ {
		s, c := math.Sincos(first + turn*float64(i)/float64(n))
		q := point{c * r.x, s * r.y}
		o.line(middle.plus(point{cos*q.x - sin*q.y, sin*q.x + cos*q.y}))
	}
	o.line(end)
}

// turns is into how many lines an arc falls.
func turns(r, angle, tolerance float64) int {
	step := 2 * math.Acos(max(1-tolerance/r, 0))
	return int(min(max(math.Ceil(math.Abs(angle)/step), 1), 1024))
}

func (o *outline) circle(c point, r float64) {
	o.move(point{c.x + r, c.y})
	o.arc(point{r, r}, 0, false, true, point{c.x - r, c.y})
	o.arc(point{r, r}, 0, false, true, point{c.x + r, c.y})
	o.close()
}

func (o *outline) rect(x, y, w, h float64) {
	o.move(point{x, y})
	o.line(point{x + w, y})
	o.line(point{x + w, y + h})
	o.line(point{x, y + h})
	o.close()
}

// arguments are how many numbers a command of path data takes.
var arguments = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'q': 4, 'c': 6, 'a': 7, 'z': 0}

// path reads path data in the commands that ECharts writes, and fails at any other.
func (o *outline) path(data string) error {
	command := byte(0)
	for p := (scanner{s: data}); ; {
		if p.space(); p.i >= len(data) {
			return nil
		}
		at := p.i
		if c := data[p.i]; c|' ' >= 'a' && c|' ' <= 'z' {
			command = c
			p.i++
		} else if command|' ' == 'z' {
			command = 0
		}
		n, ok := arguments[command|' ']
		var v [7]float64
		for i := 0; i < n && ok; i++ {
			if command|' ' == 'a' && (i == 3 || i == 4) {
				var set bool
				if set, ok = p.flag(); set {
					v[i] = 1
				}
				continue
			}
			v[i], ok = p.number()
		}
		if !ok {
			return fmt.Errorf("the path cannot be drawn at %q", data[at:min(at+12, len(data))])
		}
		o.step(command, v)
		if command|' ' == 'm' { // further points are corners
			command--
		}
	}
}

func (o *outline) step(command byte, v [7]float64) {
	from := point{}
	if command >= 'a' {
		from = o.pen
	}
	p := func(i int) point { return from.plus(point{v[i], v[i+1]}) }
	switch command | ' ' {
	case 'm':
		o.move(p(0))
	case 'l':
		o.line(p(0))
	case 'h':
		o.line(point{from.x + v[0], o.pen.y})
	case 'v':
		o.line(point{o.pen.x, from.y + v[0]})
	case 'q':
		o.quad(p(0), p(2))
	case 'c':
		o.cube(p(0), p(2), p(4))
	case 'a':
		o.arc(point{v[0], v[1]}, v[2], v[3] == 1, v[4] == 1, p(5))
	case 'z':
		o.close()
	}
}
