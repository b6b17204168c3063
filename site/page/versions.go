package page

import "plotline/templates"

// version is a link to the story in another language.
type version struct{ Before, Lang, Name, Address string }

// others are the links to a story's other versions.
func others(versions []Version, path, root string, words *templates.Words) []version {
	var out []version
	for _, v := range versions {
		if v.Path == path {
			continue
		}
		before := ""
		if len(out) > 0 {
			before = words.Comma
		}
		out = append(out, version{before, v.Language, either(templates.LanguageName(v.Language), v.Language), relative(root, v.Path)})
	}
	return out
}

// alternates tell search engines of every version of the story, this one included, and which one is
// for readers of other languages. Drafts are none of their business.
func (in *StoryPage) alternates(h *head) {
	var told []Version
	for _, v := range in.Versions {
		if !v.Draft {
			told = append(told, v)
		}
	}
	if len(told) < 2 {
		return
	}
	address := func(v Version) string {
		if in.Site.BaseURL == "" {
			return relative(up(in.Path), v.Path)
		}
		return in.Site.absolute(v.Path)
	}
	main := told[0]
	for _, v := range told {
		h.link("alternate", v.Language, address(v))
		if v.Main {
			main = v
		}
	}
	h.link("alternate", "x-default", address(main))
}
