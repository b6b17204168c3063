package charts

import (
	"slices"
	"strings"

	"plotline/data"
	"plotline/data/source"
)

// Infer fills in the kind and the columns that the block leaves out, from the types of the table's
// columns, and says in words what it chose: nothing if all was written. What cannot be inferred stays
// empty, and Spec and Bind say what is missing. Without a kind it chooses as Propose does.
func (b *Block) Infer(t *data.Table) string {
	was := *b
	b.propose(t)
	if kind := Lookup(b.Kind); kind != nil {
		b.columns(kind, t)
	}
	var chose []string
	say := func(key, before, now string) {
		if before == "" && now != "" {
			chose = append(chose, key+" "+now)
		}
	}
	say("kind", was.Kind, b.Kind)
	say("x", was.X, b.X)
	say("y", strings.Join(was.Y, ", "), strings.Join(b.Y, ", "))
	say("series", was.Series, b.Series)
	say("bound", was.Bound, b.Bound)
	say("where", was.Where, b.Where)
	say("sort", was.Sort, b.Sort)
	return strings.Join(chose, "; ")
}

// propose takes what Propose says of the table if it is a chart of the kind that is wanted; of one whose
// columns are named in part, the kind alone.
func (b *Block) propose(t *data.Table) {
	p := Propose(t, Naming{Data: b.Data, ID: "chart", Language: "en"})
	if p.Block != "chart" || b.Kind != "" && b.Kind != p.Kind {
		return
	}
	f := source.NewFile("block", []byte(p.Body))
	s, _ := Parse("chart", f.Line(1), f.All(), Env{Language: "en"})
	if s == nil {
		return
	}
	b.Kind = p.Kind
	if b.X != "" || len(b.Y) > 0 {
		return
	}
	b.X = s.X.Value
	for _, m := range s.Y {
		b.Y = append(b.Y, m.Column.Value)
	}
	fill := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	fill(&b.Series, s.Series.Value)
	fill(&b.Where, s.Where.Value)
	fill(&b.Sort, s.Sort.Value)
	fill(&b.Bound, s.Bound.Value)
}

// columns gives x and y the first columns whose types their channels take: x rather one of names or
// dates where it may be either.
func (b *Block) columns(kind *Kind, t *data.Table) {
	taken := append([]string{b.X, b.Series}, b.Y...)
	pick := func(wanted Accepts) string {
		for _, c := range t.Columns {
			if wanted&accepted(c) != 0 && !slices.Contains(taken, c.Name) {
				taken = append(taken, c.Name)
				return c.Name
			}
		}
		return ""
	}
	for _, channel := range kind.Channels {
		switch {
		case channel.Name == "x" && b.X == "":
			if b.X = pick(channel.Accepts &^ Numbers); b.X == "" {
				b.X = pick(channel.Accepts)
			}
		case channel.Name == "y" && len(b.Y) == 0:
			if y := pick(channel.Accepts); y != "" {
				b.Y = []string{y}
			}
		case channel.Name == "series" && channel.Required && b.Series == "":
			b.Series = pick(channel.Accepts)
		}
	}
}

// accepted is what a column may stand for: years are dates here, as they seldom are amounts.
func accepted(c *data.Column) Accepts {
	switch {
	case c.Type == data.Date || c.Years:
		return Dates
	case c.Type == data.Number:
		return Numbers
	}
	return Texts
}
