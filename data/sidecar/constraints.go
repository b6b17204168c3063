package sidecar

import (
	"cmp"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"plotline/data"
	"plotline/data/cell"
	"plotline/data/source"
	"plotline/data/yaml"
)

// any reports whether there are rules for cells.
func (c *constraints) any() bool {
	return c.required || c.unique || c.shortest != nil || c.longest != nil || len(c.least)+len(c.most) > 0 || c.pattern != nil || c.form != nil || c.enum != nil
}

// bound is one side of a range as it is declared.
type bound struct {
	text      string
	at        source.Span
	number    float64
	day       cell.Day
	exclusive bool
}

// constraints are the rules that each cell of a column must keep.
type constraints struct {
	required, unique     bool
	requiredAt, uniqueAt source.Span
	shortest, longest    *int
	shortestAt           source.Span
	longestAt            source.Span
	least, most          []bound
	pattern              *regexp.Regexp
	source               string // the pattern as it is written
	patternAt            source.Span
	enum                 []string
	enumAt               source.Span
	format               string // of a string: email, uri, uuid, binary
	formatAt             source.Span
	form                 *regexp.Regexp
}

func (r *reader) constraints(n yaml.Node, c *constraints) {
	at := func(to *source.Span, read func(yaml.Node)) func(yaml.Node) {
		return func(n yaml.Node) { *to = n.At; read(n) }
	}
	limit := func(to *[]bound, exclusive bool) func(yaml.Node) {
		return func(n yaml.Node) {
			if v, ok := r.Text(n); ok {
				*to = append(*to, bound{text: v, at: n.At, exclusive: exclusive})
			}
		}
	}
	r.object(n, "constraints", []yaml.Field{
		{Name: "required", Read: at(&c.requiredAt, r.boolean(&c.required))},
		{Name: "unique", Read: at(&c.uniqueAt, r.boolean(&c.unique))},
		{Name: "minLength", Read: at(&c.shortestAt, r.count(&c.shortest))},
		{Name: "maxLength", Read: at(&c.longestAt, r.count(&c.longest))},
		{Name: "minimum", Read: limit(&c.least, false)},
		{Name: "exclusiveMinimum", Read: limit(&c.least, true)},
		{Name: "maximum", Read: limit(&c.most, false)},
		{Name: "exclusiveMaximum", Read: limit(&c.most, true)},
		{Name: "pattern", Read: at(&c.patternAt, func(n yaml.Node) {
			v, ok := r.Text(n)
			if !ok {
				return
			}
			p, err := regexp.Compile("^(?:" + v + ")$")
			if err != nil {
				r.errorf(n.At, "", "pattern %q cannot be read: %v", v, err)
				return
			}
			c.pattern, c.source = p, v
		})},
		{Name: "enum", Read: at(&c.enumAt, func(n yaml.Node) {
			for _, item := range r.items(n, "enum") {
				if v, ok := r.Text(item); ok {
					c.enum = append(c.enum, v)
				}
			}
		})},
		{Name: "jsonSchema", Later: true},
	})
}

// settle reads the bounds as the field's type has them.
func (c *constraints) settle(r *reader, f *Field) {
	for _, list := range [][]bound{c.least, c.most} {
		for i := range list {
			b := &list[i]
			var ok bool
			switch f.Type {
			case "number", "integer":
				var err error
				b.number, err = strconv.ParseFloat(b.text, 64)
				ok = err == nil
			case "date", "datetime", "year", "yearmonth":
				b.day, ok = cell.ParseDay(b.text)
			default:
				r.errorf(b.at, "type: number", "a range needs a field of numbers or dates, and %q is of type %q", f.Name, cmp.Or(f.Type, "any"))
				continue
			}
			if !ok {
				r.errorf(b.at, "", "%q is no %s", b.text, f.Type)
			}
		}
	}
}

// compare orders a cell and a bound: below 0 when the cell is less.
func (b bound) compare(c *data.Column, row int) (order int, ok bool) {
	if d, is := c.Date(row); is {
		return cmp.Or(cmp.Compare(d.Year, b.day.Year), partly(d.Month, b.day.Month), partly(d.Day, b.day.Day)), true
	}
	v, is := c.Number(row)
	return cmp.Compare(v, b.number), is
}

// partly compares what both of two dates have.
func partly(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return cmp.Compare(a, b)
}

// fault is a rule that cells broke.
type fault struct {
	rule, text string // text has verbs for the cell and the column's name
	at         source.Span
	row        int // the first of them
	n          int
}

// check holds every cell of a column against its rules.
func (f *Field) check(t *data.Table, col *data.Column) source.List {
	c := &f.constraints
	faults := map[string]*fault{}
	var order []*fault
	broken := func(rule, text string, at source.Span, row int) {
		if g := faults[rule+text]; g != nil {
			g.n++
			return
		}
		g := &fault{rule, text, at, row, 1}
		faults[rule+text] = g
		order = append(order, g)
	}
	first := map[string]int{}
	for row := range t.Rows {
		s := col.Text(row)
		if col.Missing(row) {
			if c.required {
				broken("constraint-required", "column %[2]q must have a value in every row", c.requiredAt, row)
			}
			continue
		}
		if c.unique {
			k := value(col, row)
			if _, has := first[k]; !has {
				first[k] = row
			} else {
				broken("constraint-unique", "%[1]q stands twice in column %[2]q, where each value must stand once", c.uniqueAt, row)
			}
		}
		for _, b := range c.least {
			if o, ok := b.compare(col, row); ok && (o < 0 || o == 0 && b.exclusive) {
				broken("constraint-range", "%[1]q is less than column %[2]q may hold: the least is "+b.words("above "), b.at, row)
			}
		}
		for _, b := range c.most {
			if o, ok := b.compare(col, row); ok && (o > 0 || o == 0 && b.exclusive) {
				broken("constraint-range", "%[1]q is more than column %[2]q may hold: the most is "+b.words("below "), b.at, row)
			}
		}
		if n := utf8.RuneCountInString(s); c.shortest != nil && n < *c.shortest {
			broken("constraint-length", "%[1]q is shorter than column %[2]q may hold: "+strconv.Itoa(*c.shortest)+" characters at least", c.shortestAt, row)
		} else if c.longest != nil && n > *c.longest {
			broken("constraint-length", "%[1]q is longer than column %[2]q may hold: "+strconv.Itoa(*c.longest)+" characters at most", c.longestAt, row)
		}
		if c.pattern != nil && !c.pattern.MatchString(s) {
			broken("constraint-pattern", "%[1]q does not match the pattern of column %[2]q", c.patternAt, row)
		}
		if c.form != nil && !c.form.MatchString(s) {
			broken("constraint-pattern", "%[1]q in column %[2]q is no "+c.format, c.formatAt, row)
		}
		if c.enum != nil && !slices.Contains(c.enum, s) && !c.amongNumbers(col, row) {
			broken("constraint-enum", "%[1]q is none of the values that column %[2]q may hold", c.enumAt, row)
		}
	}
	var problems source.List
	for _, g := range order {
		p := problem(t, col, g)
		switch g.rule {
		case "constraint-enum":
			p.Hint = source.DidYouMean(col.Text(g.row), c.enum)
		case "constraint-unique":
			p = p.WithNote(t.Cell(first[value(col, g.row)], col), "the first one")
		}
		problems = append(problems, p.WithNote(g.at, "declared here"))
	}
	return problems
}

func (b bound) words(exclusive string) string {
	if b.exclusive {
		return exclusive + escape(b.text)
	}
	return escape(b.text)
}

// amongNumbers compares with enum as numbers: 1.0 is 1.
func (c *constraints) amongNumbers(col *data.Column, row int) bool {
	v, ok := col.Number(row)
	return ok && slices.ContainsFunc(c.enum, func(s string) bool {
		w, err := strconv.ParseFloat(s, 64)
		return err == nil && v == w
	})
}

// value is what a cell stands for: 1.0 and 1 are one value.
func value(c *data.Column, row int) string {
	if c.Missing(row) {
		return ""
	}
	if v, ok := c.Number(row); ok {
		return new(big.Float).SetFloat64(v).String()
	}
	if d, ok := c.Date(row); ok {
		return d.String()
	}
	return c.Text(row)
}
