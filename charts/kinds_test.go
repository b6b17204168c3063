package charts

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"plotline/charts/draw"
	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

// tables is one table called t.
type oneTable struct{ t *data.Table }

func (o oneTable) Table(name string) (*data.Table, bool) { return o.t, name == "t" }
func (o oneTable) Names() []string                       { return []string{"t"} }

var testEnv = Env{Language: "en", Readable: true, Sources: map[string]Source{"s": {Name: "Nobody, made up"}}}

// plotOf takes a golden case as far as a Plot.
func plotOf(t *testing.T, c *golden.Case) (*Plot, source.List) {
	t.Helper()
	table, problems := data.Read(source.NewFile("data/t.csv", c.Read("table.csv")), data.Options{Name: "t"})
	f := source.NewFile("story.md", append([]byte("```chart\n"), c.Read("block.yaml")...))
	spec, more := Parse("chart", f.Line(1), f.Span(9, len(f.Text)), testEnv)
	problems = append(problems, more...)
	if spec == nil || table == nil {
		return nil, problems
	}
	p, more := Bind(spec, oneTable{table}, DefaultTheme())
	return p, append(problems, more...)
}

func TestKinds(t *testing.T) {
	pool, err := draw.New(draw.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	golden.Archives(t, "testdata/kinds/*.txtar", func(t *testing.T, c *golden.Case) {
		p, problems := plotOf(t, c)
		if len(problems) > 0 {
			source.Print(os.Stderr, problems)
			t.Fatal("the gallery has problems")
		}
		o, problems := Assemble(p)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, o.JSON, "", " "); err != nil {
			t.Fatal(err)
		}
		c.Check("option.json", pretty.String())
		results, err := pool.Draw(context.Background(), []draw.Job{{ID: "c-", Option: o.JSON, Sizes: o.Sizes}})
		if err != nil || results[0].Err != nil {
			t.Fatal(err, results[0].Err)
		}
		for _, svg := range results[0].SVG {
			measureMarks(t, p, string(svg))
		}
		f, problems := Frame(p, o, [][]byte{[]byte("<svg></svg>"), []byte("<svg></svg>")}, "charts/c/data.csv")
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		figure, _, _ := strings.Cut(string(f.Figure()), `<script`)
		c.Check("figure.html", figure)
	})
}

// Every kind has its gallery archive.
func TestGallery(t *testing.T) {
	for _, k := range Kinds() {
		if _, err := os.Stat("testdata/kinds/" + k.Name + ".txtar"); err != nil {
			t.Errorf("kind %s has no archive in testdata/kinds", k.Name)
		}
		if k.Doc == "" || k.Purpose == "" || k.Build == nil || k.Complete == nil {
			t.Errorf("kind %s is not whole", k.Name)
		}
	}
}

// measureMarks reads the marks back from the drawing: as many as there are values, and with
// lengths or places in proportion, within a pixel.
func measureMarks(t *testing.T, p *Plot, svg string) {
	t.Helper()
	switch p.Kind.Name {
	case "bar", "stacked-bar":
		proportional(t, p, rectangles(p, svg), func(r rectangle) float64 { return r.w })
	case "column", "grouped-column":
		proportional(t, p, rectangles(p, svg), func(r rectangle) float64 { return r.h })
	case "pie", "donut":
		if got, want := len(slicePath.FindAllString(svg, -1)), len(p.Values()); got != want {
			t.Errorf("%d slices, want %d", got, want)
		}
	default:
		straight(t, p, symbols(p, svg))
	}
}

var slicePath = regexp.MustCompile(`<path d="M[^"]*A[^"]*" fill="[^"]*" stroke="[^"]*" stroke-width="2"`)

type rectangle struct{ x, y, w, h float64 }

var rectPath = regexp.MustCompile(`<path d="M([-\d.]+) ([-\d.]+)l([-\d.]+) 0l0 ([-\d.]+)l[-\d.]+ 0Z" fill="(#[0-9a-f]{6})"`)

// rectangles are the bars of series colours, in drawing order.
func rectangles(p *Plot, svg string) []rectangle {
	var out []rectangle
	for _, g := range rectPath.FindAllStringSubmatch(svg, -1) {
		if isMark(p, g[5]) {
			out = append(out, rectangle{float(g[1]), float(g[2]), math.Abs(float(g[3])), math.Abs(float(g[4]))})
		}
	}
	return out
}

func isMark(p *Plot, colour string) bool {
	for _, role := range sequence {
		if p.Theme.Literal(role) == colour {
			return true
		}
	}
	return false
}

func float(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}

func proportional(t *testing.T, p *Plot, marks []rectangle, length func(rectangle) float64) {
	t.Helper()
	values := p.Values()
	if len(marks) != len(values) {
		t.Errorf("%d bars, want %d", len(marks), len(values))
		return
	}
	scale := 0.0
	for i, v := range values {
		scale = max(scale, length(marks[i])/math.Abs(v))
	}
	for i, v := range values {
		if got, want := length(marks[i]), math.Abs(v)*scale; math.Abs(got-want) > 1 {
			t.Errorf("the bar of %v is %.1f px long, want %.1f", v, got, want)
		}
	}
}

var symbolPath = regexp.MustCompile(`<path d="M1 0A1 1 0 1 1 1 -0\.1A1 1 0 0 1 1 0" transform="matrix\([\d.]+,0,0,[\d.]+,([-\d.]+),([-\d.]+)\)" fill="(#[0-9a-f]{6})"`)

// symbols are the centres of points, in drawing order.
func symbols(p *Plot, svg string) [][2]float64 {
	var out [][2]float64
	for _, g := range symbolPath.FindAllStringSubmatch(svg, -1) {
		if isMark(p, g[3]) {
			out = append(out, [2]float64{float(g[1]), float(g[2])})
		}
	}
	return out
}

// straight checks that heights are a straight function of values: what two points say, all say.
func straight(t *testing.T, p *Plot, marks [][2]float64) {
	t.Helper()
	values := p.Values()
	if len(marks) != len(values) {
		t.Errorf("%d points, want %d", len(marks), len(values))
		return
	}
	lo, hi := 0, 0
	for i, v := range values {
		if v < values[lo] {
			lo = i
		}
		if v > values[hi] {
			hi = i
		}
	}
	slope := (marks[hi][1] - marks[lo][1]) / (values[hi] - values[lo])
	for i, v := range values {
		if got, want := marks[i][1], marks[lo][1]+(v-values[lo])*slope; math.Abs(got-want) > 1 {
			t.Errorf("the point of %v is at %.1f px, want %.1f", v, got, want)
		}
	}
}
