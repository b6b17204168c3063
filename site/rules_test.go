package site

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"plotline/data/source"
)

// TestRules finds every rule id in the code and holds it against the table, in both directions.
func TestRules(t *testing.T) {
	used := map[string]string{}
	parsed := token.NewFileSet()
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && (name == "node_modules" || name == "testdata" || len(name) > 2 && name[0] == '.') {
			return fs.SkipDir
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(parsed, p, nil, 0)
		if err != nil {
			return err
		}
		for id, at := range ruleIDs(f) {
			used[id] = parsed.Position(at).String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, at := range used {
		if rule(id) == nil {
			t.Errorf("%s: rule %q is not in site/rules.go", at, id)
		}
	}
	seen := map[string]bool{}
	for _, r := range Rules() {
		if used[r.ID] == "" {
			t.Errorf("rule %q of site/rules.go is found nowhere in the code", r.ID)
		}
		if seen[r.ID] || r.Doc == "" || r.Fixed && r.Level != source.Error {
			t.Errorf("rule %q stands twice, has no documentation, or is fixed and no error", r.ID)
		}
		seen[r.ID] = true
	}
}

var kebab = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)

// ruleIDs finds literals and constants that are handed to a parameter called rule, in Warnf, Infof,
// WithRule and functions of the file's own, or kept in something called rule or Rule.
func ruleIDs(f *ast.File) map[string]token.Pos {
	ids := map[string]token.Pos{}
	take := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if id, _ := strconv.Unquote(l.Value); kebab.MatchString(id) {
				ids[id] = l.Pos()
			}
		}
	}
	named := func(e ast.Expr) bool {
		switch e := e.(type) {
		case *ast.Ident:
			return e.Name == "rule" || strings.HasSuffix(e.Name, "Rule")
		case *ast.SelectorExpr:
			return e.Sel.Name == "Rule"
		}
		return false
	}
	places := map[string]int{"Warnf": 1, "Infof": 1, "warnf": 1, "WithRule": 0}
	ast.Inspect(f, func(n ast.Node) bool { // functions with a parameter called rule
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
			return true
		}
		name, ok := a.Lhs[0].(*ast.Ident)
		lit, isFunc := a.Rhs[0].(*ast.FuncLit)
		if !ok || !isFunc {
			return true
		}
		i := 0
		for _, p := range lit.Type.Params.List {
			for _, param := range p.Names {
				if param.Name == "rule" {
					places[name.Name] = i
				}
				i++
			}
		}
		return true
	})
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			switch fun := n.Fun.(type) {
			case *ast.Ident:
				name = fun.Name
			case *ast.SelectorExpr:
				name = fun.Sel.Name
			}
			if i, ok := places[name]; ok && i < len(n.Args) {
				take(n.Args[i])
			}
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				if named(l) && len(n.Rhs) == len(n.Lhs) {
					take(n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if named(name) && i < len(n.Values) {
					take(n.Values[i])
				}
			}
		case *ast.KeyValueExpr:
			if named(n.Key) {
				take(n.Value)
			}
		}
		return true
	})
	return ids
}

const checked = `---
title: Twelve pies
date: 2022-05-27
sources: {s: {title: S}}
data: {t: {file: t.csv, updated: 2022-05-01, max-age: 4w}}
figures:
  a: {data: t, where: 'x == "a"', value: y}
---
It has [1](=a) and 840.

` + "```chart\nid: one\nkind: pie\ndata: t\nx: x\ny: y\ntitle: One\nsource: s\nLINT```\n"

const pieTable = "x,y\na,1\nb,2\nc,3\nd,4\ne,5\nf,6\ng,7\n"

// checkedProblems are the problems of a small project, one a line.
func checkedProblems(t *testing.T, lint, config string, files ...string) string {
	t.Helper()
	fsys := fstest.MapFS{"plotline.yaml": {Data: []byte(config)}, "data/t.csv": {Data: []byte(pieTable)},
		"site/stories/s.md": {Data: []byte(strings.ReplaceAll(checked, "LINT", lint))}}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	b := New(fsys, nil, Options{Now: time.Date(2022, 5, 30, 0, 0, 0, 0, time.UTC)})
	p, err := b.Plan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, problem := range p.Problems {
		rule := problem.Rule
		if rule == "" {
			rule = problem.Text
		}
		at := problem.At.Position()
		out = append(out, problem.Level.String()+" "+at.Path[strings.LastIndex(at.Path, "/")+1:]+":"+strconv.Itoa(at.Line)+" "+rule)
	}
	return strings.Join(out, "\n")
}

func TestLevels(t *testing.T) {
	alt := "alt: Seven slices\n"
	for _, c := range []struct{ name, lint, config, want string }{
		{"as it is", "", "", "warning s.md:5 data-stale\nwarning s.md:11 alt-missing\nwarning s.md:15 pie-slices"},
		{"off", "", "check: {pie-slices: off, alt-missing: off, data-stale: off}", ""},
		{"louder", alt, "check: {pie-slices: error, data-stale: off}", "error s.md:15 pie-slices"},
		{"unbound numbers", alt + "lint-ok: {pie-slices: all matter}\n", "check: {unbound-number: error, data-stale: off}", "error s.md:2 unbound-number\nerror s.md:9 unbound-number"},
		{"unbound numbers off", alt, "check: {unbound-number: off, data-stale: off, pie-slices: off}", ""},
		{"waived", alt + "lint-ok: {pie-slices: all seven matter}\n", "check: {data-stale: off}", ""},
		{"waived at the level of an error", alt + "lint-ok: {pie-slices: all seven matter}\n", "check: {data-stale: off, pie-slices: error}", ""},
		{"a waiver without need", alt + "lint-ok: {pie-slices: all matter, source-missing: none needed}\n", "check: {data-stale: off}", "warning s.md:20 waiver-unused"},
		{"a waiver without a reason", alt + "lint-ok: {pie-slices: }\n", "check: {data-stale: off}", `error s.md:20 the waiver of "pie-slices" has no reason`},
		{"a waiver of no rule", alt + "lint-ok: {pie-slice: x}\n", "check: {data-stale: off}", "warning s.md:15 pie-slices\nerror s.md:20 there is no rule \"pie-slice\""},
		{"a waiver of an error", alt + "lint-ok: {claim-false: x}\n", "check: {data-stale: off, pie-slices: off}", `error s.md:20 rule "claim-false" cannot be waived: the words of a claim are not true of its figure`},
		{"unbound numbers of a block", "alt: 840 slices\nlint-ok: {unbound-number: a joke}\n", "check: {unbound-number: warn, data-stale: off, pie-slices: off}", "warning s.md:2 unbound-number\nwarning s.md:9 unbound-number"},
		{"no unbound numbers of a block", alt + "lint-ok: {unbound-number: a joke, pie-slices: x}\n", "check: {data-stale: off}", "warning s.md:20 waiver-unused"},
		{"a rule that there is not", alt, "check: {data-stale: off, pie-slics: off}", "error plotline.yaml:1 there is no rule \"pie-slics\"\nwarning s.md:15 pie-slices"},
		{"a level that there is not", alt, "check: {data-stale: off, pie-slices: silent}", "error plotline.yaml:1 unknown level \"silent\"; legal are error, warn, off\nwarning s.md:15 pie-slices"},
		{"a fixed rule", alt, "check: {no-rows: off, data-stale: off, pie-slices: off}", `error plotline.yaml:1 rule "no-rows" stays an error: there is nothing to draw, and nothing can be published`},
	} {
		if got := checkedProblems(t, c.lint, c.config); got != c.want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestRagged: rows of another length than the header stop a build unless the project says otherwise;
// then what can be read is shown.
func TestRagged(t *testing.T) {
	quiet := "check: {data-stale: off, pie-slices: off, alt-missing: off"
	table := "x,y\na,1\nb\nc,3,x\n"
	for config, want := range map[string]string{
		"}":                                   "error t.csv:3 row-short\nerror t.csv:4 row-long",
		", row-short: warn, row-long: warn}":  "warning t.csv:3 row-short\nwarning t.csv:4 row-long",
		", row-short: off, row-long: off}":    "",
		", row-short: off}":                   "error t.csv:4 row-long",
		", row-short: error, row-long: warn}": "error t.csv:3 row-short\nwarning t.csv:4 row-long",
	} {
		if got := checkedProblems(t, "", quiet+config, "data/t.csv", table); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", config, got, want)
		}
	}
}

func TestBarZeroBase(t *testing.T) {
	for block, want := range map[string]string{
		"echarts: {yAxis: {min: 1}}":                                "warning s.md:21 bar-zero-base",
		"echarts: {yAxis: {scale: true}}":                           "warning s.md:21 bar-zero-base",
		"echarts: {yAxis: {min: 0}}":                                "",
		"echarts: {yAxis: {min: 1}}\nlint-ok: {bar-zero-base: why}": "",
	} {
		story := strings.NewReplacer("LINT", "alt: x\nunit: u\n"+block+"\n", "kind: pie", "kind: column").Replace(checked)
		if got := checkedProblems(t, "", "check: {data-stale: off}", "site/stories/s.md", story); got != want {
			t.Errorf("%s: got %q, want %q", block, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	for data, want := range map[string]string{
		"{file: t.csv, updated: 2022-05-01, max-age: 29d}": "",
		"{file: t.csv, updated: 2022-05-01, max-age: 28d}": "warning s.md:5 data-stale",
		"{file: t.csv, updated: 2022-05-01, max-age: 5w}":  "",
		"{file: t.csv, max-age: 2d}":                       "warning s.md:5 data-stale", // of the story's day
		"{file: t.csv, max-age: 3d}":                       "",
		"{file: t.csv, max-age: 3}":                        `error s.md:5 "3" is no age in days or weeks`,
	} {
		story := strings.NewReplacer("{file: t.csv, updated: 2022-05-01, max-age: 4w}", data, "LINT", "alt: x\n").Replace(checked)
		if got := checkedProblems(t, "", "check: {pie-slices: off}", "site/stories/s.md", story); got != want {
			t.Errorf("%s: got %q, want %q", data, got, want)
		}
	}
	story := strings.NewReplacer("date: 2022-05-27\n", "", "updated: 2022-05-01, ", "", "LINT", "alt: x\n").Replace(checked)
	if got := checkedProblems(t, "", "check: {pie-slices: off}", "site/stories/s.md", story); got != "error s.md:4 max-age counts from a day, and there is none" {
		t.Errorf("without a day: %q", got)
	}
}

// TestLevelsAlways: what is wrong with the form is no rule's, and cannot be silenced.
func TestLevelsAlways(t *testing.T) {
	config := "check: {"
	for _, r := range Rules() {
		if !r.Fixed {
			config += r.ID + ": off, "
		}
	}
	story := strings.Replace(checked, "LINT", "wdith: 3\n", 1)
	if got := checkedProblems(t, "", config+"}", "site/stories/s.md", story); !strings.HasPrefix(got, `error s.md:19 unknown key "wdith" in chart`) || strings.Contains(got, "\n") {
		t.Errorf("got %s", got)
	}
	if ids := slices.Sorted(maps.Keys(levelWords)); len(ids) != 3 {
		t.Errorf("levels are %v", ids)
	}
}

// An id that is none leads to the rules that have its words.
func TestRuleHint(t *testing.T) {
	for id, want := range map[string]string{
		"claim-flase":    `did you mean "claim-false"?`,
		"number-changed": `did you mean "correction-missing" or "factcheck-lapsed"?`,
		"link-dead":      `did you mean "link-broken" or "link-gone" or "link-moved" or "link-unclear"?`,
		"totals":         `did you mean "totals-row"?`,
		"alt":            `did you mean "alt-missing"?`,
		"xyz":            "docs/check.md lists them",
	} {
		if got := RuleHint(id); got != want {
			t.Errorf("RuleHint(%q) = %s, want %s", id, got, want)
		}
	}
}
