package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site"
)

// chartOf draws a chart of a story of the project that the story's file lies in, and returns what makes
// pictures there.
func chartOf(ctx context.Context, stderr io.Writer, f *projectFlags, story, id string) (*charts.Fragment, site.Pictures, error) {
	file, err := filepath.Abs(story)
	if err != nil {
		return nil, nil, err
	}
	if _, err := os.Stat(file); err != nil {
		return nil, nil, fmt.Errorf("chart: %w", err)
	}
	f.source = projectOf(file)
	o, err := f.open()
	if err != nil {
		return nil, nil, err
	}
	defer o.close()
	rel, err := filepath.Rel(o.folder, file)
	if err != nil {
		return nil, nil, err
	}
	plan, err := o.builder(o.input, site.Options{Drafts: true, Pictures: o.pictures}).Plan(ctx)
	if err != nil {
		return nil, nil, err
	}
	print := source.Printer{W: stderr, Color: colourful(stderr)}
	fragment, ids, problems, err := plan.Chart(ctx, filepath.ToSlash(rel), id)
	switch {
	case err != nil:
		return nil, nil, err
	case fragment != nil:
		print.Print(problems)
		return fragment, plan.Pictures(), nil
	case problems.HasErrors():
		print.Print(problems)
		return nil, nil, errFound
	case plan.Problems.HasErrors():
		print.Print(plan.Problems)
		return nil, nil, errFound
	case ids == nil:
		return nil, nil, fmt.Errorf("chart: %s is no story with charts of the project %s", story, o.folder)
	}
	p := source.Errorf(source.Span{}, "chart: %s has no chart %q; charts are %s", story, id, source.Join(ids)).WithHint(source.DidYouMean(id, ids))
	print.Print(source.List{p})
	return nil, nil, errFound
}

// projectOf is the folder of the project that a file lies in: the nearest above it with plotline.yaml,
// or with a folder site, and else the file's own.
func projectOf(file string) string {
	for _, mark := range []string{"plotline.yaml", "site"} {
		for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, mark)); err == nil {
				return dir
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return filepath.Dir(file)
}
