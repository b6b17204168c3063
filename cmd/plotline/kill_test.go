package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// TestKillBuild kills the real command at random moments while it turns one version of a site into
// the next: each time the folder is a site of whole files whose references resolve, and the next
// build makes of it, state included, what a build into an empty folder makes.
func TestKillBuild(t *testing.T) {
	kills := 50
	if n, err := strconv.Atoi(os.Getenv("PLOTLINE_KILLS")); err == nil {
		kills = n
	}
	k := &killer{T: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(1, 2))}
	k.compile()
	for v := range 3 {
		k.project(v)
		k.build(v, "clean"+strconv.Itoa(v), "--no-cache")
		k.clean = append(k.clean, k.read("clean"+strconv.Itoa(v)))
	}
	var counts struct{ old, mixed, new, late int }
	took := k.measure()
	for i, version := 0, 2; i < kills; i++ {
		if i%8 == 7 { // the very first build
			os.RemoveAll(k.path("public"))
		}
		before := k.read("public")
		next := (version + 1 + k.random.IntN(2)) % 3
		if i%4 == 0 { // so that drawing, and keeping drawings, is killed too
			os.RemoveAll(k.path("cache"))
		}
		if !k.kill(next, i%2 == 1, took) {
			counts.late++
		}
		after := k.read("public")
		k.whole(after)
		k.resolve(after)
		switch {
		case same(after, before):
			counts.old++
		case same(after, k.clean[next]):
			counts.new++
		default:
			counts.mixed++
		}
		if version = next; k.random.IntN(3) > 0 { // else one killed build follows the other
			if k.random.IntN(2) > 0 {
				version = k.random.IntN(3)
			}
			k.build(version, "public")
			k.equal(k.read("public"), k.clean[version])
		}
		if t.Failed() {
			t.Fatalf("after kill %d", i+1)
		}
	}
	k.build(1, "public")
	k.equal(k.read("public"), k.clean[1])
	t.Logf("%d kills over %v: the old site %d times, a mixture %d, the new site %d; %d came too late", kills, took, counts.old, counts.mixed, counts.new, counts.late)
	if kills >= 50 && (counts.mixed == 0 || counts.late > kills*3/4) {
		t.Error("the moments of the kills prove little")
	}
}

// killer builds versions of a site, and kills builds.
type killer struct {
	*testing.T
	dir    string
	random *rand.Rand
	clean  []map[string]string // every version's files, the state's included
}

func (k *killer) path(name string) string { return filepath.Join(k.dir, name) }

func (k *killer) compile() {
	k.Helper()
	if out, err := exec.Command("go", "build", "-o", k.path("plotline"), ".").CombinedOutput(); err != nil {
		k.Fatalf("%v\n%s", err, out)
	}
}

// project writes a version: stories stay, change, come and go; so do pictures, charts, tables of
// downloads, the style sheet's name and with it every page.
func (k *killer) project(v int) {
	k.Helper()
	write := func(name, text string) {
		name = filepath.Join(k.path("v"+strconv.Itoa(v)), name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			k.Fatal(err)
		}
	}
	write("plotline.yaml", "title: Kills\nbase-url: https://example.org/k/\ntheme: {accent: \""+[]string{"#b3261e", "#0b6e4f", "#b3261e"}[v]+"\"}\n")
	write("data/n.csv", fmt.Sprintf("city,n\nA,%d\nB,2\n", 3+v%2))
	dot, err := base64.StdEncoding.DecodeString(dots[v])
	if err != nil {
		k.Fatal(err)
	}
	write("site/stories/dot.png", string(dot))
	for i := v * 4; i < 16+v*4; i++ {
		before := i - 1
		if before < v*4 {
			before = i + 1
		}
		text := fmt.Sprintf("---\ntitle: Story %d\ndate: 2022-05-27\nsources: {s: {publisher: Made up}}\n---\nVersion %d, [before](../s%02d/index.html). ![A dot](dot.png)\n", i, v*(i%3), before)
		if i%3 == 0 && v != 1 {
			text += "\n```chart\nid: c\nkind: column\ndata: n.csv\nx: city\ny: n\ntitle: T\nsource: s\nalt: Two columns\n```\n"
		}
		write(fmt.Sprintf("site/stories/s%02d.md", i), text)
	}
}

// dots are pictures of a pixel: black, white, and black again in other bytes.
var dots = []string{
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==",
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC",
}

func (k *killer) command(v int, to string, flags ...string) *exec.Cmd {
	c := exec.Command(k.path("plotline"), append([]string{"build", "-s", k.path("v" + strconv.Itoa(v)), "-d", k.path(to), "--engine", "quickjs"}, flags...)...)
	c.Env = append(os.Environ(), "PLOTLINE_CACHE="+k.path("cache"))
	return c
}

func (k *killer) build(v int, to string, flags ...string) {
	k.Helper()
	if out, err := k.command(v, to, flags...).CombinedOutput(); err != nil {
		k.Fatalf("version %d: %v\n%s", v, err, out)
	}
}

// measure returns how long a build takes that changes the site: of several the one in the middle.
func (k *killer) measure() time.Duration {
	var took []time.Duration
	for v := range 5 {
		start := time.Now()
		k.build((v+1)%3, "public")
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return took[2]
}

// kill starts a build and kills it at a random moment of the duration; marked, of what follows the
// update's marker. It reports whether the build was still running.
func (k *killer) kill(v int, marked bool, took time.Duration) bool {
	k.Helper()
	c := k.command(v, "public")
	marker := k.path("public/.plotline/updating")
	old, _ := os.Stat(marker) // what an earlier kill left
	if err := c.Start(); err != nil {
		k.Fatal(err)
	}
	moment := time.Duration(k.random.Int64N(int64(took)))
	if marked {
		for end := time.Now().Add(took); time.Now().Before(end); {
			if info, err := os.Stat(marker); err == nil && !os.SameFile(old, info) {
				break
			}
		}
		moment /= 4
	}
	time.Sleep(moment) // the random moment is what is tested
	c.Process.Kill()
	return c.Wait() != nil
}

// read reads a whole folder, the state of the builds included.
func (k *killer) read(dir string) map[string]string {
	k.Helper()
	files := map[string]string{}
	fsys := os.DirFS(k.path(dir))
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(fsys, p)
		files[p] = string(b)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		k.Fatal(err)
	}
	return files
}

func outside(p string) bool {
	return strings.HasPrefix(p, ".plotline/") || strings.HasPrefix(path.Base(p), ".plotline-tmp-")
}

// whole fails on a file that no version has.
func (k *killer) whole(site map[string]string) {
	k.Helper()
	for p, text := range site {
		known := outside(p)
		for _, version := range k.clean {
			b, ok := version[p]
			known = known || ok && b == text
		}
		if !known {
			k.Errorf("%s is torn or nobody's, with %d bytes", p, len(text))
		}
	}
}

// resolve fails when a page refers to something that is not there. Only pages that no reader can
// come to may point at such pages of the next version or the last: see package publish.
func (k *killer) resolve(site map[string]string) {
	k.Helper()
	refs := map[string][]reference{}
	for p, text := range site {
		if path.Ext(p) == ".html" && !outside(p) {
			if refs[p] = k.references(p, text); len(refs[p]) < 2 && isPage(p) {
				k.Errorf("%s has only %d references", p, len(refs[p]))
			}
		}
	}
	met := map[string]bool{"index.html": true, "404.html": true}
	for queue := []string{"index.html", "404.html"}; len(queue) > 0; queue = queue[1:] {
		for _, r := range refs[queue[0]] {
			if r.link && !met[r.to] {
				met[r.to] = true
				queue = append(queue, r.to)
			}
		}
	}
	for p, list := range refs {
		for _, r := range list {
			if _, ok := site[r.to]; !ok && (met[p] || !r.link) {
				k.Errorf("%s refers to %s, which is not there", p, r.to)
			}
		}
	}
}

// reference is what a page points at, by a link or as a part of itself.
type reference struct {
	to   string
	link bool
}

func (k *killer) references(p, text string) []reference {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		k.Error(err)
		return nil
	}
	var refs []reference
	for n := range doc.Descendants() {
		if n.Data == "script" && attribute(n, "src") != "" { // it asks for the others
			for name := range k.clean[0] {
				if strings.HasPrefix(name, "assets/ec-") {
					refs = append(refs, reference{name, false})
				}
			}
		}
		for _, a := range n.Attr {
			u, err := url.Parse(a.Val)
			if a.Key != "href" && a.Key != "src" || attribute(n, "rel") == "canonical" {
				continue
			}
			if err != nil {
				k.Errorf("%s: %v", p, err)
			} else if u.Path != "" && u.Scheme == "" {
				refs = append(refs, reference{target(p, u.Path), n.Data == "a"})
			}
		}
	}
	return refs
}

// target is the file that an address on the page p means.
func target(p, address string) string {
	to, root := strings.CutPrefix(address, "/k/") // the address of the site's root
	if !root {
		to = path.Join(path.Dir(p), address)
	}
	if to == "" || strings.HasSuffix(address, "/") {
		to = path.Join(to, "index.html")
	}
	return to
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// same reports whether two sites show the same, whatever their state.
func same(a, b map[string]string) bool {
	for p, text := range a {
		if other, ok := b[p]; !outside(p) && (!ok || other != text) {
			return false
		}
	}
	for p := range b {
		if _, ok := a[p]; !outside(p) && !ok {
			return false
		}
	}
	return true
}

// equal fails when two folders differ in anything.
func (k *killer) equal(got, want map[string]string) {
	k.Helper()
	for p, text := range want {
		if got[p] != text {
			k.Errorf("%s differs from a clean build's: %d bytes, want %d", p, len(got[p]), len(text))
		}
	}
	for p := range got {
		if _, ok := want[p]; !ok {
			k.Errorf("%s stays", p)
		}
	}
}
