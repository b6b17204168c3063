package load

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

// Each archive is a file, its table and its messages.
func TestFiles(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		name := c.Names()[0]
		raw := c.Read(name)
		var o data.Options
		if strings.Contains(c.Comment(), "range:") {
			o.Range = "A1:B2"
		}
		if strings.Contains(c.Comment(), "encoding:") {
			o.Encoding = "gb18030"
		}
		table, problems := Read(source.NewFile("data/"+name, raw), o)
		var b strings.Builder
		if table != nil {
			for i, column := range table.Columns {
				if i > 0 {
					b.WriteString(", ")
				}
				b.WriteString(column.Name + " (" + column.Type.String() + ")")
			}
			b.WriteString("\n")
			b.Write(table.CSV(table.Columns))
			for row := range table.Rows {
				for _, column := range table.Columns {
					if at := table.Cell(row, column); at.Position().Line < 1 || !table.Columns[0].Missing(row) && at.Position() == table.Columns[0].At.Position() {
						t.Errorf("row %d of %s stands nowhere", row, column.Name)
					}
				}
			}
		}
		source.Print(&b, problems)
		c.Check("want.txt", b.String())
	})
}

// A packed file is read as the file in it, with its lines; a damaged one is told.
func TestPacked(t *testing.T) {
	pack := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(text))
		z.Close()
		return b.Bytes()
	}
	for _, test := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"a.csv.gz", pack("n,v\nx,1\ny,2\n"), ""},
		{"a.TSV.gz", pack("n\tv\nx, 1\t1\ny, 2\t2\n"), ""},
		{"standard input", pack("n,v\nx,1\ny,2\n"), ""},
		{"a.csv.gz", pack("n,v\nx,1\ny\n"), "data/a.csv.gz:3:1: "},
		{"a.csv.gz", []byte("n,v\n"), "data/a.csv.gz: the file is not packed with gzip"},
		{"a.csv.gz", pack("n,v\nx,1\ny,2\n")[:20], "data/a.csv.gz: the packed file is damaged"},
	} {
		table, problems := Read(source.NewFile("data/"+test.name, test.raw), data.Options{})
		var said strings.Builder
		source.Print(&said, problems)
		if (test.want == "") != (table != nil && said.String() == "" && slices.Equal(table.Names(), []string{"n", "v"})) || !strings.Contains(said.String(), test.want) {
			t.Errorf("%s: %v\n%s\nwant %s", test.name, table, said.String(), test.want)
		}
	}
}

// What is no table is told by its name or by how it begins, with what to do.
func TestRefused(t *testing.T) {
	const geo = `{"name": "a", "type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"n": 1}}]}`
	const save = "; ask its publisher for CSV, or open it in a spreadsheet, and save it as .xlsx or .csv"
	for _, test := range []struct{ name, raw, want string }{
		{"a.geojson", geo, "this is a map, which is not read; " + geoJSON},
		{"a.json", geo, "this is a map, GeoJSON, not an array of objects; " + geoJSON},
		{"a.json", `{"features": [{"type": "Feature"}]}`, `the file holds an object, not an array of objects; the table seems to stand under "features": save that part alone`},
		{"a.xml", "<a/>", "this is XML, which is not read" + save},
		{"a.html", "<p>", "this is a web page, which is not read; if its table has a download, take that; else open the page in a spreadsheet, and save the table as .xlsx or .csv"},
		{"a.csv", "<?xml version=\"1.0\"?>\n<rows><row>1</row></rows>", "this is XML, not CSV" + save},
		{"a.csv", "<osm version=\"0.6\" generator=\"a, b; c\">\n<node/></osm>", "this is XML, not CSV" + save},
		{"a.csv", "<feed xmlns='x'>", "this is XML, not CSV" + save},
		{"a.csv", "\n<!-- x -->\n<html>", "this is a web page, not CSV; download the file itself, not the page about it"},
		{"a.csv", "<?xml version=\"1.0\"?><!DOCTYPE html><html>", "this is a web page, not CSV; download the file itself, not the page about it"},
		{"a.csv", "<18,18-64,65+\n1,2,3\n", ""},
		{"a.csv", "<b>n</b>,v\nx,1\n", ""},
		{"a.csv", "<= 5,> 5\n1,2\n", ""},
	} {
		table, problems := Read(source.NewFile("data/"+test.name, []byte(test.raw)), data.Options{})
		got := ""
		if table == nil {
			got = problems[0].Text + "; " + problems[0].Hint
			if problems[0].Rule != "not-csv" {
				t.Errorf("%s: rule %q", test.raw, problems[0].Rule)
			}
		}
		if got != test.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", test.name, test.raw, got, test.want)
		}
	}
}

// Keys of one object are columns of all rows, so that a small file can make a large table.
func TestManyKeys(t *testing.T) {
	var b strings.Builder
	for i := range 8000 {
		fmt.Fprintf(&b, `,{"k%d": 1}`, i)
	}
	table, problems := Read(source.NewFile("data/a.json", []byte("["+b.String()[1:]+"]")), data.Options{})
	if table != nil || len(problems) != 1 || problems[0].Rule != "too-large" {
		t.Errorf("%v", problems)
	}
}

func TestSplit(t *testing.T) {
	for file, want := range map[string]string{
		"land.csv": "land|.csv", "land.csv.gz": "land|.csv.gz", "a.b.JSON": "a.b|.json", "q.snapshot.csv": "q.snapshot|.csv",
		"old.xls": "old|.xls", "note.txt": "note.txt|", "csv": "csv|",
	} {
		if name, extension := Split(file); name+"|"+extension != want {
			t.Errorf("Split(%q) = %q, %q, want %s", file, name, extension, want)
		}
	}
	if Knows("datapackage.json") || Knows("~$a.xlsx") || Knows("figures.yaml") || !Knows("a.xlsm") || !Knows("a.ods") {
		t.Error("Knows is wrong")
	}
}

// FuzzObjects reads any JSON: what it reads stands in the file, and what it refuses has a place, but for the whole
// file being UTF-16.
func FuzzObjects(f *testing.F) {
	for _, s := range []string{`[{"a": 1, "b": "x"}, {"b": null, "c": true}]`, `[{"a": [1]}]`, `{"a": [{"b": 1}]}`, "[{\"a\":\n1e5}]x", `[{"a": "\u00e4, \"q\"\n"}]`, " ", "\xff\xfe[\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		table, problems := Read(source.NewFile("data/a.json", raw), data.Options{})
		source.Print(&strings.Builder{}, problems)
		if table == nil && !problems.HasErrors() {
			t.Fatal("no table, and nothing is wrong")
		}
		for _, p := range problems {
			if at := p.At.Position(); at.Path != "data/a.json" || at.Line < 1 && p.Rule != "encoding-not-supported" {
				t.Fatalf("%s stands at %+v", p.Text, at)
			}
		}
		if table == nil {
			return
		}
		for row := range table.Rows {
			for _, c := range table.Columns {
				if at := table.Cell(row, c).Position(); at.Line < 1 || at.Column < 1 {
					t.Fatalf("row %d of %s stands at %+v", row, c.Name, at)
				}
			}
		}
	})
}

func TestWideJSON(t *testing.T) {
	for _, raw := range []string{"\xff\xfe[\x00]\x00", "\xfe\xff\x00[\x00]"} {
		table, problems := Read(source.NewFile("data/a.json", []byte(raw)), data.Options{})
		if table != nil || len(problems) != 1 || problems[0].Text != "the file is read as utf-16, and JSON must be UTF-8" {
			t.Errorf("%q: %v", raw, problems)
		}
	}
}
