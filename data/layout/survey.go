package layout

import (
	"cmp"
	"maps"
	"slices"

	"plotline/data/scan"
	"plotline/data/source"
)

const kept = 256 // records at either end whose shape is kept

// record is the shape of one record.
type record struct {
	index, at, end int // its number from 0, and its characters with the line end
	width          int // cells
	filled         int // cells that hold text
	last           int // the place of the last of them, from 1
	first          bool
}

func (r record) blank() bool { return r.filled == 0 }

// survey is what one walk over all records tells, before any cell is read.
type survey struct {
	records              int // with the blank ones
	head, tail           []record
	width                int   // the commonest number of cells of records that hold text
	breaks               []int // where records begin that stand behind blank ones
	problems             source.List
	widths               map[int]int
	wide, times, since   int    // of the record before, how often in a row, and where that began: widths has it when it ends
	most                 int    // cells up to the last that holds text, in any record
	full                 int    // records of the commonest width
	behind               int    // where the last of them ends, when those behind it are much narrower and none before is
	narrower             int    // how many those are
	ends                 [3]int // that are LF, CR LF, CR
	firstEnd, firstOther int    // the first line end, and the first that differs
}

const mostBreaks = 1000

// surveyOf walks over the records from start on.
func surveyOf(f *source.File, start int, d scan.Dialect) *survey {
	v := &survey{widths: map[int]int{}}
	s := scan.New(f, start, d)
	defer s.Through()()
	reaches := map[int]reach{} // by width
	filled := 0
	blank := false
	for !s.Done() {
		at := s.At
		fields := s.Record()
		r := record{index: v.records, at: at, end: s.At, width: len(fields)}
		for i, f := range fields {
			if !s.Empty(f) {
				r.filled++
				r.last = i + 1
			}
		}
		r.first = !s.Empty(fields[0])
		v.records++
		v.end(s, at)
		if r.blank() {
			blank = true
		} else {
			if r.width != v.wide {
				v.endRun(reaches, filled, at)
				v.wide, v.times, v.since = r.width, 0, at
			}
			v.times++
			filled++
			v.most = max(v.most, r.last)
			if blank && len(v.breaks) < mostBreaks {
				v.breaks = append(v.breaks, at)
			}
			blank = false
		}
		if len(v.head) < kept {
			v.head = append(v.head, r)
		}
		if len(v.tail) == 2*kept {
			v.tail = append(v.tail[:0], v.tail[kept:]...)
		}
		v.tail = append(v.tail, r)
	}
	v.endRun(reaches, filled, s.At)
	v.settleWidth(reaches)
	v.settleEnd(reaches, filled)
	v.problems = s.Problems
	return v
}

// reach is from where to where records of one width are found.
type reach struct {
	first, last int // records, counted without blank ones
	at, end     int // where the first begins, and the last and what is blank behind it ends
	run         int // the most of them in a row
}

// together reports whether n records of the width are three or more, and stand in one piece but for a tenth, or four of
// five without one of another width between them.
func (r reach) together(n int) bool {
	return n >= 3 && (n*10 >= (r.last-r.first+1)*9 || r.run*5 >= n*4)
}

// endRun counts the records of one width that have just ended at an offset; before stands how many there were.
func (v *survey) endRun(reaches map[int]reach, before, end int) {
	if v.times == 0 {
		return
	}
	r := reach{first: before - v.times, at: v.since}
	if had, has := reaches[v.wide]; has {
		r = had
	}
	r.last, r.end, r.run = before-1, end, max(r.run, v.times)
	reaches[v.wide] = r
	v.widths[v.wide] += v.times
}

const fewest = 3 // records that are more than a slip

// settleEnd finds where the table ends when at least three records behind it are much narrower, and none among its
// rows is.
func (v *survey) settleEnd(reaches map[int]reach, filled int) {
	table := reaches[v.width]
	for width, r := range reaches {
		if r.last > table.last && width*2 > v.width {
			return
		}
	}
	narrow := func(r record) bool {
		return r.at > table.at && r.end <= table.end && !r.blank() && r.width < v.width
	}
	if n := filled - 1 - table.last; n >= fewest && !slices.ContainsFunc(v.head, narrow) && !slices.ContainsFunc(v.tail, narrow) {
		v.behind, v.narrower = table.end, n
	}
}

// settleWidth finds the commonest width, of equals the greatest; when no two records agree, the first
// one, which may be the header, counts most. Lines of prose around a small table may be more than its
// rows: a table of three rows or more in one piece beats them.
func (v *survey) settleWidth(reaches map[int]reach) {
	widths := slices.Sorted(maps.Keys(v.widths))
	slices.SortStableFunc(widths, func(a, b int) int { return cmp.Compare(reaches[a].first, reaches[b].first) })
	for _, width := range widths {
		if n := v.widths[width]; n > v.full || n == v.full && (v.width == 1 || n > 1 && width > v.width) {
			v.width, v.full = width, n
		}
	}
	// Keys and values above a table may be more than its rows.
	for _, width := range widths {
		n := v.widths[width]
		if width > v.width && n*2 >= v.full && reaches[width].together(n) && n*width >= 2*v.full*v.width {
			v.width, v.full = width, n
		}
	}
	// Rows that leave out the empty cells at their end are narrower than the header, most of them even.
	if w := v.opening(); w > 0 && w == slices.Max(widths) && v.widths[w] >= 3 && v.widths[w]*10 >= v.records {
		v.width, v.full = w, v.widths[w]
	}
	if v.width != 1 {
		return
	}
	best := 0
	for _, width := range widths {
		n := v.widths[width]
		if width > 1 && n > best && reaches[width].together(n) && (n*10 >= v.widths[1]*2 || n >= 5) {
			v.width, v.full, best = width, n, n
		}
	}
}

// opening is the width of the first record with text, if all its cells hold some, and 0 else.
func (v *survey) opening() int {
	for _, r := range v.head {
		if r.filled == r.width {
			return r.width
		}
		if !r.blank() {
			break
		}
	}
	return 0
}

// newlines reports line ends that few files have.
func (v *survey) newlines(f *source.File) source.List {
	lf, cr := v.ends[endLF]+v.ends[endCRLF], v.ends[endCR]
	switch {
	case cr > 1 && lf == 0:
		return source.List{source.Infof(f.Of(v.firstEnd, v.firstEnd+1), "newline-cr", "lines end with CR alone, as old Macintosh programs wrote them")}
	case cr > 0 && lf > 0, v.ends[endLF] > 0 && v.ends[endCRLF] > 0:
		return source.List{source.Infof(f.Of(v.firstOther, v.firstOther+1), "newline-mixed", "lines end in more than one way, from here on")}
	}
	return nil
}

const (
	endLF = iota
	endCRLF
	endCR
)

// end counts the line end of the record from at on.
func (v *survey) end(s *scan.Scanner, at int) {
	text := s.Raw(scan.Field{Start: max(at, s.At-2), End: s.At})
	n := len(text)
	how, length := endLF, 1
	switch {
	case n == 2 && text[0] == '\r' && text[1] == '\n':
		how, length = endCRLF, 2
	case n >= 1 && text[n-1] == '\n':
	case n >= 1 && text[n-1] == '\r':
		how = endCR
	default:
		return
	}
	switch all := v.ends[endLF] + v.ends[endCRLF] + v.ends[endCR]; {
	case all == 0:
		v.firstEnd = s.At - length
	case v.ends[how] == 0 && all == max(v.ends[endLF], v.ends[endCRLF], v.ends[endCR]):
		v.firstOther = s.At - length
	}
	v.ends[how]++
}
