package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"plotline/site/sample"
)

// BenchmarkServe measures what a reporter feels, with the command as a process and a real Chromium: from
// the save to the frame that shows the change, in milliseconds, for 20 edits of a story's text and
// of a CSV cell; how long the preview takes to print its address on the example story; and the
// processor time it takes in 30 s of doing nothing. `make bench-serve` runs it.
func BenchmarkServe(b *testing.B) {
	dir := b.TempDir()
	b.Setenv("PLOTLINE_CACHE", filepath.Join(dir, "cache"))
	binary := filepath.Join(dir, "plotline")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	ctx := browser(b)
	for _, n := range []int{100, 1000} {
		project := filepath.Join(dir, fmt.Sprint(n))
		if err := sample.Write(project, sample.Stories(n)); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("text/%d", n), func(b *testing.B) {
			text, err := os.ReadFile(filepath.Join(project, "site/stories/story-7.md"))
			if err != nil {
				b.Fatal(err)
			}
			measureSaves(b, ctx, binary, project, "site/stories/story-7.md", func(i int) (content []byte, shown string) {
				shown = fmt.Sprintf("Edit number %d.", i)
				return append(bytes.TrimSpace(bytes.Replace(text, []byte("\n---\n"), []byte("\n---\n"+shown+"\n\n"), 1)), '\n'), shown
			})
		})
		b.Run(fmt.Sprintf("cell/%d", n), func(b *testing.B) {
			text, err := os.ReadFile(filepath.Join(project, "data/d7.csv"))
			if err != nil {
				b.Fatal(err)
			}
			rows := strings.SplitN(string(text), "\n", 3)
			measureSaves(b, ctx, binary, project, "data/d7.csv", func(i int) (content []byte, shown string) {
				value := 20011 + 3*i
				return []byte(rows[0] + "\nPlace 0,2010," + strconv.Itoa(value) + "\n" + rows[2]), fmt.Sprintf("%d,%03d", value/1000, value%1000)
			})
		})
	}
	b.Run("idle/1000", func(b *testing.B) {
		p := startServe(b, binary, filepath.Join(dir, "1000"))
		open(b, ctx, p.url+"story-7/", 1280).wait(`document.readyState === 'complete'`)
		var used []float64
		for b.Loop() {
			from := p.cpu(b)
			time.Sleep(30 * time.Second)
			used = append(used, (p.cpu(b)-from)*1000)
		}
		b.ReportMetric(median(used), "cpu-ms-in-30s")
	})
	b.Run("start", func(b *testing.B) {
		var took []float64
		for b.Loop() {
			took = append(took, startServe(b, binary, "../..").started.Seconds()*1000)
		}
		b.ReportMetric(median(took), "ms-to-address")
	})
}

// measureSaves saves 20 versions of a file and waits for each to be on the screen.
func measureSaves(b *testing.B, ctx context.Context, binary, project, file string, version func(i int) ([]byte, string)) {
	p := startServe(b, binary, project)
	t := open(b, ctx, p.url+"story-7/", 1280)
	t.js(`window.seen = words => new Promise(done => {
		const has = () => (document.querySelector('main').innerText + [...document.querySelectorAll('main svg text')].filter(e => e.checkVisibility()).map(e => e.textContent).join(' ')).includes(words);
		const told = () => requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())));
		if (has()) return told();
		const m = new MutationObserver(() => { if (has()) { m.disconnect(); told(); } });
		m.observe(document, {subtree: true, childList: true, characterData: true});
	}); true`)
	t.wait(`performance.getEntriesByType('resource').some(e => e.name.includes('/ec-live'))`) // loaded at idle
	var took []float64
	edits := 0
	for b.Loop() {
		for range 20 {
			edits++
			content, shown := version(edits)
			t.js(fmt.Sprintf(`window.next = seen(%q); true`, shown))
			saved := time.Now()
			if err := os.WriteFile(filepath.Join(project, filepath.FromSlash(file)), content, 0o644); err != nil {
				b.Fatal(err)
			}
			at, err := chromedp.Run(t.ctx, chromedp.Evaluate[float64](`window.next`, chromedp.EvalAwaitPromise))
			if err != nil {
				b.Fatalf("%q never shows: %v\n%s", shown, err, p.stderr)
			}
			took = append(took, at-float64(saved.UnixNano())/1e6)
		}
	}
	slices.Sort(took)
	b.ReportMetric(median(took), "ms-median")
	b.ReportMetric(took[len(took)*95/100], "ms-p95")
}

// serving is a preview in a process of its own.
type serving struct {
	command *exec.Cmd
	url     string
	started time.Duration // until the address was printed
	stderr  *lines
}

func startServe(b *testing.B, binary, project string) *serving {
	b.Helper()
	s := &serving{command: exec.Command(binary, "serve", "-p", "0", "-s", project), stderr: &lines{}}
	out, err := s.command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	s.command.Stderr = s.stderr
	start := time.Now()
	if err := s.command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		s.command.Process.Signal(os.Interrupt)
		s.command.Wait()
	})
	line := make([]byte, 200)
	n, err := out.Read(line)
	if err != nil {
		b.Fatalf("%v\n%s", err, s.stderr)
	}
	s.started, s.url = time.Since(start), strings.TrimSpace(string(line[:n]))
	return s
}

var statFields = regexp.MustCompile(`\) \S (?:\S+ ){10}(\d+) (\d+)`)

// cpu returns the processor seconds that the process has taken (proc(5), utime and stime).
func (s *serving) cpu(b *testing.B) float64 {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	m := statFields.FindSubmatch(stat)
	user, _ := strconv.Atoi(string(m[1]))
	system, _ := strconv.Atoi(string(m[2]))
	return float64(user+system) / 100 // ticks of USER_HZ
}
