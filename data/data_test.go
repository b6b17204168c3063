package data

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"plotline/data/cell"
	"plotline/data/golden"
	"plotline/data/source"
)

// raw are the bytes that an archive's text stands for.
func raw(t *testing.T, c *golden.Case, name string) []byte {
	encoding := ""
	if c.Has("encoding.txt") && name == "table.csv" {
		encoding = string(c.Read("encoding.txt"))
	}
	out, err := golden.Bytes(c.Read(name), encoding)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// options are those that an archive gives, one a line, named as in a story.
func options(t *testing.T, c *golden.Case) (o Options) {
	if !c.Has("options.txt") {
		return o
	}
	for line := range strings.Lines(string(c.Read("options.txt"))) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		n, _ := strconv.Atoi(value)
		switch key {
		case "preamble":
			o.Preamble = &n
		case "header-rows":
			o.HeaderRows = &n
		case "footer":
			o.Footer = &n
		case "rows-max":
			o.RowsMax = &n
		case "encoding":
			o.Encoding = value
		case "delimiter":
			o.Delimiter = value[0]
		case "decimal":
			o.Decimal = value[0]
		case "inspect":
			o.Inspect = true
		default:
			t.Fatalf("no option %q", key)
		}
	}
	return o
}

func TestRead(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		table, problems := Read(source.NewFile("data/"+c.Name+".csv", raw(t, c, "table.csv")), options(t, c))
		var b strings.Builder
		if table != nil {
			for _, col := range table.Columns {
				fmt.Fprintf(&b, "%s: %s", col.Name, col.Type)
				if col.Type == Date {
					fmt.Fprintf(&b, "/%d", col.Grain)
				}
				if col.Percent {
					b.WriteString(" percent")
				}
				if col.Years {
					b.WriteString(" years")
				}
				for row := range table.Rows {
					v, ok := col.Number(row)
					d, isDate := col.Date(row)
					switch {
					case isDate:
						fmt.Fprintf(&b, " | %s", d)
					case ok:
						fmt.Fprintf(&b, " | %v", v)
					default:
						fmt.Fprintf(&b, " | %q", col.Text(row))
					}
				}
				b.WriteByte('\n')
			}
		}
		source.Print(&b, problems)
		c.Check("want.txt", b.String())
		c.Has("block.yaml") // the chart that docs/messy.md draws of it
		if !c.Has("clean.csv") {
			return
		}
		table, problems = Read(source.NewFile("data/"+c.Name+".csv", raw(t, c, "clean.csv")), Options{})
		if table == nil {
			t.Errorf("the clean twin is no table: %v", problems)
		}
		for _, p := range problems {
			if p.Rule == c.Name || p.Level != source.Info {
				t.Errorf("the clean twin raises %s: %s", p.Rule, p.Text)
			}
		}
	})
}

// codes are those of docs/messy.md that the reader raises; each has an archive of its name. Charts
// raise the others, as only they know what a column is for.
var codes = strings.Fields(`empty-file not-csv encoding-invalid encoding-not-supported nul-byte quote-unterminated quote-bare too-large
	encoding-not-utf8 encoding-mojibake bom preamble-skipped footer-skipped multi-row-header header-missing header-blank-label
	header-duplicate-label header-newline row-short row-long row-blank totals-row units-row multiple-tables newline-mixed newline-cr
	delimiter-ambiguous number-ambiguous date-ambiguous date-invalid two-digit-year type-mixed missing-token suppressed-value
	spreadsheet-error footnote-marker currency-mixed big-integer number-overflow leading-zeros control-char bidi-control
	whitespace-key gap unsorted-time excel-serial-date`)

func TestCodes(t *testing.T) {
	for _, code := range codes {
		if code == "too-large" {
			continue // TestTooLarge makes its files
		}
		text, err := os.ReadFile("testdata/" + code + ".txtar")
		if err != nil {
			t.Errorf("code %s has no archive", code)
			continue
		}
		a := txtar.Parse(text)
		table, want, clean := a.Files[0], "", false
		for _, f := range a.Files {
			if f.Name == "want.txt" {
				want = string(f.Data)
			}
			clean = clean || f.Name == "clean.csv"
		}
		if !clean || len(table.Data) == 0 {
			t.Errorf("code %s has no clean twin", code)
		}
		if !strings.Contains(want, "["+code+"]") && !raises(t, code) {
			t.Errorf("the archive of %s does not raise it", code)
		}
	}
}

// raises looks for a code among errors, which print without it.
func raises(t *testing.T, code string) bool {
	found := false
	golden.Archives(t, "testdata/"+code+".txtar", func(t *testing.T, c *golden.Case) {
		for _, name := range c.Names() {
			c.Read(name)
		}
		_, problems := Read(source.NewFile("a.csv", raw(t, c, "table.csv")), options(t, c))
		found = slices.ContainsFunc(problems, func(p source.Problem) bool { return p.Rule == code })
	})
	return found
}

// The limits of a record, which the scanner keeps.
const mostColumns, mostCell = 10_000, 2 << 20

func TestTooLarge(t *testing.T) {
	var labels []string
	for i := range mostColumns {
		labels = append(labels, "c"+strconv.Itoa(i))
	}
	for name, text := range map[string]string{
		"columns": "a,b\n" + strings.Repeat("1,", mostColumns+1) + "\n",
		"cell":    "a,b\n1," + strings.Repeat("x", mostCell+1) + "\n",
		"cells":   strings.Join(labels, ",") + "\n" + strings.Repeat("1\n", MostCells/mostColumns+1),
		"row":     "a,b,c,d,e\n" + strings.Repeat(strings.Repeat("x", mostCell)+",", 4) + "x\n",
	} {
		table, problems := Read(source.NewFile("a.csv", []byte(text)), Options{})
		if table != nil || len(problems) == 0 || problems[0].Rule != "too-large" {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// A label that stands over thousands of columns makes a message that people can read.
func TestManyAlike(t *testing.T) {
	_, problems := Read(source.NewFile("a.csv", []byte(strings.Repeat("c,", 999)+"c\n"+strings.Repeat("1,", 999)+"1\n")), Options{})
	if want := `1000 columns are called "c"; here they are "c (1)", "c (2)", "c (3)", "c (4)", 996 more`; len(problems) == 0 || problems[0].Text != want {
		t.Errorf("%.300v, want %s", problems, want)
	}
}

func TestHashIsOfValues(t *testing.T) {
	a, _ := Read(source.NewFile("a.csv", []byte("x,n\na,1000\nb,2\n")), Options{})
	b, _ := Read(source.NewFile("b.csv", []byte("\xef\xbb\xbf\"x\";n\r\n\"a\";1000\r\nb;2\r\n")), Options{})
	c, _ := Read(source.NewFile("c.csv", []byte("x,n\na,1001\nb,2\n")), Options{})
	if a.Hash != b.Hash {
		t.Error("quoting, line ends and delimiters change the hash")
	}
	if a.Hash == c.Hash {
		t.Error("another value does not change the hash")
	}
}

func TestCSVDefusesFormulas(t *testing.T) {
	table, _ := Read(source.NewFile("a.csv", []byte("=x,n\n=1+1,-5\n@a,+3\n\"a,\"\"b\",1\n")), Options{})
	want := "'=x,n\n'=1+1,-5\n'@a,+3\n\"a,\"\"b\",1\n"
	if got := string(table.CSV(table.Columns)); got != want {
		t.Errorf("CSV = %q, want %q", got, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a;b\r\n\"x\"\"y\";2\r\n", "\"a\nb\",c\n1,2\n", "\xef\xbb\xbfa\tb\n1\t\n", "a\n\n\"\"\n", "a,a\n", "a,b\n1\n", "\"", "a\rb\rc",
		"title\n\na,b\n1,2\n3,4\n\nSource: x\n", "Land;n\n\xd6sterreich;1,5\n", "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00", "a|b\n\"x \\\"y\\\"\"|2\n", "\xb3\xc7\xca\xd0,n\n\xba\xcf\xb7\xca,840\n", "a b\n1 2\n3 4\n", "r,x,,y,\n,1,2,1,2\nq,5,6,7,8\n"} {
		f.Add([]byte(s))
	}
	inParts(f, 64)
	f.Fuzz(func(t *testing.T, text []byte) {
		sameFar(t, "a.csv", text, Options{})
		table, problems := Read(source.NewFile("a.csv", text), Options{})
		for _, p := range problems {
			if p.At.End > len(text) || p.At.Start > p.At.End {
				t.Errorf("problem outside the file: %+v", p.At)
			}
		}
		if table == nil {
			return
		}
		for _, c := range table.Columns {
			for row := range table.Rows {
				got := table.dialect.Cell(table.Cell(row, c).Text())
				if cell.Missing(got) || c.Missing(row) && cell.TokenOf(got) != cell.NoToken {
					got = ""
				}
				if got != c.Text(row) {
					t.Errorf("cell %d of %q is %q in the file and %q in the table", row, c.Name, got, c.Text(row))
				}
			}
		}
		reread(t, table)
	})
}

// reread writes a table and reads it again: names, rows and texts are the same. Only what spreadsheets
// would run is written with an apostrophe, and a row without any text is no row.
func reread(t *testing.T, table *Table) {
	b := table.CSV(table.Columns)
	again, problems := Read(source.NewFile("b.csv", b), Options{Delimiter: ',', Encoding: "utf-8", Preamble: new(0), HeaderRows: new(1), Footer: new(0), RowsMax: new(table.Rows), Inspect: true})
	if again == nil && problems[0].Rule == "not-csv" {
		return // its first label looks like the beginning of JSON or a page
	}
	if again == nil {
		t.Fatalf("%q cannot be read again: %v", b, problems)
	}
	if len(again.Columns) != len(table.Columns) {
		t.Fatalf("%q has %d columns, the table %d", b, len(again.Columns), len(table.Columns))
	}
	at := 0
	for row := range table.Rows {
		if !slices.ContainsFunc(table.Columns, func(c *Column) bool { return !c.Missing(row) }) {
			continue
		}
		for i, c := range table.Columns {
			got, want := again.Columns[i].Text(at), c.Text(row)
			if got != want && got != "'"+want {
				t.Fatalf("%q: cell %d of column %d is %q, and was %q", b, row, i, got, want)
			}
		}
		at++
	}
	if at != again.Rows {
		t.Fatalf("%q has %d rows, the table %d with text", b, again.Rows, at)
	}
}

func BenchmarkRead1e5(b *testing.B) {
	var t strings.Builder
	t.WriteString("city,year,companies,share\n")
	for i := range 100_000 {
		fmt.Fprintf(&t, "City %d,%d,\"%d,%03d\",%d.%d%%\n", i%300, 1990+i%30, 1+i%900, i%1000, i%100, i%10)
	}
	f := source.NewFile("a.csv", []byte(t.String()))
	b.SetBytes(int64(t.Len()))
	for b.Loop() {
		Read(f, Options{})
	}
}

// BenchmarkRead50MB reads a large file of seven columns.
func BenchmarkRead50MB(b *testing.B) {
	var t strings.Builder
	t.WriteString("region,city,day,households,income,share,note\n")
	for i := 0; t.Len() < 50<<20; i++ {
		fmt.Fprintf(&t, "Region %d,City %d,%d-%02d-%02d,%d,%d.%02d,%d.%d%%,\"code %d, checked\"\n", i%13, i%1700, 1990+i%30, 1+i%12, 1+i%28, i*7%100_000, 20_000+i%9000, i%100, i%100, i%10, i%5000)
	}
	f := source.NewFile("a.csv", []byte(t.String()))
	b.SetBytes(int64(t.Len()))
	for b.Loop() {
		Read(f, Options{})
	}
}

// TestInspect looks at files of which no table can be read: what was found out is told all the same.
func TestInspect(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a table", "city;n\nHefei;840\nZürich;1\n", "utf-8 ; [city n] 2 "},
		{"a row too short", "city,n,m\nHefei,840,1\nZürich,1\nBern,2,3\n", "utf-8 , [city n m] 2 row-short"},
		{"an open quote", "city,n\nHefei,1\n\"Zürich,2\nBern,3\n", "utf-8 , [city n] 0 quote-unterminated"},
		{"duplicate labels", "n,n\n1,2\n3,4\n", "utf-8 , [n (1) n (2)] 2 "},
		{"no text", "\x89PNG\r\n", "  [] 0 not-csv"},
		{"another encoding", "a\x1b$B0l\x1b(B,b\n1,2\n", "iso-2022-jp  [] 0 encoding-not-supported"},
		{"a broken byte", strings.Repeat("Zürich,Genève\n", 9) + "Z\xfcrich,1\n", "utf-8  [] 0 encoding-invalid"},
		{"nothing", "", "utf-8  [] 0 empty-file"},
	} {
		r := Inspect(source.NewFile("a.csv", []byte(tt.text)), Options{})
		rule := ""
		for _, p := range r.Problems {
			if p.Level == source.Error {
				rule = p.Rule
			}
		}
		names := (&Table{Columns: r.Columns}).Names()
		if got := fmt.Sprintf("%s %s %v %d %s", r.Encoding, r.Delimiter, names, r.Rows, rule); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if (r.Table == nil) != (rule != "") {
			t.Errorf("%s: a table and the error %q", tt.name, rule)
		}
	}
}
