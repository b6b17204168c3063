package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	var b bytes.Buffer
	if err := report(context.Background(), &b, "../../../data/robotics_companies.csv", "city", "period", "registered"); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.Count(got, "<figure class=\"plotline-figure\"") != 1 || strings.Count(got, "<svg xmlns") != 2 || !strings.Contains(got, "Shenyang") {
		t.Errorf("the report is\n%s", got)
	}
	err := report(context.Background(), &b, "../../../data/robotics_companies.csv", "city", "period", "registred")
	if err == nil || !strings.Contains(err.Error(), `table "t" has no column "registred"`) || !strings.Contains(err.Error(), "did you mean") {
		t.Errorf("err = %v", err)
	}
}
