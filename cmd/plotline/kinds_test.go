package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"plotline/charts"
)

// read has the page work something out and decodes it.
func read[T any](p tab, script string) T {
	p.t.Helper()
	var v T
	if err := json.Unmarshal([]byte(p.js(`JSON.stringify(`+script+`)`)), &v); err != nil {
		p.t.Fatalf("%s: %v", script[:min(len(script), 60)], err)
	}
	return v
}

// wakeTogether wakes every chart without scrolling.
func (p tab) wakeTogether() {
	p.t.Helper()
	p.js(`window.plots = [...document.querySelectorAll('.chart-plot')]; plots.forEach(e => e.dispatchEvent(new PointerEvent('pointerenter'))); true`)
	p.wait(`plots.every(e => e.dataset.live === 'yes')`)
}

// TestGallery: a kind that is not in the gallery would be proved by nothing.
func TestGallery(t *testing.T) {
	count := map[string]int{}
	for _, s := range samples() {
		count[s.kind]++
	}
	for _, k := range charts.Kinds() {
		if count[k.Name] < 2 {
			t.Errorf("the gallery has %d charts of kind %s, want 2 or more", count[k.Name], k.Name)
		}
	}
}

// beyond lists the words of drawings that are cut off or run into what stands beside the chart; two
// px are the bearing of a letter.
const beyond = `[...document.querySelectorAll('.drawing svg text')].filter(e => e.getClientRects().length).map(e => [e.closest('figure'), e.closest('.chart-plot').getBoundingClientRect(), e])
	.map(([f, box, e]) => { const b = e.getBoundingClientRect(); return [Math.max(box.left - b.left, b.right - box.right, box.top - b.top, b.bottom - box.bottom), f.id + ' ' + e.textContent] })
	.filter(([over]) => over > 2).map(([over, words]) => words + ' by ' + over.toFixed(0)).join('; ')`

// TestKindsPixels compares the drawing of every kind with its live chart, in figures of 320, 390,
// 600, 640 and 720 px.
func TestKindsPixels(t *testing.T) {
	ctx := browser(t)
	url := serve(t, gallery(t), "") + "/all/"
	for _, size := range []struct {
		screen     int64
		text, wide int
	}{{360, 320, 320}, {430, 390, 390}, {640, 600, 600}, {760, 640, 720}} {
		p := open(t, ctx, url, size.screen)
		if got := p.js(beyond); got != "" {
			t.Errorf("on %d px these words leave their chart: %s", size.screen, got)
		}
		drawn := p.whole()
		before := pixels(t, drawn)
		// The picture of a whole page resizes its window; what that shifts is told a frame later.
		p.js(`new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r)))).then(() => { window.shift = 0; return true })`)
		p.wakeTogether()
		p.clean()
		awake := p.whole()
		after := pixels(t, awake)
		if before.Bounds() != after.Bounds() {
			t.Fatalf("the page of %v became one of %v", before.Bounds(), after.Bounds())
		}
		type figure struct {
			ID         string
			Wide       bool
			Width      int
			X, Y, W, H float64
		}
		figures := read[[]figure](p, `plots.map(e => { const b = e.getBoundingClientRect(), f = e.closest('figure');
			return {ID: f.id, Wide: f.classList.contains('chart-wide'), Width: f.clientWidth, X: b.left + scrollX, Y: b.top + scrollY, W: b.width, H: b.height} })`)
		if len(figures) != len(samples()) {
			t.Errorf("%d charts, want %d", len(figures), len(samples()))
		}
		for _, f := range figures {
			if want := map[bool]int{false: size.text, true: size.wide}[f.Wide]; f.Width != want {
				t.Errorf("%s is %d px wide on a screen of %d, want %d", f.ID, f.Width, size.screen, want)
			}
			part := image.Rect(int(f.X), int(f.Y), int(f.X+f.W+1), int(f.Y+f.H+1))
			if worst, at := apart(before, after, part); worst > 32 {
				t.Errorf("%s at %d px: a pixel differs by %d at %v", f.ID, f.Width, worst, at.Sub(part.Min))
				if dir := os.Getenv("PLOTLINE_KEEP"); dir != "" {
					os.WriteFile(filepath.Join(dir, fmt.Sprintf("kinds-%d-drawing.png", size.screen)), drawn, 0o644)
					os.WriteFile(filepath.Join(dir, fmt.Sprintf("kinds-%d-live.png", size.screen)), awake, 0o644)
				}
			}
		}
	}
}

// dataTable is a figure's table of numbers, the names of rows and columns included.
type dataTable struct {
	Head []string
	Rows [][]string
}

// spot is a place to point at and what its tooltip must say, line by line.
type spot struct {
	x, y float64
	want []string
}

const missing = "–"

// marksScript finds the middles of a live chart's marks in its SVG, in px of the screen: bars are
// boxes away from the corner where a legend's box stands, slices fields with an arc, points discs,
// and lines have a corner at each value.
const marksScript = `(() => {
	const svg = fig.querySelector('.is-live .chart-live svg'), scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width, at = svg.getBoundingClientRect();
	const screen = (x, y) => [at.left + x * scale, at.top + y * scale];
	const paths = [...svg.querySelectorAll('path')].filter(e => !e.closest('defs')), kind = fig.dataset.kind;
	if (kind === 'line' || kind === 'area') {
		return paths.filter(e => e.getAttribute('stroke-width') === '2.5').map(e => e.getAttribute('d').slice(1).split(/[ML]/).map(v => screen(...v.split(' ').map(Number))));
	}
	if (kind === 'scatter' || kind === 'slope') {
		return [paths.filter(e => /^M1 0A1 1/.test(e.getAttribute('d'))).map(e => e.getAttribute('transform').match(/[-\d.]+/g).map(Number)).filter(m => m[0] > 3).map(m => screen(m[4], m[5]))];
	}
	if (kind === 'pie' || kind === 'donut') {
		const slices = paths.filter(e => /A/.test(e.getAttribute('d'))), boxes = slices.map(e => e.getBBox());
		const cx = (Math.min(...boxes.map(b => b.x)) + Math.max(...boxes.map(b => b.x + b.width))) / 2, cy = (Math.min(...boxes.map(b => b.y)) + Math.max(...boxes.map(b => b.y + b.height))) / 2;
		const noon = ([x, y]) => (Math.atan2(x - cx, cy - y) + 2 * Math.PI) % (2 * Math.PI);
		return [slices.map(e => {
			let x = 0, y = 0;
			const n = 60, length = e.getTotalLength();
			for (let i = 0; i < n; i++) { const q = e.getPointAtLength(length * i / n); x += q.x / n; y += q.y / n; }
			if (!e.isPointInFill(new DOMPoint(x, y))) throw new Error('a point beside its slice');
			return [x, y];
		}).sort((a, b) => noon(a) - noon(b)).map(q => screen(...q))];
	}
	return [paths.filter(e => /^M(?!0 0)[-\d.]+ [-\d.]+l[-\d.]+ 0l0 [-\d.]+l[-\d.]+ 0Z$/.test(e.getAttribute('d')) && !e.hasAttribute('transform') && e.getAttribute('fill') !== 'none').map(e => {
		const b = e.getBoundingClientRect();
		return [b.left + b.width / 2, b.top + b.height / 2];
	})];
})()`

// spots pairs every mark on the screen with its number in the table, by where it stands and
// nothing else.
func spots(t *testing.T, s exhibit, table dataTable, marks [][][2]float64) []spot {
	t.Helper()
	if s.kind == "line" || s.kind == "area" {
		return corners(t, s, table, marks)
	}
	centres := marks[0]
	// where sorts the marks by first and then second, with a px of grace.
	where := func(first, second func([2]float64) float64) {
		slices.SortStableFunc(centres, func(a, b [2]float64) int {
			if d := first(a) - first(b); d > 1 || d < -1 {
				return cmp.Compare(first(a), first(b))
			}
			return cmp.Compare(second(a), second(b))
		})
	}
	x, y := func(p [2]float64) float64 { return p[0] }, func(p [2]float64) float64 { return p[1] }
	var wants [][]string
	switch s.kind {
	case "bar", "stacked-bar":
		where(y, x)
		wants = cells(s, table)
	case "column", "grouped-column":
		where(x, y)
		wants = cells(s, table)
	case "pie", "donut": // clockwise from noon
		wants = cells(s, table)
	case "slope":
		where(x, y)
		for _, row := range table.Rows {
			order := make([]int, len(row)-1)
			for i := range order {
				order[i] = i + 1
			}
			slices.SortFunc(order, func(a, b int) int { return cmp.Compare(value(t, row[b]), value(t, row[a])) })
			for _, c := range order {
				wants = append(wants, []string{row[0], table.Head[c] + " " + s.printed(row[c])})
			}
		}
	case "scatter":
		where(x, y)
		rows := slices.Clone(table.Rows)
		slices.SortFunc(rows, func(a, b []string) int { return cmp.Compare(value(t, a[1]), value(t, b[1])) })
		for _, row := range rows {
			wants = append(wants, []string{row[0], table.Head[1] + " " + row[1], table.Head[2] + " " + s.printed(row[2])})
		}
	}
	if len(centres) != len(wants) {
		t.Errorf("%s has %d marks for %d numbers", s.id, len(centres), len(wants))
		return nil
	}
	out := make([]spot, len(wants))
	for i, c := range centres {
		out[i] = spot{c[0], c[1], wants[i]}
	}
	return out
}

// corners pairs the corners of lines with the rows that have a number in the line's column: the
// tooltip there has the numbers of all lines.
func corners(t *testing.T, s exhibit, table dataTable, marks [][][2]float64) []spot {
	t.Helper()
	if len(marks) != len(table.Head)-1 {
		t.Errorf("%s has %d lines for %d columns", s.id, len(marks), len(table.Head)-1)
		return nil
	}
	var out []spot
	for i, line := range marks {
		for _, row := range table.Rows {
			if row[i+1] == missing {
				continue
			}
			if len(line) == 0 {
				t.Errorf("%s: line %d has too few corners", s.id, i)
				return nil
			}
			want := []string{row[0] + " " + s.printed(row[1])}
			if len(marks) > 1 {
				want = row[:1:1]
				for c, v := range row[1:] {
					if v != missing {
						want = append(want, table.Head[c+1]+" "+s.printed(v))
					}
				}
			}
			out = append(out, spot{line[0][0], line[0][1], want})
			line = line[1:]
		}
		if len(line) > 0 {
			t.Errorf("%s: line %d has %d corners too many", s.id, i, len(line))
		}
	}
	return out
}

// cells are the tooltips of a table's numbers, row by row.
func cells(s exhibit, table dataTable) [][]string {
	var wants [][]string
	for _, row := range table.Rows {
		for i, v := range row[1:] {
			switch {
			case v == missing:
			case len(row) == 2:
				wants = append(wants, []string{row[0] + " " + s.printed(v)})
			default:
				wants = append(wants, []string{row[0], table.Head[i+1] + " " + s.printed(v)})
			}
		}
	}
	return wants
}

// printed is a number of the table as a tooltip has it.
func (s exhibit) printed(v string) string { return strings.TrimSpace(v + " " + s.unit) }

func value(t *testing.T, printed string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.NewReplacer("−", "-", ",", "").Replace(printed), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestKindsPointing moves the mouse to every mark of every kind, on a small and a large screen:
// the tooltip has the mark's own names and number, as the figure's table prints them.
func TestKindsPointing(t *testing.T) {
	ctx := browser(t)
	url := serve(t, gallery(t), "") + "/all/"
	for _, screen := range []int64{360, 1280} {
		t.Run(fmt.Sprint(screen), func(t *testing.T) { pointAtKinds(t, ctx, url, screen) })
	}
}

func pointAtKinds(t *testing.T, browser context.Context, url string, screen int64) {
	t.Parallel() // the browser answers a mouse once a frame, so two tabs take no longer than one
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := open(t, ctx, url, screen)
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(screen, 1600)); err != nil {
		t.Fatal(err)
	}
	p.wakeTogether()
	p.js(`addEventListener('mousemove', () => { const tip = fig.querySelector('.chart-tip'); said.push(tip.hidden ? ['nothing'] : [...tip.children].map(e => e.textContent)) }); true`)
	pointed := map[string]int{}
	for _, s := range samples() {
		p.js(fmt.Sprintf(`window.said = []; window.fig = document.getElementById(%q); fig.querySelector('.chart-plot').scrollIntoView({block: 'center', behavior: 'instant'}); true`, s.id))
		table := read[dataTable](p, `{Head: [...fig.querySelectorAll('thead th')].map((e, i, all) => all.length > 2 ? e.textContent : e.textContent.replace(/ \(.*\)$/, '')), Rows: [...fig.querySelectorAll('tbody tr')].map(r => [...r.cells].map(c => c.textContent))}`)
		list := spots(t, s, table, read[[][][2]float64](p, marksScript))
		for _, q := range list {
			p.point(q.x, q.y)
		}
		said := read[[][]string](p, `said`)
		if len(said) != len(list) {
			t.Errorf("%s: %d answers to %d moves", s.id, len(said), len(list))
			continue
		}
		for i, q := range list {
			if !slices.Equal(said[i], q.want) {
				t.Errorf("%s on %d px: the tooltip at %.0f %.0f says %q, want %q", s.id, screen, q.x, q.y, said[i], q.want)
			}
		}
		pointed[s.kind] += len(list)
	}
	for _, k := range charts.Kinds() {
		if pointed[k.Name] < 40 {
			t.Errorf("on %d px only %d marks of kind %s were pointed at", screen, pointed[k.Name], k.Name)
		}
	}
	t.Log(screen, pointed)
	p.clean()
}
