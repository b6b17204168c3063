package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

const (
	firstNumber = `document.querySelector('.proved > button')`
	openProof   = `document.querySelector('.proof:popover-open')`
)

// press scrolls to an element of the story and clicks in its middle.
func (p tab) press(element string) {
	p.t.Helper()
	p.js(element + `.scrollIntoView({block: 'center', behavior: 'instant'}); ` + painted)
	p.click(middle(element))
}

// middle is the point in the middle of an element, as click takes it.
func middle(element string) string {
	return `(r => (r.x + r.width / 2) + ' ' + (r.y + r.height / 2))(` + element + `.getBoundingClientRect())`
}

// TestNumbersByKeyboard goes to a number by Tab, opens it with Enter and with Space, walks into what opened,
// and closes it with Esc: the focus is back.
func TestNumbersByKeyboard(t *testing.T) {
	p := open(t, browser(t), serve(t, seed(t), "")+"/inland-technology/", 1280)
	for range 20 {
		if p.key("Tab"); p.js(`document.activeElement === `+firstNumber) == "true" {
			break
		}
	}
	if got := p.js(`getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.ariaLabel`); got != "solid How we know: more than 840" {
		t.Fatalf("the focus is on %q", got)
	}
	for _, key := range []string{"Enter", " "} {
		p.key(key)
		p.wait(openProof + ` !== null`)
		if got := p.js(openProof + `.querySelector('mark').textContent + ' ' + (document.activeElement === ` + firstNumber + `)`); got != "840 true" {
			t.Errorf("%q shows the cell and keeps the focus: %s", key, got)
		}
		p.key("Tab")
		if p.js(openProof+`.contains(document.activeElement)`) != "true" {
			t.Errorf("Tab leads from the number to %s", p.js(`document.activeElement.outerHTML`))
		}
		p.key("Escape")
		p.wait(openProof + ` === null`)
		if p.js(`document.activeElement === `+firstNumber) != "true" {
			t.Errorf("Esc leads to %s", p.js(`document.activeElement.outerHTML`))
		}
	}
	p.clean()
}

// TestNumbersByMouse opens every number of the story by a click on its words, on a phone and on a desk: what
// opens is whole in the window, and beside the number where there is room.
func TestNumbersByMouse(t *testing.T) {
	ctx := browser(t)
	url := serve(t, seed(t), "") + "/inland-technology/"
	for _, width := range []int64{360, 1280} {
		p := open(t, ctx, url, width)
		n := count(p.js(`document.querySelectorAll('.proved').length`))
		if n < 20 {
			t.Fatalf("%d numbers", n)
		}
		for i := range n {
			number := fmt.Sprintf(`document.querySelectorAll('.proved')[%d]`, i)
			p.press(number)
			p.wait(openProof + ` !== null`)
			for what, script := range map[string]string{
				"the number's own":  openProof + `.id === ` + number + `.querySelector('button').getAttribute('popovertarget')`,
				"in the window":     `(r => r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight && r.width > 250)(` + openProof + `.getBoundingClientRect())`,
				"near the number":   `innerWidth < 640 || (a => b => Math.min(Math.abs(b.top - a.bottom), Math.abs(a.top - b.bottom)) < 12 && b.left <= a.right + 1 && b.right >= a.left - 1)(` + number + `.getBoundingClientRect())(` + openProof + `.getBoundingClientRect())`,
				"no wider than it":  openProof + `.scrollWidth <= ` + openProof + `.clientWidth`,
				"24 px to click on": `(r => r.width >= 24 && r.height >= 24)(` + number + `.querySelector('button').getBoundingClientRect())`,
				"over the words":    `(b => a => b.left <= a.left && b.right >= a.right && b.top <= a.top + 2 && b.bottom >= a.bottom - 2)(` + number + `.querySelector('button').getBoundingClientRect())(` + number + `.getBoundingClientRect())`,
			} {
				if p.js(script) != "true" {
					t.Errorf("%d px, %s: not %s: %s", width, p.js(number+`.textContent`), what, p.js(`JSON.stringify([`+number+`.getBoundingClientRect(), `+openProof+`.getBoundingClientRect(), scrollY])`))
				}
			}
			p.click(middle(openProof + `.querySelector('.proof-close')`))
			p.wait(openProof + ` === null`)
		}
		if got := p.js(`getSelection().selectAllChildren(document.querySelector('#page_c0').parentNode), getSelection().toString()`); !strings.Contains(got, "had more than 840 companies") {
			t.Errorf("a copy of the paragraph says %q", got)
		}
		p.clean()
	}
}

// TestNumbersNoScript: numbers open and the list opens with JavaScript off, and its entry is where a link to it leads.
func TestNumbersNoScript(t *testing.T) {
	p := open(t, browser(t), "about:blank", 1280)
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(p.ctx, chromedp.Navigate(serve(t, seed(t), "")+"/inland-technology/")); err != nil {
		t.Fatal(err)
	}
	if p.js(`document.querySelectorAll('.chart-plot[tabindex]').length`) != "0" {
		t.Fatal("the page's script has run")
	}
	p.js(firstNumber + `.scrollIntoView({block: 'center', behavior: 'instant'}); true`) // no frame can be awaited
	p.click(middle(firstNumber))
	p.wait(openProof + ` !== null`)
	p.click(middle(openProof + `.querySelector('.proof-ways a:last-child')`))
	p.wait(`document.querySelector('.numbers details').open && document.querySelector(':target').id === 'page_f-hefei_ai'`)
	p.key("Escape")
	p.click(middle(`document.querySelector('.numbers-words a')`))
	p.wait(`document.querySelector(':target').id === 'page_c0'`)
}

// TestNumbersFirefox opens a number in Firefox, beside its words and on a phone below, and closes it with Esc.
func TestNumbersFirefox(t *testing.T) {
	f := openFirefox(t, "")
	url := serve(t, seed(t), "") + "/inland-technology/"
	for _, width := range []int{1280, 375} {
		f.visit(url, width)
		b := f.boxes(`[document.querySelector('#page_c0').getBoundingClientRect()]`)[0]
		click := func(x, y float64) {
			f.call("input.performActions", params{"context": f.tab, "actions": []params{{"type": "pointer", "id": "mouse", "actions": []params{
				{"type": "pointerMove", "x": int(x), "y": int(y)}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}}}}}, nil)
		}
		click(b.X+b.Width/2, b.Y+b.Height/2)
		f.wait(openProof + ` !== null`)
		if got := f.js(openProof + `.querySelector('mark').textContent`); got != "840" {
			t.Errorf("the cell is %q", got)
		}
		r := f.boxes(`[` + openProof + `.getBoundingClientRect()]`)[0]
		if gap := r.Y - (b.Y + b.Height); width > 640 && (gap < 0 || gap > 12) {
			t.Errorf("what opens stands %g px below the words", gap)
		} else if width < 640 && math.Abs(r.Y+r.Height-10000) > 1 {
			t.Errorf("what opens ends at %g of 10000 px", r.Y+r.Height)
		}
		f.call("input.performActions", params{"context": f.tab, "actions": []params{{"type": "key", "id": "keys", "actions": []params{{"type": "keyDown", "value": "\uE00C"}, {"type": "keyUp", "value": "\uE00C"}}}}}, nil)
		f.wait(openProof + ` === null && document.activeElement === ` + firstNumber)
		if got := f.js(`getSelection().selectAllChildren(document.querySelector('#page_c0').parentNode), getSelection().toString()`); !strings.Contains(got, "had more than 840 companies") {
			t.Errorf("a copy of the paragraph says %q", got)
		}
	}
}

// TestNumbersOnPaper prints a story whose list a reader has opened: it is there, without what paper cannot do.
func TestNumbersOnPaper(t *testing.T) {
	has(t, "pdftotext")
	p := open(t, browser(t), serve(t, seed(t), "")+"/inland-technology/", 1280)
	printed := func() (all string) {
		r, err := chromedp.Call(p.ctx, page.PrintToPDF, page.PrintToPDFParams{})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range pagesIn(t, r.Data) {
			all += one.text()
		}
		return all
	}
	p.press(firstNumber)
	p.wait(openProof + ` !== null`)
	for _, gone := range []string{"How we know", "All numbers", "Download CSV", "where year is"} {
		if strings.Contains(printed(), bare(gone)) {
			t.Errorf("the paper says %q while the list is closed", gone)
		}
	}
	p.js(openProof + `.hidePopover(); document.querySelector('.numbers details').open = true`)
	all := printed()
	for words, want := range map[string]int{"How we know these numbers": 1, "companies, where year is 2021": 1, "Calculated: >840 ÷ 1.232": 1, "Download CSV": 0, "All numbers": 0} {
		if got := strings.Count(all, bare(words)); got != want {
			t.Errorf("the paper says %q %d times, want %d", words, got, want)
		}
	}
}

// TestNumbersSingleFile opens a number of a story that is one file: its rows are inside.
func TestNumbersSingleFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "one.html")
	plotline(t, "export", "single-file", "inland-technology", "-s", "../..", "-o", file)
	p, w := visited(t, browser(t), file, 1280)
	p.press(firstNumber)
	p.wait(openProof + ` !== null`)
	if got := p.js(`atob(` + openProof + `.querySelector('a[download]').href.split(',')[1])`); got != "city,year,companies\nHefei,2021,840\n" {
		t.Errorf("the rows are %q", got)
	}
	if got := p.js(`getComputedStyle(` + openProof + `).borderTopWidth`); got != "3px" {
		t.Errorf("the popover has a border of %s", got)
	}
	p.clean()
	w.alone(t, "file://"+file)
	valid(t, file)
}

// TestNumbersPlaces: numbers in links and headings have no button, the pages are valid in two languages, and
// all that was shown of a long receipt is its first rows.
func TestNumbersPlaces(t *testing.T) {
	dir := buildProved(t)
	valid(t, filepath.Join(dir, "numbers/index.html"), filepath.Join(dir, "shuzi/index.html"))
	p := open(t, browser(t), serve(t, dir, "")+"/numbers/", 360)
	for script, want := range map[string]string{
		`document.querySelectorAll('a button, h2 button').length`:                                                      "0",
		`document.querySelectorAll('h2 .claim, p a .claim').length`:                                                    "2",
		`document.querySelectorAll('td .proved button, .footnotes .proved button').length`:                             "2",
		`document.querySelectorAll('#page_p-long_sum tbody tr').length`:                                                "5",
		`document.querySelector('#page_p-long_sum table + p').textContent`:                                             "and 496 more rows",
		`document.querySelector('#page_f-part .numbers-words + p').textContent`:                                        "Calculated: 1,250 ÷ 1,012,251",
		`document.querySelector('#page_f-yearly .numbers-words + p').textContent`:                                      "Calculated: (999,001 ÷ 1,250) ^ (1 ÷ 3) − 1",
		`[...document.querySelectorAll('#page_f-all_towns .numbers-words a')].map(a => a.getAttribute('href')).join()`: "#page_v3",
		`document.documentElement.scrollWidth`:                                                                         "360",
	} {
		if got := p.js(script); got != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}
	p.clean()
}

// TestHostileNumbers has evil in the cells, columns and sources of numbers: it stays text.
func TestHostileNumbers(t *testing.T) {
	var rows, figures, prose strings.Builder
	for i, e := range evil {
		fmt.Fprintf(&rows, "%s,%d\n", cellOf(e), i)
		fmt.Fprintf(&figures, "  e%d: {data: e.csv, where: 'n == %[1]d || col(%[2]q) == %[3]q', value: %[4]s, agg: %[5]s, note: %[4]s, source: s}\n", i, evil[1], evil[2], quoted(evil[1]), "count")
		fmt.Fprintf(&figures, "  t%d: {data: e.csv, where: 'n == %[1]d', value: %[2]s}\n", i, quoted(evil[1]))
		fmt.Fprintf(&prose, "{{e%d}} and {{t%[1]d}}.\n\n", i)
	}
	dir := buildOf(t, map[string]string{"data/e.csv": cellOf(evil[1]) + ",n\n" + rows.String(),
		"site/stories/s.md": fmt.Sprintf("---\ntitle: T\ndate: 2022-05-27\nsources: {s: {title: %s, publisher: %[1]s, url: %[2]s}}\nfigures:\n%[3]s---\n%[4]s", quoted(evilWords), quoted("https://example.org/?"+evil[0]), figures.String(), prose.String())})
	ctx := browser(t)
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.hacked = 0; window.alert = () => { hacked++ }`}); err != nil {
		t.Fatal(err)
	}
	p := open(t, ctx, serve(t, dir, "")+"/s/", 1280)
	for i, e := range evil {
		if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](fmt.Sprintf(`document.getElementById('page_p-t%d').showPopover()`, i))); err != nil {
			t.Fatal(err)
		}
		if said := p.js(openProof + `.querySelector('td mark').textContent`); said != strings.TrimSpace(e) {
			t.Errorf("the cell says %q, want %q", said, e)
		}
		if said := p.js(fmt.Sprintf(`document.getElementById('page_p-e%d').textContent`, i)); strings.Count(said, evil[1]) < 3 || !strings.Contains(said, evilWords) {
			t.Errorf("a receipt lost words: %q", said)
		}
	}
	if got := p.js(`window.hacked + ' ' + document.querySelectorAll('img, main script').length`); got != "0 0" {
		t.Errorf("alerts, pictures and scripts of somebody's: %s", got)
	}
	p.clean()
}

// TestNumbersShots writes pictures of numbers that are open, and of the list, for people to look at.
func TestNumbersShots(t *testing.T) {
	if *shots == "" {
		t.Log("no -shots folder: nothing to write")
		return
	}
	ctx := browser(t)
	url := serve(t, seed(t), "") + "/inland-technology/"
	for _, width := range []int64{375, 768, 1280} {
		for _, mode := range []string{"light", "dark"} {
			p := open(t, ctx, url, width)
			if err := theme(p.ctx, mode); err != nil {
				t.Fatal(err)
			}
			for _, c := range []struct{ name, element, block string }{{"claim", `#page_c0 > button`, "center"}, {"value", `#page_v0 > button`, "center"}, {"list", ".numbers summary", "start"}} {
				element := `document.querySelector('` + c.element + `')`
				p.press(element)
				p.js(element + `.scrollIntoView({block: '` + c.block + `', behavior: 'instant'}); ` + painted)
				picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
				if err := errors.Join(err, os.WriteFile(filepath.Join(*shots, fmt.Sprintf("numbers-%s-%d-%s.png", c.name, width, mode)), picture, 0o644)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
