package watch

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"time"
)

// Watch says what the last build looked at: paths opened, listed or missed, relative to the root,
// with slashes. It takes the place of what was said before; to say the same again costs nothing.
func (w *Watcher) Watch(inputs []string) {
	w.mu.Lock()
	defer w.unlock()
	if w.done {
		return
	}
	began := w.began()
	if w.built = time.Now(); len(w.batches) == 0 { // else the next build begins at once
		w.reading = false
		if !w.awaited { // else settle closes, or a build begins
			w.mark(closes)
		}
	}
	if slices.Equal(inputs, w.inputs) {
		clear(w.glimpsed)
		return
	}
	old := w.set
	w.inputs, w.set = slices.Clone(inputs), make(map[string]bool, len(inputs))
	for _, p := range inputs {
		if fs.ValidPath(p) && !w.ignored(p) {
			w.set[p] = true
		}
	}
	gone := false
	for p := range old {
		gone = gone || !w.set[p]
	}
	for p := range w.known {
		if !w.set[p] && !w.pending(p) && !w.pending(path.Dir(p)) {
			delete(w.known, p)
			delete(w.names, p)
		}
	}
	if gone {
		w.relink()
	}
	a := admission{w, began, map[string]bool{}}
	for _, p := range inputs {
		if w.set[p] && !old[p] {
			if !gone {
				w.trail(p)
			}
			a.admit(p)
		}
	}
	for p := range w.glimpsed {
		if w.set[p] && !old[p] {
			w.unsure[p] = true
			w.arm()
		}
	}
	clear(w.glimpsed)
	w.signal()
}

// pending reports whether a build is still to see a path, or sees it now.
func (w *Watcher) pending(p string) bool {
	_, offered := slices.BinarySearch(w.batch, p)
	return offered || w.ready[p]
}

const tick = 20 * time.Millisecond // a file's time may be this much early: kernels count in ticks of up to 10 ms

// began returns the earliest time at which the build that reads, or has just ended, can have read
// something, by any clock: the machine's may have been set since.
func (w *Watcher) began() time.Time {
	began := w.offered
	if len(w.batches) > 0 { // that build is still to come
		began = w.before
	}
	now := time.Now()
	by := now.Add(-now.Sub(began)).Round(0)
	if began = began.Round(0); began.Before(by) {
		by = began
	}
	return by.Add(-tick)
}

// during reports whether a build may have been reading at a file's time.
func (w *Watcher) during(t time.Time) bool {
	return t.After(w.began()) && (w.open || !t.After(w.built))
}

// admission takes inputs up that are new to us.
type admission struct {
	*Watcher
	began   time.Time
	folders map[string]bool // whether fresh
}

func (a admission) admit(p string) {
	now := a.stat(p)
	if was, named := a.known[p]; named && !was.folder() { // by a batch, so we know what it was before the build
		a.dirty[p] = true
		if !now.same(was) {
			a.unsure[p] = true
		}
		a.arm()
		return
	}
	a.known[p] = now
	if now.folder() {
		a.names[p] = a.list(p)
	}
	if now.there() && now.info.ModTime().After(a.began) || a.fresh(path.Dir(p)) {
		a.ready[p] = true
		a.arm()
		return
	}
	if now.small() && !now.young() {
		a.queue = append(a.queue, p)
	}
}

// fresh reports whether names came to a folder or went since the build began.
func (a admission) fresh(dir string) bool {
	is, ok := a.folders[dir]
	if !ok {
		info, err := os.Stat(a.file(dir))
		is = err == nil && info.ModTime().After(a.began)
		a.folders[dir] = is
	}
	return is
}
