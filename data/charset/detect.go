package charset

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Finding is what a file's bytes tell about their encoding.
type Finding struct {
	Encoding *Encoding
	Start    int    // bytes of the byte order mark
	ASCII    bool   // the same in nearly every encoding
	Refused  string // a known encoding that is not read, such as utf-32; Encoding is then nil
	// Rival is set when the text can as well be in another encoding, in which it reads differently.
	Rival *Encoding
}

// Detect tells how raw is encoded. It looks at all of a small file and at parts of a large one,
// all across it; whether the rest agrees shows when it is decoded.
func Detect(raw []byte) Finding {
	if f, ok := Marked(raw); ok {
		return f
	}
	if Escapes(raw) {
		return Finding{Refused: "iso-2022-jp"}
	}
	if utf8.Valid(raw) {
		return Finding{Encoding: UTF8, ASCII: ascii(raw)}
	}
	sample := sampleOf(raw)
	if mostlyUTF8(sample) {
		return Finding{Encoding: UTF8}
	}
	return likeliest(telling(sample))
}

// Marked tells what the beginning of a file proves: a byte order mark, or the NUL bytes of UTF-16.
func Marked(raw []byte) (f Finding, ok bool) {
	for _, b := range []struct {
		mark string
		e    *Encoding
		name string
	}{
		{"\xef\xbb\xbf", UTF8, ""}, {"\xff\xfe\x00\x00", nil, "utf-32"}, {"\x00\x00\xfe\xff", nil, "utf-32"},
		{"\xff\xfe", utf16le, ""}, {"\xfe\xff", utf16be, ""}, {"\x84\x31\x95\x33", gb18030, ""}, {"+/v8", nil, "utf-7"},
	} {
		if bytes.HasPrefix(raw, []byte(b.mark)) {
			return Finding{Encoding: b.e, Start: len(b.mark), Refused: b.name}, true
		}
	}
	if e := wide(raw); e != nil {
		return Finding{Encoding: e}, true
	}
	return Finding{}, false
}

// Escapes reports whether a text changes its characters on the way, as ISO-2022-JP does.
func Escapes(raw []byte) bool {
	return bytes.Contains(raw, []byte("\x1b$B")) || bytes.Contains(raw, []byte("\x1b$@"))
}

func ascii(raw []byte) bool {
	return !slices.ContainsFunc(raw, func(b byte) bool { return b >= utf8.RuneSelf })
}

// wide tells UTF-16 by its NUL bytes: digits, commas and line ends have one each, nearly all of them at
// odd offsets or nearly all at even ones.
func wide(raw []byte) *Encoding {
	head := raw[:min(len(raw), 1<<16)&^1]
	var nuls [2]int
	for i, b := range head {
		if b == 0 {
			nuls[i&1]++
		}
	}
	for odd, e := range []*Encoding{utf16be, utf16le} {
		if nuls[odd] == 0 || nuls[1-odd]*8 > nuls[odd] || nuls[odd]*50 < len(head) {
			continue
		}
		if !paired(head, odd) {
			continue
		}
		t := Decode(head, 0, e)
		if t.Invalid < 0 || t.Invalid >= len(head)-2 {
			return e
		}
	}
	return nil
}

// paired reports whether line ends and delimiters have a NUL beside them, as they do in UTF-16.
func paired(head []byte, nul int) bool {
	with, without := 0, 0
	for i, b := range head {
		switch b {
		case '\n', '\r', ',', ';', '\t':
			if i&1 != nul && head[i^1] == 0 {
				with++
			} else {
				without++
			}
		}
	}
	return with > without
}

const (
	sampleAll     = 256 << 10 // a file up to this size is looked at as a whole
	sampleWindows = 32
	sampleWindow  = sampleAll / sampleWindows
)

// sampleOf returns lines from all across the file. No encoding here has a line feed inside a
// character, so a window that begins behind one begins with a character.
func sampleOf(raw []byte) []byte {
	if len(raw) <= sampleAll {
		return raw
	}
	var sample []byte
	for i := range sampleWindows {
		at := i * (len(raw) / sampleWindows)
		window := raw[at:min(at+sampleWindow, len(raw))]
		if nl := bytes.LastIndexByte(window, '\n'); nl >= 0 {
			window = window[:nl+1]
		}
		if i > 0 {
			window = window[bytes.IndexByte(window, '\n')+1:]
		}
		sample = append(sample, window...)
	}
	if ascii(sample) { // what is not lies between the windows
		i := slices.IndexFunc(raw, func(b byte) bool { return b >= utf8.RuneSelf })
		from := bytes.LastIndexByte(raw[:i], '\n') + 1
		sample = append(sample, raw[max(from, i-sampleWindow):min(i+sampleWindow, len(raw))]...)
	}
	return sample
}

const tellingBytes = 48 << 10 // more do not change the verdict

// telling returns the words that hold more than ASCII, each once, as far as they are needed: a word that a
// column repeats a thousand times tells no more than one. No character of several bytes has one below '0'
// behind its first, so that words end where characters end.
func telling(sample []byte) []byte {
	var words []byte
	seen := map[string]bool{}
	for len(sample) > 0 {
		n := bytes.IndexFunc(sample, func(r rune) bool { return r < '0' }) + 1
		if n == 0 {
			n = len(sample)
		}
		word := sample[:n]
		sample = sample[n:]
		if ascii(word) || seen[string(word)] {
			continue
		}
		seen[string(word)] = true
		words = append(words, word...)
		if len(words) > tellingBytes {
			return words[:tellingBytes]
		}
	}
	return words
}

// mostlyUTF8 tells UTF-8 with some broken bytes, which other encodings hardly ever resemble.
func mostlyUTF8(sample []byte) bool {
	whole, broken := 0, 0
	for i := 0; i < len(sample); {
		r, n := utf8.DecodeRune(sample[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			whole++
		}
		i += n
	}
	return whole >= 4*broken
}

const (
	sure       = 3    // a likelihood twenty times that of the next
	likely     = -7.5 // for each character; what is less so in the best encoding is nobody's text
	likelyEast = -9.2 // the same for ideographs, of which there are many
)

// likeliest weighs each encoding by how well its characters sit in what people write.
func likeliest(sample []byte) Finding {
	type candidate struct {
		*Encoding
		chars string
		score float64
	}
	var all []candidate
	for _, e := range encodings {
		if e.codec == nil || e == utf16le || e == utf16be || e.prior == told {
			continue
		}
		t := Decode(sample, 0, e)
		if t.Invalid >= 0 && t.Invalid < len(sample)-4 && !e.single {
			continue // a character of several bytes broken in the middle of the sample
		}
		c := candidate{e, string(t.Chars), e.prior}
		c.score += likelihood(c.chars, e.single)
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	best := all[0]
	f := Finding{Encoding: best.Encoding}
	least := likelyEast
	if best.single {
		least = likely
	}
	strange := best.score < least*float64(beyond(best.chars))+best.prior
	for _, c := range all[1:] {
		if c.chars != best.chars && (strange || best.score-c.score < sure) {
			f.Rival = c.Encoding
			break
		}
	}
	if f.Rival == nil && best.single && joined(sample) {
		f.Rival = UTF8
	}
	return f
}

// joined reports whether a text of another encoding has quotation marks, dashes and dots as UTF-8 has them:
// it was put together from two.
func joined(sample []byte) bool {
	n := 0
	for _, sign := range []string{"‘", "’", "“", "”", "–", "—", "…"} {
		n += bytes.Count(sample, []byte(sign))
	}
	return n > 2
}

// beyond counts the characters beyond ASCII.
func beyond(s string) int {
	n := 0
	for _, r := range s {
		if r >= utf8.RuneSelf {
			n++
		}
	}
	return n
}
