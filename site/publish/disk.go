package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// operations change the disk; tests make the n-th of them fail.
type operations interface {
	MkdirAll(dir string) error
	WriteFile(name string, b []byte) error
	Rename(from, to string) error
	Remove(name string) error
}

// disk works inside the site's folder and follows no link out of it.
type disk struct{ root *os.Root }

func (d disk) MkdirAll(dir string) error             { return d.root.MkdirAll(dir, 0o755) }
func (d disk) WriteFile(name string, b []byte) error { return d.root.WriteFile(name, b, 0o644) }
func (d disk) Rename(from, to string) error          { return d.root.Rename(from, to) }
func (d disk) Remove(name string) error              { return d.root.Remove(name) }

// refuse reports folders that a site must not be written into.
func refuse(dir, project string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	home, _ := os.UserHomeDir()
	switch {
	case abs == filepath.Dir(abs):
		return fmt.Errorf("publish: %s is the root of the disk; choose a folder of its own with -d", dir)
	case abs == home:
		return fmt.Errorf("publish: %s is your home folder; choose a folder of its own with -d", dir)
	case project != "" && (abs == project || strings.HasPrefix(project, abs+string(filepath.Separator))):
		return fmt.Errorf("publish: %s holds the project itself; choose a folder of its own with -d", dir)
	}
	entries, err := os.ReadDir(abs)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("publish: %w", err)
	}
	for _, e := range entries {
		if e.Name() == state {
			return nil
		}
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			return fmt.Errorf("publish: %s holds %s and was not made by Plotline; choose an empty folder with -d, or empty this one", dir, e.Name())
		}
	}
	return nil
}

const defaultWait = 10 * time.Second // another build of a large site takes less

// lock takes the folder for this build. A holder that dies frees it.
func lock(ctx context.Context, name string, wait time.Duration) (func(), error) {
	if wait == 0 {
		wait = defaultWait
	}
	l := flock.New(name)
	limit, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	got, err := l.TryLockContext(limit, 50*time.Millisecond)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if !got {
		holder, _ := os.ReadFile(name)
		if errors.Is(err, context.DeadlineExceeded) || err == nil {
			return nil, fmt.Errorf("publish: another build (%s) has held the folder for %s; wait for it, or stop it", strings.TrimSpace(string(holder)), wait)
		}
		return nil, fmt.Errorf("publish: %w", err)
	}
	os.WriteFile(name, fmt.Appendf(nil, "process %d\n", os.Getpid()), 0o644)
	return func() {
		os.Truncate(name, 0) // two builds of one site leave the same bytes
		l.Unlock()
	}, nil
}
