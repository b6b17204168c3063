package sql

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data"
	"plotline/data/source"
)

// Engine has DuckDB do a job: in this process or in a program. The error is ErrNoProgram, the context's, or
// DuckDB's own words.
type Engine func(ctx context.Context, j *Job) error

// ErrNoProgram says that there is no duckdb program.
var ErrNoProgram = errors.New("there is no duckdb program on the PATH")

// runDuckDB runs the query in DuckDB. It gets the tables as Plotline reads them, and no files.
func (q *Query) runDuckDB(ctx context.Context, tables Tables, run Engine) (*Result, source.List, error) {
	limited, cancel := context.WithTimeout(ctx, q.Timeout)
	defer cancel()
	j := &Job{query: q}
	for _, name := range q.mentioned(tables) {
		t, _ := tables.Table(name)
		if t == nil {
			return nil, nil, nil
		}
		if problems := j.take(name, t); problems.HasErrors() {
			return nil, problems, nil
		}
	}
	if run == nil {
		run = func(context.Context, *Job) error { return ErrNoProgram }
	}
	err := run(limited, j)
	switch {
	case errors.Is(err, ErrNoProgram):
		return nil, source.List{source.Errorf(q.At("engine"), "%v", err).WithHint("install DuckDB, or take the line out: SQLite is built in")}, nil
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case limited.Err() != nil:
		return nil, source.List{q.stopped(q.Timeout)}, nil
	case j.problems.HasErrors():
		return nil, j.problems, nil
	case err != nil:
		return nil, source.List{q.said(err.Error(), tables)}, nil
	}
	return j.result, q.disordered(j.result.Rows), nil
}

// Job is a query for DuckDB, the tables that it reads, and what comes of it.
type Job struct {
	query    *Query
	inputs   []input
	kinds    []string // of the result's columns
	result   *Result
	problems source.List // of the result
}

// input is a table as the query names it, whose columns have their types.
type input struct {
	name  string
	table *data.Table
	typed *data.Table
}

// take adds a table.
func (j *Job) take(name string, t *data.Table) source.List {
	typed, problems := typed(t)
	for i, c := range typed.Columns {
		for _, other := range typed.Columns[:i] {
			if strings.EqualFold(c.Name, other.Name) {
				return append(problems, j.query.unusable(name, t, "duplicate column name: "+c.Name))
			}
		}
	}
	j.inputs = append(j.inputs, input{name, t, typed})
	return problems
}

// settings are the first statements. One thread, as sums of floating-point numbers differ with who comes
// first.
func settings() []string {
	return []string{
		"set autoinstall_known_extensions = false", "set autoload_known_extensions = false",
		"set threads = 1", "set preserve_insertion_order = true",
		fmt.Sprintf("set memory_limit = '%dMB'", mostHeap>>20), fmt.Sprintf("set max_temp_directory_size = '%dGB'", mostScratch>>30),
	}
}

const mostScratch = 16 << 30 // bytes on disk of what does not fit into memory

// create makes the table, empty.
func (i input) create() string {
	var columns []string
	for _, c := range i.typed.Columns {
		columns = append(columns, identifier(c.Name)+" "+duckType(c))
	}
	return fmt.Sprintf("create table %s (%s)", identifier(i.name), strings.Join(columns, ", "))
}

func duckType(c *data.Column) string {
	return map[string]string{"integer": "bigint", "real": "double", "text": "varchar"}[sqliteType(c)]
}

// locking are the statements before the query: from here on nothing outside is reached, and no setting
// changes.
func locking() []string {
	return []string{"set enable_external_access = false", "set lock_configuration = true"}
}

// text is the query from the second line on, behind the words before it; what stands outside the brackets is
// never a part of it.
func (j *Job) text() string {
	return "\n" + string(j.query.File.Text[:j.query.Statement.End]) + "\n)"
}

const kept = `"plotline result"`

// describing gives the names and types of the result's columns. Names that are there twice are so there, too.
func (j *Job) describing() string {
	return "select column_name, column_type from (describe (" + j.text() + ")"
}

// keeping runs the query, and keeps one row more than there may be.
func (j *Job) keeping() string {
	return fmt.Sprintf("create temp table %s as select * from (%s limit %d", kept, j.text(), j.query.MaxRows+1)
}

// reading gives the kept rows: text behind =, and - for a missing value.
const reading = "select coalesce('=' || columns(*)::varchar, '-') from " + kept

// column takes the name and type of a column of the result.
func (j *Job) column(name, kind string) {
	if j.result == nil {
		j.result = &Result{Maker: &data.Maker{}}
	}
	for _, w := range []struct{ kind, what string }{{"]", "lists"}, {"STRUCT(", "structs"}, {"MAP(", "maps"}, {"UNION(", "unions"}, {"BLOB", "bytes"}, {"BIT", "bits"}} {
		if kind == w.kind || strings.HasPrefix(kind, w.kind) && strings.HasSuffix(w.kind, "(") || w.kind == "]" && strings.HasSuffix(kind, "]") {
			j.fail(source.Errorf(j.query.Token(0), "column %q of the result holds %s, not text or numbers", name, w.what))
			break
		}
	}
	j.fail(j.query.hidden(name, j.inputs)...)
	j.result.Maker.Add(name)
	j.result.Names = append(j.result.Names, name)
	j.kinds = append(j.kinds, kind)
}

func (j *Job) fail(p ...source.Problem) { j.problems = append(j.problems, p...) }

// begin is told behind the last column, and reports whether rows are wanted.
func (j *Job) begin() bool {
	j.result.Maker.End()
	return !j.problems.HasErrors()
}

// row takes the next row of what reading gives; false when no more are wanted.
func (j *Job) row(cells []string) bool {
	r := j.result
	if r.Rows++; r.Rows > j.query.MaxRows || r.Maker.Full() {
		j.fail(j.query.tooMany()...)
		return false
	}
	for i, s := range cells {
		s, ok := printed(j.kinds[i], s)
		if !ok {
			j.fail(source.Errorf(j.query.Token(0), "column %q of the result holds %s, which is no number, in row %d", r.Names[i], s, r.Rows).WithHint("divide by nullif(x, 0)"))
			return false
		}
		r.Maker.Add(s)
	}
	r.Maker.End()
	return true
}

// printed is a cell of a type as SQLite's results have it.
func printed(kind, s string) (text string, ok bool) {
	s, has := strings.CutPrefix(s, "=")
	switch {
	case !has:
		return "", true
	case kind == "DOUBLE", kind == "FLOAT":
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || v-v != 0 {
			return s, false
		}
		return data.Decimal(v), true
	case strings.HasPrefix(kind, "DECIMAL(") && strings.Contains(s, "."):
		return strings.TrimSuffix(strings.TrimRight(s, "0"), "."), true
	}
	return s, true
}

// hidden reports a column of the result that is one which nobody may see. DuckDB does not say where columns
// come from, so names tell, and words that give such a column another name.
func (q *Query) hidden(name string, inputs []input) []source.Problem {
	list := q.tokens()
	for _, in := range inputs {
		for _, c := range in.table.Columns {
			if !c.Private {
				continue
			}
			if strings.EqualFold(name, c.Name) {
				return []source.Problem{q.shows(c, name, in.name)}
			}
			for i, t := range list {
				next := slices.DeleteFunc(slices.Clone(list[i+1:min(i+3, len(list))]), func(t token) bool { return t.is("as") })
				if t.names(c.Name) && len(next) > 0 && next[0].names(name) {
					return []source.Problem{q.shows(c, name, in.name)}
				}
			}
		}
	}
	return nil
}

// said finds the place of an error of DuckDB's, which shows the line with a caret under it.
func (q *Query) said(text string, tables Tables) source.Problem {
	text = strings.TrimSpace(text)
	first, rest, _ := strings.Cut(text, "\n")
	p := source.Errorf(q.Token(0), "%s", strings.TrimPrefix(first, "Error: "))
	lines := strings.Split(rest, "\n")
	for i, line := range lines {
		if hint := strings.TrimSpace(line); strings.HasPrefix(hint, "Candidate bindings") || strings.HasPrefix(hint, "Did you mean") {
			p.Hint = hint
		}
		m := caret.FindStringSubmatch(line)
		if m == nil || i+1 == len(lines) {
			continue
		}
		n, _ := strconv.Atoi(m[2])
		shown := strings.TrimPrefix(m[3], "...")
		column := strings.Index(lines[i+1], "^") - len(m[1]) - (len(m[3]) - len(shown))
		at := q.File.Line(n - 1) // the query begins in the second line
		if from := strings.Index(at.Text(), strings.TrimSuffix(shown, "...")); from >= 0 && column >= 0 {
			p.At = q.around(at.Start + from + column)
		}
	}
	switch {
	case strings.Contains(first, "Table with name"):
		p.Hint = "tables are " + source.Join(tables.Names())
	case strings.HasPrefix(first, "Out of Memory Error"):
		p = p.WithRule("too-large").WithHint("join on columns, sum up early, and leave out columns that the result does not need")
	}
	return p
}

var caret = regexp.MustCompile(`^((?:LINE|Line) (\d+): )(.*)$`)
