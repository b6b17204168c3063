package format

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

//go:generate node generate/generate.mjs

// tableJSON is what a language needs to print numbers and dates: CLDR through Intl. The browser
// bundles the same file.
//
//go:embed table.json
var tableJSON []byte

// language is one row of the table. In patterns 0 stands for the digits, ¤ for the currency's sign,
// %d %y for day and year, %0 %1 ... for the month's name in that list of Months, %q for the quarter
// and %r for its word in Ordinals. Percent and Money hold the pattern of a positive and of a
// negative number. Short are the words for thousand, million and billion; Myriad, where a language
// counts in ten thousands, those for 10^4, 10^8 and 10^12.
type language struct {
	Decimal, Group string
	MinGroup       int // digits that must stand before the first separator
	Minus          string
	Percent, Money []string
	Short, Myriad  []string
	Yuan           []string // patterns instead of Money where ¥ would be read as yen
	Date, Month    string
	DateShort      string
	MonthShort     string
	Day, Mon       string
	Quarter, Q     string
	Ordinals       string   // four words between bars, in languages that do not number quarters
	Months         []string // twelve names each, between bars
}

type table struct {
	Alias     map[string]string
	Languages map[string]*language
}

var languages = sync.OnceValue(func() table {
	var t table
	if err := json.Unmarshal(tableJSON, &t); err != nil {
		panic("data/format: table.json: " + err.Error()) // our own file, read by every test
	}
	return t
})

// of finds the row for a language tag.
func of(tag string) *language { return languages().Languages[known(tag)] }

// known finds the key of the table for a language tag: the tag itself, then what is left when its
// last part is cut off (de-AT is de, zh-Hant-HK is zh-hant), at last English.
func known(tag string) string {
	t := languages()
	tag = strings.ReplaceAll(strings.ToLower(tag), "_", "-")
	for tag != "" {
		if to, ok := t.Alias[tag]; ok {
			return to
		}
		if _, ok := t.Languages[tag]; ok {
			return tag
		}
		tag = tag[:max(0, strings.LastIndexByte(tag, '-'))]
	}
	return "en"
}

// Knows reports whether there is a row for a language tag, or for what it begins with.
func Knows(tag string) bool {
	base, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return known(tag) != "en" || strings.EqualFold(base, "en")
}

// Languages lists the tags that there are rows for, in their usual spelling: en, en-GB, zh-Hans.
func Languages() []string {
	var tags []string
	for tag := range languages().Languages {
		if base, rest, ok := strings.Cut(tag, "-"); ok && len(rest) == 2 {
			tag = base + "-" + strings.ToUpper(rest)
		} else if ok {
			tag = base + "-" + strings.ToUpper(rest[:1]) + rest[1:]
		}
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// Separators returns the decimal separator of a language and the one between thousands.
func Separators(tag string) (decimal, group string) {
	l := of(tag)
	return l.Decimal, l.Group
}
