package calc

import (
	"strings"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// Say tells a figure's selection to readers: what is taken of a column, and of which rows. Column is told as
// it is; where may be empty. "sum of people, where year is 2021 and city is “Hefei”". A condition that has
// no plain words stands as it was written.
func Say(language, agg, column, where string) string {
	words := phrasesFor(language)
	said := column
	if form, ok := words.aggs[agg]; ok {
		said = strings.Replace(form, "%s", column, 1)
	}
	if where == "" {
		return said
	}
	condition, ok := words.condition(where)
	if !ok {
		condition = strings.Join(strings.Fields(where), " ")
	}
	return said + words.where + condition
}

// Term is a piece of a formula: the name of a figure, or signs and numbers between.
type Term struct {
	Text string
	Name bool
}

// Terms takes a calculation apart for readers: names, and between them signs as people write them. What is no
// formula is one term.
func Terms(formula string) []Term {
	tokens, err := lexer.Lex(file.NewSource(formula))
	if err != nil {
		return []Term{{Text: formula}}
	}
	var terms []Term
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			terms = append(terms, Term{Text: b.String()})
		}
		b.Reset()
	}
	binary := false // the next sign stands between two numbers
	for i, t := range tokens {
		function := i+1 < len(tokens) && tokens[i+1].Is(lexer.Bracket, "(")
		switch {
		case t.Kind == lexer.Identifier && !function:
			flush()
			terms = append(terms, Term{t.Value, true})
		case t.Kind == lexer.Operator && arithmetic[t.Value] != "" && binary:
			b.WriteString(" " + arithmetic[t.Value] + " ")
		case t.Is(lexer.Operator, "-"):
			b.WriteString("−")
		case t.Is(lexer.Operator, ","):
			b.WriteString(", ")
		default:
			b.WriteString(t.Value)
		}
		binary = t.Kind == lexer.Identifier && !function || t.Kind == lexer.Number || t.Is(lexer.Bracket, ")")
	}
	flush()
	return terms
}

var arithmetic = map[string]string{"+": "+", "-": "−", "*": "×", "/": "÷", "**": "^", "^": "^"}

// condition puts a condition into words, if it is made of comparisons, and, or, lists and brackets alone.
func (p *phrases) condition(where string) (string, bool) {
	tokens, err := lexer.Lex(file.NewSource(where))
	if err != nil {
		return "", false
	}
	var b strings.Builder
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch {
		case t.Kind == lexer.EOF, t.Is(lexer.Bracket, "[", "]"):
		case t.Is(lexer.Identifier, "col") && i+3 < len(tokens) && tokens[i+2].Kind == lexer.String:
			b.WriteString(tokens[i+2].Value)
			i += 3
		case t.Kind == lexer.Identifier && tokens[min(i+1, len(tokens)-1)].Is(lexer.Bracket, "("):
			return "", false
		case t.Kind == lexer.String:
			b.WriteString(p.open + t.Value + p.close)
		case t.Is(lexer.Bracket, "(", ")"), t.Kind == lexer.Identifier, t.Kind == lexer.Number:
			b.WriteString(t.Value)
		case t.Is(lexer.Operator, ","):
			b.WriteString(p.comma)
		case t.Is(lexer.Operator, "-"):
			b.WriteString("−")
		case t.Kind == lexer.Operator && p.operators[t.Value] != "":
			b.WriteString(p.operators[t.Value])
		default:
			return "", false
		}
	}
	return b.String(), true
}
