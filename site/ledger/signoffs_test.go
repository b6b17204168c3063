package ledger

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"plotline/charts"
	"plotline/data/source"
)

var desk = Desk{Today: "2022-06-30"}

func sheet(s Site) Sheet {
	return Sheet{Site: "Paper", Story: s.Stories[0], Signoffs: &Signoffs{}, Theme: charts.DefaultTheme()}
}

// filled is the sheet as CSV with cells changed: by row from 1, and column.
func filled(t *testing.T, s Sheet, cells map[int][3]string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.CSV(), []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for row, c := range cells {
		copy(rows[row], c[:])
	}
	return rows
}

func text(rows [][]string, comma rune, crlf bool) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, crlf
	w.WriteAll(rows)
	return b.Bytes()
}

func sign(s *Signoffs, raw []byte, site Site, d Desk) (int, string) {
	f, problems := source.NewText("sheet.csv", raw)
	n := 0
	if !problems.HasErrors() {
		n, problems = s.Sign(f, site, d)
	}
	var said []string
	for _, p := range problems {
		said = append(said, p.Level.String()+" "+p.Text)
	}
	return n, strings.Join(said, "; ")
}

func three() Site {
	return of(firms("840", "more than 800"), Number{Where: "title", Words: "a third", Sentence: "A third; \"more\"\nor less", Figure: "share", Value: "33.1"},
		Number{Where: "prose", Words: "=1+1", Sentence: "=1+1 is hostile.", Figure: "x", Value: "-2"})
}

// TestSign: a sheet comes back from a spreadsheet in many shapes, and says the same.
func TestSign(t *testing.T) {
	site := three()
	rows := filled(t, sheet(site), map[int][3]string{1: {"X", "Mara", "27.05.2022"}, 2: {"✓", "  Li  Na ", "5/27/2022"}})
	moved := [][]string{{"Notes", "ID", " Date ", "Checked By", "CHECKED"}}
	for _, r := range rows[1:] {
		moved = append(moved, []string{"a note", strings.ToUpper(r[len(r)-1]), r[2], r[1], r[0]})
	}
	slices.Reverse(moved[1:])
	for what, raw := range map[string][]byte{
		"as it was":  text(rows, ',', false),
		"semicolons": text(rows, ';', true),
		"tabs":       text(rows, '\t', true),
		"a mark":     append([]byte("\xef\xbb\xbf"), text(rows, ',', true)...),
		"sorted":     text(moved, ',', false),
		"old Mac":    bytes.ReplaceAll(text(moved, ';', true), []byte("\r\n"), []byte("\r")),
		"empty rows": append(text(moved, ',', false), ",,,,\n,,,,\n"...),
	} {
		s := &Signoffs{}
		n, said := sign(s, raw, site, desk)
		if n != 2 || said != "" {
			t.Errorf("%s: %d sign-offs; %s", what, n, said)
			continue
		}
		if st := s.States(site)[0]; st.Signed != 2 || st.Numbers != 3 || len(st.Lapsed) > 0 {
			t.Errorf("%s: %+v", what, st)
		}
		back, problems := ReadSignoffs(source.NewFile(SignoffFile, s.CSV()))
		if !bytes.Equal(back.CSV(), s.CSV()) || len(problems) > 0 {
			t.Errorf("%s: the file does not come back: %v\n%s\n%s", what, problems, s.CSV(), back.CSV())
		}
		if got := back.of(site.Stories[0].IDs()[1]); len(got) != 1 || got[0].By != "Li Na" || got[0].Date != "2022-05-27" {
			t.Errorf("%s: %+v", what, got)
		}
		if n, said := sign(back, raw, site, desk); n != 0 || said != "" {
			t.Errorf("%s: read twice it adds %d; %s", what, n, said)
		}
	}
}

// TestSheetProblems: what nobody can have meant is refused whole, what is left out is told.
func TestSheetProblems(t *testing.T) {
	site := three()
	for _, c := range []struct {
		row  [3]string
		by   string
		n    int
		said string
	}{
		{[3]string{"x", "Mara", ""}, "", 1, ""},
		{[3]string{"x", "", ""}, "Jo", 1, ""},
		{[3]string{"x", "", ""}, "", 0, "error the row is ticked, but nobody is named"},
		{[3]string{"", "Mara", ""}, "", 0, "warning the row has a name and no tick, so it is not signed off"},
		{[3]string{"?", "Mara", ""}, "", 0, `error "?" is no tick`},
		{[3]string{"☐", "", ""}, "", 0, ""},
		{[3]string{"x", "Mara", "5/6/2022"}, "", 0, `error "5/6/2022" may be two days`},
		{[3]string{"x", "Mara", "soon"}, "", 0, `error "soon" is no day`},
		{[3]string{"x", "Mara", "31/2/2022"}, "", 0, `error "31/2/2022" is no day`},
		{[3]string{"x", "Mara", "2022-07-01"}, "", 0, "error 2022-07-01 is yet to come"},
		{[3]string{"x", "Mara", "27/5/22 10:15"}, "", 1, ""},
		{[3]string{"x", "Mara", "44708"}, "", 1, ""},
		{[3]string{"x", "Mara", "27 May 2022"}, "", 1, ""},
		{[3]string{"x", "'=Mara", "2022年5月27日"}, "", 1, ""},
	} {
		s := &Signoffs{}
		d := desk
		d.By = c.by
		if n, said := sign(s, text(filled(t, sheet(site), map[int][3]string{1: c.row}), ',', false), site, d); n != c.n || said != c.said || len(s.list) != c.n {
			t.Errorf("%q: %d sign-offs, %q; want %d, %q", c.row, n, said, c.n, c.said)
		}
	}
	for raw, want := range map[string]string{
		"a,b\n1,2\n": `error the sheet has no column "id"`,
		"":           "error the file is empty",
		"PK\x03\x04": "error this is a zip file or a workbook, not CSV",
		"checked,checked by,date,id\nx,M\xfcller,,bcd\n": "error byte 0xfc is not UTF-8 text",
	} {
		if n, said := sign(&Signoffs{}, []byte(raw), site, desk); n != 0 || said != want {
			t.Errorf("%q: %d, %q, want %q", raw, n, said, want)
		}
	}
}

// TestDays: a day is read as spreadsheets leave it, or not at all.
func TestDays(t *testing.T) {
	for written, want := range map[string]string{
		"2022-05-27": "2022-05-27", "2022/5/7": "2022-05-07", "7.5.2022": "2022-05-07", "07.05.22": "2022-05-07", "27-05-2022": "2022-05-27", "5/5/2022": "2022-05-05",
		"5/27/22": "2022-05-27", "45000": "2023-03-15", "2022": "", "2022-05": "", "5/6/22": "", "1/2/3": "", "13/13/2022": "", "x": "", "..": "", "-5": "",
	} {
		if got, err := dayOf(written); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v, want %q", written, got, err, want)
		}
	}
}

// TestLapse: an edit of sentence, words or value makes a sign-off lapse, and nothing else does.
func TestLapse(t *testing.T) {
	signed := func(site Site) *Signoffs {
		s := &Signoffs{}
		all := map[int][3]string{}
		for i := range site.Stories[0].Numbers {
			all[i+1] = [3]string{"x", "Mara", "2022-05-27"}
		}
		if n, said := sign(s, text(filled(t, sheet(site), all), ',', false), site, desk); n != len(all) || said != "" {
			t.Fatalf("%d; %s", n, said)
		}
		return s
	}
	for _, c := range []struct {
		what           string
		edit           func(*Story)
		signed, lapsed int
	}{
		{"nothing", func(*Story) {}, 3, 0},
		{"the value", func(s *Story) { s.Numbers[0].Value = "841" }, 2, 1},
		{"the bound", func(s *Story) { s.Numbers[0].Bound = ">840" }, 2, 1},
		{"the words", func(s *Story) { s.Numbers[0].Words = "over 800"; s.Numbers[0].Sentence = "Hefei has over 800 firms." }, 2, 1},
		{"the sentence", func(s *Story) { s.Numbers[0].Sentence = "Hefei now has more than 800 firms." }, 2, 1},
		{"white space", func(s *Story) { s.Numbers[0].Sentence = "Hefei  has\nmore than 800 firms." }, 3, 0},
		{"the order, address and title", func(s *Story) { slices.Reverse(s.Numbers); s.Folder, s.Title = "2022/inland", "Coast" }, 3, 0},
		{"a figure's name", func(s *Story) { s.Numbers[0].Figure = "hefei_ai" }, 3, 0},
		{"a number less", func(s *Story) { s.Numbers = s.Numbers[1:] }, 2, 0},
		{"one number more", func(s *Story) {
			s.Numbers = append(s.Numbers, Number{Where: "prose", Words: "5", Sentence: "Five: 5.", Figure: "five", Value: "5"})
		}, 3, 0},
		{"another story", func(s *Story) { s.File = "site/stories/other.md" }, 0, 0},
	} {
		s, site := signed(three()), three()
		c.edit(&site.Stories[0])
		st := s.States(site)[0]
		if st.Signed != c.signed || len(st.Lapsed) != c.lapsed {
			t.Errorf("%s was edited: %d signed, %d lapsed, want %d and %d", c.what, st.Signed, len(st.Lapsed), c.signed, c.lapsed)
		}
		if p := s.Problems(site); len(p) != c.lapsed || len(p) > 0 && (p[0].Rule != "factcheck-lapsed" || p[0].Level != source.Warning) {
			t.Errorf("%s was edited: %v", c.what, p)
		}
	}
	// Checked again, it is signed off again, and what lapsed is forgotten; so is what is no longer there.
	s, site := signed(three()), three()
	site.Stories[0].Numbers[0].Value = "841"
	site.Stories[0].Numbers = site.Stories[0].Numbers[:2]
	if n, said := sign(s, text(filled(t, sheet(site), map[int][3]string{1: {"x", "Jo", ""}}), ',', false), site, desk); n != 1 || said != "" || len(s.list) != 2 {
		t.Errorf("checked again: %d, %s, %+v", n, said, s.list)
	}
	// A sheet from before the edit signs nothing off.
	old := text(filled(t, sheet(three()), map[int][3]string{1: {"x", "Jo", ""}}), ',', false)
	if n, said := sign(&Signoffs{}, old, site, desk); n != 0 || said != "warning the number has been edited since the sheet was made, so it is not signed off" {
		t.Errorf("an old sheet: %d, %s", n, said)
	}
}

// TestTwins: numbers that look the same are signed off one by one.
func TestTwins(t *testing.T) {
	five := Number{Where: "prose", Words: "5", Sentence: "Since 2015, 5 in Hefei and 5 in Chengdu.", Figure: "hefei", Value: "5", Shown: "5"}
	other := five
	other.Figure = "chengdu"
	site := of(five, other)
	s := &Signoffs{}
	if n, said := sign(s, text(filled(t, sheet(site), map[int][3]string{2: {"x", "Mara", ""}}), ',', false), site, desk); n != 1 || said != "" || s.States(site)[0].Signed != 1 {
		t.Errorf("%d, %s", n, said)
	}
	page, err := sheet(site).HTML()
	for _, want := range []string{"Since 2015, <b>5</b> in Hefei and 5 in Chengdu.", "Since 2015, 5 in Hefei and <b>5</b> in Chengdu."} {
		if err != nil || !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %s: %v", want, err)
		}
	}
}

// TestSheets: no text of a story runs in a spreadsheet or a browser.
func TestSheets(t *testing.T) {
	site := of(Number{Where: "prose", Words: "=cmd|' /C calc'!A0", Sentence: "<script>alert(1)</script> =cmd|' /C calc'!A0", Figure: "f", Value: "-840", Shown: "-840", Formula: "@SUM(1)",
		Cells: []Cell{{"data/a.csv", "+x", 1, "-y", "\tz"}}, Left: 3, Sources: []Source{{Title: "<b>", URL: "javascript:alert(1)"}}})
	sh := sheet(site)
	for _, row := range filled(t, sh, nil) {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && cell != "-840" {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	page, err := sh.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<b></a>", `href="javascript`} {
		if strings.Contains(string(page), bad) {
			t.Errorf("the page holds %q:\n%s", bad, page)
		}
	}
	if !strings.Contains(string(page), "and 3 more") || !strings.Contains(string(page), "0 of 1 numbers signed off") {
		t.Errorf("the page lacks a count:\n%s", page)
	}
	if again, _ := sh.HTML(); !bytes.Equal(again, page) || !bytes.Equal(sh.CSV(), sh.CSV()) {
		t.Error("a sheet is not the same twice")
	}
	sh.Story.Language = "zh-Hans"
	if n, said := sign(&Signoffs{}, text(filled(t, sh, map[int][3]string{1: {"是", "李娜", ""}}), ',', false), site, desk); n != 1 || said != "" {
		t.Errorf("a Chinese sheet: %d, %s", n, said)
	}
}
