package sidecar

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"plotline/data/settings"
)

// TestDocs finds every key that is read, every type and every rule in docs/sidecars.md and docs/check.md.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/sidecars.md")
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("*.go")
	keys := 0
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range regexp.MustCompile(`\{Name: "([^"]+)", (Read|Later)`).FindAllStringSubmatch(string(code), -1) {
			keys++
			if key := m[1]; !strings.Contains(string(page), "`"+key+"`") && !strings.Contains(string(page), "`"+key+":") && m[2] != "Later" {
				t.Errorf("the page does not name the key %s of %s", key, file)
			}
		}
	}
	if keys < 50 {
		t.Errorf("only %d keys were found", keys)
	}
	for _, name := range append(settings.DeclaredTypes, matches...) {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("the page does not name %s", name)
		}
	}
	rules, err := os.ReadFile("../../docs/check.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range ruleIDs {
		if !strings.Contains(string(rules), "`"+rule+"`") {
			t.Errorf("docs/check.md does not name %s", rule)
		}
	}
}
