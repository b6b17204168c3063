package site

import (
	"context"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/source"
	"plotline/data/sql"
	"plotline/site/page"
	"plotline/site/publish"
	"plotline/site/story"
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
	Drafts   bool      // publish drafts too
	BaseURL  string    // in place of the one in plotline.yaml
	Program  string    // identity of the running program, other for every version; empty when unknown
	Now      time.Time // decides what publish-date and expiry-date let in; zero lets everything in
	Pictures Pictures  // makes PNGs for feeds; nil leaves them out
	Machine  fs.FS     // the machine's root, for fonts that plotline.yaml names by absolute path; nil refuses them
	Readable bool      // pages keep line breaks that browsers do not show
	Watched  bool      // what was read stays until Changed says otherwise

	// Held tells under which key the folder that is published into holds a file, or nothing: what it holds
	// is made only if Publish finds that it no longer is what it was. nil when nothing is known of a folder.
	Held func(path string) string

	DuckDB sql.Engine // runs queries that ask for DuckDB
}

// Build is one finished build. It is immutable.
type Build struct {
	Files    []publish.File // empty when Problems holds an error
	Problems source.List
	Inputs   []string // every path opened, listed or missed, sorted
	Config   Config   // as the site was built, Options.BaseURL included
	Stats    Stats

	plan *Plan
}

// Stats counts what a build did.
type Stats struct {
	Stories, Charts int // in the site
	Waiting         int // stories whose publish-date is yet to come
	Drawn, Kept     int // charts drawn in this build, and those whose drawings were kept
	Rendered        int // pages of stories rendered in this build
	Queries         int // queries run in this build
}

// Builder builds a project again and again, each time doing only what changed. Its Build, Plan and
// Changed are not safe for concurrent use; the plans they return are.
type Builder struct {
	fsys    fs.FS
	drawer  Drawer
	options Options

	inputs   inputs
	stories  memo[parsed]
	tables   memo[readTable]
	queries  memo[[]string] // the tables that a query reads
	results  memo[readTable]
	answers  memo[any] // of large tables
	options_ memo[*charts.Option]
	told     memo[*told]
	svgs     memo[drawn]
	pngs     memo[[]byte]
	framed   memo[*charts.Fragment]
	pages    memo[rendered]
	sets     memo[templateSet]
	fontSets memo[fontSet]
	fonts    map[string]*machineFont
	rendered atomic.Int64
	ran      int  // queries
	unjudged bool // takes claims for true: BenchmarkCheck asks what judging costs

	mu    sync.Mutex
	shown map[string][][]byte // a chart's last drawings, by page and id: what stands until new ones are there
}

type parsed struct {
	story    *story.Story
	problems source.List
}

type readTable struct {
	table    *data.Table
	problems source.List
	key      key
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
	return &Builder{fsys: fsys, drawer: drawer, options: o, shown: map[string][][]byte{}}
}

// Changed tells a Builder with Options.Watched which inputs may have changed since its last build;
// nil means that any may have.
func (b *Builder) Changed(paths []string) { b.inputs.forget(paths) }

// Build runs the whole plan. The error is the context's, or an engine that cannot start; what a
// reporter can mend stands in the Build's Problems.
func (b *Builder) Build(ctx context.Context) (*Build, error) {
	drawn, pages, ran := b.drawer.Stats().Drawn, b.rendered.Load(), b.ran
	p, err := b.Plan(ctx)
	if err != nil {
		return nil, err
	}
	out := &Build{plan: p, Problems: p.Problems, Inputs: p.Inputs, Config: p.run.config, Stats: Stats{Stories: p.Stories, Charts: p.Charts, Waiting: p.Waiting}}
	if !p.Problems.HasErrors() {
		if err := p.finish(ctx, out); err != nil {
			return nil, err
		}
	}
	out.Stats.Drawn = b.drawer.Stats().Drawn - drawn
	out.Stats.Kept = out.Stats.Charts - out.Stats.Drawn
	out.Stats.Rendered = int(b.rendered.Load() - pages)
	out.Stats.Queries = b.ran - ran
	return out, ctx.Err()
}

// finish draws every chart in one go and makes every file.
func (p *Plan) finish(ctx context.Context, out *Build) error {
	r := p.run
	var undrawn []*figure
	for _, s := range r.sheets {
		undrawn = append(undrawn, r.undrawn(s)...)
	}
	problems, err := r.draw(ctx, undrawn)
	if err != nil {
		return err
	}
	if !problems.HasErrors() {
		more, err := r.makeAll(ctx, out)
		if err != nil {
			return err
		}
		problems = append(problems, more...)
	}
	out.Problems = append(out.Problems[:len(out.Problems):len(out.Problems)], out.Config.Levelled(problems)...)
	out.Problems.Sort()
	if out.Problems.HasErrors() {
		out.Files = nil
		return nil
	}
	r.keepHeads()
	return nil
}

// makeAll makes every file that is not recognised by a key, on every processor, and keeps their order.
func (r *run) makeAll(ctx context.Context, out *Build) (source.List, error) {
	type made struct {
		file     publish.File
		ok       bool
		problems source.List
		err      error
	}
	held := r.options.Held
	if held == nil {
		held = func(string) string { return "" }
	}
	results := make([]made, len(r.outputs))
	var next atomic.Int64
	var g sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(r.outputs)) {
		g.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(r.outputs); i = int(next.Add(1)) - 1 {
				m := &results[i]
				m.file, m.ok, m.problems, m.err = r.outputs[i].file(ctx, held)
			}
		})
	}
	g.Wait()
	var problems source.List
	out.Files = make([]publish.File, 0, len(results))
	for i := range results {
		m := &results[i]
		if m.err != nil {
			return nil, m.err
		}
		problems = append(problems, m.problems...)
		if m.ok {
			out.Files = append(out.Files, m.file)
		}
	}
	return problems, nil
}
