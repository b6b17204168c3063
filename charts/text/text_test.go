package text

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// The widths are Chromium's for Liberation Sans at 12 px.
func TestWidth(t *testing.T) {
	if !Ready() {
		t.Fatal("no width tables: run go generate ./charts/text")
	}
	for s, want := range map[string]float64{"Mecklenburg-Vorpommern": 141.4, "AVATAR Ty. fi ff": 81.8, "各省人口（万人）": 96, "Žluťoučký kůň úpěl": 101.2,
		"Größe über Straße": 100.7, "Владивосток": 71.6, "Ελληνικά": 48.1} {
		if got := Width(s, 12, false); math.Abs(got-want) > 0.45 {
			t.Errorf("Width(%q) = %.2f, want %.1f", s, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		in   string
		room float64
		want []string
	}{
		{"Sichuan, internet of things", 80, []string{"Sichuan,", "internet of", "things"}},
		{"short", 80, []string{"short"}},
		{"Donaudampfschifffahrtsgesellschaft", 80, []string{"Donaudampfs", "chifffahrtsgese", "llschaft"}},
		{"中国内陆城市", 40, []string{"中国内", "陆城市"}},
		{"a\nb", 80, []string{"a", "b"}},
		{"", 80, []string{""}},
	}
	for _, tt := range tests {
		if got := Wrap(tt.in, 12, false, tt.room); !slices.Equal(got, tt.want) {
			t.Errorf("Wrap(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("a b-c 中文, x", 30.0)
	f.Fuzz(func(t *testing.T, s string, room float64) {
		strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got := strip(strings.Join(Wrap(s, 12, false, room), "\n")); got != strip(strings.ToValidUTF8(s, "\uFFFD")) && strings.ToValidUTF8(s, "") == s {
			t.Errorf("Wrap(%q) lost something: %q", s, got)
		}
	})
}

func TestClose(t *testing.T) {
	const rlo, lri, pdf, pdi = "\u202e", "\u2066", "\u202c", "\u2069"
	for in, want := range map[string]string{
		"plain, عربي": "plain, عربي", rlo + "a": rlo + "a" + pdf, rlo + "a" + pdf: rlo + "a" + pdf, "a" + pdf + pdi: "a" + pdf + pdi,
		rlo + "a" + lri + "b": rlo + "a" + lri + "b" + pdi + pdf, lri + rlo + "a" + pdi: lri + rlo + "a" + pdi, rlo + lri + "a" + pdf: rlo + lri + "a" + pdf + pdi + pdf,
	} {
		if got := Close(in); got != want {
			t.Errorf("Close(%q) = %q, want %q", in, got, want)
		}
	}
}
