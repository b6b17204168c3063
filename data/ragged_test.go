package data

import (
	"fmt"
	"strings"
	"testing"

	"plotline/data/source"
)

// TestUses: which columns of a table with a row too short or too long may be used. A row is sure to hold
// what the labels say up to where it ends only if a cell that is missing before would show.
func TestUses(t *testing.T) {
	const numbersLast = "city,day,n,m\nA,2020-01-01,1,5\nB,2020-01-02,2,6\nC,2020-01-03,3,7\n"
	const textLast = "n,m,city,note\n1,2,A,x\n3,4,B,y\n5,6,C,z\n"
	const numbers = "a,b,c\n1,2,3\n4,5,6\n7,8,9\n"
	long := numbersLast + strings.Repeat("E,2020-01-05,5,9\n", 20)
	for _, tt := range []struct{ name, text, sure string }{
		{"all rows are whole", numbersLast, "city day n m"},
		{"a day in front of numbers", numbersLast + "D,2020-01-04\n", "city day"},
		{"a number behind a word is one of any column", numbersLast + "D,2020-01-04,4\n", ""},
		{"the day is missing", numbersLast + "D,4,8\n", ""},
		{"only numbers", numbers + "1,2\n", ""},
		{"words may stand anywhere", textLast + "7,8,D\n", ""},
		{"a note behind a number", numbersLast + "D,2020-01-04,4,8,a note\n", "city day n m"},
		{"a number that was cut in two", numbersLast + "D,2020-01-04,1,004,8\n", ""},
		{"a name that was cut in two", numbersLast + "D, E,2020-01-04,4,8\n", ""},
		{"an empty cell at the end is no fault", numbersLast + "D,2020-01-04,4,8,\n", "city day n m"},
		{"a label less than cells", "a,b\n1,2,x\n4,5,y\n7,8,z\n", ""},
		{"the eighth is another", long + strings.Repeat("D,2020-01-04\n", 7) + "D\n", "city"},
		{"the eighth is not sure", long + strings.Repeat("D,2020-01-04\n", 7) + "D,4\n", ""},
	} {
		for _, far := range []bool{false, true} {
			f := source.NewFile("a.csv", []byte(tt.text))
			if far {
				f = distant("a.csv", []byte(tt.text))
			}
			if strict, _ := Read(f, Options{}); (strict == nil) == (tt.sure == "city day n m" && tt.name != "a note behind a number") {
				t.Errorf("%s: without Inspect there is a table: %v", tt.name, strict != nil)
			}
			table, problems := Read(f, Options{Inspect: true})
			if table == nil || problems.HasErrors() {
				t.Fatalf("%s: %v", tt.name, problems)
			}
			var sure []string
			for _, c := range table.Columns {
				p := table.Uses(c.Name)
				if len(p) == 0 {
					sure = append(sure, c.Name)
				} else if !p.HasErrors() || len(p[0].Notes) == 0 {
					t.Errorf("%s: %v", tt.name, p)
				}
			}
			if got := strings.Join(sure, " "); got != tt.sure {
				t.Errorf("%s: %q may be used, want %q", tt.name, got, tt.sure)
			}
		}
	}
	table, _ := Read(source.NewFile("a.csv", []byte(long+strings.Repeat("D,2020-01-04\n", 8))), Options{Inspect: true})
	p := table.Uses("city", "n")
	if got := fmt.Sprint(len(p), " ", p[5].Text, " ", p[5].Rule, " ", table.Rows); got != "6 3 more rows have too few or too many cells row-short 31" {
		t.Errorf("of eight rows it is said %s", got)
	}
}
