package data

import (
	"bytes"
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
	before := aPart
	aPart = n
	t.Cleanup(func() { aPart = before })
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
