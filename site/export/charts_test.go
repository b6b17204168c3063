package export

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"plotline/data/golden"
)

func sampleStories() []Story {
	return []Story{{Path: "b/index.html", Folder: "b", Title: "Bünde", Language: "en", License: "CC BY 4.0", Date: "2022-05-27", Address: "https://s.example/b/",
		Sources: []string{"A count, Office", "A very long name of a source that goes on until it needs a second line, and says which office counted"},
		Charts: []Chart{{ID: "one", Title: "Two [of] them!", Subtitle: "Costs, $ a year", Alt: "A line\nrises from *1* to 2", Sources: []string{"Office", "Agency"}, Note: "About.", Drawn: true},
			{ID: "all", Title: "All"}, {ID: "two", Alt: "Bars", Drawn: true}}},
		{Path: "de/a/index.html", Folder: "de/a", Title: "A", Language: "zh-Hans", Charts: []Chart{{ID: "one", Title: "合肥", Sources: []string{"中国日报"}, Note: "约。", Alt: "柱", Drawn: true}}}}
}

// TestChartFolders puts what stands below the stories' charts into one zip: each page alone, nothing of
// other stories, and a README that tells of what is there.
func TestChartFolders(t *testing.T) {
	there := map[string]string{"b/index.html": "no", "b/charts/one/data.csv": "a\n", "b/charts/one/chart@2x.png": "PNG", "b/charts/all/data.csv": "b\n", "de/a/charts/one/chart.svg": "<svg/>", "bb/charts/one/data.csv": "no", "assets/a.css": "p{}",
		"b/charts/one/index.html": `<html><head><link rel="stylesheet" href="../../../assets/a.css"></head><body><a href="../../">b</a></body></html>`}
	s := Site{Title: "A site", Read: files(there), Notices: []byte("Apache\n"), Paths: []string{"b/charts/one/gone.png"}}
	for p := range there {
		s.Paths = append(s.Paths, p)
	}
	slices.Sort(s.Paths)
	got, err := Charts(sampleStories(), s)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range got {
		names = append(names, f.Path)
		switch f.Path {
		case "b/one/index.html":
			if !strings.Contains(string(f.Data), "<style>p{}</style>") || !strings.Contains(string(f.Data), "<a>b</a>") {
				t.Errorf("the page is %s", f.Data)
			}
		case "README.txt":
			golden.Archives(t, "testdata/readme.txtar", func(_ *testing.T, c *golden.Case) { c.Check("README.txt", string(f.Data)) })
		}
	}
	want := []string{"LICENSES.txt", "README.txt", "b/all/data.csv", "b/one/chart@2x.png", "b/one/data.csv", "b/one/index.html", "de/a/one/chart.svg"}
	if !slices.Equal(names, want) {
		t.Errorf("files are %q, want %q", names, want)
	}
}

func TestZip(t *testing.T) {
	in := []File{{"a.png", []byte("PNG")}, {"b/c.txt", []byte(strings.Repeat("words ", 100))}}
	for _, c := range []struct{ at, want time.Time }{
		{time.Date(2022, 5, 27, 8, 0, 1, 0, time.FixedZone("", 2*3600)), time.Date(2022, 5, 27, 6, 0, 1, 0, time.UTC)},
		{time.Time{}, time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		one, err := Zip(in, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if two, _ := Zip(in, c.at.In(time.FixedZone("", -7*3600))); !bytes.Equal(one, two) {
			t.Error("the time zone changes the bytes")
		}
		z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if f.Name != in[i].Path || err != nil || !bytes.Equal(text, in[i].Data) || !f.Modified.Equal(c.want) || f.Mode() != 0o644 {
				t.Errorf("%s of %v, %v: %q, %v", f.Name, f.Modified, f.Mode(), text, err)
			}
		}
	}
}

func TestCaptions(t *testing.T) {
	golden.Archives(t, "testdata/captions.txtar", func(_ *testing.T, c *golden.Case) {
		for i, s := range sampleStories() {
			c.Check([]string{"english.md", "chinese.md"}[i], string(Captions(s)))
		}
	})
}
