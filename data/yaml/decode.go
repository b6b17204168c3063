package yaml

import (
	"slices"
	"strconv"
	"strings"

	"plotline/data/source"
)

// Field is one legal key of a map.
type Field struct {
	Name  string
	Doc   string // one line for reference pages
	Later bool   // part of the format, not built yet: using it is an error that says so
	Read  func(Node)
}

// Decoder turns Nodes into values and collects what is wrong with them. The zero Decoder is
// ready to use. Its methods return false after adding a Problem.
type Decoder struct {
	Problems source.List
}

func (d *Decoder) errorf(at source.Span, hint, format string, args ...any) {
	d.Problems = append(d.Problems, source.Errorf(at, format, args...).WithHint(hint))
}

// Object reads a map: each key's field reads its value. What names the map in messages, for
// example "chart". An unknown key, or one that is not built yet, is a problem at the key.
func (d *Decoder) Object(n Node, what string, fields []Field) bool {
	if n.Kind == Null {
		return true
	}
	if n.Kind != Map {
		d.errorf(n.At, "", "%s must be a map of keys, not %s", what, n.Kind)
		return false
	}
	for _, k := range n.Keys {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == k.Name })
		switch {
		case i < 0:
			names := Names(fields)
			d.errorf(k.At, source.DidYouMean(k.Name, names), "unknown key %q in %s; keys are %s", k.Name, what, source.Join(names))
		case fields[i].Later:
			d.errorf(k.At, "remove it for now", "key %q is not built yet", k.Name)
		default:
			fields[i].Read(k.Value)
		}
	}
	return true
}

// Names returns the names of the fields, sorted.
func Names(fields []Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

// Text reads a scalar as it was written. Nothing behind the key is a problem.
func (d *Decoder) Text(n Node) (string, bool) {
	if n.Kind == Scalar {
		return n.Text, true
	}
	d.errorf(n.At, "", "expected a text, found %s", n.Kind)
	return "", false
}

// Int reads a whole number.
func (d *Decoder) Int(n Node) (int, bool) {
	i, err := strconv.Atoi(n.Text)
	if n.Kind == Scalar && err == nil {
		return i, true
	}
	d.errorf(n.At, "", "expected a whole number, found %s", found(n))
	return 0, false
}

// Bool reads true or false, and nothing else.
func (d *Decoder) Bool(n Node) (bool, bool) {
	if n.Kind == Scalar && !n.Quoted && (n.Text == "true" || n.Text == "false") {
		return n.Text == "true", true
	}
	d.errorf(n.At, "", "expected true or false, found %s", found(n))
	return false, false
}

// OneOf reads one of the legal words. What names the setting in the message.
func (d *Decoder) OneOf(n Node, what string, legal ...string) (string, bool) {
	if n.Kind == Scalar && slices.Contains(legal, n.Text) {
		return n.Text, true
	}
	d.errorf(n.At, source.DidYouMean(n.Text, legal), "unknown %s %s; legal are %s", what, found(n), source.Join(legal))
	return "", false
}

// List reads a list; a scalar or map is a list of one and nothing an empty list.
func (d *Decoder) List(n Node) []Node {
	switch n.Kind {
	case List:
		return n.Items
	case Null:
		return nil
	}
	return []Node{n}
}

func found(n Node) string {
	if n.Kind == Scalar {
		return strconv.Quote(strings.ToValidUTF8(n.Text, "\uFFFD"))
	}
	return n.Kind.String()
}

// Waiver is one entry of lint-ok: a rule that a block or figure may break, and why. Which rules there are,
// the package site knows.
type Waiver struct {
	Rule, Reason string
	At           source.Span // the rule's name
}

// Waivers reads lint-ok: {dual-axis: same unit, both from zero}.
func (d *Decoder) Waivers(n Node) (out []Waiver) {
	if n.Kind != Map {
		d.errorf(n.At, "{pie-slices: the small ones matter}", "lint-ok must be a map of rules and reasons, not %s", n.Kind)
		return nil
	}
	for _, k := range n.Keys {
		reason := strings.TrimSpace(k.Value.Text)
		if k.Value.Kind != Scalar || reason == "" {
			d.errorf(k.At, k.Name+": why it is fine here", "the waiver of %q has no reason", k.Name)
			continue
		}
		out = append(out, Waiver{k.Name, reason, k.At})
	}
	return out
}
