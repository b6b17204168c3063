//go:build unix

package site

import (
	"context"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"plotline/charts/draw"
	"plotline/site/sample"
)

// BenchmarkCheck measures what checking adds to a cached build of 1,000 stories with 8,000 claims: judging
// every claim, looking for numbers that are bound to nothing, and giving problems their levels. The same
// build is made with and without it in turns, each by a new Builder that finds the drawings on disk. Both
// are measured in the processors' time, which other programs disturb least. The medians are printed, and
// as percent the median of what each pair's check adds to a build without.
func BenchmarkCheck(b *testing.B) {
	fsys, dir := sample.Stories(1000), b.TempDir()
	build := func(checked bool) time.Duration {
		pool, err := draw.New(draw.Options{CacheDir: dir})
		if err != nil {
			b.Fatal(err)
		}
		defer pool.Close()
		builder := New(fsys, pool, Options{Program: "bench"})
		builder.unjudged = !checked
		runtime.GC()
		start := spent()
		out, err := builder.Build(context.Background())
		if err != nil || out.Problems.HasErrors() {
			b.Fatal(err, out.Problems)
		}
		if !checked {
			return spent() - start
		}
		numbers := len(out.Config.Levelled(out.Unbound()))
		took := spent() - start
		for _, s := range out.plan.run.sheets {
			numbers += len(s.judged)
		}
		if numbers < 8000 {
			b.Fatal(numbers)
		}
		return took
	}
	build(true)
	var with, without []time.Duration
	var adds []float64
	for b.Loop() {
		w, o := build(true), build(false)
		with, without, adds = append(with, w), append(without, o), append(adds, 100*(w-o).Seconds()/o.Seconds())
	}
	b.ReportMetric(float64(median(with).Milliseconds()), "with-ms")
	b.ReportMetric(float64(median(without).Milliseconds()), "without-ms")
	b.ReportMetric(median(adds), "percent")
}

func median[T time.Duration | float64](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}

// spent is the time that processors have worked for this program.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
