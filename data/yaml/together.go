package yaml

import (
	"slices"
	"strings"
)

// together writes what two maps in braces say as one; ok is false when they are no such maps, or disagree.
func together(a, b Node) (text string, ok bool) {
	if !inBraces(a) || !inBraces(b) {
		return "", false
	}
	var parts []string
	for _, k := range a.Keys {
		value := inLine(k.Value)
		i := slices.IndexFunc(b.Keys, func(other Key) bool { return other.Name == k.Name })
		if i >= 0 && inLine(b.Keys[i].Value) != value {
			if value, ok = together(k.Value, b.Keys[i].Value); !ok {
				return "", false
			}
		}
		parts = append(parts, k.At.Text()+": "+value)
	}
	for _, k := range b.Keys {
		if !slices.ContainsFunc(a.Keys, func(other Key) bool { return other.Name == k.Name }) {
			parts = append(parts, k.At.Text()+": "+inLine(k.Value))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}", true
}

func inBraces(n Node) bool {
	return n.Kind == Map && strings.HasPrefix(n.At.Text(), "{")
}

// inLine writes a value on one line, its scalars as they stand.
func inLine(n Node) string {
	var parts []string
	switch n.Kind {
	case Map:
		for _, k := range n.Keys {
			parts = append(parts, k.At.Text()+": "+inLine(k.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case List:
		for _, item := range n.Items {
			parts = append(parts, inLine(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return n.At.Text()
}
