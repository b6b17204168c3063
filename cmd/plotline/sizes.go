package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"plotline/site"
	"plotline/site/check"
)

const listed = 10 // pages: more are read by nobody

// weigh weighs the site of a build.
func weigh(ctx context.Context, b *site.Build) (check.Weight, error) {
	files, err := b.Checked(ctx, true)
	if err != nil {
		return check.Weight{}, err
	}
	return check.Weigh(files, listed), nil
}

// printSizes writes the heaviest pages and why they are, and what the whole site weighs.
func printSizes(w io.Writer, weight check.Weight) {
	which := fmt.Sprintf("%d heaviest of %d pages", len(weight.Pages), weight.Count)
	if len(weight.Pages) == weight.Count {
		which = plural(weight.Count, "page")
	}
	fmt.Fprintf(w, "\n%s, in KB\n", which)
	rows := [][]string{{"", "HTML", "drawings", "data", "other", "gzip", "first visit", "heaviest figure"}}
	for _, p := range weight.Pages {
		figure := ""
		if p.Figure != "" {
			figure = p.Figure + " " + kilobytes(p.Heaviest)
		}
		rows = append(rows, []string{p.Path, kilobytes(p.Bytes), kilobytes(p.Drawings), kilobytes(p.Data), kilobytes(p.Other), kilobytes(p.Gzip), kilobytes(p.First()), figure})
	}
	align(w, rows, 7)
	fmt.Fprintf(w, "A first visit loads the page, style sheet and script as gzip makes them, and pictures; charts that wake load ECharts besides.\n\nwhole site, in KB\n")
	rows = [][]string{{"", "files", "size"}}
	for _, k := range weight.Kinds {
		rows = append(rows, []string{k.Kind, fmt.Sprint(k.Files), kilobytes(k.Bytes)})
	}
	align(w, append(rows, []string{"all", fmt.Sprint(weight.Files), kilobytes(weight.Bytes)}), 3)
}

func kilobytes(n int) string { return fmt.Sprintf("%.1f", float64(n)/1000) }

// align writes rows in columns two spaces apart: words on the left, then numbers up to column words, and
// words again.
func align(w io.Writer, rows [][]string, words int) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], displaywidth.String(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-displaywidth.String(cell))
			switch {
			case i == 0:
				b.WriteString("  " + cell + space)
			case i < words:
				b.WriteString("  " + space + cell)
			default:
				b.WriteString("  " + cell)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}
