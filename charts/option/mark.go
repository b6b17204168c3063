package option

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Mark is one datum of a series. Most of an option is marks, so they are structs and no maps.
type Mark struct {
	Name             string      // of a slice
	Value            any         // as the kind's builder gave it; nil draws nothing
	Text             string      // the printed value
	Tip              [][2]string // lines of the tooltip: what, and how much
	Symbol           string      // none hides a point of a line
	Label, ItemStyle Object
}

// marksOf reads the data of a go-echarts series, of which our kinds set name and value.
func marksOf(data reflect.Value) ([]*Mark, error) {
	data = data.Elem() // of the interface that go-echarts keeps every kind's list in
	room := make([]Mark, data.Len())
	list := make([]*Mark, data.Len())
	for i := range list {
		m, d := &room[i], data.Index(i)
		fields, _ := membersOf(d.Type())
		for _, f := range fields {
			v := d.Field(f.index)
			switch {
			case f.name == "name":
				m.Name = v.String()
			case f.name == "value":
				m.Value = v.Interface()
			case !v.IsZero():
				return nil, fmt.Errorf("a datum has %s; marks take names and values from go-echarts", f.name)
			}
		}
		list[i] = m
	}
	return list, nil
}

// cloneMarks copies marks so that each copy can be dressed on its own; values and tips are shared,
// as nobody changes them.
func cloneMarks(list []*Mark) []*Mark {
	room := make([]Mark, len(list))
	out := make([]*Mark, len(list))
	for i, m := range list {
		room[i] = *m
		room[i].Label, room[i].ItemStyle = maps.Clone(m.Label), maps.Clone(m.ItemStyle)
		out[i] = &room[i]
	}
	return out
}

func equalMarks(a, b *Mark) bool {
	return a.Name == b.Name && a.Text == b.Text && a.Symbol == b.Symbol && slices.Equal(a.Tip, b.Tip) &&
		equal(a.Value, b.Value) && equal(a.Label, b.Label) && equal(a.ItemStyle, b.ItemStyle)
}

// append writes the mark as a JSON object, keys sorted, without what is empty.
func (m *Mark) append(b []byte) ([]byte, error) {
	var err error
	start := len(b)
	key := func(name string) { b = append(append(append(b, ',', '"'), name...), '"', ':') }
	for _, o := range []struct {
		name   string
		Object Object
	}{{"itemStyle", m.ItemStyle}, {"label", m.Label}} {
		if o.Object != nil {
			key(o.name)
			if b, err = appendObject(b, o.Object); err != nil {
				return nil, err
			}
		}
	}
	if m.Name != "" {
		key("name")
		b = appendString(b, m.Name)
	}
	if m.Symbol != "" {
		key("symbol")
		b = appendString(b, m.Symbol)
	}
	if m.Text != "" {
		key("text")
		b = appendString(b, m.Text)
	}
	if m.Tip != nil {
		key("tip")
		b = append(b, '[')
		for i, line := range m.Tip {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(append(appendString(append(b, '['), line[0]), ','), line[1]), ']')
		}
		b = append(b, ']')
	}
	if m.Value != nil {
		key("value")
		if b, err = Append(b, m.Value); err != nil {
			return nil, err
		}
	}
	if len(b) == start {
		return append(b, '{', '}'), nil
	}
	b[start] = '{'
	return append(b, '}'), nil
}
