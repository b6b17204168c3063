package charts

import (
	"math"
	"strings"

	"plotline/charts/option"
	"plotline/charts/text"
)

// obj is a JSON object of an ECharts option.
type obj = option.Object

// Canvas is one of a figure's two drawings while its option is completed. Lengths are CSS px at
// the drawing's own size; drawings are only ever scaled up, so no text is smaller than Tick.
type Canvas struct {
	Width, Height float64
	Narrow        bool
	Tick, Label   float64 // font sizes: axis labels, and labels on marks
	Option        option.Object
}

const (
	narrowWidth = 280 // what a 320 px screen leaves between its margins
	textWidth   = 640 // the measure of the text, 40rem
	wideWidth   = 720 // fits a 768 px tablet unscaled and grows to the wide measure
	smallest    = 11  // px; the least size of text in any drawing
)

func newCanvas(width float64, narrow bool) *Canvas {
	c := &Canvas{Width: width, Narrow: narrow, Tick: 12, Label: 13}
	if narrow {
		c.Tick, c.Label = smallest, 12
	}
	return c
}

// width returns how wide a text is drawn, in px.
func (c *Canvas) width(s string, size float64, bold bool) float64 {
	widest := 0.0
	for line := range strings.SplitSeq(s, "\n") {
		widest = max(widest, text.Width(line, size, bold))
	}
	return widest
}

// wrap breaks a text into lines of at most room px.
func (c *Canvas) wrap(s string, size, room float64, bold bool) string {
	return strings.Join(text.Wrap(s, size, bold, room), "\n")
}

func lines(s string) float64 { return float64(1 + strings.Count(s, "\n")) }

// named is a formatter that resolve.ts puts in: a name and its arguments.
func named(name string, args ...any) obj {
	if len(args) == 0 {
		return obj{"$f": name}
	}
	return obj{"$f": name, "a": args}
}

// Scale is a numeric axis with round ticks.
type Scale struct {
	Min, Max, Step float64
}

// Nice returns a scale that holds lo and hi with about n steps of 1, 2, 2.5 or 5 times a power
// of ten (after Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990).
func Nice(lo, hi float64, n int) Scale {
	if lo == hi {
		pad := max(math.Abs(lo)*0.1, 1)
		lo, hi = lo-pad, hi+pad
	}
	rough := (hi - lo) / float64(max(n, 1))
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	step := power * 10
	for _, m := range []float64{1, 2, 2.5, 5} {
		if rough <= m*power*1.0000001 {
			step = m * power
			break
		}
	}
	return Scale{tidy(math.Floor(lo/step+1e-9) * step), tidy(math.Ceil(hi/step-1e-9) * step), tidy(step)}
}

// Ticks returns the values of the scale's ticks.
func (s Scale) Ticks() []float64 {
	var ts []float64
	for i := 0; i < 1000; i++ {
		t := tidy(s.Min + float64(i)*s.Step)
		if t > s.Max+s.Step/1e6 {
			break
		}
		ts = append(ts, t)
	}
	return ts
}

// tidy drops binary noise behind the twelfth digit: 0.30000000000000004 is 0.3.
func tidy(v float64) float64 {
	if v == 0 {
		return 0
	}
	digits := math.Pow(10, 12-math.Ceil(math.Log10(math.Abs(v))))
	return math.Round(v*digits) / digits
}
