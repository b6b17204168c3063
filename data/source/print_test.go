package source

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestPrint(t *testing.T) {
	story := NewFile("site/stories/debt.md", []byte("---\ntitle: x\n---\ny: detb\n\tkind:\t城市人口 bra\nend"))
	csv := NewFile("data/debt.csv", []byte("year,debt\n2020,1\n"))
	long := NewFile("long.md", []byte(strings.Repeat("a", 200)+"HERE"+strings.Repeat("b", 200)))
	find := func(f *File, s string) Span {
		i := strings.Index(string(f.Text), s)
		return f.Span(i, i+len(s))
	}
	tests := []struct {
		name string
		in   Problem
		want string
	}{
		{"hint and note", Errorf(find(story, "detb"), "table %q has no column %q", "debt", "detb").
			WithHint(`did you mean "debt"?`).WithNote(csv.Span(0, 4), "columns are year, debt"), `
plotline: site/stories/debt.md:4:4: table "debt" has no column "detb"
    4 | y: detb
      |    ~~~~ did you mean "debt"?
    data/debt.csv:1:1: columns are year, debt
`},
		{"wide characters and tabs", Warnf(find(story, "bra"), "odd", "what is this"), `
plotline: site/stories/debt.md:5:13: warning: what is this [odd]
    5 |   kind:  城市人口 bra
      |                   ~~~
`},
		{"wide characters underlined", Errorf(find(story, "城市"), "wide"), `
plotline: site/stories/debt.md:5:8: wide
    5 |   kind:  城市人口 bra
      |          ~~~~
`},
		{"end of file", Errorf(story.Span(len(story.Text), len(story.Text)), "unexpected end"), `
plotline: site/stories/debt.md:6:4: unexpected end
    6 | end
      |    ~
`},
		{"nowhere", Errorf(Span{}, "no stories").WithHint("write one in site/stories/"), `
plotline: no stories
    write one in site/stories/
`},
		{"terminal escapes", Errorf(Span{}, "cell %q and \x1b[31m\u202eevil", "a"), `
plotline: cell "a" and \u{1b}[31m\u{202e}evil
`},
		{"long line", Errorf(find(long, "HERE"), "far away"), `
plotline: long.md:1:201: far away
    1 | …` + strings.Repeat("a", 48) + `HERE` + strings.Repeat("b", 46) + `…
      |  ` + strings.Repeat(" ", 48) + `~~~~
`},
	}
	for _, tt := range tests {
		var b strings.Builder
		Print(&b, List{tt.in})
		if got := b.String(); got != tt.want[1:] {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, tt.want[1:])
		}
	}
}

func TestNearest(t *testing.T) {
	legal := []string{"area", "bar", "grouped-column", "line", "title"}
	for word, want := range map[string]string{"lin": "line", "titel": "title", "baar": "bar", "grouped_column": "grouped-column", "zebra": "", "Area": "area", "lnie": "line", "enil": "", "brA": "bar"} {
		if got := Nearest(word, legal); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	columns := []string{"town", "people_2021", "people_2022", "GDP per head", "Homes 2021", "Notes", "unit", "base unit", "Fläche in km²", "人口（万人）"}
	for word, want := range map[string]string{
		"Homes": "Homes 2021", "homes": "Homes 2021", "GDP": "GDP per head", "per head": "GDP per head", "fläche": "Fläche in km²", "人口": "人口（万人）", "万人）": "人口（万人）",
		"people": "", "2022": "people_2022", "Unit": "unit", "units": "unit", "Note": "Notes", "ead": "", "km": "", "twon": "town",
	} {
		if want != "" {
			want = `did you mean "` + want + `"?`
		}
		if got := DidYouMean(word, columns); got != want {
			t.Errorf("DidYouMean(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestSome(t *testing.T) {
	names := []string{"a"}
	for i := range 19 {
		names = append(names, "c"+strconv.Itoa(i))
	}
	if got, want := Some("x", names), Join(names); got != want {
		t.Errorf("Some of 20 = %q, want %q", got, want)
	}
	names = append(names, "Votes valid", "votes invalid")
	if got, want := Some("votes", names), "Votes valid, votes invalid, "+Join(names[:18])+" and 2 more"; got != want {
		t.Errorf("Some of 22 = %q, want %q", got, want)
	}
	if got, want := Some("", names), Join(names[:20])+" and 2 more"; got != want {
		t.Errorf("Some of 22 = %q, want %q", got, want)
	}
}

func TestNewText(t *testing.T) {
	f, problems := NewText("a.md", []byte("\xef\xbb\xbfone\r\ntwo\rthree"))
	if string(f.Text) != "one\ntwo\nthree" || len(problems) != 0 {
		t.Errorf("NewText = %q, %v", f.Text, problems)
	}
	_, problems = NewText("a.md", []byte("ok\nb\xffd"))
	if len(problems) != 1 || problems[0].At.Position().String() != "a.md:2:2" {
		t.Errorf("NewText of bad UTF-8 = %+v", problems)
	}
}

func TestPosition(t *testing.T) {
	f := NewFile("a.csv", []byte("a,b\r\n城,2\rx"))
	for offset, want := range map[int]string{0: "a.csv:1:1", 2: "a.csv:1:3", 5: "a.csv:2:1", 9: "a.csv:2:3", 11: "a.csv:3:1", 12: "a.csv:3:2"} {
		if got := f.Span(offset, offset).Position().String(); got != want {
			t.Errorf("position of byte %d = %s, want %s", offset, got, want)
		}
	}
}

func TestSort(t *testing.T) {
	f := NewFile("a", []byte("abc"))
	l := List{Errorf(f.Span(2, 3), "c"), Errorf(f.Span(0, 1), "a"), Errorf(f.Span(2, 3), "c")}
	l.Sort()
	if len(l) != 2 || l[0].Text != "a" {
		t.Errorf("Sort = %v", l)
	}
}

// A message at the end of a line of a megabyte is printed at once.
func TestPrintLongLine(t *testing.T) {
	text := strings.Repeat("ü", 500_000) + "x"
	f := NewFile("a.csv", []byte(text))
	start := time.Now()
	var b strings.Builder
	Print(&b, List{Errorf(f.Span(len(text)-1, len(text)), "here")})
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	if !strings.Contains(b.String(), "…ü") || b.Len() > 1000 {
		t.Errorf("printed as %q", b.String())
	}
}
