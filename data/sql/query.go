// Package sql runs a query over tables and returns its result as a table.
//
// In go a SQL file and a way to find tables by name; out come a data.Table and problems located in the
// SQL file. Start with Parse, then Query.Run. The engine is SQLite, embedded; a duckdb program takes its
// place where the file says so. A query reads and does nothing else, and the same inputs give the same
// result: there is no clock, no random number, no file and no network in it.
package sql

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"plotline/data/source"
)

// The engines that a query may name.
const (
	SQLite     = "sqlite"
	DuckDB     = "duckdb"
	Postgres   = "postgres"
	ClickHouse = "clickhouse"
)

// Engines are all of them; a query without a name means the first.
var Engines = []string{SQLite, DuckDB, Postgres, ClickHouse}

// Query is a SQL file.
type Query struct {
	File       *source.File
	Engine     string
	EngineAt   source.Span // where it is named; nowhere when it is not
	Connection string      // of Postgres and ClickHouse: $NAME of an environment variable
	MaxRows    int         // more than these are an error; 0 when the file says none

	time time.Duration // that it may take
}

// Snapshot reports whether the engine runs elsewhere, so that builds read what it last gave.
func (q *Query) Snapshot() bool { return q.Engine == Postgres || q.Engine == ClickHouse }

// settings are what comments above the query say.
var settings = []string{"engine", "connection", "max-rows"}

// Parse reads the settings in the comments above a query, such as -- engine: duckdb. The query is nil when a
// problem is an error.
func Parse(f *source.File) (*Query, source.List) {
	q := &Query{File: f, Engine: SQLite, time: mostTime}
	var problems source.List
	fail := func(at source.Span, hint, format string, args ...any) {
		problems = append(problems, source.Errorf(at, format, args...).WithHint(hint))
	}
	for n, at := 1, 0; at < len(f.Text); n++ {
		line := f.Line(n)
		at = line.End + 1
		comment, ok := strings.CutPrefix(strings.TrimSpace(line.Text()), "--")
		if !ok {
			if strings.TrimSpace(line.Text()) == "" {
				continue
			}
			break
		}
		key, value, ok := strings.Cut(comment, ":")
		if key = strings.TrimSpace(key); !ok || strings.ContainsAny(key, " \t") {
			continue // words
		}
		value = strings.TrimSpace(value)
		place := func(s string) source.Span {
			i := strings.LastIndex(line.Text(), s)
			return line.Sub(i, i+len(s))
		}
		switch key {
		case "engine":
			if q.Engine, q.EngineAt = value, place(value); !slices.Contains(Engines, value) {
				fail(place(value), source.DidYouMean(value, Engines), "unknown engine %q; engines are %s", value, source.Join(Engines))
			}
		case "connection":
			q.Connection = value
			if !strings.HasPrefix(value, "$") {
				whole := source.NewFile(f.Path, nil).All() // the line may hold a password
				fail(whole, "-- connection: $NEWSROOM_DB", "line %d: a connection is the name of an environment variable, with $ before it, as files keep no secrets", n)
			}
		case "max-rows":
			n, err := strconv.Atoi(value)
			if q.MaxRows = n; err != nil || n < 1 {
				fail(place(value), "-- max-rows: 10000", "max-rows is a whole number from 1, not %q", value)
			}
		default:
			if hint := source.DidYouMean(key, settings); hint != "" {
				fail(place(key), hint, "unknown setting %q; settings are %s", key, source.Join(settings))
			}
		}
	}
	if len(tokens(f.Text)) == 0 {
		problems = append(problems, source.Errorf(f.Span(0, 1), "there is no query in the file").WithRule("empty-file"))
	}
	if problems.HasErrors() {
		return nil, problems
	}
	return q, problems
}

// legal reports what no query of a build may do.
func (q *Query) legal() source.List {
	list := tokens(q.File.Text)
	var problems source.List
	fail := func(t token, hint, format string, args ...any) {
		problems = append(problems, source.Errorf(q.at(t), format, args...).WithHint(hint))
	}
	const day = "write the day, such as '2021-05-27'"
	first := list[0]
	for _, t := range list {
		if t.text != "(" {
			first = t
			break
		}
	}
	if !first.is("select", "with", "values", "from") {
		fail(first, "begin with select or with", "a query only reads; %q does something else", first.text)
	}
	for i, t := range list {
		next := func(n int) token { return list[min(i+n, len(list)-1)] }
		switch {
		case t.text == ";" && i < len(list)-1:
			fail(next(1), "write another file for it", "a file holds one query, and this is a second")
			return problems
		case t.is("current_timestamp", "current_date", "current_time"), t.is("now", "today", "get_current_timestamp") && next(1).text == "(":
			fail(t, day, "%s changes from build to build, and a query must not", t.text)
		case t.is("random", "randomblob", "uuid", "gen_random_uuid") && next(1).text == "(":
			fail(t, "choose by what the rows say", "%s changes from build to build, and a query must not", t.text)
		case t.kind == quoted && strings.EqualFold(t.text, "'now'"):
			fail(t, day, "'now' changes from build to build, and a query must not")
		case t.is("date", "time", "datetime", "julianday", "unixepoch") && next(1).text == "(" && next(2).text == ")":
			fail(t, day, "%s() without a day means now, which changes from build to build", t.text)
		}
	}
	return problems
}

// says reports whether a word stands in the outermost query, in no brackets.
func (q *Query) says(word string) bool {
	depth := 0
	for _, t := range tokens(q.File.Text) {
		switch {
		case t.text == "(":
			depth++
		case t.text == ")":
			depth--
		case depth == 0 && t.is(word):
			return true
		}
	}
	return false
}

// start is where the query begins, behind the comments above it.
func (q *Query) start() source.Span { return q.at(tokens(q.File.Text)[0]) }

func (q *Query) at(t token) source.Span { return q.File.Span(t.start, t.end) }
