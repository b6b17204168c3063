package sidecar

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/settings"
	"plotline/data/source"
)

// ruleIDs are those that this package raises, and data for it; each has an archive of its name.
var ruleIDs = []string{"schema-type", "schema-field", "field-undeclared", "constraint-required", "constraint-unique", "constraint-range", "constraint-length",
	"constraint-pattern", "constraint-enum", "primary-key", "foreign-key", "sidecar-key"}

// pack reads the sidecar of an archive.
func pack(t *testing.T, c *golden.Case) (*Package, source.List) {
	t.Helper()
	open := func(name string) *source.File {
		if !c.Has(name) {
			return nil
		}
		return source.NewFile("data/"+name, c.Read(name))
	}
	for _, name := range Names {
		if f := open(name); f != nil {
			return Parse(f, open)
		}
	}
	t.Fatal("no sidecar")
	return nil, nil
}

// look reads a table of an archive and holds it against the sidecar.
func look(c *golden.Case, p *Package, name, text string) (*data.Table, source.List) {
	r := p.Resource(name, "")
	table, problems := r.Read(source.NewFile("data/"+name, []byte(text)), data.Options{})
	return table, append(problems, r.Foreign(p, table, func(res *Resource) *data.Table {
		other, _ := res.Read(source.NewFile("data/"+res.Path, c.Read(res.Path)), data.Options{})
		return other
	})...)
}

func TestSidecar(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		p, problems := pack(t, c)
		var b strings.Builder
		source.Print(&b, problems)
		if problems.HasErrors() {
			c.Check("want.txt", b.String())
			return
		}
		table, problems := look(c, p, "table.csv", string(c.Read("table.csv")))
		if table != nil {
			for _, col := range table.Columns {
				fmt.Fprintf(&b, "%s: %s", col.Name, col.Type)
				for row := range table.Rows {
					v, ok := col.Number(row)
					d, isDate := col.Date(row)
					truth, isBool := col.Bool(row)
					switch {
					case isDate:
						fmt.Fprintf(&b, " | %s", d)
					case isBool:
						fmt.Fprintf(&b, " | %t", truth)
					case ok:
						fmt.Fprintf(&b, " | %v", v)
					default:
						fmt.Fprintf(&b, " | %q", col.Text(row))
					}
				}
				b.WriteByte('\n')
			}
		}
		source.Print(&b, problems)
		c.Check("want.txt", b.String())
		if !c.Has("clean.csv") {
			return
		}
		if _, problems := look(c, p, "table.csv", string(c.Read("clean.csv"))); len(problems) > 0 {
			t.Errorf("the clean twin raises %v", problems)
		}
	})
}

// TestRules finds an archive for each rule, which raises it, and whose clean twin raises nothing.
func TestRules(t *testing.T) {
	for _, rule := range ruleIDs {
		raised := false
		golden.Archives(t, "testdata/"+rule+".txtar", func(t *testing.T, c *golden.Case) {
			for _, name := range c.Names() {
				c.Read(name)
			}
			p, problems := pack(t, c)
			if !problems.HasErrors() {
				_, more := look(c, p, "table.csv", string(c.Read("table.csv")))
				problems = append(problems, more...)
			}
			raised = slices.ContainsFunc(problems, func(p source.Problem) bool { return p.Rule == rule })
			if rule != "sidecar-key" && !c.Has("clean.csv") {
				t.Errorf("%s has no clean twin", rule)
			}
		})
		if !raised {
			t.Errorf("the archive of %s does not raise it", rule)
		}
	}
}

// TestPropose reads every table of data/testdata, proposes a sidecar, and reads it again with that: but for
// numbers that can be two it is the same table, and nothing is said any more of how it is laid out.
func TestPropose(t *testing.T) {
	settled := []string{"encoding-not-utf8", "delimiter-ambiguous", "preamble-skipped", "footer-skipped", "multi-row-header", "units-row", "number-ambiguous", "date-ambiguous",
		"leading-zeros", "big-integer", "suppressed-value", "missing-token", "type-mixed", "header-newline", "header-blank-label", "header-duplicate-label", "schema-type", "schema-field", "field-undeclared"}
	paths, _ := filepath.Glob("../testdata/*.txtar")
	more, _ := filepath.Glob("../testdata/layout/*.txtar")
	n := 0
	for _, path := range append(paths, more...) {
		golden.Archives(t, path, func(t *testing.T, c *golden.Case) {
			for _, name := range c.Names() {
				c.Read(name)
			}
			if c.Has("encoding.txt") {
				return // its bytes are made by the tests of data
			}
			file := source.NewFile("data/t.csv", c.Read("table.csv"))
			r := data.Inspect(file, data.Options{Inspect: true})
			if r.Table == nil || r.Rows == 0 {
				return
			}
			n++
			resource, _ := (*Package)(nil).Propose("t.csv", r, data.Options{})
			text, err := (*Package)(nil).Add(resource)
			if err != nil {
				t.Fatal(err)
			}
			p, problems := Parse(source.NewFile("data/datapackage.yaml", []byte(text)), nil)
			if len(problems) > 0 {
				t.Fatalf("%s\n%v", text, problems)
			}
			again := data.Inspect(file, p.Resource("t.csv", "").Told(data.Options{Inspect: true}))
			if again.Table == nil {
				t.Fatalf("%s\n%v", text, again.Problems)
			}
			for _, q := range p.Resource("t.csv", "").Check(again.Table, again.Problems) {
				if slices.Contains(settled, q.Rule) || q.Hint == settings.EmptyColumns || q.Level == source.Error {
					t.Errorf("%s\nstill raises %s: %s", text, q.Rule, q.Text)
				}
			}
			if again.Rows != r.Rows || !slices.Equal(again.Table.Names(), r.Table.Names()) {
				t.Fatalf("%s\nreads %d rows of %q, and were %d of %q", text, again.Rows, again.Table.Names(), r.Rows, r.Table.Names())
			}
			for i, w := range r.Table.Written() {
				was, is := r.Table.Columns[i], again.Table.Columns[i]
				if w.Unclear != "" {
					continue // see TestProposeUnclear
				}
				if is.Type != was.Type || is.Grain != was.Grain || is.Percent != was.Percent {
					t.Errorf("%s\ncolumn %q is %s, and was %s", text, is.Name, is.Type, was.Type)
				}
				for row := range r.Rows {
					v, _ := is.Number(row)
					w, _ := was.Number(row)
					if is.Text(row) != was.Text(row) || v != w {
						t.Fatalf("%s\ncell %d of %q is %q, and was %q", text, row, is.Name, is.Text(row), was.Text(row))
					}
				}
			}
		})
	}
	if n < 60 {
		t.Errorf("only %d tables were read", n)
	}
}

// A number that can be two becomes one when another column proves how the file writes numbers, and is told.
func TestProposeUnclear(t *testing.T) {
	for _, tt := range []struct{ in, field, said string }{
		{"a;b\n1.234;0,5\n2.345;1,25\n", `{name: a, type: number, decimalChar: ",", groupChar: "."}`, `"1.234" in column "a" becomes a whole number, as column "b" is written that way; if that is wrong, write {type: number, decimalChar: ".", groupChar: ","} in its field`},
		{"a;b\n1,234;0,5\n2,345;1,25\n", `{name: a, type: number, decimalChar: ",", groupChar: "."}`, `"1,234" in column "a" becomes a fraction, as column "b" is written that way; if that is wrong, write {type: number, decimalChar: ".", groupChar: ","} in its field`},
		{"a;b\n1.234;0.5\n2.345;1.25\n", `{name: a, type: number, decimalChar: ".", groupChar: ","}`, `"1.234" in column "a" becomes a fraction, as column "b" is written that way; if that is wrong, write {type: number, decimalChar: ",", groupChar: "."} in its field`},
		{"a;b;c\n1.234;0.5;0,5\n2.345;1.25;2,5\n", "{name: a, type: string}", `column "a" becomes text, as "1.234" can be a whole number or a fraction; for numbers write {type: number, decimalChar: ",", groupChar: "."} or {type: number, decimalChar: ".", groupChar: ","} in its field, after what its publisher says`},
		{"a;b\n1.234;x\n2.345;y\n", "{name: a, type: string}", `column "a" becomes text, as "1.234" can be a whole number or a fraction; for numbers write {type: number, decimalChar: ",", groupChar: "."} or {type: number, decimalChar: ".", groupChar: ","} in its field, after what its publisher says`},
		{"a;b\n1.234;0,5\n2,345.6;1,25\n7,5;1,5\n", "{name: a, type: string}", ""},
		{"a;b\n1234;0,5\n2345;1,25\n", "{name: a, type: integer}", ""},
	} {
		f := source.NewFile("data/t.csv", []byte(tt.in))
		out, said := (*Package)(nil).Propose("t.csv", data.Inspect(f, data.Options{Inspect: true}), data.Options{})
		if !strings.Contains(out, "- "+tt.field+"\n") || strings.Join(said, "\n") != tt.said {
			t.Errorf("%q:\n%s%q\nwant %s and %q", tt.in, out, said, tt.field, tt.said)
			continue
		}
		text, _ := (*Package)(nil).Add(out)
		p, _ := Parse(source.NewFile("datapackage.yaml", []byte(text)), nil)
		table, problems := p.Resource("t.csv", "").Read(f, data.Options{})
		if len(problems) > 0 || (table.Columns[0].Type == data.Number) != strings.Contains(tt.field, "type: number") && !strings.Contains(tt.field, "integer") {
			t.Errorf("%q with %s is read as %v: %v", tt.in, tt.field, table, problems)
		}
	}
}

// TestAdd puts a resource into sidecars of several layouts: what stood there stands there still.
func TestAdd(t *testing.T) {
	const resource = "- name: b\n  path: b.csv\n  dialect: {headerRows: [2]}\n  schema:\n    fields:\n      - {name: \"a: b\", type: integer, bareNumber: false}\n"
	for _, tt := range []struct{ name, in, want string }{
		{"datapackage.yaml", "# ours\nresources:\n- name: a # first\n  path: a.csv\n\n# the end\ntitle: T\n", ""},
		{"datapackage.yaml", "title: T\nresources:\n    - {name: a, path: a.csv}\n# no more", ""},
		{"datapackage.yaml", "title: T", ""},
		{"datapackage.yaml", "resources: [{name: a, path: a.csv}]\n", ""},
		{"datapackage.json", "{\n\t\"title\": \"T [1\",\n\t\"resources\": [\n\t\t{\"name\": \"a\", \"path\": \"a.csv\"}\n\t]\n}\n", ""},
		{"datapackage.json", `{"resources":[]}`, ""},
		{"datapackage.json", `{"title": "T"}`, "datapackage.json is laid out in a way that no resource can be added to; put it in by hand"},
		{"datapackage.yaml", "resources:\n", "datapackage.yaml is laid out in a way that no resource can be added to; put it in by hand"},
	} {
		p, problems := Parse(source.NewFile(tt.name, []byte(tt.in)), nil)
		if len(problems) > 0 {
			t.Errorf("%q: %v", tt.in, problems)
			continue
		}
		out, err := p.Add(resource)
		if err != nil {
			if err.Error() != tt.want {
				t.Errorf("%q: %v", tt.in, err)
			}
			continue
		}
		q, problems := Parse(source.NewFile(tt.name, []byte(out)), nil)
		r := q.Resource("b.csv", "")
		if tt.want != "" || len(problems) > 0 || r == nil || *r.how.Preamble != 1 || r.Fields[0].Name != "a: b" || *r.Fields[0].Bare {
			t.Errorf("%q becomes %q: %v", tt.in, out, problems)
		}
		rest := out
		for _, part := range strings.FieldsFunc(tt.in, func(r rune) bool { return r == '\n' || r == ']' || r == '}' }) {
			i := strings.Index(rest, part)
			if i < 0 {
				t.Errorf("%q becomes %q, without %q", tt.in, out, part)
				break
			}
			rest = rest[i+len(part):]
		}
	}
}

// JSON is read as YAML: its tabs, its escapes, and its characters in two halves, each at its place.
func TestJSON(t *testing.T) {
	const text = "{\n\t\"title\": \"a\\/b\\t\\ud83d\\ude00 \\\"c\\\\\", \"resource\": []\n}\n"
	p, problems := Parse(source.NewFile("datapackage.json", []byte(text)), nil)
	if p.Title != "a/b\t😀 \"c\\" {
		t.Errorf("the title is %q", p.Title)
	}
	if len(problems) != 1 || text[problems[0].At.Start:problems[0].At.End] != `"resource"` {
		t.Errorf("problems are %v", problems)
	}
}

func FuzzParse(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range paths {
		b, _ := os.ReadFile(path)
		for _, part := range strings.Split(string(b), "-- ") {
			if _, text, ok := strings.Cut(part, " --\n"); ok {
				f.Add([]byte(text))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, problems := Parse(source.NewFile("datapackage.json", text), nil)
		for _, q := range problems {
			if q.At.End > len(text) || q.At.Start > q.At.End {
				t.Errorf("problem outside the file: %+v", q.At)
			}
		}
		for _, r := range p.Resources {
			r.Read(source.NewFile("a.csv", []byte("a,b\n1,x\n2,\n")), data.Options{})
		}
	})
}

// TestDistant holds tables of files that are read by parts against the same sidecars: the same rules are
// broken at the same places.
func TestDistant(t *testing.T) {
	for _, rule := range ruleIDs {
		golden.Archives(t, "testdata/"+rule+".txtar", func(t *testing.T, c *golden.Case) {
			for _, name := range c.Names() {
				c.Read(name)
			}
			p, _ := pack(t, c)
			r := p.Resource("table.csv", "")
			read := func(name string, far bool) (*data.Table, source.List) {
				text := c.Read(name)
				f := source.NewFile("data/"+name, text)
				if far {
					f = source.NewDistant("data/"+name, len(text), func() (source.Reader, error) { return inMemory{bytes.NewReader(text)}, nil })
				}
				return p.Resource(name, "").Read(f, data.Options{})
			}
			var found [2]string
			for i, far := range []bool{false, true} {
				table, problems := read("table.csv", far)
				if table == nil && far || table != nil && far == table.Held() {
					t.Fatalf("%v: %v", table, problems)
				}
				if far {
					problems = append(problems, table.Parts(nil, func(*data.Table) bool { return true })...)
				}
				problems = append(problems, r.Foreign(p, table, func(res *Resource) *data.Table {
					other, _ := read(res.Path, far)
					return other
				})...)
				problems.Sort()
				for _, q := range problems {
					found[i] += q.At.Position().String() + " " + q.Text + "\n"
				}
			}
			if found[0] != found[1] {
				t.Errorf("held:\n%s\nby parts:\n%s", found[0], found[1])
			}
		})
	}
}

// inMemory is a file that stays open.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }
