package claim

import (
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
)

// row is a line of a table in testdata.
type row struct {
	at                            string
	claim                         Claim
	text, value, verdict, excerpt string
}

func rowsOf(t testing.TB, name, language string) []row {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var all []row
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) != 4 {
			t.Fatalf("%s:%d: %d fields, want 4", name, i+1, len(f))
		}
		all = append(all, row{fmt.Sprintf("%s:%d", name, i+1), bracketed(f[0], language), f[0], f[1], f[2], f[3]})
	}
	return all
}

// bracketed takes the claim out of its sentence; words without brackets are the claim.
func bracketed(text, language string) Claim {
	before, rest, ok := strings.Cut(text, "[")
	words, after, closed := strings.Cut(rest, "]")
	if !ok || !closed {
		return Claim{Words: text, Language: language}
	}
	return Claim{before, words, after, language}
}

// valueOf reads the values of the tables: 845, 1/3, 23.2%, >840, ~33.3%, nearly 20%, [800,900).
func valueOf(t *testing.T, text string) Value {
	t.Helper()
	ratio := func(s string) *big.Rat {
		n, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("value %q is no number", text)
		}
		return n
	}
	rest, percent := strings.CutSuffix(text, "%")
	var v Value
	if strings.ContainsAny(rest[:1], "[(") {
		low, high, _ := strings.Cut(rest[1:len(rest)-1], ",")
		v = Between(ratio(low), ratio(high))
		v.LowOpen, v.HighOpen = rest[0] == '(', strings.HasSuffix(rest, ")")
	} else {
		at := strings.IndexAny(rest, "-0123456789")
		bound, ok := BoundOf(strings.TrimSpace(rest[:at]))
		if !ok {
			t.Fatalf("value %q has no bound", text)
		}
		v = Bounded(bound, ratio(rest[at:]), Tolerances{})
	}
	v.Percent = percent
	return v
}

func (r row) check(t *testing.T) {
	t.Helper()
	s, bad := Parse(r.claim)
	if r.verdict == "problem" {
		if bad == nil {
			t.Errorf("%s: %q parses as %+v; want a problem with %q", r.at, r.text, s.Number, r.excerpt)
		} else if !strings.Contains(bad.Text, r.excerpt) {
			t.Errorf("%s: %q: problem %q, want %q", r.at, r.text, bad.Text, r.excerpt)
		}
		return
	}
	if bad != nil {
		t.Errorf("%s: %q: %s", r.at, r.text, bad.Text)
		return
	}
	got := s.Judge(valueOf(t, r.value), Tolerances{})
	want, ok := map[string]Truth{"true": True, "warn": Misleading, "false": False}[r.verdict]
	if !ok {
		t.Fatalf("%s: no verdict is called %q", r.at, r.verdict)
	}
	if got.Truth != want || !strings.Contains(got.Reason, r.excerpt) {
		t.Errorf("%s: %q of %s is %s: %s; want %s: %s", r.at, r.text, r.value, got.Truth, got.Reason, r.verdict, r.excerpt)
	}
}

func TestTables(t *testing.T) {
	for _, table := range []struct {
		name, language string
		least          int
	}{{"en.txt", "en", 300}, {"zh.txt", "zh-Hans", 120}, {"zh-Hant.txt", "zh-Hant", 40}} {
		wordings, judged := map[string]bool{}, 0
		for _, r := range rowsOf(t, table.name, table.language) {
			if wordings[r.text] {
				t.Errorf("%s: %q stands there twice", r.at, r.text)
			}
			wordings[r.text] = true
			if r.verdict != "problem" {
				judged++
			}
			r.check(t)
		}
		if judged < table.least {
			t.Errorf("%s judges %d wordings; %d are promised", table.name, judged, table.least)
		}
	}
}

// TestParaphrases judges the figures of the example story's source in other words: each at least
// three times honestly and three times not.
func TestParaphrases(t *testing.T) {
	text, err := os.ReadFile("testdata/paraphrase.txt")
	if err != nil {
		t.Fatal(err)
	}
	figure, value := "", ""
	honest, not := map[string]int{}, map[string]int{}
	var figures []string
	for i, line := range strings.Split(string(text), "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case "=":
			figure, value, _ = strings.Cut(rest, " | ")
			figures = append(figures, figure)
		case "+", "-":
			language := "en"
			if strings.ContainsRune(rest, '的') || strings.ContainsFunc(rest, func(r rune) bool { return r >= '一' && r <= '龥' }) {
				language = "zh-Hans"
			}
			s, bad := Parse(bracketed(rest, language))
			if bad != nil {
				t.Errorf("paraphrase.txt:%d: %q: %s", i+1, rest, bad.Text)
				continue
			}
			v := s.Judge(valueOf(t, value), Tolerances{})
			if mark == "+" {
				honest[figure]++
			} else {
				not[figure]++
			}
			if (v.Truth == True) != (mark == "+") {
				t.Errorf("paraphrase.txt:%d: %q of %s is %s: %s", i+1, rest, value, v.Truth, v.Reason)
			}
		}
	}
	if len(figures) < 10 {
		t.Errorf("%d figures, want the ten sentences'", len(figures))
	}
	for _, f := range figures {
		if honest[f] < 3 || not[f] < 3 {
			t.Errorf("%s: %d honest and %d dishonest wordings, want three of each", f, honest[f], not[f])
		}
	}
}
