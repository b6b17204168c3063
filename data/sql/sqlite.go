package sql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"modernc.org/libc"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"plotline/data"
)

// engine is a SQLite database in memory, for one query.
type engine struct {
	conn   *sql.Conn
	db     *sql.DB
	clock  *clock
	schema []string // statements that make its tables
}

// openSQLite returns an empty database. Text in double quotes is a name there and never a text.
func openSQLite(ctx context.Context) (*engine, error) {
	clock, layer, err := newClock()
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file::memory:?_dqs=0&vfs="+layer)
	if err != nil {
		clock.close()
		return nil, err
	}
	db.SetMaxOpenConns(1)
	e := &engine{db: db, clock: clock}
	if e.conn, err = db.Conn(ctx); err != nil {
		db.Close()
		clock.close()
		return nil, err
	}
	if _, err := e.conn.ExecContext(ctx, fmt.Sprintf("pragma hard_heap_limit = %d", mostHeap)); err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

const (
	mostHeap  = 1 << 30  // bytes of memory that all queries have together
	mostValue = 16 << 20 // bytes of a text that a query makes; a row of a file has 8 MB, and fewer than 16 MB in UTF-8
)

func (e *engine) close() {
	e.conn.Close()
	e.db.Close()
	e.clock.close()
}

// create makes an empty table of the columns.
func (e *engine) create(ctx context.Context, name string, t *data.Table) error {
	var b strings.Builder
	for i, c := range t.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(identifier(c.Name) + " " + sqliteType(c))
	}
	s := fmt.Sprintf("create table %s (%s)", identifier(name), b.String())
	e.schema = append(e.schema, s)
	_, err := e.conn.ExecContext(ctx, s)
	return err
}

func identifier(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// sqliteType is how a column is stored. Numbers are real, so that a / b is never cut to a whole number;
// years are whole.
func sqliteType(c *data.Column) string {
	switch {
	case isYear(c), c.Type == data.Bool:
		return "integer"
	case c.Type == data.Number:
		return "real"
	}
	return "text"
}

func isYear(c *data.Column) bool { return c.Years || c.Type == data.Date && c.Grain == data.Year }

// value is a cell as engines take it: nil when it is missing.
func value(c *data.Column, row int) any {
	if c.Missing(row) {
		return nil
	}
	switch {
	case isYear(c):
		if v, ok := c.Number(row); ok {
			return int64(v)
		}
	case c.Type == data.Number:
		if v, ok := c.Number(row); ok {
			return v
		}
	case c.Type == data.Date:
		if d, ok := c.Date(row); ok {
			return d.String()
		}
	case c.Type == data.Bool:
		if b, ok := c.Bool(row); ok && b {
			return int64(1)
		}
		return int64(0)
	}
	return c.Text(row)
}

// What one statement that fills a table has, of 32,766 values that SQLite takes.
const (
	mostBatch  = 64
	mostValues = 32_000
)

// fill copies the rows of a table.
func (e *engine) fill(ctx context.Context, name string, t *data.Table) error {
	into := fmt.Sprintf("insert into %s values ", identifier(name))
	batch := max(1, min(mostBatch, mostValues/len(t.Columns)))
	row := "(?" + strings.Repeat(", ?", len(t.Columns)-1) + ")"
	tx, err := e.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	many, err := tx.PrepareContext(ctx, into+row+strings.Repeat(", "+row, batch-1))
	if err != nil {
		return err
	}
	values := make([]any, 0, batch*len(t.Columns))
	problems := t.Parts(nil, func(part *data.Table) bool {
		for at := 0; at < part.Rows && err == nil; at += batch {
			end := min(at+batch, part.Rows)
			values = values[:0]
			for row := at; row < end; row++ {
				for _, c := range part.Columns {
					values = append(values, value(c, row))
				}
			}
			if end == at+batch {
				_, err = many.ExecContext(ctx, values...)
			} else {
				_, err = tx.ExecContext(ctx, into+row+strings.Repeat(", "+row, end-at-1), values...)
			}
		}
		return err == nil
	})
	if err == nil && problems.HasErrors() {
		err = errors.New(problems[0].Text)
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

// lock makes the database one that is only read: the query cannot change it, and no function that gives
// another result each time is left.
func (e *engine) lock(ctx context.Context) error {
	if _, err := e.conn.ExecContext(ctx, "pragma query_only = 1"); err != nil {
		return err
	}
	if _, err := sqlite.Limit(e.conn, sqlite3.SQLITE_LIMIT_LENGTH, mostValue); err != nil {
		return err
	}
	return e.conn.Raw(func(c any) error {
		r, ok := c.(sqlite.AuthorizerRegisterer)
		if !ok {
			return errors.New("the driver has no authorizer")
		}
		return r.RegisterAuthorizer(func(action sqlite.AuthorizerActionCode, _, function, _, _ string) sqlite.AuthorizerReturnCode {
			switch action {
			case sqlite.AuthSelect, sqlite.AuthRead, sqlite.AuthRecursive:
				return sqlite.AuthorizerOK
			case sqlite.AuthFunction:
				switch strings.ToLower(function) {
				case "random", "randomblob", "current_date", "current_time", "current_timestamp", "load_extension", "changes", "total_changes", "last_insert_rowid":
					return sqlite.AuthorizerDeny
				}
				return sqlite.AuthorizerOK
			}
			return sqlite.AuthorizerDeny
		})
	})
}

// stopping has the engine stop what it runs when the context ends, until the function that it returns is
// called. The driver itself does so only up to the first row of a result, and keeps its handle inside.
func (e *engine) stopping(ctx context.Context) (end func(), err error) {
	var handle uintptr
	err = e.conn.Raw(func(c any) error {
		if db := reflect.Indirect(reflect.ValueOf(c)).FieldByName("db"); db.IsValid() && db.Kind() == reflect.Uintptr {
			handle = uintptr(db.Uint())
			return nil
		}
		return errors.New("the driver has no handle")
	})
	if err != nil {
		return nil, err
	}
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		tls := libc.NewTLS()
		defer tls.Close()
		sqlite3.Xsqlite3_interrupt(tls, handle)
	})
	return func() {
		if !stop() {
			<-done
		}
	}, nil
}

// compile looks whether the query can run.
func (e *engine) compile(ctx context.Context, query string) error {
	s, err := e.conn.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	return s.Close()
}
