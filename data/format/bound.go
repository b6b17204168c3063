package format

// signs are the marks of a bound column and how they print before the number.
var signs = map[string]string{">": ">", ">=": "≥", "≥": "≥", "<": "<", "<=": "≤", "≤": "≤", "~": "~", "": ""}

// hedges are what a source may say of a number in place of the number itself, and the nearest signs.
var hedges = map[string]string{"more-than": ">", "at-least": "≥", "less-than": "<", "fewer-than": "<", "at-most": "≤", "up-to": "≤",
	"about": "~", "nearly": "~", "just-under": "~", "just-over": "~"}

// spoken says the hedges in words, by language of the table. Languages without an entry print the signs.
var spoken = map[string]map[string]string{
	"en":    english,
	"en-us": english,
	"en-gb": english,
	"zh-hans": {"more-than": "超过", "at-least": "至少", "less-than": "少于", "fewer-than": "少于", "at-most": "至多", "up-to": "至多",
		"about": "约", "nearly": "近", "just-under": "略低于", "just-over": "略高于"},
	"zh-hant": {"more-than": "超過", "at-least": "至少", "less-than": "少於", "fewer-than": "少於", "at-most": "至多", "up-to": "至多",
		"about": "約", "nearly": "近", "just-under": "略低於", "just-over": "略高於"},
	"de": {"more-than": "mehr als ", "at-least": "mindestens ", "less-than": "weniger als ", "fewer-than": "weniger als ", "at-most": "höchstens ", "up-to": "bis zu ",
		"about": "rund ", "nearly": "fast ", "just-under": "knapp ", "just-over": "etwas mehr als "},
	"fr": {"more-than": "plus de ", "at-least": "au moins ", "less-than": "moins de ", "fewer-than": "moins de ", "at-most": "au plus ", "up-to": "jusqu’à ",
		"about": "environ ", "nearly": "près de ", "just-under": "un peu moins de ", "just-over": "un peu plus de "},
	"es": {"more-than": "más de ", "at-least": "al menos ", "less-than": "menos de ", "fewer-than": "menos de ", "at-most": "como máximo ", "up-to": "hasta ",
		"about": "alrededor de ", "nearly": "casi ", "just-under": "algo menos de ", "just-over": "algo más de "},
}

var english = map[string]string{"more-than": "more than ", "at-least": "at least ", "less-than": "less than ", "fewer-than": "fewer than ",
	"at-most": "at most ", "up-to": "up to ", "about": "about ", "nearly": "nearly ", "just-under": "just under ", "just-over": "just over "}

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

// Hedged prints a hedge before a number that Number printed, as a sign and in words: nearly gives "~20%" and
// "nearly 20%" or "近20%", more-than ">840" and "more than 840". A language without words prints the sign;
// no hedge leaves the text alone.
func Hedged(lang, hedge, text string) (sign, words string) {
	sign = hedges[hedge] + text
	if word, ok := spoken[known(lang)][hedge]; ok {
		return sign, word + text
	}
	return sign, sign
}
