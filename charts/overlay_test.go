package charts

import "testing"

// TestOverlay: a raw option may name parts that ECharts keeps in lists.
func TestOverlay(t *testing.T) {
	a := obj{"yAxis": []any{obj{"show": true, "min": 0}}, "series": []any{obj{"type": "bar"}}}
	merge(a, obj{"yAxis": obj{"min": 5}, "series": []any{obj{"name": "x"}, obj{"type": "line"}}})
	axis, series := a["yAxis"].([]any)[0].(obj), a["series"].([]any)
	if axis["min"] != 5 || axis["show"] != true || len(series) != 2 || series[0].(obj)["type"] != "bar" || series[0].(obj)["name"] != "x" || series[1].(obj)["type"] != "line" {
		t.Errorf("merged to %v", a)
	}
}
