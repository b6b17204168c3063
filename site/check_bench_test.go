//go:build unix

package site

import (
	"context"
	"syscall"
	"testing"
	"time"

	"plotline/charts/draw"
	"plotline/site/sample"
)

// BenchmarkCheck measures what checking takes of a cached build of 1,000 stories: judging every claim,
// looking for numbers that are bound to nothing, and giving problems their levels. Both are measured in
// the processors' time, which other programs do not disturb; percent is one of the other.
func BenchmarkCheck(b *testing.B) {
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
	last := build()
	config := last.Config
	config.Check = map[string]level{"pie-slices": {off: true}}
	var building, checking time.Duration
	for b.Loop() {
		start := spent()
		last = build()
		building += spent() - start
		start = spent()
		numbers := 0
		for _, s := range last.plan.run.sheets {
			for _, c := range s.story.Claims {
				if judged, _ := s.figures.Judge(c, config.Tolerances); judged.OK {
					numbers++
				}
			}
			c := s.cover("en")
			numbers += len(c.Unbound)
			config.Levelled(unboundProblems(c))
		}
		checking += spent() - start
		if numbers < 8000 {
			b.Fatal(numbers)
		}
	}
	b.ReportMetric(float64(building.Milliseconds())/float64(b.N), "build-ms")
	b.ReportMetric(float64(checking.Milliseconds())/float64(b.N), "check-ms")
	b.ReportMetric(100*checking.Seconds()/building.Seconds(), "percent")
}

// spent is the time that processors have worked for this program.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
