package proof

import (
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"plotline/data/calc"
	"plotline/data/format"
	"plotline/data/source"
	"plotline/site/story"
)

// print fills in what readers see of a figure.
func (w *worker) print(f *Figure) {
	f.Plain = f.Text
	if !f.IsText {
		var problems source.List
		f.Plain, problems = f.format(f.Format, w.env.Language)
		w.report(problems...)
	}
	hedge, words := f.Bound.Value, f.Plain
	if f.Calc.Value != "" {
		hedge = f.Number.Bound()
		switch {
		case hedge != "" && !f.printsExactly(w.env.Language):
			_, words = format.Hedged(w.env.Language, "about", f.Plain) // more than about 682
		case hedge == "" && !f.Number.IsExact():
			hedge = "about"
		}
	}
	f.Sign, _ = format.Hedged(w.env.Language, hedge, f.Plain)
	_, f.Words = format.Hedged(w.env.Language, hedge, words)
}

// printsExactly reports whether the figure's digits are all of it.
func (f *Figure) printsExactly(language string) bool {
	v, exact := f.Number.Point.Float64()
	longest, _ := format.Parse("num12")
	return (exact || f.Number.Point.IsInt()) && len(f.Plain) >= len(strings.TrimRight(strings.TrimRight(longest.Number(language, v), "0"), ".,"))
}

// Percent returns a ratio as percent, in its words: 23.2% of 0.232. It is empty for text, and for a figure that
// says itself how it is printed, or is in percent.
func (f *Figures) Percent(fig *Figure) string {
	if fig.IsText || fig.Percent || fig.Format.Value != "" || fig.Unit.Value != "" {
		return ""
	}
	out := *fig
	out.Number, out.Percent = calc.Times(fig.Number, 100), true
	(&worker{env: Env{Language: f.language}}).print(&out)
	return out.Words
}

// Print returns the figure in a format that stands beside its name: {{hefei_ai | num0}}.
func (f *Figures) Print(fig *Figure, code story.Text) (string, source.List) {
	if fig.IsText || code.Value == "" {
		return fig.Words, nil
	}
	return fig.format(code, f.language)
}

// format prints the number in a format, or with the decimals it has. Calculated numbers have many: they
// print three digits, or all before the point.
func (f *Figure) format(code story.Text, language string) (string, source.List) {
	v, _ := f.Number.Point.Float64()
	as := format.Auto([]float64{v})
	switch {
	case code.Value != "":
		var err error
		if as, err = format.Parse(code.Value); err != nil {
			return "", source.List{source.Errorf(code.At, "%v", err).WithHint(format.Hint(code.Value))}
		}
	case f.Calc.Value != "" && !f.Number.Point.IsInt():
		digits := "0"
		if size := math.Abs(v); size < 10 {
			digits = "2"
		} else if size < 100 {
			digits = "1"
		}
		as, _ = format.Parse("num" + digits)
	}
	if f.Percent {
		if code.Value == "" {
			as, _ = format.Parse(strings.Replace(as.Code(), "num", "pct", 1) + "!")
		}
		as = as.AsPercent()
	}
	return as.Number(language, v), nil
}

// PlainNumber is the value for machines: digits and a point, or nothing.
func (f *Figure) PlainNumber() string {
	if !f.OK || f.IsText {
		return ""
	}
	return Decimal(f.Number.Point)
}

// Decimal writes a fraction as a decimal: exactly when it is one of at most twelve digits behind the
// point, else rounded to twelve.
func Decimal(r *big.Rat) string {
	s := r.FloatString(12)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

var words = regexp.MustCompile(`[\pL][\pL\pN_]*`)

// derivedFrom is the column in which a table may say what its numbers were derived from.
const derivedFrom = "derived_from"

// derived remembers which figures a cell says it was derived from.
func (w *worker) derived(f *Figure) {
	if f.Calc.Value != "" {
		f.rests = slices.Clone(f.Receipt.Uses)
		return
	}
	t := f.Receipt.table
	c := t.Column(derivedFrom)
	if c == nil || len(f.Receipt.Rows) > mostRows {
		return
	}
	for _, row := range f.Receipt.rows[:len(f.Receipt.Rows)] {
		for _, name := range words.FindAllString(c.Text(row), -1) {
			if _, known := w.defs[name]; known && !slices.Contains(f.rests, name) {
				f.rests = append(f.rests, name)
				f.restsAt = t.Cell(row, c)
			}
		}
	}
}

// circles reports figures that are proved from what was derived from them, by cells or calculations.
func (w *worker) circles() {
	done := map[string]bool{}
	var path []string
	var visit func(name string)
	visit = func(name string) {
		if i := slices.Index(path, name); i >= 0 {
			w.circle(append(slices.Clone(path[i:]), name))
			return
		}
		f := w.out.byName[name]
		if done[name] || f == nil {
			return
		}
		path = append(path, name)
		for _, other := range f.rests {
			visit(other)
		}
		path = path[:len(path)-1]
		done[name] = true
	}
	for _, name := range w.out.Names {
		visit(name)
	}
}

// circle reports one circle; those of calculations alone have been.
func (w *worker) circle(names []string) {
	first := slices.IndexFunc(names, func(n string) bool { return w.out.byName[n].Calc.Value == "" })
	if first < 0 {
		return
	}
	f := w.out.byName[names[first]]
	names = slices.Concat(names[first:len(names)-1], names[:first+1])
	p := source.Errorf(f.At, "figure %q rests on a number that was derived from it: %s", f.Name, strings.Join(names, " from ")).
		WithHint("prove it from the numbers that the source gave").WithNote(f.restsAt, "this cell says what it was derived from")
	for _, n := range names[:len(names)-1] {
		w.out.byName[n].OK = false
	}
	w.report(p)
}
