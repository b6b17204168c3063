// Command report writes a report with html/template: a chart for each place of a CSV file, in a page
// that knows nothing of Plotline.
//
//	go run ./docs/examples/report data/ai_companies.csv city year companies > report.html
package main

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"

	"plotline/charts"
	"plotline/data"
	"plotline/data/source"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "report FILE PLACE-COLUMN X-COLUMN Y-COLUMN")
		os.Exit(2)
	}
	if err := report(context.Background(), os.Stdout, os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var page = template.Must(template.New("report").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{{.Title}}</title>
<h1>{{.Title}}</h1>
{{range .Figures}}
{{.}}
{{end}}</html>
`))

// report writes a column chart of y along x for each place.
func report(ctx context.Context, w io.Writer, file, place, x, y string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	table, problems := data.Read(source.NewFile(file, text), data.Options{Name: "t"})
	if table == nil {
		return &charts.ProblemError{List: problems}
	}
	places := table.Column(place)
	if places == nil {
		return fmt.Errorf("%s has no column %q; columns are %s", file, place, source.Join(table.Names()))
	}
	var figures []template.HTML
	seen := map[string]bool{}
	for row := range table.Rows {
		name := places.Text(row)
		if seen[name] {
			continue
		}
		seen[name] = true
		spec, problems := charts.Block{
			Kind: "column", Data: "t", X: x, Y: []string{y}, Where: fmt.Sprintf("%s == %q", place, name),
			Title: name, Sources: []charts.Source{{Name: filepath.Base(file)}},
		}.Spec()
		if spec == nil {
			return &charts.ProblemError{List: problems}
		}
		fragment, err := charts.Render(ctx, spec, charts.TableSet{"t": table}, charts.Options{})
		if err != nil {
			return err
		}
		figures = append(figures, fragment.HTML())
	}
	return page.Execute(w, map[string]any{"Title": y + " by " + place, "Figures": figures})
}
