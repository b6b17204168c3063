package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/ianaindex"

	"plotline/site"
)

// tableOf makes the file of an archive in data/testdata: \r, \t, \xNN and \u.... are written out there.
func tableOf(t *testing.T, a *txtar.Archive, name string) []byte {
	t.Helper()
	var text, encoding string
	for _, f := range a.Files {
		switch f.Name {
		case name:
			text = string(f.Data)
		case "encoding.txt":
			encoding = strings.TrimSpace(string(f.Data))
		}
	}
	text = regexp.MustCompile(`\\([rt]|x[0-9a-f]{2}|u[0-9a-f]{4})`).ReplaceAllStringFunc(text, func(s string) string {
		out, err := strconv.Unquote(`"` + s + `"`)
		if err != nil {
			t.Fatal(err)
		}
		return out
	})
	if strings.HasSuffix(text, "\r\n") && strings.Count(text, "\n") == 1 {
		text = text[:len(text)-1]
	}
	if encoding == "" || name != "table.csv" {
		return []byte(text)
	}
	e, err := ianaindex.IANA.Encoding(encoding)
	if err != nil {
		t.Fatal(err)
	}
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// inspectJSON runs inspect data --json over a file.
func inspectJSON(t *testing.T, raw []byte) (out inspected, exit int) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(name, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	exit = run(context.Background(), []string{"inspect", "data", "--json", name}, &stdout, &stderr)
	d := json.NewDecoder(&stdout)
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil || stderr.Len() > 0 {
		t.Fatalf("%q: %v; %s", raw, err, &stderr)
	}
	return out, exit
}

// TestInspectCodes inspects the archive of each code of data: the code is in the JSON, as an error where
// nothing can be read and as a warning else, and its clean twin has not got it.
func TestInspectCodes(t *testing.T) {
	var ids []string
	for _, r := range site.Rules() {
		ids = append(ids, r.ID)
	}
	paths, _ := filepath.Glob("../../data/testdata/*.txtar")
	seen, noisy, twins := 0, 0, 0
	for _, path := range paths {
		code := strings.TrimSuffix(filepath.Base(path), ".txtar")
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(a.Files, func(f txtar.File) bool { return f.Name == "options.txt" }) {
			continue
		}
		out, exit := inspectJSON(t, tableOf(t, a, "table.csv"))
		codes := codesOf(out)
		for _, c := range codes {
			if !slices.Contains(ids, c) {
				t.Errorf("%s: code %q is none of the rules", code, c)
			}
		}
		if (exit == 0) != (out.Error == nil) || exit > 1 {
			t.Errorf("%s: exit code %d with error %+v", code, exit, out.Error)
		}
		if out.Error == nil && len(out.Header) != out.Columns && !slices.Contains(codes, "header-missing") {
			t.Errorf("%s: %d labels over %d columns", code, len(out.Header), out.Columns)
		}
		if !slices.Contains(ids, code) {
			continue // an archive of several faults
		}
		if seen++; !slices.Contains(codes, code) {
			t.Errorf("%s is not in %v", code, codes)
		}
		if !slices.ContainsFunc(a.Files, func(f txtar.File) bool { return f.Name == "clean.csv" }) {
			continue
		}
		twin, exit := inspectJSON(t, tableOf(t, a, "clean.csv"))
		if twins++; len(twin.Warnings) > 0 {
			noisy++
		}
		if exit != 0 || slices.Contains(codesOf(twin), code) {
			t.Errorf("the clean twin of %s: exit code %d, %v", code, exit, codesOf(twin))
		}
	}
	if seen < 40 || noisy*20 > twins {
		t.Errorf("%d codes were seen; %d of %d clean twins raise something", seen, noisy, twins)
	}
}

func codesOf(out inspected) []string {
	var codes []string
	for _, w := range out.Warnings {
		codes = append(codes, w.Code)
	}
	if out.Error != nil {
		codes = append(codes, out.Error.Code)
	}
	return codes
}
