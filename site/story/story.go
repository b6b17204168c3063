// Package story reads a reporter's file: front matter and Markdown in, a Story out.
//
// Start with Parse. The Story's prose is finished, escaped HTML in which values, claims and
// images are still open; Expand fills them. Chart, table and bignumber blocks come out as Fences
// with the Span of their YAML, so that every later message names the line in the story.
package story

import (
	"plotline/data"
	"plotline/data/source"
	"plotline/data/yaml"
)

// Text is words of the front matter as written, with their place; claims and values still stand
// in it until Inline reads them.
type Text struct {
	Value string
	At    source.Span
}

// Story is one parsed file. It is immutable.
type Story struct {
	File                         *source.File
	Slug                         string
	Title, Subtitle, Description Text
	Unread                       bool    // the front matter is no YAML: what it says is not known
	URL                          Address // its own, or zero
	Aliases                      []Address
	Date, Updated                string // ISO days, or empty
	PublishDate, ExpiryDate      Text   // for Moment, or empty
	Authors                      []Author
	Draft                        bool
	Language, Section            string
	Tags                         []string
	SectionAt                    source.Span
	TagsAt                       []source.Span // by index in Tags
	Base                         string        // the file's path without .md and language: translations share it
	Version                      string        // the language in the file's name, or empty
	Image, ImageAlt              Text
	License                      string
	TOC                          bool
	Sources                      []Source
	Data                         []DataRef
	Figures                      []Figure
	Corrections                  []Correction
	Params                       yaml.Node
	languageAt                   source.Span

	Start    int // where the text begins in the file, behind the front matter
	Blocks   []Block
	Values   []Value
	Claims   []Claim
	Images   []Image
	Links    []Link
	Headings []Heading
}

// Author is a name in the byline.
type Author struct{ Name, URL string }

// Source is one entry of the story's sources.
type Source struct {
	Key, Title, Publisher, URL, Published string
	At                                    source.Span
}

// DataRef is a short name for a file in data/.
type DataRef struct {
	Name, File string
	At         source.Span  // the file's name as written
	How        data.Options // how the file is read, where that is told
	Told       []string     // all that is, as it is written: encoding: gb18030
	SheetAt    source.Span
	RangeAt    source.Span
	Updated    string // an ISO day, or empty
	MaxAge     Text   // such as 90d or 12w, or empty
}

// Figure is a named number: cells of a table, and what their source said about them.
type Figure struct {
	Name                                                        string
	At                                                          source.Span
	Data, Where, Column, Agg, Unit, Format, Bound, Source, Note Text
	Calc                                                        Text // in place of Data, Where, Column and Agg
	Derived                                                     bool // worked out by the newsroom, not published by a source
	LintOK                                                      []yaml.Waiver
}

// BlockKind tells prose from the blocks that other packages turn into figures.
type BlockKind int

// The kinds of a Block.
const (
	Prose BlockKind = iota
	Chart
	Table
	BigNumber
)

// Block is a stretch of prose or one fenced block, in the order of the story.
type Block struct {
	Kind  BlockKind
	HTML  string // of Prose: escaped, with open places for Expand
	Fence Fence  // of the others
}

// Fence is a fenced block.
type Fence struct {
	Lang string
	At   source.Span // the opening line, without its indent
	Body source.Span // the lines between the fences
}

// Value is {{figure}} or {{figure | format}}.
type Value struct {
	Figure, Format string
	At             source.Span
	Bare           bool // it stands in a link, a heading or a claim, where no control has its place
}

// Claim is [words](=figure).
type Claim struct {
	Words, Figure string
	Before, After string      // the rest of its paragraph, without marks of other claims
	At            source.Span // the figure's name
	Whole         source.Span // brackets and all
	Bare          bool        // as that of a Value
}

// Image is a picture beside the story.
type Image struct {
	Path    string // decoded: two%20words.png is "two words.png"
	Written string // as it stands in the address, for a name that only looks encoded
	Alt     string
	At      source.Span
}

// Link is where the story points.
type Link struct {
	URL string
	At  source.Span
}

// Heading is a section's title.
type Heading struct {
	Level    int
	ID, Text string
}

// Marks are private-use runes of plane 15 that stand for located things while Markdown is parsed;
// holes are runes of plane 16 in finished prose, each followed by an index and a semicolon.
// Reporters' text may not hold either.
const (
	firstMark = 0xF0000
	glue      = 0xFFFFD // nothing, between an emphasis run and punctuation

	valueHole  = 0x100000
	claimOpen  = 0x100001
	claimClose = 0x100002
	imageHole  = 0x100003
)

// Holes says what stands in the open places of prose.
type Holes struct {
	Value func(i int) string // HTML for Values[i]
	Open  func(i int) string // HTML before the words of Claims[i]
	Close func(i int) string // and behind them
	Image func(i int) string // address and size attributes for Images[i]
}
