package charts

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/source"
)

// Options of Render. The zero Options take the default theme and a pool of this process's own, which
// keeps no drawing.
type Options struct {
	Theme Theme
	Pool  *draw.Pool
}

var ownPool = sync.OnceValues(func() (*draw.Pool, error) { return draw.New(draw.Options{}) })

// Render makes a chart of a Spec and the tables it names: what a program needs that writes reports.
// It may be called from many goroutines. The error is a *ProblemError when the Spec does not suit the
// tables, and else the context's or the engine's.
func Render(ctx context.Context, s *Spec, tables Tables, o Options) (*Fragment, error) {
	if s == nil {
		return nil, errors.New("charts: no Spec")
	}
	if len(o.Theme.Roles) == 0 {
		o.Theme = DefaultTheme()
	}
	if o.Pool == nil {
		var err error
		if o.Pool, err = ownPool(); err != nil {
			return nil, err
		}
	}
	p, problems := Bind(s, tables, o.Theme)
	if p == nil {
		return nil, &ProblemError{problems}
	}
	option, more := Assemble(p)
	if problems = append(problems, more...); problems.HasErrors() {
		return nil, &ProblemError{problems}
	}
	results, err := o.Pool.Draw(ctx, []draw.Job{{ID: s.ID.Value + "-", Option: option.JSON, Sizes: option.Sizes}})
	if err == nil {
		err = results[0].Err
	}
	if err != nil {
		return nil, err
	}
	f, more := Frame(p, option, results[0].SVG, "")
	if problems = append(problems, more...); problems.HasErrors() {
		return nil, &ProblemError{problems}
	}
	f.CSV, f.Problems = p.CSV(), problems
	return f, nil
}

// ProblemError is what is wrong with a block or its tables.
type ProblemError struct{ List source.List }

// Error prints the problems as a build does, each with its place.
func (e *ProblemError) Error() string {
	var b strings.Builder
	source.Print(&b, e.List)
	return strings.TrimSpace(b.String())
}

// TableSet is tables in memory, by the names that blocks call them.
type TableSet map[string]*data.Table

// Table returns the table of that name.
func (t TableSet) Table(name string) (*data.Table, bool) {
	table, known := t[name]
	return table, known
}

// Names returns the tables' names, sorted.
func (t TableSet) Names() []string { return slices.Sorted(maps.Keys(t)) }
