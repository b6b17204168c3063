package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"plotline/charts/draw"
	"plotline/data/source"
	"plotline/site"
	"plotline/site/publish"
)

type buildFlags struct {
	source, destination, baseURL, engine string
	drafts, strict, json, quiet, noCache bool
	jobs                                 int
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
	flags.StringVarP(&f.source, "source", "s", ".", "folder of the project")
	flags.StringVarP(&f.destination, "destination", "d", "", "folder of the site (default public in the project)")
	flags.StringVarP(&f.baseURL, "base-url", "b", "", "absolute address of the site, in place of base-url in plotline.yaml")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "publish drafts too")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "charts drawn at once (default one a core)")
	flags.StringVar(&f.engine, "engine", "auto", "who draws: auto, quickjs or node; the drawings are the same")
	flags.BoolVar(&f.strict, "strict", false, "warnings stop publishing too")
	flags.BoolVar(&f.json, "json", false, "print problems and counts as JSON to standard output")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print errors only")
	flags.BoolVar(&f.noCache, "no-cache", false, "draw every chart again and keep no drawing")
	return c
}

func (f *buildFlags) build(c *cobra.Command) error {
	start := time.Now()
	engine, err := draw.ParseEngine(f.engine)
	if err != nil {
		return usageError{err}
	}
	project, err := filepath.Abs(f.source)
	if err != nil {
		return err
	}
	if info, err := os.Stat(project); err != nil || !info.IsDir() {
		return usageError{fmt.Errorf("there is no folder %s", f.source)}
	}
	if f.destination == "" {
		f.destination = filepath.Join(f.source, "public")
	}
	input, err := openProject(project)
	if err != nil {
		return err
	}
	defer input.Close()
	pool, err := draw.New(draw.Options{Engine: engine, Workers: f.jobs, CacheDir: f.cacheDir()})
	if err != nil {
		return err
	}
	defer pool.Close()
	build, err := site.New(input, pool, site.Options{Drafts: f.drafts, BaseURL: f.baseURL, Program: program()}).Build(c.Context())
	if err != nil {
		return err
	}
	failed := build.Problems.HasErrors() || f.strict && build.Problems.Count(source.Warning) > 0
	f.print(c.ErrOrStderr(), build)
	if failed {
		return f.fail(c, build)
	}
	result, err := publish.Publish(c.Context(), f.destination, build.Files, publish.Options{Project: project})
	if err != nil {
		return err
	}
	if f.json {
		return writeJSON(c.OutOrStdout(), build, &result)
	}
	if !f.quiet {
		fmt.Fprintln(c.OutOrStdout(), summary(f.destination, build, result, time.Since(start)))
	}
	return nil
}

// cacheDir is where drawings are kept between builds: the user's cache folder.
func (f *buildFlags) cacheDir() string {
	if f.noCache {
		return ""
	}
	if dir := os.Getenv("PLOTLINE_CACHE"); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "plotline", "drawings")
}

// program tells this version of the command from every other, by its file.
func program() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %d %d", name, info.Size(), info.ModTime().UnixNano())
}

func (f *buildFlags) print(w io.Writer, b *site.Build) {
	list := b.Problems
	if f.quiet {
		list = nil
		for _, p := range b.Problems {
			if p.Level == source.Error {
				list = append(list, p)
			}
		}
	}
	source.Printer{W: w, Color: colourful(w)}.Print(list)
}

func (f *buildFlags) fail(c *cobra.Command, b *site.Build) error {
	if f.json {
		if err := writeJSON(c.OutOrStdout(), b, nil); err != nil {
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
	if word == "story" {
		return fmt.Sprintf("%d stories", n)
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
	if n := b.Problems.Count(source.Warning); n > 0 {
		s += ", " + plural(n, "warning")
	}
	return s
}

// colourful reports whether w is a terminal that wants colours (https://no-color.org).
func colourful(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func writeJSON(w io.Writer, b *site.Build, r *publish.Result) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Problems  []source.Record `json:"problems"`
		Stats     site.Stats      `json:"stats"`
		Published *publish.Result `json:"published"`
	}{b.Problems.Records(), b.Stats, r})
}
