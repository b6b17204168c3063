package snapshot

import (
	"strings"
	"unicode/utf8"

	"plotline/data/source"
)

// part is a piece of a SQL text, by its bytes.
type part struct{ start, end int }

// leading returns the comments before the first word of a SQL text, and where that word stands.
func leading(text string) (comments []part, start int) {
	for i := 0; ; {
		for i < len(text) && strings.IndexByte(" \t\n\r\f", text[i]) >= 0 {
			i++
		}
		end := Comment(text, i)
		if end == i {
			return comments, i
		}
		comments = append(comments, part{i, end})
		i = end
	}
}

// Comment returns where the comment that begins at i ends, or i when none begins there. Comments in
// slashes nest, as all engines but SQLite have it.
func Comment(text string, i int) int {
	switch {
	case strings.HasPrefix(text[i:], "--"):
		if n := strings.IndexByte(text[i:], '\n'); n >= 0 {
			return i + n
		}
		return len(text)
	case strings.HasPrefix(text[i:], "/*"):
		for depth := 0; i < len(text); {
			switch {
			case strings.HasPrefix(text[i:], "/*"):
				depth, i = depth+1, i+2
			case strings.HasPrefix(text[i:], "*/"):
				if depth, i = depth-1, i+2; depth == 0 {
					return i
				}
			default:
				i++
			}
		}
		return len(text)
	}
	return i
}

// Next returns where the token ends that begins at i: a word, a quoted text, or one sign.
func Next(text string, i int, engine string) int { return next(text, i, engine).end }

func next(text string, i int, engine string) part {
	quoted := func(from int, quote byte, backslash bool) part {
		for j := from; j < len(text); j++ {
			switch {
			case backslash && text[j] == '\\':
				j++
			case text[j] == quote && j+1 < len(text) && text[j+1] == quote:
				j++
			case text[j] == quote:
				return part{i, j + 1}
			}
		}
		return part{i, len(text)}
	}
	switch c := text[i]; {
	case c == '\'' || c == '"' || c == '`' && engine != Postgres && engine != DuckDB:
		return quoted(i+1, c, engine == ClickHouse)
	case (c == 'e' || c == 'E') && strings.HasPrefix(text[i+1:], "'"):
		return quoted(i+2, '\'', true)
	case c == '$':
		if n := strings.IndexByte(text[i+1:], '$'); n >= 0 && strings.IndexFunc(text[i+1:i+1+n], notWord) < 0 {
			tag := text[i : i+n+2]
			if end := strings.Index(text[i+len(tag):], tag); end >= 0 {
				return part{i, i + end + 2*len(tag)}
			}
			return part{i, len(text)}
		}
	}
	if strings.IndexFunc(text[i:], notWord) != 0 {
		n := strings.IndexFunc(text[i:], func(r rune) bool { return notWord(r) && r != '$' }) // a$b$ is one word
		if n < 0 {
			n = len(text) - i
		}
		return part{i, i + n}
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return part{i, i + size}
}

func notWord(r rune) bool {
	return !(r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf)
}

// statementOf returns the one statement of a SQL text, which begins at start, and says what is
// certain before a server sees it. That a statement changes nothing is the server's to see to.
func statementOf(f *source.File, start int, engine string) (source.Span, source.List) {
	text := string(f.Text)
	if start == len(text) || text[start] == ';' {
		return f.Span(start, start), source.List{source.Errorf(f.Span(start, start+1), "there is no query").WithHint("write SELECT and what it is to give")}
	}
	if first := next(text, start, engine); !reads(text[first.start:first.end]) {
		word := text[first.start:first.end]
		hint := source.DidYouMean(word, []string{"SELECT", "WITH"})
		if hint == "" {
			hint = "Plotline reads databases and never changes them"
		}
		return f.Span(start, start), source.List{source.Errorf(f.Span(first.start, first.end), "a query begins with SELECT or WITH, not %s", word).WithHint(hint)}
	}
	end, over, before := start, false, ""
	for i := start; i < len(text); {
		if e := Comment(text, i); e > i {
			i = e
			continue
		}
		t := next(text, i, engine)
		i = t.end
		word := strings.ToUpper(text[t.start:t.end])
		switch {
		case strings.TrimSpace(word) == "":
		case word == ";":
			over = true
		case over:
			return f.Span(start, end), source.List{source.Errorf(f.Span(t.start, t.end), "a query is one statement, and here a second one begins").WithHint("write it into a file of its own")}
		case engine == ClickHouse && word == "TOTALS" && before == "WITH":
			return f.Span(start, end), source.List{source.Errorf(f.Span(t.start, t.end), "WITH TOTALS adds a row that is none of the table").WithHint("leave it out")}
		default:
			end, before = t.end, word
		}
	}
	return f.Span(start, end), nil
}

// Token is the word or sign of the statement at an offset of its bytes, the first one when there is
// none.
func (q *Query) Token(offset int) source.Span {
	if offset < 0 || offset >= q.Statement.End-q.Statement.Start {
		offset = 0
	}
	t := next(string(q.File.Text), q.Statement.Start+offset, q.Engine)
	return q.File.Span(t.start, t.end)
}

// Find returns the offset in the statement's bytes where a word first stands, or -1.
func (q *Query) Find(word string) int {
	text := q.Text()
	for i := 0; i < len(text); {
		if e := Comment(text, i); e > i {
			i = e
			continue
		}
		t := next(text, i, q.Engine)
		if text[t.start:t.end] == word {
			return i
		}
		i = t.end
	}
	return -1
}

// reads reports whether a statement that begins with the word gives rows.
func reads(word string) bool {
	switch strings.ToUpper(word) {
	case "SELECT", "WITH", "VALUES", "TABLE", "(":
		return true
	}
	return false
}
