package calc

import "testing"

func TestSay(t *testing.T) {
	for _, c := range []struct{ language, agg, column, where, want string }{
		{"en", "", "companies", "", "companies"},
		{"en", "only", "companies", "year == 2021", "companies, where year is 2021"},
		{"en-GB", "", "share", `place == "Chengdu" && product == 'laptops'`, "share, where place is “Chengdu” and product is “laptops”"},
		{"en", "sum", "people", "derived == false", "sum of people, where derived is false"},
		{"en", "mean", "n", `(year >= 2019 or year < -3) and year != 2020`, "average of n, where (year is at least 2019 or year is less than −3) and year is not 2020"},
		{"en", "count", "city", `col("GDP per head") > 1.5e3`, "count of city, where GDP per head is more than 1.5e3"},
		{"en", "max", "n", `city in ["Ax", "By"]`, "highest of n, where city is one of “Ax”, “By”"},
		{"en", "min", "n", `name startsWith "Q" || name contains "<b>"`, "lowest of n, where name begins with “Q” or name contains “<b>”"},
		{"en", "", "n", "len(city)  >\n 3", "n, where len(city) > 3"},
		{"en", "", "n", `not (a == 1)`, "n, where not (a == 1)"},
		{"en", "", "n", `a > b * 2`, "n, where a > b * 2"},
		{"en", "", "n", `a > 1 ? b : c`, "n, where a > 1 ? b : c"},
		{"sv", "median", "n", "a <= 3", "median of n, where a is at most 3"},
		{"fr", "median", "n", `a <= 3 and b == "x"`, "médiane de n, pour a ≤ 3 et b = «\u00a0x\u00a0»"},
		{"de-AT", "max", "miete", "jahr in [2020, 2021]", "größter Wert von miete, für jahr aus 2020, 2021"},
		{"es", "count", "n", `a startsWith "x" or a != "y"`, "número de n, para a empieza por «x» o a ≠ «y»"},
		{"zh", "sum", "people", `city == "合肥" && year == 2021`, "people 合计，条件：city 为 “合肥”，且 year 为 2021"},
		{"zh-Hant-HK", "sum", "people", `city == "合肥" && year == 2021`, "people 合計，條件：city 為 「合肥」，且 year 為 2021"},
		{"zh-TW", "", "people", "a in [1, 2]", "people，條件：a 屬於 1、2"},
	} {
		if got := Say(c.language, c.agg, c.column, c.where); got != c.want {
			t.Errorf("Say(%q, %q, %q, %q) = %q, want %q", c.language, c.agg, c.column, c.where, got, c.want)
		}
	}
}

func TestTerms(t *testing.T) {
	for formula, want := range map[string]string{
		"a / (1 + b)":          "<a> ÷ (1 + <b>)",
		"a*b-c":                "<a> × <b> − <c>",
		"-(a / 3) + 2**3 - -1": "−(<a> ÷ 3) + 2 ^ 3 − −1",
		"round(a/7, 2)+min(b)": "round(<a> ÷ 7, 2) + min(<b>)",
		"a ' b":                "a ' b",
	} {
		got := ""
		for _, term := range Terms(formula) {
			if term.Name {
				term.Text = "<" + term.Text + ">"
			}
			got += term.Text
		}
		if got != want {
			t.Errorf("Terms(%q) says %q, want %q", formula, got, want)
		}
	}
}
