package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestServeSaves replays how programs save files: each time the preview ends with the right page,
// after two builds at most.
func TestServeSaves(t *testing.T) {
	t.Setenv("PLOTLINE_CACHE", t.TempDir())
	dir := t.TempDir()
	d := &desk{t: t, dir: dir}
	d.write("site/stories/s.md", tale("Story", "d.csv", "The first words."))
	d.write("data/d.csv", table(1, 2))
	d = edit(t, dir)
	path := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	must := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	story := path("site/stories/s.md")
	text := func(words string) []byte { return []byte(tale("Story", "d.csv", words)) }
	burst := newPace()
	for i, c := range []struct {
		name string
		save func(words string)
	}{
		{"in place", func(words string) { must(os.WriteFile(story, text(words), 0o644)) }},
		{"emptied, then written", func(words string) {
			f, err := os.OpenFile(story, os.O_WRONLY|os.O_TRUNC, 0)
			must(err)
			_, err = f.Write(text(words))
			must(err, f.Close())
		}},
		{"temporary file and rename", func(words string) {
			must(os.WriteFile(story+".tmp", text(words), 0o644), os.Rename(story+".tmp", story))
		}},
		{"vim's backup and rename", func(words string) {
			must(os.Rename(story, story+"~"), os.WriteFile(story, text(words), 0o644), os.Chmod(story, 0o644), os.Remove(story+"~"))
		}},
		{"emacs's lock and autosave", func(words string) {
			lock, auto := path("site/stories/.#s.md"), path("site/stories/#s.md#")
			must(os.Symlink("someone@somewhere.1:1", lock), os.WriteFile(auto, text(words), 0o644), os.Remove(auto),
				os.WriteFile(story, text(words), 0o644), os.Remove(lock))
		}},
		{"vim itself", func(words string) { vim(t, story, words) }},
		{"a folder moved away and back", func(words string) {
			must(os.Rename(path("site/stories"), path("site/away")), os.WriteFile(path("site/away/s.md"), text(words), 0o644), os.Rename(path("site/away"), path("site/stories")))
		}},
		{"a folder deleted and made again", func(words string) {
			must(os.RemoveAll(path("site/stories")), os.MkdirAll(path("site/stories"), 0o755), os.WriteFile(story, text(words), 0o644))
		}},
		{"git checkout of 500 files", func(words string) { checkout(t, dir, words) }},
		{"30,000 events beside", func(words string) {
			for range 10_000 { // each opens, writes and closes
				must(os.WriteFile(path("data/noise.csv"), []byte("a\n1\n"), 0o644))
				burst.tick()
			}
			must(os.WriteFile(story, text(words), 0o644), os.Remove(path("data/noise.csv")))
		}},
		{"30,000 events of an input", func(words string) {
			for i := range 10_000 {
				must(os.WriteFile(path("data/d.csv"), []byte(table(i, 2)), 0o644))
				burst.tick()
			}
			must(os.WriteFile(path("data/d.csv"), []byte(table(1, 2)), 0o644), os.WriteFile(story, text(words), 0o644))
		}},
	} {
		words := fmt.Sprintf("Saved by way %d.", i)
		before := d.builds()
		burst = newPace()
		c.save(words)
		most := 2 + burst.more()
		d.until(c.name+" shows", func() bool { _, page := d.get("s/"); return bytes.Contains(page, []byte(words)) })
		// What is saved after this is built after whatever the save still causes.
		mark := fmt.Sprintf("mark%d", i)
		d.write("site/stories/"+mark+".md", "---\ntitle: Mark\n---\n"+mark+"\n")
		d.until("the mark behind "+c.name, func() bool { status, _ := d.get(mark + "/"); return status == 200 })
		if n := d.builds() - before - 1; n > most {
			t.Errorf("%s: %d builds, want at most %d\n%s", c.name, n, most, d.stderr)
		}
		d.remove("site/stories/" + mark + ".md")
		d.until("the mark gone", func() bool { status, _ := d.get(mark + "/"); return status == 404 })
	}
}

// pace is how a burst of writes went. One that a busy machine draws out is told of every two seconds,
// and one in which it paused is several.
type pace struct {
	began, last time.Time
	pauses      int
}

func newPace() *pace { now := time.Now(); return &pace{began: now, last: now} }

func (p *pace) tick() {
	now := time.Now()
	if now.Sub(p.last) > 4*time.Millisecond { // half of what ends a burst: the watcher is slowed too
		p.pauses++
	}
	p.last = now
}

// more is how many builds the burst may take beyond two.
func (p *pace) more() int { return p.pauses + int(p.last.Sub(p.began)/(2*time.Second)) }

// vim has the real editor change a word and save.
func vim(t *testing.T, file, words string) {
	t.Helper()
	name, err := exec.LookPath("vim")
	if err != nil {
		if name, err = exec.LookPath("vim.tiny"); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal("vim is missing")
			}
			t.Log("vim is missing: saving with it is left out")
			if err := os.WriteFile(file, []byte(tale("Story", "d.csv", words)), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	c := exec.Command(name, "-u", "NONE", "-es", "-c", "set backup nomodified", "-c", "g/^Saved by way/s/.*/"+words+"/", "-c", "wq", file)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// checkout makes a repository of 500 data files in two versions and goes from one to the other.
func checkout(t *testing.T, dir, words string) {
	t.Helper()
	git := func(args ...string) {
		t.Helper()
		c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"}, args...)...)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
	// The two versions are made in a working tree of their own, so that only the checkout is seen.
	tree := t.TempDir()
	git("init", "-q", "-b", "main", ".")
	for _, version := range []int{1, 2} {
		for i := range 500 {
			name := filepath.Join(tree, "data", fmt.Sprintf("g%d.csv", i))
			os.MkdirAll(filepath.Dir(name), 0o755)
			if err := os.WriteFile(name, []byte(table(version, i)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		story := filepath.Join(tree, "site", "stories", "s.md")
		os.MkdirAll(filepath.Dir(story), 0o755)
		if err := os.WriteFile(story, []byte(tale("Story", "d.csv", map[int]string{1: "Of version 1.", 2: words}[version])), 0o644); err != nil {
			t.Fatal(err)
		}
		git("--work-tree", tree, "add", "data", "site")
		git("--work-tree", tree, "commit", "-q", "-m", fmt.Sprint(version))
	}
	git("checkout", "-q", "-f", "HEAD", "--", ".")
}
