package publish

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// whole ends a page: without it the page is torn.
const whole = "<!-- whole -->"

// siteOf is a made-up site: pages that refer to a hashed asset and to a file beside them, each with a
// twin, and a front page that refers to them all.
func siteOf(version, pages int) []File {
	asset := fmt.Sprintf("assets/style.%d.css", version)
	files := []File{{Path: asset, Data: fmt.Appendf(nil, "v%d", version), Immutable: true}}
	front := fmt.Sprintf(`<link href="%s">`, asset)
	for i := range pages {
		dir := fmt.Sprintf("story-%d", i+version)
		page := fmt.Appendf(nil, `<link href="../%s"><a href="data.csv">v%d</a>`+whole, asset, version)
		files = append(files,
			File{Path: dir + "/data.csv", Data: fmt.Appendf(nil, "n\n%d\n", version)},
			File{Path: dir + "/index.html", Data: page}, File{Path: dir + "/index.html.gz", Data: page})
		front += fmt.Sprintf(`<a href="%s/index.html">`, dir)
	}
	return append(files, File{Path: "index.html", Data: []byte(front + whole)}, File{Path: "index.html.br", Data: []byte(front + whole)})
}

// references fails when a page on disk refers to something that is not there, or is torn.
func references(t *testing.T, dir string) {
	t.Helper()
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isPage(p) || strings.HasPrefix(filepath.Base(p), temp) {
			return nil
		}
		f, err := os.ReadFile(p)
		if err != nil {
			t.Error(err)
			return nil
		}
		doc, _ := html.Parse(strings.NewReader(string(f)))
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "href" {
					if _, err := os.Stat(filepath.Join(filepath.Dir(p), a.Val)); err != nil {
						t.Errorf("%s refers to %s, which is not there", p, a.Val)
					}
				}
			}
		}
		if !strings.HasSuffix(string(f), whole) {
			t.Errorf("%s is torn: %q", p, f)
		}
		return nil
	})
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		if b, err := os.ReadFile(p); err == nil && !strings.HasPrefix(rel, state) {
			out[filepath.ToSlash(rel)] = string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func equal(t *testing.T, dir string, files []File) {
	t.Helper()
	got := tree(t, dir)
	for _, f := range files {
		if got[f.Path] != string(f.Data) {
			t.Errorf("%s = %q, want %q", f.Path, got[f.Path], f.Data)
		}
		delete(got, f.Path)
	}
	for p := range got {
		t.Errorf("%s should not be there", p)
	}
}

func TestPublish(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	ctx := context.Background()
	one, two := siteOf(1, 3), siteOf(2, 2)
	if r, err := Publish(ctx, dir, one, Options{}); err != nil || r.Written != 12 {
		t.Fatalf("first: %+v, %v", r, err)
	}
	equal(t, dir, one)
	before, _ := os.Stat(filepath.Join(dir, "story-1/index.html"))
	if r, err := Publish(ctx, dir, one, Options{}); err != nil || r.Written != 0 || r.Unchanged != 12 {
		t.Fatalf("unchanged: %+v, %v", r, err)
	}
	if after, _ := os.Stat(filepath.Join(dir, "story-1/index.html")); !os.SameFile(before, after) {
		t.Error("an unchanged file was rewritten")
	}
	if _, err := Publish(ctx, dir, two, Options{}); err != nil {
		t.Fatal(err)
	}
	equal(t, dir, two)
	if _, err := os.Stat(filepath.Join(dir, "story-1")); err == nil {
		t.Error("an emptied folder stays")
	}
}

func TestForeignFilesStay(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	if _, err := Publish(ctx, dir, siteOf(1, 1), Options{}); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(dir, "story-2")
	os.MkdirAll(mine, 0o755)
	os.WriteFile(filepath.Join(mine, "index.html"), []byte("mine"), 0o644)
	os.WriteFile(filepath.Join(dir, "CNAME"), []byte("mine"), 0o644)
	_, err := Publish(ctx, dir, siteOf(2, 1), Options{})
	if err == nil || err.Error() != "publish story-2/index.html: a file is in the way that Plotline did not write; move it away" {
		t.Errorf("err = %v", err)
	}
	os.Remove(filepath.Join(mine, "index.html"))
	if _, err := Publish(ctx, dir, siteOf(2, 1), Options{}); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "CNAME")); string(b) != "mine" {
		t.Error("a foreign file was touched")
	}
}

func TestRefuse(t *testing.T) {
	home, _ := os.UserHomeDir()
	project := t.TempDir()
	other := t.TempDir()
	os.WriteFile(filepath.Join(other, "thesis.doc"), nil, 0o644)
	for dir, want := range map[string]string{
		"/":                   "is the root of the disk",
		home:                  "is your home folder",
		project:               "holds the project itself",
		filepath.Dir(project): "holds the project itself",
		other:                 "holds thesis.doc and was not made by Plotline",
	} {
		if _, err := Publish(context.Background(), dir, nil, Options{Project: project}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Publish to %s = %v, want %q", dir, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	tests := []struct {
		paths []string
		want  string
	}{
		{[]string{"a/index.html", "a/data.csv"}, ""},
		{[]string{"a/x.html", "a/x.html"}, `two outputs have the address "a/x.html"`},
		{[]string{"About/index.html", "about/index.html"}, `the outputs "About/index.html" and "about/index.html" are one address on many disks and servers`},
		{[]string{"caf\u00e9.html", "cafe\u0301.html"}, "the outputs \"café.html\" and \"cafe\u0301.html\" are one address on many disks and servers"},
		{[]string{"a", "a/b"}, `the output "a/b" needs a folder where "a" is a file`},
		{[]string{"../x"}, `the output "../x" does not stay in the site's folder`},
		{[]string{"con.html"}, `the output "con.html" has a name that Windows reserves`},
		{[]string{"a/COM9.tar.gz"}, `the output "a/COM9.tar.gz" has a name that Windows reserves: con, prn, aux, nul, com1 to com9 and lpt1 to lpt9`},
		{[]string{"common/lpt10"}, ""},
		{[]string{`a\b`}, `the output "a\\b" has a name with characters that some disks refuse: < > : " | ? * \ and control characters`},
		{[]string{".plotline/x"}, `the output ".plotline/x" has a name that Plotline needs for itself`},
		{[]string{"caf\xe9.csv"}, `the output "caf\xe9.csv" has a name that is not UTF-8`},
		{[]string{strings.Repeat("x", 256)}, `has a name of more than 255 bytes`},
	}
	for _, tt := range tests {
		var files []File
		for _, p := range tt.paths {
			files = append(files, File{Path: p})
		}
		got := ""
		if problems := Check(files); len(problems) > 0 {
			got = problems[0].Text
		}
		if got != tt.want && (tt.want == "" || !strings.Contains(got, tt.want)) {
			t.Errorf("Check(%q) = %q, want %q", tt.paths, got, tt.want)
		}
	}
}

// failing lets n operations through and fails every later one, as a full disk does.
type failing struct {
	operations
	left int
}

var errFull = errors.New("no space left on device")

func (f *failing) step() error {
	if f.left--; f.left < 0 {
		return errFull
	}
	return nil
}

func (f *failing) MkdirAll(d string) error {
	return first(f.step(), func() error { return f.operations.MkdirAll(d) })
}
func (f *failing) WriteFile(n string, b []byte) error {
	return first(f.step(), func() error { return f.operations.WriteFile(n, b) })
}
func (f *failing) Rename(a, b string) error {
	return first(f.step(), func() error { return f.operations.Rename(a, b) })
}

func (f *failing) Remove(n string) error {
	return first(f.step(), func() error { return f.operations.Remove(n) })
}

func (f *failing) Stamp(n string) error {
	return first(f.step(), func() error { return f.operations.Stamp(n) })
}

func first(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

func TestFaults(t *testing.T) {
	for _, next := range []int{2, 3} { // the same site again, or another
		t.Run(fmt.Sprint(next), func(t *testing.T) { faults(t, &workshop{}, siteOf(1, 2), siteOf(2, 2), siteOf(next, 2)) })
	}
	for _, next := range []int{1, 2, 3} { // back to the first site, too, whose keys the manifest still holds
		t.Run(fmt.Sprint(next, " keyed"), func(t *testing.T) {
			var s workshop
			faults(t, &s, s.keyed(siteOf(1, 1)), s.keyed(siteOf(2, 1)), s.keyed(siteOf(next, 1)))
		})
	}
}

// faults turns one site into another and fails at each operation in turn, and then publishes the
// next.
func faults(t *testing.T, s *workshop, one, two, next []File) {
	clean := t.TempDir()
	if _, err := Publish(context.Background(), clean, next, Options{}); err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		dir := t.TempDir()
		if _, err := Publish(context.Background(), dir, one, Options{}); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		w := newWriter(context.Background(), dir, &disk{root: root, at: began(root)}, nil)
		w.disk = &failing{w.disk, n}
		_, err = w.publish(two)
		root.Close()
		references(t, dir)
		if err == nil {
			if n < 10 {
				t.Errorf("only %d operations", n)
			}
			return
		}
		if !errors.Is(err, errFull) {
			t.Errorf("after %d operations: %v", n, err)
		}
		_, begun := os.Stat(filepath.Join(dir, pending))
		s.made.Store(0)
		if _, err := Publish(context.Background(), dir, next, Options{}); err != nil {
			t.Errorf("the next build after %d operations: %v", n, err)
		}
		if got := int(s.made.Load()); begun == nil && next[0].Make != nil && got != len(next) {
			t.Errorf("after %d operations %d files were made and compared, want %d", n, got, len(next))
		}
		equal(t, dir, next)
		if got, want := listed(t, dir), listed(t, clean); got != want {
			t.Errorf("after %d operations the next build lists %s, want %s", n, got, want)
		}
	}
}

// listed is the manifest: it must tell what stands on disk, as publishing to a branch goes by it.
func listed(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, manifest))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A build may be killed before its marker stands, and when only the marker is left to remove.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	if _, err := Publish(ctx, dir, siteOf(1, 2), Options{}); err != nil {
		t.Fatal(err)
	}
	for _, names := range [][]string{{state + "/" + temp + "pending.json"}, {pending, updating}, {updating}, {updating, "story-1/" + temp + "index.html"}} {
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("{}"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if r, err := Publish(ctx, dir, siteOf(1, 2), Options{}); err != nil || r.Written != 0 {
			t.Errorf("%s: %+v, %v", names, r, err)
		}
		for _, name := range names {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				t.Errorf("%s stays", name)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Publish(ctx, dir, siteOf(1, 2), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestSecondBuildNamesTheFirst(t *testing.T) {
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, state), 0o755)
	unlock, err := lock(context.Background(), filepath.Join(dir, filepath.FromSlash(lockFile)), 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Publish(context.Background(), dir, siteOf(1, 1), Options{Wait: 100 * time.Millisecond})
	if want := fmt.Sprintf("another build (process %d) has held the folder", os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("err = %v, want %q", err, want)
	}
	unlock()
	if _, err := Publish(context.Background(), dir, siteOf(1, 1), Options{}); err != nil {
		t.Error(err)
	}
}

// TestMain plays a build that publishes one site after the other until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PUBLISH_FOREVER"); dir != "" {
		for v := 1; ; v++ {
			files := siteOf(v%7+1, 20)
			if v%3 > 0 {
				new(workshop).keyed(files)
			}
			if _, err := Publish(context.Background(), dir, files, Options{}); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	os.Exit(m.Run())
}

func TestKill(t *testing.T) {
	kills := 50
	if n, err := strconv.Atoi(os.Getenv("PLOTLINE_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	for range kills {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "PUBLISH_FOREVER="+dir)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5+rand.IntN(60)) * time.Millisecond) // the random moment is what is tested
		cmd.Process.Kill()
		cmd.Wait()
		references(t, dir)
	}
	last := new(workshop).keyed(siteOf(3, 20))
	if _, err := Publish(context.Background(), dir, last, Options{}); err != nil {
		t.Fatal(err)
	}
	equal(t, dir, last)
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if strings.HasPrefix(path.Base(p), temp) {
			t.Errorf("a temporary stays: %s", p)
		}
		return nil
	})
}

func BenchmarkUnchanged3000(b *testing.B) {
	dir := b.TempDir()
	files := siteOf(1, 1500)
	if _, err := Publish(context.Background(), dir, files, Options{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Publish(context.Background(), dir, files, Options{})
	}
}
