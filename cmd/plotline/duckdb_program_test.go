package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The program sees neither passwords of the environment nor settings of the user's.
func TestDuckDBAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a script of a shell")
	}
	dir := t.TempDir()
	script := "#!/bin/sh\n/usr/bin/env | /usr/bin/sort\n/bin/ls\n"
	if err := os.WriteFile(filepath.Join(dir, "duckdb"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("NEWSROOM_DB", "secret")
	var out bytes.Buffer
	err := runDuckDB(context.Background(), nil, nil, func(r io.Reader) error {
		_, err := out.ReadFrom(r)
		return err
	})
	if err != nil || strings.Contains(out.String(), "secret") || !strings.Contains(out.String(), "TZ=UTC") || !strings.Contains(out.String(), "settings.sql") {
		t.Errorf("%v, %s", err, out.String())
	}
}
