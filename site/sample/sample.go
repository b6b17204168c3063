// Package sample makes projects to measure with: any number of stories with made-up figures.
package sample

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"
)

// Stories returns a made-up project of n stories with two charts each: ten bars and ten points.
func Stories(n int) fstest.MapFS {
	fsys := fstest.MapFS{"plotline.yaml": {Data: []byte("title: Big\n")}}
	for i := range n {
		para := fmt.Sprintf("Hefei, the capital of Anhui, counted [%d](=a) companies in {{a}} -- \"as many\" as **ever** before, and more.\n\n", i*7919%9999)
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

// Write puts a project's files into a folder of the disk.
func Write(dir string, fsys fstest.MapFS) error {
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, fsys[name].Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
