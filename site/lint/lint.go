// Package lint finds the numbers of a story that are bound to no figure.
//
// In go a story, the claims and values in it, and the words of its front matter and blocks; out comes a
// Coverage: how many numbers are bound, which are not, and the waivers. Start with Numbers. Which numbers
// count is site/claim's to say.
package lint

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"plotline/data/source"
	"plotline/site/claim"
	"plotline/site/story"
)

// Text is words of the front matter or of a block, with their place.
type Text struct {
	At    source.Span
	Words string
}

// Number is a number that no figure proves.
type Number struct {
	At       source.Span
	Words    string
	Sentence string
	Reason   string // why it is waived
}

// Coverage says how many numbers of a story are bound.
type Coverage struct {
	Bound   int // claims and printed values
	Unbound []Number
	Waived  []Number
	Idle    source.List // waivers without a number or without a reason
}

// All is how many numbers there are, those waived not counted.
func (c Coverage) All() int { return c.Bound + len(c.Unbound) }

// waiver is <!-- unbound: reason -->; it waives the number before it.
var waiver = regexp.MustCompile(`<!--\s*unbound\b\s*:?\s*((?s:.*?))\s*-->`)

// Waives reports whether text may hold a waiver.
func Waives(text []byte) bool { return strings.Contains(string(text), "<!-- unbound") }

// Numbers looks at a story's prose, and at the other words that readers see.
func Numbers(s *story.Story, texts []Text, language string) Coverage {
	c := Coverage{Bound: len(s.Values)}
	l := linter{language: language, out: &c}
	body := l.blank(s)
	for _, p := range body.pieces {
		l.piece(s.File.Span(p.start, p.end), string(body.text[p.start:p.end]), p.waivers)
	}
	for _, t := range texts {
		l.text(t)
	}
	c.Bound += len(s.Claims)
	return c
}

type linter struct {
	language string
	out      *Coverage
}

// text looks at words that are no Markdown.
func (l *linter) text(t Text) {
	if !strings.Contains(t.Words, "<!--") && !strings.Contains(t.Words, "](=") && !strings.Contains(t.Words, "{{") {
		l.piece(t.At, t.Words, nil)
		return
	}
	b := []byte(t.Words)
	var waivers [][]int
	if strings.Contains(t.Words, "<!--") {
		waivers = waiver.FindAllStringSubmatchIndex(t.Words, -1)
		for _, w := range waivers {
			fill(b[w[0]:w[1]])
		}
	}
	for _, bound := range bindings.FindAllIndex(b, -1) {
		l.out.Bound++
		bind(b[bound[0]:bound[1]])
	}
	l.piece(t.At, string(b), waivers)
}

// bindings are claims and values, with the words that stand for them.
var bindings = regexp.MustCompile(`\[([^\[\]]*)\]\(=[^()\n]*\)|(\{\{[^{}\n]*\}\})`)

// piece looks at a paragraph, title or cell, whose text has been blanked to the same length; at is its
// place, and the waivers are matches of waiver in it.
func (l *linter) piece(at source.Span, text string, waivers [][]int) {
	if len(waivers) == 0 && !worth(text) {
		return
	}
	found := claim.Find(text, l.language)
	reasons := make([]string, len(found))
	for _, w := range waivers {
		reason := at.Text()
		if w[1] <= len(reason) {
			reason = reason[w[2]:w[3]]
		}
		i := len(found) - 1
		for i >= 0 && found[i].End > w[0] {
			i--
		}
		place := at.Sub(w[0], w[1])
		switch {
		case strings.TrimSpace(reason) == "":
			l.out.Idle = append(l.out.Idle, source.Warnf(place, "waiver-unused", "a waiver without a reason waives nothing").WithHint("<!-- unbound: reason -->"))
		case i < 0 || reasons[i] != "" || strings.IndexByte(text[found[i].End:w[0]], proved) >= 0:
			l.out.Idle = append(l.out.Idle, source.Warnf(place, "waiver-unused", "no unbound number stands before this waiver").WithHint("remove it, or put it right behind the number"))
		default:
			reasons[i] = reason
		}
	}
	for i, f := range found {
		n := Number{At: at.Sub(f.Start, f.End), Words: text[f.Start:f.End], Sentence: sentence(at.Text(), f.Start, f.End), Reason: reasons[i]}
		if n.Reason != "" {
			l.out.Waived = append(l.out.Waived, n)
			continue
		}
		l.out.Unbound = append(l.out.Unbound, n)
	}
}

// worth reports whether text holds a letter or digit at all.
func worth(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'z' || r >= utf8.RuneSelf })
}

const longestSentence = 300 // bytes that a report shows

// sentence is what stands around a number, up to the marks that end sentences.
func sentence(text string, from, to int) string {
	if to > len(text) { // an escaped YAML string is longer than its words
		return text
	}
	start, end := 0, len(text)
	for i, r := range text {
		if !slices.Contains([]rune{'.', '!', '?', '。', '！', '？'}, r) {
			continue
		}
		after := i + utf8.RuneLen(r)
		if r < utf8.RuneSelf && after < len(text) && text[after] != ' ' && text[after] != '\n' {
			continue // 42.5
		}
		if after <= from {
			start = after
		} else if i >= to {
			end = after
			break
		}
	}
	plain := text[start:end]
	if strings.ContainsAny(plain, "<[{") {
		plain = bindings.ReplaceAllString(waiver.ReplaceAllString(plain, ""), "$1$2")
	}
	words := strings.Join(strings.Fields(plain), " ")
	if len(words) > longestSentence {
		words = strings.ToValidUTF8(words[:longestSentence], "") + "…"
	}
	return words
}
