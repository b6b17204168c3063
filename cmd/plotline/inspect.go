package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plotline/data"
	"plotline/data/load"
	"plotline/data/profile"
	"plotline/data/settings"
	"plotline/data/source"
)

func inspectCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "inspect",
		Short: "Look at a file before a story uses it",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("inspect knows no %q; it looks at data: plotline inspect data FILE", args[0])}
			}
			return usageError{errors.New("inspect wants to know what to look at: plotline inspect data FILE")}
		},
	}
	c.AddCommand(inspectDataCommand())
	return c
}

type inspectFlags struct {
	write, json, plain bool
	hint               string
	sheet              string // of a workbook
}

func inspectDataCommand() *cobra.Command {
	var f inspectFlags
	c := &cobra.Command{
		Use:   "data FILE",
		Short: "Say how a table is read, what its columns hold, and what is odd in it",
		Long: "Say how a table is encoded and laid out, and of each column its type, range, missing cells and distribution; then propose a sidecar that settles it all. " +
			"FILE may lie anywhere; - is standard input. A datapackage.yaml or .json beside it that describes it is obeyed. It exits with 0 when the table can be used.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("inspect data wants one file, or - for standard input")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.inspect(c, args[0]) },
	}
	flags := c.Flags()
	flags.BoolVar(&f.write, "write", false, "add the proposed resource to the datapackage.yaml or .json beside the file, or begin one; what stands there is never changed")
	flags.BoolVar(&f.json, "json", false, "print encoding, delimiter, header, number of columns and rows, warnings and the error as JSON, and nothing else")
	flags.BoolVar(&f.plain, "plain", false, "no colours, and letters and digits only")
	flags.StringVar(&f.sheet, "sheet", "", "sheet of a workbook (default the first that holds cells)")
	flags.StringVar(&f.hint, "hint", "", `how to read the file, as JSON: {"preamble": 2, "header_rows": 3, "rows_max": 47, "encoding": "gb18030"}; also delimiter, footer and decimal`)
	return c
}

func (f *inspectFlags) inspect(c *cobra.Command, name string) error {
	how, err := readHint(f.hint)
	if err != nil {
		return err
	}
	switch {
	case f.write && f.json:
		return usageError{errors.New("--json prints and --write writes; ask for one of them")}
	case strings.EqualFold(filepath.Ext(name), ".sql"):
		return usageError{fmt.Errorf("%s is a query, which holds no table; plotline build makes its table, and data.csv beside a chart shows it", name)}
	case f.write && name == "-":
		return usageError{errors.New("--write needs a file: a sidecar lies beside it")}
	}
	file, err := openTable(c.InOrStdin(), name)
	if err != nil {
		return fmt.Errorf("inspect: %w", err)
	}
	how.Sheet = f.sheet
	told := how.String()
	how.Inspect = true
	if name == "-" {
		how.Name = "input"
	}
	beside, problems := sidecarBeside(name)
	resource := beside.Resource(filepath.Base(name), how.Sheet)
	text, found := load.Open(file, resource.Told(how))
	found = beside.Chose(filepath.Base(name), how, found)
	how.Sheet = text.Options.Sheet
	var report data.Report
	if text.File != nil {
		report = data.Inspect(text.File, text.Options)
	}
	report.Problems = append(append(found, report.Problems...), text.Check(report.Table)...)
	if report.Table != nil {
		report.Problems = resource.Check(report.Table, report.Problems)
		report.Problems = append(report.Problems, resource.Foreign(beside, report.Table, tablesBeside(name))...)
		if report.Rows == 0 {
			report.Problems = append(report.Problems, source.Warnf(report.Table.File.All().Sub(0, 0), "no-rows", "the table has no rows"))
		}
	}
	report.Problems = append(report.Problems, problems...)
	report.Problems.Sort()
	for i, p := range report.Problems {
		report.Problems[i].Hint = settings.Resettle(p.Hint, "", []string{told})
	}
	if f.json {
		return f.printJSON(c.OutOrStdout(), report)
	}
	source.Printer{W: c.ErrOrStderr(), Color: !f.plain && colourful(c.ErrOrStderr())}.Print(report.Problems)
	if report.Table == nil {
		return errFound
	}
	fmt.Fprint(c.OutOrStdout(), profile.Of(report).Print(profile.Style{Plain: f.plain, Color: !f.plain && colourful(c.OutOrStdout())}))
	if report.Problems.HasErrors() {
		return errFound
	}
	return f.propose(c.OutOrStdout(), name, beside, resource, report, how)
}

const mostHeld = 8 << 20 // bytes of a file that are held; larger ones are read by parts

// openTable returns the file, or standard input for the name -.
func openTable(stdin io.Reader, name string) (*source.File, error) {
	if name == "-" {
		raw, err := io.ReadAll(stdin)
		return source.NewFile("standard input", raw), err
	}
	path := filepath.ToSlash(name)
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() > mostHeld {
		return source.NewDistant(path, int(info.Size()), func() (source.Reader, error) { return os.Open(name) }), nil
	}
	raw, err := os.ReadFile(name)
	return source.NewFile(path, raw), err
}

// inspected is what --json prints.
type inspected struct {
	Encoding  string           `json:"encoding"`
	Delimiter string           `json:"delimiter"`
	Header    []string         `json:"header"`
	Columns   int              `json:"columns"`
	Rows      int              `json:"rows"`
	Warnings  []inspectWarning `json:"warnings"`
	Error     *inspectError    `json:"error"`
}

type inspectWarning struct {
	Code   string `json:"code"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type inspectError struct {
	Code string `json:"code"`
	Line int    `json:"line"`
}

func (f *inspectFlags) printJSON(w io.Writer, r data.Report) error {
	out := inspected{Encoding: r.Encoding, Delimiter: r.Delimiter, Header: r.Labels(), Columns: len(r.Columns) + r.Blank, Rows: r.Rows, Warnings: []inspectWarning{}}
	for _, p := range r.Problems {
		at := p.At.Position()
		switch {
		case p.Level != source.Error:
			out.Warnings = append(out.Warnings, inspectWarning{p.Rule, max(at.Line, 1), max(at.Column, 1)})
		case out.Error == nil:
			out.Error = &inspectError{cmp.Or(p.Rule, "sidecar"), max(at.Line, 1)}
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(out); err != nil {
		return err
	}
	if out.Error != nil {
		return errFound
	}
	return nil
}
