package proof

import (
	"fmt"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/source"
	"plotline/site/claim"
	"plotline/site/story"
)

const table = `city,year,firms,growth,derived_from
Hefei,2020,682,,hefei / (1 + growth)
Hefei,2021,840,23.2,
Shenyang,2021,860,,
`

type tables map[string]*data.Table

func (t tables) Table(name string) (*data.Table, bool) { x, ok := t[name]; return x, ok }
func (t tables) Names() []string                       { return []string{"firms.csv"} }

// work works out figures that are written as in front matter.
func work(t *testing.T, figures string) (*Figures, string) {
	t.Helper()
	read, _ := data.Read(source.NewFile("data/firms.csv", []byte(table)), data.Options{Name: "firms.csv"})
	own, problems := story.ReadFigures(source.NewFile("s.md", []byte(figures)))
	out, more := Work(own, nil, Env{Language: "en", Tables: tables{"firms.csv": read}})
	far, _ := data.Read(source.NewDistant("data/firms.csv", len(table), func() (source.Reader, error) { return opened{strings.NewReader(table)}, nil }), data.Options{Name: "firms.csv"})
	same, alike := Work(own, nil, Env{Language: "en", Tables: tables{"firms.csv": far}})
	if print(more) != print(alike) {
		t.Errorf("of a table that is not held it is said\n%s\nand else\n%s", print(alike), print(more))
	}
	for _, name := range out.Names {
		a, b := out.Get(name), same.Get(name)
		if fmt.Sprint(a.OK, a.Words, a.Text, rowsOf(a), a.rests) != fmt.Sprint(b.OK, b.Words, b.Text, rowsOf(b), b.rests) || string(a.Receipt.CSV()) != string(b.Receipt.CSV()) {
			t.Errorf("%s is %+v of a table that is not held, and else %+v", name, b, a)
		}
	}
	return out, print(append(problems, more...))
}

type opened struct{ *strings.Reader }

func (opened) Close() error { return nil }

// rowsOf are the receipt's rows, for comparison.
func rowsOf(f *Figure) (rows []string) {
	for _, r := range f.Receipt.Rows {
		rows = append(rows, fmt.Sprint(r.Number, r.Label, r.Cell, r.At.Position()))
	}
	return rows
}

// print is the problems' first lines and notes.
func print(l source.List) string {
	var b strings.Builder
	source.Print(&b, l)
	var out []string
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(line, "plotline: ") || strings.HasPrefix(line, "    data/") || strings.HasPrefix(line, "    s.md") {
			out = append(out, strings.TrimPrefix(strings.TrimSpace(line), "plotline: "))
		}
	}
	return strings.Join(out, "\n")
}

const hefei = `hefei: {data: firms.csv, where: 'city == "Hefei" && year == 2021', value: firms, bound: more-than}
growth: {data: firms.csv, where: 'year == 2021 && city == "Hefei"', value: growth, unit: percent}
`

func TestFigures(t *testing.T) {
	for _, c := range []struct{ figure, plain, sign, words string }{
		{"x: {data: firms.csv, where: 'city == \"Hefei\" && year == 2021', value: firms, bound: more-than}", "840", ">840", "more than 840"},
		{"x: {data: firms.csv, where: 'growth > 0', value: growth, unit: percent}", "23.2%", "23.2%", "23.2%"},
		{"x: {data: firms.csv, value: firms, agg: sum, format: num1k}", "2.4k", "2.4k", "2.4k"},
		{"x: {data: firms.csv, value: firms, agg: mean}", "794", "794", "794"},
		{"x: {data: firms.csv, where: 'city == \"Shenyang\"', value: city}", "Shenyang", "Shenyang", "Shenyang"},
		{"x: {calc: hefei / (1 + growth)}", "682", ">682", "more than about 682"},
		{"x: {calc: growth * 2, unit: percent}", "46.4%", "46.4%", "46.4%"},
		{"x: {calc: growth * 2}", "0.46", "0.46", "0.46"},
		{"x: {calc: 10 / 4}", "2.50", "2.50", "2.50"},
		{"x: {calc: hefei * 2}", "1,680", ">1,680", "more than 1,680"},
		{"x: {calc: 1000 - hefei}", "160", "<160", "less than 160"},
		{"x: {data: firms.csv, value: firms, agg: max, bound: nearly}", "860", "~860", "nearly 860"},
		{"x: {data: firms.csv, value: firms, agg: max, bound: just-over}", "860", "~860", "just over 860"},
		{"x: {data: firms.csv, value: firms, agg: max, bound: fewer-than}", "860", "<860", "fewer than 860"},
		{"x: {data: firms.csv, value: firms, agg: max, bound: about}", "860", "~860", "about 860"},
	} {
		got, problems := work(t, hefei+c.figure+"\n")
		f := got.Get("x")
		if problems != "" || f == nil || !f.OK || f.Plain != c.plain || f.Sign != c.sign || f.Words != c.words {
			t.Errorf("%s is %+v, want %q %q %q; %s", c.figure, f, c.plain, c.sign, c.words, problems)
		}
	}
	got, _ := work(t, hefei)
	r := got.Get("hefei").Receipt
	if r.File != "data/firms.csv" || len(r.Rows) != 1 || r.Rows[0].Number != 2 || r.Rows[0].Label != "Hefei, 2021" || r.Rows[0].Cell != "840" || r.Rows[0].At.Text() != "840" {
		t.Errorf("the receipt is %+v", r)
	}
}

// A ratio that words call percent is told as percent as well, unless its figure says how it is printed.
func TestPercent(t *testing.T) {
	const base = "a: {data: firms.csv, where: 'year == 2020', value: firms}\nb: {data: firms.csv, value: firms, agg: max}\n"
	for figure, want := range map[string]string{
		"{calc: a / b}":                              "79.3%",
		"{calc: a / b - 1}":                          "−20.7%",
		"{calc: a / 2000}":                           "34.1%",
		"{calc: a / b, format: num2}":                "",
		"{calc: a / b, unit: percent}":               "",
		"{data: firms.csv, value: growth, agg: sum}": "2,320%",
		"{data: firms.csv, value: growth, agg: sum, bound: more-than}": "more than 2,320%",
		"{data: firms.csv, value: growth, agg: sum, unit: percent}":    "",
		"{data: firms.csv, where: 'firms == 860', value: city}":        "",
	} {
		figures, problems := work(t, base+"x: "+figure+"\n")
		if f := figures.Get("x"); problems != "" || figures.Percent(f) != want {
			t.Errorf("%s is %s, want %s; %s", figure, figures.Percent(f), want, problems)
		}
	}
	figures, _ := work(t, base+"x: {calc: a / b}\n")
	for words, want := range map[string]bool{"79 percent": true, "79.3%": true, "0.79": false, "four fifths": false} {
		at := source.NewFile("s.md", []byte(words)).All()
		if j, _ := figures.Judge(story.Claim{Words: words, Figure: "x", At: at, Whole: at}, claim.Tolerances{}); j.Percent != want {
			t.Errorf("%q names percent: %v, want %v", words, j.Percent, want)
		}
	}
}

func TestBadFigures(t *testing.T) {
	for figures, want := range map[string]string{
		"a: {calc: b + 1}\nb: {calc: a - 1}":                        "s.md:2:11: figure \"a\" is calculated from itself, by way of a, b, a\ns.md:1:11: a rests on it",
		"a: {calc: a}":                                              `s.md:1:11: figure "a" is calculated from itself`,
		"a: {calc: c + 1}":                                          `s.md:1:11: unknown figure "c"; there are no others`,
		"a: {data: firms.csv, value: firms}":                        "s.md:1:1: 3 rows of table \"firms.csv\" are meant, where exactly one must be\ndata/firms.csv:2:12: one of them\ndata/firms.csv:3:12: one of them\ndata/firms.csv:4:15: one of them",
		"a: {data: firms.csv, where: 'year == 1999', value: firms}": `s.md:1:1: 0 rows of table "firms.csv" are meant, where exactly one must be`,
		"a: {data: firms.csv, value: city, agg: sum}":               "s.md:1:1: sum needs numbers, but column \"city\" holds text\ndata/firms.csv:2:1: the first cell that is no number is \"Hefei\"",
		"a: {data: firms.csv, value: firms, calc: 1 + 1}":           `s.md:1:42: figure "a" is calculated from other figures; data, where, value, agg and bound have no place beside calc`,
		"a: {format: num0}":                                         `s.md:1:1: figure "a" needs data and value, or calc`,
		"a: {data: firms.csv, where: 'city == \"Shenyang\"', value: city}\nb: {calc: a * 2}":                                                            `s.md:2:11: figure "a" is the text "Shenyang", which is no number`,
		"hefei: {calc: old * (1 + growth)}\n" + hefei[strings.Index(hefei, "growth:"):] + "old: {data: firms.csv, where: 'year == 2020', value: firms}": "s.md:3:1: figure \"old\" rests on a number that was derived from it: old from hefei from old\ndata/firms.csv:2:17: this cell says what it was derived from",
	} {
		if _, got := work(t, figures+"\n"); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", figures, got, want)
		}
	}
}

func TestJudge(t *testing.T) {
	figures, problems := work(t, hefei+`old: {calc: hefei / (1 + growth)}
north: {data: firms.csv, where: 'firms == 860', value: city}
`)
	if problems != "" {
		t.Fatal(problems)
	}
	for _, c := range []struct{ before, words, figure, want string }{
		{"", "more than 840", "hefei", ""},
		{"", "23 percent", "growth", ""},
		{"rose ", "23.2 percent", "growth", ""},
		{"fell ", "23.2 percent", "growth", "s.md:1:1: the words \"23.2 percent\" are not true of growth: the value rises, the words say fell\ndata/firms.csv:3:16: growth of Hefei, 2021 is 23.2"},
		{"", "more than 680", "old", ""},
		{"", "more than 682", "old", "s.md:1:1: the words \"more than 682\" are not true of old: the value may be anything above 681.8; that does not prove \"more than 682\"\ns.md:3:13: old is hefei / (1 + growth) = >682\ndata/firms.csv:3:12: firms of Hefei, 2021 is 840\ndata/firms.csv:3:16: growth of Hefei, 2021 is 23.2"},
		{"", "Shenyang", "north", ""},
		{"", "Dalian", "north", "s.md:1:1: the words \"Dalian\" are not what north is: the cell says \"Shenyang\"\ndata/firms.csv:4:1: city of 2021 is Shenyang"},
		{"", "many", "hefei", `s.md:1:1: the words "many" cannot be judged: "many" names no number`},
		{"", "840", "hefey", `s.md:1:1: unknown figure "hefey"; figures are growth, hefei, north, old`},
	} {
		at := source.NewFile("s.md", []byte(c.words)).All()
		judged, problems := figures.Judge(story.Claim{Words: c.words, Figure: c.figure, Before: c.before, At: at, Whole: at}, claim.Tolerances{})
		if got := print(problems); got != c.want || judged.OK && (judged.Verdict.Truth == claim.True) != (c.want == "") {
			t.Errorf("%s[%s](=%s):\ngot  %s\nwant %s", c.before, c.words, c.figure, got, c.want)
		}
	}
}
