package rows

import (
	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// remarks are comments below the header and between the rows. They are left out.
type remarks struct {
	n     int
	first source.Span
}

// take reports whether a record of another width than the header's is such a line: # and a blank, or # and a
// text without delimiters.
func (m *remarks) take(w *walk, s *scan.Scanner, fields []scan.Field) bool {
	text := s.Raw(scan.Field{Start: fields[0].Start, End: fields[len(fields)-1].End})
	if len(text) == 0 || text[0] != '#' || len(fields) > 1 && text[1] != ' ' && text[1] != '#' {
		return false
	}
	if m.n++; m.n == 1 {
		m.first = w.file.Of(fields[0].Start, fields[len(fields)-1].End)
	}
	return true
}

func (m *remarks) report(w *walk) {
	if m.n > 0 && !w.options.Comments {
		w.report(source.Warnf(m.first, "preamble-skipped", "%s that %s with # among the rows %s left out", source.Count(m.n, "line"), begin(m.n), source.Are(m.n)).
			WithHint(settings.SettleComments))
	}
}

func begin(n int) string {
	if n == 1 {
		return "begins"
	}
	return "begin"
}
