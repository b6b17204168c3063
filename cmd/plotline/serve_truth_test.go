package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"plotline/charts/draw"
)

// TestServeEqualsBuild makes 200 random edits while a preview runs: after each it shows, byte for
// byte, what a clean build of the same files makes, apart from its one element; after one that
// breaks the project it says just what the build says.
func TestServeEqualsBuild(t *testing.T) {
	t.Setenv("PLOTLINE_CACHE", t.TempDir())
	pool, err := draw.New(draw.Options{CacheDir: os.Getenv("PLOTLINE_CACHE")})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	dir := t.TempDir()
	w := &writer{desk: &desk{t: t, dir: dir}, random: rand.New(rand.NewPCG(3, 1))}
	w.repair()
	w.desk = edit(t, dir)
	broken, wrong := 0, false
	for range 200 {
		what := "repair everything"
		if wrong && w.random.IntN(3) > 0 {
			w.repair()
		} else {
			what = w.change()
		}
		b := w.clean(pool)
		if wrong = b.Problems.HasErrors(); wrong {
			broken++
		}
		w.until(what+", and the preview equals a clean build", func() bool { return w.equals(b) })
	}
	if broken < 20 || broken > 150 {
		t.Errorf("%d of 200 edits broke the project: not a fair mixture", broken)
	}
}

// writer edits a project at random.
type writer struct {
	*desk
	random *rand.Rand
}

// repair puts back what the project began with.
func (w *writer) repair() {
	w.remove("site/stories")
	for i := range 3 {
		w.write(fmt.Sprintf("site/stories/s%d.md", i), tale(fmt.Sprintf("Story %d", i), fmt.Sprintf("d%d.csv", i), "Words."))
		w.write(fmt.Sprintf("data/d%d.csv", i), table(i, 7))
	}
}

// change makes one edit and names it.
func (w *writer) change() string {
	n := w.random.IntN(1000)
	story, csv := fmt.Sprintf("site/stories/s%d.md", n%4), fmt.Sprintf("data/d%d.csv", n%3)
	switch w.random.IntN(12) {
	case 0, 1, 2:
		w.write(csv, table(n, w.random.IntN(50)))
		return "edit a cell of " + csv
	case 3:
		w.write(story, tale(fmt.Sprintf("Title %d", n), fmt.Sprintf("d%d.csv", n%3), "Words."))
		return "edit the title of " + story
	case 4:
		w.write(story, tale("Story", fmt.Sprintf("d%d.csv", n%3), fmt.Sprintf("Other words, %d of them.", n)))
		return "edit the text of " + story
	case 5:
		w.write("plotline.yaml", fmt.Sprintf("title: Test %d\nlanguage: %s\n", n%5, []string{"en", "de", "zh-Hans"}[n%3]))
		return "edit the settings"
	case 6:
		if n%2 == 0 {
			w.remove("templates")
			return "remove the templates"
		}
		w.write("templates/404.html", fmt.Sprintf(`{{define "main"}}<h1>Lost %d</h1>{{end}}`, n))
		return "edit a template"
	case 7:
		w.remove(csv)
		return "delete " + csv
	case 8:
		w.remove(story)
		return "delete " + story
	case 9:
		to := fmt.Sprintf("site/stories/renamed-%d.md", n%3)
		if os.Rename(filepath.Join(w.dir, story), filepath.Join(w.dir, to)) == nil {
			return "rename " + story + " to " + to
		}
		w.write(story, tale("Back again", fmt.Sprintf("d%d.csv", n%3), "Words."))
		return "write " + story
	case 10:
		w.write(story, tale("Broken", fmt.Sprintf("d%d.csv", n%3), "Words {{nothing}}."))
		return "break " + story
	}
	if n%2 == 0 { // move the folder away and write a new one
		os.RemoveAll(filepath.Join(w.dir, "old"))
		os.Rename(filepath.Join(w.dir, "data"), filepath.Join(w.dir, "old"))
	}
	for _, i := range slices.Backward([]int{0, 1, 2}) {
		w.write(fmt.Sprintf("data/d%d.csv", i), table(n+i, 3))
	}
	return "write the folder data again"
}
