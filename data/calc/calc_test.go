package calc

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/source"
)

// show writes a Number as intervals are written: [ ] with their ends, ( ) without.
func show(n Number) string {
	f := func(r *big.Rat) string { return strings.TrimRight(strings.TrimRight(r.FloatString(4), "0"), ".") }
	if n.IsExact() && n.Point.Cmp(n.Low.At) == 0 {
		return f(n.Point)
	}
	low, high := "(-inf", "inf)"
	if n.Low.At != nil {
		low = map[bool]string{true: "(", false: "["}[n.Low.Open] + f(n.Low.At)
	}
	if n.High.At != nil {
		high = f(n.High.At) + map[bool]string{true: ")", false: "]"}[n.High.Open]
	}
	return f(n.Point) + " in " + low + ", " + high
}

var figures = map[string]Number{
	"a": Exact(big.NewRat(1, 10)), "b": Exact(big.NewRat(2, 10)), "hefei": Bounded(big.NewRat(840, 1), "more-than"),
	"growth": Exact(big.NewRat(232, 1000)), "most": Bounded(big.NewRat(20, 1), "at-most"), "least": Bounded(big.NewRat(5, 1), "at-least"),
	"zero": Exact(new(big.Rat)), "minus": Exact(big.NewRat(-3, 1)),
}

func calculate(text string) (Number, []string, bool, source.List) {
	f := source.NewFile("story.md", []byte(text))
	return Calc(f.All(), []string{"a", "b", "hefei", "growth"}, func(name string) (Number, bool, bool) {
		if name == "broken" {
			return Number{}, true, false
		}
		n, ok := figures[name]
		return n, ok, ok
	})
}

func TestCalc(t *testing.T) {
	for text, want := range map[string]string{
		"0.1 + 0.2":                  "0.3",
		"a + b - 0.3":                "0",
		"1 - 0.9 - 0.1":              "0",
		"1 / 3 * 3":                  "1",
		"-minus ** 2":                "-9", // as in expr, the sign comes last
		"(2 + 3) * 4":                "20",
		"hefei / (1 + growth)":       "681.8182 in (681.8182, inf)",
		"hefei * 2":                  "1680 in (1680, inf)",
		"-hefei":                     "-840 in (-inf, -840)",
		"1000 - hefei":               "160 in (-inf, 160)",
		"1 / hefei":                  "0.0012 in (0, 0.0012)",
		"hefei - hefei":              "0 in (-inf, inf)", // it's not known that they're the same
		"hefei * zero":               "0",
		"hefei * minus":              "-2520 in (-inf, -2520)",
		"least * hefei":              "4200 in (4200, inf)",
		"most - least":               "15 in (-inf, 15]",
		"100 / least":                "20 in (0, 20]",
		"abs(minus)":                 "3",
		"abs(most)":                  "20 in [0, inf)",
		"abs(-hefei)":                "840 in (840, inf)",
		"min(hefei, 1000)":           "840 in (840, 1000]",
		"max(most, 7)":               "20 in [7, 20]",
		"round(2.5)":                 "3",
		"round(-2.5)":                "-3",
		"round(1.005, 2)":            "1.01", // floating point makes 1.00 of it
		"round(862.4, -1)":           "860",
		"hefei ** 0":                 "1",
		"1.21 ** 0.5":                "1.1",
		"(least / 4) ** -1":          "0.8 in (0, 0.8]",
		"9007199254740993 + 0.5 - 1": "9007199254740992.5",
	} {
		n, _, ok, problems := calculate(text)
		if got := show(n); !ok || len(problems) > 0 || got != want {
			t.Errorf("%s = %s, want %s; %v", text, got, want, problems)
		}
	}
	_, used, _, _ := calculate("hefei / (1 + growth) + hefei")
	if fmt.Sprint(used) != "[hefei growth]" {
		t.Errorf("used %v, want hefei and growth", used)
	}
}

func TestBadCalc(t *testing.T) {
	for text, want := range map[string]string{
		"hefei / zero":         "story.md:1:7: this divides by 0, or by what may be 0",
		"1 / (most - 7)":       "story.md:1:3: this divides by 0, or by what may be 0",
		"hefey + 1":            "story.md:1:1: unknown figure \"hefey\"; figures are a, b, hefei, growth",
		"1 + 'x'":              "story.md:1:5: calc makes numbers of numbers: text has no place in it",
		"hefei > 3":            "story.md:1:7: calc makes numbers of numbers: the operator > has no place in it",
		"now()":                "story.md:1:1: calc: there is no function \"now\"; functions are abs, max, min, round",
		"sum(a, b)":            "story.md:1:1: calc: there is no function \"sum\"; functions are abs, max, min, round",
		"round(a, b, 1)":       "story.md:1:1: round is not used like this",
		"round(a, 99)":         "story.md:1:1: round goes from -18 to 18 digits",
		"minus ** 0.5":         "story.md:1:7: only a number above 0 can be raised to the power 0.5",
		"2 ** hefei":           "story.md:1:3: an exponent must be exact, not a bound",
		"1000000 ** 60.5":      "story.md:1:9: the result is too large",
		"(1 + ":                "story.md:1:5: calc: unexpected token EOF",
		"true":                 "story.md:1:1: calc makes numbers of numbers: what is true or false has no place in it",
		"[a]":                  "story.md:1:1: calc makes numbers of numbers: this has no place in it",
		`repeat("x", 1e8)`:     "story.md:1:1: calc: there is no function \"repeat\"; functions are abs, max, min, round",
		"a ? b : hefei":        "story.md:1:13: calc makes numbers of numbers: this has no place in it",
		"hefei / (0 * growth)": "story.md:1:7: this divides by 0, or by what may be 0",
	} {
		_, _, ok, problems := calculate(text)
		if ok || len(problems) == 0 {
			t.Errorf("%s is fine, want %s", text, want)
			continue
		}
		var b strings.Builder
		source.Print(&b, problems[:1])
		got, _, _ := strings.Cut(strings.TrimPrefix(b.String(), "plotline: "), "\n")
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
	if _, _, ok, problems := calculate("broken + 1"); ok || len(problems) > 0 {
		t.Errorf("a calculation over a figure with errors: %v, %v, want neither", ok, problems)
	}
}

func TestNoRow(t *testing.T) {
	table, _ := data.Read(source.NewFile("t.csv", []byte("city,n\nHefei,1\n")), data.Options{})
	_, problems := Value(table, nil, table.Column("n"), "", table.File.All())
	if len(problems) != 1 || problems[0].Hint != "no row satisfies where:, which compares letter by letter" {
		t.Errorf("of no row: %v", problems)
	}
}
