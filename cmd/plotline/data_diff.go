package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"plotline/data"
	"plotline/data/compare"
	"plotline/data/remote"
	"plotline/data/snapshot"
	"plotline/data/source"
)

type dataDiffFlags struct {
	queryFlags
	key                []string
	markdown, exitCode bool
	rows               int
}

func dataDiffCommand() *cobra.Command {
	var f dataDiffFlags
	c := &cobra.Command{
		Use:   "diff NAME | OLD.csv NEW.csv",
		Short: "Say which rows and cells a refresh would change, or differ in two files",
		Long: "Run the query of data/NAME.sql and compare its result with data/NAME.snapshot.csv, or compare two CSV files, and no server is asked. Nothing is written. " +
			"Rows are told apart by the columns of --key, or of -- key: in the query, and else are compared whole.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 && len(args) != 2 {
				return usageError{errors.New("data diff wants the name of a query, or two CSV files")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.diff(c, args) },
	}
	flags := c.Flags()
	f.add(flags)
	flags.StringSliceVar(&f.key, "key", nil, "columns that tell rows apart, such as place,year")
	flags.BoolVar(&f.markdown, "markdown", false, "print Markdown, for a comment on a pull request")
	flags.BoolVar(&f.exitCode, "exit-code", false, "exit with 1 when something has changed")
	flags.IntVar(&f.rows, "rows", 20, "rows that are listed one by one")
	return c
}

func (f *dataDiffFlags) diff(c *cobra.Command, args []string) error {
	print := source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}
	p := pair{}
	defer p.close()
	problems, err := f.find(c, args, &p)
	var fault *remote.Fault
	if errors.As(err, &fault) {
		problems, err = source.List{fault.Problem}, nil
	}
	if err != nil {
		return err
	}
	var changes *compare.Changes
	if !problems.HasErrors() {
		was, more := data.Read(p.was, p.how)
		is, most := data.Read(p.is, p.how)
		if problems = append(more, most...); !problems.HasErrors() {
			changes, more, err = compare.Tables(was, is, f.key, f.rows)
			problems = append(problems, more...)
		}
	}
	if problems.HasErrors() {
		print.Print(wrong(problems))
		return errFound
	}
	if err != nil {
		return fmt.Errorf("data diff: %w", err)
	}
	switch {
	case f.json:
		err = changes.JSON(c.OutOrStdout())
	case f.markdown:
		changes.Markdown(c.OutOrStdout(), p.title)
	default:
		changes.Print(c.OutOrStdout(), p.title)
	}
	if err == nil && f.exitCode && !changes.None() {
		err = errFound
	}
	return err
}

// pair are two files that are compared. Large ones are not held.
type pair struct {
	was, is *source.File
	how     data.Options
	title   string
	closers []func()
}

func (p *pair) close() {
	for _, end := range p.closers {
		end()
	}
}

// find opens what is compared.
func (f *dataDiffFlags) find(c *cobra.Command, args []string, p *pair) (problems source.List, err error) {
	if len(args) == 1 {
		return f.fetched(c, args[0], p)
	}
	p.how, p.title = data.Options{Inspect: true}, args[1]
	if p.was, err = openTable(c.InOrStdin(), args[0]); err == nil {
		p.is, err = openTable(c.InOrStdin(), args[1])
	}
	return nil, err
}

// fetched are a query's snapshot and what the query gives now, which goes to a file that does not stay.
func (f *dataDiffFlags) fetched(c *cobra.Command, name string, p *pair) (source.List, error) {
	all, err := f.open()
	if err != nil {
		return nil, err
	}
	root := all.root
	p.closers = append(p.closers, func() { root.Close() })
	queries, problems, err := all.parse([]string{name})
	if err != nil || len(queries) == 0 {
		return problems, err
	}
	q := queries[0]
	if f.key == nil {
		f.key = q.Key
	}
	before, err := standing(root, q)
	if err != nil {
		return nil, err
	}
	old, err := root.Stat(q.CSV())
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s to compare with; plotline data refresh %s makes it", q.CSV(), q.Name())
	}
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp("", "plotline-diff")
	if err != nil {
		return nil, err
	}
	p.closers = append(p.closers, func() {
		file.Close()
		os.Remove(file.Name())
	})
	if _, err := f.fetch(c.Context(), c.ErrOrStderr(), q, before, file); err != nil {
		return nil, err
	}
	now, err := file.Stat()
	if err != nil {
		return nil, err
	}
	p.was = source.NewDistant(q.CSV(), int(old.Size()), func() (source.Reader, error) { return root.Open(q.CSV()) })
	p.is = source.NewDistant(q.Name(), int(now.Size()), func() (source.Reader, error) { return os.Open(file.Name()) })
	p.how, p.title = snapshot.Reading(), q.CSV()
	return nil, nil
}
