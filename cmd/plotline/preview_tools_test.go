package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// broken is a chart block that asks for a column that is not there, as the terminal prints it.
var broken = message{Text: "plotline: site/stories/harbour.md:17:4: table \"boats\" has no column \"boots\"\n   17 | y: boots\n      |    ~~~~~ did you mean \"boats\"?\n    data/boats.csv:1:1: columns are year, boats\n",
	Path: "site/stories/harbour.md", Line: 17, Column: 4}

func warning(i int) message {
	return message{Text: fmt.Sprintf("plotline: data/crews.csv:%d:1: warning: %s [row-short]\n", i, evil[1]), Path: "data/crews.csv", Line: i, Column: 1}
}

// key presses a key in the page.
func (p tab) key(name string) {
	p.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		e := input.DispatchKeyEventParams{Type: kind, Key: name, Code: name, WindowsVirtualKeyCode: map[string]int64{"Escape": 27, "Tab": 9, "Enter": 13, " ": 32}[name]}
		if name == "Enter" && kind == input.DispatchKeyEventTypeRawKeyDown {
			e.Type, e.Text = input.DispatchKeyEventTypeKeyDown, "\r"
		}
		if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, e); err != nil {
			p.t.Fatal(err)
		}
	}
}

// TestPreviewProblems breaks a chart: the overlay says where, over the page as it was, and goes by
// itself. Warnings wait behind their number.
func TestPreviewProblems(t *testing.T) {
	for _, plain := range []bool{false, true} {
		t.Run(fmt.Sprintf("plain %v", plain), func(t *testing.T) { problems(t, plain) })
	}
}

func problems(t *testing.T, plain bool) {
	s := playStage(t, harbourFiles())
	s.plain = plain
	p := s.visit(browser(t), "harbour/", 1280)
	if got := p.js(`!!tree.querySelector('.bar')`); got != fmt.Sprint(!plain) {
		t.Fatalf("toolbar: %s", got)
	}
	p.js(`window.overlay = tree.querySelector('.overlay'); window.page = document.querySelector('main').outerHTML; true`)
	hostile := message{Text: "plotline: site/stories/" + evil[0] + ".md:3:1: " + strings.Join(evil, " ") + "\n", Path: "site/stories/" + evil[0] + ".md", Line: 3, Column: 1}
	nowhere := message{Text: "plotline: the disk is full\n"}
	s.show(news{Errors: []message{broken, hostile, nowhere}})
	p.wait(`!overlay.hidden`)
	if got := read[[]string](p, `[...overlay.querySelectorAll('pre')].map(e => e.textContent)`); len(got) != 3 || got[0] != broken.Text || got[1] != hostile.Text || got[2] != nowhere.Text {
		t.Errorf("the overlay says %q", got)
	}
	if got := p.js(`[...overlay.querySelectorAll('pre b')].map(e => e.textContent).join(' ')`); got != "site/stories/harbour.md:17:4 "+hostile.Path+":3:1" {
		t.Errorf("the places are %q", got)
	}
	if got := count(p.js(`parseFloat(getComputedStyle(overlay.querySelector('b')).fontSize)`)); got < 16 {
		t.Errorf("places are %d px small", got)
	}
	if p.js(`document.querySelector('main').outerHTML === page && overlay.querySelectorAll('script, img').length + hacked`) != "0" {
		t.Error("the page is another, or somebody's words ran")
	}
	p.key("Escape")
	p.wait(`overlay.hidden`)
	s.show(news{Errors: []message{broken}}) // the next state shows it again
	p.wait(`!overlay.hidden && overlay.querySelector('h2').textContent.startsWith('1 error')`)
	p.js(`overlay.querySelector('button').click(); true`)
	p.wait(`overlay.hidden`)
	if !plain {
		p.js(`tree.querySelector('.errors').click(); true`)
		p.wait(`!overlay.hidden && tree.querySelector('.errors').textContent === '1 error'`)
	}
	var many []message
	for i := range 60 {
		many = append(many, warning(i+2))
	}
	s.edit("site/stories/harbour.md", "first 1 tells", "first 1 whispers")
	s.show(news{Final: true, Warnings: many}) // mended
	p.wait(`overlay.hidden && document.querySelector('.story').textContent.includes('first 1 whispers')`)
	if plain {
		p.kept()
		return
	}
	p.js(`window.counter = tree.querySelector('.warnings'); counter.click(); true`)
	p.wait(`!overlay.hidden && counter.textContent === '60 warnings' && overlay.querySelectorAll('pre').length === 60`)
	if p.js(`overlay.querySelector('.messages').scrollHeight > overlay.querySelector('.messages').clientHeight && overlay.getBoundingClientRect().top > 0`) != "true" {
		t.Error("many messages neither scroll nor leave the page in sight")
	}
	s.show(news{Final: true, Warnings: many[:1]}) // the open list follows
	p.wait(`!overlay.hidden && counter.textContent === '1 warning' && overlay.querySelectorAll('pre').length === 1`)
	s.show(news{Final: true})
	p.wait(`overlay.hidden && counter.hidden`)
	p.kept()
}

// TestPreviewToolbar uses every part of the toolbar.
func TestPreviewToolbar(t *testing.T) {
	files := harbourFiles()
	files["site/stories/draft.md"] = strings.Replace(files["site/stories/harbour.md"], "date:", "draft: true\ndate:", 1)
	s := playStage(t, files)
	ctx := browser(t)
	p := s.visit(ctx, "harbour/", 1280)
	look := `tree.querySelector`

	if got := p.js(look + `('.draft').hidden`); got != "true" {
		t.Error("a story that is no draft is marked")
	}
	draft := s.visit(ctx, "draft/", 1280)
	if got := draft.js(`tree.querySelector('.draft').checkVisibility() && tree.querySelector('.draft').textContent`); got != "Draft, not in the published site" {
		t.Errorf("a draft is marked %s", got)
	}

	// The list of charts jumps.
	p.js(`window.charts = tree.querySelector('[popovertarget]'); charts.click(); true`)
	p.wait(`tree.querySelector('.list').matches(':popover-open')`)
	if got := p.js(`charts.textContent + ': ' + [...tree.querySelectorAll('.list a')].map(e => e.textContent).join()`); got != "3 charts: The boats,The crews,The docks" {
		t.Errorf("the list says %s", got)
	}
	p.js(`tree.querySelectorAll('.list a')[1].click(); true`)
	p.wait(`Math.abs(document.getElementById('crews').getBoundingClientRect().top) < 60 && !tree.querySelector('.list').matches(':popover-open')`)

	// Light, dark, and the reader's own.
	paper := `getComputedStyle(document.body).backgroundColor`
	p.js(`window.theme = name => [...tree.querySelectorAll('button')].find(e => e.value === name); theme('dark').click(); true`)
	if got := p.js(`document.documentElement.dataset.theme + ' ' + theme('dark').ariaPressed + ' ' + ` + paper); got != "dark true rgb(20, 22, 26)" {
		t.Errorf("dark is %s", got)
	}
	s.show(news{Reload: true}) // it stays for the tab
	s.again(p)
	p.js(`window.theme = name => [...tree.querySelectorAll('button')].find(e => e.value === name); true`)
	p.wait(`document.documentElement.dataset.theme === 'dark'`)
	p.js(`theme('light').click(); true`)
	if got := p.js(paper); got != "rgb(255, 254, 251)" {
		t.Errorf("light is %s", got)
	}
	p.js(`theme('auto').click(); true`)
	if got := p.js(`document.documentElement.hasAttribute('data-theme') + theme('auto').ariaPressed`); got != "falsetrue" {
		t.Errorf("auto is %s", got)
	}

	// Paper: the rules of print count, also for what comes meanwhile, and then no longer.
	paperRules := `[getComputedStyle(document.querySelector('summary')).display, getComputedStyle(document.body).fontSize].join()`
	before := p.js(paperRules)
	p.js(`window.print = [...tree.querySelectorAll('button')].find(e => e.textContent === 'Print'); print.click(); true`)
	if got := p.js(paperRules); got != "none,13.3333px" {
		t.Errorf("print view: %s, before %s", got, before)
	}
	s.write("plotline.yaml", "title: Made up\ntheme: {accent: \"#0b6e4f\"}\n")
	s.rebuild()
	s.show(news{Final: true})
	p.wait(`document.title.endsWith('Made up') && ` + paperRules + ` === 'none,13.3333px'`)
	p.js(`print.click(); true`)
	if got := p.js(paperRules); got != before {
		t.Errorf("after the print view: %s, want %s", got, before)
	}

	// Keyboard: every part is reached, in order, and is as large as a finger wants it.
	p.js(`document.activeElement.blur(); tree.querySelector('.bar').querySelector('button:not([hidden]), a').focus(); true`)
	var reached []string
	for range 10 {
		reached = append(reached, p.js(`tree.activeElement.textContent`))
		p.key("Tab")
	}
	if got := strings.Join(reached, ", "); got != "3 charts, 375, 768, 1280, Full, No scripts, Light, Dark, Auto, Print" {
		t.Errorf("the keyboard reaches %s", got)
	}
	if got := p.js(`[...tree.querySelectorAll('.bar :is(a, button):not([hidden])')].filter(e => e.offsetWidth < 24 || e.offsetHeight < 24).length + ' ' + tree.querySelector('.bar').offsetHeight`); got != "0 32" {
		t.Errorf("small targets, and the bar's height: %s", got)
	}
	if p.js(`(scrollTo(0, 1e6), document.querySelector('footer').getBoundingClientRect().bottom <= tree.querySelector('.bar').getBoundingClientRect().top)`) != "true" {
		t.Error("the bar hides the end of the page")
	}
	p.kept()
}

// TestPreviewShell opens the page at the widths of other screens, and without its scripts.
func TestPreviewShell(t *testing.T) {
	s := playStage(t, harbourFiles())
	p := s.visit(browser(t), "harbour/", 1400)
	follow := func(text string, listeners int) {
		t.Helper()
		p.js(fmt.Sprintf(`delete window.marker; [...tree.querySelectorAll('.bar a')].find(e => e.textContent === %q).click(); true`, text))
		for range listeners {
			s.heard(p)
		}
		p.wait(`document.readyState === 'complete' && window.marker === undefined && !!document.querySelector('plotline-preview')`)
		p.js(`window.marker = 1; window.tree = document.querySelector('plotline-preview').shadowRoot; window.frame = document.querySelector('iframe'); true`)
	}
	for i, width := range []string{"375", "768", "1280"} {
		follow(width, 2)
		p.wait(`frame.contentDocument.readyState === 'complete' && frame.contentDocument.querySelectorAll('.chart').length === 3`)
		if got := p.js(`[frame.contentWindow.innerWidth, !!frame.contentDocument.querySelector('plotline-preview'), tree.querySelector('[aria-current]').textContent, tree.querySelector('[popovertarget]').textContent].join()`); got != width+",false,"+width+",3 charts" {
			t.Errorf("at %s: %s", width, got)
		}
		p.js(`frame.contentWindow.marker = 1; true`)
		s.edit("data/boats.csv", "57", "83")
		s.show(news{Final: true, Changes: []string{fmt.Sprint("change ", i)}})
		p.wait(fmt.Sprintf(`frame.contentDocument.querySelector('#boats .drawing-broad').textContent.includes('83') && tree.querySelector('.changes').textContent === 'change %d'`, i))
		s.edit("data/boats.csv", "83", "57")
		s.show(news{Final: true})
		p.wait(`!frame.contentDocument.querySelector('#boats .drawing-broad').textContent.includes('83') && frame.contentWindow.marker === 1`)
	}
	p.js(`[...tree.querySelectorAll('button')].find(e => e.value === 'dark').click(); true`)
	if got := p.js(`getComputedStyle(frame.contentDocument.body).backgroundColor + frame.contentDocument.documentElement.dataset.theme`); got != "rgb(20, 22, 26)dark" {
		t.Errorf("dark in the frame is %s", got)
	}
	p.js(`tree.querySelector('[popovertarget]').click(); true`)
	p.wait(`tree.querySelectorAll('.list a').length === 3`)
	p.js(`tree.querySelectorAll('.list a')[1].click(); true`)
	p.wait(`Math.abs(frame.contentDocument.getElementById('crews').getBoundingClientRect().top) < 60`)
	s.show(news{Errors: []message{broken}})
	p.wait(`!tree.querySelector('.overlay').hidden`)
	p.js(`frame.contentWindow.focus(); true`)
	p.key("Escape")
	p.wait(`tree.querySelector('.overlay').hidden`)
	s.show(news{Final: true})

	follow("No scripts", 1)
	p.wait(`frame.contentDocument.readyState === 'complete' && frame.contentDocument.querySelectorAll('.chart').length === 3`)
	if got := p.js(`[frame.contentDocument.querySelectorAll('.chart-plot[tabindex]').length, typeof frame.contentWindow.plotline, frame.contentWindow.innerWidth, frame.contentDocument.documentElement.dataset.theme, [...tree.querySelectorAll('[aria-current]')].map(e => e.textContent).join(' ')].join()`); got != "0,undefined,1280,dark,1280 No scripts" {
		t.Errorf("without scripts: %s", got)
	}
	p.js(`frame.contentWindow.scrollTo(0, 500); window.paragraph = frame.contentDocument.querySelector('.story > p'); true`)
	s.edit("data/boats.csv", "57", "83")
	s.edit("site/stories/harbour.md", "first 4 tells", "first 4 whispers")
	s.show(news{Final: true})
	p.wait(`frame.contentDocument.querySelector('#boats .drawing-broad').textContent.includes('83') && frame.contentDocument.body.textContent.includes('first 4 whispers')`)
	if p.js(`frame.contentWindow.scrollY === 500 && paragraph.isConnected`) != "true" {
		t.Error("the page in the frame was loaded again")
	}
	p.kept()

	follow("No scripts", 2) // back to scripts
	p.wait(`frame.contentDocument.querySelectorAll('.chart-plot[tabindex]').length === 3`)
	p.js(`delete window.marker; frame.contentDocument.querySelector('header.site a').click(); true`) // the shell goes where the reporter goes
	p.wait(`window.marker === undefined && location.search.includes('page=index.html') && document.readyState === 'complete' && !!document.querySelector('plotline-preview')`)
	p.js(`window.marker = 1; window.tree = document.querySelector('plotline-preview').shadowRoot; true`)
	p.js(`delete window.marker; [...tree.querySelectorAll('.bar a')].find(e => e.textContent === 'Full').click(); true`)
	p.wait(`location.pathname === '/inland/' && document.readyState === 'complete'`)
}

// TestPreviewAxe looks for barriers in toolbar, list and overlay.
func TestPreviewAxe(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(webTools, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is missing: run make bundles")
	}
	files := harbourFiles()
	files["site/stories/harbour.md"] = strings.Replace(files["site/stories/harbour.md"], "date:", "draft: true\ndate:", 1)
	s := playStage(t, files)
	p := s.visit(browser(t), "harbour/", 1280)
	p.js(string(axe) + "; document.body.append(tree.host); true") // axe measures no contrast outside the body
	for _, width := range []int64{375, 1280} {
		if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			t.Fatal(err)
		}
		for _, mode := range []string{"light", "dark"} {
			if err := theme(p.ctx, mode); err != nil {
				t.Fatal(err)
			}
			for what, script := range map[string]string{
				"errors": `true`,
				"list":   `(tree.querySelector('.overlay').hidden = true, tree.querySelector('[popovertarget]').click(), true)`,
			} {
				s.show(news{Errors: []message{broken, warning(2)}, Warnings: []message{warning(3)}, Changes: []string{"boats.csv: 1 cell, 1 chart"}})
				p.wait(`!tree.querySelector('.overlay').hidden`)
				p.js(script)
				p.js(painted)
				got := p.js(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
					.then(r => [...r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.any.map(a => a.message)).join(', ')),
						r.passes.some(v => v.id === 'color-contrast' && v.nodes.some(n => String(n.target[0]).includes('plotline-preview'))) ? '' : 'axe did not look into the toolbar'].filter(Boolean).join('\n'))`)
				if got != "" {
					t.Errorf("%s at %d px, %s: %s", what, width, mode, got)
				}
				p.js(`tree.querySelector('.list').hidePopover(); true`)
			}
		}
	}
	p.kept()
}

// TestPreviewShots writes pictures of the preview for people to look at: `make shots`.
func TestPreviewShots(t *testing.T) {
	if *shots == "" {
		t.Log("no -shots folder: nothing to write")
		return
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	files := harbourFiles()
	files["site/stories/harbour.md"] = strings.Replace(files["site/stories/harbour.md"], "date:", "draft: true\ndate:", 1)
	s := playStage(t, files)
	p := s.visit(browser(t), "harbour/", 1280)
	shoot := func(name string) {
		t.Helper()
		p.js(painted)
		limit, cancel := context.WithTimeout(p.ctx, 30*time.Second)
		defer cancel()
		picture, err := chromedp.Run(limit, chromedp.CaptureScreenshot())
		if err := errors.Join(err, os.WriteFile(filepath.Join(*shots, "preview-"+name+".png"), picture, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for _, mode := range []string{"light", "dark"} {
		for _, width := range []int64{375, 768, 1280} {
			if err := errors.Join(theme(p.ctx, mode), chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(s.url+"harbour/"))); err != nil {
				t.Fatal(err)
			}
			s.heard(p)
			name := fmt.Sprintf("%d-%s", width, mode)
			p.js(`window.tree = document.querySelector('plotline-preview').shadowRoot; scrollTo(0, 500); true`)
			s.show(news{Final: true, Warnings: []message{warning(2), warning(3)}, Changes: []string{"boats.csv: 2 cells, 1 chart"}})
			p.wait(`!tree.querySelector('.warnings').hidden`)
			shoot("bar-" + name)
			p.js(`tree.querySelector('[popovertarget]').click(); true`)
			shoot("list-" + name)
			s.show(news{Errors: []message{broken, warning(2)}, Warnings: []message{warning(3)}})
			p.wait(`!tree.querySelector('.overlay').hidden`)
			p.js(`tree.querySelector('.list').hidePopover(); true`)
			shoot("errors-" + name)
		}
		for _, width := range []int{375, 768, 1280} {
			s.show(news{Final: true, Changes: []string{"boats.csv: 2 cells, 1 chart"}})
			if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(1360, 800), chromedp.Navigate(fmt.Sprintf("%s.plotline/frame?page=harbour/index.html&width=%d", s.url, width))); err != nil {
				t.Fatal(err)
			}
			s.heard(p)
			s.heard(p)
			shoot(fmt.Sprintf("shell-%d-%s", width, mode))
		}
	}
}
