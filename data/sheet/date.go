package sheet

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"
)

// dateFormat is what of a moment a number format shows; zero is the format of plain numbers.
type dateFormat struct{ day, clock bool }

// formats reads which styles show dates.
func (b *book) formats(name string) error {
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(name, &s); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range s.Formats {
		codes[f.ID] = f.Code
	}
	for _, style := range s.Styles {
		f := builtIn(style.Format)
		if code, has := codes[style.Format]; has {
			f = formatOf(code)
		}
		b.styles = append(b.styles, f)
	}
	return nil
}

// builtIn are the formats that have numbers and no codes (ECMA-376 part 1, 18.8.30). Some show a date in
// Japanese programs and a time in Chinese ones.
func builtIn(id int) dateFormat {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58, id >= 71 && id <= 74:
		return dateFormat{day: true}
	case id == 22, id >= 32 && id <= 35, id == 55, id == 56, id == 77:
		return dateFormat{day: true, clock: true}
	case id >= 18 && id <= 21, id >= 45 && id <= 47, id == 75, id == 76, id >= 78 && id <= 80:
		return dateFormat{clock: true}
	}
	return dateFormat{}
}

// literals match what a format code shows as it is, and its colours, conditions and languages.
var literals = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

var elapsed = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`)

// formatOf reads a format code, such as dd/mm/yyyy or [$-409]h:mm.
func formatOf(code string) dateFormat {
	if elapsed.MatchString(code) {
		return dateFormat{clock: true}
	}
	code, _, _ = strings.Cut(literals.ReplaceAllString(code, ""), ";")
	code = strings.ToLower(code)
	if code == "general" {
		return dateFormat{}
	}
	f := dateFormat{clock: strings.ContainsAny(code, "hs")}
	f.day = strings.ContainsAny(code, "yd") || strings.Contains(code, "m") && !f.clock || strings.Contains(code, "ge") || strings.Contains(code, "aaa")
	return f
}

const day = 24 * 60 * 60 // seconds

// date returns a day number as ISO text, as fine as its format shows it: 2021-05-27,
// 2021-05-27T10:30:00 or 10:30:00. ok is false for numbers that are no day.
func (b *book) date(v float64, f dateFormat) (text string, ok bool) {
	if v < 0 || v >= 2958466 { // the year 10000
		return "", false
	}
	days := int(v)
	seconds := int(math.Round((v - float64(days)) * day))
	if seconds == day {
		days, seconds = days+1, 0
	}
	clock := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if !f.day || f.clock && days == 0 {
		return fmt.Sprintf("%02d", days*24+seconds/3600) + clock[2:], true
	}
	iso := "1900-02-29" // which spreadsheets believe in
	switch from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC); {
	case b.from04:
		iso = from.AddDate(4, 0, days+2).Format(time.DateOnly)
	case days > 60:
		iso = from.AddDate(0, 0, days).Format(time.DateOnly)
	case days < 60:
		iso = from.AddDate(0, 0, days+1).Format(time.DateOnly)
	}
	if f.clock && seconds > 0 {
		iso += "T" + clock
	}
	return iso, true
}

// styled is the format of a cell's style.
func (b *book) styled(style int) dateFormat {
	if style < 0 || style >= len(b.styles) {
		return dateFormat{}
	}
	return b.styles[style]
}
