// Package compare says how two versions of a table differ.
//
// In go two tables and the columns that tell their rows apart; out come the columns and rows that one
// has and the other has not, and the cells that changed. Start with Tables, then Print the Changes.
package compare

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"plotline/data"
	"plotline/data/source"
)

// Changes are what a table has more, less and other than the one before.
type Changes struct {
	Key                        []string // the columns that tell rows apart; empty when whole rows are compared
	ColumnsAdded, ColumnsGone  []string
	Retyped                    []Retyped
	Added, Gone, Changed, Same int   // rows
	Moved                      bool  // the rows that are in both stand in another order
	Rows                       []Row // the first of those that differ, as many as were wanted
}

// Retyped is a column whose type was inferred otherwise.
type Retyped struct {
	Column string `json:"column"`
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// Row is a row that differs.
type Row struct {
	Is    string   `json:"is"`  // added, gone or changed
	Key   []string `json:"key"` // its key, or all its cells
	Cells []Cell   `json:"cells,omitempty"`
}

// Cell is a cell that changed.
type Cell struct {
	Column string `json:"column"`
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// None reports whether both tables say the same.
func (c *Changes) None() bool {
	return len(c.ColumnsAdded)+len(c.ColumnsGone)+len(c.Retyped)+c.Added+c.Gone+c.Changed == 0 && !c.Moved
}

// Tables compares two versions of a table by the columns of the key, or by whole rows when it is
// empty. Details of at most so many rows are kept; of all others only hashes, so that neither table need be held.
// The problems are those of reading; the error says why the key tells no rows apart.
func Tables(was, is *data.Table, key []string, details int) (*Changes, source.List, error) {
	c := &Changes{Key: key}
	old, problems := typed(was)
	now, more := typed(is)
	if problems = append(problems, more...); problems.HasErrors() {
		return nil, problems, nil
	}
	for _, column := range now {
		if named(old, column.Name) == nil {
			c.ColumnsAdded = append(c.ColumnsAdded, column.Name)
		}
	}
	var shared []string
	for _, before := range old {
		now := named(now, before.Name)
		if now == nil {
			c.ColumnsGone = append(c.ColumnsGone, before.Name)
			continue
		}
		shared = append(shared, before.Name)
		if before.Type != now.Type {
			c.Retyped = append(c.Retyped, Retyped{before.Name, before.Type.String(), now.Type.String()})
		}
	}
	by := key
	if len(by) == 0 {
		by = shared
	}
	for _, name := range by {
		if !slices.Contains(shared, name) {
			return nil, problems, fmt.Errorf("there is no column %q in both tables; columns are %s", name, strings.Join(shared, ", "))
		}
	}
	d := &differ{Changes: c, was: was, is: is, by: by, shared: shared, details: details}
	problems = append(problems, d.compare()...)
	if problems.HasErrors() || d.err != nil {
		return nil, problems, d.err
	}
	return c, problems, nil
}

// typed are the columns of a table with their types, which those of one that is not held have when it is read.
func typed(t *data.Table) (columns []*data.Column, problems source.List) {
	columns = t.Columns
	if !t.Held() {
		problems = t.Parts(nil, func(part *data.Table) bool {
			columns = slices.Clone(part.Columns)
			return false
		})
	}
	return columns, problems
}

func named(columns []*data.Column, name string) *data.Column {
	for _, c := range columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// differ compares rows.
type differ struct {
	*Changes
	was, is    *data.Table
	by, shared []string
	details    int
	err        error
}

// compare reads the table before, the one after, and where rows are to be listed the first once more.
func (d *differ) compare() source.List {
	old, contents, problems := d.index(d.was)
	if problems.HasErrors() || d.err != nil {
		return problems
	}
	matched := make([]bool, len(old.ids))
	changed := map[int]rewrite{} // by the row before
	var new []identified
	last := -1
	problems = append(problems, d.each(d.is, func(row int, keys, cells []*data.Column, i int) bool {
		id := identity(keys, i)
		if len(d.Key) > 0 {
			new = append(new, identified{id, int32(row)})
		}
		before, ok := old.take(id)
		if !ok {
			d.Added++
			d.detail("added", keys, i)
			return true
		}
		matched[before] = true
		d.Moved = d.Moved || before < last
		last = before
		if len(d.Key) == 0 || identity(cells, i) == contents[before] {
			d.Same++
			return true
		}
		d.Changed++
		if d.detail("changed", keys, i) {
			changed[before] = rewrite{len(d.Rows) - 1, texts(cells, i)}
		}
		return true
	})...)
	if problems.HasErrors() || !d.unique(d.is, sorted(new)) {
		return problems
	}
	d.Gone = len(matched) - d.Changed - d.Same
	if len(changed) == 0 && (d.Gone == 0 || len(d.Rows) >= d.details) {
		return problems
	}
	return append(problems, d.each(d.was, func(row int, keys, cells []*data.Column, i int) bool {
		if !matched[row] {
			d.detail("gone", keys, i)
		} else if r, ok := changed[row]; ok {
			d.Rows[r.row].Cells = r.cells(d.shared, texts(cells, i))
		}
		return true
	})...)
}

// each hands over the rows with the columns of the key and those of both tables.
func (d *differ) each(t *data.Table, row func(n int, keys, cells []*data.Column, i int) bool) source.List {
	return t.Parts(d.shared, func(part *data.Table) bool {
		keys, cells := columns(part, d.by), columns(part, d.shared)
		for i := range part.Rows {
			if !row(part.First()+i, keys, cells, i) {
				return false
			}
		}
		return true
	})
}

// index finds the rows of a table by what they say; contents are what the rows of a keyed one say as a whole.
func (d *differ) index(t *data.Table) (r *rows, contents []hash, problems source.List) {
	var ids []identified
	problems = d.each(t, func(row int, keys, cells []*data.Column, i int) bool {
		ids = append(ids, identified{identity(keys, i), int32(row)})
		if len(d.Key) > 0 {
			contents = append(contents, identity(cells, i))
		}
		return true
	})
	if ids = sorted(ids); len(d.Key) > 0 {
		d.unique(t, ids)
	}
	return &rows{ids, make([]int32, len(ids))}, contents, problems
}

// unique reports whether no two rows have one key; of those that have, the last are told.
func (d *differ) unique(t *data.Table, ids []identified) bool {
	first, later := -1, -1
	for i := 1; i < len(ids); i++ {
		if a, b := ids[i-1], ids[i]; a.id == b.id && int(a.row) > first {
			first, later = int(a.row), int(b.row)
		}
	}
	if first < 0 {
		return true
	}
	d.each(t, func(row int, keys, _ []*data.Column, i int) bool {
		if row == first {
			d.err = fmt.Errorf("%s: rows %d and %d have one key, %s", t.Name, first+1, later+1, strings.Join(texts(keys, i), ", "))
		}
		return row < first
	})
	return false
}

// detail keeps a row that differs, with the texts of its key, if it is one of the first.
func (d *differ) detail(is string, keys []*data.Column, i int) bool {
	if len(d.Rows) >= d.details {
		return false
	}
	d.Rows = append(d.Rows, Row{Is: is, Key: texts(keys, i)})
	return true
}

// rewrite is a row that changed, and what it says now.
type rewrite struct {
	row int // of Changes.Rows
	now []string
}

func (r rewrite) cells(names, was []string) (cells []Cell) {
	for i, name := range names {
		if was[i] != r.now[i] {
			cells = append(cells, Cell{name, was[i], r.now[i]})
		}
	}
	return cells
}

// rows finds rows by what they say; of those that say the same the first is found first.
type rows struct {
	ids   []identified // sorted
	taken []int32      // of those that say the same, at the first of them
}

// identified is a row by the hash of its texts: tables are large.
type identified struct {
	id  hash
	row int32
}

type hash [16]byte

func sorted(ids []identified) []identified {
	slices.SortFunc(ids, func(a, b identified) int {
		return cmp.Or(bytes.Compare(a.id[:], b.id[:]), cmp.Compare(a.row, b.row))
	})
	return ids
}

// take returns the first row of an identity that has not been taken.
func (r *rows) take(id hash) (row int, ok bool) {
	first, _ := slices.BinarySearchFunc(r.ids, id, func(a identified, id hash) int { return bytes.Compare(a.id[:], id[:]) })
	if first == len(r.ids) {
		return 0, false
	}
	i := first + int(r.taken[first])
	if i == len(r.ids) || r.ids[i].id != id {
		return 0, false
	}
	r.taken[first]++
	return int(r.ids[i].row), true
}

func columns(t *data.Table, names []string) []*data.Column {
	out := make([]*data.Column, len(names))
	for i, n := range names {
		out[i] = t.Column(n)
	}
	return out
}

// texts are a row's, copied: those of a part are valid for a while.
func texts(columns []*data.Column, row int) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = strings.Clone(c.Text(row))
	}
	return out
}

// identity is the hash of a row's texts, each with its length.
func identity(columns []*data.Column, row int) hash {
	b := make([]byte, 0, 256)
	for _, c := range columns {
		text := c.Text(row)
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	sum := sha256.Sum256(b)
	return hash(sum[:16])
}
