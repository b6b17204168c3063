package sheet

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"plotline/data"
)

// kind is what a cell holds.
type kind byte

const (
	numeric kind = iota
	text
	fault    // #N/A
	unsolved // a formula whose result was not saved
)

// cell is one cell that is not empty. Columns count from 0.
type cell struct {
	column int
	kind   kind
	text   string
}

// row is a row with cells, by its number in the sheet.
type row struct {
	number int
	hidden bool
	cells  []cell
}

// grid is what a sheet holds within a range.
type grid struct {
	rows   []row
	merged []area
}

// area is a rectangle of cells: rows from 1, columns from 0.
type area struct{ top, left, bottom, right int }

const (
	lastRow    = 1 << 20
	lastColumn = 1<<14 - 1
)

// read reads the cells of a sheet that lie in the area, up to so many rows.
func (b *book) read(part string, within area, most int) (*grid, error) {
	r, err := b.part(part)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	g, d := &grid{}, xml.NewDecoder(r)
	for at := 0; len(g.rows) < most; {
		t, err := d.Token()
		if err == io.EOF {
			return g, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part, err)
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "row":
			if at++; attribute(start, "r") != "" {
				at, _ = strconv.Atoi(attribute(start, "r"))
			}
			row := row{number: at, hidden: isTrue(attribute(start, "hidden"))}
			if row.cells, err = b.row(d, at, within); err != nil {
				return nil, fmt.Errorf("%s, row %d: %w", part, at, err)
			}
			if n := len(g.rows); at < 1 || at > lastRow || n > 0 && g.rows[n-1].number >= at {
				return nil, fmt.Errorf("%s: row %d is out of its order", part, at)
			}
			if len(row.cells) > 0 {
				g.rows = append(g.rows, row)
			}
		case "mergeCell":
			if a, ok := areaOf(attribute(start, "ref")); ok && within.meets(a) {
				g.merged = append(g.merged, a)
			}
		}
	}
	return g, nil
}

func (a area) meets(b area) bool {
	return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}

// row reads a row that was just begun.
func (b *book) row(d *xml.Decoder, row int, within area) ([]cell, error) {
	var out []cell
	for column := -1; ; {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			if _, end := t.(xml.EndElement); end {
				return out, nil
			}
			continue
		}
		if start.Name.Local != "c" {
			if err := d.Skip(); err != nil {
				return nil, err
			}
			continue
		}
		before := column
		if column++; attribute(start, "r") != "" {
			column, _ = address(attribute(start, "r"))
		}
		if column <= before || column > lastColumn {
			return nil, fmt.Errorf("cell %s is out of its order", attribute(start, "r"))
		}
		c, err := b.cell(d, start)
		if err != nil {
			return nil, err
		}
		if c.column = column; (c.text != "" || c.kind == unsolved) && within.meets(area{row, column, row, column}) {
			if out, b.cells = append(out, c), b.cells+1; b.cells > data.MostCells {
				return nil, errTooMany
			}
		}
	}
}

// cell reads a cell that was just begun: of a formula its result.
func (b *book) cell(d *xml.Decoder, start xml.StartElement) (cell, error) {
	value, inline, formula := "", "", false
	for {
		t, err := d.Token()
		if err != nil {
			return cell{}, err
		}
		if _, end := t.(xml.EndElement); end {
			break
		}
		child, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch child.Name.Local {
		case "v":
			value, err = content(d)
		case "is":
			inline, err = words(d)
		default:
			formula = formula || child.Name.Local == "f"
			err = d.Skip()
		}
		if err != nil {
			return cell{}, err
		}
	}
	switch kind := attribute(start, "t"); {
	case kind == "inlineStr":
		return cell{kind: text, text: inline}, nil
	case value == "" && formula && kind != "str":
		return cell{kind: unsolved}, nil
	case value == "":
		return cell{}, nil
	case kind == "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(b.texts) {
			return cell{}, fmt.Errorf("cell %s means text %s of %d", attribute(start, "r"), value, len(b.texts))
		}
		return cell{kind: text, text: b.texts[i]}, nil
	case kind == "str":
		return cell{kind: text, text: unescape(value)}, nil
	case kind == "b":
		return cell{kind: text, text: strconv.FormatBool(isTrue(value))}, nil
	case kind == "e":
		return cell{kind: fault, text: value}, nil
	case kind == "d":
		return cell{text: strings.TrimSuffix(value, "T00:00:00")}, nil
	}
	style, _ := strconv.Atoi(attribute(start, "s"))
	return cell{text: b.number(value, b.styled(style))}, nil
}

// content reads the characters of an element that was just begun.
func content(d *xml.Decoder) (string, error) {
	var b []byte
	for {
		t, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			b = append(b, t...)
		case xml.EndElement:
			return string(b), nil
		}
	}
}

// number returns a number's text: of a day its date, else as data.Decimal has it. Whole numbers keep
// every digit.
func (b *book) number(value string, f dateFormat) string {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	if f != (dateFormat{}) {
		if s, ok := b.date(v, f); ok {
			return s
		}
	}
	if strings.Trim(strings.TrimPrefix(value, "-"), "0123456789") == "" {
		return value
	}
	return data.Decimal(v)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func isTrue(s string) bool { return s == "1" || s == "true" }

// address reads B7: column 1, row 7; a missing row is 0. A column that is none is -1.
func address(s string) (column, row int) {
	i := 0
	for ; i < len(s) && s[i] >= 'A' && s[i] <= 'Z' && i < 4; i++ {
		column = column*26 + int(s[i]-'A') + 1
	}
	row, _ = strconv.Atoi(s[i:])
	return column - 1, row
}

// areaOf reads A5:F30, or A5:F for all rows below, or one cell.
func areaOf(s string) (area, bool) {
	from, to, two := strings.Cut(s, ":")
	if !two {
		to = from
	}
	var a area
	a.left, a.top = address(from)
	if a.right, a.bottom = address(to); a.bottom == 0 {
		a.bottom = lastRow
	}
	return a, a.top > 0 && a.left >= 0 && a.left <= a.right && a.top <= a.bottom
}

// turn writes a range of which the corners are told in another order as A5:F30, and is empty for what is none.
func turn(s string) string {
	from, to, _ := strings.Cut(s, ":")
	left, top := address(from)
	right, bottom := address(to)
	row := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	if bottom > 0 {
		top, bottom = min(top, bottom), max(top, bottom)
	}
	turned := name(min(left, right)) + row(top) + ":" + name(max(left, right)) + row(bottom)
	if _, ok := areaOf(turned); !ok {
		return ""
	}
	return turned
}

// name is a column as workbooks name it: B.
func name(column int) string {
	s := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

func (a area) String() string {
	return fmt.Sprintf("%s%d:%s%d", name(a.left), a.top, name(a.right), a.bottom)
}
