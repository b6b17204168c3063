package data

import (
	"bytes"
	"strings"

	"plotline/data/source"
)

// scanner cuts bytes into records. It never changes or copies them: a field is a pair of offsets.
type scanner struct {
	file      *source.File
	text      []byte
	at        int
	delimiter byte
	problems  source.List
	bares     int
	fields    []field // of the record last read; the next one takes its memory
}

// field is one cell's bytes, quotes included.
type field struct {
	start, end int
	quoted     bool
}

func (s *scanner) done() bool { return s.at >= len(s.text) }

// record reads one record and its line end; what it returns is valid until the next call. A quote
// that never closes takes the rest of the file and is reported where it opens.
func (s *scanner) record() []field {
	s.fields = s.fields[:0]
	for {
		s.fields = append(s.fields, s.field())
		if s.done() {
			return s.fields
		}
		b := s.text[s.at]
		s.at++
		if b == s.delimiter {
			if s.done() {
				s.fields = append(s.fields, field{start: s.at, end: s.at})
				return s.fields
			}
			continue
		}
		if b == '\r' && !s.done() && s.text[s.at] == '\n' {
			s.at++
		}
		return s.fields
	}
}

func (s *scanner) field() field {
	start := s.at
	if !s.done() && s.text[s.at] == '"' {
		return s.quoted(start)
	}
	for !s.done() {
		if b := s.text[s.at]; b == s.delimiter || b == '\n' || b == '\r' {
			break
		}
		s.at++
	}
	s.bare(start)
	return field{start: start, end: s.at}
}

// bare reports quotes in a cell that does not begin with one. Behind a blank they were meant to
// hold the cell together, and did not; elsewhere, as in 5" nails, they are likely part of the text.
func (s *scanner) bare(start int) {
	i := bytes.IndexByte(s.text[start:s.at], '"')
	if i < 0 {
		return
	}
	at := s.file.Span(start+i, start+i+1)
	if len(bytes.TrimSpace(s.text[start:start+i])) == 0 {
		s.problems = append(s.problems, source.Errorf(at, "a quote behind a blank does not open a quoted cell").
			WithRule("quote-misplaced").WithHint("remove the blank before it"))
		return
	}
	if s.bares++; s.bares <= mostRagged {
		s.problems = append(s.problems, source.Warnf(at, "quote-bare", "a quote in a cell that has none around it").
			WithHint(`put the cell in quotes and double this one: "5"" nails"`))
	}
}

func (s *scanner) quoted(start int) field {
	for at := start + 1; ; {
		i := bytes.IndexByte(s.text[at:], '"')
		if i < 0 {
			s.problems = append(s.problems, source.Errorf(s.file.Span(start, start+1), "a quote opens here and never closes").
				WithRule("quote-unterminated").WithHint(`add the closing ", or double a quote that is part of the text`))
			s.at = len(s.text)
			return field{start, s.at, true}
		}
		at += i + 1
		if at < len(s.text) && s.text[at] == '"' {
			at++ // a doubled quote is one of the text
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
		s.problems = append(s.problems, source.Errorf(s.file.Span(end, s.at), "text behind a closing quote").
			WithRule("quote-misplaced").WithHint(`double a quote that is part of the text: ""`))
	}
	return field{start, end, true}
}

// Unquote returns the text of a cell's bytes: without quotes, doubled quotes single, trimmed.
func Unquote(raw string) string {
	if len(raw) >= 2 && raw[0] == '"' && raw[len(raw)-1] == '"' {
		return strings.TrimSpace(strings.ReplaceAll(raw[1:len(raw)-1], `""`, `"`))
	}
	return strings.TrimSpace(raw)
}

// detect returns the delimiter that cuts the first records most evenly: the one with most fields
// in the header whose count the next records share.
func detect(text []byte) byte {
	best, score := byte(','), -1
	for _, d := range []byte{',', ';', '\t'} {
		s := scanner{file: source.NewFile("", text), text: text, delimiter: d}
		width, same := len(s.record()), 0
		for i := 0; i < 20 && !s.done(); i++ {
			if len(s.record()) == width {
				same++
			}
		}
		if n := (width - 1) * (1 + same); n > score {
			best, score = d, n
		}
	}
	return best
}
