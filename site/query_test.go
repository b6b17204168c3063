package site

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"plotline/data/source"
)

// A query that joins two files makes a chart and proves a number; only a change of what it reads runs it
// again.
func TestQuery(t *testing.T) {
	fsys := fstest.MapFS{
		"data/people.csv":    {Data: []byte("city,year,people\nHefei,2020,937.0\nHefei,2021,946.5\nShenyang,2020,907.3\nShenyang,2021,911.8\n")},
		"data/provinces.csv": {Data: []byte("city,province\nHefei,Anhui\nShenyang,Liaoning\n")},
		"data/other.csv":     {Data: []byte("a,b\nx,1\ny,2\n")},
		"data/joined.sql":    {Data: []byte("select province, year, sum(people) as people\nfrom people join provinces using (city)\ngroup by 1, 2 order by 1, 2\n")},
		"data/twice.sql":     {Data: []byte("select a, 2 * b as b from other order by a")},
		"site/stories/s.md": {Data: []byte("---\ntitle: t\nsources: {s: Bureau}\nfigures:\n  anhui: {data: joined, where: 'province == \"Anhui\" && year == 2021', value: people}\n---\nThere are [946.5](=anhui) of them.\n\n" +
			"```chart\nid: c\nkind: line\ndata: joined\nx: year\ny: people\nseries: province\ntitle: Residents\nalt: Residents\nsource: s\n```\n\n" +
			"```chart\nid: d\nkind: column\ndata: twice.sql\nx: a\ny: b\ntitle: Twice\nalt: Twice\nsource: s\n```\n")},
	}
	b := New(fsys, &fakeDrawer{}, Options{})
	build := func(queries int) *Build {
		t.Helper()
		out := mustBuild(t, b)
		if out.Problems.HasErrors() || out.Stats.Queries != queries {
			source.Print(testWriter{t}, out.Problems)
			t.Fatalf("%d queries were run, want %d", out.Stats.Queries, queries)
		}
		return out
	}
	first := build(2)
	if csv := fileOf(t, first, "s/charts/c/data.csv"); csv != "year,province,people\n2020,Anhui,937\n2021,Anhui,946.5\n2020,Liaoning,907.3\n2021,Liaoning,911.8\n" {
		t.Errorf("the chart's data.csv is %q", csv)
	}
	var record struct {
		Figures map[string]struct {
			Data struct {
				File   string
				Inputs []string
				Rows   []struct{ Row int }
			}
		}
	}
	if err := json.Unmarshal([]byte(fileOf(t, first, "s/claims.json")), &record); err != nil {
		t.Fatal(err)
	}
	if d := record.Figures["anhui"].Data; d.File != "data/joined.sql" || !slices.Equal(d.Inputs, []string{"data/people.csv", "data/provinces.csv"}) || len(d.Rows) != 1 || d.Rows[0].Row != 2 {
		t.Errorf("the receipt is %+v", d)
	}
	for _, path := range []string{"data/people.csv", "data/provinces.csv", "data/joined.sql", "data/other.csv"} {
		if !slices.Contains(first.Inputs, path) {
			t.Errorf("%s is not watched", path)
		}
	}
	build(0)
	old := first.plan
	fsys["data/people.csv"] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys["data/people.csv"].Data), "907.3", "908.1", 1))}
	second := build(1)
	if said := second.plan.Since(old, []string{"data/people.csv"}); !slices.Equal(said, []string{"people.csv: 1 cell, 1 chart"}) {
		t.Errorf("the change is told as %q", said)
	}
	fsys["data/other.csv"] = &fstest.MapFile{Data: []byte("a,b\nx,1\n\"y\",2\n")} // the same values in other words
	build(0)
	fsys["data/other.tsv"] = &fstest.MapFile{Data: []byte("a\tb\nx\t1\ny\t2\n")} // the same table of another file
	delete(fsys, "data/other.csv")
	build(1)
	fsys["data/twice.sql"] = &fstest.MapFile{Data: []byte("select a, 3 * b as b from other order by a")}
	build(1)
}

// The result of a query is kept for later builds of the same program.
func TestQueryKept(t *testing.T) {
	fsys := fstest.MapFS{
		"data/a.csv":        {Data: []byte("n,v\nx,1.5\n\"y\n, z\",\nw,3\n")},
		"data/q.sql":        {Data: []byte("select v, n from a")},
		"site/stories/s.md": {Data: []byte("---\ntitle: t\nsources: {s: Bureau}\n---\n```chart\nid: c\nkind: column\ndata: q\nx: n\ny: v\ntitle: T\nalt: A\nsource: s\n```\n")},
	}
	d := &fakeDrawer{}
	said := map[string]bool{}
	for _, build := range []struct {
		program string
		queries int
	}{{"one", 1}, {"one", 0}, {"two", 1}, {"", 1}} {
		b := mustBuild(t, New(fsys, d, Options{Program: build.program}))
		if b.Stats.Queries != build.queries || b.Problems.HasErrors() {
			t.Errorf("program %q runs %d queries, want %d: %v", build.program, b.Stats.Queries, build.queries, b.Problems)
		}
		var s strings.Builder
		source.Print(&s, b.Problems)
		said[s.String()] = true
	}
	if len(said) != 1 {
		t.Errorf("what is kept is told in other words: %v", said)
	}
}

// Names of tables lead to one file, or to a message.
func TestQueryNames(t *testing.T) {
	base := fstest.MapFS{
		"data/a.csv":    {Data: []byte("n,v\nx,1\ny,2\n")},
		"data/a.json":   {Data: []byte(`[{"n": "z", "v": 9}]`)},
		"data/b.json":   {Data: []byte(`[{"n": "p", "v": 3}, {"n": "q", "v": 4}]`)},
		"data/b.tsv":    {Data: []byte("n\tv\nx\t1\n")},
		"data/only.tsv": {Data: []byte("n\tv\nx\t1\ny\t2\n")},
		"data/only.pdf": {Data: []byte("what the columns mean")},
	}
	for _, test := range []struct{ data, sql, want string }{
		{data: "a"},
		{data: "only"},
		{data: "b.tsv"},
		{data: "b", want: `site/stories/s.md: table "b" can be b.json or b.tsv`},
		{data: "c", want: `there is no table "c"; tables are a.csv, a.json, b.json, b.tsv, only.pdf, only.tsv`},
		{data: "q", sql: "select n, v from A order by n"},
		{data: "q", sql: "select n, v from b order by n", want: `data/q.sql: table "b" can be b.json or b.tsv`},
		{data: "q", sql: "select n, v from q order by n", want: "data/q.sql: the query reads its own result, by way of q.sql, q.sql"},
		{data: "q", sql: "select n, v from missing order by n", want: `data/q.sql:1:18: there is no table "missing"; tables are a, b, only`},
		{data: "q", sql: "-- engine: postgres\n-- connection: $DB\nselect 1", want: `data/q.sql:1:12: table "q" has no snapshot yet, and a build asks no server`},
	} {
		fsys := maps.Clone(base)
		fsys["site/stories/s.md"] = &fstest.MapFile{Data: []byte("---\ntitle: t\nsources: {s: Bureau}\n---\n```chart\nid: c\nkind: column\ndata: " + test.data + "\nx: n\ny: v\ntitle: T\nalt: A\nsource: s\n```\n")}
		if test.sql != "" {
			fsys["data/q.sql"] = &fstest.MapFile{Data: []byte(test.sql)}
		}
		var said strings.Builder
		source.Print(&said, mustBuild(t, New(fsys, &fakeDrawer{}, Options{})).Problems)
		if test.want == "" && said.String() != "" || !strings.Contains(said.String(), test.want) {
			t.Errorf("%s, %s: %s\nwant %s", test.data, test.sql, said.String(), test.want)
		}
	}
}

// Charts, tables and figures call a table what the story calls it, also a large one.
func TestTableWords(t *testing.T) {
	small := "town,n\nA,1\nB,2\n"
	for _, text := range []string{small, small + strings.Repeat("C,3\n", mostHeld/4)} {
		b, err := New(fstest.MapFS{
			"data/towns.csv": {Data: []byte(text)},
			"site/stories/s.md": {Data: []byte("---\ntitle: t\ndata: {places: towns.csv}\nsources: {s: Bureau}\nfigures:\n  a: {data: places, value: m}\n  b: {data: places, where: m > 1, value: n}\n  c: {data: towns, value: n}\n  d: {data: towns.csv, where: m > 1, value: n}\n---\n" +
				"```chart\nid: a\nkind: bar\ndata: places\nwhere: m > 1\nx: town\ny: n\ntitle: T\nalt: A\nsource: s\n```\n\n```chart\nid: b\nkind: bar\ndata: places\nx: town\ny: m\ntitle: T\nalt: A\nsource: s\n```\n\n```table\nid: c\ndata: towns.csv\nwhere: m > 1\ntitle: T\nsource: s\n```\n")},
		}, &fakeDrawer{}, Options{}).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range b.Problems {
			name, _, _ := strings.Cut(p.Text[strings.Index(p.Text, "table ")+len("table "):], " ")
			got = append(got, fmt.Sprint(p.At.Position().Line, name))
		}
		if want := `6"places" 7"places" 8"towns" 9"towns.csv" 15"places" 28"places" 37"towns.csv"`; strings.Join(got, " ") != want {
			t.Errorf("%d bytes:\ngot  %s\nwant %s", len(text), strings.Join(got, " "), want)
		}
	}
}

// A query reads no table of which it is not sure what stands in a row.
func TestQueryRagged(t *testing.T) {
	b := mustBuild(t, New(fstest.MapFS{
		"data/a.csv":        {Data: []byte("n,v\nx,1\ny,1,500\n")},
		"data/q.sql":        {Data: []byte("select n, v from a order by n")},
		"site/stories/s.md": {Data: []byte("---\ntitle: t\nsources: {s: Bureau}\n---\n```chart\nid: c\nkind: column\ndata: q\nx: n\ny: v\ntitle: T\nalt: A\nsource: s\n```\n")},
	}, &fakeDrawer{}, Options{}))
	var said strings.Builder
	source.Print(&said, b.Problems)
	if !b.Problems.HasErrors() || !strings.Contains(said.String(), "data/a.csv:3:5: the header has 2 columns, this row 3\n") || b.Stats.Queries != 0 {
		t.Errorf("%d queries were run: %s", b.Stats.Queries, said.String())
	}
}
