package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"plotline/data/remote"
	"plotline/data/snapshot"
	"plotline/data/source"
)

type refreshFlags struct {
	queryFlags
	clock string
}

func refreshCommand() *cobra.Command {
	var f refreshFlags
	c := &cobra.Command{
		Use:   "refresh [NAME...]",
		Short: "Run queries on their servers and keep the results",
		Long: "Run the queries of data/NAME.sql on the servers that they name, all of them when none is named, and keep each result as data/NAME.snapshot.csv " +
			"beside data/NAME.snapshot.json, which says where it comes from. Both are meant to be committed. When anything goes wrong the snapshot stays as it was.",
		RunE: func(c *cobra.Command, args []string) error { return f.refresh(c, args) },
	}
	flags := c.Flags()
	f.add(flags)
	flags.StringVar(&f.clock, "clock", "", "the time that is written down, such as 2022-05-27 06:00 (default now)")
	return c
}

// refreshed is a snapshot that was taken, as JSON has it.
type refreshed struct {
	Name     string `json:"name"`
	Snapshot string `json:"snapshot"`
	Changed  bool   `json:"changed"` // it differs from the one before
	*snapshot.Provenance
}

func (f *refreshFlags) refresh(c *cobra.Command, names []string) error {
	now, err := clock(f.clock)
	if err != nil {
		return err
	}
	all, err := f.open()
	if err != nil {
		return err
	}
	defer all.root.Close()
	queries, problems, err := all.parse(names)
	if err != nil {
		return err
	}
	if len(queries) == 0 && len(problems) == 0 {
		return usageError{fmt.Errorf("no query in %s is for a server; one begins with -- engine: postgres and -- connection: $NAME", filepath.Join(f.source, all.dir))}
	}
	done := []refreshed{}
	for _, q := range queries {
		start := time.Now()
		r, err := f.one(c, all.root, q, now)
		var fault *remote.Fault
		switch {
		case errors.As(err, &fault):
			problems = append(problems, fault.Problem)
			continue
		case err != nil:
			return err
		}
		done = append(done, *r)
		if !f.json {
			same := ""
			if !r.Changed {
				same = ", the same as before"
			}
			version, _, _ := strings.Cut(r.Server, " ") // PostgreSQL adds who packed it
			fmt.Fprintf(c.OutOrStdout(), "%s: %s, %s from %s %s in %.1f seconds%s\n", r.Snapshot, plural(r.Rows, "row"), size(int(r.Bytes)), snapshot.EngineName(q.Engine), version, time.Since(start).Seconds(), same)
		}
	}
	problems.Sort()
	source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}.Print(problems)
	if f.json {
		e := json.NewEncoder(c.OutOrStdout())
		e.SetIndent("", "  ")
		if err := e.Encode(struct {
			Snapshots []refreshed     `json:"snapshots"`
			Problems  []source.Record `json:"problems"`
		}{done, problems.Records()}); err != nil {
			return err
		}
	}
	if problems.HasErrors() {
		return errFound
	}
	return nil
}

// one takes the snapshot of one query.
func (f *refreshFlags) one(c *cobra.Command, root *os.Root, q *snapshot.Query, now time.Time) (*refreshed, error) {
	lock := flock.New(filepath.Join(f.source, filepath.FromSlash(q.File.Path)), flock.SetFlag(os.O_RDONLY))
	if free, err := lock.TryLock(); err != nil {
		return nil, err
	} else if !free {
		return nil, fmt.Errorf("another refresh of %s is under way", q.Name())
	}
	defer lock.Unlock()
	before, err := standing(root, q)
	if err != nil {
		return nil, err
	}
	name := path.Join(path.Dir(q.CSV()), "."+path.Base(q.CSV())+".new") // what a killed refresh left is written over
	temporary, err := root.Create(name)
	if err != nil {
		return nil, err
	}
	defer root.Remove(name)
	defer temporary.Close()
	result, err := f.fetch(c.Context(), c.ErrOrStderr(), q, before, temporary)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(temporary.Sync(), temporary.Close()); err != nil {
		return nil, err
	}
	is := q.Provenance(result, now)
	if err := install(root, q, name, is, before); err != nil {
		return nil, err
	}
	return &refreshed{q.Name(), q.CSV(), before == nil || before.SHA256 != is.SHA256, is}, nil
}

// fetch runs a query, with a meter where somebody looks.
func (f *queryFlags) fetch(ctx context.Context, stderr io.Writer, q *snapshot.Query, before *snapshot.Provenance, w io.Writer) (*snapshot.Result, error) {
	o := remote.Options{Address: os.Getenv(q.Connection)}
	if !f.plain && terminal(stderr) {
		expected := 0
		if before != nil {
			expected = before.Rows
		}
		m := startMeter(stderr, q.Name(), expected)
		defer m.stop()
		o.Progress = m.progress
	}
	return remote.Fetch(ctx, q, o, w)
}

// standing is the provenance of the snapshot as it stands, nil when there is none or it is broken.
func standing(root *os.Root, q *snapshot.Query) (*snapshot.Provenance, error) {
	csv, err := root.Open(q.CSV())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer csv.Close()
	sum, err := snapshot.Sum(csv)
	if err != nil {
		return nil, err
	}
	text, err := root.ReadFile(q.JSON())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	p, _ := q.Check(sum, text)
	return p, nil
}

// install puts a result in the place of the snapshot. Whenever it is killed, what stands there is the
// snapshot before or the new one, with its provenance.
func install(root *os.Root, q *snapshot.Query, temporary string, is, before *snapshot.Provenance) error {
	both := *is
	both.Replaces = before
	if err := renew(root, q.JSON(), both.JSON()); err != nil {
		return err
	}
	if err := root.Rename(temporary, q.CSV()); err != nil {
		return err
	}
	if before == nil {
		return nil
	}
	return renew(root, q.JSON(), is.JSON())
}

// renew writes a file in one step.
func renew(root *os.Root, name string, b []byte) error {
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+".new")
	defer root.Remove(temporary)
	f, err := root.Create(temporary)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return root.Rename(temporary, name)
}
