//go:build !duckdb

package main

import "plotline/data/sql"

// duckDB runs queries that ask for DuckDB: the program does, unless the build tag duckdb links it in.
var duckDB sql.Engine = sql.Program(runDuckDB).Do
