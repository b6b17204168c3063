package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"plotline/data/source"
)

// annotate writes problems as GitHub shows them on the lines of a pull request, when it is GitHub that
// runs the command. folder is the project's, absolute; GitHub counts from the root of the repository.
func annotate(w io.Writer, folder string, list source.List) {
	if os.Getenv("GITHUB_ACTIONS") != "true" {
		return
	}
	root := os.Getenv("GITHUB_WORKSPACE")
	if root == "" {
		root, _ = os.Getwd()
	}
	prefix, err := filepath.Rel(root, folder)
	if err != nil || !filepath.IsLocal(prefix) {
		prefix = "."
	}
	for _, p := range list {
		fmt.Fprintln(w, annotation(p, filepath.ToSlash(prefix)))
	}
}

var (
	inData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// annotation is one problem as a workflow command.
func annotation(p source.Problem, prefix string) string {
	command := map[source.Level]string{source.Error: "error", source.Warning: "warning", source.Info: "notice"}[p.Level]
	var at []string
	add := func(name string, value any) {
		at = append(at, name+"="+inProperty.Replace(fmt.Sprint(value)))
	}
	if place := p.At.Position(); place.Path != "" {
		name := place.Path
		if prefix != "." {
			name = prefix + "/" + name
		}
		add("file", name)
		if place.Line > 0 {
			add("line", place.Line)
			add("col", place.Column)
			end := source.Span{File: p.At.File, Start: p.At.End, End: p.At.End}.Position()
			if end.Line == place.Line && end.Column > place.Column {
				add("endColumn", end.Column-1) // the last that is meant
			}
		}
	}
	if p.Rule != "" {
		add("title", p.Rule)
	}
	text := p.Text
	if place := p.At.Position().Place; place != "" {
		text = place + ": " + text
	}
	if p.Hint != "" {
		text += "\n" + p.Hint
	}
	for _, n := range p.Notes {
		text += "\n"
		if place := n.At.Position(); place.Path != "" {
			text += place.String() + ": "
		}
		text += n.Text
	}
	properties := ""
	if len(at) > 0 {
		properties = " " + strings.Join(at, ",")
	}
	return "::" + command + properties + "::" + inData.Replace(text)
}
