package format

import (
	"fmt"
	"math"
)

// enough is how many fraction digits a column without a format shows at most, unless every digit of a
// small number lies further behind.
const enough = 3

// Auto chooses the format of a column that names none: grouped, with the fewest fraction digits that
// show each value as the data has it, at most three. 20.947 and 21.2 give num3, 840 and 1200 num0,
// 0.1+0.2 num1. A value that three digits would print as nought gets as many as its first digit
// needs, at most nine. Values that are no numbers (NaN, infinite) do not count.
func Auto(values []float64) Format {
	need := 0
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		d := shortest(v)
		r := d.round(enough)
		if r.digits == "" && d.digits != "" {
			r = d.round(1 - d.point)
		}
		need = max(need, len(r.digits)-r.point)
	}
	need = min(need, 9)
	return Format{code: fmt.Sprintf("num%d", need), min: need, max: need}
}
