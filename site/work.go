package site

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"plotline/charts"
	"plotline/data"
	"plotline/data/source"
	"plotline/site/lint"
	"plotline/site/page"
	"plotline/site/proof"
	"plotline/site/story"
)

// work is one story on its way to a page. It is immutable once it is worked out.
type work struct {
	story     *story.Story
	key       key // of the file
	figures   *proof.Figures
	judged    []proof.Judged // every claim, in the order in which they were met
	words     []lint.Text    // that readers see, other than prose
	covered   func() lint.Coverage
	files     []string  // of tables, in the order in which they were asked for
	tablesKey key       // of everything in them
	printed   []printed // every value outside the prose, likewise
	blocks    []*figure // by index in story.Blocks; nil for prose

	title, subtitle, description string
	values, claims               []string // as page.StoryPage has them
	corrections                  []page.Correction
}

// figure is a chart, table or bignumber on its way.
type figure struct {
	spec     *charts.Spec
	plot     *charts.Plot     // of a chart
	option   *charts.Option   // without its JSON when the head is known
	key      key              // of the option
	prefix   string           // of ids in its drawings
	head     *head            // of kept drawings; nil when they are in memory, or to be drawn
	fragment *charts.Fragment // of a table or bignumber
}

// storyTables are the tables that a story may name: its own short names and the files in data/.
type storyTables struct {
	run   *run
	story *story.Story
}

// Table looks a name up and reads the file when it is first asked for.
func (t storyTables) Table(name string) (*data.Table, bool) {
	var how data.Options
	ref := t.said(name)
	if ref != nil {
		name, how = ref.File, ref.How
	}
	files := t.run.filesOf(name)
	if len(files) > 1 {
		t.run.report(source.Errorf(source.NewFile(t.story.File.Path, nil).All(), "table %q can be %s", name, strings.Join(files, " or ")).WithHint("write the name with its extension"))
	}
	if len(files) != 1 {
		return nil, ref != nil || len(files) > 0 // reported here or by bind
	}
	table := t.run.table(files[0], how)
	t.run.asked = append(t.run.asked, asked{files[0], how, table, ref})
	return table, true
}

// said is what the story says about the file that a name means: one of its short names, or the file's own, with its
// extension or without. It is nil when it says nothing.
func (t storyTables) said(name string) *story.DataRef {
	list := t.story.Data
	i := slices.IndexFunc(list, func(d story.DataRef) bool { return d.Name == name || d.File == name })
	if files := t.run.filesOf(name); i < 0 && len(files) == 1 {
		i = slices.IndexFunc(list, func(d story.DataRef) bool { return slices.Equal(t.run.filesOf(d.File), files) })
	}
	if i < 0 {
		return nil
	}
	return &list[i]
}

// Names lists what Table knows.
func (t storyTables) Names() []string {
	names := slices.Clone(t.run.files)
	for _, d := range t.story.Data {
		names = append(names, d.Name)
	}
	slices.Sort(names)
	return names
}

func (w *work) language(c Config) string {
	if w.story.Language != "" {
		return w.story.Language
	}
	return c.Language
}

// sourcesOf turns a story's sources into what figures print.
func sourcesOf(s *story.Story) map[string]charts.Source {
	out := map[string]charts.Source{}
	for _, src := range s.Sources {
		name := src.Publisher
		if name == "" {
			name = src.Title
		}
		out[src.Key] = charts.Source{Name: name, URL: src.URL}
	}
	return out
}

// bind parses and binds every block of a story, and gives each its id.
func (r *run) bind(w *work) {
	tables := storyTables{r, w.story}
	for _, d := range w.story.Data {
		if len(r.filesOf(d.File)) == 0 {
			r.report(source.Errorf(d.At, "there is no file %q in %s", d.File, r.dataDir).WithHint(source.DidYouMean(d.File, r.files)))
		}
	}
	env := charts.Env{Language: w.language(r.config), Readable: r.options.Readable, Sources: sourcesOf(w.story), Inline: func(at source.Span, text string) (string, source.List) {
		return r.inline(w, at, text)
	}}
	w.blocks = make([]*figure, len(w.story.Blocks))
	ids := map[string]source.Span{}
	unnamed := 0
	for i, b := range w.story.Blocks {
		if b.Kind == story.Prose {
			continue
		}
		before := len(r.problems)
		spec, problems := charts.Parse(b.Fence.Lang, b.Fence.At, b.Fence.Body, env)
		r.report(problems...)
		if spec == nil {
			continue
		}
		if !spec.ID.Set() {
			unnamed++
			spec.ID.Value = b.Fence.Lang + "-" + strconv.Itoa(unnamed)
			if b.Kind == story.Chart {
				r.report(source.Warnf(b.Fence.At, "id-missing", "the chart has no id; its address %s will move when charts are added", spec.ID.Value).WithHint("add id: and a short name"))
			}
		} else if first, twice := ids[spec.ID.Value]; twice {
			r.report(source.Errorf(spec.ID.At, "id %q stands twice in the story", spec.ID.Value).WithHint("ids are unique in a story").WithNote(first, "first here"))
			continue
		}
		ids[spec.ID.Value] = spec.ID.At
		w.blocks[i] = r.figure(w, spec, tables)
		r.waive("block", spec.LintOK, before, func(source.Problem) bool { return true })
	}
}

// figure binds one block. It is nil when there are errors.
func (r *run) figure(w *work, spec *charts.Spec, tables storyTables) *figure {
	f := &figure{spec: spec}
	csv := path.Join("charts", spec.ID.Value, "data.csv")
	var problems source.List
	switch spec.Block {
	case "table":
		f.fragment, problems = charts.Table(spec, tables, r.config.Theme, csv)
	case "bignumber":
		var values []string
		for _, item := range spec.Items {
			values = append(values, r.bigValue(w, item))
		}
		f.fragment = charts.BigNumber(spec, r.config.Theme, values)
	default:
		f.plot, problems = charts.Bind(spec, tables, r.config.Theme)
		if f.plot != nil {
			r.assemble(f)
		}
	}
	r.report(problems...)
	return f
}

// assemble makes the option, or takes the one remembered for the same block and values.
func (r *run) assemble(f *figure) {
	p := f.plot
	hash := p.Table.Hash
	f.key = keyOf([]byte(p.Kind.Name), []byte(f.spec.Body.Text()), hash[:], []byte(p.Language), r.themeKey[:], notes(f.spec))
	f.prefix = f.spec.ID.Value + "-"
	if f.head = r.heads[f.drawingKey()]; f.head != nil {
		f.option = &f.head.option
		return
	}
	f.option = r.options_.once(f.key, func() *charts.Option {
		if d, ok := r.recall(f); ok {
			r.svgs.put(f.drawingKey(), d)
			return d.option
		}
		o, problems := charts.Assemble(p)
		r.report(problems...)
		return o
	})
}

// notes are the words on the plot as they are printed: figures of the story may stand in them.
func notes(s *charts.Spec) []byte {
	var b []byte
	for _, a := range s.Annotate {
		b = strconv.AppendQuote(b, a.Text.Value)
	}
	return b
}

// drawingKey is the key of a figure's drawings in memory.
func (f *figure) drawingKey() key { return keyOf([]byte(f.prefix), f.key[:]) }
