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
// build is made with and without it in turns, each by a new Builder that finds the drawings on disk, and
// then the build without is checked by itself. All are measured in the processors' time, which other
// programs disturb least, and told as medians. Percent is what the check takes of a build without it; on
// a busy machine it is steadier than the difference of the two builds, which is there to compare.
func BenchmarkCheck(b *testing.B) {
	fsys, dir := sample.Stories(1000), b.TempDir()
	build := func(checked bool) (*Build, time.Duration) {
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
		if checked {
			out.Config.Levelled(out.Unbound())
		}
		return out, spent() - start
	}
	build(true)
	var with, without, checks []time.Duration
	for b.Loop() {
		_, took := build(true)
		with = append(with, took)
		out, took := build(false)
		without = append(without, took)
		start := spent()
		numbers := 0
		for _, s := range out.plan.run.sheets {
			for _, c := range s.story.Claims {
				if judged, _ := s.figures.Judge(c, out.Config.Tolerances); judged.OK {
					numbers++
				}
			}
		}
		numbers += len(out.Config.Levelled(out.Unbound()))
		checks = append(checks, spent()-start)
		if numbers < 8000 {
			b.Fatal(numbers)
		}
	}
	b.ReportMetric(median(with), "with-ms")
	b.ReportMetric(median(without), "without-ms")
	b.ReportMetric(median(checks), "check-ms")
	b.ReportMetric(100*median(checks)/median(without), "percent")
}

// median is that of some times, in milliseconds.
func median(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2]) / float64(time.Millisecond)
}

// spent is the time that processors have worked for this program.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
