package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// chineseSheet makes a project with made-up numbers, signs two of them off, and returns its fact sheet.
func chineseSheet(t *testing.T, language, words string) string {
	t.Helper()
	project := filepath.Dir(buildOf(t, map[string]string{
		"plotline.yaml":  "title: 示例\nlanguage: " + language + "\n",
		"data/firms.csv": "city,firms,growth\nHefei,841,23.2\n",
		"site/stories/s.md": "---\ntitle: \"[840](=count)\"\ndate: 2022-05-27\nsources:\n  s: {title: 数据, publisher: 市政府, url: \"https://example.org/\"}\n" +
			"figures:\n  firms: {data: firms.csv, value: firms, source: s}\n  growth: {data: firms.csv, value: growth, unit: percent, source: s}\n  count: {calc: firms - 1, derived: true}\n---\n" + words +
			"\n\n```chart\nid: firms\nkind: bar\ndata: firms.csv\nx: city\ny: firms\ntitle: \"[841](=firms)\"\nsource: s\nalt: \"{{firms}}\"\n```\n",
	}))
	csv, sheet := filepath.Join(project, "sheet.csv"), filepath.Join(project, "sheet.html")
	plotline(t, "export", "factcheck", "-s", project, "-o", csv)
	filled, err := os.ReadFile(csv)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(csv, []byte(strings.Replace(string(filled), "\n,,,", "\nx,甲,2022-05-27,", 2)), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := plotline(t, "factcheck", "import", "-s", project, csv); !strings.Contains(out, "2 sign-offs added") {
		t.Errorf("%s: a sheet is read back: %s", language, out)
	}
	plotline(t, "export", "factcheck", "-s", project, "-o", sheet)
	return sheet
}

// TestFactSheet looks at the sheets that a desk prints, in three writings: they have words of their own, hold
// no barrier, light or dark, narrow or wide, and are valid.
func TestFactSheet(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(webTools, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is missing: run make bundles")
	}
	english := filepath.Join(t.TempDir(), "sheet.html")
	plotline(t, "export", "factcheck", "-s", "../..", "-o", english)
	sheets := map[string]string{
		english: "Fact sheet|0 of |numbers signed off|prose · |chart title of hefei-ai",
		chineseSheet(t, "zh-Hans", "去年有[超过840家](=firms)企业，增长[23.2%](=growth)。"): "核查单|5 个数字中已核对 2 个|数值、单元格、来源|正文 · |图表 firms 的标题|数据，市政府|第 2 行|✓",
		chineseSheet(t, "zh-Hant", "去年有[超過840家](=firms)公司，成長[23.2%](=growth)。"): "查核單|5 個數字中已查核 2 個|數值、儲存格、來源|內文 · |圖表 firms 的標題|第 2 列|✓",
	}
	ctx := browser(t)
	for sheet, words := range sheets {
		text, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range strings.Split(words, "|") {
			if !strings.Contains(string(text), want) {
				t.Errorf("the sheet with %q does not say %q", words, want)
			}
		}
		if out, err := exec.Command("node", filepath.Join(webTools, "html-validate/bin/html-validate.mjs"), "--config", "../../templates/web/.htmlvalidate.json", sheet).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", words, err, out)
		}
		url := serve(t, filepath.Dir(sheet), "")
		for _, width := range []int64{360, 1280} {
			p := open(t, ctx, url+"/sheet.html", width)
			for _, mode := range []string{"light", "dark"} {
				if err := theme(p.ctx, mode); err != nil {
					t.Fatal(err)
				}
				p.js(string(axe) + "; true")
				got := p.js(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
					.then(r => [...r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')),
						document.documentElement.scrollWidth > innerWidth ? 'it scrolls sideways' : ''].filter(Boolean).join('\n'))`)
				if got != "" {
					t.Errorf("%s at %d px, %s: %s", words, width, mode, got)
				}
			}
		}
	}
}
