package site

import (
	"encoding/binary"

	"plotline/charts"
	"plotline/charts/draw"
)

// drawn is a chart's option and its drawings, one for each of the option's sizes.
type drawn struct {
	option *charts.Option
	svg    [][]byte
}

// drawings are the chart's, from memory or as an earlier build kept them; ok is false when it is to be drawn.
func (r *run) drawings(f *figure) (d drawn, ok bool) {
	k := f.drawingKey()
	if d, ok = r.svgs.get(k); ok || f.head == nil {
		return d, ok
	}
	if d, ok = r.recall(f); ok {
		r.svgs.put(k, d)
	}
	return d, ok
}

// whole is the option with its JSON.
func (f *figure) whole() *charts.Option {
	if f.head == nil {
		return f.option
	}
	o, _ := charts.Assemble(f.plot) // without a problem, as it was drawn before
	return o
}

// keptFigure is the key under which a figure's option and drawings are kept for later builds, as
// making options is a quarter of a build whose drawings are all there. An option follows from the
// block, its values and the program, which ccache tells apart by its file's size and time as well
// (compiler_check = mtime). Without the program's identity nothing is kept.
func (r *run) keptFigure(f *figure) [32]byte {
	return keyOf([]byte(r.options.Program), f.key[:], []byte(f.prefix))
}

// recall returns what an earlier build kept of a figure.
func (r *run) recall(f *figure) (drawn, bool) {
	if r.options.Program == "" {
		return drawn{}, false
	}
	parts, ok := r.drawer.Recall(r.keptFigure(f))
	if !ok || len(parts) < 2 {
		return drawn{}, false
	}
	o := &charts.Option{JSON: parts[1]}
	numbers := numbers(parts[0])
	o.Break = numbers.next()
	for range parts[2:] {
		o.Sizes = append(o.Sizes, draw.Size{Width: numbers.next(), Height: numbers.next()})
	}
	return drawn{o, parts[2:]}, true
}

// keep is recall's other half.
func (r *run) keep(f *figure, d drawn) {
	if r.options.Program == "" {
		return
	}
	numbers := binary.AppendUvarint(nil, uint64(d.option.Break))
	for _, s := range d.option.Sizes {
		numbers = binary.AppendUvarint(binary.AppendUvarint(numbers, uint64(s.Width)), uint64(s.Height))
	}
	r.drawer.Keep(r.keptFigure(f), append([][]byte{numbers, d.option.JSON}, d.svg...))
}

// numbers are varints, one after the other; 0 beyond their end.
type numbers []byte

func (n *numbers) next() int {
	v, size := binary.Uvarint(*n)
	*n = (*n)[max(size, 0):]
	return int(v)
}

// bytes are those that follow their number.
func (n *numbers) bytes() []byte {
	size := min(max(n.next(), 0), len(*n))
	b := (*n)[:size:size]
	*n = (*n)[size:]
	return b
}
