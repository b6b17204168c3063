package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
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
	Stamp(name string) error // gives a file the build's time
}

// disk works inside the site's folder and follows no link out of it. It holds the folders on the
// way to the one last used, as files are written folder by folder and a path is walked part by part.
type disk struct {
	root *os.Root
	held []folder
	at   time.Time // what is written gets this time; zero is the time it has
}

type folder struct {
	path string // from the site's folder
	root *os.Root
}

func (d *disk) MkdirAll(dir string) error {
	_, err := d.folder(dir)
	return err
}

func (d *disk) WriteFile(name string, b []byte) error {
	dir, err := d.folder(path.Dir(name))
	if err != nil {
		return err
	}
	if err := dir.WriteFile(path.Base(name), b, 0o644); err != nil {
		return err
	}
	if !d.at.IsZero() {
		dir.Chtimes(path.Base(name), d.at, d.at) // where that is not allowed the file is compared next time
	}
	return nil
}

func (d *disk) Stamp(name string) error {
	if d.at.IsZero() {
		return nil
	}
	return d.root.Chtimes(name, d.at, d.at)
}

// Rename gives a file of one folder another name in it, or moves it anywhere.
func (d *disk) Rename(from, to string) error {
	if path.Dir(from) != path.Dir(to) {
		return d.root.Rename(from, to)
	}
	dir, err := d.folder(path.Dir(to))
	if err != nil {
		return err
	}
	return dir.Rename(path.Base(from), path.Base(to))
}

func (d *disk) Remove(name string) error {
	d.keep(path.Dir(name))
	return d.root.Remove(name)
}

// folder returns a folder, made when it is not there.
func (d *disk) folder(dir string) (*os.Root, error) {
	if dir == "." {
		return d.root, nil
	}
	d.keep(dir)
	at, done := d.root, ""
	if n := len(d.held); n > 0 {
		at, done = d.held[n-1].root, d.held[n-1].path
	}
	for done != dir {
		rest := strings.TrimPrefix(dir[len(done):], "/")
		name, _, _ := strings.Cut(rest, "/")
		if err := at.Mkdir(name, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		next, err := at.OpenRoot(name)
		if err != nil {
			return nil, err
		}
		done = path.Join(done, name)
		d.held, at = append(d.held, folder{done, next}), next
	}
	return at, nil
}

// keep lets go of the folders that are not on the way to dir.
func (d *disk) keep(dir string) {
	n := len(d.held)
	for n > 0 && d.held[n-1].path != dir && !strings.HasPrefix(dir, d.held[n-1].path+"/") {
		n--
		d.held[n].root.Close()
	}
	d.held = d.held[:n]
}

func (d *disk) close() { d.keep(".") }

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
