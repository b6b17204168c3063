package raster

import "math"

// pen is how a line is stroked.
type pen struct {
	width, miter float64
	cap, join    string
	dash         []float64
	offset       float64
	tolerance    float64
}

// stroke returns the area that the pen covers: pieces that all turn the same way, so that together
// they cover what any of them covers.
func (p pen) stroke(lines []line) []line {
	s := &stroker{pen: p, half: p.width / 2}
	for _, l := range p.dashes(lines) {
		s.line(l)
	}
	return s.pieces
}

type stroker struct {
	pen
	half   float64
	pieces []line
}

func (s *stroker) add(piece ...point) {
	area := 0.0
	for i, p := range piece {
		area += p.cross(piece[(i+1)%len(piece)])
	}
	if area < 0 {
		for i, j := 0, len(piece)-1; i < j; i, j = i+1, j-1 {
			piece[i], piece[j] = piece[j], piece[i]
		}
	}
	s.pieces = append(s.pieces, line{piece, true})
}

func (s *stroker) line(l line) {
	at := distinct(l)
	if len(at) == 1 {
		s.dot(at[0])
		return
	}
	n := len(at) - 1
	if l.closed {
		n++
	}
	first, before := point{}, point{}
	for i := range n {
		a, b := at[i], at[(i+1)%len(at)]
		d := b.minus(a)
		d = d.times(1 / d.length())
		side := point{-d.y * s.half, d.x * s.half}
		s.add(a.plus(side), b.plus(side), b.minus(side), a.minus(side))
		if i == 0 {
			first = d
		} else {
			s.turn(a, before, d)
		}
		before = d
	}
	if l.closed {
		s.turn(at[0], before, first)
		return
	}
	s.end(at[0], first.times(-1))
	s.end(at[len(at)-1], before)
}

// distinct are the points of a line without repetitions.
func distinct(l line) []point {
	at := make([]point, 0, len(l.at))
	for _, p := range l.at {
		if len(at) == 0 || p.minus(at[len(at)-1]).length() > 1e-9 {
			at = append(at, p)
		}
	}
	for l.closed && len(at) > 1 && at[0].minus(at[len(at)-1]).length() <= 1e-9 {
		at = at[:len(at)-1]
	}
	return at
}

// dot is a line without a length, which only its caps show.
func (s *stroker) dot(p point) {
	switch s.cap {
	case "round":
		s.fan(p, point{s.half, 0}, 2*math.Pi)
	case "square":
		h := s.half
		s.add(point{p.x - h, p.y - h}, point{p.x + h, p.y - h}, point{p.x + h, p.y + h}, point{p.x - h, p.y + h})
	}
}

// end is the cap of a line that goes out in direction d.
func (s *stroker) end(p, d point) {
	side := point{d.y * s.half, -d.x * s.half}
	switch s.cap {
	case "round":
		s.fan(p, side, math.Pi)
	case "square":
		out := d.times(s.half)
		s.add(p.plus(side), p.plus(side).plus(out), p.minus(side).plus(out), p.minus(side))
	}
}

// turn fills the outer side of a corner between two directions.
func (s *stroker) turn(p, from, to point) {
	cross, dot := from.cross(to), from.dot(to)
	if math.Abs(cross) < 1e-9 && dot > 0 {
		return
	}
	h := s.half
	if cross > 0 {
		h = -h
	}
	a, b := point{-from.y * h, from.x * h}, point{-to.y * h, to.x * h}
	switch {
	case s.join == "round":
		s.fan(p, a, math.Atan2(cross, dot))
	case s.join == "bevel" || math.Sqrt(2/(1+dot)) > s.miter:
		s.add(p, p.plus(a), p.plus(b))
	default:
		s.add(p, p.plus(a), p.plus(a.plus(b).times(1/(1+dot))), p.plus(b))
	}
}

// fan is a sector around p from its edge at p+a.
func (s *stroker) fan(p, a point, angle float64) {
	n := turns(s.half, angle, s.tolerance)
	piece := []point{p}
	for i := 0; i <= n; i++ {
		sin, cos := math.Sincos(angle * float64(i) / float64(n))
		piece = append(piece, point{p.x + a.x*cos - a.y*sin, p.y + a.x*sin + a.y*cos})
	}
	s.add(piece...)
}

const mostDashes = 1 << 14 // in one line; more are no pattern but a mistake, and are drawn solid

// dashes cuts lines by the pen's pattern.
func (p pen) dashes(lines []line) []line {
	whole := 0.0
	for _, d := range p.dash {
		if d < 0 {
			return lines
		}
		whole += d
	}
	if !(whole > 0) {
		return lines
	}
	pattern := p.dash
	if len(pattern)%2 == 1 {
		pattern, whole = append(pattern[:len(pattern):len(pattern)], pattern...), 2*whole
	}
	var out []line
	for _, l := range lines {
		at := distinct(l)
		if l.closed {
			at = append(at, at[0])
		}
		length := 0.0
		for i := 1; i < len(at); i++ {
			length += at[i].minus(at[i-1]).length()
		}
		if length/whole*float64(len(pattern)) > mostDashes {
			out = append(out, l)
			continue
		}
		out = cut(out, at, pattern, math.Mod(math.Mod(p.offset, whole)+whole, whole))
	}
	return out
}

// cut adds the dashes of one line, whose pattern begins at the offset.
func cut(out []line, at []point, pattern []float64, offset float64) []line {
	k := 0
	for offset >= pattern[k] {
		offset -= pattern[k]
		k = (k + 1) % len(pattern)
	}
	left := pattern[k] - offset
	dash := []point{at[0]}
	for i := 1; i < len(at); i++ {
		a, b := at[i-1], at[i]
		length := b.minus(a).length()
		for done := 0.0; ; {
			if length-done < left {
				left -= length - done
				dash = append(dash, b)
				break
			}
			done += left
			p := a.mix(b, done/length)
			if k%2 == 0 {
				out = append(out, line{at: append(dash, p)})
			}
			dash = []point{p}
			k = (k + 1) % len(pattern)
			left = pattern[k]
		}
	}
	if k%2 == 0 && len(dash) > 1 {
		out = append(out, line{at: dash})
	}
	return out
}
