// Package snapshot is about queries whose results are kept: data/NAME.sql beside what a server gave for it.
//
// In go a SQL file, whose comments say which engine it is for, and the files of its snapshot; out come
// the Query, the provenance of the snapshot, and what is wrong with either. Start with Parse, then
// Query.Check. The network is another package's: builds import this one alone.
package snapshot

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"plotline/data/source"
)

// The engines that run queries. SQLite and DuckDB run them on the files of the project, the others
// on a server.
const (
	SQLite     = "sqlite"
	DuckDB     = "duckdb"
	Postgres   = "postgres"
	ClickHouse = "clickhouse"
)

var (
	engines = []string{SQLite, DuckDB, Postgres, ClickHouse}
	names   = map[string]string{SQLite: "SQLite", DuckDB: "DuckDB", Postgres: "PostgreSQL", ClickHouse: "ClickHouse"}
	keys    = []string{"engine", "connection", "key", "max-rows", "timeout"}
)

// EngineName is an engine as people call it.
func EngineName(engine string) string { return names[engine] }

const (
	defaultRows    = 1_000_000
	defaultTimeout = 5 * time.Minute
	longestTimeout = 6 * time.Hour
)

// Query is a SQL file: one statement, and what the comments before it say.
type Query struct {
	File       *source.File
	Engine     string        // one of the constants; SQLite unless told
	Connection string        // the environment variable that holds the server's address, without $
	Key        []string      // the columns that tell rows apart when results are compared
	MaxRows    int           // a result of more rows is refused
	Timeout    time.Duration // of the query on the server
	Statement  source.Span   // from its first word to its last, without a semicolon

	at map[string]source.Span // the values of the header
}

// Remote reports whether the query runs on a server, so that a build reads its snapshot.
func (q *Query) Remote() bool { return q.Engine == Postgres || q.Engine == ClickHouse }

// At is the place of a setting's value, or of the statement's first word when it is not set.
func (q *Query) At(setting string) source.Span {
	if at, ok := q.at[setting]; ok {
		return at
	}
	return q.Token(0)
}

// Text is the statement.
func (q *Query) Text() string { return q.Statement.Text() }

// Hash is the SHA-256 of what decides about the result: the engine, the name of its connection and
// the statement. Comments before the statement are no part of it.
func (q *Query) Hash() string {
	sum := sha256.Sum256([]byte(q.Engine + "\x00" + q.Connection + "\x00" + q.Text()))
	return hex.EncodeToString(sum[:])
}

var (
	setting  = regexp.MustCompile(`^--[ \t]*([A-Za-z][A-Za-z_-]*)[ \t]*:[ \t]*(.*?)[ \t]*$`)
	variable = regexp.MustCompile(`^\$[A-Za-z_][A-Za-z0-9_]*$`)
)

// Parse reads a SQL file: settings such as `-- engine: postgres` in the comments before the
// statement, and the statement. The Query is nil when a problem is an error.
func Parse(f *source.File) (*Query, source.List) {
	q := &Query{File: f, Engine: SQLite, MaxRows: defaultRows, Timeout: defaultTimeout, at: map[string]source.Span{}}
	var problems source.List
	report := func(p source.Problem) { problems = append(problems, p) }
	text := string(f.Text)
	comments, start := leading(text)
	for _, c := range comments {
		m := setting.FindStringSubmatchIndex(text[c.start:c.end])
		if m == nil {
			continue
		}
		part := func(i int) source.Span { return f.Span(c.start+m[2*i], c.start+m[2*i+1]) }
		key, value := part(1), part(2)
		name := key.Text()
		if !slices.Contains(keys, name) {
			if source.Nearest(name, keys) != "" { // else words, such as "-- source: the ministry"
				report(source.Errorf(key, "unknown setting %q; settings are %s", name, source.Join(keys)).WithHint(source.DidYouMean(name, keys)))
			}
			continue
		}
		if first, twice := q.at[name]; twice {
			report(source.Errorf(key, "%s is set twice", name).WithNote(first, "here first"))
			continue
		}
		q.at[name] = value
		if p, ok := q.set(name, value); !ok {
			report(p)
		}
	}
	if !problems.HasErrors() {
		problems = append(problems, q.fits()...)
	}
	statement, p := statementOf(f, start, q.Engine)
	problems = append(problems, p...)
	q.Statement = statement
	if problems.HasErrors() {
		return nil, problems
	}
	return q, problems
}

// set takes one setting of the header.
func (q *Query) set(name string, value source.Span) (problem source.Problem, ok bool) {
	text := value.Text()
	switch name {
	case "engine":
		if !slices.Contains(engines, text) {
			return source.Errorf(value, "unknown engine %q; engines are %s", text, source.Join(engines)).WithHint(source.DidYouMean(text, engines)), false
		}
		q.Engine = text
	case "connection":
		if !variable.MatchString(text) {
			return source.Errorf(masked(value), "connection is the name of an environment variable, not an address: queries are published, addresses hold passwords").
				WithHint("write $NEWSROOM_DB, and put the address into that variable"), false
		}
		q.Connection = text[1:]
	case "key":
		for _, column := range strings.Split(text, ",") {
			if column = strings.TrimSpace(column); column == "" || slices.Contains(q.Key, column) {
				return source.Errorf(value, "key is a list of columns, each once, not %q", text).WithHint("-- key: place, year"), false
			}
			q.Key = append(q.Key, column)
		}
	case "max-rows":
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return source.Errorf(value, "max-rows is a whole number from 1, not %q", text).WithHint("-- max-rows: 100000"), false
		}
		q.MaxRows = n
	case "timeout":
		d, err := time.ParseDuration(text)
		if err != nil || d < time.Second || d > longestTimeout {
			return source.Errorf(value, "timeout is a time from 1s to 6h, not %q", text).WithHint("-- timeout: 60s, or 5m"), false
		}
		q.Timeout = d
	}
	return source.Problem{}, true
}

// fits holds the settings against each other.
func (q *Query) fits() source.List {
	at := q.at["connection"]
	switch {
	case q.Remote() && q.Connection == "":
		return source.List{source.Errorf(q.at["engine"], "engine %s wants a connection", q.Engine).
			WithHint("-- connection: $NEWSROOM_DB, an environment variable that holds the server's address")}
	case !q.Remote() && !at.IsZero():
		return source.List{source.Errorf(at, "engine %s reads the files of the project, so a connection is of no use", q.Engine).
			WithHint("-- engine: postgres, or clickhouse")}
	}
	return nil
}

// masked is the same place in a file that does not show what stands there: messages end up in logs.
func masked(s source.Span) source.Span {
	text := slices.Clone(s.File.Text)
	for i := s.Start; i < s.End; i++ {
		text[i] = '*'
	}
	return source.NewFile(s.File.Path, text).Span(s.Start, s.End)
}
