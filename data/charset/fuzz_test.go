package charset

import (
	"slices"
	"testing"
	"unicode/utf8"
)

// FuzzDecode decodes any bytes in any encoding: the text is UTF-8, offsets rise, and each character
// leads to its bytes and back, or to the first of those that the same bytes stand for.
func FuzzDecode(f *testing.F) {
	big5 := byte(slices.IndexFunc(encodings, func(e *Encoding) bool { return e.Name == "big5" }))
	for i, tt := range texts {
		f.Add([]byte(tt.text), byte(i))
	}
	f.Add([]byte("\x81\x30\x81\x30,\xff\n"), byte(4))
	f.Add([]byte("\x88\xa5"), big5)
	f.Fuzz(func(t *testing.T, raw []byte, n byte) {
		found := Detect(raw)
		if found.Encoding == nil && found.Refused == "" {
			t.Fatal("neither found nor refused")
		}
		e := encodings[int(n)%len(encodings)]
		d := Decode(raw, 0, e)
		if e == UTF8 {
			return
		}
		if !utf8.Valid(d.Chars) {
			t.Fatalf("%s decodes %q to no UTF-8: %q", e.Name, raw, d.Chars)
		}
		before, last := -1, 0
		for char := range string(d.Chars) {
			if char > 64 && char < last+97 {
				continue // some are enough
			}
			last = char
			at := d.Byte(char)
			if at < before || at >= len(raw) {
				t.Fatalf("%s: character %d of %q begins at byte %d, behind %d", e.Name, char, raw, at, before)
			}
			if back := d.Char(at); back > char || d.Byte(back) != at {
				t.Fatalf("%s: character %d of %q begins at byte %d, which belongs to %d", e.Name, char, raw, at, back)
			}
			before = at
		}
	})
}
