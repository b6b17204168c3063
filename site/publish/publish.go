// Package publish writes a finished site into its folder so that no reader ever meets a half of it.
//
// In go Files; out come bytes on disk and a Result. Start with Check, which needs no disk, then
// Publish.
//
// Why every page on disk refers only to files on disk, at any instant and after any kill: hashed
// assets are written first, then all other files, then pages that are new, then pages that replace
// one, and the front page last, so that no page points at a later one; and files are deleted only
// when the last new page stands. A page of the old site may be read until then, and all it refers
// to is still there, a hashed asset because its name is its content, any other file because it is
// replaced by a rename; pages that are to go are deleted before what they refer to. Every write is
// a temporary file in the same folder and a rename. Only pages that no link leads to, those not
// yet or no longer of the site, may for an instant point at each other in vain.
//
// What is ours is always known: the manifest names what the last build wrote, and a pending list,
// written before the first byte, what this one is about to write. Anything else is somebody's and
// is neither replaced nor deleted.
package publish

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plotline/data/source"
)

// File is one output. Path is slash-separated and relative to the site's folder.
type File struct {
	Path      string
	Data      []byte
	Immutable bool        // its name holds the hash of its content
	Origin    source.Span // what it was made from, for messages; may be nowhere

	Key  string                                // hash of all that Make's bytes depend on; empty for a file given as Data
	Make func(context.Context) ([]byte, error) // makes the bytes when the folder does not hold them under this Key
}

// Bytes returns Data, or what Make makes.
func (f *File) Bytes(ctx context.Context) ([]byte, error) {
	if f.Make == nil {
		return f.Data, nil
	}
	return f.Make(ctx)
}

// Result counts what Publish did.
type Result struct{ Written, Unchanged, Deleted int }

// Options of Publish.
type Options struct {
	Project string        // absolute folder of the project, which must not be overwritten
	Wait    time.Duration // for another build to finish; 0 is 10 s
}

const (
	state    = ".plotline" // our folder inside the site's; never deployed
	manifest = state + "/manifest.json"
	pending  = state + "/pending.json"
	updating = state + "/updating"
	lockFile = state + "/lock"
	temp     = ".plotline-tmp-" // prefix of temporaries, so that a later build knows them
)

// Publish makes dir hold the files, which must have passed Check. On an error that is not ours to
// mend nothing or a consistent part of the new site has been written, and the next Publish
// finishes it.
func Publish(ctx context.Context, dir string, files []File, o Options) (Result, error) {
	if err := refuse(dir, o.Project); err != nil {
		return Result{}, err
	}
	if err := os.MkdirAll(filepath.Join(dir, state), 0o755); err != nil {
		return Result{}, fmt.Errorf("publish: %w", err)
	}
	unlock, err := lock(ctx, filepath.Join(dir, filepath.FromSlash(lockFile)), o.Wait)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Result{}, fmt.Errorf("publish: %w", err)
	}
	defer root.Close()
	folders := &disk{root: root}
	defer folders.close()
	w := &writer{ctx: ctx, dir: dir, root: root, disk: folders, absent: map[string]bool{}}
	return w.publish(files)
}

// writer publishes into one folder.
type writer struct {
	ctx    context.Context
	dir    string
	root   *os.Root
	disk   operations
	buf    []byte            // for comparing
	absent map[string]bool   // folders that were looked for: whether they are not there
	old    map[string]string // sha256 of what the last build wrote, by path
	ours   map[string]bool   // paths that are ours by manifest or pending list
	result Result
}

func (w *writer) publish(files []File) (Result, error) {
	w.old, w.ours = map[string]string{}, map[string]bool{}
	w.remember(manifest)
	killed := w.remember(pending) // files may be newer than the manifest
	w.sweep()
	next := map[string]string{}
	var change []step
	for _, f := range files {
		if f.Make != nil {
			b, err := f.Make(w.ctx)
			if err != nil {
				return w.result, err
			}
			f.Data, f.Make = b, nil
		}
		there, same, err := w.look(f)
		if err != nil {
			return w.result, err
		}
		if same {
			w.result.Unchanged++
		} else {
			change = append(change, step{f, rank(f, there)})
		}
		if known := w.old[f.Path]; same && known != "" && !killed { // the bytes that we wrote are hashed already
			next[f.Path] = known
		} else {
			sum := sha256.Sum256(f.Data)
			next[f.Path] = hex.EncodeToString(sum[:])
		}
	}
	slices.SortFunc(change, func(a, b step) int {
		return cmp.Or(a.rank-b.rank, strings.Compare(a.Path, b.Path))
	})
	var gone []string
	for p := range w.ours {
		if _, stays := next[p]; !stays {
			gone = append(gone, p)
		}
	}
	slices.SortFunc(gone, pagesFirst)
	if len(change) == 0 && len(gone) == 0 && mapsEqual(w.old, next) {
		w.finish() // what a build left that was killed with its last byte written
		return w.result, w.ctx.Err()
	}
	return w.result, w.update(change, gone, next)
}

func mapsEqual(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// update does the writing, between setting and removing the marker.
func (w *writer) update(change []step, gone []string, next map[string]string) error {
	known := map[string]string{}
	for p := range w.ours { // what a killed build left stays ours, however often builds are killed
		known[p] = ""
	}
	for p, s := range next {
		known[p] = s
	}
	if err := w.list(pending, known); err != nil {
		return err
	}
	if err := w.write(updating, []byte("an update is under way\n")); err != nil {
		return err
	}
	for _, f := range change {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.write(f.Path, f.Data); err != nil {
			return err
		}
		w.result.Written++
	}
	for _, p := range gone {
		if err := w.disk.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("publish: %w", err)
		}
		w.result.Deleted++
		for d := path.Dir(p); d != "."; d = path.Dir(d) {
			if w.disk.Remove(d) != nil { // not empty: it holds more
				break
			}
		}
	}
	if err := w.list(manifest, next); err != nil {
		return err
	}
	w.finish()
	return nil
}

// finish says that the update is over.
func (w *writer) finish() {
	w.disk.Remove(pending)
	w.disk.Remove(updating)
}

// look reports whether a file stands on disk already, and whether it is the same. A file in the
// way that is not ours is an error, before anything is written.
func (w *writer) look(f File) (there, same bool, err error) {
	// A look follows links out of the folder; what is written, through root, never does.
	name := filepath.Join(w.dir, filepath.FromSlash(f.Path))
	if !w.ours[f.Path] && w.missing(path.Dir(f.Path)) {
		return false, false, nil
	}
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, false, nil
	}
	if err != nil {
		return false, false, fmt.Errorf("publish: %w", err)
	}
	if !info.Mode().IsRegular() {
		return true, false, fmt.Errorf("publish %s: something is in the way that Plotline did not write; move it away", f.Path)
	}
	if info.Size() == int64(len(f.Data)) && w.holds(name, f.Data) {
		return true, true, nil
	}
	if !w.ours[f.Path] {
		return true, false, fmt.Errorf("publish %s: a file is in the way that Plotline did not write; move it away", f.Path)
	}
	return true, false, nil
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
			_, err := os.Lstat(filepath.Join(w.dir, filepath.FromSlash(dir)))
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

// remember reads a list of paths that are ours, and reports whether there is one.
func (w *writer) remember(name string) bool {
	b, err := w.root.ReadFile(name)
	if err != nil {
		return false
	}
	var l listing
	if json.Unmarshal(b, &l) != nil {
		return true
	}
	for _, f := range l.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) {
			continue
		}
		w.ours[f.Path] = true
		if name == manifest {
			w.old[f.Path] = f.Sum
		}
	}
	return true
}

// listing is the form of the manifest and the pending list.
type listing struct {
	Format int     `json:"format"`
	Files  []entry `json:"files"`
}

type entry struct {
	Path string `json:"path"`
	Sum  string `json:"sha256"`
}

// list writes paths and hashes, sorted.
func (w *writer) list(name string, sums map[string]string) error {
	l := listing{Format: 1}
	for p, s := range sums {
		l.Files = append(l.Files, entry{p, s})
	}
	slices.SortFunc(l.Files, func(a, b entry) int { return strings.Compare(a.Path, b.Path) })
	b, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return w.write(name, append(b, '\n'))
}

// write puts bytes at a path by a temporary file beside it and a rename.
func (w *writer) write(name string, b []byte) error {
	dir := path.Dir(name)
	if err := w.disk.MkdirAll(dir); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	t := path.Join(dir, temp+path.Base(name))
	if len(path.Base(t)) > longestName {
		sum := sha256.Sum256([]byte(name))
		t = path.Join(dir, temp+hex.EncodeToString(sum[:8]))
	}
	err := w.disk.WriteFile(t, b)
	if err == nil {
		err = w.disk.Rename(t, name)
	}
	if err != nil {
		w.disk.Remove(t)
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

// sweep removes temporaries that a killed build left beside our files; before its marker stood it
// wrote into our own folder only.
func (w *writer) sweep() {
	dirs := map[string]bool{state: true}
	if _, err := w.root.Lstat(updating); err == nil {
		dirs["."] = true
		for p := range w.ours {
			dirs[path.Dir(p)] = true
		}
	}
	for d := range dirs {
		entries, err := fs.ReadDir(w.root.FS(), d)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), temp) {
				w.root.Remove(path.Join(d, e.Name()))
			}
		}
	}
}
