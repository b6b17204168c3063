package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// paperPage is a printed page: its size in pt, and its words.
type paperPage struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []struct {
		XMin float64 `xml:"xMin,attr"`
		XMax float64 `xml:"xMax,attr"`
		YMin float64 `xml:"yMin,attr"`
		YMax float64 `xml:"yMax,attr"`
		Text string  `xml:",chardata"`
	} `xml:"word"`
}

// text is all of a page's words without the spaces between them.
func (p paperPage) text() string {
	var b strings.Builder
	for _, w := range p.Words {
		b.WriteString(bare(w.Text))
	}
	return b.String()
}

// pagesIn reads a PDF with pdftotext.
func pagesIn(t *testing.T, pdf []byte) []paperPage {
	t.Helper()
	c := exec.Command("pdftotext", "-bbox", "-", "-")
	c.Stdin = bytes.NewReader(pdf)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []paperPage `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(bytes.NewReader(out))
	d.Strict, d.Entity = false, xml.HTMLEntity
	if err := d.Decode(&doc); err != nil || len(doc.Pages) == 0 {
		t.Fatalf("%d pages: %v", len(doc.Pages), err)
	}
	return doc.Pages
}

// drawn is a figure of a page as it is to be printed.
type drawn struct {
	title  string   // with its subtitle
	labels []string // words of its wide drawing
}

// toPrint reads a page: its figures, and each headline with the words behind it.
func toPrint(t *testing.T, file string) (figures []drawn, follow [][2]string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	words := func(n *html.Node) string {
		var b strings.Builder
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				b.WriteString(d.Data)
			}
		}
		return b.String()
	}
	class := func(n *html.Node) string {
		for _, a := range n.Attr {
			if a.Key == "class" {
				return a.Val
			}
		}
		return ""
	}
	first := func(n *html.Node) string { // a figure's second word may stand anywhere
		f := strings.Fields(words(n))
		return strings.Join(f[:min(map[bool]int{true: 1, false: 3}[n.Data == "figure"], len(f))], " ")
	}
	for n := range doc.Descendants() {
		switch {
		case n.Data == "figure" && strings.HasPrefix(class(n), "chart "):
			f := drawn{}
			for d := range n.Descendants() {
				if class(d) == "chart-title" || class(d) == "chart-subtitle" {
					f.title += words(d)
				}
				if class(d) != "drawing drawing-broad" {
					continue
				}
				for label := range d.Descendants() {
					if label.Data == "text" && label.Type == html.ElementNode {
						f.labels = append(f.labels, strings.Fields(words(label))...)
					}
				}
			}
			if f.title != "" {
				figures = append(figures, f)
			}
		case n.Type == html.ElementNode && n.Parent != nil && class(n.Parent) == "story" && (n.Data == "h2" || n.Data == "h3"):
			next := n.NextSibling
			for next != nil && next.Type != html.ElementNode {
				next = next.NextSibling
			}
			if next != nil {
				follow = append(follow, [2]string{words(n), first(next)})
			}
		}
	}
	return figures, follow
}

// onPaper prints a page and finds every chart whole on one page, within the margins, and every headline
// on the page of what follows it.
func onPaper(t *testing.T, file string) []paperPage {
	t.Helper()
	pdf, err := printPDF(context.Background(), "chromium", file, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	keep(t, pdf)
	pages := pagesIn(t, pdf)
	figures, follow := toPrint(t, file)
	wanted := make([]map[string]int, len(pages))
	for i := range wanted {
		wanted[i] = map[string]int{}
	}
	whereIs := func(words string) int {
		return slices.IndexFunc(pages, func(p paperPage) bool { return strings.Contains(p.text(), bare(words)) })
	}
	for _, f := range figures {
		at := whereIs(f.title)
		if at < 0 {
			t.Errorf("%q is on no page", f.title)
			continue
		}
		for _, l := range f.labels {
			if len(l) == utf8.RuneCountInString(l) {
				wanted[at][l]++
				continue
			}
			for _, r := range l { // of ideographs that stand on their heads, pdftotext makes a word each
				wanted[at][string(r)]++
			}
		}
	}
	for i, p := range pages {
		for _, w := range p.Words {
			if w.XMin < 36 || w.XMax > p.Width-36 || w.YMin < 36 || w.YMax > p.Height-36 {
				t.Errorf("page %d: %q stands at %v to %v of %v, in the margin", i+1, w.Text, w.XMin, w.XMax, p.Width)
			}
		}
		text := p.text()
		for label, n := range wanted[i] {
			if got := strings.Count(text, bare(label)); got < n {
				t.Errorf("page %d has the label %q %d times, and its charts %d times", i+1, label, got, n)
			}
		}
	}
	for _, f := range follow {
		if i := whereIs(f[0] + f[1]); i < 0 {
			t.Errorf("the headline %q is on another page than %q", f[0], f[1])
		}
	}
	t.Logf("%d pages, %d figures, %d headlines", len(pages), len(figures), len(follow))
	return pages
}

// keep writes a PDF into the -shots folder, for people to look at.
func keep(t *testing.T, pdf []byte) {
	t.Helper()
	if *shots == "" {
		return
	}
	name := strings.ReplaceAll(strings.ToLower(t.Name()), "/", "-") + ".pdf"
	if err := os.WriteFile(filepath.Join(*shots, name), pdf, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestPrint prints the example story, the starter and the gallery of all kinds.
func TestPrint(t *testing.T) {
	has(t, "chromium", "pdftotext")
	t.Run("seed", func(t *testing.T) {
		pages := onPaper(t, filepath.Join(seed(t), "inland-technology/index.html"))
		for _, gone := range []string{"Skip to content", "Download CSV", "Subjects"} {
			for i, p := range pages {
				if strings.Contains(p.text(), bare(gone)) {
					t.Errorf("page %d says %q", i+1, gone)
				}
			}
		}
	})
	t.Run("starter", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "starter")
		if err := newSite(dir); err != nil {
			t.Fatal(err)
		}
		plotline(t, "build", "-q", "-s", dir)
		onPaper(t, filepath.Join(dir, "public/first/index.html"))
	})
	t.Run("front", func(t *testing.T) {
		if n := len(onPaper(t, filepath.Join(seed(t), "index.html"))); n != 1 {
			t.Errorf("the front page of one story takes %d pages", n)
		}
	})
	t.Run("long table", func(t *testing.T) {
		rows := csvOf("place,n", 70, func(i int) string { return fmt.Sprintf("Row-%d.,%d", i, number(i)) })
		block := "\n```table\nid: all\ndata: rows.csv\ntitle: Seventy rows\n```\n"
		dir := buildOf(t, map[string]string{"data/rows.csv": rows, "site/stories/s.md": "---\ntitle: T\ndate: 2022-05-27\n---\nWords.\n" + block + strings.Replace(strings.Replace(block, "all", "few", 1), "id:", "where: n > 90\nid:", 1)})
		pages := onPaper(t, filepath.Join(dir, "s/index.html"))
		heads, at := 0, map[int]bool{}
		for i, p := range pages {
			heads += strings.Count(p.text(), "placen")
			for r := range 70 {
				if strings.Contains(p.text(), fmt.Sprintf("Row-%d.", r)) {
					at[r] = true
				}
			}
			if i == 0 && !strings.Contains(p.text(), "Row-20.") {
				t.Error("the long table does not begin where there is room")
			}
		}
		if len(at) != 70 || heads != len(pages)+1 {
			t.Errorf("%d rows of 70, %d heads on %d pages", len(at), heads, len(pages))
		}
	})
	t.Run("gallery", func(t *testing.T) { onPaper(t, filepath.Join(gallery(t), "all/index.html")) })
}

// TestPrintWords prints links, numbered, and the data table of the chart that asks for it, alone.
func TestPrintWords(t *testing.T) {
	has(t, "chromium", "pdftotext")
	dir := newsroom(t, "")
	plotline(t, "build", "-q", "-s", dir)
	all := ""
	for _, p := range onPaper(t, filepath.Join(dir, "public/one/index.html")) {
		all += p.text()
	}
	for words, want := range map[string]int{"web[1]": 1, "again[1]": 1, "[2]": 0, "https://web.example/a?b=1&c=2": 1, "(https://office.example/count?a=1&b=2)": 1, "mail[": 0, "Two[": 0,
		"cityn": 2 /* the table of the bars, and the table block */, "In this story": 0} {
		if got := strings.Count(all, bare(words)); got != want {
			t.Errorf("the paper says %q %d times, want %d", words, got, want)
		}
	}
}

// TestPrintTheme prints a page in the dark with its charts live: the same as in the light, on white paper.
func TestPrintTheme(t *testing.T) {
	has(t, "pdftoppm")
	ctx := browser(t)
	url := serve(t, seed(t), "") + "/inland-technology/"
	var papers [2][][]byte
	for i, mode := range []string{"light", "dark"} {
		p := open(t, ctx, url, 1280)
		if err := theme(p.ctx, mode); err != nil {
			t.Fatal(err)
		}
		if mode == "dark" {
			p.wakeAll()
		}
		r, err := chromedp.Call(p.ctx, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: new(true)})
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		c := exec.Command("pdftoppm", "-r", "40", "-png", "-", filepath.Join(dir, "p"))
		c.Stdin = bytes.NewReader(r.Data)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		names, _ := filepath.Glob(filepath.Join(dir, "p-*.png"))
		for _, n := range names {
			b, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			papers[i] = append(papers[i], b)
		}
	}
	if len(papers[0]) < 3 || len(papers[0]) != len(papers[1]) {
		t.Fatalf("%d pages in the light, %d in the dark", len(papers[0]), len(papers[1]))
	}
	for i := range papers[0] {
		if worst, at := difference(t, papers[0][i], papers[1][i]); worst > 0 {
			t.Errorf("page %d differs by %d at %v in the dark", i+1, worst, at)
		}
		m, err := png.Decode(bytes.NewReader(papers[0][i]))
		if err != nil {
			t.Fatal(err)
		}
		white, b := 0, m.Bounds()
		for y := range b.Dy() {
			for x := range b.Dx() {
				if r, g, b, _ := m.At(x, y).RGBA(); r == 0xffff && g == 0xffff && b == 0xffff {
					white++
				}
			}
		}
		if part := float64(white) / float64(b.Dx()*b.Dy()); part < 0.6 {
			t.Errorf("page %d is white on %.0f percent of its paper", i+1, 100*part)
		}
	}
}

// TestExportPDF prints a story to a file: its charts are there, on the paper that was asked for.
func TestExportPDF(t *testing.T) {
	has(t, "chromium", "pdftotext")
	t.Setenv("CHROMIUM", "")
	dir := newsroom(t, "")
	for name, size := range map[string][2]float64{"a4": {595, 842}, "letter": {612, 792}} {
		to := filepath.Join(t.TempDir(), "one.pdf")
		out := plotline(t, "export", "pdf", "one", "-s", dir, "-o", to, "--paper", name)
		if want := to + ": 2 charts, "; !strings.HasPrefix(out, want) {
			t.Errorf("it says %q, want %q", out, want)
		}
		pdf, err := os.ReadFile(to)
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, p := range pagesIn(t, pdf) {
			if p.Width < size[0]-1 || p.Width > size[0]+1 || p.Height < size[1]-1 || p.Height > size[1]+1 {
				t.Errorf("%s is %v x %v pt", name, p.Width, p.Height)
			}
			all += p.text()
		}
		for _, words := range []string{"Said & done", "Two cities, bars", "Two cities, ring", "A note, again", "Licence: CC BY 4.0"} {
			if !strings.Contains(all, bare(words)) {
				t.Errorf("the PDF has no %q", words)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), "*")); len(left) != 1 {
			t.Errorf("beside the PDF stand %q", left)
		}
	}
	t.Setenv("PATH", t.TempDir())
	var stdout, stderr bytes.Buffer
	to := filepath.Join(t.TempDir(), "none.pdf")
	code := run(context.Background(), []string{"export", "pdf", "one", "-s", dir, "-o", to}, &stdout, &stderr)
	want := "plotline: export: a PDF is printed by Chromium or Chrome, and there is none; install chromium, or name it with CHROMIUM=/path/of/chrome\n"
	if code != 1 || stderr.String() != want {
		t.Errorf("without Chromium it exits with %d and says %q, want %q", code, &stderr, want)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("without Chromium there is a PDF")
	}
}

// TestPrinterThatFails has programs in Chromium's place that print nothing.
func TestPrinterThatFails(t *testing.T) {
	has(t, "false", "true")
	dir := newsroom(t, "")
	for _, program := range []string{"true", "false"} {
		t.Setenv("CHROMIUM", program)
		to := filepath.Join(t.TempDir(), "one.pdf")
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), []string{"export", "pdf", "one", "-s", dir, "-o", to}, &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(), program+" printed nothing") {
			t.Errorf("%s: %d, %s", program, code, &stderr)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), "*")); len(left) != 0 {
			t.Errorf("%s leaves %q", program, left)
		}
	}
}

// TestWordImages makes a Word file of exported pictures with pandoc: each picture is in it with its alt
// text, and its caption.
func TestWordImages(t *testing.T) {
	has(t, "pandoc")
	dir := filepath.Join(t.TempDir(), "images")
	plotline(t, "export", "docx-images", "-s", "../..", "-o", dir)
	c := exec.Command("pandoc", "captions.md", "-o", "../charts.docx")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("pandoc: %v: %s", err, out)
	}
	word, err := zip.OpenReader(filepath.Join(dir, "../charts.docx"))
	if err != nil {
		t.Fatal(err)
	}
	defer word.Close()
	text, err := fs.ReadFile(word, "word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	document := string(text)
	pictures, _ := filepath.Glob(filepath.Join(dir, "*.png"))
	if len(pictures) != 6 || strings.Count(document, "</pic:pic>") != 6 {
		t.Errorf("%d pictures, %d in Word", len(pictures), strings.Count(document, "</pic:pic>"))
	}
	for _, words := range []string{`descr="A line rises from more than about 682 AI companies in Hefei in 2020, a derived figure, to more than 840 in 2021."`, "Figure 6.", "Seven in ten iPads come out of Chengdu."} {
		if !strings.Contains(document, words) {
			t.Errorf("the Word file has no %s", words)
		}
	}
	for _, name := range pictures {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.DecodeConfig(f)
		f.Close()
		if err != nil || m.Width < 1300 {
			t.Errorf("%s is %d dots wide: %v", name, m.Width, err)
		}
	}
}
