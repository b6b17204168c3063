package snapshot

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"plotline/data/golden"
	"plotline/data/source"
)

// TestParse reads SQL files and compares what is wrong with them.
func TestParse(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		f, problems := source.NewText("data/"+c.Name+".sql", c.Read("query.sql"))
		q, p := Parse(f)
		var b bytes.Buffer
		source.Print(&b, append(problems, p...))
		if q != nil {
			t.Errorf("a query without errors: %q", q.Text())
		}
		if strings.Contains(b.String(), "s3cret") {
			t.Errorf("the password is told:\n%s", &b)
		}
		c.Check("want.txt", b.String())
	})
}

func TestHeader(t *testing.T) {
	const text = `/* Towns of Anhui. */
-- engine: postgres
-- source: the ministry
--connection:$NEWSROOM_DB
-- key: place, year

-- max-rows: 100000
-- timeout: 90s
-- A note: with words.
WITH x AS (SELECT ';' AS a, "b;" -- engine: sqlite;
  , $$ ; $$, $t$ $$;' $t$, E'\';', 'it''s;' /* ; /* ; */ ; */ )
SELECT * FROM x ; -- the end
/* ; */
`
	q, problems := Parse(source.NewFile("data/towns.sql", []byte(text)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if q.Engine != Postgres || q.Connection != "NEWSROOM_DB" || strings.Join(q.Key, "|") != "place|year" || q.MaxRows != 100_000 || q.Timeout != 90*time.Second {
		t.Errorf("%+v", q)
	}
	if got := q.Text(); !strings.HasPrefix(got, "WITH x") || !strings.HasSuffix(got, "FROM x") {
		t.Errorf("statement %q", got)
	}
	if q.Name() != "towns" || q.CSV() != "data/towns.snapshot.csv" || q.JSON() != "data/towns.snapshot.json" {
		t.Errorf("%s, %s, %s", q.Name(), q.CSV(), q.JSON())
	}
	hash := func(old, new string) string {
		other, problems := Parse(source.NewFile("data/towns.sql", []byte(strings.Replace(text, old, new, 1))))
		if other == nil {
			t.Fatal(problems)
		}
		return other.Hash()
	}
	for _, same := range [][2]string{{"90s", "80s"}, {"100000", "5"}, {"-- the end", ""}, {"A note", "Another note"}} {
		if hash(same[0], same[1]) != q.Hash() {
			t.Errorf("%q instead of %q makes another query", same[1], same[0])
		}
	}
	for _, other := range [][2]string{{"$NEWSROOM_DB", "$OTHER_DB"}, {"engine: postgres", "engine: clickhouse"}, {"FROM x", "FROM x LIMIT 1"}} {
		if hash(other[0], other[1]) == q.Hash() {
			t.Errorf("%q instead of %q makes no other query", other[1], other[0])
		}
	}
	if q, _ := Parse(source.NewFile("data/a.sql", []byte("SELECT 1"))); q.Engine != SQLite || q.Remote() {
		t.Errorf("without settings: %+v", q)
	}
}

// TestCheck holds snapshots against their query, as they are after changes and after kills.
func TestCheck(t *testing.T) {
	parse := func(limit string) *Query {
		q, _ := Parse(source.NewFile("data/towns.sql", []byte("-- engine: postgres\n-- connection: $DB\nSELECT a FROM t LIMIT "+limit)))
		return q
	}
	q := parse("1")
	sum := func(csv string) string { s, _ := Sum(strings.NewReader(csv)); return s }
	at := time.Date(2026, 5, 27, 8, 0, 0, 0, time.FixedZone("", 7200))
	provenance := func(q *Query, csv string) *Provenance {
		return q.Provenance(&Result{SHA256: sum(csv), Rows: 1, Bytes: int64(len(csv)), Columns: []Column{{"a", "text"}}}, at)
	}
	old, next := provenance(q, "a\n1\n"), provenance(parse("2"), "a\n2\n")
	both := *next
	both.Replaces = old
	for _, tt := range []struct {
		name       string
		query      *Query
		csv        string
		provenance []byte
		want       string
	}{
		{"fine", q, sum("a\n1\n"), old.JSON(), ""},
		{"another query", parse("2"), sum("a\n1\n"), old.JSON(), "3:1: the query has changed since 2026-05-27, when data/towns.snapshot.csv was taken [snapshot-stale]"},
		{"edited", q, sum("a\n3\n"), old.JSON(), "1:12: data/towns.snapshot.csv is not what the server gave: somebody has changed it since [snapshot-changed]"},
		{"killed before the CSV", q, sum("a\n1\n"), both.JSON(), ""},
		{"killed behind the CSV", parse("2"), sum("a\n2\n"), both.JSON(), ""},
		{"no JSON", q, sum("a\n1\n"), []byte("<<<<<<< HEAD"), "1:12: data/towns.snapshot.json is no provenance of a snapshot [snapshot-changed]"},
		{"null", q, sum("a\n1\n"), []byte("null"), "1:12: data/towns.snapshot.json is no provenance of a snapshot [snapshot-changed]"},
		{"none", q, "", nil, `1:12: table "towns" has no snapshot yet, and a build asks no server [snapshot-missing]`},
		{"no CSV", q, "", old.JSON(), `1:12: table "towns" has no data/towns.snapshot.csv, only what says where it came from [snapshot-missing]`},
		{"no provenance", q, sum("a\n1\n"), nil, `1:12: table "towns" has no data/towns.snapshot.json, so where its snapshot comes from is not known [snapshot-missing]`},
	} {
		p, problems := tt.query.Check(tt.csv, tt.provenance)
		got := ""
		for _, p := range problems {
			got += strings.TrimPrefix(p.At.Position().String(), "data/towns.sql:") + ": " + p.Text + " [" + p.Rule + "]"
			if p.Hint != "run plotline data refresh towns" {
				t.Errorf("%s: hint %q", tt.name, p.Hint)
			}
		}
		if got != tt.want || (p == nil) != problems.HasErrors() || p != nil && (p.SHA256 != tt.csv || p.Replaces != nil) {
			t.Errorf("%s: %+v\ngot  %s\nwant %s", tt.name, p, got, tt.want)
		}
	}
	if s := string(old.JSON()); !strings.Contains(s, `"time": "2026-05-27T06:00:00Z"`) || strings.Contains(s, "replaces") {
		t.Error(s)
	}
}

func FuzzParse(f *testing.F) {
	archives, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(a.Files[0].Data))
	}
	f.Add("-- engine: clickhouse\n-- connection: $A\nselect 'it\\'s', $a$ ; $a$, e'\\'', /* /* */ */ \"x\"\"y\" ; -- end")
	f.Fuzz(func(t *testing.T, text string) {
		file, _ := source.NewText("data/f.sql", []byte(text))
		q, problems := Parse(file)
		for _, p := range problems {
			if p.At.Position().Line == 0 {
				t.Errorf("%q has no place", p.Text)
			}
		}
		if (q == nil) != problems.HasErrors() {
			t.Fatalf("query %v, problems %v", q, problems)
		}
		if q == nil {
			return
		}
		header := "-- engine: " + q.Engine + "\n"
		if q.Remote() {
			header += "-- connection: $A\n"
		}
		again, problems := Parse(source.NewFile("data/f.sql", []byte(header+q.Text())))
		if again == nil || again.Text() != q.Text() {
			t.Errorf("the statement of the statement %q is %v, %v", q.Text(), again, problems)
		}
	})
}
