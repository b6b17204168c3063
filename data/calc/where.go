// Package calc evaluates expressions over tables: which rows satisfy a condition, and what a
// column's cells come to.
//
// In go a Table and the Span of an expression as the reporter wrote it; out come row numbers or a
// value with its rows, and located problems. Start with Where. The language is that of
// expr-lang/expr without its clock; columns are variables, and col("GDP per head") names a column
// with spaces.
package calc

import (
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"plotline/data"
	"plotline/data/source"
)

// Where returns the rows of the table that satisfy the expression at the span, in order. A missing
// cell makes any comparison false. Years compare as whole numbers, finer dates as ISO text.
// That no row satisfies it is no problem here.
func Where(t *data.Table, at source.Span) ([]int, source.List) {
	w := &where{table: t, expression: expression{at: at, text: at.Text()}}
	program := w.compile()
	if program == nil {
		return nil, w.problems
	}
	if p := t.Uses(w.names()...); len(p) > 0 {
		return nil, p
	}
	rows, err := filter(program, t)
	if err != nil {
		w.failed(err)
		return nil, w.problems
	}
	return rows, nil
}

// filter returns the rows for which the program is true.
func filter(program *vm.Program, t *data.Table) (rows []int, err error) {
	var machine vm.VM
	row := 0
	env := map[string]any{"col": func(name string) any { return value(t.Column(name), row) }}
	for ; row < t.Rows; row++ {
		for _, c := range t.Columns {
			env[c.Name] = value(c, row)
		}
		out, err := machine.Run(program, env)
		if err != nil {
			return nil, err
		}
		if yes, _ := out.(bool); yes {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

type where struct {
	expression
	table *data.Table
}

// compile checks names and types first, so that a misspelt column is told by name, and then
// compiles comparisons that take missing cells.
func (w *where) compile() *vm.Program {
	typed := language()
	env := map[string]any{"col": func(string) any { return nil }}
	for _, c := range w.table.Columns {
		env[c.Name] = zero(c)
	}
	expr.AsBool()(typed)
	expr.Env(env)(typed)
	tree, err := parser.ParseWithConfig(w.text, typed)
	if err != nil {
		w.failed(err)
		return nil
	}
	ast.Walk(&tree.Node, w)
	if w.problems.HasErrors() {
		return nil
	}
	if _, err := checker.Check(tree, typed); err != nil {
		w.failed(err)
		return nil
	}
	loose := language()
	loose.Visitors = []ast.Visitor{&comparisons{}}
	for _, op := range operators {
		expr.Function("compare "+op, compareAs(op), new(func(any, any) bool))(loose)
	}
	if tree, err = checker.ParseCheck(w.text, loose); err == nil {
		err = optimizer.Optimize(&tree.Node, loose)
	}
	var program *vm.Program
	if err == nil {
		program, err = compiler.Compile(tree, loose)
	}
	if err != nil {
		w.failed(err)
		return nil
	}
	return program
}

// builtins are the language's functions but its clock. They are only read.
var builtins = sync.OnceValue(func() conf.FunctionsTable {
	c := conf.CreateNew()
	delete(c.Builtins, "now")
	return c.Builtins
})

// language is what expr.Compile would set up, which copies the builtins every time.
func language() *conf.Config {
	return &conf.Config{Optimize: true, ShortCircuit: true, MaxNodes: conf.DefaultMaxNodes, Builtins: builtins(),
		Functions: conf.FunctionsTable{}, ConstFns: map[string]reflect.Value{}, Disabled: map[string]bool{"now": true}}
}

// Visit reports names that are no columns.
func (w *where) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		if n.Value != "col" && w.table.Column(n.Value) == nil {
			w.unknown(n.Value, n.Location())
		}
	case *ast.CallNode:
		callee, ok := n.Callee.(*ast.IdentifierNode)
		if !ok || callee.Value != "col" || len(n.Arguments) != 1 {
			return
		}
		if name, ok := n.Arguments[0].(*ast.StringNode); ok && w.table.Column(name.Value) == nil {
			w.unknown(name.Value, name.Location())
		}
	}
}

func (w *where) unknown(name string, at file.Location) {
	span := w.span(at.From, at.From+utf8.RuneCountInString(name))
	if rest := strings.TrimPrefix(w.span(at.From, utf8.RuneCountInString(w.text)).Text(), name); strings.HasPrefix(rest, "(") {
		w.problems = append(w.problems, source.Errorf(span, "where: there is no function %q", name))
		return
	}
	p := source.Errorf(span, "table %q has no column %q", w.table.Name, name).
		WithHint(source.DidYouMean(name, w.table.Names()))
	if len(w.table.Columns) > 0 {
		p = p.WithNote(w.table.Columns[0].At, "columns are %s", source.Some(name, w.table.Names()))
	}
	w.problems = append(w.problems, p)
}

// failed reports an error of the language.
func (w *where) failed(err error) {
	hint := `write it like city == "Hefei" && year == 2021`
	if strings.Contains(err.Error(), "mismatched types") {
		hint = "text stands in quotes, numbers do not"
	}
	w.fail("where", err, hint)
}

func zero(c *data.Column) any {
	switch {
	case c.Type == data.Number:
		return float64(0)
	case c.Type == data.Date && c.Grain == data.Year:
		return 0
	case c.Type == data.Bool:
		return false
	}
	return ""
}

// value is a cell as expressions see it; nil when it is missing.
func value(c *data.Column, row int) any {
	if c == nil || c.Missing(row) {
		return nil
	}
	if v, ok := c.Number(row); ok {
		return v
	}
	if d, ok := c.Date(row); ok {
		return d.String()
	}
	if b, ok := c.Bool(row); ok {
		return b
	}
	return c.Text(row)
}

var operators = []string{"==", "!=", "<", "<=", ">", ">="}

// comparisons puts functions in the place of operators, which would fail on a missing cell.
type comparisons struct{}

// Visit replaces one comparison.
func (*comparisons) Visit(node *ast.Node) {
	n, ok := (*node).(*ast.BinaryNode)
	if !ok {
		return
	}
	for _, op := range operators {
		if n.Operator == op {
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "compare " + op}, Arguments: []ast.Node{n.Left, n.Right}})
		}
	}
}

func compareAs(op string) func(...any) (any, error) {
	return func(args ...any) (any, error) {
		order, ok := compare(args[0], args[1])
		if !ok {
			return false, nil
		}
		switch op {
		case "==":
			return order == 0, nil
		case "!=":
			return order != 0, nil
		case "<":
			return order < 0, nil
		case "<=":
			return order <= 0, nil
		case ">":
			return order > 0, nil
		}
		return order >= 0, nil
	}
}

// compare orders two values of one type; anything else, and a missing value, has no order.
func compare(a, b any) (int, bool) {
	switch x := a.(type) {
	case string:
		y, ok := b.(string)
		return strings.Compare(x, y), ok
	case bool:
		y, ok := b.(bool)
		if x == y {
			return 0, ok
		}
		return 1, ok
	}
	x, okX := float(a)
	y, okY := float(b)
	switch {
	case !okX || !okY:
		return 0, false
	case x < y:
		return -1, true
	case x > y:
		return 1, true
	}
	return 0, true
}

func float(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	}
	return 0, false
}
