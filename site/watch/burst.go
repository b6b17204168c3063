package watch

import (
	"slices"
	"time"
)

const (
	quiet    = 8 * time.Millisecond   // editors finish a save well within this
	most     = 120 * time.Millisecond // a burst is reported after this even if it goes on
	long     = 2 * time.Second        // what goes on is a program at work: it is reported this often
	patience = 100 * time.Millisecond // for a file that became empty or vanished to come back
	sweep    = time.Minute            // between looks at everything while events come
	doubt    = time.Second            // for an event that should have announced a change
	lost     = time.Second            // a mark that has not come by then never will
	poll     = 250 * time.Millisecond // between looks at everything without events
)

// due returns when there is something to do if nothing happens before.
func (w *Watcher) due() time.Time {
	switch {
	case w.awaited:
		return w.limit
	case !w.first.IsZero():
		end, limit := w.last.Add(quiet), w.first.Add(w.most)
		if limit.Before(end) {
			return limit
		}
		return end
	case len(w.held) > 0:
		return w.until
	}
	return w.round
}

// act does what is due.
func (w *Watcher) act() {
	w.mu.Lock()
	defer w.unlock()
	for w.events != nil && len(w.events.Events) > 0 { // what is here already belongs to this burst
		w.handle(<-w.events.Events)
	}
	now := time.Now()
	if now.Before(w.due()) {
		return
	}
	if w.first.IsZero() && len(w.held) == 0 {
		w.lookRound(now)
		return
	}
	if !w.awaited && !w.first.IsZero() {
		if w.most = most; now.Sub(w.last) < quiet {
			w.most = long
		}
	}
	if !w.awaited && w.mark(opens) {
		w.awaited, w.limit = true, now.Add(lost)
		return
	}
	w.marker.distrust()
	w.settle(now)
}

// settle ends a burst: it looks at what the burst was about and offers the batch.
func (w *Watcher) settle(now time.Time) {
	w.awaited, w.open = false, true
	if !w.gather(now) {
		if !w.reading {
			w.mark(closes)
		}
		return
	}
	w.batch = sorted(w.ready)
	clear(w.ready)
	w.before, w.offered, w.reading = w.offered, now, true
	w.batches <- w.batch // arm has made room
}

// gather looks and reports whether there is a batch to offer.
func (w *Watcher) gather(now time.Time) bool {
	believe := len(w.held) > 0 && !now.Before(w.until)
	waits := len(w.held) > 0
	for p := range w.held {
		w.dirty[p] = true
	}
	clear(w.held)
	w.first, w.last = time.Time{}, time.Time{}
	for range 3 { // a folder found by looking must be watched before it is looked into
		w.look(believe)
		if !w.moved {
			break
		}
	}
	if w.moved {
		w.arm()
	}
	if len(w.held) > 0 {
		if !waits {
			w.until = now.Add(patience)
		}
		return false
	}
	for p := range w.unsure {
		w.report(p)
	}
	clear(w.unsure)
	return len(w.ready) > 0
}

// arm begins or goes on with a burst. What nobody has received belongs to it.
func (w *Watcher) arm() {
	select {
	case batch := <-w.batches:
		for _, p := range batch {
			w.ready[p] = true
		}
		w.offered = w.before
	default:
	}
	w.last = time.Now()
	if w.first.IsZero() {
		w.first = w.last
	}
}

// lookRound looks at everything. Without events that is how changes are found.
func (w *Watcher) lookRound(now time.Time) {
	found := w.different()
	if w.events == nil {
		for p := range found {
			w.dirty[p] = true
			w.arm()
		}
		w.round = now.Add(max(poll, 20*time.Since(now)))
		return
	}
	w.round = now.Add(max(sweep, 5000*time.Since(now))) // of 30 idle seconds at most 6 ms
	for p := range found {
		if w.suspects[p] {
			w.fallBack("a change of " + p + " was not announced")
			return
		}
		w.round = now.Add(doubt)
	}
	w.suspects = found
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for p := range set {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}
