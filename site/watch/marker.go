package watch

import (
	"os"
	"path/filepath"
	"strconv"
)

// marker tells events of what happened before a call of Watch from those of what happened after,
// however late they come: a file is made in a folder of our own, and events come in the order in
// which things happen.
type marker struct {
	dir     string // empty if there is none
	n       int
	pending bool // the last file's event has not come
}

// prepare makes the folder. Without it we are less sure of what a build saw, and that is all.
func (w *Watcher) prepare() {
	dir, err := os.MkdirTemp("", "plotline-watch-")
	if err != nil {
		return
	}
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		err = w.events.add(real)
	}
	if err != nil {
		os.Remove(dir)
		return
	}
	w.marker.dir = real
}

func (w *Watcher) mark() {
	if w.marker.dir == "" || w.events == nil {
		return
	}
	os.Remove(w.marker.file())
	w.marker.n++
	w.marker.pending = os.WriteFile(w.marker.file(), nil, 0o600) == nil
}

func (m *marker) file() string { return filepath.Join(m.dir, strconv.Itoa(m.n)) }

// passed reports whether an event is about a mark.
func (m *marker) passed(name string) bool {
	if m.dir == "" || filepath.Dir(name) != m.dir {
		return false
	}
	if name == m.file() {
		m.pending = false
	}
	return true
}

func (m *marker) remove() {
	if m.dir != "" {
		os.RemoveAll(m.dir)
		*m = marker{}
	}
}
