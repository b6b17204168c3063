package export

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plotline/templates"
)

// files reads from a map.
func files(m map[string]string) Read {
	return func(path string) ([]byte, bool, error) {
		text, ok := m[path]
		return []byte(text), ok, nil
	}
}

// TestSingle puts parts of pages into one file, those of a project's own templates too.
func TestSingle(t *testing.T) {
	site := map[string]string{"assets/a.css": "b{c:url( 'x.png' )}@import url(https://far.example/y.css);d{e:url(https://far.example/f.woff2)}g{h:url(#i)}\r\n", "assets/plotline.0a.js": "run()", "assets/x.png": "PNG", "a/pic.png": "PIC", "a/charts/one/data.csv": "a,b\n"}
	for _, c := range []struct{ name, base, in, want, left string }{
		{"a style sheet", "", `<link rel="stylesheet" href="../assets/a.css">`,
			"<style>b{c:url(\"data:image/png;base64,UE5H\")}d{e:url(\"data:,\")}g{h:url(#i)}\n</style>\n",
			"the style sheet of @import url(https://far.example/y.css);|https://far.example/f.woff2"},
		{"a style sheet from elsewhere", "", `<link rel=stylesheet href=//far.example/a.css>`, "", "the style sheet //far.example/a.css"},
		{"what browsers would fetch", "", `<link rel="preload" href="x"><link rel="manifest" href="m"><base href="/">`, "", ""},
		{"an icon", "", `<link rel="icon" href="data:image/png,x"><link rel="icon" href="pic.png">`, `<link rel="icon" href="data:image/png,x"><link rel="icon" href="data:image/png;base64,UElD">`, ""},
		{"a feed", "https://s.example/b/", `<link rel="alternate" href="../feed.xml">`, `<link rel="alternate" href="https://s.example/b/feed.xml">`, ""},
		{"a feed of nowhere", "", `<link rel="alternate" href="../feed.xml">`, "", ""},
		{"a picture", "", `<img src="pic.png" srcset="pic.png 2x" loading="lazy" alt="a &amp; b">`, `<img src="data:image/png;base64,UElD" alt="a &amp; b">`, ""},
		{"pictures from elsewhere", "", `<img src="https://far.example/p.gif" alt="x"><svg viewBox="0 0 1 1"><image href="https://far.example/q.gif"/><use href="#r"/></svg><img src="gone.png" alt="">`,
			`<img alt="x"><svg viewBox="0 0 1 1"><image/><use href="#r"/></svg><img alt="">`, "https://far.example/p.gif|https://far.example/q.gif|gone.png"},
		{"a frame", "", `<iframe src="pic.png"></iframe>`, `<iframe></iframe>`, "pic.png"},
		{"scripts", "", `<script src="../assets/plotline.0a.js" defer></script><script src="https://far.example/s.js"></script><script>run()</script>x<script type="application/ld+json">{"a":"</scr"}</script>`,
			`x<script type="application/ld+json">{"a":"</scr"}</script>`, "the script https://far.example/s.js|the script"},
		{"a chart's state", "", `<script type="application/json" class="chart-option">{"option":{}}</script>`, ``, ""},
		{"links without an address", "", `<a href="../b/index.html#c" rel="next">b</a> <a href="#d">d</a> <a href="index.html#e">e</a> <a href="https://w.example/">w</a>`,
			`<a>b</a> <a href="#d">d</a> <a href="#e">e</a> <a href="https://w.example/">w</a>`, ""},
		{"links with an address", "https://s.example/b/", `<a href="../b/index.html#c">b</a> <a href="/b/x%20y/">r</a> <a href="..">u</a>`,
			`<a href="https://s.example/b/b/#c">b</a> <a href="https://s.example/b/x%20y/">r</a> <a href="https://s.example/b/">u</a>`, ""},
		{"a download", "", `<a href="charts/one/data.csv" download>CSV</a>`, `<a href="data:text/csv;charset=utf-8;base64,YSxiCg==" download="a-one-data.csv">CSV</a>`, ""},
		{"a download that is not there", "https://s.example/", `<a href="charts/two/data.csv" download>CSV</a>`, `<a href="https://s.example/a/charts/two/data.csv" download="">CSV</a>`, ""},
		{"ways to pages", "", `<nav><ul><li><a href="../x/">x</a></li></ul></nav><nav><a href="#y">y</a></nav><span class="versions">Also <a href="de/">Deutsch</a></span>.`, `<nav><a href="#y">y</a></nav>.`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := "<!DOCTYPE html><html><head></head><body>" + c.in + "</body></html>"
			got, left, err := Single(Page{HTML: []byte(in), Path: "a/index.html", Base: c.base, Read: files(site)})
			if err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(string(got), "<body>")
			body, _, _ = strings.Cut(body, "</body>")
			if body != c.want {
				t.Errorf("Single(%s) =\n%s, want\n%s", c.in, body, c.want)
			}
			if l := strings.Join(left, "|"); l != c.left {
				t.Errorf("left %q, want %q", l, c.left)
			}
			obeys(t, got)
		})
	}
}

// obeys checks that a page's policy names its styles and the scripts that run, and no others.
func obeys(t *testing.T, page []byte) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	policies := 0
	var policy string
	var hashes []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		switch {
		case n.Data == "meta" && attr["http-equiv"] == "Content-Security-Policy":
			policies++
			policy = attr["content"]
		case n.Data == "style", n.Data == "script" && (attr["type"] == "" || strings.HasPrefix(attr["id"], "plotline_") && attr["id"] != "plotline_licences"):
			hashes = append(hashes, hash([]byte(n.FirstChild.Data)))
		}
	}
	if policies != 1 || !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("%d policies: %s", policies, policy)
	}
	for _, h := range hashes {
		if !strings.Contains(policy, h) {
			t.Errorf("the policy does not name %s", h)
		}
	}
	if n := strings.Count(policy, "sha256-"); n != len(hashes) {
		t.Errorf("the policy names %d hashes, and there are %d", n, len(hashes))
	}
}

// TestScriptsEndNowhere puts in scripts that would end their element, or swallow the page behind it.
func TestScriptsEndNowhere(t *testing.T) {
	bundles, err := templates.Bundles()
	if err != nil {
		t.Fatal(err)
	}
	bundle := *bundles
	bundle.Runtime = []byte("var a = '</script><!--<script>', b = /<!--/, c = '</SCRIPT >';\r\nrun()")
	bundle.Families = slices.Clone(bundle.Families)
	for i := range bundle.Families {
		bundle.Families[i].Data = []byte("'<!-- </script'")
	}
	in := `<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="script-src *"></head><body><script type="application/json" class="chart-option">{"option":{"baseOption":{"series":[{"type":"heatmap"}]}}}</script><p>After.</p></body></html>`
	got, _, err := Single(Page{HTML: []byte(in), Path: "index.html", Read: files(nil), Live: &bundle})
	if err != nil {
		t.Fatal(err)
	}
	obeys(t, got)
	doc, err := html.Parse(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	var scripts []string
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" {
			name := ""
			for _, a := range n.Attr {
				name += a.Val + " "
			}
			if name == "" {
				name = n.FirstChild.Data
			}
			scripts = append(scripts, strings.TrimSpace(name))
		}
	}
	want := []string{"application/json chart-option", "text/plain plotline_core", "text/plain plotline_visual", "text/plain plotline_cartesian", "text/plain plotline_heatmap", "text/plain plotline_live", "text/plain plotline_licences",
		`var a = '<\/script>\x3c!--<script>', b = /\x3c!--/, c = '<\/SCRIPT >';` + "\nrun()"}
	if !slices.Equal(scripts, want) {
		t.Errorf("scripts are\n%q, want\n%q", scripts, want)
	}
}
