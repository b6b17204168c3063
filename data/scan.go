package data

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

// MostCells is how many cells a table may have that is held. A file of 8 MB has fewer, unless its rows leave
// cells out; what is packed, or made of a workbook or of JSON, can have more.
const MostCells = 50_000_000

// dialect is how a file cuts its cells.
type dialect struct {
	delimiter byte
	backslash bool // a quote inside quotes is written \" and not ""
	blanks    bool // blanks may stand between a delimiter and a quote
}

// scanner cuts text into records. It never changes or copies it: a field is a pair of offsets. Of a
// distant file it holds a part, from the record on that is read.
type scanner struct {
	dialect
	file     *source.File
	text     []byte // the file's characters, or the part of them that begins at base
	base     int
	size     int // of all characters
	at       int
	class    [256]byte     // of what may end a cell
	quiet    bool          // what is wrong was said before
	reader   source.Reader // of a distant file that is read from end to end
	buffer   []byte        // for what reader reads
	open     int           // where a quote opens that does not close in text
	problems source.List
	bares    int
	broken   int     // quotes that stand where none may
	fields   []field // of the record last read; the next one takes its memory
	surplus  int     // cells that are not among fields, as no row may have so many
}

// field is one cell's characters, quotes included.
type field struct {
	start, end int
	quoted     bool
}

const (
	endsCell = 1 + iota
	isQuote
)

func newScanner(f *source.File, at int, d dialect) *scanner {
	s := &scanner{file: f, at: at, size: f.CharsSize(), dialect: d}
	if f.Distant() {
		s.base = at
	} else {
		s.text = f.Chars()
	}
	s.class['\n'], s.class['\r'], s.class['"'], s.class[d.delimiter] = endsCell, endsCell, isQuote, endsCell
	return s
}

// through readies the scanner for a long way: the file is opened once, and closed by what comes back.
func (s *scanner) through() (close func()) {
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
func (s *scanner) fill(start int) bool {
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

func (s *scanner) done() bool { return s.at >= s.size }

// raw returns a field's characters. Those of a distant file are overwritten by the next record.
func (s *scanner) raw(f field) []byte { return s.text[f.start-s.base : f.end-s.base] }

// string returns a field's characters without a copy.
func (s *scanner) string(f field) string {
	b := s.raw(f)
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// peek returns a scanner that reads ahead and leaves s as it is.
func (s *scanner) peek() *scanner {
	p := *s
	p.fields, p.buffer, p.quiet = nil, nil, true
	return &p
}

func (s *scanner) report(p source.Problem) {
	if !s.quiet {
		s.problems = append(s.problems, p)
	}
}

// record reads one record and its line end; what it returns is valid until the next call. A quote
// that never closes takes the rest of the file and is reported where it opens.
func (s *scanner) record() []field {
	start, bares, broken, said := s.at, s.bares, s.broken, len(s.problems)
	for {
		s.open = -1
		s.cut()
		if end := s.base + len(s.text); s.at < end || end >= s.size {
			break
		}
		if !s.fill(start) {
			s.endless(start)
			return s.fields
		}
		s.at, s.bares, s.broken, s.problems = start, bares, broken, s.problems[:said]
	}
	if s.open >= 0 {
		s.broken++
		s.report(source.Errorf(s.file.Of(s.open, s.open+1), "a quote opens here and never closes").
			WithRule("quote-unterminated").WithHint(`add the closing ", or double a quote that is part of the text`))
	}
	if s.at-start > mostCell || len(s.fields) > mostColumns {
		s.limit(start)
	}
	return s.fields
}

// endless reports a record that has no end within the longest that may be; nothing is read behind it.
func (s *scanner) endless(start int) {
	p := source.Errorf(s.file.Of(start, start+1), "a row of more than %d MB; a row holds at most 8 MB", mostLine>>20).
		WithRule("too-large").WithHint("is this the right file, and every quote closed?")
	if s.open >= 0 {
		p = p.WithNote(s.file.Of(s.open, s.open+1), "a quote opens here and does not close")
	}
	s.broken++
	s.report(p)
	s.size = s.at
}

// cut reads one record of the text that is held, or what of it is held.
func (s *scanner) cut() {
	s.fields, s.surplus = s.fields[:0], 0
	text, i := s.text, s.at-s.base
	for {
		start := i
		if s.blanks {
			for i < len(text) && text[i] == ' ' {
				i++
			}
			if i == len(text) || text[i] != '"' {
				i = start
			}
		}
		if i < len(text) && text[i] == '"' {
			s.at = s.base + i
			s.fields = append(s.fields, s.quoted())
			i = s.at - s.base
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
			f := field{start: s.base + start, end: s.base + i}
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
		if i++; b == s.delimiter {
			if i == len(text) {
				s.fields = append(s.fields, field{start: s.base + i, end: s.base + i})
				break
			}
			continue
		}
		if b == '\r' && i < len(text) && text[i] == '\n' {
			i++
		}
		break
	}
	s.at = s.base + i
}

// limit reports what is too large in the record last read.
func (s *scanner) limit(start int) {
	tooLarge := func(at source.Span, format string, args ...any) {
		s.report(source.Errorf(at, format, args...).WithRule("too-large").WithHint("is this the right file, and every quote closed?"))
	}
	if len(s.fields) > mostColumns {
		tooLarge(s.file.Of(s.fields[mostColumns].start, s.fields[mostColumns].end), "a row of %d cells; a table has at most 10,000 columns", len(s.fields)+s.surplus)
		return
	}
	for _, f := range s.fields {
		if f.end-f.start > mostCell {
			tooLarge(s.file.Of(f.start, f.start+1), "a cell of %d MB; a cell holds at most 2 MB", (f.end-f.start)>>20)
			return
		}
	}
	if s.at-start > mostLine {
		tooLarge(s.file.Of(start, start+1), "a row of %d MB; a row holds at most 8 MB", (s.at-start)>>20)
	}
}

// bare reports quotes in a cell that does not begin with one. Behind a blank they were meant to
// hold the cell together, and did not; elsewhere, as in 5" nails, they are likely part of the text.
func (s *scanner) bare(f field) {
	raw := s.raw(f)
	i := bytes.IndexByte(raw, '"')
	at := s.file.Of(f.start+i, f.start+i+1)
	if len(bytes.TrimSpace(raw[:i])) == 0 {
		if s.broken++; s.broken <= mostNamed {
			s.report(source.Errorf(at, "a quote behind a blank does not open a quoted cell").
				WithRule("quote-bare").WithHint("remove the blank before it"))
		}
		return
	}
	if s.bares++; s.bares <= mostNamed {
		s.report(source.Warnf(at, "quote-bare", "a quote in a cell that has none around it").
			WithHint(`put the cell in quotes and double this one: "5"" nails"`))
	}
}

// quoted reads a cell whose quote opens where the scanner stands.
func (s *scanner) quoted() field {
	text, start := s.text, s.at-s.base
	at := start + 1
	for {
		i := bytes.IndexByte(text[at:], '"')
		if i < 0 {
			s.open, s.at = s.base+start, s.base+len(text)
			return field{s.base + start, s.at, true}
		}
		at += i + 1
		if at < len(text) && text[at] == '"' && !s.backslash {
			at++ // a doubled quote is one of the text
			continue
		}
		if s.backslash && escaped(text[start+1:at-1]) {
			continue
		}
		break
	}
	end := at
	for at < len(text) && s.class[text[at]] != endsCell {
		at++
	}
	if len(bytes.TrimSpace(text[end:at])) > 0 {
		if s.broken++; s.broken <= mostNamed {
			s.report(source.Errorf(s.file.Of(s.base+end, s.base+at), "text behind a closing quote").
				WithRule("quote-bare").WithHint(`double a quote that is part of the text: ""`))
		}
	}
	s.at = s.base + at
	return field{s.base + start, s.base + end, true}
}

// escaped reports whether a backslash stands before what follows, one that is not escaped itself.
func escaped(before []byte) bool {
	n := len(before) - len(bytes.TrimRight(before, `\`))
	return n%2 == 1
}

// Unquote returns the text of a cell's bytes: without quotes, doubled quotes single, trimmed.
func Unquote(raw string) string { return dialect{}.cell(raw) }

// cell returns the text of a cell's characters: without quotes, trimmed.
func (d dialect) cell(raw string) string {
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

var unescape = strings.NewReplacer(`\"`, `"`, `\\`, `\`)

// blank reports whether no field holds text.
func (s *scanner) blank(fields []field) bool {
	for _, f := range fields {
		if !s.empty(f) {
			return false
		}
	}
	return true
}

// empty reports whether a field holds no text; "" is empty as well.
func (s *scanner) empty(f field) bool {
	b := s.raw(f)
	if len(b) == 0 {
		return true
	}
	if b[0] > ' ' && b[0] < utf8.RuneSelf && !f.quoted {
		return false
	}
	if f.quoted && len(b) >= 2 {
		b = b[1 : len(b)-1]
	}
	return len(bytes.TrimSpace(b)) == 0
}
