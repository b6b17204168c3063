// Package remote runs a query on a database server and writes its result as CSV.
//
// In go a snapshot.Query and the address of its server; out come the rows, and the facts about them. Start
// with Fetch. Only the command imports this package: a build asks no server.
package remote

import (
	"context"
	"errors"
	"io"
	"time"

	"plotline/data/snapshot"
	"plotline/data/source"
)

// Options say where a query runs and who wants to know how far it is.
type Options struct {
	Address  string                      // of the server, with its password: the connection's value
	Progress func(rows int, bytes int64) // called after some rows each, from the goroutine of Fetch; may be nil
}

// Fault is why a result did not come, in words for the person who wrote the query. It never holds
// the connection's value.
type Fault struct{ Problem source.Problem }

// Error is the problem's text.
func (f *Fault) Error() string { return f.Problem.Text }

// Fetch runs a query on its server, which is asked to change nothing, and writes its rows to w as
// they come: UTF-8, commas, LF, a header of the columns' names, a missing value as an empty cell and
// an empty text as "". What is wrong with the query, its server or its result is a *Fault; other errors are
// those of w and ctx. After an error what was written is of no use.
func Fetch(ctx context.Context, q *snapshot.Query, o Options, w io.Writer) (*snapshot.Result, error) {
	f := &fetch{Query: q, Options: o, out: newSheet(w)}
	if o.Address == "" {
		return nil, fault(f.At("connection"), "the environment variable %s is not set", f.Connection).hint(addresses[q.Engine])
	}
	limited, cancel := context.WithTimeout(ctx, q.Timeout+grace)
	defer cancel()
	run := f.postgres
	if q.Engine == snapshot.ClickHouse {
		run = f.clickhouse
	}
	err := run(limited)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case f.out.err != nil:
		return nil, f.out.err
	case err != nil && errors.Is(limited.Err(), context.DeadlineExceeded):
		return nil, f.late()
	case err != nil:
		return nil, err
	case len(f.result.Columns) == 0 || f.out.rows == 0:
		return nil, fault(f.Token(0), "the result has no rows").hint("a snapshot holds one row at least")
	}
	if err := f.out.close(); err != nil {
		return nil, err
	}
	f.result.Rows, f.result.Bytes, f.result.SHA256 = f.out.rows, f.out.bytes, f.out.sum()
	return &f.result, nil
}

const (
	grace   = 10 * time.Second // for the server to say itself that the time is over
	connect = 10 * time.Second // until a connection stands
)

var addresses = map[string]string{
	snapshot.Postgres:   "an address is postgres://user:password@host:5432/database",
	snapshot.ClickHouse: "an address is https://user:password@host:8443/database, or http://host:8123/database",
}

// inPasswords is what people forget in addresses.
const inPasswords = "; in a password write @, / and blanks as %40, %2F and %20"

// fetch is one run of a query.
type fetch struct {
	*snapshot.Query
	Options
	out    *sheet
	result snapshot.Result
}

// header takes the columns of the result, which must have names of their own.
func (f *fetch) header(columns []snapshot.Column) error {
	seen := map[string]bool{}
	for i, c := range columns {
		switch {
		case c.Name == "" || c.Name == "?column?":
			return fault(f.Token(0), "column %d of the result has no name", i+1).hint("give it one with AS")
		case seen[c.Name]:
			return fault(f.Token(0), "two columns of the result are called %q", c.Name).hint("give one another name with AS")
		}
		seen[c.Name] = true
		f.out.cell([]byte(c.Name), false, i == 0)
	}
	for _, name := range f.Key {
		if !seen[name] {
			var names []string
			for _, c := range columns {
				names = append(names, c.Name)
			}
			return fault(f.At("key"), "the result has no column %q; columns are %s", name, source.Some(name, names)).hint(source.DidYouMean(name, names))
		}
	}
	f.result.Columns = columns
	f.out.end()
	f.out.rows = 0
	return nil
}

// row takes a row; a missing cell is nil.
func (f *fetch) row(cells [][]byte) error {
	if f.out.rows == f.MaxRows {
		return fault(f.At("max-rows"), "the result has more than %d rows", f.MaxRows).hint("sum up in the query, add a LIMIT, or raise -- max-rows")
	}
	for i, c := range cells {
		if what := refused(c); what != "" {
			return fault(f.Token(0), "row %d, column %q %s", f.out.rows+1, f.result.Columns[i].Name, what)
		}
		f.out.cell(c, c == nil && len(cells) > 1, i == 0)
	}
	f.out.end()
	if f.out.bytes > mostBytes {
		return fault(f.Token(0), "the result is larger than 1 GB, which is the most of a table").hint("sum up in the query")
	}
	if f.Progress != nil && f.out.rows%256 == 1 {
		f.Progress(f.out.rows, f.out.bytes)
	}
	return f.out.err
}
