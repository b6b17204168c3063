package sql

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"plotline/data/source"
)

// message is SQLite's own, without what the driver puts around it.
func message(err error) string {
	s := strings.TrimPrefix(err.Error(), "SQL logic error: ")
	return driverCode.ReplaceAllString(s, "")
}

var (
	driverCode = regexp.MustCompile(` \(\d+\)$`)
	near       = regexp.MustCompile(`^near "(.*)": syntax error$`)
	noColumn   = regexp.MustCompile(`^(?:no such column|ambiguous column name): (.+)$`)
	noFunction = regexp.MustCompile(`^no such function: (.+)$`)
	denied     = regexp.MustCompile(`^not authorized to use function: (.+)$`)
)

// explain turns an error of the engine into a problem at its place in the file, with what is legal.
func (q *Query) explain(e *engine, err error, used []string, tables Tables) source.Problem {
	text := message(err)
	at := q.Token(0)
	if i := offset(e.schema, string(q.File.Text)); i >= 0 {
		at = q.around(i)
	}
	p := source.Errorf(at, "%s", text)
	switch m := matched(text); {
	case m.table != "":
		self := strings.TrimSuffix(path.Base(q.File.Path), path.Ext(q.File.Path))
		others := slices.DeleteFunc(slices.Clone(tables.Names()), func(n string) bool { return n == self })
		p = source.Errorf(q.find(m.table), "there is no table %q; tables are %s", m.table, source.Join(others)).WithHint(source.DidYouMean(m.table, others))
	case m.column != "":
		p = q.column(at, text, m.column, used, tables)
	case m.function != "":
		p.At = q.find(m.function)
	case strings.HasPrefix(text, "authorization denied"):
		p.Text = "a query only reads, and this one would change a table or a setting"
	case text == "incomplete input":
		p = source.Errorf(q.File.Span(len(q.File.Text)-1, len(q.File.Text)), "the query ends too early").WithHint("is every bracket and quote closed?")
	case m.near == "-" && slices.ContainsFunc(tables.Names(), func(n string) bool { return strings.Contains(n, "-") }):
		p.Hint = `put names with a hyphen in double quotes: "ai-companies"`
	case m.near != "":
		p.Hint = slip(string(q.File.Text[:at.Start]))
	}
	return p
}

var (
	lastWord = regexp.MustCompile(`([A-Za-z]+)\s*$`)
	keywords = []string{"select", "from", "where", "join", "inner", "left", "using", "group", "order", "having", "limit", "union", "between", "distinct"}
)

// slip is a hint when the word before a syntax error is nearly a keyword: the engine took it for a name.
func slip(before string) string {
	m := lastWord.FindStringSubmatch(before)
	if m == nil {
		return ""
	}
	meant := source.Nearest(m[1], keywords)
	if meant == "" || strings.EqualFold(meant, m[1]) {
		return ""
	}
	return fmt.Sprintf("did you mean %q, where %q stands?", meant, m[1])
}

type reasons struct{ table, column, function, near string }

func matched(text string) (m reasons) {
	for _, r := range []struct {
		form *regexp.Regexp
		to   *string
	}{{noTable, &m.table}, {noColumn, &m.column}, {noFunction, &m.function}, {denied, &m.function}, {near, &m.near}} {
		if found := r.form.FindStringSubmatch(text); found != nil {
			*r.to = found[1]
		}
	}
	return m
}

// misquoted is what SQLite adds when a name in double quotes is none.
const misquoted = " - should this be a string literal in single-quotes?"

// column explains a column that is not there, or that several tables have.
func (q *Query) column(at source.Span, text, column string, used []string, tables Tables) source.Problem {
	column, _, unquoted := strings.Cut(column, misquoted)
	text = strings.TrimSuffix(text, misquoted)
	of, own := "", strings.Trim(column, `"`)
	if i := strings.LastIndex(own, "."); i >= 0 {
		of, own = own[:i], own[i+1:]
	}
	if at == q.Token(0) {
		at = q.find(own)
	}
	p := source.Errorf(at, "%s", text)
	var all []string
	for _, name := range used {
		t, _ := tables.Table(name)
		if t == nil {
			continue
		}
		all = append(all, t.Names()...)
		if of == "" || strings.EqualFold(of, name) || !slices.ContainsFunc(used, func(n string) bool { return strings.EqualFold(n, of) }) {
			p = p.WithNote(t.Columns[0].At, "columns of %s are %s", name, source.Join(t.Names()))
		}
	}
	if strings.HasPrefix(text, "ambiguous") {
		return p.WithHint("say of which table: table." + own)
	}
	p.Text = fmt.Sprintf("there is no column %q", strings.Trim(column, `"`))
	if unquoted && source.DidYouMean(own, all) == "" {
		return p.WithHint("texts stand in single quotes: '" + own + "'")
	}
	return p.WithHint(source.DidYouMean(own, all))
}

// around is the token at a byte, with the names behind it that points join to it.
func (q *Query) around(i int) source.Span {
	list := q.tokens()
	for n, t := range list {
		if i >= t.end {
			continue
		}
		for ; n+2 < len(list) && list[n+1].text == "."; n += 2 {
			t.end = list[n+2].end
		}
		return q.at(t)
	}
	return q.at(list[len(list)-1])
}

// find is the first token that names something, or else where the query begins.
func (q *Query) find(s string) source.Span {
	for _, t := range q.tokens() {
		if t.names(s) {
			return q.at(t)
		}
	}
	return q.Token(0)
}

// mentioned are the tables whose names stand in the query.
func (q *Query) mentioned(tables Tables) []string {
	out := []string{}
	list := q.tokens()
	for _, n := range tables.Names() {
		if slices.ContainsFunc(list, func(t token) bool { return t.names(n) }) {
			out = append(out, n)
		}
	}
	return out
}
