// Package compare says how two versions of a table differ.
//
// In go two tables and the columns that tell their rows apart; out come the columns and rows that one
// has and the other has not, and the cells that changed. Start with Tables, then Print the Changes.
package compare

import (
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
	cells := columns(is, by)
	for row := range is.Rows {
		id := identity(cells, row)
		rows := old[id]
		if len(rows) == 0 {
			c.Added++
			c.detail(details, Row{Is: "added", Key: texts(cells, row)})
			continue
		}
		before := int(rows[0])
		old[id] = rows[1:]
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
		if rest := old[identity(cells, row)]; len(rest) > 0 && int(rest[0]) <= row { // matched rows are taken from the front
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

// index finds rows by the texts of columns, which no two may share when they are a key.
func index(t *data.Table, by []string, unique bool) (map[string][]int32, error) {
	rows := make(map[string][]int32, t.Rows)
	cells := columns(t, by)
	for row := range t.Rows {
		id := identity(cells, row)
		if unique && len(rows[id]) > 0 {
			return nil, fmt.Errorf("%s: rows %d and %d have one key, %s", t.Name, rows[id][0]+1, row+1, strings.Join(texts(cells, row), ", "))
		}
		rows[id] = append(rows[id], int32(row))
	}
	return rows, nil
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

// identity is a row's texts, each with its length.
func identity(columns []*data.Column, row int) string {
	var b strings.Builder
	for _, c := range columns {
		text := c.Text(row)
		fmt.Fprintf(&b, "%d:%s", len(text), text)
	}
	return b.String()
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
