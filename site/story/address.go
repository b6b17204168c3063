package story

import (
	"path"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"plotline/data/source"
	"plotline/data/yaml"
)

// Address is a place in the site, from its root: "old-name/index.html".
type Address struct {
	Path string
	At   source.Span
}

// Folder is where the story's page and its downloads stand, from the site's root.
func (s *Story) Folder() string {
	if s.URL.Path != "" {
		return path.Dir(s.URL.Path)
	}
	return path.Join(strings.ToLower(s.Version), s.Slug)
}

// url reads the story's own address, a folder such as /2022/inland/.
func (p *parser) url(n yaml.Node) {
	v, ok := p.Text(n)
	if !ok {
		return
	}
	parts := strings.Split(strings.Trim(norm.NFC.String(v), "/"), "/")
	for _, part := range parts {
		if Slug(part) != part || part == "" {
			p.errorf(n.At, "write it like /2022/inland/", "url %q is not usable; its parts are lower-case letters, digits and single hyphens", v)
			return
		}
	}
	if reserved[parts[0]] {
		p.errorf(n.At, "choose another word", "url %q is reserved", v)
		return
	}
	p.story.URL = Address{strings.Join(parts, "/") + "/index.html", n.At}
}

// aliases reads addresses that the story had before; they lead to it.
func (p *parser) aliases(n yaml.Node) {
	for _, item := range p.List(n) {
		v, ok := p.Text(item)
		if !ok {
			continue
		}
		if strings.Contains(v, "://") || strings.HasPrefix(v, "//") {
			p.errorf(item.At, "write its path alone, like /old-name/", "alias %q names a server", v)
			continue
		}
		address := strings.Trim(norm.NFC.String(v), "/")
		if address == "" || path.Clean(address) != address || strings.HasPrefix(address, "..") || strings.ContainsAny(address, `?#\`) {
			p.errorf(item.At, "write it like /old-name/ or /2019/old.html", "alias %q is no address in the site", v)
			continue
		}
		if ext := strings.ToLower(path.Ext(address)); ext != ".html" && ext != ".htm" {
			address += "/index.html"
		}
		p.story.Aliases = append(p.story.Aliases, Address{address, item.At})
	}
}

// moment reads a day, or a minute of one in the project's time zone.
func (p *parser) moment(to *Text) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := p.Text(n)
		if !ok {
			return
		}
		if _, ok := Moment(v, time.UTC); !ok {
			p.errorf(n.At, "write it as 2022-05-27 or 2022-05-27 06:00", "%q is no day or minute", v)
			return
		}
		*to = Text{v, n.At}
	}
}

// Moment returns when a day or a minute begins in a time zone; ok is false when v is neither.
func Moment(v string, zone *time.Location) (at time.Time, ok bool) {
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, v, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
