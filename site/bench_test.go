package site

import (
	"context"
	"fmt"
	"testing"

	"plotline/charts/draw"
	"plotline/site/sample"
)

// BenchmarkBuild measures a whole build in memory: cold draws every chart, cached finds every
// drawing on disk, warm is a Builder's second build with nothing changed.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1000} {
		fsys := sample.Stories(n)
		dir := b.TempDir()
		build := func(b *testing.B, cache string) *Builder {
			pool, err := draw.New(draw.Options{CacheDir: cache})
			if err != nil {
				b.Fatal(err)
			}
			defer pool.Close()
			builder := New(fsys, pool, Options{Program: "bench"})
			out, err := builder.Build(context.Background())
			if err != nil || out.Problems.HasErrors() || len(out.Files) < 3*n {
				b.Fatal(err, out.Problems)
			}
			return builder
		}
		b.Run(fmt.Sprintf("cold/%d", n), func(b *testing.B) {
			for b.Loop() {
				build(b, "")
			}
		})
		build(b, dir)
		b.Run(fmt.Sprintf("cached/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				build(b, dir)
			}
		})
		builder := build(b, dir)
		b.Run(fmt.Sprintf("warm/%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := builder.Build(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLinks follows every internal link of a site of 1,000 stories.
func BenchmarkLinks(b *testing.B) {
	pool, err := draw.New(draw.Options{CacheDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	build, err := New(sample.Stories(1000), pool, Options{}).Build(context.Background())
	if err != nil || build.Problems.HasErrors() {
		b.Fatal(err, build.Problems)
	}
	for b.Loop() {
		if problems := linksOf(b, build); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
