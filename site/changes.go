package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"plotline/data"
	"plotline/site/story"
)

// Since says in words what became of changed inputs, for the reporter who saved them:
// "ai_companies.csv: 2 cells, 1 chart". Old is the plan before; it may be nil.
func (p *Plan) Since(old *Plan, paths []string) []string {
	if old == nil {
		return nil
	}
	c := comparison{old.run, p.run}
	var words []string
	for _, name := range slices.Sorted(slices.Values(paths)) {
		if w := c.words(name); w != "" {
			words = append(words, path.Base(name)+": "+w)
		}
	}
	if words = slices.Compact(words); len(words) > mostWords {
		more := len(words) - mostWords + 1
		words = append(words[:mostWords-1:mostWords-1], fmt.Sprintf("%d more files", more))
	}
	return words
}

const mostWords = 6 // more changes than this nobody reads

// Reloads reports whether pages must be loaded anew when the inputs changed: templates and settings
// reach every part of a page.
func Reloads(paths []string) bool {
	return slices.ContainsFunc(paths, func(name string) bool {
		return name == configFile || path.Dir(name) == "templates" && path.Ext(name) != ".css"
	})
}

type comparison struct{ old, new *run }

func (c comparison) words(name string) string {
	if query, ok := snapshotOf(name); ok {
		name = query
	}
	switch {
	case name == configFile:
		return "settings"
	case path.Dir(name) == "templates" && path.Ext(name) == ".css":
		return "style sheet"
	case path.Dir(name) == "templates" && path.Ext(name) == ".html":
		return "template"
	case path.Dir(name) == c.new.dataDir && isTable(path.Base(name)):
		return c.table(name)
	case path.Ext(name) == ".md":
		return c.story(name)
	case path.Ext(name) == "": // a folder
		return ""
	}
	return "picture"
}

// table counts the cells of a file that changed and the charts that show it.
func (c comparison) table(name string) string {
	was, is := c.old.anyTable(path.Base(name)), c.new.anyTable(path.Base(name))
	drawn := func(f *figure) bool {
		if f.plot.Table.File == nil {
			return false
		}
		file := f.plot.Table.File.Path
		if query, ok := snapshotOf(file); ok {
			file = query
		}
		return file == name || slices.Contains(f.plot.Table.Inputs, name)
	}
	switch {
	case was == nil && is == nil:
		return "no story uses it"
	case was == nil:
		return join("new", count(c.charts(drawn), "chart"))
	case is == nil:
		return "gone"
	}
	return join(cells(was, is), count(c.charts(drawn), "chart"))
}

// anyTable is the table of a file in the first way that a story reads it.
func (r *run) anyTable(file string) *data.Table {
	first := ""
	var t *data.Table
	for as, read := range r.byFile {
		if as.file == file && read.table != nil && (t == nil || as.how < first) {
			first, t = as.how, read.table
		}
	}
	return t
}

// cells says how two versions of a table differ.
func cells(was, is *data.Table) string {
	if !slices.Equal(was.Names(), is.Names()) {
		return "other columns"
	}
	if d := is.Rows - was.Rows; d > 0 {
		return count(d, "row") + " more"
	} else if d < 0 {
		return count(-d, "row") + " fewer"
	}
	n := 0
	for i, column := range is.Columns {
		for row := range is.Rows {
			if column.Text(row) != was.Columns[i].Text(row) {
				n++
			}
		}
	}
	if n == 0 {
		return "the same values"
	}
	return count(n, "cell")
}

// charts counts the charts that are wanted and look other than before.
func (c comparison) charts(wanted func(*figure) bool) int {
	before := map[string]key{}
	for _, s := range c.old.sheets {
		for _, f := range s.blocks {
			if f != nil && f.plot != nil {
				before[s.path+"#"+f.spec.ID.Value] = f.key
			}
		}
	}
	n := 0
	for _, s := range c.new.sheets {
		for _, f := range s.blocks {
			if f != nil && f.plot != nil && wanted(f) && before[s.path+"#"+f.spec.ID.Value] != f.key {
				n++
			}
		}
	}
	return n
}

// story says which parts of a story changed.
func (c comparison) story(name string) string {
	was, is := c.old.sheet(name), c.new.sheet(name)
	switch {
	case was == nil && is == nil:
		return "" // a draft that is not shown, or no story
	case was == nil:
		return "new story"
	case is == nil:
		return "gone"
	}
	var parts []string
	if prose(was.story) != prose(is.story) || was.title != is.title || was.subtitle != is.subtitle {
		parts = append(parts, "text")
	}
	parts = append(parts, count(c.charts(func(f *figure) bool { return f.spec.At.File == is.story.File }), "chart"))
	if s := join(parts...); s != "" {
		return s
	}
	return "settings"
}

func prose(s *story.Story) string {
	var b strings.Builder
	for _, block := range s.Blocks {
		b.WriteString(block.HTML)
	}
	return b.String()
}

func (r *run) sheet(name string) *sheet {
	for _, s := range r.sheets {
		if s.story.File.Path == name {
			return s
		}
	}
	return nil
}

// count returns "2 cells", or nothing for none.
func count(n int, word string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// join lists the words that are not empty.
func join(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")
}
