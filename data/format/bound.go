package format

// signs are the marks of a bound column and how they print before the number.
var signs = map[string]string{">": ">", ">=": "≥", "≥": "≥", "<": "<", "<=": "≤", "≤": "≤", "~": "~", "": ""}

// spoken says the marks in words, by language of the table, for text that is read aloud. Languages
// without an entry print the signs.
var spoken = map[string]map[string]string{
	"en":      english,
	"en-us":   english,
	"en-gb":   english,
	"zh-hans": {">": "超过", "≥": "至少", "<": "少于", "≤": "至多", "~": "约"},
	"zh-hant": {">": "超過", "≥": "至少", "<": "少於", "≤": "至多", "~": "約"},
}

var english = map[string]string{">": "more than ", "≥": "at least ", "<": "less than ", "≤": "at most ", "~": "about "}

// Marks lists the legal marks of a bound column, as people type them; ≥ and ≤ are legal too.
func Marks() []string { return []string{">", ">=", "<", "<=", "~"} }

// Bound prints a mark before a number that Number printed: ">840", "≥840", "~33%". No mark leaves the
// text alone; an unknown one is printed as it is, so nothing that the data says is lost.
func Bound(mark, text string) string {
	if sign, ok := signs[mark]; ok {
		return sign + text
	}
	return mark + text
}

// BoundWords is Bound for accessible text: "more than 840", "at most 5", "about 33%", "超过840".
// A language without words for the marks prints the signs.
func BoundWords(lang, mark, text string) string {
	if word, ok := spoken[known(lang)][signs[mark]]; ok {
		return word + text
	}
	return Bound(mark, text)
}
