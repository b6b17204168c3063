package main

import (
	"flag"
	"fmt"
	"os"
	_ "plotline/data/golden" // for -update
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"plotline/charts"
	"plotline/data/format"
	"plotline/data/yaml"
	"plotline/site"
	"plotline/site/embed"
	"plotline/site/story"
)

// TestDocs compares the tables of the reference pages with the declarations they describe;
// `go test ./cmd/plotline -run TestDocs -update` rewrites them.
func TestDocs(t *testing.T) {
	fill(t, "../../docs/reuse.md", map[string]string{"folder": folderTable(), "one-shot": flagTable(chartCommand()), "export": exportTable(), "export-flags": exportFlagTable()})
	fill(t, "../../docs/sidecars.md", map[string]string{"inspect": flagTable(inspectDataCommand())})
	fill(t, "../../docs/refresh.md", map[string]string{"data-refresh": flagTable(refreshCommand()), "data-diff": flagTable(dataDiffCommand())})
	fill(t, "../../docs/check.md", map[string]string{"rules": ruleTable()})
	fill(t, "../../docs/authoring.md", map[string]string{
		"config": keys(site.ConfigKeys()), "front": keys(story.Keys()), "chart": keys(charts.Keys("chart")),
		"table": keys(charts.Keys("table")), "bignumber": keys(charts.Keys("bignumber")), "kinds": kindTable(), "formats": strings.Join(quoteAll(format.Codes()), " ") + "\n", "flags": flagTable(buildCommand()), "serve": flagTable(serveCommand()), "check": flagTable(checkCommand()), "publish": flagTable(publishCommand()), "diff": flagTable(diffCommand()), "factcheck": flagTable(factcheckImport()),
		"new-story": flagTable(newStoryCommand()), "new-chart": flagTable(newChartCommand()),
	})
}

func folderTable() string {
	var b strings.Builder
	b.WriteString("| file | what it is |\n|---|---|\n")
	for _, f := range embed.Files {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, strings.NewReplacer("<", "`<", ">", ">`").Replace(f.Doc))
	}
	return b.String()
}

// fill puts tables into their places in a page.
func fill(t *testing.T, file string, tables map[string]string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for name, table := range tables {
		open, close := "<!-- "+name+" -->\n", "<!-- end -->"
		i := strings.Index(text, open)
		if i < 0 {
			t.Errorf("no place for %s in %s", name, file)
			continue
		}
		i += len(open)
		j := i + strings.Index(text[i:], close)
		text = text[:i] + table + text[j:]
	}
	if text == string(b) {
		return
	}
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s is behind the code; run go test ./cmd/plotline -run TestDocs -update", file)
}

func quoteAll(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "`" + w + "`"
	}
	return out
}

func keys(fields []yaml.Field) string {
	var b, later strings.Builder
	b.WriteString("| key | what it says |\n|---|---|\n")
	for _, f := range fields {
		if f.Later {
			later.WriteString(" `" + f.Name + "`")
			continue
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, f.Doc)
	}
	if later.Len() > 0 {
		b.WriteString("\nNot built yet:" + later.String() + ".\n")
	}
	return b.String()
}

func kindTable() string {
	var b strings.Builder
	b.WriteString("| kind | purpose | needs | what it shows |\n|---|---|---|---|\n")
	for _, k := range charts.Kinds() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", k.Name, k.Purpose, k.Needs(), k.Doc)
	}
	return b.String()
}

func ruleTable() string {
	var b strings.Builder
	b.WriteString("| rule | level | what it finds |\n|---|---|---|\n")
	for _, r := range site.Rules() {
		level := r.Level.String()
		if r.Fixed {
			level += ", fixed"
		}
		if r.Check {
			level += ", check only"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.ID, level, r.Doc)
	}
	return b.String()
}

func exportTable() string {
	var b strings.Builder
	b.WriteString("| target | what it makes |\n|---|---|\n")
	for _, t := range targets {
		fmt.Fprintf(&b, "| `%s` | %s |\n", t.name(), t.long)
	}
	return b.String()
}

// exportFlagTable says of each flag which targets have it.
func exportFlagTable() string {
	type row struct{ flag, of, usage string }
	var rows []row
	for _, t := range targets {
		for line := range strings.Lines(flagTable(t.command())) {
			cells := strings.Split(strings.Trim(line, "| \n"), " | ")
			if len(cells) != 2 || cells[0] == "flag" {
				continue
			}
			i := slices.IndexFunc(rows, func(r row) bool { return r.flag == cells[0] && r.usage == cells[1] })
			if i < 0 {
				rows = append(rows, row{cells[0], "", cells[1]})
				i = len(rows) - 1
			}
			rows[i].of += " `" + t.name() + "`"
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return strings.Compare(a.flag[strings.Index(a.flag, "--"):], b.flag[strings.Index(b.flag, "--"):])
	})
	var b strings.Builder
	b.WriteString("| flag | of | what it does |\n|---|---|---|\n")
	for _, r := range rows {
		if strings.Count(r.of, "`") == 2*len(targets) {
			r.of = " all"
		}
		fmt.Fprintf(&b, "| %s |%s | %s |\n", r.flag, r.of, r.usage)
	}
	return b.String()
}

func flagTable(c *cobra.Command) string {
	var b strings.Builder
	b.WriteString("| flag | what it does |\n|---|---|\n")
	c.Flags().VisitAll(func(f *pflag.Flag) {
		name := "`--" + f.Name + "`"
		if f.Shorthand != "" {
			name = "`-" + f.Shorthand + "`, " + name
		}
		fmt.Fprintf(&b, "| %s | %s |\n", name, f.Usage)
	})
	return b.String()
}
