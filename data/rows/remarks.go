package rows

import (
	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// remarks are comments below the header and between the rows, and lines that rule off others. They are left out.
type remarks struct {
	n, ruled         int
	first, firstRule source.Span
}

// take reports whether a record is such a line: # and a blank, or # and a text without delimiters, in a record of another
// width than the header's; or nothing but dashes.
func (m *remarks) take(w *walk, s *scan.Scanner, fields []scan.Field) bool {
	line := scan.Field{Start: fields[0].Start, End: fields[len(fields)-1].End}
	text := s.Raw(line)
	switch wide := len(w.place.Labels); {
	case wide > 1 && scan.Ruled(text):
		if m.ruled++; m.ruled == 1 {
			m.firstRule = w.file.Of(line.Start, line.End)
		}
		return true
	case len(fields) == wide, len(text) == 0, text[0] != '#', len(fields) > 1 && text[1] != ' ' && text[1] != '#':
		return false
	}
	if m.n++; m.n == 1 {
		m.first = w.file.Of(line.Start, line.End)
	}
	return true
}

func (m *remarks) report(w *walk) {
	if m.n > 0 && !w.options.Comments {
		w.report(source.Warnf(m.first, "preamble-skipped", "%s that %s with # among the rows %s left out", source.Count(m.n, "line"), verb(m.n, "begin"), source.Are(m.n)).
			WithHint(settings.SettleComments))
	}
	if m.ruled > 0 {
		w.report(source.Infof(m.firstRule, "row-blank", "%s of dashes that only %s off other lines %s left out", source.Count(m.ruled, "line"), verb(m.ruled, "rule"), source.Are(m.ruled)))
	}
}

// verb is the form of a verb that goes with so many lines.
func verb(n int, s string) string {
	if n == 1 {
		return s + "s"
	}
	return s
}
