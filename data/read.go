package data

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data/charset"
	"plotline/data/source"
)

// Options say how to read a file. The zero Options detect everything; what is told is not
// doubted, and no longer reported.
type Options struct {
	Name      string // the table's name; the file's path when empty
	Delimiter byte   // between cells; 0 detects , ; tab and |
	Encoding  string // utf-8, gb18030, windows-1252 and so on; "" detects

	Preamble   *int // records before the header, blank ones too
	HeaderRows *int // records of labels, 0 for none
	Footer     *int // records behind the rows, blank ones not counted
	RowsMax    *int // rows read; what stands behind them is not looked at
	Decimal    byte // the decimal sign, '.' or ','
	UnitRows   int  // of the header rows the last ones, which are no part of labels; 0 detects

	Sheet, Range string // of a workbook, such as Debt and A5:F30; data/load obeys them

	Declared []Declared // of columns, in any order
	Names    []string   // of the columns of a table without a header
	Private  bool       // no column may be shown to readers

	// Inspect makes rows with too few or too many cells warnings: cells that are missing are empty, and
	// those too many left out. Who publishes from such a table asks Table.Uses.
	Inspect  bool
	Comments bool // lines among the rows that begin with # are no rows
	Pad, Cut bool // rows with too few or too many cells are right as they are
}

// String is what is told, as front matter has it; no two readings of a file share it.
func (o Options) String() string {
	var parts []string
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+": "+value)
		}
	}
	quoted := func(b byte) string {
		if b == 0 {
			return ""
		}
		return strconv.Quote(string(rune(b)))
	}
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	add("encoding", o.Encoding)
	add("delimiter", quoted(o.Delimiter))
	add("preamble", number(o.Preamble))
	add("header-rows", number(o.HeaderRows))
	add("footer", number(o.Footer))
	add("rows-max", number(o.RowsMax))
	add("decimal", quoted(o.Decimal))
	for _, of := range []struct{ key, value string }{{"sheet", o.Sheet}, {"range", o.Range}} {
		if of.value != "" {
			add(of.key, plainFile(of.value))
		}
	}
	if o.UnitRows > 0 {
		add("unit rows", strconv.Itoa(o.UnitRows))
	}
	for _, name := range o.Names {
		add("name", strconv.Quote(name))
	}
	for _, d := range o.Declared {
		add("declared", d.String())
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{{"inspect", o.Inspect}, {"private", o.Private}, {"comments", o.Comments}, {"pad", o.Pad}, {"cut", o.Cut}} {
		if flag.set {
			add(flag.name, "true")
		}
	}
	return strings.Join(parts, ", ")
}

// ToSettle begins every hint that settles an assumption.
const ToSettle = "to settle it: data: "

// settle is the line of YAML that turns an assumption into a setting.
func (o Options) settle(key, value string) string {
	file := path.Base(o.Name)
	name := strings.Trim(unnamed.ReplaceAllString(strings.TrimSuffix(file, path.Ext(file)), "-"), "-")
	if name == "" {
		name = "table"
	}
	return fmt.Sprintf(ToSettle+"{%s: {file: %s, %s: %s}}", name, plainFile(file), key, value)
}

var unnamed = regexp.MustCompile(`[^\pL\pN_-]+`)

// plainFile is a file's name as YAML has it.
func plainFile(name string) string {
	if strings.ContainsAny(name, ",:{}[]#&*!|>'\"%@` ") || name == "" {
		return strconv.Quote(name)
	}
	return name
}

// Read returns the table of a CSV file and what is wrong with it. The table is nil when a problem
// is an error: then some cell could not be read for sure.
func Read(f *source.File, o Options) (*Table, source.List) {
	t, problems := read(f, o)
	if problems.HasErrors() {
		return nil, problems
	}
	return t, problems
}

// Report is what a file turned out to be, as far as that was found out.
type Report struct {
	Encoding  string    // "" when it is not known
	Delimiter string    // likewise
	Columns   []*Column // as the header has them; their cells are the Table's
	Rows      int
	Table     *Table // nil when a problem is an error
	Problems  source.List

	Headerless bool // the columns have no labels, and names that are made up
}

// Inspect tells what a file is, also one that Read returns no table of: how it is encoded, what
// divides its cells, and its columns, up to where a problem ended the reading.
func Inspect(f *source.File, o Options) Report {
	t, problems := read(f, o)
	if !t.Held() && !problems.HasErrors() {
		problems = append(problems, t.Parts(nil, func(*Table) bool { return false })...) // what is odd in columns
	}
	r := Report{Encoding: t.Encoding(), Delimiter: t.Delimiter(), Columns: t.Columns, Rows: t.Rows, Table: t, Problems: problems, Headerless: headerless(o, problems)}
	if problems.HasErrors() {
		r.Table = nil
	}
	return r
}

// read returns what there is of the table when the problems hold an error.
func read(f *source.File, o Options) (*Table, source.List) {
	if o.Name == "" {
		o.Name = f.Path
	}
	t := &Table{Name: o.Name, File: f, Sheet: o.Sheet}
	if p := refuse(f); p != nil {
		return t, p
	}
	f, start, g, problems := t.text(f, o)
	if f == nil {
		return t, problems
	}
	if p := unread(f); p != nil {
		return t, p
	}
	if p := refuseText(f, start, g.text); p != nil {
		return t, p
	}
	odd := g.problems()
	problems = append(problems, odd...)
	if odd.HasErrors() {
		return t, problems
	}
	dialect, start, p := detect(f, start, o)
	problems = append(problems, p...)
	t.dialect = dialect
	if p.HasErrors() {
		return t, problems
	}
	survey := surveyOf(f, start, dialect)
	problems = append(append(problems, survey.newlines(f)...), survey.problems...)
	if slices.ContainsFunc(survey.problems, func(p source.Problem) bool { return p.Rule == "too-large" }) {
		return t, problems // nobody has a use for a million labels
	}
	l := layoutOf(f, survey, dialect, o)
	if !l.problems.HasErrors() {
		t.header(l)
	}
	if survey.problems.HasErrors() {
		return t, problems // what a layout is taken from is not sure then
	}
	if !l.problems.HasErrors() {
		t.rows(l)
	}
	problems = append(problems, l.problems...)
	problems = append(problems, unread(f)...)
	if problems.HasErrors() || f.Distant() {
		return t, problems
	}
	problems = append(problems, t.settle(o)...)
	t.hash()
	return t, problems
}

// unread says why not all of a file could be read.
func unread(f *source.File) source.List {
	if err := f.Err(); err != nil {
		return source.List{source.Errorf(source.NewFile(f.Path, nil).All(), "cannot be read: %v", err)}
	}
	return nil
}

// text decodes the file and looks at its characters. The file is nil when they are not known for sure.
func (t *Table) text(f *source.File, o Options) (out *source.File, start int, g *glance, problems source.List) {
	if f.Distant() {
		f, g, problems = near(f, o)
		if f == nil {
			return nil, 0, nil, problems
		}
	}
	if g != nil {
		t.encoding = charset.UTF8.Name
		return f, g.start, g, marked(f, g.start)
	}
	out, t.encoding, start, problems = decode(f, o)
	if out == nil {
		return nil, 0, nil, problems
	}
	t.File = out
	return out, start, glanceAt(out, start), problems
}

var (
	markup   = regexp.MustCompile(`^<(!doctype|!--|\?xml|html|head|body|table|svg|[a-z][a-z0-9:._-]*(\s+[a-z0-9:._-]+\s*=\s*["']|(\s[^>,;\t]*)?>\s*(<|$)))`)
	webPage  = regexp.MustCompile(`<(!doctype html|html|head|body|table|div|title|meta)\b`)
	jsonText = regexp.MustCompile(`^(\{\s*("[^"]*"\s*:|\}|$)|\[\s*[\[{"\]\d-])`)
)

// binaries begin with these bytes.
var binaries = []struct{ magic, what, hint string }{
	{"PK\x03\x04", "a zip file or a workbook", "save the sheet as CSV (UTF-8)"},
	{"\xd0\xcf\x11\xe0", "an old workbook", "open it and save the sheet as CSV (UTF-8)"},
	{"\x1f\x8b", "a gzip archive", "unpack it"}, {"7z\xbc\xaf", "an archive", "unpack it"}, {"Rar!", "an archive", "unpack it"}, {"BZh", "an archive", "unpack it"},
	{"%PDF-", "a PDF", "ask its publisher for the table"}, {"{\\rtf", "a text document", "save the table as CSV (UTF-8)"},
	{"\x89PNG", "a picture", ""}, {"\xff\xd8\xff", "a picture", ""}, {"GIF8", "a picture", ""},
	{"SQLite format 3\x00", "a database", "export the table as CSV"}, {"PAR1", "a Parquet file", "export the table as CSV"}, {"\x7fELF", "a program", ""},
}

// refuse reports a file that is no text at all, or too large.
func refuse(f *source.File) source.List {
	problem := func(rule, hint, format string, args ...any) source.List {
		return source.List{source.Errorf(f.Span(0, 1), format, args...).WithRule(rule).WithHint(hint)}
	}
	if f.Size() > mostBytes {
		return problem("too-large", "keep what the story needs, or sum it up with SQL", "a file of %d MB; a table is at most 1 GB", f.Size()>>20)
	}
	head := f.Text
	if f.Distant() {
		head = f.Part(0, 64)
	}
	for _, b := range binaries {
		if bytes.HasPrefix(head, []byte(b.magic)) {
			p := problem("not-csv", b.hint, "this is %s, not CSV", b.what)
			p[0].At = source.NewFile(f.Path, nil).All() // bytes that nobody reads
			return p
		}
	}
	return nil
}

// refuseText reports text that is no CSV, or all blank.
func refuseText(f *source.File, start int, filled bool) source.List {
	problem := func(rule, hint, text string) source.List {
		return source.List{source.Errorf(f.Of(start, start+1), "%s", text).WithRule(rule).WithHint(hint)}
	}
	head := bytes.ToLower(bytes.TrimSpace(f.Part(start, start+200)))
	switch {
	case !filled:
		return problem("empty-file", "", "the file is empty")
	case markup.Match(head) && !webPage.Match(head):
		return problem("not-csv", "ask its publisher for CSV, or open it in a spreadsheet, and save it as .xlsx or .csv", "this is XML, not CSV")
	case markup.Match(head):
		return problem("not-csv", "download the file itself, not the page about it", "this is a web page, not CSV")
	case bytes.HasPrefix(head, []byte("version https://git-lfs")):
		return problem("not-csv", "run git lfs pull", "this is a Git LFS pointer, not CSV")
	case jsonText.Match(head):
		return problem("not-csv", "", "this is JSON, not CSV")
	}
	return nil
}
