package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"plotline/site/sample"
)

// paper builds a site of 22 made-up stories in two sections with tags, one of them in two languages.
func paper(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	fsys := sample.Stories(22)
	for name, f := range fsys {
		var n int
		if _, err := fmt.Sscanf(name, "site/stories/story-%d.md", &n); err == nil {
			f.Data = bytes.Replace(f.Data, []byte("date:"), fmt.Appendf(nil, "subtitle: Made up, to look at lists\nsection: Section %d\ntags: [All, Tag %d]\ndate:", n%2, n%3), 1)
			if n == 5 {
				german := *f
				fsys["site/stories/story-5.de.md"] = &german
			}
		}
	}
	fsys["plotline.yaml"].Data = []byte("title: Paper\ndescription: Made up\nbase-url: https://example.org/repo/\n")
	if err := sample.Write(dir, fsys); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-s", dir}, &stdout, &stderr); code != 0 {
		t.Fatalf("build: %s", stderr.String())
	}
	return filepath.Join(dir, "public")
}

var listPages = []string{"/index.html", "/page/2/index.html", "/section-1/index.html", "/tags/index.html", "/tags/tag-0/index.html", "/story-5/index.html", "/de/story-5/index.html"}

// TestListsInBrowser looks at lists as readers do: under a folder and from the disk every picture
// loads, dark pages show dark pictures, nothing moves and nothing sticks out, axe finds no barrier, and
// html-validate no fault.
func TestListsInBrowser(t *testing.T) {
	ctx := browser(t)
	dir := paper(t)
	axe, err := os.ReadFile(filepath.Join(webTools, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is missing: run make bundles")
	}
	served := serve(t, dir, "/repo")
	for _, base := range []string{served, "file://" + dir} {
		for _, at := range listPages {
			for _, width := range []int64{320, 1280} {
				p := open(t, ctx, base+at, width)
				p.js(`document.images.length && [...document.images].forEach(i => { i.loading = 'eager' }); true`)
				p.wait(`[...document.images].every(i => i.complete)`)
				if got := p.js(`[...document.images].filter(i => !i.naturalWidth).map(i => i.src).concat(faults).join(' ')`); got != "" {
					t.Errorf("%s%s at %d px: %s", base, at, width, got)
				}
				if got := p.js(`shift < .02 && document.documentElement.scrollWidth <= innerWidth`); got != "true" {
					t.Errorf("%s%s at %d px moved by %s, and is %s px wide", base, at, width, p.js(`shift`), p.js(`document.documentElement.scrollWidth`))
				}
				if base != served {
					continue
				}
				for _, mode := range []string{"light", "dark"} {
					if err := theme(p.ctx, mode); err != nil {
						t.Fatal(err)
					}
					p.js(string(axe) + "; true")
					if got := p.js(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
						.then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')).join('\n'))`); got != "" {
						t.Errorf("%s at %d px, %s: %s", at, width, mode, got)
					}
				}
			}
		}
	}
	p := open(t, ctx, served+"/section-1/index.html", 1280)
	for mode, role := range map[string]string{"light": "#134b66", "dark": "#6aaede"} {
		if err := theme(p.ctx, mode); err != nil {
			t.Fatal(err)
		}
		// Bars have the second series' colour; a picture takes up another scheme with the page's next frame.
		p.wait(`(() => {
			const c = new OffscreenCanvas(280, 210).getContext('2d');
			c.drawImage(document.images[0], 0, 0, 280, 210);
			const d = c.getImageData(0, 0, 280, 210).data;
			for (let k = 0; k < d.length; k += 4)
				if (d[k + 3] === 255 && '#' + [d[k], d[k + 1], d[k + 2]].map(v => v.toString(16).padStart(2, '0')).join('') === '` + role + `') return true;
			return false;
		})()`)
	}
	var files []string
	for _, at := range listPages {
		files = append(files, filepath.Join(dir, filepath.FromSlash(at)))
	}
	tool := filepath.Join(webTools, "html-validate/bin/html-validate.mjs")
	if out, err := exec.Command("node", append([]string{tool, "--config", "../../templates/web/.htmlvalidate.json"}, files...)...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
