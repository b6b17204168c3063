package profile

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

// TestScreen prints the tables of data/testdata: no line is wider than a terminal, and none holds what
// a terminal would obey.
func TestScreen(t *testing.T) {
	paths, _ := filepath.Glob("../testdata/*.txtar")
	more, _ := filepath.Glob("../testdata/layout/*.txtar")
	n := 0
	for _, path := range append(paths, more...) {
		golden.Archives(t, path, func(t *testing.T, c *golden.Case) {
			for _, name := range c.Names() {
				c.Read(name)
			}
			r := data.Inspect(source.NewFile("data/"+c.Name+".csv", c.Read("table.csv")), data.Options{Inspect: true})
			if r.Table == nil {
				return
			}
			n++
			for _, style := range []Style{{}, {Plain: true}} {
				for line := range strings.Lines(Of(r).Print(style)) {
					line = strings.TrimSuffix(line, "\n")
					if w := displaywidth.String(line); w > screen {
						t.Errorf("%d cells wide: %q", w, line)
					}
					if strings.ContainsFunc(line, unicode.IsControl) {
						t.Errorf("a control character: %q", line)
					}
				}
			}
		})
	}
	if n < 60 {
		t.Errorf("only %d tables were read", n)
	}
}

func TestSpread(t *testing.T) {
	for text, want := range map[string][]int{
		"3\n3":                {2},
		"0\n10":               {1, 0, 0, 0, 0, 0, 0, 0, 0, 1},
		"0\n1\n1.5\n9.99\n10": {1, 2, 0, 0, 0, 0, 0, 0, 0, 2},
		"-1e308\n1e308":       {2}, // a range too wide to be divided
		"x\ny":                nil,
	} {
		r := data.Inspect(source.NewFile("t.csv", []byte("k,n\na,"+strings.ReplaceAll(text, "\n", "\nb,")+"\n")), data.Options{})
		if r.Table == nil {
			t.Fatal(r.Problems)
		}
		if got := Of(r).Columns[1].Spread; !slices.Equal(got, want) {
			t.Errorf("the spread of %q is %v, want %v", text, got, want)
		}
	}
}

// TestParts sums up tables that are read by parts as those that are held.
func TestParts(t *testing.T) {
	var b strings.Builder
	b.WriteString("town,day,n,share\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "Town %d,%02d/01/2021,%d,%d.%d%%\n", i%7, 1+i%28, i*i%977, i%100, i%10)
	}
	text := []byte(b.String())
	held := data.Inspect(source.NewFile("t.csv", text), data.Options{})
	far := data.Inspect(source.NewDistant("t.csv", len(text), func() (source.Reader, error) { return inMemory{bytes.NewReader(text)}, nil }), data.Options{})
	if held.Table == nil || far.Table == nil || far.Table.Held() {
		t.Fatal(held.Problems, far.Problems)
	}
	if got, want := Of(far).Print(Style{}), Of(held).Print(Style{}); got != want {
		t.Errorf("by parts:\n%s\nheld:\n%s", got, want)
	}
	if got, want := fmt.Sprint(far.Table.Written()), fmt.Sprint(held.Table.Written()); got != want {
		t.Errorf("written, by parts:\n%s\nheld:\n%s", got, want)
	}
}

// inMemory is a file that stays open.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// Values stand whole where the line has room for all of them, whatever script they are in; else each is cut.
func TestValues(t *testing.T) {
	for _, tt := range []struct{ cells, plain, want string }{
		{"合肥市高新技术产业开发区\n沈阳市", "2 values: 合肥市高新技术产业开发区, 沈阳市", "2 values: 合肥市高新技术产业开发区, 沈阳市"},
		{"合肥市高新技术产业开发区人工智能产业园\n沈阳市高新技术产业开发区人工智能产业园", "2 values: 合肥市高新技术产业开..., 沈阳市高新技术产业开...", "2 values: 合肥市高新技术产业开发…, 沈阳市高新技术产业开发…"},
		{"合肥市高新技术产业开发区\n合肥市高新技术产业开发区", "1 value: 合肥市高新技术产业开发区 2", "1 value: 合肥市高新技术产业开发区 2"},
	} {
		r := data.Inspect(source.NewFile("t.csv", []byte("k,n\n"+strings.ReplaceAll(tt.cells, "\n", ",1\n")+",2\n")), data.Options{})
		c := Of(r).Columns[0]
		if plain, got := c.values(60, Style{Plain: true}), c.values(60, Style{}); plain != tt.plain || got != tt.want {
			t.Errorf("%q is %q and %q, want %q and %q", tt.cells, plain, got, tt.plain, tt.want)
		}
	}
}
