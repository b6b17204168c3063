package story

import (
	"encoding/hex"
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gomarkdown/markdown/ast"

	"plotline/data/source"
	"plotline/templates"
)

// text writes a run of words: escaped, with curly quotes, marks turned into holes, and without
// the line break that would show as a space between two ideographs.
func (r *renderer) text(s string, parent ast.Node) {
	before := ' '
	if prev := r.b.String(); len(prev) > 0 && prev[len(prev)-1] != '\n' {
		before, _ = utf8.DecodeLastRuneInString(prev)
		if before == '>' { // behind a tag: a quote after <em> opens, after </em> closes
			before = either2(strings.LastIndex(prev, "</") == strings.LastIndex(prev, "<"), 'a', ' ')
		}
	}
	s = joinIdeographs(s)
	for s != "" {
		i := strings.IndexFunc(s, reservedRune)
		if i < 0 {
			i = len(s)
		}
		r.b.WriteString(html.EscapeString(smartAfter(s[:i], before)))
		if s = s[i:]; s == "" {
			return
		}
		c, n := utf8.DecodeRuneInString(s)
		s, before = s[n:], 'a'
		if k := int(c - firstMark); c != glue && k < len(r.p.marks) && r.p.marks[k].value != nil {
			r.b.WriteRune(valueHole)
			r.b.WriteString(strconv.Itoa(len(r.p.story.Values)) + ";")
			v := *r.p.marks[k].value
			v.Bare = bare(parent)
			r.p.story.Values = append(r.p.story.Values, v)
		}
	}
}

// bare reports whether a node is, or is in, a link or a heading.
func bare(n ast.Node) bool {
	for ; n != nil; n = n.GetParent() {
		switch n.(type) {
		case *ast.Link, *ast.Heading:
			return true
		}
	}
	return false
}

func either2(yes bool, a, b rune) rune {
	if yes {
		return a
	}
	return b
}

func joinIdeographs(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	for i, c := range s {
		if c == '\n' {
			x, _ := utf8.DecodeLastRuneInString(s[:i])
			y, _ := utf8.DecodeRuneInString(s[i+1:])
			if wide(x) && wide(y) {
				continue
			}
		}
		b.WriteRune(c)
	}
	return b.String()
}

func wide(r rune) bool { return han(r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60 }

// noteMark writes the number of a footnote.
func (r *renderer) noteMark(label string) {
	if r.defs[label] == nil {
		r.p.errorf(r.p.locate("[^"+label+"]"), "[^"+label+"]: ...", "footnote %q is not defined", label)
		return
	}
	n := slices.Index(r.notes, label) + 1
	if n == 0 {
		r.notes = append(r.notes, label)
		n = len(r.notes)
		fmt.Fprintf(&r.b, `<sup id="fnref-%d"><a href="#fn-%d" role="doc-noteref">%d</a></sup>`, n, n, n)
		return
	}
	fmt.Fprintf(&r.b, `<sup><a href="#fn-%d" role="doc-noteref">%d</a></sup>`, n, n)
}

// footnotes writes the notes that were used, in their order, and warns of the others.
func (r *renderer) footnotes() {
	words := templates.WordsFor(r.p.story.Language)
	if len(r.notes) > 0 {
		r.flush()
		fmt.Fprintf(&r.b, "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"%s\">\n<ol>\n", words.Notes)
		for i := 0; i < len(r.notes); i++ { // a note may use another
			fmt.Fprintf(&r.b, `<li id="fn-%d">`, i+1)
			r.all(r.defs[r.notes[i]])
			fmt.Fprintf(&r.b, ` <a href="#fnref-%d" role="doc-backlink" aria-label="%s%d">↩</a></li>`+"\n", i+1, words.BackToText, i+1)
		}
		r.b.WriteString("</ol>\n</section>\n")
	}
	for label := range r.defs {
		if !slices.Contains(r.notes, label) {
			r.p.warnf(r.p.locate("[^"+label+"]:"), "footnote-unused", "", "footnote %q is never used", label)
		}
	}
}

// alerts are GitHub's words for notes beside the text.
var alert = regexp.MustCompile(`^\[!([A-Z]+)\][ \t]*\n?`)

var alerts = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "PULLQUOTE"}

func (r *renderer) quote(n *ast.BlockQuote) {
	kind := ""
	if len(n.Children) > 0 {
		if para, ok := n.Children[0].(*ast.Paragraph); ok && len(para.Children) > 0 {
			if t, ok := para.Children[0].(*ast.Text); ok {
				if g := alert.FindSubmatch(t.Literal); g != nil {
					kind = string(g[1])
					t.Literal = t.Literal[len(g[0]):]
				}
			}
		}
	}
	switch {
	case kind == "":
		r.wrap("<blockquote>\n", n, "</blockquote>\n")
	case kind == "PULLQUOTE":
		r.wrap("<blockquote class=\"pullquote\">\n", n, "</blockquote>\n")
	case slices.Contains(alerts, kind):
		r.wrap(`<div class="note note-`+strings.ToLower(kind)+`" role="note">`+"\n", n, "</div>\n")
	default:
		at := r.p.locate("[!" + kind + "]")
		r.p.errorf(at, source.DidYouMean(kind, alerts), "unknown callout %q; callouts are %s", kind, source.Join(alerts))
	}
}

// captionOf returns the words of a paragraph ": caption", or nil.
func captionOf(n ast.Node) *ast.Paragraph {
	para, ok := n.(*ast.Paragraph)
	if !ok || len(para.Children) == 0 {
		return nil
	}
	t, ok := para.Children[0].(*ast.Text)
	if !ok || !strings.HasPrefix(string(t.Literal), ": ") {
		return nil
	}
	t.Literal = t.Literal[2:]
	return para
}

func (r *renderer) table(n *ast.Table, caption *ast.Paragraph) {
	r.b.WriteString(`<div class="table-scroll" role="group" tabindex="0" aria-label="` + templates.WordsFor(r.p.story.Language).Table + "\"><table>\n")
	if caption != nil {
		r.wrap("<caption>", caption, "</caption>\n")
	}
	for _, part := range n.Children {
		tag := "tbody"
		if _, ok := part.(*ast.TableHeader); ok {
			tag = "thead"
		}
		r.b.WriteString("<" + tag + ">\n")
		for _, row := range part.GetChildren() {
			r.b.WriteString("<tr>")
			for _, c := range row.GetChildren() {
				r.cell(c)
			}
			r.b.WriteString("</tr>\n")
		}
		r.b.WriteString("</" + tag + ">\n")
	}
	r.b.WriteString("</table></div>\n")
}

func (r *renderer) cell(n ast.Node) {
	c, ok := n.(*ast.TableCell)
	if !ok {
		return
	}
	class := ""
	if c.Align == ast.TableAlignmentRight {
		class = ` class="num"`
	}
	if c.IsHeader {
		r.wrap(`<th scope="col"`+class+`>`, c, "</th>")
		return
	}
	r.wrap("<td"+class+">", c, "</td>")
}

// figure is a picture that stands alone: its title is the caption.
func (r *renderer) figure(n *ast.Image) {
	r.b.WriteString(`<figure class="image">`)
	r.image(n)
	if len(n.Title) > 0 {
		r.b.WriteString("<figcaption>" + html.EscapeString(smart(r.p.written(string(n.Title)))) + "</figcaption>")
	}
	r.b.WriteString("</figure>\n")
}

var escape = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// decoded undoes percent encoding, the reporter's and gomarkdown's, which encodes what is not ASCII
// but no percent sign.
func decoded(address string) string {
	return escape.ReplaceAllStringFunc(address, func(s string) string {
		b, _ := hex.DecodeString(s[1:])
		return string(b)
	})
}

func (r *renderer) image(n *ast.Image) {
	written, to := r.p.written(string(n.Destination)), r.p.written(decoded(string(n.Destination)))
	at := r.p.locate(to)
	r.p.cursor = at.End // the next address may be the end of this one
	var alt strings.Builder
	ast.WalkFunc(n, func(c ast.Node, entering bool) ast.WalkStatus {
		if leaf := c.AsLeaf(); leaf != nil && entering {
			alt.Write(leaf.Literal)
		}
		return ast.GoToNext
	})
	words := strings.TrimSpace(r.p.written(alt.String()))
	switch {
	case strings.Contains(to, ":") || strings.HasPrefix(to, "//"):
		hint := "save it beside the story"
		if !strings.Contains(to, "//") {
			hint += ", under a name without a colon"
		}
		r.p.errorf(at, hint, "the image %q is not beside the story", to)
		return
	case path.IsAbs(to) || strings.HasPrefix(path.Clean(to), ".."):
		r.p.errorf(at, "save it beside the story", "the image %q leaves the story's folder", to)
		return
	case words == "":
		r.p.errorf(at, "![what it shows]("+to+")", "the image has no alt text")
	}
	r.b.WriteString(`<img alt="` + html.EscapeString(words) + `"`)
	r.b.WriteRune(imageHole)
	r.b.WriteString(strconv.Itoa(len(r.p.story.Images)) + ";>")
	r.p.story.Images = append(r.p.story.Images, Image{path.Clean(to), path.Clean(written), words, at})
}
