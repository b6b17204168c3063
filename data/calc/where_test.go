package calc

import (
	"fmt"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/source"
)

const table = "city,year,companies,GDP per head,day,城市\nHefei,2020,682,1,2021-05-01,a\nHefei,2021,840,2,2021-06-01,b\nShenyang,2021,,3,2021-07-01,c\n"

func TestNowhere(t *testing.T) {
	tab, _ := data.Read(source.NewFile("data/towns.csv", []byte("Town (area),code,day,n\nFlensburg – Schleswig,DE-1,2021-05-01,1\nHusum,DE-2,2021-05-02,2\nHusum Nord,DE-2,2021-05-02,2\n")), data.Options{Name: "towns"})
	for in, want := range map[string]string{
		`col("Town (area)") == "Flensburg"`:             `"Flensburg" stands nowhere in Town (area); did you mean "Flensburg – Schleswig"?`,
		`n > 1 && "husum" == col("Town (area)")`:        `"husum" stands nowhere in Town (area); did you mean "Husum"?`,
		`col("Town (area)") == "Husum" && code == "DE"`: `"DE" stands nowhere in code`,
		`day == "2021-05-03" || code == "x"`:            `"2021-05-03" stands nowhere in day; did you mean "2021-05-01"?`,
		`code == "DE-1" && n == 2`:                      "",
		`code != "DE"`:                                  "",
		`n ==`:                                          "",
	} {
		if got := Nowhere(tab, source.NewFile("s.md", []byte(in)).All()); got != want {
			t.Errorf("Nowhere(%s) = %q, want %q", in, got, want)
		}
	}
}

func TestWhere(t *testing.T) {
	csv := source.NewFile("data/ai.csv", []byte(table))
	tab, problems := data.Read(csv, data.Options{Name: "ai"})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	tests := []struct{ in, want string }{
		{`city == "Hefei" && year == 2021`, "[1]"},
		{`companies > 0`, "[0 1]"},
		{`companies < 1 || year == 2021`, "[1 2]"},
		{`companies != 840`, "[0]"},
		{`col("GDP per head") >= 2`, "[1 2]"},
		{`day > "2021-05-15"`, "[1 2]"},
		{`城市 == "c"`, "[2]"},
		{`city in ["Hefei"]`, "[0 1]"},
		{`col("comp" + "anies") == 840`, "[1]"},
		{`cty == "Hefei"`, `1:9: table "ai" has no column "cty" (did you mean "city"?)`},
		{`col("GDP") > 1`, `1:13: table "ai" has no column "GDP" (did you mean "GDP per head"?)`},
		{`companies == "x"`, `1:19: where: invalid operation: == (mismatched types float64 and string) (text stands in quotes, numbers do not)`},
		{`city ==`, `1:15: where: unexpected token EOF (write it like city == "Hefei" && year == 2021)`},
		{`companies`, `1:9: where: expected bool, but got float64 (write it like city == "Hefei" && year == 2021)`},
		{`now() > 1`, `1:9: where: there is no function "now"`},
	}
	far, _ := data.Read(source.NewDistant("data/ai.csv", len(table), func() (source.Reader, error) { return opened{strings.NewReader(table)}, nil }), data.Options{Name: "ai"})
	for _, tt := range tests {
		f := source.NewFile("s.md", []byte("where:  "+tt.in))
		at := f.Span(8, 8+len(tt.in))
		rows, problems := Where(tab, at)
		var farRows []int
		farProblems := Each(far, at, nil, func(part *data.Table, rows []int) bool {
			farRows = append(farRows, rows...)
			return true
		})
		for _, g := range []struct {
			by       string
			rows     []int
			problems source.List
		}{{"Where", rows, problems}, {"Each", farRows, farProblems}} {
			got := fmt.Sprint(g.rows)
			if len(g.problems) > 0 {
				p := g.problems[0]
				got = strings.TrimPrefix(p.At.Position().String(), "s.md:") + ": " + p.Text + " (" + p.Hint + ")"
			}
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s(%s) = %s, want %s", g.by, tt.in, got, tt.want)
			}
		}
	}
}

type opened struct{ *strings.Reader }

func (opened) Close() error { return nil }

func FuzzWhere(f *testing.F) {
	tab, _ := data.Read(source.NewFile("data/ai.csv", []byte(table)), data.Options{Name: "ai"})
	for _, s := range []string{`city == "Hefei"`, `col("x")`, `year in 1..3`, `companies ?? 1 > 2`, `[`, `repeat("x", 1e8) == ""`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("s.md", []byte(text))
		_, problems := Where(tab, file.All())
		for _, p := range problems {
			if p.At.End > len(text) || p.At.Start > p.At.End {
				t.Errorf("problem outside the expression: %+v", p.At)
			}
		}
	})
}
