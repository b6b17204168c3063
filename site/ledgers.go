package site

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"plotline/site/embed"
	"plotline/site/ledger"
	"plotline/site/page"
	"plotline/site/proof"
)

// Ledger is what the planned site displays, as far as it could be worked out.
func (p *Plan) Ledger() ledger.Site {
	r := p.run
	out := ledger.Site{Title: r.site.Title}
	for _, s := range r.sheets {
		story := counted(r.account(s))
		story.Folder, story.File, story.Title, story.Language = s.story.Folder(), s.story.File.Path, s.title, s.language(r.config)
		story.Changed, story.Corrections = s.changed(), entries(s.corrections)
		for _, a := range s.story.Aliases {
			story.Aliases = append(story.Aliases, path.Dir(a.Path))
		}
		for _, f := range s.blocks {
			if f == nil {
				continue
			}
			chart := ledger.Chart{ID: f.spec.ID.Value, Title: f.spec.Title.Value}
			switch {
			case f.plot != nil:
				chart.Rows = cellsOf(f.plot.CSV())
			case f.fragment != nil && f.fragment.CSV != nil:
				chart.Rows = cellsOf(f.fragment.CSV)
			default:
				continue
			}
			story.Charts = append(story.Charts, chart)
		}
		out.Stories = append(out.Stories, story)
	}
	sortStories(out.Stories)
	return out
}

// account is a story's record, with the words that are not true in it.
func (r *run) account(s *sheet) proof.Record {
	all := *s
	all.shown = s.receipts()
	for _, j := range s.judged {
		if n, holds := j.Claimed(); j.OK && !holds {
			all.shown = append(all.shown, n)
		}
	}
	slices.SortStableFunc(all.shown, func(a, b proof.Shown) int { return cmp.Compare(a.At.Start, b.At.Start) })
	all.proved = s.figures.Behind(names(all.shown))
	return r.record(&all)
}

// Today is the day that the plan goes by, in the site's time zone.
func (p *Plan) Today() string { return p.run.config.Day(p.run.options.Now) }

// Ledger is what the built site displays.
func (b *Build) Ledger() ledger.Site { return b.plan.Ledger() }

// Today is the day that the build goes by.
func (b *Build) Today() string { return b.plan.Today() }

func sortStories(list []ledger.Story) {
	slices.SortStableFunc(list, func(a, b ledger.Story) int { return cmp.Compare(a.Folder, b.Folder) })
}

// changed is the day of the story's last change, its publication included.
func (w *work) changed() string { return max(w.story.Changed(), w.story.Date) }

// entries are a story's corrections as ledgers have them.
func entries(list []page.Correction) []ledger.Correction {
	var out []ledger.Correction
	for _, c := range list {
		out = append(out, ledger.Correction(c))
	}
	return out
}

// Published reads what a published folder displays: its stories' claims.json, and the data of their charts.
func Published(fsys fs.FS) (ledger.Site, error) {
	var out ledger.Site
	stories := map[string]*ledger.Story{}
	story := func(folder string) *ledger.Story {
		if stories[folder] == nil {
			stories[folder] = &ledger.Story{Folder: folder, Title: folder}
		}
		return stories[folder]
	}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		dir, file := path.Split(name)
		chart := path.Clean(dir)
		isChart := file == embed.Data && path.Base(path.Dir(chart)) == "charts"
		if file != proof.RecordName && !isChart {
			return nil
		}
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if isChart {
			s := story(path.Dir(path.Dir(chart)))
			s.Charts = append(s.Charts, ledger.Chart{ID: path.Base(chart), Title: path.Base(chart), Rows: cellsOf(b)})
			return nil
		}
		read, err := PublishedStory(b)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s := story(path.Clean(dir))
		read.Folder, read.Charts = s.Folder, s.Charts
		*s = read
		return nil
	})
	for _, s := range stories {
		out.Stories = append(out.Stories, *s)
	}
	sortStories(out.Stories)
	return out, err
}

// PublishedStory reads a story's claims.json.
func PublishedStory(text []byte) (ledger.Story, error) {
	var rec proof.Record
	if err := json.Unmarshal(text, &rec); err != nil {
		return ledger.Story{}, err
	}
	if rec.Version != 1 {
		return ledger.Story{}, errors.New("it is no claims.json of this version of Plotline")
	}
	s := counted(rec)
	s.Folder, s.Title, s.Language = rec.Folder, rec.Title, rec.Language
	s.Changed = rec.Changed
	for _, c := range rec.Corrections {
		s.Corrections = append(s.Corrections, ledger.Correction(c))
	}
	return s, nil
}

// cellsOf reads a table that was written for readers.
func cellsOf(b []byte) [][]string {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return nil // somebody's own file
	}
	return rows
}

// counted turns a record into what a ledger counts.
func counted(rec proof.Record) ledger.Story {
	var s ledger.Story
	for _, n := range rec.Numbers {
		f := rec.Figures[n.Figure]
		one := ledger.Number{Where: n.Where, Words: n.Words, Sentence: n.Sentence, Figure: n.Figure, Value: n.Value, Shown: f.Words, Verdict: n.Verdict, Reason: n.Reason,
			Formula: formula(f), Bound: boundOf(f), At: n.At}
		if f.Unit == "percent" {
			one.Value += "%"
		}
		if n.Chart != "" {
			one.Where = strings.ReplaceAll(n.Where, "-", " ") + " of " + n.Chart
		}
		trace(rec, n.Figure, &one, map[string]bool{})
		s.Numbers = append(s.Numbers, one)
	}
	return s
}

// formula says how a figure is worked out.
func formula(f proof.Fact) string {
	if f.Data == nil {
		return f.Calc
	}
	s := f.Data.Column
	if f.Data.Agg != "only" {
		s = f.Data.Agg + " of " + s
	}
	if f.Data.Where != "" {
		s += " where " + strings.Join(strings.Fields(f.Data.Where), " ")
	}
	return s
}

// boundOf is what is known of a figure that is not known itself.
func boundOf(f proof.Fact) string {
	limit := func(l *proof.Limit, open, closed string) string {
		switch {
		case l == nil:
			return ""
		case l.Open:
			return open + l.Value
		}
		return closed + l.Value
	}
	unit := ""
	if f.Unit == "percent" {
		unit = "%"
	}
	switch {
	case f.Interval != nil:
		return strings.TrimSpace(limit(f.Interval.Low, ">", ">=")+" "+limit(f.Interval.High, "<", "<=")) + unit
	case f.Bound != "":
		return f.Bound + " " + f.Value + unit
	}
	return ""
}

// trace lists the cells and sources that a figure rests on.
func trace(rec proof.Record, figure string, n *ledger.Number, seen map[string]bool) {
	f, known := rec.Figures[figure]
	if !known || seen[figure] {
		return
	}
	seen[figure] = true
	if d := f.Data; d != nil {
		for _, row := range d.Rows {
			n.Cells = append(n.Cells, ledger.Cell{File: d.File, Column: d.Column, Row: row.Row + 1, Label: row.Label, Text: row.Cell})
		}
		n.Left += d.Count - len(d.Rows)
	}
	if o := f.Source; o != nil {
		s := ledger.Source{Title: o.Title, Publisher: o.Publisher, URL: o.Address}
		if !slices.Contains(n.Sources, s) {
			n.Sources = append(n.Sources, s)
		}
	}
	for _, name := range f.Uses {
		trace(rec, name, n, seen)
	}
}
