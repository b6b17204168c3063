package ledger

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"plotline/data/source"
)

func firms(value, words string) Number {
	return Number{Where: "prose", Words: words, Sentence: "Hefei has " + words + " firms.", Figure: "hefei", Value: value, Shown: value,
		Cells: []Cell{{"data/firms.csv", "firms", 2, "Hefei, 2021", value}}}
}

func of(numbers ...Number) Site {
	return Site{Stories: []Story{{Folder: "inland", File: "site/stories/inland.md", Title: "Inland", Numbers: numbers}}}
}

// TestMoved: a number has moved when its value has, however it is worded, sorted or named.
func TestMoved(t *testing.T) {
	bound := firms("840", "more than 840")
	bound.Bound = ">840"
	other := firms("860", "860")
	other.Figure = "shenyang"
	renamed := firms("840", "840")
	renamed.Figure = "hefei_ai"
	later := firms("840", "840")
	later.Cells[0].Row = 7
	elsewhere := Number{Where: "prose", Words: "3", Sentence: "Then 3 more.", Figure: "hefei", Value: "3"}
	for _, c := range []struct {
		what     string
		old, new []Number
		want     string
	}{
		{"nothing", []Number{firms("840", "840")}, []Number{firms("840", "840")}, ""},
		{"value and words", []Number{firms("840", "840")}, []Number{firms("812", "812")}, `"840" 840 -> "812" 812: firms of Hefei, 2021: 840 -> 812 (data/firms.csv, row 2)`},
		{"value alone", []Number{firms("840", "over 800")}, []Number{firms("812", "over 800")}, `"over 800" 840 -> "over 800" 812: firms of Hefei, 2021: 840 -> 812 (data/firms.csv, row 2)`},
		{"words alone", []Number{firms("840", "more than 800")}, []Number{firms("840", "about 800")}, ""},
		{"a bound", []Number{firms("840", "more than 840")}, []Number{bound}, `"more than 840" 840 -> "more than 840" >840: `},
		{"another figure at its place", []Number{firms("840", "840")}, []Number{other}, `"840" 840 -> "860" 860: firms of Hefei, 2021: 840 -> 860 (data/firms.csv, row 2)`},
		{"another figure at its place, and the old one elsewhere", []Number{firms("840", "840")}, []Number{other, elsewhere}, `"840" 840 -> "860" 860: firms of Hefei, 2021: 840 -> 860 (data/firms.csv, row 2)` + "\nnew \"3\""},
		{"another name", []Number{firms("840", "840")}, []Number{renamed}, ""},
		{"a sorted file", []Number{firms("840", "840")}, []Number{later}, ""},
		{"a new number", nil, []Number{firms("840", "840")}, `new "840"`},
		{"a dropped number", []Number{firms("840", "840"), elsewhere}, []Number{elsewhere}, `dropped "840"`},
		{"two in other order", []Number{firms("840", "840"), elsewhere}, []Number{elsewhere, firms("840", "840")}, ""},
	} {
		var got []string
		for _, s := range Compare(of(c.old...), of(c.new...)).Stories {
			for _, n := range s.Numbers {
				got = append(got, fmt.Sprintf("%q %s -> %q %s: %s", n.Was.Words, n.Was.exact(), n.Is.Words, n.Is.exact(), strings.Join(n.first(), "; ")))
			}
			for _, n := range s.Added {
				got = append(got, fmt.Sprintf("new %q", n.Words))
			}
			for _, n := range s.Dropped {
				got = append(got, fmt.Sprintf("dropped %q", n.Words))
			}
		}
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.what, s, c.want)
		}
	}
}

// TestTable: the counts of a chart's changes are those of the edits that were made, whatever these are.
func TestTable(t *testing.T) {
	for seed := range uint64(500) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		old := [][]string{{"city", "year", "firms", "note"}}
		for i := range 2 + rnd.IntN(30) {
			old = append(old, []string{fmt.Sprint("c", i/3), fmt.Sprint(2000 + i%3), fmt.Sprint(rnd.IntN(50)), "n"})
		}
		var is [][]string
		for _, row := range old {
			is = append(is, slices.Clone(row))
		}
		cells, more, fewer := 0, 0, 0
		for _, row := range is[1:] {
			for j := 2; j < 4; j++ {
				if rnd.IntN(4) == 0 {
					row[j] += "'"
					cells++
				}
			}
		}
		for range rnd.IntN(3) { // rows that go are whole, so that no edit goes with them
			if k := 1 + rnd.IntN(len(is)-1); len(is) > 4 && is[k][2] == old[k][2] && is[k][3] == old[k][3] {
				is, old = append(is[:k:k], is[k+1:]...), append(append(old[:k:k], old[k+1:]...), old[k])
				fewer++
				break // the order of old is another now
			}
		}
		for i := range rnd.IntN(3) {
			is = append(is, []string{fmt.Sprint("new", i), "2000", "1", "n"})
			more++
		}
		rest := is[1:]
		rnd.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
		got := table(old, is)
		if got.Columns || got.Count != cells || got.More != more || got.Fewer != fewer || len(got.First) != min(cells, mostCells) {
			t.Fatalf("seed %d: got %d cells, %d more, %d fewer; want %d, %d, %d\n%v\n%v", seed, got.Count, got.More, got.Fewer, cells, more, fewer, old, is)
		}
		if back := table(is, old); back.Count != cells || back.More != fewer || back.Fewer != more {
			t.Fatalf("seed %d: the way back has other counts: %+v", seed, back)
		}
	}
	for _, c := range []struct {
		old, new [][]string
		want     string
	}{
		{[][]string{{"a"}, {"1"}}, [][]string{{"b"}, {"1"}}, "other columns"},
		{[][]string{{"a"}, {"1"}, {"1"}}, [][]string{{"a"}, {"1"}, {"2"}}, "1 cell"},
		{[][]string{{"a", "b"}, {"x", "1"}}, [][]string{{"a", "b"}}, "1 row fewer"},
		{nil, nil, ""},
	} {
		if got := table(c.old, c.new); got.what() != c.want {
			t.Errorf("%v -> %v is %q, want %q", c.old, c.new, got.what(), c.want)
		}
	}
}

// TestPrint: what moved, for terminals and for pull requests.
func TestPrint(t *testing.T) {
	file := source.NewFile("site/stories/inland.md", []byte("Hefei has [more than 840](=hefei) firms.\n"))
	was, is := firms("840", "over 800"), firms("790", "over 800")
	is.Verdict, is.Reason, is.At = "false", "790 is not over 800", file.Span(10, 33)
	hostile := Number{Where: "title", Words: "`|<b>@x", Sentence: "`|<b>@x", Figure: "f", Value: "1"}
	old, new := of(was, hostile), of(is)
	old.Stories[0].Charts = []Chart{{"lines", "Lines", [][]string{{"year", "n"}, {"2020", "1"}, {"2021", "2"}}}, {"old", "Old", nil}}
	new.Stories[0].Charts = []Chart{{"lines", "Lines", [][]string{{"year", "n"}, {"2020", "1"}, {"2021", "3"}, {"2022", "4"}}}, {"bars", "Bars", nil}}
	new.Stories = append(new.Stories, Story{Folder: "new", Title: "New", Numbers: []Number{was}})
	var b strings.Builder
	c := Compare(old, new)
	c.Print(&b, "HEAD")
	if want := `Inland (site/stories/inland.md)
  "over 800"
    840 -> 790, false now: 790 is not over 800
    site/stories/inland.md:1:11, prose
    firms of Hefei, 2021: 840 -> 790 (data/firms.csv, row 2)
  chart lines: 1 cell, 1 row more
    n of 2021: 2 -> 3
  chart bars: new
  chart old: no longer there
  "` + "`|<b>@x" + `" no longer there: 1
New (/new/) is new: 1 number

1 number and 3 charts have moved, the words of 1 no longer true, 1 number new, 1 number gone since HEAD
`; b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
	b.Reset()
	c.Markdown(&b, "HEAD")
	if want := "**1 number and 3 charts have moved, the words of 1 no longer true, 1 number new, 1 number gone since `HEAD`.**\n\n### Inland\n\n`site/stories/inland.md`\n\n" +
		"| Words | Was | Is | The words now | Cells |\n|---|---|---|---|---|\n" +
		"| over 800<br>`site/stories/inland.md:1:11, prose` | 840 | 790 | **false**: 790 is not over 800 | firms of Hefei, 2021: 840 → 790 (data/firms.csv, row 2) |\n\n" +
		"| Chart | Changed | First |\n|---|---|---|\n| Lines<br>`lines` | 1 cell, 1 row more | n of 2021: 2 → 3 |\n| Bars<br>`bars` | new |  |\n| Old<br>`old` | no longer there |  |\n\n" +
		"- no longer there: \\`\\|&lt;b&gt;@\u200bx (1)\n\n- new story: New, 1 number\n"; b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
	b.Reset()
	Compare(old, old).Print(&b, "HEAD")
	Compare(old, old).Markdown(&b, "HEAD")
	if want := "nothing has moved since HEAD\nNo displayed number and no chart has moved since `HEAD`.\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// TestValues: two values that the site prints alike are told apart.
func TestValues(t *testing.T) {
	for _, c := range []struct{ was, is, shownWas, shownIs, want string }{
		{"840", "812", "840", "812", "840 812"},
		{"0.2375415282", "0.2417", "0.24", "0.24", "0.237 0.241"},
		{"0.24", "0.2417", "0.24", "0.24", "0.24 0.2417"},
		{"1999.96", "2000.04", "2,000", "2,000", "1999.9 2000.0"},
		{"1 000", "1 000", "1,000", "1,000", "1,000 1,000"},
	} {
		n := NumberChange{Was: Number{Value: c.was, Shown: c.shownWas}, Is: Number{Value: c.is, Shown: c.shownIs}}
		if was, is := n.values(); was+" "+is != c.want {
			t.Errorf("%+v: %s %s", c, was, is)
		}
	}
}
