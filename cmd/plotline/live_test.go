package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// page is a tab that counts what must not happen.
type tab struct {
	ctx context.Context
	t   testing.TB
}

// open opens a page of the seed site at a size and starts the counters.
func open(t testing.TB, ctx context.Context, url string, width int64) tab {
	t.Helper()
	limit, cancel := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	p := tab{limit, t}
	if _, err := chromedp.Call(limit, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(limit, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	p.js(`window.shift = 0; window.faults = [];
		new PerformanceObserver(l => l.getEntries().forEach(e => { shift += e.value })).observe({type: 'layout-shift', buffered: true});
		addEventListener('error', e => faults.push(String(e.message || e.target.src)), true);
		addEventListener('securitypolicyviolation', e => faults.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
		const log = console.error; console.error = (...a) => { faults.push(a.join(' ')); log(...a) }; true`)
	return p
}

func (p tab) js(script string) string {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", script[:min(len(script), 60)], err)
	}
	return fmt.Sprint(v)
}

// wait waits until the expression is true; the tab's time limit ends it.
func (p tab) wait(script string) {
	p.t.Helper()
	for !p.holds(script) {
		select {
		case <-p.ctx.Done():
			p.t.Fatalf("never true: %s", script)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// holds reports whether an expression is true; while a page gives way to another nothing is.
func (p tab) holds(script string) bool {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](script, chromedp.EvalAwaitPromise))
	if err != nil {
		for _, passing := range []string{"navigated or closed", "Cannot find context", "context was destroyed"} {
			if strings.Contains(err.Error(), passing) {
				return false
			}
		}
		p.t.Fatalf("%s: %v", script[:min(len(script), 60)], err)
	}
	return fmt.Sprint(v) == "true"
}

func (p tab) point(x, y float64) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y}); err != nil {
		p.t.Fatal(err)
	}
}

// wakeAll points at every chart and waits until it is live.
func (p tab) wakeAll() {
	p.t.Helper()
	p.js(`window.plots = [...document.querySelectorAll('.chart:has(.chart-option) .chart-plot')]; true`)
	for i := range count(p.js(`plots.length`)) {
		p.js(fmt.Sprintf(`plots[%d].scrollIntoView({block: 'center', behavior: 'instant'}); plots[%[1]d].dispatchEvent(new PointerEvent('pointerenter')); true`, i))
		p.wait(fmt.Sprintf(`plots[%d].dataset.live === 'yes'`, i))
	}
}

func count(s string) (n int) {
	fmt.Sscan(s, &n)
	return n
}

func (p tab) clean() {
	p.t.Helper()
	if got := p.js(`faults.join('; ')`); got != "" {
		p.t.Errorf("faults: %s", got)
	}
	if got := p.js(`shift`); got != "0" {
		p.t.Errorf("layout shift %s", got)
	}
}

func TestLive(t *testing.T) {
	ctx := browser(t)
	dir := seed(t)
	for name, url := range map[string]string{
		"file":   "file://" + dir + "/inland-technology/index.html",
		"root":   serve(t, dir, "") + "/inland-technology/",
		"prefix": serve(t, dir, "/any/prefix") + "/any/prefix/inland-technology/"[len("/any/prefix"):],
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, ctx, url, 1280)
			if got := p.js(`performance.getEntriesByType('resource').filter(e => e.name.includes('/ec-')).length`); got != "0" {
				t.Errorf("%s parts of ECharts were loaded before a gesture", got)
			}
			p.wakeAll()
			if got, want := p.js(`document.querySelectorAll('.chart-live svg').length`), p.js(`plots.length`); got != want || got == "0" {
				t.Errorf("%s of %s charts are live", got, want)
			}
			hosts := p.js(`[...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).host))].join()`)
			if strings.Contains(hosts, ",") {
				t.Errorf("requests to hosts %s", hosts)
			}
			p.clean()
		})
	}
}

// TestKeyboard walks a chart's values by arrow keys.
func TestKeyboard(t *testing.T) {
	p := open(t, browser(t), serve(t, seed(t), "")+"/inland-technology/", 1280)
	p.js(`window.plot = document.querySelector('[data-kind=bar] .chart-plot'); plot.focus(); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	want := strings.Split(p.js(`[...plot.closest('figure').querySelectorAll('tbody tr')].map(r => r.textContent.trim()).join('|')`), "|")
	for _, row := range want {
		p.js(`plot.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true})); true`)
		said := p.js(`plot.nextElementSibling.textContent`)
		name := p.js(`[...plot.closest('figure').querySelectorAll('tbody tr')].map(r => r.cells[0].textContent).find(n => ` + fmt.Sprintf("%q", row) + `.startsWith(n))`)
		if !strings.Contains(said, name) {
			t.Errorf("said %q, want %q", said, row)
		}
		if p.js(`plot.querySelector('.chart-tip').hidden`) != "false" {
			t.Error("no tooltip is shown")
		}
	}
	p.js(`document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'})); true`)
	if p.js(`plot.querySelector('.chart-tip').hidden`) != "true" {
		t.Error("Esc leaves the tooltip")
	}
	p.clean()
}

// TestPixels compares each drawing with its live chart: figures of 320, 390, 600 and 720 px, and the
// full measure.
func TestPixels(t *testing.T) {
	ctx := browser(t)
	url := serve(t, seed(t), "") + "/inland-technology/"
	for _, width := range []int64{360, 430, 640, 760, 1280} {
		p := open(t, ctx, url, width)
		p.js(`document.head.querySelectorAll('none'); window.plots = [...document.querySelectorAll('.chart-plot')]; true`)
		for i := range count(p.js(`plots.length`)) {
			before := p.picture(i)
			p.js(fmt.Sprintf(`plots[%d].dispatchEvent(new PointerEvent('pointerenter')); true`, i))
			p.wait(fmt.Sprintf(`plots[%d].dataset.live === 'yes'`, i))
			after := p.picture(i)
			if worst, at := difference(t, before, after); worst > 32 {
				t.Errorf("chart %d at %d px: a pixel differs by %d at %v", i, width, worst, at)
				if dir := os.Getenv("PLOTLINE_KEEP"); dir != "" {
					os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-%d-drawing.png", width, i)), before, 0o644)
					os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-%d-live.png", width, i)), after, 0o644)
				}
			}
		}
	}
}

// TestPointing points at the middle of every mark of the bars and finds its own value in the tooltip.
func TestPointing(t *testing.T) {
	p := open(t, browser(t), serve(t, seed(t), "")+"/inland-technology/", 1280)
	p.wakeAll()
	marks := 0
	for _, id := range []string{"shenyang-robots", "niches", "screens"} {
		p.js(fmt.Sprintf(`window.fig = document.getElementById(%q); fig.scrollIntoView({block: 'center', behavior: 'instant'}); true`, id))
		p.js(`window.bars = [...fig.querySelectorAll('.is-live .chart-live path')].filter(b => /l[-\d.]+ 0l0 [-\d.]+l/.test(b.getAttribute('d')) && b.getAttribute('fill') !== 'none' && !b.closest('clipPath,defs')); true`)
		rows := strings.Split(p.js(`[...fig.querySelectorAll('tbody tr')].map(r => [...r.cells].map(c => c.textContent).join('|')).join('\n')`), "\n")
		if got := count(p.js(`bars.length`)); got != len(rows) {
			t.Errorf("%s has %d bars for %d rows", id, got, len(rows))
			continue
		}
		for i, row := range rows {
			var x, y float64
			fmt.Sscan(p.js(fmt.Sprintf(`(() => { const b = bars[%d].getBoundingClientRect(); return (b.left + b.width / 2) + ' ' + (b.top + b.height / 2) })()`, i)), &x, &y)
			p.point(x, y)
			p.wait(`fig.querySelector('.chart-tip').textContent !== window.last`)
			said := p.js(`(window.last = fig.querySelector('.chart-tip').textContent)`)
			name, value, _ := strings.Cut(row, "|")
			if !strings.Contains(said, name) || !strings.Contains(said, value) {
				t.Errorf("pointing at %q says %q", row, said)
			}
			marks++
		}
	}
	if marks < 9 {
		t.Errorf("only %d marks were pointed at", marks)
	}
	p.clean()
}

// TestTheme switches to dark: drawings and live charts take its colours.
func TestTheme(t *testing.T) {
	ctx := browser(t)
	p := open(t, ctx, serve(t, seed(t), "")+"/inland-technology/", 1280)
	fill := `getComputedStyle(document.querySelector('#niches .drawing-broad > svg path[fill^="var"]')).fill`
	light := p.js(fill)
	p.js(`window.plot = document.querySelector('#screens .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	if err := theme(p.ctx, "dark"); err != nil {
		t.Fatal(err)
	}
	if dark := p.js(fill); dark == light {
		t.Errorf("the drawing stays %s in the dark", dark)
	}
	p.wait(`!!plot.querySelector('.is-live .chart-live path[fill="#ff6b6b"]')`)
	p.clean()
}

// TestNoScript shows every chart without JavaScript, with no text under 11 px and nothing wider
// than the screen.
func TestNoScript(t *testing.T) {
	ctx := browser(t)
	url := serve(t, seed(t), "") + "/inland-technology/"
	for _, width := range []int64{320, 375} {
		p := open(t, ctx, url, width) // the page's script only waits for gestures, and none comes
		if got := p.js(`document.documentElement.scrollWidth`); count(got) > int(width) {
			t.Errorf("the page is %s px wide on %d", got, width)
		}
		smallest := p.js(`Math.min(...[...document.querySelectorAll('.drawing svg text')].filter(e => e.getClientRects().length).map(e => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a))`)
		var px float64
		if fmt.Sscan(smallest, &px); px < 10.99 {
			t.Errorf("the smallest text is %s px at %d", smallest, width)
		}
		if got, want := p.js(`[...document.querySelectorAll('.chart-plot')].filter(e => e.clientHeight > 60).length`), p.js(`document.querySelectorAll('.chart-plot').length`); got != want {
			t.Errorf("%s of %s charts show", got, want)
		}
	}
}
