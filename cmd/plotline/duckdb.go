package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"plotline/data/sql"
)

// runDuckDB runs statements in the duckdb program on the PATH.
//
// They are arguments, each executed whole, as the program takes lines of its input that begin with a point for
// commands of its own, and some of those start other programs. It stops at the first that fails. Its own -safe
// would shut out the tables as well; so access ends with a setting behind them, and what -safe takes away
// besides, the environment, is not there: neither passwords, nor a home with settings and extensions.
func runDuckDB(ctx context.Context, statements []string, files map[string]func(io.Writer) error, read func(io.Reader) error) error {
	program, err := exec.LookPath("duckdb")
	if err != nil {
		return sql.ErrNoProgram
	}
	dir, err := os.MkdirTemp("", "plotline-duckdb")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for name, write := range files {
		if err := writeNew(filepath.Join(dir, name), write); err != nil {
			return err
		}
	}
	const settings = "settings.sql" // is empty, and read instead of the user's
	if err := os.WriteFile(filepath.Join(dir, settings), nil, 0o600); err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	c := exec.CommandContext(running, program, append([]string{"-batch", "-bail", "-csv", "-init", settings, ":memory:"}, statements...)...)
	c.Dir = dir
	c.Env = []string{"HOME=" + dir, "USERPROFILE=" + dir, "TZ=UTC", "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); errors.Is(err, syscall.E2BIG) {
		return errors.New("the query, or what the columns of its tables are called, is too long for the duckdb program")
	} else if err != nil {
		return err
	}
	readErr := read(out)
	more, _ := out.Read(make([]byte, 1)) // which nobody wants
	if more > 0 {
		stop()
	}
	err = c.Wait()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil || more > 0:
		return readErr
	case said.Len() > 0:
		return errors.New(said.String())
	}
	return err
}

// writeNew makes a file of what a function writes.
func writeNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
