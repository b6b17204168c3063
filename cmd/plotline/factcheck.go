package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/ledger"
)

var factSheet = exportTarget{
	use: "factcheck [STORY]", short: "A sheet of every number, to check and sign off",
	long: "Make a sheet of every number that a story displays: its sentence, value, cells and source, and room for a tick, a name and a date. " +
		"As CSV it is filled in with any spreadsheet and read back by plotline factcheck import; as HTML it is printed.",
	output: "file to write, ending in .csv or .html; - is standard output (default the story's name with -factcheck)",
	flags: func(c *cobra.Command, f *exportFlags) {
		c.Flags().StringVar(&f.format, "format", "csv", "csv or html; the ending of -o decides when it is left out")
	},
	make: func(_ context.Context, f *exportFlags, e *exported) error {
		s := e.stories[0]
		if f.format != "csv" && f.format != "html" {
			return usageError{fmt.Errorf("there is no format %q; formats are csv and html", f.format)}
		}
		if ending := strings.ToLower(filepath.Ext(f.to)); ending == ".html" || ending == ".htm" {
			f.format = "html"
		}
		endings := map[string][]string{"csv": {".csv"}, "html": {".html", ".htm"}}[f.format]
		if err := f.name(s.Name()+"-factcheck"+endings[0], endings...); err != nil {
			return err
		}
		signoffs, err := e.signoffs()
		if err != nil {
			return err
		}
		for _, story := range e.plan.Ledger().Stories {
			if story.File != s.File {
				continue
			}
			sheet := ledger.Sheet{Site: e.plan.Title(), Story: story, Signoffs: signoffs, Theme: e.plan.Theme()}
			text := sheet.CSV()
			if f.format == "html" {
				if text, err = sheet.HTML(); err != nil {
					return err
				}
			}
			return e.write(f.to, text, plural(len(story.Numbers), "number"))
		}
		return fmt.Errorf("export: the site has no story %s", s.File)
	},
}

// signoffs reads those of a project. Problems are printed.
func (e *exported) signoffs() (*ledger.Signoffs, error) {
	s, problems, err := e.opened.signoffs()
	e.print.Print(problems)
	if err == nil && problems.HasErrors() {
		err = errFound
	}
	return s, err
}

func (o *opened) signoffs() (*ledger.Signoffs, source.List, error) {
	b, err := fs.ReadFile(o.input, ledger.SignoffFile)
	if os.IsNotExist(err) {
		s, problems := ledger.ReadSignoffs(nil)
		return s, problems, nil
	}
	if err != nil {
		return nil, nil, err
	}
	f, problems := source.NewText(ledger.SignoffFile, b)
	if problems.HasErrors() {
		return nil, problems, nil
	}
	s, problems := ledger.ReadSignoffs(f)
	return s, problems, nil
}

type factcheckFlags struct {
	projectFlags
	by string
}

func factcheckCommand() *cobra.Command {
	var f factcheckFlags
	c := &cobra.Command{
		Use:   "factcheck",
		Short: "Say how many numbers are signed off, or read a sheet of sign-offs",
		Long: "Say how many of each story's numbers somebody has signed off, and which sign-offs an edit has made lapse. " +
			"plotline export factcheck makes the sheet to sign, and plotline factcheck import reads it back.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("factcheck takes no arguments, but got %q; to read a sheet: plotline factcheck import SHEET.csv", args[0])}
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return f.tell(c) },
	}
	f.addProject(c.Flags())
	c.AddCommand(factcheckImport())
	return c
}

func factcheckImport() *cobra.Command {
	var f factcheckFlags
	c := &cobra.Command{
		Use:   "import SHEET",
		Short: "Read a sheet that was filled in, and remember who signed what off",
		Long: "Read a sheet that plotline export factcheck made and a spreadsheet filled in: every row with a tick and a name is signed off. " +
			"Sign-offs stand in " + ledger.SignoffFile + ", to be committed with the story.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("factcheck import wants one sheet, but got %q", args)}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.read(c, args[0]) },
	}
	f.addProject(c.Flags())
	c.Flags().StringVar(&f.by, "by", "", "who checked, where a ticked row names nobody")
	return c
}

// work works the project out, drafts too: they are what is checked before it is published.
func (f *factcheckFlags) work(c *cobra.Command, o *opened) (*site.Plan, *ledger.Signoffs, error) {
	plan, err := o.plan(c.Context(), o.input, site.Options{Drafts: true, BaseURL: f.baseURL})
	if err != nil {
		return nil, nil, err
	}
	signoffs, problems, err := o.signoffs()
	if problems = append(wrong(plan.Problems), problems...); err == nil && problems.HasErrors() {
		printer(c).Print(problems)
		err = errFound
	}
	return plan, signoffs, err
}

func printer(c *cobra.Command) source.Printer {
	return source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}
}

func (f *factcheckFlags) tell(c *cobra.Command) error {
	o, err := f.open()
	if err != nil {
		return err
	}
	defer o.close()
	plan, signoffs, err := f.work(c, o)
	if err != nil {
		return err
	}
	now := plan.Ledger()
	printer(c).Print(signoffs.Problems(now))
	for _, s := range signoffs.States(now) {
		fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", s.Story.File, state(s))
	}
	return nil
}

func state(s ledger.State) string {
	words := fmt.Sprintf("%d of %s signed off", s.Signed, plural(s.Numbers, "number"))
	if n := len(s.Lapsed); n > 0 {
		words += fmt.Sprintf(", %d lapsed", n)
	}
	return words
}

func (f *factcheckFlags) read(c *cobra.Command, name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("factcheck: %w", err)
	}
	o, err := f.open()
	if err != nil {
		return err
	}
	defer o.close()
	plan, signoffs, err := f.work(c, o)
	if err != nil {
		return err
	}
	sheet, problems := source.NewText(filepath.ToSlash(name), text)
	added := 0
	if !problems.HasErrors() {
		added, problems = signoffs.Sign(sheet, plan.Ledger(), ledger.Desk{By: f.by, Today: plan.Today()})
	}
	printer(c).Print(problems)
	if problems.HasErrors() {
		return errFound
	}
	to := filepath.Join(o.folder, filepath.FromSlash(ledger.SignoffFile))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("factcheck: %w", err)
	}
	if err := replace(to, signoffs.CSV()); err != nil {
		return fmt.Errorf("factcheck: %w", err)
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s added\n", filepath.Join(f.source, ledger.SignoffFile), plural(added, "sign-off"))
	return nil
}
