package watch

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// marker tells what happened before, while and after a build read, however late events come: a file
// is made in a folder of our own, and events come in the order in which things happen. A burst is
// looked at when the mark that was made at its end has come, so that all that happened before is
// known, and all events after it are of what a build may have read. Without the folder we know by
// the time alone, which can be wrong under load.
type marker struct {
	dir   string // empty if there is none
	last  string // the last mark made
	n     int    // its number
	stale int    // marks up to this one came too late to close anything
}

// lag is how long before its event a change may be seen: the system empties a file first and tells
// then, and on a busy machine other things come in between.
const lag = 30 * time.Millisecond

const (
	opens  = "opens" // made before looking and offering a batch
	closes = "closes"
)

// prepare makes the folder.
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

// mark makes the mark that opens the time in which a build may read, or the one that closes it, and
// reports whether its event is to come.
func (w *Watcher) mark(kind string) bool {
	m := &w.marker
	if m.dir != "" {
		os.Remove(m.last)
		m.n++
		m.last = filepath.Join(m.dir, kind+"-"+strconv.Itoa(m.n))
		if os.WriteFile(m.last, nil, 0o600) == nil {
			return true
		}
	}
	w.open = kind == opens
	return false
}

// passed reports whether an event is about a mark, and does what a new one says.
func (w *Watcher) passed(e fsnotify.Event) bool {
	if w.marker.dir == "" || filepath.Dir(e.Name) != w.marker.dir {
		return false
	}
	if !e.Has(fsnotify.Create) {
		return true
	}
	kind, number, _ := strings.Cut(filepath.Base(e.Name), "-")
	if n, err := strconv.Atoi(number); kind == opens {
		w.open = true
	} else if err == nil && n > w.marker.stale {
		w.open = false
	}
	if w.awaited && e.Name == w.marker.last {
		w.settle(time.Now())
	}
	return true
}

// distrust is for when marks were lost, or did not come in time.
func (m *marker) distrust() { m.stale = m.n }

func (m *marker) remove() {
	if m.dir != "" {
		os.RemoveAll(m.dir)
		*m = marker{}
	}
}
