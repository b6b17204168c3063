package main

import (
	"fmt"
	"io"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/lint"
)

// storyCoverage is the coverage of one story as JSON.
type storyCoverage struct {
	Story   string        `json:"story"`
	Numbers int           `json:"numbers"` // those waived not counted
	Bound   int           `json:"bound"`
	Unbound []foundNumber `json:"unbound"`
	Waived  []foundNumber `json:"waived"`
}

// foundNumber is a number that is bound to no figure.
type foundNumber struct {
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Words    string `json:"words"`
	Sentence string `json:"sentence"`
	Reason   string `json:"reason,omitempty"`
}

func coverageRecords(list []site.Coverage) []storyCoverage {
	records := func(numbers []lint.Number) []foundNumber {
		out := []foundNumber{}
		for _, n := range numbers {
			at := n.At.Position()
			out = append(out, foundNumber{at.Line, at.Column, n.Words, n.Sentence, n.Reason})
		}
		return out
	}
	out := []storyCoverage{}
	for _, c := range list {
		out = append(out, storyCoverage{c.Path, c.All(), c.Bound, records(c.Unbound), records(c.Waived)})
	}
	return out
}

// printCoverage names the stories that have unbound or waived numbers, and returns the sum of all.
func printCoverage(w io.Writer, list []site.Coverage) string {
	var sum lint.Coverage
	for _, c := range list {
		if len(c.Unbound)+len(c.Waived) > 0 {
			fmt.Fprintf(w, "%s: %s\n", source.Visible(c.Path), covered(c.Coverage))
		}
		sum.Bound += c.Bound
		sum.Unbound = append(sum.Unbound, c.Unbound...)
		sum.Waived = append(sum.Waived, c.Waived...)
	}
	return covered(sum)
}

func covered(c lint.Coverage) string {
	s := fmt.Sprintf("%d of %s bound", c.Bound, plural(c.All(), "number"))
	if n := len(c.Waived); n > 0 {
		s += fmt.Sprintf(", %d waived", n)
	}
	return s
}
