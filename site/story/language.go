package story

import (
	"path"
	"regexp"
	"strings"

	"plotline/templates"
)

// tag matches a language tag that files' names carry: de, pt-BR, zh-Hans.
var tag = regexp.MustCompile(`^(?i)([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?$`)

// languageOfPath reads the language in the file's name: inland.de.md is the German version of inland.md.
// A word that is no language we know, such as old in inland.old.md, is part of the name, unless the
// front matter says that it is one.
func (p *parser) languageOfPath() {
	s := p.story
	s.Base = strings.TrimSuffix(p.file.Path, ".md")
	name := path.Base(s.Base)
	dot := strings.LastIndexByte(name, '.')
	m := tag.FindStringSubmatch(name[dot+1:])
	if dot <= 0 || m == nil {
		return
	}
	language := strings.ToLower(m[1])
	if m[2] != "" {
		language += "-" + strings.ToUpper(m[2][:1]) + strings.ToLower(m[2][1:])
	}
	if m[3] != "" {
		language += "-" + strings.ToUpper(m[3])
	}
	written := s.Language
	if templates.LanguageName(language) == "" && !strings.EqualFold(language, written) {
		return
	}
	if written != "" && !strings.EqualFold(language, written) {
		p.errorf(s.languageAt, "write language: "+language+", leave it out, or rename the file", "the language is %q here and %q in the file's name %q", written, language, path.Base(p.file.Path))
	}
	s.Base = strings.TrimSuffix(s.Base, name[dot:])
	s.Language, s.Version = language, language
}
