package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/ledger"
)

// against compares a site with what was published of it: addresses and numbers.
func (f *checkFlags) against(b *site.Build) (source.List, error) {
	info, err := os.Stat(f.baseline)
	if err != nil {
		return nil, usageError{fmt.Errorf("--baseline: there is no %s", f.baseline)}
	}
	var problems source.List
	if info.IsDir() {
		if problems, err = vanished(f.baseline, b); err != nil {
			return nil, err
		}
	}
	old, err := published(f.baseline)
	if err != nil {
		return nil, err
	}
	return append(problems, ledger.Corrections(old, b.Ledger(), b.Today())...), nil
}

// signed says how many numbers of a site are signed off, when its desk signs any off, and what lapsed.
func (o *opened) signed(b *site.Build) (string, source.List, error) {
	s, problems, err := o.signoffs()
	if err != nil || s == nil || s.None() || b.Problems.HasErrors() {
		return "", problems, err
	}
	now := b.Ledger()
	numbers, signed := 0, 0
	for _, st := range s.States(now) {
		numbers, signed = numbers+st.Numbers, signed+st.Signed
	}
	return fmt.Sprintf("; %d of %s signed off", signed, plural(numbers, "number")), append(problems, s.Problems(now)...), nil
}

// vanished names the pages of a published site that the new one has no longer.
func vanished(dir string, b *site.Build) (source.List, error) {
	file := filepath.Join(dir, ".plotline", "manifest.json")
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usageError{fmt.Errorf("--baseline %s holds no site that Plotline published", dir)}
	}
	var manifest struct {
		Files []struct {
			Path string `json:"path"`
		} `json:"files"`
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	has := map[string]bool{}
	for _, f := range b.Files {
		has[f.Path] = true
	}
	var gone source.List
	for _, f := range manifest.Files {
		if path.Ext(f.Path) == ".html" && !has[f.Path] {
			address := "/" + strings.TrimSuffix(f.Path, "index.html")
			gone = append(gone, source.Errorf(source.Span{}, "the published address %s is gone", address).WithRule("address-gone").
				WithHint("add aliases: ["+address+"] to the story that took its place"))
		}
	}
	return gone, nil
}
