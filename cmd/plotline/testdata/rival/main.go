// Command rival renders the charts of the benchmark's stories with go-echarts' own page rendering
// and writes the HTML: what Plotline's cached build is measured against.
//
//	go run ./cmd/plotline/testdata/rival STORIES FOLDER
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/components"
	"github.com/go-echarts/go-echarts/v2/opts"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("rival STORIES FOLDER")
	}
	n, err := strconv.Atoi(os.Args[1])
	check(err)
	for i := range n {
		story(i, filepath.Join(os.Args[2], fmt.Sprintf("story-%d", i)))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// story writes a page with a bar chart and a line chart of ten values each.
func story(i int, dir string) {
	var names []string
	var bars []opts.BarData
	var points []opts.LineData
	for k := range 10 {
		names = append(names, fmt.Sprintf("Place %d", k))
		bars = append(bars, opts.BarData{Value: (i*7919 + k*104729) % 9999})
		points = append(points, opts.LineData{Value: (i*7919 + k*104729) % 9999})
	}
	bar := charts.NewBar()
	bar.SetGlobalOptions(charts.WithTitleOpts(opts.Title{Title: fmt.Sprintf("Bars %d", i), Subtitle: "Made up"}))
	bar.SetXAxis(names).AddSeries("n", bars).XYReversal()
	line := charts.NewLine()
	line.SetGlobalOptions(charts.WithTitleOpts(opts.Title{Title: fmt.Sprintf("Lines %d", i)}))
	line.SetXAxis(names).AddSeries("n", points)
	page := components.NewPage()
	page.AddCharts(bar, line)
	check(os.MkdirAll(dir, 0o755))
	f, err := os.Create(filepath.Join(dir, "index.html"))
	check(err)
	check(page.Render(f))
	check(f.Close())
}
