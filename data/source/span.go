package source

import (
	"fmt"
	"unicode/utf8"
)

// Span is a run of bytes in a file, from Start up to End. The zero Span is nowhere.
type Span struct {
	File       *File
	Start, End int
}

// Position is where a Span starts, as people count: lines and columns from 1, columns in runes. Of a
// workbook they are rows and columns, and Place is what people call the place.
type Position struct {
	Path         string
	Line, Column int
	Place        string
}

// String returns "path:line:column", or "path: place".
func (p Position) String() string {
	if p.Place != "" {
		return p.Path + ": " + p.Place
	}
	if p.Line == 0 {
		return p.Path
	}
	return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Column)
}

// IsZero reports whether the span is nowhere.
func (s Span) IsZero() bool { return s.File == nil }

// Position returns the place of the span's first byte. It is the only way from offsets to
// lines and columns. The zero Span has the zero Position; a file without text has line 0.
func (s Span) Position() Position {
	if s.File == nil {
		return Position{}
	}
	if s.File.Text == nil && s.File.distant == nil {
		return Position{Path: s.File.Path}
	}
	if s.File.origin != nil {
		if p := s.File.origin(s.Start, s.End); p.At.IsZero() {
			return Position{Path: s.File.Path, Line: p.Row, Column: p.Column, Place: p.Name}
		}
	}
	s = s.shown()
	n, from := s.File.lineOf(s.Start)
	return Position{Path: s.File.Path, Line: n, Column: 1 + utf8.RuneCount(s.File.Part(from, s.Start))}
}

// shown returns the characters that a reader knows: the same span, unless its file was decoded, or
// made of another text.
func (s Span) shown() Span {
	if s.File != nil && s.File.origin != nil {
		if p := s.File.origin(s.Start, s.End); !p.At.IsZero() {
			return p.At
		}
	}
	return s.chars()
}

// chars returns the span's characters: the same span, unless its file was decoded.
func (s Span) chars() Span {
	f := s.File
	if f == nil || f.decoded == nil {
		return s
	}
	start := f.offsets.Char(s.Start)
	return f.decoded.Span(start, max(start, f.offsets.Char(s.End)))
}

// Text returns the characters of the span as a string of UTF-8.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	s = s.chars()
	return string(s.File.Part(s.Start, s.End))
}

// Sub returns the part of s from byte from up to byte to, counted from the start of s and
// clamped to it.
func (s Span) Sub(from, to int) Span {
	if s.File == nil {
		return s
	}
	from = min(max(from, 0), s.End-s.Start)
	to = min(max(to, from), s.End-s.Start)
	return Span{s.File, s.Start + from, s.Start + to}
}
