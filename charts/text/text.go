// Package text measures and breaks chart text without a font: from width tables that build engine
// and browser share, so a label is as wide everywhere as it was when room was made for it.
//
// In go a string and a size in px; out comes a width in px, or lines. Start with Width. The tables
// are those of Liberation Sans, which has Arial's metrics; `go generate ./charts/text` makes them.
package text

import (
	"embed"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

//go:generate go run -tags generate ./generate

//go:embed all:dist
var dist embed.FS

type table struct {
	unit    float64
	widths  map[uint16]int
	kerning map[[2]uint16]int
	ascii   [128]int      // widths again, for most of what is measured
	pairs   [128][128]int // kerning again
}

var faces = sync.OnceValue(func() [2]*table {
	var raw struct{ Regular, Bold encoded }
	b, err := dist.ReadFile("dist/widths.json")
	if err == nil {
		err = json.Unmarshal(b, &raw)
	}
	if err != nil { // not generated; Ready says so
		raw.Regular.U, raw.Bold.U = 1, 1
	}
	return [2]*table{raw.Regular.decode(), raw.Bold.decode()}
})

func face(bold bool) *table {
	if bold {
		return faces()[1]
	}
	return faces()[0]
}

// Ready reports whether the width tables were generated; without them every character counts
// one em.
func Ready() bool { return len(face(false).widths) > 0 }

type encoded struct {
	U    int
	W, K string
}

func (e encoded) decode() *table {
	t := &table{unit: float64(e.U), widths: map[uint16]int{}, kerning: map[[2]uint16]int{}}
	for run := range strings.SplitSeq(e.W, ";") {
		parts := strings.Fields(run)
		if len(parts) == 0 {
			continue
		}
		c := base36(parts[0])
		for _, p := range parts[1:] {
			w, n, repeated := strings.Cut(p, "*")
			count := 1
			if repeated {
				count = base36(n)
			}
			for range count {
				t.widths[uint16(c)] = base36(w)
				c++
			}
		}
	}
	for line := range strings.SplitSeq(e.K, "\n") {
		d, pairs, ok := strings.Cut(line, ":")
		delta, err := strconv.Atoi(d)
		if !ok || err != nil {
			continue
		}
		units := utf16.Encode([]rune(pairs))
		for i := 0; i+1 < len(units); i += 2 {
			t.kerning[[2]uint16{units[i], units[i+1]}] = delta
		}
	}
	for c := range t.ascii {
		t.ascii[c] = t.width(uint16(c))
		for d := range t.pairs[c] {
			t.pairs[c][d] = t.kerning[[2]uint16{uint16(c), uint16(d)}]
		}
	}
	return t
}

func base36(s string) int {
	n, _ := strconv.ParseInt(s, 36, 32)
	return int(n)
}

// Width returns how wide the text is set in px at the size in px. Ideographs, emoji and characters
// without a table entry count one em, combining marks nothing. measure.ts is its twin: both count
// UTF-16 units in whole font units and divide once.
func Width(s string, size float64, bold bool) float64 {
	t := face(bold)
	sum, prev := 0, byte(0)
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return float64(t.wide(s)) * size / t.unit
		}
		sum += t.ascii[c] + t.pairs[prev][c]
		prev = c
	}
	return float64(sum) * size / t.unit
}

// wide measures text of any script in font units.
func (t *table) wide(s string) int {
	sum, prev := 0, uint16(0)
	for _, c := range utf16.Encode([]rune(s)) {
		sum += t.width(c) + t.kerning[[2]uint16{prev, c}]
		prev = c
	}
	return sum
}

func (t *table) width(c uint16) int {
	if w, ok := t.widths[c]; ok {
		return w
	}
	if c >= 0xdc00 && c < 0xe000 || c >= 0x300 && c < 0x370 || c == 0x200d || c >= 0xfe00 && c < 0xfe10 {
		return 0
	}
	return int(t.unit)
}

// Words returns the pieces of a text that stay on one line: words with the space or hyphen behind
// them, and single ideographs.
func Words(s string) []string {
	var words []string
	start := 0
	runes := []rune(s)
	for i, r := range runes {
		last := i == len(runes)-1
		if last || unicode.IsSpace(r) && !unicode.IsSpace(runes[i+1]) || breaksAfter(r, runes[i+1]) {
			words = append(words, string(runes[start:i+1]))
			start = i + 1
		}
	}
	return words
}

func breaksAfter(r, next rune) bool {
	if r == '-' || r == '–' || r == '/' {
		return unicode.IsLetter(next)
	}
	return ideograph(r) && !unicode.IsPunct(next) || ideograph(next) && !unicode.IsPunct(r) && !unicode.IsSpace(r)
}

func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// Wrap breaks a text into lines of at most room px: between words, and inside a word only when
// it alone is wider. Line ends that are in the text stay. No character but a space at a break is
// lost.
func Wrap(s string, size float64, bold bool, room float64) []string {
	var lines []string
	for para := range strings.SplitSeq(s, "\n") {
		if Width(para, size, bold) <= room {
			lines = append(lines, strings.TrimRight(para, " "))
			continue
		}
		line := ""
		for _, w := range Words(para) {
			if line != "" && Width(strings.TrimRight(line+w, " "), size, bold) > room {
				lines = append(lines, strings.TrimRight(line, " "))
				line = ""
			}
			for line == "" && Width(strings.TrimRight(w, " "), size, bold) > room {
				head := fitting(w, size, bold, room)
				if head == w {
					break
				}
				lines = append(lines, head)
				w = w[len(head):]
			}
			line += w
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// fitting returns the longest start of a word that fits, at least one character.
func fitting(w string, size float64, bold bool, room float64) string {
	end := 0
	for i, r := range w {
		next := i + len(string(r))
		if i > 0 && Width(w[:next], size, bold) > room {
			break
		}
		end = next
	}
	return w[:end]
}
