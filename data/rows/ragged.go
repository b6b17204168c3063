package rows

import (
	"fmt"
	"strings"

	"plotline/data/cell"
	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// Ragged are the rows that are not as wide as the header.
type Ragged struct {
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

// fit reports a row that is wider or narrower than the header. It is part of the table when it is only
// wider by cells without text, or when the table is inspected.
func (w *walk) fit(s *scan.Scanner, fields []scan.Field) bool {
	r, labels := &w.ragged, w.place.Labels
	columns := len(labels)
	last := fields[len(fields)-1]
	if len(fields) > columns && s.Blank(fields[columns:]) {
		if r.trailing++; r.trailing == 1 && w.place.Wide > 0 && w.place.Wide < len(fields) {
			w.report(source.Warnf(w.file.Of(fields[columns].Start, last.End), "row-long", "this row ends with a delimiter more than the header; the empty cell is left out").
				WithHint(settings.EmptyColumns))
		}
		return true
	}
	first := w.sure(s, fields, columns)
	at, rule, hint := w.file.Of(fields[0].Start, last.End), "row-short", "add the missing cell, if only an empty one"
	r.last = at
	if len(fields) > columns {
		at, rule, hint = w.file.Of(fields[columns].Start, last.End), "row-long", fmt.Sprintf(`put a cell that holds a %s in quotes: "1,000"`, strings.TrimSuffix(scan.NameOf(w.dialect.Delimiter), "s"))
		if w.dialect.Delimiter != ',' {
			hint = "put a cell that holds a delimiter in quotes"
		}
	}
	right := rule == "row-short" && w.options.Pad || rule == "row-long" && w.options.Cut
	kept := right || w.options.Inspect
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
	var names []string
	for _, l := range labels {
		names = append(names, l.Name)
	}
	head, end := labels[0].At, labels[columns-1].At
	p := source.Errorf(at, "the header has %s, this row %d", source.Count(columns, "column"), len(fields)).WithRule(rule).WithHint(hint).
		WithNote(source.Span{File: head.File, Start: head.Start, End: max(head.End, end.End)}, "columns are %s", source.Join(names))
	r.named = append(r.named, raggedRow{p, first})
	if kept {
		p.Level = source.Warning
	}
	w.report(p)
	return kept
}

// sure returns how many columns of a row, from the first on, hold what their labels say. It is none when
// a cell may be missing, or be cut in two, in the middle of the row. That it is not so is only sure when
// each cell is of its column's kind, and the row's last cell could not be one of the last column.
func (w *walk) sure(s *scan.Scanner, fields []scan.Field, columns int) int {
	kind := func(i int) cell.Kind { return cell.KindOf(w.dialect.Cell(s.Text(fields[i]))) }
	telling := func(i int) bool {
		return i < len(w.place.Kinds) && (w.place.Kinds[i] == cell.Number || w.place.Kinds[i] == cell.Date)
	}
	for i := range min(len(fields), columns) {
		if k := kind(i); telling(i) && k != w.place.Kinds[i] && k != cell.Empty && k != cell.NoValue {
			return 0
		}
	}
	if k := kind(len(fields) - 1); !telling(columns-1) || k == w.place.Kinds[columns-1] || k == cell.Empty || k == cell.NoValue {
		return 0
	}
	return min(len(fields), columns)
}

// Uses reports the rows for which it is not sure what stands in the columns up to the last one that is used, by its number
// from 0. The problems are errors.
func (r *Ragged) Uses(last int) (problems source.List) {
	const why = "a column is used of which it is not sure what stands in this row"
	for _, row := range r.named {
		if row.first <= last {
			problems = append(problems, row.problem.WithNote(source.Span{}, why))
		}
	}
	if r.more.n > 0 && r.more.first <= last {
		problems = append(problems, r.more.problem(r.last).WithNote(source.Span{}, "a column is used of which it is not sure what stands in them"))
	}
	return problems
}
