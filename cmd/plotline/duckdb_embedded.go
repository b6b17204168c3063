//go:build duckdb

package main

import (
	"context"
	"os"

	"plotline/data/sql"
)

// duckDB runs queries that ask for DuckDB in this process.
func duckDB(ctx context.Context, j *sql.Job) error {
	scratch, err := os.MkdirTemp("", "plotline-duckdb")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	return sql.Embedded(scratch)(ctx, j)
}
