package source

// Record is a Problem as JSON: the same facts as the printed form.
type Record struct {
	Path   string   `json:"path,omitempty"`
	Line   int      `json:"line,omitempty"`
	Column int      `json:"column,omitempty"`
	Place  string   `json:"place,omitempty"` // of a workbook, whose lines are rows
	Level  string   `json:"level"`
	Rule   string   `json:"rule,omitempty"`
	Text   string   `json:"text"`
	Hint   string   `json:"hint,omitempty"`
	Notes  []Record `json:"notes,omitempty"`
}

// Records returns the list for JSON, never nil.
func (l List) Records() []Record {
	out := make([]Record, 0, len(l))
	for _, p := range l {
		at := p.At.Position()
		r := Record{Path: at.Path, Line: at.Line, Column: at.Column, Place: at.Place, Level: p.Level.String(), Rule: p.Rule, Text: p.Text, Hint: p.Hint}
		for _, n := range p.Notes {
			at := n.At.Position()
			r.Notes = append(r.Notes, Record{Path: at.Path, Line: at.Line, Column: at.Column, Place: at.Place, Level: Info.String(), Text: n.Text})
		}
		out = append(out, r)
	}
	return out
}
