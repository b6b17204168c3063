package page

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plotline/charts"
	"plotline/data/source"
	"plotline/site/story"
)

var hostile = []string{
	`</script><script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`javascript:alert(1)`,
	` java` + "\t" + `script:alert(1)`,
	`data:text/html,<script>alert(1)</script>`,
	`</style><style>*{display:none}`,
	`{{.Title}}`,
	`__f__alert(1)__f__`,
	`</title><base href=//evil.example>`,
	`url('//evil.example')`,
	`--><svg onload=alert(1)>`,
}

// fill puts s into every string that v holds, except those that only our own code makes.
func fill(v reflect.Value, s string, skip map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[template.HTML]() {
			return
		}
		v.SetString(s)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !skip[f.Name] {
				fill(v.Field(i), s, skip)
			}
		}
	case reflect.Slice:
		if v.Len() == 0 && v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			fill(v.Index(i), s, skip)
		}
	case reflect.Bool:
		v.SetBool(true)
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	skip := map[string]bool{"Theme": true, "At": true, "File": true, "Blocks": true, "Headings": true, "Params": true, "Story": true, "Figures": true, "Fence": true}
	s := set(t)
	for _, bad := range hostile {
		page := StoryPage{Story: &story.Story{}}
		fill(reflect.ValueOf(&page).Elem(), bad, skip)
		fill(reflect.ValueOf(page.Story).Elem(), bad, skip)
		page.Site.Theme, page.Path = charts.DefaultTheme(), "a/index.html"
		page.Story.Headings = []story.Heading{{Level: 2, ID: bad, Text: bad}, {Level: 2, ID: bad, Text: bad}}
		page.Story.Blocks = []story.Block{{HTML: "<p>\U001000000; \U001000010;claim\U001000020; <img alt=\"\"\U001000030;></p>"}}
		front := ListPage{Stories: make([]Entry, 3)}
		fill(reflect.ValueOf(&front).Elem(), bad, skip)
		front.Site.Theme = charts.DefaultTheme()
		one, p1 := s.Story(page)
		front.Folder, front.Number, front.Of = "", 1, 2
		two, p2 := s.List(front)
		front.Folder, front.Number, front.Of = "a/", 2, 3
		four, p4 := s.List(front)
		three, p3 := s.NotFound(page.Site)
		if len(p1)+len(p2)+len(p3)+len(p4) > 0 {
			t.Fatalf("%q: %s%s%s%s", bad, printed(p1), printed(p2), printed(p3), printed(p4))
		}
		for name, text := range map[string][]byte{"story": one, "front": two, "lost": three, "list": four} {
			inspect(t, name, bad, text)
		}
		if n := strings.Count(textOf(t, one), bad); n < 12 {
			t.Errorf("story: %q is shown %d times, want every time", bad, n)
		}
	}
}

// inspect fails on anything that could run, or that leaves its place.
func inspect(t *testing.T, name, bad string, page []byte) {
	t.Helper()
	count := map[string]int{}
	elements(t, page, func(n *html.Node, attr map[string]string) {
		count[n.Data]++
		for key, v := range attr {
			clean := strings.ToLower(strings.Join(strings.Fields(v), ""))
			if strings.HasPrefix(key, "on") || key == "style" {
				t.Errorf("%s: %q made the attribute %s=%q", name, bad, key, v)
			}
			if key == "href" || key == "src" {
				if strings.HasPrefix(clean, "javascript:") || strings.HasPrefix(clean, "data:text") || strings.HasPrefix(clean, "//") {
					t.Errorf("%s: %q made the address %q", name, bad, v)
				}
			}
		}
	})
	want := map[string]map[string]int{"story": {"script": 1, "img": 1}, "front": {"img": 2}, "list": {"img": 3}, "lost": {"style": 1}}[name]
	for _, tag := range []string{"script", "img", "style", "base", "svg", "iframe"} {
		if count[tag] != want[tag] {
			t.Errorf("%s: %q made %d <%s>, want %d", name, bad, count[tag], tag, want[tag])
		}
	}
}

func textOf(t *testing.T, page []byte) string {
	var b strings.Builder
	elements(t, page, func(n *html.Node, _ map[string]string) {
		for c := range n.ChildNodes() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data + "\n")
			}
		}
	})
	return b.String()
}

// The page for lost readers carries its style inside, so its policy has to name the style's hash.
func TestLostPageAllowsItsOwnStyle(t *testing.T) {
	page, problems := set(t).NotFound(testSite("en"))
	if len(problems) > 0 {
		t.Fatal(printed(problems))
	}
	policy, style, links := "", "", []string{}
	elements(t, page, func(n *html.Node, attr map[string]string) {
		switch {
		case n.Data == "meta" && attr["http-equiv"] == "Content-Security-Policy":
			policy = attr["content"]
		case n.Data == "style":
			style = n.FirstChild.Data
		case n.Data == "a":
			links = append(links, attr["href"])
		}
	})
	sum := sha256.Sum256([]byte(style))
	if want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
		t.Errorf("policy %q does not hold %q", policy, want)
	}
	if got, want := strings.Join(links, " "), "#page_main /base/ /base/"; got != want {
		t.Errorf("links are %q, want %q", got, want)
	}
	for part, want := range map[string]bool{":root{": true, ".kicker{": true, "@page{": true, "@container": false, ".lead{": false} {
		if got := strings.Contains(style, part); got != want {
			t.Errorf("%q in the style: %v, want %v", part, got, want)
		}
	}
}

// A project's own style sheet is carried whole, and so is ours in its own page.
func TestLostPageCarriesOwnStyle(t *testing.T) {
	own := set(t, source.NewFile("templates/404.html", []byte(`{{define "main"}}<table class="rest"></table>{{end}}`)))
	if page, problems := own.NotFound(testSite("en")); len(problems) > 0 || !strings.Contains(string(page), ".rest{") {
		t.Errorf("%s%s", printed(problems), page)
	}
	s := set(t, source.NewFile("templates/style.css", []byte(".a{x:y}\n/* Every page */\n.b{x:y}/* Figures: mine */")))
	page, problems := s.NotFound(testSite("en"))
	if len(problems) > 0 || !strings.Contains(string(page), "\n.a{x:y}.b{x:y}\n</style>") {
		t.Errorf("%s%s", printed(problems), page)
	}
}

func TestBasePath(t *testing.T) {
	for base, want := range map[string]string{
		"": "/", "https://example.org": "/", "https://example.org/": "/", "https://example.org/a": "/a/",
		"https://example.org/a/b/": "/a/b/", "https://example.org//evil.example": "/evil.example/", "%zz": "/",
	} {
		if got := (Site{BaseURL: base}).basePath(); got != want {
			t.Errorf("basePath of %q = %q, want %q", base, got, want)
		}
	}
}
