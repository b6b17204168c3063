package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"plotline/data/snapshot"
	"plotline/data/source"
)

func dataCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "data",
		Short: "Run queries on databases, and say what has changed",
		Long:  "Run the queries of data/NAME.sql that are for a database server, and keep their results as snapshots; say what a snapshot or a file has changed.",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("data wants to know what to do: plotline data refresh [NAME...], or plotline data diff NAME")}
			}
			return usageError{fmt.Errorf("data cannot do %q; it can refresh and diff", args[0])}
		},
	}
	c.AddCommand(refreshCommand(), dataDiffCommand())
	return c
}

// queryFlags choose a project with queries for servers.
type queryFlags struct {
	source      string
	plain, json bool
}

func (f *queryFlags) add(flags *pflag.FlagSet) {
	flags.StringVarP(&f.source, "source", "s", ".", "folder of the project")
	flags.BoolVar(&f.plain, "plain", false, "show no progress while a query runs")
	flags.BoolVar(&f.json, "json", false, "print the result as JSON to standard output")
}

// queries are the files of a project's data folder that hold some.
type queries struct {
	root  *os.Root
	dir   string
	files []string // paths, sorted
}

func (f *queryFlags) open() (*queries, error) {
	root, err := os.OpenRoot(f.source)
	if err != nil {
		return nil, usageError{fmt.Errorf("there is no folder %s", f.source)}
	}
	q := &queries{root: root, dir: "data"}
	if info, err := root.Stat("data"); err != nil || !info.IsDir() {
		q.dir = "."
	}
	entries, err := fs.ReadDir(root.FS(), q.dir)
	if err != nil {
		root.Close()
		return nil, err
	}
	for _, e := range entries {
		if path.Ext(e.Name()) == ".sql" && e.Type().IsRegular() {
			q.files = append(q.files, path.Join(q.dir, e.Name()))
		}
	}
	return q, nil
}

// parse reads the queries of those names, of all servers when there are none. Queries on the project's
// own files need no refresh, so they are left out, or an error when they are named.
func (q *queries) parse(names []string) (found []*snapshot.Query, problems source.List, err error) {
	files := q.files
	if len(names) > 0 {
		files = nil
	}
	for _, name := range names {
		file := path.Join(q.dir, strings.TrimSuffix(path.Base(filepath.ToSlash(name)), ".sql")+".sql")
		if !slices.Contains(q.files, file) {
			err := fmt.Errorf("there is no query %s", file)
			if legal := q.names(); len(legal) > 0 {
				err = fmt.Errorf("%w; queries are %s", err, source.Join(legal))
			}
			return nil, nil, usageError{err}
		}
		if !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	for _, file := range files {
		text, err := fs.ReadFile(q.root.FS(), file)
		if err != nil {
			return nil, nil, err
		}
		f, wrong := source.NewText(file, text)
		problems = append(problems, wrong...)
		query, wrong := snapshot.Parse(f)
		problems = append(problems, wrong...)
		if query == nil {
			continue
		}
		if query.Remote() {
			found = append(found, query)
		} else if len(names) > 0 {
			problems = append(problems, source.Errorf(f.Line(1), "table %q is made by a build from the files of the project, and needs no refresh", query.Name()))
		}
	}
	return found, problems, nil
}

func (q *queries) names() []string {
	var out []string
	for _, f := range q.files {
		out = append(out, strings.TrimSuffix(path.Base(f), ".sql"))
	}
	return out
}
