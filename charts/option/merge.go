package option

import (
	"maps"
	"slices"
)

// components are the lists that ECharts merges by index.
var components = []string{"series", "xAxis", "yAxis", "grid", "dataZoom", "visualMap", "legend", "title", "dataset"}

// Merge lays b over a: objects merge, component lists merge by index, all else replaces.
func Merge(a, b Object) Object {
	for _, k := range slices.Sorted(maps.Keys(b)) {
		av, had := a[k]
		am, aok := av.(Object)
		bm, bok := b[k].(Object)
		switch {
		case had && slices.Contains(components, k):
			a[k] = mergeList(av, b[k])
		case aok && bok && bm["$f"] == nil:
			a[k] = Merge(am, bm)
		default:
			a[k] = b[k]
		}
	}
	return a
}

func mergeList(a, b any) any {
	x, y := asList(a), asList(b)
	for i := range y {
		var xm Object
		xok := false
		if i < len(x) {
			xm, xok = x[i].(Object)
		}
		ym, yok := y[i].(Object)
		switch {
		case xok && yok:
			x[i] = Merge(xm, ym)
		case i < len(x):
			x[i] = y[i]
		default:
			x = append(x, y[i])
		}
	}
	return x
}

func asList(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

// Diff returns what ECharts must merge over a to get b: component lists by index, null for what
// b lacks.
func Diff(a, b Object) Object {
	out := Object{}
	for k, bv := range b {
		av, had := a[k]
		if had && equal(av, bv) {
			continue
		}
		am, aok := av.(Object)
		bm, bok := bv.(Object)
		al, alok := av.([]any)
		bl, blok := bv.([]any)
		switch {
		case aok && bok && bm["$f"] == nil: // a named function is one value
			out[k] = Diff(am, bm)
		case alok && blok && slices.Contains(components, k) && len(al) == len(bl):
			out[k] = diffList(al, bl)
		default:
			out[k] = bv
		}
	}
	for k := range a {
		if _, ok := b[k]; !ok {
			out[k] = nil
		}
	}
	return out
}

// equal compares JSON values; reflect.DeepEqual takes several times as long.
func equal(a, b any) bool {
	switch x := a.(type) {
	case Object:
		y, ok := b.(Object)
		if !ok || len(x) != len(y) {
			return false
		}
		for k, v := range x {
			if w, ok := y[k]; !ok || !equal(v, w) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, equal)
	case []*Mark:
		y, ok := b.([]*Mark)
		return ok && slices.EqualFunc(x, y, equalMarks)
	case []string:
		y, ok := b.([]string)
		return ok && slices.Equal(x, y)
	case []float64:
		y, ok := b.([]float64)
		return ok && slices.Equal(x, y)
	case []Tick:
		y, ok := b.([]Tick)
		return ok && slices.Equal(x, y)
	}
	switch b.(type) {
	case Object, []any, []*Mark, []string, []float64, []Tick:
		return false
	}
	return a == b
}

func diffList(a, b []any) []any {
	out := make([]any, len(b))
	for i := range b {
		am, aok := a[i].(Object)
		bm, bok := b[i].(Object)
		if aok && bok {
			out[i] = Diff(am, bm)
		} else {
			out[i] = b[i]
		}
	}
	return out
}

// Clone copies an option down to its marks, whose values and tips are shared.
func Clone(o Object) Object {
	out := make(Object, len(o))
	for k, v := range o {
		out[k] = cloneValue(v)
	}
	return out
}

func cloneValue(v any) any {
	switch t := v.(type) {
	case Object:
		return Clone(t)
	case []any:
		l := make([]any, len(t))
		for i := range t {
			l[i] = cloneValue(t[i])
		}
		return l
	case []*Mark:
		return cloneMarks(t)
	}
	return v
}
