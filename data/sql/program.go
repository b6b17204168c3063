package sql

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"

	"plotline/data"
)

// Program runs statements in a duckdb program that begins with an empty database, in a folder of its own that
// holds the files; read reads what it prints, as CSV. The error is ErrNoProgram, the context's, read's, or the
// program's own words.
type Program func(ctx context.Context, statements []string, files map[string]func(io.Writer) error, read func(io.Reader) error) error

// Do is an Engine.
func (run Program) Do(ctx context.Context, j *Job) error {
	statements := settings()
	files := map[string]func(io.Writer) error{}
	for i, in := range j.inputs {
		file := fmt.Sprintf("table%d.csv", i+1)
		files[file] = in.write
		statements = append(statements, in.create(), fmt.Sprintf("copy %s from '%s' (format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr '', auto_detect false, max_line_size %d)", identifier(in.name), file, 8<<20))
	}
	statements = append(statements, locking()...)
	return run(ctx, append(statements, j.describing(), "select 'end' as \"end\"", j.keeping(), reading), files, j.read)
}

// write writes the table as CSV with the values that engines take.
func (in input) write(w io.Writer) (err error) {
	m := &data.Maker{}
	flush := func() {
		if err == nil {
			_, err = w.Write(m.Bytes())
		}
		m = &data.Maker{}
	}
	for _, c := range in.typed.Columns {
		m.Add(c.Name)
	}
	m.End()
	problems := in.table.Parts(nil, func(part *data.Table) bool {
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
			if m.End(); m.Rows() == mostRows {
				flush()
			}
		}
		return err == nil
	})
	flush()
	if err == nil && problems.HasErrors() {
		err = errors.New(problems[0].Text)
	}
	return err
}

const mostRows = 8192 // that are held at once on their way into DuckDB or out of it

var errPrinted = errors.New("the duckdb program did not print a table")

// read reads what the program prints: the columns, two cells each, the word end alone, and the rows.
func (j *Job) read(r io.Reader) error {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.ReuseRecord = -1, true
	next := func(columns int) (cells []string, err error) {
		cells, err = c.Read()
		if err != nil && err != io.EOF || err == nil && len(cells) != columns {
			err = errPrinted
		}
		return cells, err
	}
	if _, err := next(2); err != nil { // what the two are called
		return errPrinted
	}
	for {
		cells, err := c.Read()
		if err != nil || len(cells) > 2 {
			return errPrinted
		}
		if len(cells) == 1 {
			break
		}
		j.column(cells[0], cells[1])
	}
	if _, err := next(1); err != nil || j.result == nil {
		return errPrinted
	}
	if !j.begin() {
		return nil
	}
	if _, err := next(len(j.kinds)); err != nil { // what the columns are called, before the first row
		return unlessEnd(err)
	}
	for {
		cells, err := next(len(j.kinds))
		if err != nil {
			return unlessEnd(err)
		}
		if !j.row(cells) {
			return nil
		}
	}
}

func unlessEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
