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
// thing, as a story has one data: and the lines of the problems cannot stand one below the other, or
// something that only a sidecar can settle.
func settleAtOnce(w io.Writer, project string, problems source.List) {
	assumed, named := map[string]bool{}, map[string]bool{}
	for _, p := range problems {
		told := strings.HasPrefix(p.Hint, settings.ToSettle)
		if p.At.IsZero() || !told && !strings.HasPrefix(p.Hint, settings.InSidecar) {
			continue
		}
		name := p.At.File.Path
		if told && !assumed[name] {
			assumed[name] = true
			continue
		}
		if named[name] {
			continue
		}
		named[name] = true
		name = filepath.Join(project, filepath.FromSlash(name))
		if beside, _ := sidecarBeside(name); beside.Resource(filepath.Base(name), "") == nil {
			fmt.Fprintf(w, "plotline: what is assumed of %s is settled at once by: plotline inspect data --write %s\n", source.Visible(p.At.File.Path), shell(filepath.ToSlash(name)))
		}
	}
}
