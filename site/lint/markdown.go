package lint

import (
	"bytes"
	"regexp"
	"strings"

	"plotline/site/story"
)

// prose is a story's Markdown of which only words are left. Everything else is blanked, so that a place
// in it is the same place in the file.
type prose struct {
	text   []byte
	pieces []stretch
}

// stretch is a paragraph, heading, list item or table row.
type stretch struct {
	start, end int
	waivers    [][]int // matches of waiver, counted from start
}

// The first byte of what is blanked stays a mark, so that what stands on either side does not grow
// together, and tells whether a figure proved it.
const (
	blanked byte = 1
	proved  byte = 2
)

// bind blanks a claim or a value.
func bind(b []byte) {
	fill(b)
	if len(b) > 0 {
		b[0] = proved
	}
}

// fill blanks anything else.
func fill(b []byte) {
	for i := range b {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
	if len(b) > 0 && b[0] == ' ' { // and no line break
		b[0] = blanked
	}
}

var (
	fence    = regexp.MustCompile("^[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}|~{3,})")
	opening  = regexp.MustCompile(`^[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?`)
	address  = regexp.MustCompile(`^ {0,3}\[[^\]^]+\]:[ \t]+\S+`)
	footmark = regexp.MustCompile(`\[\^[^\]\s]+\]:?`)
	target   = regexp.MustCompile(`\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*|\]\[[^\]]*\]`)
	angled   = regexp.MustCompile(`<!--(?s:.*?)-->|</?[A-Za-z][^<>]*>|<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>`)
	escape   = regexp.MustCompile(`&#?[A-Za-z0-9]+;`)
	ided     = regexp.MustCompile(`\{#[^{}\n]*\}[ \t]*$`)
	embedded = regexp.MustCompile(`!\[\[[^\]\n]*\]\]`)
	bare     = regexp.MustCompile(`(?:https?://|www\.|mailto:|tel:)[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|io|cn|uk|de|html|md|csv|pdf|png)\b[^\s<>]*`)
)

// blank leaves the words of a story's text.
func (l *linter) blank(s *story.Story) prose {
	whole := s.File.Text
	b := bytes.Clone(whole)
	for _, c := range s.Claims {
		bind(b[c.Whole.Start:c.Whole.End])
	}
	for _, v := range s.Values {
		bind(b[v.At.Start:v.At.End])
	}
	words := string(b[s.Start:]) // before lines are blanked
	var p prose
	open, begun := "", -1 // the fence that is open, where the paragraph began
	listed, quiet := false, true
	end := func(at int) {
		if begun >= 0 {
			p.pieces = append(p.pieces, stretch{start: begun, end: at})
		}
		begun = -1
	}
	for at := s.Start; at < len(b); {
		next := at + bytes.IndexByte(b[at:], '\n') + 1
		if next == at {
			next = len(b)
		}
		line := b[at:next]
		text := strings.TrimRight(words[at-s.Start:next-s.Start], "\n")
		fenced := strings.Contains(text, "```") || strings.Contains(text, "~~~")
		if open != "" && !fenced {
			fill(line)
			at = next
			continue
		}
		trimmed := strings.TrimSpace(strings.TrimLeft(text, "> \t"))
		var g []string
		if fenced {
			g = fence.FindStringSubmatch(text)
		}
		switch {
		case open != "":
			if strings.HasPrefix(trimmed, open) && strings.Trim(trimmed, open[:1]) == "" {
				open = ""
			}
			fill(line)
		case g != nil:
			end(at)
			open = g[1]
			fill(line)
		case trimmed == "":
			end(at)
			quiet = true
		case quiet && !listed && (strings.HasPrefix(text, "    ") || strings.HasPrefix(text, "\t")):
			fill(line) // indented code
		default:
			marks := ""
			if c := strings.TrimLeft(text, " \t")[0]; c == '>' || c == '-' || c == '*' || c == '+' || c >= '0' && c <= '9' {
				marks = opening.FindString(text)
			}
			item := strings.TrimSpace(strings.TrimLeft(marks, "> \t")) != ""
			note := strings.HasPrefix(text, "[^")
			if item || note || trimmed[0] == '#' || trimmed[0] == '|' || trimmed[0] == ':' {
				end(at)
			}
			if text[0] != ' ' && text[0] != '\t' {
				listed = item || note || listed && !quiet
			}
			fill(line[:len(marks)])
			if begun < 0 {
				begun = at
			}
			if strings.Contains(text, "]:") {
				if g := address.FindStringIndex(text); g != nil {
					fill(line[:g[1]])
				}
			}
			quiet = false
			if trimmed[0] == '#' || trimmed[0] == '|' {
				from := strings.IndexByte(text, trimmed[0])
				fill(line[from : from+len(trimmed)-len(strings.TrimLeft(trimmed, "#"))])
				if g := ided.FindStringIndex(text); g != nil {
					fill(line[g[0]:g[1]])
				}
				end(next)
			}
		}
		at = next
	}
	end(len(b))
	for i := range p.pieces {
		piece := &p.pieces[i]
		piece.waivers = inline(b[piece.start:piece.end])
	}
	p.text = b
	return p
}

// inline blanks what is no word within a paragraph, and returns its waivers.
func inline(b []byte) [][]int {
	if bytes.IndexByte(b, '`') >= 0 {
		code(b)
	}
	var waivers [][]int
	cut := func(r *regexp.Regexp) {
		for _, g := range r.FindAllIndex(b, -1) {
			fill(b[g[0]:g[1]])
		}
	}
	if bytes.IndexByte(b, '<') >= 0 {
		waivers = waiver.FindAllSubmatchIndex(b, -1)
		cut(angled)
	}
	if bytes.IndexByte(b, ']') >= 0 {
		cut(embedded)
		cut(footmark)
		cut(target)
	}
	if bytes.IndexByte(b, '&') >= 0 {
		cut(escape)
	}
	if bytes.IndexByte(b, '@') >= 0 || (bytes.IndexByte(b, '.') >= 0 || bytes.IndexByte(b, '/') >= 0) && pointed(b) {
		cut(bare)
	}
	return waivers
}

// pointed reports a dot between two letters, or what else an address holds.
func pointed(s []byte) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] == '.' && letter(s[i+1]) && s[i-1] != ' ' || s[i] == ':' && s[i+1] != ' ' {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// code blanks code spans: a run of backticks up to the next run of the same length.
func code(b []byte) {
	for i := 0; i < len(b); i++ {
		if b[i] != '`' {
			continue
		}
		n := ticks(b, i)
		for k := i + n; k < len(b); {
			if b[k] != '`' {
				k++
				continue
			}
			m := ticks(b, k)
			if m == n {
				fill(b[i : k+m])
				n = k + m - i
				break
			}
			k += m
		}
		i += n - 1
	}
}

func ticks(b []byte, at int) int {
	n := 0
	for at+n < len(b) && b[at+n] == '`' {
		n++
	}
	return n
}
