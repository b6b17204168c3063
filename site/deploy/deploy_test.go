package deploy

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sandbox is a repository with a project and a remote, apart from this machine's own settings.
type sandbox struct {
	*testing.T
	dir string
}

func newSandbox(t *testing.T, flags ...string) *sandbox {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("git is not installed")
		}
		t.Skip("git is not installed: publishing to a branch is left out")
	}
	s := &sandbox{t, t.TempDir()}
	for name, value := range map[string]string{"HOME": s.dir, "XDG_CONFIG_HOME": s.dir, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull,
		"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.org"} {
		t.Setenv(name, value)
	}
	s.git(".", append([]string{"init", "-q", "--bare", "remote.git"}, flags...)...)
	s.git(".", append([]string{"init", "-q", "-b", "main", "demo"}, flags...)...)
	s.write("demo/project/plotline.yaml", "title: T\n")
	s.write("demo/.gitattributes", "* text=auto eol=crlf\n*.bin filter=shout\n")
	s.git("demo", "config", "filter.shout.clean", "tr a-z A-Z")
	s.git("demo", "config", "core.autocrlf", "true")
	s.git("demo", "remote", "add", "origin", "../remote.git")
	s.git("demo", "add", "-A")
	s.git("demo", "commit", "-q", "-m", "Begin")
	return s
}

func (s *sandbox) git(dir string, args ...string) string {
	s.Helper()
	c := exec.Command("git", args...)
	c.Dir = filepath.Join(s.dir, dir)
	out, err := c.CombinedOutput()
	if err != nil {
		s.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (s *sandbox) write(name, text string) {
	s.Helper()
	name = filepath.Join(s.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		s.Fatal(err)
	}
}

func (s *sandbox) options() Options {
	return Options{Project: filepath.Join(s.dir, "demo", "project"), Inputs: []string{".", "plotline.yaml"}, Branch: "gh-pages", Remote: "origin"}
}

func (s *sandbox) publish(files map[string]string) *Changes {
	s.Helper()
	c, err := Branch(s.Context(), list(files), s.options())
	if err != nil {
		s.Fatal(err)
	}
	return c
}

func list(files map[string]string) []File {
	var out []File
	for _, p := range slices.Sorted(maps.Keys(files)) {
		out = append(out, File{p, []byte(files[p])})
	}
	return out
}

// branch reads the published files.
func (s *sandbox) branch() map[string]string {
	s.Helper()
	files := map[string]string{}
	for _, p := range strings.FieldsFunc(s.git("remote.git", "ls-tree", "-r", "-z", "--name-only", "gh-pages"), func(r rune) bool { return r == 0 }) {
		files[p] = s.git("remote.git", "cat-file", "blob", "gh-pages:"+p)
	}
	return files
}

// state is everything of the repository that a publish must leave alone.
func (s *sandbox) state() string {
	s.Helper()
	index, err := os.ReadFile(filepath.Join(s.dir, "demo/.git/index"))
	if err != nil {
		s.Fatal(err)
	}
	return fmt.Sprintf("%x\n", index) + s.git("demo", "for-each-ref", "refs/heads") + s.git("demo", "symbolic-ref", "HEAD") + s.git("demo", "--no-optional-locks", "status", "--porcelain", "--ignored")
}

// TestBranch publishes bytes as they are, whatever git would make of them, in repositories of both
// kinds of object names; the branch is exactly the site, on top of what it was.
func TestBranch(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			s := newSandbox(t, "--object-format="+format)
			s.write("demo/staged", "staged\n")
			s.git("demo", "add", "staged")
			s.write("demo/project/loose", "loose\n")
			before := s.state()
			site := map[string]string{"index.html": "a\r\nb\n", "经 济/a b.html": "x\n", "x.bin": "quiet\x00\r\n", ".nojekyll": "", "same": "a\r\nb\n"}
			c := s.publish(site)
			if !c.Created || len(c.Added) != 5 || len(c.Changed)+len(c.Removed) > 0 || !maps.Equal(s.branch(), site) {
				t.Errorf("first publish: %+v, %q", c, s.branch())
			}
			if again := s.publish(site); !again.None() || again.Commit != c.Commit {
				t.Errorf("second publish: %+v", again)
			}
			site["index.html"] = "new\n"
			delete(site, "same")
			next := s.publish(site)
			if next.None() || fmt.Sprint(next.Added, next.Changed, next.Removed) != "[] [index.html] [same]" || !maps.Equal(s.branch(), site) {
				t.Errorf("third publish: %+v, %q", next, s.branch())
			}
			if got, want := s.git("remote.git", "rev-list", "gh-pages"), next.Commit+"\n"+c.Commit+"\n"; got != want {
				t.Errorf("history %q, want %q", got, want)
			}
			if got := s.git("remote.git", "log", "-1", "--format=%an %ae %cn %B", "gh-pages"); !strings.HasPrefix(got, "A a@example.org C Publish ") ||
				!strings.Contains(got, "Source-Commit: "+s.git("demo", "rev-parse", "HEAD")) {
				t.Errorf("commit %q", got)
			}
			if s.state() != before {
				t.Errorf("the repository was %s, is %s", before, s.state())
			}
		})
	}
}

// TestFresh publishes from a clone that has never seen the branch, and over what is no plain file.
func TestFresh(t *testing.T) {
	s := newSandbox(t)
	site := map[string]string{"index.html": "a\n", "run.sh": "#!/bin/sh\n"}
	s.publish(site)
	s.git(".", "clone", "-q", "-b", "gh-pages", "remote.git", "byhand")
	s.git("byhand", "update-index", "--chmod=+x", "run.sh")
	s.git("byhand", "commit", "-q", "-m", "By hand")
	s.git("byhand", "push", "-q", "origin", "gh-pages")
	refs := s.git("demo", "for-each-ref")
	o := s.options()
	o.DryRun = true
	c, err := Branch(t.Context(), list(site), o)
	if err != nil || fmt.Sprint(c.Changed) != "[run.sh]" || s.git("demo", "for-each-ref") != refs {
		t.Errorf("dry run: %+v, %v", c, err)
	}
	if _, err := os.Stat(filepath.Join(s.dir, "demo/.git/FETCH_HEAD")); err == nil {
		t.Error("a dry run left FETCH_HEAD")
	}
	if c := s.publish(site); fmt.Sprint(c.Added, c.Changed, c.Removed) != "[] [run.sh] []" {
		t.Errorf("publish: %+v", c)
	}
	if got := s.git("remote.git", "ls-tree", "gh-pages", "run.sh"); !strings.HasPrefix(got, "100644 ") {
		t.Errorf("run.sh is %s", got)
	}
	if got := strings.Count(s.git("remote.git", "rev-list", "gh-pages"), "\n"); got != 3 {
		t.Errorf("%d commits, want 3", got)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "was not built") {
		t.Errorf("Read of an empty folder: %v", err)
	}
	put("a.html", "a\n")
	put("other", "somebody's\n")
	put(manifest, `{"format":1,"files":[{"path":"a.html","sha256":"87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"}]}`)
	files, err := Read(dir)
	if err != nil || len(files) != 1 || files[0].Path != "a.html" || string(files[0].Data) != "a\n" {
		t.Errorf("Read = %q, %v", files, err)
	}
	put("a.html", "b\n")
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "a.html is not as the build left it") {
		t.Errorf("Read of a changed file: %v", err)
	}
	put(manifest, `{"format":1,"files":[{"path":"../a.html","sha256":""}]}`)
	if files, err := Read(dir); err == nil {
		t.Errorf("Read left the folder: %q", files)
	}
}

func TestPagesURL(t *testing.T) {
	for _, c := range []struct{ remote, want string }{
		{"https://github.com/News/site.git", "https://news.github.io/site/"},
		{"https://github.com/news/site/", "https://news.github.io/site/"},
		{"https://token@github.com/news/my.site", "https://news.github.io/my.site/"},
		{"git@github.com:news/site.git", "https://news.github.io/site/"},
		{"ssh://git@github.com:22/news/site.git", "https://news.github.io/site/"},
		{"git@github.com:News/news.github.io.git", "https://news.github.io/"},
		{"https://gitlab.com/news/site.git", ""},
		{"https://example.org/github.com/news/site.git", ""},
		{"../remote.git", ""},
	} {
		if got := PagesURL(c.remote); got != c.want {
			t.Errorf("PagesURL(%q) = %q, want %q", c.remote, got, c.want)
		}
	}
}
