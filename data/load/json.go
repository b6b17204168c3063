package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"plotline/data"
	"plotline/data/source"
)

// objects reads a JSON array of objects, one for each row. The columns are the keys of all of them, in the
// order in which they first come; numbers are taken as they are written.
func objects(from *source.File, o data.Options) (data.Opened, source.List) {
	raw := from.Part(0, from.Size())
	switch whole := source.NewFile(from.Path, nil).All(); {
	case len(bytes.TrimSpace(raw)) == 0:
		return data.Opened{}, source.List{source.Errorf(from.All().Sub(0, 0), "the file is empty").WithRule("empty-file")}
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return data.Opened{}, source.List{source.Errorf(whole, "the file is read as utf-16, and JSON must be UTF-8").WithRule("encoding-not-supported").WithHint("save it as UTF-8")}
	}
	f, problems := source.NewText(from.Path, raw)
	if problems.HasErrors() {
		return data.Opened{}, problems
	}
	d := &decoder{Decoder: json.NewDecoder(bytes.NewReader(f.Text)), file: f, at: map[string]source.Span{}}
	d.UseNumber()
	if p := d.array(); p != nil {
		return data.Opened{}, source.List{*p}
	}
	if len(d.keys) == 0 {
		return data.Opened{}, source.List{source.Errorf(f.Span(0, 1), "the array holds no objects with keys").WithRule("empty-file")}
	}
	if n := len(d.keys); n > data.MostCells/max(1, len(d.rows)) {
		p := source.Errorf(f.Span(0, 1), "%d objects with %d different keys; a table has at most %d million cells", len(d.rows), n, data.MostCells/1_000_000).WithRule("too-large").
			WithHint("keep the keys that the story needs: each is a column of all rows")
		return data.Opened{}, source.List{p}
	}
	m := &data.Maker{}
	write := func(cell func(key string) string) {
		for _, k := range d.keys {
			m.Add(cell(k))
		}
		m.End()
	}
	write(func(key string) string { return key })
	for _, r := range d.rows {
		write(func(key string) string { return r.cells[key].text })
	}
	one, none := 1, 0
	o.Preamble, o.HeaderRows, o.Footer = &none, &one, &none
	return data.Opened{File: m.File(f.Path, d.place), Options: m.Told(o)}, nil
}

// decoder reads rows and knows where each value stands.
type decoder struct {
	*json.Decoder
	file *source.File
	keys []string
	at   map[string]source.Span // where a key first stands
	rows []object
}

type object struct {
	at    source.Span // its brace
	cells map[string]value
}

type value struct {
	text       string
	start, end int
}

// place leads from the table to the file.
func (d *decoder) place(row, column int) source.Place {
	if column >= len(d.keys) || row == 0 {
		return source.Place{At: d.at[d.keys[min(column, len(d.keys)-1)]]}
	}
	r := d.rows[min(row, len(d.rows))-1]
	if v, has := r.cells[d.keys[column]]; has {
		return source.Place{At: d.file.Span(v.start, v.end)}
	}
	return source.Place{At: r.at}
}

const legalJSON = `legal is an array of objects, [{"city": "Hefei", "companies": 840}, ...], whose values are numbers, texts, true, false or null`

func (d *decoder) errorf(at source.Span, format string, args ...any) *source.Problem {
	p := source.Errorf(at, format, args...).WithRule("not-csv").WithHint(legalJSON)
	return &p
}

// next reads a token and its place.
func (d *decoder) next() (json.Token, source.Span, *source.Problem) {
	start := int(d.InputOffset())
	for start < len(d.file.Text) && bytes.IndexByte([]byte(" \t\n\r,:"), d.file.Text[start]) >= 0 {
		start++
	}
	t, err := d.Token()
	at := d.file.Span(start, int(d.InputOffset()))
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return t, at, nil
	case errors.As(err, &syntax):
		i := int(syntax.Offset)
		p := d.errorf(d.file.Span(i-1, i), "this is no JSON: %v", err)
		before := bytes.TrimRight(d.file.Text[:i], " \t\n")
		after := bytes.TrimLeft(d.file.Text[len(before):], " \t\n")
		if comma := len(before) - 1; bytes.HasSuffix(before, []byte(",")) && len(after) > 0 && (after[0] == ']' || after[0] == '}') {
			p = d.errorf(d.file.Span(comma, comma+1), "nothing comes behind this comma")
			p.Hint = "leave it out"
		}
		return nil, at, p
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, at, d.errorf(d.file.Span(len(d.file.Text)-1, len(d.file.Text)), "the JSON ends too early")
	}
	return nil, at, d.errorf(at, "this is no JSON: %v", err)
}

// array reads the file.
func (d *decoder) array() *source.Problem {
	t, at, p := d.next()
	if p != nil {
		return p
	}
	if t != json.Delim('[') {
		p := d.errorf(at, "the file holds %s, not an array of objects", kindOf(t))
		if shapes.Match(d.file.Text) {
			p.Text, p.Hint = "this is a map, GeoJSON, not an array of objects", geoJSON
		} else if key := d.inner(); key != "" {
			p.Hint = fmt.Sprintf("the table seems to stand under %q: save that part alone", key)
		} else if bytes.Contains(d.file.Text, []byte("}\n{")) {
			p.Hint = "each line seems to be an object: put commas between them, [ before the first and ] behind the last"
		}
		return p
	}
	for d.More() {
		if p := d.object(); p != nil {
			return p
		}
	}
	if _, _, p := d.next(); p != nil { // ]
		return p
	}
	if rest := bytes.TrimLeft(d.file.Text[d.InputOffset():], " \t\n"); len(rest) > 0 {
		i := len(d.file.Text) - len(rest)
		return d.errorf(d.file.Span(i, i+1), "text behind the end of the array")
	}
	return nil
}

// shapes matches the beginning of GeoJSON.
var shapes = regexp.MustCompile(`^\s*\{[^\[\]{}]*"type"\s*:\s*"(FeatureCollection|Feature|GeometryCollection)"`)

// inner is the key of an object under which an array of objects stands, if there is one.
func (d *decoder) inner() string {
	var parts map[string]json.RawMessage
	if json.Unmarshal(d.file.Text, &parts) != nil {
		return ""
	}
	found := ""
	for key, part := range parts {
		var list []map[string]json.RawMessage
		if json.Unmarshal(part, &list) != nil || len(list) == 0 {
			continue
		}
		if found != "" {
			return ""
		}
		found = key
	}
	return found
}

// object reads one row.
func (d *decoder) object() *source.Problem {
	t, at, p := d.next()
	if p != nil {
		return p
	}
	if t != json.Delim('{') {
		return d.errorf(at, "row %d is %s, not an object", len(d.rows)+1, kindOf(t))
	}
	row := object{at, map[string]value{}}
	for d.More() {
		t, at, p := d.next()
		if p != nil {
			return p
		}
		key := t.(string)
		if _, twice := row.cells[key]; twice {
			return d.errorf(at, "row %d has the key %q twice", len(d.rows)+1, key)
		}
		if _, known := d.at[key]; !known {
			d.keys = append(d.keys, key)
			d.at[key] = at
		}
		v, at, p := d.next()
		if p != nil {
			return p
		}
		cell := value{start: at.Start, end: at.End}
		switch v := v.(type) {
		case json.Delim:
			p := d.errorf(at, "the value of %q in row %d is %s", key, len(d.rows)+1, kindOf(v))
			if v == '{' {
				p.Hint = "give each of its values a key of its own in the row"
				if first, _, _ := d.next(); first != nil && first != json.Delim('}') {
					p.Hint += fmt.Sprintf(", such as %s_%s", key, first)
				}
			} else {
				p.Hint = "make a row of each of its values, or join them into one text"
			}
			return p
		case string:
			cell.text = v
		case json.Number:
			cell.text = v.String()
		case bool:
			cell.text = strconv.FormatBool(v)
		}
		row.cells[key] = cell
	}
	d.rows = append(d.rows, row)
	_, _, p = d.next() // }
	return p
}

func kindOf(t json.Token) string {
	switch t := t.(type) {
	case json.Delim:
		if t == '[' {
			return "an array"
		}
		return "an object"
	case string:
		return "a text"
	case json.Number:
		return "a number"
	case bool:
		return "a truth"
	}
	return "null"
}
