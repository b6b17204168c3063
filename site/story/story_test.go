package story

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plotline/data/golden"
	"plotline/data/source"
)

func TestParse(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		f, problems := source.NewText("site/stories/"+c.Name+".md", c.Read("story.md"))
		s, more := Parse(f)
		problems = append(problems, more...)
		problems.Sort()
		c.Check("blocks.txt", show(s))
		var b strings.Builder
		source.Print(&b, problems)
		if c.Has("problems.txt") || b.Len() > 0 {
			c.Check("problems.txt", b.String())
		}
	})
}

func show(s *Story) string {
	var b strings.Builder
	fmt.Fprintf(&b, "slug %s, title %q\n", s.Slug, s.Title.Value)
	for _, v := range s.Values {
		fmt.Fprintf(&b, "value %s %q at %s\n", v.Figure, v.Format, v.At.Position())
	}
	for _, c := range s.Claims {
		fmt.Fprintf(&b, "claim %q = %s at %s\n", c.Words, c.Figure, c.At.Position())
	}
	for _, blk := range s.Blocks {
		if blk.Kind != Prose {
			fmt.Fprintf(&b, "--%s at %s, body %q\n", blk.Fence.Lang, blk.Fence.At.Position(), blk.Fence.Body.Text())
			continue
		}
		b.WriteString("--prose\n" + Expand(blk.HTML, Holes{
			Value: func(i int) string { return fmt.Sprintf("[value %d]", i) },
			Open:  func(i int) string { return fmt.Sprintf("[claim %d:", i) },
			Close: func(i int) string { return "]" },
			Image: func(i int) string { return fmt.Sprintf(" src=%q", s.Images[i].Path) },
		}))
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"---\ntitle: x\n---\n# a\n", "[a](javascript:alert(1))", "<script>x</script>", "**强调。**后文", "```chart\nid: x\n```\n", "> ```chart\n> x\n> ```\n", "[^1]\n\n[^1]: note\n", "{{a}} [w](=b)", "![](x.png)", "| a |\n|--:|\n| 1 |\n\n: cap\n", "[x](java\tscript:1)", strings.Repeat("_", 1400) + "b" + strings.Repeat("_", 1400)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, _ := source.NewText("a.md", []byte("---\ntitle: t\n---\n"+text))
		s, problems := Parse(file)
		for _, p := range problems {
			if p.At.Start < 0 || p.At.End > len(file.Text) || p.At.Start > p.At.End {
				t.Errorf("problem outside the file: %+v", p)
			}
		}
		for _, b := range s.Blocks {
			if b.Kind == Prose {
				harmless(t, Expand(b.HTML, Holes{}))
			}
		}
	})
}

// harmless fails when the HTML would run something.
func harmless(t *testing.T, text string) {
	for _, n := range elements(t, text) {
		if slices.Contains([]string{"script", "iframe", "style"}, n.Data) {
			t.Errorf("element %s in %q", n.Data, text)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "href" && !legalAddress(a.Val) {
				t.Errorf("attribute %s=%q in %q", a.Key, a.Val, text)
			}
		}
	}
}

// elements are the tags of a text: those of its tree, and of one so deep that no tree is made of it
// (700 times emphasised) those that stand there.
func elements(t *testing.T, text string) (all []html.Token) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err == nil {
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode {
				all = append(all, html.Token{Data: n.Data, Attr: n.Attr})
			}
		}
		return all
	}
	if !strings.Contains(err.Error(), "open stack of elements") {
		t.Fatal(err)
	}
	for z := html.NewTokenizer(strings.NewReader(text)); z.Next() != html.ErrorToken; {
		if n := z.Token(); n.Type == html.StartTagToken || n.Type == html.SelfClosingTagToken {
			all = append(all, n)
		}
	}
	return all
}

func BenchmarkParse(b *testing.B) {
	para := "Hefei, the capital of Anhui, counted [more than 840](=a) companies in {{b}} -- \"as many\" as **ever** before, and [a link](https://example.org).\n\n"
	raw := []byte("---\ntitle: t\ndate: 2022-05-27\n---\n" + strings.Repeat(para, 60))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		f, _ := source.NewText("a.md", raw)
		Parse(f)
	}
}

// Marks belong to their letters: without them Hindi and Thai words fall apart.
func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Two  Words!": "two-words", "caf\u00e9": "caf\u00e9", "cafe\u0301s": "caf\u00e9s", "हिन्दी": "हिन्दी", "北方 1": "北方-1", "it's": "its", "🎈": "", "❤\ufe0f a": "a", "\u0301a": "a",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}
