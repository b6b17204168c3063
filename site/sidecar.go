package site

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"slices"

	"plotline/data"
	"plotline/data/sidecar"
	"plotline/data/source"
	"plotline/site/embed"
	"plotline/site/publish"
)

// describe reads the data package beside the tables.
func (r *run) describe() {
	var keys [][]byte
	open := func(name string) *source.File {
		f, k := r.text(path.Join(r.dataDir, name))
		if f != nil {
			keys = append(keys, k[:])
		}
		return f
	}
	for _, name := range sidecar.Names {
		f := open(name)
		switch {
		case f == nil:
		case r.pack != nil:
			r.report(source.Errorf(f.Line(1), "there are two data packages, this one and %s", r.pack.File.Path).WithHint("keep one of them"))
		default:
			var problems source.List
			r.pack, problems = sidecar.Parse(f, open)
			r.report(problems...)
		}
	}
	r.packKey = keyOf(keys...)
	if r.pack == nil {
		return
	}
	for _, res := range r.pack.Resources {
		name := path.Join(r.dataDir, res.Path)
		r.inputs.miss(name)
		if _, err := fs.Stat(r.inputs.fsys, name); err == nil {
			continue
		}
		r.report(source.Warnf(res.PathAt, "sidecar-file", "there is no file %q in %s", res.Path, r.dataDir).WithHint(source.DidYouMean(res.Path, r.files)))
	}
}

// foreign holds the tables that were read against those that their foreign keys lead to.
func (r *run) foreign() {
	var read []reading
	for as, t := range r.byFile {
		if t.table != nil && r.pack.Resource(as.file, t.table.Sheet) != nil {
			read = append(read, as)
		}
	}
	slices.SortFunc(read, func(a, b reading) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.how, b.how)) })
	for _, as := range read {
		t := r.byFile[as].table
		r.report(r.pack.Resource(as.file, t.Sheet).Foreign(r.pack, t, func(res *sidecar.Resource) *data.Table {
			how := data.Options{}
			if r.pack.Resource(res.Path, "") != res {
				how.Sheet = res.Sheet
			}
			return r.table(res.Path, how)
		})...)
	}
}

// addPackage publishes what the sidecar says of the tables that the story's readers can download, reduced
// to their columns.
func (r *run) addPackage(s *sheet) {
	if r.pack == nil {
		return
	}
	r.add(&output{File: publish.File{Path: path.Join(s.story.Folder(), sidecar.Published), Origin: s.story.File.Line(1)}, optional: true, standing: s.standing,
		make: func(context.Context) ([]byte, source.List, error) {
			tables := r.published(s)
			if len(tables) == 0 {
				return nil, nil, nil
			}
			return r.pack.Publish(s.title, tables), nil, nil
		}})
}

// published are the downloads of a story whose tables the sidecar describes.
func (r *run) published(s *sheet) []sidecar.Download {
	var out []sidecar.Download
	add := func(name, file string, t *data.Table, columns []*data.Column) {
		if t == nil || t.File == nil {
			return
		}
		if res := r.pack.Resource(path.Base(t.File.Path), t.Sheet); res != nil {
			out = append(out, sidecar.Download{Name: name, Path: file, Resource: res, Table: t, Columns: columns})
		}
	}
	for _, f := range s.blocks {
		switch {
		case f == nil:
		case f.plot != nil:
			t, columns := f.plot.Download()
			add(f.spec.ID.Value, path.Join("charts", f.spec.ID.Value, embed.Data), t, columns)
		case f.spec.Block == "table" && f.fragment != nil:
			t, columns := f.fragment.Download()
			add(f.spec.ID.Value, path.Join("charts", f.spec.ID.Value, embed.Data), t, columns)
		}
	}
	for _, f := range s.proved {
		t, columns := f.Receipt.Download()
		add("figure-"+f.Name, rowsOf(f.Name), t, columns)
	}
	return out
}
