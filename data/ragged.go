package data

import (
	"fmt"
	"slices"
	"strings"

	"plotline/data/cell"
	"plotline/data/scan"
	"plotline/data/source"
)

// ragged are the rows that are not as wide as the header.
type ragged struct {
	trailing int // wider by empty cells only
	named    []raggedRow
	more     raggedRows
	last     source.Span
}

// raggedRow is a row that was named.
type raggedRow struct {
	problem source.Problem
	first   int // the first column of which it is not sure what stands there
}

// raggedRows are rows that are only counted.
type raggedRows struct {
	n, first int
	lost     bool // some are no part of the table
}

func (r raggedRows) problem(at source.Span) source.Problem {
	return source.Errorf(at, "%d more rows have too few or too many cells", r.n).WithRule("row-short")
}

// unlabelled reports that the header has fewer labels than the rows have cells, which are as wide as each other: the last
// columns are read without a label, and no column is sure to be what its label says.
func (l *layout) unlabelled(labels, cells int) {
	p := source.Errorf(l.span(l.header[0]), "the header has %s, the rows %d cells: it is not sure which label stands over which column", source.Count(labels, "label"), cells).
		WithRule("row-long").WithHint("add the labels that the header lacks, in front or at the end")
	l.misfits = append(l.misfits, raggedRow{p, 0})
	if l.options.Inspect {
		p.Level = source.Warning
	}
	l.report(p)
}

// fit reports a row that is wider or narrower than the header. It is part of the table when it is only
// wider by cells without text, or when the table is inspected.
func (t *Table) fit(l *layout, s *scan.Scanner, fields []scan.Field, r *ragged) bool {
	columns := len(t.Columns)
	last := fields[len(fields)-1]
	if len(fields) > columns && s.Blank(fields[columns:]) {
		if r.trailing++; r.trailing == 1 && len(l.header) > 0 && l.header[0].width < len(fields) {
			l.report(source.Warnf(l.file.Of(fields[columns].Start, last.End), "row-long", "this row ends with a delimiter more than the header; the empty cell is left out").
				WithHint("save the file without empty columns"))
		}
		return true
	}
	first := l.sure(s, fields, columns)
	at, rule, hint := l.file.Of(fields[0].Start, last.End), "row-short", "add the missing cell, if only an empty one"
	r.last = at
	if len(fields) > columns {
		at, rule, hint = l.file.Of(fields[columns].Start, last.End), "row-long", fmt.Sprintf(`put a cell that holds a %s in quotes: "1,000"`, strings.TrimSuffix(scan.NameOf(l.dialect.Delimiter), "s"))
		if l.dialect.Delimiter != ',' {
			hint = "put a cell that holds a delimiter in quotes"
		}
	}
	right := rule == "row-short" && l.options.Pad || rule == "row-long" && l.options.Cut
	kept := right || l.options.Inspect
	if right {
		first = columns
	}
	if len(r.named) == source.MostNamed {
		if r.more.n++; r.more.n == 1 || first < r.more.first {
			r.more.first = first
		}
		r.more.lost = r.more.lost || !kept
		return kept
	}
	head, end := t.Columns[0].At, t.Columns[columns-1].At
	p := source.Errorf(at, "the header has %s, this row %d", source.Count(columns, "column"), len(fields)).WithRule(rule).WithHint(hint).
		WithNote(source.Span{File: head.File, Start: head.Start, End: max(head.End, end.End)}, "columns are %s", source.Join(t.Names()))
	r.named = append(r.named, raggedRow{p, first})
	if kept {
		p.Level = source.Warning
	}
	l.report(p)
	return kept
}

// sure returns how many columns of a row, from the first on, hold what their labels say. It is none when
// a cell may be missing, or be cut in two, in the middle of the row. That it is not so is only sure when
// each cell is of its column's kind, and the row's last cell could not be one of the last column.
func (l *layout) sure(s *scan.Scanner, fields []scan.Field, columns int) int {
	kind := func(i int) cell.Kind { return cell.KindOf(l.dialect.Cell(s.Text(fields[i]))) }
	telling := func(i int) bool { return i < len(l.kinds) && (l.kinds[i] == cell.Number || l.kinds[i] == cell.Date) }
	for i := range min(len(fields), columns) {
		if k := kind(i); telling(i) && k != l.kinds[i] && k != cell.Empty && k != cell.NoValue {
			return 0
		}
	}
	if k := kind(len(fields) - 1); !telling(columns-1) || k == l.kinds[columns-1] || k == cell.Empty || k == cell.NoValue {
		return 0
	}
	return min(len(fields), columns)
}

// Uses reports, of a table that was read to be inspected, the rows with too few or too many cells for
// which it is not sure what stands in the columns of the names. Who publishes from a column asks.
func (t *Table) Uses(names ...string) (problems source.List) {
	if t.ragged == nil {
		return nil
	}
	last := -1
	for _, c := range t.Columns {
		if slices.Contains(names, c.Name) {
			last = c.Index
		}
	}
	const why = "a column is used of which it is not sure what stands in this row"
	for _, r := range t.ragged.named {
		if r.first <= last {
			problems = append(problems, r.problem.WithNote(source.Span{}, why))
		}
	}
	if more := t.ragged.more; more.n > 0 && more.first <= last {
		problems = append(problems, more.problem(t.ragged.last).WithNote(source.Span{}, "a column is used of which it is not sure what stands in them"))
	}
	return problems
}
