package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// workshop makes files, and counts them.
type workshop struct{ made atomic.Int64 }

// keyed gives files by key, with Data left beside it for equal to compare with.
func (s *workshop) keyed(files []File) []File {
	for i := range files {
		f := &files[i]
		sum := sha256.Sum256(f.Data)
		f.Key = hex.EncodeToString(sum[:])
		f.Make = func(context.Context) ([]byte, error) {
			s.made.Add(1)
			return f.Data, nil
		}
	}
	return files
}

// publish publishes, and fails when not the number of files was made.
func (s *workshop) publish(t *testing.T, dir string, files []File, want int) Result {
	t.Helper()
	s.made.Store(0)
	r, err := Publish(context.Background(), dir, files, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := int(s.made.Load()); got != want {
		t.Errorf("%d files were made, want %d", got, want)
	}
	equal(t, dir, files)
	return r
}

func TestKeyed(t *testing.T) {
	dir := t.TempDir()
	var s workshop
	files := s.keyed(siteOf(1, 3))
	if r := s.publish(t, dir, files, 12); r.Written != 12 {
		t.Errorf("first: %+v", r)
	}
	if r := s.publish(t, dir, files, 0); r != (Result{Unchanged: 12}) {
		t.Errorf("unchanged: %+v", r)
	}
	files[1].Key, files[1].Data = "other bytes", []byte("n\n9\n")
	if r := s.publish(t, dir, files, 1); r != (Result{Written: 1, Unchanged: 11}) {
		t.Errorf("one changed: %+v", r)
	}
	s.publish(t, dir, files, 0)
	r := s.publish(t, dir, s.keyed(siteOf(2, 2)), 9) // two of its stories are in both, with other bytes
	if r.Written != 9 || r.Deleted != 4 {
		t.Errorf("another site: %+v", r)
	}
}

// recorder notes what is written, and where.
type recorder struct {
	operations
	written []string
	then    func(name string)
}

func (r *recorder) Rename(from, to string) error {
	r.written = append(r.written, to)
	if r.then != nil {
		r.then(to)
	}
	return r.operations.Rename(from, to)
}

// recorded publishes and returns what was written, in order.
func recorded(t *testing.T, dir string, files []File, then func(name string)) []string {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	w := newWriter(context.Background(), dir, &disk{root: root, at: began(root)}, nil)
	r := &recorder{operations: w.disk, then: then}
	w.disk = r
	if _, err := w.publish(files); err != nil {
		t.Fatal(err)
	}
	return r.written
}

// Keys may change with the program, and no byte with them.
func TestOnlyKeysChange(t *testing.T) {
	dir, clean := t.TempDir(), t.TempDir()
	var s workshop
	s.publish(t, dir, s.keyed(siteOf(1, 3)), 12)
	files := s.keyed(siteOf(1, 3))
	for i := range files {
		files[i].Key += " by a newer program"
	}
	s.publish(t, clean, files, 12)
	s.made.Store(0)
	if got := recorded(t, dir, files, nil); !slices.Equal(got, []string{manifest}) || s.made.Load() != 12 {
		t.Errorf("%d files were made and %q written, want all and the manifest", s.made.Load(), got)
	}
	if got, want := listed(t, dir), listed(t, clean); got != want {
		t.Errorf("the manifest is %s, want %s", got, want)
	}
	s.publish(t, dir, files, 0)
}

// What somebody does to a built site: each time the next build mends it, and later ones make nothing.
func TestChangedOnDisk(t *testing.T) {
	const name = "story-1/data.csv"
	tests := []struct {
		name    string
		change  func(dir string) error
		made    int
		written int
	}{
		{"nothing", func(string) error { return nil }, 0, 0},
		{"touched", func(dir string) error { return os.Chtimes(filepath.Join(dir, name), time.Now(), time.Now()) }, 1, 0},
		{"truncated", func(dir string) error { return os.Truncate(filepath.Join(dir, name), 3) }, 1, 1},
		{"deleted", func(dir string) error { return os.Remove(filepath.Join(dir, name)) }, 1, 1},
		{"edited", func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte("n\n7\n"), 0o644) }, 1, 1},
		{"longer, with its old time", func(dir string) error {
			return errors.Join(os.WriteFile(filepath.Join(dir, name), []byte("n\n1\n\n"), 0o644), os.Chtimes(filepath.Join(dir, name), time.Unix(1, 0), time.Unix(1, 0)))
		}, 1, 1},
		{"manifest deleted", func(dir string) error { return os.Remove(filepath.Join(dir, manifest)) }, 12, 0},
		{"manifest torn", func(dir string) error { return os.Truncate(filepath.Join(dir, manifest), 100) }, 12, 0},
		{"manifest of the future", func(dir string) error {
			f := filepath.Join(dir, manifest)
			return errors.Join(os.Chtimes(f, time.Now().Add(time.Hour), time.Now().Add(time.Hour)), os.WriteFile(filepath.Join(dir, name), []byte("n\n7\n"), 0o644))
		}, 12, 1},
		{"pending list", func(dir string) error { return os.WriteFile(filepath.Join(dir, pending), []byte("{"), 0o644) }, 12, 0},
		{"copied without times", func(dir string) error {
			return filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
				now := time.Now()
				if strings.HasPrefix(d.Name(), "manifest") {
					now = now.Add(-time.Second)
				}
				return errors.Join(err, os.Chtimes(p, now, now))
			})
		}, 12, 0},
		{"copied with whole seconds", func(dir string) error {
			return filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
				info, err := os.Stat(p)
				if err != nil {
					return err
				}
				return os.Chtimes(p, time.Time{}, info.ModTime().Truncate(time.Second))
			})
		}, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			var s workshop
			files := s.keyed(siteOf(1, 3))
			s.publish(t, dir, files, 12)
			before := listed(t, dir)
			if err := tt.change(dir); err != nil {
				t.Fatal(err)
			}
			if r := s.publish(t, dir, files, tt.made); r != (Result{Written: tt.written, Unchanged: 12 - tt.written}) {
				t.Errorf("%+v, want %d written", r, tt.written)
			}
			if got := listed(t, dir); got != before {
				t.Errorf("the manifest is %s, want %s", got, before)
			}
			settles(t, &s, dir, files)
		})
	}
}

// settles fails when builds go on making files. A change counts as one after the build that begins in
// the same tick of the clock, so that another may have to compare it once more.
func settles(t *testing.T, s *workshop, dir string, files []File) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
		s.made.Store(0)
		if _, err := Publish(context.Background(), dir, files, Options{}); err != nil {
			t.Fatal(err)
		}
		if s.made.Load() == 0 {
			return
		}
	}
	t.Errorf("%d files are made by every build", s.made.Load())
}

// A change of the same size in the very tick in which the build ends, and one while it runs, are seen.
func TestChangedAtOnce(t *testing.T) {
	dir := t.TempDir()
	var s workshop
	files := s.keyed(siteOf(1, 1))
	csv, front := &files[1], &files[4]
	edit := func() {
		if err := os.WriteFile(filepath.Join(dir, csv.Path), []byte("n\n7\n"), 0o644); err != nil {
			t.Error(err)
		}
	}
	s.publish(t, dir, files, len(files))
	for i := range 50 {
		front.Key, front.Data = fmt.Sprint(i), fmt.Append(nil, whole, i)
		recorded(t, dir, files, func(name string) {
			if name == front.Path && i%2 == 0 { // it is written last
				edit()
			}
		})
		if i%2 == 1 {
			edit()
		}
		if _, err := Publish(context.Background(), dir, files, Options{}); err != nil {
			t.Fatal(err)
		}
		if equal(t, dir, files); t.Failed() {
			t.Fatalf("in round %d", i)
		}
	}
}

// A build may begin and look at a file within one tick, in which somebody then changes the file.
func TestChangedInTheFirstTick(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, state), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for i := range 50 {
		before, after := fmt.Sprint(i, " before"), fmt.Sprint(i, " after")
		err := root.WriteFile(before, nil, 0o644) // mostly in the same tick, which a change just after may be in, too
		at := began(root)
		if err = errors.Join(err, root.WriteFile(after, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
		first, err := root.Lstat(before)
		if err != nil {
			t.Fatal(err)
		}
		last, err := root.Lstat(after)
		if err != nil {
			t.Fatal(err)
		}
		if first.ModTime().Equal(at) || !last.ModTime().After(at) {
			t.Fatalf("in round %d the build began %v; what changed then is of %v and %v", i, at, first.ModTime(), last.ModTime())
		}
	}
	if left, err := os.ReadDir(filepath.Join(dir, state)); err != nil || len(left) > 0 {
		t.Errorf("%v stay, %v", left, err)
	}
}

// A file that somebody brought to its new bytes by hand is listed with the hash of these.
func TestListedAsItStands(t *testing.T) {
	dir, clean := t.TempDir(), t.TempDir()
	ctx := context.Background()
	for _, d := range []string{dir, clean} {
		if _, err := Publish(ctx, d, siteOf(1, 1), Options{}); err != nil {
			t.Fatal(err)
		}
	}
	files := siteOf(1, 1)
	files[1].Data = []byte("n\n7\n")
	if err := os.WriteFile(filepath.Join(dir, files[1].Path), files[1].Data, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, clean} {
		if _, err := Publish(ctx, d, files, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := listed(t, dir), listed(t, clean); got != want {
		t.Errorf("the manifest is %s, want %s", got, want)
	}
}

func TestForeignKeyed(t *testing.T) {
	dir := t.TempDir()
	var s workshop
	files := s.keyed(siteOf(1, 1))
	os.Mkdir(filepath.Join(dir, state), 0o755)
	os.Mkdir(filepath.Join(dir, "story-1"), 0o755)
	mine := filepath.Join(dir, "story-1", "data.csv")
	os.WriteFile(mine, []byte("mine"), 0o644)
	_, err := Publish(context.Background(), dir, files, Options{})
	if err == nil || err.Error() != "publish story-1/data.csv: a file is in the way that Plotline did not write; move it away" {
		t.Errorf("err = %v", err)
	}
	if got := tree(t, dir); len(got) != 1 || got["story-1/data.csv"] != "mine" {
		t.Errorf("the folder holds %q", got)
	}
	os.WriteFile(mine, files[1].Data, 0o644)
	if r := s.publish(t, dir, files, len(files)); r.Unchanged != 1 {
		t.Errorf("the same bytes: %+v", r)
	}
}

// After a build that ended in the middle, whatever ended it, what stands is consistent and the next
// one compares everything.
func interrupted(t *testing.T, dir string, want error, run func() error) {
	t.Helper()
	if err := run(); !errors.Is(err, want) {
		t.Errorf("err = %v, want %v", err, want)
	}
	references(t, dir)
	_, err := os.Stat(filepath.Join(dir, pending))
	var s workshop
	files := s.keyed(siteOf(2, 2))
	if err == nil {
		s.publish(t, dir, files, len(files))
	} else if _, err := Publish(context.Background(), dir, files, Options{}); err != nil {
		t.Error(err)
	}
	equal(t, dir, files)
}

func TestMakeFails(t *testing.T) {
	fault := errors.New("no such font")
	for n := range siteOf(2, 2) {
		for _, end := range []string{"an error", "cancelled", "cancelled, and made all the same"} {
			dir := t.TempDir()
			var s workshop
			s.publish(t, dir, s.keyed(siteOf(1, 2)), 9)
			files := s.keyed(siteOf(2, 2))
			ctx, cancel := context.WithCancel(context.Background())
			want := fault
			files[n].Make = func(context.Context) ([]byte, error) { return nil, fault }
			if end != "an error" {
				want = context.Canceled
				files[n].Make = func(inner context.Context) ([]byte, error) {
					cancel()
					<-inner.Done()
					if end == "cancelled" {
						return nil, inner.Err()
					}
					return files[n].Data, nil
				}
			}
			interrupted(t, dir, want, func() error {
				_, err := Publish(ctx, dir, files, Options{})
				if want == fault && err != nil && err.Error() != "publish "+files[n].Path+": no such font" {
					t.Errorf("err = %v", err)
				}
				return err
			})
			cancel()
		}
	}
}

func TestPanicIsSeen(t *testing.T) {
	dir := t.TempDir()
	var s workshop
	files := s.keyed(siteOf(2, 2))
	files[4].Make = func(context.Context) ([]byte, error) { panic("index out of range") }
	func() {
		defer func() {
			text := fmt.Sprint(recover())
			if !strings.HasPrefix(text, "publish "+files[4].Path+": index out of range\n") || !strings.Contains(text, "TestPanicIsSeen") {
				t.Errorf("the panic says %s", text)
			}
		}()
		Publish(context.Background(), dir, files, Options{})
	}()
	files[4].Make = func(context.Context) ([]byte, error) { runtime.Goexit(); return nil, nil }
	if _, err := Publish(context.Background(), dir, files, Options{}); err == nil || !strings.Contains(err.Error(), "ended without a result") {
		t.Errorf("err = %v", err)
	}
	s.publish(t, dir, s.keyed(siteOf(2, 2)), 9)
}

// However long each takes to make, files are written in order, and few are held.
func TestOrderOfMaking(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, state), 0o755); err != nil {
		t.Fatal(err)
	}
	var s workshop
	files := s.keyed(siteOf(1, 100))
	var mu sync.Mutex
	var held, most int
	count := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		held += n
		most = max(most, held)
	}
	late := make(chan struct{}) // an early file takes as long as many others
	var others atomic.Int64
	for i := range files {
		f := &files[i]
		took := time.Duration(rand.IntN(300)) * time.Microsecond
		f.Make = func(context.Context) ([]byte, error) {
			count(1)
			time.Sleep(took) // its duration is what is tested
			if f.Path == "story-1/data.csv" && runtime.GOMAXPROCS(0) > 1 {
				<-late
			} else if others.Add(1) == ahead/2 {
				close(late)
			}
			return bytes.Clone(f.Data), nil
		}
	}
	got := recorded(t, dir, files, func(name string) {
		if !strings.HasPrefix(name, state) {
			count(-1)
		}
	})
	equal(t, dir, files)
	want := slices.SortedFunc(slices.Values(files), func(a, b File) int {
		if r := rank(&a, false) - rank(&b, false); r != 0 {
			return r
		}
		return strings.Compare(a.Path, b.Path)
	})
	var names []string
	for _, f := range want {
		names = append(names, f.Path)
	}
	if got = got[2 : len(got)-1]; !slices.Equal(got, names) { // without pending list, marker and manifest
		t.Errorf("written %q, want %q", got, names)
	}
	if most > ahead || held != 0 || runtime.GOMAXPROCS(0) > 1 && most < ahead/2 {
		t.Errorf("%d files were held at a time, and %d are at the end; want %d to %d", most, held, ahead/2, ahead)
	}
}

// large is an unchanged site of 1,000 pages of 40 KB, given as data, and files with keys.
func large(keys int) []File {
	var files []File
	for i := range 1000 {
		files = append(files, File{Path: fmt.Sprintf("story-%04d/index.html", i), Data: bytes.Repeat([]byte(fmt.Sprintf("%07d\n", i)), 5000)})
	}
	for i := range keys {
		sum := sha256.Sum256([]byte(fmt.Sprint(i)))
		data := bytes.Repeat(sum[:], 1+i%7)
		files = append(files, File{Path: fmt.Sprintf("story-%04d/charts/spending-by-city/picture-%d.png", i/16, i%16), Key: hex.EncodeToString(sum[:]),
			Make: func(context.Context) ([]byte, error) { return data, nil }})
	}
	return files
}

func BenchmarkUnchangedKeyed(b *testing.B) {
	for _, keys := range []int{0, 16000} {
		b.Run(fmt.Sprint(keys), func(b *testing.B) {
			dir, files := b.TempDir(), large(keys)
			if _, err := Publish(context.Background(), dir, files, Options{}); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if r, err := Publish(context.Background(), dir, files, Options{}); err != nil || r.Written > 0 {
					b.Fatal(r, err)
				}
			}
		})
	}
}
