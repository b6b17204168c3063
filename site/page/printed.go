package page

import (
	"html"
	"strconv"
	"strings"

	"plotline/site/story"
)

// paperLinks are the addresses that a story's prose links to, for paper: there a link has a number, and the
// addresses stand at the end. The zero paperLinks is ready to use.
type paperLinks struct {
	numbers map[string]string // by address as HTML has it
	list    []string
}

// outwards is how story begins a link to another site.
const outwards = `<a href="http`

// addresses numbers the links of the prose to other sites, in its order: one address has one number.
// A link whose words are its address needs none.
func (in *StoryPage) addresses() *paperLinks {
	p := &paperLinks{}
	for _, block := range in.Story.Blocks {
		if block.Kind != story.Prose {
			continue
		}
		for rest := block.HTML; ; {
			_, address, after, ok := nextLink(rest)
			if !ok {
				break
			}
			rest = after
			plain := html.UnescapeString(address)
			if p.numbers[address] != "" || spelled(address, after) || in.Site.BaseURL != "" && strings.HasPrefix(plain, in.Site.absolute("")) {
				continue
			}
			if p.numbers == nil {
				p.numbers = map[string]string{}
			}
			p.list = append(p.list, plain)
			p.numbers[address] = strconv.Itoa(len(p.list))
		}
	}
	return p
}

// mark gives every link of a block of prose its number.
func (p *paperLinks) mark(block string) string {
	if len(p.list) == 0 || !strings.Contains(block, outwards) {
		return block
	}
	var b strings.Builder
	for {
		before, address, after, ok := nextLink(block)
		if !ok {
			break
		}
		b.WriteString(before)
		if n := p.numbers[address]; n != "" && !spelled(address, after) {
			b.WriteString(` data-link="` + n + `"`)
		}
		block = after
	}
	b.WriteString(block)
	return b.String()
}

// nextLink divides HTML behind the address of its first link to another site.
func nextLink(s string) (before, address, after string, ok bool) {
	i := strings.Index(s, outwards)
	if i < 0 {
		return "", "", "", false
	}
	from := i + len(outwards) - len("http")
	end := from + strings.IndexByte(s[from:], '"') // story closes what it opens
	return s[:end+1], s[from:end], s[end+1:], true
}

// spelled reports whether the words of a link, behind its address, are the address.
func spelled(address, after string) bool {
	words, ok := strings.CutPrefix(after[strings.IndexByte(after, '>')+1:], address)
	return ok && strings.HasPrefix(words, "</a>")
}
