package site

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/fstest"
)

// TestMemory edits a project 1,000 times under a preview: what is held afterwards is what was held
// after 50, within a tenth.
func TestMemory(t *testing.T) {
	fsys := project()
	b := New(fsys, &fakeDrawer{}, Options{Watched: true})
	edit := func(n int) {
		t.Helper()
		name := fmt.Sprintf("data/d%d.csv", n%4)
		fsys[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "place,n\nA,%d\nB,%d\n", n, n%7)}
		if n%3 == 0 {
			name = fmt.Sprintf("site/stories/s%d.md", n%4)
			fsys[name] = &fstest.MapFile{Data: storyOf(fmt.Sprintf("Story %d", n), fmt.Sprintf("d%d.csv", n%4))}
		}
		b.Changed([]string{name})
		p, err := b.Plan(context.Background())
		if err != nil || p.Problems.HasErrors() {
			t.Fatal(err, p.Problems)
		}
		for _, path := range []string{"index.html", "s0/index.html", "s1/index.html"} {
			if _, ok, _, err := p.File(context.Background(), path); !ok || err != nil {
				t.Fatal(path, err)
			}
		}
	}
	held := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	for n := range 50 {
		edit(n)
	}
	before := held()
	for n := range 950 {
		edit(50 + n)
	}
	after := held()
	if after > 1.1*before {
		t.Errorf("%.0f KB are held after 1,000 edits, %.0f KB after 50", after/1024, before/1024)
	}
	runtime.KeepAlive(b)
}
