package data

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"plotline/data/golden"
	"plotline/data/source"
)

type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

// distant is a file that is not held.
func distant(path string, text []byte) *source.File {
	return source.NewDistant(path, len(text), func() (source.Reader, error) { return opened{bytes.NewReader(text)}, nil })
}

// inParts makes distant files be read some bytes at a time.
func inParts(t testing.TB, n int) {
	before := source.PartSize
	source.PartSize = n
	t.Cleanup(func() { source.PartSize = before })
}

// sameFar reads a text that is held and one that is not, and compares all there is to compare.
func sameFar(t *testing.T, name string, text []byte, o Options) {
	t.Helper()
	held, want := Read(source.NewFile(name, text), o)
	far, got := Read(distant(name, text), o)
	if far != nil && far.Held() != (far.Encoding() != "utf-8") {
		t.Errorf("%s: a table in %s is held: %v", name, far.Encoding(), far.Held())
	}
	if far != nil && !far.Held() {
		if held != nil && far.Rows != held.Rows {
			t.Errorf("%s: %d rows, want %d", name, far.Rows, held.Rows)
		}
		var more source.List
		far, more = far.Hold(nil)
		got = append(got, more...)
	}
	var one, other strings.Builder
	source.Print(&one, want)
	source.Print(&other, got)
	if one.String() != other.String() {
		t.Fatalf("%s: held, it is said\n%s\nand read by parts\n%s", name, one.String(), other.String())
	}
	if (held == nil) != (far == nil) {
		t.Fatalf("%s: a table by one way only", name)
	}
	if held == nil {
		return
	}
	if held.Hash != far.Hash || held.Encoding() != far.Encoding() || held.Delimiter() != far.Delimiter() {
		t.Fatalf("%s: another table by parts:\n%s\n%s", name, held.CSV(held.Columns), far.CSV(far.Columns))
	}
	for i, c := range held.Columns {
		for row := range held.Rows {
			if h, f := held.Cell(row, c), far.Cell(row, far.Columns[i]); h.Start != f.Start || h.End != f.End {
				t.Fatalf("%s: cell %d of %q is at %d-%d, and at %d-%d by parts", name, row, c.Name, h.Start, h.End, f.Start, f.End)
			}
		}
	}
}

// TestFar reads every archive of the package, and made-up files of some thousand rows, by parts.
func TestFar(t *testing.T) {
	for _, size := range []int{32, 100, 4096} {
		inParts(t, size)
		for _, folder := range []string{"testdata/*.txtar", "testdata/layout/*.txtar"} {
			golden.Archives(t, folder, func(t *testing.T, c *golden.Case) {
				for _, name := range c.Names() {
					if b := c.Read(name); filepath.Ext(name) == ".csv" && len(b) > 0 {
						sameFar(t, "data/"+c.Name+".csv", raw(t, c, name), options(t, c))
						sameFar(t, "data/"+c.Name+".csv", raw(t, c, name), Options{})
					}
				}
			})
		}
	}
	// Faults that the first thousands of rows do not show.
	for late, line := range map[string]string{"none": "", "decimal comma": "x,1990-01-02,\"1,5\",true\n", "word": "x,1990-01-02,unknown,true\n", "token": "x,n/a,..,\n", "date": "x,1990-02-30,1,true\n", "total": "Total,,9,\n", "short": "x,1990-01-02\n", "header": "city,day,n,ok\n",
		"table": "\n\nname,of,another,table\na,b,c,d\n", "footer": "\nSource: made up\n", "grouped": "x,1990-01-02,\"1,234\",true\n", "bool": "x,1990-01-02,3,maybe\n"} {
		var b strings.Builder
		b.WriteString("city,day,n,ok\n")
		for i := range 3 * tried {
			fmt.Fprintf(&b, "City %d,%d-%02d-%02d,%d,%v\n", i%300, 1990+i/336, 1+i/28%12, 1+i%28, i%97, i%2 == 0)
		}
		b.WriteString(line)
		for _, size := range []int{1000, 512 << 10} {
			inParts(t, size)
			sameFar(t, "data/"+strings.ReplaceAll(late, " ", "-")+".csv", []byte(b.String()), Options{})
		}
	}
}

// pattern is an endless file.
type pattern string

func (p pattern) ReadAt(b []byte, at int64) (n int, _ error) {
	block := strings.Repeat(string(p), 1+1<<16/len(p))
	for n < len(b) {
		n += copy(b[n:], block[(at+int64(n))%int64(len(p)):])
	}
	return n, nil
}

func (pattern) Close() error { return nil }

// TestFarTooLarge: limits of files that are not held, and what else they cannot be.
func TestFarTooLarge(t *testing.T) {
	endless := func(text string, size int) *source.File {
		return source.NewDistant("a.csv", size, func() (source.Reader, error) { return pattern(text), nil })
	}
	for name, c := range map[string]struct {
		file *source.File
		want string
	}{
		"file":             {endless("a,b\n", 1<<30+1), "too-large a.csv:1:1: a file of 1024 MB; a table is at most 1 GB"},
		"columns":          {distant("a.csv", []byte("a,b\n"+strings.Repeat("1,", mostColumns+1)+"\n")), "too-large a.csv:2:20001: a row of 10002 cells; a table has at most 10,000 columns"},
		"many columns":     {distant("a.csv", []byte("a,b\n"+strings.Repeat("1,", 1_000_000)+"\n")), "too-large a.csv:2:20001: a row of 1000001 cells; a table has at most 10,000 columns"},
		"cell":             {distant("a.csv", []byte("a,b\n1,"+strings.Repeat("x", mostCell+1)+"\n")), "too-large a.csv:2:3: a cell of 2 MB; a cell holds at most 2 MB"},
		"row":              {distant("a.csv", []byte("a,b,c,d,e\n"+strings.Repeat(strings.Repeat("x", mostCell)+",", 4)+"x\n")), "too-large a.csv:2:1: a row of 8 MB; a row holds at most 8 MB"},
		"an endless row":   {endless("a,b,c,d ", 20<<20), "too-large a.csv:1:1: a row of more than 8 MB; a row holds at most 8 MB"},
		"an endless quote": {distant("a.csv", []byte("a,b\n1,\"x\n"+strings.Repeat("y,z\n", 5<<20))), "too-large a.csv:2:1: a row of more than 8 MB; a row holds at most 8 MB"},
		"another encoding": {endless("caf\xe9,Z\xfcrich,n\n1,2,3\n", 65<<20), "too-large a.csv:1:1: a file of 65 MB in windows-1252; beyond 64 MB only UTF-8 is read"},
		"escapes":          {endless("n,m\n1,\x1b$B0l\x1b(B\n", 65<<20), "too-large a.csv:1:1: a file of 65 MB in iso-2022-jp; beyond 64 MB only UTF-8 is read"},
		"broken UTF-8":     {endless(strings.Repeat("Zürich,2\n", 5000)+"Z\xfcrich,1\n", 65<<20), "encoding-invalid a.csv:5001:2: byte 0xfc at offset 50001 is not UTF-8"},
		"NUL":              {endless("Zürich,2\n\x00", 65<<20), "nul-byte a.csv:2:1: a NUL byte: this is no text"},
		"no text":          {endless("   \n", 65<<20), "empty-file a.csv:1:1: the file is empty"},
		"a workbook":       {endless("PK\x03\x04", 65<<20), "not-csv a.csv: this is a zip file or a workbook, not CSV"},
	} {
		table, problems := Read(c.file, Options{})
		if table != nil || len(problems) == 0 {
			t.Errorf("%s: a table", name)
			continue
		}
		p := problems[0]
		if got := fmt.Sprintf("%s %s: %s", p.Rule, p.At.Position(), p.Text); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestFarGone: a file that cannot be read any more, or becomes shorter, is an error and no table.
func TestFarGone(t *testing.T) {
	text := []byte("a,b\n" + strings.Repeat("1,2\n", 100_000))
	left := text
	f := source.NewDistant("a.csv", len(text), func() (source.Reader, error) { return opened{bytes.NewReader(left)}, nil })
	table, problems := Read(f, Options{})
	if table == nil {
		t.Fatal(problems)
	}
	left = bytes.Replace(text, []byte("1,2\n1,2\n"), []byte("1,2,3,4\n"), 1)
	if table, _ := Read(f, Options{}); table != nil {
		t.Error("a row too long is read")
	}
	left = bytes.Replace(text, []byte("1,2\n1,2\n"), []byte("1,22222\n"), 1)
	if problems := table.Parts(nil, func(*Table) bool { return true }); !problems.HasErrors() {
		t.Error("a row is gone, and nothing is said")
	}
	left = text[:1000]
	if problems := table.Parts(nil, func(*Table) bool { return true }); !problems.HasErrors() {
		t.Error("rows are missing, and nothing is said")
	}
	table, problems = Read(source.NewDistant("a.csv", len(text), func() (source.Reader, error) { return nil, errors.New("it is gone") }), Options{})
	if table != nil || !problems.HasErrors() || !strings.Contains(problems[len(problems)-1].Text, "it is gone") {
		t.Errorf("a file that is gone: %v", problems)
	}
}
