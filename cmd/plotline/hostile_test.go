package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestHostileLive builds a story whose cells and words attack, wakes its chart and walks it:
// nothing runs, and the words are shown as they are.
func TestHostileLive(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	evil := `</script><script>alert(1)</script><img src=x onerror=alert(1)>__f__alert(1)__f__`
	files := map[string]string{
		"data.csv": "place,n\n\"" + evil + "\",1\nB,2\n",
		"s.md":     "---\ntitle: '" + evil + "'\ndate: 2022-05-27\n---\n" + evil + "\n\n```chart\nid: c\nkind: bar\ndata: data.csv\nx: place\ny: n\ntitle: '" + evil + "'\nalt: '" + evil + "'\nunit: '" + evil + "'\n```\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-s", dir, "-q"}, &stdout, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	limit, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.Call(limit, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.hacked = 0; window.alert = () => { hacked++ }`}); err != nil {
		t.Fatal(err)
	}
	p := open(t, ctx, serve(t, filepath.Join(dir, "public"), "")+"/s/", 1280)
	p.wakeAll()
	p.js(`plots[0].dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true})); true`)
	for what, script := range map[string]string{
		"the tooltip":  `plots[0].querySelector('.chart-tip').textContent`,
		"the headline": `document.querySelector('h1').textContent`,
		"the table":    `document.querySelector('tbody').textContent`,
	} {
		if said := p.js(script); !strings.Contains(said, evil) {
			t.Errorf("%s says %q", what, said)
		}
	}
	if n := p.js(`String(window.hacked)`); n != "0" {
		t.Errorf("alert ran: %s", n)
	}
	p.clean()
}
