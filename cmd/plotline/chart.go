package main

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plotline/charts"
	"plotline/charts/raster"
	"plotline/data"
	"plotline/data/format"
	"plotline/data/load"
	"plotline/data/settings"
	"plotline/data/source"
	"plotline/site"
	"plotline/site/card"
)

type chartFlags struct {
	block      charts.Block
	how        data.Options
	y          []string
	source     string
	printBlock bool
	project    projectFlags
	to         string
	width      int
	scale      float64
}

const mostSeen = 10_000 // rows of a large file by which kind and columns are chosen

// A picture's dots for each CSS px, and its legal bounds.
const (
	defaultScale = 2
	mostScale    = 8
	mostWidth    = 4000
)

func chartCommand() *cobra.Command {
	var f chartFlags
	c := &cobra.Command{
		Use:   "chart [FILE]",
		Short: "Draw one chart of a file of data or a story",
		Long: "Draw one chart of a file of data (CSV, TSV, Excel, JSON), of standard input, or of a story: debt.csv, or site/stories/debt.md#id. " +
			"Kind and columns that are left out are chosen from the file's columns, and the choice is told. " +
			"The name after -o says what is made: .html a page, .svg and .png a picture with title and source, .json the ECharts option, - a figure to paste, to standard output.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("chart wants one file, but got %q", args)}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return f.chart(c, append(args, "-")[0])
		},
	}
	flags := c.Flags()
	b := &f.block
	flags.StringVar(&f.how.Sheet, "sheet", "", "sheet of a workbook (default the first that holds cells)")
	flags.StringVar(&f.how.Range, "range", "", "cells of the sheet, such as A5:F30, or A5:F for all rows below")
	flags.StringVarP(&b.Kind, "kind", "k", "", "kind of chart; plotline kinds lists them")
	flags.StringVar(&b.X, "x", "", "column along x")
	flags.StringSliceVar(&b.Y, "y", nil, "column of values; more than one with commas")
	flags.StringVar(&b.Series, "series", "", "column that splits rows into series")
	flags.StringVar(&b.Where, "where", "", "condition that rows must meet")
	flags.StringVar(&b.Sort, "sort", "", "x, y or a column; - in front for descending")
	flags.StringVar(&b.Title, "title", "", "headline")
	flags.StringVar(&b.Subtitle, "subtitle", "", "what is measured, and in which unit")
	flags.StringVar(&b.Unit, "unit", "", "unit of the values")
	flags.StringVar(&b.Format, "format", "", "number format, such as num1 or pct0")
	flags.StringVar(&b.Note, "note", "", "small print")
	flags.StringVar(&b.Alt, "alt", "", "what a reader would see, in words (default drafted from the data)")
	flags.StringVar(&f.source, "source", "", "where the numbers come from, as printed under the chart")
	flags.StringSliceVar(&b.Highlight, "highlight", nil, "categories or series to colour")
	flags.IntVar(&b.Height, "height", 0, "height of the drawing in px, 80 to 1200")
	flags.StringVar(&b.Language, "language", "", "language of words and numbers, such as de (default en)")
	flags.StringVarP(&f.to, "output", "o", "-", "file to write: .html, .svg, .png or .json; - is standard output")
	flags.IntVar(&f.width, "width", 0, "width of a .png in px (default the picture's own)")
	flags.Float64Var(&f.scale, "scale", defaultScale, "dots for each px of a .png")
	flags.BoolVar(&f.printBlock, "print-block", false, "print the block to paste into a story, and draw nothing")
	flags.StringVar(&f.project.engine, "engine", "auto", "who draws: auto, quickjs or node; the drawings are the same")
	flags.BoolVar(&f.project.noCache, "no-cache", false, "draw again and keep no drawing")
	return c
}

func (f *chartFlags) chart(c *cobra.Command, from string) error {
	if err := f.check(c); err != nil {
		return err
	}
	if story, id, ok := strings.Cut(from, ".md#"); ok {
		if given := f.given(c); len(given) > 0 {
			return usageError{fmt.Errorf("a story's chart says itself what it shows: %s is for files of data", given[0])}
		}
		fragment, pictures, err := chartOf(c.Context(), c.ErrOrStderr(), &f.project, story+".md", id)
		if err != nil {
			return err
		}
		return f.write(c.OutOrStdout(), fragment, pictures)
	}
	if filepath.Ext(from) == ".md" {
		return usageError{fmt.Errorf("chart: say which chart: %s#id", from)}
	}
	warn := source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}
	table, problems, err := readTable(c.InOrStdin(), from, f.how)
	if err != nil {
		return err
	}
	if table != nil { // whether the chart uses a row of sums, drawing it tells
		problems = slices.DeleteFunc(problems, func(p source.Problem) bool { return p.Rule == "totals-row" && table.Held() })
	}
	warn.Print(problems)
	if table == nil {
		return errFound
	}
	tell := func(l source.List) { warn.Print(asFlags(l)) }
	f.block.Data = table.Name
	if f.source != "" {
		f.block.Sources = []charts.Source{{Name: f.source}}
	}
	seen, wrong := table, source.List(nil)
	if !table.Held() {
		if seen, wrong = table.Head(mostSeen); wrong.HasErrors() {
			warn.Print(wrong)
			return errFound
		}
	}
	if chose := f.block.Infer(seen); chose != "" {
		fmt.Fprintf(c.ErrOrStderr(), "plotline: chose %s\n", source.Visible(chose))
	}
	if f.block.Kind == "" && table.Rows == 0 {
		return fmt.Errorf("%s has no rows, only a header: there is nothing to draw", table.File.Path)
	}
	if f.block.Kind == "" {
		return fmt.Errorf("no chart shows these columns well; choose with --kind, --x and --y: columns are %s", source.Visible(source.Join(table.Names())))
	}
	spec, problems := f.block.Spec()
	if spec == nil {
		tell(problems)
		return errFound
	}
	if f.printBlock {
		_, bound := charts.Bind(spec, charts.TableSet{table.Name: table}, charts.DefaultTheme())
		problems = append(problems, bound...)
		tell(problems)
		if problems.HasErrors() {
			return errFound
		}
		fmt.Fprint(c.OutOrStdout(), "```chart\n", f.block.YAML(), "```\n")
		return nil
	}
	pool, err := f.project.pool()
	if err != nil {
		return err
	}
	defer pool.Close()
	fragment, err := charts.Render(c.Context(), spec, charts.TableSet{table.Name: table}, charts.Options{Pool: pool})
	var found *charts.ProblemError
	if errors.As(err, &found) {
		tell(found.List)
		return errFound
	}
	if err != nil {
		return err
	}
	tell(append(problems, fragment.Problems...))
	return f.write(c.OutOrStdout(), fragment, nil)
}

// check refuses what cannot be written before anything is read.
func (f *chartFlags) check(c *cobra.Command) error {
	switch f.ending() {
	case ".html", ".svg", ".png", ".json":
	default:
		if f.to != "-" {
			return usageError{fmt.Errorf("-o %s: it ends in none of .html, .svg, .png and .json, and is not -", f.to)}
		}
	}
	if !(f.scale > 0 && f.scale <= mostScale) || f.width < 0 || f.width > mostWidth {
		return usageError{fmt.Errorf("--scale is more than 0 and at most %d, --width at most %d", mostScale, mostWidth)}
	}
	for _, name := range []string{"width", "scale"} {
		if c.Flags().Changed(name) && f.ending() != ".png" {
			return usageError{fmt.Errorf("--%s is for a .png, and -o %s is none", name, f.to)}
		}
	}
	if l := f.block.Language; l != "" && !format.Knows(l) {
		hint := source.DidYouMean(l, format.Languages())
		if hint != "" {
			hint = "; " + hint
		}
		return usageError{fmt.Errorf("unknown --language %q; languages are %s%s", l, source.Join(format.Languages()), hint)}
	}
	return nil
}

// ending is that of the file to write, in small letters.
func (f *chartFlags) ending() string { return strings.ToLower(filepath.Ext(f.to)) }

// leftOut matches the hint that leaves a row of sums out of a story's chart.
var leftOut = regexp.MustCompile(`^where: '(.*)' leaves it out, `)

// asFlags says problems of the block in the words of the command line: it was written there.
func asFlags(l source.List) source.List {
	var out source.List
	for _, p := range l {
		if p.At.File == nil || p.At.File.Path != charts.BlockFile {
			out = append(out, p)
			continue
		}
		switch p.Rule {
		case "alt-missing": // drafted, which is what a report wants
			continue
		case "title-missing", "source-missing":
			p.Hint = "add --" + strings.TrimSuffix(p.Rule, "-missing")
		case "totals-row":
			if m := leftOut.FindStringSubmatch(p.Hint); m != nil {
				p.Hint = "--where " + shell(strings.ReplaceAll(m[1], "''", "'")) + " leaves it out"
			}
		default:
			if key, _, _ := strings.Cut(p.At.File.Line(p.At.Position().Line).Text(), ":"); key != "data" { // the file
				p.Text = "--" + key + ": " + p.Text
			}
			if p.Rule == "too-large" {
				p.Hint = "narrow them down with --where"
			}
		}
		p.At = source.Span{}
		out = append(out, p)
	}
	return out
}

// readTable reads a file of data, or standard input. A large file is not held.
func readTable(stdin io.Reader, from string, how data.Options) (*data.Table, source.List, error) {
	table := filepath.Base(from)
	if filepath.Ext(from) == ".sql" {
		return nil, nil, fmt.Errorf("chart: %s is a query over a project's tables: plotline new chart %s proposes a chart of its result", from, from)
	}
	file, err := openTable(stdin, from)
	if err != nil {
		return nil, nil, fmt.Errorf("chart: %w", err)
	}
	if table, _ = load.Split(table); from == "-" {
		table = "input"
	}
	how.Name = table
	t, problems := load.Read(file, how)
	for i, p := range problems {
		problems[i].Hint = settings.Resettle(p.Hint, "", []string{how.String()})
	}
	return t, problems, nil
}

// given are the flags that describe a chart.
func (f *chartFlags) given(c *cobra.Command) []string {
	var names []string
	for _, name := range []string{"sheet", "range", "kind", "x", "y", "series", "where", "sort", "title", "subtitle", "unit", "format", "note", "alt", "source", "highlight", "height", "language", "print-block"} {
		if c.Flags().Changed(name) {
			names = append(names, "--"+name)
		}
	}
	return names
}

var standalone = template.Must(template.New("chart").Parse(`<!doctype html>
<html lang="{{.Language}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<body style="margin:0 auto;max-width:45rem;padding:0 1rem;background:#fffefb">
{{.Figure}}</body>
</html>
`))

// write makes what the name asks for; without pictures those of the machine's fonts.
func (f *chartFlags) write(stdout io.Writer, fragment *charts.Fragment, pictures site.Pictures) error {
	var b bytes.Buffer
	var err error
	kind := f.ending()
	switch {
	case kind == ".html":
		err = standalone.Execute(&b, map[string]any{"Language": fragment.Language(), "Title": fragment.Title, "Figure": fragment.HTML()})
	case f.to == "-":
		b.WriteString(string(fragment.HTML()))
	case fragment.Option == nil:
		err = fmt.Errorf("a %s has no %s: take the figure to paste with -o -, or a page with -o %s.html", fragment.Kind, kind, fragment.ID)
	case kind == ".svg":
		b.Write(fragment.SVG())
	case kind == ".json":
		b.Write(append(fragment.Option, '\n'))
	default:
		err = f.png(&b, fragment, pictures)
	}
	if err != nil {
		return fmt.Errorf("chart: %w", err)
	}
	if f.to == "-" {
		_, err = stdout.Write(b.Bytes())
		return err
	}
	return replace(f.to, b.Bytes())
}

func (f *chartFlags) png(b *bytes.Buffer, fragment *charts.Fragment, pictures site.Pictures) error {
	if pictures == nil {
		here, err := os.Getwd()
		if err != nil {
			return err
		}
		r, err := raster.New(raster.Options{Fonts: raster.System(machineOf(here))})
		if err != nil {
			return err
		}
		pictures = card.Maker{Raster: r}
	}
	png, err := fragment.PNG(pictures, raster.Size{Width: f.width, Scale: f.scale})
	b.Write(png)
	return err
}
