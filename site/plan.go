package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path"
	"slices"
	"strings"

	"plotline/data/sidecar"
	"plotline/data/source"
	"plotline/site/page"
	"plotline/site/publish"
	"plotline/site/story"
	"plotline/templates"
)

// Plan is a site that is worked out but for its drawings and pages, which are made when they are
// asked for. It is immutable and safe for concurrent use.
type Plan struct {
	Problems        source.List
	Inputs          []string // every path opened, listed or missed, sorted
	Stories, Charts int
	Waiting         int // stories whose publish-date is yet to come

	run *run
}

// output is one file of the site: bytes, or how to make them.
type output struct {
	publish.File
	make  func(context.Context) ([]byte, source.List, error)
	sheet *sheet // of a story's page

	quick    func() (html []byte, final bool, err error) // of a page that is no story's, as Plan.Quick has it
	key      func() (string, source.List)                // of a file that is made when it is published, if it must be
	standing func() string                               // key of a file that is made in the build, unless the site's folder holds it
	optional bool                                        // without bytes it is left out
	absent   func() bool                                 // of an optional file with a key: it would have none
}

// bytes makes the file. It has none when problems or an error say why, or when it is optional.
func (o *output) bytes(ctx context.Context) ([]byte, source.List, error) {
	if o.make == nil {
		return o.Data, nil, nil
	}
	return o.make(ctx)
}

// file returns the file, made or with how it is made; ok is false when it is left out. held tells the key
// under which the site's folder holds a file, or nothing.
func (o *output) file(ctx context.Context, held func(path string) string) (f publish.File, ok bool, problems source.List, err error) {
	f = o.File
	if o.key != nil {
		f.Key, problems = o.key()
		f.Make = o.later
		return f, o.absent == nil || !o.absent(), problems, nil
	}
	k := ""
	if o.standing != nil {
		k = o.standing()
	}
	if k != "" && held(o.Path) == k {
		f.Key, f.Make = k, o.later
		return f, true, nil, nil
	}
	f.Data, problems, err = o.bytes(ctx)
	if len(problems) == 0 { // else it is made again, so that they are told again
		f.Key = k
	}
	return f, f.Data != nil || !o.optional, problems, err
}

// later makes the file when it is published.
func (o *output) later(ctx context.Context) ([]byte, error) {
	b, problems, err := o.make(ctx)
	if err == nil && problems.HasErrors() {
		err = errors.New(problems[0].Text)
	}
	return b, err
}

// BaseURL is the absolute address of the site, or empty.
func (p *Plan) BaseURL() string { return p.run.config.BaseURL }

// run is one plan while it is made, and what its outputs are made with.
type run struct {
	*Builder
	context context.Context // of the plan

	config      Config
	settings    *source.File // plotline.yaml, or nil
	settingsKey key          // of its bytes
	themeKey    key
	envKey      key // of everything in the project that every story depends on
	set         *page.Set
	setKey      key
	bundle      *templates.Bundle
	site        page.Site
	assets      page.Assets
	pictures    Pictures // Options.Pictures, or those of pinned fonts
	sharedKey   key
	siteKey     key // of what every page says about the publication
	projectKey  key // of everything that every story's files depend on

	dataDir  string
	files    []string // with tables in it, sorted
	running  []string // queries that are under way, each for the one before
	pack     *sidecar.Package
	packKey  key
	byFile   map[reading]readTable
	queried  map[reading]bool             // by queries
	refs     map[reading][]*story.DataRef // of stories, in their order
	shared   []story.Figure               // of data/figures.yaml
	asked    []asked                      // by the story that is worked out
	problems source.List
	charts   int
	waiting  int

	heads    map[key]*head // of kept charts, by drawingKey
	headsKey key           // under which they are kept

	sheets   []*sheet
	listed   []*sheet // the sheets that are no pages beside the stories, newest first
	sections []*list
	tags     []*list

	outputs []*output
	byPath  map[string]*output
}

// Plan works the site out. The error is the context's; what a reporter can mend stands in the Plan's
// Problems.
func (b *Builder) Plan(ctx context.Context) (*Plan, error) {
	bundle, err := templates.Bundles()
	if err != nil {
		return nil, err
	}
	for _, seal := range []func(){b.stories.seal, b.tables.seal, b.queries.seal, b.results.seal, b.options_.seal, b.told.seal, b.sets.seal, b.fontSets.seal, b.answers.seal} {
		seal()
	}
	b.inputs.begin(b.fsys, b.options.Watched)
	defer b.inputs.end()
	r := &run{Builder: b, context: ctx, bundle: bundle, byFile: map[reading]readTable{}, queried: map[reading]bool{}, refs: map[reading][]*story.DataRef{}, byPath: map[string]*output{}}
	r.configure()
	if r.sheets, err = r.read(ctx); err != nil {
		return nil, err
	}
	r.foreign()
	for as, t := range r.byFile {
		r.report(r.ofTable(as, t)...)
	}
	if r.problems = r.config.Levelled(r.problems); !r.problems.HasErrors() {
		r.outline()
		r.problems = r.config.Levelled(r.problems)
	}
	stories := 0
	for _, s := range r.sheets {
		if !s.page {
			stories++
		}
	}
	p := &Plan{Problems: r.problems, Inputs: b.inputs.paths(), Stories: stories, Charts: r.charts, Waiting: r.waiting, run: r}
	p.Problems.Sort()
	if !p.Problems.HasErrors() { // else the pages that stand are those of the last plan without
		for _, seal := range []func(){b.svgs.seal, b.pngs.seal, b.framed.seal, b.pages.seal} {
			seal()
		}
	}
	return p, ctx.Err()
}

func (r *run) report(l ...source.Problem) { r.problems = append(r.problems, l...) }

// text reads a text file of the project, or returns nil.
func (r *run) text(name string) (*source.File, key) {
	in := r.inputs.read(name)
	if in.problem != nil {
		r.report(*in.problem)
	}
	if in.bytes == nil {
		return nil, key{}
	}
	f, problems := in.text()
	r.report(problems...)
	return f, in.key()
}

// configure reads plotline.yaml and the templates that replace ours.
func (r *run) configure() {
	file, k := r.text(configFile)
	config, problems := parseConfig(file)
	r.report(problems...)
	if r.options.BaseURL != "" {
		config.BaseURL = r.options.BaseURL
	}
	r.config, r.settings, r.settingsKey = config, file, k
	r.themeKey = keyOf([]byte(config.Theme.CSS()))
	r.pin()
	var overrides []*source.File
	parts := [][]byte{[]byte("templates")}
	for _, name := range r.inputs.list("templates", ".html", ".css") {
		if f, _ := r.text(name); f != nil {
			overrides = append(overrides, f)
			parts = append(parts, []byte(name), f.Text)
		}
	}
	r.setKey = keyOf(parts...)
	set := r.sets.once(r.setKey, func() templateSet {
		s, problems := page.Templates(overrides, page.Options{Readable: r.options.Readable})
		return templateSet{s, problems}
	})
	r.set = set.set
	r.report(set.problems...)
	r.site = page.Site{Title: config.Title, Description: config.Description, Author: config.Author, Language: config.Language,
		BaseURL: config.BaseURL, Theme: config.Theme}
	if r.site.Title == "" {
		r.site.Title = "Plotline"
	}
}

// sources finds the stories: site/stories/*.md, or for a bare folder its own *.md.
func (r *run) sources() []string {
	r.dataDir = "data"
	names := r.inputs.list("site/stories", ".md")
	if len(names) == 0 {
		if names = slices.DeleteFunc(r.inputs.list(".", ".md"), func(n string) bool { return strings.EqualFold(n, "README.md") }); len(names) > 0 {
			if len(r.tablesIn("data")) == 0 {
				r.dataDir = "."
			}
		}
	}
	r.files = r.tablesIn(r.dataDir)
	r.describe()
	r.share()
	r.envKey = keyOf([]byte(r.config.Language), r.sharedKey[:], r.packKey[:], []byte(r.config.Tolerances.String()), r.themeKey[:], []byte(r.dataDir), []byte(strings.Join(r.files, "\n")))
	if len(names) == 0 {
		r.report(source.Errorf(source.Span{}, "there are no stories").WithHint("write one in site/stories/, for example site/stories/first.md"))
	}
	return names
}

// hashed returns an asset whose name holds the hash of its content.
func hashed(name string, b []byte) publish.File {
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	return publish.File{Path: "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext, Data: b, Immutable: true}
}
