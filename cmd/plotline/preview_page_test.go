package main

import (
	"fmt"
	"strings"
	"testing"

	"plotline/templates"
)

// TestPreviewProse edits words around live and drawn charts: each paragraph keeps its element, and
// no element of a chart is touched.
func TestPreviewProse(t *testing.T) {
	s := playStage(t, harbourFiles())
	p := s.visit(browser(t), "harbour/", 1280)
	p.js(`window.plot = document.querySelector('#boats .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	p.js(`window.find = word => [...document.querySelectorAll('.story > p')].find(e => e.textContent.includes(word));
		window.chosen = find('second 3'); getSelection().setBaseAndExtent(chosen.firstChild, 10, chosen.firstChild, 22); window.selected = getSelection().toString();
		window.touched = []; window.nodes = [...document.querySelectorAll('.chart *')];
		new MutationObserver(l => l.forEach(m => { const f = (m.target.closest ? m.target : m.target.parentNode).closest('.chart'); if (f) touched.push(f.id + ' ' + m.type + ' ' + m.attributeName) })).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true}); true`)
	for _, edit := range []struct{ what, old, new, wait string }{
		{"a word", "first 1 tells", "first 1 whispers", `!!find('first 1 whispers')`},
		{"a word of the selected paragraph", "third 1 tells", "third 1 sings", `!!find('third 1 sings')`},
		{"a paragraph more before", "\nParagraph second 1", "\nAnother one.\n\nParagraph second 1", `!!find('Another one.')`},
		{"the end of the selected paragraph", "boat, and of the gulls that would have watched.\n\nParagraph second 4", "boat, never.\n\nParagraph second 4", `find('second 3').textContent.endsWith('never.')`},
		{"one less", "Another one.\n\n", "", `!find('Another one.')`},
		{"the headline", "A harbour that", "The harbour that", `document.querySelector('h1').textContent.startsWith('The') && document.title.startsWith('The')`},
	} {
		s.edit("site/stories/harbour.md", edit.old, edit.new)
		s.show(news{Final: true})
		p.wait(edit.wait)
		p.kept()
		if got := p.js(`touched.join('; ')`); got != "" {
			t.Errorf("%s touches charts: %s", edit.what, got)
		}
		if p.js(`getSelection().toString() === selected && find('second 3') === chosen`) != "true" {
			t.Errorf("%s: the selection is %q", edit.what, p.js(`getSelection().toString()`))
		}
		if p.js(`nodes.every(e => e.isConnected) && !!plot.querySelector('.is-live .chart-live svg') && !document.querySelector('[id^=plotline-twin]')`) != "true" {
			t.Errorf("%s: charts are others", edit.what)
		}
	}
}

// TestPreviewFigures brings charts, takes them away, and changes their order and their kind.
func TestPreviewFigures(t *testing.T) {
	files := harbourFiles()
	story := files["site/stories/harbour.md"]
	boats, docks := block("boats", "column", "year", "boats"), block("docks", "bar", "dock", "tons")
	s := playStage(t, files)
	p := s.visit(browser(t), "harbour/", 1280)
	p.js(words)
	p.js(`window.plot = document.querySelector('#boats .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); window.figure = plot.closest('figure'); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	set := func(text string) {
		t.Helper()
		s.write("site/stories/harbour.md", text)
		s.rebuild()
	}
	order := `[...document.querySelectorAll('.chart')].map(e => e.id).join()`

	old, _ := s.file("harbour/index.html") // a new one, whose drawing is there at once
	s.write("data/masts.csv", "wood,masts\nFir,11\nOak,29\n")
	set(strings.Replace(story, boats, boats+"\n"+block("masts", "bar", "wood", "masts"), 1))
	s.show(news{Final: true})
	p.wait(order + ` === 'boats,masts,crews,docks'`)
	if got := p.js(`document.querySelector('#masts .chart-plot').tabIndex`); got != "0" {
		t.Error("the new chart cannot be reached by keyboard")
	}
	p.js(`document.querySelector('#masts .chart-plot').focus({preventScroll: true}); true`)
	p.wait(`document.querySelector('#masts .chart-plot').dataset.live === 'yes' && words('masts').includes('29')`)
	p.wait(`tree.querySelector('[popovertarget]').textContent === '4 charts'`)

	set(strings.Replace(strings.Replace(story, boats, "@", 1), docks, docks+boats, 1)) // the live one goes down, and the new one away
	set(strings.ReplaceAll(strings.Replace(strings.Replace(story, boats, "", 1), docks, docks+boats, 1), "@", ""))
	p.js(`window.masts = document.querySelector('#masts .chart-plot'); masts.plotline.remove = (remove => () => { window.disposed = true; remove() })(masts.plotline.remove); true`)
	s.show(news{Final: true})
	p.wait(order + ` === 'crews,docks,boats'`)
	if got := p.js(`[document.getElementById('boats') === figure, plot.dataset.live, !!plot.querySelector('.is-live .chart-live svg'), window.disposed].join()`); got != "true,yes,true,true" {
		t.Errorf("the live chart, after its journey: %s", got)
	}
	s.edit("data/boats.csv", "57", "64")
	s.show(news{Final: true})
	p.wait(`words('boats').includes('64')`)

	text := strings.Replace(strings.Replace(story, boats, "", 1), docks, docks+boats, 1)
	set(strings.Replace(text, "id: boats\nkind: column", "id: boats\nkind: line", 1)) // another kind takes other scripts, and a fresh chart
	s.show(news{Final: true})
	p.wait(`figure.dataset.kind === 'line' && [...figure.querySelectorAll('.chart-live path')].some(e => e.getAttribute('stroke-linejoin') === 'bevel')`)
	set(strings.Replace(text, "id: boats\nkind: column", "id: boats\nkind: donut", 1))
	s.show(news{Final: true})
	p.wait(`figure.dataset.kind === 'donut' && figure.querySelectorAll('.chart-live path').length >= 3 && !figure.querySelector('.chart-live path[stroke-linejoin=bevel]')`)

	set(story[:strings.Index(story, "\n```chart")]) // none is left
	s.show(news{Final: true})
	p.wait(order + ` === '' && tree.querySelector('[popovertarget]').textContent === '0 charts'`)
	set(story)
	s.show(news{HTML: old})
	p.wait(order + ` === 'boats,crews,docks'`)
	p.kept()
}

// TestPreviewFirstChart: a page that had no chart gets the script of those that have.
func TestPreviewFirstChart(t *testing.T) {
	files := harbourFiles()
	story := files["site/stories/harbour.md"]
	files["site/stories/harbour.md"] = harbour + prose("first", 2)
	files["site/stories/other.md"] = strings.Replace(story, "title: A", "title: Another", 1)
	s := playStage(t, files)
	p := s.visit(browser(t), "harbour/", 1280)
	if p.js(`!!window.plotline`) != "false" {
		t.Fatal("the page has the script already")
	}
	s.write("site/stories/harbour.md", story)
	s.rebuild()
	s.show(news{Final: true})
	p.wait(`document.querySelectorAll('.chart-plot[tabindex]').length === 3`)
	p.js(`document.querySelector('#boats .chart-plot').dispatchEvent(new PointerEvent('pointerenter')); true`)
	p.wait(`document.querySelector('#boats .chart-plot').dataset.live === 'yes'`)
	p.kept()
}

// TestPreviewStyle swaps the style sheet under a page that stays, and under its live chart.
func TestPreviewStyle(t *testing.T) {
	files := harbourFiles()
	files["site/stories/harbour.md"] = strings.Replace(files["site/stories/harbour.md"], "y: boats\n", "y: boats\nhighlight: [2021]\n", 1)
	files["plotline.yaml"] = "title: Made up\ntheme: {accent: \"#7a1fa2\"}\n"
	s := playStage(t, files)
	p := s.visit(browser(t), "harbour/", 1280)
	p.js(`window.plot = document.querySelector('#boats .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); scrollTo(0, 300); true`)
	p.wait(`plot.dataset.live === 'yes'`)
	accent := `getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()`
	before := p.js(accent)
	s.write("plotline.yaml", "title: Made up\ntheme: {accent: \"#0b6e4f\"}\n")
	s.rebuild()
	s.show(news{Final: true})
	p.wait(accent + fmt.Sprintf(` !== %q`, before))
	p.wait(`document.querySelectorAll('link[rel=stylesheet]').length === 1`)
	if p.js(`scrollY`) != "300" {
		t.Error("the page scrolls")
	}
	p.wait(`!!plot.querySelector('.chart-live path[fill="` + p.js(accent) + `"]')`)
	p.kept()
}

// TestPreviewReload: what cannot be brought into the page loads it again.
func TestPreviewReload(t *testing.T) {
	raw, err := templates.FS.ReadFile("base.html")
	if err != nil {
		t.Fatal(err)
	}
	base, files := string(raw), harbourFiles()
	s := playStage(t, files)
	p := s.visit(browser(t), "harbour/", 1280)

	s.show(news{Reload: true}) // the server asks for it
	s.again(p)

	s.rebuild() // the page kept up, so a cut line costs nothing
	s.show(news{Final: true})
	s.edit("site/stories/harbour.md", "first 1 tells", "first 1 whispers")
	s.show(news{Final: true})
	p.wait(`document.querySelector('.story').textContent.includes('first 1 whispers')`)
	s.hang()
	p.wait(`tree.querySelector('.connection').textContent.includes('no connection')`)
	s.heard(p)
	p.wait(`tree.querySelector('.connection').textContent === 'Preview'`)
	p.kept()

	s.hang() // one that missed a build is stale
	s.edit("site/stories/harbour.md", "first 1 whispers", "first 1 sings")
	s.again(p)
	p.wait(`document.querySelector('.story').textContent.includes('first 1 sings')`)

	s.mu.Lock() // another server on the same port
	s.token = "another"
	s.mu.Unlock()
	s.hang()
	s.again(p)

	s.write("templates/base.html", strings.Replace(base, "</head>", "<script src=\"assets/none.js\"></script></head>", 1)) // a script that cannot come and go
	s.rebuild()
	s.show(news{Final: true})
	s.again(p)
	s.write("templates/base.html", base)
	s.rebuild()
	s.show(news{Final: true})
	s.again(p)

	story := files["site/stories/harbour.md"] // the story leaves, and returns
	s.write("site/stories/harbour.md", strings.Replace(story, "date:", "slug: elsewhere\ndate:", 1))
	s.rebuild()
	s.show(news{Final: true})
	s.again(p)
	p.wait(`document.querySelector('.kicker').textContent === '404'`)
	s.write("site/stories/harbour.md", story)
	s.rebuild()
	s.show(news{Final: true})
	s.again(p)
	p.wait(`document.querySelectorAll('.chart').length === 3`)
	if got := p.js(`breaches.join()`); got != "" {
		t.Errorf("the policy is broken: %s", got)
	}
}

// TestPreviewTabs: a browser opens six connections to a server, so a tab that nobody sees lets its
// own go when another wants one, and takes one again when it is seen.
func TestPreviewTabs(t *testing.T) {
	s := playStage(t, harbourFiles())
	ctx := browser(t)
	var tabs []tab
	for range 9 {
		p := s.visit(ctx, "harbour/", 400)
		p.js(`window.away = true; Object.defineProperty(document, 'hidden', {get: () => away}); true`) // as one behind another
		tabs = append(tabs, p)
	}
	s.edit("site/stories/harbour.md", "first 1 tells", "first 1 whispers")
	s.show(news{Final: true})
	tabs[8].wait(`document.querySelector('.story').textContent.includes('first 1 whispers')`)
	tabs[0].js(`delete window.marker; away = false; document.dispatchEvent(new Event('visibilitychange')); true`) // it missed a build
	s.again(tabs[0])
	tabs[0].wait(`document.querySelector('.story').textContent.includes('first 1 whispers')`)
}

// TestPreviewFirefox edits a cell and a word in Firefox.
func TestPreviewFirefox(t *testing.T) {
	f := openFirefox(t, "")
	f.call("script.addPreloadScript", params{"functionDeclaration": faults}, nil)
	s := playStage(t, harbourFiles())
	f.visit(s.url+"harbour/", 1280)
	<-s.came
	f.js(words)
	f.js(`window.marker = 1; window.plot = document.querySelector('#boats .chart-plot'); plot.dispatchEvent(new PointerEvent('pointerenter')); document.querySelector('#docks details').open = true`)
	f.wait(`plot.dataset.live === 'yes'`)
	old, _ := s.file("harbour/index.html")
	s.edit("data/boats.csv", "57", "83")
	s.edit("data/crews.csv", "23", "91")
	s.edit("site/stories/harbour.md", "first 1 tells", "first 1 whispers")
	s.show(news{HTML: s.quick("harbour/index.html", old)})
	f.wait(`words('boats').includes('83') && words('crews').includes('91') && document.querySelector('.story').textContent.includes('first 1 whispers')`)
	s.show(news{Errors: []message{broken}})
	f.wait(`!document.querySelector('plotline-preview').shadowRoot.querySelector('.overlay').hidden`)
	s.show(news{Final: true})
	f.wait(`[...document.querySelectorAll('#crews .drawing > svg text')].some(e => e.textContent === '91') && document.querySelector('plotline-preview').shadowRoot.querySelector('.overlay').hidden`)
	if got := f.js(`[window.marker, document.querySelector('#docks details').open, ...faults].join()`); got != "1,true" {
		t.Errorf("page, details and faults: %s", got)
	}
}
