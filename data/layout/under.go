package layout

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"plotline/data/cell"
	"plotline/data/source"
)

// labelsOf returns the header rows whose cells are labels: those of units and of column numbers below them are none.
func (l *layout) labelsOf(header []record) []record {
	hint := l.options.Hint("header-rows", strconv.Itoa(len(header)))
	for n := len(header); n > 1; n-- {
		switch last := header[n-1]; {
		case l.numbered(last):
			l.report(source.Warnf(l.span(last), "units-row", "this row numbers the columns and is no row of the table").WithHint(hint))
		case l.areUnits(last) || !last.first && last.filled == 1 && header[n-2].filled > 2:
			l.report(source.Warnf(l.span(last), "units-row", "this row gives the units of the columns and is no row of the table").WithHint(hint))
		default:
			return header[:n]
		}
	}
	return header[:1]
}

// areUnits reports whether a row gives units: nothing else, in columns of numbers.
func (l *layout) areUnits(r record) bool {
	units := 0
	for i, s := range l.cells(r) {
		switch {
		case s == "":
		case unitWords().MatchString(s):
			units++
		case i > 0 && i < len(l.kinds) && l.kinds[i] == cell.Number:
			return false
		}
	}
	return units > 0
}

// numbered reports whether a row numbers the columns, as 1 2 3, (1) (2) (3) or A 1 2 3 do. Rows could begin like it, unless
// no other one does: they have words or years in front, or the next one begins with 1 as well.
func (l *layout) numbered(r record) bool {
	cells := l.cells(r)
	if len(cells) < 3 || len(cells) != l.width {
		return false
	}
	from, bare := 0, false
	if cell.KindOf(cells[0]) == cell.Text && utf8.RuneCountInString(cells[0]) == 1 {
		from = 1
	}
	for i, s := range cells[from:] {
		number := strings.Trim(s, "()[]")
		bare = bare || number == s
		if number, _, _ = strings.Cut(number, "="); number != strconv.Itoa(i+1) {
			return false
		}
	}
	if !bare {
		return true
	}
	rows := 0
	for _, below := range l.head[min(r.index+1, len(l.head)):] {
		s := l.at(below, 0)
		if below.blank() || below.at >= l.end {
			continue
		}
		if rows++; rows == 1 && s == cells[0] && len(cells) > 3 {
			return true
		}
		if from == 1 && utf8.RuneCountInString(s) == 1 || from == 0 && cell.KindOf(s) == cell.Number && !cell.IsYear(s) {
			return false
		}
	}
	return rows > 2 && len(cells) > 2+from
}
