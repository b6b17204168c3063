package sql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/snapshot"
	"plotline/data/source"
)

// parse reads a query.
func parse(f *source.File) (*Query, source.List) {
	q, problems := snapshot.Parse(f)
	if q == nil {
		return nil, problems
	}
	return &Query{q}, problems
}

// set is some tables by name.
type set map[string]*data.Table

func (s set) Table(name string) (*data.Table, bool) {
	for n, t := range s {
		if strings.EqualFold(n, name) {
			return t, true
		}
	}
	return nil, false
}

func (s set) Names() []string {
	return slices.Compact(slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(s)), "cities", "people"))))
}

// Each archive is a query over two tables, and what comes of it: the tables it reads, and its result or what
// is wrong.
func TestQueries(t *testing.T) {
	tables := examples(t)
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		c.Check("want.txt", answer(t, c.Read("q.sql"), tables, nil))
	})
}

func examples(t *testing.T) set {
	read := func(name, text string) *data.Table {
		table, problems := data.Read(source.NewFile("data/"+name+".csv", []byte(text)), data.Options{})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		return table
	}
	return set{
		"cities": read("cities", "city,province,founded,capital\nHefei,Anhui,1952-05-01,yes\nShenyang,Liaoning,1945-03-12,yes\nWuhu,Anhui,1949-05-10,no\n"),
		"people": read("people", "city,year,people,share\nHefei,2020,937.0,12.5 %\nHefei,2021,946.5,13 %\nShenyang,2020,907.3,\nShenyang,2021,911.8,20.1 %\nWuhu,2021,,\n"),
	}
}

// answer is what comes of a query: the tables it reads, its result, and what is wrong.
func answer(t *testing.T, query []byte, tables set, duck Engine) string {
	var b strings.Builder
	f, problems := source.NewText("data/q.sql", query)
	q, more := parse(f)
	problems = append(problems, more...)
	if q != nil {
		names, more, err := q.Inputs(context.Background(), tables)
		if err != nil {
			t.Fatal(err)
		}
		problems = append(problems, more...)
		if names != nil {
			b.WriteString("reads " + source.Join(names) + "\n")
			r, more, err := q.Run(context.Background(), tables, duck)
			if err != nil {
				t.Fatal(err)
			}
			problems = append(problems, more...)
			if r != nil {
				text := r.Open(q, data.Options{Name: "q.sql"})
				table, more := data.Read(text.File, text.Options)
				problems = append(problems, more...)
				if table != nil {
					for _, c := range table.Columns {
						b.WriteString(c.Name + " (" + c.Type.String() + ")\n")
					}
					b.Write(table.CSV(table.Columns))
				}
			}
		}
	}
	source.Print(&b, problems)
	return b.String()
}

// A query that never ends is stopped after its time, and one that is no longer wanted at once: before its
// first row, and after it.
func TestStop(t *testing.T) {
	const endless = "(with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n)"
	for _, text := range []string{"select " + endless, "select 1 union all select " + endless} {
		q, _ := parse(source.NewFile("data/q.sql", []byte(text)))
		q.Timeout = 20 * time.Millisecond
		r, problems, err := q.Run(context.Background(), set{}, nil)
		if r != nil || err != nil || len(problems) != 1 || !strings.Contains(problems[0].Text, "the query was stopped after") {
			t.Errorf("%s: after its time: %v, %v, %v", text, r, problems, err)
		}
		q.Timeout = time.Minute
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		if r, problems, err := q.Run(ctx, set{}, nil); r != nil || len(problems) > 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: when it is no longer wanted: %v, %v, %v", text, r, problems, err)
		}
		cancel()
	}
}

// FuzzQuery runs any query without a panic, and never changes a table.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{"select 1", "select a, b from t order by a", "with x as (select * from t) select * from x", "select \"A\" from t; delete from t", "-- engine: sqlite\nvalues (1, 'x'), (2, null)", "pragma_table_info('t')", "select [a] from t where b = 'it''s'"} {
		f.Add(s)
	}
	table, _ := data.Read(source.NewFile("data/t.csv", []byte("a,b\nx,1\ny,2\n")), data.Options{})
	f.Fuzz(func(t *testing.T, text string) {
		file, problems := source.NewText("data/q.sql", []byte(text))
		q, more := parse(file)
		if problems = append(problems, more...); q == nil || q.Engine != snapshot.SQLite || problems.HasErrors() {
			return
		}
		q.Timeout = 100 * time.Millisecond
		tables := set{"t": table}
		names, problems, err := q.Inputs(context.Background(), tables)
		if err != nil || names == nil && len(problems) == 0 {
			t.Fatalf("%v, %v", problems, err)
		}
		if names != nil {
			r, more, err := q.Run(context.Background(), tables, nil)
			if err != nil || r == nil && len(more) == 0 {
				t.Fatalf("%v, %v", more, err)
			}
			if problems = append(problems, more...); r != nil {
				text := r.Open(q, data.Options{Name: "q.sql"})
				_, more = data.Read(text.File, text.Options)
				problems = append(problems, more...)
			}
		}
		source.Print(&strings.Builder{}, problems)
	})
}

// Tables that SQL cannot have are told at their header; wide ones are filled.
func TestWide(t *testing.T) {
	read := func(text string) set {
		table, problems := data.Read(source.NewFile("data/t.csv", []byte(text)), data.Options{})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		return set{"t": table}
	}
	q, _ := parse(source.NewFile("data/q.sql", []byte("select * from t")))
	_, problems, err := q.Run(context.Background(), read("Year,year\n1,2\n"), nil)
	var said strings.Builder
	source.Print(&said, problems)
	if want := "data/t.csv:1:1: the table cannot be used in SQL: duplicate column name: year\n    1 | Year,year\n      | ~~~~ in SQL, Year and year are one name: call one of the columns something else\n    data/q.sql:1:15: used here\n"; err != nil || said.String() != "plotline: "+want {
		t.Errorf("%v, %s", err, said.String())
	}
	var header, row strings.Builder
	for i := range 1900 {
		fmt.Fprintf(&header, ",c%d", i)
		fmt.Fprintf(&row, ",%d", i)
	}
	r, problems, err := q.Run(context.Background(), read("n"+header.String()+strings.Repeat("\nx"+row.String(), 100)+"\n"), nil)
	if err != nil || problems.HasErrors() || r.Rows != 100 || r.Names[1900] != "c1899" {
		t.Errorf("%v, %v, %v", r, problems, err)
	}
}
