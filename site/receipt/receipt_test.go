package receipt

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plotline/data/golden"
)

// towns are receipts of every form: of one cell, of many, of text, calculated, and of no words in the prose.
// The data is made up.
func towns() []Receipt {
	return []Receipt{
		{Figure: "ax", Value: "more than 840", Precise: ">840", Number: "840", Said: "people, where town is “Ax”", Columns: []string{"town", "year", "people"}, Numeric: true,
			Rows: [][]string{{"Ax", "2021", "840"}}, Sources: []Source{{"Census", "The town", "https://example.org/?a=1&b=2"}, {"", "A paper", ""}}, CSV: "figures/ax.csv",
			Places: []Place{{"more than 840", "page_c0"}, {"over 800", "bars"}}},
		{Figure: "all", Value: "6,000", Precise: "6,000", Number: "6000", Said: "sum of people", Columns: []string{"town", "people"}, Numeric: true,
			Rows: [][]string{{"Ax", "840"}, {"By", "1,160"}}, More: 12, CSV: "figures/all.csv", Places: []Place{{"6,000", ""}}},
		{Figure: "share", Value: "about 14%", Precise: "~14%", Number: "14", Formula: []Term{{">840", "ax"}, {" ÷ ", ""}, {"6,000", "all"}}, Parts: []string{"ax", "all"}, Note: "Worked out by <us>",
			Places: []Place{{"a seventh", "page_c1"}}},
		{Figure: "rise", Value: "0.232", Percent: "23.2%", Precise: "0.232", Number: "0.232", Said: "growth, where town is “Ax”", Columns: []string{"town", "growth"}, Numeric: true,
			Rows: [][]string{{"Ax", "0.232"}}, CSV: "figures/rise.csv", Places: []Place{{"23 percent", "page_c5"}}},
		{Figure: "名", Value: "Ax", Precise: "Ax", Said: "town, where people is 840", Columns: []string{"town"}, Rows: [][]string{{"Ax"}}, More: 1, CSV: "figures/名.csv", Places: []Place{{"Ax", "page_v0"}}},
	}
}

func TestWrite(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		s := New(towns(), strings.TrimSpace(string(c.Read("language"))))
		var b bytes.Buffer
		for _, m := range []Mark{
			{ID: "page_c0", Figure: "ax", Words: "more than 840", Number: "840"},
			{ID: "page_c1", Figure: "share", Words: "a seventh", Number: "14"},
			{ID: "page_c2", Figure: "ax", Words: "in a heading", Number: "840", Bare: true},
			{ID: "page_c3", Figure: "ax", Words: "many more than eight hundred", Number: "840"},
			{ID: "page_c5", Figure: "rise", Words: "23 percent", Number: "0.232"},
			{ID: "page_c4", Figure: "unknown", Words: "nobody knows"},
		} {
			b.WriteString(s.Open(m) + m.Words + s.Close(m) + "\n")
		}
		b.WriteString(s.Value(Mark{ID: "page_v0", Figure: "名", Words: "Ax"}) + "\n")
		s.Write(&b)
		c.Check("out.html", b.String())
	})
}

func TestNothing(t *testing.T) {
	s := New(nil, "en")
	var b bytes.Buffer
	s.Write(&b)
	if out := b.String() + s.Value(Mark{ID: "page_v0", Figure: "x", Words: "1 < 2"}); out != "1 &lt; 2" {
		t.Errorf("without receipts there is %q", out)
	}
}

// TestIDs: every id stands once, every button and link within leads to one of them, and only what a button
// asks for has a popover.
func TestIDs(t *testing.T) {
	s := New(towns(), "en")
	var b bytes.Buffer
	for i, figure := range []string{"ax", "share", "ax", "ax", "ax", "rise"} {
		m := Mark{ID: ClaimID(i), Figure: figure}
		b.WriteString(s.Open(m) + s.Close(m))
	}
	b.WriteString(s.Value(Mark{ID: ValueID(0), Figure: "名"}) + `<figure id="bars"></figure>`)
	s.Write(&b)
	text := b.String()
	ids := map[string]int{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if ids[m[1]]++; ids[m[1]] > 1 {
			t.Errorf("the id %s stands twice", m[1])
		}
	}
	to := regexp.MustCompile(`(?:href="#|popovertarget=")([^"]*)"`).FindAllStringSubmatch(text, -1)
	for _, m := range to {
		if ids[m[1]] == 0 {
			t.Errorf("something leads to %s, which is nowhere", m[1])
		}
	}
	if n := strings.Count(text, " popover "); n != 4 || len(to) < 12 {
		t.Errorf("%d popovers, %d ways to something", n, len(to))
	}
}

// TestHostile: whatever stands in a receipt stays text.
func TestHostile(t *testing.T) {
	const evil = `"><img src=x onerror=alert(1)></script>{{.}}` + "\u202e"
	r := Receipt{Figure: evil, Value: evil, Percent: evil, Precise: evil, Number: evil, Said: evil, Formula: []Term{{evil, evil}}, Parts: []string{evil}, Columns: []string{evil, evil},
		Rows: [][]string{{evil, evil}}, More: 1, Note: evil, Sources: []Source{{evil, evil, "javascript:alert(1)"}, {evil, evil, "https://" + evil}}, CSV: "javascript:alert(1)", Places: []Place{{evil, evil}}}
	s := New([]Receipt{r}, "en")
	var b bytes.Buffer
	m := Mark{ID: "page_c0", Figure: evil, Words: "x", Number: evil}
	b.WriteString(s.Open(m) + s.Close(m))
	s.Write(&b)
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data == "img" || n.Data == "script" {
			t.Errorf("there is a %s element", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "./") {
				t.Errorf("there is %s=%q", a.Key, a.Val)
			}
		}
	}
}
