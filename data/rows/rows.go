// Package rows reads the rows of the table that stands at a layout.Place, some of which are none: comments, the header
// once more, another table. It reports those that are wider or narrower than the header. Start with New.
package rows

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"plotline/data/cell"
	"plotline/data/layout"
	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// Reader reads the rows of a table. It never changes, and any number of walks may be under way.
type Reader struct {
	file    *source.File
	dialect scan.Dialect
	options settings.Options
	place   *layout.Place
}

// New returns the Reader of the table that stands at a place of a file.
func New(f *source.File, d scan.Dialect, o settings.Options, p *layout.Place) *Reader {
	return &Reader{f, d, o, p}
}

// Found is what a walk over all rows tells.
type Found struct {
	Rows     int
	Ragged   *Ragged // nil when the walk was ended
	Problems source.List
}

// Walk hands over the rows in order, each with its number from 0, where it begins in the file's characters, and its
// cells of the columns, which are numbers from 0; false ends the walk. Words that hold no value in any column are
// empty. The cells share the memory of the file, and those of a distant file are overwritten by the next row's.
func (r *Reader) Walk(columns []int, each func(row, at int, cells []string) bool) Found {
	w := &walk{Reader: r}
	if p := r.place.Unsure; p != nil {
		w.ragged.named = append(w.ragged.named, raggedRow{*p, 0})
	}
	found := Found{Rows: w.rows(columns, each)}
	found.Problems = w.problems
	if !w.ended {
		found.Ragged = &w.ragged
	}
	return found
}

// walk is one way over the rows.
type walk struct {
	*Reader
	ragged   Ragged
	remarks  remarks
	headers  gaps // rows that are the header once more
	problems source.List
	ended    bool // by whom the rows are for
}

func (w *walk) report(p source.Problem) { w.problems = append(w.problems, p) }

func (w *walk) rows(columns []int, each func(row, at int, cells []string) bool) (rows int) {
	s := scan.New(w.file, w.place.Body, w.dialect)
	s.Quiet = true
	defer s.Through()()
	wide := len(w.place.Labels)
	var blank, between gaps
	cells := make([]string, len(columns))
	for !s.Done() && s.At < w.place.End {
		if w.options.RowsMax != nil && rows == *w.options.RowsMax {
			break
		}
		at := s.At
		if w.another(s, rows) {
			break
		}
		fields := s.Record()
		if s.Blank(fields) && (wide > 1 || !fields[0].Quoted) {
			at := w.file.Of(fields[0].Start, fields[len(fields)-1].End)
			if len(fields) > 1 {
				blank.add(1, at)
			} else if rows > 0 {
				between.add(1, at) // unless it turns out to stand behind the last row
			}
			continue // spreadsheets leave rows of delimiters behind the last one
		}
		if w.again(s, fields, w.place.Lowest) {
			continue
		}
		if w.remarks.take(w, s, fields) {
			continue
		}
		if len(fields) != wide && !w.fit(s, fields) {
			continue
		}
		for i, column := range columns {
			if cells[i] = ""; column < len(fields) {
				cells[i] = w.dialect.Cell(s.Text(fields[column]))
			}
			if cell.Missing(cells[i]) {
				cells[i] = ""
			}
		}
		blank.add(between.n, between.first)
		between = gaps{}
		if !each(rows, at, cells) {
			w.ended = true
			return rows
		}
		rows++
	}
	if blank.n > 0 {
		w.report(source.Infof(blank.first, "row-blank", "%s without any text %s left out", source.Count(blank.n, "row"), source.Are(blank.n)))
	}
	w.remarks.report(w)
	if w.headers.n > source.MostNamed {
		w.report(source.Warnf(w.headers.first, "multiple-tables", "%d rows repeat the header, from this one on; all are left out", w.headers.n).WithHint("delete the rows"))
	}
	if more := w.ragged.more; more.n > 0 {
		p := more.problem(w.ragged.last)
		if !more.lost {
			p.Level = source.Warning
		}
		w.report(p)
	}
	return rows
}

// gaps are rows without any text.
type gaps struct {
	n     int
	first source.Span
}

func (g *gaps) add(n int, first source.Span) {
	if g.n == 0 {
		g.first = first
	}
	g.n += n
}

// another reports whether another table begins where the scanner stands: behind a blank record, and
// unlike the rows above. A number of rows that was told settles where the table ends.
func (w *walk) another(s *scan.Scanner, rows int) bool {
	if w.options.RowsMax != nil || rows == 0 || len(w.place.Breaks) == 0 || w.place.Width < 2 {
		return false
	}
	if _, is := slices.BinarySearch(w.place.Breaks, s.At); !is {
		return false
	}
	peek := s.Peek()
	peek.Record()
	cells := w.dialect.Cells(w.file, s.At)
	words, values, filled := 0, 0, 0
	for i, c := range cells {
		if c != "" {
			filled++
		}
		if i >= len(w.place.Kinds) || w.place.Kinds[i] != cell.Number && w.place.Kinds[i] != cell.Date {
			continue
		}
		switch k := cell.KindOf(c); k {
		case cell.Text:
			words++
		case w.place.Kinds[i]:
			values++
		}
	}
	if values > 0 || words == 0 && !(filled == 1 && cells[0] != "" && !IsTotal(cells[0])) && len(cells) == w.place.Width {
		return false
	}
	if words == 0 && filled == 1 && len(cells) == w.place.Width && !w.headsSoon(peek) {
		return false // a heading inside the table
	}
	w.report(source.Warnf(scan.Line(w.file, s.At, peek.At), "multiple-tables", "another table seems to begin here, with %q; what stands from here on is left out", source.Short(cmp.Or(cells...))).
		WithHint(w.options.Hint("rows-max", strconv.Itoa(rows))))
	return true
}

// headsSoon reports whether one of the next two records has words where the table has numbers.
func (w *walk) headsSoon(s *scan.Scanner) bool {
	for n := 0; n < 2 && !s.Done(); n++ {
		at := s.At
		fields := s.Record()
		if s.Blank(fields) {
			n--
			continue
		}
		for i, c := range w.dialect.Cells(w.file, at) {
			if i < len(w.place.Kinds) && (w.place.Kinds[i] == cell.Number || w.place.Kinds[i] == cell.Date) && cell.KindOf(c) == cell.Text {
				return true
			}
		}
	}
	return false
}

// again reports whether a record is the header once more, as files have it that were joined.
func (w *walk) again(s *scan.Scanner, fields []scan.Field, labels []string) bool {
	if len(labels) < 2 || len(fields) < len(labels) {
		return false
	}
	for i, f := range fields {
		label := ""
		if i < len(labels) {
			label = labels[i]
		}
		if w.dialect.Cell(s.Text(f)) != label {
			return false
		}
	}
	at := w.file.Of(fields[0].Start, fields[len(fields)-1].End)
	if w.headers.add(1, at); w.headers.n <= source.MostNamed {
		w.report(source.Warnf(at, "multiple-tables", "the header stands here again; this row is left out, and the rows behind it are read as part of the same table").
			WithHint("delete the row"))
	}
	return true
}

// IsTotal reports whether a text is what rows are called that sum up the others.
func IsTotal(label string) bool { return totals().MatchString(label) && !others().MatchString(label) }

// others matches what is left when some have been named.
var others = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(all|alle|tous les) (others?|else|anderen|übrigen|sonstigen|autres)\b`)
})

var totals = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^((grand|sub|overall)[ -]?)?totals?\b|^(sum|summe|gesamt|insgesamt|zusammen|ensemble|totaux|total général|totale|totaal|totalt|suma|razem|ogółem|celkem|spolu|összesen|итого|всего|合计|合計|总计|總計|总和|总数|小计|全国|全國|합계|전체|総数|toplam)$|^(all|alle|tous)( .*)?$`)
})
