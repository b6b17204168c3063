package charts

import (
	"strings"

	"plotline/data/source"
	"plotline/data/yaml"
)

// Waiver is one entry of lint-ok: a rule that the chart may break, and why. Which rules there are, the
// package site knows.
type Waiver struct {
	Rule, Reason string
	At           source.Span // the rule's name
}

// waivers reads lint-ok: {dual-axis: same unit, both from zero}.
func (r *reader) waivers(n yaml.Node) {
	if n.Kind != yaml.Map {
		r.errorf(n.At, "{pie-slices: the small ones matter}", "lint-ok must be a map of rules and reasons, not %s", n.Kind)
		return
	}
	for _, k := range n.Keys {
		reason := strings.TrimSpace(k.Value.Text)
		if k.Value.Kind != yaml.Scalar || reason == "" {
			r.errorf(k.At, k.Name+": why it is fine here", "the waiver of %q has no reason", k.Name)
			continue
		}
		r.spec.LintOK = append(r.spec.LintOK, Waiver{k.Name, reason, k.At})
	}
}

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
