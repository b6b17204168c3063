package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"plotline/site/proof"
)

// proved is a project whose figures take every way to a value: each agg, cells as people write them, more
// rows than a record lists, formulas of every sign and function, limits, shares, years and text.
func proved() map[string]string {
	var long strings.Builder
	long.WriteString("id,n\n")
	for i := range 501 {
		fmt.Fprintf(&long, "row %d,%d.%d\n", i, i*7919%997, i%10)
	}
	return map[string]string{
		"plotline.yaml":     "title: Proved\nbase-url: https://example.org/demo/\n",
		"data/towns.csv":    "town,year,people,share,name\nAx,2020,\"1,250\",12.5%,=cmd()\nBy,2020,\"12,000\",50.25%,\"By, \"\"the sea\"\"\"\nCo,2021,,0.5%,<img src=x onerror=alert(1)>\nDo,2021,\"999,001\",30%,Do\n",
		"data/decimal.csv":  "ort;wert;klein\nA;1.234,5;0,1\nB;2.000,25;0,2\nC;−3,75;0,3\n",
		"data/long.csv":     long.String(),
		"data/figures.yaml": "house: {data: long.csv, where: 'id == \"row 3\"', value: n}\n",
		"site/stories/numbers.md": `---
title: "[1,250](=ax) and {{by_share}}"
subtitle: "Of {{all_towns}}"
corrections: [{date: 2022-05-28, text: "It said 1,200 and should have said {{ax}}."}]
sources:
  s: {title: "Towns <b>bold</b>", publisher: "P & Q", url: "https://example.org/?a=1&b=<2>"}
figures:
  ax: {data: towns.csv, where: 'town == "Ax"', value: people, source: s}
  ax_share: {data: towns.csv, where: 'town == "Ax"', value: share, source: s}
  by_share: {data: towns.csv, where: 'town == "By"', value: share, note: "a note <i>"}
  all_towns: {data: towns.csv, value: people, agg: sum}
  mean_towns: {data: towns.csv, value: people, agg: mean}
  median_towns: {data: towns.csv, value: people, agg: median}
  known: {data: towns.csv, value: people, agg: count}
  smallest: {data: towns.csv, value: people, agg: min}
  largest: {data: towns.csv, value: people, agg: max}
  first_town: {data: towns.csv, value: people, agg: first}
  last_town: {data: towns.csv, value: people, agg: last}
  a_name: {data: towns.csv, where: 'town == "Co"', value: name}
  formula_name: {data: towns.csv, where: 'town == "Ax"', value: name}
  year: {data: towns.csv, where: 'town == "Do"', value: year}
  wert: {data: decimal.csv, value: wert, agg: sum}
  klein: {data: decimal.csv, value: klein, agg: sum}
  long_sum: {data: long.csv, value: n, agg: sum}
  long_median: {data: long.csv, value: n, agg: median}
  over: {data: towns.csv, where: 'town == "By"', value: people, bound: more-than}
  under: {data: towns.csv, where: 'town == "Ax"', value: people, bound: at-most}
  about: {data: towns.csv, where: 'town == "Do"', value: people, bound: about}
  grown: {calc: 'ax * (1 + ax_share)', derived: true}
  part: {calc: 'ax / all_towns', unit: percent}
  third: {calc: '-(ax / 3) + 2 ** 3 - -1'}
  ratio: {calc: 'over / ax'}
  upside: {calc: '1000000 / over'}
  most_left: {calc: 'under - over'}
  scaled: {calc: '(over + 1.5e3) * -2'}
  rounded: {calc: 'round(ax / 7, 2) + round(mean_towns) + abs(-0.5) + min(ax, 3) + max(ax, 3, 4)'}
  yearly: {calc: '(largest / smallest) ** (1 / 3) - 1', unit: percent}
  twice: {calc: 'grown * grown + house'}
---
Ax has [1,250 people](=ax), or so says a U.S. agency. Its share is [12.5 percent](=ax_share)! By has “{{by_share}}”, and [more than 12,000](=over) of *something* else.[^n] A name: {{a_name}}. Another: {{formula_name}}.

{{all_towns}} {{mean_towns}} {{median_towns}} {{known}} {{smallest}} {{largest}} {{first_town}} {{last_town}} {{year}} {{wert}} {{klein}} {{long_sum}} {{long_median}} {{under}} {{about}} {{grown}} {{part}} {{third}} {{ratio}} {{upside}} {{most_left}} {{scaled}} {{rounded}} {{yearly}} {{twice}}

## The [1,250](=ax) of Ax

A [link to {{ax}}](https://example.org/) and a cell:

| a | b |
|---|---|
| x | [1,250](=ax) |

[^n]: A note with {{known}} towns.

` + "```chart\nid: towns\nkind: bar\ndata: towns.csv\nx: town\ny: people\nmissing: gap\ntitle: \"Ax has [1,250](=ax)\"\nsubtitle: \"Of {{all_towns}}\"\nnote: \"Sum {{all_towns | num0}}.\"\nalt: \"Bars, [1,250](=ax) the smallest\"\nsource: s\n```\n\n```bignumber\nid: big\nitems: [{figure: known, text: \"towns\"}, {figure: ax, text: \"in Ax\"}]\n```\n",
		"site/stories/shuzi.md": `---
title: 数字
language: zh-Hans
figures:
  jia: {data: towns.csv, where: 'town == "Ax"', value: people}
  yi_share: {data: towns.csv, where: 'town == "By"', value: share}
---
甲地有[1250人](=jia)。乙地的份额[超过一半](=yi_share)！合计{{house}}。
`,
	}
}

func buildProved(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range proved() {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return siteOf(t, dir)
}

// siteOf builds a project and returns the folder of its site.
func siteOf(t testing.TB, project string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "public")
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-s", project, "-d", dir}, &stdout, &stderr); code != 0 {
		t.Fatalf("build: %s", stderr.String())
	}
	return dir
}

// starter makes the project that `plotline new` makes.
func starter(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "new")
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"new", "site", dir}, &stdout, &stderr); code != 0 {
		t.Fatalf("new: %s", stderr.String())
	}
	return dir
}

func node(args ...string) (string, error) {
	out, err := exec.Command("node", args...).CombinedOutput()
	return string(out), err
}

// TestReceipts has another program work every figure out again from what is published, and checks each
// record against the published schema: of the example story, of a new project, of one full of traps.
func TestReceipts(t *testing.T) {
	ajv := filepath.Join(webTools, "ajv")
	if _, err := os.Stat(ajv); err != nil {
		t.Fatal("ajv is missing: run make bundles")
	}
	for name, dir := range map[string]string{"seed": seed(t), "starter": siteOf(t, starter(t)), "proved": buildProved(t)} {
		if out, err := node("testdata/receipts/recompute.mjs", dir); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		} else {
			t.Logf("%s: %s", name, out)
		}
		if out, err := node("testdata/receipts/schema.mjs", ajv, dir); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestReceiptsFail: the checker of TestReceipts finds a changed value, cell, limit, formula and label.
func TestReceiptsFail(t *testing.T) {
	dir := buildProved(t)
	ajv := filepath.Join(webTools, "ajv")
	for _, c := range []struct{ file, old, new, want string }{
		{"claims.json", `"form": "claim"`, `"form": "guess"`, "/numbers/0/form must be equal"},
		{"claims.json", `"verdict": "true"`, `"verdict": "false"`, "/numbers/0/verdict must be equal"},
		{"claims.json", `"count": 1`, `"count": -1`, "/count must be >= 0"},
		{"claims.json", `"value": "1250"`, `"value": "1251"`, "1251 is not 1250"},
		{"claims.json", `"value": "12.5",` + "\n      \"unit\"", `"value": "12.6",` + "\n      \"unit\"", "the record says 12.6"},
		{"claims.json", `"cell": "12,000"`, `"cell": "12,001"`, "the CSV 12,000"},
		{"claims.json", `"open": true`, `"open": false`, "its high end is -10750"},
		{"claims.json", `-(ax / 3) + 2 ** 3`, `-(ax / 3) + 2 ** 4`, "third is"},
		{"claims.json", `"label": "Ax"`, `"label": "Bx"`, "is called Bx"},
		{"figures/long_sum.csv", "row 500,", "row 500,1", "long_sum is"},
		{"figures/known.csv", "Do", "Do,,\nEo", "and 5 rows"},
	} {
		file := filepath.Join(dir, "numbers", filepath.FromSlash(c.file))
		was, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(was), c.old, c.new, 1)
		if changed == string(was) {
			t.Fatalf("%s has no %s", c.file, c.old)
		}
		if err := os.WriteFile(file, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := node("testdata/receipts/recompute.mjs", dir)
		if err == nil || strings.HasPrefix(c.want, "/") {
			out, err = node("testdata/receipts/schema.mjs", ajv, dir)
		}
		if err == nil || !strings.Contains(out, c.want) {
			t.Errorf("%s with %s: %v\n%swant %q", c.file, c.new, err, out, c.want)
		}
		if err := os.WriteFile(file, was, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRecord reads a record back: where each number stands, in which words.
func TestRecord(t *testing.T) {
	dir := buildProved(t)
	b, err := os.ReadFile(filepath.Join(dir, "numbers/claims.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r proof.Record
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	if r.Address != "https://example.org/demo/numbers/" || r.Title != "1,250 and 50.25%" || r.Language != "en" {
		t.Errorf("the record is of %q, %q, %q", r.Address, r.Title, r.Language)
	}
	var got []string
	for _, n := range r.Numbers {
		if n.Form == proof.ValueForm && n.Where == "prose" && !strings.Contains(n.Sentence, "A name") && !strings.Contains(n.Sentence, "note") {
			continue
		}
		got = append(got, strings.TrimSpace(n.Where+" "+n.Chart)+": "+n.Words+" | "+n.Sentence)
	}
	want := []string{
		"title: 1,250 | 1,250 and 50.25%",
		"title: 50.25% | 1,250 and 50.25%",
		"subtitle: 1,012,251 | Of 1,012,251",
		"correction: 1,250 | It said 1,200 and should have said 1,250.",
		"prose: 1,250 people | Ax has 1,250 people, or so says a U.S. agency.",
		"prose: 12.5 percent | Its share is 12.5 percent!",
		"prose: more than 12,000 | By has “50.25%”, and more than 12,000 of something else.",
		"prose: <img src=x onerror=alert(1)> | A name: <img src=x onerror=alert(1)>.",
		"prose: 1,250 | The 1,250 of Ax",
		"prose: 1,250 | 1,250",
		"prose: 3 | A note with 3 towns.",
		"chart-title towns: 1,250 | Ax has 1,250",
		"chart-subtitle towns: 1,012,251 | Of 1,012,251",
		"chart-note towns: 1,012,251 | Sum 1,012,251.",
		"chart-alt towns: 1,250 | Bars, 1,250 the smallest",
		"chart-number big: 3 | 3 towns",
		"chart-number big: 1,250 | 1,250 in Ax",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	csv, err := os.ReadFile(filepath.Join(dir, "numbers/figures/formula_name.csv"))
	if err != nil || string(csv) != "town,name\nAx,'=cmd()\n" {
		t.Errorf("the CSV is %q, %v", csv, err)
	}
}
