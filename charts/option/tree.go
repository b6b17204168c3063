package option

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// FromGo turns a value of go-echarts into the JSON values that encoding/json would write of it, less
// the members that are null: the same names and the same rules for what is left out, in a third of
// the time that writing and reading JSON takes. Nulls in a list are data and stay.
func FromGo(v any) (any, error) { return tree(reflect.ValueOf(v)) }

func tree(v reflect.Value) (any, error) {
	switch v.Kind() {
	case reflect.Invalid:
		return nil, nil
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return nil, nil
		}
		return tree(v.Elem())
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int:
		return int(v.Int()), nil
	case reflect.Float64:
		return v.Float(), nil
	case reflect.Float32: // 0.1 is 0.1, not 0.10000000149
		return strconv.ParseFloat(strconv.FormatFloat(v.Float(), 'g', -1, 32), 64)
	case reflect.Slice:
		if v.IsNil() {
			return nil, nil
		}
		list := make([]any, v.Len())
		var err error
		for i := range list {
			if list[i], err = tree(v.Index(i)); err != nil {
				return nil, err
			}
		}
		return list, nil
	case reflect.Struct:
		return object(v)
	}
	return nil, fmt.Errorf("%s is no JSON value of go-echarts", v.Type())
}

func object(v reflect.Value) (any, error) {
	list, plain := membersOf(v.Type())
	if !plain {
		return nil, fmt.Errorf("%s needs more of encoding/json than Plotline has", v.Type())
	}
	o := Object{}
	for _, m := range list {
		f := v.Field(m.index)
		if m.omitEmpty && empty(f) {
			continue
		}
		var x any
		var err error
		if m.name == "data" && !f.IsZero() && f.Elem().Len() > 0 {
			x, err = marksOf(f)
		} else {
			x, err = tree(f)
		}
		if err != nil {
			return nil, err
		}
		if x != nil {
			o[m.name] = x
		}
	}
	return o, nil
}

// empty is encoding/json's omitempty, which keeps structs.
func empty(f reflect.Value) bool {
	switch f.Kind() {
	case reflect.Slice, reflect.Map:
		return f.Len() == 0
	case reflect.Struct:
		return false
	}
	return f.IsZero()
}

type member struct {
	name      string
	index     int
	omitEmpty bool
}

var members sync.Map // []member by reflect.Type; they follow from the type alone

// membersOf returns what encoding/json would write of a struct; plain is false for types that mix
// their own members with those of others, or write themselves.
func membersOf(t reflect.Type) (list []member, plain bool) {
	if known, ok := members.Load(t); ok {
		return known.([]member), true
	}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if f.Anonymous && name == "" || reflect.PointerTo(f.Type).Implements(reflect.TypeFor[json.Marshaler]()) {
			return nil, false
		}
		if tag == "-" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		list = append(list, member{name, i, strings.Contains(options, "omitempty")})
	}
	members.Store(t, list)
	return list, true
}
