package data

import (
	"fmt"
	"slices"
	"strings"

	"plotline/data/source"
)

// Sum is a row that seems to sum up the others of its table.
type Sum struct {
	Row     int
	Label   string      // "Total"
	At      source.Span // the label's cell
	Without string      // the condition that leaves the row out: city != "Total"

	offset int
}

// Sum returns the row that seems to sum up the others, if the table is held and has it. Who counts the row
// among the others tells so with Sum.Used; the reader's own problem of the rule totals-row is for those who
// do not ask.
func (t *Table) Sum() (s Sum, ok bool) {
	if t.sum == nil {
		return s, false
	}
	s = *t.sum
	s.Row = slices.Index(t.offsets, s.offset)
	return s, s.Row >= 0
}

// Used warns at a place of a story that the row is used among others there. Where is the selection so far,
// empty for all rows.
func (s Sum) Used(at source.Span, where string) source.Problem {
	condition := s.Without
	if strings.Contains(where, "||") || strings.Contains(where, " or ") || strings.Contains(where, "?") {
		where = "(" + where + ")"
	}
	if where != "" {
		condition = where + " && " + condition
	}
	return source.Warnf(at, "totals-row", "row %q seems to sum up the others, and is used beside them", s.Label).
		WithHint(fmt.Sprintf("where: '%s' leaves it out, lint-ok: {totals-row: why} keeps it", strings.ReplaceAll(condition, "'", "''"))).
		WithNote(s.At, "this row")
}
