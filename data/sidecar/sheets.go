package sidecar

import (
	"fmt"

	"plotline/data"
	"plotline/data/source"
)

// Resource returns what is said of a file beside the sidecar, or nil. What is said of one sheet of a
// workbook is not said of the others; where none is chosen, sheet is empty, and the first that is described
// is meant.
func (p *Package) Resource(file, sheet string) *Resource {
	for _, r := range p.Of(file) {
		if sheet == "" || r.Sheet == "" || r.Sheet == sheet {
			return r
		}
	}
	return nil
}

// Of returns the resources of a file: none, one, or one for each sheet that is described.
func (p *Package) Of(file string) (out []*Resource) {
	if p == nil {
		return nil
	}
	for _, r := range p.Resources {
		if r.Path == file {
			out = append(out, r)
		}
	}
	return out
}

// Chose adds to the problems of opening a file what they owe to the sidecar, as nothing else names a sheet:
// that one of several is read, and where one is named that the workbook has not.
func (p *Package) Chose(file string, told data.Options, problems source.List) source.List {
	all := p.Of(file)
	if told.Sheet != "" || len(all) == 0 || all[0].Sheet == "" {
		return problems
	}
	for i := range problems {
		if problems[i].Rule == "sheet-unknown" {
			problems[i].At = all[0].sheetAt
			return problems
		}
	}
	if len(all) == 1 {
		return problems
	}
	var names []string
	for _, r := range all {
		names = append(names, r.Sheet)
	}
	told.Name = file
	return append(problems, source.Warnf(all[0].At, "sheet-assumed", "%d sheets of %s are described: %s; %q is read", len(all), file, source.Join(names), all[0].Sheet).
		WithHint(told.Settle("sheet", all[0].Sheet)))
}

// names reports resources that share a name, a file, or a sheet of it.
func (r *reader) names(p *Package) {
	for i, a := range p.Resources {
		for _, b := range p.Resources[:i] {
			if a.Name == b.Name {
				r.Problems = append(r.Problems, source.Errorf(a.nameAt, "two resources are called %q", a.Name).WithHint("names are unique in a data package").WithNote(b.nameAt, "the first of them"))
			}
			if a.Path != b.Path || a.Sheet != b.Sheet && a.Sheet != "" && b.Sheet != "" {
				continue
			}
			what, hint := fmt.Sprintf("%q", a.Path), ""
			switch {
			case a.Sheet != b.Sheet:
				hint = "name the sheet of each: dialect: {sheetName: ...}"
			case a.Sheet != "":
				what = fmt.Sprintf("sheet %q of %q", a.Sheet, a.Path)
			}
			r.Problems = append(r.Problems, source.Errorf(a.At, "%s is described twice", what).WithHint(hint).WithNote(b.At, "first described here"))
		}
	}
}
