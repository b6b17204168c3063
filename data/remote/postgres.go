package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"

	"plotline/data/snapshot"
)

// The types of PostgreSQL whose text we write in another way; their numbers are part of its protocol.
const (
	boolType        = 16
	timestampType   = 1114
	timestamptzType = 1184
)

// session are settings of the transaction, where the server knows them: Redshift has not all.
const session = `SELECT set_config(name, CASE name
	WHEN 'statement_timeout' THEN '%d' WHEN 'idle_in_transaction_session_timeout' THEN '%d'
	WHEN 'TimeZone' THEN 'UTC' WHEN 'DateStyle' THEN 'ISO, YMD' WHEN 'IntervalStyle' THEN 'iso_8601'
	WHEN 'bytea_output' THEN 'hex' WHEN 'extra_float_digits' THEN '3' END, true)
FROM pg_settings WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'TimeZone', 'DateStyle', 'IntervalStyle', 'bytea_output', 'extra_float_digits')`

// postgres runs the query in one read-only transaction, which poolers keep on one connection. The
// extended protocol takes one statement only, so none can end the transaction and begin another; rows
// come as text, as the server writes it, and the command's tag behind the last one proves the end.
func (f *fetch) postgres(ctx context.Context) error {
	config, err := pgconn.ParseConfig(f.Address)
	if err != nil {
		return fault(f.At("connection"), "$%s holds no address of a PostgreSQL server", f.Connection).hint(addresses[snapshot.Postgres] + inPasswords)
	}
	config.RuntimeParams["application_name"], config.RuntimeParams["client_encoding"] = "plotline", "UTF8"
	config.ConnectTimeout = connect
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler { // a query whose result nobody wants is to stop
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: time.Second}
	}
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return f.postgresError(err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		conn.Close(ctx)
	}()
	f.result.Server = conn.ParameterStatus("server_version")
	ms := f.Timeout.Milliseconds()
	for _, sql := range []string{"BEGIN TRANSACTION READ ONLY", fmt.Sprintf(session, ms, ms)} {
		if _, err := conn.Exec(ctx, sql).ReadAll(); err != nil {
			return f.postgresError(err)
		}
	}
	types, err := f.postgresRows(ctx, conn)
	if err != nil {
		return err
	}
	if err := f.postgresTypes(ctx, conn, types); err != nil {
		return err
	}
	conn.Exec(ctx, "ROLLBACK").ReadAll() // poolers drop a connection that is left in a transaction; all rows are here
	return nil
}

func (f *fetch) postgresRows(ctx context.Context, conn *pgconn.PgConn) ([]pgconn.FieldDescription, error) {
	rows := conn.ExecParams(ctx, f.Text(), nil, nil, nil, nil)
	var fields []pgconn.FieldDescription
	for rows.NextRow() {
		if fields == nil {
			fields = slices.Clone(rows.FieldDescriptions())
			columns := make([]snapshot.Column, len(fields))
			for i, c := range fields {
				columns[i].Name = string(c.Name)
			}
			if err := f.header(columns); err != nil {
				return nil, f.stop(ctx, conn, err)
			}
		}
		values := rows.Values()
		for i, v := range values {
			values[i] = postgresText(fields[i].DataTypeOID, v)
		}
		if err := f.row(values); err != nil {
			return nil, f.stop(ctx, conn, err)
		}
	}
	if _, err := rows.Close(); err != nil {
		return nil, f.postgresError(err)
	}
	return fields, nil
}

// stop has the server give up a query whose further rows nobody wants.
func (f *fetch) stop(ctx context.Context, conn *pgconn.PgConn, err error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	conn.CancelRequest(ctx) // or it stops when it finds the connection closed
	return err
}

// postgresText is a value as a table has it: truth in words, times as ISO 8601.
func postgresText(oid uint32, v []byte) []byte {
	switch {
	case v == nil:
	case oid == boolType && string(v) == "t":
		return []byte("true")
	case oid == boolType && string(v) == "f":
		return []byte("false")
	case oid == timestampType || oid == timestamptzType:
		s := strings.Replace(string(v), " ", "T", 1)
		if at, utc := strings.CutSuffix(s, "+00"); utc && oid == timestamptzType {
			s = at + "Z"
		}
		return []byte(s)
	}
	return v
}

// postgresTypes asks for the names of the columns' types.
func (f *fetch) postgresTypes(ctx context.Context, conn *pgconn.PgConn, fields []pgconn.FieldDescription) error {
	if len(fields) == 0 {
		return nil
	}
	var sql strings.Builder
	sql.WriteString("SELECT ")
	for i, c := range fields {
		if i > 0 {
			sql.WriteString(", ")
		}
		fmt.Fprintf(&sql, "format_type(%d, %d)", c.DataTypeOID, c.TypeModifier)
	}
	results, err := conn.Exec(ctx, sql.String()).ReadAll()
	if err != nil {
		return f.postgresError(err)
	}
	for i := range fields {
		f.result.Columns[i].Type = string(results[0].Rows[0][i])
	}
	return nil
}

// postgresError is what went wrong, in words: the server's where it had any.
func (f *fetch) postgresError(err error) error {
	var server *pgconn.PgError
	if !errors.As(err, &server) {
		return f.lost(err)
	}
	switch class := server.Code[:min(2, len(server.Code))]; {
	case server.Code == "57014": // query_canceled: only the server does that while ctx lasts
		return f.late()
	case f.result.Columns != nil && (class == "57" || class == "08"):
		return f.lost(errors.New(server.Message))
	case class == "28" || class == "3D" || class == "53" || class == "57" || class == "08":
		return f.refuses(server.Message)
	}
	said := f.says(runesTo(f.Text(), int(server.Position)-1), server.Message)
	if server.Hint != "" {
		said.hint(f.clean(server.Hint))
	}
	return said
}

// runesTo is the byte offset of the n-th character, from 0, or -1.
func runesTo(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return -1
}
