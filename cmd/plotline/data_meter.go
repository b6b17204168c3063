package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// meter shows on a terminal how far a query is.
type meter struct {
	w        io.Writer
	name     string
	expected int // rows that came the last time, or 0
	start    time.Time

	rows, bytes atomic.Int64
	done        chan struct{}
	drawer      sync.WaitGroup
}

// startMeter draws until stop is called.
func startMeter(w io.Writer, name string, expected int) *meter {
	m := &meter{w: w, name: name, expected: expected, start: time.Now(), done: make(chan struct{})}
	m.drawer.Go(func() {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprintf(m.w, "\r%s\x1b[K", m.line(time.Since(m.start)))
			case <-m.done:
				fmt.Fprint(m.w, "\r\x1b[K")
				return
			}
		}
	})
	return m
}

func (m *meter) progress(rows int, bytes int64) {
	m.rows.Store(int64(rows))
	m.bytes.Store(bytes)
}

func (m *meter) stop() {
	close(m.done)
	m.drawer.Wait()
}

const barWidth = 20 // columns

// line is what stands on the terminal after a time.
func (m *meter) line(took time.Duration) string {
	rows := int(m.rows.Load())
	seconds := int(took.Seconds())
	if rows == 0 {
		return fmt.Sprintf("%s: waiting for the first row, %d s", m.name, seconds)
	}
	if m.expected == 0 {
		return fmt.Sprintf("%s: %d rows, %s, %d s", m.name, rows, size(int(m.bytes.Load())), seconds)
	}
	full := min(barWidth, barWidth*rows/m.expected)
	return fmt.Sprintf("%s [%s%s] %d rows of about %d, %s, %d s", m.name, strings.Repeat("#", full), strings.Repeat(".", barWidth-full), rows, m.expected, size(int(m.bytes.Load())), seconds)
}
