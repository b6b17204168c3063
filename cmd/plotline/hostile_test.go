package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"plotline/charts"
)

// evil is what attackers, and templates of ECharts and Go, would take for something else than words.
var evil = []string{
	`</script><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `__f__alert(1)__f__`, `javascript:alert(1)`, `{@unique}`, `{a|b}`,
	`{a}{b}{c}{d}`, `%s {value} {name}`, "\u202eright\u2066to left", "\u202eturned", `__proto__`, `constructor`, `#134b66`, `{{x}}`,
}

// evilWords are all of them in one text, less what stands for a figure's value there.
var evilWords = strings.Join(evil[:len(evil)-1], " ")

func quoted(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }

// hostileBlocks are blocks of every kind with evil in every place: categories, series, headers of
// columns, and all words of the block.
func hostileBlocks(t *testing.T) (blocks string, files map[string]string) {
	t.Helper()
	x, y, z := evil[1], evil[4], evil[6]
	var wide, long, pairs strings.Builder
	fmt.Fprintf(&wide, "%s,%s,%s\n", cellOf(x), cellOf(y), cellOf(z))
	fmt.Fprintf(&long, "%s,%s,%s\n", cellOf(x), cellOf(z), cellOf(y))
	fmt.Fprintf(&pairs, "%s,%s,%s\n", cellOf(x), cellOf(z), cellOf(y))
	for i, e := range slices.Backward(evil) { // not the order of evilWords, so that each is found for itself
		fmt.Fprintf(&wide, "%s,%d,%d\n", cellOf(e), number(i), number(i+40))
		for j, group := range evil[:3] {
			fmt.Fprintf(&long, "%s,%s,%d\n", cellOf(group), cellOf(e), number(3*i+j))
			if j < 2 {
				fmt.Fprintf(&pairs, "%s,%s,%d\n", cellOf(group), cellOf(e), number(i)+j)
			}
		}
	}
	files = map[string]string{"data/wide.csv": wide.String(), "data/long.csv": long.String(), "data/pairs.csv": pairs.String()}
	names := fmt.Sprintf("x: %s\ny: %s\n", quoted(x), quoted(y))
	both := fmt.Sprintf("x: %s\ny: [%s, %s]\n", quoted(x), quoted(y), quoted(z))
	split := names + "series: " + quoted(z) + "\n"
	settings := map[string]string{
		"bar": "data: wide.csv\n" + names, "column": "data: wide.csv\n" + names, "area": "data: wide.csv\n" + names,
		"pie": "data: wide.csv\n" + names, "donut": "data: wide.csv\n" + names,
		"grouped-column": "data: wide.csv\n" + both, "stacked-bar": "data: long.csv\n" + split, "line": "data: long.csv\n" + split, "slope": "data: pairs.csv\n" + split,
		"scatter": "data: wide.csv\n" + fmt.Sprintf("x: %s\ny: %s\nseries: %s\n", quoted(y), quoted(z), quoted(x)),
	}
	var b strings.Builder
	words := fmt.Sprintf("title: %[1]s\nsubtitle: %[1]s\nnote: %[1]s\nsource: s\nwidth: wide\n", quoted(evilWords))
	for _, k := range charts.Kinds() {
		if settings[k.Name] == "" {
			t.Errorf("no hostile chart of kind %s", k.Name)
		}
		place := quoted(evil[0])
		if k.Name == "scatter" {
			place = "50"
		}
		annotation := ""
		if k.Purpose != "part to whole" {
			annotation = fmt.Sprintf("annotate: [{x: %s, text: %s}]\n", place, quoted(evilWords))
		}
		fmt.Fprintf(&b, "\n```chart\nid: %s\nkind: %[1]s\n%[2]s%[3]s%[4]salt: %[5]s\nunit: %[5]s\n```\n", k.Name, settings[k.Name], annotation, words, quoted(evilWords))
	}
	fmt.Fprintf(&b, "\n```table\nid: plain-table\ndata: wide.csv\n%s```\n\n```bignumber\nid: big\n%sitems: [{value: %[3]s, text: %[3]s}]\n```\n", words, words, quoted(evilWords))
	return b.String(), files
}

// TestHostileLive builds a story whose cells and words attack in every place, wakes its charts in
// the dark and walks them: nothing runs, and the words are shown as they are.
func TestHostileLive(t *testing.T) {
	ctx := browser(t)
	blocks, files := hostileBlocks(t)
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewRGBA(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	files["site/stories/dot.png"] = dot.String()
	markdown := strings.NewReplacer("<", `\<`, "_", `\_`, "|", `\|`).Replace
	files["site/stories/s.md"] = fmt.Sprintf("---\ntitle: %[1]s\nsubtitle: %[1]s\ndescription: %[1]s\nsection: %[1]s\ntags: [%[1]s]\ndate: 2022-05-27\nauthors: [{name: %[1]s, url: %[2]s}]\nsources: {s: {title: %[1]s, publisher: %[1]s, url: %[2]s}}\n---\n"+
		"%[3]s\n\n[%[3]s](https://example.org/?</script><script>alert(1)</script>)\n\n![%[3]s](dot.png)\n\n- %[3]s\n\n> %[3]s\n", quoted(evilWords), quoted("https://example.org/?"+evil[0]), markdown(evilWords)) + blocks
	url := serve(t, buildOf(t, files), "") + "/s/"
	limit, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.Call(limit, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.hacked = 0; window.alert = () => { hacked++ }`}); err != nil {
		t.Fatal(err)
	}
	if err := theme(limit, "dark"); err != nil { // a name that is one of our colours must not turn with them
		t.Fatal(err)
	}
	p := open(t, ctx, url, 1280)
	p.wakeTogether()
	hostileStory(t, p)
	for _, k := range charts.Kinds() {
		hostileChart(t, p, k.Name)
	}
	if n := p.js(`String(window.hacked)`); n != "0" {
		t.Errorf("alert ran: %s", n)
	}
	if got := p.js(`[...document.querySelectorAll('script')].filter(e => !e.src && e.type !== 'application/json').length + document.querySelectorAll('img').length - 1`); got != "0" {
		t.Errorf("%s scripts or images of somebody's", got)
	}
	p.clean()
}

// bare is a text without its white space, which may be a break between lines.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func hostileStory(t *testing.T, p tab) {
	t.Helper()
	for what, script := range map[string]string{
		"the headline":        `document.querySelector('h1').textContent`,
		"the document":        `document.title`,
		"the description":     `document.querySelector('meta[name=description]').content`,
		"the standfirst":      `document.querySelector('.standfirst').textContent`,
		"the section":         `document.querySelector('.kicker').textContent`,
		"the byline":          `document.querySelector('.byline').textContent`,
		"the tags":            `document.querySelector('.tags').textContent`,
		"the sources":         `document.querySelector('.sources').textContent`,
		"a paragraph":         `document.querySelector('.story > p').textContent`,
		"a link":              `document.querySelector('.story > p > a').textContent`,
		"a picture":           `document.querySelector('.image img').alt`,
		"a list":              `document.querySelector('.story > ul li').textContent`,
		"a quote":             `document.querySelector('blockquote').textContent`,
		"the table's title":   `document.querySelector('#plain-table .chart-title').textContent`,
		"the number's value":  `document.querySelector('#big .bignumber-value').textContent`,
		"the number's text":   `document.querySelector('#big .bignumber-text').textContent`,
		"the number's source": `document.querySelector('#big .chart-source').textContent`,
	} {
		if said := p.js(script); !strings.Contains(said, evilWords) {
			t.Errorf("%s says %q", what, said)
		}
	}
	names := append([]string{evil[1], evil[4], evil[6]}, evil...)
	slices.Reverse(names[3:])
	if got := read[[]string](p, `[...document.querySelectorAll('#plain-table th')].map(e => e.textContent)`); !slices.Equal(got, names) {
		t.Errorf("the table's names are %q, want %q", got, names)
	}
	for _, to := range read[[]string](p, `[...document.querySelectorAll('.story a[rel]')].map(e => decodeURI(e.href))`) {
		if to != "https://example.org/?"+evil[0] {
			t.Errorf("a link leads to %q", to)
		}
	}
}

// hostileChart looks for every word of one chart: around it, in its table, in both drawings and the
// live chart, and in what it says to somebody who walks it by keyboard.
func hostileChart(t *testing.T, p tab, kind string) {
	t.Helper()
	p.js(fmt.Sprintf(`window.fig = document.getElementById(%q); window.plot = fig.querySelector('.chart-plot'); true`, kind))
	for what, script := range map[string]string{
		"title":    `fig.querySelector('.chart-title').textContent`,
		"subtitle": `fig.querySelector('.chart-subtitle').textContent`,
		"note":     `fig.querySelector('.chart-note').textContent`,
		"source":   `fig.querySelector('.chart-source a').textContent`,
		"alt text": `document.getElementById(fig.id + '-alt').textContent`,
	} {
		if said := p.js(script); said != evilWords {
			t.Errorf("the %s of the %s says %q", what, kind, said)
		}
	}
	places := map[string]string{
		"table": `fig.querySelector('table').textContent`,
		"walk": `(() => { const heard = []; let last = '', at = -1;
			for (;;) {
				plot.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
				const said = plot.nextElementSibling.textContent, shown = [...plot.querySelectorAll('.chart-tip div')].map(e => e.textContent).join(', ');
				if (said !== shown.replace(/\s+$/, '')) return 'said ' + said + ', shown ' + shown;
				const left = (b, i) => { const r = new Range(); r.setStart(b.firstChild, i); r.setEnd(b.firstChild, i + 1); return r.getBoundingClientRect().left };
				if ([...plot.querySelectorAll('.chart-tip b')].some(b => /^\d\d/.test(b.textContent) && left(b, 0) >= left(b, 1))) return 'the number runs backwards behind ' + said;
				if (said === last) return heard.join('\n');
				heard.push(last = said);
			} })()`,
	}
	if kind != "scatter" { // names that would hide each other are left out there
		for _, drawing := range []string{".drawing-narrow > svg", ".drawing-broad > svg", ".chart-live svg"} {
			places[drawing] = fmt.Sprintf(`[...fig.querySelectorAll('%s text')].map(e => e.textContent).join('')`, drawing)
		}
	}
	for what, script := range places {
		said := strings.ReplaceAll(bare(p.js(script)), bare(evilWords), "…") // annotations and units hold every word too
		for _, e := range evil {
			if !strings.Contains(said, bare(e)) {
				t.Errorf("the %s of the %s lost %q: %s", what, kind, e, said)
			}
		}
	}
	if got := p.js(`[...plot.querySelectorAll('svg text')].filter(e => e.getClientRects().length && /\d\d$/.test(e.textContent)).filter(e => { const n = e.textContent.length; return e.getStartPositionOfChar(n - 2).x >= e.getStartPositionOfChar(n - 1).x && !e.textContent.endsWith('b66') }).map(e => e.textContent).join('; ')`); got != "" {
		t.Errorf("numbers of the %s run backwards: %q", kind, got)
	}
	if charts.Lookup(kind).Purpose != "part to whole" {
		for _, drawing := range []string{".drawing-narrow > svg", ".drawing-broad > svg", ".chart-live svg"} {
			said := p.js(fmt.Sprintf(`[...fig.querySelectorAll('%s text')].map(e => e.textContent).join('')`, drawing))
			if !strings.Contains(bare(said), bare(evilWords)) {
				t.Errorf("the %s of the %s lost the annotation: %s", drawing, kind, said)
			}
		}
	}
}
