package story

import (
	"slices"
	"strings"

	"plotline/data/yaml"
)

// language reads the story's language and remembers where it stands.
func (p *parser) language(n yaml.Node) {
	p.story.Language, _ = p.Text(n)
	p.story.languageAt = n.At
}

// section reads the part of the publication that the story stands in; its page stands at the site's
// root, beside the stories.
func (p *parser) section(n yaml.Node) {
	v, ok := p.Text(n)
	if v = strings.TrimSpace(v); !ok || v == "" {
		return
	}
	switch slug := Slug(v); {
	case slug == "":
		p.errorf(n.At, "name it with letters or digits", "section %q makes no address, as it has no letters or digits", v)
	case reserved[slug]:
		p.errorf(n.At, "choose another word", "section %q makes the address %q, which is reserved", v, slug)
	default:
		p.story.Section, p.story.SectionAt = v, n.At
	}
}

// tags reads the story's subjects; their pages stand in the folder tags.
func (p *parser) tags(n yaml.Node) {
	s := p.story
	for _, item := range p.List(n) {
		v, ok := p.Text(item)
		if v = strings.TrimSpace(v); !ok {
			continue
		}
		switch i := slices.Index(s.Tags, v); {
		case Slug(v) == "":
			p.errorf(item.At, "name it with letters or digits", "tag %q makes no address, as it has no letters or digits", v)
		case i >= 0:
			p.errorf(item.At, "leave one of them out", "tag %q stands twice", v)
		default:
			s.Tags, s.TagsAt = append(s.Tags, v), append(s.TagsAt, item.At)
		}
	}
}
