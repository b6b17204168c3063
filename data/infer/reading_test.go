package infer

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"plotline/data/cell"
	"plotline/data/source"
)

// read shows the cells of a column, divided by |, to a Finding as a table does: what is missing in every column is empty.
func read(name, cells string) (r Reading, shown []string, problems source.List) {
	file := source.NewFile("a.csv", []byte(cells))
	f := New(Column{Name: name, Delimiter: '\t', Place: func(s cell.Sight) source.Span { return file.Of(s.At, s.At) }})
	for i, s := range strings.Split(cells, "|") {
		if cell.Missing(s) {
			s = ""
		}
		g := cell.GistOf(s)
		shown = append(shown, s)
		f.Mark(i, i, s, &g)
	}
	f.SettleMarks()
	for i, s := range shown {
		g := cell.GistOf(s)
		f.Look(i, i, s, &g)
	}
	r, problems = f.Settle()
	return r, shown, problems
}

// Each column of cells is read as numbers, or stays text.
func TestNumerals(t *testing.T) {
	for cells, want := range map[string]string{
		"716.784,1|1,5":                "716784.1 1.5",
		"1 234|1 234 567,5":            "1234 1.2345675e+06",
		"1\u00a0234|12\u202f345":       "1234 12345",
		"1'234|1’234.5":                "1234 1234.5",
		"(1,234)|2,000":                "-1234 2000",
		"(1)|(2)":                      "text",
		"−5|–":                         "-5 missing",
		"－５|１２３":                       "-5 123",
		"١٢٣|٣٫٥":                      "123 3.5",
		"۱۲۳|४५":                       "123 45",
		"12 %|7.5%|１２％":                "12 7.5 12",
		"12%|0.5":                      "text",
		"€3.2m|€500k|€1bn|-€5|€(2.5)":  "3.2e+06 500000 1e+09 -5 -2.5",
		"3.2m|5m":                      "text",
		"CHF 1'234.50|CHF 2":           "1234.5 2",
		"12,50 €|3 €":                  "12.5 3",
		"US$ 5|US$ 1,000":              "5 1000",
		"€5|$5":                        "text",
		"12万|1.5亿":                     "120000 1.5e+08",
		"1,234*|56[2]|7 p|8(a)|9†|10¹": "1234 56 7 8 9 10",
		"12 (3)|14 (4)":                "text",
		"007|010":                      "text",
		"1E5|2E7":                      "text",
		"1.5E5|2e-3":                   "150000 0.002",
		"9007199254740993|1":           "text",
		"1e309|1":                      "text",
		"1,5|2.5":                      "text",
		"x|5|6":                        "missing 5 6",
		"x|5":                          "text",
		"#REF!|5":                      "missing 5",
		": z|5.5":                      "missing 5.5",
		"1.234.567|12":                 "1.234567e+06 12",
		"10.0.0.1|10.0.0.2":            "text",
		"+49 30 1234|+49 89 555":       "text",
		"1-2|3-4":                      "text",
		"Infinity|NaN":                 "text",
		"$|€":                          "text",
		"5 m²|6 m²":                    "text",
		"1,23,456|2":                   "text",
	} {
		r, shown, problems := read("n", cells)
		got := "text"
		if r.Type == Number {
			var values []string
			for _, s := range shown {
				if v := r.Number(r.Text(s)); math.IsNaN(v) {
					values = append(values, "missing")
				} else {
					values = append(values, fmt.Sprint(v))
				}
			}
			got = strings.Join(values, " ")
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s (%v)", cells, got, want, problems)
		}
	}
}

// Each column of cells is read as dates of one grain, or stays text.
func TestDates(t *testing.T) {
	for cells, want := range map[string]string{
		"2021-05-27|2021/5/28|2021.05.29":                  "2021-05-27 2021-05-28 2021-05-29",
		"27 May 2021|May 28, 2021":                         "2021-05-27 2021-05-28",
		"2021年5月27日|2021年12月1日":                            "2021-05-27 2021-12-01",
		"2021年5月|2021M06|May 2021":                         "2021-05 2021-06 2021-05",
		"2021-Q1|Q2 2021|2021Q3|4Q2021|2021年一季度|2021年第2季度": "2021-Q1 2021-Q2 2021-Q3 2021-Q4 2021-Q1 2021-Q2",
		"27/05/2021|05/06/2021":                            "2021-05-27 2021-06-05",
		"05/27/2021|05/06/2021":                            "2021-05-27 2021-05-06",
		"01/15/2020 12:00:00 AM|01/16/2020 12:00:00 AM":    "2020-01-15 2020-01-16",
		"05/06/2021|06/07/2021":                            "text",
		"27/05/2021|05/27/2021":                            "text",
		"27.05.2021|31.12.2021":                            "2021-05-27 2021-12-31",
		"31/11/2021|27/05/2021":                            "text",
		"2021-05-27T00:00:00Z|2021-05-28":                  "2021-05-27 2021-05-28",
		"2021-05-27T12:00:00Z|2021-05-28":                  "text",
		"2021-02-29|2021-02-28":                            "text",
		"2021-05|2021-05-27":                               "text",
		"2019/20|2020/21":                                  "text",
		"2019-20|2020-21":                                  "text",
		"Jan-20|Feb-20":                                    "text",
		"27/05/21|28/05/21":                                "text",
		"20210527|20210528":                                "2021-05-27 2021-05-28",
		"20211327|20210528":                                "text",
	} {
		r, shown, problems := read("date", cells)
		got := "text"
		if r.Type == Date {
			var days []string
			for _, s := range shown {
				d, _ := r.Day(s)
				days = append(days, d.String())
			}
			got = strings.Join(days, " ")
		}
		if got != want && !(want == "text" && r.Type == Number) {
			t.Errorf("%q is read as %s, want %s (%v)", cells, got, want, problems)
		}
	}
}
