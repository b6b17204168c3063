package ledger

import (
	"fmt"
	"strings"
	"testing"
)

// TestCorrections: a number that moved since it was published needs a correction that is new, not older
// than what was published, and about it.
func TestCorrections(t *testing.T) {
	told := Correction{Date: "2022-05-20", Text: "A name was misspelt."}
	for _, c := range []struct {
		what    string
		is      Number
		entries []Correction
		missing int
	}{
		{"nothing", firms("840", "more than 800"), nil, 0},
		{"other words", firms("840", "840"), nil, 0},
		{"the value", firms("845", "more than 800"), nil, 1},
		{"value and words", firms("812", "more than 812"), nil, 1},
		{"told", firms("812", "812"), []Correction{{"2022-06-01", "update", "New data.", "", ""}}, 0},
		{"told on the day", firms("812", "812"), []Correction{{"2022-05-27", "", "New data.", "", ""}}, 0},
		{"told before", firms("812", "812"), []Correction{{"2022-05-26", "update", "New data.", "", ""}}, 1},
		{"told of another thing, in the published version already", firms("812", "812"), []Correction{told}, 1},
		{"an old entry, dated anew", firms("812", "812"), []Correction{{"2022-06-01", "", told.Text, "", ""}}, 0},
		{"told by name", firms("812", "812"), []Correction{{"2022-06-01", "update", "New data.", "More than 800", "812"}}, 0},
		{"told by value", firms("812", "812"), []Correction{{"2022-06-01", "update", "New data.", "840", ""}}, 0},
		{"told of a part of it", firms("812", "812"), []Correction{{"2022-06-01", "update", "New data.", "80", "12"}}, 1},
		{"told of another number", firms("812", "812"), []Correction{{"2022-06-01", "update", "New data.", "860", "812"}}, 1},
		{"told of another outcome", firms("812", "812"), []Correction{{"2022-06-01", "update", "New data.", "840", "813"}}, 1},
	} {
		published, now := of(firms("840", "more than 800")), of(c.is)
		published.Stories[0].Changed, published.Stories[0].Corrections = "2022-05-27", []Correction{told}
		now.Stories[0].Corrections = append([]Correction{told}, c.entries...)
		now.Stories[0].Folder, now.Stories[0].Aliases = "2022/inland", []string{"old", "inland"}
		if got := Corrections(published, now, "2022-06-02"); len(got) != c.missing || c.missing > 0 && (got[0].Rule != "correction-missing" || !got.HasErrors()) {
			t.Errorf("%s: %v", c.what, got)
		}
	}
	published, now := of(firms("840", "more than 800")), of(firms("812", "more than 800"))
	published.Stories[0].Changed = "2022-05-27"
	p := Corrections(published, now, "2022-06-02")[0]
	got := strings.Join([]string{p.Text, p.Hint, fmt.Sprint(p.Notes)}, "\n")
	if want := `"more than 800" was 840 and not 812 when it was published on 2022-05-27, and no correction says so
add to corrections: - {date: 2022-06-02, kind: source-revision, text: ..., was: "840", now: "812"}
[{{<nil> 0 0} firms of Hefei, 2021: 840 -> 812 (data/firms.csv, row 2)}]`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
