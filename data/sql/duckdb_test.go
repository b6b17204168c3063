package sql

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/source"
)

// What DuckDB says of a query is told at the place that its caret shows; the query begins in its second line.
func TestSaid(t *testing.T) {
	for _, test := range []struct{ query, said, want string }{
		{"-- engine: duckdb\nselect 1 as a\n\nfrom nope", "Catalog Error: Table with name nope does not exist!\nDid you mean \"pg_enum\"?\n\nLINE 5: from nope\n             ^",
			"data/q.sql:4:6: Catalog Error: Table with name nope does not exist!|tables are cities, people"},
		{"-- engine: duckdb\nselect detb\nfrom (select 1 as debt) t", "Binder Error: Referenced column \"detb\" not found in FROM clause!\nCandidate bindings: \"debt\"\n\nLINE 3: select detb\n               ^",
			"data/q.sql:2:8: Binder Error: Referenced column \"detb\" not found in FROM clause!|Candidate bindings: \"debt\""},
		{"-- engine: duckdb\nselect a bb cc from x", "Parser Error: syntax error at or near \"cc\"\n\nLINE 3: ...bb cc from x\n              ^",
			"data/q.sql:2:13: Parser Error: syntax error at or near \"cc\"|"},
		{"-- engine: duckdb\nselect 1", "Out of Memory Error: no", "data/q.sql:2:1: Out of Memory Error: no|join on columns, sum up early, and leave out columns that the result does not need"},
	} {
		q, _ := parse(source.NewFile("data/q.sql", []byte(test.query)))
		if p := q.said(test.said, set{}); p.At.Position().String()+": "+p.Text+"|"+p.Hint != test.want {
			t.Errorf("%s\n%s: %s|%s, want %s", test.said, p.At.Position(), p.Text, p.Hint, test.want)
		}
	}
}

// What DuckDB prints is a result as SQLite's: without noise in numbers, and with missing cells.
func TestProgram(t *testing.T) {
	q, _ := parse(source.NewFile("data/q.sql", []byte("-- engine: duckdb\nselect n as a, city as b from cities order by 1;")))
	table, _ := data.Read(source.NewFile("data/cities.csv", []byte("city,n,day,\"say \"\"x\"\"\"\nHefei,1.5,2021-05-01,\"a, b\"\nWuhu,,2021-05-02,\n")), data.Options{})
	prints := func(out string) Engine {
		return Program(func(_ context.Context, statements []string, files map[string]func(io.Writer) error, read func(io.Reader) error) error {
			for _, want := range []string{
				`create table "cities" ("city" varchar, "n" double, "day" varchar, "say ""x""" varchar)`,
				`copy "cities" from 'table1.csv' (format csv, header true, delimiter ',', quote '"', escape '"', nullstr '', auto_detect false, max_line_size 8388608)`,
				"set enable_external_access = false", "set lock_configuration = true",
				"create temp table \"plotline result\" as select * from (\n-- engine: duckdb\nselect n as a, city as b from cities order by 1\n) limit 1000001",
			} {
				if !slices.Contains(statements, want) {
					t.Errorf("%s is missing of\n%s", want, strings.Join(statements, "\n"))
				}
			}
			var file bytes.Buffer
			if err := files["table1.csv"](&file); err != nil || file.String() != "city,n,day,\"say \"\"x\"\"\"\nHefei,1.5,2021-05-01,\"a, b\"\nWuhu,,2021-05-02,\n" {
				t.Errorf("the table is %q, %v", file.String(), err)
			}
			return read(strings.NewReader(out))
		}).Do
	}
	const columns = "column_name,column_type\na,DOUBLE\nb,VARCHAR\nend\nend\n"
	for _, test := range []struct{ out, want string }{
		{columns + "x,y\n=0.30000000000000004,=x\n-,\"=y,z\"\n=1e+20,=\n", "a,b\n0.3,x\n,\"y,z\"\n100000000000000000000,\n"},
		{columns, "a,b\n"}, // the program prints nothing at all for no rows
		{columns + "x,y\n=inf,=x\n", `column "a" of the result holds inf, which is no number, in row 1`},
		{"column_name,column_type\na,INTEGER[]\nend\nend\nx\n=[1]\n", `column "a" of the result holds lists, not text or numbers`},
		{"column_name,column_type\na,\"DECIMAL(5,2)\"\nend\nend\nx\n=1.50\n=-2.00\n=100\n", "a\n1.5\n-2\n100\n"},
		{columns + "x,y\n=1\n", "the duckdb program did not print a table"},
		{"", "the duckdb program did not print a table"},
		{"what?\n", "the duckdb program did not print a table"},
	} {
		r, problems, err := q.Run(context.Background(), set{"cities": table}, prints(test.out))
		got := ""
		if r != nil {
			got = string(r.Maker.Bytes())
		} else if len(problems) > 0 {
			got = problems[0].Text
		}
		if err != nil || got != test.want {
			t.Errorf("%q is %q, %v, want %q", test.out, got, err, test.want)
		}
	}
	table.Column("n").Private = true
	for _, test := range []struct{ query, column string }{
		{"select * from cities order by 1", "N"}, {"select n as x from cities order by 1", "x"}, {"select cities.n X from cities order by 1", "x"},
	} {
		q, _ := parse(source.NewFile("data/q.sql", []byte("-- engine: duckdb\n"+test.query)))
		r, problems, err := q.Run(context.Background(), set{"cities": table}, Program(func(_ context.Context, _ []string, _ map[string]func(io.Writer) error, read func(io.Reader) error) error {
			return read(strings.NewReader("column_name,column_type\n" + test.column + ",DOUBLE\nend\nend\n"))
		}).Do)
		if r != nil || err != nil || len(problems) != 1 || problems[0].Rule != "column-private" {
			t.Errorf("%s: %v, %v, %v", test.query, r, problems, err)
		}
	}
}

// A query for DuckDB asks for no day, no chance and no computer, however it writes it, as DuckDB cuts its words.
func TestUnsteady(t *testing.T) {
	for query, word := range map[string]string{
		"select [now()]":                  "now",
		"select \"Random\"()":             `"Random"`,
		"select system.main.today()":      "today",
		"select E'\\'', uuid() -- '":      "uuid",
		"select $$'$$, random() -- '":     "random",
		"select * from query('select 1')": "query",
		"select localtimestamp":           "localtimestamp",
		"select current_date":             "current_date",
		"select age(day) from t":          "age",
		"select * from t using sample 3":  "using",
		"select * from t tablesample 10%": "tablesample",
		"select * from duckdb_settings()": "duckdb_settings",
		"select getenv('HOME')":           "getenv",

		"select 'now()' as \"now()\", $$uuid()$$":     "",
		"select now, random from t -- now()":          "",
		"select age(day, '2021-05-27'::date) from t":  "",
		"select a$now, b from t using (sample)":       "",
		"select /* /* */ now() */ 1":                  "",
		"select count(*) filter (where version <> 1)": "",
	} {
		q, problems := parse(source.NewFile("data/q.sql", []byte("-- engine: duckdb\n"+query)))
		if q == nil {
			t.Fatal(problems)
		}
		got := ""
		if problems := q.legal(); len(problems) > 0 {
			got = problems[0].At.Text()
		}
		if got != word {
			t.Errorf("%s: refused at %q, want %q", query, got, word)
		}
	}
}

// What DuckDB takes for a second statement is one for Plotline: a word may hold $, and ` is no quote.
func TestStatements(t *testing.T) {
	for _, query := range []string{"select 1 as a$b$;\n.sh touch x\n--$b$", "select 1 ` 2;\nselect 2 -- `"} {
		if q, problems := parse(source.NewFile("data/q.sql", []byte("-- engine: duckdb\n"+query))); q != nil || len(problems) != 1 || !strings.Contains(problems[0].Text, "one statement") {
			t.Errorf("%s: %v, %v", query, q, problems)
		}
	}
}
