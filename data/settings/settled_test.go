package settings

import "testing"

// The line that settles an assumption takes over what a story says of the file.
func TestResettle(t *testing.T) {
	for _, tt := range []struct {
		hint, name string
		told       []string
		want       string
	}{
		{"to settle it: data: {land: {file: land.csv, preamble: 2}}", "felder", nil, "to settle it: data: {felder: {file: land.csv, preamble: 2}}"},
		{"to settle it: data: {land: {file: land.csv, preamble: 2}}", "", []string{"encoding: gb18030"}, "to settle it: data: {land: {file: land.csv, encoding: gb18030, preamble: 2}}"},
		{"to settle it: data: {land: {file: land.csv, header-rows: 0}}; 1 when it is the header", "地", []string{"encoding: gb18030", "header-rows: 2", "max-age: 90d"}, "to settle it: data: {地: {file: land.csv, encoding: gb18030, max-age: 90d, header-rows: 0}}; 1 when it is the header"},
		{`to settle it: data: {a-b: {file: "a, b.csv", decimal: "."}}; "," when it is a fraction`, "x", []string{`delimiter: ";"`}, `to settle it: data: {x: {file: "a, b.csv", delimiter: ";", decimal: "."}}; "," when it is a fraction`},
		{`to settle it, in a sidecar: dialect: {commentChar: "#"}`, "x", []string{"preamble: 1"}, `to settle it, in a sidecar: dialect: {commentChar: "#"}`},
		{"say in note: what the marker means", "x", nil, "say in note: what the marker means"},
	} {
		if got := Resettle(tt.hint, tt.name, tt.told); got != tt.want {
			t.Errorf("Resettle(%q, %q, %q) =\n%s, want\n%s", tt.hint, tt.name, tt.told, got, tt.want)
		}
	}
}
