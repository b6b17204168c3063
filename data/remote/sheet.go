package remote

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"unicode/utf8"
)

// The limits of a table, as the reader has them.
const (
	mostBytes = 1 << 30
	mostCell  = 2 << 20
)

// sheet writes CSV and counts.
type sheet struct {
	w     *bufio.Writer
	hash  hash.Hash
	rows  int
	bytes int64
	err   error // the first of w
}

func newSheet(w io.Writer) *sheet {
	h := sha256.New()
	return &sheet{w: bufio.NewWriterSize(io.MultiWriter(w, h), 64<<10), hash: h}
}

func (s *sheet) write(b []byte) {
	n, err := s.w.Write(b)
	s.bytes += int64(n)
	if s.err == nil {
		s.err = err
	}
}

var (
	comma   = []byte(",")
	newline = []byte("\n")
	quote   = []byte(`"`)
	quotes  = []byte(`""`)
)

// cell writes a cell. An empty one has quotes, unless it is missing.
func (s *sheet) cell(b []byte, missing, first bool) {
	if !first {
		s.write(comma)
	}
	switch {
	case missing:
	case len(b) > 0 && !bytes.ContainsAny(b, ",\"\n\r"):
		s.write(b)
	default:
		s.write(quote)
		s.write(bytes.ReplaceAll(b, quote, quotes))
		s.write(quote)
	}
}

func (s *sheet) end() {
	s.write(newline)
	s.rows++
}

func (s *sheet) close() error {
	if err := s.w.Flush(); s.err == nil {
		s.err = err
	}
	return s.err
}

func (s *sheet) sum() string { return hex.EncodeToString(s.hash.Sum(nil)) }

// refused says why a cell cannot stand in a table, or nothing.
func refused(b []byte) string {
	switch {
	case len(b) > mostCell:
		return "is larger than 2 MB, which is the most of a cell"
	case bytes.IndexByte(b, 0) >= 0:
		return "holds a NUL byte, so it is no text"
	case !utf8.Valid(b):
		return "is no UTF-8 text"
	}
	return ""
}
