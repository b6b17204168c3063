package layout

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"plotline/data/cell"
	"plotline/data/source"
)

const mostHeader = 5 // header rows found without being told

// heading settles which records from the first on are the header, and where the rows begin.
func (l *layout) heading(first int) {
	rows := make([]record, 0, mostHeader+2)
	for _, r := range l.head[first:] {
		if !r.blank() && r.at < l.end && len(rows) < cap(rows) && (len(rows) == 0 || !l.comment(r) && !l.ruled(r)) {
			rows = append(rows, r)
		}
	}
	if r := l.head[first]; r.blank() {
		l.header, l.body = []record{r}, r.end
		return
	}
	if len(rows) == 0 {
		l.report(source.Errorf(l.span(l.head[first]), "the file has no header: all records from this one on belong to the footer").
			WithRule("empty-file").WithHint("make footer: smaller"))
		return
	}
	if n := l.options.HeaderRows; n != nil {
		l.take(rows, min(*n, len(rows)))
		if u := l.options.UnitRows; u > 0 {
			l.header = l.header[:max(0, len(l.header)-u)]
		} else {
			for k := len(l.header); k > 1 && (l.areUnits(rows[k-1]) || l.numbered(rows[k-1])); k-- {
				l.header = l.header[:k-1]
			}
		}
		return
	}
	n := 0
	for n < len(rows) && n < mostHeader && l.heads(rows, n) {
		n++
	}
	for k := min(len(rows)-1, mostHeader) - 1; k >= n; k-- {
		if rows[k].filled == 1 && (l.unkeyed(rows[k]) && cell.KindOf(l.cells(rows[k+1])[0]) == l.kinds[0] || k == n && l.keyless(rows[:n]) && rows[k].first) {
			n = k + 1 // the name of the first column alone, right above the rows
		}
	}
	if n == len(rows) && n > 1 {
		n = 1 // nothing below says how many: all columns are text
	}
	if n > 0 && n < len(rows)-1 && l.numbered(rows[n]) {
		n++
	}
	turn := l.turn(first)
	switch {
	case turn > 0:
		l.report(source.Errorf(l.span(l.head[turn]), "from this row on cells are numbers, and above it words: it is not clear where the table begins").
			WithRule("multi-row-header").WithHint(l.options.Hint("preamble", strconv.Itoa(turn)) + "; add header-rows: 0 when it has no labels"))
	case n == 0 && !l.startsWithRows(rows):
		n = 1
	case n == 0:
		n = l.headerless(first, rows)
	case n < len(rows) && l.doubtful(rows[n]):
		l.report(source.Errorf(l.span(rows[n]), "it is not clear whether this row is part of the header").
			WithRule("multi-row-header").WithHint(l.options.Hint("header-rows", strconv.Itoa(n+1)) + fmt.Sprintf("; %d when it is a row of the table", n)))
	}
	if len(rows) == 1 && len(l.head) > 0 && l.values(rows[0].index) > 0 && !slices.ContainsFunc(l.cells(rows[0]), func(s string) bool { return cell.KindOf(s) == cell.Text }) {
		l.report(source.Errorf(l.span(rows[0]), "it is not clear whether the only row is the header").WithRule("header-missing").
			WithHint(l.options.Hint("header-rows", "0") + "; 1 when it is the header"))
	}
	if n == 1 && len(rows) > 1 && !l.telling() && !slices.ContainsFunc(l.cells(rows[0]), labelWords().MatchString) {
		if l.coded(rows) {
			l.report(source.Errorf(l.span(rows[0]), "it is not clear whether this row is the header").WithRule("header-missing").
				WithHint(l.options.Hint("header-rows", "0") + "; 1 when it is the header"))
		} else {
			l.report(source.Infof(l.span(rows[0]), "header-missing", "the first row is taken for the header, though only words stand below it as well").
				WithHint(l.options.Hint("header-rows", "1")))
		}
	}
	header := rows[:n]
	if n > 1 {
		header = l.labelsOf(header)
	}
	if len(header) > 1 {
		l.report(source.Warnf(l.span(header[1]), "multi-row-header", "%d rows are taken for the header; their labels are joined", len(header)).
			WithHint(l.options.Hint("header-rows", strconv.Itoa(n))))
	}
	l.take(rows, n)
	l.header = header
}

// telling reports whether some column holds numbers or dates, which tell rows from labels.
func (l *layout) telling() bool {
	return slices.Contains(l.kinds, cell.Number) || slices.Contains(l.kinds, cell.Date)
}

// labelWords matches what columns of words are called.
var labelWords = lazily(`(?i)^#?(.*[ _-])?(id|n|number|count|amount|place|item|name|names|title|city|country|state|region|county|district|code|type|kind|category|class|group|status|date|year|label|key|value|text|note|notes|comment|description|address|url|link|email|sector|industry|company|organi[sz]ation|source|party|gender|sex|language|stadt|land|ort|kreis|bundesland|datum|art|nom|ville|pays|région|département|commune|nombre|ciudad|país|provincia|cidade|navn|kommune|namn|kommun)([ _-].*)?$|名称|名字|姓名|城市|地区|省|国家|类别|类型|代码|编号|项目|日期|備考|名|種別|都道府県`)

// take makes the first n rows the header.
func (l *layout) take(rows []record, n int) {
	l.header = rows[:n]
	switch {
	case n > 0:
		l.body = rows[n-1].end
	case len(rows) > 0:
		l.body = rows[0].at
	}
}

// heads reports whether row n of the first ones belongs to the header: it has words, or years as
// labels, where the columns hold numbers or dates. The first row of a file of words is the header.
func (l *layout) heads(rows []record, n int) bool {
	cells := l.cells(rows[n])
	words, values, telling := 0, 0, 0
	above := rows[max(0, n-1)]
	merged := n > 0 && above.filled < above.width && above.last > above.filled
	grouped := n == 1 && l.grouped(above, cells)
	labels := (n == 0 || merged || grouped || !rows[n].first) && l.labels(cells)
	seen := map[string]bool{}
	for i, s := range cells {
		if i >= len(l.kinds) || l.kinds[i] != cell.Number && l.kinds[i] != cell.Date {
			continue
		}
		telling++
		switch k := cell.KindOf(s); {
		case k == cell.Text, k == cell.Number && lettered(s) && !lettered(l.at(rows[len(rows)-1], i)), k == cell.Number && l.kinds[i] == cell.Date && !(cell.IsYear(s) && l.yearsIn(i)), k == cell.Date && l.kinds[i] == cell.Number:
			words++
			seen[s] = true
		case k == cell.NoValue && n == 0 && len(s) == 1 && s[0] >= 'a' && s[0] <= 'z', k == cell.NoValue && n == 0 && len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z':
			words++ // a column may be called x or c
			seen[s] = true
		case k == cell.Number && !labels:
			values++
		case k == cell.Number:
			words++
			seen[s] = true
		}
	}
	if n > 0 && (!rows[n].first && l.areUnits(rows[n]) || l.completes(above, cells) || l.answers(above, cells)) {
		return true
	}
	if telling == 0 && n == 1 { // names of groups over columns of words
		return above.first && above.filled*2 <= above.width && rows[n].filled*10 >= rows[n].width*9 && l.unlike(rows, cells)
	}
	if telling == 0 {
		return n == 0 && !l.recurs(rows, cells, 1)
	}
	if n == 0 && words == 0 && values == 0 {
		return len(rows) > 1 && l.heads(rows, 1) // over columns of words
	}
	if words == 0 || values > 0 && !(n == 0 && words >= 8*values) {
		return false
	}
	if n == 0 {
		return true
	}
	// A second row of words is header when the two are halves of one: cells are merged, or it has
	// no name of its own in front. A row that says "not available" everywhere is none.
	units := l.areUnits(rows[n])
	switch {
	case n == 1 && telling > 2 && words == telling && len(seen)*10 >= telling*9:
		return true // another word in each column of numbers: labels under codes
	case words == telling && len(seen) > 1 && l.repeats(above, cells), words == telling && (units || grouped && labels):
		return true // cells merged downwards, units, or periods below groups
	case words == telling && !above.first && (rows[n].first || telling > 1):
		return true // the first column has had no label yet, and a row would have one
	case l.unkeyed(rows[n]):
		return true // rows have a number or a date in front
	}
	if !rows[n].first && n+1 < min(len(rows), mostHeader) && l.heads(rows, n+1) {
		return true // between header rows
	}
	alone := rows[n].filled == 1 && !rows[n].first
	return (merged || !rows[n].first || units) && (len(seen) > 1 || words == 1 && (merged || units || alone))
}

// completes reports whether a row has words where the row of labels above it is blank, in front, and words or years
// where that has labels: groups of columns above, and the names of the first columns below.
func (l *layout) completes(above record, cells []string) bool {
	front, words := 0, 0
	groups := l.cells(above)
	for i, s := range cells {
		k := cell.KindOf(s)
		switch {
		case i >= len(groups) || i >= len(l.kinds):
			return false
		case front == i && groups[i] == "" && k == cell.Text:
			front++
		case k == cell.Text && (l.kinds[i] == cell.Number || l.kinds[i] == cell.Date), k == cell.Date && l.kinds[i] == cell.Number:
			words++
		case k == cell.Number && !cell.IsYear(s), k == cell.Date:
			return false
		}
	}
	return front > 1 && words > 0 && len(groups) > front && groups[front] != ""
}

// answers reports whether a row has no key where rows have a number or a date, no values, and words where the row of labels
// above it has none: the answers to choose from below the questions of a survey.
func (l *layout) answers(above record, cells []string) bool {
	if k := l.kinds[0]; cells[0] != "" || k != cell.Number && k != cell.Date {
		return false
	}
	more := false
	for i, s := range cells {
		if k := cell.KindOf(s); k != cell.Text && k != cell.Empty {
			return false
		}
		more = more || s != "" && l.at(above, i) == ""
	}
	return more
}

// grouped reports whether a second row may give periods below names of groups: a name stands above it twice, or it has
// six numbers or more.
func (l *layout) grouped(above record, cells []string) bool {
	numbers := 0
	for _, s := range cells {
		if cell.KindOf(s) == cell.Number {
			numbers++
		}
	}
	seen := map[string]bool{}
	for _, s := range l.cells(above) {
		if s != "" && seen[s] {
			return numbers > 1
		}
		seen[s] = true
	}
	return numbers > 5
}

// keyless reports whether header rows, two or more, all leave out the label of the first column.
func (l *layout) keyless(rows []record) bool {
	return len(rows) > 1 && !slices.ContainsFunc(rows, func(r record) bool { return r.first })
}

// lettered reports whether a text holds a letter, as 1USD does.
func lettered(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// at is the text of one cell of a record.
func (l *layout) at(r record, column int) string {
	if cells := l.cells(r); column < len(cells) {
		return cells[column]
	}
	return ""
}

// unkeyed reports whether a row has a word where each one from the sixth on has a number or a date in
// front, and no value anywhere.
func (l *layout) unkeyed(r record) bool {
	key := l.kinds[0]
	cells := l.cells(r)
	if l.width < 2 || key != cell.Number && key != cell.Date || cell.KindOf(cells[0]) != cell.Text || l.values(r.index) > 0 {
		return false
	}
	for _, below := range l.head[min(r.index+mostHeader, len(l.head)):] {
		if !below.blank() && below.at < l.end && cell.KindOf(l.cells(below)[0]) != key {
			return false
		}
	}
	return r.index+mostHeader < len(l.head)
}

// doubtful reports a second row that has a word in every column of numbers: it may be more header,
// and may be a row without values.
func (l *layout) doubtful(r record) bool {
	words := map[string]bool{}
	for i, s := range l.cells(r) {
		if i < len(l.kinds) && (l.kinds[i] == cell.Number || l.kinds[i] == cell.Date) {
			if cell.KindOf(s) != cell.Text || words[s] {
				return false
			}
			words[s] = true
		}
	}
	return len(words) > 1
}

// startsWithRows reports whether the first row looks like those below it.
func (l *layout) startsWithRows(rows []record) bool {
	cells := l.cells(rows[0])
	for i, s := range cells {
		if i < len(l.kinds) && (l.kinds[i] == cell.Number || l.kinds[i] == cell.Date) && cell.KindOf(s) == l.kinds[i] {
			return true
		}
	}
	return l.recurs(rows, cells, 1)
}

// headerless reports a table without a header. It is sure when hardly anything in its first row
// contradicts the columns below; else a person must say what it is.
func (l *layout) headerless(first int, rows []record) int {
	at := l.span(rows[0])
	clash, values, periods := 0, 0, 0
	for i, s := range l.cells(rows[0]) {
		if i >= len(l.kinds) || l.kinds[i] != cell.Number && l.kinds[i] != cell.Date {
			continue
		}
		switch k := cell.KindOf(s); {
		case k == cell.Text, cell.IsYear(s) && !l.yearsIn(i) && !l.alike(i, s):
			clash++
		case k == l.kinds[i]:
			values++
			if _, is := period(s); is && !l.yearsIn(i) {
				periods++ // which may be labels as well
			}
		}
	}
	if clash*5 > values || values > 0 && periods == values || values == 0 && (clash > 0 || !l.recurs(rows, l.cells(rows[0]), 3)) || len(rows) < 3 && !l.recurs(rows, l.cells(rows[0]), 1) || first > 0 && !l.head[first-1].blank() && !l.sharp(l.head[first-1]) || l.counting(rows[0]) {
		l.report(source.Errorf(at, "it is not clear whether this row is the header").
			WithRule("header-missing").WithHint(l.options.Hint("header-rows", "1") + "; 0 when it is a row of the table"))
		return 1
	}
	l.report(source.Warnf(at, "header-missing", "the first row has values like those below: the table has no header, and its columns are called column 1 to %d", rows[0].width).
		WithHint(l.options.Hint("header-rows", "0")))
	return 0
}

// label joins the header's cells of one column. Upper rows name groups: a blank cell behind a name
// belongs to the same group.
func (l *layout) label(rows [][]string, column int) string {
	var parts []string
	for n, row := range rows {
		part := ""
		if column < len(row) {
			part = row[column]
		}
		if part == "" && n < len(rows)-1 && column > 0 && l.below(rows[n+1:], column) {
			for c := min(column, len(row)) - 1; c >= 0 && part == ""; c-- {
				if part = row[c]; part != "" && !l.below(rows[n+1:], c) {
					part = "" // a label of its own, with nothing under it
					break
				}
			}
		}
		if part != "" && (len(parts) == 0 || parts[len(parts)-1] != part) {
			parts = append(parts, part)
		}
	}
	return strings.Trim(strings.Join(strings.Fields(strings.Join(parts, " ")), " "), " \ufeff\u200b") // marks of files that were joined
}

// below reports whether a column has a label in one of the rows.
func (l *layout) below(rows [][]string, column int) bool {
	for _, row := range rows {
		if column < len(row) && row[column] != "" {
			return true
		}
	}
	return false
}
