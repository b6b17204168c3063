package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"plotline/site/deploy"
	"plotline/templates"
)

func newCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: "Begin a site, a story or a chart",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("new makes no %q; it makes a site, a story or a chart", args[0])}
			}
			return usageError{errors.New("new wants to know what to make: plotline new site NAME, new story NAME, or new chart data/FILE.csv")}
		},
	}
	c.AddCommand(&cobra.Command{
		Use:   "site NAME",
		Short: "Make a folder with a small site that builds",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("new site wants one name: that of a new folder")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := newSite(args[0]); err != nil {
				return err
			}
			begun, err := deploy.Begin(c.Context(), args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s is there. Next:\n  cd %s\n  plotline serve -O\n", args[0], shell(args[0]))
			if !begun {
				fmt.Fprintf(c.OutOrStdout(), "It is in a git repository: plotline publish puts the workflow that builds it on GitHub at that one's root.\n")
			}
			return nil
		},
	}, newStoryCommand(), newChartCommand())
	return c
}

// newSite writes the starter into a folder that is new or empty.
func newSite(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return fmt.Errorf("new site: %s is not empty; choose another name", dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("new site: %w", err)
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	name := filepath.Base(whole)
	starter := templates.Starter()
	return fs.WalkDir(starter, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(p))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		b, err := fs.ReadFile(starter, p)
		if err != nil {
			return err
		}
		switch p {
		case "gitignore":
			to = filepath.Join(dir, ".gitignore")
		case "plotline.yaml": // a folder may have any name; YAML's words and signs are quoted
			b = bytes.ReplaceAll(b, []byte("NAME"), []byte(strconv.Quote(name)))
		case "README.md":
			b = bytes.ReplaceAll(b, []byte("NAME"), []byte(name))
		}
		return os.WriteFile(to, b, 0o644)
	})
}
