package charts

import (
	"slices"

	"plotline/data"
	"plotline/data/source"
)

// echart is what every go-echarts chart satisfies. Its Render methods are never called.
type echart interface {
	Validate()
	JSON() map[string]any
}

// Accepts is the set of column types a channel takes.
type Accepts int

// The types a channel may accept, to be combined.
const (
	Numbers Accepts = 1 << iota
	Dates
	Texts
)

// String lists the accepted types for messages: "numbers or dates".
func (a Accepts) String() string {
	var words []string
	for i, w := range []string{"numbers", "dates", "texts"} {
		if a&(1<<i) != 0 {
			words = append(words, w)
		}
	}
	if len(words) == 3 {
		return "anything"
	}
	s := words[0]
	for _, w := range words[1:] {
		s += " or " + w
	}
	return s
}

func (a Accepts) takes(c *data.Column) bool {
	switch c.Type {
	case data.Number:
		return a&(Numbers|Texts) != 0
	case data.Date:
		return a&(Dates|Texts) != 0 || a&Numbers != 0 && c.Grain == data.Year
	}
	return a&Texts != 0
}

// Channel is a role that columns play in a kind of chart.
type Channel struct {
	Name     string // x, y or series: the key in the block
	Accepts  Accepts
	Required bool
	Many     bool // takes a list of columns
	Doc      string
}

// Kind is one kind of chart: what it is for, what it needs, and how its series are built.
type Kind struct {
	Name     string
	Doc      string // one line: what it shows
	Purpose  string // one of the nine purposes of the FT Visual Vocabulary
	Channels []Channel
	Aliases  []string // other words people use for it
	ZeroBase bool     // lengths mean values, so the axis starts at zero

	// Check reports what Bind cannot know: misuse of this kind. Optional.
	Check func(*Plot) source.List
	// Build returns the series as a go-echarts chart.
	Build func(*Plot) echart
	// Complete adds to the option what go-echarts' types lack and everything that depends on
	// the size; it runs once for each of a figure's two sizes and returns the drawing's height.
	Complete func(p *Plot, o *Canvas)
}

var registry []*Kind

// Register adds a kind; it is called from init. It panics on an empty or repeated name.
func Register(k *Kind) {
	if k.Name == "" || Lookup(k.Name) != nil {
		panic("charts: kind without a name of its own: " + k.Name)
	}
	registry = append(registry, k)
	slices.SortFunc(registry, func(a, b *Kind) int { return compareText(a.Name, b.Name) })
}

// Kinds returns every kind, sorted by name. The caller must not change it.
func Kinds() []*Kind { return registry }

// Lookup returns the kind of that name, or nil.
func Lookup(name string) *Kind {
	for _, k := range registry {
		if k.Name == name {
			return k
		}
	}
	return nil
}

func kindNames() []string {
	var names []string
	for _, k := range registry {
		names = append(names, k.Name)
	}
	return names
}

// laterKinds are the kinds of the authoring format that are not built yet.
var laterKinds = []string{"grouped-bar", "lollipop", "bullet", "pictogram", "radar", "marimekko",
	"stacked-area", "fan", "candlestick", "calendar-heatmap", "timeline", "column-line", "bump", "dot-plot",
	"stacked-column", "waffle", "treemap", "sunburst", "parliament", "waterfall", "diverging-bar",
	"diverging-stacked-bar", "surplus-deficit", "bubble", "connected-scatter", "heatmap", "histogram", "boxplot",
	"violin", "beeswarm", "strip", "population-pyramid", "cumulative", "range-plot", "arrow-plot", "sankey", "chord",
	"network", "funnel", "choropleth", "symbol-map", "locator-map", "flow-map"}

func (k *Kind) channel(name string) *Channel {
	for i := range k.Channels {
		if k.Channels[i].Name == name {
			return &k.Channels[i]
		}
	}
	return nil
}

// Needs lists the channels for people: "x, y [series]", those in brackets being optional and
// those with dots taking a list.
func (k *Kind) Needs() string {
	s := ""
	for _, c := range k.Channels {
		name := c.Name
		if c.Many {
			name += "…"
		}
		if !c.Required {
			name = "[" + name + "]"
		}
		if s != "" {
			s += " "
		}
		s += name
	}
	return s
}
