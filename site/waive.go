package site

import (
	"cmp"
	"slices"
	"time"

	"plotline/data/source"
	"plotline/data/yaml"
	"plotline/site/lint"
	"plotline/site/story"
)

const unboundRule = "unbound-number"

// waive takes out what the lint-ok of a block or figure allows, of its problems among those from before on,
// and reports waivers that name no rule or allow nothing.
func (r *run) waive(what string, waivers []yaml.Waiver, before int, of func(source.Problem) bool) {
	for _, w := range waivers {
		known := rule(w.Rule)
		switch {
		case known == nil:
			r.report(unknownRule(w.At, w.Rule))
			continue
		case known.Level == source.Error || known.Check:
			r.report(source.Errorf(w.At, "rule %q cannot be waived: %s", w.Rule, known.Doc))
			continue
		case w.Rule == unboundRule && what == "block": // see cover
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(r.problems[before:]), func(p source.Problem) bool { return p.Rule == w.Rule && of(p) })
		if len(kept) == len(r.problems)-before {
			r.report(needless(what, w))
			continue
		}
		r.problems = append(r.problems[:before:before], kept...)
	}
}

func needless(what string, w yaml.Waiver) source.Problem {
	return source.Warnf(w.At, "waiver-unused", "the %s does not break %q, so there is nothing to waive", what, w.Rule).WithHint("remove it")
}

// cover finds which numbers of a story are bound.
func (w *work) cover(language string) lint.Coverage {
	c := lint.Numbers(w.story, w.words, language)
	for _, f := range w.blocks {
		if f == nil {
			continue
		}
		for _, item := range f.spec.Items {
			if item.Figure.Set() {
				c.Bound++
			}
		}
		for _, ok := range f.spec.LintOK {
			if ok.Rule != unboundRule {
				continue
			}
			in := func(n lint.Number) bool { return n.At.Start >= f.spec.Body.Start && n.At.End <= f.spec.Body.End }
			waived := len(c.Waived)
			for _, n := range c.Unbound {
				if in(n) {
					n.Reason = ok.Reason
					c.Waived = append(c.Waived, n)
				}
			}
			if len(c.Waived) == waived {
				c.Idle = append(c.Idle, needless("block", ok))
			}
			c.Unbound = slices.DeleteFunc(c.Unbound, in)
		}
	}
	byPlace := func(a, b lint.Number) int { return a.At.Start - b.At.Start }
	slices.SortStableFunc(c.Unbound, byPlace)
	slices.SortStableFunc(c.Waived, byPlace)
	return c
}

// unbound reports a story's unbound numbers when the project wants them told in every build. Numbers
// are looked for only then, and when there are waivers that may be needless.
func (r *run) unbound(w *work) {
	tells := r.config.tells(unboundRule)
	if !tells && !w.waives() {
		return
	}
	c := w.covered()
	r.report(c.Idle...)
	if tells {
		r.report(unboundProblems(c)...)
	}
}

func (w *work) waives() bool {
	return lint.Waives(w.story.File.Text) || slices.ContainsFunc(w.blocks, func(f *figure) bool {
		return f != nil && slices.ContainsFunc(f.spec.LintOK, func(ok yaml.Waiver) bool { return ok.Rule == unboundRule })
	})
}

func unboundProblems(c lint.Coverage) source.List {
	var out source.List
	for _, n := range c.Unbound {
		out = append(out, source.Infof(n.At, unboundRule, "the number %q is bound to no figure", n.Words).
			WithHint("["+n.Words+"](=figure)").WithNote(source.Span{}, "%s", n.Sentence))
	}
	return out
}

// Coverage is how many numbers of a story are bound to figures.
type Coverage struct {
	Path string // of the story's file
	lint.Coverage
}

// Coverage says for every story and page how many of its numbers are bound.
func (b *Build) Coverage() []Coverage {
	var out []Coverage
	for _, s := range b.plan.run.sheets {
		out = append(out, Coverage{s.story.File.Path, s.covered()})
	}
	return out
}

// Unbound lists the unbound numbers of a build that did not tell them itself, for plotline check. It is
// empty when the project has turned the rule off.
func (b *Build) Unbound() source.List {
	if _, set := b.Config.Check[unboundRule]; set {
		return nil
	}
	var out source.List
	for _, c := range b.Coverage() {
		out = append(out, unboundProblems(c.Coverage)...)
	}
	return out
}

// aged is a table that must not be older than some days.
type aged struct {
	file, updated string
	limit         story.Text // such as 90d
	by            string     // who limits it
}

// ages are the tables of a story whose age is limited: by the story itself, or else by the sidecar.
func (r *run) ages(w *work) []aged {
	var out []aged
	for _, d := range w.story.Data {
		if d.MaxAge.Value != "" {
			out = append(out, aged{d.File, d.Updated, d.MaxAge, "the story"})
		}
	}
	told := len(out)
	for _, file := range w.files {
		if slices.ContainsFunc(out[:told], func(a aged) bool { return a.file == file }) {
			continue
		}
		for _, res := range r.pack.Of(file) {
			if res.MaxAge == "" {
				continue
			}
			a := aged{file: file, limit: story.Text{Value: res.MaxAge, At: res.MaxAgeAt}, by: "the sidecar"}
			for _, d := range w.story.Data {
				if d.File == file {
					a.updated = d.Updated
				}
			}
			out = append(out, a)
		}
	}
	return out
}

// age reports tables that are older than they may be, by the time that the build goes by.
func (r *run) age(w *work) {
	if r.options.Now.IsZero() {
		return
	}
	today, _ := time.Parse(time.DateOnly, r.config.Day(r.options.Now))
	for _, a := range r.ages(w) {
		as := cmp.Or(a.updated, w.story.Updated, w.story.Date)
		from, err := time.Parse(time.DateOnly, as)
		if err != nil {
			r.report(source.Errorf(a.limit.At, "max-age counts from a day, and there is none").WithHint("add updated: 2022-05-27 here, or date: to the story"))
			continue
		}
		if days, most := int(today.Sub(from).Hours()/24), story.Days(a.limit.Value); days > most {
			r.report(source.Warnf(a.limit.At, "data-stale", "%s is of %s, %d days old; %s allows %d", a.file, as, days, a.by, most).
				WithHint("bring the table up to date, and updated: with it"))
		}
	}
}
