package data

import (
	"plotline/data/cell"
	"plotline/data/infer"
	"plotline/data/source"
)

// settle gives every column its type and values.
func (t *Table) settle(o Options) (problems source.List) {
	var findings []*infer.Finding
	for _, c := range t.Columns {
		f := infer.New(t.known(c, o))
		for row, s := range c.texts {
			g := cell.GistOf(s)
			f.Mark(row, t.offsets[row], s, &g)
		}
		f.SettleMarks()
		for row, s := range c.texts {
			g := cell.GistOf(s)
			f.Look(row, t.offsets[row], s, &g)
		}
		reading, p := f.Settle()
		c.settle(reading)
		problems, findings = append(problems, p...), append(findings, f)
		texts := c.texts
		c.texts = texts[:0]
		for _, s := range texts {
			c.take(s)
		}
	}
	return append(problems, t.totals(findings)...)
}

// known is what is known of a column before it has a type.
func (t *Table) known(c *Column, o Options) infer.Column {
	return infer.Column{Name: c.Name, Index: c.Index, Declared: c.declared, Delimiter: t.dialect.Delimiter, Options: o,
		Place: func(s cell.Sight) source.Span { return t.place(s, c) }}
}

// settle gives the column its type.
func (c *Column) settle(r infer.Reading) {
	c.Type, c.Grain, c.Percent, c.Years, c.reading = r.Type, r.Grain, r.Percent, r.Years, r
}

// take adds a cell to a column whose type is settled.
func (c *Column) take(s string) {
	s = c.reading.Text(s)
	switch c.Type {
	case Number:
		c.numbers = append(c.numbers, c.reading.Number(s))
	case Date:
		var d Day
		if s != "" {
			d, _ = c.reading.Day(s)
		}
		c.dates = append(c.dates, d)
	case Bool:
		b, ok := c.reading.Truth(s)
		if !ok {
			s = "" // a word that stands for no value
		}
		c.bools = append(c.bools, b)
	}
	c.texts = append(c.texts, s)
}
