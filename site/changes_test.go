package site

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

func TestSince(t *testing.T) {
	fsys := project()
	b := New(fsys, &fakeDrawer{}, Options{Watched: true})
	plan := func() *Plan {
		t.Helper()
		p, err := b.Plan(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	old := plan()
	for _, step := range []struct{ name, text, want string }{
		{"data/d0.csv", "place,n\nA,5\nB,9\n", "d0.csv: 2 cells, 1 chart"},
		{"data/d0.csv", "\"place\",n\nA,5\nB,9\n", "d0.csv: the same values"},
		{"data/d0.csv", "place,n\nA,5\nB,9\nC,1\n", "d0.csv: 1 row more, 1 chart"},
		{"data/d0.csv", "place,n,m\nA,5,1\nB,9,1\n", "d0.csv: other columns, 1 chart"},
		{"data/unused.csv", "a\n1\n", "unused.csv: no story uses it"},
		{"site/stories/s1.md", strings.Replace(string(storyOf("Story 1", "d1.csv")), "More.", "Less.", 1), "s1.md: text"},
		{"site/stories/s1.md", strings.Replace(string(storyOf("Story 1", "d1.csv")), "kind: bar", "kind: column", 1), "s1.md: text, 1 chart"},
		{"site/stories/s9.md", string(storyOf("Story 9", "d1.csv")), "s9.md: new story"},
		{"site/stories/s9.md", "", "s9.md: gone"},
		{"plotline.yaml", "title: Else\n", "plotline.yaml: settings"},
		{"templates/style.css", "body{}", "style.css: style sheet"},
	} {
		fsys[step.name] = &fstest.MapFile{Data: []byte(step.text)}
		if step.text == "" {
			delete(fsys, step.name)
		}
		b.Changed([]string{step.name})
		now := plan()
		if got := strings.Join(now.Since(old, []string{step.name}), "; "); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
		old = now
	}
	if !Reloads([]string{"data/x.csv", "templates/story.html"}) || Reloads([]string{"templates/style.css", "site/stories/s.md"}) {
		t.Error("templates reload pages, and styles do not")
	}
}
