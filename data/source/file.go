// Package source is the bedrock everything reports through: files, spans in them, and problems.
//
// In go a path and bytes; out come spans that know their line and column and problems that print
// with the line they speak of. Start with NewText (stories, YAML) or NewFile (data), cut Spans
// from File.All, collect Problems in a List and hand the List to Print.
package source

import (
	"bytes"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// File is one input file. Path is slash-separated and relative to the project. Text never changes after
// the File is made; it is nil when the File is Distant. A File is safe for concurrent use.
type File struct {
	Path string
	Text []byte

	distant *distant
	decoded *File   // the same characters as UTF-8; nil when Text is that already
	offsets Offsets // between Text and decoded
	origin  Origin  // of a text that was made of another file, or nil

	once  sync.Once
	lines []int // byte offset of each line's first byte
}

// Offsets leads from a decoded text to the bytes it was decoded from, and back.
type Offsets interface {
	Byte(char int) int // where the bytes of the character begin that stands at an offset of the text
	Char(at int) int   // the offset in the text of the character that a byte belongs to
}

// NewFile returns a File that holds text as it is on disk. Data files use it, so that their
// spans are byte offsets on disk.
func NewFile(path string, text []byte) *File { return &File{Path: path, Text: text} }

// NewDecoded returns a File of raw bytes in another encoding, whose characters are chars, in UTF-8.
// Its spans are offsets of the raw bytes; lines, columns and texts are those of the characters.
func NewDecoded(path string, raw, chars []byte, offsets Offsets) *File {
	return &File{Path: path, Text: raw, decoded: NewFile(path, chars), offsets: offsets}
}

// Origin tells where a piece of a text, from offset start to end, stands in the file that the text was
// made of.
type Origin func(start, end int) Place

// Place is a place in a file that is no text, or other text: a Span of that file, or else its name as
// people have it, such as sheet "Debt", cell B7, with a row and a column from 1.
type Place struct {
	At          Span
	Name        string
	Row, Column int
}

// NewMade returns a File of text that was made of another file, such as a workbook; path is that
// file's. Problems are told in its terms.
func NewMade(path string, text []byte, origin Origin) *File {
	return &File{Path: path, Text: text, origin: origin}
}

// Size returns how many bytes the file has.
func (f *File) Size() int {
	if f.distant != nil {
		return f.distant.size
	}
	return len(f.Text)
}

// Chars returns the file's characters in UTF-8: Text, unless the File was decoded. A Distant file has
// them by parts only.
func (f *File) Chars() []byte {
	if f.decoded != nil {
		return f.decoded.Text
	}
	return f.Text
}

// Of returns the bytes that the characters from start to end were decoded from, offsets of Chars.
func (f *File) Of(start, end int) Span {
	if f.decoded == nil {
		return f.Span(start, end)
	}
	s := f.decoded.Span(start, end)
	return Span{f, f.offsets.Byte(s.Start), f.offsets.Byte(s.End)}
}

var bom = []byte("\xef\xbb\xbf")

// NewText returns a File for prose or YAML: a byte order mark is cut, CRLF and CR become LF.
// Bytes that are not UTF-8, and NUL, are reported where the first of them stands and replaced
// by U+FFFD, so that the File can still be read for further problems.
func NewText(path string, raw []byte) (*File, List) {
	raw = bytes.TrimPrefix(raw, bom)
	if bytes.IndexByte(raw, '\r') >= 0 {
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	f := NewFile(path, raw)
	var problems List
	if i := invalid(raw); i >= 0 {
		problems = append(problems, Errorf(f.Span(i, i+1), "byte %#02x is not UTF-8 text", raw[i]).
			WithRule("encoding-invalid").WithHint("save the file as UTF-8"))
		f = NewFile(path, bytes.ToValidUTF8(raw, []byte("\uFFFD")))
		problems[0].At.File = &File{Path: path, Text: raw}
	} else if i := bytes.IndexByte(raw, 0); i >= 0 {
		problems = append(problems, Errorf(f.Span(i, i+1), "NUL byte in a text file").
			WithRule("nul-byte").WithHint("this does not look like text; save it as UTF-8"))
	}
	return f, problems
}

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// Span returns the bytes from start to end of f, clamped to the file.
func (f *File) Span(start, end int) Span {
	start = min(max(start, 0), f.Size())
	return Span{f, start, min(max(end, start), f.Size())}
}

// All returns the whole file as a Span.
func (f *File) All() Span { return Span{f, 0, f.Size()} }

// Line returns the 1-based line n without its newline; a line that does not exist is empty and
// stands at the nearest end of the file.
func (f *File) Line(n int) Span {
	if f.decoded != nil {
		line := f.decoded.Line(n)
		return f.Of(line.Start, line.End)
	}
	if f.distant != nil {
		return f.distant.line(f, n)
	}
	f.index()
	if n < 1 {
		return f.Span(0, 0)
	}
	if n > len(f.lines) {
		return f.Span(len(f.Text), len(f.Text))
	}
	start := f.lines[n-1]
	end := len(f.Text)
	if n < len(f.lines) {
		end = f.lines[n]
	}
	line := strings.TrimRight(string(f.Text[start:end]), "\r\n")
	return Span{f, start, start + len(line)}
}

func (f *File) index() {
	f.once.Do(func() {
		f.lines = append(f.lines, 0)
		if bytes.HasPrefix(f.Text, bom) {
			f.lines[0] = len(bom) // it is no character of the first line
		}
		for i, b := range f.Text {
			// A lone CR ends a line too, as old spreadsheet exports have it.
			if b == '\n' || b == '\r' && (i+1 == len(f.Text) || f.Text[i+1] != '\n') {
				f.lines = append(f.lines, i+1)
			}
		}
	})
}

// lineOf returns the 1-based number of the line that holds the byte at offset, and where it begins.
func (f *File) lineOf(offset int) (n, start int) {
	if f.distant != nil {
		return f.distant.lineOf(offset)
	}
	f.index()
	n = max(1, sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset }))
	return n, f.lines[n-1]
}
