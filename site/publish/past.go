package publish

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Past is what a folder's manifest says. The nil Past knows nothing.
type Past struct {
	text  string
	files []entry // sorted by path
}

// Look reads the manifest of a folder, without locking it; nil when there is none that can be trusted: a
// build that was killed may have written anything since.
func Look(dir string) *Past {
	if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(pending))); err == nil {
		return nil
	}
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(manifest)))
	if err != nil {
		return nil
	}
	p := &Past{text: string(b)}
	p.files = decode(p.text)
	return p
}

// Key is the key under which the folder holds a file, as far as the manifest knows; empty when it has none.
// Publish finds out whether the file still is what was written, and has it made when not.
func (p *Past) Key(path string) string {
	if p == nil {
		return ""
	}
	i, found := slices.BinarySearchFunc(p.files, path, func(e entry, path string) int { return strings.Compare(e.Path, path) })
	if !found {
		return ""
	}
	return p.files[i].Key
}
