package ledger

import (
	"crypto/sha256"
	"strconv"
	"strings"
)

const (
	letters  = "bcdfghjkmnpqrstvwxz" // no vowels, so no words; no l, which looks like 1
	idLength = 14                    // 59 bits
)

// hash is a short name of some texts.
func hash(parts ...string) string {
	var all []byte
	for _, p := range parts {
		all = strconv.AppendQuote(all, p)
	}
	sum := sha256.Sum256(all)
	var b strings.Builder
	for _, c := range sum[:idLength] {
		b.WriteByte(letters[int(c)%len(letters)])
	}
	return b.String()
}
