package sql

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"plotline/data/snapshot"
)

// token is a word, a quoted text or a sign of a query; comments are none.
type token struct {
	kind       kind
	text       string
	start, end int // bytes
}

type kind int

const (
	sign kind = iota
	word
	quoted // '...'
	name   // "..." or `...` or [...]
)

// is reports whether the token is one of the words, in any case.
func (t token) is(words ...string) bool {
	if t.kind != word {
		return false
	}
	for _, w := range words {
		if strings.EqualFold(t.text, w) {
			return true
		}
	}
	return false
}

// names reports whether the token names what an error names, quoted or not.
func (t token) names(s string) bool {
	switch t.kind {
	case word:
		return strings.EqualFold(t.text, s)
	case name:
		inner := t.text[1 : len(t.text)-1]
		return strings.EqualFold(strings.ReplaceAll(inner, `""`, `"`), s)
	}
	return false
}

// tokens cuts the query as its engine does. What never closes goes on to the end, and the engine reports it.
func (q *Query) tokens() []token {
	if q.Engine == snapshot.DuckDB {
		return duckTokens(string(q.File.Text))
	}
	text := q.File.Text
	var out []token
	for i := 0; i < len(text); {
		start, k := i, sign
		switch b := text[i]; {
		case b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f':
			i++
			continue
		case bytes.HasPrefix(text[i:], []byte("--")):
			i = past(text, i, "\n")
			continue
		case bytes.HasPrefix(text[i:], []byte("/*")):
			i = past(text, i+2, "*/")
			continue
		case b == '\'':
			k, i = quoted, closing(text, i)
		case b == '"' || b == '`':
			k, i = name, closing(text, i)
		case b == '[':
			k, i = name, past(text, i, "]")
		default:
			for i < len(text) {
				r, n := utf8.DecodeRune(text[i:])
				if r != '_' && r != '$' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
					break
				}
				k, i = word, i+n
			}
			if k == sign {
				_, n := utf8.DecodeRune(text[i:])
				i += n
			}
		}
		out = append(out, token{k, string(text[start:i]), start, i})
	}
	return out
}

func duckTokens(text string) []token {
	var out []token
	for start := 0; start < len(text); {
		end := snapshot.Comment(text, start)
		if end == start {
			end = snapshot.Next(text, start, snapshot.DuckDB)
			t := token{sign, text[start:end], start, end}
			switch first, _ := utf8.DecodeRuneInString(t.text); {
			case strings.HasPrefix(t.text, `"`):
				t.kind = name
			case strings.HasSuffix(t.text, "'"), strings.HasPrefix(t.text, "$") && len(t.text) > 1:
				t.kind = quoted
			case first == '_' || unicode.IsLetter(first) || unicode.IsDigit(first):
				t.kind = word
			}
			if strings.TrimSpace(t.text) != "" {
				out = append(out, t)
			}
		}
		start = end
	}
	return out
}

// past is the place behind the next mark, or the end.
func past(text []byte, i int, mark string) int {
	if n := bytes.Index(text[i:], []byte(mark)); n >= 0 {
		return i + n + len(mark)
	}
	return len(text)
}

// closing is the place behind the quote that closes the one at i; two of them are one of the text.
func closing(text []byte, i int) int {
	q := text[i]
	for i++; i < len(text); i++ {
		if text[i] != q {
			continue
		}
		if i+1 < len(text) && text[i+1] == q {
			i++
			continue
		}
		return i + 1
	}
	return len(text)
}
