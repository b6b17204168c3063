package watch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// build reads a folder as a build does: it lists, reads what it finds, and what that refers to. It
// returns all it saw and the paths it looked at. Between two looks it may take its time.
func build(dir string, between func()) (saw string, inputs []string) {
	var s strings.Builder
	read := func(p string) string {
		inputs = append(inputs, p)
		between()
		b, err := os.ReadFile(filepath.Join(dir, p))
		fmt.Fprintf(&s, "%s %q %v\n", p, b, err == nil)
		return string(b)
	}
	var list func(p string)
	list = func(p string) {
		inputs = append(inputs, p)
		between()
		entries, _ := os.ReadDir(filepath.Join(dir, p))
		for _, e := range entries {
			switch name := path.Join(p, e.Name()); {
			case e.IsDir():
				list(name)
			case path.Ext(name) == ".md":
				if to, ok := strings.CutPrefix(read(name), "see "); ok {
					read(to)
				}
			}
		}
	}
	list("a")
	list("b")
	slices.Sort(inputs)
	return s.String(), slices.Compact(inputs)
}

// TestTruth changes files, folders and links at random while builds run, a few at a time, and then
// leaves them at rest: the last build must have seen what a new one sees.
func TestTruth(t *testing.T) {
	for _, o := range []Options{{}, {Poll: true}} {
		for seed := range uint64(4) {
			t.Run(fmt.Sprintf("poll %v seed %d", o.Poll, seed), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				w, err := New(dir, o)
				if err != nil {
					t.Fatal(err)
				}
				p := &project{t: t, dir: dir, w: w}
				p.run()
				slow := func() {
					if rand.IntN(3) == 0 {
						time.Sleep(time.Millisecond)
					}
				}
				saw, inputs := build(dir, slow)
				w.Watch(inputs)
				r := rand.New(rand.NewPCG(seed, 7))
				var log []string
				rounds := 100
				if o.Poll {
					rounds = 10
				}
				for range rounds {
					done := make(chan struct{})
					go func() {
						defer close(done)
						for range 1 + r.IntN(3) {
							log = append(log, disturb(dir, r))
							pause(r)
						}
					}()
					var limit <-chan time.Time
					for at := done; ; {
						if want, _ := build(dir, func() {}); at == nil && saw == want {
							break
						}
						select {
						case <-at:
							at, limit = nil, time.After(2*time.Second) // promised
						case <-w.Batches():
							saw, inputs = build(dir, slow)
							w.Watch(inputs)
						case <-limit:
							want, _ := build(dir, func() {})
							t.Fatalf("after\n%s\nthe last build had seen\n%s\nand a new one sees\n%s", strings.Join(log[max(0, len(log)-8):], "\n"), saw, want)
						}
					}
				}
			})
		}
	}
}

// pause lets a build begin, or not, before the next change.
func pause(r *rand.Rand) { time.Sleep(time.Duration(r.IntN(25)*r.IntN(1000)) * time.Microsecond) }

// disturb does one thing to the folders a, b and c and says what. Errors are as good as successes here.
func disturb(dir string, r *rand.Rand) string {
	name := func() string {
		p := string("abc"[r.IntN(3)])
		for range r.IntN(3) {
			p += "/" + string("xy"[r.IntN(2)])
		}
		return p
	}
	at := func(p string) string { return filepath.Join(dir, p) }
	from, to := name(), name()
	file := from + "/" + string("fg"[r.IntN(2)]) + ".md"
	text := fmt.Append(nil, "text ", r.IntN(2)) // of one length, so that size tells nothing, and soon the same again
	switch r.IntN(12) {
	case 0:
		return fmt.Sprint("remove ", from, os.RemoveAll(at(from)))
	case 1, 2:
		return fmt.Sprint("rename ", from, to, os.Rename(at(from), at(to)))
	case 3:
		return fmt.Sprint("link ", from, os.Symlink(at(to), at(from)))
	case 4:
		return fmt.Sprint("write ", file, os.WriteFile(at(file), []byte("see "+to+"/f.md"), 0o644))
	case 5:
		return fmt.Sprint("remove ", file, os.Remove(at(file)))
	case 6:
		os.WriteFile(at(file+"~"), text, 0o644)
		return fmt.Sprint("replace ", file, os.Rename(at(file+"~"), at(file)))
	case 7:
		return fmt.Sprint("rename ", file, to, os.Rename(at(file), at(to+"/f.md")))
	}
	os.MkdirAll(at(from), 0o755)
	return fmt.Sprint("write ", file, os.WriteFile(at(file), text, 0o644))
}
