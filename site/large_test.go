package site

import (
	"fmt"
	"io/fs"
	"math/big"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"plotline/data/source"
)

// countingFS counts the bytes that are read of a file.
type countingFS struct {
	fstest.MapFS
	name string
	read atomic.Int64
}

type countedFile struct {
	fs.File
	in *countingFS
}

func (c *countingFS) Open(name string) (fs.File, error) {
	f, err := c.MapFS.Open(name)
	if err == nil && name == c.name {
		return countedFile{f, c}, nil
	}
	return f, err
}

func (f countedFile) ReadAt(b []byte, at int64) (int, error) {
	n, err := f.File.(source.Reader).ReadAt(b, at)
	f.in.read.Add(int64(n))
	return n, err
}

// TestLarge builds a story over a file that is not held: its chart and its figure are what they are of one
// that is, it is read anew only when it or what is asked of it changes, and its faults are told.
func TestLarge(t *testing.T) {
	var b strings.Builder
	b.WriteString("region,n,income,note\n")
	sum := new(big.Rat)
	for i := 0; b.Len() <= mostHeld; i++ {
		fmt.Fprintf(&b, "Region %d,%d,%d.%02d,\"made up, %d\"\n", i%13, i%97, i%9000, i%100, i)
		if i%13 == 3 {
			sum.Add(sum, big.NewRat(int64(i%9000*100+i%100), 100))
		}
	}
	const front = "---\ntitle: t\nsources: {s: Nobody}\nfigures:\n  all: {data: d.csv, where: 'region == \"Region 3\"', value: income, agg: sum, format: num2}\n---\n"
	chart := func(where string) string {
		return "```chart\nid: c\nkind: bar\ndata: d.csv\nx: region\ny: {col: income, agg: sum}\n" + where + "title: Incomes\nalt: Incomes\nsource: s\n```\n"
	}
	fsys := &countingFS{name: "data/d.csv", MapFS: fstest.MapFS{
		"data/d.csv":        {Data: []byte(b.String())},
		"site/stories/s.md": {Data: []byte(front + "It is {{all}} in all.\n\n" + chart(""))},
	}}
	builder := New(fsys, &fakeDrawer{}, Options{Watched: true})
	build := func() (*Build, int64) {
		t.Helper()
		before := fsys.read.Load()
		built := mustBuild(t, builder)
		return built, (fsys.read.Load() - before) / int64(b.Len())
	}
	write := func(name, text string) {
		fsys.MapFS[name] = &fstest.MapFile{Data: []byte(text)}
		builder.Changed([]string{name})
	}
	first, times := build()
	if first.Problems.HasErrors() || times == 0 {
		source.Print(testWriter{t}, first.Problems)
		t.Fatalf("the file was read %d times", times)
	}
	float, _ := sum.Float64()
	csv := fileOf(t, first, "s/charts/c/data.csv")
	if want := "Region 3," + strconv.FormatFloat(float, 'f', -1, 64) + "\n"; !strings.Contains(csv, want) || strings.Count(csv, "\n") != 14 {
		t.Errorf("data.csv is %q, without %q", csv, want)
	}
	page := fileOf(t, first, "s/index.html")
	if want := strings.Split(sum.FloatString(2), "."); !strings.Contains(strings.ReplaceAll(page, ",", ""), want[0]+"."+want[1]) {
		t.Errorf("the page does not say %s", sum.FloatString(2))
	}

	write("site/stories/s.md", front+"In all it is {{all}}.\n\n"+chart(""))
	if built, times := build(); times > 0 || built.Problems.HasErrors() {
		t.Errorf("another word reads the file %d times", times)
	}
	write("site/stories/s.md", front+"In all it is {{all}}.\n\n"+chart("where: n > 5\n"))
	if built, times := build(); times == 0 || built.Problems.HasErrors() {
		t.Errorf("another condition reads the file %d times", times)
	}
	write("data/d.csv", strings.Replace(b.String(), "Region 3,3,3.03", "Region 3,3,4.03", 1))
	changed, times := build()
	if times == 0 || fileOf(t, changed, "s/charts/c/data.csv") == fileOf(t, first, "s/charts/c/data.csv") {
		t.Errorf("another cell reads the file %d times", times)
	}
	for name, c := range map[string]struct{ text, where, want string }{
		"a short row":            {b.String() + "Region 1,2\n", "", "the header has 4 columns, this row 2"},
		"a column of words":      {strings.ReplaceAll(b.String(), ".03,", "?,"), "", "y takes numbers, but column \"income\" holds text"},
		"no such column":         {b.String(), "where: m > 5\n", "table \"d.csv\" has no column \"m\""},
		"nothing satisfies":      {b.String(), "where: n > 500\n", "no row of table \"d.csv\" satisfies this"},
		"a quote that stays":     {b.String() + "\"Region 1,2\n", "", "a quote opens here and never closes"},
		"a byte that is no text": {b.String() + "Region 1,2,\x00,\n", "", "a NUL byte"},
	} {
		write("data/d.csv", c.text)
		write("site/stories/s.md", front+"It is {{all}} in all.\n\n"+chart(c.where))
		built, err := builder.Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		source.Print(&said, built.Problems)
		if !built.Problems.HasErrors() || !strings.Contains(said.String(), c.want) {
			t.Errorf("%s: %s, want %s", name, said.String(), c.want)
		}
	}
}
