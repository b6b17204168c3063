package watch

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// trails say where on the machine each input is found: through which folders and links, so that
// an event at any of these places leads back to it. Folders are watched and compared by their own
// path without links, because the system knows a folder once, whatever ways lead to it.
type trails struct {
	spots   map[place]*spot
	lists   map[string][]string    // inputs that are this folder
	ends    map[string]end         // of each input
	folders map[string]string      // where an input's folder is; empty if it is not there
	watched map[string]fs.FileInfo // folders, with what tells one from another of the same name
}

// place is a name in a folder.
type place struct{ dir, name string }

// spot is a place that paths depend on.
type spot struct {
	paths   []string // inputs, and folders of inputs
	through bool     // what follows on the way would be elsewhere
}

// end is what an input was when its trail was followed.
type end struct{ link, folder bool }

func newTrails() trails {
	return trails{map[place]*spot{}, map[string][]string{}, map[string]end{}, map[string]string{}, map[string]fs.FileInfo{}}
}

// handle notes what an event is about.
func (w *Watcher) handle(e fsnotify.Event) {
	if e.Name == "" || e.Op == fsnotify.Chmod || w.passed(e) {
		return
	}
	dir, name := filepath.Dir(e.Name), filepath.Base(e.Name)
	there := e.Has(fsnotify.Create) || e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)
	touched, during := false, w.open || time.Since(w.built) < lag
	touch := func(p string, counts bool) {
		touched = true
		w.dirty[p] = true
		if during && counts {
			w.unsure[p] = true
		}
		delete(w.suspects, p)
	}
	if s := w.spots[place{dir, name}]; s != nil {
		touched = true
		w.moved = w.moved || s.through
		for _, p := range s.paths {
			touch(p, true)
			w.moved = w.moved || w.known[p].folder()
		}
	}
	if there && e.Name == w.root {
		touch(".", true)
		w.moved = true
	}
	if !temporary(name) {
		for _, list := range w.lists[dir] {
			p := path.Join(list, name)
			if w.ignored(p) {
				continue
			}
			if there || w.held[p] {
				touch(p, w.counts(p, w.names[list][name].IsDir()))
			} else if during { // of files that are no inputs a write says nothing
				w.glimpsed[p] = true
			}
		}
	}
	if touched {
		w.arm()
	}
	if w.moved {
		clear(w.suspects)
	}
}

// relink follows all trails anew. Watches on folders that are no longer where they were go first:
// the system would go on telling of them under their old names.
func (w *Watcher) relink() {
	old := w.watched
	for dir, was := range old {
		if is, err := os.Stat(dir); w.events != nil && (err != nil || !os.SameFile(was, is)) {
			w.events.remove(dir)
		}
	}
	w.trails = newTrails()
	for p := range w.set {
		w.trail(p)
	}
	for dir := range old {
		if _, still := w.watched[dir]; w.events != nil && !still {
			w.events.remove(dir)
		}
	}
}

// trail finds an input and watches the folders on the way.
func (w *Watcher) trail(p string) {
	if w.events == nil {
		return
	}
	to := w.root
	info, link, ok := fs.FileInfo(nil), false, true
	if p != "." {
		dir, found := w.folder(path.Dir(p))
		if !found {
			return
		}
		to, info, link = w.walk(dir, p, false)
		ok = info != nil && info.IsDir()
	}
	w.ends[p] = end{link, ok}
	if ok {
		w.attend(to)
		w.lists[to] = append(w.lists[to], p)
	}
}

// folder returns where a folder of inputs is.
func (w *Watcher) folder(dir string) (string, bool) {
	if dir == "." {
		return w.root, true
	}
	at, known := w.folders[dir]
	if !known {
		if up, ok := w.folder(path.Dir(dir)); ok {
			if to, info, _ := w.walk(up, dir, true); info != nil && info.IsDir() {
				at = to
			}
		}
		w.folders[dir] = at
	}
	return at, at != ""
}

// walk goes from the folder that holds a path to what it stands for, through links, and notes each
// place that it looks at. Through says that the path is one on the way. The info is nil if nothing
// is there.
func (w *Watcher) walk(dir, p string, through bool) (to string, info fs.FileInfo, link bool) {
	rest := []string{path.Base(p)}
	for links := 0; len(rest) > 0; {
		name := rest[0]
		rest = rest[1:]
		switch name {
		case "", ".":
			continue
		case "..":
			dir, info = filepath.Dir(dir), nil
			continue
		}
		w.attend(dir)
		to = filepath.Join(dir, name)
		var err error
		info, err = os.Lstat(to)
		is := err == nil && info.Mode()&fs.ModeSymlink != 0
		s := w.spots[place{dir, name}]
		if s == nil {
			s = &spot{}
			w.spots[place{dir, name}] = s
		}
		if !slices.Contains(s.paths, p) {
			s.paths = append(s.paths, p)
		}
		s.through = s.through || through || is || len(rest) > 0
		switch {
		case err != nil:
			return to, nil, link
		case is:
			link = true
			target, err := os.Readlink(to)
			if links++; err != nil || links > 40 { // as many as the system follows
				return to, nil, link
			}
			if filepath.IsAbs(target) {
				dir = filepath.VolumeName(target) + string(filepath.Separator)
				target = target[len(filepath.VolumeName(target)):]
			}
			rest = append(strings.Split(filepath.ToSlash(target), "/"), rest...)
			info = nil
		case info.IsDir():
			dir = to
		case len(rest) > 0:
			return to, nil, link
		}
	}
	if info == nil { // a link that ends in dots
		info, _ = os.Stat(dir)
		to = dir
	}
	return to, info, link
}

// attend has a folder watched. To do so again is cheap, and revives a watch that the system dropped
// because the folder was away for a moment.
func (w *Watcher) attend(dir string) {
	if _, done := w.watched[dir]; done || w.events == nil {
		return
	}
	err := w.events.add(dir)
	away := errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
	switch {
	case err == nil:
		w.watched[dir], _ = os.Stat(dir)
	case away && dir != w.root: // the folder above it tells when it comes
	case errors.Is(err, fs.ErrPermission) && dir != w.root: // on the way to a link's target
	default:
		w.fallBack(limits(err))
	}
}
