//go:build generate

// Command generate writes the width tables: advances and kerning of Liberation Sans, whose metrics
// are those of Arial, measured by shaping with HarfBuzz's algorithm.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// table is what text.Width and its JavaScript twin read. W holds runs "start advance*count ..."
// in base 36; K holds lines "delta:pairs".
type table struct {
	U int    `json:"u"`
	W string `json:"w"`
	K string `json:"k"`
}

func main() {
	out := map[string]table{"regular": measure(liberationsansregular.TTF), "bold": measure(liberationsansbold.TTF)}
	b, err := json.Marshal(out)
	check(err)
	check(os.MkdirAll("dist", 0o755))
	check(os.WriteFile("dist/widths.json", b, 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// ranges are the scripts that chart text is likely to hold; the rest counts one em.
var ranges = [][2]rune{{0x20, 0x7e}, {0xa0, 0x24f}, {0x2b0, 0x2dd}, {0x370, 0x3ff}, {0x400, 0x52f}, {0x5d0, 0x5ea}, {0x1e00, 0x1fff},
	{0x2000, 0x209f}, {0x20a0, 0x20bf}, {0x2100, 0x218f}, {0x2190, 0x22ff}, {0x2500, 0x25ff}}

func measure(ttf []byte) table {
	face, err := font.ParseTTF(bytes.NewReader(ttf))
	check(err)
	widths := map[rune]int{}
	var runes []rune
	for _, r := range ranges {
		for c := r[0]; c <= r[1]; c++ {
			if g, ok := face.NominalGlyph(c); ok {
				widths[c] = int(face.HorizontalAdvance(g) + 0.5)
				runes = append(runes, c)
			}
		}
	}
	return table{int(face.Upem()), runLengths(runes, widths), kerning(face, widths)}
}

func runLengths(runes []rune, widths map[rune]int) string {
	var b strings.Builder
	for i := 0; i < len(runes); {
		if i == 0 || runes[i] != runes[i-1]+1 {
			if i > 0 {
				b.WriteByte(';')
			}
			b.WriteString(strconv.FormatInt(int64(runes[i]), 36))
		}
		n := 1
		for i+n < len(runes) && runes[i+n] == runes[i]+rune(n) && widths[runes[i+n]] == widths[runes[i]] {
			n++
		}
		b.WriteString(" " + strconv.FormatInt(int64(widths[runes[i]]), 36))
		if n > 1 {
			b.WriteString("*" + strconv.FormatInt(int64(n), 36))
		}
		i += n
	}
	return b.String()
}

// kerning shapes every pair of common letters and keeps what differs from the sum of advances.
// Pairs without a letter are left out: Chromium does not kern digits and punctuation alone.
func kerning(face *font.Face, widths map[rune]int) string {
	shaper := shaping.HarfbuzzShaper{}
	pairs := map[int][]rune{}
	scripts := []struct {
		script language.Script
		runes  []rune
	}{{language.Latin, present(widths, [2]rune{0x20, 0x7e}, [2]rune{0xc0, 0x17f})}, {language.Cyrillic, present(widths, [2]rune{0x401, 0x45f})}}
	for _, s := range scripts {
		for _, a := range s.runes {
			for _, b := range s.runes {
				out := shaper.Shape(shaping.Input{Text: []rune{a, b}, RunEnd: 2, Direction: di.DirectionLTR, Face: face,
					Size: fixed.I(int(face.Upem())), Script: s.script, Language: "en"})
				d := out.Advance.Round() - widths[a] - widths[b]
				if d != 0 && (unicode.IsLetter(a) || unicode.IsLetter(b)) {
					pairs[d] = append(pairs[d], a, b)
				}
			}
		}
	}
	var deltas []int
	for d := range pairs {
		deltas = append(deltas, d)
	}
	slices.Sort(deltas)
	var b strings.Builder
	for _, d := range deltas {
		fmt.Fprintf(&b, "%d:%s\n", d, string(pairs[d]))
	}
	return b.String()
}

func present(widths map[rune]int, ranges ...[2]rune) []rune {
	var out []rune
	for _, r := range ranges {
		for c := r[0]; c <= r[1]; c++ {
			if _, ok := widths[c]; ok {
				out = append(out, c)
			}
		}
	}
	return out
}
