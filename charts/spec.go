package charts

import (
	"plotline/data/source"
	"plotline/data/yaml"
)

// Setting is a value and where it was written. A zero At is a default, so a default never beats
// a choice.
type Setting[T any] struct {
	Value T
	At    source.Span
}

// Set reports whether the reporter wrote the setting.
func (s Setting[T]) Set() bool { return !s.At.IsZero() }

// Or returns the value, or the other one when it was not written.
func (s Setting[T]) Or(other T) T {
	if s.Set() {
		return s.Value
	}
	return other
}

// Source is one entry of a story's sources, as a figure prints it.
type Source struct {
	Name string // what readers see
	URL  string // http or https, or empty
}

// Env is what a block may refer to in its story.
type Env struct {
	Language string
	Readable bool // figures have line breaks that browsers do not show
	Sources  map[string]Source
	// Inline returns the plain words of a title, subtitle, note or alt text in which claims and
	// values may stand. Nil leaves texts as they are.
	Inline func(source.Span, string) (string, source.List)
}

// Measure is one y: a column, and how rows of one place are brought together.
type Measure struct {
	Column Setting[string]
	Agg    Setting[string] // empty: exactly one row
	Format Setting[string]
}

// Annotation is words on the plot: at a point, along a line, or over an area.
type Annotation struct {
	X, Y []Setting[string] // one place, or the two ends of an area
	Text Setting[string]
	Area bool
	Line bool
	At   source.Span
}

// Spec is a chart, table or bignumber block as written and checked for itself. Bind checks it
// against tables.
type Spec struct {
	Block string // chart, table or bignumber
	At    source.Span
	Body  source.Span
	Kind  *Kind // of a chart

	ID                          Setting[string]
	KindName                    Setting[string]
	Data, Where                 Setting[string]
	X, Series, Sort             Setting[string]
	Y                           []Measure
	Columns                     []Setting[string] // of a table
	Title, Subtitle, Note, Alt  Setting[string]
	Unit, Labels, Format, Bound Setting[string]
	Missing, Width, Print       Setting[string]
	Source                      []Setting[string]
	Sources                     []Source
	Highlight                   []Setting[string]
	Annotate                    []Annotation
	Height                      Setting[int]
	ECharts                     Setting[yaml.Node]
	Items                       []Item // of a bignumber
	LintOK                      []yaml.Waiver
	Language                    string
	Readable                    bool // as Env has it
}

// Item is one number of a bignumber block: a figure of the story, or a cell of a table.
type Item struct {
	Figure Setting[string]
	Value  Setting[string] // words to print as they are
	Text   Setting[string]
	At     source.Span
}
