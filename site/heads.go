package site

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"plotline/charts"
	"plotline/charts/draw"
)

// head is what must be known of a kept chart when all its files stand in the site's folder: what lists of
// stories say of its size, and which letters its pictures need. The heads of all charts of a site are kept
// together, as reading the drawings of thousands would be a tenth of such a build.
type head struct {
	option charts.Option // without JSON
	narrow []byte        // signsOf the drawing that cards show
	signs  []byte        // signsOf the one that pictures show
}

// readHeads reads the heads that the last build of these stories kept. Only builds that know the site's
// folder do: others need the drawings.
func (r *run) readHeads(stories []string) {
	if r.options.Held == nil || r.options.Program == "" {
		return
	}
	r.headsKey = keyOf([]byte("heads"), []byte(r.options.Program), []byte(strings.Join(stories, "\n")))
	if parts, ok := r.drawer.Recall(r.headsKey); ok && len(parts) == 1 {
		r.heads = decodeHeads(parts[0])
	}
}

// keepHeads keeps the heads of all charts of the site, if there are others than those that were read.
func (r *run) keepHeads() {
	if r.headsKey == (key{}) {
		return
	}
	all := map[key]*head{}
	known := true
	for _, s := range r.sheets {
		for _, f := range s.charts() {
			k := f.drawingKey()
			if all[k] = f.head; f.head != nil {
				continue
			}
			known = false
			if d, ok := r.svgs.get(k); ok {
				all[k] = &head{charts.Option{Sizes: d.option.Sizes, Break: d.option.Break}, signsOf(d.svg[0]), signsOf(d.svg[len(d.svg)-1])}
			}
		}
	}
	if !known || len(all) != len(r.heads) {
		r.drawer.Keep(r.headsKey, [][]byte{encodeHeads(all)})
	}
}

// signsOf are the characters of a drawing by which fonts differ, each once, as they come: all but ASCII.
func signsOf(svg []byte) []byte {
	var out []byte
	for i := 0; i < len(svg); {
		if svg[i] < 0x7f {
			i++
			continue
		}
		c, size := utf8.DecodeRune(svg[i:])
		if i += size; bytes.IndexRune(out, c) < 0 {
			out = utf8.AppendRune(out, c)
		}
	}
	return out
}

func encodeHeads(heads map[key]*head) []byte {
	var keys []key
	for k := range heads {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int { return bytes.Compare(a[:], b[:]) })
	var b []byte
	for _, k := range keys {
		h := heads[k]
		if h == nil {
			continue
		}
		b = append(b, k[:]...)
		b = binary.AppendUvarint(b, uint64(h.option.Break))
		b = binary.AppendUvarint(b, uint64(len(h.option.Sizes)))
		for _, s := range h.option.Sizes {
			b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(s.Width)), uint64(s.Height))
		}
		for _, signs := range [][]byte{h.narrow, h.signs} {
			b = append(binary.AppendUvarint(b, uint64(len(signs))), signs...)
		}
	}
	return b
}

// decodeHeads reads what encodeHeads wrote, and nothing of what has another form.
func decodeHeads(b []byte) map[key]*head {
	heads := map[key]*head{}
	for len(b) > 0 {
		if len(b) < len(key{}) {
			return nil
		}
		k, n := key(b[:len(key{})]), numbers(b[len(key{}):])
		h := &head{}
		h.option.Break = n.next()
		for range min(n.next(), len(n)) {
			h.option.Sizes = append(h.option.Sizes, draw.Size{Width: n.next(), Height: n.next()})
		}
		h.narrow, h.signs = n.bytes(), n.bytes()
		if len(h.option.Sizes) == 0 {
			return nil
		}
		heads[k], b = h, n
	}
	return heads
}
