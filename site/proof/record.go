package proof

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"plotline/data"
	"plotline/data/calc"
	"plotline/data/format"
	"plotline/data/source"
	"plotline/site/claim"
	"plotline/site/story"
)

// RecordName is the name of a story's Record, beside its page.
const RecordName = "claims.json"

// RecordSchemaPath is where a site has RecordSchema, from its root.
const RecordSchemaPath = "assets/claims.schema.json"

// RecordSchema is the JSON Schema (draft 2020-12) of Record.
//
//go:embed claims.schema.json
var RecordSchema []byte

// Record is what claims.json says of a story: every bound number that readers see, in the order of the
// story's file, and the figures that prove them. Addresses are absolute when the site has one, else relative
// to the record.
type Record struct {
	Schema   string          `json:"$schema"`
	Version  int             `json:"version"` // of this form: 1
	Title    string          `json:"title"`
	Address  string          `json:"address"`
	Language string          `json:"language"`
	Folder   string          `json:"folder"`            // of the story's page, from the site's root
	Changed  string          `json:"changed,omitempty"` // day of its last change, publication included
	Numbers  []Shown         `json:"numbers"`
	Figures  map[string]Fact `json:"figures"`

	Corrections []Correction `json:"corrections,omitempty"`
}

// Correction is one of the story's corrections, in plain words.
type Correction struct {
	Date string `json:"date"`
	Kind string `json:"kind,omitempty"` // update, correction or source-revision
	Text string `json:"text"`
	Was  string `json:"was,omitempty"` // a number as it was displayed
	Now  string `json:"now,omitempty"` // and as it is
}

// Forms of a Shown.
const (
	ClaimForm = "claim"      // words that a reporter wrote
	ValueForm = "value"      // printed by the build
	BigForm   = "big-number" // likewise, as a big number
)

// Shown is one number that readers see.
type Shown struct {
	Form     string `json:"form"`
	Where    string `json:"where"`           // prose, title, chart-note ...
	Chart    string `json:"chart,omitempty"` // id of the block it stands in
	Words    string `json:"words"`           // as displayed
	Sentence string `json:"sentence"`        // around it; of a title or note all of it
	Figure   string `json:"figure"`
	Value    string `json:"value"`             // the figure's
	Verdict  string `json:"verdict,omitempty"` // true or misleading, of a claim
	Reason   string `json:"reason,omitempty"`

	At source.Span `json:"-"`
}

// Fact is a figure: its value and what it rests on.
type Fact struct {
	Type     string    `json:"type"`               // number or text
	Value    string    `json:"value"`              // a decimal, or the text
	Unit     string    `json:"unit,omitempty"`     // percent: 23.2 is 23.2 percent, and 0.232 in formulas
	Bound    string    `json:"bound,omitempty"`    // what the source says: more-than
	Interval *Interval `json:"interval,omitempty"` // of a number that is known by its limits
	Words    string    `json:"words"`              // as printed
	Note     string    `json:"note,omitempty"`
	Derived  bool      `json:"derived,omitempty"`
	Calc     string    `json:"calc,omitempty"`
	Uses     []string  `json:"uses,omitempty"` // figures in Calc, in order
	Data     *Cells    `json:"data,omitempty"`
	Source   *Origin   `json:"source,omitempty"`
}

// Interval is where a number lies; without an end it goes on for ever.
type Interval struct {
	Low  *Limit `json:"low,omitempty"`
	High *Limit `json:"high,omitempty"`
}

// Limit is an end of an Interval.
type Limit struct {
	Value string `json:"value"`
	Open  bool   `json:"open"` // the value itself is left out
}

// Cells are the cells that a figure rests on.
type Cells struct {
	File   string   `json:"file"` // of the project
	Column string   `json:"column"`
	Where  string   `json:"where,omitempty"`
	Agg    string   `json:"agg"`
	Count  int      `json:"count"` // of all rows
	Rows   []CellOf `json:"rows"`  // the first of them
	CSV    string   `json:"csv"`   // address of all of them
}

// CellOf is the cell of one row.
type CellOf struct {
	Row   int    `json:"row"` // from 1, the header not counted
	Label string `json:"label,omitempty"`
	Cell  string `json:"cell"`
}

// Origin is where a figure comes from.
type Origin struct {
	Key       string `json:"key"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Address   string `json:"address,omitempty"`
}

// JSON returns claims.json.
func (r Record) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(r)
	return b.Bytes(), err
}

// Claimed is a claim as a record has it; ok is false for one that was not judged.
func (j Judged) Claimed() (s Shown, ok bool) {
	if !j.OK {
		return Shown{}, false
	}
	s = Shown{Form: ClaimForm, Words: j.Words, Figure: j.Claim.Figure, Value: j.Figure.Said(), Verdict: j.Verdict.Truth.String(), Reason: j.Verdict.Reason, At: j.Whole}
	return s, j.Verdict.Truth != claim.False
}

// Said is the value for machines: a decimal, or the text.
func (f *Figure) Said() string {
	if f.IsText {
		return f.Text
	}
	return f.PlainNumber()
}

// Behind returns the figures of those names and all that they are calculated from, each once: first the
// names, as they come.
func (f *Figures) Behind(names []string) []*Figure {
	var out []*Figure
	for i := 0; i < len(names); i++ {
		if fig := f.byName[names[i]]; fig != nil && fig.OK && !slices.Contains(out, fig) {
			out = append(out, fig)
			names = slices.Concat(names, fig.Receipt.Uses)
		}
	}
	return out
}

// Fact returns what a record says of the figure; csv is the address of its rows.
func (f *Figure) Fact(sources []story.Source, csv string) Fact {
	out := Fact{Type: "number", Value: f.Said(), Unit: f.Unit.Value, Bound: f.Bound.Value, Words: f.Words, Note: f.Note.Value, Derived: f.Derived, Calc: f.Calc.Value, Uses: f.Receipt.Uses}
	if f.IsText {
		out.Type = "text"
	} else if !f.Number.IsExact() {
		out.Interval = &Interval{limit(f.Number.Low), limit(f.Number.High)}
	}
	if f.Percent {
		out.Unit = "percent"
	}
	if f.Calc.Value == "" {
		out.Data = &Cells{File: f.Receipt.File, Column: f.Receipt.Column, Where: f.Where.Value, Agg: f.Agg.Value, Count: f.Receipt.Count(), CSV: csv}
		if out.Data.Agg == "" {
			out.Data.Agg = "only"
		}
		for _, row := range f.Receipt.Rows {
			out.Data.Rows = append(out.Data.Rows, CellOf{row.Number, row.Label, row.Cell})
		}
	}
	out.Source = f.Origin(sources)
	return out
}

// Origin finds the figure's source, or nil.
func (f *Figure) Origin(sources []story.Source) *Origin {
	for _, s := range sources {
		if s.Key == f.Source.Value {
			return &Origin{s.Key, s.Title, s.Publisher, s.URL}
		}
	}
	return nil
}

func limit(e calc.End) *Limit {
	if e.At == nil {
		return nil
	}
	return &Limit{Decimal(e.At), e.Open}
}

// Count is how many rows there are; Rows are the first of them.
func (r Receipt) Count() int { return max(r.count, len(r.rows)) }

// CSV writes the receipt for download: all its rows, the first 10,000 of a large file, of the columns that tell them apart and the one that
// counts. It is nil for a figure that is calculated.
func (r Receipt) CSV() []byte {
	if r.table == nil {
		return nil
	}
	t := r.table.Select(r.rows)
	columns := slices.Clone(t.Columns[:0:0])
	for _, c := range r.columns {
		columns = append(columns, t.Columns[slices.Index(r.table.Columns, c)])
	}
	return t.CSV(columns)
}

// Table returns the names of the columns that tell the receipt's rows apart and last of the one that counts,
// and the cells of its first rows. It has none for a figure that is calculated.
func (r Receipt) Table(most int) (columns []string, rows [][]string) {
	for _, c := range r.columns {
		columns = append(columns, c.Name)
	}
	for _, row := range r.rows[:min(len(r.rows), most)] {
		cells := make([]string, len(r.columns))
		for i, c := range r.columns {
			cells[i] = c.Text(row)
		}
		rows = append(rows, cells)
	}
	return columns, rows
}

// Numeric reports whether the column that counts holds numbers.
func (r Receipt) Numeric() bool {
	return r.table != nil && r.columns[len(r.columns)-1].Type == data.Number
}

// Said tells readers what was taken of which rows; it says nothing of a figure that is calculated.
func (f *Figures) Said(fig *Figure) string {
	if fig.Calc.Value != "" {
		return ""
	}
	return calc.Say(f.language, fig.Agg.Value, fig.Column.Value, fig.Where.Value)
}

// Precise is the number as it stands in formulas that readers may work out again: with its sign, and six digits
// where it is printed with fewer than it has.
func (f *Figures) Precise(fig *Figure) string {
	if fig.IsText || fig.printsExactly(f.language) {
		return fig.Sign
	}
	v, _ := fig.Number.Point.Float64()
	digits := 5
	for size := math.Abs(v); size >= 10 && digits > 0; size /= 10 {
		digits--
	}
	decimal, _ := format.Separators(f.language)
	code, _ := format.Parse("num" + strconv.Itoa(digits))
	text := code.Number(f.language, v)
	if strings.Contains(text, decimal) {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), decimal)
	}
	if fig.Percent {
		text += "%"
	}
	return strings.TrimSuffix(fig.Sign, fig.Plain) + text
}

// Sum changes whenever the rows may.
func (r Receipt) Sum() []byte {
	if r.table == nil {
		return nil
	}
	return r.table.Hash[:]
}
