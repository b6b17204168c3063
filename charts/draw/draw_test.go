package draw

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mixed are made-up options of many kinds; the i-th of each differs from the others.
func mixed(n int) []Job {
	forms := []string{
		`{"xAxis":{"type":"value"},"yAxis":{"type":"category","data":["Ärger","b %d","各省人口（万人）"]},"series":[{"type":"bar","label":{"show":true,"formatter":{"$f":"text"}},"data":[{"value":%d,"text":">1"},2,3]}]}`,
		`{"xAxis":{"type":"value","axisLabel":{"formatter":{"$f":"tick","a":["num1","de"]}}},"yAxis":{"type":"value"},"series":[{"type":"line","name":"s %d","endLabel":{"show":true},"areaStyle":{"opacity":0.2},"data":[[1,%d],[2,5.5],[3,null],[4,7]]}]}`,
		`{"legend":{"data":["a","b"]},"series":[{"type":"pie","radius":[20,60],"data":[{"name":"a","value":%d},{"name":"b","value":%d}]}]}`,
		`{"xAxis":{"scale":true},"yAxis":{"scale":true},"series":[{"type":"scatter","symbolSize":8,"data":[[%d,1],[2,%d],[3,9]]}]}`,
		`{"baseOption":{"xAxis":{"type":"category","data":["x","y"]},"yAxis":{},"series":[{"type":"bar","stack":"a","data":[%d,2]},{"type":"bar","stack":"a","data":[%d,1]}]},"media":[{"query":{"maxWidth":400},"option":{"grid":{"left":5}}}]}`,
	}
	jobs := make([]Job, n)
	for i := range jobs {
		jobs[i] = Job{ID: fmt.Sprintf("c%d-", i), Option: fmt.Appendf(nil, forms[i%len(forms)], i+1, i+2), Sizes: []Size{{280, 200}, {640, 320}}}
	}
	return jobs
}

func drawAll(t testing.TB, o Options, jobs []Job) ([]Result, Stats) {
	t.Helper()
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	results, err := p.Draw(context.Background(), jobs)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if r.Err != nil || len(r.SVG) != len(jobs[i].Sizes) {
			t.Fatalf("job %d: %v", i, r.Err)
		}
	}
	return results, p.Stats()
}

func same(t *testing.T, what string, a, b []Result) {
	t.Helper()
	for i := range a {
		for k := range a[i].SVG {
			if !bytes.Equal(a[i].SVG[k], b[i].SVG[k]) {
				t.Errorf("%s: drawing %d of job %d differs", what, k, i)
			}
		}
	}
}

func needNode(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is missing")
		}
		t.Skip("node is missing: this test is left out")
	}
}

func TestSameBytes(t *testing.T) {
	jobs := mixed(40)
	one, _ := drawAll(t, Options{Engine: QuickJS, Workers: 1}, jobs)
	two, _ := drawAll(t, Options{Engine: QuickJS, Workers: 2}, jobs)
	same(t, "two engines", one, two)
	single, _ := drawAll(t, Options{Engine: QuickJS}, jobs[7:8])
	same(t, "alone", one[7:8], single)
	needNode(t)
	node, stats := drawAll(t, Options{Engine: Node}, jobs)
	same(t, "node", one, node)
	if stats.Node != len(jobs) {
		t.Errorf("node drew %d of %d", stats.Node, len(jobs))
	}
}

func TestSVG(t *testing.T) {
	results, _ := drawAll(t, Options{}, mixed(5))
	for _, r := range results {
		for _, svg := range r.SVG {
			s := string(svg)
			for _, bad := range []string{"style=", "class=", "<style", "<script", "zr0", "ecmeta", "\n"} {
				if strings.Contains(s, bad) {
					t.Errorf("%q in %s", bad, s)
				}
			}
			if !strings.HasPrefix(s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `) {
				t.Errorf("head of %s", s[:80])
			}
		}
	}
}

func TestHostileText(t *testing.T) {
	words := `</text><script>alert(1)</script>&\u0001\u0000<img onerror=x>__f__alert(1)__f__`
	job := Job{ID: "h-", Sizes: []Size{{400, 200}}, Option: []byte(`{"xAxis":{},"yAxis":{"type":"category","data":["` + words + `"]},"series":[{"type":"bar","data":[1]}]}`)}
	r, _ := drawAll(t, Options{}, []Job{job})
	if s := string(r[0].SVG[0]); !strings.Contains(s, "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&lt;img onerror=x&gt;__f__alert(1)__f__") {
		t.Errorf("the words are not whole: %s", s)
	}
}

func TestException(t *testing.T) {
	p, err := New(Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	jobs := mixed(3)
	jobs[1].Option = []byte(`{"xAxis":{"axisLabel":{"formatter":{"$f":"nope"}}},"yAxis":{},"series":[]}`)
	results, err := p.Draw(context.Background(), jobs)
	if err != nil {
		t.Fatal(err)
	}
	if results[1].Err == nil || results[1].Err.Error() != "unknown function nope" {
		t.Errorf("err = %v", results[1].Err)
	}
	if results[0].Err != nil || results[2].Err != nil {
		t.Errorf("an exception spoils others: %v, %v", results[0].Err, results[2].Err)
	}
}

func TestCache(t *testing.T) {
	dir := t.TempDir()
	jobs := mixed(6)
	fresh, stats := drawAll(t, Options{CacheDir: dir}, jobs)
	if stats.Drawn != 6 {
		t.Errorf("drawn %d", stats.Drawn)
	}
	kept, stats := drawAll(t, Options{CacheDir: dir}, jobs)
	same(t, "kept", fresh, kept)
	if stats.Drawn != 0 || stats.Cached != 6 {
		t.Errorf("second time: %+v", stats)
	}
	spoiled := 0
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, _ := os.ReadFile(p)
		switch spoiled++; spoiled {
		case 1:
			b = b[:len(b)/2]
		case 2:
			b[len(b)-1] ^= 1
		case 3:
			b = nil
		}
		return os.WriteFile(p, b, 0o644)
	})
	again, stats := drawAll(t, Options{CacheDir: dir}, jobs)
	same(t, "after damage", fresh, again)
	if stats.Drawn != 3 {
		t.Errorf("after three damaged entries %d were drawn", stats.Drawn)
	}
}

func TestCancel(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Draw(ctx, mixed(50)); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if n := p.Stats().Drawn; n > 0 {
		t.Errorf("%d were drawn all the same", n)
	}
}

func BenchmarkPool400(b *testing.B) {
	jobs := mixed(400)
	for _, e := range []struct {
		name   string
		engine Engine
	}{{"quickjs", QuickJS}, {"auto", Auto}} {
		b.Run(e.name, func(b *testing.B) {
			for b.Loop() {
				drawAll(b, Options{Engine: e.engine}, jobs)
			}
			b.ReportMetric(float64(2*len(jobs)*b.N)/b.Elapsed().Seconds(), "drawings/s")
		})
	}
}

func BenchmarkDraw(b *testing.B) {
	for i, name := range []string{"bar", "line", "pie", "scatter"} {
		b.Run(name, func(b *testing.B) {
			p, err := New(Options{Engine: QuickJS, Workers: 1})
			if err != nil {
				b.Fatal(err)
			}
			defer p.Close()
			job := mixed(4)[i : i+1]
			for b.Loop() {
				if _, err := p.Draw(context.Background(), job); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(2*b.N)/b.Elapsed().Seconds(), "drawings/s")
		})
	}
}

func BenchmarkCached4000(b *testing.B) {
	dir := b.TempDir()
	jobs := mixed(50)
	drawAll(b, Options{CacheDir: dir}, jobs)
	many := make([]Job, 0, 4000)
	for range 80 {
		many = append(many, jobs...)
	}
	for b.Loop() {
		drawAll(b, Options{CacheDir: dir}, many)
	}
}

// TestNamesOfObjects draws names that every JavaScript object has: a cache that took one for its own
// would change all objects of the engine, and with them all that it draws afterwards.
func TestNamesOfObjects(t *testing.T) {
	results, _ := drawAll(t, Options{}, []Job{{ID: "a-", Sizes: []Size{{280, 200}, {640, 320}}, Option: []byte(
		`{"legend":{},"xAxis":{"type":"category","axisLabel":{"interval":0},"data":["__proto__","constructor","toString","b"]},"yAxis":{},"series":[{"type":"bar","name":"__proto__","label":{"show":true,"formatter":{"$f":"text"}},"data":[{"value":1,"text":"hasOwnProperty"},2,3,4]}]}`)}})
	for _, svg := range results[0].SVG {
		for _, name := range []string{"__proto__", "constructor", "toString", "hasOwnProperty"} {
			if !bytes.Contains(svg, []byte(">"+name+"</text>")) {
				t.Errorf("%s is lost: %s", name, svg)
			}
		}
		if bytes.Contains(svg, []byte("[object")) {
			t.Errorf("an object became an attribute: %s", svg)
		}
	}
}

// TestNothingFromElsewhere: a drawing that would fetch something when a page shows it is refused.
func TestNothingFromElsewhere(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for option, refused := range map[string]bool{
		`{"xAxis":{},"yAxis":{},"series":[{"type":"scatter","symbol":"image://https://example.org/x.png","data":[[1,2]]}]}`:                                                                                            true,
		`{"graphic":[{"type":"image","style":{"image":"//example.org/x.svg","width":9,"height":9}}]}`:                                                                                                                  true,
		`{"xAxis":{},"yAxis":{},"series":[{"type":"scatter","itemStyle":{"color":"url(https://example.org/x)"},"data":[[1,2]]}]}`:                                                                                      true,
		`{"graphic":[{"type":"image","style":{"image":"data:image/gif;base64,R0lGODlhAQABAAAAACw=","width":9,"height":9}}]}`:                                                                                           false,
		`{"xAxis":{},"yAxis":{},"series":[{"type":"scatter","itemStyle":{"color":{"type":"linear","x":0,"y":0,"x2":0,"y2":1,"colorStops":[{"offset":0,"color":"red"},{"offset":1,"color":"blue"}]}},"data":[[1,2]]}]}`: false,
	} {
		results, err := p.Draw(context.Background(), []Job{{ID: "a-", Sizes: []Size{{280, 200}}, Option: []byte(option)}})
		if err != nil {
			t.Fatal(err)
		}
		if got := results[0].Err; (got != nil) != refused || refused && !strings.Contains(got.Error(), "from elsewhere") {
			t.Errorf("%s: %v, want refused %v", option, got, refused)
		}
	}
}

// A text keeps xml:space where it holds spaces that would be lost without.
func TestSpaces(t *testing.T) {
	for said, want := range map[string]bool{"two words": false, "word": false, "": false, "two  spaces": true, " before": true, "after ": true, "a\u00a0\u00a0b": true, "&lt; &gt;": false} {
		got, err := tidy([]byte(`<svg viewBox="0 0 1 1"><text x="0" style="white-space:pre">` + said + `</text></svg>`))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(got), ` xml:space="preserve"`) != want || !strings.Contains(string(got), ">"+said+"</text>") {
			t.Errorf("of %q: %s", said, got)
		}
	}
}
