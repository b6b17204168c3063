package site

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"plotline/data/source"
)

const (
	refused = "has a name with characters that some disks refuse: < > : \" | ? * \\ and control characters"
	device  = "has a name that Windows reserves: con, prn, aux, nul, com1 to com9 and lpt1 to lpt9"
	beside  = "is not beside the story"
)

// oddNames are names that a disk takes and that mean something else in an address, in HTML, in YAML
// or in Markdown; with each, what an error says of a story, a table and a picture of that name.
var oddNames = []struct{ name, story, table, picture string }{
	{name: "two words"}, {name: " spaces at both ends "}, {name: "it's"}, {name: "a&b;&amp;"}, {name: "a#b"}, {name: "%41"}, {name: "100%"}, {name: "100% sure"},
	{name: "北方的城市"}, {name: "🎈 party"}, {name: "e\u0301te\u0301"}, {name: "हिन्दी"}, {name: "[a](b)"}, {name: "(a"}, {name: "a`b"}, {name: "--x"}, {name: "x."},
	{name: strings.Repeat("long-name-", 20)}, {name: strings.Repeat("长", 66)}, {name: "\u202eturned"}, {name: "{{x}}"}, {name: "__proto__"}, {name: "name.md.csv.png"},
	{name: `"quoted"`, picture: refused}, {name: "a<b>c", picture: refused}, {name: "a?b=c", picture: refused}, {name: "a*b_c_", picture: refused},
	{name: `back\slash`, picture: refused}, {name: "tab\tname", picture: refused}, {name: "a:b", picture: beside}, {name: "javascript:alert(1)", picture: beside},
	{name: "con", story: device, picture: device}, {name: strings.Repeat("x", 250), picture: "has a name of more than 255 bytes"},
	{name: "index", story: `makes the address "index", which is reserved`}, {name: "🎈", story: "makes no address, as it has no letters or digits"},
}

func nameProject(t *testing.T, story, data, picture string) fstest.MapFS {
	t.Helper()
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewRGBA(image.Rect(0, 0, 2, 3))); err != nil {
		t.Fatal(err)
	}
	link := "<" + strings.NewReplacer("<", `\<`, ">", `\>`, `\`, `\\`, "&", `\&`).Replace(picture) + ">"
	table := "'" + strings.ReplaceAll(data, "'", "''") + "'"
	return fstest.MapFS{
		"site/stories/" + story:   {Data: []byte("---\ntitle: T\ntoc: true\ndata: {d: " + table + "}\n---\n## One\n\n![dot](" + link + ")\n\n```chart\nid: c\nkind: bar\ndata: d\nx: place\ny: n\ntitle: Bars\nalt: a\n```\n\n```table\nid: t\ndata: " + table + "\ntitle: T\n```\n")},
		"data/" + data:            {Data: []byte("place,n\nA,1\n")},
		"site/stories/" + picture: {Data: dot.Bytes()},
	}
}

// TestOddNames gives a story, a table and a picture names that are hard on addresses: each either
// makes a site whose every link leads somewhere, or an error that stands where the name is used and
// says what is legal.
func TestOddNames(t *testing.T) {
	for _, odd := range oddNames {
		for _, c := range []struct {
			what, want string
			fsys       fstest.MapFS
		}{
			{"story", odd.story, nameProject(t, odd.name+".md", "d.csv", "dot.png")},
			{"table", odd.table, nameProject(t, "s.md", odd.name+".csv", "dot.png")},
			{"picture", odd.picture, nameProject(t, "s.md", "d.csv", odd.name+".png")},
		} {
			what := fmt.Sprintf("the %s %q", c.what, odd.name)
			b := mustBuild(t, New(c.fsys, &fakeDrawer{}, Options{}))
			for _, p := range b.Problems {
				switch {
				case p.Level != source.Error:
				case p.At.IsZero() || !strings.HasPrefix(p.At.File.Path, "site/stories/"):
					t.Errorf("%s: %q stands nowhere", what, p.Text)
				case c.want == "" || !strings.Contains(p.Text, c.want):
					t.Errorf("%s: error %q, want %q", what, p.Text, c.want)
				}
			}
			switch {
			case c.want != "" && !b.Problems.HasErrors():
				t.Errorf("%s has no error, want %q", what, c.want)
			case c.want == "" && !b.Problems.HasErrors():
				linksLead(t, what, b)
			}
		}
	}
}

// TestOneNameTwice: two stories whose names differ by letter case or Unicode form have one address.
func TestOneNameTwice(t *testing.T) {
	for _, pair := range [][2]string{{"Été", "été"}, {"\u00e9te", "e\u0301te"}, {"ß", "ẞ"}} {
		fsys := nameProject(t, pair[0]+".md", "d.csv", "dot.png")
		fsys["site/stories/"+pair[1]+".md"] = fsys["site/stories/"+pair[0]+".md"]
		b := mustBuild(t, New(fsys, &fakeDrawer{}, Options{}))
		if !slices.ContainsFunc(b.Problems, func(p source.Problem) bool {
			return strings.Contains(p.Text, "index.html\"") && strings.Contains(p.Text, "address") && len(p.Notes) == 1 && p.Notes[0].At.File != p.At.File
		}) {
			t.Errorf("the stories %q: %v", pair, b.Problems)
		}
	}
}

// linksLead follows every address of every page to a file of the site, and to a place in it.
func linksLead(t *testing.T, what string, b *Build) {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range b.Files {
		files[f.Path] = f.Data
	}
	pictures, downloads := 0, 0
	for _, f := range b.Files {
		if path.Ext(f.Path) != ".html" || f.Path == "404.html" {
			continue
		}
		base := &url.URL{Scheme: "https", Host: "example.org", Path: "/" + f.Path}
		doc, err := html.Parse(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if n.Type != html.ElementNode || a.Key != "href" && a.Key != "src" || strings.HasPrefix(a.Val, "data:image/svg+xml,") {
					continue
				}
				to, err := base.Parse(a.Val)
				if err != nil || to.Host != base.Host || to.RawQuery != "" {
					t.Errorf("%s: %s has the address %q: %v", what, f.Path, a.Val, err)
					continue
				}
				target := strings.TrimPrefix(to.Path, "/")
				if target == "" || strings.HasSuffix(target, "/") {
					target += "index.html"
				}
				data, ok := files[target]
				if !ok {
					t.Errorf("%s: %s links to %q, and there is no file %q", what, f.Path, a.Val, target)
				}
				if to.Fragment != "" && !hasID(t, data, to.Fragment) {
					t.Errorf("%s: %s links to %q, and there is no such place", what, f.Path, a.Val)
				}
				if n.Data == "img" {
					pictures++
				}
				if strings.HasSuffix(target, "data.csv") {
					downloads++
				}
			}
		}
	}
	if pictures != 1 || downloads != 4 { // the table's, the chart's, and on the chart's own page under its table and in the list
		t.Errorf("%s: %d pictures and %d downloads are linked, want 1 and 4", what, pictures, downloads)
	}
}

func hasID(t *testing.T, page []byte, id string) bool {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && attribute(n, "id") == id {
			return true
		}
	}
	return false
}
