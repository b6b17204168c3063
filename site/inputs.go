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
// preview watches. What it read stays for the next plan when a watcher tells what changed.
type inputs struct {
	fsys    fs.FS
	files   map[string]*input
	lists   map[string][]fs.DirEntry
	seen    map[string]bool
	regular map[string]bool // files that list has seen to be no links, pipes or devices
	folders map[string]fs.FS
}

// input is a file as it was read. No bytes and no problem mean that there is none.
type input struct {
	name    string
	bytes   []byte
	problem *source.Problem

	sum      key // of name and bytes, once asked for
	file     *source.File
	far      *source.File // of a large file, whose bytes are not held
	problems source.List
}

// begin starts a plan's reading.
func (in *inputs) begin(fsys fs.FS, keep bool) {
	if in.files == nil || !keep {
		in.forget(nil)
	}
	in.fsys, in.seen, in.folders = fsys, map[string]bool{}, map[string]fs.FS{}
}

// end gives back the folders that a file system like cmd's opened, and what was not looked at.
func (in *inputs) end() {
	for _, f := range in.folders {
		if c, ok := f.(io.Closer); ok {
			c.Close()
		}
	}
	for name := range in.files {
		if !in.seen[name] {
			delete(in.files, name)
		}
	}
}

// forget drops paths that may have changed, what is below them, and the lists they stand in; nil, and
// ".", drop everything.
func (in *inputs) forget(paths []string) {
	if paths == nil || slices.Contains(paths, ".") {
		in.files, in.lists, in.regular = map[string]*input{}, map[string][]fs.DirEntry{}, map[string]bool{}
		return
	}
	for _, p := range paths {
		if in.files[p] == nil || in.files[p].bytes == nil { // no file that was read, so perhaps a folder
			in.forgetBelow(p + "/")
		}
		delete(in.files, p)
		delete(in.regular, p)
		delete(in.lists, p)
		delete(in.lists, path.Dir(p))
	}
}

func (in *inputs) forgetBelow(folder string) {
	for p := range in.files {
		if strings.HasPrefix(p, folder) {
			delete(in.files, p)
			delete(in.regular, p)
		}
	}
	for p := range in.lists {
		if strings.HasPrefix(p, folder) {
			delete(in.lists, p)
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

// miss remembers a path that was wanted and is not there.
func (in *inputs) miss(name string) { in.seen[name] = true }

// read returns a file.
func (in *inputs) read(name string) *input {
	in.seen[name] = true
	if f := in.files[name]; f != nil {
		return f
	}
	f := &input{name: name}
	f.bytes, f.problem = in.open(name)
	in.files[name] = f
	return f
}

func (in *inputs) open(name string) ([]byte, *source.Problem) {
	missing, err := in.check(name)
	if missing {
		return nil, nil
	}
	var b []byte
	if folder, base := in.folderOf(name); err == nil && folder != nil {
		b, err = fs.ReadFile(folder, base)
	} else if err == nil {
		b, err = fs.ReadFile(in.fsys, name)
	}
	if err != nil {
		return nil, unreadable(name, err)
	}
	if b == nil {
		b = []byte{}
	}
	return b, nil
}

// folderOf is the open folder of a file that list has seen, and the file's name in it; nil for any other.
func (in *inputs) folderOf(name string) (folder fs.FS, base string) {
	if !in.regular[name] {
		return nil, ""
	}
	return in.folders[path.Dir(name)], path.Base(name)
}

// check looks at what has the name: whether anything has, and an error when it is no file.
func (in *inputs) check(name string) (missing bool, err error) {
	if in.regular[name] {
		return false, nil
	}
	info, err := fs.Lstat(in.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0 {
		err = errors.New("it is no regular file")
	}
	return false, err
}

func unreadable(name string, err error) *source.Problem {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	p := source.Errorf(source.NewFile(name, nil).All(), "cannot be read: %v", err)
	return &p
}

// key is the hash of the file's name and bytes.
func (f *input) key() key {
	if f.sum == (key{}) { // that of a large file was found as it was read
		f.sum = keyOf([]byte(f.name), f.bytes)
	}
	return f.sum
}

// text is the file as text, with what is wrong in its bytes.
func (f *input) text() (*source.File, source.List) {
	if f.file == nil {
		f.file, f.problems = source.NewText(f.name, f.bytes)
	}
	return f.file, f.problems
}

// list returns the files of a folder with one of the extensions, or any, without dot files, sorted by name.
func (in *inputs) list(dir string, extensions ...string) []string {
	in.seen[dir] = true
	entries, known := in.lists[dir]
	if !known {
		entries, _ = fs.ReadDir(in.fsys, dir) // a folder that cannot be listed has nothing for us
		in.lists[dir] = entries
		if sub, ok := in.fsys.(fs.SubFS); ok && dir != "." && in.folders[dir] == nil && len(entries) > 0 {
			if f, err := sub.Sub(dir); err == nil {
				in.folders[dir] = f
			}
		}
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") && (len(extensions) == 0 || slices.Contains(extensions, path.Ext(e.Name()))) {
			name := path.Join(dir, e.Name())
			names = append(names, name)
			in.regular[name] = e.Type().IsRegular()
		}
	}
	return names
}
