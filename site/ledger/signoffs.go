package ledger

import (
	"cmp"
	"slices"

	"plotline/data"
	"plotline/data/source"
)

// SignoffFile is where a project keeps sign-offs. It is meant to be committed.
const SignoffFile = "site/signoffs.csv"

// Signoff says that somebody has checked a number. What the number was stands beside its ID for people,
// and to find its successor when it has lapsed.
type Signoff struct {
	ID, By, Date                           string
	Story, Where, Figure, Value, Words, In string
	At                                     source.Span
}

var signoffColumns = []string{"id", "checked by", "date", "story", "where", "figure", "value", "words", "sentence"}

// fields are a sign-off's cells by column.
func (s *Signoff) fields() []*string {
	return []*string{&s.ID, &s.By, &s.Date, &s.Story, &s.Where, &s.Figure, &s.Value, &s.Words, &s.In}
}

// Signoffs are those of a project. The zero Signoffs has none.
type Signoffs struct{ list []Signoff }

// ReadSignoffs reads the file; nil has none.
func ReadSignoffs(f *source.File) (*Signoffs, source.List) {
	s := &Signoffs{}
	if f == nil {
		return s, nil
	}
	t, problems := data.Read(f, data.Options{Delimiter: ','})
	if t == nil {
		return s, problems
	}
	var columns []*data.Column
	for _, name := range signoffColumns {
		c := t.Column(name)
		if c == nil {
			return s, source.List{source.Errorf(t.Columns[0].At, "the sign-offs have no column %q", name).WithHint("plotline factcheck import writes this file; take it back from git")}
		}
		columns = append(columns, c)
	}
	for row := range t.Rows {
		so := Signoff{At: t.Cell(row, columns[0])}
		for i, to := range so.fields() {
			*to = armed(columns[i].Text(row))
		}
		s.list = append(s.list, so)
	}
	return s, nil
}

// CSV is the file: sorted, so that two desks' lines merge.
func (s *Signoffs) CSV() []byte {
	list := slices.Clone(s.list)
	slices.SortStableFunc(list, func(a, b Signoff) int {
		return cmp.Or(cmp.Compare(a.Story, b.Story), cmp.Compare(a.ID, b.ID), cmp.Compare(a.By, b.By))
	})
	rows := [][]string{signoffColumns}
	for i := range list {
		var row []string
		for _, v := range list[i].fields() {
			row = append(row, *v)
		}
		rows = append(rows, row)
	}
	return data.Sheet(rows)
}

// of returns the sign-offs of a number.
func (s *Signoffs) of(id string) []Signoff {
	var out []Signoff
	for _, so := range s.list {
		if so.ID == id {
			out = append(out, so)
		}
	}
	return out
}

// State is how far a story has been checked.
type State struct {
	Story           Story
	Numbers, Signed int
	Lapsed          []Lapsed
}

// Lapsed is a sign-off for what a number was.
type Lapsed struct {
	Signoff
	Now Number
}

// States says how far each story has been checked.
func (s *Signoffs) States(site Site) []State {
	var out []State
	for _, story := range site.Stories {
		out = append(out, s.state(story))
	}
	return out
}

func (s *Signoffs) state(story Story) State {
	st := State{Story: story, Numbers: len(story.Numbers)}
	current := map[string]bool{}
	var unsigned []Number
	ids := story.IDs()
	for i, n := range story.Numbers {
		id := ids[i]
		current[id] = true
		if len(s.of(id)) > 0 {
			st.Signed++
			continue
		}
		unsigned = append(unsigned, n)
	}
	var stale []Signoff
	var was []Number
	for _, so := range s.list {
		if so.Story == story.name() && !current[so.ID] {
			stale = append(stale, so)
			was = append(was, Number{Where: so.Where, Figure: so.Figure, Value: so.Value, Words: so.Words, Sentence: so.In})
		}
	}
	for i, at := range match(was, unsigned) {
		if at >= 0 {
			st.Lapsed = append(st.Lapsed, Lapsed{stale[at], unsigned[i]})
		}
	}
	return st
}

// Problems are the lapsed sign-offs as check tells of them.
func (s *Signoffs) Problems(site Site) source.List {
	var problems source.List
	for _, st := range s.States(site) {
		for _, l := range st.Lapsed {
			p := source.Warnf(l.Now.At, "factcheck-lapsed", "the number was signed off by %s on %s, and has been edited since", l.By, l.Date)
			switch {
			case l.Words != l.Now.Words || l.Value != l.Now.exact():
				p = p.WithNote(l.At, "it was %q, for %s", l.Words, l.Value)
			default:
				p = p.WithNote(l.At, "it stood in %q", l.In)
			}
			problems = append(problems, p.WithHint("check it again: plotline export factcheck "+st.Story.name()))
		}
	}
	return problems
}

// None reports whether nobody has signed anything off.
func (s *Signoffs) None() bool { return len(s.list) == 0 }
