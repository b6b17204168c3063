package watch

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// large starts watching a project of 3,000 files in three folders.
func large(b *testing.B) (*project, []string) {
	dir := b.TempDir()
	inputs := []string{"data", "site/stories", "templates"}
	for i := range 3000 {
		name := fmt.Sprintf("%s/f%04d.md", inputs[i%3], i)
		inputs = append(inputs, name)
		put(b, filepath.Join(dir, name), fmt.Sprintf("# Story %04d\n", i))
	}
	slices.Sort(inputs)
	return start(b, dir, Options{}, inputs), inputs
}

// BenchmarkSave measures from before a save to its batch.
func BenchmarkSave(b *testing.B) {
	p, inputs := large(b)
	var took []time.Duration
	for b.Loop() {
		name := inputs[len(took)%1000+1]
		start := time.Now()
		p.write(name, fmt.Sprint("# Changed ", len(took)))
		got := <-p.w.Batches()
		took = append(took, time.Since(start))
		if len(got) != 1 || got[0] != name {
			b.Fatalf("the batch is %q, want %q", got, name)
		}
		b.StopTimer()
		p.built(inputs)
		b.StartTimer()
	}
	slices.Sort(took)
	for _, q := range []int{50, 99} {
		b.ReportMetric(float64(took[len(took)*q/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", q))
	}
}

// BenchmarkSweep is what an idle watcher does once a minute.
func BenchmarkSweep(b *testing.B) {
	p, _ := large(b)
	for b.Loop() {
		p.w.mu.Lock()
		found := p.w.different()
		p.w.mu.Unlock()
		if len(found) > 0 {
			b.Fatalf("%d files differ", len(found))
		}
	}
}

// BenchmarkWatchSame is a Watch after a build that read what the one before did.
func BenchmarkWatchSame(b *testing.B) {
	p, inputs := large(b)
	again := slices.Clone(inputs)
	for b.Loop() {
		p.w.Watch(again)
	}
}

// BenchmarkWatchFirst is the Watch after the first build, without hashing, which follows when idle.
func BenchmarkWatchFirst(b *testing.B) {
	p, inputs := large(b)
	for b.Loop() {
		w, err := New(p.dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		w.Watch(inputs)
		b.StopTimer()
		w.stop()
		b.StartTimer()
	}
}

// BenchmarkWatchOneMore is a Watch after a build that read one file more, then one less.
func BenchmarkWatchOneMore(b *testing.B) {
	p, inputs := large(b)
	for i := 0; b.Loop(); i++ {
		p.w.Watch(inputs[:len(inputs)-i%2])
	}
}
