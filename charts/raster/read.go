package raster

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"io"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
)

// node is an element of a drawing.
type node struct {
	name string
	attr []xml.Attr
	kids []*node
	text []byte
}

const deepest = 64 // elements inside each other; a drawing has four

// read takes a drawing apart. The error says where it is no XML, or that it is no drawing.
func read(svg []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(svg))
	open := []*node{{}}
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		in := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attr: t.Attr}
			in.kids = append(in.kids, n)
			if open = append(open, n); len(open) > deepest {
				return nil, fmt.Errorf("a drawing of more than %d elements inside each other", deepest)
			}
		case xml.EndElement:
			if t.Name.Local != in.name || len(open) == 1 {
				return nil, fmt.Errorf("an element %s ends where it did not begin", t.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			in.text = append(in.text, t...)
		}
	}
	if len(open) > 1 || len(open[0].kids) != 1 || open[0].kids[0].name != "svg" {
		return nil, fmt.Errorf("no svg element, or not a whole one")
	}
	return open[0].kids[0], nil
}

// get returns an attribute, or an empty string.
func (n *node) get(name string) string {
	for i := range n.attr {
		if n.attr[i].Name.Local == name {
			return n.attr[i].Value
		}
	}
	return ""
}

// parts are the elements that others refer to.
func (n *node) parts() map[string]*node {
	found := map[string]*node{}
	var visit func(*node)
	visit = func(n *node) {
		if id := n.get("id"); id != "" {
			found[id] = n
		}
		for _, k := range n.kids {
			visit(k)
		}
	}
	visit(n)
	return found
}

type box struct{ x, y, w, h float64 }

func (n *node) viewBox() (box, error) {
	v := numbers(n.get("viewBox"))
	if len(v) != 4 || !(v[2] > 0 && v[3] > 0) || v[2] > 1e6 || v[3] > 1e6 {
		return box{}, fmt.Errorf("%q is no viewBox", n.get("viewBox"))
	}
	return box{v[0], v[1], v[2], v[3]}, nil
}

// number reads an attribute; a percentage is of the whole.
func (n *node) number(name string, otherwise, whole float64) float64 {
	s := n.get(name)
	part, percent := strings.CutSuffix(s, "%")
	v, err := strconv.ParseFloat(strings.TrimSuffix(part, "px"), 64)
	switch {
	case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
		return otherwise
	case percent:
		return v / 100 * whole
	}
	return v
}

// numbers reads a list, up to the first thing that is no number.
func numbers(s string) []float64 {
	var list []float64
	for p := (scanner{s: s}); ; {
		v, ok := p.number()
		if !ok {
			return list
		}
		list = append(list, v)
	}
}

// scanner reads what path data and lists are made of.
type scanner struct {
	s string
	i int
}

func (p *scanner) space() {
	for p.i < len(p.s) && (p.s[p.i] <= ' ' || p.s[p.i] == ',') {
		p.i++
	}
}

func (p *scanner) number() (float64, bool) {
	p.space()
	start, dot, exp := p.i, false, false
scan:
	for ; p.i < len(p.s); p.i++ {
		switch c := p.s[p.i]; {
		case c >= '0' && c <= '9':
		case (c == '-' || c == '+') && (p.i == start || p.s[p.i-1]|' ' == 'e'):
		case c == '.' && !dot && !exp:
			dot = true
		case c|' ' == 'e' && !exp && p.i > start:
			exp = true
		default:
			break scan
		}
	}
	v, err := strconv.ParseFloat(p.s[start:p.i], 64)
	return v, err == nil && math.Abs(v) < 1e9 // px; what is farther is a mistake
}

// flag reads one digit of an arc, which may stand without a space.
func (p *scanner) flag() (bool, bool) {
	p.space()
	if p.i < len(p.s) && (p.s[p.i] == '0' || p.s[p.i] == '1') {
		p.i++
		return p.s[p.i-1] == '1', true
	}
	return false, false
}

// reference returns the name in url(#name).
func reference(s string) (string, bool) {
	s, ok := strings.CutPrefix(s, "url(#")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(s, ")")
}

// colour reads a colour as browsers write it; none and transparent have no alpha.
func colour(s string) (color.NRGBA, error) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "var("); ok { // the literal is its fallback
		if _, literal, ok := strings.Cut(strings.TrimSuffix(inner, ")"), ","); ok && !strings.HasPrefix(literal, "var(") {
			return colour(literal)
		}
	}
	if s == "none" || s == "transparent" {
		return color.NRGBA{}, nil
	}
	if c, ok := hexColour(s); ok {
		return c, nil
	}
	name, list, ok := strings.Cut(s, "(")
	if v := numbers(list); ok && (name == "rgb" || name == "rgba") && (len(v) == 3 || len(v) == 4) {
		alpha := 1.0
		if len(v) == 4 {
			alpha = v[3]
		}
		return color.NRGBA{channel(v[0] / 255), channel(v[1] / 255), channel(v[2] / 255), channel(alpha)}, nil
	}
	if c, ok := colornames.Map[strings.ToLower(s)]; ok {
		return color.NRGBA(c), nil
	}
	return color.NRGBA{}, fmt.Errorf("the colour %q cannot be drawn; write it as #rrggbb", s)
}

func hexColour(s string) (color.NRGBA, bool) {
	digits, ok := strings.CutPrefix(s, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if len(digits) == 6 {
		digits += "ff"
	}
	v, err := strconv.ParseUint(digits, 16, 32)
	return color.NRGBA{uint8(v >> 24), uint8(v >> 16), uint8(v >> 8), uint8(v)}, ok && err == nil && len(digits) == 8
}

func channel(v float64) uint8 { return uint8(math.Round(min(max(v, 0), 1) * 255)) }
