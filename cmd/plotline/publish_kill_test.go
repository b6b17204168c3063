//go:build unix

package main

import (
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestKillPublish kills the real command at random moments while it publishes to a branch, with the
// git that it runs and without: each time the branch is as it was or holds the whole new site on top
// of it, nothing of the project has changed, and the next publish works.
func TestKillPublish(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("git is not installed")
		}
		t.Skip("git is not installed: publishing to a branch is left out")
	}
	kills := 16
	if n, err := strconv.Atoi(os.Getenv("PLOTLINE_KILLS")); err == nil {
		kills = n
	}
	k := newPublisher(t)
	var trees [2]string
	for v := range trees {
		k.version(v)
		k.publish()
		trees[v] = k.remote("rev-parse", "gh-pages^{tree}")
	}
	var took time.Duration
	for v := range 2 {
		k.version(v)
		start := time.Now()
		k.publish()
		took = max(took, time.Since(start))
	}
	var counts struct{ old, new, late int }
	for i := range kills {
		v := i % 2
		k.version(v)
		tip, project := k.remote("rev-parse", "gh-pages"), k.project()
		if !k.kill(i/2%2 == 0, took) {
			counts.late++
		}
		switch now := k.remote("rev-parse", "gh-pages"); {
		case now == tip:
			counts.old++
		case k.remote("rev-parse", "gh-pages^") == tip && k.remote("rev-parse", "gh-pages^{tree}") == trees[v]:
			counts.new++
		default:
			t.Errorf("kill %d: the branch was %s and is %s", i+1, tip, now)
		}
		if got := k.project(); got != project {
			t.Errorf("kill %d: the project was\n%s\nand is\n%s", i+1, project, got)
		}
		k.remote("fsck", "--no-dangling", "--connectivity-only", "gh-pages")
		if k.publish(); k.remote("rev-parse", "gh-pages^{tree}") != trees[v] {
			t.Errorf("kill %d: the next publish does not finish the site", i+1)
		}
		if t.Failed() {
			return
		}
	}
	if got := k.remote("rev-list", "--count", "gh-pages"); got != strconv.Itoa(4+kills) {
		t.Errorf("the history has %s commits, want one for each of %d versions", got, 4+kills)
	}
	t.Logf("%d kills over %v: the old site %d times, the new site %d; %d came too late", kills, took, counts.old, counts.new, counts.late)
	if kills >= 12 && counts.late > kills*3/4 || kills >= 50 && (counts.old == 0 || counts.new == 0) {
		t.Error("the moments of the kills prove little")
	}
}

// publisher publishes two versions of a site in turn.
type publisher struct {
	*killer
}

func newPublisher(t *testing.T) *publisher {
	t.Helper()
	p := &publisher{&killer{T: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(3, 4))}}
	p.compile() // with this machine's settings: Go's caches are in them
	for name, value := range map[string]string{"HOME": p.dir, "XDG_CONFIG_HOME": p.dir, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull, "PLOTLINE_CACHE": p.path("cache"),
		"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"} {
		t.Setenv(name, value)
	}
	p.killer.project(0)
	p.run("git", "init", "-q", "--bare", "remote.git")
	p.run("git", "init", "-q", "-b", "main", "v0")
	p.run("git", "-C", "v0", "remote", "add", "origin", "../remote.git")
	p.write(".gitignore", "/public/\n")
	return p
}

func (p *publisher) run(name string, args ...string) string {
	p.Helper()
	c := exec.Command(name, args...)
	c.Dir = p.dir
	out, err := c.CombinedOutput()
	if err != nil {
		p.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (p *publisher) remote(args ...string) string {
	p.Helper()
	return p.run("git", append([]string{"--git-dir=remote.git"}, args...)...)
}

func (p *publisher) write(name, text string) {
	p.Helper()
	if err := os.WriteFile(p.path("v0/"+name), []byte(text), 0o644); err != nil {
		p.Fatal(err)
	}
}

// version commits a version of the project: a story and the numbers change, another story goes.
func (p *publisher) version(v int) {
	p.Helper()
	p.write("data/n.csv", fmt.Sprintf("city,n\nA,%d\nB,2\n", 3+v))
	p.write("site/stories/s01.md", fmt.Sprintf("---\ntitle: One\ndate: 2022-05-27\n---\nVersion %d.\n", v))
	if v == 0 {
		p.write("site/stories/s20.md", "---\ntitle: Twenty\ndate: 2022-05-27\n---\nNow and then.\n")
	} else {
		os.Remove(p.path("v0/site/stories/s20.md"))
	}
	p.run("git", "-C", "v0", "add", "-A")
	p.run("git", "-C", "v0", "commit", "-q", "-m", fmt.Sprintf("Version %d", v))
}

func (p *publisher) command() *exec.Cmd {
	return exec.Command(p.path("plotline"), "publish", "--branch", "gh-pages", "-s", p.path("v0"), "--engine", "quickjs")
}

func (p *publisher) publish() {
	p.Helper()
	if out, err := p.command().CombinedOutput(); err != nil {
		p.Fatalf("publish: %v\n%s", err, out)
	}
}

// project is all of the repository that no publish may change.
func (p *publisher) project() string {
	p.Helper()
	index, err := os.ReadFile(p.path("v0/.git/index"))
	if err != nil {
		p.Fatal(err)
	}
	return fmt.Sprintf("%x\n", index) + p.run("git", "-C", "v0", "rev-parse", "HEAD", "--symbolic-full-name", "HEAD") + p.run("git", "-C", "v0", "for-each-ref", "refs/heads") +
		p.run("git", "--no-optional-locks", "-C", "v0", "status", "--porcelain")
}

// kill publishes and kills at a random moment of the duration, alone or with all that it runs, and
// waits until nothing of it runs. It reports whether it was still running.
func (p *publisher) kill(all bool, took time.Duration) bool {
	p.Helper()
	end, held, err := os.Pipe() // whatever is run holds the other end
	if err != nil {
		p.Fatal(err)
	}
	defer end.Close()
	c := p.command()
	c.ExtraFiles = []*os.File{held}
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		p.Fatal(err)
	}
	held.Close()
	time.Sleep(took/4 + time.Duration(p.random.Int64N(int64(took)))) // the random moment is what is tested; first comes the build
	if all {
		syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
	} else {
		c.Process.Kill()
	}
	killed := c.Wait() != nil
	if _, err := io.Copy(io.Discard, end); err != nil {
		p.Fatal(err)
	}
	if all { // the git of a real remote runs elsewhere and lets go of its locks
		filepath.WalkDir(p.path("remote.git"), func(name string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(name, ".lock") {
				os.Remove(name)
			}
			return nil
		})
	}
	return killed
}
