package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	minify "github.com/tdewolff/minify/v2"
	minhtml "github.com/tdewolff/minify/v2/html"
	minjson "github.com/tdewolff/minify/v2/json"
	"golang.org/x/net/html"
)

// isPage tells pages from figures to paste.
func isPage(name string) bool {
	return filepath.Ext(name) == ".html" && !strings.HasPrefix(filepath.Base(name), "fragment")
}

// pagesOf reads the pages of a site, and fails when there are none.
func pagesOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	pages := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && isPage(name) {
			rel, _ := filepath.Rel(dir, name)
			pages[filepath.ToSlash(rel)], err = os.ReadFile(name)
		}
		return err
	})
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	return pages
}

// minified builds the gallery, the hostile story and the example story, each with a folder of its own.
func minified(t *testing.T) (projects map[string]string) {
	t.Helper()
	blocks, files := hostileBlocks(t)
	files["plotline.yaml"] = "title: '<b>a</b>  b'\ndescription: |\n  <p>\n\n  two  spaces\nbase-url: https://example.org/\n"
	files["site/stories/s.md"] = "---\ntitle: <p>  </p>\ndate: 2022-05-27\ntags: [<li>, b]\nsources: {s: {title: '<p>'}}\n---\n## A\n\n*a*\n**b**\n[c](../s/) `d  e`\n\n    <p>\n\n      pre </p>\n    <div>\n\n" +
		"- *a*\n  **b**\n- c\n\n  d\n\n> e\n> f\\\n> g\n\n| a | b |\n|---|---|\n| *c* **d** | `<p>\u00a0</p>` |\n\n## B\n\nA note[^1].\n\n[^1]: Said\n    before.\n" + blocks
	seed, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"gallery": filepath.Dir(gallery(t)), "hostile": filepath.Dir(buildOf(t, files)), "seed": seed}
}

// TestMinify compares pages as they are built with the same pages for people to read: the tree is the
// same, and so is every word and space that a reader sees. The pages are within 3 percent of what a
// minifier makes of the finished ones.
func TestMinify(t *testing.T) {
	m := minify.New()
	m.Add("text/html", &minhtml.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true})
	m.AddRegexp(regexp.MustCompile(`[/+]json$`), &minjson.Minifier{})
	for name, project := range minified(t) {
		small, large := filepath.Join(t.TempDir(), "small"), filepath.Join(t.TempDir(), "large")
		for dir, flag := range map[string]string{small: "--minify", large: "--minify=false"} {
			var stderr bytes.Buffer
			if code := run(context.Background(), []string{"build", "-q", "-s", project, "-d", dir, flag}, &stderr, &stderr); code != 0 {
				t.Fatal(stderr.String())
			}
		}
		compact, readable := pagesOf(t, small), pagesOf(t, large)
		if len(compact) != len(readable) {
			t.Errorf("%s: %d pages, and %d to read", name, len(compact), len(readable))
		}
		for path, page := range compact {
			was := readable[path]
			if a, b := outlineOf(t, page), outlineOf(t, was); a != b {
				t.Errorf("%s %s: the tree is another: %s", name, path, firstDifference(a, b))
			}
			if a, b := shownBy(t, page), shownBy(t, was); a != b {
				t.Errorf("%s %s: readers see something else: %s", name, path, firstDifference(a, b))
			}
			least, err := m.Bytes("text/html", bytes.Clone(page))
			if err != nil {
				t.Fatal(err)
			}
			over := float64(len(page))/float64(len(least)) - 1
			t.Logf("%s %s: %d bytes, to read %d, and a minifier's %d: %.2f percent over", name, path, len(page), len(was), len(least), 100*over)
			if len(page) >= len(was) || over > 0.03 && len(page)-len(least) > 256 {
				t.Errorf("%s %s: %d bytes of %d, %.2f percent over a minifier's %d", name, path, len(page), len(was), 100*over, len(least))
			}
		}
	}
}

// outlineOf writes the tree of a page: elements with their attributes, and words without their spaces.
func outlineOf(t *testing.T, page []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var write func(n *html.Node)
	write = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			b.WriteString(strings.Join(strings.Fields(n.Data), "") + "\n")
			return
		case html.ElementNode:
			fmt.Fprintf(&b, "<%s:%s", n.Namespace, n.Data)
			for _, a := range n.Attr {
				if a.Key != "xmlns" { // the parser gives an svg its namespace
					fmt.Fprintf(&b, " %s=%q", a.Key, a.Val)
				}
			}
			b.WriteString(">\n")
		}
		for c := range n.ChildNodes() {
			if c.Type != html.TextNode || strings.TrimSpace(c.Data) != "" {
				write(c)
			}
		}
		fmt.Fprintf(&b, "</%s>\n", n.Data)
	}
	write(doc)
	return b.String()
}

// lineBreaking are elements that HTML's style sheet shows as blocks, and parts of tables; of items of
// lists it is not certain, as menus stand in one line.
var lineBreaking = strings.Fields("html body address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section summary table tbody td tfoot th thead tr ul")

// shownBy returns what a reader sees of a page as browsers lay it out: spaces in a row are one, none
// stands at the begin and end of a block, and all of them stay where the text is preformatted.
func shownBy(t *testing.T, page []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var write func(n *html.Node, pre bool)
	write = func(n *html.Node, pre bool) {
		if n.Type == html.TextNode {
			if pre {
				b.WriteString(strings.NewReplacer(" ", "␠", "\n", "␤").Replace(n.Data))
			} else {
				b.WriteString(n.Data)
			}
		}
		if n.Type == html.ElementNode && slices.Contains([]string{"head", "script", "style"}, n.Data) {
			return
		}
		breaks := n.Type == html.ElementNode && slices.Contains(lineBreaking, n.Data)
		if breaks {
			b.WriteString("\v")
		}
		if n.Data == "img" || n.Data == "br" {
			b.WriteString("□")
		}
		for c := range n.ChildNodes() {
			write(c, pre || n.Data == "pre")
		}
		if breaks {
			b.WriteString("\v")
		}
	}
	write(doc, false)
	s := regexp.MustCompile(`[ \t\n\r\f]+`).ReplaceAllString(b.String(), " ")
	return regexp.MustCompile(` ?(\v ?)+`).ReplaceAllString(s, "\n")
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-60)
	return fmt.Sprintf("%q, not %q", a[from:min(len(a), i+60)], b[from:min(len(b), i+60)])
}
