package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"plotline/data/sql"
)

// runDuckDB runs a script in the duckdb program on the PATH. It reads no settings of the user's, and stops at
// the first error.
func runDuckDB(ctx context.Context, script string, files map[string][]byte) ([]byte, error) {
	program, err := exec.LookPath("duckdb")
	if err != nil {
		return nil, sql.ErrNoProgram
	}
	dir, err := os.MkdirTemp("", "plotline-duckdb")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	const settings = "settings.sql"
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, settings), nil, 0o600); err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, program, "-batch", "-bail", "-csv", "-nullvalue", "", "-init", settings, ":memory:")
	c.Dir = dir
	c.Stdin = strings.NewReader(script)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil || said.Len() > 0 && out.Len() == 0 {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if said.Len() > 0 {
			return nil, errors.New(said.String())
		}
		return nil, err
	}
	return out.Bytes(), nil
}
