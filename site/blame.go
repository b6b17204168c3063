package site

import (
	"path"
	"slices"
	"strings"

	"plotline/data/settings"
	"plotline/data/source"
	"plotline/site/story"
)

// ofTable are the problems of a table that was read as people who write stories can use them: where the story
// told something wrong, there, and with the settings that it has in the lines that settle assumptions. What
// uses a row of sums tells so itself, and so does what needs a row that is not as wide as the header.
func (r *run) ofTable(as reading, t readTable) source.List {
	asks := t.table != nil && t.table.Held() && !r.queried[as]
	var out source.List
	for _, p := range t.problems {
		if asks && p.Rule == "totals-row" || r.louder(p) {
			continue
		}
		refs := r.refs[as]
		if len(refs) > 0 {
			p.Hint = settings.Resettle(p.Hint, refs[0].Name, refs[0].Told)
		}
		told := len(out)
		for _, ref := range refs {
			at := map[string]source.Span{"sheet-unknown": ref.SheetAt, "range-empty": ref.RangeAt}[p.Rule]
			if !at.IsZero() {
				q := p
				q.At = at
				out = append(out, q)
			}
		}
		if len(out) == told {
			out = append(out, p)
		}
	}
	return out
}

// louder reports whether a problem of a table was reported as an error, by what uses the table.
func (r *run) louder(p source.Problem) bool {
	return slices.ContainsFunc(r.problems, func(q source.Problem) bool {
		return q.Level == source.Error && q.Level < p.Level && q.Rule == p.Rule && q.At == p.At
	})
}

// resettle is ofTable's work for what a story was told while it read the columns of large tables.
func (r *run) resettle(s *story.Story, problems source.List) {
	for i, p := range problems {
		if p.At.File == nil || !strings.HasPrefix(p.Hint, settings.ToSettle) {
			continue
		}
		for _, d := range s.Data {
			for _, f := range r.filesOf(d.File) {
				if path.Join(r.dataDir, f) == p.At.File.Path {
					problems[i].Hint = settings.Resettle(p.Hint, d.Name, d.Told)
				}
			}
		}
	}
}
