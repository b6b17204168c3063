package revision

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"strings"
	"sync"
	"time"
)

// Open opens a file or a folder; links within the project are followed, others lead nowhere.
func (t *Tree) Open(name string) (fs.File, error) {
	e, err := t.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	if e.mode.IsDir() {
		return &folder{info: info{e}, left: e.list}, nil
	}
	b, err := t.blobs.read(e.blob)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{info{e}, bytes.NewReader(b)}, nil
}

// Stat needs no contents.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	e, err := t.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return info{e}, nil
}

const mostLinks = 10 // that one path may lead through

// find walks a path, through links.
func (t *Tree) find(name string) (*entry, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	links := 0
	at, rest := ".", name
	for rest != "" && rest != "." {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		next := path.Join(at, part)
		e := t.entries[next]
		if e == nil || next == ".." || strings.HasPrefix(next, "../") {
			return nil, fs.ErrNotExist
		}
		if e.mode&fs.ModeSymlink == 0 {
			at = next
			continue
		}
		if links++; links > mostLinks {
			return nil, fs.ErrNotExist
		}
		target, err := t.blobs.read(e.blob)
		if err != nil {
			return nil, err
		}
		if path.IsAbs(string(target)) {
			return nil, fs.ErrNotExist
		}
		at, rest = ".", path.Join(path.Dir(next), string(target), rest)
		if rest == ".." || strings.HasPrefix(rest, "../") {
			return nil, fs.ErrNotExist
		}
	}
	return t.entries[at], nil
}

// info is what a Tree knows of an entry. Commits have no times of files.
type info struct{ *entry }

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

type file struct {
	info info
	*bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

type folder struct {
	info info
	left []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }
func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.name, Err: fs.ErrInvalid}
}

// ReadDir lists the folder as fs.ReadDirFile says.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.left) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.left) {
		n = len(f.left)
	}
	out := f.left[:n:n]
	f.left = f.left[n:]
	return out, nil
}

// blobs asks one git for the contents of many files.
type blobs struct {
	mu      sync.Mutex
	command *exec.Cmd
	to      io.WriteCloser
	from    *bufio.Reader
}

func open(folder string) (*blobs, error) {
	b := &blobs{command: command(context.Background(), folder, "cat-file", "--batch")}
	from, err := b.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if b.to, err = b.command.StdinPipe(); err != nil {
		return nil, err
	}
	b.from = bufio.NewReader(from)
	return b, b.command.Start()
}

func (b *blobs) read(name string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, err := fmt.Fprintln(b.to, name); err != nil {
		return nil, err
	}
	line, err := b.from.ReadString('\n')
	if err != nil {
		return nil, err
	}
	var got, kind string
	var size int
	if n, _ := fmt.Sscan(line, &got, &kind, &size); n < 3 || kind != "blob" {
		return nil, fmt.Errorf("git cat-file: %s", strings.TrimSpace(line)) // missing, in a shallow or partial clone
	}
	text := make([]byte, size+1) // a line feed follows
	_, err = io.ReadFull(b.from, text)
	return text[:size], err
}

func (b *blobs) close() error {
	b.to.Close()
	return b.command.Wait()
}
