//go:build unix

package site

import (
	"context"
	"runtime"
	"testing"
	"time"

	"plotline/charts"
	"plotline/charts/draw"
	"plotline/site/sample"
)

// BenchmarkReceipts measures what showing readers the receipts of numbers takes of a cached build of 1,000
// stories: pages with them less the same pages without, in the processors' time.
func BenchmarkReceipts(b *testing.B) {
	fsys, dir := sample.Stories(1000), b.TempDir()
	build := func() *Build {
		pool, err := draw.New(draw.Options{CacheDir: dir})
		if err != nil {
			b.Fatal(err)
		}
		defer pool.Close()
		out, err := New(fsys, pool, Options{Program: "bench"}).Build(context.Background())
		if err != nil || out.Problems.HasErrors() {
			b.Fatal(err, out.Problems)
		}
		return out
	}
	build()
	var building, with, without time.Duration
	for b.Loop() {
		start := spent()
		r := build().plan.run
		building += spent() - start
		pages := func(receipts bool) time.Duration {
			runtime.GC()
			start := spent()
			for _, s := range r.sheets {
				p := r.story(s, func(*figure) *charts.Fragment { return nil })
				if receipts {
					s.evidenceKey()
					p.Receipts = s.evidence()
				}
				if html, _ := r.set.Story(p); len(html) == 0 {
					b.Fatal("no page")
				}
			}
			return spent() - start
		}
		without += pages(false)
		with += pages(true)
	}
	b.ReportMetric(float64(building.Milliseconds())/float64(b.N), "build-ms")
	b.ReportMetric(float64((with-without).Microseconds())/1000/float64(b.N), "receipts-ms")
	b.ReportMetric(100*(with-without).Seconds()/building.Seconds(), "percent")
}
