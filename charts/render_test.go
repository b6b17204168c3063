package charts_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/source"
)

// request is a block and its table, of made-up numbers, other for each i.
func request(i int) (charts.Block, charts.TableSet) {
	var csv strings.Builder
	csv.WriteString("place,n\n")
	for k := range 10 {
		fmt.Fprintf(&csv, "Place %d,%d\n", k, (i*7919+k*104729)%9999)
	}
	table, _ := data.Read(source.NewFile("t.csv", []byte(csv.String())), data.Options{Name: "t"})
	return charts.Block{Kind: "bar", Data: "t", X: "place", Y: []string{"n"}, Title: fmt.Sprint("Bars ", i)}, charts.TableSet{"t": table}
}

func renderOne(ctx context.Context, i int, o charts.Options) (*charts.Fragment, error) {
	block, tables := request(i)
	spec, problems := block.Spec()
	if spec == nil {
		return nil, &charts.ProblemError{List: problems}
	}
	return charts.Render(ctx, spec, tables, o)
}

// TestRenderTogether renders 1,000 charts on two goroutines, which share all they can: each is the one
// that was asked for. There are 8 different ones, as drawing takes its time.
func TestRenderTogether(t *testing.T) {
	pool, err := draw.New(draw.Options{CacheDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	const different = 8
	var first [different]sync.Map
	var g sync.WaitGroup
	for worker := range 2 {
		g.Go(func() {
			for i := range 500 {
				n := (i*2 + worker) % different
				f, err := renderOne(context.Background(), n, charts.Options{Pool: pool})
				if err != nil {
					t.Error(err)
					return
				}
				html := string(f.HTML())
				if want := fmt.Sprint(`aria-label="Bars `, n, `"`); !strings.Contains(html, want) {
					t.Errorf("chart %d has no %s", n, want)
				}
				if was, before := first[n].LoadOrStore("html", html); before && was != html {
					t.Errorf("chart %d is not the same each time", n)
				}
			}
		})
	}
	g.Wait()
}

// BenchmarkRender makes figures of charts that were never drawn, on every processor.
func BenchmarkRender(b *testing.B) {
	pool, err := draw.New(draw.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	render(b, pool, 1<<30)
}

// BenchmarkRenderCached makes them of charts whose drawings are kept.
func BenchmarkRenderCached(b *testing.B) {
	pool, err := draw.New(draw.Options{CacheDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	for i := range 40 {
		if _, err := renderOne(context.Background(), i, charts.Options{Pool: pool}); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	render(b, pool, 40)
}

func render(b *testing.B, pool *draw.Pool, different int) {
	var n counter
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			f, err := renderOne(context.Background(), n.next()%different, charts.Options{Pool: pool})
			if err != nil {
				b.Error(err)
				return
			}
			f.HTML()
		}
	})
}

// BenchmarkSnippet has go-echarts make its snippet of the same numbers: a script that draws in the
// browser, and no picture.
func BenchmarkSnippet(b *testing.B) {
	var n counter
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			i := n.next()
			var names []string
			var bars []opts.BarData
			for k := range 10 {
				names = append(names, fmt.Sprintf("Place %d", k))
				bars = append(bars, opts.BarData{Value: (i*7919 + k*104729) % 9999})
			}
			bar := echarts.NewBar()
			bar.SetGlobalOptions(echarts.WithTitleOpts(opts.Title{Title: fmt.Sprint("Bars ", i)}))
			bar.SetXAxis(names).AddSeries("n", bars).XYReversal()
			if s := bar.RenderSnippet(); s.Element == "" {
				b.Error("no snippet")
			}
		}
	})
}

// counter counts for many goroutines.
type counter struct{ n atomic.Int64 }

func (c *counter) next() int { return int(c.n.Add(1)) }
