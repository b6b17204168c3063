package charts

import (
	"bytes"
	"html/template"

	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/source"
)

// Fragment is a finished figure, ready to stand in a page. It is immutable.
type Fragment struct {
	ID, Kind string
	Title    string      // plain words
	Alt      string      // of a chart; drafted when none was written
	Width    string      // text, wide or full
	CSV      []byte      // the columns and rows that it shows, for download; of a chart in a page Plot.CSV
	Live     bool        // wakes up in a browser, so its page needs the runtime
	Option   []byte      // a chart's ECharts option, JSON
	Problems source.List // warnings, of Render

	size  int           // bytes of its HTML, about
	body  func(*markup) // writes it
	still func(*markup) // writes a chart without what wakes it
	alone func() []byte // makes a chart's picture
	loose func(*markup) // writes it for foreign pages
	spec  *Spec
	sizes []draw.Size // of a chart's drawings, narrow first

	table   *data.Table // of a table block
	columns []*data.Column
}

// Size returns about how many bytes Write writes.
func (f *Fragment) Size() int { return f.size + f.size/16 + 2048 }

// Language returns the BCP 47 tag of the figure's words.
func (f *Fragment) Language() string { return f.spec.Language }

// Write writes the figure's HTML. It is written into its page at once, and not kept: a figure is
// large, and most of it are drawings and options that are kept already.
func (f *Fragment) Write(b *bytes.Buffer) { f.body(newMarkup(b, f.spec)) }

// WriteMain writes the figure for a page that is about nothing else, in the folder of its download:
// its title is the page's heading.
func (f *Fragment) WriteMain(b *bytes.Buffer) {
	m := newMarkup(b, f.spec)
	m.main = true
	f.body(m)
}

// Figure returns what Write writes.
func (f *Fragment) Figure() template.HTML { return f.html(f.body) }

// Still returns a chart as a picture: title, drawing, what it shows in words, and sources, with
// neither data table nor anything that wakes up. It is empty for tables and bignumbers.
func (f *Fragment) Still() template.HTML {
	if f.still == nil {
		return ""
	}
	return f.html(f.still)
}

func (f *Fragment) html(write func(*markup)) template.HTML {
	var b bytes.Buffer
	b.Grow(f.Size())
	write(newMarkup(&b, f.spec))
	return trusted(b.String())
}
