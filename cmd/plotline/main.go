// Command plotline turns a folder of Markdown stories and CSV files into a static site.
//
// Results go to standard output, messages to standard error. It exits with 0 when all is fine, 1
// when the build or a check found errors, and 2 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

func main() { os.Exit(Main()) }

// Main runs the command and returns its exit code.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// errFound says that the problems were printed: nothing is left to say.
var errFound = errors.New("errors were found")

// usageError is a call that makes no sense.
type usageError struct{ error }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := &cobra.Command{
		Use:               "plotline",
		Short:             "Turn Markdown stories and CSV files into a static site",
		Long:              "Plotline turns Markdown stories in site/stories/ and CSV files in data/ into a static site in public/.",
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(newCommand(), buildCommand(), serveCommand(), checkCommand(), diffCommand(), factcheckCommand(), publishCommand(), chartCommand(), dataCommand(), exportCommand(), kindsCommand(), inspectCommand(), versionCommand())
	called, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFound):
		return 1
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "plotline: stopped")
		return 1
	}
	var usage usageError
	fmt.Fprintf(stderr, "plotline: %v\n", err)
	if errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") {
		lists := "lists commands and flags"
		if called != root {
			lists = "lists its flags"
			if called.HasAvailableSubCommands() {
				lists = "lists its commands and flags"
			}
		}
		fmt.Fprintf(stderr, "    %s --help %s\n", called.CommandPath(), lists)
		return 2
	}
	return 1
}

// noArgs refuses arguments as a misuse.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes no arguments, but got %q", c.Name(), args[0])}
	}
	return nil
}
