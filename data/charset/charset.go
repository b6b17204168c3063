// Package charset tells how a file's text is encoded and decodes it, without guessing.
//
// In go bytes; out come a Finding and, for what is not UTF-8, the same characters as UTF-8 with a
// map back to the bytes. Start with Detect, or Lookup when a person said the name; then Decode.
package charset

import (
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is one way to write characters as bytes.
type Encoding struct {
	Name    string
	aliases []string
	codec   encoding.Encoding // nil for UTF-8
	prior   float64           // logarithm of how common files in it are, beside windows-1252
	single  bool              // one byte is one character
	genuine string            // the bytes of U+FFFD, where that is a character one can write
}

// UTF8 needs no decoding.
var UTF8 = &Encoding{Name: "utf-8", aliases: []string{"utf8", "ascii", "us-ascii", "utf-8-sig"}}

var (
	utf16le = &Encoding{Name: "utf-16le", aliases: []string{"utf-16", "utf16", "utf16le", "unicode"}, codec: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), genuine: "\xfd\xff"}
	utf16be = &Encoding{Name: "utf-16be", aliases: []string{"utf16be"}, codec: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), genuine: "\xff\xfd"}
	gb18030 = &Encoding{Name: "gb18030", aliases: []string{"gbk", "gb2312", "cp936", "euc-cn"}, codec: simplifiedchinese.GB18030, prior: -2, genuine: "\x841\xa47"}
)

const told = -1000 // hardly a file is in it: it is read when a person says so

// encodings are all that can be read. Where two differ in nothing that a file shows, the earlier
// one is named.
var encodings = []*Encoding{
	UTF8, utf16le, utf16be,
	page("windows-1252", charmap.Windows1252, 0, "cp1252", "latin1", "latin-1", "iso-8859-1", "ansi"),
	gb18030,
	{Name: "big5", aliases: []string{"cp950", "big5-hkscs"}, codec: traditionalchinese.Big5, prior: -3},
	{Name: "shift_jis", aliases: []string{"shift-jis", "sjis", "cp932", "windows-31j"}, codec: japanese.ShiftJIS, prior: -3},
	{Name: "euc-jp", aliases: []string{"eucjp"}, codec: japanese.EUCJP, prior: -5},
	{Name: "euc-kr", aliases: []string{"euckr", "cp949", "uhc"}, codec: korean.EUCKR, prior: -3},
	page("windows-1250", charmap.Windows1250, -3, "cp1250"),
	page("windows-1251", charmap.Windows1251, -3, "cp1251"),
	page("windows-1253", charmap.Windows1253, -4, "cp1253"),
	page("windows-1254", charmap.Windows1254, -3.5, "cp1254", "iso-8859-9", "latin5"),
	page("windows-1255", charmap.Windows1255, -4, "cp1255"),
	page("windows-1256", charmap.Windows1256, -4, "cp1256"),
	page("windows-1257", charmap.Windows1257, -4, "cp1257"),
	page("windows-1258", charmap.Windows1258, -6, "cp1258"),
	page("windows-874", charmap.Windows874, -5, "cp874", "tis-620", "iso-8859-11"),
	page("iso-8859-2", charmap.ISO8859_2, -4, "latin2"),
	page("iso-8859-3", charmap.ISO8859_3, told, "latin3"),
	page("iso-8859-4", charmap.ISO8859_4, told, "latin4"),
	page("iso-8859-5", charmap.ISO8859_5, -6),
	page("iso-8859-6", charmap.ISO8859_6, -6),
	page("iso-8859-7", charmap.ISO8859_7, -5, "greek"),
	page("iso-8859-8", charmap.ISO8859_8, -6),
	page("iso-8859-10", charmap.ISO8859_10, told, "latin6"),
	page("iso-8859-13", charmap.ISO8859_13, -5, "latin7"),
	page("iso-8859-14", charmap.ISO8859_14, told, "latin8"),
	page("iso-8859-15", charmap.ISO8859_15, -5, "latin9", "latin-9"),
	page("iso-8859-16", charmap.ISO8859_16, told, "latin10"),
	page("mac-roman", charmap.Macintosh, -5, "macintosh", "macroman"),
	page("mac-cyrillic", charmap.MacintoshCyrillic, -7, "x-mac-cyrillic"),
	page("ibm850", charmap.CodePage850, -7, "cp850"),
	page("ibm437", charmap.CodePage437, -8, "cp437"),
	page("ibm852", charmap.CodePage852, -7, "cp852"),
	page("ibm866", charmap.CodePage866, -7, "cp866"),
	page("koi8-r", charmap.KOI8R, -5),
	page("koi8-u", charmap.KOI8U, -6),
}

func page(name string, codec encoding.Encoding, prior float64, aliases ...string) *Encoding {
	return &Encoding{Name: name, aliases: aliases, codec: codec, prior: prior, single: true}
}

// Lookup returns the encoding of that name, or nil: "GB2312", "latin1" and "cp1252" are known too.
func Lookup(name string) *Encoding {
	name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "-")
	for _, e := range encodings {
		if e.Name == name || e.Name == strings.ReplaceAll(name, "_", "-") || slices.Contains(e.aliases, name) || slices.Contains(e.aliases, strings.ReplaceAll(name, "_", "-")) {
			return e
		}
	}
	return nil
}

// Names returns the names of all encodings that can be read.
func Names() []string {
	var names []string
	for _, e := range encodings {
		names = append(names, e.Name)
	}
	return names
}
