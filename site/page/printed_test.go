package page

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestPrintedLinks numbers the links that paper cannot follow.
func TestPrintedLinks(t *testing.T) {
	for _, c := range []struct {
		name, base, text string
		want             []string // addresses
		marks            []string // of the links in order; - for none
	}{
		{"none", "", "No link, and `<a href=\"http://code.example/\">`.", nil, nil},
		{"one address, one number", "", "[a](https://a.example/) [b](http://b.example/?x=1&y=2 \"t\") [a again](https://a.example/)",
			[]string{"https://a.example/", "http://b.example/?x=1&y=2"}, []string{"1", "2", "1"}},
		{"links inside", "https://own.example/site/", "[a](../b/) [b](#c) [own](https://own.example/site/x/) [mail](mailto:a@example.org) [other](https://own.example/)",
			[]string{"https://own.example/"}, []string{"-", "-", "-", "-", "1"}},
		{"words that are the address", "", "<https://a.example/> [a](https://a.example/)", []string{"https://a.example/"}, []string{"-", "1"}},
		{"in notes, lists and quotes", "", "A[^n]\n\n- [b](https://b.example/)\n\n> [c](https://c.example/)\n\n[^n]: See [n](https://n.example/).",
			[]string{"https://b.example/", "https://c.example/", "https://n.example/"}, []string{"-", "1", "2", "3", "-"}},
		{"an address with markup", "", "[a](https://a.example/?a=<b>&'x)", []string{"https://a.example/?a=%3Cb%3E&'x"}, []string{"1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := read(t, []byte("---\ntitle: T\ndate: 2022-05-27\n---\n"+c.text+"\n"))
			in.Site.BaseURL = c.base
			got, problems := set(t).Story(in)
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			var marks, list []string
			article, links := false, false
			elements(t, got, func(n *html.Node, attr map[string]string) {
				switch {
				case n.Data == "main":
					article = true
				case n.Data == "footer":
					article = false
				case n.Data == "section":
					links = attr["class"] == "links"
				case n.Data == "a" && article:
					m := attr["data-link"]
					if m == "" {
						m = "-"
					}
					marks = append(marks, m)
				case n.Data == "li" && links:
					list = append(list, n.FirstChild.Data)
				}
			})
			if !slices.Equal(list, c.want) {
				t.Errorf("the list is %q, want %q", list, c.want)
			}
			if !slices.Equal(marks, c.marks) {
				t.Errorf("the numbers are %q, want %q", marks, c.marks)
			}
			if c.want == nil && strings.Contains(string(got), `class="links"`) {
				t.Error("there is an empty list")
			}
		})
	}
}
