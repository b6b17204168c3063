package site

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"codeberg.org/go-fonts/liberation/liberationsansregular"

	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/card"
)

// fonted is a project with a Chinese headline whose plotline.yaml names fonts.
func fonted(fonts string) fstest.MapFS {
	fsys := addressed()
	fsys["plotline.yaml"] = &fstest.MapFile{Data: []byte("title: Test\nbase-url: https://example.org/demo/\nfonts: " + fonts + "\n")}
	fsys["site/stories/s0.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 合肥\ndate: 2022-05-27\n---\nText.\n")}
	fsys["fonts/Latin.ttf"] = &fstest.MapFile{Data: liberationsansregular.TTF}
	fsys["fonts/notes.ttf"] = &fstest.MapFile{Data: []byte("no font")}
	return fsys
}

// TestFonts: a font that cannot be used stops the build where it is named; letters that no pinned font
// has are a warning that leads to the list.
func TestFonts(t *testing.T) {
	system, err := raster.New(raster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	machine := fstest.MapFS{"usr/Latin.ttf": {Data: liberationsansregular.TTF}, "usr/folder/x": {}, "usr/large.ttf": {Data: make([]byte, largestFont+1)}}
	for _, tt := range []struct{ fonts, want string }{
		{"[fonts/Latin.tff]", "plotline: plotline.yaml:3:9: the project has no font \"fonts/Latin.tff\"; it has fonts/Latin.ttf, fonts/notes.ttf\n    3 | fonts: [fonts/Latin.tff]\n      |         ~~~~~~~~~~~~~~~ did you mean \"fonts/Latin.ttf\"?\n"},
		{"type/Latin.ttf", "plotline: plotline.yaml:3:8: the project has no font \"type/Latin.ttf\"\n    3 | fonts: type/Latin.ttf\n      |        ~~~~~~~~~~~~~~ copy the file there, or name it by its path in the project\n"},
		{"[fonts/Latin.ttf, fonts/notes.ttf]", "plotline: plotline.yaml:3:26: font fonts/notes.ttf: "},
		{"[../Latin.ttf]", "plotline: plotline.yaml:3:9: the font \"../Latin.ttf\" is outside the project\n    3 | fonts: [../Latin.ttf]\n      |         ~~~~~~~~~~~~ copy it into the project, such as fonts/Latin.ttf\n"},
		{"[/usr/none.ttf]", "plotline: plotline.yaml:3:9: the font \"/usr/none.ttf\" cannot be read: file does not exist\n    3 | fonts: [/usr/none.ttf]\n      |         ~~~~~~~~~~~~~ other machines may not have it: copy it into the project, such as fonts/none.ttf\n"},
		{"[/usr/folder]", "plotline: plotline.yaml:3:9: the font \"/usr/folder\" cannot be read: it is no regular file\n"},
		{"[/usr/large.ttf]", "plotline: plotline.yaml:3:9: the font \"/usr/large.ttf\" cannot be read: it has 67108865 bytes; the limit is 67108864\n"},
		{"[/usr/Latin.ttf]", "plotline: site/stories/s0.md:1:1: warning: the story's card lacks words: no font has the characters \"合肥\" [card-words]\n    1 | ---\n      | ~~~ add a font that has these characters to fonts: in plotline.yaml\n    plotline.yaml:3:9: the fonts are named here\n"},
		{"[fonts/Latin.ttf]", "plotline: site/stories/s0.md:1:1: warning: the story's card lacks words: no font has the characters \"合肥\" [card-words]\n"},
		{"[]", "plotline: site/stories/s0.md:1:1: warning: the story's card lacks words: no font has the characters \"合肥\" [card-words]\n    1 | ---\n      | ~~~ install a font that has these characters, such as Noto Sans CJK\n"},
	} {
		b := mustBuild(t, New(fonted(tt.fonts), &fakeDrawer{}, Options{Pictures: card.Maker{Raster: system}, Machine: machine}))
		var said strings.Builder
		for _, p := range b.Problems {
			if p.Rule != "picture-missing" { // the drawings here are none
				source.Print(&said, source.List{p})
			}
		}
		if got := said.String(); !strings.HasPrefix(got, tt.want) || strings.Contains(tt.want, "warning") == (len(b.Files) == 0) {
			t.Errorf("fonts: %s: %d files\n%s\nwant\n%s", tt.fonts, len(b.Files), got, tt.want)
		}
	}
}

// TestPinned: the font's bytes are an input of what has letters of it, a preview watches the file, and
// a font that did not change is not looked at again.
func TestPinned(t *testing.T) {
	fsys := fonted("[fonts/Latin.ttf]")
	b := New(fsys, &fakeDrawer{}, Options{Pictures: stamps{}})
	first, err := b.Plan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	watched := false
	for _, p := range first.Inputs {
		watched = watched || p == "fonts/Latin.ttf"
	}
	if !watched {
		t.Errorf("the font is none of the inputs %q", first.Inputs)
	}
	identity := func(p *Plan) [32]byte {
		id, err := p.run.pictures.Identity([]byte("合肥"))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	again, _ := b.Plan(context.Background())
	if again.run.pictures != first.run.pictures {
		t.Error("the same font was read into a new set")
	}
	fsys["fonts/Latin.ttf"] = &fstest.MapFile{Data: append(append([]byte{}, liberationsansregular.TTF...), 0)}
	other, _ := b.Plan(context.Background())
	if identity(other) == identity(first) {
		t.Error("other bytes of the font have the same identity")
	}
}
