package charset

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// Text is a decoded text. It leads from the characters to the bytes they were decoded from.
type Text struct {
	Chars   []byte // in UTF-8; what no character could be made of is U+FFFD
	Invalid int    // offset of the first byte that is part of no character, or -1

	raw      []byte
	encoding *Encoding
	marks    []mark
}

// mark is a place where a character begins, in both texts. Between marks the way is found by
// decoding again, so that a map costs a sixtieth of the file.
type mark struct{ byte, char int }

const stride = 1024 // bytes between marks

// Decode returns raw from its byte start on, in UTF-8. UTF-8 itself is not copied.
func Decode(raw []byte, start int, e *Encoding) *Text {
	t := &Text{Invalid: -1, raw: raw, encoding: e}
	if e.codec == nil {
		t.Chars = raw
		if i := invalidUTF8(raw[start:]); i >= 0 {
			t.Invalid = start + i
		}
		return t
	}
	decoder := e.codec.NewDecoder().Transformer
	buf := make([]byte, 4*min(stride, len(raw)-start)+utf8.UTFMax)
	t.Chars = make([]byte, 0, len(raw)+len(raw)/4)
	for at := start; at < len(raw); {
		t.marks = append(t.marks, mark{at, len(t.Chars)})
		end := min(at+stride, len(raw))
		decoder.Reset()
		n, read, err := decoder.Transform(buf, raw[at:end], end == len(raw))
		if read == 0 && err != nil {
			break // no decoder stands still with so much to read
		}
		t.Chars = append(t.Chars, buf[:n]...)
		at += read
	}
	for from := 0; ; {
		i := bytes.Index(t.Chars[from:], []byte("\uFFFD"))
		if i < 0 {
			return t
		}
		if at := t.Byte(from + i); e.genuine == "" || !bytes.HasPrefix(raw[at:], []byte(e.genuine)) {
			t.Invalid = at
			return t
		}
		from += i + len("\uFFFD")
	}
}

// Byte returns where the bytes of the character begin that stands at an offset of Chars.
func (t *Text) Byte(char int) int {
	if len(t.marks) == 0 {
		return min(char, len(t.raw))
	}
	m := t.marks[sort.Search(len(t.marks), func(i int) bool { return t.marks[i].char > char })-1]
	if char >= len(t.Chars) {
		return len(t.raw)
	}
	var buf [4 * stride]byte
	_, read, _ := t.encoding.codec.NewDecoder().Transformer.Transform(buf[:char-m.char], t.raw[m.byte:], true)
	return m.byte + read
}

// Char returns the offset in Chars of the character that a byte belongs to.
func (t *Text) Char(at int) int {
	if len(t.marks) == 0 {
		return min(at, len(t.Chars))
	}
	if at >= len(t.raw) {
		return len(t.Chars)
	}
	i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].byte > at })
	if i == 0 {
		return 0 // the byte order mark
	}
	from, to := t.marks[i-1].char, len(t.Chars)
	if i < len(t.marks) {
		to = t.marks[i].char
	}
	// The last offset whose character begins at the byte or before it. A shortened text would not do:
	// some decoders look four bytes ahead.
	last := from + sort.Search(to-from, func(n int) bool { return t.Byte(from+n) > at }) - 1
	// Two bytes may stand for two characters, as 88 A5 of Big5 for ê̌: they belong to the first.
	begin := t.Byte(max(last, from))
	return from + sort.Search(to-from, func(n int) bool { return t.Byte(from+n) >= begin })
}

func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
