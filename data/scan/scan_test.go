package scan

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"plotline/data/source"
)

// records are what the scanner cuts a text into, and the rules of what it reports.
func records(text string, d Dialect) (out [][]string, rules []string) {
	f := source.NewFile("a.csv", []byte(text))
	s := New(f, 0, d)
	for !s.Done() {
		var record []string
		fields := s.Record()
		for _, f := range fields {
			record = append(record, d.Cell(text[f.Start:f.End]))
		}
		if len(fields) > 1 || fields[0].Quoted || record[0] != "" {
			out = append(out, record)
		}
	}
	for _, p := range s.Problems {
		rules = append(rules, p.Rule+"/"+p.Level.String())
	}
	return out, rules
}

// TestScanner has an input of our own for each case that the tests of Go's encoding/csv name. Where
// we read something else than encoding/csv does, with its defaults, the case says why.
func TestScanner(t *testing.T) {
	const (
		trimmed  = "blanks around a cell are no part of it: hardly a table means them"
		crEnds   = "a lone CR ends a line, as old Macintosh exports have it; encoding/csv joins such files into one record"
		kept     = "what stands in quotes is kept as it is, and CRLF is not rewritten"
		lenient  = "a quote in an unquoted cell is part of its text, with a warning"
		located  = "the cell is read up to the delimiter and the error is located; encoding/csv stops"
		layouts  = "comments are the layout's work, not the scanner's: they are records here"
		anyWidth = "widths are the table's work, which names each row; the scanner reads them all"
	)
	list := func(records ...[]string) [][]string { return records }
	for _, tt := range []struct {
		name, in  string
		delimiter byte
		want      [][]string
		rule      string
		differs   string
	}{
		{name: "Simple", in: "x,y,z\n", want: list([]string{"x", "y", "z"})},
		{name: "CRLF", in: "x,y\r\nz,w\r\n", want: list([]string{"x", "y"}, []string{"z", "w"})},
		{name: "BareCR", in: "x,y\rz,w\r\n", want: list([]string{"x", "y"}, []string{"z", "w"}), differs: crEnds},
		{name: "RFC4180test", in: "#h1,h2\n\"a\",\"b\nb\"\n\"c,c\",\"d\"\"d\"\nz,y\n", want: list([]string{"#h1", "h2"}, []string{"a", "b\nb"}, []string{"c,c", `d"d`}, []string{"z", "y"})},
		{name: "NoEOLTest", in: "x,y", want: list([]string{"x", "y"})},
		{name: "Semicolon", in: "x;y\n", delimiter: ';', want: list([]string{"x", "y"})},
		{name: "MultiLine", in: "\"a\nb\",\"c\",\"d\ne\nf\"", want: list([]string{"a\nb", "c", "d\ne\nf"})},
		{name: "BlankLine", in: "x,y\n\nz,w\n\n", want: list([]string{"x", "y"}, []string{"z", "w"})},
		{name: "BlankLineFieldCount", in: "x,y,z\n\na,b,c\n\n", want: list([]string{"x", "y", "z"}, []string{"a", "b", "c"})},
		{name: "TrimSpace, LeadingSpace", in: " x,  y\n", want: list([]string{"x", "y"}), differs: trimmed},
		{name: "Comment", in: "#1,2\nx,y\n#c", want: list([]string{"#1", "2"}, []string{"x", "y"}, []string{"#c"}), differs: layouts},
		{name: "NoComment", in: "#1,2\nx,y", want: list([]string{"#1", "2"}, []string{"x", "y"})},
		{name: "LazyQuotes", in: `p "q",x"y,z"`, want: list([]string{`p "q"`, `x"y`, `z"`}), rule: "quote-bare/warning quote-bare/warning quote-bare/warning", differs: lenient},
		{name: "BareQuotes", in: "5\" nails,\"1\"2\"\n", want: list([]string{`5" nails`, "1"}), rule: "quote-bare/warning quote-bare/error", differs: located},
		{name: "BareDoubleQuotes", in: `p""q,r`, want: list([]string{`p""q`, "r"}), rule: "quote-bare/warning", differs: lenient},
		{name: "TrimQuote", in: ` "p",q`, want: list([]string{`"p"`, "q"}), rule: "quote-bare/error", differs: located},
		{name: "BadBareQuote", in: `p "q","r"`, want: list([]string{`p "q"`, "r"}), rule: "quote-bare/warning", differs: lenient},
		{name: "BadTrailingQuote", in: `"p q",r"`, want: list([]string{"p q", `r"`}), rule: "quote-bare/warning", differs: lenient},
		{name: "ExtraneousQuote", in: `"p "q","r"`, want: list([]string{"p", "r"}), rule: "quote-bare/error", differs: located},
		{name: "BadFieldCount", in: "x,y,z\np,q", want: list([]string{"x", "y", "z"}, []string{"p", "q"}), differs: anyWidth},
		{name: "TrailingCommaEOF", in: "x,y,", want: list([]string{"x", "y", ""})},
		{name: "TrailingCommaEOL", in: "x,y,\n", want: list([]string{"x", "y", ""})},
		{name: "TrailingCommaSpaceEOF", in: "x,y, ", want: list([]string{"x", "y", ""}), differs: trimmed},
		{name: "NotTrailingComma3", in: "x,y, \n", want: list([]string{"x", "y", ""}), differs: trimmed},
		{name: "CommaFieldTest", in: "x,y\nx,\n,\n\"x\",\"y\"\n\"x\",\"\"\n\"\",\"\"\n", want: list([]string{"x", "y"}, []string{"x", ""}, []string{"", ""}, []string{"x", "y"}, []string{"x", ""}, []string{"", ""})},
		{name: "TrailingCommaIneffective1", in: "x,y,\na,b,c", want: list([]string{"x", "y", ""}, []string{"a", "b", "c"})},
		{name: "StartLine1", in: "x,\"y\nz\"w,v", want: list([]string{"x", "y\nz", "v"}), rule: "quote-bare/error", differs: located},
		{name: "StartLine2", in: "x,y\n\"z\n\n,w", want: list([]string{"x", "y"}, []string{"\"z\n\n,w"}), rule: "quote-unterminated/error", differs: located},
		{name: "CRLFInQuotedField", in: "x,\"p\r\nq\",y\r\n", want: list([]string{"x", "p\r\nq", "y"}), differs: kept},
		{name: "BinaryBlobField", in: "x09\x41\xb4\x1c,y", want: list([]string{"x09A\xb4\x1c", "y"})},
		{name: "TrailingCR", in: "x,y\r", want: list([]string{"x", "y"})},
		{name: "QuotedTrailingCR", in: "\"x\"\r", want: list([]string{"x"})},
		{name: "QuotedTrailingCRCR", in: "\"x\"\r\r", want: list([]string{"x"}), differs: crEnds},
		{name: "FieldCR", in: "x\ry\r", want: list([]string{"x"}, []string{"y"}), differs: crEnds},
		{name: "FieldCRCR", in: "x\r\ry\r\r", want: list([]string{"x"}, []string{"y"}), differs: crEnds},
		{name: "FieldCRCRLF", in: "x\r\r\ny\r\r\n", want: list([]string{"x"}, []string{"y"}), differs: crEnds},
		{name: "FieldCRCRLFCR", in: "x\r\r\n\ry\r\r\n\r", want: list([]string{"x"}, []string{"y"}), differs: crEnds},
		{name: "MultiFieldCRCRLFCRCR", in: "x,y\r\r\n\r\rz,w\r\r\n\r\r,", want: list([]string{"x", "y"}, []string{"z", "w"}, []string{"", ""}), differs: crEnds},
		{name: "QuotedFieldMultipleLF", in: "\"\n\n\"", want: list([]string{""}), differs: trimmed},
		{name: "MultipleCRLF", in: "\r\n\r\n\r\n"},
		{name: "HugeLines", in: strings.Repeat("@", 70_000) + "," + strings.Repeat("*", 70_000), want: list([]string{strings.Repeat("@", 70_000), strings.Repeat("*", 70_000)})},
		{name: "QuoteWithTrailingCRLF", in: "\"x\"y\"\r\n", want: list([]string{"x"}), rule: "quote-bare/error", differs: located},
		{name: "DoubleQuoteWithTrailingCRLF", in: "\"x\"\"y\"\r\n", want: list([]string{`x"y`})},
		{name: "EvenQuotes", in: `""""""""`, want: list([]string{`"""`})},
		{name: "OddQuotes", in: `"""""""`, want: list([]string{`"""`}), rule: "quote-unterminated/error", differs: located},
	} {
		if tt.delimiter == 0 {
			tt.delimiter = ','
		}
		got, rules := records(tt.in, Dialect{Delimiter: tt.delimiter})
		if r := strings.Join(rules, " "); r != tt.rule {
			t.Errorf("%s: %q raises %q, want %q", tt.name, tt.in, r, tt.rule)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %q is read as %q, want %q", tt.name, tt.in, got, tt.want)
		}
		theirs := csv.NewReader(strings.NewReader(tt.in))
		theirs.Comma = rune(tt.delimiter)
		want, err := theirs.ReadAll()
		if same := err == nil && len(rules) == 0 && (reflect.DeepEqual(got, want) || len(got)+len(want) == 0); same != (tt.differs == "") {
			t.Errorf("%s: encoding/csv reads %q as %q, %v; we as %q; the case says: %q", tt.name, tt.in, want, err, got, tt.differs)
		}
	}
}
