package sidecar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"plotline/data/source"
	"plotline/data/yaml"
)

// Add returns the sidecar's text with one more resource, which Propose wrote. What stands there is
// not changed by a byte. When the resource cannot be put in without that, the error says so.
func (p *Package) Add(resource string) (string, error) {
	if p == nil || p.File == nil {
		return "resources:\n" + indent(resource, "  "), nil
	}
	text := p.text
	out := ""
	switch n := p.list; {
	case n.At.IsZero() && strings.HasPrefix(strings.TrimSpace(text), "{"):
	case n.At.IsZero():
		out = strings.TrimRight(text, "\n") + "\nresources:\n" + indent(resource, "  ")
	case n.Kind == yaml.List && strings.HasPrefix(text[n.At.Start:], "["):
		out = p.intoBrackets(n, resource)
	case n.Kind == yaml.List && len(n.Items) > 0:
		end, dash := p.end(n)
		between := ""
		if !strings.HasSuffix(text[:end], "\n") {
			between = "\n"
		}
		out = text[:end] + between + indent(resource, dash) + text[end:]
	}
	// What was made is read again: nothing is written that does not say what it should.
	if out != "" {
		q, problems := Parse(source.NewFile(p.File.Path, []byte(out)), nil)
		if len(q.Resources) == len(p.Resources)+1 && !problems.HasErrors() {
			return out, nil
		}
	}
	return "", fmt.Errorf("%s is laid out in a way that no resource can be added to; put it in by hand", p.File.Path)
}

// end is where a list of resources ends, before the next key or at the end of the file, and the
// blanks before its items.
func (p *Package) end(n yaml.Node) (at int, dash string) {
	text := p.text
	last := n.Items[len(n.Items)-1].At.Start
	start := strings.LastIndexByte(text[:last], '\n') + 1
	dash = text[start : start+len(text[start:])-len(strings.TrimLeft(text[start:], " "))]
	i := start + lineLength(text[start:])
	at = i
	for i < len(text) {
		n := lineLength(text[i:])
		line := text[i : i+n]
		blank := len(line) - len(strings.TrimLeft(line, " "))
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "" || trimmed[0] == '#':
			i += n // part of the list only when more of it follows
			continue
		case blank <= len(dash):
			return at, dash
		}
		i += n
		at = i
	}
	return at, dash
}

// lineLength is the length of the first line, with its line end.
func lineLength(s string) int {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return i + 1
	}
	return len(s)
}

func indent(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + line)
	}
	return b.String()
}

// intoBrackets puts the resource into a list in brackets, as JSON has it; empty when the list's end is
// not found.
func (p *Package) intoBrackets(n yaml.Node, resource string) string {
	text := p.text
	end := closing(text, n.At.Start)
	if end < 0 {
		return ""
	}
	list, problems := yaml.Parse(source.NewFile("", []byte(resource)).All())
	if problems.HasErrors() || len(list.Items) != 1 {
		return ""
	}
	by := "  "
	if len(n.Items) > 0 {
		at := n.Items[0].At.Start
		line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
		by = line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	}
	var b bytes.Buffer
	if json.Indent(&b, toJSON(list.Items[0]), by, "  ") != nil {
		return ""
	}
	body := strings.TrimRight(text[:end], " \t\n")
	comma := ","
	if len(n.Items) == 0 {
		comma = ""
	}
	tail := text[len(body):end]
	if tail == "" {
		tail = "\n"
	}
	return body + comma + "\n" + by + b.String() + tail + text[end:]
}

// closing is where the bracket closes that opens at a place of JSON, or -1.
func closing(text string, at int) int {
	depth, quoted := 0, false
	for i := at; i < len(text); i++ {
		switch b := text[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '[' || b == '{':
			depth++
		case b == ']' || b == '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// toJSON writes a node, its keys in their order.
func toJSON(n yaml.Node) []byte {
	var b bytes.Buffer
	switch n.Kind {
	case yaml.Map:
		b.WriteByte('{')
		for i, k := range n.Keys {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(quoted(k.Name))
			b.WriteByte(':')
			b.Write(toJSON(k.Value))
		}
		b.WriteByte('}')
	case yaml.List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(toJSON(item))
		}
		b.WriteByte(']')
	case yaml.Scalar:
		if _, err := strconv.Atoi(n.Text); !n.Quoted && (err == nil || n.Text == "true" || n.Text == "false") {
			return []byte(n.Text)
		}
		return quoted(n.Text)
	default:
		return []byte("null")
	}
	return b.Bytes()
}

// quoted is a text as JSON has it.
func quoted(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return []byte(`""`)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
