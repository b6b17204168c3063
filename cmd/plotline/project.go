package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"plotline/charts/draw"
	"plotline/charts/raster"
	"plotline/site"
	"plotline/site/card"
)

// projectFlags choose a project and how its charts are drawn.
type projectFlags struct {
	source, destination, baseURL, engine, clock string
	jobs                                        int
	noCache                                     bool
}

func (f *projectFlags) add(flags *pflag.FlagSet) {
	f.addProject(flags)
	flags.StringVarP(&f.destination, "destination", "d", "", "folder of the site (default public in the project)")
}

// addProject is add for commands that have nothing to do with the site's folder.
func (f *projectFlags) addProject(flags *pflag.FlagSet) {
	flags.StringVarP(&f.source, "source", "s", ".", "folder of the project")
	flags.StringVarP(&f.baseURL, "base-url", "b", "", "absolute address of the site, in place of base-url in plotline.yaml")
	flags.StringVar(&f.clock, "clock", "", "the time to go by, such as 2022-05-27 06:00, for publish-date and expiry-date (default now)")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "charts drawn at once (default one a core)")
	flags.StringVar(&f.engine, "engine", "auto", "who draws: auto, quickjs or node; the drawings are the same")
	flags.BoolVar(&f.noCache, "no-cache", false, "draw every chart again and keep no drawing")
}

// opened is a project that is ready to be built.
type opened struct {
	folder string // absolute
	input  *project
	pool   *draw.Pool
	now    time.Time

	machine  fs.FS // its root: fonts are looked for there
	pictures card.Maker
}

func (f *projectFlags) open() (*opened, error) {
	now, err := clock(f.clock)
	if err != nil {
		return nil, err
	}
	if f.baseURL != "" {
		address, ok := site.BaseURL(f.baseURL)
		if !ok {
			return nil, usageError{fmt.Errorf("--base-url %q is no address of a site; write it as https://example.org/folder/", f.baseURL)}
		}
		f.baseURL = address
	}
	folder, err := filepath.Abs(f.source)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, usageError{fmt.Errorf("there is no folder %s", f.source)}
	}
	pool, err := f.pool()
	if err != nil {
		return nil, err
	}
	input, err := openProject(folder)
	if err != nil {
		return nil, err
	}
	machine := machineOf(folder)
	pictures, err := raster.New(raster.Options{Fonts: raster.System(machine)})
	if err != nil {
		return nil, err
	}
	return &opened{folder, input, pool, now, machine, card.Maker{Raster: pictures}}, nil
}

// builder builds the project, or another version of it, with what this machine has.
func (o *opened) builder(fsys fs.FS, options site.Options) *site.Builder {
	options.Program, options.Now, options.Machine, options.DuckDB = program(), o.now, o.machine, duckDB
	return site.New(fsys, o.pool, options)
}

// machineOf is the file system that an absolute path leads through.
func machineOf(path string) fs.FS {
	return os.DirFS(filepath.VolumeName(path) + string(filepath.Separator))
}

// pool is where charts are drawn.
func (f *projectFlags) pool() (*draw.Pool, error) {
	engine, err := draw.ParseEngine(f.engine)
	if err != nil {
		return nil, usageError{err}
	}
	return draw.New(draw.Options{Engine: engine, Workers: f.jobs, CacheDir: f.cacheDir()})
}

func (o *opened) close() {
	o.pool.Close()
	o.input.Close()
}

// cacheDir is where drawings are kept between builds: the user's cache folder.
func (f *projectFlags) cacheDir() string {
	if f.noCache {
		return ""
	}
	if dir := os.Getenv("PLOTLINE_CACHE"); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "plotline", "drawings")
}

// program tells this version of the command from every other, by its file.
func program() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %d %d", name, info.Size(), info.ModTime().UnixNano())
}

// project is a project's folder. Nothing outside it is ever read, links included.
type project struct {
	files
	root *os.Root
}

// files is what the file system of an os.Root can do.
type files interface {
	fs.StatFS
	fs.ReadFileFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

func openProject(dir string) (*project, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &project{root.FS().(files), root}, nil
}

// Sub returns one of the project's folders, to be closed: a file in it is found in one step, and
// from the project's folder in one for each part of its path.
func (p *project) Sub(dir string) (fs.FS, error) {
	root, err := p.root.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &project{root.FS().(files), root}, nil
}

// Close gives the folder back.
func (p *project) Close() error { return p.root.Close() }
