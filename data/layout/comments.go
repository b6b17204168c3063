package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"plotline/data/scan"
)

// comments counts the lines at the top that begin with #. They are comments when a row of labels
// follows, or when one of them is no row of the table. One of labels is the header, and its first column is
// called # something.
func (l *layout) comments(first int) int {
	n := first
	for n < len(l.head) && !l.head[n].blank() && l.sharp(l.head[n]) {
		n++
	}
	switch {
	case n == first || n == len(l.head):
		return 0
	case l.values(n) == 0 && l.values(n+1) > 0:
		return n - first
	case l.named(l.head[first]) || !slices.ContainsFunc(l.head[first:n], l.comment):
		return 0
	case l.named(l.head[n-1]):
		return n - 1 - first
	case n > first+1:
		return n - first
	}
	return 0
}

// named reports whether a record has the table's width and labels, not prose, in its cells.
func (l *layout) named(r record) bool {
	return r.width == l.width && r.filled == r.width && !slices.ContainsFunc(l.cells(r), func(s string) bool {
		return utf8.RuneCountInString(s) > 40 || strings.HasSuffix(s, ":")
	})
}

// comment reports a line that begins with # and is not as wide as the table.
func (l *layout) comment(r record) bool {
	return l.sharp(r) && r.width != l.width
}

// ruled reports a record that only rules off what stands above it.
func (l *layout) ruled(r record) bool { return l.width > 1 && scan.Ruled(l.file.Part(r.at, r.end)) }

// sharp reports whether a record begins with #.
func (l *layout) sharp(r record) bool { return string(l.file.Part(r.at, r.at+1)) == "#" }
