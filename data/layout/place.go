// Package layout finds where in a file the table stands: behind what preamble, under which header, above what footer.
//
// In go the characters of a file and their Dialect; out come a Place and what was assumed to find it, each assumption
// with the setting that says so. What a person must say is an error. Start with Of.
package layout

import (
	"slices"

	"plotline/data/cell"
	"plotline/data/scan"
	"plotline/data/settings"
	"plotline/data/source"
)

// Place is where in a file the table stands, and what its columns are called.
type Place struct {
	Labels    []*Label        // of the columns
	Blank     int             // columns behind them that have neither label nor text
	Unsure    *source.Problem // why it is not sure which label stands over which column; nil when it is
	Kinds     []cell.Kind     // what most cells of each column are
	Width     int             // the commonest number of cells of a record
	Wide      int             // the cells of the first header row; 0 without a header
	Lowest    []string        // the texts of the lowest header row, up to the last; nil when fewer than two hold text
	Body, End int             // where the rows begin and end, as offsets of the file's characters
	Records   int             // of the whole file, the blank ones too
	Breaks    []int           // where records begin that stand behind blank ones, in order
}

// Of finds the table in a file whose characters begin at start. It reports what it assumes, with the setting that
// says so; a problem that is an error means that the rows are not to be read. The Labels are those of the header as far
// as one was found.
func Of(f *source.File, start int, d scan.Dialect, o settings.Options) (p *Place, problems source.List) {
	p = &Place{}
	v := surveyOf(f, start, d)
	problems = append(v.newlines(f), v.problems...)
	if slices.ContainsFunc(v.problems, func(p source.Problem) bool { return p.Rule == "too-large" }) {
		return p, problems // nobody has a use for a million labels
	}
	l := layoutOf(f, v, d, o)
	if !l.problems.HasErrors() {
		labels := l.names() // which finds what is blank and unsure
		*p = Place{Labels: labels, Blank: l.blanks, Unsure: l.unsure, Kinds: l.kinds, Width: l.width, Lowest: l.lowest(), Body: l.body, End: l.end, Records: l.records, Breaks: l.breaks}
		if len(l.header) > 0 {
			p.Wide = l.header[0].width
		}
	}
	if v.problems.HasErrors() {
		return p, problems // what a layout is taken from is not sure then
	}
	if problems = append(problems, l.problems...); l.problems.HasErrors() {
		problems = append(problems, f.Unread()...)
	}
	return p, problems
}
