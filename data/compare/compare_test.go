package compare

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

// TestTables compares two files of each archive; its comment begins with the key, if there is one.
func TestTables(t *testing.T) { compared(t, source.NewFile) }

// TestFar compares them as files that are not held.
func TestFar(t *testing.T) {
	compared(t, func(name string, text []byte) *source.File {
		return source.NewDistant(name, len(text), func() (source.Reader, error) { return opened{bytes.NewReader(text)}, nil })
	})
}

// opened is an open file.
type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

func compared(t *testing.T, file func(string, []byte) *source.File) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		read := func(name string) *data.Table {
			table, problems := data.Read(file(name, c.Read(name)), data.Options{})
			if table == nil {
				t.Fatal(problems)
			}
			return table
		}
		var key []string
		if k, ok := strings.CutPrefix(strings.Split(c.Comment(), "\n")[0], "key: "); ok {
			key = strings.Split(k, ", ")
		}
		var b bytes.Buffer
		changes, problems, err := Tables(read("old.csv"), read("new.csv"), key, 5)
		if len(problems) > 0 {
			t.Error(problems)
		}
		if err != nil {
			fmt.Fprintln(&b, err)
		} else {
			changes.Print(&b, "new.csv")
			b.WriteString("\n")
			changes.Markdown(&b, "new.csv")
		}
		c.Check("want.txt", b.String())
		if c.Has("want.json") {
			b.Reset()
			changes.JSON(&b)
			c.Check("want.json", b.String())
		}
	})
}

// TestRandom compares made-up tables in the plain way as well.
func TestRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		key := []string{"k", "l"}[:n%3]
		made := func() (rows [][3]string, text string) {
			seen := map[string]bool{}
			b := "k,l,v\n"
			for range r.IntN(12) {
				row := [3]string{fmt.Sprint("k", r.IntN(4)), fmt.Sprint("l", r.IntN(3)), fmt.Sprint("v", r.IntN(2))}
				id := strings.Join(row[:len(key)], ",")
				if len(key) > 0 && seen[id] {
					continue
				}
				seen[id] = true
				rows, b = append(rows, row), b+strings.Join(row[:], ",")+"\n"
			}
			return rows, b
		}
		old, was := made()
		new, is := made()
		want := &Changes{Key: key}
		used, last := make([]bool, len(old)), -1
		by := 3
		if len(key) > 0 {
			by = len(key)
		}
		for _, row := range new {
			before := slices.IndexFunc(old, func(o [3]string) bool { return slices.Equal(o[:by], row[:by]) })
			for before >= 0 && used[before] {
				i := slices.IndexFunc(old[before+1:], func(o [3]string) bool { return slices.Equal(o[:by], row[:by]) })
				if before += 1 + i; i < 0 {
					before = -1
				}
			}
			switch {
			case before < 0:
				want.Added++
				want.Rows = append(want.Rows, Row{Is: "added", Key: row[:by]})
				continue
			case old[before] == row:
				want.Same++
			default:
				want.Changed++
				r := Row{Is: "changed", Key: row[:by]}
				for i, name := range []string{"k", "l", "v"} {
					if old[before][i] != row[i] {
						r.Cells = append(r.Cells, Cell{name, old[before][i], row[i]})
					}
				}
				want.Rows = append(want.Rows, r)
			}
			used[before] = true
			want.Moved = want.Moved || before < last
			last = before
		}
		for i, row := range old {
			if !used[i] {
				want.Gone++
				want.Rows = append(want.Rows, Row{Is: "gone", Key: row[:by]})
			}
		}
		details := r.IntN(8)
		want.Rows = want.Rows[:min(len(want.Rows), details)]
		read := func(text string) *data.Table {
			table, _ := data.Read(source.NewFile("a.csv", []byte(text)), data.Options{})
			return table
		}
		got, problems, err := Tables(read(was), read(is), key, details)
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		got.Retyped = nil // of an empty table
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%s\n%s\nby %v: %s", was, is, key, d)
		}
	}
}
