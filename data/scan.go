package data

import (
	"bytes"
	"strings"

	"plotline/data/source"
)

// The limits of a file. What is beyond them is no table that a page can hold.
const (
	mostBytes   = 1 << 30
	mostLine    = 8 << 20
	mostCell    = 2 << 20
	mostColumns = 10_000
)

// dialect is how a file cuts its cells.
type dialect struct {
	delimiter byte
	backslash bool // a quote inside quotes is written \" and not ""
	blanks    bool // blanks may stand between a delimiter and a quote
}

// scanner cuts text into records. It never changes or copies it: a field is a pair of offsets.
type scanner struct {
	dialect
	file     *source.File
	text     []byte // the file's characters
	at       int
	quiet    bool // what is wrong was said before
	problems source.List
	bares    int
	broken   int     // quotes that stand where none may
	fields   []field // of the record last read; the next one takes its memory
}

// field is one cell's characters, quotes included.
type field struct {
	start, end int
	quoted     bool
}

func newScanner(f *source.File, at int, d dialect) *scanner {
	return &scanner{file: f, text: f.Chars(), at: at, dialect: d}
}

func (s *scanner) done() bool { return s.at >= len(s.text) }

func (s *scanner) report(p source.Problem) {
	if !s.quiet {
		s.problems = append(s.problems, p)
	}
}

// record reads one record and its line end; what it returns is valid until the next call. A quote
// that never closes takes the rest of the file and is reported where it opens.
func (s *scanner) record() []field {
	s.fields = s.fields[:0]
	start := s.at
	for {
		s.fields = append(s.fields, s.field())
		if s.done() {
			break
		}
		b := s.text[s.at]
		s.at++
		if b == s.delimiter {
			if s.done() {
				s.fields = append(s.fields, field{start: s.at, end: s.at})
				break
			}
			continue
		}
		if b == '\r' && !s.done() && s.text[s.at] == '\n' {
			s.at++
		}
		break
	}
	if s.at-start > mostCell || len(s.fields) > mostColumns {
		s.limit(start)
	}
	return s.fields
}

// limit reports what is too large in the record last read.
func (s *scanner) limit(start int) {
	tooLarge := func(at source.Span, format string, args ...any) {
		s.report(source.Errorf(at, format, args...).WithRule("too-large").WithHint("is this the right file, and every quote closed?"))
	}
	if len(s.fields) > mostColumns {
		tooLarge(s.file.Of(s.fields[mostColumns].start, s.fields[mostColumns].end), "a row of %d cells; a table has at most 10,000 columns", len(s.fields))
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

func (s *scanner) field() field {
	start := s.at
	if s.blanks {
		for !s.done() && s.text[s.at] == ' ' {
			s.at++
		}
		if s.done() || s.text[s.at] != '"' {
			s.at = start
		}
	}
	if !s.done() && s.text[s.at] == '"' {
		return s.quoted(s.at)
	}
	quote := false
	for !s.done() {
		b := s.text[s.at]
		if b == s.delimiter || b == '\n' || b == '\r' {
			break
		}
		quote = quote || b == '"'
		s.at++
	}
	if quote {
		s.bare(start)
	}
	return field{start: start, end: s.at}
}

// bare reports quotes in a cell that does not begin with one. Behind a blank they were meant to
// hold the cell together, and did not; elsewhere, as in 5" nails, they are likely part of the text.
func (s *scanner) bare(start int) {
	i := bytes.IndexByte(s.text[start:s.at], '"')
	at := s.file.Of(start+i, start+i+1)
	if len(bytes.TrimSpace(s.text[start:start+i])) == 0 {
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

func (s *scanner) quoted(start int) field {
	for at := start + 1; ; {
		i := bytes.IndexByte(s.text[at:], '"')
		if i < 0 {
			s.broken++
			s.report(source.Errorf(s.file.Of(start, start+1), "a quote opens here and never closes").
				WithRule("quote-unterminated").WithHint(`add the closing ", or double a quote that is part of the text`))
			s.at = len(s.text)
			return field{start, s.at, true}
		}
		at += i + 1
		if at < len(s.text) && s.text[at] == '"' && !s.backslash {
			at++ // a doubled quote is one of the text
			continue
		}
		if s.backslash && escaped(s.text[start+1:at-1]) {
			continue
		}
		s.at = at
		break
	}
	end := s.at
	for !s.done() && s.text[s.at] != s.delimiter && s.text[s.at] != '\n' && s.text[s.at] != '\r' {
		s.at++
	}
	if len(bytes.TrimSpace(s.text[end:s.at])) > 0 {
		if s.broken++; s.broken <= mostNamed {
			s.report(source.Errorf(s.file.Of(end, s.at), "text behind a closing quote").
				WithRule("quote-bare").WithHint(`double a quote that is part of the text: ""`))
		}
	}
	return field{start, end, true}
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
	if f.start == f.end {
		return true
	}
	b := s.text[f.start:f.end]
	if f.quoted && len(b) >= 2 {
		b = b[1 : len(b)-1]
	}
	return len(bytes.TrimSpace(b)) == 0
}
