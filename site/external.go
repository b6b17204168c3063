package site

import (
	"bytes"
	"context"

	"plotline/data/source"
	"plotline/site/check"
)

// External asks for every address of another server that the site links to, and returns how many there
// are. What leads nowhere is an error at the link; what nobody can tell, or has moved, is a warning.
func (b *Build) External(ctx context.Context, e check.External) (source.List, int, error) {
	files, err := b.Checked(ctx, false)
	if err != nil {
		return nil, 0, err
	}
	references := check.References(files, b.plan.BaseURL())
	var links []string
	known := map[string]bool{}
	for _, r := range references {
		if !known[r.Link] {
			known[r.Link], links = true, append(links, r.Link)
		}
	}
	answers, err := e.Ask(ctx, links)
	if err != nil {
		return nil, 0, err
	}
	var problems source.List
	told := map[source.Span]bool{} // what plotline.yaml links to stands on every page
	for _, r := range references {
		a := answers[r.Link]
		if a.Fine() {
			continue
		}
		for _, at := range b.written(r) {
			if !told[at] {
				told[at] = true
				problems = append(problems, unanswered(at, r.Link, a))
			}
		}
	}
	problems.Sort()
	return problems, len(links), nil
}

// unanswered says what became of an address.
func unanswered(at source.Span, link string, a check.Answer) source.Problem {
	switch {
	case a.Gone != "":
		return source.Errorf(at, "the link %q leads nowhere: the server answers %s", link, a.Gone).WithRule("link-gone").
			WithHint("find where it stands now, or link to an archived copy")
	case a.Unclear != "":
		return source.Warnf(at, "link-unclear", "whether the link %q holds is not known: %s", link, a.Unclear).WithHint("open it in a browser")
	}
	return source.Warnf(at, "link-moved", "the link %q has moved for good", link).WithHint("write " + a.Moved)
}

// written is where an address was written: as links or anywhere in the page's story, in plotline.yaml,
// or else in a template of which only the page is known.
func (b *Build) written(r check.Reference) []source.Span {
	for _, s := range b.plan.run.sheets {
		if s.path != r.Page {
			continue
		}
		var links []source.Span
		for _, link := range s.story.Links {
			if link.URL == r.Link {
				links = append(links, link.At)
			}
		}
		if len(links) > 0 {
			return links
		}
		if at, ok := spell(s.story.File, r.Link); ok {
			return []source.Span{at}
		}
	}
	if config := b.plan.run.settings; config != nil {
		if at, ok := spell(config, r.Link); ok {
			return []source.Span{at}
		}
	}
	return []source.Span{source.NewFile(r.Page, nil).All()}
}

// spell finds words in a file.
func spell(f *source.File, words string) (source.Span, bool) {
	i := bytes.Index(f.Text, []byte(words))
	if i < 0 {
		return source.Span{}, false
	}
	return f.Span(i, i+len(words)), true
}
