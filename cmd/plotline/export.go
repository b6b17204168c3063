package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/export"
	"plotline/site/story"
)

// exportTarget is one thing that export makes.
type exportTarget struct {
	use, short, long string
	whole            bool   // without a story it is made of all
	output           string // about -o
	flags            func(*cobra.Command, *exportFlags)
	make             func(context.Context, *exportFlags, *exported) error
}

var targets = []exportTarget{singleFile, chartFolders, docxImages, pdfFile, factSheet}

type exportFlags struct {
	projectFlags
	to     string
	live   bool
	paper  string
	format string
}

func exportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "export",
		Short: "Make one file of a story: a page, a zip of charts, pictures for Word, a PDF, or a sheet for fact-checking",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			var names []string
			for _, t := range targets {
				names = append(names, t.name())
			}
			if len(args) > 0 {
				return usageError{fmt.Errorf("export makes no %q; it makes %s", args[0], source.Join(names))}
			}
			return usageError{fmt.Errorf("export wants to know what to make: %s", source.Join(names))}
		},
	}
	for _, t := range targets {
		c.AddCommand(t.command())
	}
	return c
}

func (t exportTarget) name() string {
	name, _, _ := strings.Cut(t.use, " ")
	return name
}

func (t exportTarget) command() *cobra.Command {
	var f exportFlags
	c := &cobra.Command{
		Use: t.use, Short: t.short,
		Long: t.long + " STORY is its file or its slug; it may be left out when there is one story.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("export %s wants one story, but got %q", t.name(), args)}
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"md"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(c *cobra.Command, args []string) error { return f.export(c, t, append(args, "")[0]) },
	}
	if t.whole {
		c.Long = t.long + " STORY is its file or its slug; all stories when it is left out."
	}
	flags := c.Flags()
	f.addProject(flags)
	flags.StringVarP(&f.to, "output", "o", "", t.output)
	if t.flags != nil {
		t.flags(c, &f)
	}
	return c
}

// exported is a project that is planned, with the stories that were asked for.
type exported struct {
	*opened
	plan    *site.Plan
	stories []export.Story // never none
	out     io.Writer
	print   source.Printer
	fixed   bool // the time to go by was given
}

func (f *exportFlags) export(c *cobra.Command, t exportTarget, wanted string) error {
	file := ""
	if story, id, ok := strings.Cut(wanted, ".md#"); ok {
		return usageError{fmt.Errorf("export %s wants a whole story, %s.md; one chart of it is drawn by plotline chart %[2]s.md#%s", t.name(), story, id)}
	}
	if filepath.Ext(wanted) == ".md" {
		abs, err := filepath.Abs(wanted)
		if err != nil {
			return err
		}
		if _, err := os.Stat(abs); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		if file = abs; !c.Flags().Changed("source") {
			f.source = projectOf(abs)
		}
	}
	o, err := f.open()
	if err != nil {
		return err
	}
	defer o.close()
	if file != "" {
		rel, err := filepath.Rel(o.folder, file)
		if err != nil {
			return err
		}
		wanted = filepath.ToSlash(rel)
	}
	e := &exported{opened: o, out: c.OutOrStdout(), print: source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())},
		fixed: f.clock != "" || os.Getenv("SOURCE_DATE_EPOCH") != ""}
	// Drafts are for those who ask for them by name: others are not stopped by what is wrong in them.
	for _, drafts := range []bool{false, true} {
		e.plan, err = o.builder(o.input, site.Options{Drafts: drafts, BaseURL: f.baseURL, Pictures: o.pictures}).Plan(c.Context())
		if err != nil {
			return err
		}
		if e.stories = wantedOf(e.plan.Exported(), wanted, t.whole); len(e.stories) > 0 || wanted == "" {
			break
		}
	}
	if e.plan.Problems.HasErrors() {
		e.print.Print(e.plan.Problems)
		return errFound
	}
	if err := e.choose(f.source, wanted, t); err != nil {
		return err
	}
	return t.make(c.Context(), f, e)
}

// wantedOf are the stories that were asked for: one by its file or address, or else all that the site has,
// of which a target for one takes the only one.
func wantedOf(all []export.Story, wanted string, whole bool) []export.Story {
	return slices.DeleteFunc(slices.Clone(all), func(s export.Story) bool {
		if wanted == "" {
			return s.Page || whole && len(s.Charts) == 0
		}
		return s.File != wanted && s.Folder != strings.Trim(wanted, "/") && strings.TrimSuffix(path.Base(s.File), ".md") != wanted
	})
}

// choose refuses what is not one story.
func (e *exported) choose(project, wanted string, t exportTarget) error {
	if len(e.stories) == 1 || t.whole && len(e.stories) > 0 {
		return nil
	}
	among, names := e.stories, []string(nil)
	if len(among) == 0 {
		among = e.plan.Exported()
	}
	for _, s := range among {
		names = append(names, s.Folder)
	}
	slices.Sort(names)
	switch {
	case wanted != "" && len(e.stories) == 0:
		p := source.Errorf(source.Span{}, "export: the project %s has no story %q; stories are %s", project, wanted, source.Join(names)).WithHint(source.DidYouMean(wanted, names))
		e.print.Print(source.List{p})
		return errFound
	case len(e.stories) == 0:
		return fmt.Errorf("export: the project %s has no story that is published and has what is asked for; name a draft by its file", project)
	}
	return usageError{fmt.Errorf("export %s: say which story; stories are %s", t.name(), source.Join(names))}
}

// read returns a file of the site and prints what is found while it is made.
func (e *exported) read(ctx context.Context) export.Read {
	return func(path string) ([]byte, bool, error) {
		data, ok, problems, err := e.plan.File(ctx, path)
		e.print.Print(problems)
		if problems.HasErrors() {
			err = errors.Join(err, errFound)
		}
		return data, ok, err
	}
}

// time is that of every file in a zip: the one to go by, or the day of the newest story.
func (e *exported) time() time.Time {
	if e.fixed {
		return e.now
	}
	var last time.Time
	for _, s := range e.stories {
		if t, ok := story.Moment(s.Date, time.UTC); ok && t.After(last) {
			last = t
		}
	}
	return last
}

// write writes one file, whole or not at all, and says what it is.
func (e *exported) write(to string, data []byte, what string) error {
	if to == "-" {
		_, err := e.out.Write(data)
		return err
	}
	if info, err := os.Stat(to); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("export: %s is there and no file", to)
	}
	if err := replace(to, data); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(e.out, "%s: %s, %s\n", to, what, size(len(data)))
	return nil
}

// size is a count of bytes for people.
func size(n int) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// name refuses a name of another kind of file, and gives the name that was left out.
func (f *exportFlags) name(standard string, endings ...string) error {
	if f.to == "" {
		f.to = standard
		return nil
	}
	if f.to == "-" || slices.Contains(endings, strings.ToLower(filepath.Ext(f.to))) {
		return nil
	}
	return usageError{fmt.Errorf("-o %s: it does not end in %s, and is not -", f.to, strings.Join(endings, " or "))}
}
