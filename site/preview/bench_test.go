package preview

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// article returns a page of 30 KB that is a little different for every n.
func article(n int) string {
	body := strings.Repeat("<p class=\"x\">It is 4.5 percent \u2013 of \"all\" of it.</p>\n", 30<<10/58)
	return pageOf(fmt.Sprintf("edit %d", n)) + body
}

// BenchmarkShow measures the time from Show to the client that has the whole event, decoded.
func BenchmarkShow(b *testing.B) {
	for _, clients := range []int{1, 32} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			r := start(b, Options{}, usual)
			r.Show(State{ID: "0", Pages: &site{files: map[string]string{"debt/index.html": article(0)}}})
			r.get("/debt/")
			var open []*listener
			for range clients {
				l := r.open("debt/index.html", "0")
				l.next()
				open = append(open, l)
			}
			var times []time.Duration
			n := 0
			for b.Loop() {
				n++
				p := &site{files: map[string]string{"debt/index.html": article(n)}}
				began := time.Now()
				r.Show(State{ID: fmt.Sprint(n), Pages: p})
				for _, l := range open {
					if _, err := l.block(); err != nil {
						b.Fatal(err)
					}
				}
				times = append(times, time.Since(began))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds()), "median-µs")
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds()), "p95-µs")
			b.ReportMetric(float64(len(article(n))), "bytes")
		})
	}
}
