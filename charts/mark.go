package charts

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// mark is one datum of a series. Most of an option is marks, so they are structs and no maps.
type mark struct {
	name             string // of a slice
	value            any    // as the kind's builder gave it; nil draws nothing
	text             string // the printed value
	tip              [][2]string
	symbol           string // none hides a point of a line
	label, itemStyle obj
}

// marks returns the series' data, or nil when the author's own option replaced it.
func (o jsonObject) marks() []*mark {
	l, _ := o["data"].([]*mark)
	return l
}

// marksOf reads the data of a go-echarts series, of which our kinds set name and value.
func marksOf(data reflect.Value) ([]*mark, error) {
	data = data.Elem() // of the interface that go-echarts keeps every kind's list in
	room := make([]mark, data.Len())
	list := make([]*mark, data.Len())
	for i := range list {
		m, d := &room[i], data.Index(i)
		fields, _ := membersOf(d.Type())
		for _, f := range fields {
			v := d.Field(f.index)
			switch {
			case f.name == "name":
				m.name = v.String()
			case f.name == "value":
				m.value = v.Interface()
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
func cloneMarks(list []*mark) []*mark {
	room := make([]mark, len(list))
	out := make([]*mark, len(list))
	for i, m := range list {
		room[i] = *m
		room[i].label, room[i].itemStyle = maps.Clone(m.label), maps.Clone(m.itemStyle)
		out[i] = &room[i]
	}
	return out
}

func equalMarks(a, b *mark) bool {
	return a.name == b.name && a.text == b.text && a.symbol == b.symbol && slices.Equal(a.tip, b.tip) &&
		equal(a.value, b.value) && equal(a.label, b.label) && equal(a.itemStyle, b.itemStyle)
}

// append writes the mark as a JSON object, keys sorted, without what is empty.
func (m *mark) append(b []byte) ([]byte, error) {
	var err error
	start := len(b)
	key := func(name string) { b = append(append(append(b, ',', '"'), name...), '"', ':') }
	for _, o := range []struct {
		name string
		obj  obj
	}{{"itemStyle", m.itemStyle}, {"label", m.label}} {
		if o.obj != nil {
			key(o.name)
			if b, err = appendObject(b, o.obj); err != nil {
				return nil, err
			}
		}
	}
	if m.name != "" {
		key("name")
		b = appendString(b, m.name)
	}
	if m.symbol != "" {
		key("symbol")
		b = appendString(b, m.symbol)
	}
	if m.text != "" {
		key("text")
		b = appendString(b, m.text)
	}
	if m.tip != nil {
		key("tip")
		b = append(b, '[')
		for i, line := range m.tip {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(append(appendString(append(b, '['), line[0]), ','), line[1]), ']')
		}
		b = append(b, ']')
	}
	if m.value != nil {
		key("value")
		if b, err = appendJSON(b, m.value); err != nil {
			return nil, err
		}
	}
	if len(b) == start {
		return append(b, '{', '}'), nil
	}
	b[start] = '{'
	return append(b, '}'), nil
}
