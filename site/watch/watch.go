// Package watch tells when what a build read has changed.
//
// In go the paths that the last build opened, listed or missed; out come batches of those whose
// content is no longer what it was. Start with New, then call Watch after each build while Run runs.
//
// Events are hints, the disk is the truth. An event says where to look; whether something changed
// is decided by comparing what is there with what was last known of it: kind, size, time, and the
// content where these do not settle it. So an event that lies, comes twice or too late does no
// harm, and one that is lost (an overflow) is made good by looking at everything.
//
// Folders are watched, never files: an atomic save puts a new file in the old one's place, and a
// watch on the old one would die with it. A folder is watched before it is looked into, so that
// what is made in between is either seen or announced. Every folder on the way to an input is
// watched too, and through links: see trail.go.
//
// What content is compared with. When a change is reported the file is read and hashed at once; the
// build that follows reads it later, so it sees that content or a later one, and a later one has an
// event to come. Of an input that is new to us the build has already read something, and what we
// find now may be later. Two rules close that gap. It is reported, without comparing, if it or its
// folder changed after the last batch was handed over (before that build began). And its hash is
// taken in idle moments, but only while size and time are those found at first and that time lay
// two seconds back: a write in the same tick of the file system's clock would not show. Without a
// hash size and time decide, at the worst with one build too many, which redoes nothing. Files
// over 8 MB are never hashed.
//
// What a build saw while it changed. A file that is emptied and filled again with what it held has
// not changed for us, but a build that read it in between saw it empty. So a path that an event
// touches while a build reads, which is from offering a batch to the next call of Watch (see
// marker.go), is reported whatever it holds; of a folder that was away, the folder alone. Of a name in
// a listed folder that only counts if it came or went, or if the build turns out to have read it.
//
// A burst that does not end is a program at work. It is reported after 120 ms and then every two
// seconds, so that 30,000 events cost two builds.
//
// Editors empty a file and then fill it, or move it away and write another. A path that became
// empty or vanished is therefore held back for a tenth of a second, and the whole batch with it: a
// build in between would see the half of a save.
//
// What events cannot say is found by looking at everything once a minute: 3,000 files in 10 ms. If
// that finds a change that no event announces within a second, events cannot be trusted here (a
// mount from elsewhere), and the watcher goes over to looking every quarter of a second, as it does
// on network file systems and where the system's limits leave no room for watching.
package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options of New.
type Options struct {
	Poll   bool         // look at everything every quarter of a second and use no events
	Ignore []string     // what is never an input, such as the output folder; absolute or below the root
	Notice func(string) // told in a sentence, once, when events cannot be used; not while locked
}

// Watcher watches the inputs of one project. Its methods may be called from several goroutines.
type Watcher struct {
	root    string // without links
	ignore  []string
	notice  func(string)
	batches chan []string // of capacity 1: a batch on offer is taken back when more is to be added
	wake    chan struct{} // capacity 1: Watch left something to do

	mu     sync.Mutex // guards all below
	events *notifier  // nil when polling
	say    string     // for notice, when unlocked
	done   bool

	inputs []string        // as given
	set    map[string]bool // the same without what is ignored
	known  map[string]state
	names  map[string]names // of each input that is a folder
	queue  []string         // inputs to hash in idle moments
	trails
	marker marker

	first, last time.Time       // events of a burst that has not been looked at
	most        time.Duration   // that it may take
	dirty       map[string]bool // paths that the burst is about
	all         bool            // look at everything
	moved       bool            // folders or links may lead elsewhere now
	held        map[string]bool // became empty or vanished
	until       time.Time       // held paths are believed from then on
	ready       map[string]bool // changed, to go out once nothing is held
	batch       []string        // offered last, sorted
	unsure      map[string]bool // touched while a build read: what it saw of them, or below them, is unknown
	glimpsed    map[string]bool // the same, if the build turns out to have read them
	awaited     bool            // the burst is over, once the mark has come that says so
	limit       time.Time       // to wait for it
	open        bool            // by the events that we have met, a build may read
	reading     bool            // from offering a batch until Watch is called with none on offer
	offered     time.Time       // a build may have begun with this batch
	before      time.Time       // the same of the batch before it
	built       time.Time       // a build had ended when Watch was called
	round       time.Time       // of the next look at everything
	suspects    map[string]bool // changed, by a look at everything, and not announced so far
}

// New returns a Watcher for the project in the folder root. The error is root's. Run must be
// called, since it gives back what the Watcher holds.
func New(root string, o Options) (*Watcher, error) { return open(root, o, notify) }

func open(root string, o Options, notify func() (*notifier, error)) (*Watcher, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	w := &Watcher{
		root: abs, notice: o.Notice, batches: make(chan []string, 1), wake: make(chan struct{}, 1),
		known: map[string]state{}, names: map[string]names{}, trails: newTrails(),
		dirty: map[string]bool{}, held: map[string]bool{}, unsure: map[string]bool{}, glimpsed: map[string]bool{}, ready: map[string]bool{},
		most: most, open: true, reading: true, offered: time.Now(),
	}
	for _, p := range o.Ignore {
		if rel, ok := w.below(p); ok {
			w.ignore = append(w.ignore, rel)
		}
	}
	w.mu.Lock()
	defer w.unlock()
	if o.Poll {
		w.round = w.offered.Add(poll)
		return w, nil
	}
	w.round = w.offered.Add(sweep)
	if kind := network(abs); kind != "" {
		w.fallBack(kind + " does not announce changes")
	} else if w.events, err = notify(); err != nil {
		w.fallBack(limits(err))
	} else {
		w.prepare()
	}
	return w, nil
}

// below returns a path as inputs are written; false if it is outside the root, or the root itself.
func (w *Watcher) below(p string) (string, bool) {
	if filepath.IsAbs(p) {
		dir, base := filepath.Split(filepath.Clean(p))
		if real, err := filepath.EvalSymlinks(dir); err == nil { // the last part need not be there yet
			dir = real
		}
		var err error
		if p, err = filepath.Rel(w.root, filepath.Join(dir, base)); err != nil {
			return "", false
		}
	}
	p = path.Clean(filepath.ToSlash(p))
	return p, p != "." && filepath.IsLocal(p)
}

func (w *Watcher) ignored(p string) bool {
	return slices.ContainsFunc(w.ignore, func(i string) bool { return p == i || strings.HasPrefix(p, i+"/") })
}

// Batches returns where each batch is received: the paths whose content changed, which appeared or
// vanished, and the names new in a listed folder or gone from it; sorted, relative to the root, with
// slashes. What happens while nobody receives is added to the batch on offer, so nothing is lost.
// The channel is closed when Run returns.
func (w *Watcher) Batches() <-chan []string { return w.batches }

// Run watches until ctx ends.
func (w *Watcher) Run(ctx context.Context) {
	defer w.stop()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		n := w.next()
		timer.Reset(time.Until(n.due))
		select {
		case <-ctx.Done():
			return
		case e, ok := <-n.Events:
			w.event(e, ok)
		case err := <-n.Errors:
			w.failed(err)
		case <-n.work:
			w.sumOne()
		case <-w.wake:
		case <-timer.C:
			w.act()
		}
	}
}

// waiting is what Run waits for.
type waiting struct {
	notifier
	work <-chan struct{}
	due  time.Time
}

var atOnce = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

func (w *Watcher) next() waiting {
	w.mu.Lock()
	defer w.unlock()
	n := waiting{due: w.due()}
	if w.events != nil {
		n.notifier = *w.events
	}
	if len(w.queue) > 0 && w.first.IsZero() {
		n.work = atOnce
	}
	return n
}

// fallBack goes over from events to looking at everything again and again.
func (w *Watcher) fallBack(why string) {
	if w.events != nil {
		w.events.close()
		w.events = nil
		w.marker.remove()
		w.awaited = false
	}
	w.say = fmt.Sprintf("changes cannot be watched (%s); every file is looked at each %v instead", why, poll)
	w.all, w.moved = true, false
	w.round = time.Now().Add(poll)
	w.arm()
	w.signal()
}

func (w *Watcher) signal() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// unlock also tells what is to be told: whoever is told may call us.
func (w *Watcher) unlock() {
	say := w.say
	w.say = ""
	w.mu.Unlock()
	if say != "" && w.notice != nil {
		w.notice(say)
	}
}

func (w *Watcher) stop() {
	w.mu.Lock()
	defer w.unlock()
	if w.events != nil {
		w.events.close()
		w.events = nil
		w.marker.remove()
	}
	w.done = true
	close(w.batches)
}

func (w *Watcher) event(e fsnotify.Event, open bool) {
	w.mu.Lock()
	defer w.unlock()
	switch {
	case w.events == nil: // Watch fell back meanwhile
	case !open:
		w.fallBack("no more events come")
	default:
		w.handle(e)
	}
}

func (w *Watcher) failed(err error) {
	w.mu.Lock()
	defer w.unlock()
	switch {
	case w.events == nil || err == nil:
	case errors.Is(err, fsnotify.ErrEventOverflow):
		w.all, w.moved = true, true
		if w.open {
			w.unsure["."] = true
		}
		w.awaited, w.open = false, true // the mark may be lost
		w.marker.distrust()
		w.arm()
	default:
		w.fallBack(limits(err))
	}
}

// file returns where an input is on this machine.
func (w *Watcher) file(p string) string {
	return w.root + string(os.PathSeparator) + filepath.FromSlash(p)
}
