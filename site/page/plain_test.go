package page

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Feed readers know no page that an address could be relative to: each is made absolute, and words that
// only look like one stay words.
func TestFeedAddresses(t *testing.T) {
	for path, folder := range map[string]string{"a/index.html": "a/", "2022/中/index.html": "2022/%E4%B8%AD/"} {
		in := read(t, []byte("---\ntitle: t\n---\n[up](../b/) [twice](../../x.csv) [root](/c/) [here](#s-a) [query](?a=1&b=2) [file](data%20x.csv) [web](https://x.example/?a=1&b=2#f)\n"+
			"[mail](mailto:a@example.org) `href=\"../no/\"` href=\"../no/\" and [a \" src=\"no\"](../d/ \" href=\")[^1]\n\n![map](map.png)\n\n## A\n\n[^1]: Said [so](e/).\n"))
		in.Path, in.Images = path, []Image{{"assets/map 1.0.png", 2, 1}}
		text := in.Feed(map[int]Still{})
		doc, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "href" || a.Key == "src" {
					got = append(got, a.Val)
				}
			}
		}
		root := "https://example.org/base/"
		page := root + folder
		parent := page[:strings.LastIndex(strings.TrimSuffix(page, "/"), "/")+1]
		above := parent[:strings.LastIndex(strings.TrimSuffix(parent, "/"), "/")+1]
		want := []string{parent + "b/", above + "x.csv", "https://example.org/c/", page + "#s-a", page + "?a=1&b=2", page + "data%20x.csv", "https://x.example/?a=1&b=2#f", "mailto:a@example.org",
			parent + "d/", page + "#fn-1", root + "assets/map%201.0.png", page + "e/", page + "#fnref-1"}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the addresses are\n%q, want\n%q", path, got, want)
		}
		if n := strings.Count(text, `href=&#34;../no/&#34;`); n != 1 || strings.Count(text, "../no/") != 2 {
			t.Errorf("%s: words were taken for addresses: %s", path, text)
		}
	}
}
