package charts

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data"
)

// proposedYAML writes the body of a proposed block.
type proposedYAML struct{ b strings.Builder }

func (y *proposedYAML) line(s string) { y.b.WriteString(s + "\n") }

func (y *proposedYAML) comment(words ...any) {
	y.b.WriteString("# " + strings.TrimSuffix(fmt.Sprintln(words...), "\n") + "\n")
}

// columns writes y: one column, or a list.
func (y *proposedYAML) columns(columns []*data.Column) {
	if len(columns) > 1 {
		y.list("y", columns)
		return
	}
	y.line("y: " + quote(columns[0].Name, false))
}

func (y *proposedYAML) list(key string, columns []*data.Column) {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quote(c.Name, false)
	}
	y.line(key + ": [" + strings.Join(names, ", ") + "]")
}

// left names the columns of numbers that the chart does not show.
func (y *proposedYAML) left(all, shown []*data.Column) {
	var names []string
	for _, c := range all {
		if !slices.Contains(shown, c) {
			names = append(names, quote(c.Name, false))
		}
	}
	if len(names) > 0 {
		y.comment("More numbers in the file:", strings.Join(names, ", "))
	}
}

// yaml begins a block.
func (p *proposer) yaml(block, kind, reason string) *proposedYAML {
	p.out = Proposal{Block: block, Kind: kind, ID: p.naming.ID, Reason: reason}
	y := new(proposedYAML)
	y.line("id: " + p.naming.ID)
	if kind != "" {
		y.line("kind: " + kind)
	}
	if block != "bignumber" {
		y.line("data: " + quote(p.naming.Data, false))
	}
	return y
}

// finish adds what every block has: a title that claims nothing, and what only the reporter knows.
func (p *proposer) finish(y *proposedYAML, title string) {
	if p.bound != nil && p.out.Block != "bignumber" {
		y.line("bound: " + quote(p.bound.Name, false))
	}
	if title != "" {
		y.comment("Better: what it shows, as a claim.")
		y.line("title: " + quote(literally(title), false))
	} else {
		y.comment("title: what it shows, as a claim")
	}
	if p.out.Block == "chart" {
		y.comment("subtitle: what is measured, where and when; unit: in what")
	}
	y.comment("source: a key of the story's sources" + p.said())
	if p.out.Block == "chart" {
		y.comment("alt: what a reader would see, in words; left out, the build drafts it from the data")
	}
	p.out.Body = y.b.String()
}

// said is what the file's own column of sources says: a lead to follow, not yet a source.
func (p *proposer) said() string {
	switch len(p.sources) {
	case 0:
		return ""
	case 1:
		return "; the file says " + strconv.Quote(p.sources[0])
	}
	return fmt.Sprintf("; the file names %d", len(p.sources))
}

// headline says what is measured and no more: in English by what, in other languages the names alone.
func (p *proposer) headline(measures []*data.Column, x *data.Column) string {
	names := make([]string, len(measures))
	for i, c := range measures {
		names[i] = title(c)
	}
	s := strings.Join(names, ", ")
	if language := strings.ToLower(p.naming.Language); language == "en" || strings.HasPrefix(language, "en-") {
		s += " by " + title(x)
	}
	first := []rune(s)[:1]
	return strings.ToUpper(string(first)) + s[len(string(first)):]
}

// literally keeps words from being read as a value or a claim.
func literally(s string) string { return strings.NewReplacer("{{", "{ {", "](=", "] (=").Replace(s) }

// unquoted matches what YAML reads as a text without quotes, in lists too.
var unquoted = regexp.MustCompile(`^[\pL_][\pL\pM\pN_./%()+-]*( [\pL\pM\pN_./%()+-]+)*$`)

// taken matches words that YAML, of some age, takes for something else than text.
var taken = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null|nan)$`)

// quote writes a text of the file as YAML.
func quote(s string, always bool) string {
	if !always && unquoted.MatchString(s) && !taken.MatchString(s) {
		return s
	}
	if !strings.ContainsAny(s, "\"\\") && !strings.ContainsFunc(s, unprintable) {
		return `"` + s + `"`
	}
	if !strings.ContainsFunc(s, unprintable) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return strconv.QuoteToASCII(s)
}

func unprintable(r rune) bool { return !strconv.IsPrint(r) }
