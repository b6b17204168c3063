package site

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"plotline/data"
	"plotline/data/sidecar"
	"plotline/data/source"
)

const describedStory = `---
title: Trade of made-up towns
date: 2022-05-27
sources: {s: Bureau}
data: {t: trade.csv}
figures:
  linden: {data: t, where: 'town == "Linden"', value: balance, source: s}
---
Linden's balance was [1,204.5](=linden).

` + "```chart\nid: c\nkind: bar\ndata: t\nx: town\ny: balance\ntitle: Balance\nalt: Balance\nsource: s\n```\n\n```table\nid: all\ndata: t\ntitle: All\nsource: s\n```\n"

const describedTable = "town;balance;desk\nLinden;1.204,5;a@example.org\nEschen;2.310,0;b@example.org\n"

const description = `licenses: [{name: CC-BY-4.0, path: "https://creativecommons.org/licenses/by/4.0/"}]
sources: [{title: Made-up bureau}]
resources:
  - name: trade
    path: trade.csv
    dialect: {delimiter: ";"}
    schema:
      primaryKey: town
      fieldsMatch: equal
      fields:
        - {name: town, type: string, title: Town, constraints: {required: true}}
        - {name: balance, type: number, decimalChar: ",", groupChar: ".", constraints: {minimum: 0}, x-plotline: {unit: million euros, decimals: 1}}
        - {name: desk, type: string, format: email, x-plotline: {public: false}}
    x-plotline: {max-age: 30d, origin: "https://example.org/trade"}
`

func described(t *testing.T, sidecar, table, story string) *Build {
	t.Helper()
	return mustBuild(t, New(fstest.MapFS{
		"data/datapackage.yaml": {Data: []byte(sidecar)},
		"data/trade.csv":        {Data: []byte(table)},
		"site/stories/s.md":     {Data: []byte(story)},
	}, &fakeDrawer{}, Options{Now: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}))
}

// A sidecar says how a table is read, what unit and decimals its numbers have, and what is public; what is
// published of it describes the downloads, and nothing else.
func TestSidecar(t *testing.T) {
	b := described(t, description, describedTable, describedStory)
	if len(b.Problems) > 0 {
		source.Print(testWriter{t}, b.Problems)
		t.Fatal("a table that keeps what its sidecar says raises problems")
	}
	for _, f := range b.Files {
		if strings.Contains(string(f.Data), "@example.org") {
			t.Errorf("%s holds a column that is not public", f.Path)
		}
	}
	page := fileOf(t, b, "s/index.html")
	for _, want := range []string{"million euros", "1,204.5", "2,310.0"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if record := fileOf(t, b, "s/claims.json"); !strings.Contains(record, `"unit": "million euros"`) {
		t.Errorf("claims.json has no unit: %s", record)
	}
	text := fileOf(t, b, "s/datapackage.json")
	var out struct {
		Licenses  []struct{ Name string }
		Resources []struct {
			Path   string
			Schema struct {
				Fields []struct {
					Name, Type, DecimalChar, Title string
					Constraints                    struct {
						Required bool
						Minimum  string
					}
				}
				PrimaryKey []string
			}
			Extras struct{ Origin string } `json:"x-plotline"`
		}
	}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	if len(out.Resources) != 3 || out.Licenses[0].Name != "CC-BY-4.0" || out.Resources[0].Extras.Origin != "https://example.org/trade" {
		t.Fatalf("datapackage.json = %s", text)
	}
	for _, r := range out.Resources {
		if len(r.Schema.Fields) != 2 || r.Schema.Fields[0].Title != "Town" || r.Schema.Fields[1].DecimalChar != "," || r.Schema.Fields[1].Constraints.Minimum != "0" || len(r.Schema.PrimaryKey) != 1 {
			t.Errorf("resource %s = %+v", r.Path, r)
		}
	}
	// The downloads are what the package says: it is read, and holds them.
	p, problems := sidecar.Parse(source.NewFile("datapackage.json", []byte(text)), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, r := range p.Resources {
		table, problems := r.Read(source.NewFile(r.Path, []byte(fileOf(t, b, "s/"+r.Path))), data.Options{})
		if table == nil || len(problems) > 0 {
			t.Errorf("%s does not keep what is published of it: %v", r.Path, problems)
		}
	}
}

// What a sidecar forbids is an error at its place, and what it wants of the story as well.
func TestSidecarProblems(t *testing.T) {
	for _, tt := range []struct{ name, sidecar, table, story, want string }{
		{"a type", "", "Linden;1.204,5;a@example.org\nEschen;many;b@example.org\n", "", `error data/trade.csv:3 schema-type`},
		{"a rule", "", "Linden;-1,5;a@example.org\n", "", `error data/trade.csv:2 constraint-range`},
		{"a key", "", "Linden;1.204,5;a@example.org\nLinden;1,0;a@example.org\n", "", `error data/trade.csv:3 primary-key`},
		{"a rule that the project softens", "check", "Linden;1.204,5;nobody\n", "", `warning data/trade.csv:2 constraint-pattern`},
		{"a private column", "", "", "x: town|x: desk", `error site/stories/s.md:15 column-private`},
		{"a private figure", "", "", "value: balance|value: desk", `error site/stories/s.md:7 column-private`},
		{"a private selection", "", "", `town == "Linden"|desk == "a@example.org"`, `error site/stories/s.md:7 column-private`},
		{"an old table", "max-age: 30d|max-age: 4d", "", "", `warning data/datapackage.yaml:14 data-stale`},
		{"the story's own age", "max-age: 30d|max-age: 4d", "", "{t: trade.csv}|{t: {file: trade.csv, max-age: 90d}}", ``},
		{"the story's delimiter", "delimiter: \";\"|delimiter: \",\"", "", "{t: trade.csv}|{t: {file: trade.csv, delimiter: \";\"}}", ``},
		{"a file that is not there", "resources:|resources:\n  - {name: x, path: trad.csv}", "", "", `warning data/datapackage.yaml:4 sidecar-file`},
		{"an unknown field", "name: balance|name: balanc", "", "", `error data/datapackage.yaml:12 schema-field`},
	} {
		table, text, story := describedTable, description, describedStory
		if tt.table != "" {
			table = "town;balance;desk\n" + tt.table
		}
		replace := func(s, change string) string {
			from, to, ok := strings.Cut(change, "|")
			if ok && !strings.Contains(s, from) {
				t.Fatalf("%s: no %q", tt.name, from)
			}
			if !ok {
				return s
			}
			return strings.Replace(s, from, to, 1)
		}
		fs := fstest.MapFS{
			"data/datapackage.yaml": {Data: []byte(replace(text, tt.sidecar))},
			"data/trade.csv":        {Data: []byte(table)},
			"site/stories/s.md":     {Data: []byte(replace(story, tt.story))},
		}
		if tt.sidecar == "check" {
			fs["plotline.yaml"] = &fstest.MapFile{Data: []byte("check: {constraint-pattern: warn}\n")}
		}
		b, err := New(fs, &fakeDrawer{}, Options{Now: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range b.Problems {
			got = append(got, strings.TrimSpace(p.Level.String()+" "+strings.TrimSuffix(p.At.Position().String(), ":"+lastColumn(p))+" "+p.Rule))
		}
		found := tt.want == "" && len(got) == 0
		for _, g := range got {
			found = found || g == tt.want
		}
		if !found {
			source.Print(testWriter{t}, b.Problems)
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func lastColumn(p source.Problem) string {
	s := p.At.Position().String()
	return s[strings.LastIndexByte(s, ':')+1:]
}

// Foreign keys lead to tables that no story uses, and round in circles.
func TestSidecarForeignKeys(t *testing.T) {
	fs := fstest.MapFS{
		"data/datapackage.json": {Data: []byte(`{"resources": [
			{"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "x"}, {"name": "n"}], "foreignKeys": [{"fields": ["x"], "reference": {"resource": "b", "fields": ["x"]}}]}},
			{"name": "b", "path": "b.csv", "schema": {"fields": [{"name": "x"}], "foreignKeys": [{"fields": ["x"], "reference": {"resource": "a", "fields": ["x"]}}]}}
		]}`)},
		"data/a.csv":        {Data: []byte("x,n\np,1\nq,2\n")},
		"data/b.csv":        {Data: []byte("x\np\n")},
		"site/stories/s.md": {Data: []byte("---\ntitle: t\nsources: {s: B}\n---\n```chart\nid: c\nkind: bar\ndata: a.csv\nx: x\ny: n\ntitle: T\nalt: x\nsource: s\n```\n")},
	}
	b, err := New(fs, &fakeDrawer{}, Options{}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Problems) != 1 || b.Problems[0].Rule != "foreign-key" || b.Problems[0].At.Position().String() != "data/a.csv:3:1" {
		source.Print(testWriter{t}, b.Problems)
		t.Error("want one foreign-key problem")
	}
}

// What is remembered between builds covers the sidecar: a warm build equals a cold one after every edit.
func TestSidecarEdits(t *testing.T) {
	fs := fstest.MapFS{
		"data/datapackage.yaml": {Data: []byte(description)},
		"data/trade.csv":        {Data: []byte(describedTable)},
		"site/stories/s.md":     {Data: []byte(describedStory)},
	}
	options := Options{Now: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}
	warm := New(fs, &fakeDrawer{}, options)
	for _, edit := range []string{"|", "million euros|million dollars", "decimals: 1|decimals: 2", "max-age: 30d|max-age: 3d", "minimum: 0|minimum: 2000", "public: false|public: true", "footer|footer", "resources:|# moved\nresources:"} {
		from, to, _ := strings.Cut(edit, "|")
		fs["data/datapackage.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(description, from, to, 1))}
		if got, want := fingerprint(mustBuild(t, warm)), fingerprint(mustBuild(t, New(fs, &fakeDrawer{}, options))); got != want {
			t.Errorf("%s: a warm build differs from a cold one:\n%s\n%s", edit, got, want)
		}
	}
}

// A query hands no private column on, whatever it calls it, and may count by one.
func TestQueryPrivate(t *testing.T) {
	for query, want := range map[string]bool{
		"select city, desk as n from a order by 1":                                        true,
		"with x as (select city, desk as d from a) select city, d as n from x order by 1": true,
		"select city, count(*) as n from a where desk > 0 group by 1 order by 1":          false,
	} {
		b := mustBuild(t, New(fstest.MapFS{
			"data/a.csv":            {Data: []byte("city,desk\nx,1\ny,2\n")},
			"data/datapackage.json": {Data: []byte(`{"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "city", "type": "string"}, {"name": "desk", "type": "number", "x-plotline": {"public": false}}]}}]}`)},
			"data/q.sql":            {Data: []byte(query)},
			"site/stories/s.md":     {Data: []byte("---\ntitle: t\nsources: {s: Bureau}\n---\n```chart\nid: c\nkind: column\ndata: q\nx: city\ny: n\ntitle: T\nalt: A\nsource: s\n```\n")},
		}, &fakeDrawer{}, Options{}))
		if got := slices.ContainsFunc(b.Problems, func(p source.Problem) bool { return p.Rule == "column-private" }); got != want || b.Problems.HasErrors() != want {
			t.Errorf("%s: %v", query, b.Problems)
		}
	}
}
