package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"plotline/site/export"
)

// replaceFolder makes a folder of files, whole or not at all. One that is there must be of an export:
// its captions name every other file in it.
func replaceFolder(dir string, files []export.File) error {
	if err := ours(dir); err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	next, err := os.MkdirTemp(filepath.Dir(dir), ".plotline-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(next, f.Path), f.Data, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(next, 0o755); err != nil {
		return err
	}
	old := next + "-old"
	switch err := os.Rename(dir, old); {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(next, dir)
	case err != nil:
		return err
	}
	if err := os.Rename(next, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

// ours refuses a folder with files that no export wrote.
func ours(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	captions, err := os.ReadFile(filepath.Join(dir, export.CaptionFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if e.Name() != export.CaptionFile && !bytes.Contains(captions, []byte("]("+e.Name()+")")) || e.IsDir() {
			return fmt.Errorf("%s holds %s, which no export wrote; choose another folder with -o", dir, e.Name())
		}
	}
	return nil
}
