// Package settings holds what a person tells of a file: how to read it, and what its columns are.
//
// A story's front matter, a sidecar and the command line fill Options; the readers of every kind of file obey
// them, and say with Options.Hint what to tell when they had to assume something. Start with Options.
package settings

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Delimiters are the characters that may be told to stand between cells.
const Delimiters = ",;\t| ^~:"

// Options say how to read a file. The zero Options detect everything; what is told is not
// doubted, and no longer reported.
type Options struct {
	Name      string // the table's name; the file's path when empty
	Delimiter byte   // between cells; 0 detects , ; tab and |
	Encoding  string // utf-8, gb18030, windows-1252 and so on; "" detects

	Preamble   *int // records before the header, blank ones too
	HeaderRows *int // records of labels, 0 for none
	Footer     *int // records behind the rows, blank ones not counted
	RowsMax    *int // rows read; what stands behind them is not looked at
	Decimal    byte // the decimal sign, '.' or ','
	UnitRows   int  // of the header rows the last ones, which are no part of labels; 0 detects

	Sheet, Range string // of a workbook, such as Debt and A5:F30; data/load obeys them

	Declared []Declared // of columns, in any order
	Missing  []string   // cells that hold no value, in columns that are not declared
	Names    []string   // of the columns of a table without a header
	Private  bool       // no column may be shown to readers

	// Inspect makes rows with too few or too many cells warnings: cells that are missing are empty, and
	// those too many left out. Who publishes from such a table asks Table.Uses.
	Inspect  bool
	Comments bool // lines among the rows that begin with # are no rows
	Pad, Cut bool // rows with too few or too many cells are right as they are
}

// String is what is told, as front matter has it; no two readings of a file share it.
func (o Options) String() string {
	var parts []string
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+": "+value)
		}
	}
	quoted := func(b byte) string {
		if b == 0 {
			return ""
		}
		return strconv.Quote(string(rune(b)))
	}
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	add("encoding", o.Encoding)
	add("delimiter", quoted(o.Delimiter))
	add("preamble", number(o.Preamble))
	add("header-rows", number(o.HeaderRows))
	add("footer", number(o.Footer))
	add("rows-max", number(o.RowsMax))
	add("decimal", quoted(o.Decimal))
	for _, of := range []struct{ key, value string }{{"sheet", o.Sheet}, {"range", o.Range}} {
		if of.value != "" {
			add(of.key, plainFile(of.value))
		}
	}
	if o.UnitRows > 0 {
		add("unit rows", strconv.Itoa(o.UnitRows))
	}
	for _, name := range o.Names {
		add("name", strconv.Quote(name))
	}
	for _, d := range o.Declared {
		add("declared", d.String())
	}
	for _, word := range o.Missing {
		add("missing", strconv.Quote(word))
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{{"inspect", o.Inspect}, {"private", o.Private}, {"comments", o.Comments}, {"pad", o.Pad}, {"cut", o.Cut}} {
		if flag.set {
			add(flag.name, "true")
		}
	}
	return strings.Join(parts, ", ")
}

// Told returns what is told of the column of that name; nil when nothing is.
func (o Options) Told(name string) *Declared {
	if i := slices.IndexFunc(o.Declared, func(d Declared) bool { return d.Name == name }); i >= 0 {
		return &o.Declared[i]
	}
	if o.Missing != nil {
		return &Declared{Name: name, Missing: o.Missing}
	}
	return nil
}

// Stem is a file's name without its extension, and without that of what it is packed in.
func Stem(file string) string {
	file = strings.TrimSuffix(file, ".gz")
	return strings.TrimSuffix(file, path.Ext(file))
}

// ToSettle begins every hint that settles an assumption.
const ToSettle = "to settle it: data: "

// Hint is the hint with the line of YAML that turns an assumption into a setting; the value is as YAML has it.
func (o Options) Hint(key, value string) string {
	file := path.Base(o.Name)
	name := strings.Trim(unnamed.ReplaceAllString(Stem(file), "-"), "-")
	if name == "" {
		name = "table"
	}
	return fmt.Sprintf(ToSettle+"{%s: {file: %s, %s: %s}}", name, plainFile(file), key, value)
}

var unnamed = regexp.MustCompile(`[^\pL\pN_-]+`)

// plainFile is a file's name as YAML has it.
func plainFile(name string) string {
	if strings.ContainsAny(name, ",:{}[]#&*!|>'\"%@` ") || name == "" {
		return strconv.Quote(name)
	}
	return name
}

// Settle is the hint with the line of front matter that turns an assumption into a setting, for any value.
func (o Options) Settle(key, value string) string { return o.Hint(key, plainFile(value)) }
