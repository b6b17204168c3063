package data

import (
	"bytes"
	"regexp"
	"strings"
)

// CSV writes columns of the table for download: UTF-8, commas, LF. A text that a spreadsheet
// would run as a formula gets an apostrophe in front; numbers and dates never do.
func (t *Table) CSV(columns []*Column) []byte {
	var b bytes.Buffer
	for i, c := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		writeCell(&b, defuse(c.Name))
	}
	b.WriteByte('\n')
	for row := range t.Rows {
		for i, c := range columns {
			if i > 0 {
				b.WriteByte(',')
			}
			text := c.texts[row]
			if c.Type == Text {
				text = defuse(text)
			}
			writeCell(&b, text)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// Sheet writes rows of texts for spreadsheets, as CSV writes tables: decimals are the only numbers there.
func Sheet(rows [][]string) []byte {
	var b bytes.Buffer
	for _, row := range rows {
		for i, text := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			if !decimal.MatchString(text) {
				text = defuse(text)
			}
			writeCell(&b, text)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// defuse follows OWASP's advice on CSV injection.
func defuse(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func writeCell(b *bytes.Buffer, s string) {
	if !strings.ContainsAny(s, ",\"\n\r") {
		b.WriteString(s)
		return
	}
	b.WriteString(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`)
}
