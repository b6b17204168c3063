package main

import (
	"bytes"
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
	was, is, title, problems, err := f.tables(c, args)
	var fault *remote.Fault
	if errors.As(err, &fault) {
		problems, err = source.List{fault.Problem}, nil
	}
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		print.Print(wrong(problems))
		return errFound
	}
	changes, err := compare.Tables(was, is, f.key, f.rows)
	if err != nil {
		return fmt.Errorf("data diff: %w", err)
	}
	switch {
	case f.json:
		err = changes.JSON(c.OutOrStdout())
	case f.markdown:
		changes.Markdown(c.OutOrStdout(), title)
	default:
		changes.Print(c.OutOrStdout(), title)
	}
	if err == nil && f.exitCode && !changes.None() {
		err = errFound
	}
	return err
}

// tables are what is compared.
func (f *dataDiffFlags) tables(c *cobra.Command, args []string) (was, is *data.Table, title string, problems source.List, err error) {
	if len(args) == 1 {
		return f.fetched(c, args[0])
	}
	var tables [2]*data.Table
	for i, name := range args {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, "", nil, err
		}
		t, p := data.Read(source.NewFile(name, text), data.Options{Inspect: true})
		tables[i], problems = t, append(problems, p...)
	}
	return tables[0], tables[1], args[1], problems, nil
}

// fetched are a query's snapshot and what the query gives now.
func (f *dataDiffFlags) fetched(c *cobra.Command, name string) (was, is *data.Table, title string, problems source.List, err error) {
	all, err := f.open()
	if err != nil {
		return nil, nil, "", nil, err
	}
	defer all.root.Close()
	queries, problems, err := all.parse([]string{name})
	if err != nil || len(queries) == 0 {
		return nil, nil, "", problems, err
	}
	q := queries[0]
	if f.key == nil {
		f.key = q.Key
	}
	before, err := standing(all.root, q)
	if err != nil {
		return nil, nil, "", nil, err
	}
	old, err := all.root.ReadFile(q.CSV())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, "", nil, fmt.Errorf("there is no %s to compare with; plotline data refresh %s makes it", q.CSV(), q.Name())
	}
	if err != nil {
		return nil, nil, "", nil, err
	}
	var now bytes.Buffer
	if _, err := f.fetch(c.Context(), c.ErrOrStderr(), q, before, &now); err != nil {
		return nil, nil, "", nil, err
	}
	was, problems = data.Read(source.NewFile(q.CSV(), old), snapshot.Reading())
	is, more := data.Read(source.NewFile(q.Name(), now.Bytes()), snapshot.Reading())
	return was, is, q.CSV(), append(problems, more...), nil
}
