package proof

import (
	"fmt"

	"plotline/data"
	"plotline/data/calc"
	"plotline/data/source"
	"plotline/data/tally"
)

const mostHeld = 10_000 // rows of a receipt that are held, of a table that is not

// gathered is what a figure needs of a table that is not held.
type gathered struct {
	table    *data.Table // the first of its rows
	numbers  []int       // theirs in the whole table, from 1
	count    int         // of all its rows
	tally    *tally.Tally
	problems source.List
}

// far finds a figure in a table that is not held.
func (w *worker) far(f *Figure, t *data.Table) {
	keyNames := w.keyNames(t)
	names := append([]string{f.Column.Value, derivedFrom, shown(t)[0].Name}, keyNames...) // the first says which row sums up others
	g := calc.Keep(w.env.Tables, t, fmt.Sprintf("figure %q", []string{f.Column.Value, f.Where.Value, f.Agg.Value}), func() (any, bool) {
		g := gather(t.Called(f.Data.Value), f, names)
		return g, !g.problems.HasErrors()
	}).(*gathered)
	w.report(g.problems...)
	if g.problems.HasErrors() {
		return
	}
	rows := make([]int, g.table.Rows)
	for i := range rows {
		rows[i] = i
	}
	only := f.Agg.Value == "" || f.Agg.Value == "only"
	if only && g.count > len(rows) {
		w.report(source.Errorf(f.At, "%d rows of table %q are meant, where exactly one must be", g.count, f.Data.Value).WithHint("narrow them down with where:, or give agg:"))
		return
	}
	c := g.table.Column(f.Column.Value)
	if c == nil { // no row at all
		c = t.Column(f.Column.Value)
	}
	v, problems := calc.Value(g.table, rows, c, f.Agg.Value, f.At)
	if g.count > len(rows) && !problems.HasErrors() {
		v.Number, _ = g.tally.Value()
		v.Exact, _ = g.tally.Exact()
	}
	w.report(nowhere(t, f, rows, problems)...)
	if problems.HasErrors() {
		return
	}
	var keys []*data.Column
	for _, name := range keyNames {
		if k := g.table.Column(name); k != nil {
			keys = append(keys, k)
		}
	}
	f.found(v, c, receipt(g.table, c, keys, v.Rows))
	f.Receipt.count = g.count
	for i := range f.Receipt.Rows {
		f.Receipt.Rows[i].Number = g.numbers[i]
	}
}

const mostTold = 1_000_000 // rows that are told apart before it is believed that all can be

// keyNames are the names of keyColumns of a table that is not held.
func (w *worker) keyNames(t *data.Table) []string {
	return calc.Keep(w.env.Tables, t, "keys", func() (any, bool) {
		var names []string
		for _, c := range shown(t)[:min(len(shown(t)), mostKeys)] {
			names = append(names, c.Name)
		}
		seen := make([]map[string]bool, len(names)) // nil for columns that do not tell rows apart
		for i := range seen {
			seen[i] = map[string]bool{}
		}
		var key []byte
		t.Texts(names, func(cells []string) bool {
			open := false
			key = key[:0]
			for i, cell := range cells {
				key = append(append(key, cell...), 0)
				if seen[i] == nil || len(seen[i]) == mostTold {
					continue
				}
				if open = true; seen[i][string(key)] {
					seen[i] = nil
				} else {
					seen[i][string(key)] = true
				}
			}
			return open
		})
		for i := range seen {
			if seen[i] != nil {
				return names[:i+1], true
			}
		}
		return []string(nil), true
	}).([]string)
}

// gather reads the rows that a figure rests on.
func gather(t *data.Table, f *Figure, names []string) *gathered {
	g := &gathered{tally: tally.New(f.Agg.Value)}
	var out data.Builder
	g.problems = calc.Each(t, f.Where.At, names, func(part *data.Table, rows []int) bool {
		calc.Tell(g.tally, part.Column(f.Column.Value), rows)
		g.count += len(rows)
		rows = rows[:min(len(rows), mostHeld-out.Rows())]
		out.Add(part, rows)
		for _, row := range rows {
			g.numbers = append(g.numbers, part.First()+row+1)
		}
		return true
	})
	g.table = out.Table()
	return g
}
