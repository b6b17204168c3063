package ledger

import (
	"slices"
	"strconv"
)

// ChartChange is a chart that shows other values.
type ChartChange struct {
	Chart
	New, Gone bool
	Columns   bool // it has other columns, so that cells cannot be compared
	More      int  // rows that are new
	Fewer     int  // rows that are gone
	Count     int  // cells that changed in the rows that stay
	First     []CellChange
}

func (c ChartChange) none() bool { return !c.Columns && c.More+c.Fewer+c.Count == 0 }

const (
	mostCells = 5 // of a chart that are named
	mostKeys  = 3 // columns that together may name a row
)

// table finds how two tables differ. Rows are the same when their first columns say the same, as many of
// them as it takes to tell every row from every other; where none do, rows go by their numbers.
func table(old, new [][]string) ChartChange {
	var c ChartChange
	if len(old) == 0 || len(new) == 0 || !slices.Equal(old[0], new[0]) {
		c.Columns = len(old)+len(new) > 0
		return c
	}
	header, was, is := old[0], old[1:], new[1:]
	keys := keyColumns(was, is)
	at := map[string]int{}
	for i, row := range was {
		at[name(row, keys, i)] = i
	}
	stays := 0
	for i, row := range is {
		k, there := at[name(row, keys, i)]
		if !there {
			c.More++
			continue
		}
		stays++
		for j, text := range row {
			if j >= len(was[k]) || was[k][j] == text {
				continue
			}
			if c.Count++; len(c.First) < mostCells {
				c.First = append(c.First, CellChange{Cell{Column: header[j], Row: i + 1, Label: label(row, keys), Text: text}, was[k][j], text})
			}
		}
	}
	c.Fewer = len(was) - stays
	return c
}

// keyColumns returns how many of the first columns tell the rows apart in both tables; 0 when none do.
func keyColumns(tables ...[][]string) int {
	for n := 1; n <= mostKeys; n++ {
		if !slices.ContainsFunc(tables, func(rows [][]string) bool { return !apart(rows, n) }) {
			return n
		}
	}
	return 0
}

func apart(rows [][]string, keys int) bool {
	seen := map[string]bool{}
	for i, row := range rows {
		if len(row) <= keys { // something must be left to be compared
			return false
		}
		k := name(row, keys, i)
		if seen[k] {
			return false
		}
		seen[k] = true
	}
	return true
}

// name tells a row from others.
func name(row []string, keys, index int) string {
	if keys == 0 {
		return strconv.Itoa(index)
	}
	k := ""
	for _, cell := range row[:keys] {
		k += cell + "\x00"
	}
	return k
}

// label is a row's name for people.
func label(row []string, keys int) string {
	s := ""
	for _, cell := range row[:keys] {
		if s != "" && cell != "" {
			s += ", "
		}
		s += cell
	}
	return s
}
