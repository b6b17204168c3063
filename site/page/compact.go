package page

import (
	"bytes"
	"html/template"
	"slices"
	"strings"
	"text/template/parse"
)

// compact cuts line breaks out of parsed templates where browsers show nothing of them: beside the tags
// of blocks, and in a page's head. It works on the tree and not on the text, so that messages still
// name the line that was written, and once for all pages, as a minifier that goes over each finished
// page takes as long as all else that is done for it.
func compact(t *template.Template) {
	for _, part := range t.Templates() {
		if part.Tree != nil {
			(&compactor{}).list(part.Tree.Root)
		}
	}
}

// blocks are elements that begin and end lines, whatever style sheet there is but a very odd one. Items
// of lists are none of them: menus show theirs in one line, where a break is a space.
var blocks = strings.Fields("html head body main header footer article section aside nav div p h1 h2 h3 h4 h5 h6 ul ol dl hr " +
	"figure figcaption blockquote details summary table caption thead tbody tfoot tr td th form fieldset address")

// verbatim are elements whose white space is theirs.
var verbatim = []string{"pre", "textarea", "script", "style", "title"}

type place int

const (
	inText place = iota
	inTag
	inSingle // quotes, of a tag
	inDouble
)

// compactor goes through a template from its beginning to its end. Branches of a template end in the
// same place, or html/template refuses them.
type compactor struct {
	place   place
	name    string // of the tag that it's in
	closing bool
	whole   string // the element of verbatim that it's in
	head    bool   // in the head, which shows nothing
	edge    bool   // just after the tag of a block
}

func (c *compactor) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = c.text(n.Text)
			continue
		case *parse.IfNode:
			c.branch(&n.BranchNode)
		case *parse.RangeNode:
			c.branch(&n.BranchNode)
		case *parse.WithNode:
			c.branch(&n.BranchNode)
		}
		c.edge = false // it may have written anything
	}
}

func (c *compactor) branch(n *parse.BranchNode) {
	c.edge = false
	before := *c
	c.list(n.List)
	*c = before
	c.list(n.ElseList)
	if n.ElseList == nil {
		*c = before
	}
}

func (c *compactor) text(s []byte) []byte {
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		n := 1
		switch {
		case c.place != inText:
			n = c.tag(s)
		case c.whole != "":
			n = c.kept(s)
		case blank(s[0]):
			for n < len(s) && blank(s[n]) {
				n++
			}
			if bytes.IndexByte(s[:n], '\n') >= 0 && (c.head || c.edge || block(s[n:])) {
				s = s[n:]
				continue
			}
		case s[0] == '<' && tagName(s) != "":
			c.place, c.name, c.closing = inTag, tagName(s), s[1] == '/'
		case bytes.HasPrefix(s, []byte("<!")):
			if end := bytes.IndexByte(s, '>'); end >= 0 {
				n = end + 1
			}
		default:
			c.edge = false
		}
		out, s = append(out, s[:n]...), s[n:]
	}
	return out
}

// tag reads one sign inside a tag.
func (c *compactor) tag(s []byte) int {
	switch sign := s[0]; {
	case c.place == inTag && sign == '"':
		c.place = inDouble
	case c.place == inTag && sign == '\'':
		c.place = inSingle
	case c.place == inDouble && sign == '"', c.place == inSingle && sign == '\'':
		c.place = inTag
	case c.place == inTag && sign == '>':
		c.place, c.edge = inText, slices.Contains(blocks, c.name)
		if c.name == "head" || c.name == "body" {
			c.head = c.name == "head" && !c.closing
		}
		if !c.closing && slices.Contains(verbatim, c.name) {
			c.whole = c.name
		}
	}
	return 1
}

// kept returns how much of s is inside an element of verbatim.
func (c *compactor) kept(s []byte) int {
	end := bytes.Index(bytes.ToLower(s), []byte("</"+c.whole))
	if end < 0 {
		return len(s)
	}
	c.whole, c.edge = "", false
	return end // its closing tag is the next to be read
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// block reports whether s begins with the tag of a block.
func block(s []byte) bool { return slices.Contains(blocks, tagName(s)) }

// tagName is the name of the tag that s begins with, or nothing.
func tagName(s []byte) string {
	if len(s) < 2 || s[0] != '<' {
		return ""
	}
	s = bytes.TrimPrefix(s[1:], []byte("/"))
	n := 0
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || n > 0 && s[n] >= '0' && s[n] <= '9' || n > 0 && s[n] == '-') {
		n++
	}
	return string(bytes.ToLower(s[:n]))
}
