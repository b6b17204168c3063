package calc

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"plotline/data/source"
)

// Calc returns what an expression over figures comes to, and the figures it names, in order. The
// language is that of Where, with numbers only: + - * / ** and brackets, and the functions abs, min,
// max, round(x) and round(x, digits). A figure that lookup does not know is reported with those that
// names lists; one that it knows but that has no number, because of its own errors, ends the
// calculation without a further problem, and ok is false.
func Calc(at source.Span, names []string, lookup func(name string) (n Number, known, ok bool)) (n Number, used []string, ok bool, problems source.List) {
	c := &calculation{expression: expression{at: at, text: at.Text()}, names: names, lookup: lookup}
	tree, err := parser.ParseWithConfig(c.text, language())
	if err != nil {
		c.fail("calc", err, calcHint)
		return Number{}, nil, false, c.problems
	}
	n = c.number(tree.Node)
	return n, c.used, !c.failed && len(c.problems) == 0, c.problems
}

const calcHint = "write it like hefei_ai / (1 + hefei_growth)"

// calculation walks one expression.
type calculation struct {
	expression
	names  []string
	lookup func(string) (Number, bool, bool)
	used   []string
	failed bool
}

func (c *calculation) number(node ast.Node) Number {
	switch n := node.(type) {
	case *ast.IntegerNode:
		return Exact(new(big.Rat).SetInt64(int64(n.Value)))
	case *ast.FloatNode:
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(n.Value, 'g', -1, 64)) // as it was written
		return Exact(r)
	case *ast.IdentifierNode:
		return c.figure(n)
	case *ast.UnaryNode:
		if n.Operator == "-" {
			return neg(c.number(n.Node))
		}
		if n.Operator == "+" {
			return c.number(n.Node)
		}
		return c.refuse(n, "the operator "+n.Operator)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.BuiltinNode:
		return c.function(n, n.Name, n.Arguments)
	case *ast.CallNode:
		name := ""
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			name = callee.Value
		}
		return c.function(n, name, n.Arguments)
	case *ast.StringNode:
		return c.refuse(n, "text")
	case *ast.BoolNode, *ast.NilNode:
		return c.refuse(n, "what is true or false")
	}
	return c.refuse(node, "this")
}

func (c *calculation) figure(n *ast.IdentifierNode) Number {
	v, known, ok := c.lookup(n.Value)
	if !known {
		p := source.Errorf(c.place(n, n.Value), "unknown figure %q; there are no others", n.Value)
		if len(c.names) > 0 {
			p = source.Errorf(c.place(n, n.Value), "unknown figure %q; figures are %s", n.Value, source.Join(c.names)).WithHint(source.DidYouMean(n.Value, c.names))
		}
		c.problems = append(c.problems, p)
		return Exact(new(big.Rat))
	}
	if !slices.Contains(c.used, n.Value) {
		c.used = append(c.used, n.Value)
	}
	if !ok {
		c.failed = true
		return Exact(new(big.Rat))
	}
	return v
}

func (c *calculation) binary(n *ast.BinaryNode) Number {
	a, b := c.number(n.Left), c.number(n.Right)
	switch n.Operator {
	case "+":
		return add(a, b)
	case "-":
		return sub(a, b)
	case "*":
		return mul(a, b)
	case "/":
		if out, ok := div(a, b); ok {
			return out
		}
		if c.sound() {
			c.errorf(n, "say how it is meant", "this divides by 0, or by what may be 0")
		}
		return a
	case "**", "^":
		return c.power(n, a, b)
	}
	return c.refuse(n, "the operator "+n.Operator)
}

// power raises to a whole number exactly, and to a fraction, as growth per year needs it, as closely as
// floating point does.
func (c *calculation) power(n ast.Node, a, b Number) Number {
	if !b.IsExact() {
		return c.errorf(n, "", "an exponent must be exact, not a bound")
	}
	if e := b.Point; e.IsInt() && e.Num().IsInt64() && e.Num().Int64() >= 0 && e.Num().Int64() <= 64 {
		out := Exact(big.NewRat(1, 1))
		for range e.Num().Int64() {
			out = mul(out, a)
		}
		return out
	}
	exponent, _ := b.Point.Float64()
	if a.Low.At == nil || a.Low.At.Sign() <= 0 {
		return c.errorf(n, "", "only a number above 0 can be raised to the power %v", exponent)
	}
	fail := false
	raise := func(r *big.Rat) *big.Rat {
		if r == nil {
			return nil
		}
		x, _ := r.Float64()
		v := math.Pow(x, exponent)
		out := new(big.Rat)
		if math.IsInf(v, 0) || math.IsNaN(v) {
			fail = true
			return out
		}
		return out.SetFloat64(v)
	}
	out := Number{raise(a.Point), End{raise(a.Low.At), a.Low.Open}, End{raise(a.High.At), a.High.Open}}
	if exponent < 0 {
		out.Low, out.High = out.High, out.Low
		if out.Low.At == nil { // of what has no upper end
			out.Low = End{new(big.Rat), true}
		}
	}
	if fail {
		return c.errorf(n, "", "the result is too large")
	}
	return out
}

// function applies one of the few functions. Those that only grow are applied to both ends.
func (c *calculation) function(n ast.Node, name string, arguments []ast.Node) Number {
	if !slices.Contains(functions, name) {
		p := source.Errorf(c.place(n, name), "calc: there is no function %q; functions are %s", name, source.Join(functions)).WithHint(source.DidYouMean(name, functions))
		c.problems = append(c.problems, p)
		return Exact(new(big.Rat))
	}
	var args []Number
	for _, a := range arguments {
		args = append(args, c.number(a))
	}
	switch {
	case !c.sound():
	case name == "abs" && len(args) == 1:
		return absolute(args[0])
	case name == "min" && len(args) > 1:
		return choose(args, -1)
	case name == "max" && len(args) > 1:
		return choose(args, 1)
	case name == "round" && len(args) == 1:
		return rounded(args[0], 0)
	case name == "round" && len(args) == 2 && args[1].IsExact() && args[1].Point.IsInt():
		if d := args[1].Point.Num(); d.IsInt64() && d.Int64() >= -18 && d.Int64() <= 18 {
			return rounded(args[0], int(d.Int64()))
		}
		return c.errorf(n, "", "round goes from -18 to 18 digits")
	default:
		return c.errorf(n, "write round(x, 1), abs(x), min(a, b) or max(a, b)", "%s is not used like this", name)
	}
	return Exact(new(big.Rat))
}

var functions = []string{"abs", "max", "min", "round"}

func (c *calculation) refuse(n ast.Node, what string) Number {
	return c.errorf(n, calcHint, "calc makes numbers of numbers: %s has no place in it", what)
}

func (c *calculation) errorf(n ast.Node, hint, format string, args ...any) Number {
	c.problems = append(c.problems, source.Errorf(c.place(n, ""), format, args...).WithHint(hint))
	return Exact(new(big.Rat))
}

// sound reports whether all that was worked out so far means something.
func (c *calculation) sound() bool { return !c.failed && len(c.problems) == 0 }

// place is where a node stands; name is what stands there, if that is known.
func (c *calculation) place(n ast.Node, name string) source.Span {
	var l file.Location = n.Location()
	return c.span(l.From, max(l.To, l.From+max(utf8.RuneCountInString(name), 1)))
}

func absolute(n Number) Number {
	switch {
	case n.Low.At != nil && n.Low.At.Sign() >= 0:
		return n
	case n.High.At != nil && n.High.At.Sign() <= 0:
		return neg(n)
	}
	all := n.extremes()
	if all[0].inf != 0 {
		all[0].inf = 1
	} else {
		all[0].at = new(big.Rat).Abs(all[0].at)
	}
	return hull(new(big.Rat).Abs(n.Point), append(all[:], extreme{at: new(big.Rat)}))
}

// choose is the largest of some numbers, or with -1 the smallest.
func choose(args []Number, sign int) Number {
	out := args[0]
	for _, n := range args[1:] {
		if n.Point.Cmp(out.Point)*sign > 0 {
			out.Point = n.Point
		}
		a, b := out.extremes(), n.extremes()
		pick := func(x, y extreme) End {
			if c := y.compare(x) * sign; c > 0 || c == 0 && y.open != x.open && (y.open == (sign < 0)) {
				return y.end()
			}
			return x.end()
		}
		out.Low, out.High = pick(a[0], b[0]), pick(a[1], b[1])
	}
	return out
}

// rounded rounds half away from zero to that many digits behind the point.
func rounded(n Number, digits int) Number {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(digits, -digits))), nil))
	if digits < 0 {
		scale.Inv(scale)
	}
	one := func(r *big.Rat) *big.Rat {
		if r == nil {
			return nil
		}
		x := new(big.Rat).Mul(r, scale)
		half := big.NewRat(int64(x.Sign()), 2)
		x.Add(x, half)
		whole := new(big.Rat).SetInt(new(big.Int).Quo(x.Num(), x.Denom()))
		return whole.Quo(whole, scale)
	}
	return Number{one(n.Point), End{At: one(n.Low.At)}, End{At: one(n.High.At)}}
}
