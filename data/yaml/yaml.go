// Package yaml reads YAML to nodes that know where they stand, and decodes them strictly.
//
// In go the bytes of a Span; out come Nodes whose every key and value has a Span of its own, and
// located problems. Start with Parse, then walk the Node with a Decoder: it collects every
// problem, names the legal keys and suggests the nearest. Scalars stay as they were written:
// dates and "no" are text until a Decoder is asked for something else.
package yaml

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"plotline/data/source"
)

// Kind tells what a Node is.
type Kind int

// The kinds of a Node. Null is an absent value, as in `title:` with nothing behind it.
const (
	Null Kind = iota
	Scalar
	List
	Map
)

// String returns the word a message uses for the kind.
func (k Kind) String() string { return [...]string{"nothing", "a text", "a list", "a map"}[k] }

// Node is one located YAML value.
type Node struct {
	Kind   Kind
	Text   string // of a Scalar, without quotes
	Quoted bool   // written in quotes or as a block
	At     source.Span
	Items  []Node // of a List
	Keys   []Key  // of a Map, in the order written
}

// Key is one entry of a Map.
type Key struct {
	Name  string
	At    source.Span
	Value Node
}

const (
	maxBytes = 1 << 20 // a megabyte of YAML is a data file in the wrong place
	maxDepth = 40      // deeper than any option tree people write
)

// Parse reads the YAML at the span. The Node is Null when the text is empty or cannot be read;
// problems hold syntax errors, repeated keys, second documents, and anchors or aliases, which
// Plotline refuses because they can expand without bound.
func Parse(at source.Span) (Node, source.List) {
	text := at.File.Text[at.Start:at.End]
	if len(text) > maxBytes {
		return Node{At: at}, source.List{source.Errorf(at.Sub(0, 1), "%d bytes of YAML; the limit is %d", len(text), maxBytes)}
	}
	p := &parser{at: at, first: at.Position().Line}
	if i := secondDocument(text); i >= 0 {
		p.problem(at.Sub(i, i+3), "a second YAML document starts here", "remove the line ---")
		return Node{At: at}, p.problems
	}
	if d := flowDepth(text); d > 10*maxDepth {
		p.problem(at.Sub(0, 1), "YAML nested too deeply", "")
		return Node{At: at}, p.problems
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		p.syntax(err)
		return Node{At: at}, p.problems
	}
	if len(doc.Content) == 0 {
		return Node{At: at}, nil
	}
	n := p.node(doc.Content[0], 0)
	return n, p.problems
}

type parser struct {
	at       source.Span
	first    int // line of the file on which the text starts
	problems source.List
}

func (p *parser) problem(at source.Span, text, hint string) {
	p.problems = append(p.problems, source.Errorf(at, "%s", text).WithHint(hint))
}

// node turns the library's node into ours. Line and column of the library count runes from 1.
func (p *parser) node(n *yaml.Node, depth int) Node {
	at := p.place(n)
	out := Node{At: at}
	if depth > maxDepth {
		p.problem(at, "YAML nested too deeply", "")
		return out
	}
	if n.Anchor != "" {
		p.problem(at, "YAML anchors are not supported", "write the value out")
	}
	switch n.Kind {
	case yaml.AliasNode:
		p.problem(at, "YAML aliases are not supported", "write the value out")
	case yaml.ScalarNode:
		out.Quoted = n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if n.Tag == "!!null" && !out.Quoted {
			return out
		}
		out.Kind, out.Text = Scalar, n.Value
	case yaml.SequenceNode:
		out.Kind = List
		for _, c := range n.Content {
			out.Items = append(out.Items, p.node(c, depth+1))
		}
	case yaml.MappingNode:
		out.Kind = Map
		p.keys(n, &out, depth)
	}
	return out
}

func (p *parser) keys(n *yaml.Node, out *Node, depth int) {
	out.Keys = make([]Key, 0, len(n.Content)/2)
	seen := map[string]int{} // places in out.Keys; of few keys all are looked at instead
	const few = 16
	find := func(name string) int {
		if len(out.Keys) > few {
			if i, ok := seen[name]; ok {
				return i
			}
			return -1
		}
		return slices.IndexFunc(out.Keys, func(k Key) bool { return k.Name == name })
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		at := p.place(k)
		if k.Kind != yaml.ScalarNode {
			p.problem(at, "a key must be a word", "")
			continue
		}
		if k.Tag == "!!merge" {
			p.problem(at, "YAML merge keys are not supported", "write the values out")
			continue
		}
		if before := find(k.Value); before >= 0 {
			hint := "keep one of them, with what both say"
			if both, ok := together(out.Keys[before].Value, p.node(n.Content[i+1], depth+1)); ok {
				hint = "write one, with what both say: " + k.Value + ": " + both
			}
			p.problems = append(p.problems, source.Errorf(at, "key %q is given twice", k.Value).
				WithHint(hint).WithNote(out.Keys[before].At, "first given here"))
			continue
		}
		if len(n.Content)/2 > few {
			seen[k.Value] = len(out.Keys)
		}
		out.Keys = append(out.Keys, Key{k.Value, at, p.node(n.Content[i+1], depth+1)})
	}
}

// place finds the bytes of a node: its line and column, and for scalars as far as it is written.
func (p *parser) place(n *yaml.Node) source.Span {
	line := p.at.File.Line(p.first + n.Line - 1)
	start := max(line.Start, p.at.Start)
	rest := p.at.File.Text[start:max(line.End, start)]
	for range n.Column - 1 {
		if len(rest) == 0 {
			break
		}
		_, size := utf8.DecodeRune(rest)
		rest = rest[size:]
	}
	from := line.End - len(rest)
	return p.at.File.Span(from, from+extent(n, string(rest)))
}

// extent returns how many bytes of rest, the line from the node on, the node covers.
func extent(n *yaml.Node, rest string) int {
	switch {
	case n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && len(n.Content) > 0:
		return extent(n.Content[0], rest)
	case n.Kind != yaml.ScalarNode:
		return len(strings.TrimRight(rest, " \t"))
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return closing(rest)
	case strings.HasPrefix(rest, n.Value):
		return len(n.Value)
	}
	return len(strings.TrimRight(rest, " \t"))
}

// closing returns the length of the quoted scalar at the start of s, on this line.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\', s[0] == '\'' && strings.HasPrefix(s[i:], "''"):
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return len(s)
}

// hints for the library's syntax messages that puzzle people.
var hints = []struct{ part, text, hint string }{
	{"mapping values are not allowed", "a colon where no key can stand", `put text that holds ": " in quotes, or align the key with those above`},
	{"did not find expected key", "not a key", "align the key with those above"},
	{"tab character", "a tab where spaces indent", "indent with spaces"},
	{"did not find expected ',' or ']'", "a list is not closed", "add the missing ]"},
	{"did not find expected ',' or '}'", "a map is not closed", "add the missing }"},
	{"unexpected end of stream", "a quote is not closed", `add the missing "`},
	{"found character that cannot start any token", "a character that cannot start a value", "put the value in quotes"},
}

func (p *parser) syntax(err error) {
	text, hint, line, column := err.Error(), "", 1, 0
	var load *yaml.LoadError
	if errors.As(err, &load) {
		text, line, column = load.Message, load.Mark.Line, load.Mark.Column
	}
	for _, h := range hints {
		if strings.Contains(text, h.part) {
			text, hint = h.text, h.hint
			break
		}
	}
	if i := unclosed(p.at.File.Text[p.at.Start:p.at.End]); i >= 0 && strings.Contains(text, "not closed") {
		p.problem(p.at.Sub(i, i+1), "YAML: "+text, hint)
		return
	}
	at := p.at.File.Line(min(p.first+max(line, 1)-1, p.last()))
	if at.Start < p.at.Start {
		at.Start = p.at.Start
	}
	trimmed := strings.TrimLeft(at.Text(), " \t")
	at = at.Sub(max(len(at.Text())-len(trimmed), 0), len(at.Text()))
	if column > 0 {
		if rest := at.File.Line(at.Position().Line); column <= rest.End-rest.Start {
			at = at.File.Span(rest.Start+column-1, rest.End)
		}
	}
	p.problem(at, "YAML: "+strings.TrimPrefix(text, "yaml: "), hint)
}

// unclosed returns the offset of the last bracket that is never closed, or -1. Brackets in quotes
// count too, so it is used only once the library has said that one is missing.
func unclosed(text []byte) int {
	var open []int
	for i, b := range text {
		switch {
		case b == '[' || b == '{':
			open = append(open, i)
		case (b == ']' || b == '}') && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return -1
	}
	return open[len(open)-1]
}

func (p *parser) last() int {
	end := source.Span{File: p.at.File, Start: max(p.at.End-1, p.at.Start), End: p.at.End}
	return end.Position().Line
}

// secondDocument returns the offset of a line "---" or "..." after other content, or -1. The
// library would read the first document and drop the rest without a word.
func secondDocument(text []byte) int {
	for i, seen := 0, false; i < len(text); {
		end := bytes.IndexByte(text[i:], '\n')
		if end < 0 {
			end = len(text) - i
		}
		line := bytes.TrimRight(text[i:i+end], " \t")
		marker := bytes.Equal(line, []byte("---")) || bytes.Equal(line, []byte("..."))
		if marker && seen {
			return i
		}
		seen = seen || len(line) > 0
		i += end + 1
	}
	return -1
}

// flowDepth returns how deep brackets nest, quotes ignored: an upper bound that costs one pass.
func flowDepth(text []byte) int {
	depth, deepest := 0, 0
	for _, b := range text {
		switch b {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth--
		}
	}
	return deepest
}
