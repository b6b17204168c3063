package claim

import (
	"math"
	"math/big"
	"strconv"
	"testing"
	"unicode"
	"unicode/utf8"

	"plotline/data/format"
)

var tongues = []string{"en", "en-US", "en-GB", "zh-Hans", "zh-Hant", "de", ""}

// FuzzParse holds any words against any value: nothing panics, places lie inside the words, parts
// stand in order and hold every letter and digit.
func FuzzParse(f *testing.F) {
	for _, table := range []struct{ name, language string }{{"en.txt", "en"}, {"zh.txt", "zh-Hans"}} {
		text := rowsOf(f, table.name, table.language)
		for i, r := range text {
			f.Add(r.claim.Before, r.claim.Words, r.claim.After, uint8(i%4), float64(i)/7, i%3 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, before, words, after string, tongue uint8, number float64, percent bool) {
		c := Claim{before, words, after, tongues[int(tongue)%len(tongues)]}
		s, bad := Parse(c)
		if (s == nil) == (bad == nil) {
			t.Fatalf("Parse(%q) = %v, %v", words, s, bad)
		}
		if bad != nil {
			if bad.Text == "" || bad.Start < 0 || bad.End < bad.Start || bad.End > len(words) {
				t.Fatalf("Parse(%q): problem %+v", words, bad)
			}
			return
		}
		checkParts(t, s, words)
		if math.IsNaN(number) || math.IsInf(number, 0) {
			return
		}
		n := new(big.Rat).SetFloat64(number)
		for _, v := range []Value{Exact(n), Bounded(MoreThan, n, Tolerances{}), Bounded(About, n, Tolerances{}), Between(n, new(big.Rat).Add(n, place(0))), {}} {
			v.Percent = percent
			got := s.Judge(v, Tolerances{})
			if got.Reason == "" || !utf8.ValidString(got.Reason) && utf8.ValidString(before+words+after) {
				t.Fatalf("%q of %v: reason %q", words, v, got.Reason)
			}
		}
	})
}

func checkParts(t *testing.T, s *Statement, words string) {
	t.Helper()
	end := 0
	for _, p := range s.Parts {
		if p.Start < end || p.End <= p.Start || p.End > len(words) {
			t.Fatalf("%q: part %+v behind byte %d", words, p, end)
		}
		if lost(words[end:p.Start]) {
			t.Fatalf("%q: no part holds %q", words, words[end:p.Start])
		}
		end = p.End
	}
	if lost(words[end:]) {
		t.Fatalf("%q: no part holds %q", words, words[end:])
	}
}

// lost reports letters or digits.
func lost(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// FuzzPrinted proves that what this program prints for a value is true of it.
func FuzzPrinted(f *testing.F) {
	for i, v := range []float64{0, 1, 0.232, -0.034, 840, 1460000, 21192000, 1e-7, 0.05, 0.5, 1.005, 999.95, 9999.5, 2.5e12, -1e9, 1e21, 7.3e300} {
		f.Add(v, uint8(i), uint8(i), true)
	}
	codes := format.Codes()
	f.Fuzz(func(t *testing.T, v float64, code, tongue uint8, points bool) {
		fm, err := format.Parse(codes[int(code)%len(codes)])
		if err != nil {
			t.Fatal(err)
		}
		if fm.Dates() || math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		if points {
			fm = fm.AsPercent()
		}
		language := tongues[int(tongue)%5]
		text := fm.Number(language, v)
		s, bad := Parse(Claim{Words: text, Language: language})
		if bad != nil {
			t.Fatalf("%s prints %v as %q: %s", fm.Code(), v, text, bad.Text)
		}
		n, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
		value := Exact(n)
		value.Percent = points && fm.Percent()
		if got := s.Judge(value, Tolerances{}); got.Truth == False {
			t.Fatalf("%s prints %v as %q, and that is false: %s", fm.Code(), v, text, got.Reason)
		}
	})
}

func BenchmarkClaim(b *testing.B) {
	claims := []struct {
		c Claim
		v Value
	}{
		{Claim{Before: "Hefei had ", Words: "more than 840", After: " companies in the field.", Language: "en"}, Bounded(MoreThan, big.NewRat(840, 1), Tolerances{})},
		{Claim{Before: "the number grew by ", Words: "23.2 percent", After: " over the year.", Language: "en"}, Exact(big.NewRat(232, 1000))},
		{Claim{Before: "合肥人工智能企业", Words: "同比增长23.2%", After: "，", Language: "zh-Hans"}, Exact(big.NewRat(232, 1000))},
		{Claim{Before: "It makes ", Words: "nearly 20 percent", After: " of the world's laptops.", Language: "en"}, Exact(big.NewRat(196, 1000))},
	}
	for i := 0; b.Loop(); i++ {
		c := claims[i%len(claims)]
		s, bad := Parse(c.c)
		if bad != nil {
			b.Fatal(bad)
		}
		if v := s.Judge(c.v, Tolerances{}); v.Truth != True {
			b.Fatal(v.Reason)
		}
	}
}
