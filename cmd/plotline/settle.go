package main

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data/settings"
	"plotline/data/source"
)

// settleAtOnce names the command that settles all that is assumed of a file, where that is more than one
// thing, as a story has one data: and the lines of the problems cannot stand one below the other, or
// something that only a sidecar can settle.
func settleAtOnce(w io.Writer, project string, problems source.List) {
	things, sheets := map[string]int{}, map[string][]string{}
	var files []string
	for _, p := range problems {
		n := 0
		switch {
		case p.At.IsZero():
		case strings.HasPrefix(p.Hint, settings.ToSettle):
			n = 1
		case strings.HasPrefix(p.Hint, settings.InSidecar):
			n = 2
		}
		if n == 0 {
			continue
		}
		file := p.At.File.Path
		if things[file] += n; things[file] == n {
			files = append(files, file)
		}
		if sheet := sheetOf(p.At); sheet != "" && !slices.Contains(sheets[file], sheet) {
			sheets[file] = append(sheets[file], sheet)
		}
	}
	for _, file := range files {
		if things[file] < 2 {
			continue
		}
		name := filepath.Join(project, filepath.FromSlash(file))
		beside, _ := sidecarBeside(name)
		if len(sheets[file]) == 0 {
			sheets[file] = []string{""}
		}
		for _, sheet := range sheets[file] {
			if beside.Resource(filepath.Base(name), sheet) != nil {
				continue
			}
			if sheet != "" {
				sheet = "--sheet " + shell(sheet) + " "
			}
			fmt.Fprintf(w, "plotline: what is assumed of %s is settled at once by: plotline inspect data --write %s%s\n", source.Visible(file), sheet, shell(filepath.ToSlash(name)))
		}
	}
}

var onSheet = regexp.MustCompile(`^sheet ("(?:[^"\\]|\\.)*"), cell `)

// sheetOf is the sheet of a workbook that a cell stands on; empty when it stands on none.
func sheetOf(at source.Span) string {
	m := onSheet.FindStringSubmatch(at.Position().Place)
	if m == nil {
		return ""
	}
	name, _ := strconv.Unquote(m[1])
	return name
}
