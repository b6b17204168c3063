// Package scan cuts the characters of a file into records and their cells.
//
// Detect finds the Dialect: what divides cells, and how quotes are written. New makes the Scanner that reads one
// record after the other, of which cells are pairs of offsets, and reports quotes that stand where none may.
package scan

import (
	"bytes"
	"strings"
	"unicode/utf8"
	"unsafe"

	"plotline/data/source"
)

// The limits of a record. What is beyond them is no table that a page can hold.
const (
	mostLine    = 8 << 20
	mostCell    = 2 << 20
	mostColumns = 10_000
)

// Dialect is how a file cuts its cells.
type Dialect struct {
	Delimiter byte
	backslash bool // a quote inside quotes is written \" and not ""
	blanks    bool // blanks may stand between a delimiter and a quote
	inner     bool // quotes of the text may stand single: one closes only where the cell ends
}

// Scanner cuts text into records. It never changes or copies it: a field is a pair of offsets. Of a
// distant file it holds a part, from the record on that is read.
type Scanner struct {
	dialect  Dialect
	file     *source.File
	text     []byte // the file's characters, or the part of them that begins at base
	base     int
	size     int           // of all characters
	At       int           // where the next record begins, as an offset of the file's characters
	class    [256]byte     // of what may end a cell
	Quiet    bool          // what is wrong was said before, and is not reported
	reader   source.Reader // of a distant file that is read from end to end
	buffer   []byte        // for what reader reads
	open     int           // where a quote opens that does not close in text
	Problems source.List
	bares    int
	broken   int     // quotes that stand where none may
	fields   []Field // of the record last read; the next one takes its memory
	surplus  int     // cells that are not among fields, as no row may have so many
}

// Field is one cell's characters, as offsets of the file's, quotes included.
type Field struct {
	Start, End int
	Quoted     bool
}

const (
	endsCell = 1 + iota
	isQuote
)

// New returns a Scanner that stands at an offset of the file's characters, where a record begins.
func New(f *source.File, at int, d Dialect) *Scanner {
	s := &Scanner{file: f, At: at, size: f.CharsSize(), dialect: d}
	if f.Distant() {
		s.base = at
	} else {
		s.text = f.Chars()
	}
	s.class['\n'], s.class['\r'], s.class['"'], s.class[d.Delimiter] = endsCell, endsCell, isQuote, endsCell
	return s
}

// Through readies the scanner for a long way: the file is opened once, and closed by what comes back.
func (s *Scanner) Through() (close func()) {
	if !s.file.Distant() {
		return func() {}
	}
	r, err := s.file.Open()
	if err != nil {
		return func() {} // the next part is asked of the file, which keeps the error
	}
	s.reader = r
	return func() { r.Close() }
}

// fill reads on, beginning with the record that starts there; false says that this is no use: the
// record is longer than any may be.
func (s *Scanner) fill(start int) bool {
	had := s.base + len(s.text) - start
	if had > mostLine {
		return false
	}
	n := min(max(2*had, min(source.PartSize, 16<<10)), mostLine+source.PartSize)
	if s.reader == nil {
		s.text = s.file.Part(start, start+n)
	} else {
		n = max(n, source.PartSize)
		if len(s.buffer) < n {
			s.buffer = make([]byte, n)
		}
		s.text = s.file.Fill(s.reader, s.buffer[:min(n, s.size-start)], start)
	}
	if s.base = start; len(s.text) < min(n, s.size-start) {
		s.size = start + len(s.text) // the file became shorter
	}
	return true
}

// Done reports whether no record is left.
func (s *Scanner) Done() bool { return s.At >= s.size }

// Raw returns a field's characters. Those of a distant file are overwritten by the next record.
func (s *Scanner) Raw(f Field) []byte { return s.text[f.Start-s.base : f.End-s.base] }

// Text returns a field's characters without a copy.
func (s *Scanner) Text(f Field) string {
	b := s.Raw(f)
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// Peek returns a scanner that reads ahead and leaves s as it is.
func (s *Scanner) Peek() *Scanner {
	p := *s
	p.fields, p.buffer, p.Quiet = nil, nil, true
	return &p
}

func (s *Scanner) report(p source.Problem) {
	if !s.Quiet {
		s.Problems = append(s.Problems, p)
	}
}

// Record reads one record and its line end; what it returns is valid until the next call. A quote
// that never closes takes the rest of the file and is reported where it opens.
func (s *Scanner) Record() []Field {
	start, bares, broken, said := s.At, s.bares, s.broken, len(s.Problems)
	for {
		s.open = -1
		s.cut()
		if end := s.base + len(s.text); s.At < end || end >= s.size {
			break
		}
		if !s.fill(start) {
			s.endless(start)
			return s.fields
		}
		s.At, s.bares, s.broken, s.Problems = start, bares, broken, s.Problems[:said]
	}
	if s.open >= 0 {
		s.broken++
		s.report(source.Errorf(s.file.Of(s.open, s.open+1), "a quote opens here and never closes").
			WithRule("quote-unterminated").WithHint(`add the closing ", or double a quote that is part of the text`))
	}
	if s.At-start > mostCell || len(s.fields) > mostColumns {
		s.limit(start)
	}
	return s.fields
}

// endless reports a record that has no end within the longest that may be; nothing is read behind it.
func (s *Scanner) endless(start int) {
	p := source.Errorf(s.file.Of(start, start+1), "a row of more than %d MB; a row holds at most 8 MB", mostLine>>20).
		WithRule("too-large").WithHint("is this the right file, and every quote closed?")
	if s.open >= 0 {
		p = p.WithNote(s.file.Of(s.open, s.open+1), "a quote opens here and does not close")
	}
	s.broken++
	s.report(p)
	s.size = s.At
}

// cut reads one record of the text that is held, or what of it is held.
func (s *Scanner) cut() {
	s.fields, s.surplus = s.fields[:0], 0
	text, i := s.text, s.At-s.base
	for {
		start := i
		if s.dialect.blanks {
			for i < len(text) && text[i] == ' ' {
				i++
			}
			if i == len(text) || text[i] != '"' {
				i = start
			}
		}
		if i < len(text) && text[i] == '"' {
			s.At = s.base + i
			s.fields = append(s.fields, s.quoted())
			i = s.At - s.base
		} else {
			quote := false
			for i < len(text) {
				if c := s.class[text[i]]; c == endsCell {
					break
				} else if c == isQuote {
					quote = true
				}
				i++
			}
			f := Field{Start: s.base + start, End: s.base + i}
			if quote {
				s.bare(f)
			}
			s.fields = append(s.fields, f)
		}
		if n := len(s.fields); n > mostColumns+2 {
			s.fields[n-2], s.fields, s.surplus = s.fields[n-1], s.fields[:n-1], s.surplus+1
		}
		if i >= len(text) {
			break
		}
		b := text[i]
		if i++; b == s.dialect.Delimiter {
			if i == len(text) {
				s.fields = append(s.fields, Field{Start: s.base + i, End: s.base + i})
				break
			}
			continue
		}
		if b == '\r' && i < len(text) && text[i] == '\n' {
			i++
		}
		break
	}
	s.At = s.base + i
}

// limit reports what is too large in the record last read.
func (s *Scanner) limit(start int) {
	tooLarge := func(at source.Span, format string, args ...any) {
		s.report(source.Errorf(at, format, args...).WithRule("too-large").WithHint("is this the right file, and every quote closed?"))
	}
	if len(s.fields) > mostColumns {
		tooLarge(s.file.Of(s.fields[mostColumns].Start, s.fields[mostColumns].End), "a row of %d cells; a table has at most 10,000 columns", len(s.fields)+s.surplus)
		return
	}
	for _, f := range s.fields {
		if f.End-f.Start > mostCell {
			tooLarge(s.file.Of(f.Start, f.Start+1), "a cell of %d MB; a cell holds at most 2 MB", (f.End-f.Start)>>20)
			return
		}
	}
	if s.At-start > mostLine {
		tooLarge(s.file.Of(start, start+1), "a row of %d MB; a row holds at most 8 MB", (s.At-start)>>20)
	}
}

// bare reports quotes in a cell that does not begin with one. Behind a blank they were meant to
// hold the cell together, and did not; elsewhere, as in 5" nails, they are likely part of the text.
func (s *Scanner) bare(f Field) {
	raw := s.Raw(f)
	i := bytes.IndexByte(raw, '"')
	at := s.file.Of(f.Start+i, f.Start+i+1)
	if len(bytes.TrimSpace(raw[:i])) == 0 {
		if s.broken++; s.broken <= source.MostNamed {
			s.report(source.Errorf(at, "a quote behind a blank does not open a quoted cell").
				WithRule("quote-bare").WithHint("remove the blank before it"))
		}
		return
	}
	if s.bares++; s.bares <= source.MostNamed {
		s.report(source.Warnf(at, "quote-bare", "a quote in a cell that has none around it").
			WithHint(`put the cell in quotes and double this one: "5"" nails"`))
	}
}

// quoted reads a cell whose quote opens where the scanner stands.
func (s *Scanner) quoted() Field {
	text, start := s.text, s.At-s.base
	at := start + 1
	open, single := false, -1 // a quote of the text that is not doubled had no second one; where the first was
	for {
		i := bytes.IndexByte(text[at:], '"')
		if i < 0 {
			s.open, s.At = s.base+start, s.base+len(text)
			return Field{s.base + start, s.At, true}
		}
		at += i + 1
		if at < len(text) && text[at] == '"' && !s.dialect.backslash {
			if s.dialect.inner && open && (at+1 == len(text) || s.class[text[at+1]] == endsCell) {
				at++ // the last of the text's, and the one that closes
				break
			}
			at++ // a doubled quote is one of the text
			continue
		}
		if s.dialect.inner && at < len(text) && s.class[text[at]] != endsCell {
			if open = !open; single < 0 {
				single = at - 1
			}
			continue
		}
		if s.dialect.backslash && escaped(text[start+1:at-1]) {
			continue
		}
		break
	}
	end := at
	for at < len(text) && s.class[text[at]] != endsCell {
		at++
	}
	if len(bytes.TrimSpace(text[end:at])) > 0 {
		if s.broken++; s.broken <= source.MostNamed {
			s.report(source.Errorf(s.file.Of(s.base+end, s.base+at), "text behind a closing quote").
				WithRule("quote-bare").WithHint(`double a quote that is part of the text: ""`))
		}
	}
	if single >= 0 && bytes.ContainsAny(text[start:end], "\r\n") { // where such a cell ends is sure on one line only
		if s.broken++; s.broken <= source.MostNamed {
			s.report(source.Errorf(s.file.Of(s.base+single, s.base+single+1), "a quote in a cell of several lines that may close it").
				WithRule("quote-bare").WithHint(`double a quote that is part of the text: ""`))
		}
	}
	s.At = s.base + at
	return Field{s.base + start, s.base + end, true}
}

// escaped reports whether a backslash stands before what follows, one that is not escaped itself.
func escaped(before []byte) bool {
	n := len(before) - len(bytes.TrimRight(before, `\`))
	return n%2 == 1
}

// Unquote returns the text of a cell's bytes: without quotes, doubled quotes single, trimmed.
func Unquote(raw string) string { return Dialect{}.Cell(raw) }

// Cell returns the text of a cell's characters: without quotes, trimmed.
func (d Dialect) Cell(raw string) string {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return strings.TrimSpace(raw)
	}
	raw = raw[1 : len(raw)-1]
	switch {
	case d.backslash && strings.Contains(raw, `\`):
		raw = unescape.Replace(raw)
	case !d.backslash && strings.Contains(raw, `""`):
		raw = strings.ReplaceAll(raw, `""`, `"`)
	}
	return strings.TrimSpace(raw)
}

// Cells returns the texts of the cells of the record that begins at an offset of a file's characters.
func (d Dialect) Cells(f *source.File, at int) []string {
	s := New(f, at, d)
	s.Quiet = true
	var out []string
	for _, f := range s.Record() {
		out = append(out, d.Cell(string(s.Raw(f))))
	}
	return out
}

// Line returns the place of a record from one offset to another, without its line end.
func Line(f *source.File, at, end int) source.Span {
	text := strings.TrimRight(string(f.Part(at, end)), "\r\n")
	return f.Of(at, at+len(text))
}

var unescape = strings.NewReplacer(`\"`, `"`, `\\`, `\`)

// Blank reports whether no field holds text.
func (s *Scanner) Blank(fields []Field) bool {
	for _, f := range fields {
		if !s.Empty(f) {
			return false
		}
	}
	return true
}

// Empty reports whether a field holds no text; "" is empty as well.
func (s *Scanner) Empty(f Field) bool {
	b := s.Raw(f)
	if len(b) == 0 {
		return true
	}
	if b[0] > ' ' && b[0] < utf8.RuneSelf && !f.Quoted {
		return false
	}
	if f.Quoted && len(b) >= 2 {
		b = b[1 : len(b)-1]
	}
	return len(bytes.TrimSpace(b)) == 0
}
