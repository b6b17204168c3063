package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plotline/data/source"
)

// header makes the columns.
func (t *Table) header(l *layout) {
	var texts [][]string
	width := 0
	for _, r := range l.header {
		cells := l.cells(r)
		texts = append(texts, cells)
		width = max(width, len(cells))
	}
	switch {
	case len(l.header) == 0:
		width = l.width
	case width > l.width:
		for width > l.width && l.label(texts, width-1) == "" {
			width-- // delimiters behind the last label
		}
	}
	if width > l.most && len(l.header) > 0 {
		s := newScanner(l.file, l.header[0].at, l.dialect)
		s.quiet = true
		if fields := s.record(); len(fields) > l.most {
			l.report(source.Warnf(l.file.Of(fields[l.most].start, fields[len(fields)-1].end), "header-blank-label", "%s at the end %s neither label nor text, and %s left out",
				count(width-l.most, "column"), have(width-l.most), are(width-l.most)).WithHint("save the file without empty columns"))
		}
		width = l.most
	}
	spans := l.labelSpans(width)
	alike := map[string][]*Column{}
	var unlabelled []*Column
	for i := range width {
		label := l.label(texts, i)
		c := &Column{Name: label, Label: label, Index: i, At: spans[i]}
		if len(l.header) > 0 && strings.ContainsAny(c.At.Text(), "\r\n") {
			l.report(source.Warnf(c.At, "header-newline", "the label of column %d has a line break, which is read as a space", i+1).WithHint("write it on one line"))
		}
		if label == "" {
			c.Name = "column " + strconv.Itoa(i+1)
			if named := l.options.Names; len(l.header) == 0 && i < len(named) {
				c.Name = named[i]
			}
			unlabelled = append(unlabelled, c)
		}
		alike[c.Name] = append(alike[c.Name], c)
		t.Columns = append(t.Columns, c)
	}
	t.tellApart(l, alike)
	t.declare(l.options)
	if len(l.header) == 0 {
		return
	}
	for i, c := range unlabelled {
		if i == mostNamed {
			l.report(source.Warnf(c.At, "header-blank-label", "%d more columns have no label", len(unlabelled)-i).WithHint("name them, or delete the columns"))
			break
		}
		l.report(source.Warnf(c.At, "header-blank-label", "column %d has no label", c.Index+1).WithHint("name it, or delete the column"))
	}
}

// tellApart gives columns of the same label names of their own, so that whoever uses the label is
// asked which is meant.
func (t *Table) tellApart(l *layout, alike map[string][]*Column) {
	named := 0
	for _, c := range t.Columns {
		columns := alike[c.Name]
		if len(columns) < 2 || columns[0] != c {
			continue
		}
		var names []string
		for i, c := range columns {
			name := fmt.Sprintf("%s (%d)", c.Name, i+1)
			for alike[name] != nil {
				name += "'"
			}
			alike[name] = []*Column{c}
			names = append(names, strconv.Quote(name))
			c.Name = name
		}
		if n := len(names); n > mostNamed {
			names = append(names[:mostNamed-1:mostNamed-1], fmt.Sprintf("%d more", n-mostNamed+1))
		}
		if named++; named <= mostNamed {
			l.report(source.Warnf(columns[1].At, "header-duplicate-label", "%d columns are called %q; here they are %s", len(columns), columns[0].Label, source.Join(names)).
				WithHint("rename them").WithNote(columns[0].At, "the first of them"))
		}
	}
	if named > mostNamed {
		l.report(source.Warnf(t.Columns[0].At, "header-duplicate-label", "%d more labels stand over several columns", named-mostNamed).WithHint("rename them"))
	}
}

// labelSpans are the cells of the lowest header row that names each column.
func (l *layout) labelSpans(width int) []source.Span {
	spans := make([]source.Span, width)
	for i := range spans {
		spans[i] = l.file.Of(l.body, l.body)
	}
	for n, r := range l.header {
		s := newScanner(l.file, r.at, l.dialect)
		s.quiet = true
		for i, f := range s.record() {
			if i < width && (n == 0 || !s.empty(f)) {
				spans[i] = l.file.Of(f.start, f.end)
			}
		}
	}
	return spans
}

const mostNamed = 5 // faults of a kind named one by one before the rest is counted

// rows reads every record of the table's body. Cells share the memory of the file's characters; those of
// a distant file are only counted.
func (t *Table) rows(l *layout) {
	if l.file.Distant() {
		t.Rows = l.walk(t, func(int, int, []string) bool { return true })
		t.far = &far{layout: l, settled: map[int]*settled{}}
		return
	}
	if n := len(t.Columns); n > 0 && l.records > MostCells/n {
		l.report(source.Errorf(t.Columns[0].At, "%d rows of %d columns; a table that is packed, or whose rows leave cells out, has at most %d million cells", l.records, n, MostCells/1_000_000).
			WithRule("too-large").WithHint("keep the columns and rows that the story needs"))
		return
	}
	for _, c := range t.Columns {
		c.texts = make([]string, 0, l.records)
	}
	t.offsets = make([]int, 0, l.records)
	t.Rows = l.walk(t, func(_, at int, cells []string) bool {
		t.offsets = append(t.offsets, at)
		for i, c := range t.Columns {
			c.texts = append(c.texts, cells[i])
		}
		return true
	}, t.Columns...)
}

// walk hands over the rows of the table's body, each with where it begins and its cells of the columns,
// and returns how many there are. The cells of a distant file are overwritten by the next row's.
func (l *layout) walk(t *Table, each func(row, at int, cells []string) bool, columns ...*Column) (rows int) {
	s := newScanner(l.file, l.body, l.dialect)
	s.quiet = true
	defer s.through()()
	var r ragged
	var m remarks
	labels := l.lowest()
	blank, firstBlank := 0, source.Span{}
	cells := make([]string, len(columns))
	for !s.done() && s.at < l.end {
		if l.options.RowsMax != nil && rows == *l.options.RowsMax {
			break
		}
		at := s.at
		if l.another(s, rows) {
			break
		}
		fields := s.record()
		if s.blank(fields) && (len(t.Columns) > 1 || !fields[0].quoted) {
			if len(fields) > 1 {
				if blank++; blank == 1 {
					firstBlank = l.file.Of(fields[0].start, fields[len(fields)-1].end)
				}
			}
			continue // spreadsheets leave rows of delimiters behind the last one
		}
		if l.again(s, fields, labels) {
			continue
		}
		if len(fields) != len(t.Columns) && m.take(l, s, fields) {
			continue
		}
		if len(fields) != len(t.Columns) && !t.fit(l, s, fields, &r) {
			continue
		}
		for i, c := range columns {
			if cells[i] = ""; c.Index < len(fields) {
				cells[i] = l.cell(s.string(fields[c.Index]))
			}
			if missing(cells[i]) {
				cells[i] = ""
			}
		}
		if !each(rows, at, cells) {
			return rows
		}
		rows++
	}
	if blank > 0 {
		l.report(source.Infof(firstBlank, "row-blank", "%s without any text %s left out", count(blank, "row"), are(blank)))
	}
	m.report(l)
	if r.more.n > 0 {
		p := r.more.problem(r.last)
		if !r.more.lost {
			p.Level = source.Warning
		}
		l.report(p)
	}
	if !l.silent {
		t.ragged = &r
	}
	return rows
}

// another reports whether another table begins where the scanner stands: behind a blank record, and
// unlike the rows above. A number of rows that was told settles where the table ends.
func (l *layout) another(s *scanner, rows int) bool {
	if l.options.RowsMax != nil || rows == 0 || len(l.breaks) == 0 || l.width < 2 {
		return false
	}
	if _, is := slices.BinarySearch(l.breaks, s.at); !is {
		return false
	}
	peek := s.peek()
	fields := peek.record()
	r := record{at: s.at, end: peek.at, width: len(fields)}
	cells := l.cells(r)
	words, values, filled := 0, 0, 0
	for i, c := range cells {
		if c != "" {
			filled++
		}
		if i >= len(l.kinds) || l.kinds[i] != kindNumber && l.kinds[i] != kindDate {
			continue
		}
		switch k := kindOf(c); k {
		case kindText:
			words++
		case l.kinds[i]:
			values++
		}
	}
	if values > 0 || words == 0 && !(filled == 1 && cells[0] != "" && !totals().MatchString(cells[0])) && len(cells) == l.width {
		return false
	}
	if words == 0 && filled == 1 && len(cells) == l.width && !l.headsSoon(peek) {
		return false // a heading inside the table
	}
	l.report(source.Warnf(l.span(r), "multiple-tables", "another table seems to begin here, with %q; what stands from here on is left out", short(cells)).
		WithHint(l.options.settle("rows-max", strconv.Itoa(rows))))
	return true
}

// headsSoon reports whether one of the next two records has words where the table has numbers.
func (l *layout) headsSoon(s *scanner) bool {
	for n := 0; n < 2 && !s.done(); n++ {
		at := s.at
		fields := s.record()
		if s.blank(fields) {
			n--
			continue
		}
		for i, c := range l.cells(record{at: at, end: s.at}) {
			if i < len(l.kinds) && (l.kinds[i] == kindNumber || l.kinds[i] == kindDate) && kindOf(c) == kindText {
				return true
			}
		}
	}
	return false
}

// again reports whether a record is the header once more, as files have it that were joined.
func (l *layout) again(s *scanner, fields []field, labels []string) bool {
	if len(labels) < 2 || len(fields) < len(labels) {
		return false
	}
	for i, f := range fields {
		label := ""
		if i < len(labels) {
			label = labels[i]
		}
		if l.cell(s.string(f)) != label {
			return false
		}
	}
	l.report(source.Warnf(l.file.Of(fields[0].start, fields[len(fields)-1].end), "multiple-tables", "the header stands here again; this row is left out, and the rows behind it are read as part of the same table").
		WithHint("delete the row"))
	return true
}

// lowest are the texts of the lowest header row, up to the last.
func (l *layout) lowest() []string {
	if len(l.header) == 0 {
		return nil
	}
	r := l.header[len(l.header)-1]
	if r.filled < 2 {
		return nil
	}
	return l.cells(r)[:r.last]
}

const mostLabel = 40 // bytes of the label of a row of sums

// totals warns of a row that sums up the others, and remembers it: a chart would count everything twice.
func (t *Table) totals(findings []*finding) source.List {
	if t.Rows < 3 || !slices.ContainsFunc(t.Columns, func(c *Column) bool { return c.Type == Number }) {
		return nil
	}
	for _, f := range findings {
		c := f.column
		if c.Type != Text {
			continue
		}
		var found sight
		for _, s := range f.ends.sights(t.Rows) {
			if s.text != "" && totals().MatchString(s.text) {
				found = s
			}
		}
		if found.seen && t.times(c, found.text) > 1 {
			return nil // a value of the column, not a row of sums
		}
		if found.seen {
			t.sum = &Sum{Label: found.text, At: t.place(found, c), Without: t.without(c, found.text), offset: found.at}
			return source.List{source.Warnf(t.sum.At, "totals-row", "row %q seems to sum up the others, and is kept", found.text).
				WithHint(fmt.Sprintf("where: %s leaves it out", t.sum.Without))}
		}
	}
	return nil
}

// times counts how often a text stands in a column.
func (t *Table) times(c *Column, text string) (n int) {
	if !t.Held() {
		t.far.walk(t, func(_, _ int, cells []string) bool {
			if cells[0] == text {
				n++
			}
			return n < 2
		}, c)
		return n
	}
	for _, s := range c.texts {
		if s == text {
			n++
		}
	}
	return n
}

// without is the condition that leaves a value out.
func (t *Table) without(c *Column, value string) string {
	name := c.Name
	if strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		name = fmt.Sprintf("col(%q)", name)
	}
	return fmt.Sprintf("%s != %q", name, value)
}
