package option

import (
	"encoding/json"
	"math"
	"testing"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// TestAppend compares with encoding/json, the reference.
func TestAppend(t *testing.T) {
	for _, v := range []any{
		nil, true, false, "", "plain", "</script><!-- & ' \" \\ \n \u2028 ü 合肥 \x00 \xff", 0, -7, 1 << 53,
		0.0, math.Copysign(0, -1), 0.1, 1e-6, 9.99e-7, 1e-7, 1.5e-10, 1e20, 1e21, 1.7976931348623157e308, 5e-324, 123456.789,
		[]any{}, Object{}, []float64{0.5, 2}, []string{}, Object{"b": 1, "a": []any{nil, "x", Object{"z": 0.5}}, "é": "v", "<": "k"}, []string{"other"},
	} {
		got, err := Append([]byte("x"), v)
		want, _ := json.Marshal(v)
		if err != nil || string(got) != "x"+string(want) {
			t.Errorf("Append(%#v) = %s, %v, want %s", v, got, err, want)
		}
	}
	for _, v := range []any{math.NaN(), []any{Object{"a": math.Inf(1)}}, func() {}} {
		if got, err := Append(nil, v); err == nil {
			t.Errorf("Append(%v) = %s, want an error", v, got)
		}
	}
}

// TestFromGo compares with what encoding/json writes and reads back.
func TestFromGo(t *testing.T) {
	line := echarts.NewLine()
	line.AddSeries("a <b>", []opts.LineData{{Value: 0}, {Value: nil}, {Value: []any{1.5, nil}, Name: "n"}},
		echarts.WithLineChartOpts(opts.LineChart{ConnectNulls: opts.Bool(false), Step: "end"}),
		echarts.WithLabelOpts(opts.Label{Show: opts.Bool(true), FontSize: 3}), echarts.WithLineStyleOpts(opts.LineStyle{Width: 0.1}))
	pie := echarts.NewPie()
	pie.AddSeries("", []opts.PieData{{Name: "x", Value: 1e21}, {}})
	for _, c := range []interface {
		Validate()
		JSON() map[string]any
	}{line, pie, echarts.NewBar().AddSeries("none", nil)} {
		c.Validate()
		got, err := FromGo(c.JSON()["series"])
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(c.JSON()["series"])
		if err != nil {
			t.Fatal(err)
		}
		var read any
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		want, _ := json.Marshal(withoutNulls(read))
		if have, _ := Append(nil, got); string(have) != string(want) {
			t.Errorf("FromGo: %s\nwant  %s", have, want)
		}
	}
}

// withoutNulls drops members that are null; in a list they are data.
func withoutNulls(v any) any {
	switch t := v.(type) {
	case map[string]any:
		for k, x := range t {
			if t[k] = withoutNulls(x); x == nil {
				delete(t, k)
			}
		}
	case []any:
		for i, x := range t {
			t[i] = withoutNulls(x)
		}
	}
	return v
}
