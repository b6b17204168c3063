//go:build duckdb

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	stdsql "database/sql"

	"github.com/duckdb/duckdb-go/v2"

	"plotline/data"
	"plotline/data/snapshot"
	"plotline/data/source"
	"plotline/data/sql"
)

func init() {
	linkedIn = true
	if filepath.Base(os.Args[0]) == "duckdb" {
		os.Exit(duckdbProgram(os.Args[1:]))
	}
}

// duckdbProgram does with the arguments that Plotline gives what DuckDB's own program does with them: it
// executes each statement, prints rows as CSV, and nothing where there are none, tells an error on standard
// error, and stops there.
func duckdbProgram(args []string) int {
	if len(args) < 6 || !slices.Equal(args[:4], []string{"-batch", "-bail", "-csv", "-init"}) || args[5] != ":memory:" {
		fmt.Fprintf(os.Stderr, "Unknown Option Error: %q\n", args)
		return 1
	}
	if text, err := os.ReadFile(args[4]); err != nil || len(text) > 0 {
		fmt.Fprintf(os.Stderr, "-- Loading resources from %s\n%v", args[4], err)
		return 1
	}
	c, err := duckdb.NewConnector("", nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	db := stdsql.OpenDB(c)
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range args[6:] {
		if err := printRows(db, statement); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return 0
}

func printRows(db *stdsql.DB, statement string) error {
	word, _, _ := strings.Cut(statement, " ")
	if word != "select" {
		_, err := db.Exec(statement)
		return err
	}
	rows, err := db.Query(statement)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	w := csv.NewWriter(os.Stdout)
	cells, to := make([]string, len(names)), make([]any, len(names))
	for i := range cells {
		to[i] = &cells[i]
	}
	for n := 0; rows.Next(); n++ {
		if n == 0 {
			w.Write(names)
		}
		if err := rows.Scan(to...); err != nil {
			return err
		}
		w.Write(cells)
	}
	w.Flush()
	return rows.Err()
}

// someTables are tables by name.
type someTables map[string]*data.Table

func (s someTables) Table(name string) (*data.Table, bool) { t, has := s[name]; return t, has }
func (s someTables) Names() []string                       { return []string{"cities", "numbers"} }

// The program and the engine that is linked in give one result, and say the same of what is wrong. The
// program is the one on the PATH; without one this test is it.
func TestDuckDB(t *testing.T) {
	real, err := exec.LookPath("duckdb")
	if err != nil {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := os.Symlink(self, filepath.Join(dir, "duckdb")); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", dir)
	}
	t.Logf("the program is %q", real)
	t.Setenv("TZ", "Asia/Shanghai")
	tables := someTables{}
	for name, text := range map[string]string{
		"cities":  "city,founded,people,note\nHefei,1952-05-01,946.5,\"a, \"\"b\"\"\"\nShenyang,1945-03-12,911.8,\nWuhu,1949-05-10,,.sh\n",
		"numbers": "n\n1\n0.1\n\n-2.5\n1e-7\n",
	} {
		table, problems := data.Read(source.NewFile("data/"+name+".csv", []byte(text)), data.Options{})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		tables[name] = table
	}
	for _, query := range []string{
		"select * from cities order by city",
		"select n, n / 3 as third, n + 0.2 as more from numbers order by n",
		"select sum(n) as total, count(*) as rows, count(n) as known from numbers",
		"select city, founded::date + 1 as next, people > 900 as large, 1.50 as decimal from cities order by city",
		"select '2021-05-27 10:30:00+02'::timestamptz as instant, current_setting('x') from cities",
		"select note from cities order by note",
		"select e'two\\nlines' as a, 'x' as a from cities order by city",
		"select city from cities where false order by city",
		"select 1 as one",
		"select city,\n  detb\nfrom cities",
		"select * from nope",
		"select city from cities order by city limit 1 limit 2",
		"select city::integer as n from cities",
		"select people / 0 as x from cities order by city",
		"select [1, 2] as l",
		"-- max-rows: 2\nselect city from cities order by city",
		"select i from range(10000000) r(i) order by i",
		"-- timeout: 1s\nwith recursive n(i) as (select 1 union all select i + 1 from n) select max(i) as m from n",
		"select * from read_csv('/etc/passwd')",
		"select * from 'table1.csv'",
		"select a\n.sh touch made\nfrom (select 1 as a)",
	} {
		var said [2]string
		for i, engine := range []sql.Engine{duckDB, sql.Program(runDuckDB).Do} {
			parsed, problems := snapshot.Parse(source.NewFile("data/q.sql", []byte("-- engine: duckdb\n"+query)))
			if parsed == nil {
				t.Fatal(problems)
			}
			q := &sql.Query{Query: parsed}
			if q.Timeout = min(q.Timeout, 20*time.Second); strings.Contains(query, "range(") {
				q.MaxRows = 1000
			}
			r, problems, err := q.Run(context.Background(), tables, engine)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if r != nil {
				b.Write(r.Maker.Bytes())
			}
			source.Print(&b, problems)
			said[i] = b.String()
		}
		if said[0] != said[1] {
			t.Errorf("%s\nlinked in:\n%s\nthe program:\n%s", query, said[0], said[1])
		}
	}
	if _, err := os.Stat("made"); err == nil {
		t.Error("a command of the program's own was run")
	}
}
