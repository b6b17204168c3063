package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPreviewSpeed prints how long a page takes from an event's arrival to its new form: the example
// story, a word, a cell of a live chart, and one of a chart that is a drawing and must be woken.
func TestPreviewSpeed(t *testing.T) {
	files := map[string]string{}
	for _, pattern := range []string{"plotline.yaml", "data/*.csv", "site/stories/*.md"} {
		names, err := filepath.Glob("../../" + pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[strings.TrimPrefix(filepath.ToSlash(name), "../../")] = string(text)
		}
	}
	s := playStage(t, files)
	const name, data, story = "inland-technology/", "data/robotics_companies.csv", "site/stories/inland-technology.md"
	p := s.visit(browser(t), name, 1280)
	plot := `document.querySelector('#shenyang-robots .chart-plot')`
	took := func(what string, times []float64) {
		slices.Sort(times)
		t.Logf("%s: %.1f ms, at worst %.1f of %d", what, times[len(times)/2], times[len(times)-1], len(times))
	}
	// patch shows the newest page and returns the milliseconds that it took.
	patch := func(n news) float64 {
		t.Helper()
		p.js(`performance.clearMeasures(); true`)
		s.show(n)
		p.wait(`performance.getEntriesByName('plotline-patch').length === 1`)
		return read[float64](p, `performance.getEntriesByName('plotline-patch')[0].duration`)
	}
	const rounds = 6
	var times []float64
	for i := range rounds {
		s.edit(story, "For ", fmt.Sprintf("For %d ", i))
		times = append(times, patch(news{Final: true}))
	}
	took("a word", times)
	p.kept()

	cell := "430"
	for _, live := range []bool{false, true} {
		times = nil
		for i := range rounds {
			if !live { // one that has not been woken yet, with its scripts at hand
				if err := chromedp.Do(p.ctx, chromedp.Navigate(s.url+name)); err != nil {
					t.Fatal(err)
				}
				s.heard(p)
				p.wait(`Object.values(window.plotlineParts || {}).some(p => p.live)`)
				p.js(plot + `.scrollIntoView(); true`)
			}
			old, _ := s.file(name + "index.html")
			next := fmt.Sprint(count(cell) + 1 + i%2)
			s.edit(data, cell, next)
			cell = next
			times = append(times, patch(news{HTML: s.quick(name+"index.html", old)}))
			if p.js(plot+`.dataset.live + [...`+plot+`.querySelectorAll('.chart-live text')].some(e => e.textContent.replace(/\D/g, '') === "`+cell+`")`) != "yestrue" {
				t.Errorf("the chart does not say %s", cell)
			}
		}
		took(map[bool]string{true: "a cell of a live chart", false: "a cell of a drawing"}[live], times)
	}
}
