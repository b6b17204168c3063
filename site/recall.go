package site

import (
	"encoding/binary"

	"plotline/charts"
	"plotline/charts/draw"
)

// keptFigure is the key under which a figure's option and drawings are kept for later builds, as
// making options is a quarter of a build whose drawings are all there. An option follows from the
// block, its values and the program, which ccache tells apart by its file's size and time as well
// (compiler_check = mtime). Without the program's identity nothing is kept.
func (r *run) keptFigure(f *figure) [32]byte {
	return keyOf([]byte(r.options.Program), f.key[:], []byte(f.job.ID))
}

// recall returns the option of a figure and its drawings from an earlier build.
func (r *run) recall(f *figure) (*charts.Option, [][]byte) {
	if r.options.Program == "" {
		return nil, nil
	}
	parts, ok := r.drawer.Recall(r.keptFigure(f))
	if !ok || len(parts) < 2 {
		return nil, nil
	}
	o := &charts.Option{JSON: parts[1]}
	numbers := parts[0]
	next := func() int {
		v, n := binary.Uvarint(numbers)
		numbers = numbers[max(n, 0):]
		return int(v)
	}
	o.Break = next()
	for range parts[2:] {
		o.Sizes = append(o.Sizes, draw.Size{Width: next(), Height: next()})
	}
	return o, parts[2:]
}

// keep is recall's other half.
func (r *run) keep(f *figure, svg [][]byte) {
	if r.options.Program == "" {
		return
	}
	numbers := binary.AppendUvarint(nil, uint64(f.option.Break))
	for _, s := range f.option.Sizes {
		numbers = binary.AppendUvarint(binary.AppendUvarint(numbers, uint64(s.Width)), uint64(s.Height))
	}
	r.drawer.Keep(r.keptFigure(f), append([][]byte{numbers, f.option.JSON}, svg...))
}
