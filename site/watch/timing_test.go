package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// TestTiming sends events by hand under a clock of its own, so that every rule of time is exact.
func TestTiming(t *testing.T) {
	const a, b = "data/debt.csv", "data/gdp.csv"
	type at struct {
		ms int
		do func(p *project, send func(name string))
	}
	write := func(name, text string) func(*project, func(string)) {
		return func(p *project, send func(string)) { p.write(name, text); send(name) }
	}
	many := func(from, to, each int) []at { // a program that writes on and on
		var out []at
		for ms := from; ms < to; ms += each {
			out = append(out, at{ms, write(a, fmt.Sprint("text ", ms))})
		}
		return out
	}
	tests := []struct {
		name  string
		steps []at
		want  []string // "ms: paths"
	}{
		{"8 ms after a save", []at{{0, write(a, "new")}}, []string{"8: [data/debt.csv]"}},
		{"8 ms after the last of several", []at{{0, write(a, "new")}, {5, write(b, "new")}, {12, write(a, "newer")}},
			[]string{"20: [data/debt.csv data/gdp.csv]"}},
		{"120 ms after the first at most", many(0, 200, 7), []string{"120: [data/debt.csv]", "204: [data/debt.csv]"}},
		{"two saves with quiet between", []at{{0, write(a, "new")}, {9, write(a, "newer")}}, []string{"8: [data/debt.csv]", "17: [data/debt.csv]"}},
		{"empty is held back", []at{{0, write(a, "")}, {60, write(a, "new")}}, []string{"68: [data/debt.csv]"}},
		{"empty for good", []at{{0, write(a, "")}}, []string{"108: [data/debt.csv]"}},
		{"gone for good", []at{{0, func(p *project, send func(string)) { p.remove(a); send(a) }}}, []string{"108: [data/debt.csv]"}},
		{"what is held back holds the rest", []at{{0, write(a, "")}, {2, write(b, "new")}, {60, write(a, "new")}}, []string{"68: [data/debt.csv data/gdp.csv]"}},
		{"but not for ever", []at{{0, write(a, "")}, {50, write(b, "new")}}, []string{"108: [data/debt.csv data/gdp.csv]"}},
		{"empty again and again", append([]at{{0, write(a, "")}, {90, write(b, "")}}, at{140, write(b, "new")}),
			[]string{"108: [data/debt.csv data/gdp.csv]", "148: [data/gdp.csv]"}},
		{"what changes nothing delays nothing", []at{{0, write(a, "new")}, {4, func(_ *project, send func(string)) { send("data/.debt.csv.swp") }},
			{5, func(_ *project, send func(string)) { send("notes/todo.txt") }}}, []string{"8: [data/debt.csv]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := folder(t)
			synctest.Test(t, func(t *testing.T) {
				events := make(chan fsnotify.Event)
				n := mute()
				n.Events = events
				w, err := open(dir, Options{}, func() (*notifier, error) { return n, nil })
				if err != nil {
					t.Fatal(err)
				}
				p := &project{t: t, dir: dir, w: w}
				past := time.Now().Add(-time.Hour) // this clock begins in the year 2000
				for _, d := range []string{".", "data", a, b} {
					p.must(os.Chtimes(p.path(d), past, past))
				}
				w.Watch([]string{a, b})
				p.hash()
				ctx, cancel := context.WithCancel(t.Context())
				go w.Run(ctx)
				synctest.Wait()
				start := time.Now()
				var got []string
				done := make(chan struct{})
				go func() {
					defer close(done)
					for b := range w.Batches() {
						w.Watch([]string{a, "data/gdp.csv"}) // as after a build
						got = append(got, fmt.Sprintf("%d: %v", time.Since(start).Milliseconds(), b))
					}
				}()
				for _, s := range tt.steps {
					time.Sleep(time.Until(start.Add(time.Duration(s.ms) * time.Millisecond)))
					s.do(p, func(name string) {
						events <- fsnotify.Event{Name: filepath.Join(w.root, name), Op: fsnotify.Write}
					})
				}
				time.Sleep(time.Second)
				cancel()
				<-done
				if !slices.Equal(got, tt.want) {
					t.Errorf("batches %q\nwant    %q", got, tt.want)
				}
			})
		})
	}
}
