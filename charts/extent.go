package charts

import (
	"math"
	"strconv"
	"strings"
)

// Extent returns the width and height of SVG's picture in CSS px, 0 for tables and bignumbers; PNG has as
// many dots times its scale.
func (f *Fragment) Extent() (width, height int) {
	if f.alone == nil {
		return 0, 0
	}
	root, _ := open(f.alone())
	return pixels(attribute(root, "width")), pixels(attribute(root, "height"))
}

// pixels reads what attribute returned.
func pixels(written string) int {
	_, value, _ := strings.Cut(strings.Trim(written, ` "`), `"`)
	v, _ := strconv.ParseFloat(value, 64) // this package wrote it
	return int(math.Round(v))
}
