package cell

import (
	"fmt"
	"testing"
)

// notationOf is the notation of a column with one cell.
func notationOf(s string) Notation {
	var m Marks
	g := GistOf(s)
	m.Add(&g, 0, 0, s)
	return m.Notation(',', 0)
}

func TestParseNumber(t *testing.T) {
	for s, want := range map[string]string{
		"1": "1", "1.5": "1.5", ".5": "0.5", "-2": "-2", "−2": "-2", "+3": "3", "1e3": "1000", "1.5E-2": "0.015", "2e+1": "20", "1,234,567.8": "1234567.8", "1 234": "1234", "1'000": "1000",
		"23.2%": "23.2", "23.2 %": "23.2", "": "no", "1.": "no", ".": "no", "1e": "no", "1e+-2": "no", "1e--2": "no", "e5": "no", ".5e1": "no", "1,23": "1.23", "1,2345": "1.2345", ",123": "no", "1,,234": "no", "0x10": "no",
		"1_000": "no", "Inf": "no", "NaN": "no", "1e309": "no", "9007199254740993": "no", "--1": "no", "1,234.": "no", "12,34,567": "no", "0,123": "0.123", "-−5": "no", "9007199254740993.0": "no", "−1,234": "-1234",
	} {
		n := notationOf(s)
		v, _, ok := n.number(s)
		got := "no"
		if ok {
			got = fmt.Sprint(v)
			if v >= 1e6 {
				got = fmt.Sprintf("%.1f", v)
			}
		}
		if got != want {
			t.Errorf("parseNumber(%q) = %s, want %s", s, got, want)
		}
	}
}
