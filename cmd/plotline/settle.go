package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"plotline/data/settings"
	"plotline/data/source"
)

// settleAtOnce names the command that settles all that is assumed of a file, where that is more than one
// thing: a story has one data:, so the lines of the problems cannot stand one below the other.
func settleAtOnce(w io.Writer, project string, problems source.List) {
	assumed := map[string]int{}
	for _, p := range problems {
		if p.At.IsZero() || !strings.HasPrefix(p.Hint, settings.ToSettle) {
			continue
		}
		name := p.At.File.Path
		if assumed[name]++; assumed[name] != 2 {
			continue
		}
		name = filepath.Join(project, filepath.FromSlash(name))
		if beside, _ := sidecarBeside(name); beside.Resource(filepath.Base(name), "") == nil {
			fmt.Fprintf(w, "plotline: what is assumed of %s is settled at once by: plotline inspect data --write %s\n", source.Visible(p.At.File.Path), shell(filepath.ToSlash(name)))
		}
	}
}
