package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exhibit is one chart of the gallery: a project whose every name and number is made up, with
// enough marks of every kind to point at.
type exhibit struct {
	id, kind, csv string
	settings      string // further lines of the block
	unit          string // of the values, as tooltips print it
}

// invented are names of places that are not there: short, long, and in ideographs.
var invented = []string{"Abbey End", "北丘市", "The United Example Districts of the Upper Northern Lakes", "Carrow", "南湖", "Dun-on-the-Weir", "Eastmark",
	"Fallow & Sons", "Grand-Duchy-of-Nowhere-in-Particular", "Holm", "虚构的城市名称很长很长", "Inch", "Jarl's Ness", "Kite 9", "Lower Lea",
	"Mere", "北方", "O'Hara's Rest", "Port \"Quote\"", "Quay", "Rook", "Sandhythe under the Very Long Hill", "東山", "Umber"}

// number is a made-up value for the i-th mark: whole, and no two are alike below 97.
func number(i int) int { return (i*37+11)%97 + 3 }

// csvOf writes a table of invented data; each row is made by its number.
func csvOf(head string, rows int, row func(i int) string) string {
	var b strings.Builder
	b.WriteString(head + "\n")
	for i := range rows {
		b.WriteString(row(i) + "\n")
	}
	return b.String()
}

func cellOf(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// samples are the charts of the gallery: of each kind one on the text column and one wide, and of
// the round kinds four.
func samples() []exhibit {
	signed := func(i int) int { return number(i) - 40 }
	year := func(from, i int) string { return fmt.Sprint(from + i) }
	month := func(i int) string { return fmt.Sprintf("%d-%02d", 2019+i/12, i%12+1) }
	list := []exhibit{
		{"bar-text", "bar", csvOf("place,n", 24, func(i int) string { return fmt.Sprintf("%s,%d", cellOf(invented[i]), number(i)) }),
			"x: place\ny: n\nsort: -y\nhighlight: [Carrow]\nunit: boats\n", "boats"},
		{"bar-wide", "bar", csvOf("place,balance", 18, func(i int) string { return fmt.Sprintf("%s,%d", cellOf(invented[i+3]), signed(i)) }),
			"x: place\ny: balance\n", ""},
		{"column-text", "column", csvOf("year,n", 24, func(i int) string { return fmt.Sprintf("%s,%d", year(2000, i), number(i)) }),
			"x: year\ny: n\nunit: percent\nhighlight: [2011]\n", ""},
		{"column-wide", "column", csvOf("place,balance", 18, func(i int) string { return fmt.Sprintf("%s,%d", cellOf(invented[i]), signed(i)) }),
			"x: place\ny: balance\nunit: boats\nlabels: none\n", "boats"},
		{"grouped-text", "grouped-column", csvOf("year,boats,carts_of_the_very_long_name,雪橇", 8, func(i int) string {
			return fmt.Sprintf("%s,%d,%d,%d", year(2010, i), number(i), number(i+20), number(i+40))
		}), "x: year\ny: [boats, carts_of_the_very_long_name, 雪橇]\nhighlight: [雪橇]\n", ""},
		{"grouped-wide", "grouped-column", csvOf("place,year,balance", 24, func(i int) string {
			return fmt.Sprintf("%s,%s,%d", cellOf(invented[i/4]), year(2020, i%4), signed(i))
		}), "x: place\ny: balance\nseries: year\nunit: boats\n", "boats"},
		{"stacked-text", "stacked-bar", csvOf("place,part,n", 24, func(i int) string {
			return fmt.Sprintf("%s,%s,%d", cellOf(invented[i/4]), cellOf(invented[i%4+9]), number(i))
		}), "x: place\ny: n\nseries: part\nunit: boats\n", "boats"},
		{"stacked-wide", "stacked-bar", csvOf("place,part,n", 24, func(i int) string {
			return fmt.Sprintf("%s,%s,%d", cellOf(invented[i/4+6]), cellOf(invented[i%4]), number(i+30))
		}), "x: place\ny: n\nseries: part\nhighlight: [Carrow]\n", ""},
		{"line-text", "line", csvOf("month,place,n", 60, func(i int) string {
			if i == 22 {
				return fmt.Sprintf("%s,%s,", month(i/2), cellOf(invented[i%2]))
			}
			return fmt.Sprintf("%s,%s,%d", month(i/2), cellOf(invented[i%2]), number(i))
		}), "x: month\ny: n\nseries: place\nunit: boats\n", "boats"},
		{"line-wide", "line", csvOf("place,n,m", 16, func(i int) string { return fmt.Sprintf("%s,%d,%d", cellOf(invented[i]), signed(i), number(i)) }),
			"x: place\ny: [n, m]\nlabels: legend\n", ""},
		{"area-text", "area", csvOf("year,n", 26, func(i int) string { return fmt.Sprintf("%s,%d", year(1990, i), number(i)) }),
			"x: year\ny: n\nhighlight: [2001]\nannotate: [{x: 2005, text: A made-up turn}]\n", ""},
		{"area-wide", "area", csvOf("place,n", 20, func(i int) string { return fmt.Sprintf("%s,%d", cellOf(invented[i]), signed(i)) }),
			"x: place\ny: n\nunit: boats\n", "boats"},
		{"scatter-text", "scatter", csvOf("place,long_way,n", 24, func(i int) string { return fmt.Sprintf("%s,%d,%d", cellOf(invented[i]), signed(i)*10, number(5*i+1)) }),
			"x: long_way\ny: n\nseries: place\n", ""},
		{"scatter-wide", "scatter", csvOf("group,x,y", 24, func(i int) string { return fmt.Sprintf("%s,%d,%d", cellOf(invented[i%3]), number(i), signed(5*i)) }),
			"x: x\ny: y\nseries: group\nhighlight: [北丘市]\nunit: boats\n", "boats"},
		{"slope-text", "slope", csvOf("year,place,n", 24, func(i int) string {
			return fmt.Sprintf("%s,%s,%d", year(2020, i%2), cellOf(invented[i/2]), 8*(i/2)+i%2*number(i)/20)
		}),
			"x: year\ny: n\nseries: place\nhighlight: [Carrow]\n", ""},
		{"slope-wide", "slope", csvOf("when,place,n", 20, func(i int) string {
			return fmt.Sprintf("%s,%s,%d", []string{"before", "after"}[i%2], cellOf(invented[i/2+5]), 9*(i/2)-40-i%2*number(i)/20)
		}), "x: when\ny: n\nseries: place\nunit: boats\n", "boats"},
	}
	for i, size := range []int{12, 12, 11, 6} {
		for _, kind := range []string{"pie", "donut"} {
			settings := "x: part\ny: n\n"
			if i == 0 {
				settings += "highlight: [Carrow]\nunit: boats\n"
			}
			unit := map[bool]string{true: "boats"}[i == 0]
			list = append(list, exhibit{fmt.Sprintf("%s-%s", kind, []string{"wide", "text", "three", "four"}[i]), kind,
				csvOf("part,n", size, func(j int) string { return fmt.Sprintf("%s,%d", cellOf(invented[j+i]), number(j*5+i)+20) }), settings, unit})
		}
	}
	return list
}

// gallery builds the project of all samples and returns the folder of its site.
func gallery(t testing.TB) string {
	t.Helper()
	files := map[string]string{}
	var story strings.Builder
	story.WriteString("---\ntitle: Numbers that nobody counted\ndate: 2022-05-27\nsources: {s: {publisher: Made up}}\n---\nEvery name and number here is made up.\n")
	for _, s := range samples() {
		width := "text"
		if strings.HasSuffix(s.id, "-wide") {
			width = "wide"
		}
		files["data/"+s.id+".csv"] = s.csv
		fmt.Fprintf(&story, "\n```chart\nid: %s\nkind: %s\ndata: %[1]s.csv\n%[3]swidth: %s\ntitle: Made-up numbers, %[1]s\nalt: A chart of made-up numbers\nsource: s\n```\n", s.id, s.kind, s.settings, width)
	}
	files["site/stories/all.md"] = story.String()
	return buildOf(t, files)
}

// buildOf builds a project of these files and returns the folder of its site.
func buildOf(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-s", dir, "-q"}, &stdout, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	return filepath.Join(dir, "public")
}
