package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"plotline/charts/text"
)

// Room is how high a chart's figure is in a place of any width, before a browser has set it. It is
// exact where texts are set in the letters of Arial, at the size that browsers come with.
type Room struct {
	inset         float64 // px of a place's width that the figure does not get
	widest        float64 // px that the figure takes at most
	fixed         float64 // px that it takes at every width
	steps         []step  // what words take more where they break, widest first
	narrow, broad float64 // heights of the drawings by their widths
	narrowest     float64 // px that the narrow drawing takes at most
	wide          float64 // px of the place from which on the broad drawing stands
}

// step is a width under which words take one line more.
type step struct{ under, more float64 }

// The widths that a Room foretells, px.
const roomFrom, roomTo = 280.0, 1200.0

// setting is how a page sets words.
type setting struct {
	size, leading float64 // px, and of the size
	bold          bool
	around        float64 // px over and under
	most          float64 // px that a line takes at most; zero without a limit
}

// FrameRoom is the room of the chart's own page in a frame: the rules for #embed in style.css.
func (f *Fragment) FrameRoom() Room {
	r := Room{inset: 24, widest: roomTo, fixed: 3 + 10 + 5.6 + 9.6 + 24.3 + 8, narrowest: 432, wide: float64(f.broad)}
	caption := setting{13, 1.5, false, 0, 672}
	r.words(f.spec.Title.Value, setting{17, 1.3, true, 3.2, 0})
	r.words(f.spec.Subtitle.Value, setting{14, 1.45, false, 8, 0})
	r.words(f.spec.credits(), caption)
	r.words(f.spec.Note.Value, caption)
	if f.spec.credits() != "" || f.spec.Note.Value != "" {
		r.fixed += 4.8
	}
	return r.drawn(f)
}

// Room is the room of HTML: the rules of loose.css, without the margins around.
func (f *Fragment) Room() Room {
	r := Room{widest: 720, fixed: 3 + 12 + 6 + 10 + 18.85 + 12, narrowest: 432, wide: 600}
	title, subtitle, credit := setting{17, 1.3, true, 0, 0}, setting{14, 1.45, false, 0, 0}, setting{13, 1.45, false, 4, 0}
	if f.spec.Subtitle.Value != "" {
		title.around = 4 // else the drawing's own margin swallows it
	}
	r.words(f.spec.Title.Value, title)
	r.words(f.spec.Subtitle.Value, subtitle)
	r.words(f.spec.credits(), credit)
	r.words(f.spec.Note.Value, credit)
	return r.drawn(f)
}

// words makes room for a paragraph.
func (r *Room) words(words string, s setting) {
	if words == "" {
		return
	}
	most := r.widest
	if s.most > 0 {
		most = min(most, s.most)
	}
	count := func(room float64) int { return len(text.Wrap(words, s.size, s.bold, min(room, most))) }
	line := s.size * s.leading
	lines := count(roomTo)
	r.fixed += s.around + float64(lines)*line
	for ; count(roomFrom-r.inset) > lines; lines++ {
		low, high := roomFrom-r.inset, roomTo
		for high-low > 0.01 {
			if middle := (low + high) / 2; count(middle) > lines {
				low = middle
			} else {
				high = middle
			}
		}
		r.steps = append(r.steps, step{high + r.inset, line})
	}
}

// drawn makes room for the drawings.
func (r Room) drawn(f *Fragment) Room {
	ratio := func(i int) float64 { return float64(f.sizes[i].Height) / float64(f.sizes[i].Width) }
	r.narrow, r.broad = ratio(0), ratio(len(f.sizes)-1)
	r.wide += r.inset
	slices.SortFunc(r.steps, func(a, b step) int { return cmp.Compare(b.under, a.under) })
	return r
}

// Height returns the height in a place of a width, in px.
func (r Room) Height(width float64) float64 {
	h := r.fixed
	for _, s := range r.steps {
		if width < s.under {
			h += s.more
		}
	}
	room := min(width, r.widest) - r.inset
	if width >= r.wide {
		return h + room*r.broad
	}
	return h + min(room, r.narrowest)*r.narrow
}

// CSS returns the height as a value of the property height, for what stands in a box with
// container-type: inline-size. A step is a clamp whose middle runs through it within a hundredth
// of a px.
func (r Room) CSS() string {
	terms := []string{inPx(r.fixed + 0.5)} // half a px, so that no rounding makes a frame scroll
	for i := 0; i < len(r.steps); {
		s := r.steps[i]
		for i++; i < len(r.steps) && s.under-r.steps[i].under < 0.5; i++ {
			s.more += r.steps[i].more
		}
		terms = append(terms, until(s.under, inPx(s.more)))
	}
	narrow, broad := "100cqw", "min(100cqw,"+inPx(r.widest)+")"
	if r.inset > 0 {
		narrow += " - " + inPx(r.inset)
		broad = "(" + narrow + ")"
	}
	terms = append(terms, until(r.wide-0.2, "min("+narrow+","+inPx(r.narrowest)+")*"+strconv.FormatFloat(r.narrow, 'f', 4, 64)),
		"clamp(0px,(100cqw - "+inPx(r.wide-0.2)+")*9999,"+broad+"*"+strconv.FormatFloat(r.broad, 'f', 4, 64)+")")
	return "calc(" + strings.Join(terms, " + ") + ")"
}

func inPx(v float64) string { return length(v) + "px" }

// until is CSS for a length in places narrower than so many px, and nothing in others.
func until(width float64, value string) string {
	return "clamp(0px,(" + inPx(width) + " - 100cqw)*9999," + value + ")"
}
