package main

import (
	"bytes"
	"fmt"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// tag is a <meta> element with a property or a name.
type tag struct{ name, content string }

// tagsOf reads a page's tags in their order, as crawlers do: from the head only.
func tagsOf(t *testing.T, page []byte) (tags []tag, canonical string) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Parent == nil || n.Parent.Data != "head" {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		switch {
		case n.Data == "meta" && attr["property"] != "":
			tags = append(tags, tag{attr["property"], attr["content"]})
		case n.Data == "meta" && strings.HasPrefix(attr["name"], "twitter:"):
			tags = append(tags, tag{attr["name"], attr["content"]})
		case n.Data == "link" && attr["rel"] == "canonical":
			canonical = attr["href"]
		}
	}
	return tags, canonical
}

// lists are properties that may stand more than once.
var lists = []string{"article:tag", "article:author", "og:locale:alternate", "og:image", "og:image:width", "og:image:height", "og:image:alt", "og:image:type"}

// crawl reads the tags of a page at path of the site in dir back, and follows them.
func crawl(t *testing.T, dir, path, base string, page []byte) map[string]string {
	t.Helper()
	tags, canonical := tagsOf(t, page)
	got := map[string]string{}
	image, sides := "", map[string]string{} // structured properties belong to the image before them
	for _, g := range tags {
		if _, twice := got[g.name]; twice && !slices.Contains(lists, g.name) {
			t.Errorf("%s says %s twice", path, g.name)
		}
		if strings.TrimSpace(g.content) == "" {
			t.Errorf("%s says nothing by %s", path, g.name)
		}
		got[g.name] = g.content
		switch {
		case g.name == "og:image" || g.name == "og:url" || strings.HasSuffix(g.name, ":image"):
			if !strings.HasPrefix(g.content, base) || base == "" {
				t.Errorf("%s: %s is %q, which is not below %q", path, g.name, g.content, base)
			}
			if g.name == "og:image" {
				image = g.content
			}
		case strings.HasPrefix(g.name, "og:image:"):
			if image == "" {
				t.Errorf("%s: %s stands before its image", path, g.name)
			}
			sides[g.name] = g.content
		}
	}
	if got["og:url"] != canonical {
		t.Errorf("%s: og:url is %q, and canonical %q", path, got["og:url"], canonical)
	}
	if image != "" {
		picture(t, dir, path, strings.TrimPrefix(image, base), sides)
		if got["twitter:card"] != "summary_large_image" {
			t.Errorf("%s: twitter:card is %q", path, got["twitter:card"])
		}
	}
	if !regexp.MustCompile(`^([a-z]{2,3}(_[A-Za-z]{2,8})*)?$`).MatchString(got["og:locale"]) {
		t.Errorf("%s: og:locale is %q", path, got["og:locale"])
	}
	return got
}

// picture demands the picture of a card, with the sides that are declared and words for it.
func picture(t *testing.T, dir, page, address string, sides map[string]string) {
	t.Helper()
	name, err := url.PathUnescape(address)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Errorf("%s: %v", page, err)
		return
	}
	c, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil || strconv.Itoa(c.Width) != sides["og:image:width"] || strconv.Itoa(c.Height) != sides["og:image:height"] || sides["og:image:alt"] == "" {
		t.Errorf("%s: the picture %s is %d by %d, %v, and declared %v", page, name, c.Width, c.Height, err, sides)
	}
	if len(b) > 5e6 {
		t.Errorf("%s: the picture %s is %d bytes: networks take 5 MB", page, name, len(b))
	}
}

// TestCrawlers reads Open Graph and card tags back as those do who make a card of a link.
func TestCrawlers(t *testing.T) {
	const base = "https://example.org/a%20b/"
	files := map[string]string{
		"plotline.yaml":        "title: '\"T\" & <b>'\nbase-url: https://example.org/a b\n",
		"site/pages/about.md":  "---\ntitle: About\n---\nUs.\n",
		"site/stories/zh.md":   "---\ntitle: 合肥的“人工智能”\nslug: 合肥\nsubtitle: 一年增长\nlanguage: zh-Hans\ndate: 2022-05-27\n---\n文字。\n",
		"site/stories/bare.md": "---\ntitle: Bare\n---\nWords.\n",
		"site/stories/s.md": fmt.Sprintf("---\ntitle: %[1]s\nsubtitle: %[1]s\ndescription: %[1]s\nsection: %[1]s\ntags: [%[1]s, b]\ndate: 2022-05-27\nupdated: 2022-06-01\n---\nWords.\n\n```table\nid: t\ndata: d.csv\ntitle: T\n```\n",
			quoted(evilWords)),
		"site/stories/d.md": "---\ntitle: Draft\ndraft: true\n---\nWords.\n",
		"data/d.csv":        "a,n\nx,1\n",
	}
	dir := buildOf(t, files)
	stories := 0
	for path, page := range pagesOf(t, dir) {
		if path == "404.html" {
			if tags, _ := tagsOf(t, page); len(tags) > 0 {
				t.Errorf("the page for lost readers has %v", tags)
			}
			continue
		}
		got := crawl(t, dir, path, base, page)
		needed := []string{"og:title", "og:type", "og:url", "og:site_name", "og:locale"}
		if got["og:type"] == "article" {
			stories++
		}
		if path != "tags/index.html" { // it lists no story whose card it could show
			needed = append(needed, "og:image", "twitter:card")
		}
		for _, name := range needed {
			if got[name] == "" {
				t.Errorf("%s has no %s", path, name)
			}
		}
		want := base + strings.TrimSuffix((&url.URL{Path: path}).EscapedPath(), "index.html")
		if got["og:url"] != want {
			t.Errorf("%s: og:url is %q, want %q", path, got["og:url"], want)
		}
		if path == "s/index.html" {
			for _, name := range []string{"og:title", "og:description", "article:section"} {
				if got[name] != evilWords {
					t.Errorf("%s is %q, want %q", name, got[name], evilWords)
				}
			}
			if got["og:site_name"] != `"T" & <b>` || got["article:published_time"] != "2022-05-27" || got["article:modified_time"] != "2022-06-01" || got["article:tag"] != "b" {
				t.Errorf("the tags of %s: %v", path, got)
			}
		}
		if path == "合肥/index.html" && (got["og:locale"] != "zh_Hans" || got["og:description"] != "一年增长") {
			t.Errorf("the tags of %s: %v", path, got)
		}
	}
	if stories != 3 {
		t.Errorf("%d stories, want 3", stories)
	}
}

// A site without an address says nothing that would need one.
func TestCrawlersWithoutAddress(t *testing.T) {
	dir := buildOf(t, map[string]string{"site/stories/s.md": "---\ntitle: S\nsubtitle: t\n---\nWords.\n"})
	got := crawl(t, dir, "s/index.html", "", pagesOf(t, dir)["s/index.html"])
	if got["og:title"] != "S" || got["og:description"] != "t" || got["og:url"] != "" || got["og:image"] != "" || got["twitter:card"] != "" {
		t.Errorf("the tags are %v", got)
	}
}
