package site

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"plotline/charts/draw"
)

// many is a made-up project of n stories with two charts each.
func many(n int) fstest.MapFS {
	fsys := fstest.MapFS{"plotline.yaml": {Data: []byte("title: Big\n")}}
	para := "Hefei, the capital of Anhui, counted [more than 840](=a) companies in {{a}} -- \"as many\" as **ever** before, and more.\n\n"
	for i := range n {
		var csv strings.Builder
		csv.WriteString("place,year,n\n")
		for k := range 10 {
			fmt.Fprintf(&csv, "Place %d,%d,%d\n", k, 2010+k, (i*7919+k*104729)%9999)
		}
		fsys[fmt.Sprintf("data/d%d.csv", i)] = &fstest.MapFile{Data: []byte(csv.String())}
		story := fmt.Sprintf("---\ntitle: Story %d\ndate: 2022-05-27\nsources:\n  s: {title: T, publisher: P}\nfigures:\n  a: {data: d%d.csv, where: 'year == 2010', value: n}\n---\n", i, i) +
			strings.Repeat(para, 4) + fmt.Sprintf("```chart\nid: one\nkind: bar\ndata: d%d.csv\nx: place\ny: n\ntitle: Bars %d\nsubtitle: Made up\nsource: s\nalt: x\n```\n\n", i, i) +
			strings.Repeat(para, 4) + fmt.Sprintf("```chart\nid: two\nkind: line\ndata: d%d.csv\nx: year\ny: n\ntitle: Lines %d\nsource: s\nalt: x\n```\n", i, i)
		fsys[fmt.Sprintf("site/stories/story-%d.md", i)] = &fstest.MapFile{Data: []byte(story)}
	}
	return fsys
}

// BenchmarkBuild measures a whole build in memory: cold draws every chart, cached finds every
// drawing on disk, warm is a Builder's second build with nothing changed.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1000} {
		fsys := many(n)
		dir := b.TempDir()
		build := func(b *testing.B, cache string) *Builder {
			pool, err := draw.New(draw.Options{CacheDir: cache})
			if err != nil {
				b.Fatal(err)
			}
			defer pool.Close()
			builder := New(fsys, pool, Options{})
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
