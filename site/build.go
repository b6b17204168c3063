package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/source"
	"plotline/site/page"
	"plotline/site/publish"
	"plotline/site/story"
	"plotline/templates"
)

// Drawer draws the charts of a build and keeps what later builds can use; *draw.Pool is one.
type Drawer interface {
	Draw(ctx context.Context, jobs []draw.Job) ([]draw.Result, error)
	Recall(key [32]byte) ([][]byte, bool)
	Keep(key [32]byte, parts [][]byte)
	Stats() draw.Stats
}

// Options of a Builder.
type Options struct {
	Drafts  bool   // publish drafts too
	BaseURL string // in place of the one in plotline.yaml
	Program string // identity of the running program, other for every version; empty when unknown
}

// Build is one finished build. It is immutable.
type Build struct {
	Files    []publish.File // empty when Problems holds an error
	Problems source.List
	Inputs   []string // every path opened, listed or missed, sorted
	Stats    Stats
}

// Stats counts what a build did.
type Stats struct {
	Stories, Charts int // in the site
	Drawn, Kept     int // charts drawn in this build, and those whose drawings were kept
	Rendered        int // pages rendered in this build
}

// Builder builds a project again and again, each time doing only what changed. Its Build is not
// safe for concurrent use.
type Builder struct {
	fsys    fs.FS
	drawer  Drawer
	options Options

	stories  memo[parsed]
	tables   memo[readTable]
	options_ memo[*charts.Option]
	svgs     memo[[][]byte]
	framed   memo[*charts.Fragment]
	pages    memo[rendered]
	sets     memo[templateSet]
}

type parsed struct {
	story    *story.Story
	problems source.List
}

type readTable struct {
	table    *data.Table
	problems source.List
}

type rendered struct {
	html     []byte
	problems source.List
}

type templateSet struct {
	set      *page.Set
	problems source.List
}

// New returns a Builder for the project in fsys.
func New(fsys fs.FS, drawer Drawer, o Options) *Builder {
	return &Builder{fsys: fsys, drawer: drawer, options: o}
}

// run is one build while it is made.
type run struct {
	*Builder
	ctx      context.Context
	in       *inputs
	config   Config
	themeKey key
	set      *page.Set
	setKey   key
	bundle   *templates.Bundle
	dataDir  string
	dataSet  map[string]bool // files in the data folder
	byFile   map[string]readTable
	problems source.List
	files    []publish.File
	stats    Stats
	rendered int
	mu       sync.Mutex
}

// Build runs the whole plan. The error is the context's, or an engine that cannot start; what a
// reporter can mend stands in the Build's Problems.
func (b *Builder) Build(ctx context.Context) (*Build, error) {
	bundle, err := templates.Bundles()
	if err != nil {
		return nil, err
	}
	r := &run{Builder: b, ctx: ctx, in: &inputs{fsys: b.fsys, seen: map[string]bool{}, regular: map[string]bool{}, folders: map[string]fs.FS{}}, bundle: bundle, byFile: map[string]readTable{}}
	defer r.in.close()
	before := b.drawer.Stats()
	r.configure()
	works := r.read()
	if err := r.draw(works); err != nil {
		return nil, err
	}
	if !r.problems.HasErrors() {
		r.render(works)
		r.problems = append(r.problems, publish.Check(r.files)...)
	}
	r.problems.Sort()
	if r.problems.HasErrors() {
		r.files = nil
	}
	after := b.drawer.Stats()
	r.stats.Drawn = after.Drawn - before.Drawn
	r.stats.Kept = r.stats.Charts - r.stats.Drawn
	r.stats.Rendered = r.rendered
	for _, seal := range []func(){b.stories.seal, b.tables.seal, b.options_.seal, b.svgs.seal, b.framed.seal, b.pages.seal, b.sets.seal} {
		seal()
	}
	return &Build{Files: r.files, Problems: r.problems, Inputs: r.in.paths(), Stats: r.stats}, ctx.Err()
}

func (r *run) report(l ...source.Problem) { r.problems = append(r.problems, l...) }

// text reads a text file of the project, or returns nil.
func (r *run) text(name string) *source.File {
	b, problem := r.in.read(name)
	if problem != nil {
		r.report(*problem)
	}
	if b == nil {
		return nil
	}
	f, problems := source.NewText(name, b)
	r.report(problems...)
	return f
}

// configure reads plotline.yaml and the templates that replace ours.
func (r *run) configure() {
	config, problems := parseConfig(r.text(configFile))
	r.report(problems...)
	if r.options.BaseURL != "" {
		config.BaseURL = r.options.BaseURL
	}
	r.config = config
	r.themeKey = keyOf([]byte(config.Theme.CSS()))
	var overrides []*source.File
	parts := [][]byte{[]byte("templates")}
	for _, name := range r.in.list("templates", ".html", ".css") {
		if f := r.text(name); f != nil {
			overrides = append(overrides, f)
			parts = append(parts, []byte(name), f.Text)
		}
	}
	r.setKey = keyOf(parts...)
	set := r.sets.once(r.setKey, func() templateSet {
		s, problems := page.Templates(overrides)
		return templateSet{s, problems}
	})
	r.set = set.set
	r.report(set.problems...)
}

// sources finds the stories: site/stories/*.md, or for a bare folder its own *.md.
func (r *run) sources() []string {
	r.dataDir = "data"
	names := r.in.list("site/stories", ".md")
	if len(names) == 0 {
		if names = slices.DeleteFunc(r.in.list(".", ".md"), func(n string) bool { return strings.EqualFold(n, "README.md") }); len(names) > 0 {
			if len(r.in.list("data", ".csv")) == 0 {
				r.dataDir = "."
			}
		}
	}
	r.dataSet = map[string]bool{}
	for _, n := range r.in.list(r.dataDir, ".csv") {
		r.dataSet[path.Base(n)] = true
	}
	if len(names) == 0 {
		r.report(source.Errorf(source.Span{}, "there are no stories").WithHint("write one in site/stories/, for example site/stories/first.md"))
	}
	return names
}

// table reads a file of the data folder, once a build.
func (r *run) table(file string) *data.Table {
	if t, ok := r.byFile[file]; ok {
		return t.table
	}
	name := path.Join(r.dataDir, file)
	b, problem := r.in.read(name)
	if problem != nil {
		r.report(*problem)
		r.byFile[file] = readTable{}
		return nil
	}
	t := r.tables.once(keyOf([]byte(name), b), func() readTable {
		table, problems := data.Read(source.NewFile(name, b), data.Options{Name: file})
		return readTable{table, problems}
	})
	r.byFile[file] = t
	r.report(t.problems...)
	return t.table
}

// hashed returns an asset whose name holds the hash of its content.
func hashed(name string, b []byte) publish.File {
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	return publish.File{Path: "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext, Data: b, Immutable: true}
}
