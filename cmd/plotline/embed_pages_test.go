package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write puts a file into the published site.
func (a *abroad) write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(a.dir, name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(a.dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestFrameLies sends a page with our script every message that is none: by the page itself, by a frame
// that has gone to another origin, and with heights that no chart has.
func TestFrameLies(t *testing.T) {
	a := publishAbroad(t, "../..")
	lies := `NaN, -1, 0, 150, 159.9, 20001, 1e9, Infinity, '400', '400px', null, [400], {valueOf: 400}`
	a.write(t, "liar.html", `<!doctype html><title>Liar</title><script>for (const h of [`+lies+`]) parent.postMessage({plotline: {height: h}}, '*');
		for (const m of [null, 0, '', 'plotline', [], {plotline: 400}, {plotline: null}, {height: 400}]) parent.postMessage(m, '*'); parent.postMessage('done', '*')</script>`)
	a.write(t, "honest.html", `<!doctype html><title>Honest</title><script>parent.postMessage({plotline: {height: 333}}, '*'); parent.postMessage('done', '*')</script>`)
	a.page("stranger.html", `<script>parent.postMessage({plotline: {height: 444}}, '*'); parent.postMessage('done', '*')</script>`)
	p := open(t, browser(t), a.page("page.html", `<script>window.done = 0; addEventListener('message', e => { if (e.data === 'done') done++ })</script>
		<script src="`+a.site+`assets/embed.js"></script>
		<iframe id=liar height=300 src="`+a.site+`liar.html"></iframe><iframe id=moved height=300 src="`+a.site+`honest.html?moved"></iframe>
		<iframe id=stranger height=300 src="`+a.host+`/stranger.html"></iframe><iframe id=blank height=300></iframe><iframe id=bad height=300 src="http://["></iframe>`), 1000)
	p.wait(`done === 3`)
	if got := p.js(`[...document.querySelectorAll('iframe')].map(f => f.id + ' ' + f.clientHeight).join()`); got != "liar 300,moved 333,stranger 444,blank 300,bad 300" {
		t.Errorf("heights are %s", got) // what a frame says of itself where its page put it holds
	}
	p.js(`postMessage({plotline: {height: 555}}, '*'); document.getElementById('moved').contentWindow.location = '` + a.host + `/stranger.html'; true`)
	p.wait(`done === 4`)
	p.js(`postMessage('done', '*'); true`)
	p.wait(`done === 5`)
	if got := p.js(`[...document.querySelectorAll('iframe')].map(f => f.clientHeight).join()`); got != "300,333,444,300,300" {
		t.Errorf("after messages of the page itself and of a frame that went elsewhere heights are %s", got)
	}
	if got := p.js(`faults.join('; ')`); got != "" {
		t.Errorf("faults: %s", got)
	}
}

// TestElement shows a chart through the web component: without a shift, alive when pointed at, and the
// picture where it cannot be had.
func TestElement(t *testing.T) {
	ctx := browser(t)
	a := publishAbroad(t, "../..")
	const chart = "inland-technology/charts/niches/"
	code := a.codes(t, chart)["element"]
	for _, width := range []int64{320, 1000} {
		p := open(t, ctx, a.page("page.html", "<style>body { margin: 0 } * { font-size: 40px !important; line-height: 3; color: red !important }</style><p>Before.</p>"+code+"<p>After.</p>"), width)
		p.js(`window.el = document.querySelector('plotline-chart'); true`)
		p.wait(`!!el.shadowRoot && !!el.shadowRoot.querySelector('.plotline-plot')`)
		p.js(`window.plot = el.shadowRoot.querySelector('.plotline-plot'); true`)
		if got := p.js(`performance.getEntriesByType('resource').filter(e => /ec-|live/.test(e.name)).length`); got != "0" {
			t.Errorf("%s parts were loaded before a gesture", got)
		}
		if got := p.js(`Math.abs(el.getBoundingClientRect().height - el.shadowRoot.firstElementChild.getBoundingClientRect().height) <= 2 && getComputedStyle(el.shadowRoot.querySelector('.plotline-title')).fontSize`); got != "17px" {
			t.Errorf("at %d px the figure is not as it should: %s", width, got)
		}
		p.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => true)`)
		p.js(`plot.focus(); true`)
		p.wait(`plot.dataset.live === 'yes'`)
		p.js(`window.live = [...plot.querySelectorAll('.plotline-layer')].map(e => e.shadowRoot.querySelector('.chart-live')).find(e => e); true`)
		var x, y float64
		fmt.Sscan(p.js(`(() => { const b = [...live.querySelectorAll('path')].filter(e => e.getAttribute('fill') !== 'none' && e.getBoundingClientRect().width > 20)[0].getBoundingClientRect(); return (b.left + b.width / 2) + ' ' + (b.top + b.height / 2) })()`), &x, &y)
		p.point(x, y)
		said := `[...plot.querySelectorAll('.plotline-layer')].map(e => e.shadowRoot.querySelector('.chart-tip')).find(e => e).textContent`
		p.wait(said + ` !== ''`)
		if got := p.js(said); !strings.Contains(got, "Sichuan") || !strings.Contains(got, "1,500") {
			t.Errorf("the tooltip says %q", got)
		}
		p.js(`plot.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true})); plot.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true})); true`)
		if got := p.js(said); !strings.Contains(got, "Hefei") {
			t.Errorf("after two arrow keys the tooltip says %q", got)
		}
		p.clean()
	}
	for name, body := range map[string]string{
		"a server without the header": strings.Replace(code, `src="`+a.site, `src="`+a.site+"closed/", 1),
		"another site's script":       strings.Replace(code, `src="`+a.site+chart, `src="`+a.host+"/"+chart, 1),
		"no such chart":               strings.Replace(code, "niches/\"", "nothing/\"", 1),
		"a figure with a script":      strings.Replace(code, "niches/\"", "script/\"", 1),
		"a figure that listens":       strings.Replace(code, "niches/\"", "listens/\"", 1),
		"a style that loads":          strings.Replace(code, "niches/\"", "loads/\"", 1),
	} {
		figure := a.file(t, chart+"fragment.html")
		a.write(t, "inland-technology/charts/script/fragment.html", strings.Replace(figure, "<details>", "<script>window.hacked = 1</script><details>", 1))
		a.write(t, "inland-technology/charts/listens/fragment.html", strings.Replace(figure, "<details>", "<details ontoggle='window.hacked = 1' open>", 1))
		a.write(t, "inland-technology/charts/loads/fragment.html", strings.Replace(figure, "<style>", "<style>p { background: URL(https://example.org/x) }", 1))
		p := open(t, ctx, a.page("page.html", "<script>console.warn = (...words) => { window.warned = words.join(' ') }</script>"+body), 1000)
		p.js(`window.el = document.querySelector('plotline-chart'); true`)
		if name != "another site's script" {
			p.wait(`window.warned !== undefined`)
		} else {
			p.wait(`!!customElements.get('plotline-chart')`)
		}
		if got := p.js(`el.shadowRoot === null && el.querySelector('img').clientWidth > 300 && window.hacked === undefined`); got != "true" {
			t.Errorf("%s: the picture is not what one sees", name)
		}
	}
}

// TestPastedLive pastes charts that wake up, twice each, into hostile pages: they wake, and look as the
// drawings in a bare page.
func TestPastedLive(t *testing.T) {
	ctx := browser(t)
	a := publishAbroad(t, "../..")
	var pasted []string
	for _, id := range []string{"hefei-ai", "niches", "industry", "niches"} {
		pasted = append(pasted, a.file(t, "inland-technology/charts/"+id+"/fragment-live.html"))
	}
	page := func(name, style string) tab {
		var b strings.Builder
		b.WriteString("<script>window.echarts = 'the page has one'</script>" + style + "<body id=page><div id=entry class=entry>")
		for i, f := range pasted {
			fmt.Fprintf(&b, "\n<div class=place style='all: initial !important; display: block !important; position: absolute !important; left: 0 !important; top: %dpx !important; width: %dpx !important'>%s</div>", 10+i*700, []int{700, 320, 480, 620}[i], f)
		}
		p := open(t, ctx, a.page(name+".html", b.String()+"</div>"), 1000)
		p.js(`window.plots = [...document.querySelectorAll('.plotline-plot')]; true`)
		p.wait(`document.readyState === 'complete' && plots.every(e => e.tabIndex === 0)`)
		return p
	}
	box := `(() => { const b = document.querySelectorAll('.plotline-figure')[%d].getBoundingClientRect(); return [b.left + scrollX, b.top + scrollY, b.width, b.height].join(' ') })()`
	look := func(p tab) (shots [][]byte) {
		for i := range pasted {
			shots = append(shots, p.clip(fmt.Sprintf(box, i), 1))
		}
		return shots
	}
	bare := look(page("bare", ""))
	for name, css := range hostileSheets(t) {
		p := page("hostile", "<style>"+css+"</style>")
		p.js(`plots.forEach(e => e.dispatchEvent(new PointerEvent('pointerenter'))); true`)
		p.wait(`plots.every(e => e.dataset.live === 'yes')`)
		if got := p.js(`String(plots.filter(e => [...e.querySelectorAll('.plotline-layer')].some(l => l.shadowRoot.querySelector('.chart-live path'))).length) + window.echarts`); got != fmt.Sprint(len(pasted))+"the page has one" {
			t.Errorf("%s: %s charts are live", name, got)
		}
		for i, shot := range look(p) {
			if worst, at := difference(t, bare[i], shot); worst > 32 {
				t.Errorf("%s: chart %d differs by %d at %v from the drawing in a bare page", name, i, worst, at)
				if *shots != "" {
					os.WriteFile(filepath.Join(*shots, fmt.Sprintf("live-%d-%s.png", i, name)), shot, 0o644)
					os.WriteFile(filepath.Join(*shots, fmt.Sprintf("live-%d.png", i)), bare[i], 0o644)
				}
			}
		}
		if twice := p.js(`(() => { const ids = plots.flatMap(e => [...e.querySelectorAll('[id]')]).map(e => e.id); return ids.join(' ') })()`); twice != "" {
			t.Errorf("%s: ids in the page: %s", name, twice)
		}
		p.clean()
	}
}

// TestStrictPage shows the web component where the page allows the site alone, and no styles inside: it
// is drawn and wakes, and the policy has nothing to report.
func TestStrictPage(t *testing.T) {
	a := publishAbroad(t, "../..")
	const chart = "inland-technology/charts/hefei-ai/"
	site := strings.TrimSuffix(a.site, "/")
	p := open(t, browser(t), a.page("page.html", `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src `+site+`; connect-src `+site+`; img-src data:">
		<plotline-chart src="`+a.site+chart+`">The chart</plotline-chart><script src="`+a.site+`assets/embed.js"></script>`), 700)
	p.wait(`!!document.querySelector('plotline-chart').shadowRoot`)
	p.js(`window.plot = document.querySelector('plotline-chart').shadowRoot.querySelector('.plotline-plot'); true`)
	box := `(() => { const b = plot.getBoundingClientRect(); return [b.left + scrollX, b.top + scrollY, b.width, b.height].join(' ') })()`
	before := p.clip(box, 1)
	p.js(`plot.dispatchEvent(new PointerEvent('pointerenter')); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	if worst, at := difference(t, before, p.clip(box, 1)); worst > 32 {
		t.Errorf("the live chart differs by %d at %v from its drawing", worst, at)
	}
	if got := p.js(`faults.join('; ')`); got != "" {
		t.Errorf("faults: %s", got)
	}
}

// TestTwoSites shows charts of two sites in one page, with the scripts of both, twice: each wakes its own.
func TestTwoSites(t *testing.T) {
	a, b := publishAbroad(t, "../.."), publishAbroad(t, "../..")
	const chart = "inland-technology/charts/niches/"
	body := ""
	for _, s := range []*abroad{a, b, a} {
		body += s.codes(t, chart)["element"] + s.file(t, chart+"fragment-live.html") + s.codes(t, chart)["frame"]
	}
	p := open(t, browser(t), a.page("page.html", body), 1000)
	p.wait(`document.readyState === 'complete' && [...document.querySelectorAll('.plotline-figure .plotline-plot')].every(e => e.tabIndex === 0)`)
	for i := range 3 {
		p.js(fmt.Sprintf(`window.el = document.querySelectorAll('plotline-chart')[%d]; el.scrollIntoView(); true`, i))
		p.wait(`!!el.shadowRoot`)
		p.js(`el.shadowRoot.querySelector('.plotline-plot').focus(); true`)
		p.wait(`el.shadowRoot.querySelector('.plotline-plot').dataset.live === 'yes'`)
		p.js(fmt.Sprintf(`window.plot = document.querySelectorAll('.plotline-figure .plotline-plot')[%d]; plot.focus(); true`, i))
		p.wait(`plot.dataset.live === 'yes'`)
	}
	if got := p.js(`Object.keys(plotlineParts).length + ' ' + Object.values(plotlineParts).every(p => p.echarts && p.live)`); got != "2 true" {
		t.Errorf("parts of sites: %s", got)
	}
	if got := p.js(`faults.join('; ')`); got != "" {
		t.Errorf("faults: %s", got)
	}
}

// TestFirefoxEmbeds shows charts in all ways in Firefox: frames have their height by CSS alone, and what
// wakes up wakes up.
func TestFirefoxEmbeds(t *testing.T) {
	f := openFirefox(t, "")
	a := publishAbroad(t, "../..")
	body := ""
	for _, id := range []string{"niches", "hefei-ai"} {
		codes := a.codes(t, "inland-technology/charts/"+id+"/")
		body += scriptTag.ReplaceAllString(codes["frame"], "") + codes["element"] + a.file(t, "inland-technology/charts/"+id+"/fragment-live.html")
	}
	a.write(t, "firefox.html", "<!doctype html><meta charset=utf-8><title>Charts</title><style>body { margin: 0 }</style>"+body)
	for _, width := range []int{320, 700} {
		f.visit(a.site+"firefox.html", width)
		f.wait(`[...document.querySelectorAll('iframe')].every(f => f.contentDocument && f.contentDocument.readyState === 'complete' && f.contentDocument.URL.endsWith('#embed'))`)
		for _, line := range strings.Split(f.js(`[...document.querySelectorAll('iframe')].map(f => f.getBoundingClientRect().height + ' ' + f.contentDocument.body.getBoundingClientRect().height).join('\n')`), "\n") {
			var frame, page float64
			if fmt.Sscan(line, &frame, &page); frame < page || frame > page+2 || page < 160 {
				t.Errorf("at %d px a frame is %.2f px high and its page %.2f", width, frame, page)
			}
		}
		f.wait(`[...document.querySelectorAll('plotline-chart')].every(e => e.shadowRoot)`)
		f.js(`window.all = [...[...document.querySelectorAll('plotline-chart')].map(e => e.shadowRoot), document].flatMap(r => [...r.querySelectorAll('.plotline-plot')]); all.forEach(e => e.dispatchEvent(new PointerEvent('pointerenter'))); true`)
		f.wait(`all.length === 4 && all.every(e => e.dataset.live === 'yes')`)
		if got := f.js(`String([...document.querySelectorAll('plotline-chart')].filter(e => Math.abs(e.getBoundingClientRect().height - e.shadowRoot.firstElementChild.getBoundingClientRect().height) > 2).length)`); got != "0" {
			t.Errorf("at %d px %s figures have not the height that was kept for them", width, got)
		}
	}
}
