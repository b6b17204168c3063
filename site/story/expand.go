package story

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"plotline/data/source"
)

const holeByte = 0xF4 // first byte of plane 16 in UTF-8; no other text of ours holds it

// Expand fills the open places of prose. What the functions of holes return must be escaped.
func Expand(html string, holes Holes) string {
	i := strings.IndexByte(html, holeByte)
	if i < 0 {
		return html
	}
	var b strings.Builder
	b.Grow(len(html) + 256)
	for i >= 0 {
		b.WriteString(html[:i])
		r, n := utf8.DecodeRuneInString(html[i:])
		html = html[i+n:]
		digits, rest, found := strings.Cut(html, ";")
		k, err := strconv.Atoi(digits)
		if fill := holes.of(r); fill != nil && found && err == nil {
			b.WriteString(fill(k))
			html = rest
		} else if r < valueHole || r > imageHole {
			b.WriteRune(r)
		}
		i = strings.IndexByte(html, holeByte)
	}
	b.WriteString(html)
	return b.String()
}

func (h Holes) of(r rune) func(int) string {
	switch r {
	case valueHole:
		return h.Value
	case claimOpen:
		return h.Open
	case claimClose:
		return h.Close
	case imageHole:
		return h.Image
	}
	return nil
}

// Inline reads words of a title, alt text or note: claims and values in them. The plain text has
// a hole for each value, to be filled with Expand; claims leave their words. Spans count from at.
func Inline(at source.Span, text string) (string, []Claim, []Value, source.List) {
	var claims []Claim
	var values []Value
	if i := strings.IndexFunc(text, reservedRune); i >= 0 {
		return "", nil, nil, source.List{source.Errorf(at, "a private-use character that Plotline needs for itself")}
	}
	if strings.Contains(text, "<!--") && waived.MatchString(text) {
		words, claims, values, problems := Inline(at, waived.ReplaceAllStringFunc(text, padding))
		return strings.ReplaceAll(words, "\x00", ""), claims, values, problems
	}
	if !strings.Contains(text, "{{") && !strings.Contains(text, "](=") {
		return smart(text), nil, nil, nil
	}
	var b strings.Builder
	for offset := 0; ; {
		rest := text[offset:]
		v, c := valueText.FindStringSubmatchIndex(rest), claimInline.FindStringSubmatchIndex(rest)
		switch {
		case v != nil && (c == nil || v[0] < c[0]):
			name, format, _ := strings.Cut(rest[v[2]:v[3]], "|")
			b.WriteString(smart(rest[:v[0]]))
			b.WriteRune(valueHole)
			b.WriteString(strconv.Itoa(len(values)) + ";")
			values = append(values, Value{strings.TrimSpace(name), strings.TrimSpace(format), at.Sub(offset+v[0], offset+v[1]), false})
			offset += v[1]
		case c != nil:
			b.WriteString(smart(rest[:c[0]]) + smart(rest[c[2]:c[3]]))
			before, after := around(text, offset+c[0], offset+c[1])
			claims = append(claims, Claim{rest[c[2]:c[3]], strings.TrimSpace(rest[c[4]:c[5]]), before, after, at.Sub(offset+c[4], offset+c[5]), at.Sub(offset+c[0], offset+c[1]), false})
			offset += c[1]
		default:
			b.WriteString(smart(rest))
			return b.String(), claims, values, nil
		}
	}
}

// waived matches the comments that waive numbers; readers never see them.
var waived = regexp.MustCompile(`\s*<!--\s*unbound\b(?s:.*?)-->`)

// padding keeps the places of what stands behind a comment.
func padding(comment string) string { return strings.Repeat("\x00", len(comment)) }

// around returns the paragraph before and after a claim, as a reader has it: other claims leave their
// words, printed values nothing.
func around(text string, start, end int) (before, after string) {
	before, after = text[:start], text[end:]
	if i := strings.LastIndex(before, "\n\n"); i >= 0 {
		before = before[i+2:]
	}
	if i := strings.Index(after, "\n\n"); i >= 0 {
		after = after[:i]
	}
	plain := func(s string) string {
		if strings.Contains(s, "](=") {
			s = claimInline.ReplaceAllString(s, "$1")
		}
		if strings.Contains(s, "{{") {
			s = valueText.ReplaceAllString(s, "")
		}
		return s
	}
	return plain(before), plain(after)
}
