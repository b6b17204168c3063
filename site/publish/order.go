package publish

import (
	"cmp"
	"path"
	"strings"
)

// step is a file to write, and when.
type step struct {
	file  *File
	next  *entry // in the new manifest
	rank  int
	there bool // something of ours stands at its path
}

// note lists the file's bytes.
func (s *step) note(m made) { s.next.Sum, s.next.Size = m.sum, int64(len(m.bytes)) }

func inOrder(a, b step) int {
	return cmp.Or(a.rank-b.rank, strings.Compare(a.file.Path, b.file.Path))
}

// rank is the order of writing: assets, files, new pages, pages that replace one, and the pages
// that readers come to without a link.
func rank(f *File, there bool) int {
	name := untwinned(f.Path)
	switch {
	case f.Immutable:
		return 0
	case !isPage(name):
		return 1
	case name == "404.html": // it points at the front page
		return 5
	case name == "index.html":
		return 4
	case there:
		return 3
	}
	return 2
}

// untwinned is the name of the file that a compressed twin is read in place of.
func untwinned(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".br")
}

func isPage(name string) bool { return path.Ext(untwinned(name)) == ".html" }

// pagesFirst is the order of deleting: pages before what they refer to.
func pagesFirst(a, b string) int {
	switch pageA, pageB := isPage(a), isPage(b); {
	case pageA && !pageB:
		return -1
	case pageB && !pageA:
		return 1
	}
	return strings.Compare(a, b)
}
