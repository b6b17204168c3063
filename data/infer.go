package data

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"plotline/data/source"
)

// sight is a cell that a message may name.
type sight struct {
	at   int // where its record begins; 0 is no sight of text ""
	row  int
	text string
	seen bool
}

// finding is what the cells of one column are, before the column takes a type. Every cell is shown to
// it twice: marks says how numbers are written, and look what they then are. Cells are not kept.
type finding struct {
	column  *Column
	options Options
	cut     dialect

	rows   int
	rest   int // cells that hold something
	lead   sight
	tokens [tokenError + 1]struct { // what means no value among numbers and dates
		sight
		n int
	}
	words int // those of them that could be words: x, NA
	marks marks
	ends  ends

	numbers int
	first   map[string]sight // by what is odd about a number: the first that is
	money   []string         // currencies, in the order found
	percent int
	bad     sight // the first that is no number
	inside  int   // numbers in parentheses
	broken  bool  // some have a fraction, or marks
	notYear bool  // some are no years
	noBool  bool  // some are neither true nor false
	days    days
	serials bool // all could be a spreadsheet's days
	keys    keys
	told    told // of a column whose type is declared
}

func newFinding(c *Column, t *Table, o Options) *finding {
	f := &finding{column: c, options: o, cut: t.dialect, first: map[string]sight{}}
	f.serials = dateName.MatchString(c.Name)
	f.days.begin(c)
	return f
}

// see makes a sight of a cell; what is seen may be overwritten, the sight stays.
func see(row, at int, s string) sight { return sight{at, row, strings.Clone(s), true} }

// gist is what a cell shows without regard to its column.
type gist struct {
	token  tokenKind
	core   string // of a number
	dress  dress
	shape  shape
	shaped bool // it has the shape of a number
}

func gistOf(s string) (g gist) {
	if s == "" {
		return g
	}
	if g.token = token(s); g.token == noToken {
		g.core, g.dress = undress(s)
		g.shape, g.shaped = shapeOf(g.core)
	}
	return g
}

// mark is the first look at a cell.
func (f *finding) mark(row, at int, s string, g *gist) {
	if f.rows++; f.column.declared.blank(s) {
		s = ""
	}
	f.ends.add(row, at, s)
	if s == "" {
		return
	}
	if g.token != noToken {
		k := &f.tokens[g.token]
		if k.n++; k.n == 1 {
			k.sight = see(row, at, s)
		}
		if b := s[0] | 0x20; b >= 'a' && b <= 'z' {
			f.words++
		}
		return
	}
	if f.rest++; f.rest == 1 {
		f.lead = see(row, at, s)
	}
	if g.shaped {
		f.marks.add(g.shape, row, at, s)
	}
}

// settleMarks makes the notation of what was seen, for the second look.
func (f *finding) settleMarks() {
	if f.column.declared.typed() {
		f.column.notation = f.toldMarks()
		return
	}
	f.column.notation = f.marks.notation(f.cut.delimiter, f.options.Decimal)
}

// look is the second look at a cell.
func (f *finding) look(row, at int, s string, g *gist) {
	if s == "" || f.column.declared.blank(s) {
		return
	}
	f.keys.add(row, at, s)
	if f.column.declared.typed() {
		f.check(row, at, s, g)
		return
	}
	if g.token != noToken {
		f.noBool = true
		return
	}
	before := f.numbers
	f.number(row, at, s, g)
	f.days.add(row, at, s, f.numbers > before)
	f.notYear = f.notYear || !isYear(s)
	if !f.noBool {
		_, ok := parseBool(s)
		f.noBool = !ok
	}
	if f.serials {
		n, err := strconv.ParseFloat(s, 64)
		f.serials = err == nil && n >= 15000 && n <= 80000
	}
}

const surely = 15 // digits, with a point or without, that are a number for sure

// number reads a cell as a number would be and counts what it finds.
func (f *finding) number(row, at int, s string, g *gist) {
	c, core, d := f.column, g.core, g.dress
	ok := false
	if g.shaped && len(core) <= surely && plain(core) && !strings.ContainsAny(core, "eE") && c.notation.decimal == '.' {
		ok = true
	} else if g.shaped {
		var percent bool
		_, percent, ok = c.notation.number(core)
		d.percent = d.percent || percent
	}
	why := ""
	switch {
	case !ok:
		if why = c.oddity(core); why == "" {
			if !f.bad.seen {
				f.bad = see(row, at, s)
			}
			return
		}
	case leadingZero(core):
		why = "zeros"
	case strings.Contains(s, "E") && codeLike.MatchString(s):
		why = "code"
	}
	if f.numbers++; why != "" {
		f.see(why, row, at, s)
	}
	if d.percent {
		f.percent++
		f.see("percent", row, at, s)
	} else if f.percent == f.numbers-1 {
		f.see("plain", row, at, s)
	}
	if d.note != "" {
		f.see("note", row, at, s)
	}
	if d.negative {
		f.inside++
	}
	f.broken = f.broken || strings.ContainsAny(s, ".,")
	if d.currency != "" && (len(f.money) == 0 || f.money[0] != d.currency) && len(f.money) < 2 {
		f.money = append(f.money, d.currency)
		if len(f.money) > 1 {
			f.see("currency", row, at, s)
		}
	}
}

func (f *finding) see(what string, row, at int, s string) {
	if _, has := f.first[what]; !has {
		f.first[what] = see(row, at, s)
	}
}

// settle gives the column its type: the one that every cell which is not missing has. What it could
// not settle, as cells can mean two things, it reports and leaves as text.
func (f *finding) settle(t *Table) (problems source.List) {
	c := f.column
	if d := c.declared; d != nil {
		defer func() { c.Percent = c.Percent || c.Type == Number && (d.Unit == "percent" || d.Unit == "%") }()
	}
	if c.declared.typed() {
		return f.settleTold(t)
	}
	if f.rest == 0 {
		return nil
	}
	if f.numbers == f.rest && f.words < f.rest {
		if !f.notYear {
			c.Years = true
			if yearName.MatchString(c.Name) {
				return f.dated(t, anyDay, Year)
			}
		}
		if p, ok := f.odd(t); ok {
			return p
		}
		if problems, ok := f.compactDates(t); ok {
			return problems
		}
		c.Type, c.Percent = Number, f.percent > 0
		problems := f.blankTokens(t)
		if s, has := f.first["note"]; has {
			problems = append(problems, source.Warnf(t.place(s, c), "footnote-marker", "%q has a footnote's marker behind the number, which is read without it", s.text).
				WithHint("say in note: what the marker means"))
		}
		return append(problems, f.excelDays(t)...)
	}
	if problems, ok := f.asDates(t); ok {
		return problems
	}
	if !f.noBool {
		c.Type = Bool
		return nil
	}
	return append(f.disagree(t), f.keys.problems(t, c)...)
}

// codeLike matches 12E5, which spreadsheets take for 1200000 and registers for a name.
var codeLike = regexp.MustCompile(`^\d+E\d+$`)

// oddity says why digits are no number: too large to be exact, or to be a number at all.
func (c *Column) oddity(core string) string {
	s := unsigned(core)
	if t, ok := c.notation.normal(s); ok {
		s = t
	}
	switch {
	case !plain(s):
		return ""
	case strings.ContainsAny(s, "eE"):
		return "overflow"
	case len(s) > 300:
		return "overflow"
	}
	return "big"
}

// value reads a cell as a number in the column's notation.
func (c *Column) value(s string) (v float64, d dress, ok bool) {
	core, d := undress(s)
	v, percent, ok := c.notation.number(core)
	d.percent = d.percent || percent
	if d.scale != 0 {
		v = rounded(v * d.scale)
	}
	if d.negative && v != 0 {
		v = -v
	}
	return v, d, ok
}

// odd reports what keeps a column of digits text: codes, numbers that would lose digits, and
// numbers that are not of one kind.
func (f *finding) odd(t *Table) (source.List, bool) {
	c := f.column
	warn := func(what, rule, hint, format string, args ...any) (source.List, bool) {
		s := f.first[what]
		return source.List{source.Warnf(t.place(s, c), rule, format, append([]any{s.text}, args...)...).WithHint(hint)}, true
	}
	has := func(what string) bool { _, ok := f.first[what]; return ok }
	switch {
	case !c.notation.clear:
		return f.unclear(t), true
	case has("zeros"):
		s := f.first["zeros"]
		return source.List{source.Infof(t.place(s, c), "leading-zeros", "%q begins with a zero, as codes do; column %q stays text", s.text, c.Name)}, true
	case has("big"):
		return warn("big", "big-integer", "give such numbers in thousands, or leave them as the codes they are", "%q is too large to be counted with exactly; column %q stays text", c.Name)
	case has("overflow"):
		return warn("overflow", "number-overflow", "is it a number?", "%q is larger than any number that can be drawn; column %q stays text", c.Name)
	case has("code") && !has("plain") || has("code") && !f.broken:
		return warn("code", "number-ambiguous", "write numbers without an exponent", "%q can be a number with an exponent or a code; column %q stays text", c.Name)
	case has("percent") && has("plain"):
		what := "plain"
		if f.first["percent"].row > f.first["plain"].row {
			what = "percent"
		}
		return warn(what, "type-mixed", "write all cells with a percent sign, or none", "%q: some cells of column %q have a percent sign and some have none; it stays text", c.Name)
	case has("currency"):
		return warn("currency", "currency-mixed", "make a column for each currency", "%q is not in %s as the cells before it; column %q stays text", f.money[0], c.Name)
	case f.inside == f.rest:
		return nil, true // (1), (2), (3) number things
	}
	return nil, false
}

// unclear reports numbers that would be other numbers in another notation.
func (f *finding) unclear(t *Table) source.List {
	c, s := f.column, f.column.notation.open
	whole, fraction := ".", ","
	if h, _ := shapeOf(s.text); h.last == '.' {
		whole, fraction = fraction, whole
	}
	c.unclear = s.text
	return source.List{source.Warnf(t.place(s, c), "number-ambiguous", "%q can be a whole number or a fraction; column %q stays text", s.text, c.Name).
		WithHint(f.options.settle("decimal", strconv.Quote(whole)) + "; " + strconv.Quote(fraction) + " when it is a fraction")}
}

// yearName matches headers that name a year, in the languages newsrooms here write.
var yearName = regexp.MustCompile(`(?i)^(.*[ _-])?(year|yr|years|jahr|année|annee|anno|año|ano|rok|år|vuosi)([ _-].*)?$|年$|年份|年度`)

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes":
		return true, true
	case "false", "no":
		return false, true
	}
	return false, false
}

// blankTokens says once for each kind of them which words that stand for no value are missing, now that
// the column has a type.
func (f *finding) blankTokens(t *Table) source.List {
	c := f.column
	var problems source.List
	if k := f.tokens[tokenMissing]; k.n > 0 {
		problems = append(problems, source.Infof(t.place(k.sight, c), "missing-token", "%s of column %q, beginning with %q, %s read as missing", count(k.n, "cell"), c.Name, k.text, are(k.n)))
	}
	if k := f.tokens[tokenSuppressed]; k.n > 0 {
		problems = append(problems, source.Warnf(t.place(k.sight, c), "suppressed-value", "%s of column %q, beginning with %q, %s no number and read as missing", count(k.n, "cell"), c.Name, k.text, are(k.n)).
			WithHint("leave the cell empty, and say in note: why"))
	}
	if k := f.tokens[tokenError]; k.n > 0 {
		problems = append(problems, source.Warnf(t.place(k.sight, c), "spreadsheet-error", "%s of column %q, beginning with %q, %s a spreadsheet's error and read as missing", count(k.n, "cell"), c.Name, k.text, are(k.n)).
			WithHint("mend the formula, or widen the column, and save again"))
	}
	return problems
}

// disagree points at the first cell that keeps a column from being numbers or dates.
func (f *finding) disagree(t *Table) source.List {
	if f.bad.seen && f.numbers >= 3 && f.numbers*3 >= f.rest*2 {
		return source.List{source.Warnf(t.place(f.bad, f.column), "type-mixed", "%q is no number, and %d other cells of column %q are; it stays text", f.bad.text, f.numbers, f.column.Name).
			WithHint("leave the cell empty, or put words in a column of their own")}
	}
	return nil
}

// take adds a cell to a column whose type is settled.
func (c *Column) take(s string) {
	if c.declared.blank(s) {
		s = ""
	}
	typed := c.Type == Number || c.Type == Date
	if typed && s != "" && token(s) != noToken {
		s = ""
	}
	c.texts = append(c.texts, s)
	switch c.Type {
	case Number:
		v, _, ok := c.value(s)
		if s == "" || !ok {
			v = math.NaN()
		}
		c.numbers = append(c.numbers, v)
	case Date:
		var d Day
		if s != "" {
			d, _ = c.day(s)
		}
		c.dates = append(c.dates, d)
	case Bool:
		b, ok := c.truth(s)
		if !ok {
			c.texts[len(c.texts)-1] = "" // a word that stands for no value
		}
		c.bools = append(c.bools, b)
	}
}
