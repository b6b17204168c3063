package site

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"plotline/data/source"
)

// inputs reads a project and remembers every path it opened, listed or missed: the set that a
// preview watches.
type inputs struct {
	fsys    fs.FS
	seen    map[string]bool
	regular map[string]bool // files that list has seen to be no links, pipes or devices
	folders map[string]fs.FS
}

// close gives back the folders that a file system like cmd's opened.
func (in *inputs) close() {
	for _, f := range in.folders {
		if c, ok := f.(io.Closer); ok {
			c.Close()
		}
	}
}

// paths returns what was looked at, sorted.
func (in *inputs) paths() []string {
	out := make([]string, 0, len(in.seen))
	for p := range in.seen {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// read returns a file's bytes; nil without a problem means that there is none.
func (in *inputs) read(name string) ([]byte, *source.Problem) {
	in.seen[name] = true
	var err error
	if !in.regular[name] {
		info, failed := fs.Lstat(in.fsys, name)
		if errors.Is(failed, fs.ErrNotExist) {
			return nil, nil
		}
		if err = failed; err == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0 {
			err = errors.New("it is no regular file")
		}
	}
	var b []byte
	if folder := in.folders[path.Dir(name)]; err == nil && folder != nil && in.regular[name] {
		b, err = fs.ReadFile(folder, path.Base(name))
	} else if err == nil {
		b, err = fs.ReadFile(in.fsys, name)
	}
	if err != nil {
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		p := source.Errorf(source.NewFile(name, nil).All(), "cannot be read: %v", err)
		return nil, &p
	}
	if b == nil {
		b = []byte{}
	}
	return b, nil
}

// list returns the files of a folder with the extension, without dot files, sorted by name.
func (in *inputs) list(dir string, extensions ...string) []string {
	in.seen[dir] = true
	entries, err := fs.ReadDir(in.fsys, dir)
	if err != nil {
		return nil
	}
	if sub, ok := in.fsys.(fs.SubFS); ok && dir != "." && in.folders[dir] == nil {
		if f, err := sub.Sub(dir); err == nil {
			in.folders[dir] = f
		}
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") && slices.Contains(extensions, path.Ext(e.Name())) {
			name := path.Join(dir, e.Name())
			names = append(names, name)
			in.regular[name] = e.Type().IsRegular()
		}
	}
	return names
}
