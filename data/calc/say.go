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

// phrases are the words of one language. Operators keep the space that the language wants around them.
type phrases struct {
	aggs        map[string]string // %s is the column
	where       string            // between what is taken and the condition
	operators   map[string]string
	comma       string
	open, close string // quotes
}

var english = phrases{
	aggs: map[string]string{"sum": "sum of %s", "mean": "average of %s", "median": "median of %s", "min": "lowest of %s", "max": "highest of %s",
		"count": "count of %s", "first": "first of %s", "last": "last of %s"},
	where: ", where ",
	operators: map[string]string{"==": " is ", "!=": " is not ", ">": " is more than ", ">=": " is at least ", "<": " is less than ", "<=": " is at most ",
		"&&": " and ", "and": " and ", "||": " or ", "or": " or ", "in": " is one of ", "contains": " contains ", "startsWith": " begins with ", "endsWith": " ends with "},
	comma: ", ", open: "“", close: "”",
}

var simplified = phrases{
	aggs: map[string]string{"sum": "%s 合计", "mean": "%s 平均值", "median": "%s 中位数", "min": "%s 最小值", "max": "%s 最大值",
		"count": "%s 计数", "first": "%s 首个值", "last": "%s 末个值"},
	where: "，条件：",
	operators: map[string]string{"==": " 为 ", "!=": " 不为 ", ">": " 大于 ", ">=": " 不小于 ", "<": " 小于 ", "<=": " 不大于 ",
		"&&": "，且 ", "and": "，且 ", "||": "，或 ", "or": "，或 ", "in": " 属于 ", "contains": " 包含 ", "startsWith": " 开头为 ", "endsWith": " 结尾为 "},
	comma: "、", open: "“", close: "”",
}

var traditional = phrases{
	aggs: map[string]string{"sum": "%s 合計", "mean": "%s 平均值", "median": "%s 中位數", "min": "%s 最小值", "max": "%s 最大值",
		"count": "%s 計數", "first": "%s 首個值", "last": "%s 末個值"},
	where: "，條件：",
	operators: map[string]string{"==": " 為 ", "!=": " 不為 ", ">": " 大於 ", ">=": " 不小於 ", "<": " 小於 ", "<=": " 不大於 ",
		"&&": "，且 ", "and": "，且 ", "||": "，或 ", "or": "，或 ", "in": " 屬於 ", "contains": " 包含 ", "startsWith": " 開頭為 ", "endsWith": " 結尾為 "},
	comma: "、", open: "「", close: "」",
}

// phrasesFor returns the words of a language tag; English where it has none.
func phrasesFor(tag string) *phrases {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	within := func(of string) bool { return tag == of || strings.HasPrefix(tag, of+"-") }
	switch {
	case within("zh-hant"), within("zh-tw"), within("zh-hk"), within("zh-mo"):
		return &traditional
	case within("zh"):
		return &simplified
	}
	return &english
}

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
