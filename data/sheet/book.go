package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"

	"plotline/data"
)

// book is a workbook: its sheets, and what their cells refer to.
type book struct {
	parts  map[string]*zip.File
	sheets []entry
	texts  []string     // shared strings
	styles []dateFormat // by style; zero for numbers
	from04 bool         // days count from 1904, as on old Macintoshes
	left   int          // bytes that may still be unpacked
	over   error        // that says so
	cells  int          // that were read of sheets
}

// entry is a sheet in the order of the tabs.
type entry struct {
	name, part string
	hidden     bool
}

// How many bytes a workbook's parts may have when unpacked: as any file, and so many times the bytes of the
// workbook. Spreadsheets pack cells some 20 times at most, as each has an address of its own; a million times the
// same byte packs a thousand times. Below the allowance anything goes: it takes a second or two to read.
const (
	mostBytes  = 1 << 30
	mostPacked = 100
	allowance  = 64 << 20
)

// open reads what all sheets share. Errors say what is wrong with the file.
func open(raw []byte) (*book, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	b := &book{parts: map[string]*zip.File{}, left: mostBytes, over: errTooLarge}
	if packed := max(allowance, mostPacked*min(len(raw), mostBytes/mostPacked+1)); packed < b.left {
		b.left, b.over = packed, errPacked
	}
	for _, f := range z.File {
		b.parts[strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")] = f
	}
	main := "xl/workbook.xml"
	var rels relations
	if b.decode("_rels/.rels", &rels) == nil {
		for _, r := range rels.List {
			if strings.HasSuffix(r.Type, "/officeDocument") {
				main = r.from("")
			}
		}
	}
	var w struct {
		Properties struct {
			From04 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &w); err != nil {
		return nil, err
	}
	b.from04 = w.Properties.From04 == "1" || w.Properties.From04 == "true"
	folder := path.Dir(main)
	rels = relations{}
	if err := b.decode(path.Join(folder, "_rels", path.Base(main)+".rels"), &rels); err != nil {
		return nil, err
	}
	for _, s := range w.Sheets {
		for _, r := range rels.List {
			if r.ID == s.ID && strings.HasSuffix(r.Type, "/worksheet") { // others are charts and macros
				b.sheets = append(b.sheets, entry{s.Name, r.from(folder), s.State != "" && s.State != "visible"})
			}
		}
	}
	for _, r := range rels.List {
		switch {
		case strings.HasSuffix(r.Type, "/sharedStrings") && b.parts[r.from(folder)] != nil: // cells that miss a text say so
			err = b.strings(r.from(folder))
		case strings.HasSuffix(r.Type, "/styles"):
			err = b.formats(r.from(folder))
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// relations lead from a part of the workbook to others.
type relations struct {
	List []relation `xml:"Relationship"`
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// from is the part that is meant, as seen from a folder.
func (r relation) from(folder string) string {
	if t, whole := strings.CutPrefix(r.Target, "/"); whole {
		return t
	}
	return path.Join(folder, r.Target)
}

// part opens a part; reading more of all of them than a workbook may hold is an error.
func (b *book) part(name string) (io.ReadCloser, error) {
	f := b.parts[name]
	if f == nil {
		return nil, fmt.Errorf("it has no part %s", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &limited{r, b}, nil
}

// whole opens a part that is read to its end, unless it says that it has more than there may be; one that says
// less than it has is not read on.
func (b *book) whole(name string) (io.ReadCloser, error) {
	if f := b.parts[name]; f != nil && f.UncompressedSize64 > uint64(max(0, b.left)) {
		return nil, b.over
	}
	return b.part(name)
}

type limited struct {
	io.ReadCloser
	book *book
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if l.book.left -= n; l.book.left < 0 {
		return 0, l.book.over
	}
	return n, err
}

var (
	errTooLarge = errors.New("it is over 1 GB when unpacked")
	errPacked   = fmt.Errorf("it is over %d MB when unpacked, and over %d times as large as packed", allowance>>20, mostPacked)
	errTooMany  = fmt.Errorf("it has over %d million cells or texts", data.MostCells/1_000_000)
)

// decode reads a small part as a whole.
func (b *book) decode(name string, to any) error {
	r, err := b.part(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(to); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// strings reads the texts that cells share.
func (b *book) strings(name string) error {
	r, err := b.whole(name)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			if start, ok := t.(xml.StartElement); ok && start.Name.Local == "si" {
				var s string
				s, err = words(d)
				if b.texts = append(b.texts, s); len(b.texts) > data.MostCells {
					return errTooMany
				}
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
}

// words reads the text of an element that was just begun: of its <t>, and those of its runs. How it is
// pronounced, <rPh>, is no part of it.
func words(d *xml.Decoder) (string, error) {
	var b strings.Builder
	text := false
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			}
			depth++
			text = t.Name.Local == "t"
		case xml.EndElement:
			depth--
			text = false
		case xml.CharData:
			if text {
				b.Write(t)
			}
		}
	}
	return unescape(b.String()), nil
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads _x000D_, as workbooks write characters that XML has not.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseUint(e[2:6], 16, 16)
		return string(rune(n))
	})
}
