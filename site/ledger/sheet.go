package ledger

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"plotline/charts"
	"plotline/data"
	"plotline/data/format"
)

// Sheet is the list of a story's numbers that a desk checks one by one.
type Sheet struct {
	Site     string // its name
	Story    Story
	Signoffs *Signoffs
	Theme    charts.Theme
}

// mostListed are the cells of a number that a sheet lists.
const mostListed = 12

// CSV is the sheet for spreadsheets, which take it for UTF-8 by the mark at its start.
func (s Sheet) CSV() []byte {
	l := labelsFor(s.Story.Language)
	rows := [][]string{{l.Checked, l.By, l.Date, l.Words, l.Value, l.Sentence, l.Where, l.How, l.Cells, l.Source, l.Address, l.Place, l.ID}}
	ids := s.Story.IDs()
	for i, n := range s.Story.Numbers {
		id := ids[i]
		row := make([]string, 3)
		if signed := s.Signoffs.of(id); len(signed) > 0 {
			row = []string{"x", signed[0].By, signed[0].Date}
		}
		var cells []string
		for _, c := range n.listed(l) {
			cells = append(cells, fmt.Sprintf(l.Brackets, c.Of+l.Colon+c.Text, c.At))
		}
		if more := n.more(l); more != "" {
			cells = append(cells, more)
		}
		rows = append(rows, append(row, plain(n.Words), shown(n), plain(n.Sentence), l.place(n.Where), n.Formula, strings.Join(cells, "\n"), joined(n.Sources, l.source), joined(n.Sources, func(s Source) string { return s.URL }), n.at(), id))
	}
	return append([]byte("\xef\xbb\xbf"), data.Sheet(rows)...)
}

// joined lists what is said of sources, a line each.
func joined(list []Source, of func(Source) string) string {
	var lines []string
	for _, s := range list {
		if text := of(s); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// at is where the number stands in the project.
func (n Number) at() string {
	if n.At.File == nil {
		return ""
	}
	p := n.At.Position()
	return p.Path + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// listed is a cell as a sheet shows it.
type listed struct{ Of, Text, At string }

func (n Number) listed(l labels) []listed {
	var out []listed
	for _, c := range n.Cells[:min(len(n.Cells), mostListed)] {
		of := c.Column
		if c.Label != "" {
			of = c.Label + l.Comma + c.Column
		}
		out = append(out, listed{of, c.Text, c.File + l.Comma + fmt.Sprintf(l.Row, c.Row)})
	}
	return out
}

func (n Number) more(l labels) string {
	if left := len(n.Cells) - min(len(n.Cells), mostListed) + n.Left; left > 0 {
		return fmt.Sprintf(l.More, left)
	}
	return ""
}

// link is a source as a sheet shows it.
type link struct{ Text, URL string }

func (l labels) sources(list []Source) []link {
	var out []link
	for _, s := range list {
		out = append(out, link{l.source(s), s.URL})
	}
	return out
}

// line is a number as sheet.html shows it.
type line struct {
	No                                 int
	Before, Words, After               string
	Where, Place, Value, Formula, More string
	Cells                              []listed
	Sources                            []link
	ID                                 string
	By                                 []Signoff
}

//go:embed sheet.html
var sheetText string

var sheetPage = template.Must(template.New("sheet.html").Parse(sheetText))

// around returns what stands before and behind words in a sentence: the nth time, counted from 0, that they
// are no part of a longer number. It is all empty when they do not stand there.
func around(sentence, words string, nth int) (before, after string) {
	for at := 0; words != "" && at < len(sentence); {
		i := strings.Index(sentence[at:], words)
		if i < 0 {
			break
		}
		from, to := at+i, at+i+len(words)
		if apartFrom(sentence, from, to) {
			if before, after = sentence[:from], sentence[to:]; nth == 0 {
				break
			}
			nth--
		}
		at = to
	}
	return before, after
}

// HTML is the sheet for paper.
func (s Sheet) HTML() ([]byte, error) {
	l := labelsFor(s.Story.Language)
	var lines []line
	signed := 0
	ids := s.Story.IDs()
	nth := map[string]int{} // of the same words in a sentence
	for i, n := range s.Story.Numbers {
		id := ids[i]
		key := plain(n.Sentence) + "\x00" + plain(n.Words)
		before, after := around(plain(n.Sentence), plain(n.Words), nth[key])
		nth[key]++
		one := line{No: i + 1, Before: before, Words: plain(n.Words), After: after, Where: l.place(n.Where), Place: n.at(), Value: shown(n), Formula: n.Formula, More: n.more(l), Cells: n.listed(l), Sources: l.sources(n.Sources), ID: id, By: s.Signoffs.of(id)}
		if len(one.By) > 0 {
			signed++
		}
		lines = append(lines, one)
	}
	day := ""
	if s.Story.Changed != "" {
		day = l.Changed + format.Date(s.Story.Language, s.Story.Changed)
	}
	var b bytes.Buffer
	err := sheetPage.Execute(&b, map[string]any{"L": l, "Lang": or(s.Story.Language, "en"), "Theme": template.CSS(s.Theme.CSS()), "Site": s.Site, "Story": s.Story, "Day": day,
		"Count": fmt.Sprintf(l.Count, signed, len(lines)), "Lines": lines})
	return b.Bytes(), err
}
