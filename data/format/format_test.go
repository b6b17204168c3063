package format

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestNumberInEnglish(t *testing.T) {
	tests := []struct {
		code string
		in   float64
		want string
	}{
		{"num0", 1234567, "1,234,567"},
		{"num0", 2.5, "3"},
		{"num0", -2.5, "−3"},
		{"num0", 1e21, "1,000,000,000,000,000,000,000"},
		{"num1", -0.04, "0.0"},
		{"num1", math.Copysign(0, -1), "0.0"},
		{"num1", 9.95, "10.0"},
		{"num2", 1.005, "1.01"},
		{"num2", 2.675, "2.68"},
		{"num3", 5e-7, "0.000"},
		{"num7", 5e-7, "0.0000005"},
		{"num1k", 12345, "12.3k"},
		{"num0k", 0, "0"},
		{"num1m", 1234567, "1.2m"},
		{"num1b", -1.25e9, "−1.3bn"},
		{"pct0", 0.232, "23%"},
		{"pct1", 0.232, "23.2%"},
		{"pct1", 1.1, "110.0%"},
		{"pct1!", 23.2, "23.2%"},
		{"pct1!", -0.5, "−0.5%"},
		{"usd0", 1234, "$1,234"},
		{"usd2", -1234.5, "−$1,234.50"},
		{"usd1m", 1234567, "$1.2m"},
		{"cny0", 1234, "¥1,234"},
		{"eur2", 0.5, "€0.50"},
		{"gbp0", 99.5, "£100"},
		{"mult1", 2.5, "2.5×"},
		{"id", 20210001, "20210001"},
		{"id", -1.5, "-1.5"},
		{"year", 2021, "2021"},
		{"year", 0, "1970"},
		{"month", 1630000000000, "August 2021"},
		{"date-short", 1632700800000, "27 Sept 2021"},
		{"#,##0.0", 1234.56, "1,234.6"},
		{"0", 1234.56, "1235"},
		{"0.00", 1234.5, "1234.50"},
		{"#,##0.##", 1234.5, "1,234.5"},
		{"#,##0.0##", 7, "7.0"},
		{"0.0%", 0.232, "23.2%"},
		{"0.0%!", 23.2, "23.2%"},
		{`#,##0 "km"`, 1234, "1,234 km"},
		{`'about '0"%"`, 12, "about 12%"},
		{"num0", math.NaN(), ""},
		{"num0", math.Inf(-1), ""},
		{"date", 1e300, ""},
	}
	for _, test := range tests {
		f, err := Parse(test.code)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.code, err)
			continue
		}
		if got := f.Number("en", test.in); got != test.want {
			t.Errorf("%s of %v = %q, want %q", test.code, test.in, got, test.want)
		}
	}
}

// The rows differ in separators, patterns, scales and invisible signs (\u00a0, \u202f, marks of direction).
func TestNumberByLanguage(t *testing.T) {
	codes := []string{"num1", "pct0", "usd0", "cny0", "num1m"}
	values := []float64{-1234.56, -0.23, -12345, 1234, 123456789}
	tests := []struct {
		lang string
		want [5]string
	}{
		{"en", [5]string{"−1,234.6", "−23%", "−$12,345", "¥1,234", "123.5m"}},
		{"en-US", [5]string{"−1,234.6", "−23%", "−$12,345", "¥1,234", "123.5M"}},
		{"zh-Hans", [5]string{"−1,234.6", "−23%", "−$12,345", "¥1,234", "1.235亿"}},
		{"zh-Hant", [5]string{"−1,234.6", "−23%", "−$12,345", "¥1,234", "1.235億"}},
		{"ja", [5]string{"−1,234.6", "−23%", "−$12,345", "1,234元", "1.235億"}},
		{"ko", [5]string{"−1,234.6", "−23%", "−$12,345", "¥1,234", "1.235억"}},
		{"de", [5]string{"−1.234,6", "−23\u00a0%", "−12.345\u00a0$", "1.234\u00a0¥", "123,5\u00a0Mio."}},
		{"fr", [5]string{"−1\u202f234,6", "−23\u00a0%", "−12\u202f345\u00a0$", "1\u202f234\u00a0¥", "123,5\u00a0M"}},
		{"es", [5]string{"−1234,6", "−23\u00a0%", "−12.345\u00a0$", "1234\u00a0¥", "123,5\u00a0M"}},
		{"pt", [5]string{"−1.234,6", "−23%", "−$\u00a012.345", "¥\u00a01.234", "123,5\u00a0mi"}},
		{"pt-PT", [5]string{"−1234,6", "−23%", "−12\u00a0345\u00a0$", "1234\u00a0¥", "123,5\u00a0M"}},
		{"nl", [5]string{"−1.234,6", "−23%", "$\u00a0−12.345", "¥\u00a01.234", "123,5\u00a0mln."}},
		{"pl", [5]string{"−1234,6", "−23%", "−12\u00a0345\u00a0$", "1234\u00a0¥", "123,5\u00a0mln"}},
		{"tr", [5]string{"−1.234,6", "−%23", "−$12.345", "¥1.234", "123,5\u00a0Mn"}},
		{"ar", [5]string{"\u200e−1,234.6", "\u200e−23\u200e%\u200e", "\u200f\u200e−12,345\u00a0$", "\u200f1,234\u00a0¥", "123.5\u00a0مليون"}},
		{"de-AT", [5]string{"−1.234,6", "−23\u00a0%", "−12.345\u00a0$", "1.234\u00a0¥", "123,5\u00a0Mio."}},
		{"xx", [5]string{"−1,234.6", "−23%", "−$12,345", "¥1,234", "123.5m"}},
	}
	for _, test := range tests {
		for i, code := range codes {
			f, err := Parse(code)
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Number(test.lang, values[i]); got != test.want[i] {
				t.Errorf("%s: %s of %v = %+q, want %+q", test.lang, code, values[i], got, test.want[i])
			}
		}
	}
}

// What Intl prints in Node is what we print, but for the minus sign. testdata/intl.json comes from
// generate/generate.mjs.
func TestNumberAgreesWithIntl(t *testing.T) {
	raw, err := os.ReadFile("testdata/intl.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden map[string]map[string][]string
	if err := json.Unmarshal(raw, &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden) != len(languages().Languages) {
		t.Errorf("intl.json has %d languages, the table %d", len(golden), len(languages().Languages))
	}
	values := []float64{0, 2.5, -2.5, 1.005, 999.995, 1234.5, -12345.678, 9876543210.125}
	for lang, codes := range golden {
		for code, want := range codes {
			f, err := Parse(code)
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range values {
				if got := f.Number(lang, v); got != want[i] {
					t.Errorf("%s: %s of %v = %+q, Intl prints %+q", lang, code, v, got, want[i])
				}
			}
		}
	}
}

// A code of thousands is as exact in 万 as in k, and an axis reads well.
func TestMyriad(t *testing.T) {
	tests := []struct {
		code   string
		values []float64
		want   string
	}{
		{"num0k", []float64{0, 5000, 10000, 15000, -20000}, "0 5,000 1万 1.5万 −2万"},
		{"num1k", []float64{12345, 9999.96, 123456789, 0.4}, "1.23万 1万 1.234568亿 0"},
		{"num0m", []float64{5e6, 12e6, 99994999, 99996000, 1.25e8}, "500万 1,200万 9,999万 1亿 1.25亿"},
		{"num1b", []float64{1.25e9, 1.2e12, 1.5e16}, "13亿 1.2万亿 15,000万亿"},
		{"cny1m", []float64{-123456789}, "−¥1.235亿"},
	}
	for _, test := range tests {
		f, err := Parse(test.code)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range test.values {
			got = append(got, f.Number("zh-Hans", v))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s of %v = %q, want %q", test.code, test.values, s, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ code, hint string }{
		{"numo", `did you mean "num0"?`},
		{"Pct1", `did you mean "pct1"?`},
		{"pct1k", `did you mean "pct1"?`},
		{"mult1m", `did you mean "mult1"?`},
		{"num1!", `did you mean "num1"?`},
		{"num12", `did you mean "num1"?`},
		{"", ""},
		{"0.", ""},
		{"#,##0.0000000000", ""},
		{"0,0", ""},
		{`0 "km`, ""},
		{"constructor", ""},
	}
	for _, test := range tests {
		f, err := Parse(test.code)
		if err == nil {
			t.Errorf("Parse(%q) = %q, want an error", test.code, f.Code())
			continue
		}
		if hint := Hint(test.code); hint != test.hint {
			t.Errorf("Hint(%q) = %q, want %q", test.code, hint, test.hint)
		}
	}
	_, err := Parse("numo")
	want := `unknown format "numo"; formats are ` + strings.Join(Codes(), ", ") + `, or a pattern such as "#,##0.0"`
	if err.Error() != want {
		t.Errorf("Parse says %q, want %q", err, want)
	}
}

func TestCodesParse(t *testing.T) {
	for _, code := range Codes() {
		f, err := Parse(code)
		if err != nil || f.Code() != code {
			t.Errorf("Parse(%q) = %q, %v", code, f.Code(), err)
		}
	}
	var zero Format
	if got := zero.Number("en", 1234.5); zero.Code() != "num0" || got != "1,235" {
		t.Errorf("the zero Format is %s and prints %q, want num0 and 1,235", zero.Code(), got)
	}
}

func TestAsPercent(t *testing.T) {
	for code, want := range map[string]string{
		"pct1": "pct1!", "pct1!": "pct1!", "num1": "num1", "0.0%": "0.0%!", `"% "0% "%"`: `"% "0%! "%"`,
	} {
		f, err := Parse(code)
		if err != nil {
			t.Fatal(err)
		}
		p := f.AsPercent()
		again, err := Parse(p.Code())
		if p.Code() != want || err != nil || again != p {
			t.Errorf("%q as percent is %q (%v), want %q", code, p.Code(), err, want)
		}
	}
}

func TestAuto(t *testing.T) {
	tests := []struct {
		in   []float64
		want string
	}{
		{nil, "num0"},
		{[]float64{840, 1200, math.NaN()}, "num0"},
		{[]float64{20.947, 21.2}, "num3"},
		{[]float64{23.2, 5}, "num1"},
		{[]float64{0.1 + 0.2}, "num1"},
		{[]float64{1.0 / 3}, "num3"},
		{[]float64{0.00042, 1}, "num4"},
		{[]float64{5e-300}, "num9"},
		{[]float64{1e21, 0}, "num0"},
	}
	for _, test := range tests {
		if got := Auto(test.in); got.Code() != test.want {
			t.Errorf("Auto(%v) = %s, want %s", test.in, got.Code(), test.want)
		} else if again, err := Parse(got.Code()); err != nil || again != got {
			t.Errorf("Auto(%v) is not what its code %s says", test.in, got.Code())
		}
	}
}

func TestBound(t *testing.T) {
	for mark, want := range map[string]string{">": ">840", ">=": "≥840", "≥": "≥840", "<": "<840", "<=": "≤840", "~": "~840", "": "840", "?": "?840"} {
		if got := Bound(mark, "840"); got != want {
			t.Errorf("Bound(%q) = %q, want %q", mark, got, want)
		}
	}
	if !slices.Equal(Marks(), []string{">", ">=", "<", "<=", "~"}) {
		t.Errorf("Marks() = %q", Marks())
	}
}

func TestHedged(t *testing.T) {
	for _, test := range [][9]string{ // hedge, sign, in words: en-AU, zh, zh-HK, de-AT, fr-CA, es-MX, sv
		{"more-than", ">840", "more than 840", "超过840", "超過840", "mehr als 840", "plus de 840", "más de 840", ">840"},
		{"at-least", "≥840", "at least 840", "至少840", "至少840", "mindestens 840", "au moins 840", "al menos 840", "≥840"},
		{"less-than", "<840", "less than 840", "少于840", "少於840", "weniger als 840", "moins de 840", "menos de 840", "<840"},
		{"fewer-than", "<840", "fewer than 840", "少于840", "少於840", "weniger als 840", "moins de 840", "menos de 840", "<840"},
		{"at-most", "≤840", "at most 840", "至多840", "至多840", "höchstens 840", "au plus 840", "como máximo 840", "≤840"},
		{"up-to", "≤840", "up to 840", "至多840", "至多840", "bis zu 840", "jusqu’à 840", "hasta 840", "≤840"},
		{"about", "~840", "about 840", "约840", "約840", "rund 840", "environ 840", "alrededor de 840", "~840"},
		{"nearly", "~840", "nearly 840", "近840", "近840", "fast 840", "près de 840", "casi 840", "~840"},
		{"just-under", "~840", "just under 840", "略低于840", "略低於840", "knapp 840", "un peu moins de 840", "algo menos de 840", "~840"},
		{"just-over", "~840", "just over 840", "略高于840", "略高於840", "etwas mehr als 840", "un peu plus de 840", "algo más de 840", "~840"},
		{"", "840", "840", "840", "840", "840", "840", "840", "840"},
	} {
		got := [9]string{test[0]}
		got[1], got[2] = Hedged("en-AU", test[0], "840")
		_, got[3] = Hedged("zh", test[0], "840")
		_, got[4] = Hedged("zh-HK", test[0], "840")
		_, got[5] = Hedged("de-AT", test[0], "840")
		_, got[6] = Hedged("fr-CA", test[0], "840")
		_, got[7] = Hedged("es-MX", test[0], "840")
		_, got[8] = Hedged("sv", test[0], "840")
		if got != test {
			t.Errorf("Hedged gives %q, want %q", got, test)
		}
	}
}

// Whatever Parse accepts, it accepts again from Code, and the number's text is one line without a
// sign on nought.
func FuzzParse(f *testing.F) {
	for _, code := range twinCodes() {
		f.Add(code, 1234.5)
	}
	f.Add(`"0¤"#,##0.0#%!'%d'`, -0.0001)
	f.Fuzz(func(t *testing.T, code string, v float64) {
		format, err := Parse(code)
		if err != nil {
			return
		}
		again, err := Parse(format.Code())
		if err != nil || again != format {
			t.Fatalf("Parse(%q) is %+v, its code %q gives %+v, %v", code, format, format.Code(), again, err)
		}
		for _, g := range []Format{format, format.AsPercent()} {
			if _, err := Parse(g.Code()); err != nil {
				t.Fatal(err)
			}
			for _, lang := range []string{"en", "zh", "de", "ar"} {
				g.Number(lang, v)
			}
		}
		bare := format
		bare.prefix, bare.suffix = "", ""
		text := bare.Number("en", v)
		if !format.Dates() && strings.Contains(text, "−") && !strings.ContainsAny(text, "123456789") {
			t.Fatalf("%q of %v = %q, a sign on nought", code, v, text)
		}
	})
}
