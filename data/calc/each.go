package calc

import (
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"plotline/data"
	"plotline/data/source"
)

// Each hands over the rows of the table that satisfy the expression at the span, all when it is nowhere,
// by parts as Table.Parts has them: a part, which has the columns of the names and those of the
// expression, and numbers of its rows. False ends it. What is wrong with the columns or the expression
// comes back.
func Each(t *data.Table, at source.Span, names []string, each func(part *data.Table, rows []int) bool) source.List {
	w := &where{table: t, expression: expression{at: at, text: at.Text()}}
	if !at.IsZero() {
		used := w.names()
		if w.problems.HasErrors() {
			return w.problems
		}
		names = append(slices.Clone(names), used...)
	}
	if p := t.Uses(names...); len(p) > 0 {
		return p
	}
	var program *vm.Program
	var all []int
	problems := t.Parts(names, func(part *data.Table) bool {
		if at.IsZero() {
			for len(all) < part.Rows {
				all = append(all, len(all))
			}
			return each(part, all[:part.Rows])
		}
		if program == nil {
			w.table = part
			if program = w.compile(); program == nil {
				return false
			}
		}
		rows, err := filter(program, part)
		if err != nil {
			w.failed(err)
			return false
		}
		return each(part, rows)
	})
	return append(problems, w.problems...)
}

// Keeper keeps what was worked out of a table that is not held for as long as it is asked again.
type Keeper interface {
	// Keep returns the answer to a question, which names everything that it rests on besides the table.
	Keep(t *data.Table, question string, answer func() any) any
}

// Keep returns the answer, or the one that tables, if they are a Keeper, have kept. An answer that is not
// to be kept, as it holds problems of a story's own text, is worked out anew each time.
func Keep(tables any, t *data.Table, question string, answer func() (a any, keep bool)) any {
	k, ok := tables.(Keeper)
	if !ok {
		a, _ := answer()
		return a
	}
	var last any
	a := k.Keep(t, question, func() any {
		var keep bool
		if last, keep = answer(); keep {
			return last
		}
		return nil
	})
	if a == nil {
		return last
	}
	return a
}

// Columns returns the columns of the table that the expression at the span names. What is wrong with the
// expression is for Where and Each to say.
func Columns(t *data.Table, at source.Span) (columns []*data.Column) {
	w := &where{table: t, expression: expression{at: at, text: at.Text()}}
	for _, name := range w.names() {
		if c := t.Column(name); c != nil && !slices.Contains(columns, c) {
			columns = append(columns, c)
		}
	}
	return columns
}

// names returns the columns that the expression names, and reports those that are none. They are all when
// it makes a name.
func (w *where) names() []string {
	tree, err := parser.ParseWithConfig(w.text, language())
	if err != nil {
		w.failed(err)
		return nil
	}
	ast.Walk(&tree.Node, w)
	u := &used{}
	if ast.Walk(&tree.Node, u); u.any {
		return w.table.Names()
	}
	return u.names
}

// used collects the names of columns.
type used struct {
	names []string
	any   bool
}

// Visit takes a name.
func (u *used) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		u.names = append(u.names, n.Value)
	case *ast.CallNode:
		callee, ok := n.Callee.(*ast.IdentifierNode)
		if !ok || callee.Value != "col" || len(n.Arguments) != 1 {
			return
		}
		if name, ok := n.Arguments[0].(*ast.StringNode); ok {
			u.names = append(u.names, name.Value)
		} else {
			u.any = true
		}
	}
}
