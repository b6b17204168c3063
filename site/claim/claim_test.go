package claim

import (
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
)

// TestParts names what each run of the words is to the statement.
func TestParts(t *testing.T) {
	for _, c := range []struct{ language, words, want string }{
		{"en", "more than 840 AI-related companies", `hedge "more than" number "840" rest "AI-related companies"`},
		{"en", "up about US$1.5 million", `direction "up" hedge "about" unit "US$" number "1.5 million"`},
		{"en", "not 25 km", `not "not" number "25" unit "km"`},
		{"en", "between 20 and 25 percent", `number "between 20 and 25 percent"`},
		{"en", "most of its firms", `hedge "most" rest "of its firms"`},
		{"en", "one out of every three laptops", `number "one out of every three" rest "laptops"`},
		{"en", "12 cases per 100,000 people", `number "12" rest "cases per" unit "100,000" rest "people"`},
		{"en", "50 houses or so", `number "50" rest "houses" hedge "or so"`},
		{"zh", "同比增长近23.2%左", `rest "同比" direction "增长" hedge "近" number "23.2%" rest "左"`},
		{"zh", "1,500多家企业", `number "1,500" hedge "多" unit "家" rest "企业"`},
		{"zh", "近两成", `hedge "近" number "两成"`},
	} {
		s, bad := Parse(Claim{Words: c.words, Language: c.language})
		if bad != nil {
			t.Errorf("Parse(%q): %s", c.words, bad.Text)
			continue
		}
		var got []string
		for _, p := range s.Parts {
			got = append(got, fmt.Sprintf("%s %q", p.Role, c.words[p.Start:p.End]))
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("Parse(%q) has parts\n%s, want\n%s", c.words, g, c.want)
		}
		for _, p := range s.Rest() {
			if p.Role != RoleRest {
				t.Errorf("Parse(%q).Rest() holds %+v", c.words, p)
			}
		}
		checkParts(t, s, c.words)
	}
}

// TestStatement reads what stands behind the verdicts.
func TestStatement(t *testing.T) {
	for _, c := range []struct {
		words, value, step string
		kind               Kind
	}{
		{"1.5 million", "1500000", "100000", Plain},
		{"21.192 million", "21192000", "1000", Plain},
		{"twenty", "20", "1", Plain},
		{"7.0", "7", "1/10", Plain},
		{"23.2 percent", "116/5", "1/10", Percent},
		{"3 per mille", "3/10", "1/10", Percent},
		{"a third", "100/3", "1", Share},
		{"two and a half times", "5/2", "1/10", Multiple},
		{"123456789012345678901234567890.1", "1234567890123456789012345678901/10", "1/10", Plain},
	} {
		s, bad := Parse(Claim{Words: c.words, Language: "en"})
		if bad != nil {
			t.Errorf("Parse(%q): %s", c.words, bad.Text)
			continue
		}
		if n := s.Number; n.Value.RatString() != c.value || n.Step.RatString() != c.step || n.Kind != c.kind {
			t.Errorf("Parse(%q) = %s at %s, kind %d; want %s at %s, kind %d", c.words, n.Value.RatString(), n.Step.RatString(), n.Kind, c.value, c.step, c.kind)
		}
	}
}

// TestProblems holds the whole text, the place and the hint of what cannot be judged.
func TestProblems(t *testing.T) {
	for _, c := range []struct{ words, at, text, hint string }{
		{"companies", "companies", `"companies" names no number`, "write the number in the brackets, in digits or words"},
		{"840 in 2021", "2021", `two numbers, "840" and "2021", and no range`, alone},
		{"from 170 to 860", "from 170 to 860", `two numbers, and "from 170 to 860" may be a range or a change`, "leave out the first word for a range; bind the two ends of a change apart"},
		{"over the years 840", "over", `"over" stands apart from the number`, alone},
		{"nearly about 20", "nearly", `two hedges, "about" and "nearly"`, "keep one of them"},
		{"25 to 20", "25 to 20", `the range "25 to 20" runs backwards`, "write the smaller number first"},
		{"dozens of firms", "dozens", `"dozens" names no number`, "write a number; a reader cannot check this word, nor can the build"},
		{"about 12,34", "12,34", `"12,34" can be read as several numbers`, "group three digits, such as 1,234"},
		{"most of the 20 firms", "most", `"most" says more than half, and a number stands beside it: two numbers`, alone},
		{"up to 20 to 25", "20 to 25", `a range cannot be "up to"`, "hedge one number, or write the range alone"},
		{strings.Repeat("9", 1001), strings.Repeat("9", 1001), "1001 bytes are too many for a claim; 1000 are allowed", "put only the number and its words in the brackets"},
	} {
		_, bad := Parse(Claim{Words: c.words, Language: "en"})
		if bad == nil {
			t.Errorf("Parse(%q) finds no problem, want %q", c.words, c.text)
			continue
		}
		if got := c.words[bad.Start:bad.End]; bad.Text != c.text || bad.Hint != c.hint || got != c.at {
			t.Errorf("Parse(%.40q): %q at %.40q, hint %q; want %q at %.40q, hint %q", c.words, bad.Text, got, bad.Hint, c.text, c.at, c.hint)
		}
	}
}

// TestVerdicts holds whole reasons and hints.
func TestVerdicts(t *testing.T) {
	for _, c := range []struct{ language, words, value, reason, hint string }{
		{"en", "more than 840 companies", "840", "840 is not more than 840", `"840" would hold`},
		{"en", "more than 840 companies", "812", "812 is not more than 840", `"nearly 840" or "812" would hold`},
		{"en", "more than 840 companies", "4000", "4,000 is more than 840, but 376 percent above it", ""},
		{"en", "about 840 companies", "1000", `1,000 is 19 percent above 840; "about" reaches up to 924`, `"at least 840" or "1,000" would hold`},
		{"en", "nearly 20", "16", `16 is 20 percent below 20; "nearly" reaches down to 18`, `"up to 20" or "16" would hold`},
		{"en", "1.5 million", "1440000", "1,440,000 rounds to 1,400,000, not 1,500,000", `"nearly 1.5 million" or "1.4 million" would hold`},
		{"en", "a third", "30%", `30 percent is not close enough to 33.33 percent; bare "a third" reaches from 32.83 to 33.83 percent`, `"nearly a third" would hold`},
		{"en", "doubled", "1.94", `1.94 is not close enough to 2; bare "doubled" reaches from 1.95 to 2.05`, `"nearly doubled" would hold`},
		{"en", "doubled", "1", `1 is not close enough to 2; bare "doubled" reaches from 1.95 to 2.05`, "a multiple is compared with new divided by old, not with the growth; calc: can add 1"},
		{"en", "23.2 percent", "23.2", "2,320 percent is not 23.2 percent", "if the value is in percent already, give the figure unit: percent"},
		{"en", "21.192 million", "21.192", "21.192 rounds to 0, not 21,192,000", "the words hold if the column counts in units of 1,000,000; calc: can multiply"},
		{"en", "840 companies", ">840", `the source says only more than 840; that does not prove "840"`, `"at least 840" would hold`},
		{"en", "more than 900 companies", ">840", `the source says only more than 840; that does not prove "more than 900"`, `"at least 840" would hold`},
		{"en", "840", "[800,900]", `the value may lie anywhere between 800 and 900; that does not prove "840"`, `"about 840" would hold`},
		{"en", "rose 3 percent", "-3.4%", "the value falls, the words say rose", ""},
		{"en", "fell 3 percent", "3.4%", "the value rises, the words say fell", "a value that fell is below zero; if the column counts decreases, calc: can turn its sign"},
		{"en", "840", "2521/3", "840.3 rounds to 840", ""},
		{"zh", "超过1500家", "1500", "1,500 is not more than 1,500", `"1500" would hold`},
		{"zh", "近两成", "17%", `17 percent is 15 percent below 20 percent; "近" reaches down to 18 percent`, `"至多两成" would hold`},
	} {
		s, bad := Parse(Claim{Words: c.words, Language: c.language})
		if bad != nil {
			t.Errorf("Parse(%q): %s", c.words, bad.Text)
			continue
		}
		if got := s.Judge(valueOf(t, c.value), Tolerances{}); got.Reason != c.reason || got.Hint != c.hint {
			t.Errorf("%q of %s: %s [%s]\nwant %s [%s]", c.words, c.value, got.Reason, got.Hint, c.reason, c.hint)
		}
	}
}

// TestHintsHold judges every wording that a hint offers for a false row of the tables.
func TestHintsHold(t *testing.T) {
	offered := 0
	for _, table := range []struct{ name, language string }{{"en.txt", "en"}, {"zh.txt", "zh-Hans"}} {
		for _, r := range rowsOf(t, table.name, table.language) {
			s, bad := Parse(r.claim)
			if bad != nil || r.verdict != "false" {
				continue
			}
			v := valueOf(t, r.value)
			hint, ok := strings.CutSuffix(s.Judge(v, Tolerances{}).Hint, " would hold")
			if !ok {
				continue
			}
			for _, words := range strings.Split(strings.Trim(hint, `"`), `" or "`) {
				offered++
				say := Claim{Words: words, Language: r.claim.Language}
				if s.Direction != Still {
					say.Before, say.After = r.claim.Before, r.claim.After
					if strings.Contains(r.claim.Words, s.moves) {
						say.Before, say.After = s.moves+" ", ""
					}
				}
				o, bad := Parse(say)
				if bad != nil {
					t.Errorf("%s: the hint offers %q: %s", r.at, words, bad.Text)
					continue
				}
				o.Direction = s.Direction // which may have stood behind
				if got := o.Judge(v, Tolerances{}); got.Truth != True {
					t.Errorf("%s: %q of %s: the hint offers %q, which is %s: %s", r.at, r.text, r.value, words, got.Truth, got.Reason)
				}
			}
		}
	}
	if offered < 150 {
		t.Errorf("hints offer %d wordings; the tables give rise to more", offered)
	}
}

func TestTolerances(t *testing.T) {
	var strict Tolerances
	for _, c := range []struct{ name, text, want string }{
		{"nearly", "0.05", ""},
		{"about", "0", `about is "0"; it must be a decimal above 0 and up to 0.5`},
		{"about", "1e-3", `about is "1e-3"; it must be a decimal above 0 and up to 0.5`},
		{"far", "-1", `far is "-1"; it must be a decimal above 0 and up to 100`},
		{"near", "0.1", `unknown tolerance "near"; tolerances are nearly, about, just-over, just-under, far, coarse, milestone`},
	} {
		err := strict.Set(c.name, c.text)
		if got := fmt.Sprint(err); err != nil && got != c.want || err == nil && c.want != "" {
			t.Errorf("Set(%q, %q) = %v, want %q", c.name, c.text, err, c.want)
		}
	}
	if got := ToleranceHint("nearley"); got != `did you mean "nearly"?` {
		t.Errorf("ToleranceHint: %q", got)
	}
	s, _ := Parse(Claim{Words: "nearly 20", Language: "en"})
	v := Exact(big.NewRat(185, 10))
	if a, b := s.Judge(v, Tolerances{}), s.Judge(v, strict); a.Truth != True || b.Truth != False || !strings.Contains(b.Reason, "down to 19") {
		t.Errorf("18.5 is %s by default and %s (%s) within five percent", a.Truth, b.Truth, b.Reason)
	}
}

func TestBounds(t *testing.T) {
	for name, want := range map[string]Hedge{"": Bare, "more-than": MoreThan, ">": MoreThan, ">=": AtLeast, "≥": AtLeast, "less-than": Under, "up-to": UpTo, "~": About, "nearly": Nearly} {
		if got, ok := BoundOf(name); !ok || got != want {
			t.Errorf("BoundOf(%q) = %v, %t; want %v", name, got, ok, want)
		}
	}
	if _, ok := BoundOf("morethan"); ok || BoundHint("morethan") != `did you mean "more-than"?` {
		t.Errorf("BoundOf takes morethan, or the hint is %q", BoundHint("morethan"))
	}
}

// TestManual holds the table of docs/claims.md against the defaults.
func TestManual(t *testing.T) {
	text, err := os.ReadFile("../../docs/claims.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "<!-- tolerances -->\n| name | default | what it is |\n|---|---|---|\n")
	got, _, _ := strings.Cut(rest, "<!-- end -->")
	want := ""
	for _, row := range Manual() {
		want += fmt.Sprintf("| `%s` | %s | %s |\n", row.Name, row.Default, row.Documentation)
	}
	if got != want {
		t.Errorf("docs/claims.md has\n%swant\n%s", got, want)
	}
}

// TestLexicons finds a phrase that a table lists under two hedges, and says of each that it can.
func TestLexicons(t *testing.T) {
	for _, table := range append([]*table{&signs}, tables...) {
		for _, side := range []map[Hedge]string{table.before, table.after} {
			at := map[string]Hedge{}
			for h, phrases := range side {
				for _, phrase := range strings.Split(phrases, "|") {
					if other, twice := at[phrase]; twice {
						t.Errorf("%v: %q is listed under hedges %d and %d", table.tags, phrase, other, h)
					}
					at[phrase] = h
				}
			}
		}
		for h, say := range table.say {
			s, bad := Parse(Claim{Words: strings.Replace(say, "%s", "840", 1), Language: table.tags[0]})
			if bad != nil || s.Hedge != h {
				t.Errorf("%v: %q is not read as the hedge it says", table.tags, say)
			}
		}
	}
	if got := strings.Join(Languages(), " "); got != "en zh-Hans zh-Hant" {
		t.Errorf("Languages() = %s", got)
	}
	for tag, want := range map[string]*table{"en-AU": &english, "": &english, "ZH_cn": &chinese, "zh-Hans-CN": &chinese, "zh-Hant": &traditional, "zh-TW": &traditional, "zh-Hant-HK": &traditional, "fr": &signs} {
		if tableOf(tag) != want {
			t.Errorf("tableOf(%q) is another table", tag)
		}
	}
}

func ExampleParse() {
	s, bad := Parse(Claim{Before: "Hefei had ", Words: "more than 840", After: " such companies.", Language: "en"})
	if bad != nil {
		fmt.Println(bad.Text)
		return
	}
	n, _ := Decimal("812")
	v := s.Judge(Exact(n), Tolerances{})
	fmt.Printf("%s: %s; %s\n", v.Truth, v.Reason, v.Hint)
	// Output: false: 812 is not more than 840; "nearly 840" or "812" would hold
}
