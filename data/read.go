package data

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"plotline/data/source"
)

// Options say how to read a file. The zero Options detect everything.
type Options struct {
	Name      string // the table's name; the file's path when empty
	Delimiter byte   // , ; or tab; 0 detects
	Pad, Cut  bool   // rows with too few or too many cells only warn: cells are empty, or left out
}

// Read returns the table of a CSV file and what is wrong with it. The table is nil when a problem
// is an error: then some cell could not be read for sure.
func Read(f *source.File, o Options) (*Table, source.List) {
	text := bytes.TrimPrefix(f.Text, []byte("\xef\xbb\xbf"))
	start := len(f.Text) - len(text)
	if p := refuse(f, text, start); p != nil {
		return nil, p
	}
	if o.Delimiter == 0 {
		o.Delimiter = detect(text)
	}
	t := &Table{Name: o.Name, File: f, delimiter: o.Delimiter}
	if t.Name == "" {
		t.Name = f.Path
	}
	s := &scanner{file: f, text: f.Text, at: start, delimiter: o.Delimiter}
	for {
		at := s.at
		record := s.record()
		if len(record) > 1 || record[0].end > record[0].start {
			t.header(s, record)
			break
		}
		if s.at == at || s.done() {
			return nil, source.List{source.Errorf(f.All(), "the file has no header").WithRule("empty-file")}
		}
	}
	t.rows(s, string(f.Text), o)
	if s.problems.HasErrors() {
		return nil, s.problems
	}
	for _, c := range t.Columns {
		s.problems = append(s.problems, c.infer(t)...)
	}
	t.hash()
	return t, s.problems
}

var (
	markup   = regexp.MustCompile(`^<(!doctype|!--|\?xml|html|head|body|table|svg)`)
	jsonText = regexp.MustCompile(`^(\{\s*("[^"]*"\s*:|\}|$)|\[\s*[\[{"\]\d-])`)
)

// refuse reports a file that is no CSV at all.
func refuse(f *source.File, text []byte, start int) source.List {
	problem := func(at int, rule, hint, format string, args ...any) source.List {
		return source.List{source.Errorf(f.Span(start+at, start+at+1), format, args...).WithRule(rule).WithHint(hint)}
	}
	head := bytes.ToLower(bytes.TrimSpace(text[:min(len(text), 200)]))
	switch {
	case len(head) == 0 && len(bytes.TrimSpace(text)) == 0:
		return problem(0, "empty-file", "", "the file is empty")
	case bytes.HasPrefix(head, []byte("pk\x03\x04")):
		return problem(0, "not-csv", "save the sheet as CSV (UTF-8)", "this is a zip file or a workbook, not CSV")
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(head, []byte("\x1f\x8b")), bytes.HasPrefix(head, []byte("%pdf-")):
		return problem(0, "not-csv", "save it as CSV (UTF-8)", "this is a workbook, an archive or a PDF, not CSV")
	case markup.Match(head):
		return problem(0, "not-csv", "download the file itself, not the page about it", "this is a web page, not CSV")
	case bytes.HasPrefix(head, []byte("version https://git-lfs")):
		return problem(0, "not-csv", "run git lfs pull", "this is a Git LFS pointer, not CSV")
	case jsonText.Match(head):
		return problem(0, "not-csv", "", "this is JSON, not CSV")
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return problem(i, "nul-byte", "save it as CSV in UTF-8", "a NUL byte: this is UTF-16 or no text")
	}
	if !utf8.Valid(text) {
		for i := 0; i < len(text); {
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && n == 1 {
				return problem(i, "encoding-invalid", "save it as CSV in UTF-8", "byte %#02x at offset %d is not UTF-8", text[i], start+i)
			}
			i += n
		}
	}
	return nil
}

// header makes the columns; a label that stands twice is an error, as nobody knows which is meant.
func (t *Table) header(s *scanner, record []field) {
	seen := map[string]*Column{}
	for i, f := range record {
		raw := string(s.text[f.start:f.end])
		c := &Column{Name: strings.Join(strings.Fields(Unquote(raw)), " "), Index: i, At: s.file.Span(f.start, f.end)}
		if c.Name == "" {
			c.Name = fmt.Sprintf("column %d", i+1)
			s.problems = append(s.problems, source.Warnf(c.At, "header-blank-label", "column %d has no label", i+1).
				WithHint("name it, or delete the column"))
		}
		if first, twice := seen[c.Name]; twice {
			s.problems = append(s.problems, source.Errorf(c.At, "two columns are called %q", c.Name).
				WithRule("header-duplicate-label").WithHint("rename one of them").WithNote(first.At, "the first of them"))
		}
		seen[c.Name] = c
		t.Columns = append(t.Columns, c)
	}
}

const mostRagged = 5 // rows named one by one before the rest is counted

// rows reads every record after the header. Cells share the memory of text, the file's bytes.
func (t *Table) rows(s *scanner, text string, o Options) {
	ragged, blank, firstBlank := map[source.Level]int{}, 0, source.Span{}
	for !s.done() {
		at := s.at
		record := s.record()
		if len(record) == 1 && len(bytes.TrimSpace(s.text[record[0].start:record[0].end])) == 0 && (len(t.Columns) > 1 || !record[0].quoted) {
			continue // a blank line holds nothing
		}
		if len(record) > 1 && len(bytes.Trim(s.text[record[0].start:record[len(record)-1].end], " \t,;")) == 0 {
			if blank++; blank == 1 {
				firstBlank = s.file.Span(record[0].start, record[len(record)-1].end)
			}
			continue // spreadsheets leave rows of delimiters behind the last one
		}
		if len(record) != len(t.Columns) {
			level := source.Error
			if short := len(record) < len(t.Columns); short && o.Pad || !short && o.Cut {
				level = source.Warning
			}
			if ragged[level]++; ragged[level] <= mostRagged {
				t.ragged(s, record, level)
			}
			if level == source.Error {
				continue
			}
		}
		t.offsets = append(t.offsets, at)
		t.Rows++
		for i, c := range t.Columns {
			cell := ""
			if i < len(record) {
				cell = Unquote(text[record[i].start:record[i].end])
			}
			if missing(cell) {
				cell = ""
			}
			c.texts = append(c.texts, cell)
		}
	}
	if blank > 0 {
		s.problems = append(s.problems, source.Infof(firstBlank, "row-blank", "%d rows without any text are left out", blank))
	}
	for _, level := range []source.Level{source.Error, source.Warning} {
		if n := ragged[level] - mostRagged; n > 0 {
			p := source.Errorf(s.file.Span(0, 0), "%d more rows have too few or too many cells", n).WithRule("row-short")
			p.Level = level
			s.problems = append(s.problems, p)
		}
	}
}

func (t *Table) ragged(s *scanner, record []field, level source.Level) {
	last := record[len(record)-1]
	at, rule, hint := s.file.Span(record[0].start, last.end), "row-short", "add the missing cell, if only an empty one"
	if len(record) > len(t.Columns) {
		at, rule, hint = s.file.Span(record[len(t.Columns)].start, last.end), "row-long", `put a cell that holds a comma in quotes: "1,000"`
	}
	first, end := t.Columns[0].At, t.Columns[len(t.Columns)-1].At
	p := source.Errorf(at, "the header has %d columns, this row %d", len(t.Columns), len(record)).
		WithRule(rule).WithHint(hint).WithNote(s.file.Span(first.Start, end.End), "columns are %s", source.Join(t.Names()))
	p.Level = level
	s.problems = append(s.problems, p)
}

// missing reports whether a cell's text says that there is no value.
func missing(s string) bool {
	switch s {
	case "", "n/a", "N/A", "n.a.", "NA", "-", "–", "—", "..":
		return true
	}
	return false
}
