package site

import (
	"net"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"plotline/data/snapshot"
	"plotline/data/source"
)

// TestSnapshots builds from a query's snapshot, says when it is not that of the query, and asks no server.
func TestSnapshots(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		if c, err := l.Accept(); err == nil {
			t.Errorf("a build connects to the server from %s", c.RemoteAddr())
		}
	}()
	t.Setenv("NEWSROOM_DB", "postgres://reader:secret@"+l.Addr().String()+"/news?sslmode=disable")
	const query = "-- engine: postgres\n-- connection: $NEWSROOM_DB\nSELECT place, n FROM t ORDER BY place\n"
	const csv = "place,n\nA,1\nB,7\n"
	q, _ := snapshot.Parse(source.NewFile("data/d.sql", []byte(query)))
	about := q.Provenance(&snapshot.Result{SHA256: snapshot.SumOf([]byte(csv)), Rows: 2}, time.Date(2026, 5, 27, 0, 0, 0, 0, time.UTC)).JSON()
	fsys := func(query, csv string, about []byte) fstest.MapFS {
		m := fstest.MapFS{"data/d.sql": {Data: []byte(query)}, "site/stories/s.md": {Data: storyOf("Story", "d.sql")}}
		if csv != "" {
			m["data/d.snapshot.csv"] = &fstest.MapFile{Data: []byte(csv)}
		}
		if about != nil {
			m["data/d.snapshot.json"] = &fstest.MapFile{Data: about}
		}
		return m
	}
	for _, tt := range []struct {
		name, query, csv string
		about            []byte
		want             string
	}{
		{"fine", query, csv, about, ""},
		{"another query", strings.Replace(query, " ORDER", " WHERE n > 0 ORDER", 1), csv, about, `warning snapshot-stale data/d.sql:3:1 the query has changed since 2026-05-27, when data/d.snapshot.csv was taken`},
		{"a changed cell", query, strings.Replace(csv, "7", "8", 1), about, "error snapshot-changed data/d.sql:1:12 data/d.snapshot.csv is not what the server gave: somebody has changed it since"},
		{"none", query, "", nil, `error snapshot-missing data/d.sql:1:12 table "d" has no snapshot yet, and a build asks no server`},
		{"a wrong setting", "-- engin: postgres\n" + query, csv, about, `error  data/d.sql:1:4 unknown setting "engin"; settings are engine, connection, key, max-rows, timeout`},
	} {
		input := fsys(tt.query, tt.csv, tt.about)
		b := mustBuild(t, New(input, &fakeDrawer{}, Options{}))
		var got []string
		for _, p := range b.Problems {
			if p.At.File != nil && strings.HasPrefix(p.At.File.Path, "data/") {
				got = append(got, p.Level.String()+" "+p.Rule+" "+p.At.Position().String()+" "+p.Text)
			}
		}
		if s := strings.Join(got, "\n"); s != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, s, tt.want)
		}
		if !b.Problems.HasErrors() {
			if table := fileOf(t, b, "s/charts/one/data.csv"); table != csv {
				t.Errorf("%s: %q", tt.name, table)
			}
		}
		for _, want := range []string{"data/d.snapshot.csv", "data/d.snapshot.json"} {
			if tt.name != "a wrong setting" && !contains(b.Inputs, want) {
				t.Errorf("%s: %s is not watched", tt.name, want)
			}
		}
	}
}

// A snapshot of many rows is read by parts, and held against its sum as a small one is.
func TestLargeSnapshot(t *testing.T) {
	const query = "-- engine: postgres\n-- connection: $NEWSROOM_DB\nSELECT place, n FROM t ORDER BY place\n"
	csv := "place,n\n" + strings.Repeat("A,1\n", mostHeld/4) + "B,7\n"
	q, _ := snapshot.Parse(source.NewFile("data/d.sql", []byte(query)))
	about := q.Provenance(&snapshot.Result{SHA256: snapshot.SumOf([]byte(csv)), Rows: mostHeld/4 + 1}, time.Date(2026, 5, 27, 0, 0, 0, 0, time.UTC)).JSON()
	story := strings.NewReplacer("y: n\n", "y: {col: n, agg: sum}\n", `== "A"'`, `== "B"'`).Replace(string(storyOf("Story", "d.sql")))
	for _, text := range []string{csv, strings.Replace(csv, "7", "8", 1)} {
		b := mustBuild(t, New(fstest.MapFS{"data/d.sql": {Data: []byte(query)}, "site/stories/s.md": {Data: []byte(story)},
			"data/d.snapshot.csv": {Data: []byte(text)}, "data/d.snapshot.json": {Data: about}}, &fakeDrawer{}, Options{}))
		if text != csv {
			if !strings.Contains(rulesOf(b), "snapshot-changed") {
				t.Errorf("a changed cell: %s", rulesOf(b))
			}
			continue
		}
		if b.Problems.HasErrors() {
			t.Fatal(b.Problems)
		}
		if got := fileOf(t, b, "s/charts/one/data.csv"); got != "place,n\nA,2097152\nB,7\n" {
			t.Errorf("data.csv is %q", got)
		}
	}
}

func rulesOf(b *Build) string {
	var rules []string
	for _, p := range b.Problems {
		rules = append(rules, p.Rule)
	}
	return strings.Join(rules, " ")
}
