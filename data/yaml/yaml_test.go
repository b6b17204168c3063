package yaml

import (
	"fmt"
	"strings"
	"testing"

	"plotline/data/source"
)

func parse(text string) (Node, source.List) {
	f := source.NewFile("a.md", []byte("---\n"+text+"---\n"))
	return Parse(f.Span(4, 4+len(text)))
}

func TestPlaces(t *testing.T) {
	n, problems := parse("a: 城市 x\n城市: {b: [1, \"two \\\" x\"], where: 'it''s'}\nd:\ne: no\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var b strings.Builder
	var dump func(n Node)
	dump = func(n Node) {
		fmt.Fprintf(&b, "%d:%d %q ", n.At.Position().Line, n.At.Position().Column, n.At.Text())
		for _, k := range n.Keys {
			fmt.Fprintf(&b, "%s@%d:%d=", k.At.Text(), k.At.Position().Line, k.At.Position().Column)
			dump(k.Value)
		}
		for _, i := range n.Items {
			dump(i)
		}
	}
	dump(n)
	want := `2:1 "a" a@2:1=2:4 "城市 x" 城市@3:1=3:5 "{b: [1, \"two \\\" x\"], where: 'it''s'}" b@3:6=3:9 "[1, \"two \\\" x\"], where: 'it''s'}" ` +
		`3:10 "1" 3:13 "\"two \\\" x\"" where@3:26=3:33 "'it''s'" d@4:1=4:3 "" e@5:1=5:4 "no" `
	if b.String() != want {
		t.Errorf("got  %s\nwant %s", b.String(), want)
	}
}

func TestProblems(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a: b\n  c: d\n", "a.md:3:4: YAML: a colon where no key can stand"},
		{"a: [1, 2\nb: 3\n", "a.md:2:4: YAML: a list is not closed"},
		{"a: 1\nb: 2\na: 3\n", `a.md:4:1: key "a" is given twice`},
		{"a: 1\n\tb: 2\n", "a.md:3:1: YAML: a tab where spaces indent"},
		{"a: &x 1\n", "a.md:2:4: YAML anchors are not supported"},
		{"a: &x [1]\nb: *x\n", "a.md:2:4: YAML anchors are not supported; a.md:3:4: YAML aliases are not supported"},
		{"a: 1\n---\nb: 2\n", "a.md:3:1: a second YAML document starts here"},
		{"a: " + strings.Repeat("[", 500) + "\n", "a.md:2:1: YAML nested too deeply"},
	}
	for _, tt := range tests {
		_, problems := parse(tt.in)
		var got []string
		for _, p := range problems {
			got = append(got, p.At.Position().String()+": "+p.Text)
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("Parse(%q)\ngot  %s\nwant %s", tt.in, s, tt.want)
		}
	}
}

// Two lines that each settle something of a file are pasted one below the other: the message has the one line.
func TestTwice(t *testing.T) {
	const file = `file: "a b.csv"`
	tests := []struct{ first, second, want string }{
		{`{a: {` + file + `, preamble: 2}}`, `{a: {` + file + `, encoding: gb18030}}`, `{a: {` + file + `, preamble: 2, encoding: gb18030}}`},
		{`{a: {file: a.csv, footer: 1}}`, `{b: {file: b.csv, footer: 1}}`, `{a: {file: a.csv, footer: 1}, b: {file: b.csv, footer: 1}}`},
		{`{"城": {file: a.csv}}`, `{b: b.csv}`, `{"城": {file: a.csv}, b: b.csv}`},
		{`{a: {file: a.csv, footer: 1}}`, `{a: {file: a.csv, footer: 2}}`, ""},
		{`{a: a.csv}`, `{a: {file: a.csv, footer: 2}}`, ""},
		{"\n  a: a.csv", `{b: b.csv}`, ""},
		{`{a: a.csv}`, `b.csv`, ""},
		{`[a]`, `[b]`, ""},
	}
	for _, tt := range tests {
		n, problems := parse("data: " + tt.first + "\nx: y\ndata: " + tt.second + "\n")
		want := "keep one of them, with what both say"
		if tt.want != "" {
			want = "write one, with what both say: data: " + tt.want
		}
		if len(problems) != 1 || problems[0].Hint != want {
			t.Errorf("data: %s and data: %s\ngot  %v\nwant %s", tt.first, tt.second, problems, want)
		}
		if len(n.Keys) != 2 {
			t.Errorf("data: %s and data: %s: %d keys are kept", tt.first, tt.second, len(n.Keys))
		}
	}
}

func TestDecoder(t *testing.T) {
	n, _ := parse("title: x\nwidht: 3\nheight: tall\ndraft: yes\nfacet: 1\nkind: baar\n")
	var d Decoder
	d.Object(n, "chart", []Field{
		{Name: "title", Read: func(n Node) { d.Text(n) }},
		{Name: "width", Read: func(n Node) {}},
		{Name: "height", Read: func(n Node) { d.Int(n) }},
		{Name: "draft", Read: func(n Node) { d.Bool(n) }},
		{Name: "facet", Later: true},
		{Name: "kind", Read: func(n Node) { d.OneOf(n, "kind", "bar", "line") }},
	})
	var b strings.Builder
	source.Print(&b, d.Problems)
	want := `plotline: a.md:3:1: unknown key "widht" in chart; keys are draft, facet, height, kind, title, width
    3 | widht: 3
      | ~~~~~ did you mean "width"?
plotline: a.md:4:9: expected a whole number, found "tall"
    4 | height: tall
      |         ~~~~
plotline: a.md:5:8: expected true or false, found "yes"
    5 | draft: yes
      |        ~~~
plotline: a.md:6:1: key "facet" is not built yet
    6 | facet: 1
      | ~~~~~ remove it for now
plotline: a.md:7:7: unknown kind "baar"; legal are bar, line
    7 | kind: baar
      |       ~~~~ did you mean "bar"?
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1\n", "a: [1, {b: c}]\n", "a: |\n  x\n", "a: \"x\n", "- a\n-  b: 城\n", "? a\n: b\n", "a: !!binary x\n", "\t\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, '\r') {
			return // NewText has turned these into LF
		}
		file := source.NewFile("a", []byte(s))
		n, problems := Parse(file.All())
		for _, p := range problems {
			if p.At.IsZero() || p.At.Start < 0 || p.At.End > len(s) || p.At.Start > p.At.End {
				t.Errorf("problem without a place: %+v", p)
			}
		}
		var walk func(n Node)
		walk = func(n Node) {
			if n.At.Start < 0 || n.At.End > len(s) || n.At.Start > n.At.End {
				t.Errorf("node outside the file: %+v", n.At)
			}
			for _, k := range n.Keys {
				walk(k.Value)
			}
			for _, i := range n.Items {
				walk(i)
			}
		}
		walk(n)
	})
}
