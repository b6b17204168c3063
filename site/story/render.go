package story

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode"

	"github.com/gomarkdown/markdown/ast"
)

// renderer writes the tree as HTML of our own: escaped text, no raw HTML, only legal addresses.
type renderer struct {
	p     *parser
	b     strings.Builder
	ids   map[string]int
	notes []string         // labels of footnotes, in order of use
	defs  map[string]*note // definitions by label
	plain int              // inside links and headings no smart linking
}

func (r *renderer) document(doc ast.Node) {
	r.defs = map[string]*note{}
	for _, n := range doc.GetChildren() {
		if d, ok := n.(*note); ok {
			if _, twice := r.defs[d.label]; twice {
				r.p.errorf(r.p.locate("[^"+d.label+"]:"), "", "footnote %q is defined twice", d.label)
			}
			r.defs[d.label] = d
		}
	}
	children := doc.GetChildren()
	for i := 0; i < len(children); i++ {
		n := children[i]
		if f := r.fenceOf(n); f != nil {
			r.flush()
			r.p.story.Blocks = append(r.p.story.Blocks, Block{Kind: kinds[f.Lang], Fence: *f})
			continue
		}
		if t, ok := n.(*ast.Table); ok && i+1 < len(children) {
			if caption := captionOf(children[i+1]); caption != nil {
				r.table(t, caption)
				i++
				continue
			}
		}
		r.block(n)
	}
	r.footnotes()
	r.flush()
}

func (r *renderer) flush() {
	if s := r.b.String(); strings.TrimSpace(s) != "" {
		r.p.story.Blocks = append(r.p.story.Blocks, Block{Kind: Prose, HTML: s})
	}
	r.b.Reset()
}

// fenceOf returns the block that a paragraph of a single mark stands for.
func (r *renderer) fenceOf(n ast.Node) *Fence {
	para, ok := n.(*ast.Paragraph)
	if !ok || len(para.Children) != 1 {
		return nil
	}
	t, ok := para.Children[0].(*ast.Text)
	if !ok {
		return nil
	}
	runes := []rune(string(t.Literal))
	if len(runes) != 1 || runes[0] < firstMark || int(runes[0]-firstMark) >= len(r.p.marks) {
		return nil
	}
	return r.p.marks[runes[0]-firstMark].fence
}

func (r *renderer) all(n ast.Node) {
	for _, c := range n.GetChildren() {
		r.block(c)
	}
}

func (r *renderer) wrap(open string, n ast.Node, close string) {
	r.b.WriteString(open)
	r.all(n)
	r.b.WriteString(close)
}

// block writes any node.
func (r *renderer) block(n ast.Node) {
	switch n := n.(type) {
	case *note: // written at the end
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.Heading:
		r.heading(n)
	case *ast.BlockQuote:
		r.quote(n)
	case *ast.List:
		r.list(n)
	case *ast.ListItem:
		r.wrap("<li>", n, "</li>\n")
	case *ast.HorizontalRule:
		r.b.WriteString("<hr>\n")
	case *ast.CodeBlock:
		fmt.Fprintf(&r.b, "<pre><code>%s</code></pre>\n", html.EscapeString(r.p.written(string(n.Literal))))
	case *ast.Table:
		r.table(n, nil)
	case *ast.HTMLBlock:
		r.rawHTML(string(n.Literal), "<p>", "</p>\n")
	default:
		r.inline(n)
	}
}

func (r *renderer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.text(string(n.Literal), n.Parent)
	case *ast.Emph:
		r.wrap("<em>", n, "</em>")
	case *ast.Strong:
		r.wrap("<strong>", n, "</strong>")
	case *ast.Del:
		r.wrap("<del>", n, "</del>")
	case *ast.Code:
		r.b.WriteString("<code>" + html.EscapeString(r.p.written(string(n.Literal))) + "</code>")
	case *ast.Link:
		r.link(n)
	case *ast.Image:
		r.image(n)
	case *ast.Hardbreak:
		r.b.WriteString("<br>\n")
	case *ast.Softbreak:
		r.b.WriteByte('\n')
	case *ast.HTMLSpan:
		r.rawHTML(string(n.Literal), "", "")
	default:
		r.all(n)
	}
}

// rawHTML shows the markup as text: nothing is lost, nothing runs. Comments say nothing to readers.
func (r *renderer) rawHTML(s, open, close string) {
	s = r.p.written(s)
	if t := strings.TrimSpace(s); strings.HasPrefix(t, "<!--") && strings.HasSuffix(t, "-->") {
		return
	}
	r.p.warnf(r.p.locate(strings.TrimSpace(s)), "raw-html", "write it in Markdown", "HTML in a story is shown as text")
	r.b.WriteString(open + html.EscapeString(strings.TrimRight(s, "\n")) + close)
}

func (r *renderer) paragraph(n *ast.Paragraph) {
	if len(n.Children) == 1 {
		if img, ok := n.Children[0].(*ast.Image); ok {
			r.figure(img)
			return
		}
	}
	if item, ok := n.Parent.(*ast.ListItem); ok && item.Tight {
		r.all(n)
		return
	}
	if len(n.Children) > 0 {
		r.wrap("<p>", n, "</p>\n")
	}
}

var headingID = strings.NewReplacer("{#", "", "}", "")

func (r *renderer) heading(n *ast.Heading) {
	var text strings.Builder
	ast.WalkFunc(n, func(c ast.Node, entering bool) ast.WalkStatus {
		if leaf := c.AsLeaf(); leaf != nil && entering {
			text.Write(leaf.Literal)
		}
		return ast.GoToNext
	})
	words, id := strings.TrimSpace(r.p.written(text.String())), ""
	if i := strings.LastIndex(words, "{#"); i > 0 && strings.HasSuffix(words, "}") {
		words, id = strings.TrimSpace(words[:i]), headingID.Replace(words[i:])
		r.cutID(n)
	}
	if n.Level == 1 {
		r.p.errorf(r.p.locate(words), "write it with ##", "the title is the story's only heading of the first level")
		n.Level = 2
	}
	if last := len(r.p.story.Headings); n.Level > 2 && (last == 0 || n.Level > r.p.story.Headings[last-1].Level+1) {
		r.p.warnf(r.p.locate(words), "heading-skip", "", "a heading of level %d follows none of level %d", n.Level, n.Level-1)
	}
	if id == "" {
		id = Slug(words)
	}
	if id == "" {
		id = "section"
	}
	id = "s-" + id // apart from the ids of charts and of the page
	if r.ids[id]++; r.ids[id] > 1 {
		id += "-" + strconv.Itoa(r.ids[id])
	}
	r.p.story.Headings = append(r.p.story.Headings, Heading{n.Level, id, words})
	r.wrap(fmt.Sprintf(`<h%d id="%s">`, n.Level, html.EscapeString(id)), n, fmt.Sprintf("</h%d>\n", n.Level))
}

// cutID takes {#id} off the heading's last text.
func (r *renderer) cutID(n *ast.Heading) {
	if len(n.Children) == 0 {
		return
	}
	if t, ok := n.Children[len(n.Children)-1].(*ast.Text); ok {
		if i := strings.LastIndex(string(t.Literal), "{#"); i >= 0 {
			t.Literal = []byte(strings.TrimRight(string(t.Literal)[:i], " "))
		}
	}
}

func (r *renderer) list(n *ast.List) {
	tag := "ul"
	open := "<ul>\n"
	if n.ListFlags&ast.ListTypeOrdered != 0 {
		tag, open = "ol", "<ol>\n"
		if n.Start != 1 {
			open = fmt.Sprintf("<ol start=\"%d\">\n", n.Start)
		}
	}
	for _, c := range n.Children {
		if item, ok := c.(*ast.ListItem); ok {
			item.Tight = n.Tight
		}
	}
	r.wrap(open, n, "</"+tag+">\n")
}

// link writes a claim, a footnote's mark or a link; an address that could run code stays text.
func (r *renderer) link(n *ast.Link) {
	to := string(n.Destination)
	if i, ok := strings.CutPrefix(to, "="); ok {
		if k, err := strconv.Atoi(i); err == nil && k < len(r.p.marks) {
			r.claim(n, r.p.marks[k])
			return
		}
	}
	if label, ok := strings.CutPrefix(to, "fn:"); ok {
		r.noteMark(label)
		return
	}
	if !legalAddress(to) {
		r.p.errorf(r.p.locate(to), "", "a link to %q; links start with https:, http:, mailto:, tel:, # or a path", to)
		r.all(n)
		return
	}
	at := r.p.locate(to)
	r.p.cursor = at.End // the same link may follow at once
	r.p.story.Links = append(r.p.story.Links, Link{to, at})
	rel := ""
	if strings.HasPrefix(to, "http:") || strings.HasPrefix(to, "https:") {
		rel = ` rel="noopener"`
	}
	title := ""
	if len(n.Title) > 0 {
		title = ` title="` + html.EscapeString(r.p.written(string(n.Title))) + `"`
	}
	r.wrap(`<a href="`+html.EscapeString(to)+`"`+title+rel+`>`, n, "</a>")
}

// legalAddress allows a few schemes and relative addresses. Control characters and spaces are
// ignored by browsers inside a scheme, so they are ignored here too.
func legalAddress(to string) bool {
	clean := strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) || r == '\u00ad' || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, to))
	scheme, _, found := strings.Cut(clean, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return !strings.HasPrefix(clean, "//")
	}
	switch scheme {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

func (r *renderer) claim(n *ast.Link, m mark) {
	var words strings.Builder
	ast.WalkFunc(n, func(c ast.Node, entering bool) ast.WalkStatus {
		if leaf := c.AsLeaf(); leaf != nil && entering {
			words.Write(leaf.Literal)
		}
		return ast.GoToNext
	})
	i := len(r.p.story.Claims)
	text := r.p.chars
	start, end := max(strings.LastIndexByte(text[:m.at.Start], '['), 0), m.at.End+1
	before, after := around(text, start, end)
	r.p.story.Claims = append(r.p.story.Claims, Claim{r.p.written(words.String()), m.text, before, after, m.at, m.at.File.Span(start, end), bare(n.Parent)})
	r.b.WriteRune(claimOpen)
	r.b.WriteString(strconv.Itoa(i) + ";")
	r.all(n)
	r.b.WriteRune(claimClose)
	r.b.WriteString(strconv.Itoa(i) + ";")
}
