// Package sql runs a query over the files of a project and returns its result.
//
// In go a query and a way to find tables by name; out come rows as CSV text and problems located in the
// SQL file. Start with Query.Run; what the comments above a query say is data/snapshot's. The engine is
// SQLite, embedded; DuckDB takes its place where the file says so: linked in with the build tag duckdb, or else
// a program. A query reads and does nothing else, and the same inputs give the same result: there is no
// clock, no random number, no file and no network in it.
package sql

import (
	"slices"
	"strings"

	"plotline/data/snapshot"
	"plotline/data/source"
)

// Query is a SQL file whose engine is SQLite or DuckDB.
type Query struct{ *snapshot.Query }

// legal reports what no query of a build may do.
func (q *Query) legal() source.List {
	list := q.tokens()
	var problems source.List
	fail := func(t token, hint, format string, args ...any) {
		problems = append(problems, source.Errorf(q.at(t), format, args...).WithHint(hint))
	}
	const day = "write the day, such as '2021-05-27'"
	for i, t := range list {
		next := func(n int) token { return list[min(max(i+n, 0), len(list)-1)] }
		switch {
		case q.Engine == snapshot.DuckDB && duckRefuses(list[i:]) != "":
			fail(t, duckRefuses(list[i:]), "%s gives another result on another day or computer, and a query must not", t.text)
		case t.is("current_timestamp", "current_date", "current_time"), t.is("now", "today", "get_current_timestamp") && next(1).text == "(":
			fail(t, day, "%s changes from build to build, and a query must not", t.text)
		case t.is("random", "randomblob", "uuid", "gen_random_uuid") && next(1).text == "(":
			fail(t, "choose by what the rows say", "%s changes from build to build, and a query must not", t.text)
		case t.kind == quoted && strings.EqualFold(t.text, "'now'"):
			fail(t, day, "'now' changes from build to build, and a query must not")
		case t.is("date", "time", "datetime", "julianday", "unixepoch") && next(1).text == "(" && next(2).text == ")":
			fail(t, day, "%s() without a day means now, which changes from build to build", t.text)
		case t.is("strftime") && next(1).text == "(" && next(2).kind == quoted && next(3).text == ")":
			fail(t, day, "strftime(%s) without a day means now, which changes from build to build", next(2).text)
		case t.kind == quoted && (strings.EqualFold(t.text, "'localtime'") || strings.EqualFold(t.text, "'utc'")) && next(-1).text == ",":
			if q.Engine == snapshot.SQLite && of(list[:i]).is("date", "time", "datetime", "julianday", "unixepoch", "strftime") {
				fail(t, "add hours, such as '+8 hours'", "%s depends on the computer's time zone, and a query must not", t.text)
			}
		case t.kind == quoted && strings.HasPrefix(strings.ToLower(t.text), "'subsec") && next(-1).text == "(" && i > 1 && list[i-2].is("date", "time", "datetime", "julianday", "unixepoch"):
			fail(t, day, "%s(%s) means now, which changes from build to build", list[i-2].text, t.text)
		}
	}
	return problems
}

// Functions of DuckDB that give a result of their own each time, or run text as a query.
var unsteady = []string{"current_connection_id", "current_date", "current_localtime", "current_localtimestamp", "current_query", "current_query_id", "current_setting", "current_transaction_id", "currval",
	"gen_random_uuid", "get_current_time", "get_current_timestamp", "getenv", "json_execute_serialized_sql", "nextval", "now", "query", "query_table", "random", "setseed", "sleep_ms", "stats", "today",
	"transaction_timestamp", "txid_current", "uuid", "uuidv4", "uuidv7", "version", "which_secret", "write_log"}

// duckRefuses is a hint when tokens of DuckDB begin with something that is not of the query and its tables
// alone: the functions that DuckDB itself calls volatile, those about itself, and samples.
func duckRefuses(list []token) (hint string) {
	t := list[0]
	next := list[min(1, len(list)-1)]
	named := func(prefix string) bool { return strings.HasPrefix(strings.ToLower(strings.Trim(t.text, `"`)), prefix) }
	switch call := next.text == "(" && (t.kind == word || t.kind == name); {
	case call && slices.ContainsFunc(unsteady, t.names), t.is("localtime", "localtimestamp"):
		return "write what it is to give, such as the day '2021-05-27'"
	case call && t.names("age") && commas(list[1:]) == 0:
		return "age(x) means now: write age(day, x)"
	case call && (named("duckdb_") || named("pragma_") || named("pg_")):
		return "a query reads the tables of the project"
	case t.is("tablesample"), t.is("using") && next.is("sample"):
		return "choose by what the rows say"
	}
	return ""
}

// commas counts those of the bracket that the tokens begin with, outside other brackets.
func commas(list []token) (n int) {
	depth := 0
	for _, t := range list {
		switch t.text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth == 0 {
				return n
			}
		case ",":
			if depth == 1 {
				n++
			}
		}
	}
	return n
}

// of is the word before the bracket that is still open behind the tokens.
func of(list []token) token {
	for i, depth := len(list)-1, 0; i > 0; i-- {
		switch list[i].text {
		case ")":
			depth++
		case "(":
			if depth--; depth < 0 {
				return list[i-1]
			}
		}
	}
	return token{}
}

// says reports whether a word stands in the outermost query, in no brackets.
func (q *Query) says(word string) bool {
	depth := 0
	for _, t := range q.tokens() {
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

func (q *Query) at(t token) source.Span { return q.File.Span(t.start, t.end) }
