package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// survey looks at every file's place before anything is written, and sorts out what is to be done:
// both lists, of files and of what is ours, are sorted and gone through side by side.
func (w *writer) survey(files []File) error {
	sorted := make([]*File, len(files))
	for i := range files {
		sorted[i] = &files[i]
	}
	slices.SortFunc(sorted, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	w.next = make([]entry, len(files)) // steps point into it
	ours := w.past.files
	for i, f := range sorted {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		for len(ours) > 0 && ours[0].Path < f.Path {
			w.gone, ours = append(w.gone, ours[0].Path), ours[1:]
		}
		var known *entry
		if len(ours) > 0 && ours[0].Path == f.Path {
			known, ours = &ours[0], ours[1:]
		}
		if err := w.look(f, known, &w.next[i]); err != nil {
			return err
		}
	}
	for _, e := range ours {
		w.gone = append(w.gone, e.Path)
	}
	return nil
}

// look finds out what stands at a file's path. A file in the way that is not ours is an error.
func (w *writer) look(f *File, known, next *entry) error {
	next.Path, next.Key = f.Path, f.Key
	s := step{file: f, next: next}
	info, err := w.stat(f.Path, known != nil)
	switch {
	case err != nil:
		return err
	case info == nil:
		s.rank = rank(f, false)
		w.steps = append(w.steps, s)
		return nil
	case !info.Mode().IsRegular():
		return fmt.Errorf("publish %s: something is in the way that Plotline did not write; move it away", f.Path)
	}
	s.there, s.rank = true, rank(f, true)
	sure := known != nil && w.past.vouches(known, info)
	same := f.Make == nil && info.Size() == int64(len(f.Data)) && (sure && f.Immutable || w.holds(w.name(f.Path), f.Data))
	switch {
	case f.Make != nil && sure && f.Key != "" && f.Key == known.Key:
		*next = *known
		w.result.Unchanged++
		return nil
	case same && sure: // the bytes that we wrote are hashed already
		next.Sum, next.Size = known.Sum, known.Size
		w.result.Unchanged++
		return nil
	case same:
		s.note(finished(f.Data))
		w.result.Unchanged++
		w.stale = w.stale || known != nil
		return nil
	case known != nil:
		w.stale = w.stale || !sure
		w.steps = append(w.steps, s)
		return nil
	case f.Make != nil:
		w.foreign = append(w.foreign, s)
		return nil
	}
	return inTheWay(f.Path)
}

func inTheWay(p string) error {
	return fmt.Errorf("publish %s: a file is in the way that Plotline did not write; move it away", p)
}

// name is the path for the system. A look follows links out of the folder; what is written, through
// root, never does.
func (w *writer) name(p string) string {
	return w.dir + string(filepath.Separator) + filepath.FromSlash(p)
}

// stat tells what stands at a path, nil when nothing does.
func (w *writer) stat(p string, ours bool) (fs.FileInfo, error) {
	if !ours && w.missing(path.Dir(p)) {
		return nil, nil
	}
	info, err := os.Lstat(w.name(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return info, nil
}

// missing reports whether a folder is not there, nor anything in its place. A new site has a folder
// for every story and every chart, and one look tells about all below it.
func (w *writer) missing(dir string) bool {
	if dir == "." {
		return false
	}
	not, known := w.absent[dir]
	if !known {
		if not = w.missing(path.Dir(dir)); !not {
			_, err := os.Lstat(w.name(dir))
			not = errors.Is(err, fs.ErrNotExist)
		}
		w.absent[dir] = not
	}
	return not
}

// holds reports whether the file's bytes are b.
func (w *writer) holds(name string, b []byte) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() != int64(len(b)) {
		return false
	}
	if w.buf == nil {
		w.buf = make([]byte, 64<<10)
	}
	for {
		n, err := f.Read(w.buf)
		if n > len(b) || !bytes.Equal(w.buf[:n], b[:n]) {
			return false
		}
		if b = b[n:]; err != nil || len(b) == 0 {
			return len(b) == 0
		}
	}
}
