package page

import (
	"bytes"
	"compress/gzip"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plotline/charts"
	"plotline/data/golden"
	"plotline/data/source"
	"plotline/site/story"
)

// figure is a figure that is words already.
type figure string

func (f figure) Write(b *bytes.Buffer) { b.WriteString(string(f)) }
func (f figure) Size() int             { return len(f) }

func set(t testing.TB, overrides ...*source.File) *Set {
	t.Helper()
	s, problems := Templates(overrides, Options{Readable: true})
	if len(problems) > 0 {
		t.Fatalf("Templates: %s", printed(problems))
	}
	return s
}

func printed(l source.List) string {
	var b bytes.Buffer
	source.Print(&b, l)
	return b.String()
}

func testSite(language string) Site {
	return Site{Title: "a site", Description: "an example", Language: language, BaseURL: "https://example.org/base", Theme: charts.DefaultTheme()}
}

var testAssets = Assets{Style: "assets/style.0.css", Runtime: "assets/plotline.0.js"}

// read parses a story and gives every fence a figure of its kind.
func read(t testing.TB, text []byte) StoryPage {
	t.Helper()
	f, problems := source.NewText("site/stories/a.md", text)
	s, more := story.Parse(f)
	if problems = append(problems, more...); problems.HasErrors() {
		t.Fatalf("the story: %s", printed(problems))
	}
	in := StoryPage{Site: testSite("en"), Assets: testAssets, Path: s.Slug + "/index.html", Story: s,
		Title: s.Title.Value, Subtitle: s.Subtitle.Value, Description: s.Description.Value, Figures: map[int]Figure{}, Draft: s.Draft}
	for i, b := range s.Blocks {
		if b.Kind != story.Prose {
			in.Figures[i] = figure(`<figure class="chart">` + b.Fence.Lang + `</figure>`)
			in.Live = true
		}
	}
	return in
}

func TestStoryPages(t *testing.T) {
	golden.Archives(t, "testdata/story-*.txtar", func(t *testing.T, c *golden.Case) {
		in := read(t, c.Read("story.md"))
		in.Values = []string{">1 & only"}
		in.Claims = []string{"840", ""}
		in.Images = []Image{{"a/map.0.png", 640, 480}}
		got, problems := set(t).Story(in)
		if len(problems) > 0 {
			t.Fatal(printed(problems))
		}
		c.Check("index.html", string(got))
	})
}

func TestListPages(t *testing.T) {
	section := Link{Title: "a section", Path: "a-section/index.html"}
	entries := []Entry{
		{Path: "new/index.html", Title: "the newest", Date: "2022-05-27", Updated: "2022-05-28", Section: section, Subtitle: "a standfirst",
			Authors: []story.Author{{Name: "a"}, {Name: "b", URL: "https://example.org/b"}}, Charts: []Anchor{{"c", "a chart"}, {"d", ""}}},
		{Path: "old/index.html", Title: "the older", Date: "2021-01-02", Subtitle: "its standfirst", Section: section, Charts: []Anchor{{"c", "not shown"}},
			Thumb:    Thumb{"old/charts/c/thumb.svg", "two bars", "0a1b2c3d", 280, 210},
			Versions: []Version{{"de", "de/old/index.html", false, false}, {"en", "old/index.html", true, false}, {"gsw", "gsw/old/index.html", false, true}}},
		{Path: "中/index.html", Title: "中文", Date: "2021-01-02", Language: "zh-Hans", Draft: true},
	}
	topics := []Link{section, {Title: "Subjects", Path: "tags/index.html"}}
	golden.Archives(t, "testdata/lists.txtar", func(t *testing.T, c *golden.Case) {
		for name, in := range map[string]ListPage{
			"none.html":    {Site: testSite("zh-Hans"), Assets: testAssets, Number: 1, Of: 1},
			"front.html":   {Site: testSite("en"), Assets: testAssets, Number: 1, Of: 3, Stories: entries, Topics: topics},
			"second.html":  {Site: testSite("en"), Assets: testAssets, Number: 2, Of: 3, Stories: entries[1:], Topics: topics},
			"section.html": {Site: testSite("en"), Assets: testAssets, Folder: "a-section/", Title: section.Title, Number: 3, Of: 3, Stories: entries[:2], Topics: topics, Feed: "a-section/feed.xml"},
			"tag.html":     {Site: testSite("zh-Hans"), Assets: testAssets, Folder: "tags/中/", Title: "中", Number: 1, Of: 1, Stories: entries[2:], Above: topics[1], Draft: true},
			"tags.html":    {Site: testSite("en"), Assets: testAssets, Folder: "tags/", Title: "Subjects", Number: 1, Of: 1, Topics: topics, Index: []Link{{Title: "中", Path: "tags/中/index.html"}, {Title: "b", Path: "tags/b/index.html", Count: 2}}},
		} {
			got, problems := set(t).List(in)
			if len(problems) > 0 {
				t.Fatal(printed(problems))
			}
			c.Check(name, string(got))
		}
	})
}

// elements calls fn for every element of a page.
func elements(t testing.TB, page []byte, fn func(n *html.Node, attr map[string]string)) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			attr := map[string]string{}
			for _, a := range n.Attr {
				attr[a.Key] = a.Val
			}
			fn(n, attr)
		}
	}
}

func TestLinksAreRelativeAtEachDepth(t *testing.T) {
	s := set(t)
	for path, root := range map[string]string{"index.html": "", "a/index.html": "../", "a/b/index.html": "../../"} {
		in := read(t, []byte("---\ntitle: t\n---\n\n![x](map.png)\n\n```chart\nid: c\n```\n"))
		in.Path = path
		in.Images = []Image{{"a/map 1:2.png", 1, 1}}
		got, _ := s.Story(in)
		found := map[string]bool{}
		elements(t, got, func(n *html.Node, attr map[string]string) {
			for _, key := range []string{"href", "src"} {
				if v := attr[key]; v != "" && !strings.HasPrefix(v, "#") && !strings.HasPrefix(v, "data:") && attr["rel"] != "canonical" {
					found[v] = true
				}
			}
		})
		for _, want := range []string{root + "assets/style.0.css", root + "assets/plotline.0.js", root + "index.html", root + "feed.xml", root + "a/map%201:2.png"} {
			if !found[want] {
				t.Errorf("page %s has no link %s, only %v", path, want, found)
			}
			delete(found, want)
		}
		if len(found) > 0 {
			t.Errorf("page %s has more links: %v", path, found)
		}
	}
}

func TestStyleSheetIsSmall(t *testing.T) {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(set(t).StyleSheet(charts.DefaultTheme()))
	_ = z.Close()
	if b.Len() > 5*1024 {
		t.Errorf("the style sheet is %d bytes gzip, want 5 KB or less", b.Len())
	}
}

// Every custom property is the theme's or the sheet's own, and no colour stands outside the theme.
func TestStyleSheetUsesTheTheme(t *testing.T) {
	defined := map[string]bool{}
	for _, r := range charts.DefaultTheme().Roles {
		defined[r.Name] = true
	}
	text := set(t).style + string(set(t).NumbersSheet())
	for _, part := range strings.Split(text, "--")[1:] {
		if name, _, found := strings.Cut(part, ":"); found && !strings.ContainsAny(name, "(){},;") {
			defined[name] = true
		}
	}
	for _, part := range strings.Split(text, "var(--")[1:] {
		if name := part[:strings.IndexAny(part, ",)")]; !defined[name] {
			t.Errorf("var(--%s) is defined nowhere", name)
		}
	}
	if own := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(`).FindString(text); own != "" {
		t.Errorf("a colour of its own: %s", own)
	}
}

func TestSqueeze(t *testing.T) {
	for in, want := range map[string]string{
		"a { b : c ; }\n\n/* x */ d{}":             "a{b : c}d{}\n",
		"a > b , c d { e: calc(1px + 2px) ; }":     "a > b,c d{e: calc(1px + 2px)}\n",
		`a::after { content: "{ ; }  /* */" ; }`:   `a::after{content: "{ ; }  /* */"}` + "\n",
		`a { content: "\"" ; b: 'x  y' }`:          `a{content: "\"";b: 'x  y'}` + "\n",
		"@media (min-width: 1px) { :is(a, b) {} }": "@media (min-width: 1px){:is(a,b){}}\n",
		"a/**/b {}": "a b{}\n",
		`.\{ { }`:   `.\{{}` + "\n",
		"a {":       "a{\n",
		"a { /* ":   "a{\n",
		`a { "x`:    `a{"x` + "\n",
	} {
		if got := squeeze(in); got != want {
			t.Errorf("squeeze(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzSqueeze(f *testing.F) {
	f.Add((&Set{}).text(styleFile))
	f.Add("a\\;;} /* */ 'x' } \"")
	f.Fuzz(func(t *testing.T, css string) {
		once := squeeze(css)
		if twice := squeeze(once); twice != once {
			t.Errorf("squeeze(%q) = %q, then %q", css, once, twice)
		}
	})
}

func BenchmarkStoryPage(b *testing.B) {
	s := set(b)
	words := strings.Repeat("Forty words of prose that say nothing at all and go on. ", 12)
	in := read(b, []byte("---\ntitle: t\nsubtitle: s\ndate: 2022-05-27\n---\n\n"+words+"\n\n```chart\nid: c\n```\n\n"+words+"\n\n```chart\nid: d\n```\n"))
	for i := range in.Figures {
		in.Figures[i] = figure("<figure>" + strings.Repeat("<path d='M0 0'/>", 1000) + "</figure>")
	}
	b.ReportAllocs()
	for b.Loop() {
		if page, _ := s.Story(in); page == nil {
			b.Fatal("no page")
		}
	}
}
