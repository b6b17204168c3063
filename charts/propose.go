package charts

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data"
	"plotline/data/format"
)

// Proposal is a block that suits a table's columns, to begin with: nothing in it says more than the
// file does. What only a reporter knows stands in it as comments.
type Proposal struct {
	Block  string // chart, table or bignumber
	Kind   string // of a chart
	ID     string
	Body   string // YAML
	Reason string // why this one, for people
}

// Naming says how a proposal's block speaks of its table.
type Naming struct {
	Data     string // the table's name in the block
	ID       string // of the block
	Language string // that its numbers are printed in
}

const (
	mostLines  = 6  // as many as there are colours
	mostSlopes = 12 // lines between two times
	mostGroups = 12 // groups of columns that stand side by side and stay readable
	mostBars   = 60 // longer lists are looked up, not compared
	mostCells  = 8  // columns of a table that fit a page
	mostItems  = 4  // big numbers that are still big
	fewBars    = 5  // so few keep the order of the file
)

// Propose returns a block for the table, which has at least one row. It builds without an error.
func Propose(t *data.Table, n Naming) Proposal {
	p := &proposer{table: t, naming: n}
	p.sortColumns()
	for _, try := range []func() bool{p.places, p.bigNumber, p.lines, p.latest, p.bars, p.groups, p.dots} {
		if try() {
			return p.out
		}
	}
	p.tableBlock("no chart shows these columns well")
	return p.out
}

// proposer looks at a table once and then tries one kind after the other.
type proposer struct {
	table  *data.Table
	naming Naming
	out    Proposal

	times, numbers, names []*data.Column
	bound                 *data.Column
	sources               []string // what a column of sources says
}

var (
	latitude  = regexp.MustCompile(`(?i)^(.*[ _-])?(lat|latitude|breite|纬度)$`)
	longitude = regexp.MustCompile(`(?i)^(.*[ _-])?(lon|lng|long|longitude|laenge|länge|经度)$`)
	origin    = regexp.MustCompile(`(?i)^(sources?|quellen?|来源|资料来源)$`)
	duration  = regexp.MustCompile(`(?i)^(years|months|weeks|days|hours|jahre|monate|tage)$`)
	variable  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`) // of conditions
	key       = regexp.MustCompile(`(?i)^(.*[ _-])?(id|code|fips|plz|zip|postcode)$`)
)

// sortColumns tells what each column can be in a chart. Numbers that only say over how long come last.
func (p *proposer) sortColumns() {
	var spans []*data.Column
	for _, c := range p.table.Columns {
		some, all := false, true
		for row := range p.table.Rows {
			some, all = some || !c.Missing(row), all && !c.Missing(row)
		}
		switch {
		case !some:
		case p.bound == nil && p.marks(c):
			p.bound = c
		case origin.MatchString(c.Name):
			for row := range p.table.Rows {
				if s := c.Text(row); s != "" && !slices.Contains(p.sources, s) {
					p.sources = append(p.sources, s)
				}
			}
		case c.Type == data.Date || c.Years:
			if all {
				p.times = append(p.times, c)
			}
		case c.Type == data.Number && duration.MatchString(c.Name):
			spans = append(spans, c)
		case c.Type == data.Number:
			if !key.MatchString(c.Name) {
				p.numbers = append(p.numbers, c)
			}
		case all:
			p.names = append(p.names, c)
		}
	}
	p.numbers = append(p.numbers, spans...)
}

// marks reports whether a column holds bounds and nothing else.
func (p *proposer) marks(c *data.Column) bool {
	for row := range p.table.Rows {
		if m := c.Text(row); m != "" && !slices.Contains(format.Marks(), m) {
			return false
		}
	}
	return true
}

// unique reports whether the columns together tell every row from every other.
func (p *proposer) unique(columns ...*data.Column) bool {
	seen := map[string]bool{}
	for row := range p.table.Rows {
		key := ""
		for _, c := range columns {
			key += c.Text(row) + "\x00"
		}
		if seen[key] {
			return false
		}
		seen[key] = true
	}
	return true
}

func (p *proposer) distinct(c *data.Column) int { return distinct(c, p.table.Rows) }

// places leaves tables of places on a map as tables: no kind of ours draws one yet.
func (p *proposer) places() bool {
	is := func(like *regexp.Regexp, most float64) bool {
		return slices.ContainsFunc(p.numbers, func(c *data.Column) bool { return like.MatchString(c.Name) && p.size(c) <= most })
	}
	if !is(latitude, 90) || !is(longitude, 180) {
		return false
	}
	p.tableBlock("the columns are places on a map, and there is no kind for maps yet")
	return true
}

// bigNumber prints the numbers of a table of one row.
func (p *proposer) bigNumber() bool {
	if p.table.Rows != 1 || len(p.numbers) == 0 {
		return false
	}
	var about []string
	for _, c := range slices.Concat(p.names[:min(len(p.names), 1)], p.times[:min(len(p.times), 1)]) {
		about = append(about, label(c, 0, p.naming.Language))
	}
	y := p.yaml("bignumber", "", "one row of numbers")
	y.comment("The numbers are copied. To have the build look them up, name them under figures: in the front")
	y.comment("matter, and write {figure: its_name, text: ...} in place of value.")
	y.line("items:")
	b := binder{plot: &Plot{Table: p.table, Spec: &Spec{}}, spec: &Spec{}}
	for _, c := range p.numbers[:min(len(p.numbers), mostItems)] {
		v, ok := c.Number(0)
		if !ok {
			continue
		}
		text := b.format(Measure{}, c).Number(p.naming.Language, v)
		if p.bound != nil {
			text = format.Bound(p.bound.Text(0), text)
		}
		y.line("  - {value: " + quote(text, true) + ", text: " + quote(literally(title(c)), false) + "}")
	}
	p.finish(y, strings.Join(about, ", "))
	return true
}

// lines shows numbers over time: one, several side by side, or one for each name.
func (p *proposer) lines() bool {
	for _, x := range p.times {
		if p.distinct(x) < 2 || len(p.numbers) == 0 {
			continue
		}
		if p.unique(x) {
			alike := p.alike(mostLines)
			y := p.yaml("chart", "line", "numbers over time")
			y.line("x: " + quote(x.Name, false))
			y.columns(alike)
			y.left(p.numbers, alike)
			p.finish(y, p.headline(alike, x))
			return true
		}
		for _, s := range p.names {
			kind, many := "line", p.distinct(s) > mostLines
			if many {
				kind = "slope"
			}
			if many && (p.distinct(x) != 2 || p.distinct(s) > mostSlopes) || !p.unique(x, s) {
				continue
			}
			y := p.yaml("chart", kind, "a number over time, a line for each "+title(s))
			y.line("x: " + quote(x.Name, false))
			y.columns(p.numbers[:1])
			y.line("series: " + quote(s.Name, false))
			y.left(p.numbers, p.numbers[:1])
			p.finish(y, p.headline(p.numbers[:1], x))
			return true
		}
	}
	return false
}

// latest shows a number for each name at the last of many times, where lines would be too many.
func (p *proposer) latest() bool {
	if len(p.numbers) == 0 {
		return false
	}
	for _, time := range p.times {
		if strings.ContainsAny(time.Name, `'"\`) || strings.ContainsFunc(time.Name, unprintable) {
			continue // conditions are read as they stand in the file, before YAML's escapes
		}
		row := p.last(time, p.numbers[0])
		for _, x := range p.names {
			if row < 0 || p.distinct(time) < 2 || p.distinct(x) > mostBars || !p.unique(time, x) {
				continue
			}
			y := p.yaml("chart", "bar", "a number for each "+title(x)+", at the last "+title(time)+": lines would be too many")
			y.line("where: " + quote(condition(time, row), false))
			y.line("x: " + quote(x.Name, false))
			y.columns(p.numbers[:1])
			y.line("sort: -y")
			y.left(p.numbers, p.numbers[:1])
			p.finish(y, p.headline(p.numbers[:1], x)+", "+label(time, row, p.naming.Language))
			return true
		}
	}
	return false
}

// last is a row of the last time that has a number, or -1.
func (p *proposer) last(time, number *data.Column) int {
	last := -1
	for row := range p.table.Rows {
		if _, ok := number.Number(row); ok && (last < 0 || position(time, row) > position(time, last)) {
			last = row
		}
	}
	return last
}

// condition chooses the rows that have a row's time.
func condition(time *data.Column, row int) string {
	name := time.Name
	if !variable.MatchString(name) {
		name = "col(" + strconv.Quote(name) + ")"
	}
	if v, ok := time.Number(row); ok {
		return fmt.Sprintf("%s == %.0f", name, v)
	}
	day, _ := time.Date(row)
	return name + " == " + strconv.Quote(day.String())
}

// bars shows a number for each name.
func (p *proposer) bars() bool {
	if len(p.numbers) == 0 || p.table.Rows > mostBars {
		return false
	}
	for _, x := range slices.Concat(p.names, p.times) {
		if !p.unique(x) {
			continue
		}
		y := p.yaml("chart", "bar", "a number for each "+title(x))
		y.line("x: " + quote(x.Name, false))
		y.columns(p.numbers[:1])
		if p.table.Rows > fewBars {
			y.line("sort: -y")
		}
		y.left(p.numbers, p.numbers[:1])
		p.finish(y, p.headline(p.numbers[:1], x))
		return true
	}
	return false
}

// groups shows a number for each pair of names.
func (p *proposer) groups() bool {
	if len(p.numbers) == 0 {
		return false
	}
	for _, x := range slices.Concat(p.names, p.times) {
		for _, s := range p.names {
			if x == s || p.distinct(x) > mostGroups || p.distinct(s) > mostLines || !p.unique(x, s) {
				continue
			}
			y := p.yaml("chart", "grouped-column", "a number for each "+title(x)+" and "+title(s))
			y.line("x: " + quote(x.Name, false))
			y.columns(p.numbers[:1])
			y.line("series: " + quote(s.Name, false))
			y.left(p.numbers, p.numbers[:1])
			p.finish(y, p.headline(p.numbers[:1], x))
			return true
		}
	}
	return false
}

// dots shows two numbers against each other.
func (p *proposer) dots() bool {
	if len(p.numbers) < 2 || !p.together(p.numbers[0], p.numbers[1]) {
		return false
	}
	x, v := p.numbers[0], p.numbers[1]
	y := p.yaml("chart", "scatter", "two numbers in each row")
	y.line("x: " + quote(x.Name, false))
	y.columns([]*data.Column{v})
	for _, s := range p.names {
		if n := p.distinct(s); n > 1 && n <= mostLines || n == p.table.Rows {
			y.line("series: " + quote(s.Name, false))
			break
		}
	}
	y.left(p.numbers, []*data.Column{x, v})
	p.finish(y, p.headline([]*data.Column{v}, x))
	return true
}

// together reports whether some row has both numbers.
func (p *proposer) together(a, b *data.Column) bool {
	for row := range p.table.Rows {
		_, one := a.Number(row)
		_, two := b.Number(row)
		if one && two {
			return true
		}
	}
	return false
}

// alike are the first number and those that an axis can carry beside it: of one unit as far as the
// file says, and not so much smaller or larger that one of them would be a flat line.
func (p *proposer) alike(most int) []*data.Column {
	const apart = 20
	first := p.numbers[0]
	out := []*data.Column{first}
	for _, c := range p.numbers[1:] {
		if a, b := p.size(first), p.size(c); c.Percent == first.Percent && a <= apart*b && b <= apart*a && len(out) < most {
			out = append(out, c)
		}
	}
	return out
}

// size is the largest number of a column, signs apart.
func (p *proposer) size(c *data.Column) float64 {
	most := 0.0
	for row := range p.table.Rows {
		if v, ok := c.Number(row); ok {
			most = max(most, math.Abs(v))
		}
	}
	return most
}

func (p *proposer) tableBlock(reason string) {
	y := p.yaml("table", "", reason)
	if columns := p.table.Columns; len(columns) > mostCells {
		y.comment("The first of", len(columns), "columns; choose those that matter.")
		y.list("columns", columns[:mostCells])
	}
	if p.table.Rows > mostBars {
		y.comment(p.table.Rows, "rows are many to read; where: chooses some.")
	}
	p.finish(y, "")
}
