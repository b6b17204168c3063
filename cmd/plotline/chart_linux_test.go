package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestChartLarge draws a few rows of a file of 40 MB in little memory, as it draws those rows alone.
func TestChartLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("40 MB")
	}
	const megabytes = 100
	n := newArchive(t)
	var large, small bytes.Buffer
	for i := -1; i < 1_500_000; i++ {
		row := fmt.Sprintf("Town %d,%d,%d.%d,some words\n", i%500, 2000+i%20, i%997, i%10)
		if i < 0 {
			row = "town,year,n,note\n"
		}
		large.WriteString(row)
		if i < 0 || i%500 == 19 && i%997 < 20 {
			small.WriteString(row)
		}
	}
	draw := func(text []byte) (svg []byte, said string, peak float64) {
		if err := os.WriteFile(n.path("towns.csv"), text, 0o644); err != nil {
			t.Fatal(err)
		}
		_, said, code, peak := n.run("chart", "data/towns.csv", "--where", `town == "Town 19" && n < 20`, "--kind", "scatter", "--x", "n", "--y", "year", "--title", "T", "--source", "S", "-o", "towns.svg")
		svg, err := os.ReadFile(n.dir + "/towns.svg")
		if code != 0 || err != nil {
			t.Fatal(code, err, said)
		}
		return svg, said, peak
	}
	want, said, _ := draw(small.Bytes())
	got, saidOfAll, peak := draw(large.Bytes())
	t.Logf("%d MB, %.0f MB of memory", large.Len()>>20, peak)
	if !bytes.Equal(got, want) || saidOfAll != said {
		t.Errorf("the chart of the large file is another one, or more is said: %s", saidOfAll)
	}
	if peak < 10 || peak > megabytes {
		t.Errorf("%.0f MB of memory", peak)
	}
	stdout, stderr, code, _ := n.run("chart", "data/towns.csv", "--kind", "scatter", "--print-block")
	if code != 1 || stdout != "" || !strings.Contains(stderr, "a chart shows at most 5000\n    narrow them down with --where\n") {
		t.Errorf("%d: %s%s", code, stdout, stderr)
	}
	if _, stderr, code, _ := n.run("chart", "data/towns.csv"); code != 1 || !strings.Contains(stderr, "no chart shows these columns well") {
		t.Errorf("%d: %s", code, stderr)
	}
}
