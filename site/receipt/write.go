package receipt

import (
	"bytes"
	"html"
	"net/url"
	"strings"
)

// constant is HTML that stands in this program; no variable is one by accident.
type constant string

func (s *Set) raw(c constant) { s.b.WriteString(string(c)) }

func (s *Set) text(t string) { s.b.WriteString(html.EscapeString(t)) }

// part writes text inside an element of its own, so that its signs for right and left turn nothing else.
func (s *Set) part(open constant, t string, close constant) {
	s.raw(open)
	s.text(t)
	s.raw(close)
}

// Write writes the list of a story's receipts, closed until a reader opens it, and the popovers of all that
// Close has made buttons for. Without receipts it writes nothing.
func (s *Set) Write(b *bytes.Buffer) {
	if len(s.list) == 0 {
		return
	}
	s.b = b
	s.part(`<section class="numbers" aria-labelledby="page_numbers"><details><summary><h2 id="page_numbers">`, s.words.Numbers, "</h2></summary>\n")
	s.part("<p>", s.words.NumbersHelp, "</p>\n<ol>\n")
	for i := range s.list {
		s.entry(&s.list[i])
	}
	s.raw("</ol>\n</details></section>\n")
	for _, name := range s.opened {
		s.popover(s.byName[name])
	}
}

// entry is a figure in the list: its words, each the way back to its place, and what they rest on.
func (s *Set) entry(r *Receipt) {
	s.raw(`<li id="`)
	s.b.WriteString(entry(r.Figure))
	s.raw(`"><p class="numbers-words">`)
	shown := false // its value stands among the words
	for i, p := range r.Places {
		if i > 0 {
			s.text(s.words.Comma)
		}
		if p.ID == "" {
			s.part("<bdi>", p.Words, "</bdi>")
		} else {
			s.raw(`<a href="#`)
			s.text(p.ID)
			s.part(`"><bdi>`, p.Words, "</bdi></a>")
		}
		shown = shown || p.Words == r.Value || r.Number != "" && strings.Contains(p.Words, r.Number)
	}
	if !shown {
		if len(r.Places) > 0 {
			s.raw(" = ")
		}
		s.part("<bdi>", r.Value, "</bdi>")
		s.percent(r)
	}
	s.raw("</p>\n<p>")
	s.said(r, true)
	s.raw("</p>\n")
	if len(r.Rows) > 0 || r.CSV != "" {
		s.raw("<p>")
		s.rows(r)
		s.raw("</p>\n")
	}
	s.credits(r)
	s.raw("</li>\n")
}

// percent adds the value as the story's words have it.
func (s *Set) percent(r *Receipt) {
	if r.Percent != "" {
		s.part(" = <bdi>", r.Percent, "</bdi>")
	}
}

// rows names the first rows of a receipt in one line, each with the cell that counts, and offers the rest.
func (s *Set) rows(r *Receipt) {
	for i, row := range r.Rows {
		if i > 0 {
			s.text(s.words.Semicolon)
		}
		last := len(row) - 1
		if keys := strings.Join(row[:last], s.words.Comma); keys != "" {
			s.part("<bdi>", keys, "</bdi>")
			s.text(s.words.Colon)
		}
		s.part("<mark><bdi>", row[last], "</bdi></mark>")
	}
	if r.More > 0 {
		s.text(s.words.Semicolon + s.left(r.More))
	}
	if r.CSV != "" {
		s.raw(" ")
		s.csv(r)
	}
}

// said says how a figure came about; linked says to make each number of a formula lead to its entry.
func (s *Set) said(r *Receipt, linked bool) {
	if len(r.Formula) > 0 {
		s.text(s.words.Calculated)
	}
	for _, t := range r.Formula {
		if linked && s.byName[t.Figure] != nil {
			s.link(t.Figure, t.Text)
		} else {
			s.text(t.Text)
		}
	}
	if r.Said != "" {
		s.part("<bdi>", r.Said, "</bdi>")
	}
}

// link leads from words to the entry of a figure.
func (s *Set) link(figure, words string) {
	s.raw(`<a href="#`)
	s.b.WriteString(entry(figure))
	s.part(`"><bdi>`, words, "</bdi></a>")
}

// credits writes where the figure was published, and what the newsroom says of it.
func (s *Set) credits(r *Receipt) {
	for i, o := range r.Sources {
		if i == 0 {
			s.raw("<p>")
			s.text(s.words.Source + s.words.Colon)
		} else {
			s.text(s.words.Semicolon)
		}
		s.b.WriteString(s.source(o))
	}
	if len(r.Sources) > 0 {
		s.raw("</p>\n")
	}
	if r.Note != "" {
		s.part("<p>", r.Note, "</p>\n")
	}
}

func (s *Set) csv(r *Receipt) {
	s.raw(`<a href="`)
	s.text((&url.URL{Path: r.CSV}).String()) // a colon in it is no scheme
	s.part(`" download>`, s.words.Download, "</a>")
}

// popover is what opens at a number.
func (s *Set) popover(r *Receipt) {
	s.raw(`<div class="proof" id="`)
	s.b.WriteString(popover(r.Figure))
	s.part(`" popover role="dialog" aria-label="`, s.why(r), `">`+"\n")
	s.raw(`<p class="proof-value">`)
	s.text(r.Value)
	s.percent(r)
	s.raw("</p>\n")
	s.raw(`<button type="button" class="proof-close" popovertarget="`)
	s.b.WriteString(popover(r.Figure))
	s.part(`" popovertargetaction="hide" aria-label="`, s.words.Close, "\">×</button>\n<p>")
	s.said(r, false)
	s.raw("</p>\n")
	s.table(r)
	s.parts(r)
	s.credits(r)
	s.raw(`<p class="proof-ways">`)
	if r.CSV != "" {
		s.csv(r)
		s.raw(" ")
	}
	s.raw(`<a href="#`)
	s.b.WriteString(entry(r.Figure))
	s.part(`">`, s.words.AllNumbers, "</a></p>\n</div>\n")
}

// table shows the first rows of a receipt, with the cells that count marked.
func (s *Set) table(r *Receipt) {
	if len(r.Rows) == 0 {
		return
	}
	last := len(r.Columns) - 1
	s.raw("<table>\n<thead><tr>")
	for i, c := range r.Columns {
		if i == last && r.Numeric {
			s.part(`<th scope="col" class="num">`, c, "</th>")
		} else {
			s.part(`<th scope="col">`, c, "</th>")
		}
	}
	s.raw("</tr></thead>\n<tbody>\n")
	for _, row := range r.Rows {
		s.raw("<tr>")
		for i, cell := range row {
			switch {
			case i < last:
				s.part("<td>", cell, "</td>")
			case r.Numeric:
				s.part(`<td class="num"><mark>`, cell, "</mark></td>")
			default:
				s.part("<td><mark>", cell, "</mark></td>")
			}
		}
		s.raw("</tr>\n")
	}
	s.raw("</tbody>\n</table>\n")
	if r.More > 0 {
		s.part("<p>", s.left(r.More), "</p>\n")
	}
}

// parts lists the figures behind a calculated one, each with what it is.
func (s *Set) parts(r *Receipt) {
	if len(r.Parts) == 0 {
		return
	}
	s.raw("<ul>\n")
	for _, name := range r.Parts {
		if p := s.byName[name]; p != nil {
			s.raw("<li>")
			s.link(name, p.Precise)
			s.raw(" ")
			for _, t := range p.Formula {
				s.text(t.Text)
			}
			s.text(p.Said)
			s.raw("</li>\n")
		}
	}
	s.raw("</ul>\n")
}
