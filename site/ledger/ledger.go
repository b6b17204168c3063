// Package ledger keeps count of the numbers that a site displays: which of them a change moves, which
// have been checked by whom, and which need a correction.
//
// In go Sites: what a project, a commit or a published folder displays. Start with Compare; Sheet.CSV and
// Sheet.HTML make the list that a desk checks numbers with, and Signoffs remember that it did.
package ledger

import (
	"strconv"
	"strings"

	"plotline/data/source"
)

// Site is what a site displays.
type Site struct {
	Title   string
	Stories []Story // sorted by Folder
	Partial bool    // the numbers of some stories: nothing is known of charts and of other stories
}

// Story is what one story displays.
type Story struct {
	Folder      string // its address, without slashes around it
	File        string // in the project; empty for a published one
	Title       string
	Language    string
	Changed     string   // ISO day of its last change
	Aliases     []string // addresses that it had before, as Folder
	Numbers     []Number // in the order of the text
	Charts      []Chart
	Corrections []Correction
	At          source.Span // where corrections stand or would
}

// Number is one displayed number.
type Number struct {
	Where    string // title, prose, or the place in a chart: "chart growth, note"
	Words    string // as displayed
	Sentence string // around them
	Figure   string
	Value    string // a decimal, or the text of a cell; empty when it could not be worked out
	Bound    string // what is known when it is not the value itself: ">840"; empty when it is
	Shown    string // the value as the site prints it
	Formula  string
	Verdict  string // "true", "false", or another; empty when nothing was judged
	Reason   string
	Cells    []Cell   // that it rests on, by way of other figures too
	Left     int      // cells beyond those
	Sources  []Source // of those figures
	At       source.Span
}

// Cell is one cell that a number rests on.
type Cell struct {
	File, Column string
	Row          int    // as a spreadsheet has it: that of the header is 1
	Label        string // what tells the row from others: "Hefei, 2021"
	Text         string // as written
}

// Of names the cell: "firms of Hefei, 2021".
func (c Cell) Of() string {
	if c.Label == "" {
		return c.Column
	}
	return c.Column + " of " + c.Label
}

// Source is where a number was published first.
type Source struct{ Title, Publisher, URL string }

// Chart is a chart or a table with the values that it shows, as readers can download them.
type Chart struct {
	ID, Title string
	Rows      [][]string // the first are the columns' names
}

// Correction is an entry of the story's corrections, in plain words.
type Correction struct{ Date, Kind, Text, Was, Now string }

// exact tells a number's value from every other.
func (n Number) exact() string {
	if n.Bound != "" {
		return n.Bound
	}
	return n.Value
}

// IDs are the numbers' names in sheets and sign-offs, by index: a hash of story, sentence, words and value,
// so that an edit of any makes it another. They are letters alone, because spreadsheets take 1e5 for a
// number. Where all of these are the same, as in "5 in Hefei and 5 in Chengdu", numbers go by their order.
func (s Story) IDs() []string {
	ids := make([]string, len(s.Numbers))
	seen := map[string]int{}
	for i, n := range s.Numbers {
		parts := []string{s.name(), plain(n.Sentence), plain(n.Words), n.exact()}
		id := hash(parts...)
		if seen[id]++; seen[id] > 1 {
			id = hash(append(parts, strconv.Itoa(seen[id]))...)
		}
		ids[i] = id
	}
	return ids
}

// name is that of the story's file without folders and .md: it stays when the address changes.
func (s Story) name() string {
	return strings.TrimSuffix(s.File[strings.LastIndexByte(s.File, '/')+1:], ".md")
}

// plain is text with its white space made even.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// story returns the story at an address, or nil.
func (s Site) story(folder string) *Story {
	for i := range s.Stories {
		if s.Stories[i].Folder == folder {
			return &s.Stories[i]
		}
	}
	return nil
}
