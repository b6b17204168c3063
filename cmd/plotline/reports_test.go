package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// TestReportsListed: every recipe of the docs is in their table, and every one that is not marked
// untested is cooked here.
func TestReportsListed(t *testing.T) {
	docs, err := os.ReadFile(recipesFile)
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.ReadFile("reports_test.go")
	if err != nil {
		t.Fatal(err)
	}
	all := recipes(t)
	if len(all) < 9 {
		t.Fatalf("%d recipes", len(all))
	}
	for _, r := range all {
		link := fmt.Sprintf("[%s](#%s)", r.name, strings.ReplaceAll(strings.ToLower(r.name), " ", "-"))
		row := ""
		for line := range strings.Lines(string(docs)) {
			if strings.HasPrefix(line, "|") && strings.Contains(line, link) {
				row = line
			}
		}
		untested := strings.Contains(row, "untested")
		if row == "" || untested == (len(r.commands) > 0) || untested == strings.Contains(string(here), fmt.Sprintf("cook(%q", r.name)) {
			t.Errorf("%s: the table says %q, and it has %d blocks of commands", r.name, strings.TrimSpace(row), len(r.commands))
		}
	}
}

// archive reads a zip file: documents of offices are some.
func (k kitchen) archive(name string) map[string][]byte {
	k.t.Helper()
	b := k.read(name)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		k.t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			k.t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			k.t.Fatal(err)
		}
	}
	return files
}

// placed is a picture in a document of an office, its size in centimetres.
type placed struct {
	alt           string
	width, height float64
	bytes, svg    []byte
	caption       string // the paragraph below it in the style of captions
}

// placedIn reads the pictures of a part of a document in their order.
func (k kitchen) placedIn(files map[string][]byte, part string) (all []placed) {
	k.t.Helper()
	targets := map[string]string{}
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(files[path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")], &rels); err != nil {
		k.t.Fatal(err)
	}
	for _, r := range rels.Relationship {
		targets[r.ID] = path.Join(path.Dir(part), r.Target)
	}
	const cm = 360000 // English Metric Units
	var now placed
	style, words := "", ""
	for d := xml.NewDecoder(bytes.NewReader(files[part])); ; {
		token, err := d.Token()
		if err == io.EOF {
			return all
		} else if err != nil {
			k.t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.CharData:
			words += string(e)
		case xml.StartElement:
			attr := map[string]string{}
			for _, a := range e.Attr {
				attr[a.Name.Local] = a.Value
			}
			switch e.Name.Local {
			case "p":
				style, words = "", ""
			case "pStyle":
				style = attr["val"]
			case "docPr", "cNvPr":
				if now.alt == "" {
					now.alt = attr["descr"]
				}
			case "ext":
				if attr["cx"] != "" {
					fmt.Sscan(attr["cx"]+" "+attr["cy"], &now.width, &now.height)
					now.width, now.height = now.width/cm, now.height/cm
				}
			case "blip":
				now.bytes = files[targets[attr["embed"]]]
			case "svgBlip":
				now.svg = files[targets[attr["embed"]]]
			}
		case xml.EndElement:
			switch {
			case e.Name.Local == "pic":
				all, now = append(all, now), placed{}
			case e.Name.Local == "p" && style == "ImageCaption" && len(all) > 0:
				all[len(all)-1].caption = words
			}
		}
	}
}

// TestReportsWord makes the document: its drawings are there, in their shape, with alt text and
// caption, and the one of lines also as a picture for Word before 2016.
func TestReportsWord(t *testing.T) {
	k := kitchenOf(t, "pandoc", "rsvg-convert")
	k.cook("Word")
	all := k.placedIn(k.archive("report.docx"), "word/document.xml")
	if len(all) != 2 {
		t.Fatalf("the document has %d pictures", len(all))
	}
	if !bytes.Equal(all[0].bytes, k.read("hefei-ai.png")) || !bytes.Equal(all[1].svg, k.read("niches.svg")) {
		t.Error("the pictures are not those of plotline chart")
	}
	for i, id := range []string{"hefei-ai", "niches"} {
		svg, alt := k.chart(id)
		if p := all[i]; p.alt != alt || !strings.HasPrefix(p.caption, fmt.Sprintf("Figure %d: ", i+1)) {
			t.Errorf("%s: alt text %q, want %q; caption %q", id, p.alt, alt, p.caption)
		}
		m := pixels(t, all[i].bytes)
		shape, dots := all[i].width/all[i].height, float64(m.Rect.Dx())/float64(m.Rect.Dy())
		if math.Abs(shape/dots-1) > 0.01 || all[i].width < 14 || all[i].width > 16 {
			t.Errorf("%s is %.2f by %.2f cm for %v dots", id, all[i].width, all[i].height, m.Rect.Max)
		}
		k.shows("word "+id, m, k.rastered(svg, m.Rect.Dx()), 0.9, dataColours[id]...)
	}
}

// dataColours are colours that only data has.
var dataColours = map[string][]string{"hefei-ai": {"#c8102e"}, "niches": {"#134b66"}}

// TestReportsPDF prints pasted figures: they are whole on their page and look as on a screen of that
// width, and their words can be searched.
func TestReportsPDF(t *testing.T) {
	k := kitchenOf(t, "chromium", "pdftoppm", "pdftotext")
	k.cook("PDF")
	const dots = 2
	pages := k.sheets("report.pdf", dots)
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	got := papers(pages[0])
	p := open(t, browser(t), "file://"+k.path("report.html"), 900)
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	p.js(`document.body.style.width = '170mm'; true`)
	screen := pixels(t, p.clip(`'0 0 ' + document.documentElement.scrollWidth + ' ' + document.documentElement.scrollHeight`, dots))
	want := papers(screen)
	if len(got) != 2 || len(want) != 2 {
		t.Fatalf("the page has charts in %v, the screen in %v", got, want)
	}
	_, words := wordsOf(t, k.path("report.pdf"))
	for i, id := range []string{"hefei-ai", "niches"} {
		k.shows("pdf "+id, cut(pages[0], got[i]), cut(screen, want[i]), 0.9, dataColours[id]...)
		if width := float64(got[i].Dx()) / dots / 96 * 25.4; math.Abs(width-170) > 0.5 {
			t.Errorf("%s is %.1f mm wide", id, width)
		}
		svg, _ := k.chart(id)
		for _, m := range regexp.MustCompile(`<text [^>]*>([^<]*)</text>`).FindAllSubmatch(svg, -1) {
			for _, word := range strings.Fields(html.UnescapeString(string(m[1]))) {
				if !within(words[0], word, got[i], dots) {
					t.Errorf("%s: no %q can be found in the chart", id, word)
				}
			}
		}
	}
	k.inDocs("pdf", k.sheets("report.pdf", docsDots)[0])
}

// docsDots is how fine the pictures in docs/reports are.
const docsDots = 0.55

func within(words []written, word string, box image.Rectangle, dots float64) bool {
	for _, w := range words {
		if w.Word == word && image.Pt(int(w.X*dots), int(w.Y*dots)).In(box.Inset(-4)) && image.Pt(int((w.X+w.W)*dots), int((w.Y+w.H)*dots)).In(box.Inset(-4)) {
			return true
		}
	}
	return false
}

// TestReportsLaTeX makes the picture for LaTeX: one page of the drawing's size, with text and no dots;
// and with -reuse the document.
func TestReportsLaTeX(t *testing.T) {
	k := kitchenOf(t, "rsvg-convert", "pdftoppm", "pdftotext", "pdfimages")
	k.cook("LaTeX", 0)
	svg, _ := k.chart("hefei-ai")
	k.vector("hefei-ai.pdf")
	pages := k.sheets("hefei-ai.pdf", 2)
	k.shows("latex picture", pages[0], k.rastered(svg, 2*680), 0.9, dataColours["hefei-ai"]...)
	if !*reuse {
		return
	}
	has(t, "pdflatex")
	k.cook("LaTeX", 1)
	k.vector("report.pdf")
	pages = k.sheets("report.pdf", 2)
	got := papers(pages[0])
	if len(pages) != 1 || len(got) != 1 {
		t.Fatalf("%d pages, charts in %v", len(pages), got)
	}
	k.shows("latex page", cut(pages[0], got[0]), k.rastered(svg, got[0].Dx()), 0.9, dataColours["hefei-ai"]...)
	if width := float64(got[0].Dx()) / 2 / 96 * 72.27; math.Abs(width-345) > 2 {
		t.Errorf("the chart is %.1f TeX points wide, the text 345", width)
	}
	text := string(tool(t, "pdftotext", k.path("report.pdf"), "-"))
	for _, words := range []string{"as figure 1 shows", "Figure 1: Hefei, the capital of Anhui", ">840", "up 23.2 percent"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), words) {
			t.Errorf("the page does not say %q: %s", words, text)
		}
	}
	k.inDocs("latex", k.sheets("report.pdf", docsDots)[0])
}

// vector demands that a PDF of a chart has its words and no picture of dots.
func (k kitchen) vector(pdf string) {
	k.t.Helper()
	if list := strings.Split(strings.TrimSpace(string(tool(k.t, "pdfimages", "-list", k.path(pdf)))), "\n"); len(list) != 2 {
		k.t.Errorf("%s holds pictures of dots: %q", pdf, list[2:])
	}
	if text := string(tool(k.t, "pdftotext", k.path(pdf), "-")); !strings.Contains(text, "Companies in artificial intelligence, Hefei") {
		k.t.Errorf("the words of %s cannot be searched: %s", pdf, text)
	}
}

// TestReportsMail reads the letter as mail programs do, and shows its page.
func TestReportsMail(t *testing.T) {
	k := kitchenOf(t, "chromium", "base64")
	k.cook("E-mail")
	m, err := mail.ReadMessage(bytes.NewReader(k.read("letter.eml")))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{} // by type
	ids := map[string]string{}
	k.parts(m.Header.Get("Content-Type"), m.Body, parts, ids)
	_, alt := k.chart("hefei-ai")
	page := string(parts["text/html"])
	src := regexp.MustCompile(`src="cid:([^"]*)"[^>]* alt="([^"]*)"`).FindStringSubmatch(page)
	if len(parts) != 3 || len(parts["text/plain"]) == 0 || src == nil || src[2] != alt {
		t.Fatalf("the letter has %d parts and shows %q", len(parts), src)
	}
	if ids[src[1]] != "image/png" || !bytes.Equal(parts["image/png"], k.read("hefei-ai.png")) {
		t.Fatalf("the page shows %q, and the letter has %v", src[1], ids)
	}
	if err := os.WriteFile(k.path("letter.html"), []byte(strings.Replace(page, "cid:"+src[1], "hefei-ai.png", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	p := open(t, browser(t), "file://"+k.path("letter.html"), 700)
	p.wait(`document.images[0].complete && document.images[0].naturalWidth === 1200`)
	box := `(() => { const b = %s.getBoundingClientRect(); return [b.left, b.top, b.width, b.height].join(' ') })()`
	k.shows("mail", pixels(t, p.clip(fmt.Sprintf(box, `document.images[0]`), 2)), pixels(t, parts["image/png"]), 0.98, dataColours["hefei-ai"]...)
	k.inDocs("mail", pixels(t, p.clip(`'0 0 700 ' + (document.body.getBoundingClientRect().bottom + 8)`, docsDots)))
}

// parts reads a message's parts, and the types of those that have a Content-ID.
func (k kitchen) parts(kind string, body io.Reader, parts map[string][]byte, ids map[string]string) {
	k.t.Helper()
	kind, with, err := mime.ParseMediaType(kind)
	if err != nil {
		k.t.Fatal(err)
	}
	if !strings.HasPrefix(kind, "multipart/") {
		if parts[kind], err = io.ReadAll(body); err != nil {
			k.t.Fatal(err)
		}
		return
	}
	for r := multipart.NewReader(body, with["boundary"]); ; {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			k.t.Fatal(err)
		}
		var inside io.Reader = part
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			inside = base64.NewDecoder(base64.StdEncoding, part)
		}
		k.parts(part.Header.Get("Content-Type"), inside, parts, ids)
		if id := part.Header.Get("Content-ID"); id != "" {
			ids[strings.Trim(id, "<>")], _, _ = mime.ParseMediaType(part.Header.Get("Content-Type"))
		}
	}
}

// TestReportsSlide makes the slide: one picture in its shape, within the slide, with alt text; and with
// -reuse shows it.
func TestReportsSlide(t *testing.T) {
	k := kitchenOf(t, "pandoc")
	k.cook("Slide")
	files := k.archive("slides.pptx")
	all := k.placedIn(files, "ppt/slides/slide1.xml")
	svg, alt := k.chart("hefei-ai")
	if len(all) != 1 || !bytes.Equal(all[0].bytes, k.read("hefei-ai.png")) || !strings.Contains(all[0].alt, alt) {
		t.Fatalf("the slide has %d pictures, the first with the alt text %q", len(all), all[0].alt)
	}
	m := pixels(t, all[0].bytes)
	if shape, dots := all[0].width/all[0].height, float64(m.Rect.Dx())/float64(m.Rect.Dy()); math.Abs(shape/dots-1) > 0.01 || all[0].width < 10 || all[0].width > 25.4 {
		t.Errorf("the picture is %.2f by %.2f cm for %v dots", all[0].width, all[0].height, m.Rect.Max)
	}
	if !*reuse {
		return
	}
	has(t, "soffice", "pdftoppm")
	cmd := exec.Command(k.path("bin/soffice"), "--headless", "--convert-to", "pdf", "slides.pptx")
	cmd.Dir = k.dir
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	k.onPage("slides.pdf", "slide", []string{"hefei-ai"}, [][]byte{svg}, all)
}

// TestReportsOffice turns the Word document into pages, as the recipe says, when -reuse is given.
func TestReportsOffice(t *testing.T) {
	if !*reuse {
		t.Log("not asked for with -reuse")
		return
	}
	k := kitchenOf(t, "pandoc", "rsvg-convert", "soffice", "pdftoppm")
	k.cook("Word")
	k.cook("PDF from Word")
	hefei, _ := k.chart("hefei-ai")
	niches, _ := k.chart("niches")
	k.onPage("report.pdf", "word", []string{"hefei-ai", "niches"}, [][]byte{hefei, niches}, k.placedIn(k.archive("report.docx"), "word/document.xml"))
}

// onPage demands that a PDF is one page with these charts, each as large as the document says.
func (k kitchen) onPage(pdf, name string, ids []string, svgs [][]byte, sizes []placed) {
	k.t.Helper()
	const dots = 2
	pages := k.sheets(pdf, dots)
	if len(pages) != 1 {
		k.t.Fatalf("%d pages", len(pages))
	}
	got := papers(pages[0])
	if len(got) != len(ids) {
		k.t.Fatalf("charts are in %v", got)
	}
	for i, id := range ids {
		k.shows(name+" page "+id, cut(pages[0], got[i]), k.rastered(svgs[i], got[i].Dx()), 0.9, dataColours[id]...)
		if width := float64(got[i].Dx()) / dots / 96 * 2.54; math.Abs(width-sizes[i].width) > 0.1 {
			k.t.Errorf("%s is %.2f cm wide, want %.2f", id, width, sizes[i].width)
		}
	}
	k.inDocs(name, k.sheets(pdf, docsDots)[0])
}
