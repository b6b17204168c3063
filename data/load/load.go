// Package load reads the table in a file of any kind that Plotline knows, chosen by the file's extension.
//
// In go a path, the file's bytes and data.Options; out come a data.Table and located problems. Start with
// Read. CSV and TSV, also packed with gzip, are data's own; workbooks are data/sheet's; JSON is read here.
package load

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"strings"

	"plotline/data"
	"plotline/data/sheet"
	"plotline/data/source"
)

// readers by extension.
var readers = []struct {
	extension string
	read      func(name string, raw []byte, o data.Options) (*data.Table, source.List)
}{
	{".csv", text},
	{".tsv", tabs},
	{".csv.gz", packed},
	{".tsv.gz", packed},
	{".xlsx", sheet.Read},
	{".xlsm", sheet.Read},
	{".json", objects},
}

// refused are kinds of files in which tables come, and what to do with them.
var refused = map[string]struct{ what, hint string }{
	".xls":     {"an old workbook", "open it in a spreadsheet, and save it as .xlsx or .csv"},
	".xlsb":    {"a binary workbook", "open it in Excel, and save it as .xlsx or .csv"},
	".ods":     {"an OpenDocument spreadsheet", "open it in LibreOffice, and save it as .xlsx or .csv"},
	".numbers": {"a Numbers document", "in Numbers, choose File, Export To, Excel or CSV"},
	".parquet": {"a Parquet file", "write it as CSV, for example with DuckDB: copy 'NAME.parquet' to 'NAME.csv'"},
	".pdf":     {"a PDF", "ask its publisher for the table, or take it out with Tabula, and save it as .csv"},
	".zip":     {"an archive", "unpack it, and keep the table that the story needs"},
}

// Knows reports whether a file may hold a table: also one that Read only tells how to save.
func Knows(name string) bool {
	_, extension := Split(name)
	lock := strings.HasPrefix(name, "~")                          // of a workbook that is open in Excel
	return extension != "" && !lock && name != "datapackage.json" // which describes the others
}

// Split cuts a file's name into the table's name and the extension: land and .csv.gz. The extension is
// empty when the file is none of a table.
func Split(name string) (table, extension string) {
	lower := strings.ToLower(name)
	for _, r := range readers {
		if strings.HasSuffix(lower, r.extension) {
			extension = r.extension
		}
	}
	if _, has := refused[path.Ext(lower)]; has {
		extension = path.Ext(lower)
	}
	return name[:len(name)-len(extension)], extension
}

// Read returns the table in the file of that name and what is wrong with it. The table is nil when a
// problem is an error. Files of other extensions, and standard input, are read as what they begin like:
// workbooks, gzip, else CSV.
func Read(name string, raw []byte, o data.Options) (*data.Table, source.List) {
	_, extension := Split(name)
	switch {
	case extension != "":
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		extension = ".xlsx"
	case bytes.HasPrefix(raw, []byte("\x1f\x8b")):
		extension = ".csv.gz"
	}
	whole := source.NewFile(name, nil).All()
	if r, has := refused[extension]; has {
		return nil, source.List{source.Errorf(whole, "this is %s, which is not read", r.what).WithRule("not-csv").WithHint(r.hint)}
	}
	workbook := extension == ".xlsx" || extension == ".xlsm"
	if !workbook && (o.Sheet != "" || o.Range != "") {
		return nil, source.List{source.Errorf(whole, "sheet and range are for workbooks, and this is none").WithHint("leave them out")}
	}
	if (workbook || extension == ".json") && (o.Encoding != "" || o.Delimiter != 0) {
		return nil, source.List{source.Errorf(whole, "encoding and delimiter are for files of text such as CSV, and this is none").WithHint("leave them out")}
	}
	for _, r := range readers {
		if r.extension == extension {
			return r.read(name, raw, o)
		}
	}
	return text(name, raw, o)
}

func text(name string, raw []byte, o data.Options) (*data.Table, source.List) {
	return data.Read(source.NewFile(name, raw), o)
}

func tabs(name string, raw []byte, o data.Options) (*data.Table, source.List) {
	if o.Delimiter == 0 {
		o.Delimiter = '\t'
	}
	return text(name, raw, o)
}

const mostBytes = 1 << 30 // of a file when unpacked, as of any

// packed reads a file that gzip packed; lines and columns are those of what it holds.
func packed(name string, raw []byte, o data.Options) (*data.Table, source.List) {
	refuse := func(rule, hint, format string, args ...any) (*data.Table, source.List) {
		return nil, source.List{source.Errorf(source.NewFile(name, nil).All(), format, args...).WithRule(rule).WithHint(hint)}
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return refuse("not-csv", "pack it with gzip, or take .gz off its name", "the file is not packed with gzip: %v", err)
	}
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(z, mostBytes+1)); err != nil {
		return refuse("not-csv", "download it again", "the packed file is damaged: %v", err)
	}
	if b.Len() > mostBytes {
		return refuse("too-large", "keep what the story needs, or sum it up with SQL", "a file of over 1 GB when unpacked")
	}
	if strings.HasSuffix(strings.ToLower(name), ".tsv.gz") {
		return tabs(name, b.Bytes(), o)
	}
	return text(name, b.Bytes(), o)
}
