package ledger

import (
	"cmp"
	"slices"
)

// Changes are what differs between two Sites, in the order of the new one.
type Changes struct {
	Stories []StoryChange // that stand in both and show other numbers or charts
	New     []Story
	Gone    []Story
}

// StoryChange is what differs in one story.
type StoryChange struct {
	Old, New Story
	Numbers  []NumberChange
	Charts   []ChartChange
	Added    []Number // displayed now
	Dropped  []Number // displayed before
}

// NumberChange is a displayed number whose value has moved.
type NumberChange struct {
	Was, Is Number
	Cells   []CellChange // of those that it rests on
}

// CellChange is a cell that says something else; Was or Is is empty for one that is new or gone.
type CellChange struct {
	Cell
	Was, Is string
}

// None reports whether nothing has moved.
func (c Changes) None() bool { return len(c.Stories)+len(c.New)+len(c.Gone) == 0 }

// Compare finds what moved. A number has moved when its value is another; other words for the same value
// are the reporter's business.
func Compare(old, new Site) Changes {
	var c Changes
	for _, s := range new.Stories {
		was := old.before(s)
		if was == nil {
			if !old.Partial && s.shows() {
				c.New = append(c.New, s)
			}
			continue
		}
		change := compare(*was, s)
		if old.Partial {
			change.Charts = nil
		}
		if !change.none() {
			c.Stories = append(c.Stories, change)
		}
	}
	stays := map[string]bool{}
	for _, s := range new.Stories {
		if was := old.before(s); was != nil {
			stays[was.Folder] = true
		}
	}
	for _, s := range old.Stories {
		if !stays[s.Folder] && s.shows() {
			c.Gone = append(c.Gone, s)
		}
	}
	return c
}

// before returns the story as it was, perhaps at an address that it had before; nil when it is new.
func (s Site) before(now Story) *Story {
	for _, folder := range append([]string{now.Folder}, now.Aliases...) {
		if was := s.story(folder); was != nil {
			return was
		}
	}
	return nil
}

// shows reports whether the story has anything that could move.
func (s Story) shows() bool { return len(s.Numbers)+len(s.Charts) > 0 }

func (c StoryChange) none() bool {
	return len(c.Numbers)+len(c.Charts)+len(c.Added)+len(c.Dropped) == 0
}

func compare(old, new Story) StoryChange {
	c := StoryChange{Old: old, New: new}
	stays := make([]bool, len(old.Numbers))
	for i, at := range match(old.Numbers, new.Numbers) {
		is := new.Numbers[i]
		if at < 0 {
			c.Added = append(c.Added, is)
			continue
		}
		stays[at] = true
		if was := old.Numbers[at]; was.exact() != is.exact() {
			c.Numbers = append(c.Numbers, NumberChange{was, is, cells(was.Cells, is.Cells)})
		}
	}
	for i, n := range old.Numbers {
		if !stays[i] {
			c.Dropped = append(c.Dropped, n)
		}
	}
	for _, chart := range new.Charts {
		i := slices.IndexFunc(old.Charts, func(o Chart) bool { return o.ID == chart.ID })
		if i < 0 {
			c.Charts = append(c.Charts, ChartChange{Chart: chart, New: true})
		} else if change := table(old.Charts[i].Rows, chart.Rows); !change.none() {
			change.Chart = chart
			c.Charts = append(c.Charts, change)
		}
	}
	for _, chart := range old.Charts {
		if !slices.ContainsFunc(new.Charts, func(n Chart) bool { return n.ID == chart.ID }) {
			c.Charts = append(c.Charts, ChartChange{Chart: chart, Gone: true})
		}
	}
	return c
}

// cells finds what differs between the cells that a number rested on and those that it rests on. Rows go by
// their labels where they have any: sorting a file moves no number.
func cells(old, new []Cell) []CellChange {
	key := func(c Cell) Cell {
		c.Text = ""
		if c.Label != "" {
			c.Row = 0
		}
		return c
	}
	was := map[Cell]string{}
	for _, c := range old {
		was[key(c)] = c.Text
	}
	is := map[Cell]bool{}
	var out []CellChange
	for _, c := range new {
		is[key(c)] = true
		if text, ok := was[key(c)]; !ok || text != c.Text {
			out = append(out, CellChange{c, text, c.Text})
		}
	}
	for _, c := range old {
		if !is[key(c)] {
			out = append(out, CellChange{c, c.Text, ""})
		}
	}
	slices.SortStableFunc(out, func(a, b CellChange) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	return slices.Compact(out)
}
