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
//
// A file with a Key is not even made while the folder holds it: see ledger.
package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

	Key  string                                // hash of all that the bytes depend on, for the manifest; empty when unknown
	Make func(context.Context) ([]byte, error) // in place of Data: makes the bytes when the folder does not hold them under this Key
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
	Past    *Past         // what Look found in the folder, to be read once only; may be nil
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
// mend, Make's among them, nothing or a consistent part of the new site has been written, and the
// next Publish finishes it. Files are made on every processor, each at most once.
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
	folders := &disk{root: root, at: began(root)}
	defer folders.close()
	return newWriter(ctx, dir, folders, o.Past).publish(files)
}

// writer publishes into one folder.
type writer struct {
	ctx    context.Context
	dir    string
	root   *os.Root
	disk   operations
	past   ledger
	buf    []byte          // for comparing
	absent map[string]bool // folders that were looked for: whether they are not there

	next    []entry // the new manifest
	steps   []step  // files to write
	foreign []step  // files to make, for what stands at their paths is not known to be ours
	gone    []string
	stale   bool // a file was compared that a newer manifest would have vouched for
	begun   bool // the marker stands
	result  Result
}

func newWriter(ctx context.Context, dir string, d *disk, past *Past) *writer {
	return &writer{ctx: ctx, dir: dir, root: d.root, disk: d, absent: map[string]bool{}, past: read(d.root, d.at, past)}
}

func (w *writer) publish(files []File) (Result, error) {
	w.sweep()
	if err := w.survey(files); err != nil {
		return w.result, err
	}
	if err := w.each(w.foreign, w.adopt); err != nil {
		return w.result, err
	}
	slices.SortFunc(w.steps, inOrder)
	if err := w.each(w.steps, w.update); err != nil {
		return w.result, err
	}
	if err := w.delete(); err != nil {
		return w.result, err
	}
	switch list := encode(w.next); {
	case w.begun || string(list) != w.past.text:
		if err := w.write(manifest, list); err != nil {
			return w.result, err
		}
	case w.stale:
		w.disk.Stamp(manifest) // without it the same is made once more
	}
	// What a build left that was killed with its last byte written goes, too.
	w.disk.Remove(pending)
	w.disk.Remove(updating)
	return w.result, nil
}

// adopt takes a file for ours that stands as it is to be. Nothing is written yet.
func (w *writer) adopt(s *step, m made) error {
	if !w.holds(w.name(s.file.Path), m.bytes) {
		return inTheWay(s.file.Path)
	}
	s.note(m)
	w.result.Unchanged++
	return nil
}

// update writes a file, unless it was made again and came out the same.
func (w *writer) update(s *step, m made) error {
	s.note(m)
	if s.there && s.file.Make != nil && w.holds(w.name(s.file.Path), m.bytes) {
		w.result.Unchanged++
		return nil
	}
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.write(s.file.Path, m.bytes); err != nil {
		return err
	}
	w.result.Written++
	return nil
}

// begin sets the marker, before the first byte, and lists what will be ours. What a killed build
// left stays ours, however often builds are killed.
func (w *writer) begin() error {
	if w.begun {
		return nil
	}
	all := make([]entry, 0, len(w.next)+len(w.gone))
	for _, e := range w.next {
		all = append(all, entry{Path: e.Path})
	}
	for _, p := range w.gone {
		all = append(all, entry{Path: p})
	}
	slices.SortFunc(all, byPath)
	if err := w.write(pending, encode(all)); err != nil {
		return err
	}
	if err := w.write(updating, []byte("an update is under way\n")); err != nil {
		return err
	}
	w.begun = true
	return nil
}

// delete removes what is no longer of the site, and folders that it leaves empty.
func (w *writer) delete() error {
	slices.SortFunc(w.gone, pagesFirst)
	for _, p := range w.gone {
		if err := w.begin(); err != nil {
			return err
		}
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
	return nil
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
		for _, e := range w.past.files {
			dirs[path.Dir(e.Path)] = true
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
