package lint

import (
	"strings"
	"testing"

	"plotline/data/source"
	"plotline/site/story"
)

const head = "---\ntitle: T\n---\n"

// TestNumbers has the unbound numbers of a text as want, in order.
func TestNumbers(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"prose", "It had 840 firms and 12 schools.\n", "840 12"},
		{"two paragraphs and a soft break", "It had 840\nfirms.\n\nAnd 12.\n", "840 12"},
		{"a number broken over lines", "It is two\nthirds of them.\n", "two⏎thirds"},
		{"claims and values", "It had [840](=a) firms, {{b}} and {{c | num0}} and 12.\n", "12"},
		{"numbers on either side of a claim", "Of 10 [840](=a) 20.\n", "10 20"},
		{"headings", "## The 840 firms {#s-500}\n\n### 12 of them\n", "840 12"},
		{"lists", "1. ten firms\n2. 12 firms\n\n- 840\n- 5 and\n  - 7\n", "ten 12 840 5 7"},
		{"quotes and callouts", "> 840 firms\n> and 12.\n\n> [!PULLQUOTE]\n> 31 of them\n", "840 12 31"},
		{"tables", "| city | firms |\n|---|--:|\n| Hefei | 840 |\n| Dalian | [12](=a) |\n: Caption of 44\n", "840 44"},
		{"code", "Run `head -20 x` and ``a ` 5`` then 840.\n\n```\n12\n```\n\n~~~text\n13\n~~~\n\n    14 indented\n\nend\n", "840"},
		{"a chart block", "```chart\ntitle: 840\n```\n\nend\n", ""},
		{"code in a list", "- a\n\n  ```\n  12\n  ```\n", ""},
		{"links and images", "See [the 12 rules](https://example.org/2021/99) and [b](../44-x/ \"of 31\").\n\n![A bar of 840](fig-7.png \"Of 55\")\n", "12 31 840 55"},
		{"reference links", "See [the rules][5].\n\n[5]: https://example.org/77\n", ""},
		{"addresses", "At https://example.org/99?x=3, <https://example.org/4>, a5@example.org and example.com/98.\n", ""},
		{"footnotes", "Text.[^1] More.[^derived]\n\n[^1]: Of 840.\n[^derived]: Divided by 1.232 is 681.8.\n", "840 1.232 681.8"},
		{"comments and entities", "A <!-- 12 firms --> b &#8212; c &frac12; d.\n", ""},
		{"raw HTML", "A <b data-x=\"12\">840</b>.\n", "840"},
		{"emphasis", "It had **840** firms, *12 percent*.\n", "840 12⏎percent"},
		{"waived", "It had 840 firms <!-- unbound: from a poster --> and 12.\n", "12 (840: from a poster)"},
		{"waived at once", "It had 840<!-- unbound: a poster -->, 12 <!-- unbound: seen -->.\n", "(840: a poster) (12: seen)"},
		{"waiver of nothing", "Text <!-- unbound: why -->.\n", "!unused"},
		{"waiver behind a claim", "Of 10 firms, [840](=a) <!-- unbound: why -->.\n", "10 !unused"},
		{"waiver without a reason", "It had 840 <!-- unbound --> firms.\n", "840 !unused"},
		{"waiver in another paragraph", "It had 840.\n\nText <!-- unbound: x --> here.\n", "840 !unused"},
		{"two waivers, one number", "It had 840 <!-- unbound: a --> <!-- unbound: b -->.\n", "(840: a) !unused"},
		{"years", "In 2021, and on 27 May 2022, two firms.\n", ""},
	} {
		s, _ := story.Parse(source.NewFile("s.md", []byte(head+c.text)))
		got := show(Numbers(s, nil, "en"))
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func show(c Coverage) string {
	var out []string
	for _, n := range c.Unbound {
		if n.At.Text() != n.Words {
			out = append(out, "MISPLACED:"+n.At.Text())
		}
		out = append(out, strings.NewReplacer("\n", "⏎", " ", "⏎").Replace(n.Words))
	}
	for _, n := range c.Waived {
		out = append(out, "("+n.Words+": "+n.Reason+")")
	}
	for range c.Idle {
		out = append(out, "!unused")
	}
	return strings.Join(out, " ")
}

func TestWords(t *testing.T) {
	f := source.NewFile("s.md", []byte(head+"Text. It had [840](=a) firms in 2021, or 12 more. End 5.5 here.\n"))
	s, _ := story.Parse(f)
	title := source.NewFile("t.md", []byte("Ten times [840](=a), {{b}} and 31 <!-- unbound: a poster -->"))
	c := Numbers(s, []Text{{title.All(), string(title.Text)}}, "en")
	if got := show(c); c.Bound != 3 || c.All() != 6 || got != "12 5.5 Ten⏎times (31: a poster)" {
		t.Errorf("%d of %d bound, %s", c.Bound, c.All(), got)
	}
	if got := c.Unbound[0]; got.Sentence != "It had 840 firms in 2021, or 12 more." || got.At.Position().String() != "s.md:4:42" {
		t.Errorf("the sentence is %q at %s", got.Sentence, got.At.Position())
	}
	if got := c.Unbound[1].Sentence; got != "End 5.5 here." {
		t.Errorf("the sentence is %q", got)
	}
}

// FuzzNumbers: whatever is written, each number lies where its words stand.
func FuzzNumbers(f *testing.F) {
	f.Add("It had [840](=a) and `12` 5\n\n- 3 <!-- unbound: x -->\n| 4 |\n")
	f.Add("二〇二一年，**840**家[^1]\n\n[^1]: 12\n```\n3\n```\n> 1. ½ a\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, problems := source.NewText("s.md", []byte(head+text))
		if problems.HasErrors() {
			return
		}
		s, _ := story.Parse(file)
		for _, language := range []string{"en", "zh-Hans", "de"} {
			c := Numbers(s, []Text{{file.All(), string(file.Text)}}, language)
			for _, n := range append(c.Unbound, c.Waived...) {
				if n.At.Text() != n.Words {
					t.Fatalf("%q at %q", n.Words, n.At.Text())
				}
			}
		}
	})
}
