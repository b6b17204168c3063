package charts

import (
	"plotline/data"
	"plotline/data/format"
)

// Tables are the tables a block may name.
type Tables interface {
	// Table returns the table of that name. known is false when there is none; a known table is
	// nil when its file could not be read, which was reported where it was read.
	Table(name string) (t *data.Table, known bool)
	Names() []string // sorted
}

// Plot is what a chart means: names bound to columns, rows to marks. It always has a kind, a
// table with at least one row, and at least one series.
type Plot struct {
	Spec  *Spec
	Kind  *Kind
	Table *data.Table // the rows that satisfy where, in the order of the file

	X        *data.Column
	SplitBy  *data.Column // of long data, or nil
	Measures []BoundMeasure
	Places   []Place // categories or positions along x, in drawing order
	Series   []Series

	// Continuous says that x is a scale, so places stand apart as their values do.
	Continuous bool
	Language   string
	Theme      Theme
	bound      *data.Column
	behind     []int // how many rows each row of Table was brought together of, when they were as they were read
}

// BoundMeasure is a y whose column is known.
type BoundMeasure struct {
	Column *data.Column
	Format format.Format
	Agg    string
}

// Place is one category or position on the x axis.
type Place struct {
	Key   string  // the cell's text
	Label string  // as printed
	At    float64 // position on a continuous axis: the number, the year, or days since 1970
	Row   int     // first row of the table that has it
}

// Series is one run of marks of one colour.
type Series struct {
	Name    string
	Role    string // colour role
	Points  []Point
	Measure int  // index in Measures
	Lit     bool // named in highlight
}

// Point is one mark. A Point that is not OK is a missing value.
type Point struct {
	OK    bool
	Value float64
	X     float64 // of a scatter
	Text  string  // the value as printed, with its bound
	Plain string  // the value as printed, without its bound
	Mark  string  // >, >=, <, <=, ~ or empty
	Name  string  // of a scatter's point
	Row   int
	Lit   bool
}

// Values returns the values that are not missing, over all series.
func (p *Plot) Values() []float64 {
	var vs []float64
	for _, s := range p.Series {
		for _, q := range s.Points {
			if q.OK {
				vs = append(vs, q.Value)
			}
		}
	}
	return vs
}

// Extent returns the least and the greatest value; zero is included when the kind's lengths
// mean values.
func (p *Plot) Extent() (lo, hi float64) {
	for i, v := range p.Values() {
		if i == 0 {
			lo, hi = v, v
		}
		lo, hi = min(lo, v), max(hi, v)
	}
	if p.Kind.ZeroBase {
		lo, hi = min(lo, 0), max(hi, 0)
	}
	return lo, hi
}

func (p *Plot) percent() bool { return p.Spec.Unit.Value == "percent" || p.Spec.Unit.Value == "%" }

// unit is the word behind a number in tables and tooltips; a percent sign is part of the number.
func (p *Plot) unit() string {
	if p.percent() {
		return ""
	}
	return p.Spec.Unit.Value
}

// lit reports whether anything is highlighted, so that the rest should stand back.
func (p *Plot) lit() bool { return len(p.Spec.Highlight) > 0 }

// direct reports whether values or names stand on the marks.
func (p *Plot) direct() bool { return p.Spec.Labels.Or("direct") == "direct" }
