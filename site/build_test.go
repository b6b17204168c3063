package site

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/data/source"
	"plotline/data/yaml"
	"plotline/site/story"
)

// fakeDrawer draws a text of what it was asked for.
type fakeDrawer struct {
	mu    sync.Mutex
	drawn int
	kept  map[[32]byte][][]byte
}

func (d *fakeDrawer) Recall(key [32]byte) ([][]byte, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	parts, ok := d.kept[key]
	return parts, ok
}

func (d *fakeDrawer) Keep(key [32]byte, parts [][]byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kept == nil {
		d.kept = map[[32]byte][][]byte{}
	}
	d.kept[key] = parts
}

func (d *fakeDrawer) Draw(_ context.Context, jobs []draw.Job) ([]draw.Result, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	results := make([]draw.Result, len(jobs))
	for i, j := range jobs {
		d.drawn++
		for range j.Sizes {
			results[i].SVG = append(results[i].SVG, fmt.Appendf(nil, "<svg><desc>%s</desc><text>%x</text></svg>", j.ID, keyOf(j.Option)))
		}
	}
	return results, nil
}

func (d *fakeDrawer) Stats() draw.Stats {
	d.mu.Lock()
	defer d.mu.Unlock()
	return draw.Stats{Drawn: d.drawn}
}

func storyOf(title, csv string) []byte {
	return fmt.Appendf(nil, "---\ntitle: %s\ndate: 2022-05-27\nsources: {s: {publisher: Made up}}\nfigures:\n  a: {data: %s, where: 'place == \"A\"', value: n}\n---\nText {{a}} and [0 to 99999](=a).\n\n```chart\nid: one\nkind: bar\ndata: %[2]s\nx: place\ny: n\ntitle: Bars of {{a}}\nsource: s\nalt: x\n```\n\nMore.\n", title, csv)
}

func project() fstest.MapFS {
	fsys := fstest.MapFS{"plotline.yaml": {Data: []byte("title: Test\n")}}
	for i := range 4 {
		fsys[fmt.Sprintf("data/d%d.csv", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "place,n\nA,%d\nB,7\n", i+1)}
		fsys[fmt.Sprintf("site/stories/s%d.md", i)] = &fstest.MapFile{Data: storyOf(fmt.Sprintf("Story %d", i), fmt.Sprintf("d%d.csv", i))}
	}
	return fsys
}

func mustBuild(t *testing.T, b *Builder) *Build {
	t.Helper()
	out, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	makeFiles(t, out)
	return out
}

// fingerprint is everything a build says, in one text.
func fingerprint(b *Build) string {
	var s strings.Builder
	files := slices.Clone(b.Files)
	for _, f := range files {
		fmt.Fprintf(&s, "%s %v\n%s\n", f.Path, f.Immutable, f.Data)
	}
	source.Print(&s, b.Problems)
	fmt.Fprintln(&s, b.Inputs)
	return s.String()
}

// TestWarmEqualsCold edits a project at random: after each edit a Builder that has built before
// makes the same files, byte for byte, as one that has not.
func TestWarmEqualsCold(t *testing.T) {
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 1))
		fsys := project()
		warm := New(fsys, &fakeDrawer{}, Options{})
		mustBuild(t, warm)
		watched := New(fsys, &fakeDrawer{}, Options{Watched: true})
		for step := range 20 {
			before := maps.Clone(fsys)
			edit := change(random, fsys)
			got, cold := fingerprint(mustBuild(t, warm)), mustBuild(t, New(fsys, &fakeDrawer{}, Options{}))
			if want := fingerprint(cold); got != want {
				t.Fatalf("seed %d, step %d (%s): the warm build differs", seed, step, edit)
			}
			watched.Changed(changed(before, fsys))
			if differ := planned(t, watched, cold); differ != "" {
				t.Fatalf("seed %d, step %d (%s): the watched plan differs in %s", seed, step, edit, differ)
			}
		}
	}
}

// changed names what a watcher would see.
func changed(before, after fstest.MapFS) []string {
	paths := []string{}
	for name := range maps.Keys(after) {
		if before[name] == nil || !bytes.Equal(before[name].Data, after[name].Data) {
			paths = append(paths, name)
		}
	}
	for name := range maps.Keys(before) {
		if after[name] == nil {
			paths = append(paths, name)
		}
	}
	return paths
}

// planned asks a plan for every file of a cold build, as a preview would, and names what differs.
func planned(t *testing.T, b *Builder, cold *Build) string {
	t.Helper()
	p, err := b.Plan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var got, want strings.Builder
	source.Print(&got, p.Problems)
	source.Print(&want, cold.Problems)
	if got.String() != want.String() || !slices.Equal(p.Inputs, cold.Inputs) {
		return "its problems or inputs"
	}
	for _, f := range cold.Files {
		if quick, final, ok := p.Quick(f.Path); ok && final && !bytes.Equal(quick, f.Data) {
			return "the quick " + f.Path
		}
		data, ok, problems, err := p.File(context.Background(), f.Path)
		if !ok || err != nil || problems.HasErrors() || !bytes.Equal(data, f.Data) {
			return f.Path
		}
		if strings.HasSuffix(f.Path, "/index.html") {
			if quick, final, ok := p.Quick(f.Path); !ok || !final || !bytes.Equal(quick, f.Data) {
				return "the quick " + f.Path
			}
		}
	}
	return ""
}

// change makes one edit and names it.
func change(random *rand.Rand, fsys fstest.MapFS) string {
	names := slices.Sorted(maps.Keys(fsys))
	name := names[random.IntN(len(names))]
	n := random.IntN(1000)
	switch random.IntN(7) {
	case 0:
		fsys[fmt.Sprintf("site/stories/new%d.md", n%5)] = &fstest.MapFile{Data: storyOf(fmt.Sprintf("New %d", n), fmt.Sprintf("d%d.csv", n%4))}
		return "add a story"
	case 1:
		if strings.HasSuffix(name, ".md") && len(names) > 6 {
			delete(fsys, name)
			return "delete " + name
		}
	case 2:
		if strings.HasSuffix(name, ".csv") {
			delete(fsys, name)
			return "delete " + name
		}
	case 3:
		fsys["plotline.yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "title: Test %d\nlanguage: %s\n", n%3, []string{"en", "de", "zh-Hans"}[n%3])}
		return "edit the configuration"
	case 4:
		fsys["templates/byline.html"] = &fstest.MapFile{Data: fmt.Appendf(nil, "<p>%d</p>\n", n%2)}
		if n%2 == 0 {
			delete(fsys, "templates/byline.html")
		}
		return "edit a template"
	case 5:
		if strings.HasSuffix(name, ".md") {
			fsys[name] = &fstest.MapFile{Data: bytes.Replace(fsys[name].Data, []byte("kind: "), []byte([]string{"kind: ", "kinds: "}[n%2]), 1)}
			return "break or mend a block of " + name
		}
	}
	i := n % 4
	fsys[fmt.Sprintf("data/d%d.csv", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "place,n\nA,%d\nB,%d\n", n, n%7)}
	return "edit a cell"
}

// TestOneCell: an edit draws one chart and renders one page; a table saved with other quoting
// draws nothing.
func TestOneCell(t *testing.T) {
	fsys := project()
	b := New(fsys, &fakeDrawer{}, Options{})
	if s := mustBuild(t, b).Stats; s.Drawn != 4 || s.Rendered != 4 {
		t.Errorf("first build: %+v", s)
	}
	if s := mustBuild(t, b).Stats; s.Drawn != 0 || s.Rendered != 0 {
		t.Errorf("nothing changed: %+v", s)
	}
	fsys["data/d2.csv"] = &fstest.MapFile{Data: []byte("place,n\nA,3\nB,8\n")}
	if s := mustBuild(t, b).Stats; s.Drawn != 1 || s.Rendered != 1 {
		t.Errorf("one cell: %+v", s)
	}
	fsys["data/d2.csv"] = &fstest.MapFile{Data: []byte("\"place\",\"n\"\r\nA,\"3\"\r\n\"B\",8\r\n")}
	if s := mustBuild(t, b).Stats; s.Drawn != 0 || s.Rendered != 0 {
		t.Errorf("other quoting: %+v", s)
	}
	fsys["site/stories/s1.md"] = &fstest.MapFile{Data: bytes.Replace(storyOf("Story 1", "d1.csv"), []byte("More."), []byte("Else."), 1)}
	if s := mustBuild(t, b).Stats; s.Drawn != 0 || s.Rendered != 1 {
		t.Errorf("one paragraph: %+v", s)
	}
}

// TestHostile puts what attackers write into every place: nothing of it becomes markup, and
// nothing of it is lost.
func TestHostile(t *testing.T) {
	for _, evil := range []string{`</script><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `__f__alert(1)__f__`, `"><svg onload=alert(1)>`, `{{constructor}}`, `javascript:alert(1)`} {
		quoted := "'" + strings.ReplaceAll(evil, "'", "''") + "'"
		cell := `"` + strings.ReplaceAll(evil, `"`, `""`) + `"`
		text := strings.ReplaceAll(evil, "{{", "{ {")
		quoted = strings.ReplaceAll(quoted, "{{", "{ {")
		fsys := fstest.MapFS{
			"plotline.yaml": {Data: []byte("title: " + quoted + "\ndescription: " + quoted + "\nauthor: " + quoted + "\n")},
			"data/d.csv":    {Data: []byte("place,n\n" + cell + ",1\nB,2\n")},
			"site/stories/s.md": {Data: []byte("---\ntitle: " + quoted + "\nsubtitle: " + quoted + "\ndescription: " + quoted + "\ndate: 2022-05-27\nsection: " + quoted + "\ntags: [" + quoted + "]\nauthors: [{name: " + quoted + "}]\nsources: {s: {title: " + quoted + ", publisher: " + quoted + "}}\n---\n" +
				text + "\n\n```chart\nid: c\nkind: bar\ndata: d.csv\nx: place\ny: n\ntitle: " + quoted + "\nsubtitle: " + quoted + "\nnote: " + quoted + "\nalt: " + quoted + "\nunit: " + quoted + "\nsource: s\n```\n\n```table\nid: t\ndata: d.csv\ntitle: " + quoted + "\nsource: s\n```\n")},
		}
		b := mustBuild(t, New(fsys, &fakeDrawer{}, Options{}))
		if b.Problems.HasErrors() {
			source.Print(testWriter{t}, b.Problems)
			t.Fatal("the hostile project does not build")
		}
		for _, f := range b.Files {
			if strings.HasSuffix(f.Path, ".html") {
				harmless(t, f.Path, string(f.Data), text)
			}
		}
	}
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) { w.t.Log(string(b)); return len(b), nil }

func harmless(t *testing.T, path, page, evil string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && n.Data == "script" && attribute(n, "src") == "" && attribute(n, "type") != "application/json" {
			t.Errorf("%s has a script of somebody's", path)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || (a.Key == "href" || a.Key == "src") && strings.HasPrefix(a.Val, "javascript:") {
				t.Errorf("%s has an attribute %s=%q", path, a.Key, a.Val)
			}
		}
	}
	if path == "s/index.html" && strings.Count(text.String(), evil) < 6 {
		t.Errorf("%s lost words: %q stands %d times", path, evil, strings.Count(text.String(), evil))
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// TestMisspeltKeys changes one letter of every key of the format: each is found where it stands,
// and the right key is suggested.
func TestMisspeltKeys(t *testing.T) {
	places := []struct {
		what, file, form string
		fields           []yaml.Field
	}{
		{"plotline.yaml", "plotline.yaml", "%s: x\n", ConfigKeys()},
		{"front matter", "site/stories/s.md", "---\n%s: x\n---\n", story.Keys()},
		{"chart", "site/stories/s.md", "---\ntitle: t\n---\n```chart\n%s: x\n```\n", charts.Keys("chart")},
		{"table", "site/stories/s.md", "---\ntitle: t\n---\n```table\n%s: x\n```\n", charts.Keys("table")},
		{"bignumber", "site/stories/s.md", "---\ntitle: t\n---\n```bignumber\n%s: x\n```\n", charts.Keys("bignumber")},
	}
	for _, p := range places {
		for _, f := range p.fields {
			if len(f.Name) < 3 {
				continue // x, y and id: any letter is near any other
			}
			wrong := f.Name[:len(f.Name)-1] + "q"
			fsys := fstest.MapFS{"site/stories/s.md": {Data: []byte("---\ntitle: t\n---\n")}}
			fsys[p.file] = &fstest.MapFile{Data: fmt.Appendf(nil, p.form, wrong)}
			b := mustBuild(t, New(fsys, &fakeDrawer{}, Options{}))
			found := slices.ContainsFunc(b.Problems, func(q source.Problem) bool {
				return q.At.Text() == wrong && strings.HasPrefix(q.Text, fmt.Sprintf("unknown key %q in %s; keys are ", wrong, p.what)) &&
					strings.HasPrefix(q.Hint, "did you mean ") && len(b.Files) == 0
			})
			if !found {
				t.Errorf("%s: %q is not found: %+v", p.what, wrong, b.Problems)
			}
		}
	}
}

// TestRecall builds with what an earlier process kept: nothing is drawn, the site is the same, and
// what another program kept counts for nothing.
func TestRecall(t *testing.T) {
	fsys := project()
	plain := fingerprint(mustBuild(t, New(fsys, &fakeDrawer{}, Options{})))
	d := &fakeDrawer{}
	if got := fingerprint(mustBuild(t, New(fsys, d, Options{Program: "one"}))); got != plain {
		t.Error("keeping changes the site")
	}
	drawn := d.drawn
	if got := fingerprint(mustBuild(t, New(fsys, d, Options{Program: "one"}))); got != plain || d.drawn != drawn {
		t.Errorf("the second process makes another site or draws %d charts", d.drawn-drawn)
	}
	if mustBuild(t, New(fsys, d, Options{Program: "two"})); d.drawn != 2*drawn {
		t.Errorf("another program drew %d charts, want %d", d.drawn-drawn, drawn)
	}
}
