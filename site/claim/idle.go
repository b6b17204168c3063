package claim

import (
	"math/big"
	"regexp"
	"strings"
	"sync"
)

// idleTable are a language's words that tell dates, ages, labels and names from figures, divided by
// bars. They are apart from the lexicon, because claims do not know them.
type idleTable struct {
	months  string // before or behind a day
	clocks  string // behind the hour
	labels  string // before a number that is a name: section, route
	ages    string // before an age
	years   string // before a year that could be a count
	eras    string // behind a year
	streets string // some words behind a house's number
	behind  string // right behind digits that count nothing: 月, 号, 岁
	names   string // that hold number words
	asMuch  string // behind a half, a third or twice: as, of, the
	into    string // before them: in half
	mostly  string // multiples that mean one only before asMuch
}

var idleTables = map[*table]idleTable{
	&english: {
		months: "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec",
		clocks: "am|pm|o'clock|o’clock|noon|midnight|gmt|utc",
		labels: "section|sections|chapter|chapters|figure|figures|fig|table|tables|page|pages|pp|no|nos|article|articles|clause|paragraph|part|step|phase|stage|level|type|class|grade|rule|item|question|note|footnote|" +
			"appendix|annex|volume|vol|issue|edition|episode|season|line|row|column|room|flight|route|highway|motorway|interstate|platform|gate|terminal|windows|android|ios|iphone|galaxy|python|java|go|version|release|web|" +
			"apollo|boeing|airbus|falcon|law|bill|resolution|directive|regulation|protocol|formula|channel|zone|ward|district|box|top|isbn|issn|doi|day|week|group of|chart|option|tier|scope|unit|building|gen",
		ages:    "aged|age|ages|age of",
		years:   "in|since|by|from|until|till|of|between|before|after|during|year|circa|early|late|around|about",
		eras:    "bc|ad|bce|ce",
		streets: "street|road|avenue|ave|lane|square|boulevard|drive|way|place|court|terrace",
		asMuch:  "as|the|of|what|that|its|their|his|her|more|higher|larger|bigger|greater|less|lower|fewer|to|a",
		into:    "in|into|as|is|are|was|were|at|for",
		mostly:  "double|twice|thrice|treble|triple",
	},
	&chinese: {
		months: "", clocks: "时|點",
		labels: "第|图|表|新华社|邮编|上午|下午|晚上|凌晨",
		behind: "月|日|号|时|岁|年代|届|版|线|楼|层|室|栋|频道|度电|世纪|季度",
		names:  "十分|十足|十字|十佳|十堰|双十一|双十二|十四五|十三五|十二五|二十大|十九大|百万庄|千岛湖|万里长城|九十九|十里|五十铃|十全十美|百分百|两会",
	},
	&traditional: {
		clocks: "時",
		labels: "第|圖|表|中央社|新華社|上午|下午|晚上|凌晨",
		behind: "月|日|號|時|歲|年代|屆|版|線|樓|層|室|棟|頻道|度電|世紀|季度",
		names:  "十分|十足|十字|十佳|雙十|十四五|百分百|千島湖|萬里長城|萬華|十全十美|一〇一大樓|兩會|兩岸",
	},
}

// idle is an idleTable made ready.
type idle struct {
	months, clocks, labels, ages, years, eras, streets, behind, asMuch, into, mostly map[string]bool
	names                                                                            []string
}

var idles = sync.OnceValue(func() map[*table]*idle {
	set := func(words string) map[string]bool {
		s := map[string]bool{}
		for _, w := range strings.Split(words, "|") {
			if w != "" {
				s[w] = true
			}
		}
		return s
	}
	out := map[*table]*idle{}
	for t, i := range idleTables {
		out[t] = &idle{months: set(i.months), clocks: set(i.clocks), labels: set(i.labels), ages: set(i.ages), years: set(i.years), eras: set(i.eras),
			streets: set(i.streets), behind: set(i.behind), asMuch: set(i.asMuch), into: set(i.into), mostly: set(i.mostly)}
		if i.names != "" {
			out[t].names = strings.Split(i.names, "|")
		}
	}
	return out
})

// nick reports a number that is part of a name: 双十一.
func (f *finder) nick(n *found) bool {
	for _, name := range f.idle.names {
		for from := max(0, n.start-len(name)); from <= n.start; from++ {
			if strings.HasPrefix(f.claim.Words[from:], name) && from+len(name) > n.start {
				return true
			}
		}
	}
	return false
}

// shapes are clusters of digits and marks that are dates, times, numbers to dial, versions and the like.
var shapes = regexp.MustCompile(`^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:[0-5]\d(?::[0-5]\d)?|\d{3}-\d{4}|\d{2,4}-\d{3,4}-\d{4}` +
	`|\d+(?:\.\d+){2,}|(?:\d+-){3,}\d+|(?:18|19|20)\d\d[-–—/](?:(?:18|19|20)\d\d|\d\d))$`)

// shaped looks at what touches the digits on either side.
func (f *finder) shaped(n *found) bool {
	text, from, to := f.claim.Words, n.start, f.tokens[n.from].end
	for from > 0 && shapely(text[from-1]) {
		from--
	}
	for to < len(text) && shapely(text[to]) {
		to++
	}
	cluster := strings.Trim(strings.ReplaceAll(text[from:to], "—", "–"), "–—.-/:")
	return len(cluster) > 3 && len(cluster) < 40 && cluster != text[n.start:n.end] && shapes.MatchString(cluster)
}

// shapely reports digits, the marks between them, and the bytes of dashes.
func shapely(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '.' || c == '/' || c == ':' || c == 0xE2 || c == 0x80 || c == 0x93 || c == 0x94
}

// dated reports the day of a date, or an hour.
func (f *finder) dated(n *found) bool {
	i, text := n.next, f.claim.Words
	next := f.at(i)
	if f.lex.positional {
		return n.Kind == Plain && n.scale == nil && f.numberBefore(next.text, n)
	}
	if n.Kind != Plain || n.scale != nil {
		return false
	}
	whole := n.Value.IsInt() && n.Value.Cmp(place(0)) >= 0 && n.Value.Cmp(place(2)) < 0
	if whole && (f.idle.months[f.at(n.from-1).text] && f.capital(n.from-1) || f.idle.months[next.text] && f.capital(i) || next.is(isOf) && f.idle.months[f.at(i+1).text] && f.capital(i+1)) {
		return true
	}
	if f.idle.clocks[next.text] {
		return true
	}
	if next.start > 0 && next.start < len(text) {
		rest := text[next.start:]
		return strings.HasPrefix(rest, "a.m.") || strings.HasPrefix(rest, "p.m.")
	}
	return false
}

// numberBefore reports 5月, 34岁, 2021年 and 90后: digits before a word with which they count nothing.
func (f *finder) numberBefore(word string, n *found) bool {
	rest := f.claim.Words[f.tokens[n.next-1].end:]
	for w := range f.idle.behind {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	digits := f.tokens[n.from].digits != nil
	switch {
	case strings.HasPrefix(rest, "年"):
		return n.Value.IsInt() && n.Value.Cmp(place(3)) >= 0 && n.Value.Cmp(world) < 0 && (n.year() || !digits && n.next-n.from == 4)
	case strings.HasPrefix(rest, "后"), strings.HasPrefix(rest, "後"):
		return digits && f.tokens[n.from].end-f.tokens[n.from].start == 2 && new(big.Rat).Quo(n.Value, big.NewRat(5, 1)).IsInt()
	case strings.HasPrefix(rest, "点"), strings.HasPrefix(rest, "點"):
		return digits && (f.idle.labels[f.at(n.from-1).text] || strings.HasPrefix(rest, "点半") || strings.HasPrefix(rest, "點半"))
	case strings.HasPrefix(rest, "分") && !strings.HasPrefix(rest, "分之"):
		return digits && f.idle.clocks[f.at(n.from-1).text]
	}
	return false
}

// labelled reports what follows a word such as Section, or a mark such as §.
func (f *finder) labelled(n *found) bool {
	i := n.from - 1
	before := f.at(i)
	if before.text == "" || f.is(n.next, isPercent|isBig) || n.Kind != Plain || n.scale != nil {
		return false
	}
	switch before.text {
	case "#", "§", "№", "¶":
		return true
	case ".":
		i--
		word := f.at(i).text
		return before.glued && (f.idle.labels[word] || word == "p" || word == "art" || word == "sec")
	}
	if before.text == "no" || before.text == "go" && !f.capital(i) {
		return false
	}
	if before.is(isOf) && f.idle.labels[f.at(i-1).text+" of"] {
		return true
	}
	return f.idle.labels[before.text] && (f.lex.positional || !f.is(n.next, isUnit))
}

// aged reports an age: aged 34, 34 years old, Li Wei, 34, runs a shop.
func (f *finder) aged(n *found) bool {
	if n.Kind != Plain || n.scale != nil || f.lex.positional {
		return false
	}
	before := f.at(n.from - 1)
	if f.idle.ages[before.text] || before.is(isOf) && f.idle.ages[f.at(n.from-2).text+" of"] {
		return true
	}
	if next := f.at(n.next).text; (next == "year" || next == "years") && f.at(n.next+1).text == "old" {
		return true
	}
	return before.text == "," && f.at(n.next).text == "," && f.capital(n.from-2) && f.at(n.from-2).roles == 0 && n.Value.IsInt() && n.Value.Cmp(place(2)) < 0 && f.bare(n)
}

// yearly reports a year: four figures without a separator and without a unit.
func (f *finder) yearly(n *found) bool {
	before, next := f.at(n.from-1), f.at(n.next)
	if f.idle.eras[next.text] && f.bare(n) {
		return true
	}
	if !n.year() || !f.bare(n) || n.Value.Sign() < 0 || before.is(isMoney) {
		return false
	}
	noun := !f.ends(n.next)
	if before.is(isBefore) && (before.entry.before != About || noun) && !(f.idle.years[before.text] && !noun) {
		return false
	}
	if n.Value.Cmp(place(3)) >= 0 && n.Value.Cmp(world) < 0 && n.Value.Cmp(lastCount) >= 0 {
		return true
	}
	return !noun && (f.idle.years[before.text] || before.text == "(" || f.idle.months[before.text])
}

// housed reports the number of a house: 10 Downing Street.
func (f *finder) housed(n *found) bool {
	if !f.bare(n) {
		return false
	}
	for i := n.next; i < n.next+4 && f.capital(i); i++ {
		if i > n.next && f.idle.streets[f.at(i).text] {
			return true
		}
	}
	return false
}

// called reports a name that ends in a number, such as Apollo 11: a capital letter that begins no
// sentence, and no noun that could be counted.
func (f *finder) called(n *found) bool {
	i := n.from - 1
	return f.bare(n) && n.Value.IsInt() && f.ends(n.next) && f.capital(i) && f.at(i).roles == 0 && i > 0 && !f.at(i-1).mark
}
