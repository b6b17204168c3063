package story

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gomarkdown/markdown/ast"
	md "github.com/gomarkdown/markdown/parser"

	"plotline/data/source"
	"plotline/data/yaml"
)

// Parse reads one story. The Story is nil only when its front matter cannot be found; problems
// hold everything that is wrong, located in the file.
func Parse(f *source.File) (*Story, source.List) {
	p := &parser{file: f, chars: string(f.Text), story: &Story{File: f}}
	body := p.front()
	p.story.Start = body
	p.languageOfPath()
	p.slugOfPath()
	p.body(body)
	return p.story, p.Problems
}

type parser struct {
	yaml.Decoder
	file  *source.File
	chars string // of the file
	story *Story

	marks  []mark // what the private-use runes of the prepared text stand for
	cursor int    // offset from which locate looks on
}

// mark is one located thing that a rune stands for while Markdown is parsed.
type mark struct {
	at    source.Span
	fence *Fence
	value *Value
	text  string // what was written, put back where the mark is not live
}

const (
	maxBody     = 4 << 20 // bytes; a story is read by people
	maxBrackets = 2000    // unclosed [ in a paragraph cost gomarkdown the square of their number
)

var (
	fenceLine = regexp.MustCompile("^([ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*[ \t>]*)(`{3,}|~{3,})[ \t]*([^`\\s]*)(.*)$")
	valueText = regexp.MustCompile(`\{\{([^{}\n]*)\}\}`)
	claimText = regexp.MustCompile(`\]\(=([^()\n]*)\)`)
	embedText = regexp.MustCompile(`!\[\[([^\]\n]*)\]\]`)
	kinds     = map[string]BlockKind{"chart": Chart, "table": Table, "bignumber": BigNumber}
)

func (p *parser) body(start int) {
	text := p.file.Text[start:]
	p.cursor = start
	if len(text) > maxBody {
		p.errorf(p.file.Span(start, start+1), "divide it", "the story has %d bytes of text; the limit is %d", len(text), maxBody)
		return
	}
	if i := strings.IndexFunc(string(text), reservedRune); i >= 0 {
		_, n := utf8.DecodeRune(text[i:])
		p.errorf(p.file.Span(start+i, start+i+n), "remove it", "a private-use character that Plotline needs for itself")
		return
	}
	prepared := p.prepare(start)
	if p.tooManyBrackets(start) {
		return
	}
	m := md.NewCommonMarkWithExtensions(md.CommonMarkExtensions)
	notes := map[string]string{}
	m.Opts.ParserHook = func(d []byte) (ast.Node, []byte, int) {
		if !bytes.HasPrefix(d, []byte("[^")) {
			return nil, nil, 0
		}
		if g := noteDefinition.FindSubmatch(d); g != nil {
			n := &note{label: string(g[1])}
			notes[n.label] = n.label
			return n, []byte(strings.ReplaceAll(string(g[2]), "\n    ", "\n")), len(g[0])
		}
		return nil, nil, 0
	}
	m.ReferenceOverride = func(ref string) (*md.Reference, bool) {
		if !strings.HasPrefix(ref, "^") {
			return nil, false
		}
		return &md.Reference{Link: "fn:" + ref[1:]}, true
	}
	r := &renderer{p: p, ids: map[string]int{}}
	r.document(m.Parse([]byte(prepared)))
}

func reservedRune(r rune) bool {
	return r >= firstMark && r <= glue || r >= valueHole && r <= imageHole
}

// note is a footnote's definition.
type note struct {
	ast.Container
	label string
}

var noteDefinition = regexp.MustCompile(`^\[\^([^\]\s]+)\]:[ \t]*([^\n]*\n(?:(?: {4}[^\n]*|[ \t]*)\n)*)`)

// prepare replaces located things by private-use runes: gomarkdown's tree has no positions, so
// they ride along in the text. Category Co is neither space nor punctuation, so emphasis around
// a mark works as it would around a word.
func (p *parser) prepare(start int) string {
	var b strings.Builder
	text := p.chars
	var open string // the fence that is open, for example ````
	for at := start; at < len(text); {
		end := at + strings.IndexByte(text[at:], '\n') + 1
		if end == at {
			end = len(text)
		}
		line := text[at:end]
		var g []int
		if strings.Contains(line, "```") || strings.Contains(line, "~~~") {
			g = fenceLine.FindStringSubmatchIndex(strings.TrimRight(line, "\n"))
		}
		switch {
		case open != "":
			if trimmed := strings.TrimSpace(strings.TrimLeft(line, "> \t")); strings.HasPrefix(trimmed, open) && strings.Trim(trimmed, open[:1]) == "" {
				open = ""
			}
			b.WriteString(line)
		case g != nil:
			lang := line[g[6]:g[7]]
			_, ours := kinds[lang]
			if !ours && lang != "scrolly" {
				open = line[g[4]:g[5]]
				b.WriteString(line)
				break
			}
			end = p.fence(&b, at, end, g, lang)
		default:
			p.line(&b, at, line)
		}
		at = end
	}
	return b.String()
}

// fence takes a whole block of ours out of the text and leaves its mark. It returns where the
// text goes on.
func (p *parser) fence(b *strings.Builder, at, end int, g []int, lang string) int {
	text := p.chars
	span := p.file.Span(at+g[4], at+g[7])
	ticks := text[at+g[4] : at+g[5]]
	close, after := len(text), len(text)
	closed := false
	for i := end; i < len(text); {
		next := i + strings.IndexByte(text[i:], '\n') + 1
		if next == i {
			next = len(text)
		}
		line := strings.TrimSpace(strings.TrimLeft(text[i:next], "> \t"))
		if strings.HasPrefix(line, ticks) && strings.Trim(line, ticks[:1]) == "" {
			close, after, closed = i, next, true
			break
		}
		i = next
	}
	switch {
	case !closed:
		p.errorf(span, "close it with a line "+ticks, "the %s block is never closed", lang)
	case g[3] > g[2]:
		p.errorf(span, "take it out of the list or quote", "%s blocks start at the left margin", lang)
	case lang == "scrolly":
		p.errorf(span, "remove it for now", "scrolly blocks are not built yet")
	default:
		if info := strings.TrimSpace(text[at+g[8] : at+g[9]]); info != "" {
			p.errorf(p.file.Span(at+g[8], at+g[9]), "write settings as keys inside the block", "words behind %q", lang)
		}
		b.WriteString("\n\n")
		p.mark(b, mark{at: span, fence: &Fence{lang, span, p.file.Span(end, close)}})
		b.WriteString("\n\n")
	}
	return after
}

func (p *parser) mark(b *strings.Builder, m mark) {
	b.WriteRune(rune(firstMark + len(p.marks)))
	p.marks = append(p.marks, m)
}

// line copies a line of prose: values and claims become marks, emphasis next to ideographs gets
// its glue.
func (p *parser) line(b *strings.Builder, at int, line string) {
	if !strings.Contains(line, "[[") && !strings.Contains(line, "{{") && !strings.Contains(line, "](=") {
		cjk(b, line)
		return
	}
	if g := embedText.FindStringIndex(line); g != nil {
		p.errorf(p.file.Span(at+g[0], at+g[1]), "remove it for now", "placing a chart again is not built yet")
	}
	for len(line) > 0 {
		v, c := find(valueText, "{{", line), find(claimText, "](=", line)
		switch {
		case v != nil && (c == nil || v[0] < c[0]):
			cjk(b, line[:v[0]])
			p.value(b, at, line, v)
			at, line = at+v[1], line[v[1]:]
		case c != nil:
			cjk(b, line[:c[0]])
			// The name becomes the mark's number; `(=` cannot start an address of the reporter's.
			fmt.Fprintf(b, "](=%d)", len(p.marks))
			p.marks = append(p.marks, mark{at: p.file.Span(at+c[2], at+c[3]), text: strings.TrimSpace(line[c[2]:c[3]])})
			at, line = at+c[1], line[c[1]:]
		default:
			cjk(b, line)
			return
		}
	}
}

// find is FindStringSubmatchIndex for an expression that begins with the given words.
func find(r *regexp.Regexp, begin, s string) []int {
	i := strings.Index(s, begin)
	if i < 0 {
		return nil
	}
	g := r.FindStringSubmatchIndex(s[i:])
	for k := range g {
		g[k] += i
	}
	return g
}

func (p *parser) value(b *strings.Builder, at int, line string, g []int) {
	name, format, _ := strings.Cut(line[g[2]:g[3]], "|")
	span := p.file.Span(at+g[0], at+g[1])
	p.mark(b, mark{at: span, value: &Value{Figure: strings.TrimSpace(name), Format: strings.TrimSpace(format), At: span}, text: line[g[0]:g[1]]})
}

// cjk copies text and puts glue between an emphasis run and punctuation whose other side is an
// ideograph: **强调。**后文 is no emphasis to CommonMark otherwise.
func cjk(b *strings.Builder, s string) {
	if strings.IndexFunc(s, han) < 0 {
		b.WriteString(s)
		return
	}
	for i := 0; i < len(s); {
		c := s[i]
		if c != '*' && c != '~' {
			_, n := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+n])
			i += n
			continue
		}
		j := i
		for j < len(s) && s[j] == c {
			j++
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[j:])
		if han(after) && punct(before) {
			b.WriteRune(glue)
		}
		b.WriteString(s[i:j])
		if han(before) && punct(after) {
			b.WriteRune(glue)
		}
		i = j
	}
}

func han(r rune) bool {
	return r >= firstHan && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

const firstHan = 0x1100 // Hangul Jamo; the other scripts lie behind it

func punct(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// tooManyBrackets refuses a paragraph that would take minutes.
func (p *parser) tooManyBrackets(start int) bool {
	open := 0
	for i, c := range p.chars[start:] {
		switch c {
		case '[':
			if open++; open > maxBrackets {
				p.errorf(p.file.Span(start+i, start+i+1), "", "more than %d brackets are open in one paragraph", maxBrackets)
				return true
			}
		case ']':
			open = max(0, open-1)
		case '\n':
			if next := start + i + 1; next < len(p.file.Text) && p.file.Text[next] == '\n' {
				open = 0
			}
		}
	}
	return false
}

// written puts back what the marks in s stand for, where they are not live: code and addresses.
func (p *parser) written(s string) string {
	if !strings.ContainsFunc(s, reservedRune) && !strings.Contains(s, "](=") {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == glue:
		case r >= firstMark && int(r-firstMark) < len(p.marks):
			b.WriteString(p.marks[r-firstMark].text)
		default:
			b.WriteRune(r)
		}
	}
	return claimText.ReplaceAllStringFunc(b.String(), func(c string) string {
		n, err := strconv.Atoi(c[3 : len(c)-1])
		if err != nil || n >= len(p.marks) {
			return c
		}
		return "](=" + p.marks[n].text + ")"
	})
}

// locate finds where words stand in the file, from the last place on: for messages about things
// that carry no mark.
func (p *parser) locate(words string) source.Span {
	words, _, _ = strings.Cut(words, "\n")
	text := p.chars
	if i := strings.Index(text[p.cursor:], words); i >= 0 && words != "" {
		p.cursor += i
		return p.file.Span(p.cursor, p.cursor+len(words))
	}
	return p.file.Span(p.cursor, p.cursor)
}
