//go:build unix

package main

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansregular"

	"plotline/charts/raster"
)

// TestPinnedFonts builds a Chinese story whose font is pinned, by its place on the machine and as a file
// of the project: its card, its chart's picture and the one of plotline chart are the same bytes, and their words are
// there.
func TestPinnedFonts(t *testing.T) {
	var face raster.Font
	for _, f := range raster.System(os.DirFS("/")) {
		if strings.Contains(f.Name, "CJK") || strings.Contains(f.Name, "wqy") {
			face = f
			break
		}
	}
	if face.Read == nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no font has Chinese")
		}
		t.Skip("no font has Chinese: this test is left out")
	}
	text, err := face.Read()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("data/ai.csv", "城市,企业\n合肥,840\n沈阳,860\n")
	write("site/stories/inland.md", "---\ntitle: 合肥的人工智能企业超过八百四十家\nlanguage: zh-Hans\nsection: 科技\ndate: 2022-05-27\nsources: {s: {publisher: 中国日报}}\n---\n正文。\n\n```chart\nid: firms\nkind: bar\ndata: ai.csv\nx: 城市\ny: 企业\ntitle: 各有所长\nsource: s\nalt: 两根条形\n```\n")
	write("fonts/pinned.ttc", string(text))
	var seen, alone [][]byte
	for _, fonts := range []string{"/" + face.Name, "fonts/pinned.ttc"} {
		write("plotline.yaml", "title: 内陆\nlanguage: zh-Hans\nbase-url: https://example.org/\nfonts: ["+fonts+"]\n")
		plotline(t, "build", "--strict", "--no-cache", "-s", dir)
		for _, name := range []string{"card.png", "charts/firms/chart.png"} {
			b, err := os.ReadFile(filepath.Join(dir, "public/inland", name))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := png.Decode(bytes.NewReader(b)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			seen = append(seen, b)
		}
		file := filepath.Join(dir, "firms.png")
		plotline(t, "chart", filepath.Join(dir, "site/stories/inland.md#firms"), "-o", file)
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		alone = append(alone, b)
	}
	if !bytes.Equal(seen[0], seen[2]) || !bytes.Equal(seen[1], seen[3]) || !bytes.Equal(alone[0], alone[1]) {
		t.Error("the same font makes other pictures by another path")
	}
	// The machine's font has these letters, and is not asked.
	write("fonts/pinned.ttc", string(liberationsansregular.TTF))
	var stderr bytes.Buffer
	if code := run(context.Background(), []string{"chart", filepath.Join(dir, "site/stories/inland.md#firms"), "-o", filepath.Join(dir, "none.png")}, &stderr, &stderr); code != 1 || !strings.Contains(stderr.String(), "no font has the characters") {
		t.Errorf("a chart of a pinned font without its letters ends with %d: %s", code, stderr.String())
	}
}
