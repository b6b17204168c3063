package remote

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"plotline/data/snapshot"
)

// behind are the lines that follow the last row: an empty one, and the least and the greatest values.
const behind = 3

// longestLine is the most of a line that the reader of tables takes.
const longestLine = 8 << 20

var (
	tab  = []byte("\t")
	null = []byte(`\N`)
)

// tabSeparated reads TabSeparatedWithNamesAndTypes with extremes: names, types, rows, and behind
// the last row three lines more. Each row is held back until these could be the three behind it.
func (f *fetch) tabSeparated(r io.Reader) error {
	in := bufio.NewReaderSize(r, 64<<10)
	var head [2][]byte
	for i := range head {
		var err error
		if head[i], err = line(in, nil); err != nil {
			return f.broken(err, head[:])
		}
	}
	names, types := bytes.Split(head[0], tab), bytes.Split(head[1], tab)
	if len(names) != len(types) {
		rest, _ := line(in, nil)
		return f.cutShort(append(head[:], rest))
	}
	columns := make([]snapshot.Column, len(names))
	for i := range names {
		columns[i] = snapshot.Column{Name: string(unquoted(names[i])), Type: string(unquoted(types[i]))}
	}
	if err := f.header(columns); err != nil {
		return err
	}
	values := make([]func([]byte) []byte, len(columns))
	for i, c := range columns {
		values[i] = clickhouseText(c.Type)
	}
	cells := make([][]byte, len(columns))
	var held [][]byte
	var free []byte
	for {
		l, err := line(in, free)
		if err == io.EOF {
			return f.proven(held, len(columns))
		}
		held = append(held, l)
		if err != nil {
			return f.broken(err, held)
		}
		if len(held) <= behind {
			free = nil
			continue
		}
		free = held[0]
		if bytes.Count(free, tab) != len(columns)-1 {
			rest, _ := io.ReadAll(io.LimitReader(in, 64<<10))
			return f.cutShort(append(held, rest))
		}
		rest := free
		for i, value := range values {
			cells[i], rest, _ = bytes.Cut(rest, tab)
			if bytes.Equal(cells[i], null) {
				cells[i] = nil
			} else {
				cells[i] = value(cells[i])
			}
		}
		if err := f.row(cells); err != nil {
			return err
		}
		held = held[:copy(held, held[1:])]
	}
}

// line returns the next line without its newline, in the room of free. The error is io.EOF behind
// the last line only: a line that breaks off is returned with another.
func line(in *bufio.Reader, free []byte) ([]byte, error) {
	l := free[:0]
	for {
		piece, err := in.ReadSlice('\n')
		l = append(l, piece...)
		switch {
		case err == nil:
			return l[:len(l)-1], nil
		case err == io.EOF && len(l) > 0:
			return l, io.ErrUnexpectedEOF
		case err != bufio.ErrBufferFull:
			return l, err
		case len(l) > longestLine:
			return l, bufio.ErrTooLong
		}
	}
}

// proven is the end of a result, if the lines behind the last row are those of a query that came to
// its end. A result without rows has none of them.
func (f *fetch) proven(held [][]byte, columns int) error {
	if len(held) == 0 {
		return nil
	}
	if len(held) < behind || len(held[0]) > 0 || exception.Match(bytes.Join(held, newline)) {
		return f.cutShort(held)
	}
	for _, l := range held[1:] {
		if bytes.Count(l, tab) != columns-1 {
			return f.cutShort(held)
		}
	}
	return nil
}

// broken is an answer that could not be read to its end. Servers of today break it off on purpose,
// behind the reason.
func (f *fetch) broken(err error, lines [][]byte) error {
	if exception.Match(bytes.Join(lines, newline)) {
		return f.cutShort(lines)
	}
	if err == bufio.ErrTooLong {
		return fault(f.Token(0), "row %d is larger than 8 MB, which is the most of a row", f.out.rows+1)
	}
	return f.lost(err)
}

// cutShort is a result that has no end: the server's reason, if it wrote one into the rows.
func (f *fetch) cutShort(lines [][]byte) error {
	if text := bytes.Join(lines, newline); exception.Match(text) {
		return f.exception(text, "")
	}
	return fault(f.At("connection"), "the result of $%s has no end: it breaks off after %s", f.Connection, f.so()).hint("run it again")
}

// clickhouseText is how values of a type are written in a table: without the escapes of
// TabSeparated, which stay in lists, where they are part of the text; times as ISO 8601; texts of
// fixed length without the NULs that fill them.
func clickhouseText(kind string) func([]byte) []byte {
	for _, wrapper := range []string{"LowCardinality(", "Nullable("} {
		if inner, ok := strings.CutPrefix(kind, wrapper); ok {
			kind = strings.TrimSuffix(inner, ")")
		}
	}
	name, _, _ := strings.Cut(kind, "(")
	switch name {
	case "Array", "Tuple", "Map", "Nested":
		return func(b []byte) []byte { return b }
	case "FixedString":
		return func(b []byte) []byte { return bytes.TrimRight(unquoted(b), "\x00") }
	case "DateTime", "DateTime64":
		return func(b []byte) []byte { return bytes.Replace(b, []byte(" "), []byte("T"), 1) }
	}
	return unquoted
}

// unquoted undoes the escapes of TabSeparated, in place.
func unquoted(b []byte) []byte {
	i := bytes.IndexByte(b, '\\')
	if i < 0 {
		return b
	}
	out := b[:i]
	for ; i < len(b); i++ {
		c := b[i]
		if c == '\\' && i+1 < len(b) {
			i++
			c = b[i]
			if plain, ok := escapes[c]; ok {
				c = plain
			}
		}
		out = append(out, c)
	}
	return out
}

var escapes = map[byte]byte{'b': '\b', 'f': '\f', 'r': '\r', 'n': '\n', 't': '\t', '0': 0}
