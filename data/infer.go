package data

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"plotline/data/source"
)

// finding is what the cells of one column are, before the column takes a type.
type finding struct {
	rest    []int // rows that hold something
	tokens  []int // rows that hold what means no value among numbers and dates
	words   int   // those of them that could be words: x, NA
	numbers int
	first   map[string]int // by what is odd about a number: the first row that is
	money   []string       // currencies, in the order found
	percent int
	bad     int // the first row that is no number
	inside  int // numbers in parentheses
	options Options
	cores   []string  // digits of what may be numbers; the next column takes the memory
	values  []float64 // of the rows that are numbers
}

// infer settles the column's type: the one that every cell which is not missing has. What it could
// not settle, as cells can mean two things, it reports and leaves as text.
func (c *Column) infer(t *Table, o Options, f *finding) source.List {
	c.look(t, o, f)
	if len(f.rest) == 0 {
		return nil
	}
	if f.numbers == len(f.rest) && f.words < len(f.rest) && c.yearsOnly(f) {
		c.Years = true
		if yearName.MatchString(c.Name) {
			c.Type, c.Grain = Date, Year
			c.dates = make([]Day, len(c.texts))
			for _, row := range f.rest {
				c.dates[row], _ = ParseDay(c.texts[row])
			}
			return append(c.blankTokens(t, f), c.order(t)...)
		}
	}
	if f.numbers == len(f.rest) && f.words < len(f.rest) {
		if p, ok := c.odd(t, f); ok {
			return p
		}
		if problems, ok := c.compactDates(t, f); ok {
			return problems
		}
		c.asNumbers(f)
		problems := c.blankTokens(t, f)
		if row, has := f.first["note"]; has {
			problems = append(problems, source.Warnf(t.Cell(row, c), "footnote-marker", "%q has a footnote's marker behind the number, which is read without it", c.texts[row]).
				WithHint("say in note: what the marker means"))
		}
		return append(problems, c.serials(t, f)...)
	}
	if problems, ok := c.asDates(t, f); ok {
		return problems
	}
	if c.asBools(f) {
		return nil
	}
	return append(c.disagree(t, f), c.keys(t)...)
}

// look reads every cell as a number would be and counts what it finds.
func (c *Column) look(t *Table, o Options, f *finding) {
	*f = finding{first: map[string]int{}, bad: -1, cores: f.cores, rest: f.rest[:0], options: o}
	if f.cores == nil {
		f.cores = make([]string, len(c.texts))
	}
	cores := f.cores
	for row, s := range c.texts {
		cores[row] = ""
		switch {
		case s == "":
		case token(s) != noToken:
			f.tokens = append(f.tokens, row)
			if b := s[0] | 0x20; b >= 'a' && b <= 'z' {
				f.words++
			}
		default:
			f.rest = append(f.rest, row)
		}
	}
	if !c.numbersLikely(f.rest) {
		f.bad = 0
		if len(f.rest) > 0 {
			f.bad = f.rest[0]
		}
		return
	}
	for _, row := range f.rest {
		cores[row], _ = undress(c.texts[row])
	}
	c.notation = notationOf(cores, t.delimiter, o.Decimal)
	for _, row := range f.rest {
		s := c.texts[row]
		var d dress
		v, percent, ok := c.notation.number(cores[row])
		if d.percent = percent; len(cores[row]) != len(s) {
			v, d, ok = c.value(s)
		}
		why := ""
		switch {
		case !ok:
			if why = c.oddity(cores[row]); why == "" {
				if f.bad < 0 {
					f.bad = row
				}
				continue
			}
		case leadingZero(cores[row]):
			why = "zeros"
		case strings.Contains(s, "E") && codeLike.MatchString(s):
			why = "code"
		}
		if f.values == nil {
			f.values = make([]float64, len(c.texts))
		}
		f.values[row] = v
		if f.numbers++; why != "" {
			f.see(why, row)
		}
		if d.percent {
			f.percent++
			f.see("percent", row)
		} else if f.percent == f.numbers-1 {
			f.see("plain", row)
		}
		if d.note != "" {
			f.see("note", row)
		}
		if d.negative {
			f.inside++
		}
		if d.currency != "" && (len(f.money) == 0 || f.money[0] != d.currency) {
			f.money = append(f.money, d.currency)
			if len(f.money) > 1 {
				f.see("currency", row)
			}
		}
	}
}

const tried = 64 // cells of a long column that tell words from numbers

// numbersLikely looks at some cells of a long column, in no regular distance: where none looks like a
// number, most do not.
func (c *Column) numbersLikely(rows []int) bool {
	if len(rows) < 4*tried {
		return true
	}
	for i := range tried {
		s := c.texts[rows[(i*i*7919+i*104_729)%len(rows)]]
		core, _ := undress(s)
		if _, ok := shapeOf(core); ok {
			return true
		}
	}
	return false
}

func (f *finding) see(what string, row int) {
	if _, has := f.first[what]; !has && what != "" {
		f.first[what] = row
	}
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
func (c *Column) odd(t *Table, f *finding) (source.List, bool) {
	warn := func(what, rule, hint, format string, args ...any) (source.List, bool) {
		row := f.first[what]
		return source.List{source.Warnf(t.Cell(row, c), rule, format, append([]any{c.texts[row]}, args...)...).WithHint(hint)}, true
	}
	has := func(what string) bool { _, ok := f.first[what]; return ok }
	switch {
	case !c.notation.clear:
		return c.unclear(t, f.options), true
	case has("zeros"):
		row := f.first["zeros"]
		return source.List{source.Infof(t.Cell(row, c), "leading-zeros", "%q begins with a zero, as codes do; column %q stays text", c.texts[row], c.Name)}, true
	case has("big"):
		return warn("big", "big-integer", "give such numbers in thousands, or leave them as the codes they are", "%q is too large to be counted with exactly; column %q stays text", c.Name)
	case has("overflow"):
		return warn("overflow", "number-overflow", "is it a number?", "%q is larger than any number that can be drawn; column %q stays text", c.Name)
	case has("code") && !has("plain") || has("code") && c.whole(f):
		return warn("code", "number-ambiguous", "write numbers without an exponent", "%q can be a number with an exponent or a code; column %q stays text", c.Name)
	case has("percent") && has("plain"):
		what := "plain"
		if f.first["percent"] > f.first["plain"] {
			what = "percent"
		}
		return warn(what, "type-mixed", "write all cells with a percent sign, or none", "%q: some cells of column %q have a percent sign and some have none; it stays text", c.Name)
	case has("currency"):
		return warn("currency", "currency-mixed", "make a column for each currency", "%q is not in %s as the cells before it; column %q stays text", f.money[0], c.Name)
	case f.inside == len(f.rest):
		return nil, true // (1), (2), (3) number things
	}
	return nil, false
}

// whole reports whether no number of the column has a fraction.
func (c *Column) whole(f *finding) bool {
	for _, row := range f.rest {
		if strings.ContainsAny(c.texts[row], ".,") {
			return false
		}
	}
	return true
}

// unclear reports numbers that would be other numbers in another notation.
func (c *Column) unclear(t *Table, o Options) source.List {
	row := c.notation.open
	whole, fraction := ".", ","
	if h, _ := shapeOf(c.texts[row]); h.last == '.' {
		whole, fraction = fraction, whole
	}
	return source.List{source.Warnf(t.Cell(row, c), "number-ambiguous", "%q can be a whole number or a fraction; column %q stays text", c.texts[row], c.Name).
		WithHint(o.settle("decimal", strconv.Quote(whole)) + fmt.Sprintf("; %q when it is a fraction", fraction))}
}

func (c *Column) yearsOnly(f *finding) bool {
	for _, row := range f.rest {
		if !isYear(c.texts[row]) {
			return false
		}
	}
	return true
}

// yearName matches headers that name a year, in the languages newsrooms here write.
var yearName = regexp.MustCompile(`(?i)^(.*[ _-])?(year|yr|years|jahr|année|annee|anno|año|ano|rok|år|vuosi)([ _-].*)?$|年$|年份|年度`)

func (c *Column) asNumbers(f *finding) {
	c.Type, c.Percent, c.numbers = Number, f.percent > 0, f.values
	for row, s := range c.texts {
		if s == "" {
			c.numbers[row] = math.NaN()
		}
	}
	for _, row := range f.tokens {
		c.numbers[row] = math.NaN()
	}
}

func (c *Column) asBools(f *finding) bool {
	for _, row := range append(f.rest, f.tokens...) {
		if _, ok := parseBool(c.texts[row]); !ok {
			return false
		}
	}
	c.Type = Bool
	c.bools = make([]bool, len(c.texts))
	for i, s := range c.texts {
		c.bools[i], _ = parseBool(s)
	}
	return true
}

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes":
		return true, true
	case "false", "no":
		return false, true
	}
	return false, false
}

// blankTokens makes words that stand for no value missing, now that the column has a type, and says
// so once for each kind of them.
func (c *Column) blankTokens(t *Table, f *finding) source.List {
	var first, counts [tokenError + 1]int
	for _, row := range f.tokens {
		k := token(c.texts[row])
		if counts[k]++; counts[k] == 1 {
			first[k] = row
		}
	}
	var problems source.List
	at := func(k tokenKind) (source.Span, string) { return t.Cell(first[k], c), c.texts[first[k]] }
	if n := counts[tokenMissing]; n > 0 {
		span, s := at(tokenMissing)
		problems = append(problems, source.Infof(span, "missing-token", "%s of column %q, beginning with %q, %s read as missing", count(n, "cell"), c.Name, s, are(n)))
	}
	if n := counts[tokenSuppressed]; n > 0 {
		span, s := at(tokenSuppressed)
		problems = append(problems, source.Warnf(span, "suppressed-value", "%s of column %q, beginning with %q, %s no number and read as missing", count(n, "cell"), c.Name, s, are(n)).
			WithHint("leave the cell empty, and say in note: why"))
	}
	if n := counts[tokenError]; n > 0 {
		span, s := at(tokenError)
		problems = append(problems, source.Warnf(span, "spreadsheet-error", "%s of column %q, beginning with %q, %s a spreadsheet's error and read as missing", count(n, "cell"), c.Name, s, are(n)).
			WithHint("mend the formula, or widen the column, and save again"))
	}
	for _, row := range f.tokens {
		c.texts[row] = ""
	}
	return problems
}

// disagree points at the first cell that keeps a column from being numbers or dates.
func (c *Column) disagree(t *Table, f *finding) source.List {
	if f.bad >= 0 && f.numbers >= 3 && f.numbers*3 >= len(f.rest)*2 {
		return source.List{source.Warnf(t.Cell(f.bad, c), "type-mixed", "%q is no number, and %d other cells of column %q are; it stays text", c.texts[f.bad], f.numbers, c.Name).
			WithHint("leave the cell empty, or put words in a column of their own")}
	}
	return nil
}
