// Package draw turns ECharts options into static SVG with the same pinned ECharts that browsers
// get, inside an embedded JavaScript engine.
//
// In go Jobs (an option, an id, sizes in CSS px); out come Results by index. Start with New, then
// Pool.Draw. The same job gives the same bytes on every machine, in every engine and in any
// order, so drawings are kept on disk under the hash of what they were made from.
package draw

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"plotline/charts/text"
	"plotline/templates"
)

// Size is a drawing's own size in CSS px. Drawings scale, so it fixes proportions and text.
type Size struct{ Width, Height int }

// Job is one chart to draw at some sizes.
type Job struct {
	ID     string // prefix of every id inside the drawings; unique in a page
	Option []byte // canonical option JSON
	Sizes  []Size
}

// Result holds a drawing for each size of its Job, or why there is none.
type Result struct {
	SVG    [][]byte
	Cached bool
	Err    error // what ECharts threw
}

// Engine chooses who draws.
type Engine int

// The engines. Auto takes the embedded one, and node, which is faster but slow to start, for many
// drawings when it is there. Bytes are the same.
const (
	Auto Engine = iota
	QuickJS
	Node
)

// ParseEngine reads the name of an engine: auto, quickjs or node.
func ParseEngine(name string) (Engine, error) {
	for i, n := range []string{"auto", "quickjs", "node"} {
		if n == name {
			return Engine(i), nil
		}
	}
	return Auto, fmt.Errorf("unknown engine %q; engines are auto, quickjs, node", name)
}

// Options of a Pool. The zero Options draw with every core and keep nothing.
type Options struct {
	Engine   Engine
	Workers  int    // engines at once; 0 is one a core
	CacheDir string // where drawings are kept; empty keeps none
}

// Stats counts what a Pool has done.
type Stats struct {
	Drawn, Cached int // jobs
	Node          int // of Drawn, by node
}

// Pool draws. It is safe for concurrent use; engines start when the first drawing is missing.
type Pool struct {
	options Options
	bundle  *templates.Bundle
	cache   cache
	idle    chan *engine
	drawn   atomic.Int64
	cached  atomic.Int64
	node    atomic.Int64
}

const nodePays = 30 // misses from which starting node (about 130 ms) is worth it

// New returns a Pool. The error says how to make the bundles when the binary has none.
func New(o Options) (*Pool, error) {
	b, err := templates.Bundles()
	if err != nil {
		return nil, err
	}
	if !text.Ready() {
		return nil, fmt.Errorf("this plotline was built without its width tables; run make site, or go generate ./charts/text, and build it again")
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return &Pool{options: o, bundle: b, cache: newCache(o.CacheDir, b), idle: make(chan *engine, o.Workers)}, nil
}

// Stats returns the counts so far.
func (p *Pool) Stats() Stats {
	return Stats{int(p.drawn.Load()), int(p.cached.Load()), int(p.node.Load())}
}

// Close ends every engine that is not drawing.
func (p *Pool) Close() {
	for {
		select {
		case e := <-p.idle:
			e.close()
		default:
			return
		}
	}
}

// Draw draws all jobs and returns results by index. The error is the context's, or an engine that
// cannot start; what ECharts throws stands in its Result.
func (p *Pool) Draw(ctx context.Context, jobs []Job) ([]Result, error) {
	results := make([]Result, len(jobs))
	var missing []int
	for i, j := range jobs {
		if svg, ok := p.cache.get(p.cache.key(j)); ok && len(svg) == len(j.Sizes) {
			results[i] = Result{SVG: svg, Cached: true}
			p.cached.Add(1)
			continue
		}
		missing = append(missing, i)
	}
	if len(missing) == 0 {
		return results, ctx.Err()
	}
	if p.options.Engine == Node || p.options.Engine == Auto && len(missing) > nodePays {
		missing = p.byNode(ctx, jobs, results, missing)
	}
	if err := p.byQuickJS(ctx, jobs, results, missing); err != nil {
		return nil, err
	}
	return results, ctx.Err()
}

// Recall returns what Keep kept under the key, and Keep keeps it beside the drawings, as long as this
// engine and its bundle are the same. Parts are checked before they are returned.
func (p *Pool) Recall(key [32]byte) ([][]byte, bool) { return p.cache.get(p.cache.own(key)) }

// Keep keeps parts for later processes; that it cannot is nobody's problem.
func (p *Pool) Keep(key [32]byte, parts [][]byte) { p.cache.put(p.cache.own(key), parts) }

// byQuickJS draws what is missing with the embedded engine, one a worker.
func (p *Pool) byQuickJS(ctx context.Context, jobs []Job, results []Result, missing []int) error {
	var next atomic.Int64
	workers := min(p.options.Workers, len(missing))
	errs := make([]error, workers)
	var g sync.WaitGroup
	for w := range workers {
		g.Go(func() {
			e, err := p.engine()
			if err != nil {
				errs[w] = err
				return
			}
			defer p.release(e)
			for {
				k := int(next.Add(1)) - 1
				if k >= len(missing) || ctx.Err() != nil {
					return
				}
				i := missing[k]
				results[i] = p.finish(jobs[i], e.draw(jobs[i]))
			}
		})
	}
	g.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// finish cleans, counts and keeps a fresh drawing.
func (p *Pool) finish(j Job, r Result) Result {
	p.drawn.Add(1)
	if r.Err != nil {
		return r
	}
	for i, svg := range r.SVG {
		clean, err := tidy(svg)
		if err != nil {
			return Result{Err: fmt.Errorf("the drawing of %s is not sound: %w", j.ID, err)}
		}
		r.SVG[i] = clean
	}
	p.cache.put(p.cache.key(j), r.SVG)
	return r
}

func (p *Pool) engine() (*engine, error) {
	select {
	case e := <-p.idle:
		return e, nil
	default:
		return newEngine(p.bundle)
	}
}

func (p *Pool) release(e *engine) {
	select {
	case p.idle <- e:
	default:
		e.close()
	}
}
