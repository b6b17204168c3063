package charts

import "html/template"

// Fragment is a finished figure, ready to stand in a page. It is immutable.
type Fragment struct {
	ID, Kind string
	Title    string // plain words
	Alt      string // of a chart; drafted when none was written
	Width    string // text, wide or full
	HTML     template.HTML
	CSV      []byte // the charted columns and rows, for download; nil for a bignumber
	Live     bool   // wakes up in a browser, so its page needs the runtime
}
