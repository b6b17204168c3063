package site

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"plotline/data/source"
)

// paper is a project of n stories, newest first by number, in two sections, with tags and an address.
func paper(n int) fstest.MapFS {
	fsys := fstest.MapFS{"plotline.yaml": {Data: []byte("title: Paper\nbase-url: https://example.org/demo/\n")}}
	for i := range n {
		section := []string{"City Hall", "Sport"}[i%2]
		fsys[fmt.Sprintf("data/d%02d.csv", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "place,n\nA,%d\nB,7\n", i+1)}
		text := strings.Replace(string(storyOf(fmt.Sprintf("Story %02d", i), fmt.Sprintf("d%02d.csv", i))), "date: 2022-05-27",
			fmt.Sprintf("subtitle: Standfirst %02d\nsection: %s\ntags: [Figures, Tag %d]\ndate: 2022-%02d-%02d", i, section, i%3, 12-i/28, 28-i%28), 1)
		fsys[fmt.Sprintf("site/stories/s%02d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func parse(t *testing.T, b *Build, path string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(fileOf(t, b, path)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func textIn(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// listed is what a page shows: its stories' headlines, and where the links of some kind lead.
func listed(t *testing.T, b *Build, page string) (headlines []string, links map[string][]string, title string) {
	t.Helper()
	links = map[string][]string{}
	for n := range parse(t, b, page).Descendants() {
		switch n.Data {
		case "h2":
			headlines = append(headlines, textIn(n))
		case "title":
			title = textIn(n)
		case "a", "link":
			to := attribute(n, "href")
			if rel := attribute(n, "rel"); rel != "" && !strings.Contains(to, "://") {
				links[n.Data+" "+rel] = append(links[n.Data+" "+rel], path.Join(path.Dir(page), to))
			} else if n.Data == "a" && n.Parent.Data == "li" {
				links["nav"] = append(links["nav"], path.Join(path.Dir(page), to))
			}
		}
	}
	return headlines, links, title
}

// TestPages reads the lists of a site of 45 stories: 20 on a page, newest first, each page with its
// neighbours in head and text, and no link that leads nowhere.
func TestPages(t *testing.T) {
	b := mustBuild(t, New(paper(45), &fakeDrawer{}, Options{}))
	if problems := append(b.Problems, linksOf(t, b)...); len(problems) > 0 {
		t.Fatal(problems)
	}
	var all []string
	for i := range 45 {
		all = append(all, fmt.Sprintf("Story %02d", i))
	}
	every := func(n, from int) (out []string) {
		for i := from; i < 45; i += n {
			out = append(out, all[i])
		}
		return out
	}
	for _, c := range []struct {
		path, title, newer, older string
		want                      []string
	}{
		{"index.html", "Paper", "", "page/2/index.html", all[:20]},
		{"page/2/index.html", "Stories, page 2 – Paper", "index.html", "page/3/index.html", all[20:40]},
		{"page/3/index.html", "Stories, page 3 – Paper", "page/2/index.html", "", all[40:]},
		{"city-hall/index.html", "City Hall – Paper", "", "city-hall/page/2/index.html", every(2, 0)[:20]},
		{"city-hall/page/2/index.html", "City Hall, page 2 – Paper", "city-hall/index.html", "", every(2, 0)[20:]},
		{"tags/tag-1/index.html", "Tag 1 – Paper", "", "", every(3, 1)},
		{"tags/index.html", "Subjects – Paper", "", "", nil},
	} {
		headlines, links, title := listed(t, b, c.path)
		if !slices.Equal(headlines, c.want) || title != c.title {
			t.Errorf("%s, titled %q, lists %q, want %q", c.path, title, headlines, c.want)
		}
		for rel, want := range map[string]string{"prev": c.newer, "next": c.older} {
			for _, element := range []string{"link ", "a "} {
				if got := strings.Join(links[element+rel], " "); got != want {
					t.Errorf("%s: %s%s leads to %q, want %q", c.path, element, rel, got, want)
				}
			}
		}
		nav := strings.Join(links["nav"], " ")
		if want := "city-hall/index.html sport/index.html tags/index.html"; !strings.HasPrefix(nav, want) && !strings.Contains(nav, want) {
			t.Errorf("%s links to %s, want %s", c.path, nav, want)
		}
	}
	for n := range parse(t, b, "s03/index.html").Descendants() {
		if n.Type == html.ElementNode && attribute(n, "class") == "kicker" && attribute(n.FirstChild, "href") != "../sport/index.html" {
			t.Error("the kicker of a story does not lead to its section")
		}
		if n.Type == html.ElementNode && attribute(n, "class") == "tags" && (textIn(n) != "Subjects: Figures, Tag 0" || !strings.Contains(fileOf(t, b, "s03/index.html"), `<a href="../tags/tag-0/index.html">Tag 0</a>`)) {
			t.Errorf("the tags of a story are %q", textIn(n))
		}
	}
}

// TestThumbs: every story of a list but the leading one has a picture that needs no room made for it
// later, loads when it is seen, and is small.
func TestThumbs(t *testing.T) {
	b := mustBuild(t, New(paper(25), &fakeDrawer{}, Options{}))
	for page, want := range map[string]int{"index.html": 19, "page/2/index.html": 5, "sport/index.html": 12} {
		n, early := 0, 0
		for img := range parse(t, b, page).Descendants() {
			if img.Data != "img" {
				continue
			}
			n++
			if attribute(img, "width") == "" || attribute(img, "height") == "" || attribute(img, "alt") != "x" {
				t.Errorf("%s: an image without size or words: %v", page, img.Attr)
			}
			if attribute(img, "loading") != "lazy" {
				early++
			}
			file, _, _ := strings.Cut(path.Join(path.Dir(page), attribute(img, "src")), "?")
			if svg := fileOf(t, b, file); !strings.HasPrefix(svg, "<svg><style>") || !strings.Contains(svg, "prefers-color-scheme:dark") || xml.Unmarshal([]byte(svg), new(struct{})) != nil {
				t.Errorf("%s is %s", file, svg)
			}
		}
		if n != want || early > 3 {
			t.Errorf("%s has %d thumbnails, want %d; %d load at once", page, n, want, early)
		}
	}
}

// TestListsChangeWithWhatTheyShow: words of a story that no list shows change no list, and a cell changes
// the pages that show its chart.
func TestListsChangeWithWhatTheyShow(t *testing.T) {
	fsys := paper(45)
	builder := New(fsys, &fakeDrawer{}, Options{})
	before := mustBuild(t, builder)
	changed := func() []string {
		after := mustBuild(t, builder)
		var out []string
		for i, f := range after.Files {
			if old := before.Files[i]; old.Path != f.Path {
				t.Fatalf("%s became %s", old.Path, f.Path)
			} else if path.Base(f.Path) == "index.html" && !bytes.Equal(old.Data, f.Data) {
				out = append(out, path.Dir(f.Path))
			}
		}
		before = after
		return out
	}
	text := fsys["site/stories/s25.md"].Data
	fsys["site/stories/s25.md"] = &fstest.MapFile{Data: append(slices.Clone(text), "One more.\n"...)}
	if got, want := changed(), []string{"s25"}; !slices.Equal(got, want) {
		t.Errorf("a word changed %q, want %q", got, want)
	}
	fsys["data/d25.csv"] = &fstest.MapFile{Data: []byte("place,n\nA,99\nB,7\n")}
	if got, want := changed(), []string{"s25/charts/one", "s25", "page/2", "sport", "tags/figures/page/2", "tags/tag-1"}; !slices.Equal(got, want) {
		t.Errorf("a cell changed %q, want %q", got, want)
	}
}

// TestDraftsAreNotCounted: drafts, and stories that wait, are in no list; shown for a preview they are,
// but machines are told nothing of them.
func TestDraftsAreNotCounted(t *testing.T) {
	fsys := paper(2)
	draft := "---\ntitle: Secret\ndraft: true\nsection: Hidden\ntags: [Figures, Unseen]\n---\nSecret.\n"
	fsys["site/stories/draft.md"] = &fstest.MapFile{Data: []byte(draft)}
	fsys["site/stories/later.md"] = &fstest.MapFile{Data: []byte(strings.Replace(draft, "draft: true", "publish-date: 2999-01-01", 1))}
	now := time.Date(2022, 5, 27, 0, 0, 0, 0, time.UTC)
	for _, f := range mustBuild(t, New(fsys, &fakeDrawer{}, Options{Now: now})).Files {
		for _, word := range []string{"Secret", "Hidden", "hidden/", "Unseen", "unseen"} {
			if strings.Contains(f.Path, word) || strings.Contains(string(f.Data), word) {
				t.Errorf("%s tells of a draft: %s", f.Path, word)
			}
		}
	}
	b := mustBuild(t, New(fsys, &fakeDrawer{}, Options{Now: now, Drafts: true}))
	for _, page := range []string{"hidden/index.html", "tags/unseen/index.html"} {
		if got := fileOf(t, b, page); strings.Count(got, ">Secret</a>") != 2 || !strings.Contains(got, `<meta name="robots" content="noindex">`) {
			t.Errorf("%s: %s", page, got)
		}
	}
	for _, f := range b.Files {
		if ext := path.Ext(f.Path); (ext == ".xml" || ext == ".txt") && (strings.Contains(string(f.Data), "idden") || strings.Contains(string(f.Data), "nseen")) || f.Path == "hidden/feed.xml" {
			t.Errorf("%s tells of a draft:\n%s", f.Path, f.Data)
		}
	}
	if got := textIn(parse(t, b, "tags/index.html")); !strings.Contains(got, "Figures 2\n") || !strings.Contains(got, "Unseen\n") {
		t.Errorf("tags are counted with drafts: %s", got)
	}
}

// TestMachinesKnowLists: sitemap, llms.txt and a feed for each section.
func TestMachinesKnowLists(t *testing.T) {
	b := mustBuild(t, New(paper(7), &fakeDrawer{}, Options{Pictures: stamps{}}))
	sitemap := fileOf(t, b, "sitemap.xml")
	for _, folder := range []string{"city-hall/", "sport/", "tags/", "tags/figures/", "tags/tag-2/"} {
		if !strings.Contains(sitemap, "<loc>https://example.org/demo/"+folder+"</loc>") {
			t.Errorf("the sitemap lacks %s", folder)
		}
	}
	if got := fileOf(t, b, "llms.txt"); !strings.Contains(got, "## Sections\n\n- [City Hall](city-hall/)\n- [Sport](sport/)\n") {
		t.Errorf("llms.txt: %s", got)
	}
	var f struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Entries []struct {
			ID string `xml:"id"`
		} `xml:"entry"`
	}
	text := fileOf(t, b, "sport/feed.xml")
	if err := xml.Unmarshal([]byte(text), &f); err != nil || f.ID != "https://example.org/demo/sport/" || f.Title != "Sport – Paper" || len(f.Entries) != 3 || f.Entries[0].ID != "https://example.org/demo/s01/" {
		t.Errorf("the feed of a section: %v, %+v", err, f)
	}
	if !strings.Contains(text, `rel="self" type="application/atom+xml" href="https://example.org/demo/sport/feed.xml"`) || strings.Count(text, "chart@2x.png") != 3 {
		t.Errorf("the feed of a section: %s", text)
	}
	if got := fileOf(t, b, "sport/index.html"); !strings.Contains(got, `href="../sport/feed.xml"`) {
		t.Errorf("a section's page does not name its feed: %s", got)
	}
}

// TestTakenAddresses: two things at one address are an error where one of them is named.
func TestTakenAddresses(t *testing.T) {
	for _, c := range []struct{ name, front, want string }{
		{"two spellings of a section", "section: city hall", "site/stories/x.md:4:10: the sections \"city hall\" and \"City Hall\" have one address, \"city-hall/\"\n    4 | section: city hall\n      |          ~~~~~~~~~ write it as \"City Hall\"\n    site/stories/s00.md:4:10: the other is here"},
		{"two spellings of a tag", "tags: [figures]", "site/stories/x.md:4:8: the tags \"figures\" and \"Figures\" have one address, \"tags/figures/\"\n    4 | tags: [figures]\n      |        ~~~~~~~ write it as \"Figures\""},
		{"a story with a section's address", "slug: sport", "site/stories/x.md:1:1: the address \"sport/\" belongs to the section \"Sport\"\n    1 | ---\n      | ~~~ choose another slug, url or alias here, or another name there\n    site/stories/s01.md:4:10: it is named here"},
		{"an alias with a tag's address", "aliases: [/tags/figures/]", "site/stories/x.md:4:11: the address \"tags/figures/\" belongs to the tag \"Figures\""},
		{"an alias in other letters", "aliases: [/Sport/]", "the outputs \"Sport/index.html\" and \"sport/index.html\" are one address on many disks and servers"},
		{"a reserved section", "section: Page", "site/stories/x.md:4:10: section \"Page\" makes the address \"page\", which is reserved"},
		{"a section without letters", "section: \"!\"", "site/stories/x.md:4:10: section \"!\" makes no address, as it has no letters or digits"},
		{"a tag without letters", "tags: [a, \"?\"]", "site/stories/x.md:4:11: tag \"?\" makes no address, as it has no letters or digits"},
		{"a tag twice", "tags: [a, a]", "site/stories/x.md:4:11: tag \"a\" stands twice"},
		{"a device's name", "section: con", "has a name that Windows reserves"},
	} {
		fsys := paper(3)
		fsys["site/stories/x.md"] = &fstest.MapFile{Data: []byte("---\ntitle: X\ndate: 2022-01-01\n" + c.front + "\n---\nText.\n")}
		var got strings.Builder
		source.Print(&got, mustBuild(t, New(fsys, &fakeDrawer{}, Options{})).Problems)
		if !strings.Contains(got.String(), c.want) {
			t.Errorf("%s: %s, want %s", c.name, got.String(), c.want)
		}
	}
	fsys := paper(25)
	fsys["site/stories/s07.md"] = &fstest.MapFile{Data: bytes.Replace(fsys["site/stories/s07.md"].Data, []byte("---\n"), []byte("---\naliases: [/page/2/]\n"), 1)}
	var got strings.Builder
	source.Print(&got, mustBuild(t, New(fsys, &fakeDrawer{}, Options{})).Problems)
	if want := "site/stories/s07.md:2:11: the address \"page/2/\" belongs to the list of all stories"; !strings.Contains(got.String(), want) {
		t.Errorf("an alias with a page's address: %s, want %s", got.String(), want)
	}
}

// TestVersions: a story in three languages says so in its text, in its head and in the sitemap, and lists
// show it once.
func TestVersions(t *testing.T) {
	fsys := paper(3)
	version := func(title, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\ndate: 2022-12-27\n" + more + "---\nText.\n")}
	}
	fsys["site/stories/s01.de.md"] = version("Geschichte", "section: Sport\n")
	fsys["site/stories/s01.zh-hans.md"] = version("报道", "slug: bao-dao\n")
	fsys["site/stories/s01.fr.md"] = version("Brouillon", "draft: true\n")
	fsys["site/stories/s02.old.md"] = version("Old", "") // no language of ours
	b := mustBuild(t, New(fsys, &fakeDrawer{}, Options{Drafts: true}))
	if problems := append(b.Problems, linksOf(t, b)...); len(problems) > 0 {
		t.Fatal(problems)
	}
	fileOf(t, b, "s02-old/index.html")
	const root = "https://example.org/demo/"
	pages := map[string]string{"de": "de/s01/", "en": "s01/", "zh-Hans": "zh-hans/bao-dao/"}
	want := map[string]string{"x-default": root + "s01/"}
	for language, folder := range pages {
		want[language] = root + folder
	}
	for language, folder := range pages {
		alternates, locales, others := map[string]string{}, []string{}, map[string]string{}
		for n := range parse(t, b, folder+"index.html").Descendants() {
			lang := attribute(n, "hreflang")
			switch {
			case n.Data == "link" && lang != "":
				alternates[lang] = attribute(n, "href")
			case n.Data == "a" && lang != "":
				others[textIn(n)] = path.Join(folder, attribute(n, "href"))
			case n.Type == html.ElementNode && n.Data == "html" && attribute(n, "lang") != language:
				t.Errorf("%s is in %q", folder, attribute(n, "lang"))
			case attribute(n, "property") == "og:locale:alternate":
				locales = append(locales, strings.ReplaceAll(attribute(n, "content"), "_", "-"))
			}
		}
		if !maps.Equal(alternates, want) {
			t.Errorf("%s has the alternates %v, want %v", folder, alternates, want)
		}
		if len(locales) != 2 || slices.Contains(locales, language) {
			t.Errorf("%s: the other locales are %q", folder, locales)
		}
		named := map[string]string{"Deutsch": "de/s01/index.html", "English": "s01/index.html", "简体中文": "zh-hans/bao-dao/index.html", "français": "fr/s01/index.html"}
		delete(named, map[string]string{"de": "Deutsch", "en": "English", "zh-Hans": "简体中文"}[language])
		if !maps.Equal(others, named) {
			t.Errorf("%s is also in %v, want %v", folder, others, named)
		}
	}
	var set struct {
		URLs []struct {
			Loc   string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
			Links []struct {
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(fileOf(t, b, "sitemap.xml")), &set); err != nil {
		t.Fatal(err)
	}
	versions := 0
	for _, u := range set.URLs {
		got := map[string]string{}
		for _, l := range u.Links {
			got[l.Lang] = l.Href
		}
		if len(got) > 0 {
			if versions++; !maps.Equal(got, want) {
				t.Errorf("the sitemap gives %s the alternates %v", u.Loc, got)
			}
		}
	}
	if versions != 3 {
		t.Errorf("%d addresses of the sitemap have alternates, want 3", versions)
	}
	if headlines, _, _ := listed(t, b, "index.html"); !slices.Equal(headlines, []string{"Story 00", "Story 01", "Old", "Story 02"}) {
		t.Errorf("the front page lists %q", headlines)
	}
	for file, want := range map[string]*fstest.MapFile{"s01.en.md": version("Twice", ""), "s02.de.md": version("Fr", "language: fr\n")} {
		fsys := paper(3)
		fsys["site/stories/"+file] = want
		var got strings.Builder
		source.Print(&got, mustBuild(t, New(fsys, &fakeDrawer{}, Options{})).Problems)
		text := map[string]string{"s01.en.md": "s01.md:1:1: the story is there twice in the language \"en\"", "s02.de.md": "s02.de.md:4:11: the language is \"fr\" here and \"de\" in the file's name \"s02.de.md\""}[file]
		if !strings.Contains(got.String(), text) {
			t.Errorf("%s: %s, want %s", file, got.String(), text)
		}
	}
}
