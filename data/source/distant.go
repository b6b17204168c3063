package source

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
)

// Reader is an opened file, of which any part can be read.
type Reader interface {
	io.ReaderAt
	io.Closer
}

// distant is a file that is not held. What is asked of it is read where it is, so a problem in a file
// of a gigabyte costs a few lines of it.
type distant struct {
	size int
	open func() (Reader, error)

	mu    sync.Mutex
	err   error  // the first that reading met
	block []byte // read last, never changed
	at    int    // where block begins
	marks []mark // one every markEvery bytes, as far as was asked
}

// mark is where the line begins that holds the byte of the mark.
type mark struct{ line, start int }

const (
	blockSize = 64 << 10
	markEvery = 1 << 20
)

// PartSize is how many bytes of a distant file its readers hold at a time, if no record is longer. Tests make it small.
var PartSize = 512 << 10

// NewDistant returns a File that is not held, of so many bytes of UTF-8.
func NewDistant(path string, size int, open func() (Reader, error)) *File {
	return &File{Path: path, distant: &distant{size: size, open: open}}
}

// Distant reports whether the file is not held: it has no Text, and is read by parts.
func (f *File) Distant() bool { return f.distant != nil }

// Open opens a Distant file.
func (f *File) Open() (Reader, error) { return f.distant.open() }

// Err returns what went wrong while parts of a Distant file were read: they came out short.
func (f *File) Err() error {
	if f.distant == nil {
		return nil
	}
	f.distant.mu.Lock()
	defer f.distant.mu.Unlock()
	return f.distant.err
}

// Unread says why not all of a distant file could be read; it is empty when all that was asked of it was.
func (f *File) Unread() List {
	if err := f.Err(); err != nil {
		return List{Errorf(NewFile(f.Path, nil).All(), "cannot be read: %v", err)}
	}
	return nil
}

// Fill reads the bytes from at on into a buffer, and returns it, cut where the file ends. The Reader is
// of Open.
func (f *File) Fill(r Reader, buffer []byte, at int) []byte {
	n, err := r.ReadAt(buffer, int64(at))
	if n < len(buffer) {
		f.distant.mu.Lock()
		defer f.distant.mu.Unlock()
		f.distant.short(err)
	}
	return buffer[:n]
}

// Part returns the characters from start to end, offsets of Chars, clamped to the file. They must not be
// changed.
func (f *File) Part(start, end int) []byte {
	if f.distant != nil {
		f.distant.mu.Lock()
		defer f.distant.mu.Unlock()
		return f.distant.part(start, end)
	}
	chars := f.Chars()
	start = min(max(start, 0), len(chars))
	return chars[start:min(max(end, start), len(chars))]
}

// CharsSize returns how many bytes the file's characters have in UTF-8.
func (f *File) CharsSize() int {
	if f.distant != nil {
		return f.distant.size
	}
	return len(f.Chars())
}

func (d *distant) part(start, end int) []byte {
	start = min(max(start, 0), d.size)
	end = min(max(end, start), d.size)
	if start < d.at || end > d.at+len(d.block) {
		block := d.read(start, max(end, min(start+blockSize, d.size)))
		if end-start > blockSize {
			return block
		}
		d.block, d.at = block, start
	}
	return d.block[start-d.at : max(start-d.at, min(end-d.at, len(d.block)))]
}

// read reads from start to end; what it returns is shorter when the file became so.
func (d *distant) read(start, end int) []byte {
	r, err := d.open()
	if err != nil {
		d.short(err)
		return nil
	}
	defer r.Close()
	b := make([]byte, end-start)
	n, err := r.ReadAt(b, int64(start))
	if n < len(b) {
		d.short(err)
	}
	return b[:n]
}

// short keeps the reason why less was read than the file had when it was found.
func (d *distant) short(err error) {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if d.err == nil {
		d.err = err
	}
}

// lineOf returns the number of the line that holds the byte at offset, and where it begins.
func (d *distant) lineOf(offset int) (n, start int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.mark(offset / markEvery)
	m = d.walk(m, d.part(offset/markEvery*markEvery, offset+1), offset/markEvery*markEvery, func(m mark) bool { return m.start <= offset })
	return m.line, m.start
}

// line returns the line of the number, without its newline.
func (d *distant) line(f *File, n int) Span {
	if n < 1 {
		return f.Span(0, 0)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	i := 0
	for i < d.size/markEvery && d.mark(i+1).line < n {
		i++
	}
	m := d.mark(i)
	for at := i * markEvery; m.line < n && at < d.size; at += markEvery {
		m = d.walk(m, d.part(at, at+markEvery+1), at, func(m mark) bool { return m.line <= n })
	}
	if m.line < n {
		return f.Span(d.size, d.size)
	}
	for size := blockSize; ; size *= 2 {
		text := d.part(m.start, m.start+size)
		if end := bytes.IndexAny(text, "\r\n"); end >= 0 || len(text) < size {
			if end < 0 {
				end = len(text)
			}
			return f.Span(m.start, m.start+end)
		}
	}
}

// mark returns the mark at i*markEvery.
func (d *distant) mark(i int) mark {
	if d.marks == nil {
		d.marks = []mark{{line: 1}}
		if strings.HasPrefix(string(d.part(0, len(bom))), string(bom)) {
			d.marks[0].start = len(bom)
		}
	}
	for len(d.marks) <= i {
		at := (len(d.marks) - 1) * markEvery
		m := d.walk(d.marks[len(d.marks)-1], d.part(at, at+markEvery+1), at, func(m mark) bool { return m.start <= at+markEvery })
		d.marks = append(d.marks, m)
	}
	return d.marks[i]
}

// walk goes from line to line of a text that begins at a byte of the file, as long as the next one is
// still wanted. Behind a CR at the end of the text no line begins but at the end of the file.
func (d *distant) walk(m mark, text []byte, at int, wanted func(mark) bool) mark {
	for i := 0; i < len(text); {
		n := bytes.IndexAny(text[i:], "\r\n")
		if n < 0 {
			break
		}
		i += n + 1
		if text[i-1] == '\r' && (i == len(text) && at+i < d.size || i < len(text) && text[i] == '\n') {
			continue
		}
		next := mark{m.line + 1, at + i}
		if !wanted(next) {
			break
		}
		m = next
	}
	return m
}
