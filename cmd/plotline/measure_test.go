package main

import (
	"os"
	"slices"
	"syscall"
)

// peakMemory returns a finished process's peak resident memory in MB; Linux counts it in KiB.
func peakMemory(s *os.ProcessState) float64 {
	return float64(s.SysUsage().(*syscall.Rusage).Maxrss) / 1024
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
