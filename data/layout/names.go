package layout

import (
	"fmt"
	"strconv"
	"strings"

	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// Label is what a column is called.
type Label struct {
	Name string      // no two columns share it: another than Text where there is none, or several are alike
	Text string      // as the header has it, on one line
	At   source.Span // the header's cell
}

// names reads the labels of the columns and gives each column its name.
func (l *layout) names() []*Label {
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
	if n := min(l.width, l.most); width < n && len(l.header) == 1 && l.widths[width] == 1 && !l.options.Cut && l.full*10 >= (l.records-1)*8 {
		l.unlabelled(width, n)
		width = n
	}
	if width > l.most && len(l.header) > 0 {
		s := scan.New(l.file, l.header[0].at, l.dialect)
		s.Quiet = true
		if fields := s.Record(); len(fields) > l.most {
			l.report(source.Warnf(l.file.Of(fields[l.most].Start, fields[len(fields)-1].End), "header-blank-label", "%s at the end %s neither label nor text, and %s left out",
				source.Count(width-l.most, "column"), have(width-l.most), source.Are(width-l.most)).WithHint(settings.EmptyColumns))
		}
		l.blanks, width = width-l.most, l.most
	}
	spans := l.labelSpans(width)
	labels := make([]*Label, width)
	alike := map[string][]*Label{}
	var unlabelled []int
	for i := range width {
		label := l.label(texts, i)
		c := &Label{Name: label, Text: label, At: spans[i]}
		if len(l.header) > 0 && strings.ContainsAny(c.At.Text(), "\r\n") {
			l.report(source.Warnf(c.At, "header-newline", "the label of column %d has a line break, which is read as a space", i+1).WithHint("write it on one line"))
		}
		if label == "" {
			c.Name = "column " + strconv.Itoa(i+1)
			if named := l.options.Names; len(l.header) == 0 && i < len(named) {
				c.Name = named[i]
			}
			unlabelled = append(unlabelled, i)
		}
		alike[c.Name] = append(alike[c.Name], c)
		labels[i] = c
	}
	l.tellApart(labels, alike)
	if len(l.header) == 0 {
		return labels
	}
	for i, column := range unlabelled {
		c := labels[column]
		if i == source.MostNamed {
			l.report(source.Warnf(c.At, "header-blank-label", "%d more columns have no label", len(unlabelled)-i).WithHint("name them, or delete the columns"))
			break
		}
		l.report(source.Warnf(c.At, "header-blank-label", "column %d has no label", column+1).WithHint("name it, or delete the column"))
	}
	return labels
}

// unlabelled reports that the header has fewer labels than the rows have cells, which are as wide as each other: the
// last columns are read without a label, and no column is sure to be what its label says.
func (l *layout) unlabelled(labels, cells int) {
	p := source.Errorf(l.span(l.header[0]), "the header has %s, the rows %d cells: it is not sure which label stands over which column", source.Count(labels, "label"), cells).
		WithRule("row-long").WithHint("add the labels that the header lacks, in front or at the end")
	l.unsure = &p
	said := p
	if l.options.Inspect {
		said.Level = source.Warning
	}
	l.report(said)
}

func have(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// tellApart gives columns of the same label names of their own, so that whoever uses the label is
// asked which is meant.
func (l *layout) tellApart(labels []*Label, alike map[string][]*Label) {
	named := 0
	var next *Label // the first that is not told one by one
	for _, c := range labels {
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
			alike[name] = []*Label{c}
			names = append(names, strconv.Quote(name))
			c.Name = name
		}
		if n := len(names); n > source.MostNamed {
			names = append(names[:source.MostNamed-1:source.MostNamed-1], fmt.Sprintf("%d more", n-source.MostNamed+1))
		}
		if named++; named == source.MostNamed+1 {
			next = columns[1]
		}
		if named <= source.MostNamed {
			l.report(source.Warnf(columns[1].At, "header-duplicate-label", "%d columns are called %q; here they are %s", len(columns), columns[0].Text, source.Join(names)).
				WithHint("use these names, or rename the labels").WithNote(columns[0].At, "the first of them"))
		}
	}
	if named > source.MostNamed {
		stand := "stand"
		if named == source.MostNamed+1 {
			stand += "s"
		}
		l.report(source.Warnf(next.At, "header-duplicate-label", "%s %s over several columns", source.Count(named-source.MostNamed, "more label"), stand).WithHint("use the names that inspect data lists, or rename the labels"))
	}
}

// labelSpans are the cells of the lowest header row that names each column.
func (l *layout) labelSpans(width int) []source.Span {
	spans := make([]source.Span, width)
	end := l.body
	if n := len(l.header); n > 0 {
		end = l.header[n-1].at + len(l.span(l.header[n-1]).Text())
	}
	for i := range spans {
		spans[i] = l.file.Of(end, end)
	}
	for n, r := range l.header {
		s := scan.New(l.file, r.at, l.dialect)
		s.Quiet = true
		for i, f := range s.Record() {
			if i < width && (n == 0 || !s.Empty(f)) {
				spans[i] = l.file.Of(f.Start, f.End)
			}
		}
	}
	return spans
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
