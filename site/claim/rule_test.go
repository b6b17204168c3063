package claim

import (
	"fmt"
	"math/big"
	"testing"
)

// TestRule holds the verdicts against the table of docs/claims.md, worked out in whole numbers: n and
// v in hundredths, so that 23.16 is 2316.
func TestRule(t *testing.T) {
	abs := func(n int64) int64 { return max(n, -n) }
	rounds := func(v, n int64) bool { return v >= n-50 && v < n+50 } // to a whole number, for n > 0
	far := func(v, n int64) bool { return 4*abs(v-n) > n }
	rules := []struct {
		say   string
		true  func(v, n int64) bool
		warns bool
	}{
		{"%d", rounds, false},
		{"exactly %d", func(v, n int64) bool { return v == n }, false},
		{"more than %d", func(v, n int64) bool { return v > n }, true},
		{"超过%d", func(v, n int64) bool { return v > n }, true},
		{"at least %d", func(v, n int64) bool { return v >= n }, true},
		{"%d家以上", func(v, n int64) bool { return v >= n }, true},
		{"up to %d", func(v, n int64) bool { return v <= n }, true},
		{"不超过%d", func(v, n int64) bool { return v <= n }, true},
		{"fewer than %d", func(v, n int64) bool { return v < n }, true},
		{"不到%d", func(v, n int64) bool { return v < n }, true},
		{"nearly %d", func(v, n int64) bool { return v <= n && (10*v >= 9*n || rounds(v, n)) }, true},
		{"近%d", func(v, n int64) bool { return v <= n && (10*v >= 9*n || rounds(v, n)) }, true},
		{"about %d", func(v, n int64) bool { return 10*abs(v-n) <= n }, false},
		{"%d左右", func(v, n int64) bool { return 10*abs(v-n) <= n }, false},
		{"just over %d", func(v, n int64) bool { return v > n && 10*v <= 11*n }, false},
		{"逾%d", func(v, n int64) bool { return v > n && 10*v <= 11*n }, false},
		{"just under %d", func(v, n int64) bool { return v < n && 10*v >= 9*n }, false},
		{"well over %d", func(v, n int64) bool { return 10*v > 11*n }, false},
		{"well under %d", func(v, n int64) bool { return 10*v < 9*n }, false},
		{"not %d", func(v, n int64) bool { return !rounds(v, n) }, false},
		{"no more than %d", func(v, n int64) bool { return v <= n }, true},
	}
	for _, r := range rules {
		for _, n := range []int64{100, 300, 2000, 4700, 84000} {
			language := "en"
			if r.say[0] > '~' || r.say == "%d家以上" || r.say == "%d左右" {
				language = "zh"
			}
			words := fmt.Sprintf(r.say, n/100)
			s, bad := Parse(Claim{Words: words, Language: language})
			if bad != nil {
				t.Errorf("Parse(%q): %s", words, bad.Text)
				continue
			}
			for percent := range int64(151) { // every percent of n, and what lies beside it and beside n
				for _, v := range []int64{n * percent / 100, n*percent/100 + 1, n + percent - 75} {
					want := False
					if r.true(v, n) {
						want = True
						if r.warns && far(v, n) {
							want = Misleading
						}
					}
					if got := s.Judge(Exact(big.NewRat(v, 100)), Tolerances{}); got.Truth != want {
						t.Fatalf("%q of %.2f is %s: %s; want %s", words, float64(v)/100, got.Truth, got.Reason, want)
					}
				}
			}
		}
	}
}

// TestLimits judges values known within limits by every number within them.
func TestLimits(t *testing.T) {
	for _, words := range []string{"20", "more than 20", "at least 20", "up to 20", "under 20", "nearly 20", "about 20", "just over 20", "just under 20", "20 to 22", "not 20"} {
		s, bad := Parse(Claim{Words: words, Language: "en"})
		if bad != nil {
			t.Fatal(bad.Text)
		}
		holds := func(v int64) bool { return s.Judge(Exact(big.NewRat(v, 10)), Tolerances{}).Truth != False }
		for low := int64(170); low <= 230; low += 3 {
			for high := low; high <= 240; high += 4 {
				want := true
				for v := low; v <= high; v++ {
					want = want && holds(v)
				}
				got := s.Judge(Between(big.NewRat(low, 10), big.NewRat(high, 10)), Tolerances{})
				if (got.Truth != False) != want {
					t.Fatalf("%q of %d to %d tenths is %s: %s; want %t", words, low, high, got.Truth, got.Reason, want)
				}
			}
		}
	}
}
