package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// project is a folder that is watched.
type project struct {
	t      testing.TB
	dir    string
	w      *Watcher
	clock  string // a folder in which files show what their clock says
	inputs []string
	n      int
}

// inputs of most tests: two folders listed, their files, and what was looked for and missed.
var inputs = []string{".", "data", "data/debt.csv", "data/gdp.csv", "plotline.yaml", "sentinel", "site", "site/stories", "site/stories/debt.md", "templates", "templates/page.html"}

// old makes everything in a folder an hour old, as projects are.
func old(t testing.TB, dir string) {
	t.Helper()
	then := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		return os.Chtimes(p, then, then)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// folder makes a project's folder.
func folder(t testing.TB) string {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"data/debt.csv": "year,debt\n2020,1\n", "data/gdp.csv": "year,gdp\n2020,2\n", "plotline.yaml": "title: Inland\n",
		"site/stories/debt.md": "# Debt\n", "sentinel": "0", "public/index.html": "<!doctype html>", "notes/todo.txt": "x",
	} {
		put(t, filepath.Join(dir, name), text)
	}
	return dir
}

func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func start(t testing.TB, dir string, o Options, inputs []string) *project {
	t.Helper()
	return startWith(t, dir, o, inputs, notify)
}

// startWith starts watching a folder, once contents are hashed.
func startWith(t testing.TB, dir string, o Options, inputs []string, n func() (*notifier, error)) *project {
	t.Helper()
	old(t, dir)
	w, err := open(dir, o, n)
	if err != nil {
		t.Fatal(err)
	}
	p := &project{t: t, dir: dir, w: w, clock: t.TempDir()}
	p.run()
	p.built(inputs)
	p.hash()
	return p
}

// built is what follows a build. It waits until what happens next cannot be taken for a part of it.
func (p *project) built(inputs []string) {
	p.t.Helper()
	p.inputs = inputs
	p.w.Watch(inputs)
	for open := true; open; {
		p.w.mu.Lock()
		open = p.w.open && len(p.w.batches) == 0 && p.w.first.IsZero()
		p.w.mu.Unlock()
	}
	end := time.Now().Add(lag)
	f, err := os.Create(filepath.Join(p.clock, "clock"))
	p.must(err)
	defer f.Close()
	for {
		f.WriteAt([]byte("x"), 0)
		if info, err := f.Stat(); err != nil || info.ModTime().After(end) {
			p.must(err)
			return
		}
	}
}

func (p *project) hash() {
	for n := 1; n > 0; {
		p.w.sumOne()
		p.w.mu.Lock()
		n = len(p.w.queue)
		p.w.mu.Unlock()
	}
}

func (p *project) run() {
	ctx, cancel := context.WithCancel(context.Background())
	var g sync.WaitGroup
	g.Go(func() { p.w.Run(ctx) })
	p.t.Cleanup(func() { cancel(); g.Wait() })
}

// next receives a batch.
func (p *project) next() []string {
	p.t.Helper()
	select {
	case b := <-p.w.Batches():
		p.built(p.inputs)
		return b
	case <-time.After(10 * time.Second):
		p.t.Fatal("no batch came")
		return nil
	}
}

// expect receives batches until all that was wanted is named, and nothing else, and returns how many they were.
func (p *project) expect(want ...string) int {
	p.t.Helper()
	got := map[string]bool{}
	for n := 1; ; n++ {
		for _, name := range p.next() {
			switch {
			case slices.Contains(want, name):
				got[name] = true
			case name == "sentinel": // on a busy machine its save comes in two
			case slices.ContainsFunc(want, func(w string) bool { return strings.HasPrefix(w, name+"/") }): // a folder made while a build reads
			default:
				p.t.Errorf("a batch names %s; want only %q", name, want)
			}
		}
		if len(got) >= len(want) {
			return n
		}
	}
}

// nothing demands that what was done before set off no batch: events come in order, so the next
// batch is of what is done now.
func (p *project) nothing() {
	p.t.Helper()
	p.n++
	p.write("sentinel", fmt.Sprint(p.n))
	p.expect("sentinel")
}

func (p *project) path(name string) string { return filepath.Join(p.dir, name) }

// write saves in place.
func (p *project) write(name, text string) {
	p.t.Helper()
	p.must(os.WriteFile(p.path(name), []byte(text), 0o644))
}

func (p *project) rename(from, to string) { p.t.Helper(); p.must(os.Rename(p.path(from), p.path(to))) }

func (p *project) remove(name string) { p.t.Helper(); p.must(os.RemoveAll(p.path(name))) }

func (p *project) mkdir(name string) { p.t.Helper(); p.must(os.MkdirAll(p.path(name), 0o755)) }

func (p *project) link(target, name string) { p.t.Helper(); p.must(os.Symlink(target, p.path(name))) }

func (p *project) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// TestSaves repeats what programs do to save a file.
func TestSaves(t *testing.T) {
	const story = "site/stories/debt.md"
	tests := []struct {
		name string
		do   func(p *project)
		want []string // none: it must not be noticed
	}{
		{"in place", func(p *project) { p.write(story, "# More debt\n") }, []string{story}},
		{"in place, same length", func(p *project) { p.write(story, "# Dept\n") }, []string{story}},
		{"in place, same bytes", func(p *project) { p.write(story, "# Debt\n") }, nil},
		{"appended", func(p *project) {
			f, err := os.OpenFile(p.path(story), os.O_APPEND|os.O_WRONLY, 0)
			p.must(err)
			fmt.Fprintln(f, "More.")
			p.must(f.Close())
		}, []string{story}},
		{"temporary and rename", func(p *project) {
			p.write("site/stories/debt.md.tmp", "# More debt\n")
			p.rename("site/stories/debt.md.tmp", story)
		}, []string{story}},
		{"temporary of any name", func(p *project) {
			p.write("site/stories/sedXyZ123", "# More debt\n")
			p.rename("site/stories/sedXyZ123", story)
		}, []string{story}},
		{"temporary and rename, same bytes", func(p *project) {
			p.write("site/stories/debt.md___jb_tmp___", "# Debt\n")
			p.rename(story, "site/stories/debt.md___jb_old___")
			p.rename("site/stories/debt.md___jb_tmp___", story)
			p.remove("site/stories/debt.md___jb_old___")
		}, nil},
		{"vim with backup", func(p *project) {
			p.write("site/stories/.debt.md.swp", "b0VIM")
			p.write("site/stories/4913", "")
			p.remove("site/stories/4913")
			p.rename(story, story+"~")
			p.write(story, "")
			p.write(story, "# More debt\n")
			p.must(os.Chmod(p.path(story), 0o600))
			p.remove(story + "~")
			p.remove("site/stories/.debt.md.swp")
		}, []string{story}},
		{"vim leaving its files", func(p *project) {
			p.write("site/stories/.debt.md.swp", "b0VIM")
			p.write("site/stories/4913", "")
			p.write(story+"~", "# Debt\n")
		}, nil},
		{"emacs", func(p *project) {
			p.link("me@machine.1234:5678", "site/stories/.#debt.md")
			p.write("site/stories/#debt.md#", "# More")
			p.rename(story, story+"~")
			p.write(story, "# More debt\n")
			p.remove("site/stories/#debt.md#")
			p.remove("site/stories/.#debt.md")
		}, []string{story}},
		{"emacs before the save", func(p *project) {
			p.link("me@machine.1234:5678", "site/stories/.#debt.md")
			p.write("site/stories/#debt.md#", "# More")
		}, nil},
		{"office program", func(p *project) {
			p.write("data/.~lock.debt.csv#", "me")
			p.write("data/lu123abc.tmp", "year,debt\n2020,9\n")
			p.rename("data/lu123abc.tmp", "data/debt.csv")
			p.remove("data/.~lock.debt.csv#")
		}, []string{"data/debt.csv"}},
		{"touch", func(p *project) { p.must(os.Chtimes(p.path(story), time.Now(), time.Now())) }, nil},
		{"chmod", func(p *project) { p.must(os.Chmod(p.path(story), 0o600)) }, nil},
		{"our own output", func(p *project) {
			p.write("public/index.html", "new")
			p.write("public/new.html", "new")
			p.remove("public")
			p.mkdir("public/deep")
		}, nil},
		{"what no build read", func(p *project) { p.write("notes/todo.txt", "new"); p.write("notes/more.txt", "new") }, nil},
		{"truncated and written again", func(p *project) { p.must(os.Truncate(p.path(story), 0)); p.write(story, "# More debt\n") }, []string{story}},
		{"truncated and written again, same bytes", func(p *project) { p.must(os.Truncate(p.path(story), 0)); p.write(story, "# Debt\n") }, nil},
		{"truncated", func(p *project) { p.must(os.Truncate(p.path(story), 0)) }, []string{story}},
		{"removed", func(p *project) { p.remove(story) }, []string{story}},
		{"moved away and back", func(p *project) { p.rename(story, "notes/x.md"); p.rename("notes/x.md", story) }, nil},
		{"new in a listed folder", func(p *project) { p.write("site/stories/gdp.md", "# GDP\n") }, []string{"site/stories/gdp.md"}},
		{"new and empty", func(p *project) { p.write("site/stories/gdp.md", "") }, []string{"site/stories/gdp.md"}},
		{"new folder in a listed one", func(p *project) { p.mkdir("data/a") }, []string{"data/a"}},
		{"missed and now there", func(p *project) { p.mkdir("templates"); p.write("templates/page.html", "x") }, []string{"templates", "templates/page.html"}},
		{"renamed", func(p *project) { p.rename(story, "site/stories/gdp.md") }, []string{story, "site/stories/gdp.md"}},
		{"a file where a folder was", func(p *project) { p.remove("data"); p.write("data", "x") }, []string{"data", "data/debt.csv", "data/gdp.csv"}},
	}
	for _, tt := range tests {
		for _, mode := range []string{"", ", polled"} {
			t.Run(tt.name+mode, func(t *testing.T) {
				t.Parallel()
				p := start(t, folder(t), Options{Ignore: []string{"public"}, Poll: mode != ""}, inputs)
				tt.do(p)
				if tt.want != nil {
					p.expect(tt.want...)
				}
				p.nothing()
			})
		}
	}
}

// TestFolders moves, removes and makes folders, and demands that what is in them is still watched
// afterwards.
func TestFolders(t *testing.T) {
	inputs := append(slices.Clone(inputs), "a/b/c/deep.csv", "other/sub/x.csv", "sub", "sub/sub/x.csv")
	slices.Sort(inputs)
	all := []string{"site", "site/stories", "site/stories/debt.md"}
	tests := []struct {
		name  string
		do    func(p *project)
		want  []string
		after string // a file that is watched then
	}{
		{"moved away", func(p *project) { p.rename("site", "gone") }, append([]string{"gone"}, all...), "data/debt.csv"},
		{"moved away and back at once", func(p *project) { p.rename("site", "notes/s"); p.rename("notes/s", "site") }, nil, "site/stories/debt.md"},
		{"moved away, reported, and back", func(p *project) {
			p.rename("site", "notes/s")
			p.expect(all...)
			p.rename("notes/s", "site")
		}, all, "site/stories/debt.md"},
		{"removed and made again", func(p *project) {
			p.remove("site")
			p.mkdir("site/stories")
			p.write("site/stories/debt.md", "# New\n")
		}, []string{"site/stories/debt.md"}, "site/stories/debt.md"},
		{"removed, reported, and made again", func(p *project) {
			p.remove("site")
			p.expect(all...)
			p.mkdir("site/stories")
			p.write("site/stories/debt.md", "# New\n")
		}, all, "site/stories/debt.md"},
		{"made with a file in the deepest", func(p *project) {
			p.mkdir("a/b/c")
			p.write("a/b/c/deep.csv", "x")
		}, []string{"a", "a/b/c/deep.csv"}, "a/b/c/deep.csv"},
		{"moved into the place of another", func(p *project) { // its watches would go on under the old name
			p.mkdir("other/sub")
			p.write("other/sub/x.csv", "x")
			p.expect("other", "other/sub/x.csv")
			p.rename("other", "sub")
		}, []string{"other", "other/sub/x.csv", "sub", "sub/sub/x.csv"}, "sub/sub/x.csv"},
		{"exchanged by renames", func(p *project) {
			p.mkdir("new/stories")
			p.write("new/stories/debt.md", "# New\n")
			p.expect("new")
			p.rename("site", "notes/old")
			p.rename("new", "site")
		}, []string{"new", "site/stories/debt.md"}, "site/stories/debt.md"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, folder(t), Options{}, inputs)
			tt.do(p)
			if tt.want != nil {
				p.expect(tt.want...)
			}
			p.nothing()
			p.write(tt.after, "changed again")
			p.expect(tt.after)
		})
	}
}

// TestDeepRace makes nested folders in one go again and again: each file must be found, though the
// system announces the uppermost folder only.
func TestDeepRace(t *testing.T) {
	p := start(t, folder(t), Options{}, nil)
	for i := range 40 {
		name := fmt.Sprintf("f%d/g/h/x.csv", i)
		p.built([]string{name})
		p.mkdir(filepath.Dir(name))
		p.write(name, "x")
		p.expect(name)
	}
}

func TestLinks(t *testing.T) {
	outside := t.TempDir()
	put(t, filepath.Join(outside, "far.csv"), "1")
	put(t, filepath.Join(outside, "folder/x.csv"), "1")
	dir := folder(t)
	put(t, filepath.Join(dir, "shared/near.csv"), "1")
	put(t, filepath.Join(dir, "shared/folder/x.csv"), "1")
	p := &project{t: t, dir: dir}
	p.link("../shared/near.csv", "data/near.csv")
	p.link("near.csv", "data/twice.csv")
	p.link(filepath.Join(outside, "far.csv"), "data/far.csv")
	p.link("shared/folder", "in")
	p.link(filepath.Join(outside, "folder"), "out")
	p.link("nowhere.csv", "data/dangling.csv")
	p.link("loop", "loop")
	old(t, outside)
	inputs := []string{"data/dangling.csv", "data/far.csv", "data/near.csv", "data/twice.csv", "in", "in/x.csv", "loop", "out", "out/x.csv", "sentinel"}
	p = start(t, dir, Options{}, inputs)
	far := func(name, text string) { p.must(os.WriteFile(filepath.Join(outside, name), []byte(text), 0o644)) }

	p.write("shared/near.csv", "22")
	p.expect("data/near.csv", "data/twice.csv")
	p.write("shared/near.tmp", "333")
	p.rename("shared/near.tmp", "shared/near.csv")
	p.expect("data/near.csv", "data/twice.csv")
	far("far.csv", "22")
	p.expect("data/far.csv")
	p.write("shared/folder/x.csv", "22")
	p.expect("in/x.csv")
	p.write("shared/folder/new.csv", "1")
	p.expect("in/new.csv")
	far("folder/x.csv", "22")
	p.expect("out/x.csv")
	p.write("data/nowhere.csv", "1")
	p.expect("data/dangling.csv")

	// A link that leads elsewhere: what is there now is watched, what was is not.
	p.remove("data/near.csv")
	p.link("../shared/folder/x.csv", "data/near.csv")
	p.expect("data/near.csv", "data/twice.csv")
	p.write("shared/near.csv", "4444")
	p.nothing()
	p.write("shared/folder/x.csv", "55555")
	p.expect("data/near.csv", "data/twice.csv", "in/x.csv")
	p.remove("in")
	p.link("out", "in")
	p.expect("in/new.csv", "in/x.csv")
	far("folder/x.csv", "666666")
	p.expect("in/x.csv", "out/x.csv")
}

// TestVim saves with the real thing.
func TestVim(t *testing.T) {
	vim := tool(t, "vim.tiny", "vim")
	for _, set := range []string{"", "set backup", "set backupcopy=yes", "set backupcopy=no", "set nowritebackup", "set noswapfile"} {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			p := start(t, folder(t), Options{}, inputs)
			save := func(edit string) {
				args := []string{"-es", "-u", "NONE", "-N", "-c", set, "-c", edit, "-c", "wq", "site/stories/debt.md"}
				cmd := exec.Command(vim, args...)
				cmd.Dir = p.dir
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%s %q: %v\n%s", vim, args, err, out)
				}
			}
			for i := range 3 {
				save(fmt.Sprintf("%%s/Debt.*/Debt %d/", i))
				if n := p.expect("site/stories/debt.md"); n != 1 {
					t.Errorf("one save came in %d batches", n)
				}
			}
			save("") // writes the same
			p.nothing()
		})
	}
}

// tool finds a program by one of its names.
func tool(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if at, err := exec.LookPath(name); err == nil {
			return at
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing", names[0])
	}
	t.Skipf("%s is missing: this test is left out", names[0])
	return ""
}

// TestCheckout has git write 500 files while a receiver is busy with the first it heard of.
func TestCheckout(t *testing.T) {
	git := tool(t, "git")
	dir := folder(t)
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command(git, append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	inputs := []string{"site/stories"}
	fill := func(text string) {
		inputs = inputs[:1]
		for i := range 500 {
			inputs = append(inputs, fmt.Sprintf("site/stories/s%03d.md", i))
			put(t, filepath.Join(dir, inputs[i+1]), text)
		}
	}
	fill("# First version\n")
	run("init", "-q", "-b", "main")
	run("add", ".")
	run("commit", "-q", "-m", "one")
	run("checkout", "-q", "-b", "next")
	fill("# Second one\n")
	put(t, filepath.Join(dir, "site/stories/new.md"), "# New\n")
	run("add", ".")
	run("commit", "-q", "-m", "two")
	p := start(t, dir, Options{}, append(slices.Clone(inputs), "sentinel", "site/stories/new.md"))
	for _, to := range []string{"main", "next"} {
		var g sync.WaitGroup
		g.Go(func() { run("checkout", "-q", to) })
		got := p.next()
		g.Wait()
		p.write("sentinel", to)
		for last := false; !last; { // events come in order, so then nothing is under way
			p.w.mu.Lock()
			_, last = slices.BinarySearch(p.w.batch, "sentinel")
			p.w.mu.Unlock()
		}
		got = append(got, p.next()...)
		slices.Sort(got)
		if n := len(slices.Compact(got)); n != 502 {
			t.Errorf("two batches of a checkout of %s name %d files, want 501 and the sentinel", to, n)
		}
	}
}

// TestOverflow reads no event until far more have come than the system keeps.
func TestOverflow(t *testing.T) {
	dir := folder(t)
	var want []string
	for i := range 300 {
		want = append(want, fmt.Sprintf("data/%03d.csv", i))
		put(t, filepath.Join(dir, want[i]), "x")
	}
	overflow := make(chan struct{}, 1)
	n := func() (*notifier, error) {
		n, err := notify()
		if err != nil {
			return nil, err
		}
		from, to := n.Errors, make(chan error)
		go func() {
			defer close(to)
			for err := range from {
				overflow <- struct{}{}
				to <- err
			}
		}()
		n.Errors = to
		return n, nil
	}
	p := startWith(t, dir, Options{}, append([]string{"data", "later/x.csv"}, want...), n)
	files := make([]*os.File, len(want))
	for i, name := range want {
		f, err := os.OpenFile(p.path(name), os.O_WRONLY, 0)
		p.must(err)
		defer f.Close()
		files[i] = f
	}
	p.w.mu.Lock()        // nothing is read meanwhile
	for i := range 100 { // 30,000 events; of two alike in a row the system keeps one
		for _, f := range files {
			_, err := f.WriteAt(fmt.Append(nil, "changed", i), 0)
			p.must(err)
		}
	}
	p.mkdir("later")
	p.write("later/x.csv", "x")
	p.write("data/later.csv", "x")
	p.w.mu.Unlock()
	missing := append(want, "data/later.csv", "later/x.csv")
	all := append(slices.Clone(missing), ".", "data", "later") // what a build saw of them is unknown
	for len(missing) > 0 {
		batch := p.next()
		missing = slices.DeleteFunc(missing, func(name string) bool { return slices.Contains(batch, name) })
		for _, name := range batch {
			if !slices.Contains(all, name) {
				t.Errorf("a batch names %s", name)
			}
		}
	}
	select {
	case <-overflow:
	default:
		t.Error("the events did not overflow: the test tests nothing")
	}
	p.write("later/x.csv", "again")
	for !slices.Contains(p.next(), "later/x.csv") {
	}
}

// mute returns a notifier that announces nothing, and knows no marks.
func mute() *notifier {
	add := func(dir string) error {
		if strings.Contains(dir, "plotline-watch-") {
			return fs.ErrPermission
		}
		return nil
	}
	return &notifier{add: add, remove: func(string) error { return nil }, close: func() error { return nil }}
}

// TestFallBack takes the events away, in each way they can be.
func TestFallBack(t *testing.T) {
	fail := make(chan error)
	events := func(n *notifier, err error) func() (*notifier, error) {
		return func() (*notifier, error) { return n, err }
	}
	gone, _ := notify()
	tests := []struct {
		name   string
		n      func() (*notifier, error)
		break_ func(p *project)
		notice string
	}{
		{"no watcher", events(nil, syscall.EMFILE), nil,
			"changes cannot be watched (the system's limit of watchers is reached, on Linux fs.inotify.max_user_instances); every file is looked at each 250ms instead"},
		{"no room", events(&notifier{add: func(string) error { return syscall.ENOSPC }, close: func() error { return nil }}, nil), nil,
			"changes cannot be watched (the system's limit of watched folders is reached, on Linux fs.inotify.max_user_watches); every file is looked at each 250ms instead"},
		{"failing later", func() (*notifier, error) {
			n, err := notify()
			if err == nil {
				n.Errors = fail
			}
			return n, err
		}, func(*project) { fail <- errors.New("input/output error") },
			"changes cannot be watched (input/output error); every file is looked at each 250ms instead"},
		{"closed", events(gone, nil), func(*project) { gone.close() },
			"changes cannot be watched (no more events come); every file is looked at each 250ms instead"},
		{"silent", events(mute(), nil), func(p *project) {
			p.write("data/debt.csv", "changed")
			p.w.mu.Lock()
			p.w.round = time.Now()
			p.w.mu.Unlock()
			p.w.signal()
			p.expect("data/debt.csv")
		}, "changes cannot be watched (a change of data/debt.csv was not announced); every file is looked at each 250ms instead"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			notices := make(chan string, 9)
			p := startWith(t, folder(t), Options{Notice: func(s string) { notices <- s }}, inputs, tt.n)
			if tt.break_ != nil {
				tt.break_(p)
			}
			if got := <-notices; got != tt.notice {
				t.Errorf("notice %q\nwant   %q", got, tt.notice)
			}
			p.write("data/gdp.csv", "year,gdp\n2021,3\n")
			p.expect("data/gdp.csv")
			p.write("site/stories/new.md", "# New\n")
			p.expect("site/stories/new.md")
			p.remove("data")
			p.expect("data", "data/debt.csv", "data/gdp.csv")
			p.nothing()
			if len(notices) > 0 {
				t.Errorf("noticed twice: %q", <-notices)
			}
		})
	}
}

// TestTouchedIsTrusted: a look at everything finds times that no event announced, which is no
// reason to mistrust events.
func TestTouchedIsTrusted(t *testing.T) {
	dir := folder(t)
	put(t, filepath.Join(dir, "data/gdp.csv"), strings.Repeat("x", hashed+1))
	p := start(t, dir, Options{Notice: func(s string) { t.Error(s) }}, inputs)
	p.w.mu.Lock()
	for _, name := range []string{"data/debt.csv", "data/gdp.csv"} {
		p.must(os.Chtimes(p.path(name), time.Now(), time.Now()))
	}
	if found := p.w.different(); len(found) > 0 {
		t.Errorf("touched files count as changed: %v", found)
	}
	p.w.mu.Unlock()
	p.nothing()
}

// TestRootMoved takes the whole project away and puts it back.
func TestRootMoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "project")
	if err := os.Rename(folder(t), dir); err != nil {
		t.Fatal(err)
	}
	p := start(t, dir, Options{}, inputs)
	there := []string{".", "data", "data/debt.csv", "data/gdp.csv", "plotline.yaml", "sentinel", "site", "site/stories", "site/stories/debt.md"}
	p.must(os.Rename(dir, dir+"-away"))
	p.expect(there...)
	p.must(os.Rename(dir+"-away", dir))
	p.expect(there...)
	p.write("data/debt.csv", "changed")
	p.expect("data/debt.csv")
}

// TestGap changes files between the build's reading them and the first word of them to the watcher.
func TestGap(t *testing.T) {
	dir := folder(t)
	p := start(t, dir, Options{}, []string{"sentinel"})
	p.nothing() // a batch has been handed over, and a build begins
	p.write("data/debt.csv", "changed")
	p.remove("site/stories/debt.md")
	p.built([]string{"data/debt.csv", "data/gdp.csv", "plotline.yaml", "sentinel", "site/stories/debt.md"})
	p.expect("data/debt.csv", "site/stories/debt.md")
	p.nothing()

	// The same for a file that a batch named: the watcher has seen it before the build.
	old(t, dir)
	all := append(slices.Clone(p.inputs), "data")
	p.built(all)
	p.write("data/new.csv", "1")
	p.expect("data/new.csv")
	p.built(append(slices.Clone(all), "data/new.csv"))
	p.nothing()
	p.write("data/later.csv", "1")
	p.expect("data/later.csv")
	p.write("data/later.csv", "2")
	p.write("sentinel", "later")
	<-p.w.Batches() // the event of the file has come too, and was about nothing known
	p.built(append(slices.Clone(all), "data/later.csv", "data/new.csv"))
	p.expect("data/later.csv")
	p.nothing()
}

// TestHalfSeen: a file that is empty while a build reads, and then again what it was, is reported,
// since the build saw it empty; and so is a folder that was away.
func TestHalfSeen(t *testing.T) {
	p := start(t, folder(t), Options{}, inputs)
	half := func(do, undo func(), want ...string) {
		t.Helper()
		p.write("sentinel", fmt.Sprint("half ", want))
		if b := <-p.w.Batches(); !slices.Equal(b, []string{"sentinel"}) {
			t.Errorf("the batch is %q", b)
		}
		do() // while the build goes on
		p.w.Watch(p.inputs)
		undo()
		p.expect(want...)
		p.nothing()
	}
	half(func() { p.write("data/debt.csv", "") }, func() { p.write("data/debt.csv", "year,debt\n2020,1\n") }, "data/debt.csv")
	half(func() { p.remove("data/gdp.csv") }, func() { p.write("data/gdp.csv", "year,gdp\n2020,2\n") }, "data/gdp.csv")
	half(func() { p.rename("site", "notes/s") }, func() { p.rename("notes/s", "site") }, "site")
	half(func() { p.write("site/stories/new.md", "# New\n") }, func() { p.remove("site/stories/new.md") }, "site/stories/new.md")
}

// TestWatchLess stops watching what the last build no longer read.
func TestWatchLess(t *testing.T) {
	p := start(t, folder(t), Options{}, inputs)
	p.built([]string{"plotline.yaml", "sentinel"})
	p.write("data/debt.csv", "changed")
	p.write("site/stories/new.md", "# New\n")
	p.nothing()
	p.w.mu.Lock()
	if len(p.w.watched) != 1 || len(p.w.known) != 2 || len(p.w.names) != 0 {
		t.Errorf("%d folders, %d files and %d lists are still kept", len(p.w.watched), len(p.w.known), len(p.w.names))
	}
	p.w.mu.Unlock()
	old(t, p.dir)
	p.built(inputs)
	p.write("data/debt.csv", "changed again")
	p.expect("data/debt.csv")
}

// TestBusyReceiver changes files while nobody receives: nothing is lost, and all is one batch.
func TestBusyReceiver(t *testing.T) {
	p := start(t, folder(t), Options{}, inputs)
	offered := func(n int) {
		for {
			p.w.mu.Lock()
			done := len(p.w.batch) == n
			p.w.mu.Unlock()
			if done {
				return
			}
		}
	}
	for i, name := range []string{"plotline.yaml", "data/gdp.csv", "data/debt.csv", "site/stories/debt.md"} {
		p.write(name, "changed")
		offered(i + 1)
	}
	want := []string{"data/debt.csv", "data/gdp.csv", "plotline.yaml", "site/stories/debt.md"}
	if got := p.next(); !slices.Equal(got, want) {
		t.Errorf("the batch is %q, want %q", got, want)
	}
	p.nothing()
}

func TestIgnore(t *testing.T) {
	dir := folder(t)
	abs := filepath.Join(dir, "out")
	p := start(t, dir, Options{Ignore: []string{"./public/", abs, t.TempDir(), "."}}, append([]string{"out/x.csv", "public/x.csv"}, inputs...))
	p.mkdir("out")
	p.write("out/x.csv", "x")
	p.write("public/x.csv", "x")
	p.nothing()
	p.write("outer.md", "x")
	p.expect("outer.md")
}

func TestNewWithoutFolder(t *testing.T) {
	if _, err := New(filepath.Join(t.TempDir(), "missing"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("New of a missing folder = %v, want that it does not exist", err)
	}
}

// TestStopped: Watch after Run does nothing, and the channel of batches ends.
func TestStopped(t *testing.T) {
	w, err := New(folder(t), Options{Notice: func(s string) { t.Error(s) }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w.Run(ctx)
	w.Watch(inputs)
	if b, open := <-w.Batches(); open {
		t.Errorf("a stopped watcher sent %q", b)
	}
}
