package site

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/card"
)

// stamps makes a picture of any drawing.
type stamps struct{}

func (stamps) PNG(svg []byte, _ raster.Size) ([]byte, error) {
	return append([]byte("PNG of "), svg...), nil
}
func (stamps) Card(c card.Card) ([]byte, error) {
	text := "card of " + c.Headline
	if c.Source != "" {
		text += ", " + c.Source
	}
	if c.Number != "" {
		text += " with " + c.Number + " " + c.Counted
	}
	return []byte(text), nil
}
func (stamps) Identity([]byte) ([32]byte, error) { return [32]byte{}, nil }
func (stamps) Missing(...[]byte) error           { return nil }

// makeFiles makes the files of a build that publishing would make.
func makeFiles(t testing.TB, b *Build) {
	t.Helper()
	for i := range b.Files {
		f := &b.Files[i]
		data, err := f.Bytes(context.Background())
		if err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		f.Data, f.Make, f.Key = data, nil, ""
	}
}

func linksOf(t testing.TB, b *Build) source.List {
	t.Helper()
	problems, err := b.Links(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

func addressed() fstest.MapFS {
	fsys := project()
	fsys["plotline.yaml"] = &fstest.MapFile{Data: []byte("title: Test\nauthor: Desk\nbase-url: https://example.org/demo/\n")}
	fsys["site/stories/draft.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Draft\ndraft: true\n---\nSecret.\n")}
	return fsys
}

func fileOf(t *testing.T, b *Build, path string) string {
	t.Helper()
	for _, f := range b.Files {
		if f.Path == path {
			return string(f.Data)
		}
	}
	t.Fatalf("the site has no %s", path)
	return ""
}

// TestFeed reads the feed back and checks each MUST of RFC 4287 that our feeds can break.
func TestFeed(t *testing.T) {
	b := mustBuild(t, New(addressed(), &fakeDrawer{}, Options{Pictures: stamps{}}))
	text := fileOf(t, b, "feed.xml")
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	type person struct {
		Name string `xml:"name"`
	}
	var f struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      []string `xml:"id"`
		Title   []string `xml:"title"`
		Updated []string `xml:"updated"`
		Authors []person `xml:"author"`
		Links   []link   `xml:"link"`
		Entries []struct {
			ID      []string `xml:"id"`
			Title   []string `xml:"title"`
			Updated []string `xml:"updated"`
			Links   []link   `xml:"link"`
			Summary []string `xml:"summary"`
			Content []struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	one := func(what string, list []string) string { // 4.1.1, 4.1.2: exactly one
		t.Helper()
		if len(list) != 1 || list[0] == "" {
			t.Errorf("%d elements %s, want one: %q", len(list), what, list)
			return ""
		}
		return list[0]
	}
	absolute := func(what, s string) { // 4.2.6: an id is an IRI, absolute
		t.Helper()
		if u, err := url.Parse(s); err != nil || !u.IsAbs() {
			t.Errorf("%s %q is no absolute address", what, s)
		}
	}
	stamp := func(s string) { // 3.3: a date is of RFC 3339
		t.Helper()
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			t.Errorf("updated %q: %v", s, err)
		}
	}
	absolute("id", one("id", f.ID))
	one("title", f.Title)
	stamp(one("updated", f.Updated))
	if len(f.Authors) == 0 { // 4.1.1: an author, unless each entry has one
		t.Error("the feed has no author")
	}
	seen := map[string]bool{}
	for _, l := range f.Links { // 4.1.1: one alternate of a type and language; 4.2.7: href is an IRI
		absolute("link", l.Href)
		if seen[l.Rel] {
			t.Errorf("two links %s", l.Rel)
		}
		seen[l.Rel] = true
	}
	if !seen["self"] || !seen["alternate"] {
		t.Errorf("links are %v", f.Links)
	}
	if len(f.Entries) != 4 || strings.Contains(text, "Secret") {
		t.Errorf("%d entries, want 4 without the draft", len(f.Entries))
	}
	ids := map[string]bool{}
	for _, e := range f.Entries {
		id := one("id", e.ID)
		if absolute("id", id); ids[id] {
			t.Errorf("two entries have the id %s", id)
		}
		ids[id] = true
		one("title", e.Title)
		stamp(one("updated", e.Updated))
		if len(e.Content) != 1 || e.Content[0].Type != "html" {
			t.Fatalf("content of %s: %v", id, e.Content)
		}
		doc, err := html.Parse(strings.NewReader(e.Content[0].Text))
		if err != nil {
			t.Fatal(err)
		}
		pictures := 0
		for n := range doc.Descendants() {
			for _, key := range []string{"href", "src"} {
				if v := attribute(n, key); v != "" {
					absolute(key, v)
				}
			}
			if n.Data == "img" {
				pictures++
				path := strings.TrimPrefix(attribute(n, "src"), "https://example.org/demo/")
				if got := fileOf(t, b, path); !strings.HasPrefix(got, "PNG of <svg") || attribute(n, "alt") == "" {
					t.Errorf("the picture %s is %.20q, its alt text %q", path, got, attribute(n, "alt"))
				}
			}
			if n.Data == "script" || n.Data == "svg" {
				t.Errorf("%s has an element %s", id, n.Data)
			}
		}
		if pictures != 1 {
			t.Errorf("%s has %d pictures", id, pictures)
		}
	}
}

// TestHeads reads a story's head back as crawlers do.
func TestHeads(t *testing.T) {
	b := mustBuild(t, New(addressed(), &fakeDrawer{}, Options{}))
	doc, err := html.Parse(strings.NewReader(fileOf(t, b, "s1/index.html")))
	if err != nil {
		t.Fatal(err)
	}
	got, linked := map[string]string{}, ""
	for n := range doc.Descendants() {
		if p := attribute(n, "property"); n.Data == "meta" && p != "" {
			got[p] = attribute(n, "content")
		}
		if n.Data == "script" && attribute(n, "type") == "application/ld+json" {
			linked = n.FirstChild.Data
		}
	}
	for property, want := range map[string]string{"og:title": "Story 1", "og:type": "article", "og:url": "https://example.org/demo/s1/", "og:site_name": "Test",
		"og:locale": "en", "article:published_time": "2022-05-27"} {
		if got[property] != want {
			t.Errorf("%s is %q, want %q", property, got[property], want)
		}
	}
	var g struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(linked), &g); err != nil || g.Context != "https://schema.org" || len(g.Graph) != 2 {
		t.Fatalf("JSON-LD: %v, %s", err, linked)
	}
	story, data := g.Graph[0], g.Graph[1]
	if story["@type"] != "NewsArticle" || story["headline"] != "Story 1" || story["datePublished"] != "2022-05-27" || story["isBasedOn"].([]any)[0].(map[string]any)["name"] != "Made up" {
		t.Errorf("the article: %v", story)
	}
	if d := data["distribution"].(map[string]any); data["@type"] != "Dataset" || d["contentUrl"] != "https://example.org/demo/s1/charts/one/data.csv" || data["isPartOf"].(map[string]any)["@id"] != story["@id"] {
		t.Errorf("the dataset: %v", data)
	}
	fileOf(t, b, "s1/charts/one/data.csv")
}

// TestCards: each story names its card, and the card is there.
func TestCards(t *testing.T) {
	fsys := addressed()
	fsys["site/stories/big.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Big\nfigures:\n  a: {data: d0.csv, where: 'place == \"A\"', value: n}\n---\n```bignumber\nitems: [{figure: a, text: places}]\n```\n")}
	fsys["site/stories/draft.md"] = &fstest.MapFile{Data: bytes.Replace(storyOf("Draft", "d0.csv"), []byte("date:"), []byte("draft: true\ndate:"), 1)}
	b := mustBuild(t, New(fsys, &fakeDrawer{}, Options{Pictures: stamps{}, Drafts: true}))
	if got := fileOf(t, b, "s3/card.png"); got != "card of Story 3" {
		t.Errorf("the card is %q", got)
	}
	if got := fileOf(t, b, "s3/charts/one/card.png"); got != "card of Bars of 4, Source: Made up" {
		t.Errorf("the chart's card is %q", got)
	}
	if got := fileOf(t, b, "big/card.png"); got != "card of Big with 1 places" {
		t.Errorf("the card of a big number is %q", got)
	}
	for _, f := range b.Files {
		if strings.HasPrefix(f.Path, "draft/") && strings.HasSuffix(f.Path, "card.png") {
			t.Errorf("a draft has %s", f.Path)
		}
	}
	head := fileOf(t, b, "s3/index.html")
	for _, want := range []string{`<meta property="og:image" content="https://example.org/demo/s3/card.png">`, `<meta name="twitter:card" content="summary_large_image">`, `"image":"https://example.org/demo/s3/card.png"`, `"image":"https://example.org/demo/s3/charts/one/card.png"`} {
		if !strings.Contains(head, want) {
			t.Errorf("the head lacks %s", want)
		}
	}
}

// TestLists reads the other lists: drafts are in none of them.
func TestLists(t *testing.T) {
	b := mustBuild(t, New(addressed(), &fakeDrawer{}, Options{Drafts: true}))
	var set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(fileOf(t, b, "sitemap.xml")), &set); err != nil || len(set.URLs) != 5 || set.URLs[1].Loc != "https://example.org/demo/s0/" || set.URLs[1].LastMod != "2022-05-27" {
		t.Errorf("sitemap: %v, %v", err, set)
	}
	if got := fileOf(t, b, "robots.txt"); !strings.Contains(got, "Sitemap: https://example.org/demo/sitemap.xml\n") {
		t.Errorf("robots.txt: %s", got)
	}
	if got := fileOf(t, b, "llms.txt"); strings.Count(got, "- [Story ") != 4 || strings.Contains(got, "Draft") {
		t.Errorf("llms.txt: %s", got)
	}
	twin := fileOf(t, b, "s2/story.md")
	for _, want := range []string{"# Story 2\n", "Text 3 and 0 to 99999.", "**Bars of 3** x (Made up)", "[CSV](charts/one/data.csv)", "\nMore.\n"} {
		if !strings.Contains(twin, want) {
			t.Errorf("the twin lacks %q:\n%s", want, twin)
		}
	}
	for _, f := range mustBuild(t, New(project(), &fakeDrawer{}, Options{Pictures: stamps{}})).Files {
		if f.Path == "feed.xml" || f.Path == "sitemap.xml" || strings.HasSuffix(f.Path, "card.png") || strings.HasSuffix(f.Path, "oembed.json") {
			t.Errorf("a site without an address has %s", f.Path)
		}
	}
}
