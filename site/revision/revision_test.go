package revision

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// repository makes a repository of files with one commit, and returns its folder.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if target, link := strings.CutPrefix(text, "-> "); link {
			if err := os.Symlink(target, p); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in(t, dir, "init", "-q")
	in(t, dir, "add", ".")
	in(t, dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first")
	return dir
}

func in(t *testing.T, dir string, args ...string) string {
	t.Helper()
	c := exec.Command("git", args...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestTree: what a commit holds is there, however the work tree looks now, and nothing is touched.
func TestTree(t *testing.T) {
	dir := repository(t, map[string]string{"p/data/a.csv": "x\n1\n", "p/data/två och.csv": "y\n2\n", "p/site/stories/s.md": "text\n", "p/empty": "", "outside.csv": "z\n",
		"p/data/link.csv": "-> a.csv", "p/tables": "-> data", "p/out.csv": "-> ../outside.csv", "p/abs.csv": "-> /etc/hostname", "p/loop": "-> loop"})
	p := filepath.Join(dir, "p")
	if err := os.WriteFile(filepath.Join(p, "data/a.csv"), []byte("x\n9\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(p, "site/stories/s.md")); err != nil {
		t.Fatal(err)
	}
	before := in(t, dir, "status", "--porcelain")
	tree, err := Open(t.Context(), p, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if tree.Commit != in(t, dir, "rev-parse", "HEAD") {
		t.Errorf("the commit is %q", tree.Commit)
	}
	for name, want := range map[string]string{"data/a.csv": "x\n1\n", "data/två och.csv": "y\n2\n", "site/stories/s.md": "text\n", "empty": "", "data/link.csv": "x\n1\n", "tables/a.csv": "x\n1\n"} {
		if got, err := fs.ReadFile(tree, name); string(got) != want || err != nil {
			t.Errorf("%s holds %q, %v, want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"outside.csv", "out.csv", "abs.csv", "loop", "data/none", "a.csv", "data/a.csv/x"} {
		if _, err := fs.ReadFile(tree, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, and must not be there", name, err)
		}
	}
	var names []string
	entries, err := fs.ReadDir(tree, "data")
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{"a.csv", "link.csv", "två och.csv"}; !slices.Equal(names, want) || err != nil {
		t.Errorf("data holds %q, %v, want %q", names, err, want)
	}
	if after := in(t, dir, "status", "--porcelain"); after != before {
		t.Errorf("git status was\n%s\nand is\n%s", before, after)
	}
}

// TestFS holds a Tree against the laws of file systems.
func TestFS(t *testing.T) {
	tree, err := Open(t.Context(), repository(t, map[string]string{"a/b/c.txt": "c", "a/d.txt": "d", "e.txt": ""}), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if err := fstest.TestFS(tree, "a/b/c.txt", "a/d.txt", "e.txt"); err != nil {
		t.Error(err)
	}
}

// TestNothing: what cannot be compared with says why.
func TestNothing(t *testing.T) {
	none := t.TempDir()
	if _, err := Open(t.Context(), none, "HEAD"); !errors.Is(err, ErrNone) {
		t.Errorf("without a repository: %v", err)
	}
	if _, err := Open(t.Context(), none, "v1"); err == nil || !strings.HasSuffix(err.Error(), " is in no git repository") {
		t.Errorf("without a repository, by name: %v", err)
	}
	in(t, none, "init", "-q")
	if _, err := Open(t.Context(), none, "HEAD"); !errors.Is(err, ErrNone) {
		t.Errorf("without a commit: %v", err)
	}
	dir := repository(t, map[string]string{"a": "a"})
	for _, rev := range []string{"v1", "--all", "HEAD:a", ""} {
		if _, err := Open(t.Context(), dir, rev); err == nil || !strings.Contains(err.Error(), "has no revision") {
			t.Errorf("%q: %v", rev, err)
		}
	}
}
