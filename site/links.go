package site

import (
	"context"
	"path"
	"slices"

	"plotline/data/source"
	"plotline/site/check"
	"plotline/site/page"
)

// Links follows every internal link of the site. What leads nowhere is an error at the story's own
// link, or, where a template made it, at the page.
func (b *Build) Links(ctx context.Context) (source.List, error) {
	files, err := b.Checked(ctx, false)
	if err != nil {
		return nil, err
	}
	sheets := map[string]*sheet{}
	for _, s := range b.plan.run.sheets {
		sheets[s.path] = s
	}
	var problems source.List
	times := map[[2]string]int{} // that a page had the same link before
	for _, broken := range check.Links(files, page.BasePath(b.plan.BaseURL())) {
		which := [2]string{broken.Page, broken.Link}
		problems = append(problems, b.unled(broken, sheets, times[which]))
		times[which]++
	}
	problems.Sort()
	return problems, nil
}

// unled says what is wrong with a link, and what was probably meant; the page had the same link so many
// times before.
func (b *Build) unled(l check.Broken, sheets map[string]*sheet, before int) source.Problem {
	at := source.NewFile(l.Page, nil).All()
	if s := sheets[l.Page]; s != nil {
		at = s.story.File.Line(1)
		for _, link := range s.story.Links {
			if link.URL != l.Link {
				continue
			}
			if at = link.At; before == 0 {
				break
			}
			before--
		}
	}
	if l.ID != "" {
		return source.Errorf(at, "the link %q: %s has no place called %q", l.Link, l.Target, l.ID).WithRule("link-broken").WithHint(source.DidYouMean(l.ID, l.IDs))
	}
	var pages []string
	for _, f := range b.Files {
		pages = append(pages, f.Path)
	}
	p := source.Errorf(at, "the link %q leads to %s, which the site does not have", l.Link, l.Target).WithRule("link-broken")
	if near := source.Nearest(path.Clean(l.Target), pages); near != "" && slices.Contains(pages, near) {
		p = p.WithHint("did you mean " + near + "?")
	}
	return p
}
