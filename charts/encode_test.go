package charts

import (
	"encoding/json"
	"math"
	"testing"
)

// TestAppendJSON compares with encoding/json, the reference.
func TestAppendJSON(t *testing.T) {
	for _, v := range []any{
		nil, true, false, "", "plain", "</script><!-- & ' \" \\ \n \u2028 ü 合肥 \x00 \xff", 0, -7, 1 << 53,
		0.0, math.Copysign(0, -1), 0.1, 1e-6, 9.99e-7, 1e-7, 1.5e-10, 1e20, 1e21, 1.7976931348623157e308, 5e-324, 123456.789,
		json.Number("9007199254740993"), []any{}, obj{}, obj{"b": 1, "a": []any{nil, "x", obj{"z": 0.5}}, "é": "v", "<": "k"}, []string{"other"},
	} {
		got, err := appendJSON([]byte("x"), v)
		want, _ := json.Marshal(v)
		if err != nil || string(got) != "x"+string(want) {
			t.Errorf("appendJSON(%#v) = %s, %v, want %s", v, got, err, want)
		}
	}
	for _, v := range []any{math.NaN(), []any{obj{"a": math.Inf(1)}}, func() {}} {
		if got, err := appendJSON(nil, v); err == nil {
			t.Errorf("appendJSON(%v) = %s, want an error", v, got)
		}
	}
}
