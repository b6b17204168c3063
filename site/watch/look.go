package watch

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

const (
	hashed = 8 << 20         // bytes, read and hashed in 5 ms; of larger files size and time decide
	coarse = 2 * time.Second // the coarsest clock of a file system in use
)

// state is what was found of a path at one moment.
type state struct {
	info   fs.FileInfo // nil if there is nothing; a link's is its target's
	link   bool
	taken  time.Time
	sum    [sha256.Size]byte
	summed bool
}

// names are the entries of a folder that may be inputs, with their types.
type names map[string]fs.FileMode

func (s state) there() bool  { return s.info != nil }
func (s state) folder() bool { return s.there() && s.info.IsDir() }
func (s state) file() bool   { return s.there() && s.info.Mode().IsRegular() }
func (s state) small() bool  { return s.file() && s.info.Size() <= hashed }

// blank is what a file is for a moment while it is saved.
func (s state) blank() bool { return !s.there() || s.file() && s.info.Size() == 0 }

// young means that a write after this look need not show in the time.
func (s state) young() bool {
	return s.file() && s.taken.Sub(s.info.ModTime()).Abs() < coarse
}

// same means that size, time and place on the disk are the same; of a folder names decide instead.
func (s state) same(o state) bool {
	switch {
	case !s.there() || !o.there():
		return s.there() == o.there()
	case s.info.Mode().Type() != o.info.Mode().Type():
		return false
	case s.folder():
		return true
	}
	return s.info.Size() == o.info.Size() && s.info.ModTime().Equal(o.info.ModTime()) && os.SameFile(s.info, o.info)
}

// differs means that the content is another one.
func (s state) differs(o state) bool {
	if !s.file() || !o.file() {
		return !s.same(o)
	}
	if s.info.Size() != o.info.Size() {
		return true
	}
	if s.summed && o.summed {
		return s.sum != o.sum
	}
	return !s.same(o) || s.young()
}

func (w *Watcher) stat(p string) state {
	s := state{taken: time.Now()}
	info, err := os.Lstat(w.file(p))
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		s.link = true
		info, err = os.Stat(w.file(p))
	}
	if err == nil {
		s.info = info
	}
	return s
}

// hash adds the content's hash if the file is small and can be read.
func (w *Watcher) hash(p string, s state) state {
	if !s.small() {
		return s
	}
	f, err := os.Open(w.file(p))
	if err != nil {
		return s
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err == nil {
		h.Sum(s.sum[:0])
		s.summed = true
	}
	return s
}

// list reads a folder that is an input.
func (w *Watcher) list(dir string) names {
	entries, _ := os.ReadDir(w.file(dir))
	out := make(names, len(entries))
	for _, e := range entries {
		if w.counts(path.Join(dir, e.Name()), e.IsDir()) {
			out[e.Name()] = e.Type()
		}
	}
	return out
}

// counts reports whether a name that comes to a listed folder, or goes, is worth a build.
func (w *Watcher) counts(p string, dir bool) bool {
	name := path.Base(p)
	// Builds list by extension, and many temporary files have none: vim's 4913, sed's sedXyZ123.
	return !temporary(name) && (dir || path.Ext(name) != "") && !w.ignored(p)
}

// temporary reports the files that editors, office programs and downloads leave beside what they
// write.
func temporary(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasPrefix(name, "~"), strings.HasPrefix(name, "#"), strings.HasSuffix(name, "~"),
		strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"):
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".tmp", ".temp", ".bak", ".swp", ".swo", ".swx", ".lock", ".part", ".crdownload":
		return true
	}
	return false
}

// look compares what the burst was about with what was known. Until they are believed, paths that
// became empty or vanished are held back.
func (w *Watcher) look(believe bool) {
	if w.moved {
		w.moved = false
		w.relink()
		w.all = true
	}
	dirty, all := w.dirty, w.all
	w.dirty, w.all = map[string]bool{}, false
	if all {
		for p := range w.set {
			w.check(p, dirty[p], believe)
		}
		for dir := range w.names {
			for _, p := range w.relist(dir) {
				w.checkName(p, believe)
			}
		}
	}
	for p := range dirty {
		if !all && w.set[p] {
			w.check(p, true, believe)
		}
	}
	for p := range dirty { // afterwards: of a folder that is gone the names are not named
		w.checkName(p, believe)
	}
}

// check looks at one input. Named means that an event was about it.
func (w *Watcher) check(p string, named, believe bool) {
	old, now := w.known[p], w.stat(p)
	if t := w.ends[p]; w.events != nil && (now.link && !t.link || now.folder() && !t.folder) {
		w.moved = true
	}
	if !named && now.same(old) && !(old.young() && old.summed) {
		return
	}
	now = w.hash(p, now)
	if old.differs(now) {
		if now.blank() && !believe {
			w.held[p] = true
			return
		}
		w.report(p)
	}
	w.known[p] = now
	if !now.folder() {
		delete(w.names, p)
		return
	}
	if w.names[p] != nil {
		return
	}
	w.names[p] = w.list(p)
	for name := range w.names[p] {
		if child := path.Join(p, name); !w.set[child] {
			w.known[child] = w.hash(child, w.stat(child)) // the build may make it an input
		}
	}
}

// report puts a path into the batch.
func (w *Watcher) report(p string) {
	w.ready[p] = true
	delete(w.suspects, p)
}

// checkName looks whether a name came to a listed folder or went.
func (w *Watcher) checkName(p string, believe bool) {
	list := w.names[path.Dir(p)]
	if list == nil || p == "." {
		return
	}
	name := path.Base(p)
	kind, was := list[name]
	info, err := os.Lstat(w.file(p))
	is := err == nil && w.counts(p, info.IsDir())
	if was == is && (!is || kind == info.Mode().Type()) {
		return
	}
	if !w.set[p] { // an input was looked at for itself
		if !believe && (!is || info.Mode().IsRegular() && info.Size() == 0) {
			w.held[p] = true
			return
		}
		w.report(p)
		delete(w.known, p)
	}
	if !is {
		delete(list, name)
		return
	}
	list[name] = info.Mode().Type()
	if !w.set[p] {
		w.known[p] = w.hash(p, w.stat(p)) // the build may make it an input
	}
}

// relist returns the names that came to a listed folder or went.
func (w *Watcher) relist(dir string) []string {
	var out []string
	old, now := w.names[dir], w.list(dir)
	for name, kind := range now {
		if was, ok := old[name]; !ok || was != kind {
			out = append(out, path.Join(dir, name))
		}
	}
	for name := range old {
		if _, ok := now[name]; !ok {
			out = append(out, path.Join(dir, name))
		}
	}
	return out
}

// different returns what differs from what is known.
func (w *Watcher) different() map[string]bool {
	out := map[string]bool{}
	for p := range w.set {
		old, now := w.known[p], w.stat(p)
		if !old.summed && old.small() {
			w.queue = append(w.queue, p)
		}
		if w.events == nil && old.folder() && now.folder() && !now.info.ModTime().Equal(old.info.ModTime()) && w.during(now.info.ModTime()) {
			out[p], w.unsure[p] = true, true // names may have come and gone
		}
		switch same := now.same(old); {
		case same && !(old.young() && old.summed):
			now.sum, now.summed = old.sum, old.summed
			w.known[p] = now
		case w.events == nil && !same:
			out[p] = true
			if now.there() && w.during(now.info.ModTime()) {
				w.unsure[p] = true
			}
		default:
			now = w.hash(p, now)
			// A touch is no change, though it moves the time, and sets off nothing.
			touched := w.events != nil && !(old.summed && now.summed) && old.file() && now.file() && old.info.Size() == now.info.Size()
			if old.differs(now) && !touched {
				out[p] = true
			} else {
				w.known[p] = now
			}
		}
	}
	for dir := range w.names {
		for _, p := range w.relist(dir) {
			out[p] = true
		}
	}
	return out
}

// sumOne hashes one input whose size and time are what they were when it was taken up.
func (w *Watcher) sumOne() {
	w.mu.Lock()
	defer w.unlock()
	if len(w.queue) == 0 {
		return
	}
	p := w.queue[len(w.queue)-1]
	w.queue = w.queue[:len(w.queue)-1]
	old, ok := w.known[p]
	if !ok || !w.set[p] || old.summed || old.young() || !old.same(w.stat(p)) {
		return
	}
	if now := w.hash(p, old); now.same(w.stat(p)) {
		w.known[p] = now
	}
}
