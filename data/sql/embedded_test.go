//go:build duckdb

package sql

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

func duckQuery(t *testing.T, text string) *Query {
	t.Helper()
	q, problems := parse(source.NewFile("data/q.sql", []byte("-- engine: duckdb\n"+text)))
	if q == nil {
		t.Fatal(problems)
	}
	return q
}

// Each archive is a query for DuckDB over the tables of TestQueries, and what comes of it.
func TestEmbedded(t *testing.T) {
	tables := examples(t)
	golden.Archives(t, "testdata/duckdb/*.txtar", func(t *testing.T, c *golden.Case) {
		c.Check("want.txt", answer(t, c.Read("q.sql"), tables, Embedded(t.TempDir())))
	})
}

// What SQLite gives for a query DuckDB gives as well, to the last digit.
func TestSame(t *testing.T) {
	except := map[string]string{
		"types": "what typeof says is called otherwise",
	}
	tables, same := examples(t), 0
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		text, want := c.Read("q.sql"), string(c.Read("want.txt"))
		if except[c.Name] != "" || strings.HasPrefix(want, "plotline: ") || strings.Contains(want, " error") {
			return
		}
		want, _, _ = strings.Cut(want, "plotline: ")
		if _, result, _ := strings.Cut(want, "\n"); result == "" {
			return // an error of SQLite's
		}
		same++
		got := answer(t, append([]byte("-- engine: duckdb\n"), text...), tables, Embedded(t.TempDir()))
		got, _, _ = strings.Cut(got, "plotline: ")
		reads := func(s string) string { return s[strings.Index(s, "\n"):] } // DuckDB has their own letters
		if reads(got) != reads(want) {
			t.Errorf("DuckDB gives\n%s\nand SQLite\n%s", got, want)
		}
	})
	if same < 7 {
		t.Errorf("%d queries were compared", same)
	}
}

// No statement reaches a file, the network, an extension or a setting once the tables are in, and none writes.
func TestLocked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(file, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"select * from read_csv('" + file + "')":                         "disabled by configuration",
		"select * from read_text('" + file + "')":                        "disabled by configuration",
		"select * from '" + file + "'":                                   "disabled",
		"select * from glob('/*')":                                       "disabled by configuration",
		"select * from read_csv('https://example.org/x.csv')":            "disabled",
		"select * from read_parquet('s3://x/y.parquet')":                 "disabled",
		"with x as (select 1) insert into cities select * from cities":   "syntax error",
		"select 1) union all (select 2":                                  "",
		"select 1); set lock_configuration = false; select (1":           "one statement",
		"select * from which_secret('s3://x', 's3')":                     "which_secret",
		"select getenv('HOME')":                                          "getenv",
		"select pg_sleep(1)":                                             "pg_sleep",
		"select * from sqlite_scan('" + file + "', 'a')":                 "sqlite_scan",
		"select st_read('" + file + "')":                                 "st_read",
		"select write_log('x')":                                          "write_log",
		"select * from read_blob('" + file + "')":                        "disabled by configuration",
		"select content from read_text(['" + file + "', '/etc/passwd'])": "disabled by configuration",
	} {
		f := source.NewFile("data/q.sql", []byte("-- engine: duckdb\n"+query))
		q, problems := parse(f)
		if q != nil {
			if problems = q.legal(); !problems.HasErrors() {
				var err error
				if _, problems, err = q.Run(context.Background(), examples(t), Embedded(t.TempDir())); err != nil {
					t.Fatal(err)
				}
			}
		}
		var said strings.Builder
		source.Print(&said, problems)
		if !strings.Contains(said.String(), want) || want == "" && problems.HasErrors() || want != "" && !problems.HasErrors() {
			t.Errorf("%s: %s, want %s", query, said.String(), want)
		}
	}
}

// A query that never ends is stopped after its time, and at once when nobody wants it.
func TestEmbeddedStop(t *testing.T) {
	q := duckQuery(t, "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n")
	q.Timeout = 100 * time.Millisecond
	r, problems, err := q.Run(context.Background(), set{}, Embedded(t.TempDir()))
	if r != nil || err != nil || len(problems) != 1 || problems[0].Text != "the query was stopped after 100ms" {
		t.Errorf("after its time: %v, %v, %v", r, problems, err)
	}
	q.Timeout = time.Minute
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if r, problems, err := q.Run(ctx, set{}, Embedded(t.TempDir())); r != nil || len(problems) > 0 || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 10*time.Second {
		t.Errorf("when nobody wants it: %v, %v, %v", r, problems, err)
	}
}

// A result has its most rows, and no more are made.
func TestEmbeddedMost(t *testing.T) {
	q := duckQuery(t, "select i from range(100000000000) r(i)")
	q.MaxRows = 20_000
	r, problems, err := q.Run(context.Background(), set{}, Embedded(t.TempDir()))
	if r != nil || err != nil || len(problems) != 1 || problems[0].Text != "the result has over 20000 rows" {
		t.Errorf("%v, %v, %v", r, problems, err)
	}
	q = duckQuery(t, "select i from range(20000) r(i) order by i desc")
	r, problems, err = q.Run(context.Background(), set{}, Embedded(t.TempDir()))
	if err != nil || len(problems) > 0 || r.Rows != 20_000 || !strings.HasPrefix(string(r.Maker.Bytes()), "i\n19999\n19998\n") || !strings.HasSuffix(string(r.Maker.Bytes()), "\n1\n0\n") {
		t.Errorf("%v, %v, %v", r, problems, err)
	}
}

// A table that is too large to be held goes to DuckDB in parts, and what DuckDB does not hold goes to the folder.
func TestEmbeddedLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("a table of 160 MB")
	}
	path := filepath.Join(t.TempDir(), "large.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const rows = 4_000_000
	var b strings.Builder
	b.WriteString("place,year,value,note\n")
	for i := range rows {
		fmt.Fprintf(&b, "place %d,%d,%d.25,note of row %d\n", i%1000, 1990+i%30, i%997, i)
		if b.Len() > 1<<20 {
			f.WriteString(b.String())
			b.Reset()
		}
	}
	f.WriteString(b.String())
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file := source.NewDistant(path, int(info.Size()), func() (source.Reader, error) { return os.Open(path) })
	table, problems := data.Read(file, data.Options{})
	if table == nil || table.Held() {
		t.Fatalf("held, %v", problems)
	}
	start := time.Now()
	q := duckQuery(t, "select year, count(*) as n, sum(value) as total, max(note) as note from large group by year order by year")
	r, problems, err := q.Run(context.Background(), set{"large": table}, Embedded(t.TempDir()))
	if err != nil || len(problems) > 0 || r.Rows != 30 {
		t.Fatalf("%v, %v, %v", r, problems, err)
	}
	t.Logf("%d MB of %d rows in %v", info.Size()>>20, rows, time.Since(start))
	var want strings.Builder
	want.WriteString("year,n,total,note\n")
	for year := range 30 {
		n, total, note := 0, 0.0, ""
		for i := year; i < rows; i += 30 {
			n, total, note = n+1, total+float64(i%997)+.25, max(note, fmt.Sprintf("note of row %d", i))
		}
		fmt.Fprintf(&want, "%d,%d,%s,%s\n", 1990+year, n, data.Decimal(total), note)
	}
	if got := string(r.Maker.Bytes()); got != want.String() {
		t.Errorf("the result is %s, want %s", got, want.String())
	}
}
