package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"
)

// shapes are tables whose columns want each of the proposals, and tables that are odd; each names the
// kind that is proposed.
var shapes = map[string]struct{ csv, kind string }{
	"one-line":                       {"year,debt\n2019,1\n2020,3\n2021,2\n", "line"},
	"years-as-num":                   {"jubilee,debt\n2019,1\n2020,3\n2021,2\n", "line"},
	"months":                         {"month,a,b\n2021-01,1,5\n2021-02,3,\n2021-03,2,7\n", "line"},
	"two-scales":                     {"year,people,rate\n2019,1400000,0.2\n2020,1500000,0.3\n", "line"},
	"long-lines":                     {"year,place,n\n2020,A,1\n2020,B,2\n2021,A,3\n2021,B,4\n", "line"},
	"two-times":                      {"year,place,n\n" + pairsOf("ABCDEFGH", 2020, 2021), "slope"},
	"many-lines":                     {"the year,place,n\n" + pairsOf("ABCDEFGHIJKLM", 2020, 2021, 2022), "bar"},
	"many-days":                      {"day,place,n\n" + strings.NewReplacer("2020", "1 May 2020", "2021", "2 May 2020").Replace(pairsOf("ABCDEFGHIJKLMNOP", 2020, 2021)), "bar"},
	"bars":                           {"place,n\nA,1\nB,3\nC,2\n", "bar"},
	"many-bars":                      {"place,n\nA,1\nB,3\nC,2\nD,9\nE,-4\nF,5\nG,\n", "bar"},
	"shares":                         {"party,share\nRed,40%\nBlue,35%\nGreen,25%\n", "bar"},
	"bounds":                         {"place,n,mark\nA,1,>\nB,3,\nC,2,~\n", "bar"},
	"one-year":                       {"year,place,n\n2020,A,1\n2020,B,2\n", "bar"},
	"pairs":                          {"place,sex,n\nA,m,1\nA,f,2\nB,m,3\nB,f,4\n", "grouped-column"},
	"two-numbers":                    {"weight,height\n1.5,20\n2.5,31\n3.5,44\n", "scatter"},
	"same-x":                         {"weight,height\n1,20\n1,31\n1,44\n", "scatter"},
	"groups-of-two":                  {"sort,weight,height\na,1.5,20\na,2.5,31\nb,3.5,44\nb,1,1\nb,1,1\n", "scatter"},
	"one-row":                        {"place,year,people,growth\nHefei,2021,9465000,23.2%\n", "bignumber"},
	"one-bound":                      {"firms,bound\n840,>\n", "bignumber"},
	"map":                            {"place,lat,lon,n\nA,52.5,13.4,1\nB,48.1,11.6,2\n", "table"},
	"words":                          {"place,what\nA,x\nB,y\n", "table"},
	"one-number":                     {"n\n1\n2\n2\n", "table"},
	"ids":                            {"id,name\n1,a\n2,b\n", "table"},
	"nearly-nothing":                 {"a,b\n,\n1,\n,\n", "bignumber"},
	"wide":                           {"a,b,c,d,e,f,g,h,i,j\nx,x,x,x,x,x,x,x,x,x\nx,x,x,x,x,x,x,x,x,x\n", "table"},
	"long":                           {"place,n\n" + strings.Repeat("A,1\n", 90), "table"},
	"gap-in-time":                    {"year,n\n2019,1\n,2\n2021,3\n", "table"},
	"twice":                          {"year,n\n2019,1\n2019,2\n2020,4\n", "table"},
	"huge":                           {"place,n\nA,1e300\nB,-1e300\n", "bar"},
	"yes-and-no":                     {"open,n\nyes,1\nno,2\n", "bar"},
	"names-of-yaml":                  {"\"yes: [no], #\",y,null\nA,1,5\nB,2,6\n", "bar"},
	"names-of-ours":                  {"\"{{place}}\",\"[more](=n)\"\nA,1\nB,2\n", "bar"},
	"one-of-ours":                    {"\"{{place}}\",\"[more](=n)\"\nA,1\n", "bignumber"},
	"quotes":                         {"\"a \"\"b\"\" 'c' \\d\",\"\te\tf\"\nA,1\nB,2\n", "bar"},
	"controls":                       {"a\x1b[31mb,n\x07\nA,1\nB,2\n", "bar"},
	"hostile":                        {"<script>alert(1)</script>,n\n</svg><img src=x>,1\nB,2\n", "bar"},
	"labels-missing":                 {",\nA,1\nB,2\n", "bar"},
	"semicolons":                     {"ort;wert\nA;1,5\nB;2,25\n", "bar"},
	"数据":                             {"年份,人口\n2019,1\n2020,3\n", "line"},
	"2021 figures":                   {"place,n\nA,1\nB,3\n", "bar"},
	"s-curve":                        {"place,n\nA,1\nB,3\n", "bar"},
	"It's \"here\"":                  {"place,n\nA,1\nB,3\n", "bar"},
	strings.Repeat("very-long-", 12): {"place,n\nA,1\nB,3\n", "bar"},
}

// pairsOf are rows of a year, a place and a number, for each year and place.
func pairsOf(places string, years ...int) string {
	var b strings.Builder
	for i, year := range years {
		for j, place := range places {
			fmt.Fprintf(&b, "%d,%c,%d\n", year, place, number(i*len(places)+j))
		}
	}
	return b.String()
}

// TestProposals puts the proposed block of every table into a story of its own, builds them all, and
// looks for the drawing, table or number: those of the repository, of the gallery of kinds, and shapes.
func TestProposals(t *testing.T) {
	dir := t.TempDir()
	want := map[string]string{} // file: kind, or nothing where any will do
	put := func(name string, text []byte) {
		file := filepath.Join(dir, "data", name+".csv")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		want[name] = shapes[name].kind
	}
	for name, s := range shapes {
		put(name, []byte(s.csv))
	}
	for _, pattern := range []string{"../../data/*.csv", "../../templates/starter/data/*.csv"} {
		files, _ := filepath.Glob(pattern)
		if len(files) < 2 {
			t.Fatalf("only %d files %s", len(files), pattern)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			put("own "+strings.TrimSuffix(filepath.Base(f), ".csv"), text)
		}
	}
	archives, _ := filepath.Glob("../../charts/testdata/kinds/*.txtar")
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if f.Name == "table.csv" {
				put("kind "+strings.TrimSuffix(filepath.Base(name), ".txtar"), f.Data)
			}
		}
	}
	for _, e := range samples() {
		put("exhibit "+e.id, []byte(e.csv))
	}
	pages := map[string]string{} // of each file: its story
	for i, name := range slices.Sorted(maps.Keys(want)) {
		story := fmt.Sprintf("story-%d", i)
		plotline(t, "new", "story", "-s", dir, story)
		printed := plotline(t, "new", "chart", "-s", dir, name)
		plotline(t, "new", "chart", "-s", dir, "--story", story, "data/"+name+".csv")
		text, err := os.ReadFile(filepath.Join(dir, "site/stories", story+".md"))
		if err != nil || !bytes.HasSuffix(text, []byte("\n\n"+printed)) {
			t.Errorf("%s: the story ends otherwise than what is printed (%v):\n%s", name, err, text)
		}
		pages[name] = story
	}
	plotline(t, "build", "-D", "-s", dir)
	for name, kind := range want {
		text, err := os.ReadFile(filepath.Join(dir, "public", pages[name], "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		got, marks := figureOn(t, text)
		if kind != "" && got != kind {
			t.Errorf("%s: a %s, want a %s", name, got, kind)
		}
		if marks < 2 && got != "bignumber" || marks < 1 {
			t.Errorf("%s: the %s shows %d things", name, got, marks)
		}
	}
	t.Logf("%d tables", len(want))
}

// plotline runs the command, which must do what it is told.
func plotline(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(context.Background(), args, &out, &errs); code != 0 {
		t.Fatalf("plotline %q = %d:\n%s", args, code, &errs)
	}
	return out.String()
}

// figureOn returns the kind of a page's figure, and how many marks, rows or numbers stand in it.
func figureOn(t *testing.T, page []byte) (kind string, marks int) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "figure" {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "data-kind":
				kind = a.Val
			case a.Key == "class" && strings.Contains(a.Val, "chart-table "):
				kind = "table"
			case a.Key == "class" && strings.Contains(a.Val, "chart-bignumber "):
				kind = "bignumber"
			}
		}
		svg := 0
		for m := range n.Descendants() {
			switch m.Data {
			case "svg":
				svg++
			case "path":
				if svg == 1 {
					marks++
				}
			case "tr":
				if kind == "table" {
					marks++
				}
			case "b":
				if kind == "bignumber" && m.FirstChild != nil {
					marks++
				}
			}
		}
		if kind != "table" && kind != "bignumber" && svg == 0 {
			t.Errorf("a %s without a drawing", kind)
		}
	}
	return kind, marks
}
