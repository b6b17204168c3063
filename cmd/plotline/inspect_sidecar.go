package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"plotline/data"
	"plotline/data/load"
	"plotline/data/sidecar"
	"plotline/data/source"
)

// sidecarBeside reads the data package in a file's folder; nil when there is none.
func sidecarBeside(name string) (*sidecar.Package, source.List) {
	if name == "-" {
		return nil, nil
	}
	dir := filepath.Dir(name)
	open := func(name string) *source.File {
		path := filepath.Join(dir, filepath.FromSlash(name))
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		f, _ := source.NewText(filepath.ToSlash(path), raw)
		return f
	}
	for _, n := range sidecar.Names {
		if f := open(n); f != nil {
			return sidecar.Parse(f, open)
		}
	}
	return nil, nil
}

// tablesBeside reads the tables that foreign keys lead to.
func tablesBeside(name string) func(*sidecar.Resource) *data.Table {
	return func(res *sidecar.Resource) *data.Table {
		path := filepath.Join(filepath.Dir(name), filepath.FromSlash(res.Path))
		f, err := openTable(nil, path)
		if err != nil {
			return nil
		}
		text, _ := load.Open(f, data.Options{Sheet: res.Sheet})
		if text.File == nil {
			return nil
		}
		t, _ := res.Read(text.File, text.Options)
		return t
	}
}

// propose prints the resource that settles how a table is read, or adds it to the sidecar.
func (f *inspectFlags) propose(w io.Writer, name string, beside *sidecar.Package, resource *sidecar.Resource, r data.Report, how data.Options) error {
	if resource != nil {
		at := resource.At.Position()
		if f.write {
			return fmt.Errorf("inspect: %s describes %s already; nothing was written", at, filepath.Base(name))
		}
		fmt.Fprintf(w, "\n%s describes it\n", at)
		return nil
	}
	file := filepath.Base(name)
	if name == "-" {
		file = "table.csv"
	}
	proposal, said := beside.Propose(file, r, how)
	defer func() {
		if len(said) > 0 {
			fmt.Fprintln(w)
		}
		for _, s := range said {
			fmt.Fprintf(w, "%s\n", source.Visible(s))
		}
	}()
	to := filepath.Join(filepath.Dir(name), "datapackage.yaml")
	if beside != nil {
		to = filepath.FromSlash(beside.File.Path)
	}
	if !f.write {
		if name == "-" {
			fmt.Fprintf(w, "\na sidecar would have this resource:\n\n%s", proposal)
			return nil
		}
		fmt.Fprintf(w, "\n--write adds this to %s:\n\n%s", to, proposal)
		return nil
	}
	text, err := beside.Add(proposal)
	if err != nil {
		return errors.Join(fmt.Errorf("inspect: %w", err), fmt.Errorf("the resource is:\n%s", proposal))
	}
	if err := replace(to, []byte(text)); err != nil {
		return fmt.Errorf("inspect: %w", err)
	}
	fmt.Fprintf(w, "\n%s: resource added\n", to)
	return nil
}
