package layout

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"plotline/data/cell"
	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// layout is where in a file the table stands: what comes before it, its header, its rows, and what
// comes behind.
type layout struct {
	*survey
	dialect  scan.Dialect
	file     *source.File
	options  settings.Options
	header   []record
	body     int         // where the rows begin
	end      int         // where they end
	kinds    []cell.Kind // of each column: number, date or text, as most rows have it
	blanks   int         // columns at the end without label and text
	unsure   *source.Problem
	problems source.List
}

// layoutOf finds the table. What it assumes it reports, with the setting that says so.
func layoutOf(f *source.File, v *survey, d scan.Dialect, o settings.Options) *layout {
	l := &layout{survey: v, dialect: d, file: f, options: o, end: f.CharsSize()}
	first := l.preamble()
	if first < 0 {
		p := source.Errorf(f.All(), "the file has no header").WithRule("empty-file")
		if o.Preamble != nil && *o.Preamble > 0 {
			p.Text += ": all its records belong to the preamble"
			p = p.WithHint("make preamble: smaller")
		}
		l.report(p)
		return l
	}
	l.columns(first)
	l.footer(first)
	l.columns(first)
	l.heading(first)
	return l
}

func (l *layout) report(p source.Problem) { l.problems = append(l.problems, p) }

// span is a record without its line end.
func (l *layout) span(r record) source.Span { return scan.Line(l.file, r.at, r.end) }

// cells returns the texts of a record's cells.
func (l *layout) cells(r record) []string { return l.dialect.Cells(l.file, r.at) }

// preamble returns which record of the head is the table's first: the first that is as full as
// the table, with the rows of group labels right before it. -1 is none.
func (l *layout) preamble() int {
	if n := l.options.Preamble; n != nil {
		for i := *n; i < len(l.head); i++ {
			if !l.head[i].blank() {
				return i
			}
		}
		return -1
	}
	first := slices.IndexFunc(l.head, func(r record) bool { return !r.blank() })
	if first < 0 || l.width < 2 {
		return first
	}
	need := l.need()
	at := first + l.comments(first)
	for at < len(l.head) && !(l.head[at].filled >= need && l.head[at].width == l.width) {
		at++
	}
	if at == len(l.head) {
		return first
	}
	if at > first+1 && (l.near(l.head[first]) || l.labelled(l.head[first])) && !slices.ContainsFunc(l.head[first+1:at], func(r record) bool { return r.blank() || r.width != l.width }) {
		at = first // the same, and rows below it that are not full
	}
	if n := l.underTitles(at); n > 0 {
		at = n
	}
	if n := l.underKeys(at); n > 0 {
		at = n
	}
	if n := l.underWords(at); n > 0 {
		at = n
	}
	if at == first+1 && l.most == l.head[first].width && l.head[first].filled*10 >= l.most*8 && l.values(first) == 0 {
		at = first // rows end with delimiters that the header does not have
	}
	if at > first && (l.near(l.head[at-1]) || at == first+1 && l.labelled(l.head[first])) && l.values(at) > 0 {
		at-- // a header with labels more or less than the rows
	}
	for at > first {
		r := l.head[at-1]
		if l.sharp(r) || r.blank() || r.width != l.width || r.last < 3 && r.first || r.filled == 1 && r.first || r.filled == 2 && r.first && r.width > 4 && r.last > r.width-2 {
			break
		}
		at-- // group labels over the header
	}
	if at > 0 && at == first && l.head[at-1].width == l.width && l.values(at) > 0 && consecutive(l.cells(l.head[at])) < 3 {
		return at - 1 // a header of delimiters alone
	}
	before := 0
	for _, r := range l.head[:at] {
		if !r.blank() {
			before++
		}
	}
	if before > 0 {
		r := l.head[first]
		rule := "preamble-skipped"
		if l.tabular(l.head[first:at]) {
			rule = "multiple-tables"
		}
		l.report(source.Warnf(l.span(r), rule, "%s before the table, beginning with %q, %s left out", source.Count(before, "record"), source.Short(cmp.Or(l.cells(r)...)), source.Are(before)).
			WithHint(l.options.Hint("preamble", strconv.Itoa(at))))
	}
	return at
}

// underTitles returns which record is the header when the one that was taken for it is a line of prose with
// delimiters in it: it is not full, lines of titles follow, and behind them labels over columns without one,
// right above the rows. 0 is none.
func (l *layout) underTitles(at int) int {
	n := at + 1
	for n < len(l.head) && l.head[n].filled == 1 && l.head[n].first {
		n++
	}
	if n == at+1 || n+1 >= len(l.head) || l.head[at].filled == l.width || l.values(at) > 0 {
		return 0
	}
	if r := l.head[n]; r.first || r.filled < 2 || r.width != l.width || l.values(n) > 0 || l.values(n+1) == 0 {
		return 0
	}
	return n
}

// underKeys returns which record is the header when the one that was taken for it is the first of two keys or
// more with their values above a table of three columns. 0 is none.
func (l *layout) underKeys(at int) int {
	n := at
	for n < len(l.head) && l.head[n].filled == 2 && l.head[n].last == 2 && l.head[n].width == l.width {
		n++
	}
	if l.width != 3 || n < at+2 || n+1 >= len(l.head) || l.head[n].filled < 3 || l.values(n) > 0 || l.values(n+1) == 0 {
		return 0
	}
	return n
}

// underWords returns which record is the header when the one that was taken for it begins a list of words:
// behind a blank record, and perhaps a title, labels follow with numbers or dates below. 0 is none.
func (l *layout) underWords(at int) int {
	n := at
	for n < len(l.head) && !l.head[n].blank() && l.values(n) == 0 {
		n++
	}
	if n == len(l.head) || !l.head[n].blank() {
		return 0
	}
	for n < len(l.head) && (l.head[n].blank() || l.head[n].filled == 1 && l.head[n].first) {
		n++
	}
	if n+1 >= len(l.head) || l.head[n].filled < l.need() || l.head[n].width != l.width || l.values(n) > 0 || l.values(n+1) == 0 || l.records-n < n {
		return 0
	}
	return n
}

// tabular reports whether records before the table are another one: three of the same width in a
// row, with values.
func (l *layout) tabular(rows []record) bool {
	same := 1
	for i := 1; i < len(rows); i++ {
		if rows[i].width != rows[i-1].width || rows[i].filled < 2 {
			same = 1
			continue
		}
		if same++; same > 2 && rows[i].width != l.width && l.values(rows[i].index) > 0 {
			return true
		}
	}
	return false
}

// need is how many cells of a record hold text in the table: fewer are a title.
func (l *layout) need() int {
	counts := map[int]int{}
	for _, r := range l.head {
		if r.width == l.width && !r.blank() {
			counts[r.filled]++
		}
	}
	usual, most := 0, 0
	for filled, n := range counts {
		if n > most || n == most && filled > usual {
			usual, most = filled, n
		}
	}
	return max(2, (usual*6+9)/10)
}

// values counts the numbers and dates in a record of the head.
func (l *layout) values(i int) (values int) {
	if i >= len(l.head) {
		return 0
	}
	for _, s := range l.cells(l.head[i]) {
		if k := cell.KindOf(s); k == cell.Number || k == cell.Date {
			values++
		}
	}
	return values
}

// near reports whether a record has one cell more or less than the table, and text in each.
func (l *layout) near(r record) bool {
	d := r.width - l.width
	return (d == 1 || d == -1) && r.width > 1 && r.filled >= r.width-1
}

// labelled reports whether a record has words in nearly every cell, and about as many as the table has
// columns: a header, though of another width.
func (l *layout) labelled(r record) bool {
	return r.filled >= 3 && r.filled >= r.last-1 && r.filled*2 >= l.width && l.values(r.index) == 0
}

// footer sets where the rows end: before notes, sources and what else stands below a table.
func (l *layout) footer(first int) {
	if n := l.options.Footer; n != nil {
		left := *n
		for i := len(l.tail) - 1; i >= 0 && left > 0; i-- {
			if !l.tail[i].blank() {
				l.end = l.tail[i].at
				left--
			}
		}
		return
	}
	if l.width < 2 {
		return
	}
	if i := slices.IndexFunc(l.tail, func(r record) bool { return l.narrower > 0 && r.at >= l.behind && !r.blank() }); i > 0 && !l.hasValue(l.tail[i]) {
		l.end = l.behind
		l.report(source.Warnf(l.span(l.tail[i]), "footer-skipped", "%s below the table, beginning with %q, are narrower and left out", source.Count(l.narrower, "record"), source.Short(cmp.Or(l.cells(l.tail[i])...))).
			WithHint(l.options.Hint("footer", strconv.Itoa(l.narrower))))
		return
	}
	begin, found, sure, gap, heading := len(l.tail), 0, false, false, l.notes()
	for i := len(l.tail) - 1; i >= 0 && l.tail[i].index > l.head[first].index; i-- {
		r := l.tail[i]
		if r.blank() {
			gap = true
			continue
		}
		note := footnotes().MatchString(l.cells(r)[0])
		words := i >= heading || note && (!l.hasValue(r) || i > 0 && l.tail[i-1].blank() && strings.Contains(l.cells(r)[0], ": "))
		alone := r.filled == 1 && (r.first || r.width != l.width) && !(r.width == l.width && !note && (l.width == 2 || l.keyed(r, found > 0 && l.tail[begin].width != l.width)))
		stray := l.stray(r)
		if !(alone || stray || note && r.width != l.width || note && r.filled <= 2 && l.width > 2 && !l.hasValue(r) || words || l.comment(r)) {
			if gap && found > 0 {
				sure = true // a blank line parts them from the table
			}
			break
		}
		text := strings.Join(l.cells(r), string(l.dialect.Delimiter))
		sure = sure || note || stray || len(text) > 40 && strings.Contains(text, " ")
		begin, gap = i, false
		found++
	}
	if found == 0 || !sure {
		return
	}
	l.end = l.tail[begin].at
	l.report(source.Warnf(l.span(l.tail[begin]), "footer-skipped", "%s below the table, beginning with %q, %s left out", source.Count(found, "record"), source.Short(cmp.Or(l.cells(l.tail[begin])...)), source.Are(found)).
		WithHint(l.options.Hint("footer", strconv.Itoa(found))))
}

// notes returns which record of the tail is a heading of notes: it says so and nothing else, and those below have text in
// their first two cells only, where rows have three or more. The number of records in the tail is none.
func (l *layout) notes() int {
	for i := len(l.tail) - 1; i > 0 && l.width > 2 && l.tail[i].last < 3; i-- {
		r := l.tail[i]
		if r.filled == 1 && r.first && noteHeadings().MatchString(l.cells(r)[0]) {
			return i
		}
	}
	return len(l.tail)
}

// stray reports a record that holds words in a single cell, not its first, where rows hold three or more and each in
// the first half of the file has something in its first.
func (l *layout) stray(r record) bool {
	if r.filled != 1 || r.first || r.width != l.width || l.need() < 3 || cell.KindOf(l.cells(r)[r.last-1]) != cell.Text {
		return false
	}
	return l.records > 8 && !slices.ContainsFunc(l.head, func(h record) bool {
		return !h.first && h.width == r.width && !h.blank() && h.index*2 < l.records
	})
}

// keyed reports whether a record that holds text in its first cell alone may be a row without values, not a
// note: its key is one as the others are, or a word as they all are, or the notes below it have no cells.
func (l *layout) keyed(r record, bare bool) bool {
	s := l.cells(r)[0]
	key := len(l.kinds) > 0 && (l.kinds[0] == cell.Number || l.kinds[0] == cell.Date) && cell.KindOf(s) == l.kinds[0]
	return bare || key || !strings.Contains(s, " ") && len(s) == utf8.RuneCountInString(s) && !slices.ContainsFunc(l.head, func(h record) bool {
		return h.width == l.width && h.first && strings.Contains(l.cells(h)[0], " ")
	})
}

// hasValue reports whether a record holds a number or a date where its column does, or the table has
// no such column.
func (l *layout) hasValue(r record) bool {
	if !l.telling() {
		return true
	}
	for i, s := range l.cells(r) {
		if i < len(l.kinds) && (l.kinds[i] == cell.Number || l.kinds[i] == cell.Date) && cell.KindOf(s) == l.kinds[i] {
			return true
		}
	}
	return false
}

// columns settles what kind of value each column mostly holds, from rows at both ends of it.
func (l *layout) columns(first int) {
	var rows []record
	gap := false
	for _, r := range l.head[min(first+1, len(l.head)):] {
		if gap = gap || r.blank(); gap && len(rows) > 2 {
			break // behind a blank line another table may stand
		}
		if !r.blank() && r.at < l.end && !l.comment(r) && !l.ruled(r) && !(l.narrower > 0 && r.at >= l.behind) {
			rows = append(rows, r)
		}
	}
	if l.records > len(l.head) && !gap {
		for _, r := range l.tail[max(0, len(l.tail)-kept):] {
			if !r.blank() && r.at < l.end && r.index >= len(l.head) && !l.comment(r) && !(l.narrower > 0 && r.at >= l.behind) {
				rows = append(rows, r)
			}
		}
	}
	if n := len(rows); n > 3 {
		rows = rows[min(4, n-3):] // the first may be header rows as well
	} else if n == 3 {
		rows = rows[1:]
	}
	header := strings.Join(l.cells(l.head[first]), "\x00")
	votes := make([][cell.Text + 1]int, l.width)
	years := make([]int, l.width)
	for _, r := range rows {
		cells := l.cells(r)
		if l.width > 1 && (l.kinds == nil && (r.filled == 1 || footnotes().MatchString(cells[0])) || strings.Join(cells, "\x00") == header) {
			continue // what stands below tables, and the header once more
		}
		for i, s := range cells {
			if i < len(votes) {
				votes[i][cell.KindOf(s)]++
			}
			if i < len(votes) && cell.IsYear(s) {
				years[i]++
			}
		}
	}
	l.kinds = make([]cell.Kind, l.width)
	for i, v := range votes {
		all := v[cell.Number] + v[cell.Date] + v[cell.Text]
		switch {
		case all == 0:
			l.kinds[i] = cell.Empty
		case v[cell.Number]*10 >= all*8:
			l.kinds[i] = cell.Number
		case v[cell.Date]*10 >= all*8, v[cell.Date] > 0 && (v[cell.Date]+years[i])*10 >= all*8:
			l.kinds[i] = cell.Date
		default:
			l.kinds[i] = cell.Text
		}
	}
}
