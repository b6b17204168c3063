package infer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"plotline/data/cell"
	"plotline/data/settings"
	"plotline/data/source"
)

// Finding is what the cells of one column are, before the column takes a type. Every cell is shown to
// it twice: Mark says how numbers are written, and Look what they then are. Of cells only those are kept that a message
// may name, or that Settle compares.
type Finding struct {
	column *column

	rows   int
	rest   int // cells that hold something
	lead   cell.Sight
	tokens [cell.TokenError + 1]struct { // what means no value among numbers and dates
		cell.Sight
		n int
	}
	words int // those of them that could be words: x, NA
	marks cell.Marks
	ends  ends

	numbers int
	first   map[string]cell.Sight // by what is odd about a number: the first that is
	money   []string              // currencies, in the order found
	percent int
	bad     cell.Sight // the first that is no number
	lastBad int        // the row of the last one, 0 for the first row or none
	firstOK int        // the row of the first number
	inside  int        // numbers in parentheses
	broken  bool       // some have a fraction, or marks
	notYear bool       // some are no years
	noBool  bool       // some are neither true nor false
	days    days
	serials bool // all could be a spreadsheet's days
	keys    keys
	told    told // of a column whose type is declared
}

// New returns a finding of no cells yet.
func New(c Column) *Finding {
	return (&Finding{column: &column{Column: c, Reading: Reading{declared: c.Declared}}}).Fresh()
}

// Fresh returns a finding of no cells yet whose second look is in the notation that is settled here.
func (f *Finding) Fresh() *Finding {
	n := &Finding{column: f.column, first: map[string]cell.Sight{}}
	n.serials = dateName.MatchString(f.column.Name)
	n.days.begin(f.column)
	return n
}

// Again settles the notation anew when the second look was made before all cells had the first. It returns a finding that
// is to have the second look once more, or nil when the notation is what it was.
func (f *Finding) Again() *Finding {
	before := f.column.Notation
	if f.SettleMarks(); f.column.Notation.Group == before.Group && f.column.Notation.Decimal == before.Decimal {
		return nil
	}
	n := f.Fresh()
	n.rows, n.rest, n.lead, n.tokens, n.words, n.ends = f.rows, f.rest, f.lead, f.tokens, f.words, f.ends
	return n
}

// Forget lets go of cells that only Settle asks for.
func (f *Finding) Forget() { f.keys, f.days = keys{}, days{} }

func (f *Finding) place(s cell.Sight) source.Span { return f.column.Place(s) }

// Mark is the first look at a cell, of a row counted from 0 whose record begins at an offset of the file's characters. The
// Gist is that of its text s, which may be overwritten afterwards.
func (f *Finding) Mark(row, at int, s string, g *cell.Gist) {
	if f.rows++; f.column.declared.Blank(s) {
		s = ""
	}
	f.ends.add(row, at, s)
	if s == "" {
		return
	}
	if g.Token != cell.NoToken {
		k := &f.tokens[g.Token]
		if k.n++; k.n == 1 {
			k.Sight = cell.See(row, at, s)
		}
		if b := s[0] | 0x20; b >= 'a' && b <= 'z' {
			f.words++
		}
		return
	}
	if f.rest++; f.rest == 1 {
		f.lead = cell.See(row, at, s)
	}
	f.marks.Add(g, row, at, s)
}

// SettleMarks makes the notation of the cells that were marked, for the second look.
func (f *Finding) SettleMarks() {
	if f.column.declared.Typed() {
		f.column.Notation = f.toldMarks()
		return
	}
	f.column.Notation = f.marks.Notation(f.column.Delimiter, f.column.Options.Decimal)
}

// Look is the second look at a cell, in the notation that SettleMarks made; it takes what Mark takes.
func (f *Finding) Look(row, at int, s string, g *cell.Gist) {
	if s == "" || f.column.declared.Blank(s) {
		return
	}
	f.keys.add(row, at, s)
	if f.column.declared.Typed() {
		f.check(row, at, s, g)
		return
	}
	if g.Token != cell.NoToken {
		f.noBool = true
		return
	}
	before := f.numbers
	f.number(row, at, s, g)
	f.days.add(row, at, s, f.numbers > before)
	f.notYear = f.notYear || !cell.IsYear(s)
	if !f.noBool {
		_, ok := parseBool(s)
		f.noBool = !ok
	}
	if f.serials {
		n, err := strconv.ParseFloat(s, 64)
		f.serials = err == nil && n >= 15000 && n <= 80000
	}
}

// number reads a cell as a number would be and counts what it finds.
func (f *Finding) number(row, at int, s string, g *cell.Gist) {
	c, core, d := f.column, g.Core, g.Dress
	percent, ok := c.Notation.Holds(g)
	d.Percent = d.Percent || percent
	why := ""
	switch {
	case !ok:
		if why = c.Notation.Oddity(core); why == "" {
			if f.lastBad = row; !f.bad.Seen {
				f.bad = cell.See(row, at, s)
			}
			return
		}
	case cell.LeadingZero(core):
		why = "zeros"
	case strings.Contains(s, "E") && codeLike.MatchString(s):
		why = "code"
	}
	if f.numbers++; f.numbers == 1 {
		f.firstOK = row
	}
	if why != "" {
		f.see(why, row, at, s)
	}
	if d.Percent {
		f.percent++
		f.see("percent", row, at, s)
	} else if f.percent == f.numbers-1 {
		f.see("plain", row, at, s)
	}
	if d.Note != "" {
		f.see("note", row, at, s)
	}
	if d.Negative {
		f.inside++
	}
	f.broken = f.broken || strings.ContainsAny(s, ".,")
	if d.Currency != "" && (len(f.money) == 0 || f.money[0] != d.Currency) && len(f.money) < 2 {
		f.money = append(f.money, d.Currency)
		if len(f.money) > 1 {
			f.see("currency", row, at, s)
		}
	}
}

func (f *Finding) see(what string, row, at int, s string) {
	if _, has := f.first[what]; !has {
		f.first[what] = cell.See(row, at, s)
	}
}

// Settle gives the column its type: the one that every cell which is not missing has. What it could
// not settle, as cells can mean two things, it reports and leaves as text.
func (f *Finding) Settle() (Reading, source.List) {
	problems := f.typed()
	c := f.column
	if d := c.declared; d != nil && c.Type == Number && (d.Unit == "percent" || d.Unit == "%") {
		c.Percent = true
	}
	return c.Reading, problems
}

// typed settles the type and reports what keeps the column text.
func (f *Finding) typed() (problems source.List) {
	c := f.column
	if c.declared.Typed() {
		return f.settleTold()
	}
	if f.rest == 0 {
		return nil
	}
	if f.numbers == f.rest && f.words < f.rest {
		if !f.notYear {
			c.Years = true
			if yearName.MatchString(c.Name) {
				return f.dated(anyDay, cell.Year)
			}
		}
		if p, ok := f.odd(); ok {
			return p
		}
		if problems, ok := f.compactDates(); ok {
			return problems
		}
		c.Type, c.Percent = Number, f.percent > 0
		problems := f.blankTokens()
		if s, has := f.first["note"]; has {
			problems = append(problems, source.Warnf(f.place(s), "footnote-marker", "%q has a footnote's marker behind the number, which is read without it", s.Text).
				WithHint("say in note: what the marker means"))
		}
		return append(problems, f.excelDays()...)
	}
	if problems, ok := f.asDates(); ok {
		return problems
	}
	if !f.noBool {
		c.Type = Bool
		return nil
	}
	return append(f.disagree(), f.keys.problems(f)...)
}

// codeLike matches 12E5, which spreadsheets take for 1200000 and registers for a name.
var codeLike = regexp.MustCompile(`^\d+E\d+$`)

// odd reports what keeps a column of digits text: codes, numbers that would lose digits, and
// numbers that are not of one kind.
func (f *Finding) odd() (source.List, bool) {
	c := f.column
	warn := func(what, rule, hint, format string, args ...any) (source.List, bool) {
		s := f.first[what]
		return source.List{source.Warnf(f.place(s), rule, format, append([]any{s.Text}, args...)...).WithHint(hint)}, true
	}
	has := func(what string) bool { _, ok := f.first[what]; return ok }
	switch {
	case !c.Notation.Clear:
		return f.unclear(), true
	case has("zeros"):
		s := f.first["zeros"]
		return source.List{source.Infof(f.place(s), "leading-zeros", "%q begins with a zero, as codes do; column %q stays text", s.Text, c.Name)}, true
	case has("big"):
		return warn("big", "big-integer", "give such numbers in thousands, or leave them as the codes they are", "%q is too large to be counted with exactly; column %q stays text", c.Name)
	case has("overflow"):
		return warn("overflow", "number-overflow", "is it a number?", "%q is larger than any number that can be drawn; column %q stays text", c.Name)
	case has("code") && !has("plain") || has("code") && !f.broken:
		return warn("code", "number-ambiguous", "write numbers without an exponent", "%q can be a number with an exponent or a code; column %q stays text", c.Name)
	case has("percent") && has("plain"):
		what := "plain"
		if f.first["percent"].Row > f.first["plain"].Row {
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
func (f *Finding) unclear() source.List {
	c, s := f.column, f.column.Notation.Open
	whole, fraction := ".", ","
	if c.Notation.Mark() == '.' {
		whole, fraction = fraction, whole
	}
	c.Unclear = s.Text
	return source.List{source.Warnf(f.place(s), "number-ambiguous", "%q can be a whole number or a fraction; column %q stays text", s.Text, c.Name).
		WithHint(f.column.Options.Hint("decimal", strconv.Quote(whole)) + "; " + strconv.Quote(fraction) + " when it is a fraction")}
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
func (f *Finding) blankTokens() source.List {
	c := f.column
	var problems source.List
	if k := f.tokens[cell.TokenMissing]; k.n > 0 {
		problems = append(problems, source.Infof(f.place(k.Sight), "missing-token", "%s of column %q, beginning with %q, %s read as missing", source.Count(k.n, "cell"), c.Name, k.Text, source.Are(k.n)))
	}
	if k := f.tokens[cell.TokenSuppressed]; k.n > 0 {
		problems = append(problems, source.Warnf(f.place(k.Sight), "suppressed-value", "%s of column %q, beginning with %q, %s no number and read as missing", source.Count(k.n, "cell"), c.Name, k.Text, source.Are(k.n)).
			WithHint(fmt.Sprintf(`%sschema: {missingValues: ["", %q]}; say in note: why`, settings.InSidecar, k.Text)))
	}
	if k := f.tokens[cell.TokenError]; k.n > 0 {
		problems = append(problems, source.Warnf(f.place(k.Sight), "spreadsheet-error", "%s of column %q, beginning with %q, %s a spreadsheet's error and read as missing", source.Count(k.n, "cell"), c.Name, k.Text, source.Are(k.n)).
			WithHint("mend the formula, or widen the column, and save again"))
	}
	return problems
}

// disagree points at the first cell that keeps a column from being numbers or dates.
func (f *Finding) disagree() source.List {
	if f.bad.Seen && f.numbers >= 3 && f.numbers*3 >= f.rest*2 {
		return source.List{source.Warnf(f.place(f.bad), "type-mixed", "%q is no number, and %d other cells of column %q are; it stays text", f.bad.Text, f.numbers, f.column.Name).
			WithHint("leave the cell empty, or put words in a column of their own")}
	}
	if f.bad.Seen && f.lastBad < f.firstOK && (f.numbers >= 3 || f.numbers == 2 && f.rest <= 4) {
		return source.List{source.Warnf(f.place(f.bad), "type-mixed", "%s of column %q from row %d on are numbers, below words; it stays text", source.Count(f.numbers, "cell"), f.column.Name, f.firstOK+1).
			WithHint("do notes, or more header, stand above the numbers? preamble: and header-rows: say so")}
	}
	return nil
}
