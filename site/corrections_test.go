package site

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"plotline/data/source"
)

func correctedStory(front string) fstest.MapFS {
	fsys := addressed()
	fsys["site/stories/s0.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Story 0\ndate: 2022-05-27\nfigures:\n  a: {data: d0.csv, where: 'place == \"A\"', value: n}\n" + front + "---\nText.\n")}
	return fsys
}

// TestCorrections: a correction stands at the story's end, in the feed and the plain twin, search engines
// are told of it, and every list knows that the story has changed.
func TestCorrections(t *testing.T) {
	fsys := correctedStory("updated: 2022-05-28\ncorrections:\n  - {date: 2022-06-01, text: \"The first version said 9 & not {{a}}, or [0 to 9](=a).\"}\n  - {date: 2022-05-30, text: A name was <b>misspelt</b>.}\n")
	builder := New(fsys, &fakeDrawer{}, Options{Pictures: stamps{}})
	b := mustBuild(t, builder)
	if b.Problems.HasErrors() {
		t.Fatal(b.Problems)
	}
	page := fileOf(t, b, "s0/index.html")
	const section = `<section class="corrections" aria-labelledby="page_corrections">
<h2 id="page_corrections">Corrections</h2>
<ul>
<li><time datetime="2022-06-01">1 June 2022</time>: The first version said 9 &amp; not 1, or 0 to 9.</li>
<li><time datetime="2022-05-30">30 May 2022</time>: A name was &lt;b&gt;misspelt&lt;/b&gt;.</li>
</ul>
</section>`
	if !strings.Contains(strings.ReplaceAll(page, "\n", ""), strings.ReplaceAll(section, "\n", "")) || !strings.Contains(page, `<meta property="article:modified_time" content="2022-06-01">`) {
		t.Errorf("the page lacks\n%s\nor its day:\n%s", section, page)
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var g struct {
		Graph []struct {
			Modified   string `json:"dateModified"`
			Correction []struct {
				Type string `json:"@type"`
				Date string `json:"datePublished"`
				Text string `json:"text"`
			} `json:"correction"`
		} `json:"@graph"`
	}
	for n := range doc.Descendants() {
		if n.Data == "script" && attribute(n, "type") == "application/ld+json" {
			if err := json.Unmarshal([]byte(n.FirstChild.Data), &g); err != nil {
				t.Fatal(err)
			}
		}
	}
	if a := g.Graph[0]; a.Modified != "2022-06-01" || len(a.Correction) != 2 || a.Correction[0].Type != "CorrectionComment" || a.Correction[0].Date != "2022-06-01" ||
		a.Correction[1].Text != "A name was <b>misspelt</b>." {
		t.Errorf("search engines read %+v", a)
	}
	for path, want := range map[string]string{
		"feed.xml":    "<updated>2022-06-01T00:00:00Z</updated>",
		"sitemap.xml": "<lastmod>2022-06-01</lastmod>",
		"s0/story.md": "Text.\n\n## Corrections\n\n- 2022-06-01: The first version said 9 & not 1, or 0 to 9.\n- 2022-05-30: A name was <b>misspelt</b>.\n",
	} {
		if got := fileOf(t, b, path); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q:\n%s", path, want, got)
		}
	}
	if feed := html.UnescapeString(fileOf(t, b, "feed.xml")); !strings.Contains(feed, "<h2>Corrections</h2>") || !strings.Contains(feed, "A name was &lt;b&gt;misspelt&lt;/b&gt;.") {
		t.Errorf("the feed lacks the corrections: %s", feed)
	}
	fsys["data/d0.csv"] = &fstest.MapFile{Data: []byte("place,n\nA,5\nB,7\n")}
	if got := fileOf(t, mustBuild(t, builder), "s0/index.html"); !strings.Contains(got, "said 9 &amp; not 5") {
		t.Error("a correction keeps the value that the data had before")
	}
	if got := fileOf(t, mustBuild(t, New(correctedStory("language: zh-Hans\ncorrections: {date: 2022-06-01, text: 此前有误。}\n"), &fakeDrawer{}, Options{})), "s0/index.html"); !strings.Contains(got, "更正</h2>") || !strings.Contains(got, "2022年6月1日</time>：此前有误。") {
		t.Errorf("in Chinese: %s", got)
	}
}

// TestCorrectionKinds: what a correction is, and the numbers it changed, stand beside it in words.
func TestCorrectionKinds(t *testing.T) {
	const front = "corrections:\n  - {date: 2022-06-03, kind: update, text: Data of June., was: 7 of 8, now: \"{{a}} & more\"}\n  - {date: 2022-06-02, kind: source-revision, text: The office counted again., was: 12}\n  - {date: 2022-06-01, kind: correction, text: We miscounted.}\n"
	b := mustBuild(t, New(correctedStory(front), &fakeDrawer{}, Options{}))
	page := fileOf(t, b, "s0/index.html")
	for _, want := range []string{
		`3 June 2022</time>, update: Data of June. Before: 7 of 8. Now: 1 &amp; more.</li>`,
		`2 June 2022</time>, the source’s revision: The office counted again. Before: 12.</li>`,
		`1 June 2022</time>, correction: We miscounted.</li>`,
		`{"@type":"CorrectionComment","name":"update","datePublished":"2022-06-03","text":"Data of June. Before: 7 of 8. Now: 1 \u0026 more."}`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	if got := fileOf(t, b, "s0/story.md"); !strings.Contains(got, "- 2022-06-02, the source’s revision: The office counted again. Before: 12.\n") {
		t.Errorf("the twin has %s", got)
	}
	if feed := html.UnescapeString(fileOf(t, b, "feed.xml")); !strings.Contains(feed, "<li>1 June 2022, correction: We miscounted.</li>") {
		t.Errorf("the feed has %s", feed)
	}
	got := fileOf(t, mustBuild(t, New(correctedStory("language: zh-Hans\n"+front), &fakeDrawer{}, Options{})), "s0/index.html")
	if want := `2022年6月3日</time>，更新：Data of June.原为：7 of 8。现为：1 &amp; more。</li>`; !strings.Contains(got, want) {
		t.Errorf("in Chinese the page lacks %s:\n%s", want, got)
	}
}

// TestCorrectionProblems: a correction that lacks something stops the build where it is written.
func TestCorrectionProblems(t *testing.T) {
	for front, want := range map[string]string{
		"corrections: [{date: 2022-06-01}]\n":                         "plotline: site/stories/s0.md:6:15: a correction needs date and text\n    6 | corrections: [{date: 2022-06-01}]\n      |               ~~~~~~~~~~~~~~~~~~~ {date: 2022-05-28, text: An earlier version said ...}\n",
		"corrections: [{date: today, text: Wrong.}]\n":                "plotline: site/stories/s0.md:6:22: \"today\" is no day\n    6 | corrections: [{date: today, text: Wrong.}]\n      |                      ~~~~~ write it as 2022-05-27\n",
		"corrections: A name was misspelt.\n":                         "plotline: site/stories/s0.md:6:14: correction must be a map of keys, not a text\n    6 | corrections: A name was misspelt.\n      |              ~~~~~~~~~~~~~~~~~~~~\n",
		"corrections: [{dat: 2022-06-01, text: Wrong}]\n":             "plotline: site/stories/s0.md:6:16: unknown key \"dat\" in correction; keys are date, kind, now, text, was\n    6 | corrections: [{dat: 2022-06-01, text: Wrong}]\n      |                ~~~ did you mean \"date\"?\n",
		"corrections: [{date: 2022-06-01, kind: fix, text: Wrong}]\n": "plotline: site/stories/s0.md:6:40: unknown kind of correction \"fix\"; legal are update, correction, source-revision\n    6 | corrections: [{date: 2022-06-01, kind: fix, text: Wrong}]\n      |                                        ~~~\n",
		"corrections: [{date: 2022-06-01, text: ...}]\n":              "plotline: site/stories/s0.md:6:40: the correction has no text yet\n    6 | corrections: [{date: 2022-06-01, text: ...}]\n      |                                        ~~~ say what was changed, and why\n",
		"corrections: [{date: 2022-06-01, text: \"{{b}}\"}]\n":        "plotline: site/stories/s0.md:6:41: unknown figure \"b\"; figures are a\n    6 | corrections: [{date: 2022-06-01, text: \"{{b}}\"}]\n      |                                         ~~~~~\n",
	} {
		var said strings.Builder
		b := mustBuild(t, New(correctedStory(front), &fakeDrawer{}, Options{}))
		if source.Print(&said, b.Problems); said.String() != want || len(b.Files) > 0 {
			t.Errorf("%s%s\nwant\n%s", front, &said, want)
		}
	}
}
