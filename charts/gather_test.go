package charts

import (
	"fmt"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

type opened struct{ *strings.Reader }

func (opened) Close() error { return nil }

// twoWays binds a block to a table that is held and to one that is not, and compares the options and
// what is said. Only what is said of columns that the block does not use, said of a held table when it
// is read, may be missing.
func twoWays(t *testing.T, csv, block string) (held *Plot) {
	t.Helper()
	var options, said []string
	for _, file := range []*source.File{source.NewFile("data/t.csv", []byte(csv)),
		source.NewDistant("data/t.csv", len(csv), func() (source.Reader, error) { return opened{strings.NewReader(csv)}, nil })} {
		table, problems := data.Read(file, data.Options{Name: "t"})
		story := source.NewFile("story.md", []byte("```chart\n"+block))
		spec, more := Parse("chart", story.Line(1), story.Span(9, len(story.Text)), testEnv)
		problems = append(problems, more...)
		option := "none"
		if spec != nil && table != nil {
			p, more := Bind(spec, oneTable{table}, DefaultTheme())
			problems = append(problems, more...)
			if p != nil {
				o, more := Assemble(p)
				problems = append(problems, more...)
				option = string(o.JSON)
				if table.Held() {
					held = p
				}
			}
		}
		var b strings.Builder
		problems.Sort()
		source.Print(&b, problems)
		options, said = append(options, option), append(said, b.String())
	}
	if options[0] != options[1] {
		t.Errorf("%s\nheld, the option is\n%s\nand else\n%s", block, options[0], options[1])
	}
	if said[0] != said[1] {
		t.Errorf("%s\nheld, it is said\n%s\nand else\n%s", block, said[0], said[1])
	}
	return held
}

// TestGather draws every archive's chart from a table that is not held, too.
func TestGather(t *testing.T) {
	for _, folder := range []string{"testdata/kinds/*.txtar", "testdata/bad/*.txtar"} {
		golden.Archives(t, folder, func(t *testing.T, c *golden.Case) {
			for _, name := range c.Names() {
				c.Read(name)
			}
			twoWays(t, string(c.Read("table.csv")), string(c.Read("block.yaml")))
		})
	}
}

// TestFold brings thousands of rows together by both ways.
func TestFold(t *testing.T) {
	var b strings.Builder
	b.WriteString("region,city,year,n,income,mark,rank\n")
	for i := range 30_000 {
		income := fmt.Sprintf("%d.%02d", i*7%1000, i%20)
		if i%11 == 0 {
			income = "n/a"
		}
		fmt.Fprintf(&b, "Region %d,City %d,%d,%d,%s,%s,%d\n", (i*5)%13, i%1700, 1990+i%30, i%97, income, []string{"", ">"}[i%2], i*31%101)
	}
	for _, block := range []string{
		"x: region\ny: {col: income, agg: sum}\nkind: bar\n",
		"x: region\ny: {col: income, agg: mean}\nsort: -y\nkind: bar\n",
		"x: region\ny: {col: income, agg: median}\nsort: rank\nkind: column\n",
		"x: year\ny: {col: n, agg: max}\nkind: line\n",
		"x: year\ny: {col: income, agg: count}\nseries: region\nkind: line\nwhere: year > 2000 && region in [\"Region 1\", \"Region 3\"]\n",
		"x: year\ny: [{col: income, agg: min}, {col: n, agg: last}]\nkind: line\nwhere: n > 90\n",
		"x: city\ny: {col: income, agg: first}\nkind: bar\nbound: mark\nwhere: rank == 5 && n < 10\n",
		"x: region\ny: {col: income, agg: sum, format: num1k}\nkind: bar\nhighlight: [Region 3]\n",
		"x: region\ny: {col: city, agg: sum}\nkind: bar\n",
		"x: regoin\ny: {col: income, agg: sum}\nkind: bar\n",
		"x: region\ny: {col: income, agg: sum}\nkind: bar\nwhere: yeer > 2000\n",
		"x: region\ny: {col: income, agg: sum}\nkind: bar\nwhere: year > 3000\n",
		"x: n\ny: income\nkind: scatter\nwhere: rank == 7\n",
		"x: year\ny: income\nkind: line\nwhere: city == \"City 7\" && rank < 3\n",
	} {
		twoWays(t, b.String(), "id: a\ndata: t\ntitle: t\nalt: a\nsource: s\n"+block)
	}
}

// TestTooMany: a chart of more marks than can be seen is refused, by both ways of reading.
func TestTooMany(t *testing.T) {
	var b strings.Builder
	b.WriteString("x,y\n")
	for i := range mostPoints + 1 {
		fmt.Fprintf(&b, "%d,%d\n", i, i%7)
	}
	for _, way := range []string{"held", "far"} {
		text := b.String()
		file := source.NewFile("data/t.csv", []byte(text))
		if way == "far" {
			file = source.NewDistant("data/t.csv", len(text), func() (source.Reader, error) { return opened{strings.NewReader(text)}, nil })
		}
		table, _ := data.Read(file, data.Options{Name: "t"})
		for block, want := range map[string]string{
			"kind: scatter\nx: x\ny: y\n":                                    "too-large",
			"kind: scatter\nx: x\ny: y\nwhere: x < 5000\n":                   "",
			"kind: column\nx: y\ny: {col: x, agg: sum}\n":                    "",
			"kind: line\nx: x\ny: {col: y, agg: sum}\n":                      "too-large",
			"kind: line\nx: x\ny: {col: y, agg: sum}\nwhere: x % 2 == 0.0\n": "",
		} {
			story := source.NewFile("story.md", []byte("```chart\nid: a\ndata: t\ntitle: t\nalt: a\nsource: s\n"+block))
			spec, problems := Parse("chart", story.Line(1), story.Span(9, len(story.Text)), testEnv)
			_, more := Bind(spec, oneTable{table}, DefaultTheme())
			rule := ""
			for _, p := range append(problems, more...) {
				if p.Level == source.Error {
					rule += p.Rule + p.Text[:0]
				}
			}
			if rule != want {
				t.Errorf("%s, %q: rules %q, want %q: %v", way, block, rule, want, more)
			}
		}
	}
}

// What is printed of numbers that were brought together is part of the table's hash: sums that are alike
// may be of cells with more decimals.
func TestFoldHash(t *testing.T) {
	hash := func(csv string) [32]byte {
		table, _ := data.Read(source.NewDistant("data/t.csv", len(csv), func() (source.Reader, error) { return opened{strings.NewReader(csv)}, nil }), data.Options{})
		story := source.NewFile("story.md", []byte("```chart\nkind: bar\ndata: t\nx: x\ny: {col: y, agg: sum}\n"))
		spec, _ := Parse("chart", story.Line(1), story.Span(9, len(story.Text)), testEnv)
		p, problems := Bind(spec, oneTable{table}, DefaultTheme())
		if p == nil {
			t.Fatal(problems)
		}
		return p.Table.Hash
	}
	whole := hash("x,y\na,1\na,3\nb,2\n")
	for _, csv := range []string{"x,y\na,1.5\na,2.5\nb,2\n", "x,y\na,4\nb,2\n", "x,y\na,1\na,3\nb,3\n"} {
		if hash(csv) == whole {
			t.Errorf("%q has the hash of another table", csv)
		}
	}
	if hash("x,y\na,3\nb,2\na,1\n") != whole {
		t.Error("another order of the same sums has another hash")
	}
}
