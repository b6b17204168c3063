// Package option holds ECharts options as trees of JSON values: it reads them out of go-echarts, lays
// one over another, tells what two differ in, and writes them.
//
// The values are nil, bool, int, float64, string, Object, []any, and for the bulk of an option
// []*Mark, []Tick, []string and []float64.
package option

// Object is a JSON object.
type Object map[string]any

// List returns a component list of the option, or nil.
func (o Object) List(name string) []any {
	l, _ := o[name].([]any)
	return l
}

// Marks returns the data of a series, or nil when the author's own option replaced them.
func (o Object) Marks() []*Mark {
	l, _ := o["data"].([]*Mark)
	return l
}

// Tick is a place on an axis of numbers, and what stands there.
type Tick struct {
	At    float64
	Label string
}
