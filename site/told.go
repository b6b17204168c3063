package site

import (
	"context"
	"path"
	"slices"
	"sync"

	"plotline/data"
	"plotline/data/source"
	"plotline/site/lint"
	"plotline/site/page"
	"plotline/site/proof"
	"plotline/site/publish"
	"plotline/site/story"
)

// told is what was worked out of a story, and what that rests on besides the story's own bytes and
// what every story rests on. It is taken again when all of it still holds; the tables a story asks
// for are known only when it has been worked out.
type told struct {
	work     *work
	asked    []asked
	missed   []string
	problems source.List
}

// asked is a table that a story asked for; nil when it could not be read.
type asked struct {
	file  string
	how   data.Options
	table *data.Table
	ref   *story.DataRef // where the story's front matter names the file
}

// sheet is a story's page in one plan.
type sheet struct {
	*work
	path     string
	page     bool // one of site/pages: about, methods, contact
	draft    bool // shown although it is not, or not yet, or no longer of the site
	images   []page.Image
	pictures []publish.File  // the images' files
	section  string          // path of the section's page, or empty
	tags     []string        // paths of the tags' pages
	shown    []proof.Shown   // its bound numbers, as work.receipts has them
	proved   []*proof.Figure // the figures behind them
	versions []*sheet        // this and those in other languages, when there are any
	main     *sheet          // the one of them for readers of other languages
	standing func() string   // storyKey, once it is asked for
}

// read parses every story and binds its figures to data.
func (r *run) read(ctx context.Context) ([]*sheet, error) {
	var sheets []*sheet
	stories := r.sources()
	r.readHeads(stories)
	for i, name := range append(slices.Clip(stories), r.inputs.list("site/pages", ".md")...) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		f, k := r.text(name)
		if f == nil {
			continue
		}
		p := r.stories.once(k, func() parsed {
			s, problems := story.Parse(f)
			return parsed{s, problems}
		})
		hidden := r.hidden(p.story)
		if hidden && !r.options.Drafts {
			continue
		}
		r.report(p.problems...)
		w := r.tell(p.story, k)
		r.unbound(w)
		r.age(w)
		for _, f := range w.blocks {
			if f != nil && f.plot != nil {
				r.charts++
			}
		}
		s := &sheet{work: w, path: w.story.Folder() + "/index.html", draft: hidden, page: i >= len(stories)}
		r.look(s)
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// hidden reports whether a story is a draft, waits for its publish-date or is past its expiry-date.
func (r *run) hidden(s *story.Story) bool {
	if s.Draft || r.options.Now.IsZero() {
		return s.Draft
	}
	zone := r.config.Zone()
	if from, ok := story.Moment(s.PublishDate.Value, zone); ok && r.options.Now.Before(from) {
		r.waiting++
		return true
	}
	until, ok := story.Moment(s.ExpiryDate.Value, zone)
	return ok && !r.options.Now.Before(until)
}

// tell works a story out, or takes what was worked out before.
func (r *run) tell(s *story.Story, k key) *work {
	envKey := keyOf(k[:], r.envKey[:])
	t, known := r.told.get(envKey)
	if !known || !r.holds(t) {
		t = r.work(s, k)
		if r.context.Err() == nil {
			r.told.put(envKey, t)
		}
	}
	for _, name := range t.missed {
		r.inputs.miss(name)
	}
	for _, a := range t.asked {
		if as := (reading{a.file, a.how.String()}); a.ref != nil && !slices.Contains(r.refs[as], a.ref) {
			r.refs[as] = append(r.refs[as], a.ref)
		}
	}
	r.report(t.problems...)
	return t.work
}

// holds reports whether the tables that a story asked for are still the same.
func (r *run) holds(t *told) bool {
	for _, a := range t.asked {
		if r.table(a.file, a.how) != a.table {
			return false
		}
	}
	return true
}

// work works a story out from nothing.
func (r *run) work(s *story.Story, k key) *told {
	before := r.problems
	r.problems, r.asked = nil, nil
	w := &work{story: s, key: k}
	t := &told{work: w}
	r.compute(w)
	r.refer(w)
	for _, d := range s.Data {
		if !slices.Contains(r.files, d.File) {
			t.missed = append(t.missed, path.Join(r.dataDir, d.File))
		}
	}
	r.bind(w)
	r.say(w)
	language := w.language(r.config) // and not r, which would outlive its build
	w.covered = sync.OnceValue(func() lint.Coverage { return w.cover(language) })
	for _, a := range r.asked {
		if !slices.Contains(w.files, a.file) {
			w.files = append(w.files, a.file)
		}
	}
	w.tablesKey = r.keyTables()
	r.resettle(s, r.problems)
	if s.Unread { // nobody knows which figures, sources and names it has
		r.problems = nil
	}
	t.asked, t.problems = r.asked, r.problems
	r.problems = before
	return t
}

// say prints what stands in the story's words.
func (r *run) say(w *work) {
	for _, text := range []struct {
		from story.Text
		to   *string
	}{{w.story.Title, &w.title}, {w.story.Subtitle, &w.subtitle}, {w.story.Description, &w.description}} {
		*text.to, _ = r.inline(w, text.from.At, text.from.Value)
	}
	for _, c := range w.story.Corrections {
		said := page.Correction{Date: c.Date, Kind: c.Kind}
		said.Text, _ = r.inline(w, c.Text.At, c.Text.Value)
		said.Was, _ = r.inline(w, c.Was.At, c.Was.Value)
		said.Now, _ = r.inline(w, c.Now.At, c.Now.Value)
		w.corrections = append(w.corrections, said)
	}
	for _, v := range w.story.Values {
		w.values = append(w.values, r.print(w, v))
	}
	for _, c := range w.story.Claims {
		number := ""
		if f := w.figures.Get(c.Figure); f != nil {
			number = f.PlainNumber()
		}
		w.claims = append(w.claims, number)
	}
}
