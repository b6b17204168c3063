package check

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// TestLinks follows every form of a link from a page at blog/a/index.html of a site under /base/.
func TestLinks(t *testing.T) {
	page := func(body string) []byte { return []byte("<!DOCTYPE html><html><body>" + body + "</body></html>") }
	for link, want := range map[string]string{ // what is missing, and its id
		"":                             "",
		"#here":                        "",
		"#top":                         "",
		"#nowhere":                     "blog/a/index.html#nowhere",
		"../b/":                        "",
		"../b/index.html":              "",
		"../b":                         "",
		"../b/#s-%E4%B8%AD":            "",
		"../b/#s-中":                    "",
		"../b/#S-中":                    "blog/b/index.html#S-中",
		"../c/":                        "blog/c/index.html",
		"../../":                       "",
		"../../index.html":             "",
		"data.csv":                     "",
		"data.csv#row":                 "",
		"data.csv?download=1":          "",
		"two%20words.png":              "",
		"two words.png":                "",
		"Data.csv":                     "blog/a/Data.csv",
		"data.csv/":                    "blog/a/data.csv/index.html",
		"/base/":                       "",
		"/base/blog/b/":                "",
		"/base/blog/x/":                "blog/x/index.html",
		"/blog/b/":                     "/blog/b/",
		"/base":                        "/base",
		"../../../":                    "../index.html",
		"%zz":                          "%zz",
		"https://example.org/gone":     "",
		"//example.org/gone":           "",
		"mailto:a@example.org":         "",
		"data:image/svg+xml,%3Csvg%3E": "",
		"../b/?a=1&amp;b=2#s-a":        "",
		"&quot;.html":                  `blog/a/".html`,
	} {
		files := []File{
			{"index.html", page("")}, {"blog/a/index.html", page(`<p id="here"><a class="x" href="` + link + `">x</a></p>`)},
			{"blog/b/index.html", page(`<h2 id="s-中">x</h2><h2 id="s-a">y</h2>`)}, {"blog/a/data.csv", []byte("a\n")}, {"blog/a/two words.png", nil},
		}
		got := ""
		for _, b := range Links(files, "/base/") {
			if got += b.Target; b.ID != "" {
				got += "#" + b.ID
			}
			if b.Page != "blog/a/index.html" {
				t.Errorf("%q: a broken link on %s", link, b.Page)
			}
		}
		if got != want {
			t.Errorf("the link %q: missing is %q, want %q", link, got, want)
		}
	}
}

// Every element that loads or leads is looked at; what only looks like a tag is not.
func TestLinksOfEveryElement(t *testing.T) {
	for body, want := range map[string]int{
		`<img src="a.png" alt="href=&quot;b&quot;">`:                                   1,
		`<link rel="stylesheet" href="a.css"><script src="a.js" defer></script>`:       2,
		`<meta http-equiv="refresh" content="0; url=../x/">`:                           1,
		`<meta name="description" content="no; url of ours">`:                          0,
		`<script type="application/json">{"a":"<a href=\"x\">"}</script>`:              0,
		`<style>a{content:"<img src=\"x\">"}</style>`:                                  0,
		`<!-- <a href="x"> -->`:                                                        1, // no page of ours has comments
		`<p title="a > b" class="c"><a title="x" href="gone">`:                         1,
		"<a\nhref=\"gone\"\n>x</a>":                                                    1,
		`<a href="x`:                                                                   0,
		`a < b <`:                                                                      0,
		`<svg><use href="#in"></use><image href="x.png"></image></svg><i id="in"></i>`: 1,
	} {
		if got := Links([]File{{"a/index.html", []byte(body)}}, "/"); len(got) != want {
			t.Errorf("%s: %d broken links, want %d: %v", body, len(got), want, got)
		}
	}
}

// A place that is not there is told with those that are.
func TestLinksTellPlaces(t *testing.T) {
	got := Links([]File{{"index.html", []byte(`<a href="#x"></a><i id="b"></i><i id="a"></i>`)}}, "/")
	want := []Broken{{Page: "index.html", Link: "#x", Target: "index.html", ID: "x", IDs: []string{"a", "b"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Links = %+v, want %+v", got, want)
	}
}

func TestWeigh(t *testing.T) {
	style, script, picture := bytes.Repeat([]byte("a{b:c}"), 500), bytes.Repeat([]byte("f();"), 900), make([]byte, 777)
	svg := "<svg>" + strings.Repeat("<path/>", 100) + "</svg>"
	table, option := `<table class="data">`+strings.Repeat("<tr></tr>", 20)+"</table>", `<script type="application/json">{"a":1}</script>`
	small, large := `<figure id="small">`+svg+"</figure>", `<figure id="large" class="chart">`+svg+table+option+"</figure>"
	body := `<link rel="stylesheet" href="../s.css"><script src="../s.js"></script><a href="../gone.js">x</a><img src="../p.png"><img src="../p.png"><a href="https://example.org/p.png">y</a><a href="data.csv">z</a>`
	files := []File{
		{"b/index.html", []byte(body + small + large)}, {"a/index.html", []byte("<p>")}, {"c/index.html", []byte("<p>c")},
		{"s.css", style}, {"s.js", script}, {"p.png", picture}, {"b/data.csv", []byte("a\n")}, {"feed.xml", []byte("<feed/>")}, {".nojekyll", nil},
	}
	w := Weigh(files, 2)
	if len(w.Pages) != 2 || w.Count != 3 || w.Files != 9 || w.Pages[1].Path != "c/index.html" {
		t.Fatalf("pages: %+v", w)
	}
	p := w.Pages[0]
	want := PageWeight{Path: "b/index.html", Bytes: len(body + small + large), Drawings: 2 * len(svg), Data: len(table + option), Other: len(body+small+large) - 2*len(svg) - len(table+option),
		Gzip: compressed(files[0].Data), Styles: compressed(style), Scripts: compressed(script), Pictures: 777, Figure: "large", Heaviest: len(large)}
	if p != want {
		t.Errorf("Weigh = %+v\nwant %+v", p, want)
	}
	if p.First() != p.Gzip+p.Styles+p.Scripts+777 || p.Gzip >= p.Bytes || p.Styles >= len(style) {
		t.Errorf("a first visit is %d of %+v", p.First(), p)
	}
	var sum, all int
	said := ""
	for _, k := range w.Kinds {
		sum, all = sum+k.Files, all+k.Bytes
		said += fmt.Sprintf("%s %d ", k.Kind, k.Files)
	}
	if sum != w.Files || all != w.Bytes || said != "scripts 1 style sheets 1 pages 3 pictures 1 for machines 1 data 1 other 1 " {
		t.Errorf("kinds: %s, %d files and %d bytes of %d and %d", said, sum, all, w.Files, w.Bytes)
	}
}
