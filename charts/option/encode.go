package option

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Append writes a JSON value behind b as encoding/json does, byte for byte: keys sorted, and
// nothing in a string that could end a script element. Options are most of what a build encodes,
// and without reflection they take a third of the time.
func Append(b []byte, v any) ([]byte, error) {
	switch t := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, t), nil
	case string:
		return appendString(b, t), nil
	case int:
		return strconv.AppendInt(b, int64(t), 10), nil
	case float64:
		return appendFloat(b, t)
	case Object:
		return appendObject(b, t)
	case []any:
		return appendList(b, t, Append)
	case []*Mark:
		return appendList(b, t, func(b []byte, m *Mark) ([]byte, error) { return m.append(b) })
	case []string:
		return appendList(b, t, func(b []byte, s string) ([]byte, error) { return appendString(b, s), nil })
	case []float64:
		return appendList(b, t, appendFloat)
	case []Tick:
		return appendList(b, t, func(b []byte, k Tick) ([]byte, error) {
			b, err := appendFloat(append(b, '['), k.At)
			return append(appendString(append(b, ','), k.Label), ']'), err
		})
	}
	other, err := json.Marshal(v)
	return append(b, other...), err
}

func appendList[T any](b []byte, list []T, item func([]byte, T) ([]byte, error)) ([]byte, error) {
	b = append(b, '[')
	for i, x := range list {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = item(b, x); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendObject(b []byte, o Object) ([]byte, error) {
	var room [24]string
	keys := room[:0]
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b = append(b, '{')
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, k), ':')
		var err error
		if b, err = Append(b, o[k]); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendFloat writes a number as ECMAScript does (ECMA-262, Number::toString).
func appendFloat(b []byte, v float64) ([]byte, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("%v is no JSON number", v)
	}
	size := math.Abs(v)
	if size == 0 || size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(b, v, 'f', -1, 64), nil
	}
	b = strconv.AppendFloat(b, v, 'e', -1, 64)
	if n := len(b); b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // 1e-07 is 1e-7
		b = append(b[:n-2], b[n-1])
	}
	return b, nil
}

func appendString(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s)
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
