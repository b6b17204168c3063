package story

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Said is a number in prose as readers see it.
type Said struct{ Words, Sentence string }

// Said returns the words and sentences of Claims and of Values, by index. Values are as they are printed.
func (s *Story) Said(values []string) (claims, printed []Said) {
	r := &reading{claims: make([]Said, len(s.Claims)), printed: make([]Said, len(s.Values))}
	holes := Holes{
		Open:  func(i int) string { return string(saidClaim) + strconv.Itoa(i) + ";" },
		Close: func(int) string { return string(saidEnd) },
		Value: func(i int) string {
			words := ""
			if i < len(values) {
				words = html.EscapeString(values[i])
			}
			return string(saidValue) + strconv.Itoa(i) + ";" + words + string(saidEnd)
		},
	}
	for _, b := range s.Blocks {
		if b.Kind == Prose && strings.IndexByte(b.HTML, holeByte) >= 0 {
			r.read(Expand(b.HTML, holes))
		}
	}
	return r.claims, r.printed
}

// Signs that no story may hold, around what Said is to find again.
const (
	saidClaim rune = firstMark + iota
	saidValue
	saidEnd
)

// reading goes through finished prose, a paragraph at a time.
type reading struct {
	claims, printed []Said
	text            strings.Builder
	open            []said // numbers whose end is yet to come
	closed          []said
}

type said struct {
	to       *Said
	from, up int
}

// parting are elements that end what stands before them; sentences do not reach over them.
var parting = []string{"p", "li", "ul", "ol", "h2", "h3", "h4", "h5", "h6", "td", "th", "caption", "figcaption", "blockquote", "div", "section", "pre", "hr"}

func (r *reading) read(s string) {
	for s != "" {
		i := strings.IndexFunc(s, func(c rune) bool { return c == '<' || c >= saidClaim && c <= saidEnd })
		if i < 0 {
			i = len(s)
		}
		r.text.WriteString(strings.ReplaceAll(html.UnescapeString(s[:i]), "\n", " "))
		if s = s[i:]; s == "" {
			break
		}
		if s[0] == '<' {
			s = r.tag(s)
			continue
		}
		c, n := utf8.DecodeRuneInString(s)
		s = s[n:]
		if c == saidEnd {
			if last := len(r.open) - 1; last >= 0 {
				one := r.open[last]
				one.up = r.text.Len()
				r.open, r.closed = r.open[:last], append(r.closed, one)
			}
			continue
		}
		index, rest, _ := strings.Cut(s, ";")
		list := r.claims
		if c == saidValue {
			list = r.printed
		}
		if k, err := strconv.Atoi(index); err == nil && k < len(list) {
			r.open = append(r.open, said{to: &list[k], from: r.text.Len()})
			s = rest
		}
	}
	r.paragraph()
}

// tag reads the tag that s begins with, and returns what follows. Marks of footnotes are no words.
func (r *reading) tag(s string) string {
	if strings.HasPrefix(s, "<sup") {
		if end := strings.Index(s, "</sup>"); end >= 0 {
			return s[end+len("</sup>"):]
		}
	}
	name := strings.TrimPrefix(s[1:], "/")
	name = name[:max(strings.IndexAny(name, " >"), 0)]
	switch {
	case name == "br":
		r.text.WriteByte(' ')
	case slices.Contains(parting, name):
		r.paragraph()
	}
	_, rest, _ := strings.Cut(s, ">") // story writes no attribute that holds one unescaped
	return rest
}

func (r *reading) paragraph() {
	text := r.text.String()
	for _, c := range r.closed {
		*c.to = Said{strings.Join(strings.Fields(text[c.from:c.up]), " "), Sentence(text, c.from, c.up)}
	}
	r.closed = r.closed[:0]
	r.text.Reset()
}

// Sentence returns the sentence of a text that holds what stands between two offsets.
func Sentence(text string, from, to int) string {
	start, end := 0, len(text)
	for i, c := range text {
		if !ends(text, i, c) {
			continue
		}
		after := behind(text, i+utf8.RuneLen(c))
		if after <= from {
			start = after
		} else if i >= to {
			end = after
			break
		}
	}
	return strings.Join(strings.Fields(text[start:end]), " ")
}

// ends reports whether the sign at i ends a sentence. A point does not within a number, after one capital
// letter or before a small one.
func ends(text string, i int, c rune) bool {
	switch c {
	case '。', '！', '？':
		return true
	case '.', '!', '?':
	default:
		return false
	}
	rest := text[behind(text, i+1):]
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	if rest == "" || next == utf8.RuneError {
		return true
	}
	if rest[0] != ' ' || unicode.IsLower(next) {
		return false
	}
	last, n := utf8.DecodeLastRuneInString(text[:i])
	before, _ := utf8.DecodeLastRuneInString(text[:i-n])
	return c != '.' || !unicode.IsUpper(last) || unicode.IsLetter(before)
}

// behind skips the signs that close a sentence with its end.
func behind(text string, at int) int {
	for _, c := range text[at:] {
		if !strings.ContainsRune(`"”’»)]」』）`, c) {
			break
		}
		at += utf8.RuneLen(c)
	}
	return at
}
