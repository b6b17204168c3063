package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// validate has Ajv read a schema, as draft 2020-12 with formats, and each of the files; it prints what is wrong.
const validate = `import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
const [schema, ...files] = process.argv.slice(1), ajv = new Ajv({ strict: true, allErrors: true });
formats.default ? formats.default(ajv) : formats(ajv);
const check = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
let wrong = 0;
for (const f of files) if (!check(JSON.parse(readFileSync(f, 'utf8')))) { wrong++; console.log(f + ': ' + ajv.errorsText(check.errors)); }
console.log(files.length + ' files, ' + wrong + ' wrong');
process.exit(wrong ? 1 : 0);`

// TestFactsSchemas has Ajv compare every meta.json and oembed.json of the seed, a new site and the gallery
// with the schemas, which refuse what has a field too few or too many.
func TestFactsSchemas(t *testing.T) {
	if _, err := os.Stat(filepath.Join(webTools, "ajv-formats")); err != nil {
		t.Fatal("ajv-formats is missing: run make bundles")
	}
	starter := filepath.Join(t.TempDir(), "starter")
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"new", "site", starter}, &stdout, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	var metas, oembeds []string
	for name, project := range map[string]string{"seed": "../..", "starter": starter, "gallery": galleryProject(t)} {
		dir := filepath.Join(t.TempDir(), name)
		if code := run(context.Background(), []string{"build", "-q", "-D", "-s", project, "-d", dir, "-b", "https://example.org/a/"}, &stdout, &stderr); code != 0 {
			t.Fatal(stderr.String())
		}
		m, _ := filepath.Glob(filepath.Join(dir, "*/charts/*/meta.json"))
		o, _ := filepath.Glob(filepath.Join(dir, "*/charts/*/oembed.json"))
		pages, _ := filepath.Glob(filepath.Join(dir, "*/charts/*/index.html"))
		if len(m) == 0 || len(m) != len(o) || len(m) != len(pages) {
			t.Fatalf("%s: %d meta.json, %d oembed.json and %d pages", name, len(m), len(o), len(pages))
		}
		for i, page := range pages {
			consume(t, page, o[i])
		}
		metas, oembeds = append(metas, m...), append(oembeds, o...)
	}
	plain := t.TempDir() // a site without an address
	if code := run(context.Background(), []string{"build", "-q", "-D", "-s", starter, "-d", filepath.Join(plain, "public")}, &stdout, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	m, _ := filepath.Glob(filepath.Join(plain, "public/*/charts/*/meta.json"))
	for _, meta := range m {
		page, err := os.ReadFile(filepath.Join(filepath.Dir(meta), "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(page, []byte("oembed")) || bytes.Contains(page, []byte("<textarea")) {
			t.Errorf("%s can be embedded and has no address", meta)
		}
	}
	metas = append(metas, m...)
	for schema, files := range map[string][]string{"meta": metas, "oembed": oembeds} {
		path, _ := filepath.Abs("../../site/embed/" + schema + ".schema.json")
		ajv := func(files ...string) (string, error) {
			cmd := exec.Command("node", append([]string{"--input-type=module", "-e", validate, path}, files...)...)
			cmd.Dir = filepath.Dir(webTools)
			out, err := cmd.CombinedOutput()
			return strings.TrimSpace(string(out)), err
		}
		out, err := ajv(files...)
		if err != nil {
			t.Errorf("%s: %v\n%s", schema, err, out)
		}
		t.Logf("%s: %s", schema, out)
		var facts map[string]any
		b, _ := os.ReadFile(files[0])
		if err := json.Unmarshal(b, &facts); err != nil {
			t.Fatal(err)
		}
		delete(facts, "version")
		b, _ = json.Marshal(facts)
		poor := filepath.Join(t.TempDir(), "poor.json")
		if err := os.WriteFile(poor, b, 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := ajv(poor); err == nil {
			t.Errorf("the schema %s misses nothing in %s: %s", schema, b, out)
		}
	}
}

var (
	discovery = regexp.MustCompile(`<link rel="alternate" type="application/json\+oembed" href="([^"]*)" title="[^"]+">`)
	framed    = regexp.MustCompile(`<iframe src="([^"]*)" title="([^"]*)" width="(\d+)" height="(\d+)"`)
)

// consume reads oembed.json as software does that makes a chart of its address: by the link in the page's
// head, then by the frame's attributes, as most cut styles and scripts.
func consume(t *testing.T, page, answer string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	draft := bytes.Contains(text, []byte(`content="noindex"`))
	link := discovery.FindSubmatch(text)
	if draft {
		if link != nil {
			t.Errorf("%s is a draft and offers itself", page)
		}
		return
	}
	if link == nil || !strings.HasSuffix(answer, strings.TrimPrefix(string(link[1]), "https://example.org/a/")) {
		t.Fatalf("%s leads to %q", page, link)
	}
	b, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		HTML          string
		Width, Height int
	}
	if err := json.Unmarshal(b, &o); err != nil {
		t.Fatal(err)
	}
	m := framed.FindStringSubmatch(o.HTML)
	if m == nil || m[1] != strings.TrimSuffix(string(link[1]), "oembed.json")+"#embed" || m[2] == "" || m[3] != fmt.Sprint(o.Width) || m[4] != fmt.Sprint(o.Height) || o.Height < 200 || o.Width < 400 {
		t.Errorf("%s: width %d, height %d and %s", answer, o.Width, o.Height, o.HTML)
	}
}

// TestChartPage has axe-core and html-validate look at charts' own pages, whole and as frames show them,
// and presses their buttons.
func TestChartPage(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(webTools, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is missing: run make bundles")
	}
	ctx := browser(t)
	block := func(id string) string {
		return "\n```chart\nid: " + id + "\nkind: bar\ndata: d.csv\nx: place\ny: n\ntitle: Bars of " + id + "\nsource: s\n```\n"
	}
	project := filepath.Dir(buildOf(t, map[string]string{"data/d.csv": "place,n\nAbbey End,3\nCarrow,4\n",
		"site/stories/s.md": "---\ntitle: Names\ndate: 2022-05-27\nsources: {s: {publisher: Made up}}\n---\n" + block("embed") + block("embed-auto") + block("page")}))
	own := publishAbroad(t, project) // charts that are called as marks of the page are
	a := publishAbroad(t, "../..")
	var pages []string
	for _, s := range []*abroad{a, own} {
		for _, chart := range s.charts(t) {
			pages = append(pages, filepath.Join(s.dir, chart, "index.html"))
		}
	}
	out, err := exec.Command("node", append([]string{filepath.Join(webTools, "html-validate/bin/html-validate.mjs"), "--config", "../../templates/web/.htmlvalidate.json"}, pages...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	const chart = "inland-technology/charts/niches/"
	for _, address := range []string{a.site + chart, a.site + chart + "?f#embed", a.site + chart + "?a#embed-auto", own.site + "s/charts/embed/", own.site + "s/charts/embed/?f#embed"} {
		for _, width := range []int64{360, 1280} {
			p := open(t, ctx, strings.Replace(address, "?", fmt.Sprintf("?%d", width), 1), width)
			for _, mode := range []string{"light", "dark"} {
				if err := theme(p.ctx, mode); err != nil {
					t.Fatal(err)
				}
				p.js(string(axe) + "; true")
				got := p.js(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
					.then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')).join('\n'))`)
				if got != "" {
					t.Errorf("%s at %d px, %s: %s", address, width, mode, got)
				}
				paper, alone := p.js(`getComputedStyle(document.body).backgroundColor`), p.js(`document.querySelector('footer').clientHeight === 0`)
				dark := mode == "dark" && !strings.HasSuffix(address, "#embed")
				if want := map[bool]string{false: "rgb(255, 254, 251)", true: "rgb(20, 22, 26)"}[dark]; paper != want {
					t.Errorf("%s, %s: the paper is %s, want %s", address, mode, paper, want)
				}
				if want := fmt.Sprint(strings.Contains(address, "#")); alone != want {
					t.Errorf("%s shows its figure alone: %s, want %s", address, alone, want)
				}
			}
			p.clean()
		}
	}
}

// TestCopy presses the buttons beside code, where the browser gives pages its clipboard and where it does
// not, as at http addresses.
func TestCopy(t *testing.T) {
	ctx := browser(t)
	a := publishAbroad(t, "../..")
	const chart = "inland-technology/charts/niches/"
	for _, clipboard := range []bool{true, false} {
		p := open(t, ctx, fmt.Sprintf("%s%s?%v", a.site, chart, clipboard), 1000)
		p.js(fmt.Sprintf(`window.copied = []; Object.defineProperty(navigator, 'clipboard', {value: %v ? {writeText: async text => { copied.push(text) }} : undefined});
			document.addEventListener('copy', () => { copied.push(document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)) }); true`, clipboard))
		if got := p.js(`[...document.querySelectorAll('.reuse .copy')].filter(e => e.checkVisibility({visibilityProperty: true})).length`); got != "6" {
			t.Errorf("%s buttons, want 6", got)
		}
		for i := range 6 {
			p.js(fmt.Sprintf(`window.button = document.querySelectorAll('.reuse .copy')[%d]; button.scrollIntoView({block: 'center', behavior: 'instant'}); true`, i))
			p.click(`(() => { const b = button.getBoundingClientRect(); return (b.left + b.width / 2) + ' ' + (b.top + b.height / 2) })()`)
			p.wait(`button.textContent === 'Copied' && document.querySelector('.reuse [role=status]').textContent === 'Copied'`)
		}
		want := []string{a.file(t, chart+"fragment.html"), a.file(t, chart+"fragment-live.html")}
		for _, name := range []string{"frame", "element", "image", "markdown"} {
			want = append(want, a.codes(t, chart)[name])
		}
		for i := range want {
			if got := p.js(fmt.Sprintf(`copied[%d]`, i)); got != want[i] {
				t.Errorf("clipboard %v: button %d copies %.80q, want %.80q", clipboard, i, got, want[i])
			}
		}
		if got := p.js(`[...document.querySelectorAll('.reuse textarea')].map(e => e.value).join()`); got != strings.Join(want[2:], ",") {
			t.Error("copying changes the code")
		}
		if got := p.js(`faults.join('; ')`); got != "" {
			t.Errorf("faults: %s", got)
		}
	}
	p := open(t, ctx, "file://"+a.dir+"/"+chart+"index.html#embed", 1000)
	if got := p.js(`document.querySelector('footer').clientHeight + ' ' + [...document.querySelectorAll('.copy')].filter(e => getComputedStyle(e).visibility === 'visible').length`); got != "0 4" {
		t.Errorf("from a disk: %s, want a figure alone and 4 buttons", got)
	}
	p.clean()
}
