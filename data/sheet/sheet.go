// Package sheet finds the table in a sheet of an Excel workbook (.xlsx).
//
// In go the workbook, and which sheet and range; out comes CSV text for data.Read, so that titles, notes,
// header rows and types are found as in any messy file, and problems that name sheet and cell. Start with
// Open. Cells are taken as they are stored, not as they are shown: formulas by their saved results, days as
// ISO dates, numbers with all their digits.
package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"plotline/data"
	"plotline/data/source"
)

// Open returns the text of the sheet that o.Sheet names, in the cells of o.Range; without them, of the first
// visible sheet that holds cells. There is none when a problem is an error.
func Open(f *source.File, o data.Options) (data.Opened, source.List) {
	if o.Name == "" {
		o.Name = f.Path
	}
	r := &reader{path: f.Path, options: o}
	return r.text(f.Part(0, f.Size())), r.problems
}

// reader reads one sheet.
type reader struct {
	path     string
	options  data.Options
	book     *book
	sheet    entry
	grid     *grid
	within   area // all cells, or the range
	used     area
	problems source.List
}

func (r *reader) report(p ...source.Problem) { r.problems = append(r.problems, p...) }

// whole is the file as a whole.
func (r *reader) whole() source.Span { return source.NewFile(r.path, nil).All() }

func (r *reader) text(raw []byte) data.Opened {
	if !r.open(raw) || !r.choose() {
		return data.Opened{}
	}
	m, ok := r.make()
	if !ok {
		return data.Opened{}
	}
	f := m.File(r.path, func(row, column int) source.Place { return r.place(r.used.top+row, r.used.left+column) })
	at := func(row, column int) source.Span { return m.Span(f, row-r.used.top, column-r.used.left) }
	r.odd(at)
	r.options.Sheet = r.sheet.name
	return data.Opened{File: f, Options: m.Told(r.options), After: func(t *data.Table) source.List { return r.merged(t, at) }}
}

// place names a cell.
func (r *reader) place(row, column int) source.Place {
	return source.Place{Name: fmt.Sprintf("sheet %q, cell %s%d", r.sheet.name, name(column), row), Row: row, Column: column + 1}
}

func (r *reader) open(raw []byte) bool {
	refuse := func(rule, hint, format string, args ...any) bool {
		r.report(source.Errorf(r.whole(), format, args...).WithRule(rule).WithHint(hint))
		return false
	}
	if strings.HasPrefix(string(raw), "\xd0\xcf\x11\xe0") {
		return refuse("not-csv", "open it, take the password off, and save it as .xlsx", "this workbook is old, or locked with a password")
	}
	if what, hint := disguised(raw); what != "" {
		return refuse("not-csv", hint, "this is %s, not a workbook", what)
	}
	var err error
	switch r.book, err = open(raw); {
	case errors.Is(err, zip.ErrFormat):
		return refuse("not-csv", "download or copy it again", "the workbook is not whole: its end is missing")
	case large(err):
		return refuse("too-large", "keep what the story needs", "the workbook cannot be read: %v", err)
	case err != nil:
		return refuse("not-csv", "open it, and save it as .xlsx again", "the workbook cannot be read: %v", err)
	}
	r.within = area{1, 0, lastRow, lastColumn}
	if r.options.Range != "" {
		var ok bool
		if r.within, ok = areaOf(r.options.Range); !ok {
			if turned := turn(r.options.Range); turned != "" {
				return refuse("range-empty", "write it as "+turned, "the range %s ends before it begins", r.options.Range)
			}
			return refuse("range-empty", "write it as A5:F30, or as A5:F for all rows below", "%q is no range of cells", r.options.Range)
		}
	}
	return true
}

// disguised says what a file is that is no workbook for all its name, and what to do; else nothing.
func disguised(raw []byte) (what, hint string) {
	start := strings.ToLower(string(bytes.TrimLeft(raw[:min(len(raw), 512)], "\ufeff \t\r\n")))
	switch {
	case strings.HasPrefix(string(raw), "PK"):
		return "", ""
	case start == "":
		return "an empty file", "download or copy it again"
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"), strings.HasPrefix(start, "<table"):
		return "a web page", "open it in a spreadsheet, and save it as .xlsx; or, if it holds no table, download the file itself"
	case strings.HasPrefix(start, "<"):
		return "XML", "open it in a spreadsheet, and save it as .xlsx"
	case utf8.Valid(raw) && !bytes.ContainsRune(raw, 0):
		return "text", "if it holds a table, change the end of its name to .csv"
	}
	return "another kind of file", "open it in a spreadsheet, and save it as .xlsx; if it is text, change the end of its name to .csv"
}

// choose finds and reads the sheet.
func (r *reader) choose() bool {
	var names []string
	for _, s := range r.book.sheets {
		names = append(names, s.name)
	}
	if want := r.options.Sheet; want != "" {
		i := slices.Index(names, want)
		if i < 0 {
			r.report(source.Errorf(r.whole(), "there is no sheet %q; sheets are %s", want, source.Join(names)).WithRule("sheet-unknown").WithHint(source.DidYouMean(want, names)))
			return false
		}
		r.sheet = r.book.sheets[i]
		return r.read(lastRow + 1)
	}
	var filled []string
	var first *grid
	most := lastRow + 1
	for _, s := range r.book.sheets {
		if s.hidden {
			continue
		}
		r.sheet = s
		if !r.read(most) {
			return false
		}
		if len(r.grid.rows) == 0 {
			continue
		}
		if filled = append(filled, s.name); first == nil {
			first, most = r.grid, 1 // of the others it only counts whether they hold cells
		}
	}
	if first == nil {
		p := source.Errorf(r.whole(), "no sheet holds any cells").WithRule("empty-file")
		if slices.ContainsFunc(r.book.sheets, func(s entry) bool { return s.hidden }) {
			p.Text = "no sheet that can be seen holds any cells; sheets are " + source.Join(names)
			p.Hint = "name a hidden one with sheet:"
		}
		r.report(p)
		return false
	}
	r.grid = first
	r.sheet = r.book.sheets[slices.Index(names, filled[0])]
	if len(filled) > 1 {
		r.report(source.Warnf(r.whole(), "sheet-assumed", "%d sheets hold cells: %s; %q is read", len(filled), source.Join(filled), filled[0]).
			WithHint(r.options.Settle("sheet", filled[0])))
	}
	return true
}

func (r *reader) read(most int) bool {
	g, err := r.book.read(r.sheet.part, r.within, most)
	if err != nil {
		rule, hint := "not-csv", "open the workbook, and save it as .xlsx again"
		if large(err) {
			rule, hint = "too-large", "keep what the story needs"
		}
		r.report(source.Errorf(r.whole(), "sheet %q cannot be read: %v", r.sheet.name, err).WithRule(rule).WithHint(hint))
		return false
	}
	r.grid = g
	return true
}

// make writes the cells that are used. Rows without cells above and between them are kept, so that settings
// count rows as the sheet does.
func (r *reader) make() (*data.Maker, bool) {
	rows := r.grid.rows
	if len(rows) == 0 {
		where, rule := fmt.Sprintf("sheet %q is empty", r.sheet.name), "empty-file"
		if r.options.Range != "" {
			where, rule = fmt.Sprintf("sheet %q holds no cells in %s", r.sheet.name, r.options.Range), "range-empty"
		}
		r.report(source.Errorf(r.whole(), "%s", where).WithRule(rule))
		return nil, false
	}
	r.used = area{r.within.top, lastColumn, rows[len(rows)-1].number, 0}
	for _, row := range rows {
		r.used.left = min(r.used.left, row.cells[0].column)
		r.used.right = max(r.used.right, row.cells[len(row.cells)-1].column)
	}
	m := &data.Maker{}
	for number := r.used.top; number <= r.used.bottom; number++ {
		var cells []cell
		if rows[0].number == number {
			cells, rows = rows[0].cells, rows[1:]
		}
		for column := r.used.left; column <= r.used.right && cells != nil; column++ {
			s := ""
			if len(cells) > 0 && cells[0].column == column {
				if c := cells[0]; c.kind == numeric || c.kind == text {
					s = c.text
				}
				cells = cells[1:]
			}
			m.Add(s)
		}
		if m.End(); m.Full() {
			r.report(source.Errorf(r.whole(), "sheet %q is over 1 GB as text", r.sheet.name).WithRule("too-large").WithHint("name the cells that the story needs with range:"))
			return nil, false
		}
	}
	return m, true
}

// odd reports, column by column, cells that hold no value although they are not empty, and numbers that are
// stored as text; then rows that nobody sees.
func (r *reader) odd(at func(row, column int) source.Span) {
	type sight struct {
		row, n int
		text   string
	}
	var seen [unsolved + 1]map[int]*sight
	for k := range seen {
		seen[k] = map[int]*sight{}
	}
	hidden := sight{}
	for _, row := range r.grid.rows {
		if row.hidden {
			if hidden.n++; hidden.n == 1 {
				hidden.row = row.number
			}
		}
		for _, c := range row.cells {
			if c.kind == text && !marked.MatchString(c.text) {
				continue
			}
			s := seen[c.kind][c.column]
			if s == nil {
				s = &sight{row: row.number, text: c.text}
				seen[c.kind][c.column] = s
			}
			s.n++
		}
	}
	for column := r.used.left; column <= r.used.right; column++ {
		if s := seen[fault][column]; s != nil {
			r.report(source.Warnf(at(s.row, column), "spreadsheet-error", "%s in column %s, beginning with %s: formulas failed, and the cells are read as missing", source.Count(s.n, "error"), name(column), s.text).
				WithHint("mend the formula, and save again"))
		}
		if s := seen[unsolved][column]; s != nil {
			r.report(source.Warnf(at(s.row, column), "formula-unsolved", "%s in column %s without a saved result: the cells are read as missing", source.Count(s.n, "formula"), name(column)).
				WithHint("open the workbook in a spreadsheet, and save it"))
		}
		if s := seen[text][column]; s != nil && seen[numeric][column] != nil {
			r.report(source.Warnf(at(s.row, column), "number-ambiguous", "%q is stored as text, among numbers", s.text).
				WithHint("make it a number in the workbook, so that its decimal sign is sure"))
		}
	}
	if hidden.n > 0 {
		r.report(source.Infof(at(hidden.row, r.used.left), "hidden-rows", "%s hidden, by a filter perhaps, and read like the others", isOrAre(hidden.n, "row")))
	}
}

// marked matches texts that are numbers with a mark inside, which can be a decimal sign or none.
var marked = regexp.MustCompile(`^[^\pL]*\d[.,]\d[^\pL]*$`)

// merged reports cells that span others. Among the rows of the table only the first of them has a value; in
// the header they name a group of columns.
func (r *reader) merged(t *data.Table, at func(row, column int) source.Span) (problems source.List) {
	top, bottom := 0, 0
	if t.Rows > 0 {
		top = t.Cell(0, t.Columns[0]).Position().Line
		bottom = t.Cell(t.Rows-1, t.Columns[0]).Position().Line
	}
	var head, body []area
	for _, a := range r.grid.merged {
		switch {
		case a.top >= top && a.top <= bottom:
			body = append(body, a)
		case a.bottom < top && a.left < a.right && r.options.HeaderRows == nil && r.labels(t, a):
			head = append(head, a)
		}
	}
	if len(body) > 0 {
		a := body[0]
		problems = append(problems, source.Warnf(at(a.top, max(a.left, r.used.left)), "merged-cells", "%s among the rows, beginning with %s: only the first cell of each has the value", source.Count(len(body), "merged cell"), a).
			WithHint("unmerge them, and write the value in each cell"))
	}
	if len(head) > 0 {
		a := head[0]
		problems = append(problems, source.Warnf(at(a.top, max(a.left, r.used.left)), "merged-cells", "%s in the header, beginning with %s: the columns under it are called %s", source.Count(len(head), "merged cell"), a, source.Join(r.under(t, a))).
			WithHint("say how many rows the header has with header-rows:"))
	}
	return problems
}

// labels reports whether the text of a merged cell is part of a label under it.
func (r *reader) labels(t *data.Table, a area) bool {
	i, found := slices.BinarySearchFunc(r.grid.rows, a.top, func(row row, number int) int { return row.number - number })
	if !found {
		return false
	}
	j := slices.IndexFunc(r.grid.rows[i].cells, func(c cell) bool { return c.column == a.left })
	if j < 0 {
		return false
	}
	label := strings.Join(strings.Fields(r.grid.rows[i].cells[j].text), " ")
	return slices.ContainsFunc(r.under(t, a), func(name string) bool { return strings.HasPrefix(name, label) })
}

// under are the names of the columns under a merged cell.
func (r *reader) under(t *data.Table, a area) []string {
	var names []string
	for _, c := range t.Columns {
		if column := r.used.left + c.Index; column >= a.left && column <= a.right {
			names = append(names, c.Name)
		}
	}
	return names
}

func large(err error) bool { return errors.Is(err, errTooLarge) || errors.Is(err, errTooMany) }

func isOrAre(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return source.Count(n, what) + " are"
}
