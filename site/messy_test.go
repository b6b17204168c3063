package site

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/simplifiedchinese"

	"plotline/data/source"
)

// A file in GB18030 with a title above the table and a note below it makes a chart; each assumption
// is a warning until the story settles it, and the settings that the warnings name settle all.
func TestMessyData(t *testing.T) {
	text, err := simplifiedchinese.GB18030.NewEncoder().String("各市常住人口\n单位：万人\n\n城市,年份,人口\n合肥,2020,937.0\n合肥,2021,946.5\n沈阳,2020,907.3\n沈阳,2021,911.8\n注：数据来源于统计局\n")
	if err != nil {
		t.Fatal(err)
	}
	build := func(name, data, table string) *Build {
		return mustBuild(t, New(fstest.MapFS{
			"data/land.csv":     {Data: []byte(text)},
			"site/stories/s.md": {Data: []byte("---\ntitle: t\ndata: {" + name + ": " + data + "}\nsources: {s: Bureau}\n---\n```chart\nid: c\nkind: line\ndata: " + table + "\nx: 年份\ny: 人口\nseries: 城市\ntitle: Residents\nalt: Residents\nsource: s\n```\n")},
		}, &fakeDrawer{}, Options{}))
	}
	rules := func(b *Build) string {
		var rules []string
		for _, p := range b.Problems {
			if p.At.File != nil && p.At.File.Path == "data/land.csv" {
				rules = append(rules, p.Rule)
			}
		}
		return strings.Join(rules, " ")
	}
	b := build("land", "land.csv", "land")
	if got := rules(b); got != "preamble-skipped encoding-not-utf8 footer-skipped" || b.Problems.HasErrors() {
		source.Print(testWriter{t}, b.Problems)
		t.Errorf("without settings: %s", got)
	}
	const settled = "{file: land.csv, encoding: gb18030, preamble: 3, footer: 1}"
	for _, names := range [][2]string{{"land", "land"}, {"land", "land.csv"}, {"of", "land"}, {"of", "land.csv"}, {"of", "of"}} {
		b := build(names[0], settled, names[1])
		if got := rules(b); got != "" || b.Problems.HasErrors() {
			source.Print(testWriter{t}, b.Problems)
			t.Errorf("with settings of %s, by the name %s: %s", names[0], names[1], got)
		}
		if csv := fileOf(t, b, "s/charts/c/data.csv"); !strings.HasPrefix(csv, "年份,") || strings.Contains(csv, "注") {
			t.Errorf("data.csv = %s", csv)
		}
	}
}

// The line that a warning proposes can be pasted as it is: whatever a story says of the file already, pasting
// the lines one after the other settles all that is assumed.
func TestSettleLines(t *testing.T) {
	text, err := simplifiedchinese.GB18030.NewEncoder().String("各市常住人口\n单位：万人\n\n城市,年份,人口\n合肥,2020,937.0\n合肥,2021,946.5\n沈阳,2020,907.3\n沈阳,2021,911.8\n注：数据来源于统计局\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"{felder: land.csv}", "{felder: land}", "{felder: {file: land.csv, encoding: gb18030}}", "{felder: {file: land.csv, updated: 2022-05-27, decimal: \".\"}}"} {
		for step := 0; ; step++ {
			b := mustBuild(t, New(fstest.MapFS{
				"data/land.csv":     {Data: []byte(text)},
				"site/stories/a.md": {Data: []byte("---\ntitle: t\n---\nThis story says nothing of the file.\n")},
				"site/stories/s.md": {Data: []byte("---\ntitle: t\ndata: " + data + "\nsources: {s: Bureau}\n---\n```table\nid: c\ndata: felder\ntitle: Residents\nsource: s\n```\n")},
			}, &fakeDrawer{}, Options{}))
			line := ""
			for _, p := range b.Problems {
				if found, is := strings.CutPrefix(p.Hint, "to settle it: data: "); is {
					line = found
				}
			}
			if line == "" {
				if len(b.Problems) > 0 || step == 0 {
					source.Print(testWriter{t}, b.Problems)
					t.Errorf("after %d steps, with %s", step, data)
				}
				break
			}
			if step == 4 || !strings.HasPrefix(line, "{felder: {file: land.csv, ") {
				t.Fatalf("step %d, with %s: %s", step, data, line)
			}
			data = line
		}
	}
}

// While front matter is no YAML, nobody is told that the figures and sources that it holds are unknown.
func TestUnreadFrontMatter(t *testing.T) {
	b := mustBuild(t, New(fstest.MapFS{
		"data/a.csv":        {Data: []byte("city,n\nA,1\n")},
		"site/stories/s.md": {Data: []byte("---\ntitle: t\ndata: {a: a.csv}\ndata: {b: a.csv}\nfigures: {one: {data: a, value: n}}\n---\n[One](=one), {{one}}\n\n```chart\nkind: bar\ndata: b\nx: city\ny: n\nsource: s\n```\n")},
	}, &fakeDrawer{}, Options{}))
	if len(b.Problems) != 1 || b.Problems[0].Hint != "write one, with what both say: data: {a: a.csv, b: a.csv}" {
		source.Print(testWriter{t}, b.Problems)
		t.Error("there is one thing to mend")
	}
}

// Of a text that no cell is, the nearest cell is told, to figures and to charts.
func TestNoSuchCell(t *testing.T) {
	b := mustBuild(t, New(fstest.MapFS{
		"data/a.csv":        {Data: []byte("city,n\nHefei,1\nWuhu City,2\n")},
		"site/stories/s.md": {Data: []byte("---\ntitle: t\nfigures: {wuhu: {data: a, where: 'city == \"Wuhu\"', value: n}}\n---\n{{wuhu}}\n\n```chart\nid: c\nkind: bar\ndata: a\nx: city\ny: n\nwhere: city == \"Heefi\"\n```\n")},
	}, &fakeDrawer{}, Options{}))
	var hints []string
	for _, p := range b.Problems {
		if p.Level == source.Error {
			hints = append(hints, p.Hint)
		}
	}
	want := []string{`"Wuhu" stands nowhere in city; did you mean "Wuhu City"?`, `"Heefi" stands nowhere in city; did you mean "Hefei"?`}
	if !slices.Equal(hints, want) {
		source.Print(testWriter{t}, b.Problems)
		t.Errorf("hints = %q, want %q", hints, want)
	}
}

// A workbook makes a chart; what it assumes is settled by the story, cell by cell what is wrong stays told.
func TestWorkbook(t *testing.T) {
	raw, err := os.ReadFile("../docs/messy/workbook.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for data, want := range map[string]string{
		"workbook.xlsx": "preamble-skipped sheet-assumed spreadsheet-error",
		"{file: workbook.xlsx, sheet: Rents, preamble: 2}":    "spreadsheet-error",
		"{file: workbook.xlsx, sheet: Rents, range: 'A3:D6'}": "",
		"workbook": "preamble-skipped sheet-assumed spreadsheet-error",
	} {
		b := mustBuild(t, New(fstest.MapFS{
			"data/workbook.xlsx":   {Data: raw},
			"data/~$workbook.xlsx": {Data: []byte("open in Excel")},
			"site/stories/s.md":    {Data: []byte("---\ntitle: t\ndata: {rents: " + data + "}\nsources: {s: Bureau}\nfigures: {old: {data: rents, where: 'District == \"Old Town\"', value: '2021'}}\n---\n{{old}} EUR.\n\n```chart\nid: c\nkind: column\ndata: rents\nx: District\ny: \"2021\"\ntitle: Rents\nalt: Rents\nsource: s\n```\n")},
		}, &fakeDrawer{}, Options{}))
		var rules []string
		for _, p := range b.Problems {
			rules = append(rules, p.Rule)
		}
		if got := strings.Join(rules, " "); b.Problems.HasErrors() || got != want {
			source.Print(testWriter{t}, b.Problems)
			t.Errorf("%s: %s, want %s", data, got, want)
		}
		if csv := fileOf(t, b, "s/charts/c/data.csv"); !strings.HasPrefix(csv, "District,2021\nHarbour,10.81\nOld Town,13.475\n") {
			t.Errorf("%s: data.csv = %s", data, csv)
		}
		if html := fileOf(t, b, "s/index.html"); !strings.Contains(html, `value="13.475">13.475`) {
			t.Errorf("%s: the figure is not printed", data)
		}
	}
}

// A sheet or range that the workbook has not is told where the story names it, of each story.
func TestWrongSheet(t *testing.T) {
	raw, err := os.ReadFile("../docs/messy/workbook.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for told, want := range map[string]string{
		"{file: workbook.xlsx, sheet: Rent}":                          `3:44 there is no sheet "Rent"; sheets are Rents, Notes; did you mean "Rents"?`,
		"{file: workbook.xlsx, sheet: Rents, range: \"D6:A3\"}":       `3:58 the range D6:A3 ends before it begins; write it as A3:D6`,
		"{file: workbook.xlsx, sheet: Rents, range: \"D3:A\"}":        `3:58 the range D3:A ends before it begins; write it as A3:D`,
		"{file: workbook.xlsx, range: \"J40:K50\", sheet: \"Rents\"}": `3:44 sheet "Rents" holds no cells in J40:K50; `,
	} {
		text := "---\ntitle: t\ndata: {rents: " + told + "}\nsources: {s: Bureau}\n---\n```table\nid: c\ndata: rents\ntitle: Rents\nsource: s\n```\n"
		b, err := New(fstest.MapFS{
			"data/workbook.xlsx": {Data: raw},
			"site/stories/a.md":  {Data: []byte(text)},
			"site/stories/b.md":  {Data: []byte(text)},
		}, &fakeDrawer{}, Options{}).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range b.Problems {
			got = append(got, p.At.Position().String()+" "+p.Text+"; "+p.Hint)
		}
		if want := "site/stories/a.md:" + want + "\nsite/stories/b.md:" + want; strings.Join(got, "\n") != want {
			t.Errorf("%s:\ngot  %s\nwant %s", told, strings.Join(got, "\n"), want)
		}
	}
}

// What a sidecar says of one sheet of a workbook is not said of the sheet that a story reads.
func TestOtherSheet(t *testing.T) {
	raw, err := os.ReadFile("../docs/messy/workbook.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[string]string{"Notes": "spreadsheet-error", "Rents": "schema-field spreadsheet-error"} {
		b, err := New(fstest.MapFS{
			"data/workbook.xlsx":    {Data: raw},
			"data/datapackage.yaml": {Data: []byte("resources:\n  - name: workbook\n    path: workbook.xlsx\n    dialect: {sheetName: " + sheet + ", headerRows: [3]}\n    schema: {fields: [{name: remark, type: string}], fieldsMatch: subset}\n")},
			"site/stories/s.md":     {Data: []byte("---\ntitle: t\ndata: {rents: {file: workbook.xlsx, sheet: Rents, preamble: 2}}\nsources: {s: Bureau}\n---\n```chart\nid: c\nkind: column\ndata: rents\nx: District\ny: \"2021\"\ntitle: Rents\nalt: Rents\nsource: s\n```\n")},
		}, &fakeDrawer{}, Options{}).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var rules []string
		for _, p := range b.Problems {
			rules = append(rules, p.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			source.Print(testWriter{t}, b.Problems)
			t.Errorf("the sidecar describes %s: %s, want %s", sheet, got, want)
		}
		for _, f := range b.Files {
			if f.Path == "s/datapackage.json" && sheet == "Notes" {
				t.Errorf("the sidecar describes another sheet, and this is published: %s", f.Data)
			}
		}
	}
}

// A sidecar describes each sheet of a workbook by its own resource, which is found by the sheet.
func TestSheets(t *testing.T) {
	raw, err := os.ReadFile("../docs/messy/workbook.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	const rents = "  - name: rents\n    path: workbook.xlsx\n    dialect: {sheetName: Rents, headerRows: [3]}\n    schema: {fieldsMatch: subset, fields: [{name: District, constraints: {maxLength: 20}}, {name: \"2019\", type: number, x-plotline: {public: false}}]}\n"
	const notes = "  - name: notes\n    path: workbook.xlsx\n    dialect: {sheet: Notes, header: false}\n    schema: {fields: [{name: remark, type: string, x-plotline: {public: false}}]}\n"
	const fault = "data/workbook.xlsx: sheet \"Rents\", cell D7 spreadsheet-error 1 error in column D, beginning with #N/A: formulas failed, and the cells are read as missing"
	for _, tt := range []struct{ name, pack, told, column, want string }{
		{"one of them", rents + notes, "{file: workbook.xlsx, sheet: Rents}", "District", fault},
		{"its private column", rents + notes, "{file: workbook.xlsx, sheet: Rents}", "2019", "site/stories/s.md:9:11 column-private column \"2019\" of table \"t\" is not to be shown: the sidecar says that it is not public\n" +
			fault},
		{"the other, in another order", notes + rents, "{file: workbook.xlsx, sheet: Notes}", "remark", "site/stories/s.md:9:11 column-private column \"remark\" of table \"t\" is not to be shown: the sidecar says that it is not public"},
		{"none is chosen", notes + rents, "workbook.xlsx", "remark", "data/datapackage.yaml:2:5 sheet-assumed 2 sheets of workbook.xlsx are described: Notes, Rents; \"Notes\" is read\n" +
			"site/stories/s.md:9:11 column-private column \"remark\" of table \"t\" is not to be shown: the sidecar says that it is not public"},
		{"described twice", rents + strings.Replace(notes, "Notes", "Rents", 1), "{file: workbook.xlsx, sheet: Rents}", "District", "data/datapackage.yaml:6:5  sheet \"Rents\" of \"workbook.xlsx\" is described twice\n" + fault},
		{"one without a sheet", rents + strings.Replace(notes, "sheet: Notes, ", "", 1), "{file: workbook.xlsx, sheet: Rents}", "District", "data/datapackage.yaml:6:5  \"workbook.xlsx\" is described twice\n" + fault},
		{"a sheet that is not there", strings.Replace(rents, "Rents", "Rent", 1), "workbook.xlsx", "District", "data/datapackage.yaml:4:26 sheet-unknown there is no sheet \"Rent\"; sheets are Rents, Notes"},
		{"by its number", strings.Replace(rents, "sheetName: Rents", "sheetNumber: 2", 1), "{file: workbook.xlsx, sheet: Rents}", "District", "data/datapackage.yaml:4:28  a sheet is not found by its number, which changes when sheets are moved\n" + fault},
	} {
		b, err := New(fstest.MapFS{
			"data/workbook.xlsx":    {Data: raw},
			"data/datapackage.yaml": {Data: []byte("resources:\n" + tt.pack)},
			"site/stories/s.md":     {Data: []byte("---\ntitle: t\ndata: {t: " + tt.told + "}\nsources: {s: Bureau}\n---\n```table\nid: c\ndata: t\ncolumns: [" + tt.column + "]\ntitle: Rents\nsource: s\n```\n")},
		}, &fakeDrawer{}, Options{}).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range b.Problems {
			got = append(got, p.At.Position().String()+" "+p.Rule+" "+p.Text)
		}
		slices.Sort(got)
		want := strings.Split(tt.want, "\n")
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// Rows with too few or too many cells stop a build only when it uses a column of which they leave open
// what it holds.
func TestRaggedUse(t *testing.T) {
	const rows = "day,n,m\n2020-01-01,1,5\n2020-01-02,2,6\n2020-01-03,3,7\n"
	for _, tt := range []struct{ name, data, y, check, want string }{
		{"the missing cell is used", rows + "2020-01-04\n", "{col: m, agg: sum}", "", "error"},
		{"a note behind the row", rows + "2020-01-04,4,8,a note\n", "{col: m, agg: sum}", "", "warning"},
		{"a number cut in two", rows + "2020-01-04,1,104,8\n", "{col: m, agg: sum}", "", "error"},
		{"and allowed", rows + "2020-01-04,1,104,8\n", "{col: m, agg: sum}", "check: {row-long: warn}\n", "warning"},
		{"only the day is used", rows + "2020-01-04\n", "", "", "warning"},
	} {
		block := "```chart\nid: c\nkind: column\ndata: t.csv\nx: day\ny: " + tt.y + "\ntitle: t\nalt: a\nsource: s\n```\n"
		if tt.y == "" {
			block = "```table\nid: c\ndata: t.csv\ncolumns: [day]\ntitle: t\nsource: s\n```\n"
		}
		b := mustBuild(t, New(fstest.MapFS{
			"plotline.yaml":     {Data: []byte(tt.check)},
			"data/t.csv":        {Data: []byte(tt.data)},
			"site/stories/s.md": {Data: []byte("---\ntitle: t\nsources: {s: Bureau}\n---\n" + block)},
		}, &fakeDrawer{}, Options{}))
		if drawn := b.Stats.Charts > 0; drawn != (tt.want == "warning" && tt.y != "") {
			t.Errorf("%s: a chart is drawn: %v", tt.name, drawn)
		}
		var levels []string
		for _, p := range b.Problems {
			if p.Rule == "row-short" || p.Rule == "row-long" {
				levels = append(levels, p.Level.String())
			}
		}
		if got := strings.Join(levels, " "); got != tt.want {
			source.Print(testWriter{t}, b.Problems)
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A row of sums is told where it is used beside the others, at the place that uses it, and nowhere else.
func TestTotalsUse(t *testing.T) {
	const rows = "city,n\nHefei,840\nShenyang,860\nNanchang,300\nTotal,2000\n"
	var more strings.Builder
	lines := 0
	for ; more.Len() <= mostHeld; lines++ {
		fmt.Fprintf(&more, "City %d,1\n", lines)
	}
	long := strings.Replace(rows, "Nanchang", more.String()+"Nanchang", 1)
	ofLarge := fmt.Sprintf("data/t.csv:%d:1", lines+5) + ` row "Total" seems to sum up the others, and is kept; where: city != "Total" leaves it out`
	block := func(where, more string) string {
		return "```chart\nid: c\nkind: column\ndata: t.csv\nx: city\ny: {col: n, agg: sum}\n" + where + "title: t\nalt: a\nsource: s\n" + more + "```\n"
	}
	const reader = `data/t.csv:5:1 row "Total" seems to sum up the others, and is kept`
	used := func(place, hint string) string {
		return place + ` row "Total" seems to sum up the others, and is used beside them; where: ` + hint + " leaves it out, lint-ok: {totals-row: why} keeps it; data/t.csv:5:1"
	}
	for _, tt := range []struct{ name, data, figure, body, query, check, want string }{
		{name: "nothing uses it", data: rows},
		{name: "a chart", data: rows, body: block("", ""), want: used("s.md:9:7", `'city != "Total"'`)},
		{name: "a chart of some rows", data: rows, body: block("where: n > 1 || n < 0\n", ""), want: used("s.md:12:8", `'(n > 1 || n < 0) && city != "Total"'`)},
		{name: "a chart that leaves it out", data: rows, body: block("where: city != \"Total\"\n", "")},
		{name: "a chart of it alone", data: rows, body: block("where: city == \"Total\"\n", "")},
		{name: "waived", data: rows, body: block("", "lint-ok: {totals-row: the bar is meant}\n")},
		{name: "waived in vain", data: rows, body: block("where: n < 2000\n", "lint-ok: {totals-row: why}\n"), want: `s.md:16:11 the block does not break "totals-row", so there is nothing to waive; remove it`},
		{name: "an error by the project's choice", data: rows, body: block("", ""), check: "check: {totals-row: error}\n", want: "error " + used("s.md:9:7", `'city != "Total"'`)},
		{name: "a table", data: rows, body: "```table\nid: c\ndata: t.csv\ntitle: t\nsource: s\n```\n"},
		{name: "a sum", data: rows, figure: "{data: t.csv, value: n, agg: sum}", want: used("s.md:4:21", `'city != "Total"'`)},
		{name: "a sum of some rows", data: rows, figure: "{data: t.csv, where: n > 300, value: n, agg: mean}", want: used("s.md:4:35", `'n > 300 && city != "Total"'`)},
		{name: "the most, which it is", data: rows, figure: "{data: t.csv, value: n, agg: max}", want: used("s.md:4:21", `'city != "Total"'`)},
		{name: "the least, which it is not", data: rows, figure: "{data: t.csv, value: n, agg: min}"},
		{name: "it alone", data: rows, figure: "{data: t.csv, where: 'city == \"Total\"', value: n}"},
		{name: "a waived sum", data: rows, figure: "{data: t.csv, value: n, agg: sum, lint-ok: {totals-row: a place of that name}}"},
		{name: "a sum waived in vain", data: rows, figure: "{data: t.csv, value: n, agg: min, lint-ok: {totals-row: why}}", want: `s.md:4:58 the figure does not break "totals-row", so there is nothing to waive; remove it`},
		{name: "a query", data: rows, query: "select city, n from t order by n", body: strings.Replace(block("where: n < 2000\n", ""), "t.csv", "q", 1), want: reader + `; where: city != "Total" leaves it out`},
		{name: "a large table", data: long, body: block("where: n > 800 && city != \"Total\"\n", ""), want: ofLarge},
		{name: "a sum of a large table", data: long, figure: "{data: t.csv, value: n, agg: sum}", want: ofLarge},
		{name: "a sum of a large table whose rows nothing tells apart", data: strings.Replace(rows, "Nanchang", strings.Repeat("Wuhu,1\n", lines*2)+"Nanchang", 1), figure: "{data: t.csv, value: n, agg: sum}", want: strings.Replace(ofLarge, fmt.Sprint(lines+5), fmt.Sprint(lines*2+5), 1)},
		{name: "a waived sum of a large table", data: long, figure: "{data: t.csv, value: n, agg: sum, lint-ok: {totals-row: a place of that name}}"},
	} {
		figure := ""
		if tt.figure != "" {
			figure = "figures: {f: " + tt.figure + "}\n"
		}
		fsys := fstest.MapFS{
			"plotline.yaml":     {Data: []byte(tt.check)},
			"data/t.csv":        {Data: []byte(tt.data)},
			"site/stories/s.md": {Data: []byte("---\ntitle: t\nsources: {s: Bureau}\n" + figure + "---\n\n" + tt.body)},
		}
		if figure == "" {
			fsys["site/stories/s.md"].Data = []byte("---\ntitle: t\nsources: {s: Bureau}\n---\n\n" + tt.body)
		}
		if tt.query != "" {
			fsys["data/q.sql"] = &fstest.MapFile{Data: []byte(tt.query)}
		}
		b, err := New(fsys, &fakeDrawer{}, Options{}).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range b.Problems {
			s := strings.TrimPrefix(p.At.Position().String(), "site/stories/") + " " + p.Text + "; " + p.Hint
			for _, n := range p.Notes {
				s += "; " + n.At.Position().String()
			}
			if p.Level == source.Error {
				s = "error " + s
			}
			got = append(got, s)
		}
		if got := strings.Join(got, "\n"); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
	}
}
