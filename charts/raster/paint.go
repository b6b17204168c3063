package raster

import (
	"fmt"
	"math"
	"strings"
)

// tolerance is how far the lines of a curve may be off it, in dots.
const tolerance = 0.05

// painter draws the elements of one drawing in their order.
type painter struct {
	canvas
	setter *setter
	box    box
	parts  map[string]*node
}

// style are the presentation attributes that an element has or inherits.
type style struct {
	fill, stroke                        string
	fillOpacity, strokeOpacity, opacity float64
	strokeFirst                         bool
	pen                                 pen
	size                                float64
	bold, preserve                      bool
	anchor, baseline                    string
}

func (p *painter) paint(root *node, m matrix) error {
	s := style{fill: "#000", stroke: "none", fillOpacity: 1, strokeOpacity: 1, opacity: 1, pen: pen{width: 1, miter: 4}, size: 16}
	return p.children(root, p.inherit(s, root), m, p.everything())
}

func (p *painter) inherit(s style, n *node) style {
	for _, a := range n.attr {
		switch v := a.Value; a.Name.Local {
		case "fill":
			s.fill = v
		case "stroke":
			s.stroke = v
		case "fill-opacity":
			s.fillOpacity = n.number("fill-opacity", 1, 1)
		case "stroke-opacity":
			s.strokeOpacity = n.number("stroke-opacity", 1, 1)
		case "opacity":
			s.opacity *= n.number("opacity", 1, 1)
		case "paint-order":
			s.strokeFirst = strings.HasPrefix(v, "stroke")
		case "stroke-width":
			s.pen.width = n.number("stroke-width", 1, p.box.w)
		case "stroke-miterlimit":
			s.pen.miter = n.number("stroke-miterlimit", 4, 1)
		case "stroke-linecap":
			s.pen.cap = v
		case "stroke-linejoin":
			s.pen.join = v
		case "stroke-dasharray":
			s.pen.dash = numbers(v)
		case "stroke-dashoffset":
			s.pen.offset = n.number("stroke-dashoffset", 0, p.box.w)
		case "font-size":
			s.size = n.number("font-size", 16, s.size)
		case "font-weight":
			s.bold = v == "bold" || v == "bolder" || n.number("font-weight", 400, 1) >= 600
		case "text-anchor":
			s.anchor = v
		case "dominant-baseline":
			s.baseline = v
		case "space":
			s.preserve = v == "preserve"
		}
	}
	return s
}

func (p *painter) children(n *node, s style, m matrix, within clip) error {
	for _, k := range n.kids {
		if err := p.element(k, s, m, within); err != nil {
			return err
		}
	}
	return nil
}

func (p *painter) element(n *node, s style, m matrix, within clip) error {
	switch n.name {
	case "defs", "title", "desc":
		return nil
	}
	for _, name := range []string{"style", "class", "mask", "fill-rule"} {
		if n.get(name) != "" {
			return fmt.Errorf("an attribute %s cannot be drawn", name)
		}
	}
	move, err := transform(n.get("transform"))
	if err != nil {
		return err
	}
	m, s = m.times(move), p.inherit(s, n)
	if k := m.scale(); !(k > 1e-6 && k < 1e6) { // nothing to see
		return nil
	}
	if v := n.get("clip-path"); v != "" && v != "none" {
		if within, err = p.clip(v, m, within); err != nil {
			return err
		}
	}
	switch n.name {
	case "g":
		return p.children(n, s, m, within)
	case "text":
		return p.text(n, s, m, within)
	}
	lines, err := p.lines(n, m)
	if err != nil {
		return err
	}
	return p.shape(lines, s, m, within)
}

// lines is the outline of a shape.
func (p *painter) lines(n *node, m matrix) ([]line, error) {
	o := outline{tolerance: tolerance / m.scale()}
	switch n.name {
	case "path":
		if err := o.path(n.get("d")); err != nil {
			return nil, err
		}
	case "rect":
		if n.get("rx") != "" || n.get("ry") != "" {
			return nil, fmt.Errorf("a rect with round corners cannot be drawn")
		}
		o.rect(n.number("x", 0, p.box.w), n.number("y", 0, p.box.h), n.number("width", 0, p.box.w), n.number("height", 0, p.box.h))
	case "circle":
		if r := n.number("r", 0, p.box.w); r > 0 {
			o.circle(point{n.number("cx", 0, p.box.w), n.number("cy", 0, p.box.h)}, r)
		}
	case "polyline", "polygon":
		v := numbers(n.get("points"))
		for i := 0; i+1 < len(v); i += 2 {
			if q := (point{v[i], v[i+1]}); i == 0 {
				o.move(q)
			} else {
				o.line(q)
			}
		}
		if n.name == "polygon" {
			o.close()
		}
	default:
		return nil, fmt.Errorf("an element %s cannot be drawn", n.name)
	}
	return o.lines, nil
}

// clip narrows a clip by the shape that url(#name) names.
func (p *painter) clip(url string, m matrix, within clip) (clip, error) {
	id, _ := reference(url)
	part := p.parts[id]
	if part == nil || part.name != "clipPath" || len(part.kids) != 1 {
		return within, fmt.Errorf("the clip %q is not a clipPath of one shape", url)
	}
	shape := part.kids[0]
	move, err := transform(shape.get("transform"))
	if err != nil {
		return within, err
	}
	m = m.times(move)
	lines, err := p.lines(shape, m)
	if err != nil {
		return within, err
	}
	return p.cover(lines, m, within).kept(), nil
}

// shape fills and strokes an outline.
func (p *painter) shape(lines []line, s style, m matrix, within clip) error {
	fill := func() error {
		paint, err := p.colours(s.fill, lines, m)
		if err == nil && paint.shows() {
			p.lay(p.cover(lines, m, within), paint, s.fillOpacity*s.opacity)
		}
		return err
	}
	stroke := func() error {
		paint, err := p.colours(s.stroke, lines, m)
		if err == nil && paint.shows() && s.pen.width > 0 {
			s.pen.tolerance = tolerance / m.scale()
			p.lay(p.cover(s.pen.stroke(lines), m, within), paint, s.strokeOpacity*s.opacity)
		}
		return err
	}
	if s.strokeFirst {
		fill, stroke = stroke, fill
	}
	if err := fill(); err != nil {
		return err
	}
	return stroke()
}

// text draws one line of words.
func (p *painter) text(n *node, s style, m matrix, within clip) error {
	if len(n.kids) > 0 {
		return fmt.Errorf("an element %s in a text cannot be drawn", n.kids[0].name)
	}
	words := strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace(string(n.text))
	if !s.preserve {
		words = strings.Join(strings.Fields(words), " ")
	}
	if !(s.size > 0) {
		return nil
	}
	runs, width := p.setter.set(words, s.bold)
	at := point{n.number("x", 0, p.box.w), n.number("y", 0, p.box.h)}
	switch s.anchor {
	case "middle":
		at.x -= width * s.size / 2
	case "end":
		at.x -= width * s.size
	}
	switch s.baseline {
	case "central":
		at.y += p.middle(s.size)
	case "", "auto", "alphabetic":
	default:
		return fmt.Errorf("the baseline %q cannot be drawn", s.baseline)
	}
	return p.shape(outlines(runs, s.size, tolerance/m.scale()), s, m.times(matrix{1, 0, 0, 1, at.x, at.y}).snapped(), within)
}

// snapped puts the baseline of text that is level or upright on whole dots, as Chromium does: its
// letters are sharper.
func (m matrix) snapped() matrix {
	if m.b == 0 && m.c == 0 {
		m.f = math.Round(m.f)
	} else if m.upright() {
		m.e = math.Round(m.e)
	}
	return m
}

// upright reports a turn by 90 degrees, whose cosine is not quite nothing.
func (m matrix) upright() bool { return math.Abs(m.a)+math.Abs(m.d) < 1e-9*m.scale() }

// middle is how far above the baseline the middle of letters is. Browsers take ascent and descent in
// whole px; those of the drawing, so that its layout is the same at every scale.
func (p *painter) middle(size float64) float64 {
	own := p.setter.own()
	e, _ := own.FontHExtents()
	k := size / float64(own.Upem())
	return (math.Round(float64(e.Ascender)*k) - math.Round(-float64(e.Descender)*k)) / 2
}
