package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

// workbook packs parts as a program would: sheets are those files that begin with sheet.
func workbook(t *testing.T, parts map[string]string, names []string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const relation, office = `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	put("_rels/.rels", office+fmt.Sprintf(relation, "rId1", "officeDocument", "xl/workbook.xml")+"</Relationships>")
	rels, types := "", ""
	const kindOf = `<Override PartName="/xl/%s" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml"/>`
	for _, name := range names {
		kind, target := "worksheet", "worksheets/"+name
		switch name {
		case "workbook.xml":
			put("xl/workbook.xml", parts[name])
			types += fmt.Sprintf(kindOf, name, "sheet.main")
			continue
		case "styles.xml", "sharedStrings.xml":
			kind, target = strings.TrimSuffix(name, ".xml"), name
		case "chart.xml":
			kind, target = "chartsheet", name
		}
		put(path.Join("xl", target), parts[name])
		types += fmt.Sprintf(kindOf, target, kind)
		rels += fmt.Sprintf(relation, strings.TrimSuffix(name, ".xml"), kind, target)
	}
	put("xl/_rels/workbook.xml.rels", office+rels+"</Relationships>")
	put("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+types+"</Types>")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read is how data/load reads a workbook.
func read(name string, raw []byte, o data.Options) (*data.Table, source.List) {
	text, problems := Open(source.NewFile(name, raw), o)
	if text.File == nil {
		return nil, problems
	}
	t, more := data.Read(text.File, text.Options)
	return t, append(append(problems, more...), text.Check(t)...)
}

// packed is the workbook of an archive.
func packed(t *testing.T, c *golden.Case) []byte {
	parts := map[string]string{}
	var names []string
	for _, n := range c.Names() {
		if strings.HasSuffix(n, ".xml") {
			parts[n] = string(c.Read(n))
			names = append(names, n)
		}
	}
	return workbook(t, parts, names)
}

// Each archive is a workbook in parts, what a story says of it, and its table and messages.
func TestWorkbooks(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		raw := packed(t, c)
		c.Has("block.yaml") // of docs/messy.md
		ways := []string{""}
		if c.Has("told.txt") {
			ways = strings.Split(strings.TrimRight(string(c.Read("told.txt")), "\n"), "\n")
		}
		var b strings.Builder
		for _, way := range ways {
			sheet, cells, _ := strings.Cut(way, "!")
			if way != "" {
				fmt.Fprintf(&b, "== %s\n", way)
			}
			table, problems := read("data/"+c.Name+".xlsx", raw, data.Options{Sheet: sheet, Range: cells})
			if table != nil {
				for i, column := range table.Columns {
					if i > 0 {
						b.WriteString(", ")
					}
					fmt.Fprintf(&b, "%s (%s)", column.Name, column.Type)
				}
				b.WriteString("\n")
				b.Write(table.CSV(table.Columns))
			}
			source.Print(&b, problems)
		}
		c.Check("want.txt", b.String())
	})
}

// What is no workbook, or a broken one, is told and never read in part.
func TestBroken(t *testing.T) {
	parts := map[string]string{
		"workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="A" r:id="sheet1"/></sheets></workbook>`,
		"sheet1.xml":   `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`,
	}
	names := []string{"workbook.xml", "sheet1.xml"}
	with := func(name, text string) []byte {
		changed := map[string]string{}
		for k, v := range parts {
			changed[k] = v
		}
		changed[name] = text
		return workbook(t, changed, names)
	}
	whole := workbook(t, parts, names)
	for name, test := range map[string]struct {
		raw  []byte
		want string
	}{
		"old":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1"), "this workbook is old, or locked with a password"},
		"no zip":   {[]byte("PK\x03\x04"), "the workbook is not whole: its end is missing"},
		"cut":      {whole[:len(whole)/2], "the workbook is not whole: its end is missing"},
		"nothing":  {nil, "this is an empty file, not a workbook"},
		"page":     {[]byte("\ufeff\r\n<!DOCTYPE html><table><tr><td>n</td></tr></table>"), "this is a web page, not a workbook"},
		"html":     {[]byte("<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"), "this is a web page, not a workbook"},
		"xml":      {[]byte("<?xml version=\"1.0\"?><Workbook/>"), "this is XML, not a workbook"},
		"text":     {[]byte("city;n\nWuhu;1\n"), "this is text, not a workbook"},
		"latin":    {[]byte("Stra\xdfe;n\nWeg;1\n"), "this is another kind of file, not a workbook"},
		"archive":  {[]byte("PK\x05\x06" + strings.Repeat("\x00", 18)), "the workbook cannot be read: it has no part xl/workbook.xml"},
		"torn":     {with("sheet1.xml", parts["sheet1.xml"][:60]), `sheet "A" cannot be read: xl/worksheets/sheet1.xml, row 1: XML syntax error`},
		"no text":  {with("sheet1.xml", `<worksheet><row r="1"><c r="A1" t="s"><v>3</v></c></row></worksheet>`), "cell A1 means text 3 of 0"},
		"order":    {with("sheet1.xml", `<worksheet><row r="1"><c r="B1"><v>3</v></c><c r="A1"><v>3</v></c></row></worksheet>`), "cell A1 is out of its order"},
		"rows":     {with("sheet1.xml", `<worksheet><row r="2"><c r="B2"><v>3</v></c></row><row r="2"><c r="A2"><v>3</v></c></row></worksheet>`), "row 2 is out of its order"},
		"far":      {with("sheet1.xml", `<worksheet><row r="1"><c r="ZZZZ1"><v>3</v></c></row></worksheet>`), "cell ZZZZ1 is out of its order"},
		"low":      {with("sheet1.xml", `<worksheet><row r="99999999"><c><v>3</v></c></row></worksheet>`), "row 99999999 is out of its order"},
		"empty":    {with("sheet1.xml", `<worksheet><sheetData/></worksheet>`), "no sheet holds any cells"},
		"no sheet": {with("workbook.xml", `<workbook/>`), "no sheet holds any cells"},
	} {
		table, problems := read("data/a.xlsx", test.raw, data.Options{})
		if table != nil || len(problems) != 1 || problems[0].Level != source.Error || !strings.Contains(problems[0].Text, test.want) {
			t.Errorf("%s: %v, %v, want %q", name, table, problems, test.want)
		}
	}
}

// FuzzSheet reads any sheet without a panic.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c t="b"><v>1</v></c></row><row><c s="1"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, "A1:B")
	f.Fuzz(func(t *testing.T, sheet, cells string) {
		if len(sheet) > 1<<16 {
			return
		}
		raw := workbook(t, map[string]string{
			"workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="A" r:id="sheet1"/></sheets></workbook>`, "sheet1.xml": sheet,
			"styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
		}, []string{"workbook.xml", "styles.xml", "sheet1.xml"})
		table, problems := read("data/a.xlsx", raw, data.Options{Range: cells})
		source.Print(&strings.Builder{}, problems)
		if table != nil {
			for row := range table.Rows {
				for _, c := range table.Columns {
					if at := table.Cell(row, c).Position(); at.Line < 1 || at.Column < 1 || at.Place == "" {
						t.Fatalf("row %d of %s stands at %+v", row, c.Name, at)
					}
				}
			}
		}
	})
}

// Sheets that share a part, or a part that is nearly nothing when packed, are not unpacked without end.
func TestBomb(t *testing.T) {
	raw := workbook(t, map[string]string{
		"workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" r:id="sheet1"/></sheets></workbook>`,
		"sheet1.xml":   `<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
	}, []string{"workbook.xml", "sheet1.xml"})
	b, err := open(raw)
	if err != nil {
		t.Fatal(err)
	}
	all := area{1, 0, lastRow, lastColumn}
	b.left = 100
	if _, err := b.read(b.sheets[0].part, all, 1); err != nil {
		t.Errorf("the first time: %v", err)
	}
	if _, err := b.read(b.sheets[0].part, all, 1); !large(err) {
		t.Errorf("the second time: %v", err)
	}
	b.left, b.cells = mostBytes, data.MostCells
	if _, err := b.read(b.sheets[0].part, all, 1); !large(err) {
		t.Errorf("with a cell too many: %v", err)
	}
}

// A small file that unpacks to a large one is read no further than a real one would go.
func TestPacked(t *testing.T) {
	raw := workbook(t, map[string]string{
		"workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="A" r:id="sheet1"/></sheets></workbook>`,
		"sheet1.xml":   "<worksheet><sheetData>" + strings.Repeat(" ", allowance) + `<row><c><v>1</v></c></row></sheetData></worksheet>`,
	}, []string{"workbook.xml", "sheet1.xml"})
	table, problems := read("data/a.xlsx", raw, data.Options{})
	const want = `sheet "A" cannot be read: it is over 64 MB when unpacked, and over 100 times as large as packed`
	if table != nil || len(problems) != 1 || problems[0].Rule != "too-large" || problems[0].Text != want {
		t.Errorf("%v, %v", table, problems)
	}
}
