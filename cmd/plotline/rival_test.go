package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plotline/site/sample"
)

// BenchmarkRival builds 1,000 stories again with everything cached, and has go-echarts render and
// write pages with the same 2,000 charts. The two take turns, each a process on one processor, over
// the outputs of their last run; both outputs are checked first. Metrics are the medians of CPU
// seconds and their ratio, the ratio into empty folders (Plotline makes three times the files and
// folders), and peak memory.
func BenchmarkRival(b *testing.B) {
	const stories = 1000
	dir := b.TempDir()
	project := filepath.Join(dir, "project")
	if err := sample.Write(project, sample.Stories(stories)); err != nil {
		b.Fatal(err)
	}
	for name, pkg := range map[string]string{"plotline": ".", "rival": "./testdata/rival"} {
		if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, name), pkg).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	b.Setenv("PLOTLINE_CACHE", filepath.Join(dir, "cache"))
	ours := func(public string) measured {
		return process(b, filepath.Join(dir, "plotline"), "build", "-q", "-s", project, "-d", filepath.Join(dir, public))
	}
	theirs := func(pages string) measured {
		return process(b, filepath.Join(dir, "rival"), fmt.Sprint(stories), filepath.Join(dir, pages))
	}
	ours("public")
	theirs("pages")
	for i := range stories {
		checkPage(b, filepath.Join(dir, "public", fmt.Sprintf("story-%d", i), "index.html"), "<svg", 4)
		checkPage(b, filepath.Join(dir, "pages", fmt.Sprintf("story-%d", i), "index.html"), "echarts.init", 2)
	}
	var ratios, own, other, fresh, memory []float64
	for n := 0; b.Loop(); n++ {
		us, them := ours("public"), theirs("pages")
		own, other, memory = append(own, us.cpu.Seconds()), append(other, them.cpu.Seconds()), append(memory, us.peak)
		ratios = append(ratios, us.cpu.Seconds()/them.cpu.Seconds())
		us, them = ours(fmt.Sprintf("public-%d", n)), theirs(fmt.Sprintf("pages-%d", n))
		fresh = append(fresh, us.cpu.Seconds()/them.cpu.Seconds())
	}
	b.ReportMetric(median(own), "cpu-s")
	b.ReportMetric(median(other), "rival-cpu-s")
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(median(fresh), "fresh-ratio")
	b.ReportMetric(median(memory), "MB-peak")
}

type measured struct {
	cpu  time.Duration
	peak float64 // MB
}

// process runs a command on one processor.
func process(b *testing.B, name string, args ...string) measured {
	b.Helper()
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), "GOMAXPROCS=1")
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return measured{c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peakMemory(c.ProcessState)}
}

// checkPage demands a page that holds so many of the words.
func checkPage(b *testing.B, name, words string, n int) {
	b.Helper()
	page, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	if got := bytes.Count(page, []byte(words)); got != n || !strings.Contains(string(page), "</html>") {
		b.Fatalf("%s holds %s %d times, want %d", name, words, got, n)
	}
}
