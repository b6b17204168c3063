package charts

import "plotline/data/yaml"

// checkBase warns when the raw option starts the axis of bars elsewhere than at zero: their lengths
// would no longer tell how many.
func (r *reader) checkBase() {
	s := r.spec
	if !s.ECharts.Set() || s.Kind == nil || !s.Kind.ZeroBase {
		return
	}
	for _, axis := range s.ECharts.Value.Keys {
		if axis.Name != "xAxis" && axis.Name != "yAxis" {
			continue
		}
		for _, one := range r.List(axis.Value) {
			for _, k := range one.Keys {
				if k.Name == "min" && k.Value.Text != "0" && k.Value.Kind == yaml.Scalar || k.Name == "scale" && k.Value.Text == "true" {
					r.warnf(k.At, "bar-zero-base", "remove it, or choose kind: line or dot-plot", "the lengths of a %s mean nothing when its axis does not start at zero", s.Kind.Name)
				}
			}
		}
	}
}
