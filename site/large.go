package site

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"

	"plotline/data"
	"plotline/data/source"
)

// mostHeld is how many bytes of a data file are held in memory. A larger one is read by parts, as often as
// something new is asked of it.
const mostHeld = 8 << 20

// readData returns a file with a table. Its bytes are not held when they are many.
func (in *inputs) readData(name string) *input {
	in.seen[name] = true
	if f := in.files[name]; f != nil {
		return f
	}
	f := in.large(name)
	if f == nil {
		return in.read(name)
	}
	in.files[name] = f
	return f
}

// large looks at a large file, and finds its key. It is nil for one that is not large, or cannot be read
// by parts.
func (in *inputs) large(name string) *input {
	if missing, err := in.check(name); missing || err != nil {
		return nil
	}
	if fsys, at := in.folderOf(name); fsys != nil { // most files are small, and a look is cheaper than opening one
		if info, err := fs.Stat(fsys, at); err == nil && info.Size() <= mostHeld {
			return nil
		}
	}
	r, size, err := openFile(in.fsys, name)
	if err != nil || size <= mostHeld {
		if r != nil {
			r.Close()
		}
		return nil
	}
	defer r.Close()
	f := &input{name: name}
	h := sha256.New()
	part(h, len(name))
	io.WriteString(h, name)
	part(h, size)
	n, err := io.Copy(h, io.NewSectionReader(r, 0, int64(size)))
	if err == nil && n < int64(size) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		f.problem = unreadable(name, err)
		return f
	}
	h.Sum(f.sum[:0])
	fsys := in.fsys
	f.far = source.NewDistant(name, size, func() (source.Reader, error) {
		r, _, err := openFile(fsys, name)
		return r, err
	})
	return f
}

// part writes the length of a part, as keyOf does.
func part(w io.Writer, n int) { w.Write(binary.LittleEndian.AppendUint64(nil, uint64(n))) }

// openFile opens a file of which any part can be read.
func openFile(fsys fs.FS, name string) (source.Reader, int, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	r, ok := f.(source.Reader)
	if err == nil && (!ok || !info.Mode().IsRegular()) {
		err = errors.ErrUnsupported
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return r, int(info.Size()), nil
}

// source is the file as data.Read takes it; nil when it could not be read.
func (f *input) source() *source.File {
	switch {
	case f.far != nil:
		return f.far
	case f.bytes != nil:
		return source.NewFile(f.name, f.bytes)
	}
	return nil
}

// Keep keeps what was worked out of a large table for two plans, as memos do.
func (t storyTables) Keep(table *data.Table, question string, answer func() any) any {
	for _, read := range t.run.byFile {
		if read.table != table {
			continue
		}
		k := keyOf(read.key[:], []byte(question))
		if a, ok := t.run.answers.get(k); ok {
			return a
		}
		a := answer()
		if a != nil {
			t.run.answers.put(k, a)
		}
		return a
	}
	return answer()
}
