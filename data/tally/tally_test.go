package tally

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestTally(t *testing.T) {
	for _, tt := range []struct {
		how  string
		in   []float64
		want string
	}{
		{"sum", []float64{0.1, 0.2}, "0.3"}, {"sum", []float64{1e16, 0.1, -1e16}, "0.1"}, {"sum", []float64{9e14, 9e14, 0.5}, "1800000000000000.5"},
		{"sum", []float64{1e300, 1, -1e300}, "1"}, {"sum", []float64{1e-20, 1}, "1"}, {"sum", []float64{-0.7, 0.1}, "-0.6"},
		{"mean", []float64{0.1, 0.2, 0.3}, "0.2"}, {"mean", []float64{1, 2}, "1.5"}, {"median", []float64{3, 0.1, 0.2}, "0.2"}, {"median", []float64{0.1, 0.2}, "0.15"},
		{"min", []float64{3, -1, 2}, "-1"}, {"max", []float64{3, -1, 2}, "3"}, {"first", []float64{3, 1}, "3"}, {"last", []float64{3, 1}, "1"}, {"count", []float64{5, 5}, "2"},
		{"sum", nil, "none"}, {"count", nil, "0"}, {"mean", nil, "none"},
	} {
		n := New(tt.how)
		for _, v := range tt.in {
			n.Present()
			n.Add(v)
		}
		got := "none"
		if v, ok := n.Value(); ok {
			got = strconv.FormatFloat(v, 'f', -1, 64)
		}
		if got != tt.want {
			t.Errorf("%s of %v = %s, want %s", tt.how, tt.in, got, tt.want)
		}
	}
}

// TestSumIsExact adds up decimals of every size as fractions, too.
func TestSumIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n, want := New("sum"), new(big.Rat)
		for range 500 {
			text := strconv.FormatInt(r.Int64N(1<<r.IntN(60)+1)-1<<20, 10) + "e-" + strconv.Itoa(r.IntN(22))
			v, _ := strconv.ParseFloat(text, 64)
			n.Add(v)
			want.Add(want, Decimal(v))
		}
		if got, _ := n.Exact(); got.Cmp(want) != 0 {
			t.Fatalf("the sum is %s, want %s", got.FloatString(25), want.FloatString(25))
		}
	}
	big := New("sum")
	for range 1_000_000 {
		big.Add(999_999_999_999_999)
	}
	if v, _ := big.Exact(); v.FloatString(0) != "999999999999999000000" {
		t.Errorf("a million large numbers are %s", v.FloatString(0))
	}
}

func BenchmarkSum(b *testing.B) {
	n := New("sum")
	for i := 0; b.Loop(); i++ {
		n.Add(float64(i%100_000) / 100)
	}
}
