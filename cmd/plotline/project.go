package main

import (
	"io/fs"
	"os"
)

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
