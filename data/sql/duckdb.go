package sql

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data"
	"plotline/data/source"
)

// Program runs a script in a duckdb program, in a folder of its own that holds the files, and returns what
// the program printed as CSV. The error is ErrNoProgram, the context's, or the program's own words.
type Program func(ctx context.Context, script string, files map[string][]byte) ([]byte, error)

// ErrNoProgram says that there is no duckdb program.
var ErrNoProgram = errors.New("there is no duckdb program on the PATH")

// runDuckDB runs the query in a program. It gets the tables as Plotline reads them, and no other files.
func (q *Query) runDuckDB(ctx context.Context, tables Tables, run Program) (*Result, source.List, error) {
	limited, cancel := context.WithTimeout(ctx, q.Timeout)
	defer cancel()
	var script strings.Builder
	files := map[string][]byte{}
	script.WriteString("set autoinstall_known_extensions = false; set autoload_known_extensions = false;\n")
	for i, name := range q.mentioned(tables) {
		table, _ := tables.Table(name)
		if table == nil {
			return nil, nil, nil
		}
		t, problems := typed(table)
		if problems.HasErrors() {
			return nil, problems, nil
		}
		file := fmt.Sprintf("table%d.csv", i+1)
		files[file] = plain(table)
		var columns []string
		for _, c := range t.Columns {
			columns = append(columns, identifier(c.Name)+" "+duckType(c))
		}
		fmt.Fprintf(&script, "create table %s (%s);\n", identifier(name), strings.Join(columns, ", "))
		fmt.Fprintf(&script, "copy %s from '%s' (format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr '', auto_detect false, max_line_size %d);\n", identifier(name), file, 8<<20)
	}
	script.WriteString("set enable_external_access = false; set lock_configuration = true;\n")
	script.Write(q.File.Text)
	script.WriteString("\n;\n")
	if run == nil {
		run = func(context.Context, string, map[string][]byte) ([]byte, error) { return nil, ErrNoProgram }
	}
	out, err := run(limited, script.String(), files)
	switch {
	case errors.Is(err, ErrNoProgram):
		return nil, source.List{source.Errorf(q.At("engine"), "%v", err).WithHint("install DuckDB, or take the line out: SQLite is built in")}, nil
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case limited.Err() != nil:
		return nil, source.List{q.stopped(q.Timeout)}, nil
	case err != nil:
		return nil, source.List{q.said(err.Error(), tables)}, nil
	}
	r, problems, err := q.parse(out)
	if r == nil {
		return r, problems, err
	}
	for _, name := range q.mentioned(tables) { // it does not say where columns come from, so their names tell
		t, _ := tables.Table(name)
		for _, c := range t.Columns {
			if c.Private && slices.ContainsFunc(r.Names, func(n string) bool { return strings.EqualFold(n, c.Name) }) {
				return nil, source.List{q.shows(c, c.Name, name)}, nil
			}
		}
	}
	return r, problems, err
}

func duckType(c *data.Column) string {
	return map[string]string{"integer": "bigint", "real": "double", "text": "varchar"}[sqliteType(c)]
}

// plain is a table as CSV with the values that engines take.
func plain(t *data.Table) []byte {
	m := &data.Maker{}
	for _, c := range t.Columns {
		m.Add(c.Name)
	}
	m.End()
	t.Parts(nil, func(part *data.Table) bool {
		for row := range part.Rows {
			for _, c := range part.Columns {
				switch v := value(c, row).(type) {
				case nil:
					m.Add("")
				case float64:
					m.Add(strconv.FormatFloat(v, 'g', -1, 64))
				default:
					m.Add(fmt.Sprint(v))
				}
			}
			m.End()
		}
		return true
	})
	return m.Bytes()
}

// noisy matches numbers of more digits than people have.
var noisy = regexp.MustCompile(`^-?[0-9.]{17,}(e[+-]?[0-9]+)?$`)

// parse reads what the program printed.
func (q *Query) parse(out []byte) (*Result, source.List, error) {
	reader := csv.NewReader(bytes.NewReader(out))
	all, err := reader.ReadAll()
	if err == nil && len(all) == 0 { // it prints no names of columns then
		return nil, source.List{source.Errorf(q.Token(0), "the result has no rows").WithRule("no-rows")}, nil
	}
	if err != nil {
		return nil, source.List{source.Errorf(q.Token(0), "duckdb did not print a table: %q", string(out[:min(len(out), 80)]))}, nil
	}
	r := &Result{Maker: &data.Maker{}, Names: all[0], Rows: len(all) - 1}
	if r.Rows > q.MaxRows {
		return nil, q.tooMany(), nil
	}
	for _, row := range all {
		for _, s := range row {
			if v, err := strconv.ParseFloat(s, 64); err == nil && strings.Contains(s, ".") && noisy.MatchString(s) {
				s = data.Decimal(v)
			}
			r.Maker.Add(s)
		}
		r.Maker.End()
	}
	return r, q.disordered(r.Rows), nil
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
		for _, n := range []int{n, n + q.Token(0).Position().Line - 1} { // a shell may leave out the comments above
			line := q.File.Line(n)
			if at := strings.Index(line.Text(), strings.TrimSuffix(shown, "...")); at >= 0 && column >= 0 {
				p.At = q.around(line.Start + at + column)
				break
			}
		}
	}
	if strings.Contains(first, "Table with name") {
		p.Hint = "tables are " + source.Join(tables.Names())
	}
	return p
}

var caret = regexp.MustCompile(`^((?:LINE|Line) (\d+): )(.*)$`)
