//go:build duckdb

package sql

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"

	"github.com/duckdb/duckdb-go/v2"

	"plotline/data"
)

// Embedded runs jobs in the DuckDB that is linked into this program. What does not fit into memory goes to the
// folder, which is the caller's to remove.
func Embedded(scratch string) Engine {
	return func(ctx context.Context, j *Job) error {
		c, err := duckdb.NewConnector(":memory:?temp_directory="+url.QueryEscape(scratch), nil)
		if err != nil {
			return err
		}
		db := sql.OpenDB(c)
		defer db.Close()
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		return j.embedded(ctx, conn)
	}
}

func (j *Job) embedded(ctx context.Context, conn *sql.Conn) error {
	run := func(statements ...string) error {
		for _, s := range statements {
			if _, err := conn.ExecContext(ctx, s); err != nil {
				return err
			}
		}
		return nil
	}
	if err := run(append(settings(), "set TimeZone = 'UTC'")...); err != nil {
		return err
	}
	for _, in := range j.inputs {
		if err := run(in.create()); err != nil {
			return err
		}
		if err := conn.Raw(func(c any) error { return in.fill(ctx, c.(driver.Conn)) }); err != nil {
			return err
		}
	}
	if err := run(locking()...); err != nil {
		return err
	}
	if _, err := each(ctx, conn, j.describing(), func(cells []string) bool {
		j.column(cells[0], cells[1])
		return true
	}); err != nil || !j.begin() {
		return err
	}
	if err := run(j.keeping()); err != nil {
		return err
	}
	for from := 0; ; from += mostRows {
		n, err := each(ctx, conn, fmt.Sprintf("%s limit %d offset %d", reading, mostRows, from), j.row)
		if err != nil || j.problems.HasErrors() || n < mostRows {
			return err
		}
	}
}

// each hands over the rows of a query whose columns are text, and returns their number.
func each(ctx context.Context, conn *sql.Conn, query string, row func([]string) bool) (n int, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	cells, to := make([]string, len(names)), make([]any, len(names))
	for i := range cells {
		to[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return n, err
		}
		if n++; !row(cells) {
			return n, nil
		}
	}
	return n, rows.Err()
}

// fill copies the rows of the table.
func (in input) fill(ctx context.Context, conn driver.Conn) error {
	a, err := duckdb.NewAppenderFromConn(conn, "", in.name)
	if err != nil {
		return err
	}
	values := make([]driver.Value, len(in.typed.Columns))
	problems := in.table.Parts(nil, func(part *data.Table) bool {
		for row := 0; row < part.Rows && err == nil; row++ {
			for i, c := range part.Columns {
				values[i] = value(c, row)
			}
			if err = a.AppendRow(values...); row%mostRows == 0 && err == nil {
				err = ctx.Err()
			}
		}
		return err == nil
	})
	if err == nil && problems.HasErrors() {
		err = errors.New(problems[0].Text)
	}
	return errors.Join(err, a.Close())
}
