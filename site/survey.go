package site

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"plotline/data"
	"plotline/data/source"
	"plotline/site/story"
)

// Survey is what a project's folders hold, for commands that add to it: nothing is worked out.
type Survey struct {
	Config  Config
	Stories []string // paths of the files, sorted
	DataDir string   // folder of the tables
	Files   []string // names in it, sorted

	run *run
}

// Look surveys a project. Problems are those of plotline.yaml and of what it overrides.
func Look(fsys fs.FS) (*Survey, source.List) {
	b := New(fsys, nil, Options{})
	b.inputs.begin(fsys, false)
	defer func() {
		b.inputs.end()
		b.inputs.folders = nil // closed; what is read from now on is read from the project's folder
	}()
	r := &run{Builder: b, context: context.Background(), byFile: map[reading]readTable{}, queried: map[reading]bool{}}
	r.configure()
	problems := r.problems
	s := &Survey{Config: r.config, Stories: r.sources(), DataDir: r.dataDir, run: r}
	s.Files = r.files
	problems.Sort()
	return s, problems
}

// Begun reports whether there is a project at all.
func (s *Survey) Begun() bool {
	in := &s.run.inputs
	for _, name := range []string{configFile, "site", "data"} {
		if _, err := fs.Stat(in.fsys, name); err == nil {
			return true
		}
	}
	return len(s.Stories)+len(s.Files) > 0
}

// Folder is where a new story goes: site/stories, or beside those of a bare folder.
func (s *Survey) Folder() string {
	if len(s.Stories) > 0 {
		return path.Dir(s.Stories[0])
	}
	return "site/stories"
}

// Namesake returns the story whose file makes the same address, or nothing.
func (s *Survey) Namesake(slug string) string {
	for _, name := range s.Stories {
		if story.Slug(strings.TrimSuffix(path.Base(name), ".md")) == slug {
			return name
		}
	}
	return ""
}

// Table reads one of Files, the first rows of a large one. It is nil when that is not possible; problems
// say why.
func (s *Survey) Table(name string) (*data.Table, source.List) {
	t := s.run.table(name, data.Options{})
	problems := s.run.byFile[reading{file: name}].problems
	if t == nil {
		return nil, problems
	}
	if wrong := t.Uses(t.Names()...); len(wrong) > 0 { // of any column, as a chart may be proposed of each
		s.run.report(wrong...)
		return nil, append(slices.DeleteFunc(slices.Clone(problems), s.run.louder), wrong...)
	}
	if t.Held() {
		return t, problems
	}
	t, more := t.Head(mostSurveyed)
	return t, append(slices.Clip(problems), more...)
}

const mostSurveyed = 10_000 // rows of a large table from which a chart is proposed

// Day is the day of a moment in the project's time zone, as front matter writes it.
func (c Config) Day(t time.Time) string { return t.In(c.Zone()).Format("2006-01-02") }
