package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// linkedIn is whether DuckDB is, with the build tag duckdb.
var linkedIn bool

// TestMain lets scripts run the real command.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"plotline": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("CI") != "true" && os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"decode": decode},
		Condition: func(what string) (bool, error) {
			switch what {
			case "ci":
				return os.Getenv("CI") == "true", nil
			case "duckdb":
				_, err := exec.LookPath("duckdb")
				return linkedIn || err == nil, nil
			}
			return false, fmt.Errorf("there is no condition %q", what)
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("PLOTLINE_CACHE", e.WorkDir+"/cache")
			e.Setenv("GITHUB_ACTIONS", "") // scripts that want it say so
			example, err := filepath.Abs("../..")
			e.Setenv("EXAMPLE", example)
			return err
		},
	})
}

// decode writes the bytes of a base64 file: `decode FROM TO`.
func decode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: decode from to")
	}
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o644))
}
