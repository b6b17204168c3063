package remote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"plotline/data/enginetest"
	"plotline/data/snapshot"
	"plotline/data/source"
)

// query is a SQL file as a test has it: nothing is refused before a server sees it.
func query(engine, header, statement string) *snapshot.Query {
	text := "-- engine: " + engine + "\n-- connection: $DB\n" + header
	f := source.NewFile("data/t.sql", []byte(text+statement))
	q, problems := snapshot.Parse(f)
	if q == nil && len(problems) > 0 {
		q, _ = snapshot.Parse(source.NewFile("data/t.sql", []byte(text+"SELECT 1")))
		q.File = f
	}
	q.Statement = f.Span(len(text), len(text)+len(strings.TrimSpace(statement)))
	return q
}

// told is a fault as it is printed, without the lines of the file.
func told(err error) string {
	var f *Fault
	if !errors.As(err, &f) {
		return fmt.Sprint(err)
	}
	s := f.Problem.At.Position().String() + ": " + f.Problem.Text
	if f.Problem.Hint != "" {
		s += " (" + f.Problem.Hint + ")"
	}
	return strings.TrimPrefix(s, "data/t.sql:")
}

func TestPostgres(t *testing.T) {
	s := enginetest.Postgres(t)
	run := func(t *testing.T, address string, q *snapshot.Query) (string, *snapshot.Result, error) {
		var b bytes.Buffer
		r, err := Fetch(t.Context(), q, Options{Address: address}, &b)
		if err != nil && strings.Contains(err.Error()+told(err), "cret") {
			t.Errorf("the password is told: %v", err)
		}
		return b.String(), r, err
	}
	owner := s.PostgresURL("owner")
	admin(t, owner, "CREATE TABLE towns (name text, people int); INSERT INTO towns VALUES ('Hefei', 9), ('Wuhu', 3); CREATE SEQUENCE s; GRANT SELECT ON towns TO reader")

	t.Run("values", func(t *testing.T) {
		got, r, err := run(t, owner, query(snapshot.Postgres, "", `SELECT 1.10::numeric(8,3) AS n, 0.1::float8 + 0.2 AS f, 9007199254740993 AS i, DATE '2021-05-27' AS d,
  TIMESTAMPTZ '2021-05-27 08:00:00.5+02' AS z, TIMESTAMP '2021-05-27 08:00' AS t, true AS b, NULL::text AS missing, '' AS empty,
  ARRAY[1,NULL] AS list, '{"a": 1}'::jsonb AS j, E'a "b",\nc 合肥' AS s, '\x00ff'::bytea AS y, 'NaN'::float8 AS nan, INTERVAL '1 day 2 h' AS v`))
		want := "n,f,i,d,z,t,b,missing,empty,list,j,s,y,nan,v\n" +
			`1.100,0.30000000000000004,9007199254740993,2021-05-27,2021-05-27T06:00:00.5Z,2021-05-27T08:00:00,true,,"","{1,NULL}","{""a"": 1}","a ""b"",` + "\nc 合肥\"," + `\x00ff,NaN,P1DT2H` + "\n"
		if err != nil || got != want {
			t.Fatalf("%s\ngot  %s\nwant %s", told(err), got, want)
		}
		if r.Rows != 1 || r.Bytes != int64(len(got)) || !strings.HasPrefix(r.Server, "15.") || r.Columns[0] != (snapshot.Column{Name: "n", Type: "numeric(8,3)"}) || r.Columns[4].Type != "timestamp with time zone" {
			t.Errorf("result %+v", r)
		}
		if sum, _ := snapshot.Sum(strings.NewReader(got)); sum != r.SHA256 {
			t.Errorf("sum %s, want %s", r.SHA256, sum)
		}
	})
	if got, _, err := run(t, owner, query(snapshot.Postgres, "", "SELECT NULL AS a UNION ALL SELECT 'x'")); err != nil || got != "a\n\"\"\nx\n" {
		t.Errorf("one column: %q, %v", got, err)
	}

	for statement, want := range map[string]string{
		"INSERT INTO towns VALUES ('x', 1)":                         "3:1: PostgreSQL: cannot execute INSERT in a read-only transaction",
		"DELETE FROM towns":                                         "3:1: PostgreSQL: cannot execute DELETE in a read-only transaction",
		"CREATE TABLE x (a int)":                                    "3:1: PostgreSQL: cannot execute CREATE TABLE in a read-only transaction",
		"SELECT * INTO copy FROM towns":                             "3:1: PostgreSQL: cannot execute SELECT INTO in a read-only transaction",
		"SELECT nextval('s')":                                       "3:1: PostgreSQL: cannot execute nextval() in a read-only transaction",
		"WITH x AS (DELETE FROM towns RETURNING *) SELECT * FROM x": "3:1: PostgreSQL: cannot execute SELECT in a read-only transaction",
		"SELECT set_config('transaction_read_only', 'off', false)":  "3:1: PostgreSQL: transaction read-write mode must be set before any query",
		"SELECT name FROM towns FOR UPDATE":                         "3:1: PostgreSQL: cannot execute SELECT FOR UPDATE in a read-only transaction",
		"SELECT 1 AS a; DROP TABLE towns":                           "3:1: PostgreSQL: cannot insert multiple commands into a prepared statement",
		"COMMIT":                                                    "3:1: the result has no rows (a snapshot holds one row at least)",
		"SELECT name,\n  peple FROM towns":                          `4:3: PostgreSQL: column "peple" does not exist (Perhaps you meant to reference the column "towns.people")`,
		"SELECT '合肥', x FRM towns":                                  `3:20: PostgreSQL: syntax error at or near "towns"`,
		"SELECT name FROM towns WHERE false":                        "3:1: the result has no rows (a snapshot holds one row at least)",
		"SELECT 1":                                                  "3:1: column 1 of the result has no name (give it one with AS)",
		"SELECT 1 AS a, 2 AS a":                                     `3:1: two columns of the result are called "a" (give one another name with AS)`,
		"SELECT 1 AS a, 1 / (people - 3) AS b FROM towns":           "3:1: PostgreSQL: division by zero",
	} {
		if _, _, err := run(t, owner, query(snapshot.Postgres, "", statement)); told(err) != want {
			t.Errorf("%s:\ngot  %s\nwant %s", statement, told(err), want)
		}
	}
	if got, _, err := run(t, s.PostgresURL("reader"), query(snapshot.Postgres, "", "SELECT name, people FROM towns ORDER BY 1")); err != nil || got != "name,people\nHefei,9\nWuhu,3\n" {
		t.Errorf("afterwards: %q, %v", got, err)
	}
	if n := admin(t, owner, "SELECT count(*) FROM pg_class WHERE relname IN ('x', 'copy') OR relname = 's' AND (SELECT is_called FROM s)"); n != "0" {
		t.Errorf("%s tables were made", n)
	}

	millions := "SELECT g AS n, repeat('x', 90) AS filler FROM generate_series(1, 3000000) g"
	for _, tt := range []struct{ name, address, header, statement, want string }{
		{"no variable", "", "", "SELECT 1 AS a", "2:16: the environment variable DB is not set (an address is postgres://user:password@host:5432/database)"},
		{"no address", "postgres://u:se cret@[::1", "", "SELECT 1 AS a", "2:16: $DB holds no address of a PostgreSQL server (an address is postgres://user:password@host:5432/database; in a password write @, / and blanks as %40, %2F and %20)"},
		{"wrong password", strings.Replace(owner, "9@", "8@", 1), "", "SELECT 1 AS a", `2:16: PostgreSQL refuses $DB: password authentication failed for user "owner"`},
		{"wrong password, by keywords", fmt.Sprintf("host=127.0.0.1 port=%d user=owner password='no cret' dbname=postgres sslmode=disable", s.Port), "", "SELECT 1 AS a", `2:16: PostgreSQL refuses $DB: password authentication failed for user "owner"`},
		{"no database", strings.Replace(owner, "/postgres?", "/nope?", 1), "", "SELECT 1 AS a", `2:16: PostgreSQL refuses $DB: database "nope" does not exist`},
		{"no server", "postgres://u:cret@127.0.0.1:1/x", "", "SELECT 1 AS a", "2:16: PostgreSQL does not answer at $DB: nothing listens there"},
		{"no host", "postgres://u:cret@host.invalid/x", "", "SELECT 1 AS a", "2:16: PostgreSQL does not answer at $DB: there is no such host"},
		{"no TLS", strings.Replace(owner, "disable", "require", 1), "", "SELECT 1 AS a", "2:16: PostgreSQL does not answer at $DB: server refused TLS connection"},
		{"too slow", owner, "-- timeout: 1s\n", "SELECT 1 AS a FROM pg_sleep(9)", "3:13: the query took longer than 1s (make it smaller, or write -- timeout: 30m)"},
		{"too many", owner, "-- max-rows: 3\n", millions, "3:14: the result has more than 3 rows (sum up in the query, add a LIMIT, or raise -- max-rows)"},
		{"no such key", owner, "-- key: town, yaer\n", "SELECT 'a' AS town, 1 AS year", `3:9: the result has no column "yaer"; columns are town, year (did you mean "year"?)`},
		{"cut", proxy(t, owner, 200_000), "", millions, "2:16: the connection to $DB broke after N rows: the server closed it (run it again)"},
	} {
		start := time.Now()
		_, _, err := run(t, tt.address, query(snapshot.Postgres, tt.header, tt.statement))
		if got := rows.ReplaceAllString(told(err), "after N rows"); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: told after %s", tt.name, took)
		}
	}
	const running = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'plotline' AND state = 'active'"
	for end := time.Now().Add(5 * time.Second); admin(t, owner, running) != "0"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("queries go on whose results nobody wants")
		}
	}

	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	if _, err := Fetch(ctx, query(snapshot.Postgres, "", "SELECT 1 AS a FROM pg_sleep(60)"), Options{Address: owner}, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	_, err := Fetch(t.Context(), query(snapshot.Postgres, "-- max-rows: 9000000\n", millions), Options{Address: owner}, &killer{kill: s.Kill})
	if got := rows.ReplaceAllString(told(err), "after N rows"); got != "2:16: the connection to $DB broke after N rows: the server closed it (run it again)" {
		t.Errorf("server killed: %s", got)
	}
}

var rows = regexp.MustCompile(`after [1-9]\d* rows`)

// killer kills a server once some of its result has come.
type killer struct {
	kill func()
	n    int
}

func (k *killer) Write(b []byte) (int, error) {
	if k.n += len(b); k.n > 1<<20 && k.kill != nil {
		k.kill()
		k.kill = nil
	}
	return len(b), nil
}

// admin runs statements as the owner and returns the first value of the last.
func admin(t *testing.T, address, sql string) string {
	t.Helper()
	conn, err := pgconn.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	results, err := conn.Exec(t.Context(), sql).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if last := results[len(results)-1]; len(last.Rows) > 0 {
		return string(last.Rows[0][0])
	}
	return ""
}

// proxy leads to the server of an address and cuts the first connection after some bytes of its answers. It returns
// its own address.
func proxy(t *testing.T, address string, bytes int64) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	server := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(address)
	go func() {
		for left := bytes; ; {
			from, err := l.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", server)
			if err != nil {
				from.Close()
				return
			}
			go io.Copy(to, from)
			n, _ := io.CopyN(from, to, left)
			left -= n
			from.Close()
			to.Close()
		}
	}()
	return strings.Replace(address, server, l.Addr().String(), 1)
}

func TestClickHouse(t *testing.T) {
	s := enginetest.ClickHouse(t)
	run := func(t *testing.T, address string, q *snapshot.Query) (string, *snapshot.Result, error) {
		var b bytes.Buffer
		r, err := Fetch(t.Context(), q, Options{Address: address}, &b)
		if err != nil && strings.Contains(told(err), "cret") {
			t.Errorf("the password is told: %v", err)
		}
		return b.String(), r, err
	}
	owner := s.ClickHouseURL("default")
	post(t, owner, "CREATE TABLE towns (name String, people UInt32) ENGINE = Memory")
	post(t, owner, "INSERT INTO towns VALUES ('Hefei', 9), ('Wuhu', 3)")

	got, r, err := run(t, owner, query(snapshot.ClickHouse, "", `SELECT toDecimal64('1.10', 3) AS n, toFloat64(0.1) AS f, toUInt64(18446744073709551615) AS i, toDate('2021-05-27') AS d,
  toDateTime('2021-05-27 08:00:00') AS t, toDateTime('2021-05-27 08:00:00', 'UTC') AS z, NULL AS missing, toNullable('') AS empty, [1, 2] AS list, ['it\'s'] AS texts,
  'a "b",\n\tc 合肥\\ \'' AS s, toFixedString('ab', 4) AS fixed, 1/0 AS inf, CAST('a', 'Enum8(\'a\' = 1)') AS e`))
	want := "n,f,i,d,t,z,missing,empty,list,texts,s,fixed,inf,e\n" +
		`1.100,0.1,18446744073709551615,2021-05-27,2021-05-27T08:00:00,2021-05-27T08:00:00,,"","[1,2]",['it\'s'],"a ""b"",` + "\n\tc 合肥\\ '\",ab,inf,a\n"
	if err != nil || got != want {
		t.Fatalf("%s\ngot  %s\nwant %s", told(err), got, want)
	}
	if r.Server != "18.16.1" || r.Columns[0] != (snapshot.Column{Name: "n", Type: "Decimal(18, 3)"}) || r.Columns[13].Type != "Enum8('a' = 1)" || r.Rows != 1 {
		t.Errorf("result %+v", r)
	}
	for statement, want := range map[string]string{
		"SELECT arrayJoin(['', 'x']) AS a":   "a\n\"\"\nx\n",
		"SELECT '' AS a, '' AS b":            "a,b\n\"\",\"\"\n",
		"SELECT arrayJoin(['a', NULL]) AS a": "a\na\n\"\"\n",
		"SELECT number AS n FROM numbers(2)": "n\n0\n1\n",
	} {
		if got, _, err := run(t, owner, query(snapshot.ClickHouse, "", statement)); err != nil || got != want {
			t.Errorf("%s: %q, %v", statement, got, err)
		}
	}

	for statement, want := range map[string]string{
		"INSERT INTO towns VALUES ('x', 1)":        "4:1: ClickHouse: Cannot insert into table in readonly mode",
		"DROP TABLE towns":                         "4:1: ClickHouse: Cannot drop table in readonly mode",
		"CREATE TABLE x (a UInt8) ENGINE = Memory": "4:1: ClickHouse: Cannot create table in readonly mode",
		"ALTER TABLE towns ADD COLUMN x UInt8":     "4:1: ClickHouse: Cannot execute query in readonly mode",
		"SELECT 1 AS a SETTINGS readonly = 0":      "4:1: ClickHouse: Cannot modify 'readonly' setting in readonly mode",
		"SET max_threads = 1":                      "4:1: ClickHouse: Syntax error; expected one of: literal, number, NULL",
		"SELECT 1 AS a; DROP TABLE towns":          "4:14: ClickHouse: Syntax error (Multi-statements are not allowed)",
		"SELECT name FROM towns FORMAT JSON":       "4:31: ClickHouse: Syntax error; expected identifier",
		"SELECT name,\n  peple FROM towns":         "5:3: ClickHouse: Unknown identifier: peple",
		"SELECT name FRM towns x y":                "4:17: ClickHouse: Syntax error; expected one of: PREWHERE, UNION ALL, Comma, token, FROM, ORDER BY, WITH, WHERE, SETTINGS, FORMAT, INTO OUTFILE, GROUP BY, HAVING, LIMIT",
		"SELECT name FROM towns WHERE people > 10": "4:1: the result has no rows (a snapshot holds one row at least)",
		"SELECT number AS a, throwIf(number = 3000000) AS b FROM system.numbers LIMIT 4000000":   "4:1: ClickHouse: Value passed to 'throwIf' function is non zero",
		"SELECT toString(number) AS a FROM numbers(4000000) WHERE NOT throwIf(number = 3000000)": "4:1: ClickHouse: Value passed to 'throwIf' function is non zero",
	} {
		if _, _, err := run(t, owner, query(snapshot.ClickHouse, "-- max-rows: 9000000\n", statement)); told(err) != want {
			t.Errorf("%s:\ngot  %s\nwant %s", statement, told(err), want)
		}
	}
	for _, user := range []string{"default", "reader"} {
		if got, _, err := run(t, s.ClickHouseURL(user), query(snapshot.ClickHouse, "", "SELECT name, people FROM towns ORDER BY name")); err != nil || got != "name,people\nHefei,9\nWuhu,3\n" {
			t.Errorf("%s afterwards: %q, %v", user, got, err)
		}
	}

	millions := "SELECT number AS n, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' AS filler FROM numbers(9000000)"
	for _, tt := range []struct{ name, address, header, statement, want string }{
		{"no address", "clickhouse://u:cret@host:9000", "", "SELECT 1 AS a", "2:16: $DB holds no address of a ClickHouse server (an address is https://user:password@host:8443/database, or http://host:8123/database; in a password write @, / and blanks as %40, %2F and %20)"},
		{"wrong password", strings.Replace(owner, "9@", "8@", 1), "", "SELECT 1 AS a", "2:16: ClickHouse refuses $DB: Wrong password for user default"},
		{"no database", owner + "x", "", "SELECT 1 AS a", "2:16: ClickHouse refuses $DB: Database defaultx doesn't exist"},
		{"strict", s.ClickHouseURL("strict"), "", "SELECT 1 AS a", "2:16: ClickHouse refuses $DB: Cannot override setting (extremes) in readonly mode (give its user the profile readonly = 2: it reads too, and may limit its own queries)"},
		{"no user", fmt.Sprintf("http://127.0.0.1:%d", s.Port), "", "SELECT 1 AS a", "2:16: ClickHouse refuses $DB: Password required for user default"},
		{"no server", "http://u:cret@127.0.0.1:1/x", "", "SELECT 1 AS a", "2:16: ClickHouse does not answer at $DB: nothing listens there"},
		{"no host", "http://u:cret@host.invalid/x", "", "SELECT 1 AS a", "2:16: ClickHouse does not answer at $DB: there is no such host"},
		{"no TLS", strings.Replace(owner, "http:", "https:", 1), "", "SELECT 1 AS a", "2:16: ClickHouse does not answer at $DB: server gave HTTP response to HTTPS client"},
		{"too slow", owner, "-- timeout: 1s\n", "SELECT sleep(1) AS a, number FROM numbers(9)", "3:13: the query took longer than 1s (make it smaller, or write -- timeout: 30m)"},
		{"too many", owner, "-- max-rows: 3\n", millions, "3:14: the result has more than 3 rows (sum up in the query, add a LIMIT, or raise -- max-rows)"},
		{"cut", proxy(t, owner, 200_000), "-- max-rows: 9000000\n", millions, "2:16: the connection to $DB broke after N rows: the server closed it (run it again)"},
	} {
		start := time.Now()
		_, _, err := run(t, tt.address, query(snapshot.ClickHouse, tt.header, tt.statement))
		if got := rows.ReplaceAllString(told(err), "after N rows"); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: told after %s", tt.name, took)
		}
	}
	_, err = Fetch(t.Context(), query(snapshot.ClickHouse, "-- max-rows: 9000000\n", millions), Options{Address: owner}, &killer{kill: s.Kill})
	if got := rows.ReplaceAllString(told(err), "after N rows"); got != "2:16: the connection to $DB broke after N rows: the server closed it (run it again)" {
		t.Errorf("server killed: %s", got)
	}
}

// post runs a statement that changes something.
func post(t *testing.T, address, statement string) {
	t.Helper()
	answer, err := http.Post(strings.TrimSuffix(address, "default"), "", strings.NewReader(statement))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", statement, text)
	}
}
