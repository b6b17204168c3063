// Package receipt shows readers what the numbers of a story rest on: a button on each number in the prose, a
// popover with the rows behind it, and a list of all of them. None of it needs a script.
//
// In go Receipts, one for each figure; out comes escaped HTML. Start with New; Set.Open and Set.Close go around
// words while prose is written, and Set.Write writes the list and the popovers behind it.
package receipt

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"plotline/templates"
)

// Receipt is what a figure rests on, in plain words.
type Receipt struct {
	Figure  string     // its name
	Value   string     // as printed: more than 840
	Percent string     // the same as percent, where the story's words are and the value is not; else empty
	Precise string     // as it stands in formulas, of a figure that is in one: >681.818
	Number  string     // for machines: 840; empty for text
	Said    string     // what was taken of which rows; empty for a calculated figure
	Formula []Term     // of a calculated one
	Parts   []string   // names of the figures behind that
	Columns []string   // of Rows: those that tell rows from others, and last the one that counts
	Numeric bool       // that one holds numbers
	Rows    [][]string // the first of them
	More    int        // rows beyond those
	Note    string
	Sources []Source
	CSV     string // path of all rows from the page's folder, or empty
	Places  []Place
}

// Term is a piece of a formula: another figure's number, or signs between.
type Term struct{ Text, Figure string }

// Source is where a number was published first; either name or publisher may be empty. An address that is none
// of the web makes no link.
type Source struct{ Name, Publisher, Address string }

// Place is where a number stands in the story; one without an ID has no place that a link can lead to.
type Place struct{ Words, ID string }

// ClaimID is the id of a story's claim, by its index. No chart, heading or part of a drawing has a low line in
// its id.
func ClaimID(i int) string { return "page_c" + strconv.Itoa(i) }

// ValueID is ClaimID for a value.
func ValueID(i int) string { return "page_v" + strconv.Itoa(i) }

// Set is the receipts of one story, while its page is written. It is not safe for concurrent use.
type Set struct {
	list   []Receipt
	byName map[string]*Receipt
	words  templates.Words
	opened []string // figures that a button asks for, in order
	b      *bytes.Buffer

	buttons map[string]string
}

// New returns the receipts of a story in the language of its furniture.
func New(list []Receipt, language string) *Set {
	s := &Set{list: list, byName: make(map[string]*Receipt, len(list)), words: templates.WordsFor(language), buttons: map[string]string{}}
	for i := range list {
		s.byName[list[i].Figure] = &list[i]
	}
	return s
}

// Mark is a number in prose.
type Mark struct {
	ID, Figure string
	Words      string // as readers see them
	Number     string // what they stand for; empty when it is unknown or text
	Bare       bool   // no control has its place there
}

// widest is how many narrow letters stay on one line: longer words may break.
const widest = 24

// Open returns what goes before the words. They stay text, and the button that Close writes lies over them:
// words inside a button are lost to reading modes and clipboards.
func (s *Set) Open(m Mark) string {
	class := `<span class="claim`
	if m.Number != "" {
		class = `<data class="claim`
	}
	if r := s.byName[m.Figure]; r != nil {
		if !m.Bare {
			class += " proved"
			if width(m.Words) > widest {
				class += " proved-long"
			}
		}
		class += `" id="` + m.ID
	}
	if m.Number != "" {
		return class + `" value="` + html.EscapeString(m.Number) + `">`
	}
	return class + `">`
}

// Close returns what goes behind the words.
func (s *Set) Close(m Mark) string {
	button := ""
	if r := s.byName[m.Figure]; r != nil && !m.Bare {
		button = s.button(r)
	}
	if m.Number != "" {
		return button + "</data>"
	}
	return button + "</span>"
}

// button opens the popover of a figure, which is written when there is one.
func (s *Set) button(r *Receipt) string {
	if s.buttons[r.Figure] == "" {
		s.opened = append(s.opened, r.Figure)
		s.buttons[r.Figure] = `<button type="button" popovertarget="` + popover(r.Figure) + `" aria-label="` + html.EscapeString(s.why(r)) + `"></button>`
	}
	return s.buttons[r.Figure]
}

// Value writes a value that the build prints: plain text when it has no receipt.
func (s *Set) Value(m Mark) string {
	words := html.EscapeString(m.Words)
	r := s.byName[m.Figure]
	if r == nil {
		return words
	}
	m.Number = r.Number
	return s.Open(m) + words + s.Close(m)
}

// why is the name of a figure's button and popover.
func (s *Set) why(r *Receipt) string { return strings.Replace(s.words.Why, "%s", r.Value, 1) }

// width counts letters; an ideograph is as wide as two.
func width(s string) (n int) {
	for _, r := range s {
		if n++; r >= 0x2E80 {
			n++
		}
	}
	return n
}

func popover(figure string) string { return html.EscapeString("page_p-" + figure) }
func entry(figure string) string   { return html.EscapeString("page_f-" + figure) }

// source says where a number comes from, in one line of HTML.
func (s *Set) source(o Source) string {
	name := html.EscapeString(o.Name)
	if name == "" {
		name, o.Publisher = html.EscapeString(o.Publisher), ""
	}
	if strings.HasPrefix(o.Address, "https://") || strings.HasPrefix(o.Address, "http://") {
		name = `<a href="` + html.EscapeString(o.Address) + `" rel="noopener">` + name + "</a>"
	}
	if o.Publisher != "" {
		name += s.words.Comma + html.EscapeString(o.Publisher)
	}
	return name
}

// left says how many rows are not shown.
func (s *Set) left(n int) string {
	if n == 1 {
		return s.words.MoreRow
	}
	return strings.Replace(s.words.MoreRows, "%d", strconv.Itoa(n), 1)
}
