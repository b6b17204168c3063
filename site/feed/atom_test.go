package feed

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
)

// element is a part of an XML document.
type element struct {
	space, name string
	attr        map[string]string
	text        string
	children    []*element
}

// parse reads a document as XML 1.0 with namespaces; it fails on anything that is not well-formed.
func parse(t *testing.T, text []byte) *element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(text)))
	root := &element{}
	open := []*element{root}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, text)
		}
		at := open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			e := &element{space: x.Name.Space, name: x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				e.attr[strings.TrimPrefix(a.Name.Space+":"+a.Name.Local, ":")] = a.Value
			}
			at.children, open = append(at.children, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			at.text += string(x)
		}
	}
	if len(root.children) != 1 {
		t.Fatalf("%d roots", len(root.children))
	}
	return root.children[0]
}

func (e *element) all(name string) []*element {
	return slices.DeleteFunc(slices.Clone(e.children), func(c *element) bool { return c.name != name || c.space != e.space })
}

// rules are what RFC 4287 says MUST be, of all that a feed with our elements can break.
type rules struct {
	t  *testing.T
	at string
}

func (r rules) errorf(section, format string, args ...any) {
	r.t.Helper()
	r.t.Errorf("%s: RFC 4287, %s: %s", r.at, section, fmt.Sprintf(format, args...))
}

// count demands so many elements of a name.
func (r rules) count(section string, e *element, name string, least, most int) *element {
	r.t.Helper()
	list := e.all(name)
	if len(list) < least || len(list) > most {
		r.errorf(section, "%d elements %s in %s, want %d to %d", len(list), name, e.name, least, most)
	}
	if len(list) == 0 {
		return &element{}
	}
	return list[0]
}

// date is RFC 3339 with an upper-case T and Z, without white space around it.
var date = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

func (r rules) date(e *element) time.Time {
	r.t.Helper()
	at, err := time.Parse(time.RFC3339, e.text)
	if err != nil || !date.MatchString(e.text) {
		r.errorf("3.3", "%s %q is no date", e.name, e.text)
	}
	return at
}

// iri is an absolute address without signs that RFC 3987 refuses.
func (r rules) iri(section, what, s string) {
	r.t.Helper()
	u, err := url.Parse(s)
	if err != nil || !u.IsAbs() || strings.ContainsAny(s, " \t\n\"<>\\^`{|}") || strings.ContainsFunc(s, func(c rune) bool { return c < 0x20 || c == 0xFFFD }) {
		r.errorf(section, "%s %q is no absolute IRI", what, s)
	}
}

// plain demands text without elements: type is text when it is not said.
func (r rules) plain(e *element) {
	r.t.Helper()
	if len(e.children) > 0 || e.attr["type"] != "" && e.attr["type"] != "text" && e.attr["type"] != "html" {
		r.errorf("3.1.1", "%s of type %q holds %d elements", e.name, e.attr["type"], len(e.children))
	}
}

func (r rules) person(e *element) {
	r.t.Helper()
	if name := r.count("3.2.1", e, "name", 1, 1); strings.TrimSpace(name.text) == "" || len(name.children) > 0 {
		r.errorf("3.2.1", "a person's name is %q", name.text)
	}
	if uri := r.count("3.2.2", e, "uri", 0, 1); uri.name != "" {
		if r.iri("3.2.2", "uri", uri.text); !strings.HasPrefix(strings.ToLower(uri.text), "http") {
			r.t.Errorf("%s: an author's address is %q", r.at, uri.text)
		}
	}
	r.count("3.2.3", e, "email", 0, 1)
}

func (r rules) language(e *element) {
	r.t.Helper()
	if tag, said := e.attr["http://www.w3.org/XML/1998/namespace:lang"]; said {
		if _, err := language.Parse(tag); err != nil {
			r.errorf("2", "%s is in the language %q: %v", e.name, tag, err)
		}
	}
}

func (r rules) links(e *element) (alternates int) {
	r.t.Helper()
	seen := map[string]bool{}
	for _, l := range e.all("link") {
		href, there := l.attr["href"]
		if !there {
			r.errorf("4.2.7.1", "a link has no href")
		}
		r.iri("4.2.7.1", "href", href)
		if rel, said := l.attr["rel"]; said && rel == "" {
			r.errorf("4.2.7.2", "an empty rel")
		}
		if mime := l.attr["type"]; mime != "" && !regexp.MustCompile(`^[\w.+-]+/[\w.+-]+$`).MatchString(mime) {
			r.errorf("4.2.7.3", "the type %q", mime)
		}
		if l.attr["rel"] == "alternate" || l.attr["rel"] == "" {
			alternates++
			if kind := l.attr["type"] + " " + l.attr["hreflang"]; seen[kind] {
				r.errorf("4.1.1", "two alternates of %s", kind)
			} else {
				seen[kind] = true
			}
		}
	}
	return alternates
}

// ordinary are rules of feeds and of entries alike.
func (r rules) ordinary(e *element) {
	r.t.Helper()
	r.language(e)
	r.iri("4.2.6", "id", r.count("4.1", e, "id", 1, 1).text)
	r.plain(r.count("4.1", e, "title", 1, 1))
	r.date(r.count("4.1", e, "updated", 1, 1))
	r.count("4.1", e, "rights", 0, 1)
	for _, who := range slices.Concat(e.all("author"), e.all("contributor")) {
		r.person(who)
	}
	for _, c := range e.all("category") {
		if term, there := c.attr["term"]; !there || term == "" {
			r.errorf("4.2.2.1", "a category without a term")
		}
	}
}

func (r rules) feed(f *element) {
	r.t.Helper()
	if f.name != "feed" || f.space != "http://www.w3.org/2005/Atom" {
		r.errorf("2", "the root is {%s}%s", f.space, f.name)
	}
	r.ordinary(f)
	for _, name := range []string{"generator", "icon", "logo", "subtitle"} {
		r.plain(r.count("4.1.1", f, name, 0, 1))
	}
	r.links(f)
	self := slices.IndexFunc(f.all("link"), func(l *element) bool { return l.attr["rel"] == "self" })
	if self < 0 {
		r.errorf("4.1.1", "no link to itself") // SHOULD
	}
	ids := map[string]bool{}
	for _, e := range f.all("entry") {
		r.entry(e, len(f.all("author")) > 0)
		id := r.count("4.1.2", e, "id", 1, 1).text
		if ids[id] {
			r.errorf("4.2.6", "two entries have the id %q", id)
		}
		ids[id] = true
	}
}

func (r rules) entry(e *element, authored bool) {
	r.t.Helper()
	r.ordinary(e)
	if !authored && len(e.all("author")) == 0 {
		r.errorf("4.1.2", "nobody is the author")
	}
	content := r.count("4.1.2", e, "content", 0, 1)
	if alternates := r.links(e); content.name == "" && alternates == 0 {
		r.errorf("4.1.2", "neither content nor an alternate")
	}
	r.plain(r.count("4.1.2", e, "summary", 0, 1))
	if p := r.count("4.1.2", e, "published", 0, 1); p.name != "" {
		r.date(p)
	}
	if content.name != "" && (content.attr["type"] != "html" || content.attr["src"] != "" || len(content.children) > 0) {
		r.errorf("4.1.3.3", "content of type %q with %d elements", content.attr["type"], len(content.children))
	}
}

// hostileWords are what titles, names, tags and text may hold.
var hostileWords = []string{
	"plain", "", " ", "a & b &amp; <c> \"d\" 'e'", "]]><x/>", "<![CDATA[x]]>", "<?xml version='1.0'?>", "<!-- -- -->", "&nope;", "&#0;", "\x00\x01\x08\x0b\x0c\x1f",
	"\ufffe\uffff", "\xff\xfe\xc0\x80", "\xed\xa0\x80", "\u2028\u202e\u0085", "line\nbreak\ttab\rreturn", "中文标题，带“引号”", "עברית", "हिन्दी", "🎈👩‍👩‍👧", "e\u0301", strings.Repeat("long ", 5000),
	"{{.Title}}", "javascript:alert(1)", "http://[::1", "https://example.org/a b<c>\"d\"?é=\xff#中", "//example.org", "/relative", "?q", "#f", "data:text/html,x", "https://", "HTTPS://Example.org/ok", "https://u:p@example.org/",
}

var hostileDays = []time.Time{{}, time.Date(2022, 5, 27, 0, 0, 0, 0, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999, time.FixedZone("", 14*3600)),
	time.Date(1900, 1, 1, 0, 0, 0, 0, time.FixedZone("", 8*3600+343)), time.Date(2024, 2, 29, 1, 2, 3, 0, time.FixedZone("", -34200))}

var languages = []string{"", "en", "zh-Hans", "de-CH", "ar", "hi", "pt-BR", "sr-Latn-RS"}

// hostileSite is a site all of whose words are one of hostileWords, and items with each of them.
func hostileSite(word string, base string) (Site, []Item) {
	s := Site{Title: word, Description: word, Author: word, Language: "en", BaseURL: base}
	var items []Item
	for i, w := range hostileWords {
		items = append(items, Item{Path: fmt.Sprintf("s%d/%s/", i, strings.Repeat("中 %&?#:\"<>", i%3)), Title: w, Summary: w, Language: languages[i%len(languages)], Tags: []string{w, word},
			Authors: []Author{{w, word}, {word, w}, {"A", w}}, Published: hostileDays[i%len(hostileDays)], Updated: hostileDays[(i+1)%len(hostileDays)], HTML: "<p>" + w + "</p>", Twin: fmt.Sprintf("s%d/story.md", i)})
	}
	return s, items
}

// TestAtom checks each MUST of RFC 4287 that our feeds can break, over hostile words, days and languages.
func TestAtom(t *testing.T) {
	for i, word := range hostileWords {
		s, items := hostileSite(word, []string{"https://example.org/", "https://例え.example/%C3%BC/"}[i%2])
		for from := 0; from < len(items); from += MaxItems {
			text, err := Atom(s, "feed.xml", items[from:])
			if err != nil {
				t.Fatal(err)
			}
			f := parse(t, text)
			rules{t, fmt.Sprintf("%.40q", word)}.feed(f)
			if got, want := len(f.all("entry")), min(MaxItems, len(items)-from); got != want {
				t.Errorf("%d entries of %d", got, want)
			}
			again, _ := Atom(s, "feed.xml", items[from:])
			if string(again) != string(text) {
				t.Errorf("%.40q: other bytes the second time", word)
			}
		}
	}
}

// Nothing at all is a feed too.
func TestAtomOfNothing(t *testing.T) {
	text, err := Atom(Site{Title: "T", BaseURL: "https://example.org/"}, "feed.xml", nil)
	if err != nil {
		t.Fatal(err)
	}
	rules{t, "nothing"}.feed(parse(t, text))
}

// What words say arrives as it was, less what XML cannot hold.
func TestAtomKeepsWords(t *testing.T) {
	text, err := Atom(Site{Title: "T", BaseURL: "https://example.org/"}, "feed.xml", []Item{{Path: "a/", Title: "a & <b>\x00", Summary: "]]>", Tags: []string{"中 'x'"}, Language: "zh-Hans",
		Authors: []Author{{"甲", "https://example.org/甲 1"}, {"B", "javascript:x"}, {" ", ""}}, Published: hostileDays[1], Updated: hostileDays[5], HTML: `<p lang="zh">5 &gt; 4 &amp;amp; “x”</p>`}})
	if err != nil {
		t.Fatal(err)
	}
	e := parse(t, text).all("entry")[0]
	var got []string
	for _, name := range []string{"title", "summary", "content", "published", "updated", "id"} {
		got = append(got, e.all(name)[0].text)
	}
	for _, a := range e.all("author") {
		for _, part := range a.children {
			got = append(got, part.text)
		}
	}
	got = append(got, e.all("category")[0].attr["term"])
	want := []string{"a & <b>", "]]>", `<p lang="zh">5 &gt; 4 &amp;amp; “x”</p>`, "2022-05-27T00:00:00Z", "2024-02-29T01:02:03-09:30", "https://example.org/a/",
		"甲", "https://example.org/甲%201", "B", "中 'x'"}
	if !slices.Equal(got, want) {
		t.Errorf("the entry says %q\nwant %q", got, want)
	}
	if f := parse(t, text); f.all("updated")[0].text != "2024-02-29T01:02:03-09:30" {
		t.Errorf("the feed was updated %q", f.all("updated")[0].text)
	}
}
