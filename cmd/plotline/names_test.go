package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
)

// TestOddNamesLive walks a site whose stories, tables and pictures have names full of what addresses
// use for something else: every link is answered, every picture shows, every chart wakes.
func TestOddNamesLive(t *testing.T) {
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewRGBA(image.Rect(0, 0, 2, 3))); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	names := []string{"two words", "a#b", "100% sure", "%41", "it's &amp; {{x}}", "北方的城市", "🎈 party", "e\u0301te\u0301", "[a](c)", strings.Repeat("长", 66)}
	for _, name := range names {
		files["data/"+name+".csv"] = "place,n\nA,1\nB,2\n"
		files["site/stories/"+name+".png"] = dot.String()
		files["site/stories/"+name+".md"] = fmt.Sprintf("---\ntitle: %[1]s\ntoc: true\n---\n## A part\n\n![dot](<%[2]s.png>)\n\n```chart\nid: c\nkind: bar\ndata: %[3]s\nx: place\ny: n\ntitle: T\nalt: a\n```\n",
			quoted(strings.ReplaceAll(name, "{{", "{ {")), strings.ReplaceAll(name, "&", `\&`), quoted(name+".csv"))
	}
	ctx, url := browser(t), serve(t, buildOf(t, files), "/in/folder")
	const answers = `Promise.all([...document.querySelectorAll('a[href], link[rel=stylesheet]')].map(a => fetch(a.href).then(r => [a.href, r.status]))).then(all => all.filter(([, status]) => status !== 200).join('; '))`
	p := open(t, ctx, url+"/", 1280)
	if got := p.js(answers); got != "" {
		t.Errorf("the front page has dead links: %s", got)
	}
	stories := read[[]string](p, `[...new Set([...document.querySelectorAll('a[href*="index.html"]')].map(a => a.href.replace(/#.*/, '')))].filter(a => a !== location.href)`)
	if len(stories) < len(names) {
		t.Errorf("%d stories are linked, want %d: %q", len(stories), len(names), stories)
	}
	for _, story := range stories {
		p := open(t, ctx, story, 1280)
		p.wakeTogether()
		p.js(`document.querySelector('.image img').scrollIntoView(); true`)
		p.wait(`document.querySelector('.image img').complete`)
		for what, script := range map[string]string{
			"dead links":  answers,
			"no picture":  `document.querySelector('.image img').naturalWidth === 2 ? '' : document.querySelector('.image img').src`,
			"no chart":    `document.querySelectorAll('.chart-live svg').length === 1 ? '' : 'none is live'`,
			"lost places": `[...document.querySelectorAll('a[href^="#"]')].filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash).join('; ')`,
		} {
			if got := p.js(script); got != "" {
				t.Errorf("%s has %s: %s", story, what, got)
			}
		}
		p.clean()
	}
}
