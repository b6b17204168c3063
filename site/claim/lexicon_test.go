package claim

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestPhrases reads every phrase of every table where it belongs, so that none is hidden by a longer
// one or lost to another list.
func TestPhrases(t *testing.T) {
	for _, table := range tables {
		tag, space := table.tags[0], " "
		if table.positional {
			space = ""
		}
		parse := func(before, words string) (*Statement, *Problem) {
			return Parse(Claim{Before: before, Words: words, Language: tag})
		}
		each := func(list string, check func(phrase, value string) error) {
			if list == "" {
				return
			}
			for _, p := range strings.Split(list, "|") {
				phrase, value, _ := strings.Cut(p, "=")
				if err := check(phrase, value); err != nil {
					t.Errorf("%s: %q: %v", tag, p, err)
				}
			}
		}
		numbers := func(list, words string, worth *big.Rat) {
			each(list, func(phrase, value string) error {
				text := strings.Replace(words, "%s", phrase, 1)
				s, bad := parse("", text)
				if bad != nil {
					return fmt.Errorf("%q: %s", text, bad.Text)
				}
				want, ok := new(big.Rat).SetString(value)
				if want == nil || !ok {
					return fmt.Errorf("%q is no value", value)
				}
				if want.Mul(want, worth); s.Number.Value.Cmp(want) != 0 {
					return fmt.Errorf("%q is %s, want %s", text, s.Number.Value.RatString(), want.RatString())
				}
				return nil
			})
		}
		one := place(0)
		numbers(table.counts, "%s", one)
		numbers(table.bigs, "3"+space+"%s", big.NewRat(3, 1))
		numbers(table.smalls, "3"+space+"%s", big.NewRat(3, 1))
		numbers(table.suffixes, "3%s", big.NewRat(3, 1))
		numbers(table.percents, "3 %s", big.NewRat(3, 1))
		numbers(table.changes, "%s", one)
		numbers(table.shrinks, "%s", one)
		numbers(table.percentOf, "%s三", big.NewRat(3, 1))
		each(table.parts, func(phrase, value string) error {
			s, bad := parse("", "two "+phrase)
			want, _ := new(big.Rat).SetString("200/" + value)
			if bad != nil || s.Number.Value.Cmp(want) != 0 || s.Number.Kind != Share {
				return fmt.Errorf("read as %+v, %v", s, bad)
			}
			return nil
		})
		for h, list := range table.before {
			each(list, func(phrase, _ string) error {
				words := phrase + space + "840"
				if h == Most {
					words = phrase
				}
				if s, bad := parse("", words); bad != nil || s.Hedge != h || s.Not {
					return fmt.Errorf("%q is read as %+v, %v; want hedge %d", words, s, bad, h)
				}
				return nil
			})
		}
		for h, list := range table.after {
			each(list, func(phrase, _ string) error {
				if s, bad := parse("", "840"+space+phrase); bad != nil || s.Hedge != h {
					return fmt.Errorf("read as %+v, %v; want hedge %d", s, bad, h)
				}
				return nil
			})
		}
		for d, list := range map[Direction]string{Up: table.up, Down: table.down} {
			each(list, func(phrase, _ string) error {
				if s, bad := parse("", phrase+space+"840"); bad != nil || s.Direction != d {
					return fmt.Errorf("inside: read as %+v, %v", s, bad)
				}
				if s, bad := parse("", "3%"+space+phrase); phrase == "up" && (bad != nil || s.Direction != d) {
					return fmt.Errorf("behind: read as %+v, %v", s, bad)
				}
				if s, bad := parse("It "+phrase+space, "840"); bad != nil || s.Direction != d {
					return fmt.Errorf("outside: read as %+v, %v", s, bad)
				}
				return nil
			})
		}
		for d, list := range map[Direction]string{Up: table.upBehind, Down: table.downBehind} {
			each(list, func(phrase, _ string) error {
				if s, bad := parse("", "840"+space+phrase); bad != nil || s.Direction != d {
					return fmt.Errorf("read as %+v, %v", s, bad)
				}
				return nil
			})
		}
		each(table.blocks, func(phrase, _ string) error {
			if s, bad := parse(strings.Split(table.down, "|")[0]+space+phrase+space, "840"); bad != nil || s.Direction != Still {
				return fmt.Errorf("does not part a direction from a number: %+v, %v", s, bad)
			}
			return nil
		})
		each(table.not, func(phrase, _ string) error {
			if s, bad := parse("", phrase+space+"840"); bad != nil || !s.Not {
				return fmt.Errorf("read as %+v, %v", s, bad)
			}
			return nil
		})
		each(table.vague, func(phrase, _ string) error {
			if _, bad := parse("", phrase); bad == nil || !strings.Contains(bad.Text, "names no number") {
				return fmt.Errorf("problem %v", bad)
			}
			return nil
		})
		each(table.aside, func(phrase, _ string) error {
			s, bad := parse("", phrase+space+"840")
			if bad != nil || s.Hedge != Bare || s.Direction != Still || s.Not {
				return fmt.Errorf("read as %+v, %v", s, bad)
			}
			return nil
		})
		for _, list := range []string{table.units, table.money} {
			each(list, func(phrase, _ string) error {
				s, bad := parse("", "840 "+phrase)
				if bad != nil || len(s.Rest()) > 0 || s.Number.Value.Cmp(big.NewRat(840, 1)) != 0 {
					return fmt.Errorf("read as %+v, %v", s, bad)
				}
				return nil
			})
		}
	}
}

// TestSpelled reads numbers that are written out in words.
func TestSpelled(t *testing.T) {
	check := func(language, words string, n int64) {
		t.Helper()
		s, bad := Parse(Claim{Words: words, Language: language})
		if bad != nil {
			t.Fatalf("%d as %q: %s", n, words, bad.Text)
		}
		if s.Number.Value.Cmp(new(big.Rat).SetInt64(n)) != 0 || s.To != nil {
			t.Fatalf("%d as %q is read as %s", n, words, s.Number.Value.RatString())
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range int64(6000) {
		n := i
		if i >= 2000 {
			n = r.Int64N([]int64{1e5, 1e6, 1e9, 1e12}[i%4])
		}
		check("en", inEnglish(n), n)
		check("zh", inChinese(n), n)
		check("zh-Hant", strings.NewReplacer("万", "萬", "亿", "億").Replace(inChinese(n)), n)
	}
}

func inEnglish(n int64) string {
	ones := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	switch {
	case n < 20:
		return ones[n]
	case n < 100:
		if n%10 == 0 {
			return tens[n/10]
		}
		return tens[n/10] + "-" + ones[n%10]
	}
	for _, m := range []struct {
		worth int64
		name  string
	}{{1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}, {100, "hundred"}} {
		if n < m.worth {
			continue
		}
		text := inEnglish(n/m.worth) + " " + m.name
		switch rest := n % m.worth; {
		case rest == 0:
		case rest < 100:
			text += " and " + inEnglish(rest)
		default:
			text += " " + inEnglish(rest)
		}
		return text
	}
	return ""
}

// inChinese writes 零 for a run of noughts, as the standard has it.
func inChinese(n int64) string {
	digits := []rune("零一二三四五六七八九")
	if n < 10 {
		return string(digits[n])
	}
	for _, m := range []struct {
		worth int64
		name  string
	}{{1e8, "亿"}, {1e4, "万"}, {1e3, "千"}, {100, "百"}, {10, "十"}} {
		if n < m.worth {
			continue
		}
		text := inChinese(n/m.worth) + m.name
		switch rest := n % m.worth; {
		case rest == 0:
		case rest < m.worth/10:
			text += "零" + inChinese(rest)
		default:
			text += inChinese(rest)
		}
		return text
	}
	return ""
}
