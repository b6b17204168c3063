// Package load reads the table in a file of any kind that Plotline knows, chosen by the file's extension.
//
// In go a source.File and data.Options; out come a data.Table and located problems. Start with Read; who
// holds the text against something else first, such as a sidecar, takes Open. CSV and TSV, also packed with
// gzip, are data's own; workbooks are data/sheet's; JSON is read here.
package load

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"slices"
	"strings"

	"plotline/data"
	"plotline/data/sheet"
	"plotline/data/source"
)

// opener finds the text in files of one extension.
type opener struct {
	extension string
	open      func(*source.File, data.Options) (data.Opened, source.List)
}

var openers = []opener{
	{".csv", text},
	{".tsv", tabs},
	{".csv.gz", packed},
	{".tsv.gz", packed},
	{".xlsx", sheet.Open},
	{".xlsm", sheet.Open},
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
	".geojson": {"a map", geoJSON},
	".html":    {"a web page", "if its table has a download, take that; else open the page in a spreadsheet, and save the table as .xlsx or .csv"},
	".htm":     {"a web page", "if its table has a download, take that; else open the page in a spreadsheet, and save the table as .xlsx or .csv"},
	".xml":     {"XML", "ask its publisher for CSV, or open it in a spreadsheet, and save it as .xlsx or .csv"},
	".zip":     {"an archive", "unpack it, and keep the table that the story needs"},
}

// geoJSON says how to have the table that goes with shapes.
const geoJSON = "for what it says of each place, write it as CSV: in QGIS with Export, Save Features As, or ogr2ogr -f CSV NAME.csv NAME.geojson"

// Knows reports whether a file may hold a table: also one that Read only tells how to save.
func Knows(name string) bool {
	_, extension := Split(name)
	lock := strings.HasPrefix(name, "~")                          // of a workbook that is open in Excel
	return extension != "" && !lock && name != "datapackage.json" // which describes the others
}

// Reads reports whether Read has a reader for files of that name.
func Reads(name string) bool {
	_, extension := Split(name)
	_, has := refused[extension]
	return Knows(name) && !has
}

// Split cuts a file's name into the table's name and the extension: land and .csv.gz. The extension is
// empty when the file is none of a table.
func Split(name string) (table, extension string) {
	lower := strings.ToLower(name)
	for _, o := range openers {
		if strings.HasSuffix(lower, o.extension) {
			extension = o.extension
		}
	}
	if _, has := refused[path.Ext(lower)]; has {
		extension = path.Ext(lower)
	}
	return name[:len(name)-len(extension)], extension
}

// Read returns the table in a file and what is wrong with it. The table is nil when a problem is an error.
func Read(f *source.File, o data.Options) (*data.Table, source.List) {
	text, problems := Open(f, o)
	if text.File == nil {
		return nil, problems
	}
	t, more := data.Read(text.File, text.Options)
	return t, append(append(problems, more...), text.Check(t)...)
}

// Open returns the CSV text that is in a file, or is made of it, and how it is to be read. There is no text
// when a problem is an error. Files of other extensions, and standard input, are taken for what they begin
// like: workbooks, gzip, else CSV.
func Open(f *source.File, o data.Options) (data.Opened, source.List) {
	_, extension := Split(path.Base(f.Path))
	switch {
	case extension != "":
	case bytes.HasPrefix(f.Part(0, 4), []byte("PK\x03\x04")):
		extension = ".xlsx"
	case bytes.HasPrefix(f.Part(0, 2), []byte("\x1f\x8b")):
		extension = ".csv.gz"
	default:
		extension = ".csv"
	}
	fail := func(rule, hint, format string, args ...any) (data.Opened, source.List) {
		return data.Opened{}, source.List{source.Errorf(source.NewFile(f.Path, nil).All(), format, args...).WithRule(rule).WithHint(hint)}
	}
	if r, has := refused[extension]; has {
		return fail("not-csv", r.hint, "this is %s, which is not read", r.what)
	}
	workbook := extension == ".xlsx" || extension == ".xlsm"
	if !workbook && (o.Sheet != "" || o.Range != "") {
		return fail("", "leave them out", "sheet and range are for workbooks, and this is none")
	}
	if made := workbook || extension == ".json"; made && (o.Encoding != "" && o.Encoding != "utf-8" || o.Delimiter != 0 && o.Delimiter != ',') {
		return fail("", "leave them out", "encoding and delimiter are for files of text such as CSV, and this is none")
	}
	i := slices.IndexFunc(openers, func(o opener) bool { return o.extension == extension })
	return openers[i].open(f, o)
}

func text(f *source.File, o data.Options) (data.Opened, source.List) {
	return data.Opened{File: f, Options: o}, nil
}

func tabs(f *source.File, o data.Options) (data.Opened, source.List) {
	if o.Delimiter == 0 {
		o.Delimiter = '\t'
	}
	return text(f, o)
}

const mostBytes = 1 << 30 // of a file when unpacked, as of any

// packed unpacks what gzip packed; lines and columns are those of what is in it.
func packed(f *source.File, o data.Options) (data.Opened, source.List) {
	fail := func(rule, hint, format string, args ...any) (data.Opened, source.List) {
		return data.Opened{}, source.List{source.Errorf(source.NewFile(f.Path, nil).All(), format, args...).WithRule(rule).WithHint(hint)}
	}
	if f.Size() == 0 {
		return fail("empty-file", "", "the file is empty")
	}
	z, err := gzip.NewReader(bytes.NewReader(f.Part(0, f.Size())))
	if err != nil {
		return fail("not-csv", "pack it with gzip, or take .gz off its name", "the file is not packed with gzip")
	}
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(z, mostBytes+1)); err != nil {
		return fail("not-csv", "download it again", "the packed file is damaged: %v", err)
	}
	if b.Len() > mostBytes {
		return fail("too-large", "keep what the story needs, or sum it up with SQL", "a file of over 1 GB when unpacked")
	}
	inner := source.NewFile(f.Path, b.Bytes())
	if strings.HasSuffix(strings.ToLower(f.Path), ".tsv.gz") {
		return tabs(inner, o)
	}
	return text(inner, o)
}
