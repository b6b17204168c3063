package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const webTools = "../../templates/web/node_modules"

// TestAxe looks for barriers with axe-core: both pages, light and dark, drawn and live.
func TestAxe(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(webTools, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is missing: run make bundles")
	}
	ctx := browser(t)
	url := serve(t, seed(t), "")
	for _, path := range []string{"/", "/inland-technology/", "/404.html"} {
		for _, width := range []int64{360, 1280} {
			p := open(t, ctx, url+path, width)
			for _, mode := range []string{"light", "dark"} {
				if err := theme(p.ctx, mode); err != nil {
					t.Fatal(err)
				}
				for _, live := range []bool{false, true} {
					if live {
						p.wakeAll()
					}
					p.js(string(axe) + "; true")
					got := p.js(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
						.then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')).join('\n'))`)
					if got != "" {
						t.Errorf("%s at %d px, %s, live %v: %s", path, width, mode, live, got)
					}
				}
			}
		}
	}
}

// TestHTML has html-validate read every page.
func TestHTML(t *testing.T) {
	tool := filepath.Join(webTools, "html-validate/bin/html-validate.mjs")
	if _, err := os.Stat(tool); err != nil {
		t.Fatal("html-validate is missing: run make bundles")
	}
	dir := seed(t)
	out, err := exec.Command("node", tool, "--config", "../../templates/web/.htmlvalidate.json",
		filepath.Join(dir, "index.html"), filepath.Join(dir, "404.html"), filepath.Join(dir, "inland-technology/index.html")).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
