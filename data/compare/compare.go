// Package compare says how two versions of a table differ.
//
// In go two tables and the columns that tell their rows apart; out come the columns and rows that one
// has and the other has not, and the cells that changed. Start with Tables, then Print the Changes.
package compare

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"plotline/data"
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
// empty. Details of at most so many rows are kept. The error says why the key tells no rows apart.
func Tables(was, is *data.Table, key []string, details int) (*Changes, error) {
	c := &Changes{Key: key}
	for _, name := range is.Names() {
		if was.Column(name) == nil {
			c.ColumnsAdded = append(c.ColumnsAdded, name)
		}
	}
	var shared []string
	for _, old := range was.Columns {
		now := is.Column(old.Name)
		if now == nil {
			c.ColumnsGone = append(c.ColumnsGone, old.Name)
			continue
		}
		shared = append(shared, old.Name)
		if old.Type != now.Type {
			c.Retyped = append(c.Retyped, Retyped{old.Name, old.Type.String(), now.Type.String()})
		}
	}
	by := key
	if len(by) == 0 {
		by = shared
	}
	for _, name := range by {
		if !slices.Contains(shared, name) {
			return nil, fmt.Errorf("there is no column %q in both tables; columns are %s", name, strings.Join(shared, ", "))
		}
	}
	old, err := index(was, by, len(key) > 0)
	if err != nil {
		return nil, err
	}
	if len(key) > 0 {
		if _, err := index(is, by, true); err != nil {
			return nil, err
		}
	}
	last := -1
	matched := make([]bool, was.Rows)
	cells := columns(is, by)
	for row := range is.Rows {
		before, ok := old.take(identity(cells, row))
		if !ok {
			c.Added++
			c.detail(details, Row{Is: "added", Key: texts(cells, row)})
			continue
		}
		matched[before] = true
		c.Moved = c.Moved || before < last
		last = before
		if changed := differing(was, is, shared, before, row); len(changed) > 0 {
			c.Changed++
			c.detail(details, Row{Is: "changed", Key: texts(cells, row), Cells: changed})
		} else {
			c.Same++
		}
	}
	cells = columns(was, by)
	for row := range was.Rows {
		if !matched[row] {
			c.Gone++
			c.detail(details, Row{Is: "gone", Key: texts(cells, row)})
		}
	}
	return c, nil
}

func (c *Changes) detail(most int, r Row) {
	if len(c.Rows) < most {
		c.Rows = append(c.Rows, r)
	}
}

// rows finds rows by what they say; of those that say the same the first is found first.
type rows struct {
	first map[hash]int32
	next  []int32 // the next row that says the same, or -1
}

// hash stands for the texts of a row: tables are large.
type hash [16]byte

// index makes rows of the texts of columns, which no two rows may share when they are a key.
func index(t *data.Table, by []string, unique bool) (*rows, error) {
	r := &rows{make(map[hash]int32, t.Rows), make([]int32, t.Rows)}
	cells := columns(t, by)
	for row := t.Rows - 1; row >= 0; row-- {
		id := identity(cells, row)
		r.next[row] = -1
		if later, ok := r.first[id]; ok {
			r.next[row] = later
			if unique {
				return nil, fmt.Errorf("%s: rows %d and %d have one key, %s", t.Name, row+1, later+1, strings.Join(texts(cells, row), ", "))
			}
		}
		r.first[id] = int32(row)
	}
	return r, nil
}

// take returns the first row of an identity that has not been taken.
func (r *rows) take(id hash) (row int, ok bool) {
	first, ok := r.first[id]
	if !ok {
		return 0, false
	}
	if next := r.next[first]; next >= 0 {
		r.first[id] = next
	} else {
		delete(r.first, id)
	}
	return int(first), true
}

func columns(t *data.Table, names []string) []*data.Column {
	out := make([]*data.Column, len(names))
	for i, n := range names {
		out[i] = t.Column(n)
	}
	return out
}

func texts(columns []*data.Column, row int) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Text(row)
	}
	return out
}

// identity is the hash of a row's texts, each with its length.
func identity(columns []*data.Column, row int) hash {
	var b []byte
	for _, c := range columns {
		b = binary.AppendUvarint(b, uint64(len(c.Text(row))))
		b = append(b, c.Text(row)...)
	}
	sum := sha256.Sum256(b)
	return hash(sum[:16])
}

func differing(was, is *data.Table, shared []string, before, row int) []Cell {
	var out []Cell
	for _, name := range shared {
		if a, b := was.Column(name).Text(before), is.Column(name).Text(row); a != b {
			out = append(out, Cell{name, a, b})
		}
	}
	return out
}
