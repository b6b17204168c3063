package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const webTools = "../../templates/web/node_modules"

// TestAxe looks for barriers with axe-core: the pages, light and dark, drawn and live, and the story with
// each form of receipt and the list open.
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
					barriers := func(state string) {
						t.Helper()
						if got := p.js(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
							.then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')).join('\n'))`); got != "" {
							t.Errorf("%s at %d px, %s, live %v, %s: %s", path, width, mode, live, state, got)
						}
					}
					barriers("as it is")
					if path != "/inland-technology/" || live {
						continue
					}
					for _, id := range []string{"page_c0", "page_v0"} { // rows, and a formula
						p.press(`document.querySelector('#` + id + ` > button')`)
						p.wait(openProof + ` !== null`)
						barriers("with " + id)
						p.key("Escape")
					}
					p.js(`document.querySelector('.numbers details').open = true`)
					barriers("with the list")
					p.js(`document.querySelector('.numbers details').open = false`)
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
