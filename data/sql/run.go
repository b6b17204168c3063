package sql

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"

	"plotline/data"
	"plotline/data/snapshot"
	"plotline/data/source"
)

// Tables finds the tables that a query may name.
type Tables interface {
	// Table returns the table of a name, in any case. It is nil when there is none, or when it cannot be
	// read: then known is true, and who looks for tables has said why.
	Table(name string) (t *data.Table, known bool)
	Names() []string
}

// mostInput is how many bytes all cells of the tables may have that a query names. Beyond it, a program such
// as DuckDB is the tool.
const mostInput = 200 << 20

// Result is what came of a query: its rows as CSV text, and the tables it was made of.
type Result struct {
	Maker *data.Maker
	Rows  int
	Names []string // of the columns
}

// Inputs returns the names of the tables that the query reads, as the query has them. They are nil when the query cannot run, and when a table cannot be read. The error is the context's.
func (q *Query) Inputs(ctx context.Context, tables Tables) ([]string, source.List, error) {
	if problems := q.legal(); problems.HasErrors() {
		return nil, problems, nil
	}
	if q.Engine == snapshot.DuckDB {
		return q.mentioned(tables), nil, nil
	}
	e, err := openSQLite(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer e.close()
	return q.prepare(ctx, e, tables)
}

// prepare makes the tables that the query names, empty, until it compiles.
func (q *Query) prepare(ctx context.Context, e *engine, tables Tables) ([]string, source.List, error) {
	names := []string{}
	for {
		err := e.compile(ctx, string(q.File.Text))
		if err == nil {
			return names, nil, nil
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		missing := noTable.FindStringSubmatch(message(err))
		if missing == nil {
			return nil, source.List{q.explain(e, err, names, tables)}, nil
		}
		t, known := tables.Table(missing[1])
		switch {
		case t == nil && known:
			return nil, nil, nil
		case t == nil:
			return nil, source.List{q.explain(e, err, names, tables)}, nil
		}
		t, problems := typed(t)
		if problems.HasErrors() {
			return nil, problems, nil
		}
		if err := e.create(ctx, missing[1], t); err != nil {
			return nil, source.List{q.unusable(missing[1], t, message(err))}, nil
		}
		names = append(names, missing[1])
	}
}

// unusable is a table that no engine takes.
func (q *Query) unusable(name string, t *data.Table, reason string) source.Problem {
	p := source.Errorf(t.Columns[0].At, "the table cannot be used in SQL: %s", reason)
	if strings.HasPrefix(reason, "duplicate column") {
		p.Hint = "in SQL, Year and year are one name: call one of the columns something else"
	}
	return p.WithNote(q.find(name), "used here")
}

// typed is a table whose columns have their types: of a large one only a part.
func typed(t *data.Table) (*data.Table, source.List) {
	if t.Held() {
		return t, nil
	}
	out := &data.Table{Name: t.Name, File: t.File}
	problems := t.Parts(nil, func(part *data.Table) bool {
		out.Columns = slices.Clone(part.Columns)
		return false
	})
	if out.Columns == nil {
		out.Columns = t.Columns
	}
	return out, problems
}

var noTable = regexp.MustCompile(`^no such table: (?:main\.)?(.+)$`)

// Run runs the query; duck does when its engine is DuckDB. The result is nil with problems, or when a
// table cannot be read. The error is the context's.
func (q *Query) Run(ctx context.Context, tables Tables, duck Engine) (*Result, source.List, error) {
	if q.Engine == snapshot.DuckDB {
		return q.runDuckDB(ctx, tables, duck)
	}
	limited, cancel := context.WithTimeout(ctx, q.Timeout)
	defer cancel()
	e, err := openSQLite(limited)
	if err != nil {
		return nil, nil, err
	}
	defer e.close()
	names, problems, err := q.prepare(limited, e, tables)
	if err != nil && ctx.Err() == nil {
		problems = source.List{q.stopped(q.Timeout)}
	}
	if names == nil || ctx.Err() != nil {
		return nil, problems, ctx.Err()
	}
	size := 0
	for _, name := range names {
		t, _ := tables.Table(name)
		if size += bytesOf(t); size > mostInput {
			return nil, source.List{source.Errorf(q.find(name), "the tables of the query hold over %d MB", mostInput>>20).WithRule("too-large").
				WithHint("with -- engine: duckdb above the query, a duckdb program runs it")}, nil
		}
		if err := e.fill(limited, name, t); err != nil {
			return nil, q.failed(e, err, names, tables), ctx.Err()
		}
	}
	if err := e.lock(limited); err != nil {
		return nil, nil, err
	}
	var r *Result
	if problems, err = q.private(e, tables); problems == nil && err == nil {
		r, problems, err = q.rows(limited, e)
	}
	if err != nil && ctx.Err() == nil {
		problems, err = q.failed(e, err, names, tables), nil
	}
	if e.clock.asked.Load() {
		problems = append(problems, source.Errorf(q.timed(), "a text means now to the query, which changes from build to build").WithHint("leave such cells out, with where day <> 'now'"))
	}
	if problems.HasErrors() || err != nil {
		return nil, problems, ctx.Err()
	}
	return r, problems, nil
}

// private reports columns of the result that are columns which nobody may see, as they are. What a query
// makes of them, such as sums, is its author's to judge.
func (q *Query) private(e *engine, tables Tables) (problems source.List, err error) {
	err = e.conn.Raw(func(c any) error {
		columns, err := c.(interface {
			ColumnInfo(string) ([]sqlite.ColumnInfo, error)
		}).ColumnInfo(string(q.File.Text))
		for _, c := range columns {
			t, _ := tables.Table(c.TableName)
			if c.TableName == "" || t == nil {
				continue
			}
			if own := t.Column(c.OriginName); own != nil && own.Private {
				problems = append(problems, q.shows(own, c.Name, c.TableName))
			}
		}
		return err
	})
	return problems, err
}

func (q *Query) shows(c *data.Column, name, table string) source.Problem {
	return source.Errorf(q.find(name), "column %q of the result is column %q of table %q, which is not to be shown: the sidecar says that it is not public", name, c.Name, table).
		WithRule("column-private").WithHint("leave it out of the result; a query may still join, choose and count by it")
}

// bytesOf is about what a table takes in the engine.
func bytesOf(t *data.Table) int {
	if !t.Held() {
		return t.File.Size()
	}
	n := 0
	for _, c := range t.Columns {
		for row := range t.Rows {
			n += len(c.Text(row)) + 2
		}
	}
	return n
}

// rows reads the result.
func (q *Query) rows(ctx context.Context, e *engine) (*Result, source.List, error) {
	end, err := e.stopping(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer end()
	rows, err := e.conn.QueryContext(ctx, string(q.File.Text))
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	r := &Result{Maker: &data.Maker{}}
	if r.Names, err = rows.Columns(); err != nil {
		return nil, nil, err
	}
	for _, n := range r.Names {
		r.Maker.Add(n)
	}
	r.Maker.End()
	values, to := make([]any, len(r.Names)), make([]any, len(r.Names))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if r.Rows++; r.Rows > q.MaxRows || r.Maker.Full() {
			return nil, q.tooMany(), nil
		}
		if err := rows.Scan(to...); err != nil {
			return nil, nil, err
		}
		for i, v := range values {
			if f, is := v.(float64); is && math.IsInf(f, 0) {
				return nil, source.List{source.Errorf(q.Token(0), "column %q of the result holds a number that is too large, in row %d", r.Names[i], r.Rows)}, nil
			}
			s, ok := written(v)
			if !ok {
				return nil, source.List{source.Errorf(q.Token(0), "column %q of the result holds bytes, not text or numbers", r.Names[i])}, nil
			}
			r.Maker.Add(s)
		}
		r.Maker.End()
	}
	if err := rows.Err(); err != nil {
		return nil, nil, err
	}
	return r, q.disordered(r.Rows), nil
}

func (q *Query) tooMany() source.List {
	return source.List{source.Errorf(q.Token(0), "the result has over %d rows", q.MaxRows).WithRule("too-large").
		WithHint("sum up, or write -- max-rows: above the query")}
}

// disordered reports a result whose rows come as the engine likes.
func (q *Query) disordered(rows int) source.List {
	if q.says("order") || rows < 2 && !q.says("limit") {
		return nil
	}
	return source.List{source.Warnf(q.Token(0), "sql-unordered", "the query has no ORDER BY, so the rows of its result are in no sure order").
		WithHint("add order by, with columns that tell all rows apart")}
}

// written is a value of a result as CSV text.
func written(v any) (s string, ok bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return data.Decimal(v), true
	case bool:
		return strconv.FormatBool(v), true
	case string:
		return v, true
	}
	return "", false
}

// Kept returns the result whose Maker's Bytes were kept.
func (q *Query) Kept(text []byte) (*Result, source.List) {
	names, err := csv.NewReader(bytes.NewReader(text)).Read()
	if err != nil {
		return nil, nil
	}
	r := &Result{Maker: data.Remake(text), Names: names}
	r.Rows = r.Maker.Rows() - 1
	return r, q.disordered(r.Rows)
}

// Open returns the result as text, and how it is to be read.
func (r *Result) Open(q *Query, o data.Options) data.Opened {
	one, none := 1, 0
	o.Preamble, o.HeaderRows, o.Footer = &none, &one, &none
	f := r.Maker.File(q.File.Path, func(row, column int) source.Place {
		p := source.Place{Row: row, Column: column + 1}
		if column < len(r.Names) {
			p.Name = fmt.Sprintf("column %q of the result", r.Names[column])
		}
		if row > 0 {
			p.Name = fmt.Sprintf("row %d, %s", row, p.Name)
		}
		return p
	})
	return data.Opened{File: f, Options: r.Maker.Told(o)}
}

// failed is an error of the engine while it ran, or too long.
func (q *Query) failed(e *engine, err error, names []string, tables Tables) source.List {
	if errors.Is(err, context.DeadlineExceeded) || strings.Contains(message(err), "interrupted") {
		return source.List{q.stopped(q.Timeout)}
	}
	switch message(err) {
	case "local time unavailable":
		return source.List{source.Errorf(q.timed(), "a text means the computer's time zone to the query, and a query must not know it").WithHint("add hours, such as '+8 hours'")}
	case "string or blob too big":
		return source.List{source.Errorf(q.Token(0), "a text that the query makes has over %d MB", mostValue>>20).WithRule("too-large").WithHint("join fewer texts, or shorter ones")}
	}
	return source.List{q.explain(e, err, names, tables)}
}

func (q *Query) stopped(after time.Duration) source.Problem {
	p := source.Errorf(q.Token(0), "the query was stopped after %v", after).WithRule("too-large").WithHint("join on columns, sum up early, or write -- timeout: above the query")
	if q.Engine == snapshot.SQLite {
		p.Hint += "; with -- engine: duckdb a duckdb program runs it"
	}
	return p
}
