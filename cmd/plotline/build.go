package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/check"
	"plotline/site/compress"
	"plotline/site/publish"
)

type buildFlags struct {
	projectFlags
	drafts, strict, minify, compress, sizes, json, quiet bool
}

func buildCommand() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the site into public/",
		Long:  "Build the site. When anything is wrong nothing is published, and public/ stays as it was.",
		Args:  noArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return f.build(c) },
	}
	flags := c.Flags()
	f.add(flags)
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "publish drafts too")
	flags.BoolVar(&f.strict, "strict", false, "warnings stop publishing too")
	flags.BoolVar(&f.minify, "minify", true, "leave out white space that browsers do not show; --minify=false makes pages for people to read")
	flags.BoolVar(&f.compress, "compress", false, "write .gz and .br beside text files, for servers that send them as they are")
	flags.BoolVar(&f.sizes, "sizes", false, "say which pages are the heaviest, and why")
	flags.BoolVar(&f.json, "json", false, "print problems and counts as JSON to standard output")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print errors only")
	return c
}

func (f *buildFlags) build(c *cobra.Command) error {
	start := time.Now()
	build, result, err := f.make(c, true)
	if err != nil {
		return err
	}
	if f.json {
		return f.writeJSON(c.Context(), c.OutOrStdout(), build, &result)
	}
	if !f.quiet {
		fmt.Fprintln(c.OutOrStdout(), summary(f.destination, build, result, time.Since(start)))
	}
	if f.sizes {
		weight, err := weigh(c.Context(), build)
		if err != nil {
			return err
		}
		printSizes(c.OutOrStdout(), weight)
	}
	return nil
}

// make builds the site, into its folder when it is to be written. Problems are printed; errors among
// them are errFound, and nothing is written then.
func (f *buildFlags) make(c *cobra.Command, write bool) (*site.Build, publish.Result, error) {
	debug.SetGCPercent(400) // a build is short: memory is cheaper than collecting it
	o, err := f.projectFlags.open()
	if err != nil {
		return nil, publish.Result{}, err
	}
	defer o.close()
	if f.destination == "" {
		f.destination = filepath.Join(f.source, "public")
	}
	options := site.Options{Drafts: f.drafts, BaseURL: f.baseURL, Pictures: o.pictures, Readable: !f.minify}
	var past *publish.Past
	if write {
		past = publish.Look(f.destination)
		options.Held = past.Key
	}
	build, err := o.builder(o.input, options).Build(c.Context())
	if err != nil {
		return nil, publish.Result{}, err
	}
	failed := build.Problems.HasErrors() || f.strict && build.Problems.Count(source.Warning) > 0
	f.print(c, o.folder, build)
	if failed {
		return nil, publish.Result{}, f.fail(c, build)
	}
	if !write {
		return build, publish.Result{}, nil
	}
	files := build.Files
	if f.compress {
		twins, err := compress.Twins(c.Context(), files, o.pool)
		if err != nil {
			return nil, publish.Result{}, err
		}
		files = append(slices.Clip(files), twins...)
	}
	result, err := publish.Publish(c.Context(), f.destination, files, publish.Options{Project: o.folder, Past: past})
	return build, result, err
}

func (f *buildFlags) print(c *cobra.Command, folder string, b *site.Build) {
	list := b.Problems
	if f.quiet {
		list = nil
		for _, p := range b.Problems {
			if p.Level == source.Error {
				list = append(list, p)
			}
		}
	}
	w := c.ErrOrStderr()
	source.Printer{W: w, Color: colourful(w)}.Print(list)
	settleAtOnce(w, f.source, list)
	if !f.json { // whoever reads that shows the problems
		annotate(c.OutOrStdout(), folder, list)
	}
}

func (f *buildFlags) fail(c *cobra.Command, b *site.Build) error {
	if f.json {
		if err := f.writeJSON(c.Context(), c.OutOrStdout(), b, nil); err != nil {
			return err
		}
	}
	errors, warnings := b.Problems.Count(source.Error), b.Problems.Count(source.Warning)
	fmt.Fprintf(c.ErrOrStderr(), "plotline: %s; %s is as it was\n", counts(errors, warnings), f.destination)
	return errFound
}

func counts(errors, warnings int) string {
	s := plural(errors, "error")
	if warnings > 0 {
		s += " and " + plural(warnings, "warning")
	}
	return s
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	switch word {
	case "story":
		return fmt.Sprintf("%d stories", n)
	case "address":
		return fmt.Sprintf("%d addresses", n)
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func summary(dir string, b *site.Build, r publish.Result, took time.Duration) string {
	s := fmt.Sprintf("%s: %s, %s (%d drawn), %s (%d written", filepath.Join(dir, "index.html"), plural(b.Stats.Stories, "story"),
		plural(b.Stats.Charts, "chart"), b.Stats.Drawn, plural(r.Written+r.Unchanged, "file"), r.Written)
	if r.Deleted > 0 {
		s += fmt.Sprintf(", %d deleted", r.Deleted)
	}
	s += fmt.Sprintf(") in %.2f seconds", took.Seconds())
	if b.Stats.Waiting > 0 {
		s += ", " + plural(b.Stats.Waiting, "story") + " waiting for a publish-date"
	}
	if n := b.Problems.Count(source.Warning); n > 0 {
		s += ", " + plural(n, "warning")
	}
	return s
}

// colourful reports whether w is a terminal that wants colours (https://no-color.org).
func colourful(w io.Writer) bool { return os.Getenv("NO_COLOR") == "" && terminal(w) }

// terminal reports whether w is a terminal that can do more than print lines.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (f *buildFlags) writeJSON(ctx context.Context, w io.Writer, b *site.Build, r *publish.Result) error {
	var sizes *check.Weight
	if f.sizes && r != nil {
		weight, err := weigh(ctx, b)
		if err != nil {
			return err
		}
		sizes = &weight
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Problems  []source.Record `json:"problems"`
		Stats     site.Stats      `json:"stats"`
		Published *publish.Result `json:"published"`
		Sizes     *check.Weight   `json:"sizes,omitempty"`
	}{b.Problems.Records(), b.Stats, r, sizes})
}
