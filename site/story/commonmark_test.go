package story

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gomarkdown/markdown"
	"github.com/gomarkdown/markdown/ast"
	mdhtml "github.com/gomarkdown/markdown/html"
	md "github.com/gomarkdown/markdown/parser"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"plotline/data/source"
)

// example is one of CommonMark's: Markdown and the HTML that it stands for.
type example struct {
	number                  int
	section, markdown, html string
}

var exampleText = regexp.MustCompile("(?m)^`{32} example\n((?:.*\n)*?)\\.\n((?:.*\n)*?)`{32}$|^#{1,6} *(.*)$")

// examples reads those of the specification's text, which npm installs.
func examples(t *testing.T) []example {
	t.Helper()
	b, err := os.ReadFile("../../templates/web/node_modules/commonmark-spec/spec.txt")
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") != "true" {
		t.Skip("the CommonMark specification is missing: its examples are left out; run make bundles")
	}
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(b), "<!-- END TESTS -->")
	var list []example
	section := ""
	for _, g := range exampleText.FindAllStringSubmatch(strings.ReplaceAll(text, "→", "\t"), -1) {
		if g[3] != "" {
			section = g[3]
			continue
		}
		list = append(list, example{len(list) + 1, section, g[1], g[2]})
	}
	if len(list) != 652 {
		t.Fatalf("%d examples, want 652", len(list))
	}
	return list
}

// The grammar is CommonMark's. Tables and addresses that become links by themselves read three
// examples otherwise, all of them addresses that CommonMark leaves as text.
func TestCommonMark(t *testing.T) {
	list := examples(t)
	for _, tt := range []struct {
		extensions md.Extensions
		other      []int
	}{
		{md.NoExtensions, nil},
		{md.CommonMarkExtensions &^ md.AutoHeadingIDs, bareAddresses},
	} {
		var other []int
		for _, e := range list {
			renderer := mdhtml.NewRenderer(mdhtml.RendererOptions{Flags: mdhtml.UseXHTML})
			got := string(markdown.ToHTML([]byte(e.markdown), md.NewCommonMarkWithExtensions(tt.extensions), renderer))
			if got != e.html {
				other = append(other, e.number)
				t.Logf("%d (%s): %q = %q, want %q", e.number, e.section, e.markdown, got, e.html)
			}
		}
		if !slices.Equal(other, tt.other) {
			t.Errorf("extensions %d: examples %v differ, want %v", tt.extensions, other, tt.other)
		}
	}
}

var bareAddresses = []int{602, 608, 611}

// Our own HTML says what CommonMark's says, in shape or with the differences that we want: see
// ours. The counts may only get better: when one does, write the new one here.
func TestCommonMarkInStories(t *testing.T) {
	counts := map[string]int{}
	for _, e := range examples(t) {
		f, _ := source.NewText("a.md", []byte("---\ntitle: t\n---\n"+e.markdown))
		s, problems := Parse(f)
		var b strings.Builder
		for _, block := range s.Blocks {
			b.WriteString(Expand(block.HTML, Holes{Image: func(i int) string { return fmt.Sprintf(" src=%q", s.Images[i].Path) }}))
		}
		class := difference(t, e, b.String(), problems)
		counts[class]++
		if class == "fault" {
			t.Errorf("%d (%s): %q = %s, want %s\n%q\n%q", e.number, e.section, e.markdown, b.String(), e.html, shape(t, b.String(), ours), shape(t, e.html, ours))
		}
	}
	want := map[string]int{"none": 469, "ours": 89, "raw HTML": 72, "refused image": 14, "refused link": 5, "bare address": 3}
	for _, class := range []string{"none", "ours", "raw HTML", "refused image", "refused link", "bare address"} {
		if counts[class] != want[class] {
			t.Errorf("difference %q: %d examples, want %d", class, counts[class], want[class])
		}
	}
}

// difference names what sets our HTML of an example apart.
func difference(t *testing.T, e example, got string, problems source.List) string {
	switch {
	case shape(t, got, plain) == shape(t, e.html, plain):
		return "none"
	case shape(t, got, ours) == shape(t, e.html, ours):
		return "ours"
	case slices.Contains(bareAddresses, e.number):
		return "bare address"
	case hasHTML(e.markdown):
		return "raw HTML"
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Text, "the image ") {
			return "refused image"
		}
		if strings.HasPrefix(p.Text, "a link to ") {
			return "refused link"
		}
	}
	return "fault"
}

func hasHTML(text string) bool {
	found := false
	ast.WalkFunc(md.NewCommonMark().Parse([]byte(text)), func(n ast.Node, _ bool) ast.WalkStatus {
		switch n.(type) {
		case *ast.HTMLBlock, *ast.HTMLSpan:
			found = true
		}
		return ast.GoToNext
	})
	return found
}

// shape writes HTML in a form in which what says the same is the same: no white space that does not
// show, attributes sorted.
func shape(t *testing.T, text string, write func(b *strings.Builder, n *html.Node)) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		write(&b, n)
	}
	return strings.TrimSpace(aroundBlocks.ReplaceAllString(b.String(), "$1"))
}

var (
	aroundBlocks = regexp.MustCompile(` ?(</?(?:ul|ol|li|p|pre|blockquote|h[1-6]|hr)\b[^>]*>) ?`)
	spaces       = regexp.MustCompile(`[ \t\n]+`)
)

func plain(b *strings.Builder, n *html.Node) { writeNode(b, n, func(*html.Node) {}, plain) }

// ours forgives what we do on purpose: headings have ids, and the first level is the story's title;
// code names no language, since nothing colours it; links to elsewhere tell no opener; a picture
// that stands alone is a figure; straight quotes, dashes and dots become typographic ones.
func ours(b *strings.Builder, n *html.Node) {
	writeNode(b, n, func(n *html.Node) {
		switch {
		case n.Type == html.TextNode && !inside(n, "code"):
			n.Data = straight.Replace(n.Data)
		case n.Data == "h1" || n.Data == "h2":
			n.Data, n.Attr = "h2", nil
		case len(n.Data) == 2 && n.Data[0] == 'h' && n.Data != "hr" || n.Data == "code":
			n.Attr = nil
		case n.Data == "a":
			n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "rel" })
		case n.Data == "figure":
			n.Data, n.Attr = "p", nil
			if caption := n.LastChild; caption != nil && caption.Data == "figcaption" {
				n.FirstChild.Attr = append(n.FirstChild.Attr, html.Attribute{Key: "title", Val: caption.FirstChild.Data})
				n.RemoveChild(caption)
			}
		}
	}, ours)
}

var straight = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "—", "---", "–", "--", "…", "...")

func writeNode(b *strings.Builder, n *html.Node, change func(*html.Node), child func(*strings.Builder, *html.Node)) {
	change(n)
	switch n.Type {
	case html.TextNode:
		text := n.Data
		if !inside(n, "pre") {
			text = spaces.ReplaceAllString(text, " ")
		}
		b.WriteString(html.EscapeString(text))
	case html.CommentNode:
		fmt.Fprintf(b, "<!--%s-->", n.Data)
	case html.ElementNode:
		slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
		b.WriteString("<" + n.Data)
		for _, a := range n.Attr {
			fmt.Fprintf(b, " %s=%q", a.Key, html.EscapeString(a.Val))
		}
		b.WriteString(">")
		for c := range n.ChildNodes() {
			child(b, c)
		}
		b.WriteString("</" + n.Data + ">")
	}
}

func inside(n *html.Node, element string) bool {
	for p := range n.Ancestors() {
		if p.Data == element {
			return true
		}
	}
	return false
}
