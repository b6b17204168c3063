package data

import (
	"fmt"
	"strings"
	"testing"

	"plotline/data/golden"
	"plotline/data/source"
)

func TestRead(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		text := strings.NewReplacer(`\r`, "\r", `\ufeff`, "\ufeff", `\t`, "\t").Replace(string(c.Read("table.csv")))
		table, problems := Read(source.NewFile("data/"+c.Name+".csv", []byte(text)), Options{})
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
	})
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
	for _, s := range []string{"a,b\n1,2\n", "a;b\r\n\"x\"\"y\";2\r\n", "\"a\nb\",c\n1,2\n", "\xef\xbb\xbfa\tb\n1\t\n", "a\n\n\"\"\n", "a,a\n", "a,b\n1\n", "\"", "a\rb\rc"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
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
				got := Unquote(table.Cell(row, c).Text())
				if missing(got) {
					got = ""
				}
				if got != c.Text(row) {
					t.Errorf("cell %d of %q is %q in the file and %q in the table", row, c.Name, got, c.Text(row))
				}
			}
		}
	})
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

func TestParseNumber(t *testing.T) {
	for s, want := range map[string]string{
		"1": "1", "1.5": "1.5", ".5": "0.5", "-2": "-2", "−2": "-2", "+3": "3", "1e3": "1000", "1.5E-2": "0.015", "2e+1": "20", "1,234,567.8": "1234567.8", "1 234": "1234", "1'000": "1000",
		"23.2%": "23.2", "23.2 %": "23.2", "": "no", "1.": "no", ".": "no", "1e": "no", "1e+-2": "no", "1e--2": "no", "e5": "no", ".5e1": "no", "1,23": "1.23", "1,2345": "1.2345", ",123": "no", "1,,234": "no", "0x10": "no",
		"1_000": "no", "Inf": "no", "NaN": "no", "1e309": "no", "9007199254740993": "no", "--1": "no", "1,234.": "no", "12,34,567": "no", "0,123": "0.123", "-−5": "no", "9007199254740993.0": "no", "−1,234": "-1234",
	} {
		v, _, ok := notationOf([]string{s}, ',', 0).number(s)
		got := "no"
		if ok {
			got = fmt.Sprint(v)
			if v >= 1e6 {
				got = fmt.Sprintf("%.1f", v)
			}
		}
		if got != want {
			t.Errorf("parseNumber(%q) = %s, want %s", s, got, want)
		}
	}
}
