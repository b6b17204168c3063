package claim

import (
	"math/big"
	"strings"
	"sync"

	"plotline/data/format"
)

// A table is a language's words as people write them down: phrases stand between bars, and those
// that are numbers have their value behind an equals sign. docs/claims.md explains each field.
type table struct {
	tags     []string // language tags, the first of which names the table; "en" serves en-GB too
	counts   string   // words below a hundred, and 点 or point in decimals
	smalls   string   // what multiplies within a thousand or ten thousand: hundred, dozen, 十 百 千
	bigs     string   // what multiplies everything before it: thousand, million, 万 亿
	suffixes string   // bigs that count only when they touch the digits: k, m
	parts    string   // denominators: third, quarters
	halves   string
	percents string // and how many percent one of them is
	times    string // times, fold, 倍
	changes  string // multiples in a word: doubled=2
	shrinks  string // multiples in a word that fall below one: halved=1/2

	before, after map[Hedge]string // hedges before and behind the number
	say           map[Hedge]string // how a hint says the hedge, with %s for the number

	up, down             string // before the number: rose, a fall of
	upBehind, downBehind string // behind it: higher, lower
	blocks               string // what parts a direction from a number: to, in, 至
	by                   string // what makes a below behind a direction the size of the move: fell by under 3
	reach                int    // how many words may part them
	inward               string // words that are hedges and nothing else, even outside the brackets
	link                 string // what may stand between the number and a direction behind it: 5%的增长
	not                  string

	articles, and, point     string
	in, of                   string // one in three; a quarter of a million
	ranges, between, or      string
	from, per                string
	minus                    string
	fill                     string // words that may stand between a hedge and its number
	units, money             string // units behind the number; currencies, which stand before it too
	vague                    string // words that only seem to be numbers: several, dozens
	aside                    string // phrases that hold another entry's word, and mean nothing here
	outOf, percentOf, tenths string // 分之, 百分之=1, 成
	each, have               string // 每 三台 有 一台
	ten                      string // the small that counts without a digit before it: 十家
	andHalf, turns           string // 一倍半; 番, as often as it doubled
	ordinals, endings        string // what makes a number no count: 第 before it, th touching its end

	positional bool // 二〇二一, 两三, 三万五: digits follow each other as the Chinese write them
	added      bool // 增长两倍 is growth by two wholes; Direction and times together mean Added
}

// roles are what a phrase can be; which of them it is, its neighbours decide.
type roles uint64

const (
	isCount roles = 1 << iota
	isSmall
	isBig
	isSuffix
	isPart
	isHalf
	isPercent
	isTimes
	isChange
	isShrink
	isBefore
	isAfter
	isUp
	isDown
	isUpBehind
	isDownBehind
	isBlock
	isBy
	isInward
	isLink
	isNot
	isArticle
	isAnd
	isPoint
	isIn
	isOf
	isRange
	isBetween
	isOr
	isFrom
	isPer
	isMinus
	isFill
	isUnit
	isMoney
	isVague
	isAside
	isOutOf
	isPercentOf
	isTenth
	isEach
	isHave
	isTen
	isAndHalf
	isTurn
	isOrdinal
	isEnding
)

// entry is all that a phrase can mean.
type entry struct {
	roles         roles
	value         *big.Rat
	before, after Hedge
}

type node struct {
	next  map[string]*node
	entry *entry
}

// lexicon is a table made ready for reading.
type lexicon struct {
	*table
	first      first
	separators separators
	root       *node
}

// signs are known in every language.
var signs = table{
	percents: "%=1|‰=1/10",
	times:    "×",
	before:   map[Hedge]string{MoreThan: ">", AtLeast: "≥|>=", Under: "<", UpTo: "≤|<=", About: "~|≈|∼", Exactly: "="},
	after:    map[Hedge]string{AtLeast: "+"},
	ranges:   "-|–|—|‑|~|〜|‐",
	minus:    "-|−|‑",
	money:    "$|€|£|¥|₩|₹|us$|hk$|a$|c$|nt$|usd|eur|gbp|cny|rmb",
	units:    "°|℃",
}

var tables = []*table{&english, &chinese, &traditional}

// Languages lists the tags of the languages with a lexicon.
func Languages() []string {
	var tags []string
	for _, t := range tables {
		tags = append(tags, t.tags[0])
	}
	return tags
}

// roots hold the phrases of each table, made ready once.
var roots = sync.OnceValue(func() map[*table]*node {
	made := map[*table]*node{}
	for _, t := range append([]*table{&signs}, tables...) {
		l := lexicon{table: t, root: &node{}}
		l.fill(&signs)
		if t != &signs {
			l.fill(t)
		}
		made[t] = l.root
	}
	return made
})

// lexiconOf returns the words and separators of a language. A language without words knows digits
// and signs.
func lexiconOf(tag string) *lexicon {
	if l, ok := lexicons.Load(tag); ok {
		return l.(*lexicon)
	}
	t := tableOf(tag)
	l := &lexicon{table: t, root: roots()[t], first: firsts()[t]}
	l.separators.decimal, l.separators.group = format.Separators(tag)
	if len(tag) < 20 { // and no hostile ones
		lexicons.Store(tag, l)
	}
	return l
}

// lexicons are those that were asked for, by tag. What stands in them never changes.
var lexicons sync.Map

func tableOf(tag string) *table {
	tag = strings.ReplaceAll(strings.ToLower(tag), "_", "-")
	for ; ; tag = tag[:max(0, strings.LastIndexByte(tag, '-'))] {
		for _, t := range tables {
			for _, own := range t.tags {
				if strings.EqualFold(tag, own) || tag == "" && own == "en" {
					return t
				}
			}
		}
		if tag == "" || !strings.Contains(tag, "-") {
			break
		}
	}
	return &signs
}

// fill enters a table's phrases.
func (l *lexicon) fill(t *table) {
	for _, f := range []struct {
		role    roles
		phrases string
	}{
		{isCount, t.counts}, {isSmall, t.smalls}, {isBig, t.bigs}, {isSuffix, t.suffixes}, {isPart, t.parts},
		{isHalf, t.halves}, {isPercent, t.percents}, {isTimes, t.times},
		{isChange, t.changes}, {isShrink, t.shrinks}, {isUp, t.up}, {isDown, t.down},
		{isUpBehind, t.upBehind}, {isDownBehind, t.downBehind}, {isBlock, t.blocks}, {isBy, t.by}, {isInward, t.inward}, {isLink, t.link}, {isNot, t.not},
		{isArticle, t.articles}, {isAnd, t.and}, {isPoint, t.point}, {isIn, t.in}, {isOf, t.of},
		{isRange, t.ranges}, {isBetween, t.between}, {isOr, t.or}, {isFrom, t.from}, {isPer, t.per},
		{isMinus, t.minus}, {isFill, t.fill}, {isUnit, t.units}, {isUnit | isMoney, t.money}, {isVague, t.vague}, {isAside, t.aside},
		{isOutOf, t.outOf}, {isPercentOf, t.percentOf}, {isTenth, t.tenths}, {isEach, t.each}, {isHave, t.have},
		{isTen, t.ten}, {isAndHalf, t.andHalf}, {isTurn, t.turns}, {isOrdinal, t.ordinals}, {isEnding, t.endings},
	} {
		l.enter(f.phrases, func(e *entry) { e.roles |= f.role })
	}
	for h, phrases := range t.before {
		l.enter(phrases, func(e *entry) { e.roles |= isBefore; e.before = h })
	}
	for h, phrases := range t.after {
		l.enter(phrases, func(e *entry) { e.roles |= isAfter; e.after = h })
	}
}

func (l *lexicon) enter(phrases string, mark func(*entry)) {
	if phrases == "" {
		return
	}
	for _, phrase := range strings.Split(phrases, "|") {
		value := ""
		if at := strings.LastIndexByte(phrase, '='); at > 0 && at < len(phrase)-1 {
			phrase, value = phrase[:at], phrase[at+1:]
		}
		n := l.root
		for _, a := range l.scan(phrase) {
			if n.next == nil {
				n.next = map[string]*node{}
			}
			if n.next[a.text] == nil {
				n.next[a.text] = &node{}
			}
			n = n.next[a.text]
		}
		if n.entry == nil {
			n.entry = &entry{}
		}
		if value != "" {
			n.entry.value, _ = new(big.Rat).SetString(value)
		}
		mark(n.entry)
	}
}

// token is a phrase of the lexicon, a number in digits, or an atom that is unknown.
type token struct {
	atom
	roles   roles
	entry   *entry
	several bool // a phrase of two atoms or more
}

func (t token) is(r roles) bool { return t.roles&r != 0 }

// tokens appends those of the text, always taking the longest phrase. With roles in over it stops early, with
// the first that has none of them; behind a direction or a mark with the next.
func (l *lexicon) tokens(tokens []token, text string, over roles) []token {
	s := scanners.Get().(*scanner)
	defer s.close()
	s.lexicon, s.text = l, text
	last := false
	for i := 0; s.has(i); {
		if s.hyphenated(i) {
			i++
			continue
		}
		t := token{atom: s.atoms[i]}
		used := i + 1
		n := l.root
		for j := i; s.has(j); j++ {
			if j > i && s.hyphenated(j) {
				continue
			}
			if s.atoms[j].digits != nil {
				break
			}
			if n = n.next[s.atoms[j].text]; n == nil {
				break
			}
			if n.entry != nil {
				t.entry, t.roles, used = n.entry, n.entry.roles, j+1
			}
			if n.next == nil {
				break
			}
		}
		t.end, t.several = s.atoms[used-1].end, used > i+1
		tokens = append(tokens, t)
		i = used
		if last || over != 0 && !t.is(over) && !t.mark && !t.is(isUpBehind|isDownBehind) {
			break
		}
		last = over != 0 && !t.is(over)
	}
	return tokens
}

// hyphenated reports a hyphen that joins a word to what stands before, as in two-thirds, 20-odd and
// twenty-one: no minus and no range.
func (s *scanner) hyphenated(i int) bool {
	a := &s.atoms[i]
	if !a.mark || !a.glued || a.text != "-" && a.text != "‑" && a.text != "‐" || !s.has(i+1) || !s.atoms[i+1].glued {
		return false
	}
	before, after := &s.atoms[i-1], &s.atoms[i+1]
	return !before.mark && !after.mark && after.digits == nil
}

// scanners are those that nobody reads from any more: many sentences are read, and each for a moment.
var scanners = sync.Pool{New: func() any { return new(scanner) }}

func (s *scanner) close() {
	clear(s.atoms)
	*s = scanner{atoms: s.atoms[:0]}
	scanners.Put(s)
}
