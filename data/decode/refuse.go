package decode

import (
	"bytes"
	"regexp"

	"plotline/data/source"
)

// MostBytes is how large a file may be.
const MostBytes = 1 << 30

var (
	markup   = regexp.MustCompile(`^<(!doctype|!--|\?xml|html|head|body|table|svg|[a-z][a-z0-9:._-]*(\s+[a-z0-9:._-]+\s*=\s*["']|(\s[^>,;\t]*)?>\s*(<|$)))`)
	webPage  = regexp.MustCompile(`<(!doctype html|html|head|body|table|div|title|meta)\b`)
	jsonText = regexp.MustCompile(`^(\{\s*("[^"]*"\s*:|\}|$)|\[\s*[\[{"\]\d-])`)
)

// binaries begin with these bytes.
var binaries = []struct{ magic, what, hint string }{
	{"PK\x03\x04", "a zip file or a workbook", "save the sheet as CSV (UTF-8)"},
	{"\xd0\xcf\x11\xe0", "an old workbook", "open it and save the sheet as CSV (UTF-8)"},
	{"\x1f\x8b", "a gzip archive", "unpack it"}, {"7z\xbc\xaf", "an archive", "unpack it"}, {"Rar!", "an archive", "unpack it"}, {"BZh", "an archive", "unpack it"},
	{"%PDF-", "a PDF", "ask its publisher for the table"}, {"{\\rtf", "a text document", "save the table as CSV (UTF-8)"},
	{"\x89PNG", "a picture", ""}, {"\xff\xd8\xff", "a picture", ""}, {"GIF8", "a picture", ""},
	{"SQLite format 3\x00", "a database", "export the table as CSV"}, {"PAR1", "a Parquet file", "export the table as CSV"}, {"\x7fELF", "a program", ""},
}

// refuse reports a file that is no text at all, or too large.
func refuse(f *source.File) source.List {
	problem := func(rule, hint, format string, args ...any) source.List {
		return source.List{source.Errorf(f.Span(0, 1), format, args...).WithRule(rule).WithHint(hint)}
	}
	if f.Size() > MostBytes {
		return problem("too-large", "keep what the story needs, or sum it up with SQL", "a file of %d MB; a table is at most 1 GB", f.Size()>>20)
	}
	head := f.Text
	if f.Distant() {
		head = f.Part(0, 64)
	}
	for _, b := range binaries {
		if bytes.HasPrefix(head, []byte(b.magic)) {
			p := problem("not-csv", b.hint, "this is %s, not CSV", b.what)
			p[0].At = source.NewFile(f.Path, nil).All() // bytes that nobody reads
			return p
		}
	}
	return nil
}

// refuseText reports text that is no CSV, or all blank.
func refuseText(f *source.File, start int, filled bool) source.List {
	problem := func(rule, hint, text string) source.List {
		return source.List{source.Errorf(f.Of(start, start+1), "%s", text).WithRule(rule).WithHint(hint)}
	}
	head := bytes.ToLower(bytes.TrimSpace(f.Part(start, start+200)))
	switch {
	case !filled:
		return problem("empty-file", "", "the file is empty")
	case markup.Match(head) && !webPage.Match(head):
		return problem("not-csv", "ask its publisher for CSV, or open it in a spreadsheet, and save it as .xlsx or .csv", "this is XML, not CSV")
	case markup.Match(head):
		return problem("not-csv", "download the file itself, not the page about it", "this is a web page, not CSV")
	case bytes.HasPrefix(head, []byte("version https://git-lfs")):
		return problem("not-csv", "run git lfs pull", "this is a Git LFS pointer, not CSV")
	case jsonText.Match(head):
		return problem("not-csv", "", "this is JSON, not CSV")
	}
	return nil
}
