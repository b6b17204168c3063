package feed

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// xsd puts the schemas of sitemaps into a folder and returns the path of the one to begin with. A machine
// without what it takes skips the test, except in CI.
func xsd(t *testing.T) string {
	t.Helper()
	schema, err := os.ReadFile("../../templates/web/node_modules/sitemap/schema/sitemap.xsd")
	_, missing := exec.LookPath("xmllint")
	if err = errors.Join(err, missing); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("the sitemap's schema is not looked at: %v", err)
	}
	dir := t.TempDir()
	for _, name := range []string{"all.xsd", "link.xsd"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), b, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "sitemap.xsd"), schema, 0o644); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "all.xsd")
}

// validate returns what xmllint says of documents, by name; nothing when all are as the schema wants them.
func validate(t *testing.T, schema string, documents map[string][]byte) string {
	t.Helper()
	args := []string{"--noout", "--nonet", "--schema", schema}
	dir := t.TempDir()
	for name, text := range documents {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	out, err := exec.Command("xmllint", args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err == nil {
		return ""
	}
	return string(out)
}

// TestSitemap has xmllint compare sitemaps of hostile sites with the schema of sitemaps.org.
func TestSitemap(t *testing.T) {
	schema := xsd(t)
	documents := map[string][]byte{}
	for i, base := range []string{"https://example.org/", "http://localhost:1313/demo/", "https://example.org/%C3%BC/a%20b/", "https://xn--r8jz45g.example/"} {
		s, items := hostileSite(hostileWords[3], base)
		text, err := Sitemap(s, items, []string{"about/", "中/", "a&b <c>/"})
		if err != nil {
			t.Fatal(err)
		}
		documents[fmt.Sprintf("%d.xml", i)] = text
		if got, want := strings.Count(string(text), "<loc>"+base), 1+3+len(items); got != want {
			t.Errorf("%d addresses below %s, want %d", got, base, want)
		}
		for _, u := range parse(t, text).all("url") {
			if last := u.all("lastmod"); len(last) > 0 {
				if _, err := time.Parse(time.DateOnly, last[0].text); err != nil {
					t.Error(err)
				}
			}
		}
	}
	nothing, err := Sitemap(Site{BaseURL: "https://example.org/"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	documents["nothing.xml"] = nothing
	if said := validate(t, schema, documents); said != "" {
		t.Error(said)
	}
	text := string(nothing)
	translated := strings.Replace(strings.Replace(text, "</loc>", `</loc><x:link rel="alternate" hreflang="zh-Hans" href="https://example.org/zh/"/>`, 1), "<urlset", `<urlset xmlns:x="http://www.w3.org/1999/xhtml"`, 1)
	if said := validate(t, schema, map[string][]byte{"translated.xml": []byte(translated)}); said != "" {
		t.Error(said)
	}
	for what, broken := range map[string]string{
		"no address":       strings.Replace(text, "<loc>https://example.org/</loc>", "", 1),
		"an empty address": strings.Replace(text, "https://example.org/", "", 1),
		"a wrong day":      strings.Replace(text, "</loc>", "</loc><lastmod>27 May</lastmod>", 1),
		"a stranger":       strings.Replace(text, "</loc>", "</loc><x/>", 1),
		"a wrong language": strings.Replace(translated, "zh-Hans", "the Chinese one", 1),
	} {
		if said := validate(t, schema, map[string][]byte{"broken.xml": []byte(broken)}); said == "" {
			t.Errorf("xmllint finds nothing wrong with %s: %s", what, broken)
		}
	}
}

// Robots are told all the same things a line each, RFC 9309.
func TestRobots(t *testing.T) {
	for base, want := range map[string]string{
		"":                           "User-agent: *\nAllow: /\n",
		"https://example.org/a%20b/": "User-agent: *\nAllow: /\nSitemap: https://example.org/a%20b/sitemap.xml\n",
	} {
		if got := string(Robots(Site{BaseURL: base})); got != want {
			t.Errorf("Robots of %q = %q, want %q", base, got, want)
		}
	}
}

// A title cannot make another line, link or heading in llms.txt.
func TestLLMs(t *testing.T) {
	for _, word := range hostileWords {
		s, items := hostileSite(word, "https://example.org/")
		lines := strings.Split(strings.TrimSuffix(string(LLMs(s, items)), "\n"), "\n")
		headings, stories := 0, 0
		for _, line := range lines {
			switch {
			case strings.HasPrefix(line, "#"):
				headings++
			case strings.HasPrefix(line, "- ["):
				stories++
				if strings.Count(line[:strings.Index(line, "](")], "[") != 1 {
					t.Errorf("%.40q: a link in a link: %.200s", word, line)
				}
			case line != "" && !strings.HasPrefix(line, "> "):
				t.Errorf("%.40q: the line %.200q", word, line)
			}
		}
		if headings != 2 || stories != len(items) {
			t.Errorf("%.40q: %d headings and %d stories, want 2 and %d", word, headings, stories, len(items))
		}
	}
	got := string(LLMs(Site{Title: "T", Description: "D"}, []Item{{Path: "a b/", Title: "A [b]", Summary: "S\n\ns"}, {Path: "c/", Title: "C", Twin: "c/story.md"}}))
	if want := "# T\n\n> D\n\n## Stories\n\n- [A (b)](a%20b/): S s\n- [C](c/story.md)\n"; got != want {
		t.Errorf("LLMs = %q, want %q", got, want)
	}
}
