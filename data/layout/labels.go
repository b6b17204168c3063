package layout

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"plotline/data/cell"
)

// labels reports whether the numbers of a row are years or months that name columns: they rise, if not
// evenly then over columns without numbers like them, and no column below holds years. Ages do as well: six or more, one apart.
func (l *layout) labels(cells []string) bool {
	if k := cell.KindOf(cells[0]); consecutive(cells) >= 6 && (k == cell.Text || k == cell.Empty) {
		return true
	}
	var periods []int
	words, long := 0, 0
	alike := false
	for i, s := range cells {
		switch cell.KindOf(s) {
		case cell.Text:
			words++
		case cell.Number:
			n, ok := period(s)
			if !ok || len(periods) > 0 && len(s) != long || i < len(l.kinds) && l.yearsIn(i) {
				return false
			}
			long = len(s)
			periods = append(periods, n)
			alike = alike || l.alike(i, s)
		}
	}
	even, rising := true, true
	for i := range periods {
		if i == 0 || periods[i] == periods[i-1] || periods[i] == periods[0] {
			continue // once more for the next group
		}
		even = even && (i == 1 || periods[i-1] == periods[i-2] || periods[i]-periods[i-1] == periods[1]-periods[0])
		rising = rising && (periods[i] > periods[i-1]) == (periods[len(periods)-1] > periods[0])
	}
	if !even && (!rising || alike) {
		return false
	}
	return len(periods) > 1 || len(periods) == 1 && words > 0 && !alike
}

// period counts the years or months up to 2021, 202105 or 2021.05.
func period(s string) (int, bool) {
	switch {
	case cell.IsYear(s):
		return cell.Int(s), true
	case len(s) == len("2021.05") && s[4] == '.':
		s = s[:4] + s[5:]
	}
	if len(s) != len("202105") || cell.Digits(s) != len(s) || !cell.IsYear(s[:4]) {
		return 0, false
	}
	month := cell.Int(s[4:])
	return cell.Int(s[:4])*12 + month, month >= 1 && month <= 12
}

// alike reports whether a cell is a period that the other numbers of its column could be as well, by their
// length: 1990 over 2100 and 1850 may be a row like them.
func (l *layout) alike(column int, s string) bool {
	if _, is := period(s); !is {
		return false
	}
	for _, r := range l.head {
		if r.at >= l.end || r.blank() {
			continue
		}
		if c := l.at(r, column); c != s && len(c) == len(s) && (cell.Digits(c) == len(c) || cell.Digits(s) < len(s)) {
			return true
		}
	}
	return false
}

// yearsIn reports whether most cells of a column are years.
func (l *layout) yearsIn(column int) bool {
	years, all := 0, 0
	for _, r := range l.head[min(4, len(l.head)-1):] {
		cells := l.cells(r)
		if r.blank() || column >= len(cells) || cells[column] == "" {
			continue
		}
		all++
		if cell.IsYear(cells[column]) {
			years++
		}
		if all > 20 {
			break
		}
	}
	return years*2 > all
}

// recurs reports whether half of the cells stand again below in their column, so many times or more, as
// values do and labels do not.
func (l *layout) recurs(rows []record, cells []string, times int) bool {
	again := map[int]int{}
	for _, r := range l.head {
		if r.at <= rows[0].at || r.blank() || r.at >= l.end {
			continue
		}
		below := l.cells(r)
		if slices.Equal(below, cells) {
			continue // the header once more
		}
		for i, s := range below {
			if i < len(cells) && s != "" && s == cells[i] {
				again[i]++
			}
		}
	}
	n := 0
	for _, found := range again {
		if found >= times {
			n++
		}
	}
	return n > 0 && n*2 >= len(cells)
}

// turn returns the record from which on all rows begin with a number or a date and have one in another
// column, when two rows or more above it, behind the first, begin with words and two have words there as well:
// what is said of a series stands in the cells above it. 0 is none.
func (l *layout) turn(first int) int {
	at, above, below := 0, 0, 0
	var words, values []int // by column, above and below
	for _, r := range l.head[first:] {
		if r.blank() || r.at >= l.end {
			continue
		}
		cells := l.cells(r)
		if len(words) == 0 {
			words, values = make([]int, len(cells)), make([]int, len(cells))
			continue // the first may be the header
		}
		kinds := make([]cell.Kind, len(cells))
		for i, s := range cells {
			kinds[i] = cell.KindOf(s)
		}
		switch k := kinds[0]; {
		case k == cell.Text && below == 0:
			above++
		case (k == cell.Number || k == cell.Date) && above > 1:
			if below++; below == 1 {
				at = r.index
			}
		default:
			return 0
		}
		for i, k := range kinds[:min(len(kinds), len(words))] {
			if below == 0 && k == cell.Text {
				words[i]++
			} else if below > 0 && (k == cell.Number || k == cell.Date) {
				values[i]++
			}
		}
	}
	if below > 3 {
		for i := range words[1:] {
			if words[i+1] > 1 && values[i+1] == below {
				return at
			}
		}
	}
	return 0
}

// unlike reports whether no cell of a row stands below in its column again, where in three columns or
// more others do: labels do not, values would.
func (l *layout) unlike(rows []record, cells []string) bool {
	seen, again := map[string]bool{}, map[int]bool{}
	for _, r := range l.head {
		if r.at <= rows[1].at || r.blank() || r.at >= l.end {
			continue
		}
		for i, s := range l.cells(r) {
			if i >= len(cells) || s == "" {
				continue
			}
			if s == cells[i] {
				return false
			}
			key := strconv.Itoa(i) + "\x00" + s
			again[i] = again[i] || seen[key]
			seen[key] = true
		}
	}
	repeated := 0
	for _, is := range again {
		if is {
			repeated++
		}
	}
	return repeated > 2
}

// repeats reports whether a cell holds a text that stands above it as well.
func (l *layout) repeats(above record, cells []string) bool {
	for i, s := range l.cells(above) {
		if i < len(cells) && s != "" && s == cells[i] && cell.KindOf(s) == cell.Text {
			return true
		}
	}
	return false
}

// counting reports whether the numbers of a row are one apart, 1 2 3, or as far as each other, 36 38 40 42, as labels are
// and values seldom.
func (l *layout) counting(r record) bool {
	n, step := evenly(l.cells(r))
	return n > 2 && step == 1 || n > 3 && step != 0
}

// consecutive counts the numbers of a row when they are whole and one apart, and is 0 else.
func consecutive(cells []string) int {
	if n, step := evenly(cells); n == 1 || step == 1 {
		return n
	}
	return 0
}

// evenly counts the numbers of a row when they are whole and as far from each other, and says how far; it is 0 else.
func evenly(cells []string) (n, step int) {
	before := 0
	for _, s := range cells {
		if cell.KindOf(s) != cell.Number {
			continue
		}
		v, err := strconv.Atoi(s)
		if n == 1 {
			step = v - before
		}
		if err != nil || n > 1 && v-before != step {
			return 0, 0
		}
		n, before = n+1, v
	}
	return n, step
}

// coded reports whether the first row has a code in front as all rows below have, of as many capitals
// and digits: AFG over ALB and DZA.
func (l *layout) coded(rows []record) bool {
	shape := codeForm(l.cells(rows[0])[0])
	n := 0
	for _, r := range l.head[rows[0].index+1:] {
		if r.blank() || r.at >= l.end {
			continue
		}
		if codeForm(l.cells(r)[0]) != shape {
			return false
		}
		n++
	}
	return n > 4 && len(shape) > 1 && strings.ContainsAny(shape, "A9") && !strings.Contains(shape, "a")
}

// codeForm is a text with A for its capitals, a for its other letters and 9 for its digits.
func codeForm(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '9'
		case unicode.IsUpper(r):
			return 'A'
		case unicode.IsLetter(r):
			return 'a'
		}
		return r
	}, s)
}
