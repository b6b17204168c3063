package calc

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"plotline/data"
	"plotline/data/source"
)

// Nowhere returns a hint why no row of the table satisfies the expression at the span: the first text in it that a
// column is compared with and none of its cells is, with the nearest that one is. It is "" when there is no such text.
// A table that is not held is read once more.
func Nowhere(t *data.Table, at source.Span) string {
	tree, err := parser.ParseWithConfig(at.Text(), language())
	if err != nil {
		return ""
	}
	n := &nowhere{table: t}
	ast.Walk(&tree.Node, n)
	return n.hint
}

type nowhere struct {
	table *data.Table
	hint  string
}

// Visit looks at one comparison.
func (n *nowhere) Visit(node *ast.Node) {
	is, ok := (*node).(*ast.BinaryNode)
	if !ok || is.Operator != "==" || n.hint != "" {
		return
	}
	c, text := n.column(is.Left), is.Right
	if c == nil {
		c, text = n.column(is.Right), is.Left
	}
	word, ok := text.(*ast.StringNode)
	if c == nil || !ok {
		return
	}
	var cells []string
	stands, seen := false, map[string]bool{}
	problems := n.table.Parts([]string{c.Name}, func(part *data.Table) bool {
		c := part.Column(c.Name)
		for row := 0; row < part.Rows && !stands; row++ {
			s, _ := value(c, row).(string)
			stands = s == word.Value
			if s != "" && !seen[s] && len(cells) < mostNear {
				s = strings.Clone(s) // the part's cells go with it
				seen[s] = true
				cells = append(cells, s)
			}
		}
		return !stands
	})
	if stands || problems.HasErrors() {
		return
	}
	n.hint = fmt.Sprintf("%q stands nowhere in %s", word.Value, c.Name)
	if near := source.DidYouMean(word.Value, cells); near != "" {
		n.hint += "; " + near
	}
}

const mostNear = 10_000 // different cells that a text is compared with

// column is the one that an operand names.
func (n *nowhere) column(operand ast.Node) *data.Column {
	switch o := operand.(type) {
	case *ast.IdentifierNode:
		return n.table.Column(o.Value)
	case *ast.CallNode:
		callee, ok := o.Callee.(*ast.IdentifierNode)
		if ok && callee.Value == "col" && len(o.Arguments) == 1 {
			if name, ok := o.Arguments[0].(*ast.StringNode); ok {
				return n.table.Column(name.Value)
			}
		}
	}
	return nil
}
