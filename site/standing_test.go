package site

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/card"
	"plotline/site/publish"
)

// standing is a project that has some of everything that pages are made of.
func standing() fstest.MapFS {
	var picture bytes.Buffer
	png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 3, 2)))
	var other bytes.Buffer
	png.Encode(&other, image.NewRGBA(image.Rect(0, 0, 5, 2)))
	text := map[string]string{
		"plotline.yaml":         "title: Test\nlanguage: en\nauthor: Bureau\nbase-url: https://example.org/x/\ntheme: {accent: \"#b3261e\"}\nnavigation: [about]\nparams: {x: 1}\ntime-zone: UTC\ncheck: {unbound-number: off}\n",
		"data/d.csv":            "place,n\nA,11\nB,7\n",
		"data/e.csv":            "place,n\nA,\"1,000\"\nB,5\n",
		"data/q.sql":            "select place, n + 1 as n from d order by place",
		"data/datapackage.yaml": "resources:\n  - name: d\n    path: d.csv\n    schema: {fields: [{name: place, type: string, title: Place}, {name: n, type: number, x-plotline: {unit: firms}}]}\n",
		"data/figures.yaml":     "shared: {data: e.csv, where: 'place == \"B\"', value: n, note: Of all stories}\n",
		"site/stories/s.md": "---\ntitle: Story {{a}}\nsubtitle: Below\ndescription: Short\ndate: 2022-05-27\nupdated: 2022-05-28\nsection: Science\ntags: [One, Two]\nlicense: CC-BY-4.0\nauthors: [{name: Made up}]\n" +
			"sources: {s: {title: Paper, publisher: Made up, url: \"https://example.org/p\"}}\n" +
			"figures:\n  a: {data: d.csv, where: 'place == \"A\"', value: n, source: s, note: Counted}\n  b: {calc: 'a + shared'}\n  e: {data: e.csv, where: 'place == \"A\"', value: n}\n  q: {data: q.sql, where: 'place == \"B\"', value: n}\n" +
			"corrections: [{date: 2022-05-29, text: \"It said {{shared}}.\"}]\ntoc: true\n---\n" +
			"## First\n\nText [11](=a), {{b}}, {{e}} and {{q}}.\n\n![A picture](p.png)\n\n## Second\n\n" +
			"```chart\nid: one\nkind: bar\ndata: d\nx: place\ny: n\ntitle: Bars of {{a}}\nsubtitle: Firms\nsource: s\nalt: x\n```\n\n```chart\nid: two\nkind: column\ndata: q\nx: place\ny: n\ntitle: Queried\nsource: s\n```\n\n```table\nid: all\ndata: e\ntitle: All\nsource: s\n```\n\n```bignumber\nid: big\nitems: [{figure: b, text: firms}]\n```\n",
		"site/stories/s.de.md": "---\ntitle: Geschichte\ndate: 2022-05-27\n---\nText.\n",
		"site/stories/t.md":    "---\ntitle: Other\ndate: 2022-05-20\ntags: [One]\nsection: Science\n---\nText [s](../s/index.html).\n",
		"site/pages/about.md":  "---\ntitle: About us\n---\nWords.\n",
		"other.png":            other.String(),
		"site/stories/p.png":   picture.String(),
	}
	fsys := fstest.MapFS{}
	for name, t := range text {
		fsys[name] = &fstest.MapFile{Data: []byte(t)}
	}
	return fsys
}

// folder is what publishing leaves of files.
type publicFolder map[string]publish.File

// published makes every file that the folder does not hold under its key, as Publish does, and returns the
// new folder and how many files were taken as they stand.
func (d publicFolder) published(t *testing.T, b *Build) (publicFolder, int) {
	t.Helper()
	out, taken := publicFolder{}, 0
	for _, f := range b.Files {
		if old, there := d[f.Path]; there && f.Make != nil && f.Key != "" && f.Key == old.Key {
			f.Data = old.Data
			taken++
		} else {
			var err error
			if f.Data, err = f.Bytes(context.Background()); err != nil {
				t.Fatalf("%s: %v", f.Path, err)
			}
		}
		out[f.Path] = publish.File{Path: f.Path, Data: f.Data, Key: f.Key}
	}
	return out, taken
}

func (d publicFolder) key(path string) string { return d[path].Key }

// otherFonts make other pictures.
type otherFonts struct{ stamps }

func (otherFonts) Identity([]byte) ([32]byte, error) { return [32]byte{1}, nil }
func (otherFonts) PNG(svg []byte, size raster.Size) ([]byte, error) {
	b, err := stamps{}.PNG(svg, size)
	return append(b, " in other fonts"...), err
}
func (otherFonts) Card(c card.Card) ([]byte, error) {
	b, err := stamps{}.Card(c)
	return append(b, " in other fonts"...), err
}

var standingOptions = Options{Program: "p", Pictures: stamps{}, Now: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}

// TestStanding changes everything that a site is made of, one thing at a time: what the folder of the site
// before holds is never taken for what a clean build would make; and when nothing has changed no page is rendered.
func TestStanding(t *testing.T) {
	d := &fakeDrawer{}
	site := func(t *testing.T, fsys fstest.MapFS, o Options, old publicFolder) (publicFolder, int, *Build) {
		t.Helper()
		if old != nil {
			o.Held = old.key
		}
		b, err := New(fsys, d, o).Build(context.Background())
		if err != nil || b.Problems.HasErrors() {
			t.Fatal(err, b.Problems)
		}
		out, taken := old.published(t, b)
		return out, taken, b
	}
	told := func(b *Build) string {
		var s strings.Builder
		source.Print(&s, b.Problems)
		return s.String()
	}
	first, _, _ := site(t, standing(), standingOptions, nil)
	keyed := 0
	for _, f := range first {
		if f.Key != "" {
			keyed++
		}
	}
	again, taken, b := site(t, standing(), standingOptions, first)
	if b.Stats.Rendered > 0 || keyed < 30 || taken != keyed || !maps.EqualFunc(first, again, func(a, b publish.File) bool { return a.Key == b.Key && bytes.Equal(a.Data, b.Data) }) {
		t.Errorf("nothing changed: %d pages were rendered, %d of %d files taken as they stand", b.Stats.Rendered, taken, keyed)
	}
	other := standingOptions
	other.Program = "q"
	if _, taken, _ := site(t, standing(), other, first); taken > 0 {
		t.Errorf("another program takes %d files as they stand", taken)
	}
	edit := func(file, from, to string) func(fstest.MapFS, *Options) {
		return func(fsys fstest.MapFS, _ *Options) {
			old := string(fsys[file].Data)
			if !strings.Contains(old, from) {
				t.Fatalf("%s has no %q", file, from)
			}
			fsys[file] = &fstest.MapFile{Data: []byte(strings.Replace(old, from, to, 1))}
		}
	}
	put := func(file, text string) func(fstest.MapFS, *Options) {
		return func(fsys fstest.MapFS, _ *Options) { fsys[file] = &fstest.MapFile{Data: []byte(text)} }
	}
	option := func(change func(*Options)) func(fstest.MapFS, *Options) {
		return func(_ fstest.MapFS, o *Options) { change(o) }
	}
	const s, c = "site/stories/s.md", "plotline.yaml"
	for name, change := range map[string]func(fstest.MapFS, *Options){
		"prose": edit(s, "Text [11]", "Words [11]"), "title": edit(s, "title: Story", "title: Tale"), "subtitle": edit(s, "Below", "Under"), "description": edit(s, "Short", "Long"),
		"date": edit(s, "date: 2022-05-27", "date: 2022-05-26"), "updated": edit(s, "2022-05-28", "2022-05-30"), "section": edit(s, "section: Science", "section: Arts"), "tags": edit(s, "[One, Two]", "[One, Three]"),
		"license": edit(s, "CC-BY-4.0", "CC-BY-SA-4.0"), "author": edit(s, "name: Made up", "name: Made otherwise"), "source": edit(s, "title: Paper", "title: Study"), "address of a source": edit(s, "org/p", "org/r"),
		"note of a figure": edit(s, "note: Counted", "note: Estimated"), "calc": edit(s, "a + shared", "a + 2 * shared"), "correction": edit(s, "It said", "It did say"), "contents": edit(s, "toc: true", "toc: false"),
		"language": edit(s, "toc: true", "toc: true\nlanguage: fr"), "draft": edit(s, "toc: true", "draft: true"), "alias": edit(s, "toc: true", "aliases: [/old/]"), "slug": edit(s, "toc: true", "slug: other"),
		"words of a claim": edit(s, "[11](=a)", "[at least 11](=a)"), "title of a chart": edit(s, "Bars of", "Lines of"), "kind": edit(s, "kind: bar", "kind: column"), "alt": edit(s, "alt: x", "alt: y"), "height": edit(s, "alt: x", "alt: x\nheight: 400"),
		"alt of a picture": edit(s, "A picture", "An image"), "big number": edit(s, "text: firms", "text: companies"), "a chart less": edit(s, "```chart\nid: two\nkind: column\ndata: q\nx: place\ny: n\ntitle: Queried\nsource: s\n```", ""),
		"a cell": edit("data/d.csv", "B,7", "B,8"), "a cell of a query": edit("data/d.csv", "B,7", "B,7.0"), "how a cell is written": edit("data/e.csv", `"1,000"`, "1000"), "a shared cell": edit("data/e.csv", "B,5", "B,6"), "where a row stands": edit("data/e.csv", "A,", "\nA,"),
		"a row": edit("data/e.csv", "B,5", "B,5\nC,9"), "a column": edit("data/e.csv", "place,n\nA,\"1,000\"\nB,5", "place,n,m\nA,\"1,000\",1\nB,5,2"), "quoting": edit("data/e.csv", "B,5", "\"B\",5"), "header": edit("data/e.csv", "place,n\n", "place, n\n"),
		"query": edit("data/q.sql", "n + 1", "n + 1.0"), "sidecar": edit("data/datapackage.yaml", "title: Place", "title: Where"), "unit": edit("data/datapackage.yaml", "firms", "companies"), "no sidecar": edit("data/datapackage.yaml", "path: d.csv", "path: e.csv"),
		"note of a shared figure": edit("data/figures.yaml", "Of all", "For all"), "another shared figure": edit("data/figures.yaml", "shared:", "more: {calc: '1 + 1'}\nshared:"),
		"name of the site": edit(c, "title: Test", "title: Rest"), "language of the site": edit(c, "language: en", "language: fr"), "author of the site": edit(c, "author: Bureau", "author: Office"), "address": edit(c, "org/x/", "org/y/"), "no address": edit(c, "base-url: https://example.org/x/\n", ""),
		"colour": edit(c, "b3261e", "1e26b3"), "navigation": edit(c, "[about]", "[about, {title: Else, url: \"https://example.org/\"}]"), "params": edit(c, "x: 1", "x: 2"), "zone": edit(c, "UTC", "Asia/Shanghai"), "level": edit(c, "unbound-number: off", "unbound-number: warn"), "tolerance": edit(c, "params:", "tolerances: {nearly: 0.05}\nparams:"),
		"description of the site": edit(c, "params:", "description: Words\nparams:"), "domain": edit(c, "params:", "cname: example.org\nparams:"),
		"a version": put("site/stories/s.zh-hans.md", "---\ntitle: Histoire\ndate: 2022-05-27\n---\nMots.\n"), "a version's language": edit("site/stories/s.de.md", "title: Geschichte", "title: Geschichte\ndraft: true"), "another story": put("site/stories/u.md", "---\ntitle: New\ndate: 2022-05-30\ntags: [Two]\n---\nWords.\n"),
		"another table": put("data/f.csv", "a,b\n1,2\n"), "a page": edit("site/pages/about.md", "About us", "Who we are"), "another page": put("site/pages/methods.md", "---\ntitle: Methods\n---\nWords.\n"), "a story's tag": edit("site/stories/t.md", "tags: [One]", "tags: [Two]"),
		"a template": put("templates/byline.html", "{{define \"kicker\"}}{{end}}{{define \"byline\"}}<p>By nobody</p>{{end}}\n"), "a style": put("templates/style.css", "p { color: red }\n"), "a pictured file": func(fsys fstest.MapFS, _ *Options) { fsys["site/stories/p.png"] = fsys["other.png"] },
		"readable": option(func(o *Options) { o.Readable = true }), "drafts": option(func(o *Options) { o.Drafts = true }), "an address by flag": option(func(o *Options) { o.BaseURL = "https://example.org/z/" }), "no pictures": option(func(o *Options) { o.Pictures = nil }),
		"fonts": option(func(o *Options) { o.Pictures = otherFonts{} }),
		"clock": option(func(o *Options) { o.Now = o.Now.AddDate(1, 0, 0) }), "no program": option(func(o *Options) { o.Program = "" }),
	} {
		t.Run(name, func(t *testing.T) {
			fsys, o := standing(), standingOptions
			change(fsys, &o)
			got, _, b := site(t, fsys, o, first)
			want, _, clean := site(t, fsys, o, nil)
			if got, want := told(b), told(clean); got != want {
				t.Errorf("the problems are\n%swant\n%s", got, want)
			}
			for path, f := range want {
				if !bytes.Equal(got[path].Data, f.Data) || got[path].Key != f.Key {
					t.Errorf("%s is stale", path)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%d files, want %d", len(got), len(want))
			}
		})
	}
}
