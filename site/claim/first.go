package claim

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Most sentences hold no number, and most words before a number are neither a hedge nor a move. Whether
// any may be there is soon seen by the first words of phrases; only then is a text read.

// beginnings are the first words, marks or characters of the phrases that have some roles.
type beginnings struct {
	words   map[string][]string // with the words that must follow one that says nothing alone: the majority
	lengths [32]uint32          // of the words with a first letter, a bit for each: most other words have none of these
	marks   [utf8.RuneSelf]bool
	digits  bool // count too
}

// first is what begins numbers, and what before a number has a say.
type first struct{ numbers, telling *beginnings }

// telling are the roles that matter before the brackets.
const telling = isUp | isDown | isBefore | isNot | isBetween

// begin are the roles of phrases that numbers in words begin with, or hold right behind an article.
const begin = isCount | isSmall | isBig | isPart | isHalf | isChange | isShrink | isPercentOf | isEach | isTen

var firsts = sync.OnceValue(func() map[*table]first {
	out := map[*table]first{}
	for t, root := range roots() {
		out[t] = first{root.beginnings(begin), root.beginnings(telling)}
		out[t].numbers.digits = true
	}
	return out
})

func (n *node) beginnings(r roles) *beginnings {
	b := &beginnings{words: map[string][]string{}}
	for word, next := range n.next {
		if !next.holds(r) {
			continue
		}
		letters := 0
		for letters < len(word) && latin(word[letters]) {
			letters++
		}
		switch _, size := utf8.DecodeRuneInString(word); {
		case letters > 0: // didn of didn't
			begins := word[:letters]
			b.lengths[word[0]&0x1f] |= 1 << letters
			if seconds, known := b.words[begins]; known && seconds == nil || letters < len(word) || next.entry != nil && next.entry.roles&r != 0 {
				b.words[begins] = nil
			} else {
				b.words[begins] = slices.Collect(maps.Keys(next.next))
			}
		case size == 1:
			b.marks[word[0]] = true
		default:
			b.words[word[:size]] = nil
		}
	}
	return b
}

// holds reports whether a phrase that begins there has one of the roles.
func (n *node) holds(r roles) bool {
	if n.entry != nil && n.entry.roles&r != 0 {
		return true
	}
	for _, next := range n.next {
		if next.holds(r) {
			return true
		}
	}
	return false
}

// in reports whether a text may hold one of the phrases. When it reports false there is none.
func (b *beginnings) in(text string) bool {
	var word [24]byte
	for at := 0; at < len(text); {
		c := text[at]
		switch {
		case latin(c):
			n := 0
			for ; at < len(text) && latin(text[at]); at++ {
				if n < len(word) {
					word[n] = text[at] | 0x20
				}
				n++
			}
			if n <= len(word) && b.lengths[word[0]&0x1f]&(1<<n) != 0 {
				if seconds, ok := b.words[string(word[:n])]; ok && follows(text[at:], seconds) {
					return true
				}
			}
		case c < utf8.RuneSelf:
			if b.marks[c] || b.digits && c >= '0' && c <= '9' {
				return true
			}
			at++
		default:
			r, size := utf8.DecodeRuneInString(text[at:])
			if _, ok := b.words[strings.ToLower(text[at:at+size])]; ok || r >= '！' && r <= '～' || b.digits && vulgars[r] != nil {
				return true
			}
			at += size
		}
	}
	return false
}

// follows reports whether one of the words may come first in the text, or any when there are none.
func follows(text string, words []string) bool {
	next := strings.TrimLeft(text, " ")
	if len(words) == 0 || next != "" && (next == text || !latin(next[0])) {
		return true
	}
	end := 0
	for end < len(next) && latin(next[end]) {
		end++
	}
	return slices.ContainsFunc(words, func(w string) bool { return len(w) >= end && end > 0 && strings.EqualFold(w[:end], next[:end]) })
}
