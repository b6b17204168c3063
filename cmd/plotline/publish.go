package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plotline/site"
	"plotline/site/deploy"
)

type publishFlags struct {
	buildFlags
	branch, remote     string
	dryRun, allowDirty bool
}

func publishCommand() *cobra.Command {
	var f publishFlags
	c := &cobra.Command{
		Use:   "publish",
		Short: "Build the site and publish it with GitHub Pages",
		Long: "Build the site and publish it with GitHub Pages: by a workflow that builds it there, or with --branch\n" +
			"by a commit of the built site to a branch. Nothing is published when the build finds errors.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.publish(c) },
	}
	flags := c.Flags()
	f.add(flags)
	flags.BoolVar(&f.strict, "strict", false, "warnings stop publishing too")
	flags.StringVar(&f.branch, "branch", "", "branch to commit the built site to, such as gh-pages, in place of writing the workflow")
	flags.StringVar(&f.remote, "remote", "origin", "remote that the branch is pushed to")
	flags.BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be done, and do nothing")
	flags.BoolVar(&f.allowDirty, "allow-dirty", false, "publish changes to the project's files that no commit holds")
	return c
}

func (f *publishFlags) publish(c *cobra.Command) error {
	f.quiet = true  // of a build only what is wrong
	f.minify = true // as build does
	if f.branch == "" {
		for _, name := range []string{"remote", "allow-dirty"} {
			if c.Flags().Changed(name) {
				return usageError{fmt.Errorf("--%s is of use with --branch only", name)}
			}
		}
	}
	build, _, err := f.make(c, !f.dryRun)
	if err != nil {
		return err
	}
	folder, err := filepath.Abs(f.source)
	if err != nil {
		return err
	}
	if f.branch == "" {
		return f.workflow(c, folder)
	}
	var files []deploy.File
	if !f.dryRun {
		if files, err = deploy.Read(f.destination); err != nil {
			return err
		}
	} else if files, err = made(c.Context(), build); err != nil {
		return err
	}
	changes, err := deploy.Branch(c.Context(), files, deploy.Options{Project: folder, Inputs: build.Inputs, Branch: f.branch, Remote: f.remote,
		AllowDirty: f.allowDirty, DryRun: f.dryRun})
	if err != nil {
		return err
	}
	f.tell(c.OutOrStdout(), changes)
	f.addresses(c, build, folder)
	return nil
}

// made are the files of a build that has not been written.
func made(ctx context.Context, build *site.Build) ([]deploy.File, error) {
	files := make([]deploy.File, len(build.Files))
	for i := range build.Files {
		b, err := build.Files[i].Bytes(ctx)
		if err != nil {
			return nil, err
		}
		files[i] = deploy.File{Path: build.Files[i].Path, Data: b}
	}
	return files, nil
}

// addresses warns when the site has no address of its own, with the one that it will have.
func (f *publishFlags) addresses(c *cobra.Command, build *site.Build, folder string) {
	if build.Config.BaseURL != "" {
		return
	}
	address := "https://OWNER.github.io/REPO/"
	if known := deploy.Address(c.Context(), folder, f.remote); known != "" {
		address = known
	}
	if build.Config.CName != "" {
		address = "https://" + build.Config.CName + "/"
	}
	fmt.Fprintf(c.ErrOrStderr(), "plotline: warning: plotline.yaml has no base-url, so the site has no feed.xml, sitemap.xml, llms.txt and story.md, and the links of its 404.html lead to the root of the server\n"+
		"    write base-url: %s\n", address)
}

func (f *publishFlags) tell(w io.Writer, c *deploy.Changes) {
	place := f.branch + " of " + f.remote
	if c.None() {
		fmt.Fprintf(w, "%s is up to date: nothing has changed since commit %.12s, and none was made\n", place, c.Commit)
		return
	}
	counts := fmt.Sprintf("%s added, %d changed, %d removed", plural(len(c.Added), "file"), len(c.Changed), len(c.Removed))
	if !f.dryRun {
		fmt.Fprintf(w, "%s: %s in commit %.12s\n", place, counts, c.Commit)
		return
	}
	if c.Created {
		place += ", a new branch"
	}
	fmt.Fprintf(w, "would commit to %s: %s\n", place, counts)
	for _, list := range []struct {
		what  string
		paths []string
	}{{"added", c.Added}, {"changed", c.Changed}, {"removed", c.Removed}} {
		for _, p := range list.paths {
			fmt.Fprintf(w, "  %-8s %s\n", list.what, p)
		}
	}
	fmt.Fprintf(w, "with the message\n")
	for line := range strings.Lines(c.Message) {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintf(w, "  %s\n", line)
		}
	}
}

// workflow writes the workflow and says what is left to do by hand.
func (f *publishFlags) workflow(c *cobra.Command, folder string) error {
	w, err := deploy.Workflow(c.Context(), folder, f.dryRun)
	if err != nil {
		return err
	}
	out := c.OutOrStdout()
	name := filepath.ToSlash(filepath.Join(f.source, w.File))
	if f.dryRun && w.Is != "the same" {
		fmt.Fprintf(out, "would write %s (%s):\n%s", name, w.Is, w.Text)
		return nil
	}
	state := "is written (" + w.Is + ")"
	if w.Is == "the same" {
		state = "is up to date"
	}
	fmt.Fprintf(out, `%s %s. What is left to do, once:
  1. in the repository's settings on GitHub: Pages, Source: GitHub Actions
  2. and there: Secrets and variables, Actions, Variables: PLOTLINE_REPOSITORY = owner/name@commit,
     the repository and the commit that Plotline is built from
  3. git add %s, commit and push
`, name, state, shell(name))
	return nil
}
