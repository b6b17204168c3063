package option

import "testing"

// TestOverlay: a raw option may name parts that ECharts keeps in lists.
func TestOverlay(t *testing.T) {
	a := Object{"yAxis": []any{Object{"show": true, "min": 0}}, "series": []any{Object{"type": "bar"}}}
	Merge(a, Object{"yAxis": Object{"min": 5}, "series": []any{Object{"name": "x"}, Object{"type": "line"}}})
	axis, series := a["yAxis"].([]any)[0].(Object), a["series"].([]any)
	if axis["min"] != 5 || axis["show"] != true || len(series) != 2 || series[0].(Object)["type"] != "bar" || series[0].(Object)["name"] != "x" || series[1].(Object)["type"] != "line" {
		t.Errorf("merged to %v", a)
	}
}
