package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/ledger"
	"plotline/site/revision"
)

type diffFlags struct {
	projectFlags
	rev                        string
	drafts, markdown, exitCode bool
}

func diffCommand() *cobra.Command {
	var f diffFlags
	c := &cobra.Command{
		Use:   "diff [BASELINE]",
		Short: "Say which displayed numbers and charts a change moves",
		Long: "Compare the numbers and charts of the project as it is with those of BASELINE: a published folder, another project's folder, or a story's claims.json. " +
			"Without BASELINE the project is compared with its last commit. Nothing is written.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("diff wants one baseline, but got %q", args)}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.diff(c, append(args, "")[0]) },
	}
	flags := c.Flags()
	f.addProject(flags)
	flags.StringVar(&f.rev, "rev", "HEAD", "revision of the project's git repository to compare with, such as v1 or main~3")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "compare drafts too")
	flags.BoolVar(&f.markdown, "markdown", false, "print Markdown, for a comment on a pull request")
	flags.BoolVar(&f.exitCode, "exit-code", false, "exit with 1 when something has moved")
	return c
}

func (f *diffFlags) diff(c *cobra.Command, baseline string) error {
	if baseline != "" && c.Flags().Changed("rev") {
		return usageError{errors.New("--rev and a baseline are two things to compare with; give one")}
	}
	o, err := f.open()
	if err != nil {
		return err
	}
	defer o.close()
	print := source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}
	old, than, err := f.old(c.Context(), o, baseline, print)
	if err != nil {
		return err
	}
	plan, err := o.plan(c.Context(), o.input, site.Options{Drafts: f.drafts, BaseURL: f.baseURL})
	if err != nil {
		return err
	}
	failed := wrong(plan.Problems)
	print.Print(failed)
	changes := ledger.Compare(old, plan.Ledger())
	if f.markdown {
		changes.Markdown(c.OutOrStdout(), than)
	} else {
		changes.Print(c.OutOrStdout(), than)
	}
	if len(failed) > 0 || f.exitCode && !changes.None() {
		return errFound
	}
	return nil
}

// wrong are the errors that keep numbers from being known; that words are not true of them is what a
// comparison tells.
func wrong(l source.List) source.List {
	var out source.List
	for _, p := range l {
		if p.Level == source.Error && p.Rule != "claim-false" {
			out = append(out, p)
		}
	}
	return out
}

// plan works a project out as the opened one is.
func (o *opened) plan(ctx context.Context, fsys fs.FS, options site.Options) (*site.Plan, error) {
	return o.builder(fsys, options).Plan(ctx)
}

// old is what the project is compared with, and its name.
func (f *diffFlags) old(ctx context.Context, o *opened, baseline string, print source.Printer) (ledger.Site, string, error) {
	if baseline != "" && !isProject(baseline) {
		old, err := published(baseline)
		if err == nil && len(old.Stories) == 0 {
			err = usageError{fmt.Errorf("%s is no project, and holds no claims.json of a published story", baseline)}
		}
		return old, baseline, err
	}
	var fsys fs.FS
	than := baseline
	if baseline != "" {
		other, err := openProject(baseline)
		if err != nil {
			return ledger.Site{}, "", err
		}
		defer other.Close()
		fsys = other
	} else {
		tree, err := revision.Open(ctx, o.folder, f.rev)
		if errors.Is(err, revision.ErrNone) {
			return ledger.Site{}, "", usageError{fmt.Errorf("diff: %w; commit the project, or name a published folder or another project", err)}
		}
		if err != nil {
			return ledger.Site{}, "", fmt.Errorf("diff: %w", err)
		}
		defer tree.Close()
		fsys, than = tree, fmt.Sprintf("%s (%.12s)", f.rev, tree.Commit)
	}
	plan, err := o.plan(ctx, fsys, site.Options{Drafts: f.drafts, BaseURL: f.baseURL})
	if err != nil {
		return ledger.Site{}, "", err
	}
	if n := len(wrong(plan.Problems)); n > 0 {
		print.Print(source.List{source.Warnf(source.Span{}, "baseline-broken", "%s has %s, so some of its numbers may be unknown", than, plural(n, "error"))})
	}
	return plan.Ledger(), than, nil
}

// isProject tells a project's folder from a published one.
func isProject(dir string) bool {
	for _, name := range []string{"plotline.yaml", filepath.Join("site", "stories"), "data"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// published reads what a published folder, or one claims.json, displays.
func published(name string) (ledger.Site, error) {
	info, err := os.Stat(name)
	if err != nil {
		return ledger.Site{}, usageError{fmt.Errorf("there is no %s to compare with", name)}
	}
	if !info.IsDir() {
		text, err := os.ReadFile(name)
		if err != nil {
			return ledger.Site{}, err
		}
		story, err := site.PublishedStory(text)
		if err != nil {
			return ledger.Site{}, fmt.Errorf("%s: %w", name, err)
		}
		return ledger.Site{Stories: []ledger.Story{story}, Partial: true}, nil
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return ledger.Site{}, err
	}
	defer root.Close()
	return site.Published(root.FS())
}
