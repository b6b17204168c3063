package site

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"plotline/charts"
	"plotline/charts/draw"
)

// TestKeptHeads: once heads are kept a build recalls no drawing, and makes the same site when it has to, also when
// the drawings are lost and only their heads are left.
func TestKeptHeads(t *testing.T) {
	d, o := &fakeDrawer{}, standingOptions
	fsys := standing()
	clean := fingerprint(mustBuild(t, New(fsys, d, o)))
	o.Held = func(string) string { return "" }
	build := func() *Build {
		t.Helper()
		b := mustBuild(t, New(fsys, d, o))
		if got := fingerprint(b); got != clean {
			t.Errorf("the site differs:\n%s\nwant\n%s", got, clean)
		}
		return b
	}
	heads := func(b *Build) (kept int) {
		for _, s := range b.plan.run.sheets {
			for _, f := range s.charts() {
				if f.head != nil {
					kept++
				}
			}
		}
		return kept
	}
	if n := heads(build()); n != 0 {
		t.Errorf("the first build knows %d heads", n)
	}
	drawn, b := d.drawn, build()
	if n := heads(b); n != b.Stats.Charts || d.drawn != drawn {
		t.Errorf("the second build knows %d heads of %d charts, and draws %d", n, b.Stats.Charts, d.drawn-drawn)
	}
	key := b.plan.run.headsKey
	maps.DeleteFunc(d.kept, func(k [32]byte, _ [][]byte) bool { return k != key })
	if b := build(); heads(b) != b.Stats.Charts || d.drawn == drawn {
		t.Error("nothing was drawn again")
	}
	for _, wrong := range [][][]byte{nil, {nil}, {[]byte("x")}, {nil, nil}} {
		d.kept[key] = wrong
		if b := build(); heads(b) != 0 {
			t.Errorf("%q has heads", wrong)
		}
	}
	fsys["site/stories/t.md"] = &fstest.MapFile{Data: storyOf("Other", "d.csv")}
	clean = fingerprint(mustBuild(t, New(fsys, d, standingOptions)))
	if b := build(); heads(b) != b.Stats.Charts-1 {
		t.Errorf("%d heads of %d charts are known after one was added", heads(b), b.Stats.Charts)
	}
	if b := build(); heads(b) != b.Stats.Charts {
		t.Errorf("%d heads of %d charts are kept", heads(b), b.Stats.Charts)
	}
}

func TestHeadsWhole(t *testing.T) {
	heads := map[key]*head{
		{1}: {charts.Option{Sizes: []draw.Size{{Width: 340, Height: 300}, {Width: 680, Height: 70_000}}, Break: 1000}, nil, nil},
		{2}: {charts.Option{Sizes: []draw.Size{{Width: 1, Height: 2}}}, []byte("ß"), []byte("−é汉")},
	}
	b := encodeHeads(heads)
	got := decodeHeads(b)
	if len(got) != 2 || string(got[key{2}].narrow) != "ß" || string(got[key{2}].signs) != "−é汉" || got[key{1}].option.Break != 1000 || !slices.Equal(got[key{1}].option.Sizes, heads[key{1}].option.Sizes) {
		t.Errorf("%v comes back as %v", heads, got)
	}
	for n := range b { // the cache returns whole entries only
		if got := decodeHeads(b[:n]); len(got) > 2 {
			t.Errorf("%d of %d bytes make %v", n, len(b), got)
		}
	}
}

func TestSigns(t *testing.T) {
	for svg, want := range map[string]string{"": "", "<text>A</text>": "", "<text>−1 é − \x7fé 汉</text>": "−é\x7f汉", "a\xffb\xfec": "\ufffd"} {
		if got := string(signsOf([]byte(svg))); got != want {
			t.Errorf("signsOf(%q) = %q, want %q", svg, got, want)
		}
	}
}
